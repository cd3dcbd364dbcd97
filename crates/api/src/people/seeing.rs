//! `/access`: why, what was used, the least, what if (access.md 9). No client of the field knows these; they are for
//! `pulpo access` and the portal.

mod resources;

use jiff::{SignedDuration, Timestamp};
use pulpo_access::Permission;
use pulpo_access::Permission::{UserRoleEdit, UserRoleView};
use pulpo_app::people::seeing::what_if::{self, Change, RoleChange, TeamChange};
use pulpo_app::people::seeing::{least, used, why};
use pulpo_app::spaces;
use pulpo_domain::account::ScopedUserRole;
use pulpo_domain::ids::SpaceId;
use pulpo_wire::http::access::{
    AccessChange, AccessLeast, AccessMade, AccessOutcome, AccessUses, AccessWhy, ApplyLeast,
};
use pulpo_wire::http::people::ScopedUserRoleResource;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::route::Access::{AnyUser, Needs};
use crate::route::{Route, mixed_get, mixed_post};
use crate::time;

pub(super) fn routes() -> Vec<Route> {
    vec![
        mixed_get("access/why", AnyUser, explain)
            .about("Tells why an account may or may not do something: one's own, or another with UserView, TeamView and UserRoleView")
            .queries(&["user", "permission", "project", "projectGroup", "environment", "tenant", "level"])
            .gives::<AccessWhy>(),
        mixed_get("access/use", AnyUser, uses)
            .about("Lists what an account used its permissions for: one's own, or another with UserView, TeamView and UserRoleView")
            .queries(&["user", "since"])
            .gives::<AccessUses>(),
        mixed_get("access/least", AnyUser, smallest)
            .about("Proposes the smallest roles that would have allowed what an account did: one's own, or another with UserView, TeamView and UserRoleView")
            .queries(&["user", "since"])
            .gives::<AccessLeast>(),
        mixed_post("access/least", Needs(&[UserRoleEdit]), apply)
            .about("Makes the roles that are proposed for an account, and a team that holds them")
            .takes::<ApplyLeast>()
            .gives::<AccessMade>(),
        mixed_post("access/whatif", Needs(&[UserRoleView]), replay)
            .about("Tells whether one may change roles or teams like this, what it would refuse of what was done, and what it would open, without saving it")
            .takes::<AccessChange>()
            .gives::<AccessOutcome>(),
    ]
}

/// The account that is asked about: one's own, unless another is named.
fn user(cx: &Cx) -> String {
    cx.query("user").map_or_else(|| cx.caller.actor.user_id.to_string(), str::to_owned)
}

/// `30d`, `12h`, or a time.
fn since(cx: &Cx, text: Option<&str>) -> Result<Option<Timestamp>, ApiError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let length = |letter: char, hours: i64| text.strip_suffix(letter)?.trim().parse::<i64>().ok()?.checked_mul(hours);
    let Some(hours) = length('d', 24).or_else(|| length('h', 1)) else { return time::parse("since", Some(text)) };
    // Longer than anything is remembered is as long as it is remembered.
    if !(0..=24 * 3660).contains(&hours) {
        return Err(ApiError::bad_request(format!("since: \"{text}\" is not a length such as 30d or 12h")));
    }
    Ok(Some(cx.app.now() - SignedDuration::from_hours(hours)))
}

/// The space that a question is about: the one of the address, or the default one; none for the system's own level.
async fn space(cx: &Cx, permission: Option<Permission>) -> Result<Option<SpaceId>, ApiError> {
    let system = cx.query("level").is_some_and(|level| level.eq_ignore_ascii_case("system"))
        || permission.is_some_and(|permission| !permission.at_space_level());
    if system {
        return Ok(None);
    }
    match &cx.space {
        Some(space) => Ok(Some(space.clone())),
        None => Ok(Some(spaces::resolve(&cx.app, None).await?.id)),
    }
}

async fn explain(cx: Cx) -> Answer {
    let named = cx.query("permission").ok_or_else(|| ApiError::bad_request("name a permission: ?permission=..."))?;
    let text = |name: &str| cx.query(name).map(str::to_owned);
    let question = why::Question {
        user: user(&cx),
        permission: named.to_owned(),
        space: space(&cx, Permission::parse(named)).await?,
        project: text("project"),
        project_group: text("projectGroup"),
        environment: text("environment"),
        tenant: text("tenant"),
    };
    answer::ok(&resources::why(&why::why(&cx.app, &cx.caller, question).await?))
}

async fn uses(cx: Cx) -> Answer {
    let since = since(&cx, cx.query("since"))?;
    let (user, uses) = used::used(&cx.app, &cx.caller, &user(&cx), since).await?;
    answer::ok(&AccessUses {
        user_id: user.id.to_string(),
        username: user.username,
        uses: uses.iter().map(resources::used).collect(),
    })
}

async fn smallest(cx: Cx) -> Answer {
    let since = since(&cx, cx.query("since"))?;
    answer::ok(&resources::least(&least::least(&cx.app, &cx.caller, &user(&cx), since).await?))
}

async fn apply(mut cx: Cx) -> Answer {
    let body: ApplyLeast = cx.json().await?;
    if body.user.trim().is_empty() {
        return Err(ApiError::bad_request("name the account: {\"User\": \"...\"}"));
    }
    let since = since(&cx, body.since.as_deref())?;
    let name = body.name.filter(|name| !name.trim().is_empty());
    let wanted = least::Apply { user: body.user.trim().to_owned(), since, name, leave_teams: body.leave_teams };
    let made = least::apply(&cx.app, &cx.caller, wanted).await?;
    answer::created(&AccessMade {
        user_roles: made.roles.iter().map(super::roles::resource).collect(),
        teams: made.teams.iter().map(super::teams::resource).collect(),
        scoped_user_roles: made.scoped.iter().map(super::scoped_roles::resource).collect(),
        left_teams: made.left.iter().map(resources::team).collect(),
    })
}

async fn replay(mut cx: Cx) -> Answer {
    let body: AccessChange = cx.json().await?;
    let roles = body.user_roles.into_iter().map(|role| RoleChange {
        id: role.id,
        space_permissions: role.granted_space_permissions,
        system_permissions: role.granted_system_permissions,
    });
    let teams = body
        .teams
        .into_iter()
        .map(|team| TeamChange { id: team.id, members: team.member_user_ids.into_iter().map(Into::into).collect() });
    let change = Change {
        roles: roles.collect(),
        teams: teams.collect(),
        scoped: body.scoped_user_roles.into_iter().map(|scoped| scoped_role(&cx, scoped)).collect(),
        removed_scoped: body.removed_scoped_user_role_ids,
        since: since(&cx, body.since.as_deref())?,
    };
    let outcome = what_if::what_if(&cx.app, &cx.caller, change).await?;
    answer::ok(&AccessOutcome {
        is_allowed: outcome.refusals.is_empty(),
        refusals: outcome.refusals,
        effects: outcome.effects.iter().map(resources::effect).collect(),
    })
}

fn scoped_role(cx: &Cx, body: ScopedUserRoleResource) -> ScopedUserRole {
    let id = body.id.clone();
    let edit = super::scoped_roles::edit(cx, body);
    ScopedUserRole {
        id: id.into(),
        team_id: edit.team_id.into(),
        user_role_id: edit.user_role_id.into(),
        space_id: edit.space_id,
        project_ids: edit.project_ids,
        project_group_ids: edit.project_group_ids,
        environment_ids: edit.environment_ids,
        tenant_ids: edit.tenant_ids,
    }
}
