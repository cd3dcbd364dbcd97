//! Running the program inside the test, with a clock and a console of the test's own.

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pulpo_cli::{Clock, Console, Environment, Surroundings};

use crate::stub::Stub;

/// A run of the program to be.
pub(crate) struct Program {
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    folder: PathBuf,
    console: Console,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    /// How long the program believes to have slept.
    pub(crate) slept: Duration,
}

/// The key every test uses; it must never be seen in an output.
pub(crate) const KEY: &str = "API-SECRETSECRET1234";

impl Program {
    pub(crate) fn named(name: &str) -> Self {
        Self {
            arguments: vec![name.to_owned()],
            environment: Vec::new(),
            folder: PathBuf::from("/"),
            console: Console::Plain,
        }
    }

    /// `octo` with a line of arguments; single quotes keep blanks together.
    pub(crate) fn octo(line: &str) -> Self {
        Self::named("octo").with(line)
    }

    pub(crate) fn with(mut self, line: &str) -> Self {
        let mut current: Option<String> = None;
        let mut quoted = false;
        for character in line.chars() {
            match character {
                '\'' => {
                    quoted = !quoted;
                    current.get_or_insert_default();
                }
                ' ' if !quoted => self.arguments.extend(current.take()),
                other => current.get_or_insert_default().push(other),
            }
        }
        self.arguments.extend(current);
        self
    }

    pub(crate) fn argument(mut self, text: impl Into<String>) -> Self {
        self.arguments.push(text.into());
        self
    }

    pub(crate) fn at(self, stub: &Stub) -> Self {
        self.argument(format!("--server={}", stub.url())).argument(format!("--apiKey={KEY}"))
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn in_folder(mut self, folder: &Path) -> Self {
        folder.clone_into(&mut self.folder);
        self
    }

    pub(crate) fn on_terminal(mut self) -> Self {
        self.console = Console::Terminal { columns: 80 };
        self
    }

    pub(crate) fn run(self) -> Outcome {
        let written = Rc::new(RefCell::new(Vec::new()));
        let elapsed = Rc::new(Cell::new(Duration::ZERO));
        let code = pulpo_cli::run(Surroundings {
            arguments: self.arguments,
            environment: Environment::new(self.environment),
            folder: self.folder,
            output: Box::new(Shared(Rc::clone(&written))),
            console: self.console,
            clock: Box::new(TestClock { elapsed: Rc::clone(&elapsed) }),
            time_zone: TimeZone::UTC,
        });
        let stdout = String::from_utf8(written.borrow().clone()).unwrap();
        assert!(!stdout.contains(KEY), "the key is in the output:\n{stdout}");
        Outcome { code, stdout, slept: elapsed.get() }
    }
}

impl Outcome {
    /// The output after the lines of the start-up, with the code as a shell sees it.
    pub(crate) fn answer(&self) -> (u8, &str) {
        let mark = "Authenticated as: Ann Lee <ann@example.com> \n";
        let after = self.stdout.split_once(mark).map_or(self.stdout.as_str(), |(_, after)| after);
        (self.code.to_le_bytes()[0], after)
    }
}

struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Time passes only by sleeping, and a sleep takes no time.
struct TestClock {
    elapsed: Rc<Cell<Duration>>,
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let start: Timestamp = "2024-08-21T16:17:46Z".parse().unwrap();
        start + self.elapsed.get()
    }

    fn running_for(&self) -> Duration {
        self.elapsed.get()
    }

    fn sleep(&self, duration: Duration) {
        self.elapsed.set(self.elapsed.get() + duration);
    }
}
