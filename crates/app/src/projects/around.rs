//! The project of an address that is about something inside it: its process, its variables, its releases.
//!
//! Who may see those need not see the project's own record; whoever may see neither is told that there is nothing.

use pulpo_access::place::Asked;
use pulpo_access::{Caller, Permission, Place, Placed};
use pulpo_domain::ids::SpaceId;
use pulpo_domain::project::Project;
use pulpo_store::Tx;

use crate::app::App;
use crate::error::{Error, Result};
use crate::named;

/// The project, for a caller who holds one of `own` anywhere in it, or sees the project itself.
pub async fn get_around(app: &App, caller: &Caller, space: &SpaceId, id: &str, own: &[Permission]) -> Result<Project> {
    let (caller, space, id, own) = (caller.clone(), space.clone(), id.to_owned(), own.to_vec());
    app.read(move |tx| around(tx, &caller, &space, &id, &own)).await
}

pub(crate) fn around(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    own: &[Permission],
) -> Result<Project> {
    let any_of = [own, &[Permission::ProjectView]].concat();
    caller.require_somewhere(&any_of, space)?;
    let project = named::find::<Project>(tx, space, id)?;
    let inside = Place { environments: Asked::Any, tenants: Asked::Any, ..project.place() };
    if any_of.iter().any(|permission| caller.may(*permission, &inside)) {
        caller.note(&any_of, &inside);
        Ok(project)
    } else {
        Err(Error::not_found(Project::NOUN, id))
    }
}
