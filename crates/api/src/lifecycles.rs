//! `/lifecycles` (http-api.md 5.2).

use pulpo_access::Permission::{LifecycleCreate, LifecycleDelete, LifecycleEdit, LifecycleView};
use pulpo_app::lifecycles::{self, Edit};
use pulpo_app::named;
use pulpo_domain::lifecycle::{Lifecycle, Phase};
use pulpo_domain::retention::{RetentionPolicy, Strategy, Unit};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::lifecycles::{LifecycleResource, PhaseResource, RetentionPeriod};
use pulpo_wire::http::projects::ProjectResource;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("lifecycles", Needs(&[LifecycleView]), list)
            .about("Lists the lifecycles of the space")
            .queries(&["partialName", "ids", "skip", "take"])
            .gives::<Collection<LifecycleResource>>(),
        get("lifecycles/all", Needs(&[LifecycleView]), all)
            .about("Lists all lifecycles of the space, without paging")
            .gives::<Vec<LifecycleResource>>(),
        get("lifecycles/{id}", Needs(&[LifecycleView]), one).about("Shows a lifecycle").gives::<LifecycleResource>(),
        get("lifecycles/{id}/preview", Needs(&[LifecycleView]), preview)
            .about("Shows a lifecycle with the phases that it implies")
            .gives::<LifecycleResource>(),
        get("lifecycles/{id}/projects", Needs(&[LifecycleView]), projects)
            .about("Lists the projects on a lifecycle")
            .gives::<Vec<ProjectResource>>(),
        post("lifecycles", Needs(&[LifecycleCreate]), create)
            .about("Creates a lifecycle")
            .takes::<LifecycleResource>()
            .gives::<LifecycleResource>(),
        put("lifecycles/{id}", Needs(&[LifecycleEdit]), modify)
            .about("Changes a lifecycle; releases under way follow it at once")
            .takes::<LifecycleResource>()
            .gives::<LifecycleResource>(),
        delete("lifecycles/{id}", Needs(&[LifecycleDelete]), remove).about("Deletes a lifecycle that nothing uses"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = named::list::<Lifecycle>(&cx.app, &cx.caller, cx.space(), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Lifecycle", page, "skip,take,ids,partialName")?)
}

async fn all(cx: Cx) -> Answer {
    let page = named::list::<Lifecycle>(&cx.app, &cx.caller, cx.space(), cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn preview(cx: Cx) -> Answer {
    answer::ok(&resource(&lifecycles::preview(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn projects(cx: Cx) -> Answer {
    let projects = lifecycles::projects(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::ok(&projects.iter().map(crate::projects::resource).collect::<Vec<_>>())
}

async fn create(mut cx: Cx) -> Answer {
    let body: LifecycleResource = cx.json().await?;
    answer::created(&resource(&lifecycles::create(&cx.app, &cx.caller, cx.space(), edit(body)?).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: LifecycleResource = cx.json().await?;
    answer::ok(&resource(&lifecycles::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit(body)?).await?))
}

async fn remove(cx: Cx) -> Answer {
    lifecycles::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

fn edit(body: LifecycleResource) -> Result<Edit, ApiError> {
    Ok(Edit {
        name: body.name,
        description: body.description,
        phases: body.phases.into_iter().map(phase).collect::<Result<_, _>>()?,
        release_retention: retention(body.release_retention_policy)?.unwrap_or(RetentionPolicy::FOREVER),
        tentacle_retention: retention(body.tentacle_retention_policy)?.unwrap_or(RetentionPolicy::FOREVER),
    })
}

fn phase(body: PhaseResource) -> Result<Phase, ApiError> {
    Ok(Phase {
        id: body.id,
        name: body.name,
        automatic: body.automatic_deployment_targets.into_iter().map(Into::into).collect(),
        manual: body.optional_deployment_targets.into_iter().map(Into::into).collect(),
        minimum: body.minimum_environments_before_promotion,
        is_optional: body.is_optional_phase,
        is_priority: body.is_priority_phase,
        release_retention: retention(body.release_retention_policy)?,
        tentacle_retention: retention(body.tentacle_retention_policy)?,
    })
}

fn retention(body: Option<RetentionPeriod>) -> Result<Option<RetentionPolicy>, ApiError> {
    let Some(body) = body else { return Ok(None) };
    let unit = match body.unit.to_lowercase().as_str() {
        "" | "items" => Unit::Items,
        "days" => Unit::Days,
        other => {
            return Err(ApiError::bad_request(format!("the retention unit \"{other}\" is not one of Days, Items")));
        }
    };
    let strategy = match body.strategy.as_deref().map(str::to_lowercase).as_deref() {
        None | Some("") => {
            return Ok(Some(RetentionPolicy::inferred(unit, body.quantity_to_keep, body.should_keep_forever)));
        }
        Some("default") => Strategy::Default,
        Some("count") => Strategy::Count,
        Some("forever") => Strategy::Forever,
        Some(other) => {
            return Err(ApiError::bad_request(format!(
                "the retention strategy \"{other}\" is not one of Default, Count, Forever"
            )));
        }
    };
    Ok(Some(RetentionPolicy { strategy, unit, quantity_to_keep: body.quantity_to_keep }))
}

fn retention_resource(policy: RetentionPolicy) -> RetentionPeriod {
    let strategy = match policy.strategy {
        Strategy::Default => "Default",
        Strategy::Count => "Count",
        Strategy::Forever => "Forever",
    };
    let unit = match policy.unit {
        Unit::Days => "Days",
        Unit::Items => "Items",
    };
    RetentionPeriod {
        strategy: Some(strategy.to_owned()),
        unit: unit.to_owned(),
        quantity_to_keep: policy.quantity_to_keep,
        should_keep_forever: Some(policy.strategy == Strategy::Forever),
    }
}

fn resource(lifecycle: &Lifecycle) -> LifecycleResource {
    let own = format!("/api/{}/lifecycles/{}", lifecycle.space_id, lifecycle.id);
    LifecycleResource {
        id: lifecycle.id.to_string(),
        name: lifecycle.name.clone(),
        description: lifecycle.description.clone(),
        slug: lifecycle.slug.clone(),
        space_id: lifecycle.space_id.to_string(),
        release_retention_policy: Some(retention_resource(lifecycle.release_retention)),
        tentacle_retention_policy: Some(retention_resource(lifecycle.tentacle_retention)),
        phases: lifecycle.phases.iter().map(phase_resource).collect(),
        links: links([
            ("Self", own.clone()),
            ("Preview", format!("{own}/preview")),
            ("Projects", format!("{own}/projects")),
        ]),
    }
}

fn phase_resource(phase: &Phase) -> PhaseResource {
    PhaseResource {
        id: phase.id.clone(),
        name: phase.name.clone(),
        automatic_deployment_targets: phase.automatic.iter().map(ToString::to_string).collect(),
        optional_deployment_targets: phase.manual.iter().map(ToString::to_string).collect(),
        minimum_environments_before_promotion: phase.minimum,
        is_optional_phase: phase.is_optional,
        is_priority_phase: phase.is_priority,
        release_retention_policy: phase.release_retention.map(retention_resource),
        tentacle_retention_policy: phase.tentacle_retention.map(retention_resource),
    }
}
