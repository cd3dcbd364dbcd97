//! Pushing: a file that has arrived becomes a package (BF-01 to BF-04, http-api.md 7.2).

use pulpo_access::permissions::{BuiltInFeedAdminister, BuiltInFeedPush};
use pulpo_access::{Caller, Granted};
use pulpo_domain::event::Category;
use pulpo_domain::feed::Package;
use pulpo_domain::ids::{FeedId, PackageVersionId, SpaceId};
use pulpo_store::blobs::BlobInfo;
use pulpo_store::{StoreError, Tx};

use super::find::{find_version, of_id};
use super::inspect::{self, Contents};
use super::may::Rights;
use super::name::{self, Identity};
use super::upload::Received;
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::feeds;

/// What happens to a version that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OverwriteMode {
    #[default]
    FailIfExists,
    OverwriteExisting,
    IgnoreIfExists,
}

/// What a file is called by whoever sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileName {
    /// A name that says id and version; a nuspec inside must agree with it.
    Given(String),
    /// A NuGet package whose name says nothing: its nuspec decides.
    Nuget,
}

/// What has become of a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pushed {
    New(Package, FeedId),
    Replaced(Package, FeedId),
    /// The version that was there already, unchanged.
    Kept(Package, FeedId),
}

/// What is decided about a push before anything is written.
enum Decision {
    Create,
    Replace(Package),
    Keep(Package),
}

/// Refuses, before its content has come, a file that could not become a package whatever is in it.
///
/// Not for a file whose name does not decide: it is judged when it is whole.
pub async fn check(app: &App, caller: &Caller, space: &SpaceId, name: &FileName, mode: OverwriteMode) -> Result<()> {
    let FileName::Given(file) = name else { return Ok(()) };
    let Some(identity) = inspect::identity_of_name(file)? else { return Ok(()) };
    let (caller, space) = (caller.clone(), space.clone());
    app.read(move |tx| decide(tx, &caller, &space, &identity, mode).map(|_| ())).await
}

/// Makes a package of a file. Durable when this returns.
pub async fn push(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    name: FileName,
    file: Received,
    mode: OverwriteMode,
) -> Result<Pushed> {
    let (contents, file) = blocking(move || inspect::inspect(&name, &file).map(|contents| (contents, file))).await?;
    let (first_caller, first_space, identity) = (caller.clone(), space.clone(), contents.identity.clone());
    let kept = app.read(move |tx| {
        let feed = feeds::built_in(tx, &first_space)?;
        let decision = decide(tx, &first_caller, &first_space, &identity, mode)?;
        Ok(if let Decision::Keep(package) = decision { Some(Pushed::Kept(package, feed.id)) } else { None })
    });
    if let Some(kept) = kept.await? {
        return Ok(kept);
    }
    let blobs = app.store().blobs().clone();
    // Until the row is there that names the blob, nothing may sweep it.
    let _naming = blobs.naming().await;
    let info = file.keep(&blobs).await?;
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        let feed = feeds::built_in(tx, &space)?;
        match decide(tx, &caller, &space, &contents.identity, mode)? {
            Decision::Create => {
                create(tx, &caller, &space, contents, &info).map(|package| Pushed::New(package, feed.id))
            }
            Decision::Replace(old) => {
                replace(tx, &caller, old, contents, &info).map(|package| Pushed::Replaced(package, feed.id))
            }
            Decision::Keep(package) => Ok(Pushed::Kept(package, feed.id)),
        }
    })
    .await
}

/// Whether this may be. The permission comes first, so that a refusal tells nothing of what is there.
fn decide(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    identity: &Identity,
    mode: OverwriteMode,
) -> Result<Decision> {
    let rights = Rights::of(tx, caller, space, &identity.package_id)?;
    let existing = find_version(tx, space, &identity.package_id, &identity.version)?;
    let replaces = existing.is_some() && mode == OverwriteMode::OverwriteExisting && rights.may_administer();
    match &existing {
        Some(package) if replaces => return Ok(Decision::Replace(package.clone())),
        _ if !rights.may_push() => return Err(rights.refuse_push().into()),
        _ => {}
    }
    let Some(package) = existing else { return Ok(Decision::Create) };
    match mode {
        OverwriteMode::FailIfExists => Err(Error::Conflict(format!(
            "A package with the ID '{}' and version '{}' already exists. Please use a new version or replace the existing one.",
            package.package_id, package.version
        ))),
        OverwriteMode::IgnoreIfExists => Ok(Decision::Keep(package)),
        OverwriteMode::OverwriteExisting => Err(rights.refuse_administer().into()),
    }
}

fn create(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, contents: Contents, blob: &BlobInfo) -> Result<Package> {
    let id = PackageVersionId::numbered(tx.next_number(PackageVersionId::COLLECTION)?);
    // The feed keeps the first spelling of an id (NF-09).
    let spelled = tx.list::<Package>(&of_id(space, &contents.identity.package_id).order("published").take(1))?.pop();
    let mut package = described(id, space.clone(), contents, blob, tx.now());
    if let Some(known) = spelled {
        package.package_id = known.package_id;
    }
    // `decide` has asked for the permission at the place that the package's users make.
    let granted = Granted::<BuiltInFeedPush, _>::by_server(package);
    tx.insert(&granted)?;
    record(tx, caller, Category::Created, "pushed to", &granted)?;
    tx.touch_blob(&blob.hash, blob.size)?;
    Ok(granted.into_inner())
}

fn replace(tx: &mut Tx<'_>, caller: &Caller, old: Package, contents: Contents, blob: &BlobInfo) -> Result<Package> {
    let mut package = described(old.id.clone(), old.space_id.clone(), contents, blob, tx.now());
    package.package_id = old.package_id;
    let granted = Granted::<BuiltInFeedAdminister, _>::by_server(package);
    tx.update(&granted)?;
    record(tx, caller, Category::Modified, "replaced in", &granted)?;
    tx.touch_blob(&old.blob, old.size)?;
    tx.touch_blob(&blob.hash, blob.size)?;
    Ok(granted.into_inner())
}

fn described(
    id: PackageVersionId,
    space_id: SpaceId,
    contents: Contents,
    blob: &BlobInfo,
    now: jiff::Timestamp,
) -> Package {
    let nuspec = contents.nuspec.unwrap_or_default();
    Package {
        id,
        space_id,
        package_id: contents.identity.package_id,
        version: contents.identity.version,
        title: nuspec.title,
        summary: nuspec.summary,
        description: nuspec.description.unwrap_or_default(),
        release_notes: nuspec.release_notes,
        authors: nuspec.authors,
        published: now,
        extension: contents.extension,
        size: blob.size,
        sha1: blob.sha1.clone(),
        blob: blob.hash.clone(),
    }
}

fn record(tx: &mut Tx<'_>, caller: &Caller, category: Category, did: &str, package: &Package) -> Result<()> {
    let message = format!("Package {} {} was {did} the built-in feed", package.package_id, package.version);
    Ok(audit::event(tx, caller, category, Some(&package.space_id), message, &[&name::api_id(package)])?)
}

/// Runs what blocks off the threads that serve requests.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Error::Store(StoreError::Panicked)))
}

/// Refuses whoever may not push a package with this id.
pub async fn may_push(app: &App, caller: &Caller, space: &SpaceId, package_id: &str) -> Result<()> {
    let (caller, space, package_id) = (caller.clone(), space.clone(), package_id.to_owned());
    app.read(move |tx| {
        let rights = Rights::of(tx, &caller, &space, &package_id)?;
        if rights.may_push() { Ok(()) } else { Err(rights.refuse_push().into()) }
    })
    .await
}
