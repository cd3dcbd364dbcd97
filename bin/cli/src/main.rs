//! The program: takes its surroundings as they are and ends with the command's exit code.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pulpo_cli::{Clock, Console, Environment, Surroundings};

struct SystemClock {
    started: Instant,
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else takes")]
        Timestamp::now()
    }

    fn running_for(&self) -> Duration {
        self.started.elapsed()
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// What a terminal shows when it does not say how wide it is.
const USUAL_COLUMNS: usize = 80;

fn main() -> ExitCode {
    let texts = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    let environment = Environment::new(std::env::vars_os().filter_map(texts));
    let columns = environment.get("COLUMNS").and_then(|columns| columns.parse().ok()).unwrap_or(USUAL_COLUMNS);
    let is_plain = environment.get("NO_COLOR").is_some() || environment.get("TERM") == Some("dumb");
    let is_terminal = std::io::stdout().is_terminal() && !is_plain;
    let code = pulpo_cli::run(Surroundings {
        arguments: std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect(),
        environment,
        folder: std::env::current_dir().unwrap_or_default(),
        output: Box::new(std::io::stdout()),
        console: if is_terminal { Console::Terminal { columns } } else { Console::Plain },
        clock: Box::new(SystemClock { started: Instant::now() }),
        time_zone: TimeZone::system(),
    });
    // A shell sees only the lowest byte: -1 becomes 255.
    ExitCode::from(code.to_le_bytes()[0])
}
