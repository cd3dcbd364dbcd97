//! `/teams` (http-api.md 3.4).

use pulpo_access::Permission::{TeamCreate, TeamDelete, TeamEdit, TeamView};
use pulpo_app::people::teams::Spaces;
use pulpo_app::people::{self, scoped_roles, teams};
use pulpo_domain::account::Team;
use pulpo_domain::ids::SpaceId;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::people::{ScopedUserRoleResource, TeamResource};

use super::reach;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, mixed_delete, mixed_get, mixed_post, mixed_put};

const LIST: &[&str] = &["ids", "partialName", "spaces", "includeSystem", "skip", "take"];

pub(super) fn routes() -> Vec<Route> {
    vec![
        mixed_get("teams", Needs(&[TeamView]), list)
            .about("Lists the teams of a space and of the system")
            .queries(LIST)
            .gives::<Collection<TeamResource>>(),
        mixed_get("teams/all", Needs(&[TeamView]), all)
            .about("Lists all teams, without paging")
            .queries(LIST)
            .gives::<Vec<TeamResource>>(),
        mixed_get("teams/{id}", Needs(&[TeamView]), one).about("Shows a team").gives::<TeamResource>(),
        mixed_get("teams/{id}/scopeduserroles", Needs(&[TeamView]), roles)
            .about("Lists the roles that a team holds")
            .queries(&["skip", "take"])
            .gives::<Collection<ScopedUserRoleResource>>(),
        mixed_put("teams/{id}/restriction", Needs(&[TeamEdit]), restrict)
            .about("Writes one restriction into every role that a team holds in a space")
            .takes::<ScopedUserRoleResource>()
            .gives::<Vec<ScopedUserRoleResource>>(),
        mixed_post("teams", Needs(&[TeamCreate]), create)
            .about("Creates a team of a space or of the system")
            .takes::<TeamResource>()
            .gives::<TeamResource>(),
        mixed_put("teams/{id}", Needs(&[TeamEdit]), modify)
            .about("Changes a team and its members")
            .takes::<TeamResource>()
            .gives::<TeamResource>(),
        mixed_delete("teams/{id}", Needs(&[TeamDelete]), remove).about("Deletes a team with the roles it holds"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let reach = reach(&cx, Spaces::Default);
    let page = teams::list(&cx.app, &cx.caller, reach, cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Team", page, "skip,take,ids,partialName,spaces,includeSystem")?)
}

async fn all(cx: Cx) -> Answer {
    let reach = reach(&cx, Spaces::Default);
    let page = teams::list(&cx.app, &cx.caller, reach, cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    within(&cx).await?;
    answer::ok(&resource(&teams::get(&cx.app, &cx.caller, cx.param("id")).await?))
}

async fn roles(cx: Cx) -> Answer {
    within(&cx).await?;
    let page = scoped_roles::list_of_team(&cx.app, &cx.caller, cx.param("id"), cx.skip()?, cx.take()?).await?;
    let items = page.items.iter().map(super::scoped_roles::resource).collect();
    answer::ok(&collection(&cx, "ScopedUserRole", Paged { items, total: page.total }, "skip,take")?)
}

async fn restrict(mut cx: Cx) -> Answer {
    within(&cx).await?;
    let body: ScopedUserRoleResource = cx.json().await?;
    let edit = super::scoped_roles::edit(&cx, body);
    let restricted = scoped_roles::restrict_team(&cx.app, &cx.caller, cx.param("id"), edit).await?;
    answer::ok(&restricted.iter().map(super::scoped_roles::resource).collect::<Vec<_>>())
}

async fn create(mut cx: Cx) -> Answer {
    let body: TeamResource = cx.json().await?;
    let space = body.space_id.as_deref().map(str::trim);
    // An empty text says "of the system"; nothing at all says "of the address".
    let space = match space {
        Some("") => None,
        Some(named) => Some(SpaceId::new(named)),
        None => cx.space.clone(),
    };
    answer::created(&resource(&teams::create(&cx.app, &cx.caller, space.as_ref(), edit(body)).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    within(&cx).await?;
    let body: TeamResource = cx.json().await?;
    answer::ok(&resource(&teams::modify(&cx.app, &cx.caller, cx.param("id"), edit(body)).await?))
}

async fn remove(cx: Cx) -> Answer {
    within(&cx).await?;
    teams::delete(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::deleted()
}

/// A team of another space than the address names is not there.
async fn within(cx: &Cx) -> Result<(), ApiError> {
    Ok(people::must_be_within::<Team>(&cx.app, cx.space.as_ref(), cx.param("id")).await?)
}

fn edit(body: TeamResource) -> teams::Edit {
    let member_user_ids = body.member_user_ids.into_iter().map(Into::into).collect();
    teams::Edit { name: body.name, description: body.description, member_user_ids }
}

pub(super) fn resource(team: &Team) -> TeamResource {
    let own = match &team.space_id {
        Some(space) => format!("/api/{space}/teams/{}", team.id),
        None => format!("/api/teams/{}", team.id),
    };
    TeamResource {
        id: team.id.to_string(),
        name: team.name.clone(),
        description: team.description.clone(),
        member_user_ids: team.member_user_ids.iter().map(ToString::to_string).collect(),
        external_security_groups: Vec::new(),
        can_be_deleted: team.can_be_deleted,
        can_be_renamed: team.can_be_renamed,
        can_change_roles: team.can_change_roles,
        can_change_members: team.can_change_members,
        space_id: team.space_id.as_ref().map(ToString::to_string),
        slug: team.slug.clone(),
        links: links([("Self", own.clone()), ("ScopedUserRoles", format!("{own}/scopeduserroles{{?skip,take}}"))]),
    }
}
