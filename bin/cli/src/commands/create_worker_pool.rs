//! `create-workerpool`.

use serde_json::json;

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::client::{Client, Parameters};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "create-workerpool",
    aliases: &[],
    summary: "Creates a pool for workers.",
    groups: &[Group {
        title: "Worker pool creation",
        options: &[
            value(&["name"], "NAME", "Name of the pool."),
            flag(&["ignoreIfExists"], "Do nothing if it exists already."),
        ],
    }],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let name = context.values.required("name", "a worker pool name")?;
    let printer = &context.printer;
    let pool = match lookup::by_name(client, lookup::WORKER_POOL, name)? {
        Some(known) if context.values.flag("ignoreIfExists") => {
            printer.information(&format!("The worker pool {} (ID {}) already exists", known.name(), known.id()));
            known
        }
        Some(known) => {
            let id = known.id();
            return Err(Failure::command(format!("The worker pool {} (ID {id}) already exists", known.name())));
        }
        None => {
            printer.information(&format!("Creating worker pool: {name}"));
            let body = json!({ "Name": name, "WorkerPoolType": "StaticWorkerPool" });
            let created = client.create(&client.root_link("WorkerPools")?, &Parameters::none(), &body)?;
            printer.information(&format!("Worker pool created. ID: {}", created.id()));
            created
        }
    };
    if context.wants_json() {
        printer.json(&json!({ "Id": pool.id(), "Name": pool.name() }));
    }
    Ok(())
}
