//! People: signing in, accounts, keys, teams, roles and permissions (http-api.md 3).

mod invitations;
mod keys;
mod oidc;
mod permissions;
mod roles;
mod scoped_roles;
mod seeing;
mod session;
mod sessions;
mod teams;
mod token;
mod users;

use pulpo_app::people::teams::{Reach, Spaces};

use crate::context::Cx;
use crate::route::Route;

pub(crate) fn routes() -> Vec<Route> {
    [
        session::routes(),
        users::routes(),
        sessions::routes(),
        invitations::routes(),
        keys::routes(),
        oidc::routes(),
        token::routes(),
        teams::routes(),
        roles::routes(),
        scoped_roles::routes(),
        permissions::routes(),
        seeing::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a list over both levels is about: the spaces that the query names, or else the one of the address, or
/// `otherwise`; and the system's own unless the query says not (http-api.md 3.4).
fn reach(cx: &Cx, otherwise: Spaces) -> Reach {
    let named = cx.list("spaces");
    let spaces = match &cx.space {
        _ if named.iter().any(|space| space.eq_ignore_ascii_case("all")) => Spaces::Every,
        _ if !named.is_empty() => Spaces::These(named.into_iter().map(Into::into).collect()),
        Some(space) => Spaces::These(vec![space.clone()]),
        None => otherwise,
    };
    Reach { spaces, system: !cx.query("includeSystem").is_some_and(|value| value.eq_ignore_ascii_case("false")) }
}
