//! Which pool of workers an action asks for (domain.md WK-03, WK-05). So far no pool has workers: the default one, being
//! empty, means the built-in worker, and any other means that nobody can run the action.

use pulpo_domain::ids::SpaceId;
use pulpo_domain::worker_pool::WorkerPool;
use pulpo_store::{Query, StoreError, Tx};

use crate::attempt::Place;
use crate::driver::Driver;

/// The pools of a space.
pub(crate) fn of_space(tx: &mut Tx<'_>, space: &SpaceId) -> Result<Vec<WorkerPool>, StoreError> {
    tx.list(&Query::new().eq("space_id", space.as_str()))
}

/// A pool by its id, name or slug.
pub(crate) fn find<'a>(pools: &'a [WorkerPool], wanted: &str) -> Option<&'a WorkerPool> {
    pools.iter().find(|pool| {
        [pool.id.as_ref(), &pool.name, &pool.slug].iter().any(|known: &&str| known.eq_ignore_ascii_case(wanted))
    })
}

/// Why the pool that is asked for, by id, name or slug, has nobody who could run an action.
fn refusal(pools: &[WorkerPool], wanted: &str) -> Option<String> {
    match find(pools, wanted) {
        Some(pool) if pool.is_default => None,
        Some(pool) => Some(format!(
            "the worker pool \"{}\" has no workers, and only the default pool falls back to the built-in worker",
            pool.name
        )),
        None => Some(format!("the worker pool \"{wanted}\" that the step asks for does not exist")),
    }
}

impl Driver {
    /// Why nobody can run the action, as far as its pool decides that.
    pub(crate) fn no_worker(&self, place: &Place<'_>) -> Option<String> {
        let action = &place.action.action;
        let wanted = match action.worker_pool_variable.as_deref().filter(|name| !name.is_empty()) {
            Some(name) => {
                let (step, planned) = (Some(place.step), Some(place.action));
                let variables = self.condition_variables(place.block, step, planned, place.target).evaluator();
                match variables.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()) {
                    Some(value) => value,
                    None => return Some(format!("the variable {name}, which names the step's worker pool, is empty")),
                }
            }
            None => action.worker_pool_id.as_ref()?.to_string(),
        };
        refusal(&self.work.pools, &wanted)
    }
}

#[cfg(test)]
mod tests {
    use pulpo_domain::ids::WorkerPoolId;

    use super::*;

    fn pool(number: i64, name: &str, is_default: bool) -> WorkerPool {
        WorkerPool {
            id: WorkerPoolId::numbered(number),
            space_id: SpaceId::new("Spaces-1"),
            name: name.to_owned(),
            slug: name.to_lowercase(),
            description: String::new(),
            is_default,
            sort_order: 0,
        }
    }

    #[test]
    fn only_the_default_pool_falls_back_to_the_built_in_worker() {
        // WK-05.
        let pools = [pool(1, "Usual", true), pool(2, "Cloud", false)];
        for wanted in ["WorkerPools-1", "usual", "Usual"] {
            assert_eq!(refusal(&pools, wanted), None, "{wanted}");
        }
        assert!(refusal(&pools, "WorkerPools-2").unwrap().contains("\"Cloud\" has no workers"));
        assert!(refusal(&pools, "WorkerPools-3").unwrap().contains("does not exist"));
    }
}
