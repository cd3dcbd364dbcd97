//! `list-workers`: workers with their state and pools.

use super::list_machines::{Listing, named};
use super::machine_filter::{FILTER, MachineFilter};
use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Parameters};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "list-workers",
    aliases: &[],
    summary: "Lists all workers.",
    groups: &[
        Group {
            title: "Listing",
            options: &[value(&["workerpool"], "POOL", "Only workers in this pool, by name. May be repeated.")],
        },
        FILTER,
    ],
    action: Action::Server(run),
};

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let filter = MachineFilter::read(context)?;
    context.printer.debug("Loading pools...");
    let pools = lookup::every(client, lookup::WORKER_POOL)?;
    let wanted = named(&pools, context.values.all("workerpool"), "pool(s)")?;
    context.printer.debug("Loading workers...");
    let mut workers = client.pages(&client.root_link("Workers")?, &Parameters::none())?;
    workers.retain(|worker| {
        let ids = worker.texts("WorkerPoolIds");
        filter.accepts(worker) && (wanted.is_empty() || ids.iter().any(|id| wanted.contains(id)))
    });
    let listing = Listing { heading: "Workers", ids_key: "WorkerPoolIds", groups_key: "WorkerPools", groups: &pools };
    listing.print(context, workers);
    Ok(())
}
