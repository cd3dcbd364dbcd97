//! Feeds: each space has one, the built-in feed (domain.md FE, BF).

use pulpo_domain::feed::{BUILT_IN_ALIAS, Feed, FeedType};
use pulpo_domain::ids::SpaceId;
use pulpo_store::{Query, Tx};

use crate::error::{Error, Result};
use crate::named;

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

/// The feed that an id, a slug, a name or the alias means. The alias works in every space (http-api.md 7.1).
fn find_optional(tx: &mut Tx<'_>, space: &SpaceId, text: &str) -> Result<Option<Feed>> {
    if text.trim().eq_ignore_ascii_case(BUILT_IN_ALIAS) {
        return built_in(tx, space).map(Some);
    }
    named::find_by_any::<Feed>(tx, space, text.trim())
}
