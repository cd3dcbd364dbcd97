//! `pulpo-keeper`: starts runners, and keeps their jobs and output while the server is away.
//!
//! A server names jobs and hands over documents and descriptors, never a path, an account or a command. Who starts the
//! runners depends on who started this program. The server, under its own account: this is `same-user` mode, in which
//! it starts them itself, and knows one program. A privileged launcher (`--beneath`), under the server's account: then
//! it asks that launcher, see `beneath`.
//!
//! When it serves, it prints `ready` and closes its standard output; the process that was started exits, and a daemon
//! goes on in a session of its own. Without that word the exit code tells why: see the constants here. Standard error
//! is kept for the log, so it should be a file.
//!
//! | look in | for |
//! |---|---|
//! | `jobframe` | what is said on the socket |
//! | `keeper` | the loop: one thread, one wait, everything that follows |
//! | `requests` | what each request does |
//! | `connection`, `job` | the two things with a state |
//! | `beneath`, `probe` | the launcher above, if there is one; the test of its fence |
//! | `disk` | ending the job that fills the disk |
//! | `work` | folders, output files, removal |
//! | `leftovers` | processes that must not be there |
//! | `sys` | all unsafe code, among it the start of a runner |

mod beneath;
mod connection;
mod disk;
mod job;
mod keeper;
mod leftovers;
mod probe;
mod requests;
mod sys;
mod work;

use std::ffi::{CString, OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use jobframe::InstanceId;
use workerconf::WorkerConf;

use crate::beneath::Above;
use crate::keeper::{Keeper, Limits, Runners};
use crate::sys::{Program, Side};
use crate::work::Work;

/// Something in the environment is not as it must be.
const EXIT_FAILED: u8 = 1;
/// The command line cannot be understood.
const EXIT_USAGE: u8 = 2;
/// Another keeper serves this socket or work folder.
const EXIT_RUNNING: u8 = 3;

const USAGE: &str = "usage: pulpo-keeper --socket PATH --work DIR --runner PATH [--grace-seconds 600] \
                     [--cancel-seconds 10] [--spool-bytes 4294967296]";

/// What a runner's environment may hold of ours.
const ENVIRONMENT: [&str; 7] = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "TMPDIR"];

/// Why the program ends, and with which exit code.
struct Failure(u8, String);

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(code, sentence)) => {
            say(&sentence);
            ExitCode::from(code)
        }
    }
}

/// One line for whoever reads the log. Nobody may be there any more, which is no reason to end.
pub(crate) fn say(sentence: &str) {
    drop(writeln!(io::stderr(), "pulpo-keeper: {sentence}"));
}

struct Options {
    socket: PathBuf,
    work: PathBuf,
    runner: PathBuf,
    limits: Limits,
}

fn options() -> Option<Options> {
    let (mut socket, mut work, mut runner) = (None, None, None);
    let (mut grace, mut cancel, mut spool) = (600, 10, 4 << 30);
    let mut arguments = std::env::args_os().skip(1);
    while let Some(name) = arguments.next() {
        let value: OsString = arguments.next()?;
        let number = || value.to_str()?.parse::<u64>().ok().filter(|n| *n > 0);
        match name.to_str()? {
            "--socket" => socket = Some(value.into()),
            "--work" => work = Some(value.into()),
            "--runner" => runner = Some(value.into()),
            // A year is for ever, and does not overflow a clock.
            "--grace-seconds" => grace = number()?.min(31_536_000),
            "--cancel-seconds" => cancel = number()?.min(31_536_000),
            "--spool-bytes" => spool = number()?,
            _ => return None,
        }
    }
    let (grace, cancel) = (Duration::from_secs(grace), Duration::from_secs(cancel));
    Some(Options {
        socket: socket?,
        work: work?,
        runner: runner?,
        limits: Limits { grace, cancel, spool, descriptors: 0 },
    })
}

fn start() -> Result<(), Failure> {
    if std::env::args_os().nth(1).is_some_and(|first| first == "--beneath") {
        let config = std::env::args_os().nth(2).ok_or_else(|| Failure(EXIT_USAGE, USAGE.to_owned()))?;
        return start_beneath(Path::new(&config));
    }
    let mut options = options().ok_or_else(|| Failure(EXIT_USAGE, USAGE.to_owned()))?;
    let (descriptors, found) = sys::settle(0).map_err(failed("this process cannot be set up"))?;
    options.limits.descriptors = descriptors;

    let socket = absolute(&options.socket).map_err(failed_at("the socket's folder", &options.socket))?;
    let runner = usable_program(&options.runner).map_err(failed_at("the runner program", &options.runner))?;
    let root = work::private_folder(&options.work).map_err(failed_at("the work folder", &options.work))?;
    let _socket_lock = only_one(&with_suffix(&socket, ".lock"))?;
    let _work_lock = only_one(&root.join("lock"))?;

    let instance = random().map_err(failed("no random numbers"))?;
    let work = Work::open(&root, instance.to_string()).map_err(failed_at("the work folder", &root))?;
    let listener = listen(&socket).map_err(failed_at("the socket", &socket))?;
    let program = Program::new(c_string(runner.as_os_str())?, environment(), found);

    // The server waits for this process, or for the word on its output; jobs outlive the server in the daemon.
    if sys::fork_away().map_err(failed("no second process"))? == Side::Parent {
        return Ok(());
    }
    let mut keeper = Keeper::new(instance, options.limits, Runners::Own(program), work, listener)
        .map_err(failed("the event loop cannot be set up"))?;
    be_ready().map_err(failed("the word that all is ready cannot be given"))?;
    let ended = keeper.run().map_err(failed("waiting for events"));
    drop(fs::remove_file(&socket));
    ended
}

/// Started by a launcher, which gave the way to it and the socket where servers come, and says in its configuration
/// where everything is.
fn start_beneath(config: &Path) -> Result<(), Failure> {
    let (descriptors, _) = sys::settle(2).map_err(failed("this process cannot be set up"))?;
    let text = fs::read_to_string(config).map_err(failed_at("the configuration", config))?;
    let conf = WorkerConf::parse(&text)
        .map_err(|e| Failure(EXIT_FAILED, format!("the configuration {}: {e}", config.display())))?;
    let link = sys::given(3).map_err(failed("no launcher above"))?;
    let listener = UnixListener::from(sys::given(4).map_err(failed("no socket for servers"))?);
    let limits = Limits {
        grace: Duration::from_secs(conf.grace_seconds),
        cancel: Duration::from_secs(conf.cancel_seconds),
        spool: conf.spool_bytes,
        descriptors,
    };
    let above = Above::new(link, conf);
    let folder = above.keep_folder();
    let root = work::private_folder(&folder).map_err(failed_at("the work folder", &folder))?;
    let instance = random().map_err(failed("no random numbers"))?;
    let work = Work::open(&root, instance.to_string()).map_err(failed_at("the work folder", &root))?;
    let mut keeper = Keeper::new(instance, limits, Runners::Above(Box::new(above)), work, listener)
        .map_err(failed("the event loop cannot be set up"))?;
    std::env::set_current_dir("/").map_err(failed("the root folder"))?;
    keeper.run().map_err(failed("the launcher has gone, and with it all jobs"))
}

fn be_ready() -> io::Result<()> {
    std::env::set_current_dir("/")?;
    let nothing = OpenOptions::new().read(true).write(true).open("/dev/null")?;
    // Whoever started this may have gone already, which changes nothing.
    drop(io::stdout().write_all(b"ready\n").and_then(|()| io::stdout().flush()));
    sys::replace_stream(&nothing, 0)?;
    sys::replace_stream(&nothing, 1)
}

fn failed(what: &str) -> impl FnOnce(io::Error) -> Failure {
    move |e| Failure(EXIT_FAILED, format!("{what}: {e}"))
}

fn failed_at<'a>(what: &'a str, path: &'a Path) -> impl FnOnce(io::Error) -> Failure + use<'a> {
    move |e| Failure(EXIT_FAILED, format!("{what} {}: {e}", path.display()))
}

/// Takes the lock that a keeper holds as long as it lives.
fn only_one(path: &Path) -> Result<File, Failure> {
    let options = OpenOptions::new().write(true).create(true).mode(0o600).custom_flags(libc::O_NOFOLLOW).clone();
    let file = options.open(path).map_err(failed_at("the lock file", path))?;
    if sys::lock(&file).map_err(failed_at("the lock file", path))? {
        return Ok(file);
    }
    Err(Failure(EXIT_RUNNING, format!("another keeper is running here; it holds {}", path.display())))
}

/// The path with its folder resolved, since the daemon works elsewhere.
fn absolute(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::other("it has no file name"))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(folder.canonicalize()?.join(name))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn usable_program(path: &Path) -> io::Result<PathBuf> {
    let path = path.canonicalize()?;
    let found = fs::metadata(&path)?;
    if !found.is_file() || found.mode() & 0o111 == 0 {
        return Err(io::Error::other("it is not an executable file"));
    }
    if found.mode() & 0o002 != 0 || ![0, sys::own_uid()].contains(&found.uid()) {
        return Err(io::Error::other("others may change it; it must belong to root or to this account, mode 0755"));
    }
    Ok(path)
}

fn listen(path: &Path) -> io::Result<UnixListener> {
    // The lock is ours, so what lies here belongs to a keeper that is no more.
    match fs::symlink_metadata(path) {
        Ok(found) if found.file_type().is_socket() => fs::remove_file(path)?,
        Ok(_) => return Err(io::Error::other("something that is not a socket lies there")),
        Err(_) => {}
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

fn environment() -> Vec<CString> {
    let pair = |name: &str| {
        let mut pair = OsString::from(format!("{name}="));
        pair.push(std::env::var_os(name)?);
        CString::new(pair.into_vec()).ok()
    };
    ENVIRONMENT.into_iter().filter_map(pair).collect()
}

fn c_string(text: &OsStr) -> Result<CString, Failure> {
    CString::new(text.as_bytes()).map_err(|_| Failure(EXIT_USAGE, "a path holds a zero byte".to_owned()))
}

fn random() -> io::Result<InstanceId> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(InstanceId::from_bytes(bytes))
}
