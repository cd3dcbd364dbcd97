//! Removing packages (BF-02, BF-08).

use pulpo_access::permissions::BuiltInFeedAdminister;
use pulpo_access::{Caller, Denied, Granted};
use pulpo_domain::event::Category;
use pulpo_domain::feed::Package;
use pulpo_domain::ids::SpaceId;
use pulpo_store::Tx;

use super::may::Rights;
use super::name;
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};

/// Removes one package. Releases that use it stay and show it as missing.
pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let package = openable(tx, &caller, &space, &id)?;
        remove(tx, &caller, package)
    })
    .await
}

/// Removes all of these packages or, if one may not be removed, none. Those that are gone already do not matter.
pub async fn delete_all(app: &App, caller: &Caller, space: &SpaceId, ids: Vec<String>) -> Result<()> {
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        for id in ids {
            match openable(tx, &caller, &space, &id) {
                Ok(package) => remove(tx, &caller, package)?,
                Err(Error::NotFound { .. } | Error::Denied(Denied::Hidden { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    })
    .await
}

fn openable(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<Package> {
    let package = name::by_api_id(tx, space, id)?;
    Rights::of(tx, caller, space, &package.package_id)?.need_administer(id)?;
    Ok(package)
}

fn remove(tx: &mut Tx<'_>, caller: &Caller, package: Package) -> Result<()> {
    let granted = Granted::<BuiltInFeedAdminister, _>::by_server(package);
    tx.delete(&granted)?;
    tx.touch_blob(&granted.blob, granted.size)?;
    let message = format!("Package {} {} was deleted from the built-in feed", granted.package_id, granted.version);
    let related = name::api_id(&granted);
    Ok(audit::event(tx, caller, Category::Deleted, Some(&granted.space_id), message, &[&related])?)
}
