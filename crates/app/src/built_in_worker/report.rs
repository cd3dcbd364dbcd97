//! What a self-test found (builtin-worker.md A5, B5).

/// The four steps, by the titles that readers know.
pub const STEPS: [&str; 4] = [
    "Testing credentials",
    "Testing thread impersonation",
    "Testing process impersonation",
    "Check the process impersonation worked as expected",
];

/// Why a step failed, and what helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub cause: String,
    pub remedy: String,
}

/// A step of the test. One that comes after a failure may not have been tried at all; it has not passed either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub title: &'static str,
    /// Empty: the step has passed.
    pub failures: Vec<Failure>,
}

/// The whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Who made the test: its result holds for this account.
    pub current_user: String,
    /// The accounts that steps run under.
    pub target_users: Vec<String>,
    /// Which launcher answered, if one did.
    pub launcher: Option<String>,
    pub steps: Vec<Step>,
    /// Controls that are weaker on this machine than they could be, each with its reason.
    pub reduced: Vec<String>,
}

impl Report {
    /// A report whose steps have all yet to fail.
    pub fn new(current_user: String, target_users: Vec<String>) -> Self {
        let steps = STEPS.map(|title| Step { title, failures: Vec::new() });
        Self { current_user, target_users, launcher: None, steps: steps.into(), reduced: Vec::new() }
    }

    /// A test that could not even be made.
    pub fn broken(cause: &str) -> Self {
        let mut report = Self::new(String::new(), Vec::new());
        report.fail(1, cause, "report this as a mistake of the server");
        report.not_tried_after(1);
        report
    }

    /// The step, counted from one, has failed.
    pub fn fail(&mut self, step: usize, cause: impl Into<String>, remedy: impl Into<String>) {
        if let Some(step) = self.steps.get_mut(step.wrapping_sub(1)) {
            step.failures.push(Failure { cause: cause.into(), remedy: remedy.into() });
        }
    }

    pub fn has_failed(&self, step: usize) -> bool {
        self.steps.get(step.wrapping_sub(1)).is_some_and(|step| !step.failures.is_empty())
    }

    /// What comes after a step that failed could not be tried.
    pub fn not_tried_after(&mut self, step: usize) {
        for later in self.steps.iter_mut().skip(step) {
            let cause = format!("not tried, because step {step} failed");
            later.failures.push(Failure { cause, remedy: format!("see step {step}") });
        }
    }

    pub fn passed(&self) -> bool {
        self.steps.iter().all(|step| step.failures.is_empty())
    }

    /// The first failure as the reason for a step of a deployment that needs the worker.
    pub fn why_not(&self) -> Option<String> {
        let step = self.steps.iter().find(|step| !step.failures.is_empty())?;
        let causes: Vec<&str> = step.failures.iter().map(|failure| failure.cause.as_str()).collect();
        Some(format!(
            "the built-in worker is unavailable: its self-test failed at \"{}\": {}",
            step.title,
            causes.join("; ")
        ))
    }

    /// Tells the log.
    pub(super) fn log(&self) {
        match self.why_not() {
            Some(_) => {
                for step in &self.steps {
                    for Failure { cause, remedy } in &step.failures {
                        tracing::error!(step = step.title, cause, remedy, "the built-in worker's self-test failed");
                    }
                }
            }
            None => tracing::info!(
                current_user = self.current_user,
                target_users = self.target_users.join(", "),
                "the built-in worker's self-test passed"
            ),
        }
        for line in &self.reduced {
            tracing::warn!("the fence of the built-in worker is reduced: {line}");
        }
    }
}
