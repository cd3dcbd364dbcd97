//! Worker pools and machine policies: looking at them. Every space has one of each (domain.md WK-02, MA-01).

use pulpo_access::Caller;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::machine::Machine;
use pulpo_domain::worker_pool::MachinePolicy;
use pulpo_store::Page;

use crate::app::App;
use crate::error::Result;
use crate::named;

/// The targets that a machine policy is for.
pub async fn machines_of_policy(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    filter: named::Filter,
) -> Result<Page<Machine>> {
    let policy = named::get::<MachinePolicy>(app, caller, space, id).await?;
    let (skip, take) = (filter.skip, filter.take);
    let everything = named::Filter { skip: 0, take: i64::MAX, ..filter };
    let mut found = named::list::<Machine>(app, caller, space, everything).await?.items;
    found.retain(|machine| machine.machine_policy_id == policy.id);
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let (skip, take) = (usize::try_from(skip).unwrap_or(0), usize::try_from(take).unwrap_or(usize::MAX));
    Ok(Page { items: found.into_iter().skip(skip).take(take).collect(), total })
}
