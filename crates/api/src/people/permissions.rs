//! Permissions: all there are, and those of an account (http-api.md 3.6, access.md 9).

use std::collections::BTreeMap;

use pulpo_access::Permission;
use pulpo_app::people::permissions::{self, Effective, Restriction};
use pulpo_app::people::teams::Spaces;
use pulpo_wire::http::people::{PermissionDescription, PermissionRestriction, UserPermissionsResource};

use super::{reach, users};
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::links;
use crate::route::Access::AnyUser;
use crate::route::{Route, mixed_get, system_get};

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
    ]
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
        links: links([("Self", own)]),
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
