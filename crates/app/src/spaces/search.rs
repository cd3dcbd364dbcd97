//! Searching a space by a word: hits of every kind that the caller may see (SP-10).

use pulpo_access::{Caller, Placed};
use pulpo_domain::channel::Channel;
use pulpo_domain::environment::Environment;
use pulpo_domain::feed::Feed;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::lifecycle::Lifecycle;
use pulpo_domain::machine::Machine;
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::worker_pool::{MachinePolicy, WorkerPool};
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::error::Result;
use crate::named::{Filter, Named, list_in};

/// The most hits of one kind.
const MOST: i64 = 20;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub kind: &'static str,
    pub id: String,
    pub name: String,
}

/// What has the word in its name.
pub async fn search(app: &App, caller: &Caller, space: &SpaceId, word: &str) -> Result<Vec<Hit>> {
    let word = word.trim().to_owned();
    if word.is_empty() {
        return Ok(Vec::new());
    }
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| {
        let filter = Filter { partial_name: Some(word), take: MOST, ..Filter::default() };
        let mut found = Vec::new();
        of_kind::<Project>(tx, &caller, &space, &filter, &mut found)?;
        of_kind::<ProjectGroup>(tx, &caller, &space, &filter, &mut found)?;
        of_kind::<Channel>(tx, &caller, &space, &filter, &mut found)?;
        of_kind::<Environment>(tx, &caller, &space, &filter, &mut found)?;
        of_kind::<Machine>(tx, &caller, &space, &filter, &mut found)?;
        of_kind::<Lifecycle>(tx, &caller, &space, &filter, &mut found)?;
        of_kind::<Feed>(tx, &caller, &space, &filter, &mut found)?;
        of_kind::<WorkerPool>(tx, &caller, &space, &filter, &mut found)?;
        of_kind::<MachinePolicy>(tx, &caller, &space, &filter, &mut found)?;
        Ok(found)
    })
    .await
}

fn of_kind<T: Named>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    filter: &Filter,
    found: &mut Vec<Hit>,
) -> Result<()> {
    let page = list_in::<T>(tx, caller, space, Query::new(), filter)?;
    let hits = page.items.iter();
    found.extend(hits.map(|hit| Hit {
        kind: <T as Placed>::NOUN,
        id: hit.id().to_owned(),
        name: hit.name().to_owned(),
    }));
    Ok(())
}
