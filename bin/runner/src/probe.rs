//! `pulpo-runner probe`: tries everything that a fence should prevent, and tells how far it got.
//!
//! It is started by a launcher exactly as a job is. Its document names what it shall not reach, one thing in a line
//! (`cover`, `folder`, `socket`, `process`, `account`). Each check is a line of JSON on standard output; the exit code
//! is 0 when all of them passed.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use pulpo_execution::fence::attempts;
use serde_json::json;

/// What a job's runner has in its environment, and nothing else.
const ENVIRONMENT: [&str; 5] = ["HOME", "LANG", "PATH", "TMPDIR", "USER"];
/// Where clouds hand out the credentials of the machine.
const METADATA: [&str; 2] = ["169.254.169.254:80", "[fd00:ec2::254]:80"];
/// Places where accounts without rights like to leave things.
const ELSEWHERE: [&str; 9] =
    ["/", "/etc", "/usr", "/var", "/var/lib", "/var/spool/cron", "/run", "/run/lock", "/var/crash"];

/// The checks so far.
struct Report {
    out: io::Stdout,
    all_passed: bool,
}

impl Report {
    fn check(&mut self, check: &str, passed: bool, detail: impl AsRef<str>) -> io::Result<()> {
        self.all_passed &= passed;
        let line = json!({"check": check, "step": 4, "passed": passed, "detail": detail.as_ref()});
        writeln!(self.out.lock(), "{line}")
    }

    /// `reached` is what could be done that should not be possible.
    fn none(&mut self, check: &str, reached: Vec<String>, fine: &str) -> io::Result<()> {
        let detail = if reached.is_empty() { fine.to_owned() } else { format!("possible: {}", reached.join(", ")) };
        self.check(check, reached.is_empty(), detail)
    }
}

/// Tells whether everything was as it should be.
pub(crate) fn run(landlock: Option<u32>) -> io::Result<bool> {
    let mut report = Report { out: io::stdout(), all_passed: true };
    // First, before anything here opens one.
    let inherited = attempts::descriptors();
    let mut document = String::new();
    io::stdin().read_to_string(&mut document)?;
    let named = |word: &str| -> Vec<String> {
        document.lines().filter_map(|line| Some(line.strip_prefix(word)?.strip_prefix(' ')?.to_owned())).collect()
    };
    identity(&mut report, &named("account"))?;
    surroundings(&mut report, inherited, landlock)?;
    files(&mut report, &named("cover"), &named("folder"))?;
    others(&mut report, &named("process"), &named("socket"))?;
    report.check("root", !attempts::become_root(), "setuid(0) was tried")?;
    report.check("user-namespace", !attempts::user_namespace(), "unshare was tried")?;
    report.check("ptrace", !attempts::trace_a_child(), "attaching to a process was tried")?;
    report.check("mount", !attempts::mount(), "mounting was tried")?;
    report.check("keyring", !attempts::keep_a_key(), "keeping a key for the next job was tried")?;
    // Whoever started this looks for it when this process has ended.
    let daemon = "trap '' TERM HUP; setsid sh -c 'trap \"\" TERM HUP; sleep 3600' & exit 0";
    let started = program("sh", &["-c", daemon]).is_ok();
    report.check("daemon", started, "a process was left behind, which must not outlive this test")?;
    Ok(report.all_passed)
}

#[expect(clippy::disallowed_methods, reason = "what the probe leaves behind must be no child that the runner knows")]
fn program(name: &str, arguments: &[&str]) -> io::Result<bool> {
    let nothing = || Stdio::null();
    Ok(Command::new(name).args(arguments).stdin(nothing()).stdout(nothing()).stderr(nothing()).status()?.success())
}

fn identity(report: &mut Report, servers: &[String]) -> io::Result<()> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = |name: &str| -> Vec<String> {
        let found = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        found.unwrap_or("?").split_ascii_whitespace().map(str::to_owned).collect()
    };
    let other = |ids: &[String]| ids.iter().all(|id| id == &ids[0] && id != "0" && id != "?");
    let (uid, gid, groups) = (line("Uid"), line("Gid"), line("Groups"));
    let named = std::env::vars().find(|(name, _)| name == "USER").map(|(_, user)| user).unwrap_or_default();
    report.check("uid", other(&uid) && !servers.contains(&uid[0]), format!("{} ({named})", uid[0]))?;
    report.check("gid", other(&gid), &gid[0])?;
    report.check("groups", groups.is_empty(), if groups.is_empty() { "none".to_owned() } else { groups.join(" ") })?;
    let sets = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"].map(|set| line(set).concat());
    report.check("capabilities", sets.iter().all(|set| set == "0000000000000000"), sets.join(" "))?;
    report.check("no-new-privileges", line("NoNewPrivs") == ["1"], line("NoNewPrivs").concat())?;
    report.check("seccomp", line("Seccomp") == ["2"], line("Seccomp").concat())
}

fn surroundings(report: &mut Report, inherited: Vec<i32>, landlock: Option<u32>) -> io::Result<()> {
    let pid = std::process::id();
    report.check("pid-namespace", pid == 1, format!("this is process {pid}"))?;
    let strangers = strangers()?;
    report.none("processes", strangers, "no process but this can be seen")?;
    report.check("terminal", File::open("/dev/tty").is_err(), "opening the terminal was tried")?;
    let mut names: Vec<String> = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()).collect();
    names.sort();
    report.check("environment", names == ENVIRONMENT, names.join(" "))?;
    report.none("descriptors", inherited.iter().map(i32::to_string).collect(), "only the standard streams")?;
    let landlock = landlock.map_or("this kernel has none".to_owned(), |version| format!("version {version}"));
    report.check("landlock", true, landlock)?;
    let (core, processes) = attempts::limits();
    let limited = core == 0 && processes < 1 << 30;
    report.check("limits", limited, format!("core files of {core} bytes, {processes} processes"))
}

/// Processes that are not this one or a thread of it.
fn strangers() -> io::Result<Vec<String>> {
    let own = std::process::id().to_string();
    let names = fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()) && *name != own).collect())
}

fn files(report: &mut Report, covers: &[String], folders: &[String]) -> io::Result<()> {
    let own = std::env::current_dir()?;
    let open = |path: &&String| fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
    let reached = covers.iter().filter(open).cloned().collect();
    report.none("covered-folders", reached, &format!("{} folders are closed or empty", covers.len()))?;
    let reached = folders.iter().filter(|path| !own.starts_with(path)).filter(open).cloned().collect();
    report.none("other-slots", reached, "no folder of another job can be seen into")?;
    let name = format!(".pulpo-probe-{}", std::process::id());
    let reached = ELSEWHERE.iter().filter(|place| File::create(Path::new(place).join(&name)).is_ok());
    report.none("outside", reached.map(|place| (*place).to_owned()).collect(), "nothing can be written elsewhere")?;
    let setuid = Path::new("/usr/bin/su");
    let nosuid = is_nosuid(setuid);
    report.check("nosuid", nosuid, "programs that change the account do not")?;
    let usable = usable(&own);
    let said =
        usable.as_ref().map_or_else(ToString::to_string, |()| "it can be written to and executed from".to_owned());
    report.check("own-folder", usable.is_ok(), said)?;
    let found = fs::metadata(&own)?;
    let private = found.permissions().mode().trailing_zeros() >= 6;
    report.check("own-folder-mode", private, format!("{:o}", found.mode() & 0o7777))?;
    let temporary = ["/tmp", "/var/tmp", "/dev/shm"].iter().filter(|place| Path::new(place).is_dir());
    let used = temporary.filter(|place| fs::read_dir(place).map_or(true, |entries| entries.count() > 0));
    report.none("temporary-folders", used.map(|place| (*place).to_owned()).collect(), "all are empty and private")
}

/// Whether the file system of this file is mounted so that the bits which change the account mean nothing.
fn is_nosuid(path: &Path) -> bool {
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    // The longest mount point above the file is the one that counts; of several there, the last.
    let above = mounts.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split(' ').collect();
        let (point, options) = (fields.get(4)?, fields.get(5)?);
        path.starts_with(point).then(|| (point.len(), options.split(',').any(|option| option == "nosuid")))
    });
    above.max_by_key(|(length, _)| *length).is_some_and(|(_, nosuid)| nosuid)
}

fn usable(folder: &Path) -> io::Result<()> {
    let script = folder.join("probe.sh");
    fs::write(&script, "#!/bin/sh\nexit 0\n")?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700))?;
    if program(&script.to_string_lossy(), &[])? {
        fs::remove_file(script)
    } else {
        Err(io::Error::other("a program in it cannot be executed"))
    }
}

fn others(report: &mut Report, processes: &[String], sockets: &[String]) -> io::Result<()> {
    let environment = |pid: &&String| fs::read(format!("/proc/{pid}/environ")).is_ok();
    report.none("environments", processes.iter().filter(environment).cloned().collect(), "none can be read")?;
    let own = std::process::id().to_string();
    let numbers = processes.iter().filter(|pid| **pid != own);
    let reached = numbers.filter(|pid| pid.parse().is_ok_and(attempts::signal)).cloned().collect();
    report.none("signals", reached, "neither the server nor the launcher can be signalled")?;
    let reached = sockets.iter().filter(|path| UnixStream::connect(path).is_ok()).cloned().collect();
    report.none("launcher-socket", reached, "connecting was tried")?;
    let patience = Duration::from_millis(500);
    let connects = |address: &&&str| {
        address.parse::<SocketAddr>().is_ok_and(|address| TcpStream::connect_timeout(&address, patience).is_ok())
    };
    let reached: Vec<String> = METADATA.iter().filter(connects).map(|address| (*address).to_owned()).collect();
    let fine = "connecting was tried; forbid it to the slots' accounts in the firewall where it is possible";
    report.none("metadata-service", reached, fine)
}
