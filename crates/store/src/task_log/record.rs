//! What a chunk holds: records, one behind the other.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// An activity of a task, by its number in the order of creation; the root is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Activity(pub u32);

/// Something that lines come from, and how far it was taken is marked in the log: a job, a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Source(pub [u8; 16]);

impl Source {
    /// A source that is known by a text.
    pub fn named(name: &str) -> Self {
        Self(*Sha256::digest(name).first_chunk().expect("a digest has 32 bytes"))
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $byte:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($variant,)* }

        impl $name {
            /// The API's word.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)* }
            }

            fn byte(self) -> u8 {
                match self { $(Self::$variant => $byte,)* }
            }

            fn from_byte(byte: u8) -> Option<Self> {
                match byte { $($byte => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// The kind of a line (domain.md TL-04).
    Category {
        Trace = 0, Verbose = 1, Info = 2, Highlight = 3, Wait = 4, Planned = 5, Warning = 6, Error = 7, Fatal = 8,
        Gap = 9, Alert = 10, Finished = 11, Abandoned = 12, Updated = 13,
    }
}

named! {
    /// The state of an activity (TL-02).
    Status {
        Pending = 0, Running = 1, Success = 2, Failed = 3, Skipped = 4, SuccessWithWarning = 5, Canceled = 6,
    }
}

impl Category {
    /// Left out unless asked for.
    pub fn is_verbose(self) -> bool {
        matches!(self, Self::Trace | Self::Verbose)
    }

    /// Whether such a line makes the task one with warnings (TL-09).
    pub fn is_trouble(self) -> bool {
        matches!(self, Self::Warning | Self::Error | Self::Fatal)
    }
}

impl Status {
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Running)
    }
}

/// A line as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the log of its task, from one.
    pub number: u64,
    pub activity: Activity,
    pub at: Timestamp,
    pub category: Category,
    pub text: String,
}

/// A record, borrowing its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Record<'a> {
    Activity { parent: Option<Activity>, at_summary: bool, key: &'a str, name: &'a str },
    Status { activity: Activity, at_us: i64, status: Status },
    Progress { activity: Activity, percentage: u8, message: &'a str },
    Line { activity: Activity, at_us: i64, category: Category, text: &'a str },
    Mark { source: Source, offset: u64 },
}

const ACTIVITY: u8 = 1;
const STATUS: u8 = 2;
const PROGRESS: u8 = 3;
const LINE: u8 = 4;
const MARK: u8 = 5;

/// The parent of an activity that has none.
const ROOT: u32 = u32::MAX;

impl Record<'_> {
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match *self {
            Self::Activity { parent, at_summary, key, name } => {
                out.push(ACTIVITY);
                out.extend_from_slice(&parent.map_or(ROOT, |parent| parent.0).to_le_bytes());
                out.push(u8::from(at_summary));
                write_text(key, out);
                write_text(name, out);
            }
            Self::Status { activity, at_us, status } => {
                out.push(STATUS);
                out.extend_from_slice(&activity.0.to_le_bytes());
                out.extend_from_slice(&at_us.to_le_bytes());
                out.push(status.byte());
            }
            Self::Progress { activity, percentage, message } => {
                out.push(PROGRESS);
                out.extend_from_slice(&activity.0.to_le_bytes());
                out.push(percentage);
                write_text(message, out);
            }
            Self::Line { activity, at_us, category, text } => {
                out.push(LINE);
                out.extend_from_slice(&activity.0.to_le_bytes());
                out.extend_from_slice(&at_us.to_le_bytes());
                out.push(category.byte());
                write_text(text, out);
            }
            Self::Mark { source, offset } => {
                out.push(MARK);
                out.extend_from_slice(&source.0);
                out.extend_from_slice(&offset.to_le_bytes());
            }
        }
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    let length = u32::try_from(text.len()).expect("a text of a log is far below 4 GiB");
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// Reads records off a payload. A record that cannot be read ends it: the checksum was right, so only a newer version
/// of this program can have written it.
pub(super) struct Records<'a>(pub(super) &'a [u8]);

impl<'a> Records<'a> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = u32::from_le_bytes(self.bytes()?) as usize;
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(head).ok()
    }

    fn activity(&mut self) -> Option<Activity> {
        Some(Activity(u32::from_le_bytes(self.bytes()?)))
    }

    fn byte(&mut self) -> Option<u8> {
        self.bytes().map(|[byte]| byte)
    }

    fn record(&mut self) -> Option<Record<'a>> {
        Some(match self.byte()? {
            ACTIVITY => Record::Activity {
                parent: self.activity().map(|parent| (parent.0 != ROOT).then_some(parent))?,
                at_summary: self.byte()? != 0,
                key: self.text()?,
                name: self.text()?,
            },
            STATUS => Record::Status {
                activity: self.activity()?,
                at_us: i64::from_le_bytes(self.bytes()?),
                status: Status::from_byte(self.byte()?)?,
            },
            PROGRESS => {
                Record::Progress { activity: self.activity()?, percentage: self.byte()?, message: self.text()? }
            }
            LINE => Record::Line {
                activity: self.activity()?,
                at_us: i64::from_le_bytes(self.bytes()?),
                category: Category::from_byte(self.byte()?)?,
                text: self.text()?,
            },
            MARK => Record::Mark { source: Source(self.bytes()?), offset: u64::from_le_bytes(self.bytes()?) },
            _ => return None,
        })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        if self.0.is_empty() {
            return None;
        }
        let record = self.record();
        if record.is_none() {
            self.0 = &[];
        }
        record
    }
}

/// A stored time; one that no clock can have shown is the epoch.
pub(super) fn time(at_us: i64) -> Timestamp {
    Timestamp::from_microsecond(at_us).unwrap_or(Timestamp::UNIX_EPOCH)
}
