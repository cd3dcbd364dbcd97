//! The engine's side of the conversation with the launcher, which starts runners and keeps their jobs.
//!
//! One connection carries many jobs. A job is told about in one stream of [`Told`]: started or denied, its output
//! from the wanted offset on, its end. When the connection breaks, every stream ends; whoever still wants to know
//! asks for a [connection](Launcher::connection) anew and attaches again.

use std::io;
use std::sync::Arc;

use jobframe::{InstanceId, Mode};
use tokio::sync::Mutex;

use crate::config::LauncherConfig;

mod connection;
mod descriptors;
mod start;

pub(crate) use connection::{Connection, Told};

/// Why no launcher can be reached. Every text is for the step that fails of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LauncherError {
    #[error("the launcher at {0} cannot be reached")]
    Unreachable(String, #[source] io::Error),
    #[error("no launcher answers at {0}; the machine's administrator starts it (systemctl start pulpo-launcher)")]
    NotThere(String),
    #[error("the launcher runs jobs in the mode {0}, and this server's settings ask for {1}")]
    OtherMode(&'static str, &'static str),
    #[error("the launcher {0} cannot be started")]
    NotStarted(String, #[source] io::Error),
    #[error("the launcher ended at once ({0}); see {1}")]
    Ended(String, String),
    #[error("the launcher refuses this server: {0}")]
    Refused(String),
    #[error("the launcher does not keep to the protocol: {0}")]
    Protocol(String),
}

/// The way to the launcher.
pub(crate) struct Launcher {
    config: LauncherConfig,
    current: Mutex<Option<Arc<Connection>>>,
}

impl Launcher {
    pub(crate) fn new(config: LauncherConfig) -> Self {
        Self { config, current: Mutex::new(None) }
    }

    /// The connection that is there, or a new one; starts the launcher when nobody answers. Tells whether it is new.
    pub(crate) async fn connection(&self) -> Result<(Arc<Connection>, bool), LauncherError> {
        let mut current = self.current.lock().await;
        if let Some(connection) = current.as_ref().filter(|connection| connection.is_open()) {
            return Ok((connection.clone(), false));
        }
        let stream = start::connect(&self.config).await?;
        let wanted = if self.config.own.is_some() { Mode::SameUser } else { Mode::Launcher };
        let connection = Arc::new(Connection::open(stream, wanted).await?);
        *current = Some(connection.clone());
        Ok((connection, true))
    }

    /// Whether a launcher of an earlier life seems to be there.
    pub(crate) fn seems_to_run(&self) -> bool {
        self.config.socket.exists()
    }
}

/// An instance as it is written into rows.
pub(crate) fn instance_text(instance: InstanceId) -> String {
    instance.to_string()
}
