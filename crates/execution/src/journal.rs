//! The journal of what was installed on this machine (SR-01).

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use rustix::fs::{FlockOperation, flock};

/// One installation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    pub id: String,
    pub environment_id: Option<String>,
    pub tenant_id: Option<String>,
    pub project_id: Option<String>,
    /// Microseconds since 1970; kept in whole seconds.
    pub installed_on_us: i64,
    pub retention_set: String,
    pub extracted_to: Option<String>,
    pub custom_directory: Option<String>,
    pub was_successful: bool,
    /// Id and version of each package.
    pub packages: Vec<(String, String)>,
}

/// The journal's file. Several jobs may write to it at the same time.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
}

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("could not use the deployment journal {path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("the deployment journal {path} is damaged: {why}; repair it, or move it away to start a new one")]
    Damaged { path: PathBuf, why: String },
}

impl Journal {
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// All entries; none when there is no journal yet.
    pub fn read(&self) -> Result<Vec<Entry>, JournalError> {
        match fs::read_to_string(&self.path) {
            Ok(text) => parse(&text).map_err(|why| JournalError::Damaged { path: self.path.clone(), why }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(source) => Err(self.file_error(source)),
        }
    }

    pub fn add(&self, entry: Entry) -> Result<(), JournalError> {
        self.change(|entries| entries.push(entry))
    }

    /// Removes entries by their ids.
    pub fn remove(&self, ids: &[String]) -> Result<(), JournalError> {
        self.change(|entries| entries.retain(|entry| !ids.contains(&entry.id)))
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Entry>)) -> Result<(), JournalError> {
        let folder = self.path.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(folder).map_err(|source| self.file_error(source))?;
        let beside = |ending: &str| {
            let mut name = self.path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        // The lock is a file of its own, for the journal itself is replaced by each change.
        let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(beside(".lock"));
        let lock: File = lock.map_err(|source| self.file_error(source))?;
        flock(&lock, FlockOperation::LockExclusive).map_err(|error| self.file_error(error.into()))?;
        let mut entries = self.read()?;
        change(&mut entries);
        let new = beside(".new");
        let written = fs::write(&new, print(&entries)).and_then(|()| File::open(&new)?.sync_data());
        written.and_then(|()| fs::rename(&new, &self.path)).map_err(|source| self.file_error(source))
    }

    fn file_error(&self, source: io::Error) -> JournalError {
        JournalError::File { path: self.path.clone(), source }
    }
}

const DATE: &str = "%Y-%m-%d %H:%M:%S";

#[expect(clippy::wildcard_enum_match_arm, reason = "only tags are of interest")]
fn parse(text: &str) -> Result<Vec<Entry>, String> {
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                b"Deployment" => entries.push(entry(&tag)?),
                b"Package" => {
                    let last = entries.last_mut().ok_or("a package stands outside of a deployment")?;
                    let part = |name: &str| Ok::<_, String>(attribute(&tag, name)?.unwrap_or_default());
                    last.packages.push((part("PackageId")?, part("PackageVersion")?));
                }
                _ => {}
            },
            Event::Eof => return Ok(entries),
            _ => {}
        }
    }
}

fn entry(tag: &BytesStart<'_>) -> Result<Entry, String> {
    let text = |name: &str| Ok::<_, String>(attribute(tag, name)?.filter(|value| !value.is_empty()));
    let date = text("InstalledOn")?.unwrap_or_default();
    let installed =
        jiff::civil::DateTime::strptime(DATE, &date).and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC));
    let installed = installed.map_err(|error| format!("the date '{date}' cannot be read: {error}"))?;
    // The oldest entries hold the package in the deployment itself.
    let packages = text("PackageId")?.map(|id| Ok::<_, String>((id, text("PackageVersion")?.unwrap_or_default())));
    Ok(Entry {
        id: text("Id")?.unwrap_or_default(),
        environment_id: text("EnvironmentId")?,
        tenant_id: text("TenantId")?,
        project_id: text("ProjectId")?,
        installed_on_us: installed.timestamp().as_microsecond(),
        retention_set: text("RetentionPolicySet")?.unwrap_or_default(),
        extracted_to: text("ExtractedTo")?,
        custom_directory: text("CustomInstallationDirectory")?,
        was_successful: text("WasSuccessful")?.is_some_and(|value| value.eq_ignore_ascii_case("true")),
        packages: packages.transpose()?.into_iter().collect(),
    })
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let found = tag.try_get_attribute(name).map_err(|error| error.to_string())?;
    found.map(|found| Ok(found.unescape_value().map_err(|error| error.to_string())?.into_owned())).transpose()
}

fn print(entries: &[Entry]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Deployments>\n");
    for entry in entries {
        let installed = jiff::Timestamp::from_microsecond(entry.installed_on_us).unwrap_or_default();
        let installed = installed.to_zoned(jiff::tz::TimeZone::UTC).strftime(DATE).to_string();
        let optional = |value: &Option<String>| value.clone().unwrap_or_default();
        let attributes = [
            ("Id", entry.id.clone()),
            ("EnvironmentId", optional(&entry.environment_id)),
            ("TenantId", optional(&entry.tenant_id)),
            ("ProjectId", optional(&entry.project_id)),
            ("InstalledOn", installed),
            ("RetentionPolicySet", entry.retention_set.clone()),
            ("ExtractedTo", optional(&entry.extracted_to)),
            ("CustomInstallationDirectory", optional(&entry.custom_directory)),
            ("WasSuccessful", if entry.was_successful { "True" } else { "False" }.to_owned()),
        ];
        text.push_str("  <Deployment");
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            write!(text, " {name}=\"{}\"", escape(value)).expect("a string takes everything");
        }
        text.push_str(">\n");
        for (id, version) in &entry.packages {
            writeln!(text, "    <Package PackageId=\"{}\" PackageVersion=\"{}\" />", escape(id), escape(version))
                .expect("a string takes everything");
        }
        text.push_str("  </Deployment>\n");
    }
    text.push_str("</Deployments>\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(id: &str) -> Entry {
        Entry {
            id: id.to_owned(),
            environment_id: Some("Environments-1".to_owned()),
            installed_on_us: 1_700_000_000_000_000,
            retention_set: "a/<default>".to_owned(),
            extracted_to: Some("/apps/\"x\" & y".to_owned()),
            was_successful: true,
            packages: vec![("Acme".to_owned(), "1.0".to_owned())],
            ..Entry::default()
        }
    }

    #[test]
    fn what_is_entered_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("new/journal.xml"));
        assert_eq!(journal.read().unwrap(), []);
        journal.add(sample("1")).unwrap();
        journal.add(sample("2")).unwrap();
        assert_eq!(journal.read().unwrap(), [sample("1"), sample("2")]);
        journal.remove(&["1".to_owned()]).unwrap();
        assert_eq!(journal.read().unwrap(), [sample("2")]);
    }

    #[test]
    fn a_damaged_journal_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.xml");
        fs::write(&path, "<Deployments><Deployment").unwrap();
        let journal = Journal::at(path.clone());
        assert!(matches!(journal.add(sample("1")), Err(JournalError::Damaged { .. })));
        assert_eq!(fs::read_to_string(path).unwrap(), "<Deployments><Deployment");
    }
}
