//! `/tasks` (http-api.md 10.1, 10.2).

use std::collections::BTreeMap;

use pulpo_access::Permission::{TaskCancel, TaskCreate, TaskEdit, TaskPrioritize, TaskView};
use pulpo_app::tasks::{self, Filter, Span, View};
use pulpo_domain::task::TaskState;
use pulpo_wire::http::tasks::{
    NewTask, QueuedBehindList, TaskDetailsResource, TaskList, TaskResource, TaskStateChange, TaskType,
};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection};
use crate::route::Access::{AnyUser, Needs};
use crate::route::{Route, mixed_get, mixed_post};
use crate::{stream, time};

mod details;
mod resource;

pub(crate) use resource::resource;

const PARAMETERS: &str = "skip,active,environment,tenant,runbook,project,name,node,running,states,hasPendingInterruptions,hasWarningsOrErrors,take,ids,partialName,spaces,includeSystem";

/// The types of tasks that this server runs (TK-16).
const TYPES: [&str; 1] = ["Deploy"];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        mixed_get("tasks", Needs(&[TaskView]), list)
            .about("Lists tasks, newest first")
            .queries(&[
                "skip",
                "take",
                "ids",
                "name",
                "states",
                "active",
                "running",
                "project",
                "environment",
                "tenant",
                "node",
                "description",
                "partialName",
                "hasPendingInterruptions",
                "hasWarningsOrErrors",
                "fromQueueDate",
                "toQueueDate",
                "fromStartDate",
                "toStartDate",
                "fromCompletedDate",
                "toCompletedDate",
                "spaces",
                "includeSystem",
            ])
            .gives::<TaskList>(),
        mixed_get("tasks/tasktypes", AnyUser, types).about("Lists the types of tasks").gives::<Vec<TaskType>>(),
        mixed_post("tasks", Needs(&[TaskCreate]), create)
            .about("Refused so far: the tasks of this server come from deployments")
            .takes::<NewTask>(),
        mixed_get("tasks/{id}", Needs(&[TaskView]), one)
            .about("Shows a task, at once or when its state is not the known one any more")
            .queries(&["waitForChange", "knownState"])
            .gives::<TaskResource>(),
        mixed_get("tasks/{id}/details", Needs(&[TaskView]), details)
            .about("Shows a task with its activities and their log lines")
            .queries(&["verbose", "tail"])
            .gives::<TaskDetailsResource>(),
        mixed_get("tasks/{id}/raw", Needs(&[TaskView]), raw).about("Gives the log of a task as text"),
        mixed_get("tasks/{id}/queued-behind", Needs(&[TaskView]), queued_behind)
            .about("Lists what a queued task waits for, and why")
            .queries(&["skip", "take"])
            .gives::<QueuedBehindList>(),
        mixed_get("tasks/{id}/status/messages", Needs(&[TaskView]), status_messages)
            .about("Lists messages about the task's place in the queue: the reasons why it waits")
            .gives::<Vec<String>>(),
        mixed_post("tasks/{id}/cancel", Needs(&[TaskCancel]), cancel)
            .about("Ends a task: at once if it waits, otherwise by stopping its scripts")
            .gives::<TaskResource>(),
        mixed_post("tasks/{id}/state", Needs(&[TaskEdit]), edit_state)
            .about("Sets the state of a completed task, with a reason")
            .takes::<TaskStateChange>()
            .gives::<TaskResource>(),
        mixed_post("tasks/{id}/prioritize", Needs(&[TaskPrioritize, TaskEdit]), prioritize)
            .about("Refused so far: tasks start in the order in which they were queued"),
        mixed_post("tasks/{id}/abandon", Needs(&[TaskCancel]), abandon)
            .about("Refused so far: a task that is cancelled ends when its scripts have stopped"),
        mixed_post("tasks/rerun/{id}", Needs(&[TaskCreate]), rerun)
            .about("Refused so far: a deployment is repeated by a new deployment"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let list = tasks::list(&cx.app, &cx.caller, filter(&cx)?).await?;
    let now = cx.app.now();
    let items = list.page.items.iter().map(|task| resource(task, now)).collect();
    let page = collection(&cx, "Task", Paged { items, total: list.page.total }, PARAMETERS)?;
    let states = ["Queued", "Executing", "Cancelling", "Success", "Failed", "Canceled", "TimedOut", "Interrupted"];
    let mut total_counts: BTreeMap<String, i64> = states.iter().map(|name| ((*name).to_owned(), 0)).collect();
    total_counts.extend(list.by_state);
    answer::ok(&TaskList { page, total_counts })
}

fn filter(cx: &Cx) -> Result<Filter, ApiError> {
    let states = cx.list("states").into_iter().map(|name| state("states", &name)).collect::<Result<_, _>>()?;
    let instant = |name: &str| time::parse(name, cx.query(name));
    // Nothing of the kind exists on this server, so nothing of the kind is found.
    let nothing = ["runbook", "tenantTag"].iter().any(|name| cx.query(name).is_some())
        || cx.maybe_flag("hasPendingInterruptions") == Some(true);
    Ok(Filter {
        reach: cx.reach(),
        ids: cx.list("ids"),
        names: cx.list("name"),
        states,
        active: cx.maybe_flag("active"),
        running: cx.maybe_flag("running"),
        projects: cx.list("project"),
        environments: cx.list("environment"),
        tenants: cx.list("tenant"),
        nodes: cx.list("node").iter().flat_map(|node| resource::node_names(node)).collect(),
        description: cx.query("partialName").or(cx.query("description")).map(str::to_owned),
        has_warnings_or_errors: cx.maybe_flag("hasWarningsOrErrors"),
        nothing,
        queued: Span { from: instant("fromQueueDate")?, to: instant("toQueueDate")? },
        started: Span { from: instant("fromStartDate")?, to: instant("toStartDate")? },
        completed: Span { from: instant("fromCompletedDate")?, to: instant("toCompletedDate")? },
        skip: cx.skip()?,
        take: cx.take()?,
    })
}

fn state(query: &str, name: &str) -> Result<TaskState, ApiError> {
    TaskState::parse(name).ok_or_else(|| {
        ApiError::bad_request(format!(
            "{query}: \"{name}\" is no state of a task; the states are Queued, Executing, Cancelling, Success, Failed, Canceled and TimedOut"
        ))
    })
}

async fn types(_: Cx) -> Answer {
    let types = TYPES.map(|name| TaskType { id: name.to_owned(), name: name.to_owned() });
    answer::ok(&types)
}

async fn create(mut cx: Cx) -> Answer {
    let body: NewTask = cx.json().await?;
    let name = body.name;
    Err(ApiError::bad_request(if name.eq_ignore_ascii_case("Deploy") {
        "a task of the type \"Deploy\" is made by creating a deployment; POST to deployments instead".to_owned()
    } else {
        format!("tasks of the type \"{name}\" are not supported by this server yet")
    }))
}

async fn one(cx: Cx) -> Answer {
    let known = cx.query("knownState").map(|name| state("knownState", name)).transpose()?;
    let (space, id) = (cx.space.as_ref(), cx.param("id"));
    let task = match cx.number("waitForChange")? {
        Some(seconds) => {
            let seconds = u64::try_from(seconds).unwrap_or(0);
            tasks::wait(&cx.app, &cx.caller, space, id, known, seconds).await?
        }
        None => tasks::get(&cx.app, &cx.caller, space, id).await?,
    };
    answer::ok(&resource(&task, cx.app.now()))
}

async fn details(cx: Cx) -> Answer {
    let tail = cx.number("tail")?.filter(|tail| *tail > 0).and_then(|tail| usize::try_from(tail).ok());
    let view = View { verbose: cx.flag("verbose"), tail };
    let (task, log) = tasks::details(&cx.app, &cx.caller, cx.space.as_ref(), cx.param("id"), view).await?;
    let root_id = tasks::root_id(&cx.app, &task.id);
    answer::ok(&details::resource(&task, log, root_id, cx.app.now()))
}

async fn raw(cx: Cx) -> Answer {
    let log = tasks::raw(&cx.app, &cx.caller, cx.space.as_ref(), cx.param("id"), details::header).await?;
    Ok(answer::text(stream::body(log)))
}

async fn queued_behind(cx: Cx) -> Answer {
    let slice = (cx.skip()?, cx.take()?);
    let behind = tasks::queued_behind(&cx.app, &cx.caller, cx.space.as_ref(), cx.param("id"), slice).await?;
    let now = cx.app.now();
    let items = behind.ahead.items.iter().map(|task| resource(task, now)).collect();
    let page = collection(&cx, "Task", Paged { items, total: behind.ahead.total }, "skip,take")?;
    answer::ok(&QueuedBehindList { page, reasons: behind.reasons })
}

async fn status_messages(cx: Cx) -> Answer {
    let behind = tasks::queued_behind(&cx.app, &cx.caller, cx.space.as_ref(), cx.param("id"), (0, 0)).await?;
    answer::ok(&behind.reasons)
}

async fn cancel(cx: Cx) -> Answer {
    let task = tasks::cancel(&cx.app, &cx.caller, cx.space.as_ref(), cx.param("id")).await?;
    answer::ok(&resource(&task, cx.app.now()))
}

async fn edit_state(mut cx: Cx) -> Answer {
    let body: TaskStateChange = cx.json().await?;
    let (space, id) = (cx.space.as_ref(), cx.param("id"));
    let task = tasks::edit_state(&cx.app, &cx.caller, space, id, &body.state, &body.reason).await?;
    answer::ok(&resource(&task, cx.app.now()))
}

/// A refusal of something that Octopus can do to a task, for whoever may see the task.
async fn refuse(cx: Cx, why: impl FnOnce(TaskState) -> String) -> Answer {
    let task = tasks::get(&cx.app, &cx.caller, cx.space.as_ref(), cx.param("id")).await?;
    Err(ApiError::bad_request(why(task.state)))
}

async fn prioritize(cx: Cx) -> Answer {
    refuse(cx, |state| match state {
        TaskState::Queued => {
            "this server starts tasks in the order in which they were queued and cannot move one to the top yet"
                .to_owned()
        }
        TaskState::Executing | TaskState::Cancelling | TaskState::Finished(_) => {
            format!("only a queued task can be moved to the top of the queue; this one is {}", state.name())
        }
    })
    .await
}

async fn abandon(cx: Cx) -> Answer {
    refuse(cx, |state| match state {
        TaskState::Cancelling => {
            "the task is being cancelled and ends when its scripts have stopped; this server does not abandon tasks"
                .to_owned()
        }
        TaskState::Queued | TaskState::Executing | TaskState::Finished(_) => {
            format!("only a task that is being cancelled can be abandoned; this one is {}", state.name())
        }
    })
    .await
}

async fn rerun(cx: Cx) -> Answer {
    refuse(cx, |_| "a deployment's task cannot be run again; create a new deployment of the release instead".to_owned())
        .await
}
