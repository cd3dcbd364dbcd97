//! What the server tells of itself.

use pulpo_domain::ids::SpaceId;
use pulpo_domain::space::Space;
use pulpo_store::{Query, Tx};

use crate::app::App;
use crate::built_in_worker::Mode;
use crate::error::{Error, Result};

/// What stands in the root document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    pub installation_id: String,
    pub default_space: Option<SpaceId>,
}

pub async fn root(app: &App) -> Result<Root> {
    app.read(|tx| {
        let installation_id =
            tx.setting("installation-id")?.ok_or_else(|| Error::invalid("the server has not been set up"))?;
        let default_space = default_space(tx)?;
        Ok(Root { installation_id, default_space })
    })
    .await
}

fn default_space(tx: &mut Tx<'_>) -> Result<Option<SpaceId>> {
    Ok(tx.list::<Space>(&Query::new())?.into_iter().find(|space| space.is_default).map(|space| space.id))
}

/// What an administrator should know of the server, for as long as it is so.
pub async fn warnings(app: &App) -> Result<Vec<String>> {
    let worker = &app.settings.built_in_worker;
    let mut warnings = worker.warnings();
    if worker.mode() == Mode::SameUser && worker.refusal().is_none() {
        let spaces = app.read(|tx| Ok(tx.list::<Space>(&Query::new())?.len())).await?;
        if spaces > 1 {
            warnings.push(format!(
                "This server holds {spaces} spaces, and the steps of each can reach what belongs to the others, because \
                 they run under the server's own account."
            ));
        }
    }
    Ok(warnings)
}

/// What the operating system tells of the server's process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcessInfo {
    pub operating_system: String,
    pub working_set_bytes: u64,
    pub threads: u32,
}

/// Asks the operating system; what it does not tell is zero.
pub async fn process_info() -> ProcessInfo {
    let read = || {
        let file = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        (file("/proc/sys/kernel/ostype"), file("/proc/sys/kernel/osrelease"), file("/proc/self/status"))
    };
    let (kind, release, status) = tokio::task::spawn_blocking(read).await.unwrap_or_default();
    let operating_system = format!("{} {}", kind.trim(), release.trim()).trim().to_owned();
    let working_set_bytes = status_number(&status, "VmRSS").saturating_mul(1024);
    let threads = u32::try_from(status_number(&status, "Threads")).unwrap_or_default();
    ProcessInfo { operating_system, working_set_bytes, threads }
}

/// The first number of a line of `/proc/self/status`.
fn status_number(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_off_the_status_of_the_process() {
        let status = "Name:\tpulpo\nVmRSS:\t   1536 kB\nThreads:\t7\n";
        assert_eq!((status_number(status, "VmRSS"), status_number(status, "Threads")), (1536, 7));
        assert_eq!(status_number(status, "Thread"), 0);
    }
}
