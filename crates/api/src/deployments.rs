//! `/deployments` and their previews (http-api.md 8.3, 8.4).

use std::collections::BTreeMap;

use pulpo_access::Permission::{DeploymentCreate, DeploymentDelete, DeploymentView};
use pulpo_app::deployments::{self, Filter, NewDeployment, Preview, Prompted};
use pulpo_domain::deployment::{Deployment, FormValue};
use pulpo_domain::plan::{PlannedAction, PlannedStep, SkipReason};
use pulpo_domain::task::TaskState;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::deployments::{
    DeploymentPreviewResource, DeploymentResource, FormControl, FormElement, FormResource, PreviewMachine,
    PreviewRequests, PreviewStep,
};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post};
use crate::time;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("deployments", Needs(&[DeploymentView]), list)
            .about("Lists the deployments of the space, newest first")
            .queries(&["ids", "projects", "environments", "channels", "tenants", "taskState", "skip", "take"])
            .gives::<Collection<DeploymentResource>>(),
        post("deployments", Needs(&[DeploymentCreate]), create)
            .about("Deploys a release to an environment: queues a task")
            .takes::<DeploymentResource>()
            .gives::<DeploymentResource>(),
        get("deployments/{id}", Needs(&[DeploymentView]), one)
            .about("Shows a deployment")
            .gives::<DeploymentResource>(),
        delete("deployments/{id}", Needs(&[DeploymentDelete]), remove)
            .about("Deletes a deployment whose task has ended"),
        get("releases/{id}/deployments", Needs(&[DeploymentView]), of_release)
            .about("Lists the deployments of a release")
            .queries(&["skip", "take"])
            .gives::<Collection<DeploymentResource>>(),
        get("releases/{id}/deployments/preview/{environment}", Needs(&[DeploymentCreate]), preview)
            .about("Shows what deploying a release to an environment would do, and what it asks for")
            .gives::<DeploymentPreviewResource>(),
        post("releases/{id}/deployments/previews", Needs(&[DeploymentCreate]), previews)
            .about("Shows several previews, in the order in which they are asked for")
            .takes::<PreviewRequests>()
            .gives::<Vec<DeploymentPreviewResource>>(),
    ]
}

fn filter(cx: &Cx) -> Result<Filter, ApiError> {
    let state = match cx.query("taskState") {
        Some(text) => {
            let unknown = || ApiError::bad_request(format!("the task state \"{text}\" is not known"));
            Some(TaskState::parse(text).ok_or_else(unknown)?)
        }
        None => None,
    };
    Ok(Filter {
        ids: cx.list("ids"),
        projects: cx.list("projects"),
        environments: cx.list("environments"),
        channels: cx.list("channels"),
        tenants: cx.list("tenants"),
        release: None,
        state,
        skip: cx.skip()?,
        take: cx.take()?,
    })
}

async fn list(cx: Cx) -> Answer {
    let page = deployments::list(&cx.app, &cx.caller, cx.space(), filter(&cx)?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Deployment", page, "skip,take,ids,projects,environments,tenants,channels,taskState")?)
}

async fn of_release(cx: Cx) -> Answer {
    let filter = Filter { release: Some(cx.param("id").to_owned()), ..filter(&cx)? };
    let page = deployments::list(&cx.app, &cx.caller, cx.space(), filter).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Deployment", page, "skip,take")?)
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&deployments::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    let body: DeploymentResource = cx.json().await?;
    let values = body.form_values.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let new = NewDeployment {
        release_id: body.release_id,
        environment_id: body.environment_id,
        tenant_id: body.tenant_id,
        skip_actions: body.skip_actions,
        specific_machine_ids: body.specific_machine_ids,
        excluded_machine_ids: body.excluded_machine_ids,
        force_package_download: body.force_package_download,
        force_package_redeployment: body.force_package_redeployment,
        use_guided_failure: body.use_guided_failure,
        form_values: values.collect(),
        queue_time: time::parse("QueueTime", body.queue_time.as_deref())?,
        queue_time_expiry: time::parse("QueueTimeExpiry", body.queue_time_expiry.as_deref())?,
        comments: body.comments,
    };
    answer::created(&resource(&deployments::create(&cx.app, &cx.caller, cx.space(), new).await?))
}

async fn remove(cx: Cx) -> Answer {
    deployments::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

async fn preview(cx: Cx) -> Answer {
    let preview =
        deployments::preview(&cx.app, &cx.caller, cx.space(), cx.param("id"), cx.param("environment")).await?;
    answer::ok(&preview_resource(&preview))
}

async fn previews(mut cx: Cx) -> Answer {
    let body: PreviewRequests = cx.json().await?;
    let mut all = Vec::new();
    for request in body.deployment_previews {
        let preview =
            deployments::preview(&cx.app, &cx.caller, cx.space(), cx.param("id"), &request.environment_id).await?;
        all.push(preview_resource(&preview));
    }
    answer::ok(&all)
}

fn preview_resource(preview: &Preview) -> DeploymentPreviewResource {
    let steps = preview.plan.steps.iter().flat_map(|step| step.actions.iter().map(move |action| (step, action)));
    // What will not run is left out, but for steps that lack targets: people want to see those.
    let shown = steps.filter(|(_, action)| action.skip.is_none_or(|reason| reason == SkipReason::NoTargets));
    let values = preview.prompts.iter().map(|prompt| (prompt.id.clone(), prompt.default.clone()));
    DeploymentPreviewResource {
        steps_to_execute: shown.map(|(step, action)| step_resource(step, action)).collect(),
        form: FormResource { values: values.collect(), elements: preview.prompts.iter().map(element).collect() },
        use_guided_failure_mode_by_default: preview.guided_failure,
        ..DeploymentPreviewResource::default()
    }
}

fn step_resource(step: &PlannedStep, action: &PlannedAction) -> PreviewStep {
    PreviewStep {
        action_id: action.action.id.clone(),
        action_name: action.action.name.clone(),
        action_number: action.number.clone(),
        roles: step.step.target_roles().into_iter().collect(),
        machine_names: step.targets.iter().map(|target| target.name.clone()).collect(),
        machines: step
            .targets
            .iter()
            .map(|target| PreviewMachine {
                id: target.id.to_string(),
                name: target.name.clone(),
                has_latest_calamari: true,
                ..PreviewMachine::default()
            })
            .collect(),
        can_be_skipped: !action.action.is_required,
        is_disabled: action.action.is_disabled,
        has_no_applicable_machines: action.skip == Some(SkipReason::NoTargets),
        unavailable_machines: Vec::new(),
        excluded_machines: Vec::new(),
    }
}

fn element(prompt: &Prompted) -> FormElement {
    FormElement {
        name: prompt.id.clone(),
        is_value_required: prompt.is_required,
        control: FormControl {
            r#type: "VariableValue".to_owned(),
            name: prompt.name.clone(),
            label: prompt.label.clone(),
            description: prompt.description.clone(),
            is_secure: prompt.is_sensitive,
            required: prompt.is_required,
            display_settings: prompt.display_settings.clone(),
        },
    }
}

pub(crate) fn resource(deployment: &Deployment) -> DeploymentResource {
    let space = format!("/api/{}", deployment.space_id);
    let own = format!("{space}/deployments/{}", deployment.id);
    // A secret answer went in and never comes out.
    let answer = |value: &FormValue| match value {
        FormValue::Plain(text) => Some(text.clone()),
        FormValue::Sealed(_) => None,
    };
    let form_values: BTreeMap<_, _> =
        deployment.form_values.iter().map(|(id, value)| (id.clone(), answer(value))).collect();
    DeploymentResource {
        id: deployment.id.to_string(),
        space_id: deployment.space_id.to_string(),
        name: deployment.name.clone(),
        release_id: deployment.release_id.to_string(),
        project_id: deployment.project_id.to_string(),
        channel_id: deployment.channel_id.to_string(),
        environment_id: deployment.environment_id.to_string(),
        tenant_id: deployment.tenant_id.as_ref().map(ToString::to_string),
        task_id: deployment.task_id.to_string(),
        deployment_process_id: deployment.process_snapshot_id.to_string(),
        manifest_variable_set_id: format!("variableset-{}", deployment.id),
        created: time::text(deployment.created),
        queue_time: deployment.queue_time.map(time::text),
        queue_time_expiry: deployment.queue_time_expiry.map(time::text),
        force_package_download: deployment.force_package_download,
        force_package_redeployment: deployment.force_package_redeployment,
        use_guided_failure: Some(deployment.use_guided_failure),
        skip_actions: deployment.skip_actions.clone(),
        specific_machine_ids: deployment.specific_machine_ids.iter().map(ToString::to_string).collect(),
        excluded_machine_ids: deployment.excluded_machine_ids.iter().map(ToString::to_string).collect(),
        deployed_to_machine_ids: deployment.deployed_to_machine_ids.iter().map(ToString::to_string).collect(),
        form_values,
        changes: Vec::new(),
        changes_markdown: String::new(),
        comments: deployment.comments.clone(),
        priority: None,
        deployed_by: deployment.deployed_by.clone(),
        deployed_by_id: deployment.deployed_by_id.to_string(),
        failure_encountered: deployment.failure_encountered,
        tentacle_retention_period: None,
        links: links([
            ("Self", own.clone()),
            ("Release", format!("{space}/releases/{}", deployment.release_id)),
            ("Environment", format!("{space}/environments/{}", deployment.environment_id)),
            ("Project", format!("{space}/projects/{}", deployment.project_id)),
            ("Task", format!("/api/tasks/{}", deployment.task_id)),
            ("Web", format!("/app#/{}/deployments/{}", deployment.space_id, deployment.id)),
            ("Artifacts", format!("{space}/artifacts?regarding={}", deployment.id)),
            ("Interruptions", format!("{space}/interruptions?regarding={}", deployment.id)),
            ("DeploymentProcess", format!("{space}/deploymentprocesses/{}", deployment.process_snapshot_id)),
        ]),
    }
}
