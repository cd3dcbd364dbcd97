//! The self-test: four steps, each tried for real (builtin-worker.md A5, B5).
//!
//! | step | here it means |
//! |---|---|
//! | 1 | the accounts exist and keep the rules |
//! | 2 | the launcher is there, takes this account's requests and speaks our version |
//! | 3 | it starts a probe in a slot |
//! | 4 | the probe, behind the fence, finds itself confined in every respect |

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use pulpo_app::built_in_worker::Report;
use serde::Deserialize;
use workerconf::WorkerConf;

use super::account::{self, Account};
use super::client::{AskError, Launcher};
use super::{identity, launcher_config, rules};

/// What a probe must at least have tried: one that tried nothing has found nothing either.
const REQUIRED: [&str; 27] = [
    "uid",
    "gid",
    "groups",
    "capabilities",
    "no-new-privileges",
    "seccomp",
    "pid-namespace",
    "processes",
    "terminal",
    "environment",
    "descriptors",
    "limits",
    "covered-folders",
    "other-slots",
    "own-folder",
    "own-folder-mode",
    "temporary-folders",
    "environments",
    "signals",
    "launcher-socket",
    "root",
    "user-namespace",
    "ptrace",
    "mount",
    "keyring",
    "daemon",
    "leftovers",
];

/// One thing that the probe tried.
#[derive(Debug, Deserialize)]
struct Check {
    #[serde(rename = "check")]
    name: String,
    passed: bool,
    #[serde(default)]
    detail: String,
}

/// Makes the test for the launcher that this file configures.
pub(crate) fn run(config: &Path) -> Report {
    let own = rustix::process::geteuid();
    let mut report = Report::new(account::name_of(own.as_raw()), Vec::new());
    let conf = match launcher_config::read(config) {
        Ok(conf) => conf,
        Err(error) => {
            let remedy = "pulpo-server builtin-worker --auto-configure writes it";
            report.fail(1, format!("the launcher's configuration cannot be used: {error:#}"), remedy);
            report.not_tried_after(1);
            return report;
        }
    };
    report.target_users.clone_from(&conf.slots);
    let server = credentials(&conf, own.as_raw(), &mut report);
    let Some(server) = server.filter(|_| !report.has_failed(1)) else {
        report.not_tried_after(1);
        return report;
    };
    // Root asks as the server would, for it is the server's requests that have to be taken.
    let asked = if own.is_root() && server.uid != 0 {
        report.current_user = format!("{} (asking as {})", report.current_user, server.name);
        identity::as_account(&server, || ask(&conf.socket, conf.slots.len()))
    } else {
        Ok(ask(&conf.socket, conf.slots.len()))
    };
    match asked {
        Ok(Ok((instance, passed, text))) => {
            report.launcher = Some(instance);
            judge(&mut report, passed, &text);
        }
        Ok(Err((step, error))) => {
            let (cause, remedy) = told(&error, &conf, &server);
            report.fail(step, cause, remedy);
            report.not_tried_after(step);
        }
        Err(error) => {
            report.fail(2, format!("the identity of '{}' cannot be taken: {error}", server.name), "run it as root");
            report.not_tried_after(2);
        }
    }
    report
}

/// Step 1; gives the server's account.
fn credentials(conf: &WorkerConf, own: u32, report: &mut Report) -> Option<Account> {
    let Some(server) = account::find(&conf.server) else {
        let cause = format!("the server's account '{}' does not exist", conf.server);
        report.fail(1, cause, "pulpo-server builtin-worker --auto-configure makes it");
        return None;
    };
    if own != server.uid && own != 0 {
        let cause = format!(
            "this runs as '{}', but the launcher takes requests of '{}' alone",
            account::name_of(own),
            server.name
        );
        report.fail(1, cause, format!("run the server as '{}'", server.name));
    }
    for slot in &conf.slots {
        let Some(account) = account::find(slot) else {
            let cause = format!("the account '{slot}' does not exist");
            report.fail(1, cause, "pulpo-server builtin-worker --auto-configure makes it");
            continue;
        };
        for broken in rules::broken(&rules::facts(&account), server.uid) {
            report.fail(1, broken.cause, broken.remedy);
        }
    }
    Some(server)
}

/// Which launcher answered, whether it is content, and what it said; or the step that failed.
type Asked = Result<(String, bool, String), (usize, AskError)>;

/// Steps 2 and 3.
fn ask(socket: &Path, slots: usize) -> Asked {
    let mut launcher = Launcher::greet(socket).map_err(|error| (2, error))?;
    let found = launcher.test(slots).map_err(|error| (3, error))?;
    Ok((launcher.instance, found.passed, found.text))
}

fn told(error: &AskError, conf: &WorkerConf, server: &Account) -> (String, String) {
    let mut cause = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        cause.push_str(&format!(": {source}"));
        next = source.source();
    }
    let remedy = match error {
        AskError::Absent { .. } => {
            "start the launcher as root: systemctl start its unit, or run pulpo-launcher with its configuration"
                .to_owned()
        }
        AskError::Refused(_) => {
            format!(
                "run the server as '{}', or name its account as \"server\" in the launcher's configuration",
                server.name
            )
        }
        AskError::NoFence(_) => {
            format!("end what serves {}, and start pulpo-launcher as root", conf.socket.display())
        }
        AskError::Protocol(_) => {
            "see the launcher's log, and install the launcher and the server of one version".to_owned()
        }
    };
    (cause, remedy)
}

/// Steps 3 and 4, from what the launcher and its probe have said.
fn judge(report: &mut Report, passed: bool, text: &str) {
    let mut lines = text.lines();
    let mut error = None;
    for line in lines.by_ref().take_while(|line| line.trim() != "probe") {
        if let Some(control) = line.strip_prefix("control ") {
            let mut words = control.splitn(3, ' ');
            let (name, state, reason) = (words.next(), words.next(), words.next());
            if state != Some("active") {
                let reason = reason.unwrap_or("no reason is given");
                report.reduced.push(format!("{}: {reason}", name.unwrap_or_default()));
            }
        } else if let Some(why) = line.strip_prefix("error ") {
            error = Some(why.to_owned());
        }
    }
    let mut seen = BTreeSet::new();
    let see = "see the launcher's log; until it is repaired, no steps run on this server";
    for line in lines.filter(|line| !line.trim().is_empty()) {
        if let Some(why) = line.strip_prefix("error ") {
            error = Some(why.to_owned());
            continue;
        }
        match serde_json::from_str::<Check>(line) {
            Ok(Check { name, passed, detail }) => {
                if !passed {
                    report.fail(4, format!("{name}: {detail}"), see);
                }
                seen.insert(name);
            }
            Err(_) => report.fail(4, format!("the probe says what cannot be understood: {line}"), see),
        }
    }
    if let Some(why) = error {
        report.fail(3, why, see);
        report.not_tried_after(3);
        return;
    }
    let missing: Vec<&str> = REQUIRED.into_iter().filter(|name| !seen.contains(*name)).collect();
    if !missing.is_empty() {
        let remedy = "install the launcher, the runner and the server of one version";
        report.fail(4, format!("the probe did not try: {}", missing.join(", ")), remedy);
    }
    if !passed && !report.has_failed(4) {
        report.fail(4, "the launcher found something left behind by the probe, or the probe broke off", see);
    }
}

#[cfg(test)]
mod tests;
