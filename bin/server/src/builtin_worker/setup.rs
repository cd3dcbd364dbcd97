//! What is to be set up, decided before anything is changed: accounts, folders, programs. Everything that cannot be safe
//! is refused here, each with its own sentence (builtin-worker.md B6).

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use workerconf::WorkerConf;

use super::account::{self, Account};
use super::instance::Instance;
use super::options::{Accounts, Options};
use super::{files, owned, rules};
use crate::config::{self, OfFile};

/// Programs that have to lie together.
const PROGRAMS: [&str; 4] = ["pulpo-server", "pulpo-launcher", "pulpo-keeper", "pulpo-runner"];

/// An account of the set-up: there already, or to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) is_made: bool,
}

/// Everything that the plan is made from.
pub(crate) struct Setup {
    pub(crate) instance: Instance,
    pub(crate) settings: PathBuf,
    pub(crate) known: Option<OfFile>,
    pub(crate) data: PathBuf,
    pub(crate) programs: PathBuf,
    pub(crate) server: Named,
    pub(crate) slots: Vec<Named>,
    /// What is worth a word and no refusal.
    pub(crate) doubts: Vec<String>,
}

/// The server's settings, where they are and what they say.
pub(crate) fn settings(instance: &Instance, options: &Options) -> Result<(PathBuf, Option<OfFile>)> {
    let path = options.config.clone().unwrap_or_else(|| instance.settings());
    let path = std::path::absolute(&path).with_context(|| format!("{} has no path", path.display()))?;
    let known = path.exists().then(|| config::of_file(&path)).transpose()?;
    Ok((path, known))
}

impl Setup {
    pub(crate) fn find(options: &Options, accounts: &Accounts) -> Result<Self> {
        let instance = Instance::new(options.instance.as_deref())?;
        let (settings, known) = settings(&instance, options)?;
        let named = known.as_ref().and_then(|known| known.data_dir.clone());
        let data = options.data_dir.clone().or_else(|| named.clone()).unwrap_or_else(|| instance.data());
        let data = std::path::absolute(&data).with_context(|| format!("{} has no path", data.display()))?;
        if named.is_some_and(|named| named != data) {
            bail!("{} names another data folder than --data-dir does; leave --data-dir out", settings.display());
        }
        check_data(&data, &instance)?;
        let programs = programs()?;
        let owner = fs::metadata(&data).ok().map(|found| found.uid()).filter(|uid| *uid != 0);
        let owner = owner.map(account::name_of);
        let (makes_server, given) = match accounts {
            Accounts::Given(name) => (false, Some(name)),
            Accounts::GivenBesideMade(name) => (true, Some(name)),
            Accounts::Made { .. } => (true, None),
        };
        let slots = match (given, accounts) {
            (Some(given), _) => vec![existing(&account::spelt(given, &host())?)?.name],
            (None, Accounts::Made { slots }) => (1..=*slots).map(|number| instance.slot(number)).collect(),
            (None, _) => Vec::new(),
        };
        let server = server_account(&instance, owner, makes_server, &data)?;
        let slots = slots.into_iter().map(|name| Named { is_made: account::find(&name).is_none(), name });
        let mut setup =
            Self { instance, settings, known, data, programs, server, slots: slots.collect(), doubts: Vec::new() };
        setup.check_accounts()?;
        Ok(setup)
    }

    /// Accounts that are there must keep the rules; those that set-up makes do.
    fn check_accounts(&mut self) -> Result<()> {
        // An account that is yet to be made has no uid that another could share.
        let server = account::find(&self.server.name).map_or(u32::MAX, |account| account.uid);
        for account in self.slots.iter().filter_map(|slot| account::find(&slot.name)) {
            let facts = rules::facts(&account);
            let broken = rules::broken(&facts, server);
            if !broken.is_empty() {
                let sentences = broken.iter().map(|broken| format!("{}: {}", broken.cause, broken.remedy));
                bail!("{}", sentences.collect::<Vec<_>>().join("; "));
            }
            self.doubts.extend(rules::doubts(&facts));
            let owned = owned::by(&account, &self.instance.work());
            if !owned.files.is_empty() {
                let files = owned.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ");
                bail!(
                    "the account '{}' owns files outside its own folders, which steps could change: {files}; give them to \
                     root (chown root), or remove them",
                    account.name
                );
            }
            if owned.is_cut {
                let name = &account.name;
                self.doubts.push(format!("not all files of this machine were looked at for those that '{name}' owns"));
            }
        }
        if let [only] = self.slots.as_slice()
            && !only.is_made
        {
            self.doubts.push(format!(
                "all steps, of whichever project, share the account '{}', one after the other; --auto-configure --slots \
                 gives them one each",
                only.name
            ));
        }
        Ok(())
    }

    /// The launcher's configuration: what this set-up decides, and what an administrator wrote besides.
    pub(crate) fn launcher_config(&self) -> Result<WorkerConf> {
        let instance = &self.instance;
        let slots: Vec<&str> = self.slots.iter().map(|slot| slot.name.as_str()).collect();
        let runner = self.programs.join("pulpo-runner");
        let mut conf = WorkerConf::new(&self.server.name, &instance.socket(), &instance.work(), &runner, &slots);
        conf.covers = vec![self.data.clone(), instance.folder(), instance.run()];
        let path = instance.launcher_config();
        if path.exists() {
            let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
            let known = WorkerConf::parse(&text)
                .with_context(|| format!("{} has a mistake; repair it or move it away", path.display()))?;
            conf.covers.extend(known.covers.into_iter().filter(|cover| *cover != self.data));
            conf.covers.dedup();
            let mut seen = Vec::new();
            conf.covers.retain(|cover| {
                !seen.contains(cover) && {
                    seen.push(cover.clone());
                    true
                }
            });
            conf.classes = known.classes;
            (conf.grace_seconds, conf.cancel_seconds, conf.spool_bytes) =
                (known.grace_seconds, known.cancel_seconds, known.spool_bytes);
        }
        Ok(conf)
    }
}

fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

fn existing(name: &str) -> Result<Account> {
    account::find(name).with_context(|| {
        format!("there is no account '{name}' on this machine; name one that exists, or let --auto-configure make one")
    })
}

/// Whose the server is or shall be.
fn server_account(instance: &Instance, owner: Option<String>, makes: bool, data: &Path) -> Result<Named> {
    let usual = instance.account();
    match owner {
        Some(name) => {
            existing(&name)?;
            Ok(Named { name, is_made: false })
        }
        None if makes => Ok(Named { is_made: account::find(&usual).is_none(), name: usual }),
        None if account::find(&usual).is_some() && !data.exists() => Ok(Named { name: usual, is_made: false }),
        None => bail!(
            "the server has no account of its own yet, and as root it must not run beside steps that are fenced off from \
             root; add --auto-configure, which makes one"
        ),
    }
}

fn check_data(data: &Path, instance: &Instance) -> Result<()> {
    if instance.work().starts_with(data) || data.starts_with(instance.work()) {
        bail!(
            "the data folder {} and the folder of jobs {} lie within each other",
            data.display(),
            instance.work().display()
        );
    }
    let Ok(found) = fs::symlink_metadata(data) else { return Ok(()) };
    if found.is_symlink() {
        bail!(
            "the data folder {} is a link; name the folder itself, so that it can be hidden from steps",
            data.display()
        );
    }
    let lock = fs::OpenOptions::new().write(true).open(data.join("server.lock"));
    if lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock))) && found.uid() == 0 {
        bail!(
            "a server runs as root on the data folder {}; stop it first, so that the folder can be given to its new account",
            data.display()
        );
    }
    Ok(())
}

/// The folder of Pulpo's programs: all there, and nobody but root can put others in their place.
fn programs() -> Result<PathBuf> {
    let own = std::env::current_exe().context("could not find this program")?;
    let own = fs::canonicalize(&own).context("could not find this program")?;
    let folder = own.parent().context("this program lies in no folder")?.to_owned();
    for name in PROGRAMS {
        let program = folder.join(name);
        if !program.is_file() {
            bail!("{name} is not beside {}; install all of Pulpo's programs in one folder", own.display());
        }
        if let Some(weak) = files::replaceable(&program)? {
            bail!(
                "others than root can write {}, and so replace {name}, which runs as root or as a step's account; install \
                 Pulpo's programs in a folder of root's, for example /usr/lib/pulpo",
                weak.display()
            );
        }
    }
    Ok(folder)
}
