//! Wake-ups: a commit tells whoever waits, so that nothing polls.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use pulpo_domain::ids::TaskId;
use tokio::sync::watch;

/// What somebody may wait for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A task may be ready to start.
    TaskQueue,
    /// A task has changed its state, or its log has grown.
    Task(TaskId),
    /// Accounts, teams, roles or projects have changed: grants must be made anew.
    Access,
}

/// Who waits for what. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Wakes {
    topics: Arc<Mutex<HashMap<Topic, watch::Sender<u64>>>>,
}

impl Wakes {
    /// A receiver that sees every wake-up from now on.
    pub fn listen(&self, topic: Topic) -> watch::Receiver<u64> {
        let mut topics = self.topics.lock().expect("no holder of this lock panics");
        // Tasks come and go: those that nobody listens to any more are dropped when the map has grown.
        if topics.len() > 1024 {
            topics.retain(|_, sender| sender.receiver_count() > 0);
        }
        topics.entry(topic).or_insert_with(|| watch::Sender::new(0)).subscribe()
    }

    /// How many listen to the topic now.
    pub fn listeners(&self, topic: &Topic) -> usize {
        let topics = self.topics.lock().expect("no holder of this lock panics");
        topics.get(topic).map_or(0, watch::Sender::receiver_count)
    }

    /// Wakes whoever listens to the topic.
    pub fn wake(&self, topic: &Topic) {
        let topics = self.topics.lock().expect("no holder of this lock panics");
        if let Some(sender) = topics.get(topic) {
            sender.send_modify(|count| *count += 1);
        }
    }
}
