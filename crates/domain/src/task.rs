//! Server tasks: their states, and the only place that decides what a task becomes (domain.md TK).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{EnvironmentId, ProjectId, SpaceId, TaskId, TenantId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub space_id: Option<SpaceId>,
    /// The type: `Deploy` and so on.
    pub name: String,
    pub description: String,
    pub arguments: BTreeMap<String, String>,
    pub state: TaskState,
    pub queue_time: Timestamp,
    pub queue_time_expiry: Option<Timestamp>,
    pub start_time: Option<Timestamp>,
    pub completed_time: Option<Timestamp>,
    pub last_updated_time: Timestamp,
    pub server_node: Option<String>,
    pub error_message: String,
    pub has_warnings_or_errors: bool,
    pub project_id: Option<ProjectId>,
    pub environment_id: Option<EnvironmentId>,
    pub tenant_id: Option<TenantId>,
    /// Of the tasks with one tag only one executes at a time (TK-08).
    pub concurrency_tag: Option<String>,
    /// Who asked for it.
    pub queued_by: String,
    /// Why a completed task's state was edited by hand (TK-21).
    pub state_reason: Option<String>,
}

/// The default tag: two releases of one project never go to one environment at the same time (TK-08).
pub fn concurrency_tag(project: &ProjectId, environment: &EnvironmentId, tenant: Option<&TenantId>) -> String {
    match tenant {
        Some(tenant) => format!("{tenant}/{project}/{environment}"),
        None => format!("{project}/{environment}"),
    }
}

/// How a task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    Success,
    Failed,
    Canceled,
    TimedOut,
}

/// What a task is. Who drives it is told by a lease, which is no part of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TaskState {
    Queued,
    Executing,
    Cancelling,
    Finished(Outcome),
}

/// What happens to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A node has begun to work on it.
    Started,
    /// A person wants it ended.
    CancelAsked,
    /// Its time in the queue is over (DE-13).
    Expired,
    /// The work has come to an end.
    WorkEnded(Outcome),
}

/// What must follow from a change of state; stored with it, done at least once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Tell the running scripts to stop.
    StopWork,
    /// A lock or a place under the cap has become free.
    WakeQueue,
}

/// An event that makes no sense in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a task that is {} cannot take the event {event:?}", .state.name())]
pub struct Rejected {
    pub state: TaskState,
    pub event: Event,
}

impl TaskState {
    /// What the task becomes, and what follows from it (TK-03, TK-18).
    pub fn on(self, event: Event) -> Result<(Self, Vec<Effect>), Rejected> {
        use Effect::{StopWork, WakeQueue};
        use Event::{CancelAsked, Expired, Started, WorkEnded};
        use TaskState::{Cancelling, Executing, Finished, Queued};

        Ok(match (self, event) {
            (Queued, Started) => (Executing, vec![]),
            // Whatever the work came to, the person asked for its end; never back (TK-03).
            (Queued, CancelAsked) | (Cancelling, WorkEnded(_)) => (Finished(Outcome::Canceled), vec![WakeQueue]),
            (Queued, Expired) => (Finished(Outcome::TimedOut), vec![WakeQueue]),

            (Executing, CancelAsked) => (Cancelling, vec![StopWork]),
            (Executing, WorkEnded(outcome)) => (Finished(outcome), vec![WakeQueue]),

            // A second cancel is harmless.
            (Cancelling, CancelAsked) => (Cancelling, vec![]),

            (state, event) => return Err(Rejected { state, event }),
        })
    }

    pub fn is_completed(self) -> bool {
        matches!(self, Self::Finished(_))
    }

    /// The API's word, with its one l in `Canceled` and two in `Cancelling` (TK-02).
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Executing => "Executing",
            Self::Cancelling => "Cancelling",
            Self::Finished(Outcome::Success) => "Success",
            Self::Finished(Outcome::Failed) => "Failed",
            Self::Finished(Outcome::Canceled) => "Canceled",
            Self::Finished(Outcome::TimedOut) => "TimedOut",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Queued,
            Self::Executing,
            Self::Cancelling,
            Self::Finished(Outcome::Success),
            Self::Finished(Outcome::Failed),
            Self::Finished(Outcome::Canceled),
            Self::Finished(Outcome::TimedOut),
        ]
        .into_iter()
        .find(|state| state.name().eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Outcome::{Canceled, Success, TimedOut};
    use TaskState::{Cancelling, Executing, Finished, Queued};

    #[track_caller]
    fn check(from: TaskState, event: Event, expected: Option<(TaskState, Vec<Effect>)>) {
        assert_eq!(from.on(event).ok(), expected);
    }

    #[test]
    fn a_queued_task_that_is_cancelled_never_runs() {
        check(Queued, Event::CancelAsked, Some((Finished(Canceled), vec![Effect::WakeQueue])));
        check(Finished(Canceled), Event::Started, None);
    }

    #[test]
    fn a_running_task_stops_before_it_is_cancelled() {
        check(Executing, Event::CancelAsked, Some((Cancelling, vec![Effect::StopWork])));
        check(Cancelling, Event::WorkEnded(Success), Some((Finished(Canceled), vec![Effect::WakeQueue])));
    }

    #[test]
    fn cancelling_twice_stops_the_work_once() {
        check(Cancelling, Event::CancelAsked, Some((Cancelling, vec![])));
    }

    #[test]
    fn a_completed_task_cannot_be_cancelled() {
        // TK-18: the caller is told that it is already completed.
        check(Finished(Success), Event::CancelAsked, None);
    }

    #[test]
    fn a_task_expires_only_in_the_queue() {
        check(Queued, Event::Expired, Some((Finished(TimedOut), vec![Effect::WakeQueue])));
        check(Executing, Event::Expired, None);
    }
}
