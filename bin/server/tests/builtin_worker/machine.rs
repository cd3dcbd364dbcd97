//! An instance that exists for one test.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use pulpo_testkit::postgres::skipped;

const SERVER: &str = env!("CARGO_BIN_EXE_pulpo-server");

/// An instance, taken back whatever becomes of the test.
pub(crate) struct Machine {
    pub(crate) name: String,
}

/// What the program said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Said {
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.error);
        self
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), error: text(output.stderr) }
    }
}

/// Who else could replace a program that root is to start.
fn foreign(program: &Path) -> Option<PathBuf> {
    let foreign = |part: &&Path| {
        let found = part.metadata().unwrap();
        found.uid() != 0 || found.mode() & 0o022 != 0
    };
    program.canonicalize().unwrap().ancestors().find(foreign).map(Path::to_owned)
}

impl Machine {
    /// The instance, or nothing with a word about why not.
    pub(crate) fn new(test: &str) -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            skipped("only root can make accounts");
            return None;
        }
        for name in ["pulpo-launcher", "pulpo-keeper", "pulpo-runner"] {
            let program = Path::new(SERVER).with_file_name(name);
            if !program.is_file() {
                skipped(&format!("{} is not built; `cargo build -p {name}` makes it", program.display()));
                return None;
            }
            if let Some(part) = foreign(&program) {
                skipped(&format!("others than root can write {}, and so replace {name}", part.display()));
                return None;
            }
        }
        Some(Self { name: format!("{test}{}", std::process::id()) })
    }

    /// The prefix of all that belongs to it.
    pub(crate) fn prefix(&self) -> String {
        format!("pulpo-{}", self.name)
    }

    pub(crate) fn run(&self, options: &[&str]) -> Said {
        Self::command(SERVER)
            .arg("builtin-worker")
            .arg(format!("--instance={}", self.name))
            .args(options)
            .output()
            .unwrap()
            .into()
    }

    #[expect(clippy::disallowed_methods, reason = "a test starts the program that it is about")]
    pub(crate) fn command(program: &str) -> Command {
        let mut command = Command::new(program);
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn has_account(name: &str) -> bool {
        Self::command("getent").args(["passwd", "--", name]).output().unwrap().status.success()
    }

    /// Every place where something of the instance could be.
    pub(crate) fn traces(&self) -> Vec<String> {
        let prefix = self.prefix();
        let paths = [
            format!("/etc/{prefix}"),
            format!("/var/lib/{prefix}"),
            format!("/var/lib/{prefix}-work"),
            format!("/run/{prefix}"),
        ];
        let mut found: Vec<String> = paths.into_iter().filter(|path| Path::new(path).exists()).collect();
        let named = |folder: &str| {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            let names = entries.map(|entry| entry.path().display().to_string());
            names.filter(|name| name.contains(&prefix)).collect::<Vec<_>>()
        };
        found.extend(["/etc/systemd/system", "/etc/sysusers.d", "/etc/tmpfiles.d"].into_iter().flat_map(named));
        let lines = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
        let all = lines("/etc/passwd") + &lines("/etc/group");
        found.extend(all.lines().filter(|line| line.starts_with(&prefix)).map(str::to_owned));
        found
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.run(&["--reset", "--remove"]);
    }
}
