//! `variables explain`.

use serde_json::{Value, json};

use crate::program::Program;
use crate::world::{self, at};

fn explanation() -> Value {
    json!({ "Name": "Slot", "Candidates": [
        { "Value": "blue", "Verdict": "Wins", "Owner": "Web Shop", "ScopeNames": { "Environment": ["Test"] },
          "Why": "it is scoped to the environment, and nothing more specific applies here" },
        { "Value": null, "IsSensitive": true, "Verdict": "OutOfScope", "Owner": "Common",
          "ScopeNames": { "Environment": ["Production"] }, "Why": "it applies only to the environment Production" },
    ] })
}

#[test]
fn an_explanation_names_the_winner_first_and_shows_no_secret() {
    let stub = world::start();
    stub.get(&at("variables/explain?project=Web%20Shop&name=Slot&environment=Test"), &explanation());
    let line = "variables explain --project='Web Shop' --name=Slot --environment=Test";
    let outcome = Program::octo(line).at(&stub).run();
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    let wins = "Slot is \"blue\": it is scoped to the environment, and nothing more specific applies here.";
    assert!(outcome.stdout.contains(wins), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("a secret"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("it applies only to the environment Production"), "{}", outcome.stdout);
    let outcome = Program::octo(&format!("{line} --outputFormat=Json")).at(&stub).run();
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(printed["Candidates"][0]["Verdict"], "Wins");
}
