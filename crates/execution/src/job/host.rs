//! What a job may know of the machine.

use std::ffi::OsString;

/// What of the runner's environment scripts see. `HOME` is not among them: they get one of their own.
const SHOWN: [&str; 5] = ["PATH", "LANG", "TZ", "TMPDIR", "USER"];

const USUAL_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The environment that the runner was started with.
#[derive(Debug, Clone, Default)]
pub struct Host {
    environment: Vec<(String, String)>,
}

impl Host {
    /// Variables that are not text are left out.
    pub fn new(environment: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let text = |value: OsString| value.into_string().ok();
        let environment = environment.into_iter().filter_map(|(name, value)| Some((text(name)?, text(value)?)));
        Self { environment: environment.collect() }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn search_path(&self) -> &str {
        self.get("PATH").filter(|path| !path.is_empty()).unwrap_or(USUAL_PATH)
    }

    /// What is offered to templates as `env:NAME` (VY-01): no more than scripts can see.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        SHOWN.iter().filter_map(|name| Some((*name, self.get(name)?)))
    }

    pub(crate) fn script_environment(&self) -> Vec<(OsString, OsString)> {
        let mut environment: Vec<(OsString, OsString)> = self
            .variables()
            .filter(|(name, _)| *name != "PATH")
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        environment.push(("PATH".into(), self.search_path().into()));
        environment
    }
}
