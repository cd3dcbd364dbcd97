//! Permissions: all there are, and those of an account (http-api.md 3.6, access.md 9).

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use pulpo_access::Permission;
use pulpo_access::Permission::TeamView;
use pulpo_app::people::permissions::{self, Effective, Restriction};
use pulpo_app::people::teams::Spaces;
use pulpo_domain::account::{Team, User};
use pulpo_wire::http::access::TeamMembership;
use pulpo_wire::http::people::{PermissionDescription, PermissionRestriction, TeamResource, UserPermissionsResource};

use super::{reach, users};
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::csv;
use crate::error::ApiError;
use crate::paging::links;
use crate::route::Access::{AnyUser, Needs};
use crate::route::{Route, mixed_get, mixed_post, system_get};

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("permissions/all", AnyUser, all)
            .about("Describes every permission")
            .gives::<BTreeMap<String, PermissionDescription>>(),
        mixed_get("users/{id}/permissions", AnyUser, effective)
            .about("Shows what an account may do: one's own, or another with UserView, TeamView and UserRoleView")
            .queries(&["spaces", "includeSystem"])
            .gives::<UserPermissionsResource>(),
        mixed_get("users/{id}/permissions/configuration", AnyUser, effective)
            .about("Shows what an account may do, for display")
            .queries(&["spaces", "includeSystem"])
            .gives::<UserPermissionsResource>(),
        mixed_get("users/{id}/permissions/export", AnyUser, export)
            .about("Shows what an account may do as CSV, a line for each permission and scope")
            .queries(&["spaces", "includeSystem"]),
        mixed_get("teammembership", AnyUser, memberships)
            .about("Lists the teams of an account: one's own, or another's with UserView")
            .queries(&["userId", "spaces", "includeSystem"])
            .gives::<Vec<TeamMembership>>(),
        mixed_post("teammembership/previewteam", Needs(&[TeamView]), preview_team)
            .about("Shows who would be in a team that is not saved yet")
            .takes::<TeamResource>()
            .gives::<Vec<TeamMembership>>(),
    ]
}

async fn export(cx: Cx) -> Answer {
    let reach = reach(&cx, Spaces::Every);
    let (user, lines) = permissions::export(&cx.app, &cx.caller, cx.param("id"), reach).await?;
    let mut text = String::from(
        "Permission,RestrictedToEnvironmentNames,RestrictedToProjectNames,RestrictedToTenantNames,RestrictedToProjectGroupNames,SpaceId\r\n",
    );
    for line in &lines {
        let space = line.space.as_ref().map(ToString::to_string).unwrap_or_default();
        let cells = [
            line.permission.name().to_owned(),
            line.environments.join("|"),
            line.projects.join("|"),
            line.tenants.join("|"),
            line.project_groups.join("|"),
            space,
        ];
        text += &(cells.map(|cell| csv::cell(&cell)).join(",") + "\r\n");
    }
    let mut response = answer::typed(StatusCode::OK, "text/csv; charset=utf-8", text);
    let name = format!("attachment; filename=\"permissions-{}.csv\"", user.id);
    let name = HeaderValue::from_str(&name).map_err(|error| ApiError::bug(format!("an id is no header: {error}")))?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

async fn memberships(cx: Cx) -> Answer {
    let user = cx.query("userId").map_or_else(|| cx.caller.actor.user_id.to_string(), str::to_owned);
    let found = permissions::of(&cx.app, &cx.caller, &user, reach(&cx, Spaces::Every)).await?;
    let memberships = found.teams.iter().map(|team| membership(&found.user, Some(team)));
    answer::ok(&memberships.collect::<Vec<_>>())
}

async fn preview_team(mut cx: Cx) -> Answer {
    let body: TeamResource = cx.json().await?;
    let users = permissions::preview_team(&cx.app, &cx.caller, body.member_user_ids).await?;
    let members = users.iter().map(|user| TeamMembership {
        team_id: body.id.clone(),
        team_name: body.name.clone(),
        space_id: body.space_id.clone().filter(|space| !space.is_empty()),
        ..membership(user, None)
    });
    answer::ok(&members.collect::<Vec<_>>())
}

fn membership(user: &User, team: Option<&Team>) -> TeamMembership {
    TeamMembership {
        team_id: team.map(|team| team.id.to_string()).unwrap_or_default(),
        team_name: team.map(|team| team.name.clone()).unwrap_or_default(),
        user_id: user.id.to_string(),
        user_name: user.display_name.clone(),
        space_id: team.and_then(|team| team.space_id.as_ref()).map(ToString::to_string),
        is_directly_assigned: true,
        external_group_names: Vec::new(),
    }
}

async fn all(_: Cx) -> Answer {
    let described = Permission::ALL.iter().map(|permission| {
        let description = PermissionDescription {
            description: permission.description().to_owned(),
            supported_restrictions: restrictions(*permission).into_iter().map(str::to_owned).collect(),
            can_apply_at_system_level: permission.at_system_level(),
            can_apply_at_space_level: permission.at_space_level(),
        };
        (permission.name().to_owned(), description)
    });
    answer::ok(&described.collect::<BTreeMap<_, _>>())
}

/// What can restrict a permission, in alphabetical order.
pub(super) fn restrictions(permission: Permission) -> Vec<&'static str> {
    let by = permission.restrictable();
    let all = [
        ("Environments", by.environments),
        ("ProjectGroups", by.project_groups),
        ("Projects", by.projects),
        ("Tenants", by.tenants),
    ];
    all.into_iter().filter(|(_, applies)| *applies).map(|(name, _)| name).collect()
}

async fn effective(cx: Cx) -> Answer {
    let reach = reach(&cx, Spaces::Every);
    answer::ok(&resource(&permissions::of(&cx.app, &cx.caller, cx.param("id"), reach).await?))
}

fn resource(found: &Effective) -> UserPermissionsResource {
    let own = format!("/api/users/{}/permissions", found.user.id);
    let by_name = |(permission, restrictions): (&Permission, &Vec<Restriction>)| {
        (permission.name().to_owned(), restrictions.iter().map(restriction).collect())
    };
    UserPermissionsResource {
        id: found.user.id.to_string(),
        space_permissions: found.space_permissions.iter().map(by_name).collect(),
        system_permissions: found.system_permissions.iter().map(|permission| permission.name().to_owned()).collect(),
        teams: found.teams.iter().map(users::team).collect(),
        is_teams_complete: found.is_teams_complete,
        is_permissions_complete: found.is_permissions_complete,
        links: links([("Self", own.clone()), ("Export", format!("{own}/export"))]),
    }
}

fn restriction(restriction: &Restriction) -> PermissionRestriction {
    PermissionRestriction {
        space_id: restriction.space.to_string(),
        restricted_to_project_ids: restriction.projects.clone(),
        restricted_to_environment_ids: restriction.environments.clone(),
        restricted_to_tenant_ids: restriction.tenants.clone(),
        restricted_to_project_group_ids: restriction.project_groups.clone(),
    }
}
