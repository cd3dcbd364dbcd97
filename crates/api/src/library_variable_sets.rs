//! `/libraryvariablesets` (http-api.md 11.2).

use pulpo_access::Permission::{
    LibraryVariableSetCreate, LibraryVariableSetDelete, LibraryVariableSetEdit, LibraryVariableSetView,
};
use pulpo_app::library_variable_sets::{self, Edit};
use pulpo_app::named;
use pulpo_domain::library_variable_set::{ContentType, LibraryVariableSet};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::library_variable_sets::{
    LibraryVariableSetResource, LibraryVariableSetUsageResource, ProjectVariableSetUsage, ReleaseUsage,
};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("libraryvariablesets", Needs(&[LibraryVariableSetView]), list)
            .about("Lists the library variable sets and script modules of the space")
            .queries(&["contentType", "partialName", "ids", "skip", "take"])
            .gives::<Collection<LibraryVariableSetResource>>(),
        get("libraryvariablesets/all", Needs(&[LibraryVariableSetView]), all)
            .about("Lists all library variable sets and script modules of the space, without paging")
            .queries(&["contentType"])
            .gives::<Vec<LibraryVariableSetResource>>(),
        get("libraryvariablesets/{id}", Needs(&[LibraryVariableSetView]), one)
            .about("Shows a library variable set")
            .gives::<LibraryVariableSetResource>(),
        get("libraryvariablesets/{id}/usages", Needs(&[LibraryVariableSetView]), usages)
            .about("Shows which projects include a library variable set and which releases have frozen it")
            .gives::<LibraryVariableSetUsageResource>(),
        post("libraryvariablesets", Needs(&[LibraryVariableSetCreate]), create)
            .about("Creates a library variable set or a script module")
            .takes::<LibraryVariableSetResource>()
            .gives::<LibraryVariableSetResource>(),
        put("libraryvariablesets/{id}", Needs(&[LibraryVariableSetEdit]), modify)
            .about("Changes the name and the description of a library variable set")
            .takes::<LibraryVariableSetResource>()
            .gives::<LibraryVariableSetResource>(),
        delete("libraryvariablesets/{id}", Needs(&[LibraryVariableSetDelete]), remove)
            .about("Deletes a library variable set that nothing uses"),
    ]
}

fn content_type(text: Option<&str>) -> Result<Option<ContentType>, ApiError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let parsed = ContentType::parse(text).ok_or_else(|| {
        ApiError::bad_request(format!("\"{text}\" is no content type; there are Variables and ScriptModule"))
    })?;
    Ok(Some(parsed))
}

async fn list(cx: Cx) -> Answer {
    let kind = content_type(cx.query("contentType"))?;
    let page = library_variable_sets::list(&cx.app, &cx.caller, cx.space(), kind, cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "LibraryVariableSet", page, "skip,contentType,take,ids,partialName")?)
}

async fn all(cx: Cx) -> Answer {
    let kind = content_type(cx.query("contentType"))?;
    let page = library_variable_sets::list(&cx.app, &cx.caller, cx.space(), kind, cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn usages(cx: Cx) -> Answer {
    let usages = library_variable_sets::usages(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let projects = usages.projects.into_iter().map(|(project, usage)| ProjectVariableSetUsage {
        project_id: project.id.to_string(),
        project_name: project.name,
        project_slug: project.slug,
        is_currently_being_used_in_project: usage.is_included,
        releases: usage
            .releases
            .into_iter()
            .map(|(release_id, release_version)| ReleaseUsage { release_id, release_version })
            .collect(),
    });
    answer::ok(&LibraryVariableSetUsageResource {
        projects: projects.collect(),
        count_of_projects_user_cannot_see: usages.hidden_projects,
        count_of_releases_user_cannot_see: usages.hidden_releases,
    })
}

async fn create(mut cx: Cx) -> Answer {
    let edit = edit(cx.json().await?)?;
    answer::created(&resource(&library_variable_sets::create(&cx.app, &cx.caller, cx.space(), edit).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let edit = edit(cx.json().await?)?;
    let (space, id) = (cx.space(), cx.param("id"));
    answer::ok(&resource(&library_variable_sets::modify(&cx.app, &cx.caller, space, id, edit).await?))
}

async fn remove(cx: Cx) -> Answer {
    library_variable_sets::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

fn edit(body: LibraryVariableSetResource) -> Result<Edit, ApiError> {
    if !body.templates.is_empty() {
        let problem = "variable templates are for tenants, which this server does not have yet: send none";
        return Err(ApiError::bad_request(problem));
    }
    let content_type = content_type(Some(&body.content_type))?.unwrap_or_default();
    Ok(Edit { name: body.name, description: body.description, content_type })
}

fn resource(set: &LibraryVariableSet) -> LibraryVariableSetResource {
    let own = format!("/api/{}/libraryvariablesets/{}", set.space_id, set.id);
    LibraryVariableSetResource {
        id: set.id.to_string(),
        space_id: set.space_id.to_string(),
        name: set.name.clone(),
        description: set.description.clone(),
        variable_set_id: set.variable_set_id.to_string(),
        content_type: set.content_type.name().to_owned(),
        templates: Vec::new(),
        version: set.saves,
        links: links([
            ("Self", own.clone()),
            ("Variables", format!("/api/{}/variables/{}", set.space_id, set.variable_set_id)),
            ("Usages", format!("{own}/usages")),
        ]),
    }
}
