//! `/scopeduserroles` (http-api.md 3.5).

use pulpo_access::Permission::{TeamEdit, TeamView};
use pulpo_app::people;
use pulpo_app::people::scoped_roles::{self, Edit};
use pulpo_app::people::teams::Spaces;
use pulpo_domain::account::ScopedUserRole;
use pulpo_domain::ids::SpaceId;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::people::ScopedUserRoleResource;

use super::reach;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, mixed_delete, mixed_get, mixed_post, mixed_put};

pub(super) fn routes() -> Vec<Route> {
    vec![
        mixed_get("scopeduserroles", Needs(&[TeamView]), list)
            .about("Lists which team holds which role where")
            .queries(&["ids", "spaces", "includeSystem", "skip", "take"])
            .gives::<Collection<ScopedUserRoleResource>>(),
        mixed_get("scopeduserroles/{id}", Needs(&[TeamView]), one)
            .about("Shows a role of a team")
            .gives::<ScopedUserRoleResource>(),
        mixed_post("scopeduserroles", Needs(&[TeamEdit]), create)
            .about("Gives a role to a team")
            .takes::<ScopedUserRoleResource>()
            .gives::<ScopedUserRoleResource>(),
        mixed_put("scopeduserroles/{id}", Needs(&[TeamEdit]), modify)
            .about("Changes where a team holds a role")
            .takes::<ScopedUserRoleResource>()
            .gives::<ScopedUserRoleResource>(),
        mixed_delete("scopeduserroles/{id}", Needs(&[TeamEdit]), remove).about("Takes a role from a team"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let reach = reach(&cx, Spaces::Default);
    let page = scoped_roles::list(&cx.app, &cx.caller, reach, cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "ScopedUserRole", page, "skip,take,ids,partialName,spaces,includeSystem")?)
}

async fn one(cx: Cx) -> Answer {
    within(&cx).await?;
    answer::ok(&resource(&scoped_roles::get(&cx.app, &cx.caller, cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    let body: ScopedUserRoleResource = cx.json().await?;
    let edit = edit(&cx, body);
    answer::created(&resource(&scoped_roles::create(&cx.app, &cx.caller, edit).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    within(&cx).await?;
    let body: ScopedUserRoleResource = cx.json().await?;
    let edit = edit(&cx, body);
    answer::ok(&resource(&scoped_roles::modify(&cx.app, &cx.caller, cx.param("id"), edit).await?))
}

/// A role that is held in another space than the address names is not there.
async fn within(cx: &Cx) -> Result<(), ApiError> {
    Ok(people::must_be_within::<ScopedUserRole>(&cx.app, cx.space.as_ref(), cx.param("id")).await?)
}

async fn remove(cx: Cx) -> Answer {
    within(&cx).await?;
    scoped_roles::delete(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::deleted()
}

pub(super) fn edit(cx: &Cx, body: ScopedUserRoleResource) -> Edit {
    let named = body.space_id.as_deref().map(str::trim).filter(|space| !space.is_empty()).map(SpaceId::new);
    Edit {
        team_id: body.team_id,
        user_role_id: body.user_role_id,
        space_id: named.or_else(|| cx.space.clone()),
        project_ids: body.project_ids.into_iter().map(Into::into).collect(),
        project_group_ids: body.project_group_ids.into_iter().map(Into::into).collect(),
        environment_ids: body.environment_ids.into_iter().map(Into::into).collect(),
        tenant_ids: body.tenant_ids.into_iter().map(Into::into).collect(),
    }
}

pub(super) fn resource(scoped: &ScopedUserRole) -> ScopedUserRoleResource {
    let own = match &scoped.space_id {
        Some(space) => format!("/api/{space}/scopeduserroles/{}", scoped.id),
        None => format!("/api/scopeduserroles/{}", scoped.id),
    };
    ScopedUserRoleResource {
        id: scoped.id.to_string(),
        team_id: scoped.team_id.to_string(),
        user_role_id: scoped.user_role_id.to_string(),
        space_id: scoped.space_id.as_ref().map(ToString::to_string),
        project_ids: scoped.project_ids.iter().map(ToString::to_string).collect(),
        project_group_ids: scoped.project_group_ids.iter().map(ToString::to_string).collect(),
        environment_ids: scoped.environment_ids.iter().map(ToString::to_string).collect(),
        tenant_ids: scoped.tenant_ids.iter().map(ToString::to_string).collect(),
        links: links([("Self", own)]),
    }
}
