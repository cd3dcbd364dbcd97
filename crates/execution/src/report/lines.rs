//! Cuts text into the lines of a log.

use std::collections::VecDeque;

use mask::Piece;
use pulpo_wire::job::LogLevel;

/// A longer line is cut into pieces of at most this many bytes; nothing of it is lost.
pub(crate) const LONGEST_LINE: usize = 32 * 1024;

/// What becomes of the lines of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Shown(LogLevel),
    Ignored,
}

/// Puts the lines of one masked stream together, each with the level that held where it began.
pub(super) struct Lines {
    line: Vec<u8>,
    level: Level,
    /// The level of the line in hand, fixed by its first byte.
    line_level: Level,
    /// Changes to come: the masker may be holding back bytes from before a change.
    changes: VecDeque<(u64, Change)>,
    /// The line in hand held a message.
    message: bool,
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Level(Level),
    /// A message stood here, so that a line with nothing else on it is no empty line.
    Message,
}

impl Lines {
    pub(super) fn new(level: Level) -> Self {
        Self { line: Vec::new(), level, line_level: level, changes: VecDeque::new(), message: false }
    }

    /// From byte `at` of the unmasked stream on, lines have this level.
    pub(super) fn change_level(&mut self, at: u64, level: Level) {
        self.changes.push_back((at, Change::Level(level)));
    }

    pub(super) fn note_message(&mut self, at: u64) {
        self.changes.push_back((at, Change::Message));
    }

    /// Takes a piece of the stream and gives out the lines that it completes.
    pub(super) fn take(&mut self, piece: Piece<'_>, emit: &mut impl FnMut(LogLevel, String)) {
        match piece {
            Piece::Hidden { at } => {
                self.apply_changes(at);
                self.append(piece.bytes(), emit);
            }
            Piece::Text { mut at, mut bytes } => {
                while !bytes.is_empty() {
                    self.apply_changes(at);
                    let next_change = self.changes.front().map_or(u64::MAX, |(change, _)| *change);
                    let until_change = usize::try_from(next_change - at).unwrap_or(usize::MAX).min(bytes.len());
                    let part = &bytes[..until_change];
                    let used = if let Some(end) = memchr::memchr(b'\n', part) {
                        self.append(&part[..end], emit);
                        self.end_line(emit);
                        end + 1
                    } else {
                        self.append(part, emit);
                        part.len()
                    };
                    bytes = &bytes[used..];
                    at += used as u64;
                }
            }
        }
    }

    /// The stream has ended; gives out a last line without a line break.
    pub(super) fn finish(&mut self, emit: &mut impl FnMut(LogLevel, String)) {
        if !self.line.is_empty() {
            self.emit(emit);
        }
    }

    fn apply_changes(&mut self, at: u64) {
        while self.changes.front().is_some_and(|(change, _)| *change <= at) {
            match self.changes.pop_front() {
                Some((_, Change::Level(level))) => self.level = level,
                Some((_, Change::Message)) => self.message = true,
                None => {}
            }
        }
    }

    fn append(&mut self, bytes: &[u8], emit: &mut impl FnMut(LogLevel, String)) {
        if self.line.is_empty() {
            self.line_level = self.level;
        }
        self.line.extend_from_slice(bytes);
        while self.line.len() > LONGEST_LINE {
            let cut = boundary(&self.line, LONGEST_LINE);
            let rest = self.line.split_off(cut);
            self.emit(emit);
            self.line = rest;
        }
    }

    fn end_line(&mut self, emit: &mut impl FnMut(LogLevel, String)) {
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        let only_message = std::mem::take(&mut self.message) && self.line.is_empty();
        if self.line.is_empty() {
            self.line_level = self.level;
        }
        if !only_message {
            self.emit(emit);
        }
    }

    fn emit(&mut self, emit: &mut impl FnMut(LogLevel, String)) {
        if let Level::Shown(level) = self.line_level {
            emit(level, String::from_utf8_lossy(&self.line).into_owned());
        }
        self.line.clear();
    }
}

/// A text in pieces of at most [`LONGEST_LINE`] bytes; an empty text is one empty piece.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while rest.len() > LONGEST_LINE {
        let (piece, later) = rest.split_at(boundary(rest.as_bytes(), LONGEST_LINE));
        found.push(piece);
        rest = later;
    }
    found.push(rest);
    found
}

/// The last place at or before `limit` that is not inside a UTF-8 character.
fn boundary(bytes: &[u8], limit: usize) -> usize {
    let inside = |at: &usize| bytes[*at] & 0b1100_0000 == 0b1000_0000;
    // A character has at most four bytes; what goes on longer is no UTF-8 and may be cut anywhere.
    (limit - 3..=limit).rev().find(|at| !inside(at)).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_between_characters_and_nothing_is_lost() {
        let line = "\u{e4}".repeat(LONGEST_LINE);
        let cut = pieces(&line);
        assert!(cut.len() > 1 && cut.iter().all(|piece| piece.len() <= LONGEST_LINE));
        assert_eq!(cut.concat(), line);

        let mut lines = Lines::new(Level::Shown(LogLevel::Info));
        let mut got = Vec::new();
        let mut emit = |_, text: String| got.push(text);
        for (index, part) in line.as_bytes().chunks(777).enumerate() {
            lines.take(Piece::Text { at: index as u64 * 777, bytes: part }, &mut emit);
        }
        lines.finish(&mut emit);
        assert_eq!(got.concat(), line);
        assert!(got.iter().all(|piece| piece.len() <= LONGEST_LINE));
    }
}
