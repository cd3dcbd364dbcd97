//! What the fence costs: a job beneath the launcher, beside one in same-user mode, beside a plain start of the runner.
//!
//! `cargo build --release -p pulpo-keeper -p pulpo-runner && cargo bench -p pulpo-launcher`, as root.
#![expect(clippy::disallowed_methods, reason = "the floor is a plain start")]
#![expect(clippy::print_stdout, reason = "its result")]
#![expect(clippy::unwrap_used, reason = "a bench fails loudly")]
#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else comes fails the bench")]
#![expect(dead_code, reason = "the tests' helpers, of which a bench needs some")]

#[path = "../tests/fence/accounts.rs"]
mod accounts;
#[path = "../tests/fence/client.rs"]
mod client;
#[path = "../tests/fence/ground.rs"]
mod ground;

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jobframe::{Frame, JobId};

use crate::client::{Client, script};
use crate::ground::{Ground, programs};

const JOBS: usize = 200;
/// The fence may cost this much.
const LIMIT: Duration = Duration::from_millis(40);

fn main() {
    let Some(mut ground) = Ground::new(1) else { return };
    let document = script("exit 0");
    let plain = median(|_| plain(&document));
    let same_user = same_user(&ground, &document);
    let mut client = ground.client();
    let launcher = median(|n| job(&mut client, n, &document));
    let waits = median(|n| started(&mut client, n, &document));
    drop(client);
    ground.end();
    let ratio = |time: Duration| time.as_secs_f64() / plain.as_secs_f64();
    println!("a job that does nothing, from its start to its end, median of {JOBS}:");
    println!("  plain start of the runner  {plain:>10.2?}");
    println!("  same-user mode             {same_user:>10.2?}  {:.2} times that", ratio(same_user));
    println!("  launcher mode              {launcher:>10.2?}  {:.2} times that", ratio(launcher));
    println!("  launcher mode, one after another with cleaning: {waits:.2?}");
    let fence = launcher.saturating_sub(same_user);
    let verdict = if fence <= LIMIT { "under" } else { "OVER" };
    println!("  the fence costs {fence:.2?}, {verdict} {LIMIT:?}");
}

fn median(mut run: impl FnMut(usize) -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..JOBS).map(&mut run).collect();
    times.sort();
    times[times.len() / 2]
}

fn plain(document: &[u8]) -> Duration {
    let folder = std::env::temp_dir().join(format!("pulpotest-bench-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    let begin = Instant::now();
    let mut command = Command::new(programs().join("pulpo-runner"));
    command.current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), document).unwrap();
    assert!(child.wait().unwrap().success());
    let time = begin.elapsed();
    fs::remove_dir_all(&folder).unwrap();
    time
}

fn id(kind: u8, number: usize) -> JobId {
    let mut bytes = [kind; 16];
    bytes[8..].copy_from_slice(&number.to_le_bytes());
    JobId::from_bytes(bytes)
}

/// Start to end; the slot is clean again before the next begins.
fn job(client: &mut Client, number: usize, document: &[u8]) -> Duration {
    let id = id(1, number);
    let begin = Instant::now();
    client.send_start(id, "default", document, &[]);
    assert_eq!(client.frame(), Frame::Started { job: id, already: false });
    assert!(client.follow(id).exit_code() == Some(0));
    let time = begin.elapsed();
    client.ask(&Frame::Complete { job: id });
    // Cleaning is a few milliseconds in which the slot is not free; the next job is not to wait for it here.
    std::thread::sleep(Duration::from_millis(30));
    time
}

/// As [`job`], with the wait for the slot.
fn started(client: &mut Client, number: usize, document: &[u8]) -> Duration {
    let id = id(2, number);
    let begin = Instant::now();
    client.send_start(id, "default", document, &[]);
    assert_eq!(client.frame(), Frame::Started { job: id, already: false });
    assert!(client.follow(id).exit_code() == Some(0));
    client.ask(&Frame::Complete { job: id });
    begin.elapsed()
}

fn same_user(ground: &Ground, document: &[u8]) -> Duration {
    let folder = ground.folder.join("same");
    fs::DirBuilder::new().mode(0o700).create(&folder).unwrap();
    let socket = folder.join("socket");
    let mut keeper = Command::new(programs().join("pulpo-keeper"));
    keeper.arg("--socket").arg(&socket).arg("--work").arg(folder.join("work"));
    keeper.arg("--runner").arg(programs().join("pulpo-runner")).args(["--grace-seconds", "5"]);
    assert!(keeper.stderr(Stdio::null()).stdin(Stdio::null()).status().unwrap().success());
    let mut client = Client::connect(&socket).unwrap();
    median(|n| job(&mut client, n, document))
}
