//! The table of actions that a set-up comes to, in their order (builtin-worker.md A4, B5).

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::account;
use super::commands;
use super::network::{self, Ports};
use super::plan::Action;
use super::settings::{self, Mode};
use super::setup::Setup;
use super::units::{self, Paths};
use super::work::Work;

/// What this machine offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Machine {
    pub(crate) has_systemd: bool,
    /// The packet filter's program.
    pub(crate) nft: Option<PathBuf>,
}

impl Machine {
    pub(crate) fn look() -> Self {
        Self { has_systemd: Path::new("/run/systemd/system").is_dir(), nft: commands::find("nft") }
    }
}

struct Table(Vec<Action>);

impl Table {
    fn add(&mut self, doing: impl Display, already: impl Display, work: Work) {
        self.0.push(Action { doing: doing.to_string(), already: already.to_string(), work });
    }

    fn file(&mut self, what: &str, path: PathBuf, text: String, mode: u32) {
        let shown = path.display().to_string();
        let work = Work::File { path, text, mode };
        self.add(format!("Writing {what} '{shown}'"), format!("{} '{shown}' says so already", capital(what)), work);
    }

    fn folder(&mut self, what: &str, path: PathBuf, owner: Option<&str>, mode: u32, is_scratch: bool) {
        let shown = path.display().to_string();
        let work = Work::Folder { path, owner: owner.map(str::to_owned), mode, is_scratch };
        self.add(format!("Creating {what} '{shown}'"), format!("{} '{shown}' is there already", capital(what)), work);
    }

    fn account(&mut self, whose: &str, name: &str) {
        let work = Work::Account { name: name.to_owned(), comment: format!("Pulpo, {whose}") };
        self.add(
            format!("Creating the account '{name}' for {whose} (groupadd, useradd)"),
            format!("The account '{name}' for {whose} is there already"),
            work,
        );
    }
}

fn capital(what: &str) -> String {
    let mut letters = what.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The table. It depends on the machine only through what is passed in and what files say now.
pub(crate) fn table(setup: &Setup, machine: &Machine) -> Result<Vec<Action>> {
    let Setup { instance, server, slots, .. } = setup;
    let mut table = Table(Vec::new());
    // The list of what was made lies here, so it comes first.
    table.folder("the folder", instance.folder(), None, 0o755, false);
    table.account("the server", &server.name);
    for slot in slots {
        table.account("steps", &slot.name);
    }
    if setup.data.exists() {
        let shown = setup.data.display();
        table.add(
            format!("Giving the data folder '{shown}' to '{}'", server.name),
            format!("The data folder '{shown}' belongs to '{}' already", server.name),
            Work::Data { path: setup.data.clone(), owner: server.name.clone() },
        );
    } else {
        table.folder("the data folder", setup.data.clone(), Some(&server.name), 0o700, false);
    }
    table.folder("the folder of jobs", instance.work(), None, 0o711, true);
    table.folder("the folder of the launcher's socket", instance.run(), None, 0o755, true);
    table.file("the launcher's configuration", instance.launcher_config(), setup.launcher_config()?.render(), 0o644);
    settings_file(setup, &mut table)?;
    let (program, config) = (setup.programs.join("pulpo-launcher"), instance.launcher_config());
    table.add(
        format!("Checking '{}'", config.display()),
        "Nothing to check",
        Work::Check { program: program.clone(), config: config.clone() },
    );
    network_rules(setup, machine, &mut table);
    let mut changed = vec![config.clone()];
    if machine.has_systemd {
        services(setup, machine, &mut changed, &mut table);
    } else {
        let has_setpriv = commands::exists("setpriv");
        let script = units::start_script(instance, &server.name, &paths(setup), has_setpriv);
        table.file("the start command", instance.start_script(), script, 0o755);
        let (socket, server) = (instance.socket(), server.name.clone());
        table.add(
            "Starting the launcher 'pulpo-launcher'",
            "The launcher 'pulpo-launcher' runs already",
            Work::Launcher { program, config, socket, server },
        );
    }
    Ok(table.0)
}

fn paths(setup: &Setup) -> Paths<'_> {
    Paths { programs: &setup.programs, settings: &setup.settings, data: &setup.data }
}

fn settings_file(setup: &Setup, table: &mut Table) -> Result<()> {
    let path = setup.settings.clone();
    let shown = path.display().to_string();
    let before = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(_) if !path.exists() => {
            format!("# The server's settings.\ndata-dir = {}\n", settings::quoted(&setup.data.display().to_string()))
        }
        Err(error) => return Err(error).with_context(|| format!("could not read {shown}")),
    };
    let config = setup.instance.launcher_config();
    let text = settings::set(&before, &Mode::Launcher { config: &config }).context(shown.clone())?;
    let target = setup.slots.iter().map(|slot| slot.name.as_str()).collect::<Vec<_>>();
    let target = match target.as_slice() {
        [first, .., last] => format!("{first}' .. '{last}"),
        [one] => (*one).to_owned(),
        [] => String::new(),
    };
    table.add(
        format!("Configuring the server to run steps as '{target}' ('{shown}')"),
        format!("The server is configured to run steps as '{target}' already ('{shown}')"),
        Work::Settings { path, text, group: setup.server.name.clone() },
    );
    Ok(())
}

fn network_rules(setup: &Setup, machine: &Machine, table: &mut Table) {
    if machine.nft.is_none() {
        return;
    }
    let instance = &setup.instance;
    // A slot that is yet to be made has no uid; the rules are written when it has.
    let names: Vec<String> = setup.slots.iter().map(|slot| slot.name.clone()).collect();
    let known = setup.known.as_ref();
    let ports = Ports {
        server: Some(known.and_then(|known| known.listen).map_or(8888, |listen| listen.port())),
        database: known
            .and_then(|known| known.postgres.as_ref())
            .and_then(|address| network::database_port(&address.0)),
    };
    let (file, name) = (instance.network_rules(), instance.prefix().to_owned());
    let shown = file.display().to_string();
    table.add(
        format!("Writing the network rules '{shown}'"),
        format!("The network rules '{shown}' say so already"),
        Work::RulesFile { path: file.clone(), table: name.clone(), accounts: names, ports },
    );
    table.add(
        format!("Loading the network rules (nft table inet {name})"),
        format!("The network rules are loaded already (nft table inet {name})"),
        Work::Rules { table: name, file },
    );
}

/// The uids behind the names, as far as the accounts are there.
pub(crate) fn uids(names: &[String]) -> Vec<u32> {
    names.iter().filter_map(|name| account::find(name)).map(|account| account.uid).collect()
}

/// Folders of the service manager's own.
const UNITS: &str = "/etc/systemd/system";
const SYSUSERS: &str = "/etc/sysusers.d";
const TMPFILES: &str = "/etc/tmpfiles.d";

fn services(setup: &Setup, machine: &Machine, changed: &mut Vec<PathBuf>, table: &mut Table) {
    let Setup { instance, server, .. } = setup;
    let file = format!("{}.conf", instance.prefix());
    let mut accounts = vec![(server.name.as_str(), "Pulpo, the server")];
    accounts.extend(setup.slots.iter().map(|slot| (slot.name.as_str(), "Pulpo, steps")));
    table.file("the list of accounts", Path::new(SYSUSERS).join(&file), units::sysusers(&accounts), 0o644);
    let folders = units::tmpfiles(instance, &server.name, &setup.data);
    table.file("the list of folders", Path::new(TMPFILES).join(&file), folders, 0o644);
    let launcher = instance.unit("launcher");
    let path = Path::new(UNITS).join(&launcher);
    table.file("the launcher's unit", path.clone(), units::launcher(instance, &paths(setup)), 0o644);
    changed.push(path);
    let unit = instance.unit("server");
    let packaged =
        ["/usr/lib/systemd/system", "/lib/systemd/system"].iter().any(|at| Path::new(at).join(&unit).exists());
    let (path, text) = if packaged {
        (Path::new(UNITS).join(format!("{unit}.d/builtin-worker.conf")), units::drop_in(instance, &server.name))
    } else {
        (Path::new(UNITS).join(&unit), units::server(instance, &server.name, &paths(setup)))
    };
    table.file("the service's account into", path.clone(), text, 0o644);
    changed.push(path);
    if let Some(nft) = &machine.nft {
        let path = Path::new(UNITS).join(instance.unit("network"));
        table.file("the unit of the network rules", path.clone(), units::network(instance, nft), 0o644);
        changed.push(path);
    }
    table.add(
        "Reloading the service manager",
        "The service manager knows its units already",
        Work::Reload { files: changed.clone() },
    );
    for (part, now) in [("network", false), ("launcher", true), ("server", false)] {
        if part == "network" && machine.nft.is_none() {
            continue;
        }
        let name = instance.unit(part);
        let doing = if now { "Enabling and starting" } else { "Enabling" };
        let files = if now { changed.clone() } else { Vec::new() };
        table.add(
            format!("{doing} the unit '{name}'"),
            format!("The unit '{name}' is enabled already"),
            Work::Unit { name, now, files },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin_worker::instance::Instance;
    use crate::builtin_worker::setup::Named;

    fn setup() -> Setup {
        let named = |name: &str| Named { name: name.to_owned(), is_made: true };
        Setup {
            instance: Instance::new(Some("not-here")).unwrap(),
            settings: "/etc/pulpo-not-here/server.toml".into(),
            known: None,
            data: "/var/lib/pulpo-not-here".into(),
            programs: "/usr/lib/pulpo".into(),
            server: named("pulpo-not-here"),
            slots: vec![named("pulpo-not-here-worker-1"), named("pulpo-not-here-worker-2")],
            doubts: Vec::new(),
        }
    }

    fn doing(machine: &Machine) -> Vec<String> {
        table(&setup(), machine).unwrap().into_iter().map(|action| action.doing).collect()
    }

    #[test]
    fn a_machine_with_services_gets_units() {
        // A4: accounts first, the service's account, then what steps run as; each in a line of its own.
        let machine = Machine { has_systemd: true, nft: Some("/sbin/nft".into()) };
        let expected = [
            "Creating the folder '/etc/pulpo-not-here'",
            "Creating the account 'pulpo-not-here' for the server (groupadd, useradd)",
            "Creating the account 'pulpo-not-here-worker-1' for steps (groupadd, useradd)",
            "Creating the account 'pulpo-not-here-worker-2' for steps (groupadd, useradd)",
            "Creating the data folder '/var/lib/pulpo-not-here'",
            "Creating the folder of jobs '/var/lib/pulpo-not-here-work'",
            "Creating the folder of the launcher's socket '/run/pulpo-not-here'",
            "Writing the launcher's configuration '/etc/pulpo-not-here/worker.conf'",
            "Configuring the server to run steps as 'pulpo-not-here-worker-1' .. 'pulpo-not-here-worker-2' \
             ('/etc/pulpo-not-here/server.toml')",
            "Checking '/etc/pulpo-not-here/worker.conf'",
            "Writing the network rules '/etc/pulpo-not-here/worker.nft'",
            "Loading the network rules (nft table inet pulpo-not-here)",
            "Writing the list of accounts '/etc/sysusers.d/pulpo-not-here.conf'",
            "Writing the list of folders '/etc/tmpfiles.d/pulpo-not-here.conf'",
            "Writing the launcher's unit '/etc/systemd/system/pulpo-not-here-launcher.service'",
            "Writing the service's account into '/etc/systemd/system/pulpo-not-here-server.service'",
            "Writing the unit of the network rules '/etc/systemd/system/pulpo-not-here-network.service'",
            "Reloading the service manager",
            "Enabling the unit 'pulpo-not-here-network.service'",
            "Enabling and starting the unit 'pulpo-not-here-launcher.service'",
            "Enabling the unit 'pulpo-not-here-server.service'",
        ];
        assert_eq!(doing(&machine), expected);
    }

    #[test]
    fn a_machine_without_them_gets_a_start_command() {
        let lines = doing(&Machine { has_systemd: false, nft: None });
        let last = ["Writing the start command '/etc/pulpo-not-here/start'", "Starting the launcher 'pulpo-launcher'"];
        assert_eq!(lines[lines.len() - 2..], last);
        assert!(!lines.iter().any(|line| line.contains("unit") || line.contains("network rules")), "{lines:?}");
    }
}
