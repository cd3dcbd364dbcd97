//! `/releases`: making, showing, promoting them (http-api.md 8.1, 8.2, 15.2).

mod resource;

use std::collections::BTreeMap;

use pulpo_access::Permission::{
    DefectReport, DefectResolve, ProjectView, ReleaseCreate, ReleaseDelete, ReleaseEdit, ReleaseView,
};
use pulpo_app::releases::{self, Edit, NewRelease};
use pulpo_domain::lifecycle::Progress;
use pulpo_domain::release::{Defect, SelectedPackage};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::releases as wire;
use pulpo_wire::http::releases::{
    DefectResource, DeploymentTemplateResource, MissingPackages, ProjectProgressionResource,
    ReleaseProgressionResource, ReleaseResource,
};
use pulpo_wire::http::values::{Links, NamedReference};
use pulpo_wire::http::variables::VariableSetResource;

pub(crate) use resource::resource;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::dashboard_item::{self, Place};
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("releases", Needs(&[ReleaseView]), list)
            .about("Lists the releases of the space, newest first")
            .queries(&["ids", "skip", "take"])
            .gives::<Collection<ReleaseResource>>(),
        post("releases", Needs(&[ReleaseCreate]), create)
            .about("Creates a release: freezes the process, the variables and the package versions")
            .queries(&["ignoreChannelRules"])
            .takes::<ReleaseResource>()
            .gives::<ReleaseResource>(),
        get("releases/{id}", Needs(&[ReleaseView]), one).about("Shows a release").gives::<ReleaseResource>(),
        put("releases/{id}", Needs(&[ReleaseEdit]), modify)
            .about("Changes a release; its channel and packages only until it is deployed")
            .takes::<ReleaseResource>()
            .gives::<ReleaseResource>(),
        delete("releases/{id}", Needs(&[ReleaseDelete]), remove).about("Deletes a release with its deployments"),
        get("releases/{id}/deployments/template", Needs(&[ReleaseView]), template)
            .about("Shows where the caller may deploy a release now, and why not elsewhere")
            .gives::<DeploymentTemplateResource>(),
        get("releases/{id}/progression", Needs(&[ReleaseView]), progression)
            .about("Shows how far a release has come in its lifecycle")
            .gives::<ReleaseProgressionResource>(),
        get("releases/{id}/defects", Needs(&[ReleaseView]), defects)
            .about("Lists the defects of a release")
            .gives::<Collection<DefectResource>>(),
        post("releases/{id}/defects", Needs(&[DefectReport]), report)
            .about("Reports a defect, which keeps the release from phases it has not begun")
            .takes::<DefectResource>()
            .gives::<DefectResource>(),
        post("releases/{id}/defects/resolve", Needs(&[DefectResolve]), resolve)
            .about("Resolves the defect of a release")
            .gives::<DefectResource>(),
        post("releases/{id}/snapshot-variables", Needs(&[ReleaseEdit]), update_variables)
            .about("Takes the project's variables of today into a release")
            .gives::<ReleaseResource>(),
        get("releases/{id}/variables", Needs(&[ReleaseView]), variables)
            .about("Shows the variables that a release has frozen, as far as the caller may see them")
            .gives::<Vec<VariableSetResource>>(),
        get("releases/{id}/missingPackages", Needs(&[ReleaseView]), missing_packages)
            .about("Lists the packages of a release that are no longer in their feeds")
            .gives::<MissingPackages>(),
        get("projects/{project}/releases", Needs(&[ReleaseView]), of_project)
            .about("Lists the releases of a project, newest first")
            .queries(&["searchByVersion", "skip", "take"])
            .gives::<Collection<ReleaseResource>>(),
        get("projects/{project}/releases/{version}", Needs(&[ReleaseView]), by_version)
            .about("Shows the release of a project with exactly this version")
            .gives::<ReleaseResource>(),
        get("projects/{project}/progression", Needs(&[ReleaseView, ProjectView]), project_progression)
            .about("Shows the releases of a project beside its environments")
            .queries(&["releaseHistoryCount"])
            .gives::<ProjectProgressionResource>(),
        get("progression/{project}", Needs(&[ReleaseView, ProjectView]), project_progression)
            .about("Shows the releases of a project beside its environments")
            .queries(&["releaseHistoryCount"])
            .gives::<ProjectProgressionResource>(),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = releases::list(&cx.app, &cx.caller, cx.space(), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Release", page, "skip,take,ids")?)
}

async fn of_project(cx: Cx) -> Answer {
    let search = cx.query("searchByVersion");
    let page = releases::of_project(&cx.app, &cx.caller, cx.space(), cx.param("project"), search, cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Release", page, "skip,take,searchByVersion")?)
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&releases::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn by_version(cx: Cx) -> Answer {
    let found = releases::by_version(&cx.app, &cx.caller, cx.space(), cx.param("project"), cx.param("version")).await?;
    answer::ok(&resource(&found))
}

async fn create(mut cx: Cx) -> Answer {
    let body: ReleaseResource = cx.json().await?;
    let new = NewRelease {
        project: body.project_id,
        channel: Some(body.channel_id).filter(|channel| !channel.is_empty()),
        version: Some(body.version).filter(|version| !version.is_empty()),
        release_notes: body.release_notes,
        selected_packages: body.selected_packages.into_iter().map(selected).collect(),
        ignore_channel_rules: cx.flag("ignoreChannelRules") || body.ignore_channel_rules,
        custom_fields: body.custom_fields,
        git_ref: body.version_control_reference.and_then(|reference| reference.git_ref),
    };
    answer::created(&resource(&releases::create(&cx.app, &cx.caller, cx.space(), new).await?))
}

/// Older clients name the step where newer ones name the action.
fn selected(body: wire::SelectedPackage) -> SelectedPackage {
    let action_name = if body.action_name.is_empty() { body.step_name } else { body.action_name };
    SelectedPackage { action_name, reference_name: body.package_reference_name, version: body.version }
}

async fn modify(mut cx: Cx) -> Answer {
    let body: ReleaseResource = cx.json().await?;
    let edit = Edit {
        version: body.version,
        channel_id: body.channel_id,
        release_notes: body.release_notes,
        selected_packages: body.selected_packages.into_iter().map(selected).collect(),
    };
    answer::ok(&resource(&releases::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit).await?))
}

async fn remove(cx: Cx) -> Answer {
    releases::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

async fn update_variables(cx: Cx) -> Answer {
    answer::ok(&resource(&releases::update_variables(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn variables(cx: Cx) -> Answer {
    let release = releases::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let set =
        pulpo_app::variables::get(&cx.app, &cx.caller, cx.space(), release.variable_set_snapshot_id.as_str()).await;
    match set {
        Ok((set, choices)) => answer::ok(&vec![crate::variables::resource(&set, choices)]),
        // Whoever may see the release but no variable gets none.
        Err(pulpo_app::Error::NotFound { .. }) => answer::ok(&Vec::<VariableSetResource>::new()),
        Err(error) => Err(error.into()),
    }
}

async fn missing_packages(cx: Cx) -> Answer {
    let missing = releases::missing_packages(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let packages = missing.into_iter().map(|(id, version)| wire::MissingPackage { id, version }).collect();
    answer::ok(&MissingPackages { packages })
}

async fn template(cx: Cx) -> Answer {
    let (release, template) = releases::template(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let own = format!("/api/{}/releases/{}/deployments", release.space_id, release.id);
    let promote_to = template.promote_to.iter().map(|environment| wire::PromotionTarget {
        id: environment.id.to_string(),
        name: environment.name.clone(),
        // A path without a template: clients follow it as it stands.
        links: links([("Preview", format!("{own}/preview/{}", environment.id))]),
    });
    let not_promotable = template.not_now.iter().map(|(environment, reason)| wire::NotPromotable {
        id: environment.id.to_string(),
        name: environment.name.clone(),
        reason: reason.clone(),
    });
    answer::ok(&DeploymentTemplateResource {
        is_deployment_process_modified: template.is_process_modified,
        is_variable_set_modified: template.is_variable_set_modified,
        is_library_variable_set_modified: template.is_library_variable_set_modified,
        is_git_resource_modified: false,
        deployment_notes: None,
        promote_to: promote_to.collect(),
        tenant_promotions: Vec::new(),
        not_promotable: not_promotable.collect(),
        links: links([("Self", format!("{own}/template"))]),
    })
}

fn progress_name(progress: Progress) -> String {
    match progress {
        Progress::Pending => "Pending",
        Progress::Current => "Current",
        Progress::Complete => "Complete",
    }
    .to_owned()
}

async fn progression(cx: Cx) -> Answer {
    let (way, phases) = releases::progression(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let now = cx.app.now();
    let phases = phases.into_iter().map(|view| {
        let phase = &view.progress.phase;
        let deployments = view.deployments.iter().map(|(deployment, task)| wire::PhaseDeployment {
            task: crate::tasks::resource(task, now),
            deployment: crate::deployments::resource(deployment),
        });
        wire::ProgressionPhase {
            id: phase.id.clone(),
            name: phase.name.clone(),
            blocked: view.progress.blocked,
            progress: progress_name(view.progress.progress),
            deployments: deployments.collect(),
            automatic_deployment_targets: phase.automatic.iter().map(ToString::to_string).collect(),
            optional_deployment_targets: phase.manual.iter().map(ToString::to_string).collect(),
            minimum_environments_before_promotion: phase.minimum,
            is_optional_phase: phase.is_optional,
            is_priority_phase: phase.is_priority,
        }
    });
    answer::ok(&ReleaseProgressionResource {
        phases: phases.collect(),
        next_deployments: way.next.iter().map(ToString::to_string).collect(),
        next_deployments_minimum_required: way.next_minimum,
        links: links([("Self", cx.path.clone())]),
    })
}

async fn project_progression(cx: Cx) -> Answer {
    let count = cx.number("releaseHistoryCount")?;
    let view = releases::project_progression(&cx.app, &cx.caller, cx.space(), cx.param("project"), count).await?;
    let now = cx.app.now();
    let environments: Vec<NamedReference> = view
        .environments
        .iter()
        .map(|environment| NamedReference {
            id: environment.id.to_string(),
            name: environment.name.clone(),
            links: Links::new(),
        })
        .collect();
    let channels = view.releases.iter().map(|entry| (entry.channel.id.to_string(), environments.clone()));
    let channel_environments: BTreeMap<_, _> = channels.collect();
    let releases = view.releases.iter().map(|entry| wire::ProgressionRelease {
        release: resource(&entry.release),
        channel: crate::channels::resource(&entry.channel),
        deployments: entry
            .deployments
            .iter()
            .map(|(environment, items)| {
                let items = items.iter().map(|item| dashboard_item::resource(item, Place::Latest, now)).collect();
                (environment.to_string(), items)
            })
            .collect(),
        next_deployments: entry.next.iter().map(ToString::to_string).collect(),
        has_unresolved_defect: entry.release.has_open_defect(),
        release_retention_period: None,
        tentacle_retention_period: None,
    });
    answer::ok(&ProjectProgressionResource {
        releases: releases.collect(),
        environments,
        channel_environments,
        links: links([("Self", cx.path.clone())]),
    })
}

fn defect_resource(defect: &Defect) -> DefectResource {
    DefectResource {
        id: defect.id.clone(),
        description: defect.description.clone(),
        status: if defect.is_resolved { "Resolved" } else { "Unresolved" }.to_owned(),
        links: Links::new(),
    }
}

async fn defects(cx: Cx) -> Answer {
    let release = releases::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let items: Vec<DefectResource> = release.defects.iter().map(defect_resource).collect();
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    answer::ok(&collection(&cx, "Defect", Paged { items, total }, "skip,take")?)
}

async fn report(mut cx: Cx) -> Answer {
    let body: DefectResource = cx.json().await?;
    answer::ok(&defect_resource(
        &releases::report_defect(&cx.app, &cx.caller, cx.space(), cx.param("id"), &body.description).await?,
    ))
}

async fn resolve(cx: Cx) -> Result<axum::response::Response, ApiError> {
    answer::ok(&defect_resource(&releases::resolve_defect(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}
