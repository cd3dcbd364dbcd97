//! Everything the program takes from outside: arguments, environment, clock, console. Tests bring their own.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What a run of the program starts from.
pub struct Surroundings {
    /// All arguments, the program's own name first.
    pub arguments: Vec<String>,
    pub environment: Environment,
    /// Relative paths start here.
    pub folder: PathBuf,
    pub output: Box<dyn Write>,
    pub console: Console,
    pub clock: Box<dyn Clock>,
    /// The zone that times without an offset are meant in.
    pub time_zone: TimeZone,
}

/// What the standard output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Console {
    /// A person looks at it: colours and progress bars make sense.
    Terminal { columns: usize },
    /// A file, a pipe or a build log.
    Plain,
}

/// The environment variables of this run.
#[derive(Debug, Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    pub fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(variables.into_iter().collect())
    }

    /// The value of a variable; an empty one counts as absent, as it does for octo.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.trim().is_empty())
    }

    /// Whether the variable exists at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// Time as the program sees it.
pub trait Clock {
    /// The instant, for timestamps and schedules.
    fn now(&self) -> Timestamp;
    /// Time since the program started; never goes back.
    fn running_for(&self) -> Duration;
    fn sleep(&self, duration: Duration);
}
