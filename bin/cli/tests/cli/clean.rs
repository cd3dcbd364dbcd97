//! `clean-environment` and `clean-workerpool`.

use serde_json::{Value, json};

use crate::program::Program;
use crate::stub::{Reply, Stub};
use crate::world::{self, at, page};

fn with_machines(stub: &Stub) {
    let machine = |number: u32, health: &str, environments: Value| {
        let own = at(&format!("machines/Machines-{number}"));
        let machine = json!({
            "Id": format!("Machines-{number}"), "Name": format!("WEB0{number}"), "Status": "Offline",
            "HealthStatus": health, "EnvironmentIds": environments, "Links": { "Self": own },
        });
        stub.get(&own, &machine);
        stub.reply(&format!("POST+DELETE {own}"), [Reply::json(200, &json!({}))]);
        stub.reply(&format!("POST+PUT {own}"), [Reply::json(200, &machine)]);
        machine
    };
    let machines = [
        machine(1, "Unavailable", json!(["Environments-11"])),
        machine(2, "Unavailable", json!(["Environments-11", "Environments-12"])),
        machine(3, "Healthy", json!(["Environments-11"])),
        machine(4, "Unavailable", json!(["Environments-12"])),
    ];
    stub.get(&at("machines"), &page("machines", &machines));
}

#[test]
fn machines_of_one_environment_are_deleted_and_shared_ones_removed_from_it() {
    let stub = world::start();
    with_machines(&stub);
    let outcome = Program::octo("clean-environment --environment=Test --healthStatus=Unavailable").at(&stub).run();
    assert_eq!(
        outcome.answer(),
        (
            0,
            "Loading machines...\n\
             Found 2 machines in Test with the status Unavailable\n\
             Note: some of these machines belong elsewhere as well. They are not deleted but removed from Test.\n\
             Deleting WEB01 Offline (ID: Machines-1)\n\
             Removing WEB02 Offline (ID: Machines-2) from Test\n"
        )
    );
    let changed: Vec<String> = stub.lines().into_iter().filter(|line| line.starts_with("POST")).collect();
    assert_eq!(
        changed,
        ["POST+DELETE /api/Spaces-2/machines/Machines-1", "POST+PUT /api/Spaces-2/machines/Machines-2"]
    );
    let sent = stub.body_of("POST+PUT /api/Spaces-2/machines/Machines-2");
    assert_eq!(sent["EnvironmentIds"], json!(["Environments-12"]));
}

#[test]
fn without_a_status_nothing_is_touched() {
    let stub = world::start();
    with_machines(&stub);
    let outcome = Program::octo("clean-environment --environment=Test --disabled=False").at(&stub).run();
    let text = "Please specify a status using the parameter: --status or --health-status\nExit code: -1\n";
    assert_eq!(outcome.answer(), (255, text));
}

#[test]
fn workers_are_cleaned_likewise() {
    let stub = world::start();
    let own = at("workers/Workers-1");
    let worker = json!({
        "Id": "Workers-1", "Name": "W1", "Status": "Offline", "HealthStatus": "Unhealthy",
        "WorkerPoolIds": ["WorkerPools-1"], "Links": { "Self": own },
    });
    stub.get(&at("workers"), &page("workers", &[worker]));
    stub.get(&at("workerpools"), &page("workerpools", &[json!({ "Id": "WorkerPools-1", "Name": "Pool" })]));
    stub.reply(&format!("POST+DELETE {own}"), [Reply::json(200, &json!({}))]);
    let line = "clean-workerpool --workerpool=pool --health-status=unhealthy --outputFormat=json";
    let outcome = Program::octo(line).at(&stub).run();
    let printed: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let machine = json!({ "Id": "Workers-1", "Name": "W1", "Status": "Offline" });
    assert_eq!(printed, json!([{ "Machine": machine, "WorkerPool": null, "Action": "Deleted" }]));
}
