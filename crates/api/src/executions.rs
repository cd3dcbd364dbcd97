//! The commands that take names (http-api.md 9).

use pulpo_access::Permission::{DeploymentCreate, ReleaseCreate};
use pulpo_app::executions::{self, CreateDeployments, CreateRelease};
use pulpo_wire::http::executions::{
    CreateDeploymentsCommand, CreateDeploymentsResponse, CreateReleaseCommand, CreateReleaseResponse,
    DeploymentServerTask,
};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::route::Access::Needs;
use crate::route::{Route, post};
use crate::time;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("releases/create/v1", Needs(&[ReleaseCreate]), create_release)
            .about("Creates a release by names, choosing channel and packages")
            .takes::<CreateReleaseCommand>()
            .gives::<CreateReleaseResponse>(),
        post("deployments/create/untenanted/v1", Needs(&[DeploymentCreate]), create_untenanted)
            .about("Deploys a release by names to one or more environments, all or nothing")
            .takes::<CreateDeploymentsCommand>()
            .gives::<CreateDeploymentsResponse>(),
        post("deployments/create/tenanted/v1", Needs(&[DeploymentCreate]), create_tenanted)
            .about("Refuses: this server has no tenants yet")
            .takes::<CreateDeploymentsCommand>(),
    ]
}

async fn create_release(mut cx: Cx) -> Answer {
    let body: CreateReleaseCommand = cx.json().await?;
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let command = CreateRelease {
        project: body.project_name,
        channel: given(body.channel_name),
        version: given(body.release_version),
        package_version: given(body.package_version),
        packages: body.packages,
        package_prerelease: given(body.package_prerelease),
        release_notes: given(body.release_notes),
        ignore_if_already_exists: body.ignore_if_already_exists,
        ignore_channel_rules: body.ignore_channel_rules,
        custom_fields: body.custom_fields,
        git_ref: given(body.git_ref),
    };
    let release = executions::create_release(&cx.app, &cx.caller, cx.space(), command).await?;
    answer::created(&CreateReleaseResponse { release_id: release.id.to_string(), release_version: release.version })
}

async fn create_untenanted(mut cx: Cx) -> Answer {
    let body: CreateDeploymentsCommand = cx.json().await?;
    let mut environments = body.environment_names;
    environments.extend(body.environment_name.filter(|name| !name.is_empty()));
    let command = CreateDeployments {
        project: body.project_name,
        release_version: body.release_version,
        environments,
        force_package_download: body.force_package_download,
        force_package_redeployment: body.force_package_redeployment,
        update_variable_snapshot: body.update_variable_snapshot,
        specific_machines: body.specific_machine_names,
        excluded_machines: body.excluded_machine_names,
        skip_steps: body.skip_step_names,
        use_guided_failure: body.use_guided_failure,
        run_at: time::parse("runAt", body.run_at.as_deref())?,
        no_run_after: time::parse("noRunAfter", body.no_run_after.as_deref())?,
        variables: body.variables,
    };
    let made = executions::create_deployments(&cx.app, &cx.caller, cx.space(), command).await?;
    let tasks = made.into_iter().map(|deployment| DeploymentServerTask {
        deployment_id: deployment.id.to_string(),
        server_task_id: deployment.task_id.to_string(),
    });
    answer::ok(&CreateDeploymentsResponse { deployment_server_tasks: tasks.collect() })
}

async fn create_tenanted(mut cx: Cx) -> Answer {
    let _: CreateDeploymentsCommand = cx.json().await?;
    Err(ApiError::bad_request(
        "this server has no tenants yet; deploy without them by deployments/create/untenanted/v1",
    ))
}
