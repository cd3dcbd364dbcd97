//! The crash button: counts the writes of an engine and lets its process vanish at one of them.

use std::sync::Mutex;

use pulpo_engine::{CrashButton, Fate};
use tokio::sync::watch;

/// Where the process is to vanish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    /// Counted from zero.
    pub write: usize,
    pub fate: Fate,
}

/// Pressed at one write, or never.
#[derive(Debug)]
pub struct Button {
    press: Option<Press>,
    writes: Mutex<Vec<&'static str>>,
    crashed: watch::Sender<bool>,
}

impl Button {
    pub fn never() -> Self {
        Self::new(None)
    }

    pub fn at(press: Press) -> Self {
        Self::new(Some(press))
    }

    fn new(press: Option<Press>) -> Self {
        Self { press, writes: Mutex::default(), crashed: watch::Sender::new(false) }
    }

    /// The writes so far.
    pub fn writes(&self) -> Vec<&'static str> {
        self.writes.lock().expect("no holder of this lock panics").clone()
    }

    /// Waits until the button was pressed.
    pub async fn crashed(&self) {
        let mut crashed = self.crashed.subscribe();
        crashed.wait_for(|crashed| *crashed).await.expect("the button is there");
    }
}

impl CrashButton for Button {
    fn at_write(&self, what: &'static str) -> Fate {
        let mut writes = self.writes.lock().expect("no holder of this lock panics");
        writes.push(what);
        let fate = self.press.filter(|press| press.write + 1 == writes.len()).map_or(Fate::GoOn, |press| press.fate);
        if fate != Fate::GoOn {
            self.crashed.send_replace(true);
        }
        fate
    }
}
