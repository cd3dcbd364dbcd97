//! Server nodes.

use pulpo_access::Permission::AdministerSystem;
use pulpo_app::built_in_worker::{BuiltInWorker, Failure, Step, Tested};
use pulpo_app::nodes::{self, Node, NodeSettings};
use pulpo_app::reach::Reach;
use pulpo_app::tasks;
use pulpo_domain::task::TaskState;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::server::{
    BuiltInWorkerResource, NodeDetails, NodeSummary, NodeSummaryEntry, SelfTestFailure, SelfTestResource, SelfTestStep,
    ServerNodeResource,
};

use super::status::status_of;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::{Needs, Public};
use crate::route::{Route, system_delete, system_get, system_put};
use crate::time;

/// The tasks that a node's details show; it runs far fewer.
const MOST_SHOWN: i64 = 1000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("octopusservernodes", Needs(&[AdministerSystem]), list)
            .about("Lists server nodes")
            .gives::<Collection<ServerNodeResource>>(),
        system_get("octopusservernodes/all", Needs(&[AdministerSystem]), all)
            .about("Lists all server nodes, without paging")
            .gives::<Vec<ServerNodeResource>>(),
        system_get("octopusservernodes/summary", Needs(&[AdministerSystem]), summary)
            .about("Shows the nodes and how many tasks they run")
            .gives::<NodeSummary>(),
        system_get("octopusservernodes/ping", Public, ping)
            .about("Tells a load balancer whether this node takes requests: 200, or 418 if not"),
        system_get("octopusservernodes/{id}", Needs(&[AdministerSystem]), one)
            .about("Shows a server node")
            .gives::<ServerNodeResource>(),
        system_get("octopusservernodes/{id}/details", Needs(&[AdministerSystem]), details)
            .about("Shows the tasks that a node runs")
            .gives::<NodeDetails>(),
        system_put("octopusservernodes/{id}", Needs(&[AdministerSystem]), modify)
            .about("Sets how many tasks a node runs at once, and whether it drains")
            .takes::<ServerNodeResource>()
            .gives::<ServerNodeResource>(),
        system_delete("octopusservernodes/{id}", Needs(&[AdministerSystem]), remove)
            .about("Refused: a node that is there cannot be deleted"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let nodes = nodes::list(&cx.app, &cx.caller).await?;
    let ids = cx.list("ids");
    let nodes: Vec<&Node> = nodes.iter().filter(|node| ids.is_empty() || ids.contains(&node.id)).collect();
    let (skip, take) = (usize::try_from(cx.skip()?).unwrap_or(0), usize::try_from(cx.take()?).unwrap_or(0));
    let total = i64::try_from(nodes.len()).unwrap_or(i64::MAX);
    let items = nodes.into_iter().skip(skip).take(take).map(|node| resource(&cx, node)).collect();
    answer::ok(&collection(&cx, "OctopusServerNode", Paged { items, total }, "skip,take,ids,partialName")?)
}

async fn all(cx: Cx) -> Answer {
    let nodes = nodes::list(&cx.app, &cx.caller).await?;
    answer::ok(&nodes.iter().map(|node| resource(&cx, node)).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&cx, &nodes::get(&cx.app, cx.param("id")).await?))
}

async fn summary(cx: Cx) -> Answer {
    let nodes = nodes::list(&cx.app, &cx.caller).await?;
    let last_seen = time::text(cx.app.now());
    let entry = |node: &Node| NodeSummaryEntry {
        id: node.id.clone(),
        name: node.name.clone(),
        max_concurrent_tasks: node.settings.task_cap,
        is_in_maintenance_mode: node.settings.is_draining,
        // It is the one that answers.
        is_offline: false,
        last_seen: last_seen.clone(),
        running_task_count: node.running_tasks,
        links: node_links(node),
    };
    answer::ok(&NodeSummary {
        nodes: nodes.iter().map(entry).collect(),
        links: links([("Self", "/api/octopusservernodes/summary".to_owned())]),
    })
}

async fn ping(cx: Cx) -> Answer {
    let node = if cx.app.is_healthy().await { nodes::this(&cx.app).await.ok() } else { None };
    let is_normal = node.is_some_and(|node| !node.settings.is_draining);
    answer::json(status_of(is_normal), &serde_json::json!({}))
}

async fn details(cx: Cx) -> Answer {
    let node = nodes::get(&cx.app, cx.param("id")).await?;
    let filter = tasks::Filter {
        reach: Reach { include_system: true, ..Reach::default() },
        states: vec![TaskState::Executing, TaskState::Cancelling],
        take: MOST_SHOWN,
        ..tasks::Filter::default()
    };
    let running = tasks::list(&cx.app, &cx.caller, filter).await?;
    let now = cx.app.now();
    answer::ok(&NodeDetails {
        running_tasks: running.page.items.iter().map(|task| crate::tasks::resource(task, now)).collect(),
        links: links([("Self", format!("/api/octopusservernodes/{}/details", node.id))]),
    })
}

async fn modify(mut cx: Cx) -> Answer {
    let body: ServerNodeResource = cx.json().await?;
    let wanted = NodeSettings { task_cap: body.max_concurrent_tasks, is_draining: body.is_in_maintenance_mode };
    let node = nodes::modify(&cx.app, &cx.caller, cx.param("id"), wanted).await?;
    answer::ok(&resource(&cx, &node))
}

async fn remove(cx: Cx) -> Answer {
    let node = nodes::get(&cx.app, cx.param("id")).await?;
    let message = format!("server node {} is online; only a node that is offline can be deleted", node.name);
    Err(ApiError::bad_request(message))
}

fn node_links(node: &Node) -> pulpo_wire::http::values::Links {
    let own = format!("/api/octopusservernodes/{}", node.id);
    links([("Self", own.clone()), ("Node", own.clone()), ("Details", format!("{own}/details"))])
}

fn resource(cx: &Cx, node: &Node) -> ServerNodeResource {
    ServerNodeResource {
        id: node.id.clone(),
        name: node.name.clone(),
        max_concurrent_tasks: node.settings.task_cap,
        is_in_maintenance_mode: node.settings.is_draining,
        // The node that answers is the only one that there is so far.
        built_in_worker: built_in_worker(&cx.app.settings.built_in_worker),
        links: node_links(node),
    }
}

fn built_in_worker(worker: &BuiltInWorker) -> BuiltInWorkerResource {
    let reason = worker.refusal();
    BuiltInWorkerResource {
        mode: worker.mode().name().to_owned(),
        is_available: reason.is_none(),
        reason,
        self_test: worker.tested().map(|tested| self_test(&tested)),
    }
}

fn self_test(tested: &Tested) -> SelfTestResource {
    let failure = |failure: &Failure| SelfTestFailure { cause: failure.cause.clone(), remedy: failure.remedy.clone() };
    let step = |(step, number): (&Step, usize)| SelfTestStep {
        number,
        title: step.title.to_owned(),
        passed: step.failures.is_empty(),
        failures: step.failures.iter().map(failure).collect(),
    };
    let report = &tested.report;
    SelfTestResource {
        at: time::text(tested.at),
        passed: report.passed(),
        current_user: report.current_user.clone(),
        target_users: report.target_users.clone(),
        steps: report.steps.iter().zip(1..).map(step).collect(),
        reduced: report.reduced.clone(),
    }
}
