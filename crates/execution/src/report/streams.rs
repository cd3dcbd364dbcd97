//! From the output of a script to log lines and wishes.

use std::io;

use mask::StreamMasker;
use pulpo_wire::job::LogLevel;

use super::lines::{Level, Lines};
use super::reporter::Reporter;
use crate::process::Source;
use crate::service_messages::{Item, Parser, ServiceMessage};

/// A message that is not about the log itself; for the caller to act on, in order.
pub(crate) type Asked = ServiceMessage;

/// Both streams of one script.
pub(crate) struct Streams {
    output: Stream,
    error: Stream,
    /// A line on standard error that is no service message was seen (SE-03).
    error_text: bool,
}

struct Stream {
    parser: Parser,
    masker: StreamMasker,
    lines: Lines,
    usual: Level,
}

impl Default for Streams {
    fn default() -> Self {
        Self { output: Stream::new(LogLevel::Info), error: Stream::new(LogLevel::Error), error_text: false }
    }
}

impl Streams {
    /// Reads the next piece of a stream. `asked` gets the messages, and may add masks, which hold from the
    /// message on.
    pub(crate) fn take(
        &mut self,
        reporter: &mut Reporter,
        source: Source,
        bytes: &[u8],
        asked: &mut dyn FnMut(&mut Reporter, Asked) -> io::Result<()>,
    ) -> io::Result<()> {
        self.step(reporter, source, Some(bytes), asked)
    }

    /// Both streams have ended.
    pub(crate) fn finish(
        &mut self,
        reporter: &mut Reporter,
        asked: &mut dyn FnMut(&mut Reporter, Asked) -> io::Result<()>,
    ) -> io::Result<()> {
        for source in [Source::Output, Source::Error] {
            self.step(reporter, source, None, asked)?;
            self.stream(source).finish(reporter)?;
        }
        Ok(())
    }

    /// Whether standard error held anything but messages.
    pub(crate) fn had_error_text(&self) -> bool {
        self.error_text
    }

    fn stream(&mut self, source: Source) -> &mut Stream {
        match source {
            Source::Output => &mut self.output,
            Source::Error => &mut self.error,
        }
    }

    fn step(
        &mut self,
        reporter: &mut Reporter,
        source: Source,
        bytes: Option<&[u8]>,
        asked: &mut dyn FnMut(&mut Reporter, Asked) -> io::Result<()>,
    ) -> io::Result<()> {
        // One look at the clock for what arrived together.
        let now = reporter.now();
        let mut parser = std::mem::take(&mut self.stream(source).parser);
        let mut result = Ok(());
        let mut take = |item: Item<'_>| {
            if result.is_ok() {
                result = self.item(reporter, now, source, item, asked);
            }
        };
        match bytes {
            Some(bytes) => parser.push(bytes, &mut take),
            None => parser.finish(&mut take),
        }
        self.stream(source).parser = parser;
        result
    }

    fn item(
        &mut self,
        reporter: &mut Reporter,
        now: i64,
        source: Source,
        item: Item<'_>,
        asked: &mut dyn FnMut(&mut Reporter, Asked) -> io::Result<()>,
    ) -> io::Result<()> {
        match item {
            Item::Text(bytes) => {
                if source == Source::Error && !self.error_text {
                    self.error_text = bytes.iter().any(|byte| !byte.is_ascii_whitespace());
                }
                self.stream(source).text(reporter, now, bytes)
            }
            Item::Message(message) => {
                self.stream(source).note_message();
                match level_message(&message.name) {
                    Some((target, level)) => {
                        self.stream(target).set_level(level);
                        Ok(())
                    }
                    None => asked(reporter, message),
                }
            }
            Item::Unreadable(text) => {
                self.stream(source).note_message();
                reporter.warning(&format!("Could not parse '{text}'"))
            }
        }
    }
}

impl Stream {
    fn new(level: LogLevel) -> Self {
        let usual = Level::Shown(level);
        Self { parser: Parser::default(), masker: StreamMasker::default(), lines: Lines::new(usual), usual }
    }

    fn text(&mut self, reporter: &mut Reporter, now: i64, bytes: &[u8]) -> io::Result<()> {
        let mut complete = Vec::new();
        let Self { masker, lines, .. } = self;
        masker.feed(reporter.masks(), bytes, &mut |piece| {
            lines.take(piece, &mut |level, text| complete.push((level, text)));
        });
        for (level, text) in complete {
            reporter.masked_line(now, level, text)?;
        }
        Ok(())
    }

    fn finish(&mut self, reporter: &mut Reporter) -> io::Result<()> {
        let mut complete = Vec::new();
        let now = reporter.now();
        let Self { masker, lines, .. } = self;
        masker.finish(&mut |piece| lines.take(piece, &mut |level, text| complete.push((level, text))));
        lines.finish(&mut |level, text| complete.push((level, text)));
        for (level, text) in complete {
            reporter.masked_line(now, level, text)?;
        }
        Ok(())
    }

    fn note_message(&mut self) {
        self.lines.note_message(self.masker.position());
    }

    /// `None` goes back to the stream's own level.
    fn set_level(&mut self, level: Option<Level>) {
        self.lines.change_level(self.masker.position(), level.unwrap_or(self.usual));
    }
}

/// The messages that set the level of the lines that follow (steps.md SM).
fn level_message(name: &str) -> Option<(Source, Option<Level>)> {
    let shown = |level| Some(Level::Shown(level));
    let name = name.to_ascii_lowercase();
    if let Some(level) = name.strip_prefix("stdout-") {
        let level = match level {
            "verbose" => shown(LogLevel::Verbose),
            "highlight" => shown(LogLevel::Highlight),
            "wait" => shown(LogLevel::Wait),
            "warning" => shown(LogLevel::Warning),
            "error" => shown(LogLevel::Error),
            "ignore" => Some(Level::Ignored),
            "default" => None,
            _ => return None,
        };
        return Some((Source::Output, level));
    }
    let level = match name.strip_prefix("stderr-")? {
        "error" => shown(LogLevel::Error),
        "progress" => shown(LogLevel::Verbose),
        "ignore" => Some(Level::Ignored),
        "default" => None,
        _ => return None,
    };
    Some((Source::Error, level))
}
