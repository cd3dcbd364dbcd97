//! `/userroles` (http-api.md 3.5).

use pulpo_access::Permission::{self, UserRoleEdit, UserRoleView};
use pulpo_app::people::roles::{self, Edit};
use pulpo_domain::account::UserRole;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::people::UserRoleResource;

use super::permissions::restrictions;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, system_delete, system_get, system_post, system_put};

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("userroles", Needs(&[UserRoleView]), list)
            .about("Lists the user roles")
            .queries(&["ids", "partialName", "skip", "take"])
            .gives::<Collection<UserRoleResource>>(),
        system_get("userroles/all", Needs(&[UserRoleView]), all)
            .about("Lists all user roles, without paging")
            .gives::<Vec<UserRoleResource>>(),
        system_get("userroles/{id}", Needs(&[UserRoleView]), one)
            .about("Shows a user role")
            .gives::<UserRoleResource>(),
        system_post("userroles", Needs(&[UserRoleEdit]), create)
            .about("Creates a user role")
            .takes::<UserRoleResource>()
            .gives::<UserRoleResource>(),
        system_put("userroles/{id}", Needs(&[UserRoleEdit]), modify)
            .about("Changes a user role for every team that holds it")
            .takes::<UserRoleResource>()
            .gives::<UserRoleResource>(),
        system_delete("userroles/{id}", Needs(&[UserRoleEdit]), remove).about("Deletes a user role that no team holds"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = roles::list(&cx.app, &cx.caller, cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "UserRole", page, "skip,take,ids,partialName")?)
}

async fn all(cx: Cx) -> Answer {
    let page = roles::list(&cx.app, &cx.caller, cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&roles::get(&cx.app, &cx.caller, cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    let body: UserRoleResource = cx.json().await?;
    answer::created(&resource(&roles::create(&cx.app, &cx.caller, edit(body)).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: UserRoleResource = cx.json().await?;
    answer::ok(&resource(&roles::modify(&cx.app, &cx.caller, cx.param("id"), edit(body)).await?))
}

async fn remove(cx: Cx) -> Answer {
    roles::delete(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::deleted()
}

fn edit(body: UserRoleResource) -> Edit {
    Edit {
        name: body.name,
        description: body.description,
        space_permissions: body.granted_space_permissions,
        system_permissions: body.granted_system_permissions,
    }
}

pub(super) fn resource(role: &UserRole) -> UserRoleResource {
    let of_space: Vec<Permission> = role.space_permissions.iter().filter_map(|name| Permission::parse(name)).collect();
    let supported = ["Environments", "ProjectGroups", "Projects", "Tenants"];
    let supports = |name: &&str| of_space.iter().any(|permission| restrictions(*permission).contains(name));
    UserRoleResource {
        id: role.id.to_string(),
        name: role.name.clone(),
        description: role.description.clone(),
        granted_space_permissions: role.space_permissions.clone(),
        granted_system_permissions: role.system_permissions.clone(),
        supported_restrictions: supported.into_iter().filter(supports).map(str::to_owned).collect(),
        space_permission_descriptions: of_space.iter().map(|permission| described(*permission)).collect(),
        system_permission_descriptions: role
            .system_permissions
            .iter()
            .filter_map(|name| Permission::parse(name))
            .map(|permission| permission.description().to_owned())
            .collect(),
        can_be_deleted: role.can_be_deleted,
        links: links([("Self", format!("/api/userroles/{}", role.id))]),
    }
}

/// A permission's text with what restricts it: `... (restrictable to Environments, Projects)`.
fn described(permission: Permission) -> String {
    let restrictions = restrictions(permission);
    if restrictions.is_empty() {
        return permission.description().to_owned();
    }
    format!("{} (restrictable to {})", permission.description(), restrictions.join(", "))
}
