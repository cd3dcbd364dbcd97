//! Defects: reasons not to promote a release any further (RE-15).

use pulpo_access::permissions::{DefectReport, DefectResolve};
use pulpo_access::{Caller, Sealed};
use pulpo_domain::event::Category;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::release::{Defect, Release};

use super::{VIEW, find};
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::projects::fresh_id;

/// Keeps a release from phases that it has not begun.
pub async fn report_defect(app: &App, caller: &Caller, space: &SpaceId, id: &str, description: &str) -> Result<Defect> {
    let (caller, space, id, description) =
        (caller.clone(), space.clone(), id.to_owned(), description.trim().to_owned());
    app.write(move |tx| {
        let granted = Sealed::new(find(tx, &space, &id)?).open::<DefectReport>(&caller, VIEW, &id)?;
        if description.is_empty() {
            return Err(Error::invalid("a defect needs a description: say why the release must not go further"));
        }
        if granted.has_open_defect() {
            return Err(Error::invalid(format!(
                "release {} has an unresolved defect already; resolve it first",
                granted.version
            )));
        }
        let defect = Defect { id: fresh_id(tx), description: description.clone(), is_resolved: false };
        let mut changed: Release = granted.clone();
        changed.defects.push(defect.clone());
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        let message = format!("Release {} was blocked: {description}", granted.version);
        let related = [granted.id.as_str(), granted.project_id.as_str()];
        audit::event(tx, &caller, Category::Modified, Some(&space), message, &related)?;
        Ok(defect)
    })
    .await
}

/// Lets a blocked release go on.
pub async fn resolve_defect(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Defect> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = Sealed::new(find(tx, &space, &id)?).open::<DefectResolve>(&caller, VIEW, &id)?;
        let mut changed: Release = granted.clone();
        let open = changed.defects.iter_mut().find(|defect| !defect.is_resolved);
        let open =
            open.ok_or_else(|| Error::invalid(format!("release {} has no unresolved defect", granted.version)))?;
        open.is_resolved = true;
        let defect = open.clone();
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        let message = format!("Release {} is no longer blocked", granted.version);
        let related = [granted.id.as_str(), granted.project_id.as_str()];
        audit::event(tx, &caller, Category::Modified, Some(&space), message, &related)?;
        Ok(defect)
    })
    .await
}
