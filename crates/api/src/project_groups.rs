//! `/projectgroups` (http-api.md 5.3).

use pulpo_access::Permission::{ProjectGroupCreate, ProjectGroupDelete, ProjectGroupEdit, ProjectGroupView};
use pulpo_app::named;
use pulpo_app::project_groups::{self, Edit};
use pulpo_domain::project_group::ProjectGroup;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::project_groups::ProjectGroupResource;
use pulpo_wire::http::projects::ProjectResource;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("projectgroups", Needs(&[ProjectGroupView]), list)
            .about("Lists the project groups of the space")
            .queries(&["partialName", "ids", "skip", "take"])
            .gives::<Collection<ProjectGroupResource>>(),
        get("projectgroups/all", Needs(&[ProjectGroupView]), all)
            .about("Lists all project groups of the space, without paging")
            .gives::<Vec<ProjectGroupResource>>(),
        get("projectgroups/{id}", Needs(&[ProjectGroupView]), one)
            .about("Shows a project group")
            .gives::<ProjectGroupResource>(),
        get("projectgroups/{id}/projects", Needs(&[ProjectGroupView]), projects)
            .about("Lists the projects of a group")
            .gives::<Collection<ProjectResource>>(),
        post("projectgroups", Needs(&[ProjectGroupCreate]), create)
            .about("Creates a project group")
            .takes::<ProjectGroupResource>()
            .gives::<ProjectGroupResource>(),
        put("projectgroups/{id}", Needs(&[ProjectGroupEdit]), modify)
            .about("Changes a project group")
            .takes::<ProjectGroupResource>()
            .gives::<ProjectGroupResource>(),
        delete("projectgroups/{id}", Needs(&[ProjectGroupDelete]), remove).about("Deletes an empty project group"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = named::list::<ProjectGroup>(&cx.app, &cx.caller, cx.space(), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "ProjectGroup", page, "skip,take,ids,partialName")?)
}

async fn all(cx: Cx) -> Answer {
    let page = named::list::<ProjectGroup>(&cx.app, &cx.caller, cx.space(), cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn projects(cx: Cx) -> Answer {
    let page = project_groups::projects(&cx.app, &cx.caller, cx.space(), cx.param("id"), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(crate::projects::resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Project", page, "skip,take,partialName")?)
}

async fn create(mut cx: Cx) -> Answer {
    let body: ProjectGroupResource = cx.json().await?;
    answer::created(&resource(&project_groups::create(&cx.app, &cx.caller, cx.space(), edit(body)).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: ProjectGroupResource = cx.json().await?;
    answer::ok(&resource(&project_groups::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit(body)).await?))
}

async fn remove(cx: Cx) -> Answer {
    project_groups::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

fn edit(body: ProjectGroupResource) -> Edit {
    let environment_ids = body.environment_ids.into_iter().map(Into::into).collect();
    Edit { name: body.name, description: body.description, environment_ids }
}

fn resource(group: &ProjectGroup) -> ProjectGroupResource {
    let own = format!("/api/{}/projectgroups/{}", group.space_id, group.id);
    ProjectGroupResource {
        id: group.id.to_string(),
        name: group.name.clone(),
        description: group.description.clone(),
        environment_ids: group.environment_ids.iter().map(ToString::to_string).collect(),
        retention_policy_id: None,
        space_id: group.space_id.to_string(),
        slug: group.slug.clone(),
        links: links([("Self", own.clone()), ("Projects", format!("{own}/projects{{?skip,take,partialName}}"))]),
    }
}
