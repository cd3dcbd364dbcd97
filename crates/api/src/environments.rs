//! `/environments` (http-api.md 5.1).

use pulpo_access::Permission;
use pulpo_access::Permission::{
    DeploymentCreate, DeploymentView, EnvironmentCreate, EnvironmentDelete, EnvironmentEdit, EnvironmentView,
};
use pulpo_app::environments::{self, Edit};
use pulpo_app::named;
use pulpo_domain::environment::Environment;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::environments::{EnvironmentResource, EnvironmentV2Resource};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};

/// Who may deploy somewhere may read the environment's name (US-10).
const VIEW: &[Permission] = &[EnvironmentView, DeploymentCreate, DeploymentView];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("environments", Needs(VIEW), list)
            .about("Lists the environments of the space")
            .queries(&["name", "partialName", "ids", "skip", "take"])
            .gives::<Collection<EnvironmentResource>>(),
        get("environments/all", Needs(VIEW), all)
            .about("Lists all environments of the space, without paging")
            .gives::<Vec<EnvironmentResource>>(),
        get("environments/v2", Needs(VIEW), list_by_type)
            .about("Lists the environments of the space with their type; all are static")
            .queries(&["type", "partialName", "ids", "skip", "take"])
            .gives::<Collection<EnvironmentV2Resource>>(),
        get("environments/{id}", Needs(VIEW), one).about("Shows an environment").gives::<EnvironmentResource>(),
        post("environments", Needs(&[EnvironmentCreate]), create)
            .about("Creates an environment")
            .takes::<EnvironmentResource>()
            .gives::<EnvironmentResource>(),
        put("environments/sortorder", Needs(&[EnvironmentEdit]), sort)
            .about("Puts all environments in a new order, given as a list of their ids")
            .takes::<Vec<String>>(),
        put("environments/{id}", Needs(&[EnvironmentEdit]), modify)
            .about("Changes an environment")
            .takes::<EnvironmentResource>()
            .gives::<EnvironmentResource>(),
        delete("environments/{id}", Needs(&[EnvironmentDelete]), remove)
            .about("Deletes an environment that nothing uses"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = named::list::<Environment>(&cx.app, &cx.caller, cx.space(), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Environment", page, "skip,take,ids,partialName,name")?)
}

/// `type` may be given several times; of types that there are none of the page is empty (http-api.md 5.1).
async fn list_by_type(cx: Cx) -> Answer {
    const STATIC: &str = "Static";
    let types = cx.list("type");
    let mut filter = cx.filter()?;
    if !types.is_empty() && !types.iter().any(|kind| kind.eq_ignore_ascii_case(STATIC)) {
        filter = named::Filter { ids: vec![String::new()], ..filter };
    }
    let page = named::list::<Environment>(&cx.app, &cx.caller, cx.space(), filter).await?;
    let typed = |environment| EnvironmentV2Resource { r#type: STATIC.to_owned(), environment: resource(environment) };
    let page = Paged { items: page.items.iter().map(typed).collect(), total: page.total };
    answer::ok(&collection(&cx, "Environment", page, "skip,take,ids,partialName,type")?)
}

async fn all(cx: Cx) -> Answer {
    let page = named::list::<Environment>(&cx.app, &cx.caller, cx.space(), cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    let body: EnvironmentResource = cx.json().await?;
    // A client that says nothing of an order means the end of the list.
    let edit = Edit { sort_order: None, ..edit(body) };
    answer::created(&resource(&environments::create(&cx.app, &cx.caller, cx.space(), edit).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: EnvironmentResource = cx.json().await?;
    answer::ok(&resource(&environments::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit(body)).await?))
}

async fn sort(mut cx: Cx) -> Answer {
    let ids: Vec<String> = cx.json().await?;
    environments::sort(&cx.app, &cx.caller, cx.space(), ids).await?;
    answer::deleted()
}

async fn remove(cx: Cx) -> Answer {
    environments::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

fn edit(body: EnvironmentResource) -> Edit {
    Edit {
        name: body.name,
        slug: Some(body.slug),
        description: body.description,
        sort_order: Some(body.sort_order),
        use_guided_failure: body.use_guided_failure,
        allow_dynamic_infrastructure: body.allow_dynamic_infrastructure,
    }
}

pub(crate) fn resource(environment: &Environment) -> EnvironmentResource {
    let own = format!("/api/{}/environments/{}", environment.space_id, environment.id);
    let machines =
        "{?skip,take,partialName,roles,isDisabled,healthStatuses,commStyles,tenantIds,tenantTags,shellNames}";
    EnvironmentResource {
        id: environment.id.to_string(),
        name: environment.name.clone(),
        description: environment.description.clone(),
        sort_order: environment.sort_order,
        use_guided_failure: environment.use_guided_failure,
        allow_dynamic_infrastructure: environment.allow_dynamic_infrastructure,
        space_id: environment.space_id.to_string(),
        slug: environment.slug.clone(),
        environment_tags: Vec::new(),
        extension_settings: Vec::new(),
        links: links([("Self", own.clone()), ("Machines", format!("{own}/machines{machines}"))]),
    }
}
