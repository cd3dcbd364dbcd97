//! `pulpo-runner`: does one job in the current directory.
//!
//! The job document comes on standard input, its packages as open descriptors from 3 on, the events go to
//! standard output; the contract is `wire::job`. SIGTERM cancels. Started with the word `fenced` and the folders that
//! are to be hidden it first closes itself in; with the word `probe` it then tries to get out, see `probe`; with `clean` or `sweep` it cleans up, see `clean`.

mod clean;
mod probe;
mod scales;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use anyhow::Context;
use pulpo_execution::{
    EventPipe, Host, Signals, Surroundings, become_reaper, close_to_programs, fence, inherited_files, inherited_socket,
    new_session, run, standard_output, usual_modes,
};
use pulpo_wire::job::stream::write_event;
use pulpo_wire::job::{JobDocument, JobEvent, JobResult};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let word = arguments.next().unwrap_or_default();
    if word == "--version" {
        #[expect(clippy::print_stdout, reason = "it is what was asked for")]
        {
            println!("pulpo-runner {}", env!("CARGO_PKG_VERSION"));
        }
        return ExitCode::SUCCESS;
    }
    match begin(&word, arguments) {
        Ok(code) => code,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "there is no event stream to tell it in")]
            {
                eprintln!("pulpo-runner: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

/// A launcher that starts jobs as other accounts says so, and which folders are to be hidden.
fn begin(word: &OsString, mut hidden: impl Iterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    if word == "clean" || word == "sweep" {
        if word == "sweep" {
            fence::kill_all_of_this_account();
        }
        let folder = PathBuf::from(hidden.next().unwrap_or_default());
        clean::empty(&folder).with_context(|| format!("could not empty {}", folder.display()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut landlock = None;
    if word == "fenced" || word == "probe" {
        let hidden: Vec<PathBuf> = hidden.map(PathBuf::from).collect();
        landlock = fence::enter(&hidden).context("could not close itself in")?;
    }
    if word == "probe" {
        let passed = probe::run(landlock).context("could not finish the test of the fence")?;
        return Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    do_job(word == "fenced").map(|()| ExitCode::SUCCESS)
}

/// An error means that the job's end could not be reported.
fn do_job(is_weighed: bool) -> anyhow::Result<()> {
    close_to_programs();
    match prepare(is_weighed) {
        Ok((document, surroundings)) => run(document, surroundings).context("could not report the job"),
        Err(error) => refuse(&error).context("could not report that the job cannot be done"),
    }
}

fn prepare(is_weighed: bool) -> anyhow::Result<(JobDocument, Surroundings)> {
    let mut text = Vec::with_capacity(64 * 1024);
    std::io::stdin().lock().read_to_end(&mut text).context("could not read the job document")?;
    // The error names a place in the document, never a value of it.
    let document: JobDocument = serde_json::from_slice(&text).map_err(|error| {
        anyhow::anyhow!("could not understand the job document (line {}, column {})", error.line(), error.column())
    })?;
    // Before anything opens a descriptor of its own.
    let packages = inherited_files(document.packages.len()).context("could not take over the packages")?;
    let keeper = is_weighed.then(|| inherited_socket(document.packages.len())).flatten();
    new_session();
    usual_modes();
    let signals = Rc::new(Signals::take_over().context("could not take over the signals")?);
    become_reaper().context("could not become the reaper of the job's processes")?;
    let output = standard_output().context("could not take over standard output")?;
    let sink = EventPipe::new(output, Rc::clone(&signals)).context("could not prepare standard output")?;
    let folder = std::env::current_dir().context("could not find the job's folder")?;
    if let Some(keeper) = keeper {
        scales::answer(keeper, folder.clone()).context("could not prepare to be weighed")?;
    }
    let surroundings = Surroundings {
        folder,
        packages,
        host: Host::new(std::env::vars_os()),
        signals,
        sink: Box::new(sink),
        clock: Box::new(now_us),
    };
    Ok((document, surroundings))
}

/// Tells the engine why nothing was done.
fn refuse(error: &anyhow::Error) -> std::io::Result<()> {
    let result = JobResult { exit_code: 1, error: Some(format!("{error:#}")) };
    let mut frame = Vec::new();
    write_event(&mut frame, &JobEvent::Finished(result));
    let mut output = std::io::stdout().lock();
    output.write_all(&frame)?;
    output.flush()
}

/// Microseconds since 1970.
fn now_us() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "the program's main function is where the time comes in")]
    let now = std::time::SystemTime::now();
    let since = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
