//! The least that work costs: bare processes, files and commits.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::per_second;
use crate::machine::{command, has, must};

/// A folder, a script file, bash with its output read to the end, the folder removed.
///
/// Gives the time to the first line.
fn bare_step(folder: &Path, number: usize, script: &str) -> Result<Duration> {
    let begun = Instant::now();
    let own = folder.join(format!("bare-{number}"));
    fs::create_dir(&own)?;
    let path = own.join("script.sh");
    fs::write(&path, script)?;
    // Nothing runs between fork and exec, so the standard library takes posix_spawn.
    let mut bash = command("bash");
    let mut child =
        bash.arg(&path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("could not start bash")?;
    let mut output = BufReader::new(child.stdout.take().context("bash has no output")?);
    let mut line = String::new();
    output.read_line(&mut line)?;
    let first = begun.elapsed();
    std::io::copy(&mut output, &mut std::io::sink())?;
    if !child.wait()?.success() {
        bail!("the bare step failed");
    }
    fs::remove_dir_all(&own)?;
    Ok(first)
}

/// Bare steps a second, two at a time.
pub(super) fn steps(folder: &Path, count: usize) -> Result<f64> {
    let begun = Instant::now();
    thread::scope(|scope| {
        let jobs: Vec<_> = (0..2)
            .map(|job| {
                scope.spawn(move || {
                    (0..count / 2)
                        .try_for_each(|number| bare_step(folder, job * count + number, "echo hello").map(drop))
                })
            })
            .collect();
        jobs.into_iter().try_for_each(|job| job.join().expect("no job panics"))
    })?;
    Ok(per_second(count, begun.elapsed()))
}

/// The times to the first lines of bare steps.
pub(super) fn first_lines(folder: &Path, count: usize) -> Result<Vec<Duration>> {
    (0..count).map(|number| bare_step(folder, number, "echo hello")).collect()
}

/// A script whose output goes into a pipe that is read to the end.
pub(super) fn piped(folder: &Path, script: &str) -> Result<Duration> {
    let begun = Instant::now();
    bare_step(folder, 0, script)?;
    Ok(begun.elapsed())
}

/// Commits of one row a second, each on the disk before the next.
pub(super) fn commits(folder: &Path, count: usize) -> Result<Option<f64>> {
    if !has("sqlite3") {
        return Ok(None);
    }
    let mut sqlite = command("sqlite3");
    sqlite.arg(folder.join("floor.db")).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = sqlite.spawn().context("could not start sqlite3")?;
    let mut input = child.stdin.take().context("sqlite3 has no input")?;
    let row = "x".repeat(1000);
    input.write_all(
        b"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT);\n",
    )?;
    let begun = Instant::now();
    let text = format!("INSERT INTO t (body) VALUES ('{row}');\n").repeat(count);
    input.write_all(text.as_bytes())?;
    drop(input);
    if !child.wait()?.success() {
        bail!("sqlite3 failed");
    }
    Ok(Some(per_second(count, begun.elapsed())))
}

/// Copying a file, with its content on the disk and its SHA-1 known.
pub(super) fn copy(file: &Path, to: &Path) -> Result<Duration> {
    let begun = Instant::now();
    let mut copy = command("cp");
    copy.arg(file).arg(to);
    must(copy)?;
    File::open(to)?.sync_data()?;
    let mut hash = if has("openssl") { command("openssl") } else { command("sha1sum") };
    if has("openssl") {
        hash.args(["dgst", "-sha1"]);
    }
    must({
        hash.arg(to).stdout(Stdio::null());
        hash
    })?;
    Ok(begun.elapsed())
}
