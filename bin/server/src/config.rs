//! The configuration: one struct, from the file, then the environment, then flags. No other room reads the
//! environment.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use pulpo_domain::network::Network;
use serde::Deserialize;

use crate::tls::Files;

/// A setting that must not be shown.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret<T>(pub(crate) T);

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

/// What flags have said.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) data_dir: Option<PathBuf>,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) file: Option<PathBuf>,
}

/// What the file may say. An unknown key is an error: a setting that is misspelt must not be silently off.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Written {
    data_dir: Option<PathBuf>,
    listen: Option<SocketAddr>,
    /// A PostgreSQL address; without one, SQLite in the data folder.
    postgres: Option<Secret<String>>,
    master_key_file: Option<PathBuf>,
    node_name: Option<String>,
    task_cap: Option<u32>,
    public_address: Option<String>,
    log_format: Option<LogFormat>,
    /// The certificate chain and its key, in PEM; with them the server speaks TLS.
    tls_certificate: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    /// Networks beside the open internet that the server may ask: where an own issuer of identity tokens is, say.
    outbound_allow: Vec<String>,
    /// Certificate authorities in PEM that such requests trust, instead of the system's.
    outbound_authorities: Option<PathBuf>,
    worker: WrittenWorker,
}

/// The table `[worker]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct WrittenWorker {
    mode: Option<WorkerMode>,
    launcher_config: Option<PathBuf>,
    allow_root: Option<bool>,
}

/// Under whose account steps run on this server (builtin-worker.md B4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WorkerMode {
    Off,
    #[default]
    SameUser,
    Launcher,
}

/// What runs steps on this server.
#[derive(Debug, Clone)]
pub(crate) struct Worker {
    pub(crate) mode: WorkerMode,
    /// The file that the privileged launcher is configured by; it says where it listens.
    pub(crate) launcher_config: PathBuf,
    /// Root's own server may run steps, too. Nobody gets this without having asked for it.
    pub(crate) allow_root: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    #[default]
    Text,
    Json,
}

/// The first administrator, by the names that the field's own container takes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Administrator {
    pub(crate) username: Option<String>,
    pub(crate) password: Option<Secret<String>>,
    pub(crate) email: Option<String>,
    pub(crate) api_key: Option<Secret<String>>,
}

/// All settings, each with its value.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) data_dir: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) postgres: Option<Secret<String>>,
    pub(crate) master_key_file: PathBuf,
    pub(crate) node_name: String,
    pub(crate) task_cap: u32,
    pub(crate) public_address: Option<String>,
    pub(crate) log_format: LogFormat,
    pub(crate) tls: Option<Files>,
    pub(crate) outbound_allow: Vec<Network>,
    pub(crate) outbound_authorities: Option<PathBuf>,
    pub(crate) worker: Worker,
    pub(crate) administrator: Administrator,
}

/// How many tasks a node runs at once (domain.md TK-07).
const DEFAULT_TASK_CAP: u32 = 5;

/// A variable of the environment; a blank one is as if absent.
fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    let value = std::env::var(name).ok();
    value.filter(|value| !value.is_empty())
}

impl Config {
    pub(crate) fn load(given: Given) -> Result<Self> {
        let path = given.file.or_else(|| variable("PULPO_CONFIG").map(PathBuf::from));
        let file = path.as_deref().map(read).transpose()?.unwrap_or_default();
        let data_dir = given.data_dir.or_else(|| variable("PULPO_DATA_DIR").map(PathBuf::from)).or(file.data_dir);
        let data_dir = data_dir.map_or_else(default_data_dir, Ok)?;
        let data_dir = std::path::absolute(&data_dir)
            .with_context(|| format!("the data folder {} has no path", data_dir.display()))?;
        let listen = match variable("PULPO_LISTEN") {
            Some(text) => {
                Some(text.parse().with_context(|| format!("PULPO_LISTEN: \"{text}\" is not an address with a port"))?)
            }
            None => None,
        };
        let task_cap = match variable("PULPO_TASK_CAP") {
            Some(text) => Some(text.parse().with_context(|| format!("PULPO_TASK_CAP: \"{text}\" is not a number"))?),
            None => file.task_cap,
        };
        let task_cap = task_cap.unwrap_or(DEFAULT_TASK_CAP);
        if task_cap == 0 {
            bail!("the task cap is 0, so no task would ever run; set it to 1 or more");
        }
        let node_name = variable("PULPO_NODE_NAME").or(file.node_name).unwrap_or_else(host_name);
        Ok(Self {
            listen: given.listen.or(listen).or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8888))),
            postgres: variable("PULPO_POSTGRES").map(Secret).or(file.postgres),
            master_key_file: variable("PULPO_MASTER_KEY_FILE")
                .map(PathBuf::from)
                .or(file.master_key_file)
                .unwrap_or_else(|| data_dir.join("keys/master.key")),
            node_name,
            task_cap,
            public_address: variable("PULPO_PUBLIC_ADDRESS").or(file.public_address),
            log_format: file.log_format.unwrap_or_default(),
            tls: tls(file.tls_certificate, file.tls_key)?,
            outbound_allow: networks(&file.outbound_allow)?,
            outbound_authorities: file.outbound_authorities,
            worker: worker(file.worker)?,
            administrator: Administrator {
                username: variable("ADMIN_USERNAME"),
                password: variable("ADMIN_PASSWORD").map(Secret),
                email: variable("ADMIN_EMAIL"),
                api_key: variable("ADMIN_API_KEY").map(Secret),
            },
            data_dir,
        })
    }
}

/// Certificate and key, from the environment or the file; one without the other is a mistake.
fn tls(certificate: Option<PathBuf>, key: Option<PathBuf>) -> Result<Option<Files>> {
    let certificate = variable("PULPO_TLS_CERTIFICATE").map(PathBuf::from).or(certificate);
    let key = variable("PULPO_TLS_KEY").map(PathBuf::from).or(key);
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Some(Files { certificate, key })),
        (None, None) => Ok(None),
        (Some(_), None) => bail!("there is a tls-certificate but no tls-key; name the file with the certificate's key"),
        (None, Some(_)) => bail!("there is a tls-key but no tls-certificate; name the file with the certificate"),
    }
}

fn networks(texts: &[String]) -> Result<Vec<Network>> {
    texts.iter().map(|text| text.parse().context("outbound-allow")).collect()
}

fn worker(file: WrittenWorker) -> Result<Worker> {
    let mode = match variable("PULPO_WORKER_MODE") {
        Some(text) => match text.as_str() {
            "off" => Some(WorkerMode::Off),
            "same-user" => Some(WorkerMode::SameUser),
            "launcher" => Some(WorkerMode::Launcher),
            other => bail!(
                "PULPO_WORKER_MODE: \"{other}\" is no mode of the built-in worker; there are off, same-user and launcher"
            ),
        },
        None => file.mode,
    };
    let allow_root = match variable("PULPO_WORKER_ALLOW_ROOT") {
        Some(text) => match text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            other => bail!("PULPO_WORKER_ALLOW_ROOT: \"{other}\" is neither true nor false"),
        },
        None => file.allow_root,
    };
    Ok(Worker {
        mode: mode.unwrap_or_default(),
        launcher_config: variable("PULPO_WORKER_LAUNCHER_CONFIG")
            .map(PathBuf::from)
            .or(file.launcher_config)
            .unwrap_or_else(|| PathBuf::from(workerconf::USUAL_PLACE)),
        allow_root: allow_root.unwrap_or_default(),
    })
}

/// What a configuration file alone says, for a tool that prepares the machine for the server that will read it.
pub(crate) struct OfFile {
    pub(crate) data_dir: Option<PathBuf>,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) postgres: Option<Secret<String>>,
    pub(crate) worker_mode: WorkerMode,
    pub(crate) launcher_config: Option<PathBuf>,
}

pub(crate) fn of_file(path: &Path) -> Result<OfFile> {
    let written = read(path)?;
    Ok(OfFile {
        data_dir: written.data_dir,
        listen: written.listen,
        postgres: written.postgres,
        worker_mode: written.worker.mode.unwrap_or_default(),
        launcher_config: written.worker.launcher_config,
    })
}

fn read(path: &Path) -> Result<Written> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("could not read the configuration {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("the configuration {} cannot be used", path.display()))
}

fn default_data_dir() -> Result<PathBuf> {
    if let Some(folder) = variable("XDG_DATA_HOME") {
        return Ok(PathBuf::from(folder).join("pulpo"));
    }
    match variable("HOME") {
        Some(home) => Ok(PathBuf::from(home).join(".local/share/pulpo")),
        None => bail!("there is no home folder to keep data in; name a data folder with --data-dir"),
    }
}

fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_an_error_that_names_it() {
        let error = toml::from_str::<Written>("listn = \"127.0.0.1:1\"").unwrap_err().to_string();
        assert!(error.contains("listn") && error.contains("listen"), "{error}");
    }

    #[test]
    fn a_certificate_and_its_key_belong_together() {
        let path = || Some(PathBuf::from("x.pem"));
        assert_eq!(tls(None, None).unwrap(), None);
        assert!(tls(path(), path()).unwrap().is_some());
        assert!(tls(path(), None).unwrap_err().to_string().contains("tls-key"));
        assert!(tls(None, path()).unwrap_err().to_string().contains("tls-certificate"));
        assert!(networks(&["10.0.0.0/8".to_owned(), "nonsense".to_owned()]).is_err());
    }

    #[test]
    fn secrets_are_not_shown() {
        let file: Written = toml::from_str("postgres = \"host=x password=s3cret\"").unwrap();
        assert!(!format!("{file:?}").contains("s3cret"));
    }
}
