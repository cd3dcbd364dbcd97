//! Writing a log: gathered into batches, each written by one call.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use jiff::Timestamp;

use super::chunk::{Chunks, Pending};
use super::record::{Activity, Category, Record, Records, Source, Status};

/// What is gathered at most before it is written.
const BATCH: usize = 128 << 10;

/// The log of a task that is being worked on.
pub struct TaskLog {
    inner: Mutex<Inner>,
    grown: Box<dyn Fn() + Send + Sync>,
}

struct Inner {
    file: File,
    size: u64,
    limit: u64,
    next_line: u64,
    pending: Pending,
    activities: Vec<Status>,
    keys: HashMap<String, Activity>,
    marks: HashMap<Source, u64>,
    has_trouble: bool,
    truncated: bool,
}

impl TaskLog {
    pub(super) fn open(path: &Path, limit: u64, grown: Box<dyn Fn() + Send + Sync>) -> io::Result<Self> {
        let file = File::options().read(true).append(true).create(true).open(path)?;
        let mut inner = Inner {
            file: file.try_clone()?,
            size: 0,
            limit,
            next_line: 1,
            pending: Pending::default(),
            activities: Vec::new(),
            keys: HashMap::new(),
            marks: HashMap::new(),
            has_trouble: false,
            truncated: false,
        };
        let mut chunks = Chunks::new(File::open(path)?);
        while let Some(head) = chunks.head()? {
            let Some(records) = chunks.records(&head)? else { break };
            Records(&records).for_each(|record| inner.remember(&record));
            inner.next_line = head.first_line + u64::from(head.lines);
            inner.size = head.end();
        }
        // A chunk that a crash left half-written is as if it had never been begun.
        if file.metadata()?.len() > inner.size {
            file.set_len(inner.size)?;
        }
        Ok(Self { inner: Mutex::new(inner), grown })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no holder of this lock panics")
    }

    /// Begins a batch: whatever is put in it reaches the file together or not at all.
    pub fn batch(&self) -> Batch<'_> {
        Batch { inner: self.lock() }
    }

    /// The activity with this key, made if it is not there yet. Keys are the same whenever a task is worked on again.
    pub fn activity(&self, key: &str, parent: Option<Activity>, name: &str) -> Activity {
        let mut inner = self.lock();
        if let Some(known) = inner.keys.get(key) {
            return *known;
        }
        let at_summary = parent.is_none_or(|parent| parent == Activity(0));
        let activity = Activity(u32::try_from(inner.activities.len()).expect("fewer than four billion activities"));
        inner.put(&Record::Activity { parent, at_summary, key, name });
        activity
    }

    /// How far this source was taken.
    pub fn mark(&self, source: Source) -> u64 {
        self.lock().marks.get(&source).copied().unwrap_or_default()
    }

    /// Whether a warning or an error was written (domain.md TL-09).
    pub fn has_trouble(&self) -> bool {
        self.lock().has_trouble
    }

    /// Writes what has gathered.
    pub fn flush(&self) -> io::Result<()> {
        if self.lock().flush()? {
            (self.grown)();
        }
        Ok(())
    }

    /// Writes what has gathered if it is enough for a call of its own.
    pub fn flush_if_full(&self) -> io::Result<()> {
        let full = self.lock().pending.records.len() >= BATCH;
        if full { self.flush() } else { Ok(()) }
    }

    /// The file, for whoever waits until the disk has what was [written](Self::flush).
    pub fn file(&self) -> io::Result<File> {
        self.lock().file.try_clone()
    }
}

/// A part of the log that is written as a whole.
pub struct Batch<'a> {
    inner: MutexGuard<'a, Inner>,
}

impl Batch<'_> {
    pub fn line(&mut self, activity: Activity, at: Timestamp, category: Category, text: &str) {
        let inner = &mut *self.inner;
        if inner.truncated {
            return;
        }
        let so_far = inner.size + inner.pending.records.len() as u64;
        if so_far + text.len() as u64 > inner.limit {
            inner.truncated = true;
            let text = format!("the log has reached its limit of {} bytes; what follows is left out", inner.limit);
            let category = Category::Warning;
            inner.put(&Record::Line { activity, at_us: at.as_microsecond(), category, text: &text });
            return;
        }
        inner.put(&Record::Line { activity, at_us: at.as_microsecond(), category, text });
    }

    /// A line that is written once, however often the task is worked on again.
    pub fn line_once(&mut self, source: Source, activity: Activity, at: Timestamp, category: Category, text: &str) {
        if !self.inner.marks.contains_key(&source) {
            self.line(activity, at, category, text);
            self.taken(source, 1);
        }
    }

    /// The activity's state. What is final stays so, and what is so already is not said again.
    pub fn status(&mut self, activity: Activity, at: Timestamp, status: Status) {
        let now = self.inner.activities.get(activity.0 as usize).copied();
        if now.is_some_and(|now| !now.is_final() && now != status) {
            self.inner.put(&Record::Status { activity, at_us: at.as_microsecond(), status });
        }
    }

    pub fn progress(&mut self, activity: Activity, percentage: u8, message: &str) {
        self.inner.put(&Record::Progress { activity, percentage, message });
    }

    /// The source was taken up to here; all that came of it before is in this batch or in an earlier one.
    pub fn taken(&mut self, source: Source, offset: u64) {
        if self.inner.marks.get(&source).is_none_or(|known| *known < offset) {
            self.inner.put(&Record::Mark { source, offset });
        }
    }
}

impl Inner {
    fn put(&mut self, record: &Record<'_>) {
        record.write(&mut self.pending.records);
        match record {
            Record::Line { activity, category, .. } => self.pending.count(*activity, category.is_verbose()),
            Record::Mark { .. } => {}
            Record::Activity { .. } | Record::Status { .. } | Record::Progress { .. } => {
                self.pending.has_structure = true;
            }
        }
        self.remember(record);
    }

    fn remember(&mut self, record: &Record<'_>) {
        match *record {
            Record::Activity { key, .. } => {
                let number = u32::try_from(self.activities.len()).unwrap_or(u32::MAX);
                self.keys.insert(key.to_owned(), Activity(number));
                self.activities.push(Status::Pending);
            }
            Record::Status { activity, status, .. } => {
                if let Some(known) = self.activities.get_mut(activity.0 as usize) {
                    *known = status;
                }
            }
            Record::Line { category, .. } => self.has_trouble |= category.is_trouble(),
            Record::Mark { source, offset } => {
                self.marks.insert(source, offset);
            }
            Record::Progress { .. } => {}
        }
    }

    /// Whether there was anything to write.
    fn flush(&mut self) -> io::Result<bool> {
        if self.pending.records.is_empty() {
            return Ok(false);
        }
        let chunk = self.pending.seal(self.next_line);
        if let Err(error) = self.file.write_all(&chunk) {
            // Half a chunk would hide all that follows; what was gathered stays for the next try.
            self.file.set_len(self.size)?;
            return Err(error);
        }
        self.size += chunk.len() as u64;
        self.next_line += u64::from(self.pending.lines);
        self.pending = Pending::default();
        Ok(true)
    }
}
