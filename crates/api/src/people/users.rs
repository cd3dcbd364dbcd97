//! `/users` (http-api.md 3.1).

use pulpo_access::Permission::{UserEdit, UserView};
use pulpo_app::people::permissions::{spaces_of, teams_of};
use pulpo_app::people::teams::Spaces;
use pulpo_app::people::users::{self, Edit, Filter};
use pulpo_domain::account::{Team, User};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::people::{UserResource, UserTeam};
use pulpo_wire::http::spaces::SpaceResource;

use super::reach;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::{AnyUser, Needs};
use crate::route::{Route, mixed_get, system_delete, system_get, system_post, system_put};
use crate::time;

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("users", Needs(&[UserView]), list)
            .about("Lists the accounts")
            .queries(&["filter", "ids", "isActive", "isServiceAccount", "skip", "take"])
            .gives::<Collection<UserResource>>(),
        system_get("users/all", Needs(&[UserView]), all)
            .about("Lists all accounts, without paging")
            .gives::<Vec<UserResource>>(),
        system_get("users/me", AnyUser, me).about("Shows the caller's own account").gives::<UserResource>(),
        system_get("users/{id}", AnyUser, one)
            .about("Shows an account: one's own, or another with UserView")
            .gives::<UserResource>(),
        system_post("users", Needs(&[UserEdit]), create)
            .about("Creates an account for a person or a service")
            .takes::<UserResource>()
            .gives::<UserResource>(),
        system_put("users/{id}", AnyUser, modify)
            .about("Changes an account: one's own, or another with UserEdit")
            .takes::<UserResource>()
            .gives::<UserResource>(),
        system_delete("users/{id}", Needs(&[UserEdit]), remove).about("Deletes an account with its keys"),
        system_get("users/{id}/spaces", AnyUser, spaces)
            .about("Lists the spaces that an account may enter")
            .gives::<Vec<SpaceResource>>(),
        mixed_get("users/{id}/teams", AnyUser, teams)
            .about("Lists the teams of an account")
            .queries(&["spaces", "includeSystem"])
            .gives::<Vec<UserTeam>>(),
        system_put("users/{id}/revoke-sessions", AnyUser, revoke_sessions)
            .about("Ends the sessions of an account: one's own, or another's with UserEdit"),
    ]
}

fn filter(cx: &Cx) -> Result<Filter, ApiError> {
    let flag = |name: &str| cx.query(name).map(|_| cx.flag(name));
    Ok(Filter {
        ids: cx.list("ids"),
        text: cx.query("filter").or(cx.query("partialName")).map(str::to_owned),
        is_active: flag("isActive"),
        is_service: flag("isServiceAccount"),
        skip: cx.skip()?,
        take: cx.take()?,
    })
}

async fn list(cx: Cx) -> Answer {
    let page = users::list(&cx.app, &cx.caller, filter(&cx)?).await?;
    let page = Paged { items: page.items.iter().map(|user| seen(&cx, user)).collect(), total: page.total };
    answer::ok(&collection(&cx, "User", page, "skip,take,ids,filter")?)
}

async fn all(cx: Cx) -> Answer {
    let filter = Filter { skip: 0, take: i64::MAX, ..filter(&cx)? };
    let page = users::list(&cx.app, &cx.caller, filter).await?;
    answer::ok(&page.items.iter().map(|user| seen(&cx, user)).collect::<Vec<_>>())
}

async fn me(cx: Cx) -> Answer {
    let own = cx.caller.actor.user_id.to_string();
    let user = users::get(&cx.app, &cx.caller, &own).await?;
    answer::ok(&seen(&cx, &user))
}

async fn one(cx: Cx) -> Answer {
    let user = users::get(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::ok(&seen(&cx, &user))
}

async fn create(mut cx: Cx) -> Answer {
    let body: UserResource = cx.json().await?;
    let user = users::create(&cx.app, &cx.caller, edit(body)).await?;
    answer::created(&seen(&cx, &user))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: UserResource = cx.json().await?;
    let user = users::modify(&cx.app, &cx.caller, cx.param("id"), edit(body)).await?;
    answer::ok(&seen(&cx, &user))
}

async fn remove(cx: Cx) -> Answer {
    users::delete(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::deleted()
}

async fn spaces(cx: Cx) -> Answer {
    let spaces = spaces_of(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::ok(&spaces.iter().map(crate::spaces::resource).collect::<Vec<_>>())
}

async fn teams(cx: Cx) -> Answer {
    let reach = reach(&cx, Spaces::Every);
    let teams = teams_of(&cx.app, &cx.caller, cx.param("id"), reach).await?;
    answer::ok(&teams.iter().map(team).collect::<Vec<_>>())
}

async fn revoke_sessions(cx: Cx) -> Answer {
    users::revoke_sessions(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::deleted()
}

pub(super) fn edit(body: UserResource) -> Edit {
    Edit {
        username: body.username,
        display_name: body.display_name,
        email_address: body.email_address,
        is_active: body.is_active,
        is_service: body.is_service,
        password: body.password.filter(|password| !password.is_empty()),
    }
}

pub(super) fn team(team: &Team) -> UserTeam {
    UserTeam {
        id: team.id.to_string(),
        name: team.name.clone(),
        space_id: team.space_id.as_ref().map(ToString::to_string),
        is_directly_assigned: true,
        external_group_names: Vec::new(),
        external_security_groups: Vec::new(),
    }
}

fn seen(cx: &Cx, user: &User) -> UserResource {
    resource(user, cx.caller.actor.user_id.as_str())
}

/// An account, as the one with the id `requestor` sees it.
pub(super) fn resource(user: &User, requestor: &str) -> UserResource {
    let own = format!("/api/users/{}", user.id);
    UserResource {
        id: user.id.to_string(),
        username: user.username.clone(),
        display_name: user.display_name.clone(),
        is_active: Some(user.is_active),
        is_service: user.is_service,
        email_address: user.email_address.clone(),
        can_password_be_edited: !user.is_service,
        is_requestor: user.id.as_str() == requestor,
        created: time::text(user.created),
        identities: Vec::new(),
        password: None,
        links: links([
            ("Self", own.clone()),
            ("AccessToken", "/api/users/access-token".to_owned()),
            ("ApiKeys", format!("{own}/apikeys{{/id}}{{?skip,take}}")),
            ("Permissions", format!("{own}/permissions")),
            ("PermissionsConfiguration", format!("{own}/permissions/configuration")),
            ("RevokeSessions", format!("{own}/revoke-sessions")),
            ("Sessions", format!("{own}/sessions")),
            ("Spaces", format!("{own}/spaces")),
            ("Teams", format!("{own}/teams")),
        ]),
    }
}
