//! The only way to standard output.

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::surroundings::Console;

/// How loud a line is; `--logLevel` sets which lines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Verbose,
    Debug,
    Information,
    Warning,
    Error,
    Fatal,
}

impl Level {
    /// Reads the value of `--logLevel`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "verbose" => Self::Verbose,
            "debug" => Self::Debug,
            "information" | "info" => Self::Information,
            "warning" => Self::Warning,
            "error" => Self::Error,
            "fatal" => Self::Fatal,
            _ => return None,
        })
    }
}

/// Passwords shorter than this are not searched for in the output: they would match ordinary words. No line is built
/// from a secret in the first place; the search catches what a server or a proxy echoes back.
const SHORTEST_SECRET: usize = 8;

/// What stands in the place of a secret.
const HIDDEN: &str = "********";

/// Writes lines for people and JSON for programs, and keeps secrets out of both.
pub(crate) struct Printer {
    output: RefCell<Box<dyn Write>>,
    console: Console,
    threshold: Cell<Level>,
    messages: Cell<bool>,
    secrets: RefCell<Vec<String>>,
    /// A progress bar stands on the current line and must go before the next one is written.
    line_is_busy: Cell<bool>,
}

impl Printer {
    pub(crate) fn new(output: Box<dyn Write>, console: Console) -> Self {
        Self {
            output: RefCell::new(output),
            console,
            threshold: Cell::new(Level::Debug),
            messages: Cell::new(true),
            secrets: RefCell::new(Vec::new()),
            line_is_busy: Cell::new(false),
        }
    }

    pub(crate) fn set_level(&self, level: Level) {
        self.threshold.set(level);
    }

    /// Turns lines for people off: only JSON and errors appear.
    pub(crate) fn silence_messages(&self) {
        self.messages.set(false);
    }

    /// Whether lines for people are shown.
    pub(crate) fn shows_messages(&self) -> bool {
        self.messages.get()
    }

    pub(crate) fn console(&self) -> Console {
        self.console
    }

    /// From now on this text never appears.
    pub(crate) fn hide(&self, secret: &str) {
        if secret.len() >= SHORTEST_SECRET {
            self.secrets.borrow_mut().push(secret.to_owned());
        }
    }

    pub(crate) fn debug(&self, text: &str) {
        self.message(Level::Debug, text);
    }

    pub(crate) fn information(&self, text: &str) {
        self.message(Level::Information, text);
    }

    pub(crate) fn warning(&self, text: &str) {
        self.message(Level::Warning, text);
    }

    pub(crate) fn error(&self, text: &str) {
        self.message(Level::Error, text);
    }

    /// What ended the command: shown in every mode, or nobody would learn of it.
    pub(crate) fn failure(&self, text: &str) {
        self.write_line(Level::Error, text);
    }

    /// A document for programs, with two blanks per level.
    pub(crate) fn json(&self, value: &Value) {
        let text = serde_json::to_string_pretty(value).expect("a JSON value always has a text form");
        self.write_line(Level::Information, &text);
    }

    /// Text the user asked for in so many words, such as help: no level, no colour.
    pub(crate) fn plain(&self, text: &str) {
        self.write_line(Level::Information, text);
    }

    fn message(&self, level: Level, text: &str) {
        if self.messages.get() && level >= self.threshold.get() {
            self.write_line(level, text);
        }
    }

    fn write_line(&self, level: Level, text: &str) {
        self.clear_line();
        let text = self.shown(&self.without_secrets(text));
        let colour = match (self.console, level) {
            (Console::Terminal { .. }, Level::Error | Level::Fatal) => Some("31"),
            (Console::Terminal { .. }, Level::Warning) => Some("33"),
            (Console::Terminal { .. }, Level::Verbose | Level::Debug) => Some("90"),
            (Console::Terminal { .. }, Level::Information) | (Console::Plain, _) => None,
        };
        match colour {
            Some(colour) => self.write(&format!("\u{1b}[{colour}m{text}\u{1b}[0m\n")),
            None => self.write(&format!("{text}\n")),
        }
    }

    /// Replaces the unfinished current line; only for a terminal.
    pub(super) fn draw_line(&self, text: &str) {
        self.write(&format!("\r\u{1b}[K{}", self.shown(text)));
        self.line_is_busy.set(true);
    }

    /// Removes an unfinished line.
    pub(super) fn clear_line(&self) {
        if self.line_is_busy.replace(false) {
            self.write("\r\u{1b}[K");
        }
    }

    /// What scripts wrote into a log, or people into a name, must not command the terminal of who reads it.
    fn shown(&self, text: &str) -> String {
        let picture = |letter: char| match letter {
            '\n' | '\t' => letter,
            '\u{7f}' => '\u{2421}',
            _ if letter < ' ' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{fffd}'),
            _ if letter.is_control() => '\u{fffd}',
            _ => letter,
        };
        match self.console {
            Console::Terminal { .. } => text.chars().map(picture).collect(),
            Console::Plain => text.to_owned(),
        }
    }

    fn write(&self, text: &str) {
        let mut output = self.output.borrow_mut();
        // Nobody reads any more (`| head`): there is no one left to tell, and the command's own work goes on.
        let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
    }

    fn without_secrets(&self, text: &str) -> String {
        static API_KEY: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("API-[A-Z0-9]{10,}").expect("the pattern is well formed"));
        let mut clean = API_KEY.replace_all(text, HIDDEN).into_owned();
        for secret in self.secrets.borrow().iter() {
            clean = clean.replace(secret, HIDDEN);
        }
        clean
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    struct Shared(Rc<RefCell<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[track_caller]
    fn check(console: Console, act: impl Fn(&Printer), expected: &str) {
        let written = Rc::new(RefCell::new(Vec::new()));
        let printer = Printer::new(Box::new(Shared(Rc::clone(&written))), console);
        act(&printer);
        assert_eq!(String::from_utf8(written.borrow().clone()).unwrap(), expected);
    }

    #[test]
    fn levels_below_the_threshold_are_not_shown() {
        check(
            Console::Plain,
            |printer| {
                printer.debug("first");
                printer.set_level(Level::Warning);
                printer.information("hidden");
                printer.warning("second");
            },
            "first\nsecond\n",
        );
    }

    #[test]
    fn silence_leaves_json_and_failures() {
        check(
            Console::Plain,
            |printer| {
                printer.silence_messages();
                printer.error("hidden");
                printer.json(&serde_json::json!([]));
                printer.failure("it broke");
            },
            "[]\nit broke\n",
        );
    }

    #[test]
    fn secrets_and_anything_like_an_api_key_are_cut_out() {
        check(
            Console::Plain,
            |printer| {
                printer.hide("correct-horse");
                printer.information("Basic correct-horse and API-ABCDEFGHIJ1234");
                printer.failure("correct-horse");
                printer.json(&serde_json::json!("correct-horse"));
            },
            "Basic ******** and ********\n********\n\"********\"\n",
        );
    }

    #[test]
    fn what_a_script_wrote_does_not_command_the_terminal_of_who_reads_it() {
        // builtin-worker.md B8: a cleared screen, a new title, a carriage return over what was there, C1 codes.
        let evil = "\u{1b}[2J\u{1b}]0;title\u{7}one\rtwo\tthree\u{9b}31m";
        let print = |printer: &Printer| printer.information(evil);
        check(Console::Terminal { columns: 80 }, print, "␛[2J␛]0;title␇one␍two\tthree\u{fffd}31m\n");
        // What goes into a file or another program is left as it is.
        check(Console::Plain, print, &format!("{evil}\n"));
    }

    #[test]
    fn a_line_wipes_the_progress_bar_before_it() {
        check(
            Console::Terminal { columns: 80 },
            |printer| {
                printer.draw_line("10 %");
                printer.information("done");
                printer.error("bad");
            },
            "\r\u{1b}[K10 %\r\u{1b}[Kdone\n\u{1b}[31mbad\u{1b}[0m\n",
        );
    }
}
