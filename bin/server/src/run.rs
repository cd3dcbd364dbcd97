//! `run`: starts everything in order, and stops it in the reverse one.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use pulpo_app::app::Settings;
use pulpo_app::first_start::{FirstAdministrator, FirstStart, first_start};
use pulpo_app::{App, Error};
use pulpo_engine::{Engine, EngineConfig, LauncherConfig};
use pulpo_store::task_log::TaskLogs;
use pulpo_store::{Config as StoreConfig, Database, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::ambient::{SystemClock, SystemRandom};
use crate::config::{Config, LogFormat};
use crate::data_folder::{self, DataFolder};
use crate::portal;

/// Shown as long as steps run with the server's own rights (builtin-worker.md B4).
const SAME_USER: &str = "Steps on this server run under the server's own account and can do all that it can: read its \
master key, its database and its packages. Run only steps that you trust.";

pub(crate) fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("could not start the server's threads")
}

/// Opens the store that the configuration names.
pub(crate) fn open_store(config: &Config) -> Result<Store> {
    let random = Arc::new(SystemRandom);
    let master_key = data_folder::master_key(config, &*random)?;
    let database = match &config.postgres {
        Some(address) => Database::Postgres(address.0.clone()),
        None => Database::Sqlite(data_folder::database(config)),
    };
    let store = StoreConfig {
        database,
        blobs: config.data_dir.join("blobs"),
        master_key,
        clock: Arc::new(SystemClock),
        random,
    };
    Ok(Store::open(store)?)
}

pub(crate) fn run(config: &Config) -> Result<ExitCode> {
    start_log(config.log_format);
    // Nobody of the same account may read this process's memory or environment.
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
        .context("could not protect the server's memory")?;
    let folder = DataFolder::open(config)?;
    let store = open_store(config)?;
    runtime()?.block_on(serve(config, &folder, store))
}

async fn serve(config: &Config, folder: &DataFolder, store: Store) -> Result<ExitCode> {
    let listener = TcpListener::bind(config.listen).await;
    let listener = listener.with_context(|| format!("could not listen on {}", config.listen))?;
    let address = listener.local_addr().context("the listener has no address")?;
    let administrator = FirstAdministrator {
        username: config.administrator.username.clone(),
        password: config.administrator.password.as_ref().map(|secret| secret.0.clone()),
        email: config.administrator.email.clone(),
        api_key: config.administrator.api_key.as_ref().map(|secret| secret.0.clone()),
    };
    let started = first_start(&store, administrator).await.map_err(plain)?;
    let logs = TaskLogs::open(&folder.root.join("task-logs")).context("could not open the folder of task logs")?;
    let settings = Settings {
        node_name: config.node_name.clone(),
        task_cap: config.task_cap,
        public_address: config.public_address.clone(),
        warnings: vec![SAME_USER.to_owned()],
    };
    let app = App::new(store.clone(), logs.clone(), settings);
    let engine = Engine::start(EngineConfig {
        store,
        task_logs: logs,
        node_name: config.node_name.clone(),
        task_cap: usize::try_from(config.task_cap).unwrap_or(usize::MAX),
        launcher: launcher(folder)?,
        server_uri: Some(config.public_address.clone().unwrap_or_else(|| format!("http://{address}"))),
    });
    let tidying = tokio::spawn(tidy(app.clone()));
    let noting = tokio::spawn(write_uses(app.clone()));
    let last_uses = app.clone();
    let router = pulpo_api::router(app, portal::file).into_make_service_with_connect_info::<SocketAddr>();
    welcome(address, &started);
    tracing::warn!("{SAME_USER}");
    let served = axum::serve(listener, router).with_graceful_shutdown(asked_to_stop()?).await;
    tidying.abort();
    noting.abort();
    write_uses_once(&last_uses).await;
    // Jobs go on in the launcher; the next server follows them up.
    engine.drain().await;
    served.context("the server stopped answering")?;
    Ok(ExitCode::SUCCESS)
}

/// Removes what nothing names any more, now and then; looks at the world, so that it may run at any time.
async fn tidy(app: App) {
    let mut hourly = tokio::time::interval(Duration::from_hours(1));
    loop {
        hourly.tick().await;
        match pulpo_app::packages::sweep_blobs(&app).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "packages and artifacts that nothing names any more were removed"),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "unused packages could not be removed");
            }
        }
    }
}

/// Writes what permissions were used for, some time after the first use that is not written yet: one batch for all
/// that came meanwhile. A server that nobody asks anything sleeps.
async fn write_uses(app: App) {
    const BATCH: Duration = Duration::from_secs(10);
    loop {
        pulpo_app::usage::something(&app).await;
        tokio::time::sleep(BATCH).await;
        write_uses_once(&app).await;
    }
}

async fn write_uses_once(app: &App) {
    if let Err(error) = pulpo_app::usage::write(app).await {
        tracing::error!(error = &error as &dyn std::error::Error, "what permissions were used for is lost");
    }
}

fn plain(error: Error) -> anyhow::Error {
    if let Error::Invalid(problems) = error { anyhow::anyhow!(problems.join("; ")) } else { error.into() }
}

/// The programs beside this one, and the folder where jobs run.
fn launcher(folder: &DataFolder) -> Result<LauncherConfig> {
    let own = std::env::current_exe().context("could not find this program")?;
    let beside = |name: &str| -> Result<PathBuf> {
        let path = own.with_file_name(name);
        if !path.is_file() {
            bail!(
                "{name} is not beside {}; steps could not run: install all of Pulpo's programs in one folder",
                own.display()
            );
        }
        Ok(path)
    };
    let work_dir = folder.root.join("work");
    Ok(LauncherConfig {
        program: beside("pulpo-launcher")?,
        runner: beside("pulpo-runner")?,
        socket: work_dir.join("launcher.sock"),
        work_dir,
    })
}

fn start_log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_env_var("PULPO_LOG")
        .with_default_directive(tracing_subscriber::filter::LevelFilter::INFO.into())
        .from_env_lossy();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_target(false).init(),
        LogFormat::Json => log.json().init(),
    }
}

/// What the person at the console must know.
#[expect(clippy::print_stdout, reason = "the console's one line, and a password that can be seen only now")]
fn welcome(address: SocketAddr, started: &FirstStart) {
    match started {
        FirstStart::NotFirst => {}
        FirstStart::Given { username } => {
            println!("The first administrator is \"{username}\", with the password that was given.");
        }
        FirstStart::Random { username, password } => {
            println!("The first administrator is \"{username}\", with the password {password} (shown only this once).");
        }
    }
    println!("Pulpo {} is ready at http://{address}", env!("CARGO_PKG_VERSION"));
}

/// Waits for a person or the service manager to end the server.
fn asked_to_stop() -> Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = signal(SignalKind::interrupt()).context("could not listen for signals")?;
    let mut terminate = signal(SignalKind::terminate()).context("could not listen for signals")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping: no new requests and tasks; running steps go on in the launcher");
    })
}
