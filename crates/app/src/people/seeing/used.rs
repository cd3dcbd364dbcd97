//! What an account has used its permissions for.

use jiff::Timestamp;
use pulpo_access::{Caller, Permission};
use pulpo_domain::account::User;
use pulpo_store::{Tx, Use};

use super::{Look, Where};
use crate::app::App;
use crate::error::Result;
use crate::usage;

/// One line of the record.
#[derive(Debug, Clone)]
pub struct Used {
    /// The verb and route of the requests.
    pub operation: String,
    /// Any of these was enough.
    pub permissions: Vec<Permission>,
    pub place: Where,
    pub first: Timestamp,
    pub last: Timestamp,
    pub count: i64,
}

/// The record of an account, the latest first, as far as the one who asks may enter the spaces.
pub async fn used(app: &App, caller: &Caller, user: &str, since: Option<Timestamp>) -> Result<(User, Vec<Used>)> {
    usage::write(app).await?;
    let (caller, user, since) = (caller.clone(), user.to_owned(), super::since(app, since));
    app.read(move |tx| {
        let (look, user) = Look::at(tx, &caller, &user)?;
        let mut uses = tx.uses_of(&user.id, since)?;
        uses.retain(|used| look.enters(used.need.place.space.as_ref()));
        let shown = uses.into_iter().map(|used| shown(tx, &look, used)).collect::<Result<_>>()?;
        Ok((user, shown))
    })
    .await
}

pub(super) fn shown(tx: &mut Tx<'_>, look: &Look<'_>, used: Use) -> Result<Used> {
    Ok(Used {
        place: look.place(tx, &used.need.place)?,
        operation: used.operation,
        permissions: used.need.any_of,
        first: used.first,
        last: used.last,
        count: used.count,
    })
}
