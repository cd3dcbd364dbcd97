//! Worker pools. The default pool, being empty, means the built-in worker (WK-05).

use pulpo_access::Permission::{WorkerEdit, WorkerView};
use pulpo_app::named;
use pulpo_domain::worker_pool::WorkerPool;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::machines::WorkerPoolResource;
use serde_json::{Value, json};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, get, post};

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("workerpools", Needs(&[WorkerView]), list)
            .about("Lists the worker pools of the space")
            .queries(&["name", "partialName", "ids", "skip", "take"])
            .gives::<Collection<WorkerPoolResource>>(),
        get("workerpools/all", Needs(&[WorkerView]), all)
            .about("Lists all worker pools of the space, without paging")
            .gives::<Vec<WorkerPoolResource>>(),
        get("workerpools/supportedtypes", Needs(&[WorkerView]), types).about("Lists the types of worker pools"),
        get("workerpools/dynamicworkertypes", Needs(&[WorkerView]), nothing)
            .about("Lists the types of dynamic workers: none")
            .gives::<Vec<Value>>(),
        get("workerpools/summary", Needs(&[WorkerView]), summary).about("Shows how many workers the pools have"),
        get("workerpools/{id}", Needs(&[WorkerView]), one).about("Shows a worker pool").gives::<WorkerPoolResource>(),
        get("workerpools/{id}/workers", Needs(&[WorkerView]), workers_of)
            .about("Lists the workers of a pool: none, this server runs steps on its built-in worker")
            .gives::<Collection<Value>>(),
        get("workers", Needs(&[WorkerView]), workers)
            .about("Lists workers: none, this server runs steps on its built-in worker")
            .gives::<Collection<Value>>(),
        get("workers/all", Needs(&[WorkerView]), nothing)
            .about("Lists all workers: none, this server runs steps on its built-in worker")
            .gives::<Vec<Value>>(),
        post("workers", Needs(&[WorkerEdit]), refuse_worker)
            .about("Refused so far: this server runs steps on its built-in worker"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = named::list::<WorkerPool>(&cx.app, &cx.caller, cx.space(), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "WorkerPool", page, "name,skip,ids,take,partialName")?)
}

async fn all(cx: Cx) -> Answer {
    let page = named::list::<WorkerPool>(&cx.app, &cx.caller, cx.space(), cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn types(_: Cx) -> Answer {
    answer::ok(&json!({ "SupportedPoolTypes": ["StaticWorkerPool"] }))
}

async fn nothing(_: Cx) -> Answer {
    answer::ok(&[(); 0])
}

async fn summary(cx: Cx) -> Answer {
    let pools = named::list::<WorkerPool>(&cx.app, &cx.caller, cx.space(), cx.filter_all()?).await?;
    let summaries = pools.items.iter().map(|pool| {
        json!({
            "WorkerPool": resource(pool),
            "TotalMachines": 0,
            "TotalDisabledMachines": 0,
            "MachineHealthStatuses": {},
            "MachineEndpointSummaries": {},
            "MachineIdsForCalamariUpgrade": [],
            "MachineIdsForTentacleUpgrade": [],
            "TentacleUpgradesRequired": false,
            "Links": {},
        })
    });
    answer::ok(&json!({
        "TotalMachines": 0,
        "TotalDisabledMachines": 0,
        "MachineHealthStatuses": {},
        "MachineEndpointSummaries": {},
        "MachineIdsForCalamariUpgrade": [],
        "MachineIdsForTentacleUpgrade": [],
        "TentacleUpgradesRequired": false,
        "WorkerPoolSummaries": summaries.collect::<Vec<_>>(),
        "Links": {},
    }))
}

fn no_workers(cx: &Cx, parameters: &str) -> Answer {
    answer::ok(&collection(cx, "Worker", Paged { items: Vec::<Value>::new(), total: 0 }, parameters)?)
}

async fn workers_of(cx: Cx) -> Answer {
    named::get::<WorkerPool>(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    no_workers(&cx, "skip,take")
}

async fn workers(cx: Cx) -> Answer {
    no_workers(
        &cx,
        "skip,take,name,ids,partialName,isDisabled,healthStatuses,commStyles,workerPoolIds,thumbprint,shellNames",
    )
}

async fn refuse_worker(_: Cx) -> Answer {
    Err(ApiError::bad_request(
        "this server cannot take workers yet; the default pool runs steps on its built-in worker",
    ))
}

fn resource(pool: &WorkerPool) -> WorkerPoolResource {
    let own = format!("/api/{}/workerpools/{}", pool.space_id, pool.id);
    WorkerPoolResource {
        id: pool.id.to_string(),
        space_id: pool.space_id.to_string(),
        name: pool.name.clone(),
        slug: pool.slug.clone(),
        description: pool.description.clone(),
        is_default: pool.is_default,
        sort_order: pool.sort_order,
        worker_pool_type: "StaticWorkerPool".to_owned(),
        can_add_workers: false,
        links: links([("Self", own.clone()), ("Workers", format!("{own}/workers{{?skip,take}}"))]),
    }
}
