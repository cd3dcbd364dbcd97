//! Accounts for a test.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const PREFIX: &str = "pulpotest";
static COUNT: AtomicU32 = AtomicU32::new(0);
/// The file of accounts has one writer at a time.
static WRITER: Mutex<()> = Mutex::new(());

/// An account without a home, a password or a shell, and its group. Both go when this is dropped.
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

fn run(program: &str, arguments: &[&str]) -> bool {
    let nothing = || Stdio::null();
    Command::new(program)
        .args(arguments)
        .stdin(nothing())
        .stdout(nothing())
        .stderr(nothing())
        .status()
        .unwrap()
        .success()
}

impl Account {
    pub(crate) fn new() -> Self {
        let _one = WRITER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        if count == 0 {
            remove_old();
        }
        let name = format!("{PREFIX}{}x{count}", std::process::id());
        let made =
            run("useradd", &["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", &name]);
        assert!(made, "useradd {name}");
        let (_, uid, gid) = entries().into_iter().find(|(known, ..)| *known == name).unwrap();
        Self { name, uid, gid }
    }
}

impl Account {
    /// What `setpriv` has to be told to become it, and nothing else.
    pub(crate) fn options(&self) -> [String; 3] {
        [format!("--reuid={}", self.uid), format!("--regid={}", self.gid), "--clear-groups".to_owned()]
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        let _one = WRITER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Where a control was taken down, what it would have ended is still there.
        end_processes(self.uid);
        run("userdel", &[&self.name]);
        // It is still there if the account was given another group.
        run("groupdel", &[&self.name]);
    }
}

/// Ends every process of an account and waits until none is left.
fn end_processes(uid: u32) {
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        let numbers = fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let entry = entry.unwrap();
            let number = entry.file_name().into_string().ok()?;
            number.parse::<u32>().ok()?;
            // One that is gone by now is nobody's. The folder's owner may be root, whoever runs there.
            let status = fs::read_to_string(entry.path().join("status")).ok()?;
            let real = status.lines().find_map(|line| line.strip_prefix("Uid:")?.split_ascii_whitespace().next());
            (real == Some(uid.to_string().as_str())).then_some(number)
        });
        let numbers: Vec<String> = numbers.collect();
        if numbers.is_empty() || Instant::now() >= until {
            return;
        }
        let mut arguments = vec!["-KILL"];
        arguments.extend(numbers.iter().map(String::as_str));
        run("kill", &arguments);
    }
}

fn entries() -> Vec<(String, u32, u32)> {
    let text = fs::read_to_string("/etc/passwd").unwrap();
    let entry = |line: &str| {
        let mut fields = line.split(':');
        Some((fields.next()?.to_owned(), fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    text.lines().filter_map(entry).collect()
}

/// Accounts and folders of a test that was killed before it could clean up.
fn remove_old() {
    for (name, uid, _) in entries() {
        let Some((pid, _)) = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('x')) else { continue };
        if !fs::exists(format!("/proc/{pid}")).unwrap() {
            end_processes(uid);
            run("userdel", &[&name]);
        }
    }
    for entry in fs::read_dir("/var/lib").unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap_or_default();
        let pid = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_prefix('-')?.split('-').next());
        if pid.is_some_and(|pid| !fs::exists(format!("/proc/{pid}")).unwrap()) {
            fs::remove_dir_all(entry.path()).unwrap();
        }
    }
}
