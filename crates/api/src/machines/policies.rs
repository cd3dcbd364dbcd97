//! Machine policies. Targets without endpoints need none, but clients read the default one in full.

use pulpo_access::Permission::{MachinePolicyView, MachineView, WorkerView};
use pulpo_app::{named, worker_pools};
use pulpo_domain::worker_pool::MachinePolicy;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::machines::{MachinePolicyResource, MachineResource};
use serde_json::{Value, json};

use super::targets;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, get};

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("machinepolicies", Needs(&[MachinePolicyView]), list)
            .about("Lists the machine policies of the space")
            .queries(&["partialName", "ids", "skip", "take"])
            .gives::<Collection<MachinePolicyResource>>(),
        get("machinepolicies/all", Needs(&[MachinePolicyView]), all)
            .about("Lists all machine policies of the space, without paging")
            .gives::<Vec<MachinePolicyResource>>(),
        get("machinepolicies/template", Needs(&[MachinePolicyView]), template)
            .about("Shows what a new machine policy would hold")
            .gives::<MachinePolicyResource>(),
        get("machinepolicies/{id}", Needs(&[MachinePolicyView]), one)
            .about("Shows a machine policy")
            .gives::<MachinePolicyResource>(),
        get("machinepolicies/{id}/machines", Needs(&[MachineView]), machines)
            .about("Lists the deployment targets that a machine policy is for")
            .gives::<Collection<MachineResource>>(),
        get("machinepolicies/{id}/workers", Needs(&[WorkerView]), workers)
            .about("Lists the workers that a machine policy is for: none")
            .gives::<Collection<Value>>(),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = named::list::<MachinePolicy>(&cx.app, &cx.caller, cx.space(), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "MachinePolicy", page, "skip,take,ids,partialName")?)
}

async fn all(cx: Cx) -> Answer {
    let page = named::list::<MachinePolicy>(&cx.app, &cx.caller, cx.space(), cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn template(cx: Cx) -> Answer {
    answer::ok(&MachinePolicyResource { space_id: cx.space().to_string(), ..blank() })
}

async fn machines(cx: Cx) -> Answer {
    let (space, id) = (cx.space(), cx.param("id"));
    let page = worker_pools::machines_of_policy(&cx.app, &cx.caller, space, id, cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(targets::resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "DeploymentTarget", page, "skip,take,partialName")?)
}

async fn workers(cx: Cx) -> Answer {
    named::get::<MachinePolicy>(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::ok(&collection(&cx, "Worker", Paged { items: Vec::<Value>::new(), total: 0 }, "skip,take")?)
}

/// The values that every policy has so far. All parts must be there: clients check them when they read.
fn blank() -> MachinePolicyResource {
    let script = || json!({ "RunType": "InheritFromDefault", "ScriptBody": null });
    MachinePolicyResource {
        machine_health_check_policy: json!({
            "HealthCheckType": "RunScript",
            "HealthCheckInterval": "01:00:00",
            "HealthCheckCron": null,
            "HealthCheckCronTimezone": "UTC",
            "PowerShellHealthCheckPolicy": script(),
            "BashHealthCheckPolicy": script(),
        }),
        machine_connectivity_policy: json!({ "MachineConnectivityBehavior": "ExpectedToBeOnline" }),
        machine_cleanup_policy: json!({
            "DeleteMachinesBehavior": "DoNotDelete",
            "DeleteMachinesElapsedTimeSpan": "00:00:00",
        }),
        machine_update_policy: json!({
            "CalamariUpdateBehavior": "UpdateOnDeployment",
            "TentacleUpdateBehavior": "NeverUpdate",
            "KubernetesAgentUpdateBehavior": "NeverUpdate",
            "TentacleUpdateAccountId": null,
        }),
        machine_rpc_call_retry_policy: json!({
            "Enabled": true,
            "RetryDuration": "00:02:30",
            "HealthCheckRetryDuration": "00:02:30",
        }),
        polling_request_queue_timeout: "00:02:00".to_owned(),
        polling_request_maximum_message_processing_timeout: "00:10:00".to_owned(),
        connection_retry_sleep_interval: "00:00:01".to_owned(),
        connection_retry_count_limit: 5,
        connection_retry_time_limit: "00:05:00".to_owned(),
        connection_connect_timeout: "00:01:00".to_owned(),
        ..MachinePolicyResource::default()
    }
}

fn resource(policy: &MachinePolicy) -> MachinePolicyResource {
    let own = format!("/api/{}/machinepolicies/{}", policy.space_id, policy.id);
    MachinePolicyResource {
        id: policy.id.to_string(),
        space_id: policy.space_id.to_string(),
        name: policy.name.clone(),
        description: policy.description.clone(),
        is_default: policy.is_default,
        links: links([
            ("Self", own.clone()),
            ("Machines", format!("{own}/machines{{?skip,take}}")),
            ("Workers", format!("{own}/workers{{?skip,take}}")),
        ]),
        ..blank()
    }
}
