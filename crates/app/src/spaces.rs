//! Spaces: which one a request means, which ones a caller may enter, and how they come and go (domain.md SP).

mod change;
mod delete;
mod search;

use pulpo_access::{Caller, Permission, Place};
use pulpo_domain::names;
use pulpo_domain::space::Space;
use pulpo_store::{Page, Query, Tx};

use crate::app::App;
use crate::error::{Error, Result};
use crate::named::Filter;

pub use change::{Edit, create, modify};
pub use delete::delete;
pub use search::{Hit, search};

/// The space that an id, a slug or a name means; without any of them, the default one (SP-03).
pub async fn resolve(app: &App, text: Option<&str>) -> Result<Space> {
    let wanted = text.map(str::to_owned);
    app.read(move |tx| {
        if let Some(text) = wanted {
            return find(tx, &text)?.ok_or_else(|| Error::not_found("space", text));
        }
        let found = tx.list::<Space>(&Query::new())?.into_iter().find(|space| space.is_default);
        found.ok_or_else(|| Error::invalid("this server has no default space; name a space in the address"))
    })
    .await
}

fn find(tx: &mut Tx<'_>, text: &str) -> Result<Option<Space>> {
    if let Some(found) = tx.load::<Space>(text)? {
        return Ok(Some(found.record));
    }
    let key = names::key(text);
    Ok(tx.list::<Space>(&Query::new().raw("(slug = $1 OR name_key = $1)", &[key.into()]))?.pop())
}

/// Whether a caller sees a space: he may enter it, or see all that are not private (access.md 6.1, SP-09).
fn visible(caller: &Caller, space: &Space) -> bool {
    caller.may_enter(&space.id) || (!space.is_private && caller.may(Permission::SpaceView, &Place::SYSTEM))
}

/// The spaces that the caller may see.
pub async fn list(app: &App, caller: &Caller, filter: Filter) -> Result<Page<Space>> {
    let caller = caller.clone();
    app.read(move |tx| {
        let query = crate::named::filtered(Query::new(), &filter).order("name_key");
        // There are few spaces, and who may enter one is no column.
        let seen: Vec<Space> = tx.list::<Space>(&query)?.into_iter().filter(|space| visible(&caller, space)).collect();
        let total = i64::try_from(seen.len()).unwrap_or(i64::MAX);
        let (skip, take) =
            (usize::try_from(filter.skip).unwrap_or(0), usize::try_from(filter.take).unwrap_or(usize::MAX));
        Ok(Page { items: seen.into_iter().skip(skip).take(take).collect(), total })
    })
    .await
}

/// One space, for whoever may see it.
pub async fn get(app: &App, caller: &Caller, id: &str) -> Result<Space> {
    let space = resolve(app, Some(id)).await?;
    if visible(caller, &space) { Ok(space) } else { Err(Error::not_found("space", id)) }
}

/// Refuses whoever may do nothing in a space, as if it were not there.
pub fn enter(caller: &Caller, space: &Space, asked: &str) -> Result<()> {
    if visible(caller, space) {
        return Ok(());
    }
    Err(Error::not_found("space", asked))
}
