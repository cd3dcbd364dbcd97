//! Releases: making one freezes the process, the variables and the package versions (domain.md RE).

mod create;
mod defects;
pub mod packages;
mod progression;
mod read;
pub mod versioning;

pub use create::{Edit, NewRelease, create, create_in, delete, modify, update_variables};
pub use defects::{report_defect, resolve_defect};
pub use progression::{
    PhaseView, ProjectProgression, ReleaseView, lifecycle_of, of_project as project_progression,
    of_release as progression, way_of,
};
pub use read::{Template, by_version, get, list, missing_packages, of_channel, of_project, template};

pub(crate) use create::{may_look_up, refresh_variables as refresh};
pub(crate) use read::by_version_in as by_version_for;

use pulpo_access::{Caller, Permission, Sealed};
use pulpo_domain::channel::Channel;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::project::Project;
use pulpo_domain::release::Release;
use pulpo_store::query::ScopeColumns;
use pulpo_store::{Query, Tx};

use crate::error::{Error, Result};
use crate::named;

/// Who may know that a release exists.
pub(crate) const VIEW: &[Permission] = &[Permission::ReleaseView];
pub(crate) const SCOPE: ScopeColumns = ScopeColumns { project: Some("project_id"), ..ScopeColumns::NONE };

pub(crate) fn find(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<Release> {
    let found = tx.load::<Release>(id)?.map(|found| found.record).filter(|release| release.space_id == *space);
    found.ok_or_else(|| Error::not_found("release", id))
}

/// A release, for whoever may see it.
pub(crate) fn see(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<Release> {
    caller.require_somewhere(VIEW, space)?;
    Ok(Sealed::new(find(tx, space, id)?).open_to_see(caller, VIEW, id)?)
}

/// The channel of a project by id, slug or name; without any, the default one.
pub(crate) fn channel_of(tx: &mut Tx<'_>, project: &Project, text: Option<&str>) -> Result<Channel> {
    let own = Query::new().eq("project_id", project.id.as_str());
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        let found = tx.list::<Channel>(&own)?.into_iter().find(|channel| channel.is_default);
        return found.ok_or_else(|| Error::invalid(format!("project \"{}\" has no default channel", project.name)));
    };
    let found = match tx.load::<Channel>(text)? {
        Some(found) => Some(found.record),
        None => {
            let wanted = [text.to_lowercase().into(), pulpo_domain::names::key(text).into()];
            tx.list::<Channel>(&own.raw("(slug = $1 OR name_key = $2)", &wanted))?.pop()
        }
    };
    let found = found.filter(|channel| channel.project_id == project.id);
    found.ok_or_else(|| Error::invalid(format!("project \"{}\" has no channel \"{text}\"", project.name)))
}

/// A project by id, slug or name, for whoever may see it: the words of the refusal are the same for all others.
pub(crate) fn project_by_any(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, text: &str) -> Result<Project> {
    caller.require_somewhere(&[Permission::ProjectView], space)?;
    let found = named::find_by_any::<Project>(tx, space, text)?.ok_or_else(|| Error::not_found("project", text))?;
    let sealed = Sealed::new(found);
    Ok(sealed.open_to_see(caller, &[Permission::ProjectView], text)?)
}
