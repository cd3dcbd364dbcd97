//! Writes events.

use std::io::{self, Write};

use mask::Masks;
use pulpo_wire::job::stream::{MAX_FRAME, write_chunk, write_event};
use pulpo_wire::job::{JobEvent, LogLevel};

use super::lines;

/// The time, in microseconds since 1970 (UTC).
pub type Clock = Box<dyn Fn() -> i64>;

/// Events are kept back until this much has come together, or there is nothing else to do.
const BATCH: usize = 64 * 1024;

/// The one way out of a job. Every text that leaves goes through its masks.
pub(crate) struct Reporter {
    sink: Box<dyn Write>,
    batch: Vec<u8>,
    clock: Clock,
    masks: Masks,
}

impl Reporter {
    pub(crate) fn new(sink: Box<dyn Write>, clock: Clock) -> Self {
        Self { sink, batch: Vec::with_capacity(BATCH + BATCH / 4), clock, masks: Masks::default() }
    }

    pub(crate) fn masks(&self) -> &Masks {
        &self.masks
    }

    /// Hides a text from now on.
    pub(crate) fn mask(&mut self, secret: &str) {
        self.masks.add(secret);
    }

    pub(crate) fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Writes a text to the log, line by line.
    pub(crate) fn log(&mut self, level: LogLevel, text: &str) -> io::Result<()> {
        let at_us = self.now();
        let hidden = self.masks.hide(text);
        for line in hidden.lines() {
            for piece in lines::pieces(line) {
                self.masked_line(at_us, level, piece.to_owned())?;
            }
        }
        Ok(())
    }

    pub(crate) fn verbose(&mut self, text: &str) -> io::Result<()> {
        self.log(LogLevel::Verbose, text)
    }

    pub(crate) fn info(&mut self, text: &str) -> io::Result<()> {
        self.log(LogLevel::Info, text)
    }

    pub(crate) fn warning(&mut self, text: &str) -> io::Result<()> {
        self.log(LogLevel::Warning, text)
    }

    pub(crate) fn error(&mut self, text: &str) -> io::Result<()> {
        self.log(LogLevel::Error, text)
    }

    /// A line that has been through a stream masker.
    pub(super) fn masked_line(&mut self, at_us: i64, level: LogLevel, text: String) -> io::Result<()> {
        self.event(&JobEvent::Log { at_us, level, text })
    }

    /// Sends an event as it is; the caller has masked what is for people to read.
    pub(crate) fn event(&mut self, event: &JobEvent) -> io::Result<()> {
        write_event(&mut self.batch, event);
        if self.batch.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    /// Sends an event that carries a value of any size; tells whether it was small enough to be sent.
    pub(crate) fn sized_event(&mut self, event: &JobEvent) -> io::Result<bool> {
        let mut frame = Vec::new();
        let size = serde_json::to_vec(event).map_or(usize::MAX, |json| json.len());
        if size > MAX_FRAME {
            return Ok(false);
        }
        write_event(&mut frame, event);
        self.batch.append(&mut frame);
        if self.batch.len() >= BATCH {
            self.flush()?;
        }
        Ok(true)
    }

    pub(crate) fn artifact_chunk(&mut self, number: u32, bytes: &[u8]) -> io::Result<()> {
        write_chunk(&mut self.batch, number, bytes);
        self.flush()
    }

    /// Hands everything on.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        if !self.batch.is_empty() {
            self.sink.write_all(&self.batch)?;
            self.sink.flush()?;
            self.batch.clear();
        }
        Ok(())
    }
}
