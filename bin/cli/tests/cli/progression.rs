//! `allow-releaseprogression` and `prevent-releaseprogression`.

use serde_json::{Value, json};

use crate::program::{Outcome, Program};
use crate::stub::{Reply, Stub};
use crate::world::{self, at, page};

fn octo(stub: &Stub, line: &str) -> Outcome {
    Program::octo(&format!("{line} --project='Web Shop' --version=1.0.5")).at(stub).run()
}

#[test]
fn a_defect_is_reported_with_its_reason() {
    let stub = world::start();
    stub.reply(&format!("POST {}", at("releases/Releases-30/defects")), [Reply::json(200, &json!({}))]);
    let outcome = octo(&stub, "prevent-releaseprogression --reason='it smells'");
    assert_eq!(outcome.answer(), (0, "Prevented successfully.\n"));
    assert_eq!(stub.body_of("POST /api/Spaces-2/releases/Releases-30/defects"), json!({ "Description": "it smells" }));
    let outcome = octo(&stub, "prevent-releaseprogression --reason=x --outputFormat=Json");
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(printed["Release"]["IsPreventedFromProgressing"], true);
    let outcome = octo(&stub, "prevent-releaseprogression");
    assert!(outcome.stdout.contains("Please specify a reason why the release must not progress"), "{}", outcome.stdout);
}

#[test]
fn a_defect_is_resolved_only_if_there_is_one() {
    let stub = world::start();
    let defects = |status: &str| page("defects", &[json!({ "Id": "Defects-1", "Status": status })]);
    stub.get(&at("releases/Releases-30/defects"), &defects("Resolved"));
    let outcome = octo(&stub, "allow-releaseprogression");
    assert!(outcome.stdout.ends_with("is already allowed to progress to next phase.\nAllowed successfully.\n"));
    stub.get(&at("releases/Releases-30/defects"), &defects("Unresolved"));
    stub.reply(&format!("POST {}", at("releases/Releases-30/defects/resolve")), [Reply::json(200, &json!({}))]);
    let outcome = octo(&stub, "allow-releaseprogression");
    assert_eq!(outcome.answer(), (0, "Allowed successfully.\n"));
    assert_eq!(stub.lines().pop().unwrap(), "POST /api/Spaces-2/releases/Releases-30/defects/resolve");
}
