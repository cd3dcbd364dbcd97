//! What can be wrong with a document, and where.

use std::fmt;

/// A place in a document, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

/// A document that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OclError {
    /// Something else should stand here.
    #[error("{at}: expected {expected}, found {found}")]
    Unexpected {
        /// Where.
        at: Position,
        /// What could stand here.
        expected: &'static str,
        /// What stands here.
        found: String,
    },
    /// A backslash in front of a character that needs none.
    #[error("{at}: Unrecognised character escape: \\{character}")]
    UnknownEscape {
        /// Where the backslash stands.
        at: Position,
        /// The character behind it.
        character: char,
    },
    /// A text in quotes that does not end on its line.
    #[error("{at}: the text is not closed: its second quote must stand on the same line, or write it as a heredoc")]
    UnclosedText {
        /// Where the text begins.
        at: Position,
    },
    /// A heredoc without its closing line.
    #[error("{at}: the heredoc is not closed: no line holds only {tag}")]
    UnclosedHeredoc {
        /// Where the heredoc begins.
        at: Position,
        /// The tag that should close it.
        tag: String,
    },
    /// A whole number beyond 64 bits.
    #[error("{at}: the number {number} is too large")]
    NumberTooLarge {
        /// Where.
        at: Position,
        /// The number as written.
        number: String,
    },
    /// The same key twice in one dictionary.
    #[error("{at}: the key \"{key}\" stands twice in this dictionary")]
    DuplicateKey {
        /// Where the second one stands.
        at: Position,
        /// The key.
        key: String,
    },
    /// Blocks or values inside each other beyond all sense.
    #[error("{at}: more than {limit} levels inside each other")]
    TooDeep {
        /// Where.
        at: Position,
        /// The most there may be.
        limit: usize,
    },
}

impl OclError {
    /// Where the error is.
    pub fn position(&self) -> Position {
        match self {
            Self::Unexpected { at, .. }
            | Self::UnknownEscape { at, .. }
            | Self::UnclosedText { at }
            | Self::UnclosedHeredoc { at, .. }
            | Self::NumberTooLarge { at, .. }
            | Self::DuplicateKey { at, .. }
            | Self::TooDeep { at, .. } => *at,
        }
    }
}
