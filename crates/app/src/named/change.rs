//! The frames in which named documents are made, changed and removed: one transaction with the right to do it, the
//! document's rows and the audit event.

use pulpo_access::{Caller, Granted, MayChange, Placed, Sealed};
use pulpo_domain::ids::{EnvironmentId, SpaceId};
use pulpo_store::Tx;

use super::{Named, find};
use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};

/// A named document that people make, change and remove.
pub(crate) trait Changing: Named {
    /// Whatever it names must be there. Asked after the permission, so that a refusal tells nothing of what is.
    fn check_references(&self, _tx: &mut Tx<'_>) -> Result<()> {
        Ok(())
    }

    /// The environments by which lists of it are restricted, if it stands in several.
    fn environments(&self) -> &[EnvironmentId] {
        &[]
    }

    /// Other documents by which its events are found.
    fn related(&self) -> Vec<&str> {
        self.environments().iter().map(EnvironmentId::as_str).collect()
    }
}

/// Makes a document; `make` fills it in.
pub(crate) async fn create<C, T>(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    make: impl FnOnce(&mut Tx<'_>, SpaceId) -> Result<T> + Send + 'static,
) -> Result<T>
where
    C: MayChange<T>,
    T: Changing,
{
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        let granted = Granted::<C, T>::create(make(tx, space)?, &caller)?;
        granted.check_references(tx)?;
        tx.insert(&granted)?;
        tx.link_environments(granted.id(), granted.environments())?;
        record(tx, &caller, Change::Created, &*granted)?;
        Ok(granted.into_inner())
    })
    .await
}

/// Changes the document with this id or slug.
pub(crate) async fn modify<E, T>(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    change: impl FnOnce(&mut Tx<'_>, T) -> Result<T> + Send + 'static,
) -> Result<T>
where
    E: MayChange<T>,
    T: Changing,
{
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| modify_in::<E, T>(tx, &caller, &space, &id, change)).await
}

pub(crate) fn modify_in<E, T>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    change: impl FnOnce(&mut Tx<'_>, T) -> Result<T>,
) -> Result<T>
where
    E: MayChange<T>,
    T: Changing,
{
    let granted = Sealed::new(find::<T>(tx, space, id)?).open::<E>(caller, T::VIEW, id)?;
    let before = granted.clone();
    let changed = change(tx, before.clone())?;
    let granted = granted.changed_to(changed, caller)?;
    granted.check_references(tx)?;
    tx.update(&granted)?;
    tx.link_environments(granted.id(), granted.environments())?;
    // The event is about where it was, too, or it would tell of that place to whoever sees only the new one.
    let mut related = related(&*granted);
    for was in before.related() {
        if !related.contains(&was) {
            related.push(was);
        }
    }
    let what = (<T as Placed>::NOUN, granted.name());
    audit::modified(tx, caller, Some(granted.space_id()), what, &related, (&before, &*granted))?;
    Ok(granted.into_inner())
}

/// Removes the document with this id or slug, if `may_go` finds nothing against it.
pub(crate) async fn delete<D, T>(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    may_go: impl FnOnce(&mut Tx<'_>, &T) -> Result<()> + Send + 'static,
) -> Result<()>
where
    D: MayChange<T>,
    T: Changing,
{
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = Sealed::new(find::<T>(tx, &space, &id)?).open::<D>(&caller, T::VIEW, &id)?;
        may_go(tx, &granted)?;
        tx.delete(&granted)?;
        tx.link_environments(granted.id(), &[])?;
        record(tx, &caller, Change::Deleted, &*granted)
    })
    .await
}

/// Refuses because of whoever still uses a document.
pub(crate) fn unused<T: Named>(document: &T, users: &[String], advice: &str) -> Result<()> {
    if users.is_empty() {
        return Ok(());
    }
    let (noun, name) = (<T as Placed>::NOUN, document.name());
    Err(Error::all_invalid(users.iter().map(|user| format!("{noun} \"{name}\" is used by {user}{advice}"))))
}

fn related<T: Changing>(document: &T) -> Vec<&str> {
    std::iter::once(document.id()).chain(document.related()).collect()
}

fn record<T: Changing>(tx: &mut Tx<'_>, caller: &Caller, change: Change, document: &T) -> Result<()> {
    let what = (<T as Placed>::NOUN, document.name());
    Ok(audit::changed(tx, caller, change, Some(document.space_id()), what, &related(document))?)
}
