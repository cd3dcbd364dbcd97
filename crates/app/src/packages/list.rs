//! Lists of packages, their versions and notes (http-api.md 7.1, 7.3).

use std::fs::File;

use pulpo_access::permissions::FeedView;
use pulpo_access::{Caller, Place};
use pulpo_domain::feed::Package;
use pulpo_domain::ids::{FeedId, SpaceId};
use pulpo_store::{Page, Query, Tx, package_key};

use super::find::{self, Wanted};
use super::may::Rights;
use super::name;
use super::upload::failed;
use crate::app::App;
use crate::error::{Error, Result};
use crate::feeds;

/// How many packages one answer without paging holds at most.
const MOST: usize = 10_000;

/// What packages are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// An exact id, ignoring case.
    pub package_id: Option<String>,
    /// A part of the id.
    pub filter: Option<String>,
    /// Only the highest version of each id.
    pub latest: bool,
    pub skip: i64,
    pub take: i64,
}

/// Packages with the feed they are in.
#[derive(Debug, Clone)]
pub struct InFeed<T> {
    pub feed_id: FeedId,
    pub found: T,
}

/// A condition: no higher version of the same id.
const IS_LATEST: &str = "NOT EXISTS (SELECT 1 FROM package higher WHERE higher.space_id = package.space_id \
     AND higher.package_key = package.package_key AND higher.version_key > package.version_key)";

pub(super) fn may_view(caller: &Caller, space: &SpaceId) -> Result<()> {
    let place = Place::space(space);
    Ok(caller.require::<FeedView>(&place)?)
}

/// The packages of the space's built-in feed, newest first.
pub async fn list(app: &App, caller: &Caller, space: &SpaceId, asked: Asked) -> Result<InFeed<Page<Package>>> {
    may_view(caller, space)?;
    let space = space.clone();
    app.read(move |tx| {
        let mut query = Query::new().eq("space_id", space.as_str());
        if let Some(id) = &asked.package_id {
            query = query.eq("package_key", package_key(id));
        }
        if let Some(part) = &asked.filter {
            query = query.contains("package_key", part);
        }
        if asked.latest {
            query = query.raw(IS_LATEST, &[]);
        }
        let query = query.order("published DESC, package_key, version_key DESC");
        in_feed(tx, &space, |tx| Ok(tx.page(&query, asked.skip, asked.take)?))
    })
    .await
}

fn in_feed<T>(tx: &mut Tx<'_>, space: &SpaceId, find: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<InFeed<T>> {
    let feed_id = feeds::built_in(tx, space)?.id;
    Ok(InFeed { feed_id, found: find(tx)? })
}

/// One package.
pub async fn get(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<InFeed<Package>> {
    may_view(caller, space)?;
    let (space, id) = (space.clone(), id.to_owned());
    app.read(move |tx| in_feed(tx, &space, |tx| name::by_api_id(tx, &space, &id))).await
}

/// A package's file, open for reading.
pub async fn open(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<(Package, File)> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    let package = app.read(move |tx| {
        let package = name::by_api_id(tx, &space, &id)?;
        Rights::of(tx, &caller, &space, &package.package_id)?.need_download(&id)?;
        Ok(package)
    });
    let package = package.await?;
    let file = app.store().blobs().file(&package.blob).await.map_err(failed)?;
    Ok((package, file))
}

/// The file of one version, open for reading.
pub async fn open_version(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    package_id: &str,
    version: &str,
) -> Result<(Package, File)> {
    let (caller, space, package_id, version) =
        (caller.clone(), space.clone(), package_id.to_owned(), version.to_owned());
    let package = app.read(move |tx| {
        let id = format!("{package_id}.{version}");
        let found = find::find_version(tx, &space, &package_id, &version)?;
        let package = found.ok_or_else(|| Error::not_found("package", id.as_str()))?;
        Rights::of(tx, &caller, &space, &package.package_id)?.need_download(&id)?;
        Ok(package)
    });
    let package = package.await?;
    let file = app.store().blobs().file(&package.blob).await.map_err(failed)?;
    Ok((package, file))
}

/// What a search in one feed asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    pub package_id: Option<String>,
    /// The id given is a part of what is looked for.
    pub partial: bool,
    pub multiple_versions: bool,
    pub include_prerelease: bool,
    pub range: String,
    pub tag: String,
    pub filter: Option<String>,
    pub skip: i64,
    pub take: i64,
}

/// The packages of a feed that a search finds: by id, and the highest version first (http-api.md 7.1).
pub async fn search(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    feed: &str,
    search: Search,
) -> Result<InFeed<Vec<Package>>> {
    may_view(caller, space)?;
    let (space, feed) = (space.clone(), feed.to_owned());
    app.read(move |tx| {
        let feed_id = feeds::with_packages(tx, &space, &feed)?.id;
        let wanted = Wanted::parse(&search.range, &search.tag, search.include_prerelease)?;
        let take = usize::try_from(search.take).unwrap_or(MOST).min(MOST);
        let mut found = Vec::new();
        for id in ids(tx, &space, &search)? {
            if found.len() >= take {
                break;
            }
            let most = if search.multiple_versions { take - found.len() } else { 1 };
            found.extend(find::versions(tx, &space, &id, &wanted, most)?);
        }
        Ok(InFeed { feed_id, found })
    })
    .await
}

/// The keys of the ids that a search is about, in order.
fn ids(tx: &mut Tx<'_>, space: &SpaceId, search: &Search) -> Result<Vec<String>> {
    match &search.package_id {
        Some(id) if !search.partial => Ok(vec![package_key(id)]),
        term => keys(tx, space, term.as_deref().unwrap_or_default(), 0, i64::MAX).map(|page| page.items),
    }
}

/// The package ids of a space that hold a text, ignoring case.
fn keys(tx: &mut Tx<'_>, space: &SpaceId, term: &str, skip: i64, take: i64) -> Result<Page<String>> {
    let query = Query::new().eq("space_id", space.as_str()).contains("package_key", term).raw(IS_LATEST, &[]);
    let page = tx.page::<Package>(&query.order("package_key"), skip, take)?;
    Ok(Page { total: page.total, items: page.items.iter().map(|package| package_key(&package.package_id)).collect() })
}

/// The highest version of each id that holds a term.
pub async fn search_ids(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    feed: &str,
    term: &str,
    (skip, take): (i64, i64),
) -> Result<InFeed<Page<Package>>> {
    may_view(caller, space)?;
    let (space, feed, term) = (space.clone(), feed.to_owned(), term.to_owned());
    app.read(move |tx| {
        let feed_id = feeds::with_packages(tx, &space, &feed)?.id;
        let query = Query::new().eq("space_id", space.as_str()).contains("package_key", &term).raw(IS_LATEST, &[]);
        Ok(InFeed { feed_id, found: tx.page::<Package>(&query.order("package_key"), skip, take)? })
    })
    .await
}

/// A page of the versions of one package, highest first.
pub async fn versions(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    feed: &str,
    search: Search,
) -> Result<InFeed<Page<Package>>> {
    may_view(caller, space)?;
    let (space, feed) = (space.clone(), feed.to_owned());
    app.read(move |tx| {
        let feed_id = feeds::with_packages(tx, &space, &feed)?.id;
        let id = search.package_id.as_deref().ok_or_else(|| Error::invalid("give a packageId in the query"))?;
        let wanted = Wanted::parse(&search.range, &search.tag, search.include_prerelease)?;
        let part = search.filter.as_deref().unwrap_or_default().to_lowercase();
        if wanted.is_plain() && part.is_empty() {
            let mut query = find::of_id(&space, id).order("version_key DESC");
            if !search.include_prerelease {
                query = query.eq("is_prerelease", false);
            }
            return Ok(InFeed { feed_id, found: tx.page(&query, search.skip, search.take)? });
        }
        let mut all = find::versions(tx, &space, id, &wanted, usize::MAX)?;
        all.retain(|package| package.version.to_lowercase().contains(&part));
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let (skip, take) = (usize::try_from(search.skip).unwrap_or(0), usize::try_from(search.take).unwrap_or(0));
        Ok(InFeed { feed_id, found: Page { items: all.into_iter().skip(skip).take(take).collect(), total } })
    })
    .await
}

/// The release notes of one version.
pub async fn notes(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    feed: &str,
    package_id: &str,
    version: &str,
) -> Result<String> {
    may_view(caller, space)?;
    let (space, feed, package_id, version) =
        (space.clone(), feed.to_owned(), package_id.to_owned(), version.to_owned());
    app.read(move |tx| {
        feeds::with_packages(tx, &space, &feed)?;
        let found = find::find_version(tx, &space, &package_id, &version)?;
        let package = found.ok_or_else(|| Error::not_found("package", format!("{package_id}.{version}")))?;
        Ok(package.release_notes.unwrap_or_default())
    })
    .await
}

/// The packages with these ids; what is not there is left out, with its id in its place.
pub async fn several(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    ids: Vec<String>,
) -> Result<Vec<std::result::Result<Package, String>>> {
    may_view(caller, space)?;
    let space = space.clone();
    app.read(move |tx| {
        let find = |id: String| match name::by_api_id(tx, &space, &id) {
            Ok(package) => Ok(Ok(package)),
            Err(Error::NotFound { .. }) => Ok(Err(id)),
            Err(error) => Err(error),
        };
        ids.into_iter().take(MOST).map(find).collect()
    })
    .await
}
