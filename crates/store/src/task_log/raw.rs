//! A log as plain text, made while it is read, whatever its size.

use std::fs::File;
use std::io::{self, Read, Write};

use super::chunk::Chunks;
use super::record::{Activity, Record, Records, Status, time};

/// The text of a log (domain.md TL-06): the header it was given, then lines in the order in which they were written,
/// with a line for each change from one activity to another.
pub struct RawLog {
    chunks: Option<Chunks>,
    /// Names and depths, by number.
    activities: Vec<(String, usize)>,
    last: Option<Activity>,
    text: Vec<u8>,
    taken: usize,
}

impl RawLog {
    pub(super) fn new(file: Option<File>, header: &str) -> Self {
        let text = header.as_bytes().to_vec();
        Self { chunks: file.map(Chunks::new), activities: Vec::new(), last: None, text, taken: 0 }
    }

    /// Makes the text of the next chunk; `false` at the end.
    fn fill(&mut self) -> io::Result<bool> {
        let Some(chunks) = &mut self.chunks else { return Ok(false) };
        let Some(head) = chunks.head()? else { return Ok(false) };
        let Some(records) = chunks.records(&head)? else { return Ok(false) };
        self.text.clear();
        self.taken = 0;
        for record in Records(&records) {
            self.write(&record)?;
        }
        Ok(true)
    }

    fn write(&mut self, record: &Record<'_>) -> io::Result<()> {
        match *record {
            Record::Activity { parent, name, .. } => {
                let above = parent.and_then(|parent| self.activities.get(parent.0 as usize));
                let depth = above.map_or(0, |(_, depth)| depth + 1);
                self.activities.push((name.to_owned(), depth));
                Ok(())
            }
            Record::Status { activity, at_us, status } if status.is_final() || status == Status::Running => {
                self.last = None;
                self.write_heading(activity, at_us, status.name())
            }
            Record::Line { activity, at_us, category, text } => {
                if self.last != Some(activity) {
                    self.last = Some(activity);
                    self.write_heading(activity, at_us, "")?;
                }
                let at = time(at_us).strftime("%H:%M:%S").to_string();
                let depth = self.activities.get(activity.0 as usize).map_or(0, |(_, depth)| *depth);
                for line in text.lines() {
                    writeln!(
                        self.text,
                        "{at}   {:<8} | {:indent$}{line}",
                        category.name(),
                        "",
                        indent = depth * 2 + 2
                    )?;
                }
                Ok(())
            }
            Record::Status { .. } | Record::Progress { .. } | Record::Mark { .. } => Ok(()),
        }
    }

    fn write_heading(&mut self, activity: Activity, at_us: i64, what: &str) -> io::Result<()> {
        let Some((name, depth)) = self.activities.get(activity.0 as usize) else { return Ok(()) };
        let at = time(at_us).strftime("%H:%M:%S").to_string();
        let colon = if what.is_empty() { "" } else { ": " };
        writeln!(self.text, "{at}   {:<8} | {:indent$}== {what}{colon}{name} ==", "", "", indent = depth * 2)
    }
}

impl Read for RawLog {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() {
            if !self.fill()? {
                return Ok(0);
            }
        }
        let count = buffer.len().min(self.text.len() - self.taken);
        buffer[..count].copy_from_slice(&self.text[self.taken..self.taken + count]);
        self.taken += count;
        Ok(count)
    }
}
