//! `/spaces` (http-api.md 4).

use pulpo_access::Permission::{SpaceCreate, SpaceEdit};
use pulpo_app::spaces::{self, Edit};
use pulpo_domain::space::Space;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::spaces::{SearchHit, SpaceResource};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::{Paged, collection, links};
use crate::route::Access::{AnyUser, Entry, Needs};
use crate::route::{Route, get, system_delete, system_get, system_post, system_put};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        system_get("spaces", AnyUser, list)
            .about("Lists the spaces that the caller may enter")
            .queries(&["name", "partialName", "ids", "skip", "take"])
            .gives::<Collection<SpaceResource>>(),
        system_get("spaces/all", AnyUser, all)
            .about("Lists all spaces that the caller may enter, without paging")
            .gives::<Vec<SpaceResource>>(),
        system_get("spaces/{id}", AnyUser, one).about("Shows a space").gives::<SpaceResource>(),
        system_post("spaces", Needs(&[SpaceCreate]), create)
            .about("Creates a space with a manager")
            .takes::<SpaceResource>()
            .gives::<SpaceResource>(),
        system_delete("spaces/{id}", AnyUser, remove)
            .about("Deletes a space whose task queue is stopped: one's own, or any with SpaceDelete"),
        system_put("spaces/{id}", Needs(&[SpaceEdit]), modify)
            .about("Changes a space, or stops its task queue")
            .takes::<SpaceResource>()
            .gives::<SpaceResource>(),
        get("search", Entry, search)
            .about("Finds what has a word in its name, among what the caller may see")
            .queries(&["keyword"])
            .gives::<Vec<SearchHit>>(),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = spaces::list(&cx.app, &cx.caller, cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Space", page, "skip,take,ids,name,partialName")?)
}

async fn all(cx: Cx) -> Answer {
    let page = spaces::list(&cx.app, &cx.caller, cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&spaces::get(&cx.app, &cx.caller, cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    let body: SpaceResource = cx.json().await?;
    answer::created(&resource(&spaces::create(&cx.app, &cx.caller, edit(body)).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: SpaceResource = cx.json().await?;
    answer::ok(&resource(&spaces::modify(&cx.app, &cx.caller, cx.param("id"), edit(body)).await?))
}

async fn remove(cx: Cx) -> Answer {
    spaces::delete(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::deleted()
}

async fn search(cx: Cx) -> Answer {
    let hits = spaces::search(&cx.app, &cx.caller, cx.space(), cx.query("keyword").unwrap_or_default()).await?;
    let hit = |hit: spaces::Hit| SearchHit { kind: hit.kind.to_owned(), id: hit.id, name: hit.name };
    answer::ok(&hits.into_iter().map(hit).collect::<Vec<_>>())
}

fn edit(body: SpaceResource) -> Edit {
    Edit {
        name: body.name,
        description: body.description,
        is_default: body.is_default,
        is_private: body.is_private,
        task_queue_stopped: body.task_queue_stopped,
        manager_teams: body.space_managers_teams.into_iter().map(Into::into).collect(),
        manager_users: body.space_managers_team_members.into_iter().map(Into::into).collect(),
    }
}

pub(crate) fn resource(space: &Space) -> SpaceResource {
    SpaceResource {
        id: space.id.to_string(),
        name: space.name.clone(),
        slug: space.slug.clone(),
        description: space.description.clone(),
        is_default: space.is_default,
        is_private: space.is_private,
        task_queue_stopped: space.task_queue_stopped,
        space_managers_teams: space.space_managers_teams.iter().map(ToString::to_string).collect(),
        space_managers_team_members: space.space_managers_team_members.iter().map(ToString::to_string).collect(),
        icon: None,
        extension_settings: Vec::new(),
        links: links([
            ("Self", format!("/api/spaces/{}", space.id)),
            ("SpaceHome", format!("/api/{}", space.id)),
            ("Web", format!("/app#/spaces/{}", space.id)),
            ("Search", format!("/api/spaces/{}/search{{?keyword}}", space.id)),
        ]),
    }
}
