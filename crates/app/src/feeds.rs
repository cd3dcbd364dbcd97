//! Feeds: each space has one, the built-in feed (domain.md FE, BF).

use pulpo_access::permissions::FeedEdit;
use pulpo_access::{Caller, Sealed};
use pulpo_domain::feed::{BUILT_IN_ALIAS, Feed, FeedType, Package};
use pulpo_domain::ids::SpaceId;
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::named::{self, Named};

/// The most attempts at a download, and the longest wait between two of them in seconds.
const MOST_ATTEMPTS: u32 = 100;
const LONGEST_BACKOFF: u32 = 3600;
/// The longest name of a feed.
const LONGEST_NAME: usize = 200;

/// What a person can say about a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub feed_type: String,
    pub download_attempts: Option<u32>,
    pub download_retry_backoff_seconds: Option<u32>,
    pub delete_unreleased_packages_after_days: Option<u32>,
}

/// Feeds are of one kind, and each space has its one from the beginning.
pub fn create(edit: &Edit) -> Error {
    let kind = edit.feed_type.trim();
    if kind.eq_ignore_ascii_case("BuiltIn") {
        return Error::invalid("a space has one built-in feed, and this one has it already; no other can be created");
    }
    Error::invalid(format!("feeds of the type \"{kind}\" are not supported yet; push packages to the built-in feed"))
}

pub async fn get(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Feed> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| Ok(Sealed::new(find(tx, &space, &id)?).open_to_see(&caller, Feed::VIEW, &id)?)).await
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Feed> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = Sealed::new(find(tx, &space, &id)?).open::<FeedEdit>(&caller, Feed::VIEW, &id)?;
        let mut changed = granted.clone();
        let attempts = edit.download_attempts.unwrap_or(changed.download_attempts);
        let backoff = edit.download_retry_backoff_seconds.unwrap_or(changed.download_retry_backoff_seconds);
        if !edit.feed_type.is_empty() && !edit.feed_type.eq_ignore_ascii_case("BuiltIn") {
            return Err(Error::invalid("the type of a feed cannot be changed"));
        }
        if attempts == 0 || attempts > MOST_ATTEMPTS {
            return Err(Error::invalid(format!("DownloadAttempts must be 1 to {MOST_ATTEMPTS}, not {attempts}")));
        }
        if backoff > LONGEST_BACKOFF {
            let problem = format!("DownloadRetryBackoffSeconds must be at most {LONGEST_BACKOFF}, not {backoff}");
            return Err(Error::invalid(problem));
        }
        let unique = Query::new().eq("space_id", space.as_str());
        changed.name = named::free_name::<Feed>(tx, unique, &edit.name, LONGEST_NAME, granted.id.as_str())?;
        changed.download_attempts = attempts;
        changed.download_retry_backoff_seconds = backoff;
        changed.delete_unreleased_packages_after_days = edit.delete_unreleased_packages_after_days;
        let before = granted.clone();
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        let what = ("feed", granted.name.as_str());
        audit::modified(tx, &caller, Some(&space), what, &[granted.id.as_str()], (&before, &*granted))?;
        Ok(granted.into_inner())
    })
    .await
}

/// The built-in feed can never be deleted (FE-09), and there is no other.
pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let feed = Sealed::new(find(tx, &space, &id)?).open::<FeedEdit>(&caller, Feed::VIEW, &id)?;
        Err(Error::invalid(format!("\"{}\" is the built-in feed of its space and cannot be deleted", feed.name)))
    })
    .await
}

/// How many packages the built-in feed holds.
pub async fn package_count(app: &App, space: &SpaceId) -> Result<i64> {
    let space = space.clone();
    app.read(move |tx| Ok(tx.count::<Package>(&Query::new().eq("space_id", space.as_str()))?)).await
}

/// The built-in feed of a space.
pub(crate) fn built_in(tx: &mut Tx<'_>, space: &SpaceId) -> Result<Feed> {
    let feeds = tx.list::<Feed>(&Query::new().eq("space_id", space.as_str()))?;
    let found = feeds.into_iter().find(|feed| feed.feed_type == FeedType::BuiltIn);
    found.ok_or_else(|| Error::not_found("feed", BUILT_IN_ALIAS))
}

/// Whether an id, a slug, a name or the alias means the built-in feed of the space.
pub(crate) fn is_built_in(tx: &mut Tx<'_>, space: &SpaceId, feed_id_or_name: &str) -> Result<bool> {
    Ok(find_optional(tx, space, feed_id_or_name)?.is_some_and(|feed| feed.feed_type == FeedType::BuiltIn))
}

/// The built-in feed, if that is what is meant: no other kind has packages.
pub(crate) fn with_packages(tx: &mut Tx<'_>, space: &SpaceId, text: &str) -> Result<Feed> {
    if is_built_in(tx, space, text)? { built_in(tx, space) } else { Err(Error::not_found("feed", text)) }
}

/// The feed that is meant.
fn find(tx: &mut Tx<'_>, space: &SpaceId, text: &str) -> Result<Feed> {
    find_optional(tx, space, text)?.ok_or_else(|| Error::not_found("feed", text))
}

/// The feed that an id, a slug, a name or the alias means. The alias works in every space (http-api.md 7.1).
fn find_optional(tx: &mut Tx<'_>, space: &SpaceId, text: &str) -> Result<Option<Feed>> {
    if text.trim().eq_ignore_ascii_case(BUILT_IN_ALIAS) {
        return built_in(tx, space).map(Some);
    }
    named::find_by_any::<Feed>(tx, space, text.trim())
}
