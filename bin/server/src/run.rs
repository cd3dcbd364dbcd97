//! `run`: starts everything in order, and stops it in the reverse one.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use pulpo_app::app::Settings;
use pulpo_app::built_in_worker::BuiltInWorker;
use pulpo_app::first_start::{FirstAdministrator, FirstStart, first_start};
use pulpo_app::{App, Error};
use pulpo_engine::{Engine, EngineConfig};
use pulpo_store::task_log::TaskLogs;
use pulpo_store::{Config as StoreConfig, Database, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;

use crate::ambient::{SystemClock, SystemRandom};
use crate::config::{Config, LogFormat};
use crate::data_folder::{self, DataFolder};
use crate::listen::{self, Arrived, Door};
use crate::tls::{Certificate, ServerTls};
use crate::{portal, worker};

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
    let worker = Arc::new(worker::built_in(&config.worker));
    let settings = Settings {
        node_name: config.node_name.clone(),
        task_cap: config.task_cap,
        public_address: config.public_address.clone(),
        built_in_worker: worker.clone(),
    };
    let tls = ServerTls { is_from_files: config.tls.is_some() };
    let app = App::new(store.clone(), logs.clone(), settings)
        .with_outside(Arc::new(outward(config)?))
        .with_tls(Arc::new(tls));
    let certificate = match config.tls.clone() {
        Some(files) => Some(Certificate::load(files)?),
        None => set_certificate(&app).await?,
    };
    let own_address = format!("{}://{address}", if certificate.is_some() { "https" } else { "http" });
    let engine = Engine::start(EngineConfig {
        store,
        task_logs: logs,
        node_name: config.node_name.clone(),
        task_cap: usize::try_from(config.task_cap).unwrap_or(usize::MAX),
        launcher: worker::launcher(&config.worker, folder)?,
        built_in_worker: worker.clone(),
        server_uri: Some(config.public_address.clone().unwrap_or_else(|| own_address.clone())),
    });
    let testing = tokio::spawn(announce(worker, app.clone()));
    let tidying = tokio::spawn(tidy(app.clone()));
    let noting = tokio::spawn(write_uses(app.clone()));
    let telling = tokio::spawn(tell_of_keys(app.clone()));
    let own = app.clone();
    let router = pulpo_api::router(app, portal::file).layer(axum::middleware::map_request(listen::introduce));
    let renewing = certificate.clone().map(renew).transpose()?;
    let following = (!tls.is_from_files).then(|| tokio::spawn(follow_certificate(own.clone(), certificate.clone())));
    let door = match certificate {
        Some(certificate) => Door::tls(listener, certificate.server_config()?).context("could not listen for TLS")?,
        None => Door::plain(listener),
    };
    welcome(&own_address, &started);
    let service = router.into_make_service_with_connect_info::<Arrived>();
    let served = axum::serve(door, service).with_graceful_shutdown(asked_to_stop()?).await;
    tidying.abort();
    testing.abort();
    noting.abort();
    telling.abort();
    write_uses_once(&own).await;
    for task in [renewing, following].into_iter().flatten() {
        task.abort();
    }
    // Jobs go on in the launcher; the next server follows them up.
    engine.drain().await;
    served.context("the server stopped answering")?;
    Ok(ExitCode::SUCCESS)
}

/// Tests the fence, at every start, beside the first requests; then says what an administrator should know.
async fn announce(worker: Arc<BuiltInWorker>, app: App) {
    // The test tells the log itself.
    let tested = worker.test(|| app.now()).await;
    for warning in worker.warnings().into_iter().filter(|_| tested.is_none() || worker.forbidden().is_some()) {
        tracing::warn!("{warning}");
    }
}

/// The server's way out, as narrow as the configuration says.
fn outward(config: &Config) -> Result<pulpo_outward::Outward> {
    let authorities = match &config.outbound_authorities {
        Some(path) => Some(std::fs::read(path).with_context(|| {
            format!("could not read the certificate authorities for outbound requests {}", path.display())
        })?),
        None => None,
    };
    let settings =
        pulpo_outward::Settings { allowed: config.outbound_allow.clone(), authorities, ..Default::default() };
    Ok(pulpo_outward::Outward::new(settings)?)
}

/// Takes over a renewed certificate whenever the service manager asks for it (SIGHUP).
fn renew(certificate: Arc<Certificate>) -> Result<JoinHandle<()>> {
    let mut asked = signal(SignalKind::hangup()).context("could not listen for signals")?;
    Ok(tokio::spawn(async move {
        while asked.recv().await.is_some() {
            match certificate.reload() {
                Ok(true) => tracing::info!("the certificate was read again"),
                Ok(false) => {
                    tracing::info!("the certificate was set by an administrator; there are no files to read again");
                }
                Err(error) => tracing::error!("the certificate was not read again, the old one stays: {error:#}"),
            }
        }
    }))
}

/// The certificate that an administrator has set, if any.
async fn set_certificate(app: &App) -> Result<Option<Arc<Certificate>>> {
    let pair = pulpo_app::configuration::set_certificate(app).await.map_err(plain)?;
    let certificate = pair.map(|pair| Certificate::set(&pair)).transpose();
    certificate.context(
        "the TLS certificate that was set cannot be used; name the files of another one with tls-certificate and tls-key",
    )
}

/// Shows a certificate from the moment on that an administrator sets it.
async fn follow_certificate(app: App, shown: Option<Arc<Certificate>>) {
    let mut changes = app.store().wakes().listen(pulpo_store::Topic::Access);
    let now = || pulpo_app::configuration::set_certificate(&app);
    let mut known = now().await.ok().flatten();
    while changes.changed().await.is_ok() {
        let pair = match now().await {
            Ok(pair) => pair,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the certificate could not be looked at");
                continue;
            }
        };
        if pair == known {
            continue;
        }
        match (&shown, &pair) {
            (Some(shown), Some(pair)) => match shown.change_to(pair) {
                Ok(()) => tracing::info!("the certificate that was set is shown from now on"),
                Err(error) => {
                    tracing::error!("the certificate that was set is not shown, the old one stays: {error:#}");
                }
            },
            (None, Some(_)) => tracing::info!("a certificate was set; the server speaks TLS from its next start on"),
            (_, None) => tracing::info!("no certificate is set any more; this counts from the next start on"),
        }
        known = pair;
    }
}

/// Removes what nothing names any more, and tells of certificates that end, now and then; looks at the world, so that it
/// may run at any time.
async fn tidy(app: App) {
    let mut hourly = tokio::time::interval(Duration::from_hours(1));
    loop {
        hourly.tick().await;
        if let Err(error) = pulpo_app::certificates::tell_expiry(&app).await {
            tracing::error!(error = &error as &dyn std::error::Error, "nobody was told which certificates end");
        }
        match pulpo_app::packages::sweep_blobs(&app).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "packages and artifacts that nothing names any more were removed"),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "unused packages could not be removed");
            }
        }
    }
}

/// Says in the audit which API keys end soon: some minutes after the start, and every four hours (access.md 3).
async fn tell_of_keys(app: App) {
    let first = tokio::time::Instant::now() + Duration::from_mins(10);
    let mut now_and_then = tokio::time::interval_at(first, Duration::from_hours(4));
    loop {
        now_and_then.tick().await;
        match pulpo_app::people::key_expiry::tell(&app).await {
            Ok(0) => {}
            Ok(told) => tracing::info!(told, "API keys end soon or have ended; the audit says which"),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "API keys could not be looked through");
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

pub(crate) fn plain(error: Error) -> anyhow::Error {
    if let Error::Invalid(problems) = error { anyhow::anyhow!(problems.join("; ")) } else { error.into() }
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
fn welcome(address: &str, started: &FirstStart) {
    match started {
        FirstStart::NotFirst => {}
        FirstStart::Given { username } => {
            println!("The first administrator is \"{username}\", with the password that was given.");
        }
        FirstStart::Random { username, password } => {
            println!("The first administrator is \"{username}\", with the password {password} (shown only this once).");
        }
    }
    println!("Pulpo {} is ready at {address}", env!("CARGO_PKG_VERSION"));
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
