//! What a command gets to work with.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::arguments::Values;
use crate::failure::Failure;
use crate::identity::Identity;
use crate::output::{Automation, Printer, ServiceMessages};
use crate::surroundings::{Clock, Environment};
use crate::times;

/// One run of one command.
pub(crate) struct Context<'a> {
    pub identity: Identity,
    /// The arguments after the command's name, for the commands that read them in their own way.
    pub arguments: &'a [String],
    pub values: Values,
    pub printer: Rc<Printer>,
    pub environment: &'a Environment,
    pub folder: &'a Path,
    pub clock: &'a dyn Clock,
    pub time_zone: &'a TimeZone,
    pub automation: Automation,
    pub service_messages: ServiceMessages,
    pub format: OutputFormat,
}

/// Who reads the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutputFormat {
    Default,
    Json,
}

impl OutputFormat {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("json") {
            return Some(Self::Json);
        }
        text.eq_ignore_ascii_case("default").then_some(Self::Default)
    }
}

impl Context<'_> {
    pub(crate) fn wants_json(&self) -> bool {
        self.format == OutputFormat::Json
    }

    /// A path as the user means it: relative to the folder the program was started in.
    pub(crate) fn path(&self, text: &str) -> PathBuf {
        self.folder.join(text)
    }

    /// An option that is a point in time.
    pub(crate) fn instant(&self, key: &str) -> Result<Option<Timestamp>, Failure> {
        let Some(text) = self.values.text(key) else { return Ok(None) };
        let instant = times::parse_instant(text, self.clock.now(), self.time_zone);
        instant.map(Some).ok_or_else(|| {
            Failure::command(format!(
                "Could not convert '{text}' for the option --{key}: expected a date and time such as \
                 2024-08-21T16:17:00+02:00"
            ))
        })
    }

    /// The whole text of a file named by an option.
    pub(crate) fn read_file(&self, text: &str) -> Result<String, Failure> {
        let path = self.path(text);
        std::fs::read_to_string(&path).map_err(|error| Failure::file("read", &path, &error))
    }
}
