//! The built-in worker as the server sees it: under whose account steps run, and whether they may (builtin-worker.md
//! B4, domain.md BW).
//!
//! The mode is chosen in the server's own settings and read once, at the start. Nothing here ever takes a weaker mode
//! because a stronger one fails: a fence that does not hold makes the worker unavailable, and every step that needs it
//! fails with that reason.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use pulpo_store::Tx;

use crate::error::Result;

mod report;

pub use report::{Failure, Report, STEPS, Step};

/// Under whose account steps run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// No steps run on this server.
    Off,
    /// Under the server's own account.
    SameUser,
    /// Under accounts of their own, fenced by a privileged launcher.
    Launcher,
}

impl Mode {
    /// As settings and the API spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::SameUser => "same-user",
            Self::Launcher => "launcher",
        }
    }
}

/// Shown as long as steps run with the server's own rights.
pub const SAME_USER: &str = "Steps on this server run under the server's own account and can do all that it can: read \
its master key, its database and its packages. Run only steps that you trust, or let pulpo-server builtin-worker \
--auto-configure give them accounts of their own.";

const SWITCHED_OFF: &str = "the built-in worker is switched off on this server (worker.mode = off in its settings)";

/// Why steps fail when an administrator has switched the feature off (BW-08).
pub const FEATURE_OFF: &str = "the built-in worker is switched off (Run steps on the Octopus Server, among the \
features) and the default worker pool has no other worker";

const NOT_TESTED: &str = "the self-test of the built-in worker has not ended yet";

/// After a failed test a step that needs the worker asks again, but not more often than this.
const ASK_AGAIN: SignedDuration = SignedDuration::from_secs(10);

/// Tries the fence for real; takes a moment and blocks.
pub type SelfTest = Arc<dyn Fn() -> Report + Send + Sync>;

/// A self-test that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    pub at: Timestamp,
    pub report: Report,
}

/// The built-in worker of this node.
pub struct BuiltInWorker {
    mode: Mode,
    /// Why it may not be used, whatever a test says.
    refusal: Option<String>,
    test: Option<SelfTest>,
    last: Mutex<Option<Arc<Tested>>>,
    /// Held while a test runs, so that many steps wait for one.
    testing: tokio::sync::Mutex<()>,
}

impl BuiltInWorker {
    pub fn off() -> Self {
        Self::new(Mode::Off, None, None)
    }

    /// Steps run under the server's account, unless there is a reason against it.
    pub fn same_user(refusal: Option<String>) -> Self {
        Self::new(Mode::SameUser, refusal, None)
    }

    /// Steps run behind the launcher's fence, as long as the test finds it whole.
    pub fn launcher(refusal: Option<String>, test: SelfTest) -> Self {
        Self::new(Mode::Launcher, refusal, Some(test))
    }

    fn new(mode: Mode, refusal: Option<String>, test: Option<SelfTest>) -> Self {
        Self { mode, refusal, test, last: Mutex::default(), testing: tokio::sync::Mutex::default() }
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The last self-test.
    pub fn tested(&self) -> Option<Arc<Tested>> {
        self.last.lock().expect("no holder of this lock panics").clone()
    }

    /// Whether a test is being made just now.
    pub fn is_being_tested(&self) -> bool {
        self.testing.try_lock().is_err()
    }

    /// How many steps run at once, where accounts of their own limit that.
    pub fn slots(&self) -> Option<usize> {
        self.tested().map(|tested| tested.report.target_users.len()).filter(|slots| *slots > 0)
    }

    /// Why steps cannot run, as far as it is known without asking.
    pub fn refusal(&self) -> Option<String> {
        if self.mode == Mode::Off {
            return Some(SWITCHED_OFF.to_owned());
        }
        if let Some(refusal) = &self.refusal {
            return Some(refusal.clone());
        }
        match self.tested() {
            Some(tested) => tested.report.why_not(),
            None => self.test.is_some().then(|| NOT_TESTED.to_owned()),
        }
    }

    /// Why no step may even be tried: reasons that no test can take away.
    pub fn forbidden(&self) -> Option<&str> {
        match self.mode {
            Mode::Off => Some(SWITCHED_OFF),
            Mode::SameUser | Mode::Launcher => self.refusal.as_deref(),
        }
    }

    /// Tests the fence now and remembers the outcome.
    pub async fn test(&self, now: impl Fn() -> Timestamp) -> Option<Arc<Tested>> {
        let test = self.test.clone()?;
        let _one = self.testing.lock().await;
        Some(self.test_now(test, now()).await)
    }

    async fn test_now(&self, test: SelfTest, at: Timestamp) -> Arc<Tested> {
        let tested = tokio::task::spawn_blocking(move || test()).await;
        let report = tested.unwrap_or_else(|_| Report::broken("the self-test itself broke off; see the server's log"));
        let tested = Arc::new(Tested { at, report });
        tested.report.log();
        *self.last.lock().expect("no holder of this lock panics") = Some(tested.clone());
        tested
    }

    /// Whether the fence of this very launcher was tested and holds. One that was started anew is tested anew, and a
    /// test that failed is made again when somebody needs it, so that a repaired fence is found without a restart.
    ///
    /// # Errors
    /// The reason for the step that fails of it.
    pub async fn ready(&self, launcher: Option<&str>, now: impl Fn() -> Timestamp) -> std::result::Result<(), String> {
        if let Some(why) = self.forbidden() {
            return Err(why.to_owned());
        }
        let Some(test) = self.test.clone() else { return Ok(()) };
        let _one = self.testing.lock().await;
        let counts = |tested: &Tested| {
            if tested.report.passed() {
                launcher.is_some() && tested.report.launcher.as_deref() == launcher
            } else {
                now().duration_since(tested.at) < ASK_AGAIN
            }
        };
        let tested = match self.tested().filter(|tested| counts(tested)) {
            Some(tested) => tested,
            None => self.test_now(test, now()).await,
        };
        tested.report.why_not().map_or(Ok(()), Err)
    }

    /// What an administrator should know of it, for as long as it is so.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.mode != Mode::Off
            && let Some(why) = self.refusal()
        {
            warnings.push(format!("Steps cannot run on this server: {why}."));
        } else if self.mode == Mode::SameUser {
            warnings.push(SAME_USER.to_owned());
        }
        let tested = self.tested().filter(|tested| tested.report.passed());
        let reduced = tested.iter().flat_map(|tested| &tested.report.reduced);
        warnings.extend(reduced.map(|line| format!("The fence of the built-in worker is reduced: {line}.")));
        warnings
    }
}

const SWITCH: &str = "is-built-in-worker-enabled";

/// Whether steps may run on servers at all (`IsBuiltInWorkerEnabled`): on until an administrator says otherwise.
pub fn is_enabled(tx: &mut Tx<'_>) -> std::result::Result<bool, pulpo_store::StoreError> {
    Ok(tx.setting(SWITCH)?.as_deref() != Some("false"))
}

pub(crate) fn set_enabled(tx: &mut Tx<'_>, enabled: bool) -> Result<()> {
    Ok(tx.set_setting(SWITCH, if enabled { "true" } else { "false" })?)
}

#[cfg(test)]
mod tests;
