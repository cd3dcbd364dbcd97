//! The machine: where things are, and running other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// A variable of the environment.
pub(crate) fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "a tool for developers takes its settings from the environment")]
    let value = std::env::var(name).ok();
    value.filter(|value| !value.is_empty())
}

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

/// One folder of build results for all checkouts of an account, so that a fresh clone does not start from nothing.
pub(crate) fn target_dir() -> PathBuf {
    if let Some(folder) = variable("CARGO_TARGET_DIR") {
        return PathBuf::from(folder);
    }
    match variable("HOME") {
        Some(home) => PathBuf::from(home).join(".cache/pulpo/target"),
        None => root().join("target"),
    }
}

/// A program of ours, as built by [`build_programs`].
pub(crate) fn program(name: &str, profile: Profile) -> PathBuf {
    target_dir().join(profile.folder()).join(name)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

impl Profile {
    fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// A command run from the root of the workspace.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is where the tool starts other programs")]
    let mut command = Command::new(program);
    command.current_dir(root()).env("CARGO_TARGET_DIR", target_dir()).stdin(Stdio::null());
    command
}

pub(crate) fn cargo() -> Command {
    command(variable("CARGO").unwrap_or_else(|| "cargo".to_owned()))
}

/// Runs a command and fails if it does.
pub(crate) fn must(mut command: Command) -> Result<()> {
    let name = format!("{} {}", command.get_program().display(), words(&command));
    let status = command.status().with_context(|| format!("could not start {name}"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}

fn words(command: &Command) -> String {
    command.get_args().map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Whether a program is on the path.
pub(crate) fn has(name: &str) -> bool {
    let paths = variable("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(name).is_file())
}

/// Builds every program of ours.
pub(crate) fn build_programs(profile: Profile) -> Result<()> {
    let mut build = cargo();
    build.args([
        "build",
        "--quiet",
        "--locked",
        "-p",
        "pulpo-server",
        "-p",
        "pulpo",
        "-p",
        "pulpo-keeper",
        "-p",
        "pulpo-launcher",
    ]);
    if profile == Profile::Debug {
        build.args(["-p", "pulpo-runner"]);
        return must(build);
    }
    build.arg("--release");
    must(build)?;
    let mut runner = cargo();
    runner.args(["rustc", "--quiet", "--locked", "--release", "-p", "pulpo-runner", "--bin", "pulpo-runner", "--"]);
    runner.args(STATIC);
    must(runner)
}

/// A runner starts for every step, so nothing is to be linked or moved when it does. The standard library starts
/// programs without a fork only where it finds the last symbol, which nothing else asks for.
const STATIC: [&str; 6] = [
    "-C",
    "target-feature=+crt-static",
    "-C",
    "relocation-model=static",
    "-C",
    "link-arg=-Wl,--undefined=posix_spawn_file_actions_addchdir_np",
];

/// Installs Debian packages that are missing, where this is Debian and we may; says what is missing elsewhere.
pub(crate) fn need_packages(wanted: &[(&str, &str)]) -> Vec<String> {
    let missing: Vec<&str> =
        wanted.iter().filter(|(program, _)| !is_there(program)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let is_root = rustix::process::geteuid().is_root();
    if has("apt-get") && is_root {
        let mut update = command("apt-get");
        update.args(["-q", "update"]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut install = command("apt-get");
        install.args(["-q", "-y", "--no-install-recommends", "install"]).args(&missing);
        install.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()).stderr(Stdio::null());
        // A failure shows in what is still missing.
        let _ = update.status().and_then(|_| install.status());
    }
    wanted.iter().filter(|(program, _)| !is_there(program)).map(|(_, package)| (*package).to_owned()).collect()
}

fn is_there(program: &str) -> bool {
    if program.starts_with('/') { Path::new(program).exists() } else { has(program) }
}
