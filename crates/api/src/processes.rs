//! `/deploymentprocesses` and the release template (http-api.md 6.3, 6.4).

use std::collections::BTreeMap;

use pulpo_access::Permission::{ProcessEdit, ProcessView};
use pulpo_app::processes::{self, PropertyEdit, StepEdit, Template};
use pulpo_domain::process::{
    Action, Condition, PackageReference, PackageRequirement, Process, Properties, PropertyValue, StartTrigger, Step,
};
use pulpo_wire::http::processes::{
    ActionResource, ContainerResource, PackageReferenceResource, ProcessResource, ReleaseTemplateResource,
    StepResource, TemplatePackage,
};
use pulpo_wire::http::values::{self as wire, SensitiveValue};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::links;
use crate::route::Access::Needs;
use crate::route::{Route, get, post, put};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("deploymentprocesses/{id}", Needs(&[ProcessView]), one)
            .about("Shows a deployment process, or the snapshot of a release")
            .gives::<ProcessResource>(),
        put("deploymentprocesses/{id}", Needs(&[ProcessEdit]), save)
            .about("Saves a deployment process over the version that the caller has")
            .takes::<ProcessResource>()
            .gives::<ProcessResource>(),
        get("deploymentprocesses/{id}/template", Needs(&[ProcessView]), template)
            .about("Shows what a release of the process needs")
            .queries(&["channel", "releaseId"])
            .gives::<ReleaseTemplateResource>(),
        get("projects/{project}/deploymentprocesses", Needs(&[ProcessView]), one)
            .about("Shows the deployment process of a project")
            .gives::<ProcessResource>(),
        put("projects/{project}/deploymentprocesses", Needs(&[ProcessEdit]), save)
            .about("Saves the deployment process of a project")
            .takes::<ProcessResource>()
            .gives::<ProcessResource>(),
        get("projects/{project}/deploymentprocesses/template", Needs(&[ProcessView]), template)
            .about("Shows what a release of the project needs")
            .queries(&["channel", "releaseId"])
            .gives::<ReleaseTemplateResource>(),
        post("projects/{project}/deploymentprocesses/validate", Needs(&[ProcessView]), validate)
            .about("Tells whether a process could be saved")
            .takes::<ProcessResource>(),
    ]
}

/// The process that the address names, by its own id or by its project.
async fn id(cx: &Cx) -> Result<String, ApiError> {
    match cx.params.get("id") {
        Some(id) => Ok(id.clone()),
        None => Ok(processes::id_of_project(&cx.app, &cx.caller, cx.space(), cx.param("project")).await?),
    }
}

async fn one(cx: Cx) -> Answer {
    let id = id(&cx).await?;
    answer::ok(&resource(&processes::get(&cx.app, &cx.caller, cx.space(), &id).await?))
}

async fn save(mut cx: Cx) -> Answer {
    let body: ProcessResource = cx.json().await?;
    let id = id(&cx).await?;
    let steps = body.steps.into_iter().map(step_edit).collect::<Result<_, _>>()?;
    answer::ok(&resource(&processes::save(&cx.app, &cx.caller, cx.space(), &id, body.version, steps).await?))
}

async fn validate(mut cx: Cx) -> Answer {
    let body: ProcessResource = cx.json().await?;
    let mut steps = Vec::new();
    for step in body.steps {
        let edit = step_edit(step)?;
        steps.push(edit.step);
    }
    let process = Process {
        id: body.id.into(),
        space_id: cx.space().clone(),
        project_id: body.project_id.into(),
        steps,
        version: body.version,
        last_snapshot_id: None,
        is_snapshot: false,
    };
    let errors: Vec<String> = pulpo_domain::process::check(&process).iter().map(ToString::to_string).collect();
    answer::ok(&serde_json::json!({ "Errors": errors, "Warnings": [] }))
}

async fn template(cx: Cx) -> Answer {
    let id = id(&cx).await?;
    let template = processes::template(&cx.app, &cx.caller, cx.space(), &id, cx.query("channel")).await?;
    answer::ok(&template_resource(&cx, &template))
}

fn template_resource(cx: &Cx, template: &Template) -> ReleaseTemplateResource {
    let (donor_step, donor_reference) = template.donor.clone().unzip();
    let packages = template.packages.iter().map(|package| TemplatePackage {
        action_name: package.action.clone(),
        step_name: package.step.clone(),
        package_reference_name: package.reference.clone(),
        package_id: package.package_id.clone(),
        project_name: None,
        feed_id: package.feed_id.clone(),
        feed_name: package.feed_name.clone(),
        nu_get_package_id: package.package_id.clone(),
        nu_get_feed_id: package.feed_id.clone(),
        nu_get_feed_name: package.feed_name.clone(),
        version_selected_last_release: package.last_version.clone(),
        fixed_version: package.fixed_version.clone(),
        is_resolvable: package.is_resolvable,
    });
    let mut all = links([("Self", cx.path.clone())]);
    if let Some(release) = &template.last_release {
        all.insert("LastRelease".to_owned(), format!("/api/{}/releases/{}", release.space_id, release.id));
    }
    ReleaseTemplateResource {
        deployment_process_id: template.process_id.clone(),
        last_release_version: template.last_release.as_ref().map(|release| release.version.clone()),
        next_version_increment: template.next_version.clone(),
        versioning_package_step_name: donor_step,
        versioning_package_reference_name: donor_reference,
        packages: packages.collect(),
        git_resources: Vec::new(),
        links: all,
    }
}

type Edits = Vec<(String, PropertyEdit)>;

fn property_edits(properties: BTreeMap<String, wire::PropertyValue>) -> Edits {
    let edit = |value| match value {
        wire::PropertyValue::Plain(text) => PropertyEdit::Plain(text),
        wire::PropertyValue::Flag(flag) => PropertyEdit::Plain(if flag { "True" } else { "False" }.to_owned()),
        wire::PropertyValue::Number(number) => PropertyEdit::Plain(number.to_string()),
        wire::PropertyValue::Sensitive(SensitiveValue { new_value: Some(text), .. }) => PropertyEdit::NewSecret(text),
        wire::PropertyValue::Sensitive(SensitiveValue { has_value: true, .. }) => PropertyEdit::KeepSecret,
        wire::PropertyValue::Sensitive(_) => PropertyEdit::ClearSecret,
    };
    properties.into_iter().map(|(name, value)| (name, edit(value))).collect()
}

/// The plain part of the properties, for checks that need no secrets.
fn plain(edits: &Edits) -> Properties {
    let value = |edit: &PropertyEdit| match edit {
        PropertyEdit::Plain(text) => Some(PropertyValue::Plain(text.clone())),
        PropertyEdit::NewSecret(_) | PropertyEdit::KeepSecret => Some(PropertyValue::Sealed { sealed: String::new() }),
        PropertyEdit::ClearSecret => None,
    };
    Properties(edits.iter().filter_map(|(name, edit)| Some((name.clone(), value(edit)?))).collect())
}

fn step_edit(body: StepResource) -> Result<StepEdit, ApiError> {
    let properties = property_edits(body.properties);
    let mut actions = Vec::new();
    let mut action_properties = Vec::new();
    for action in body.actions {
        let (action, edits) = action_edit(action)?;
        actions.push(action);
        action_properties.push(edits);
    }
    let package_requirement = match body.package_requirement.to_lowercase().as_str() {
        "" | "letoctopusdecide" => PackageRequirement::LetOctopusDecide,
        "beforepackageacquisition" => PackageRequirement::BeforePackageAcquisition,
        "afterpackageacquisition" => PackageRequirement::AfterPackageAcquisition,
        other => {
            let known = "LetOctopusDecide, BeforePackageAcquisition, AfterPackageAcquisition";
            return Err(ApiError::bad_request(format!("PackageRequirement \"{other}\" is not one of {known}")));
        }
    };
    let start_trigger = match body.start_trigger.to_lowercase().as_str() {
        "" | "startafterprevious" => StartTrigger::StartAfterPrevious,
        "startwithprevious" => StartTrigger::StartWithPrevious,
        other => {
            return Err(ApiError::bad_request(format!(
                "StartTrigger \"{other}\" is not one of StartAfterPrevious, StartWithPrevious"
            )));
        }
    };
    let step = Step {
        id: body.id,
        name: body.name,
        slug: body.slug,
        package_requirement,
        properties: plain(&properties),
        condition: condition(&body.condition)?,
        start_trigger,
        actions,
    };
    Ok(StepEdit { step, properties, action_properties })
}

fn condition(text: &str) -> Result<Condition, ApiError> {
    match text.to_lowercase().as_str() {
        "" | "success" => Ok(Condition::Success),
        "failure" => Ok(Condition::Failure),
        "always" => Ok(Condition::Always),
        "variable" => Ok(Condition::Variable),
        other => Err(ApiError::bad_request(format!(
            "Condition \"{other}\" is not one of Success, Failure, Always, Variable"
        ))),
    }
}

fn action_edit(body: ActionResource) -> Result<(Action, Edits), ApiError> {
    if body.container.image.as_deref().is_some_and(|image| !image.is_empty()) {
        return Err(ApiError::bad_request(format!(
            "step \"{}\" asks for an execution container, which this server cannot run",
            body.name
        )));
    }
    let edits = property_edits(body.properties);
    let ids = |texts: Vec<String>| texts.into_iter().map(Into::into).collect();
    let action = Action {
        id: body.id,
        name: body.name,
        slug: body.slug,
        action_type: body.action_type,
        notes: body.notes,
        is_disabled: body.is_disabled,
        is_required: body.is_required,
        can_be_used_for_project_versioning: body.can_be_used_for_project_versioning,
        worker_pool_id: body.worker_pool_id.filter(|id| !id.is_empty()).map(Into::into),
        worker_pool_variable: body.worker_pool_variable,
        environments: ids(body.environments),
        excluded_environments: body.excluded_environments.into_iter().map(Into::into).collect(),
        channels: body.channels.into_iter().map(Into::into).collect(),
        tenant_tags: body.tenant_tags,
        packages: body.packages.into_iter().map(package).collect(),
        condition: condition(&body.condition)?,
        properties: plain(&edits),
    };
    Ok((action, edits))
}

fn package(body: PackageReferenceResource) -> PackageReference {
    let acquisition_location =
        if body.acquisition_location.is_empty() { "Server".to_owned() } else { body.acquisition_location };
    PackageReference {
        id: body.id,
        name: body.name,
        package_id: body.package_id,
        feed_id: body.feed_id,
        acquisition_location,
        version: body.version,
        properties: body.properties,
    }
}

fn property_resources(properties: &Properties) -> BTreeMap<String, wire::PropertyValue> {
    let resource = |value: &PropertyValue| match value {
        PropertyValue::Plain(text) => wire::PropertyValue::Plain(text.clone()),
        PropertyValue::Sealed { .. } => {
            wire::PropertyValue::Sensitive(SensitiveValue { has_value: true, ..SensitiveValue::default() })
        }
    };
    properties.0.iter().map(|(name, value)| (name.clone(), resource(value))).collect()
}

fn resource(process: &Process) -> ProcessResource {
    let space = format!("/api/{}", process.space_id);
    let own = format!("{space}/deploymentprocesses/{}", process.id);
    let project = format!("{space}/projects/{}", process.project_id);
    ProcessResource {
        id: process.id.to_string(),
        project_id: process.project_id.to_string(),
        space_id: process.space_id.to_string(),
        version: process.version,
        last_snapshot_id: process.last_snapshot_id.as_ref().map(ToString::to_string),
        steps: process.steps.iter().map(step_resource).collect(),
        links: links([
            ("Self", own.clone()),
            ("Template", format!("{own}/template{{?channel,releaseId}}")),
            ("Validation", format!("{project}/deploymentprocesses/validate")),
            ("Project", project),
        ]),
    }
}

fn step_resource(step: &Step) -> StepResource {
    let package_requirement = match step.package_requirement {
        PackageRequirement::LetOctopusDecide => "LetOctopusDecide",
        PackageRequirement::BeforePackageAcquisition => "BeforePackageAcquisition",
        PackageRequirement::AfterPackageAcquisition => "AfterPackageAcquisition",
    };
    let start_trigger = match step.start_trigger {
        StartTrigger::StartAfterPrevious => "StartAfterPrevious",
        StartTrigger::StartWithPrevious => "StartWithPrevious",
    };
    StepResource {
        id: step.id.clone(),
        name: step.name.clone(),
        slug: step.slug.clone(),
        package_requirement: package_requirement.to_owned(),
        properties: property_resources(&step.properties),
        condition: condition_name(step.condition),
        start_trigger: start_trigger.to_owned(),
        actions: step.actions.iter().map(action_resource).collect(),
    }
}

fn condition_name(condition: Condition) -> String {
    match condition {
        Condition::Success => "Success",
        Condition::Failure => "Failure",
        Condition::Always => "Always",
        Condition::Variable => "Variable",
    }
    .to_owned()
}

fn action_resource(action: &Action) -> ActionResource {
    let packages = action.packages.iter().map(|package| PackageReferenceResource {
        id: package.id.clone(),
        name: package.name.clone(),
        package_id: package.package_id.clone(),
        feed_id: package.feed_id.clone(),
        acquisition_location: package.acquisition_location.clone(),
        version: package.version.clone(),
        properties: package.properties.clone(),
    });
    ActionResource {
        id: action.id.clone(),
        name: action.name.clone(),
        slug: action.slug.clone(),
        action_type: action.action_type.clone(),
        notes: action.notes.clone(),
        is_disabled: action.is_disabled,
        can_be_used_for_project_versioning: action.can_be_used_for_project_versioning,
        is_required: action.is_required,
        worker_pool_id: action.worker_pool_id.as_ref().map(ToString::to_string),
        worker_pool_variable: action.worker_pool_variable.clone(),
        container: ContainerResource::default(),
        environments: action.environments.iter().map(ToString::to_string).collect(),
        excluded_environments: action.excluded_environments.iter().map(ToString::to_string).collect(),
        channels: action.channels.iter().map(ToString::to_string).collect(),
        tenant_tags: action.tenant_tags.clone(),
        condition: condition_name(action.condition),
        packages: packages.collect(),
        git_dependencies: Vec::new(),
        properties: property_resources(&action.properties),
        links: wire::Links::new(),
    }
}
