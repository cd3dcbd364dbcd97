//! Collects the files that scripts want to be kept (AR).

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use pulpo_wire::job::JobEvent;
use rustix::fs::{CWD, FileType, Mode, OFlags, ResolveFlags, fstat, open, openat2};
use rustix::io::Errno;

use super::wishes::WantedArtifact;
use super::{Job, StepError};

const CHUNK: usize = 256 * 1024;

impl Job {
    /// Sends the wanted files to the engine. One that cannot be sent is a warning (steps.md SM).
    pub(super) fn collect_artifacts(&mut self) -> Result<(), StepError> {
        let wanted = std::mem::take(&mut self.wishes.artifacts);
        for (number, artifact) in (1..).zip(wanted) {
            self.check_cancelled()?;
            let roots = self.installations.iter().chain([&self.folder]);
            match open_beneath(&artifact.path, roots) {
                Ok((file, length)) => self.send(number, &artifact, &file, length)?,
                Err(error) => self.reporter.warning(&format!(
                    "The artifact '{}' could not be collected from {}: {error}",
                    artifact.name,
                    artifact.path.display()
                ))?,
            }
        }
        Ok(())
    }

    fn send(&mut self, number: u32, artifact: &WantedArtifact, file: &File, length: u64) -> Result<(), StepError> {
        let name = self.reporter.masks().hide(&artifact.name);
        self.reporter.event(&JobEvent::ArtifactStart { number, name, length })?;
        let mut source = file.take(length);
        let mut buffer = vec![0; CHUNK];
        let mut sent = 0;
        loop {
            self.check_cancelled()?;
            match source.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => {
                    self.reporter.artifact_chunk(number, &buffer[..count])?;
                    sent += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.reporter.warning(&format!("The artifact '{}' could not be read: {error}", artifact.name))?;
                    break;
                }
            }
        }
        if sent < length {
            self.reporter.warning(&format!(
                "The artifact '{}' is incomplete: {sent} of its {length} bytes could be read",
                artifact.name
            ))?;
        }
        self.reporter.event(&JobEvent::ArtifactEnd { number })?;
        Ok(())
    }
}

/// Opens a regular file. Where its path says that it lies below one of `roots`, no link may lead out of
/// there; elsewhere the runner can read no more than the script, which ran with the same rights.
fn open_beneath<'a>(path: &Path, roots: impl Iterator<Item = &'a PathBuf>) -> io::Result<(File, u64)> {
    // Not to hang on a pipe, and not to get a terminal.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let mut beneath = roots.filter_map(|root| Some((root, path.strip_prefix(root).ok()?)));
    let fd = if let Some((root, rest)) = beneath.next() {
        let folder = open(root, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        openat2(&folder, rest, flags, Mode::empty(), ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS)
    } else {
        openat2(CWD, path, flags, Mode::empty(), ResolveFlags::NO_MAGICLINKS)
    };
    let fd = fd.map_err(|error| match error {
        Errno::XDEV | Errno::LOOP => io::Error::new(io::ErrorKind::PermissionDenied, "a link leads out of the folder"),
        error => error.into(),
    })?;
    let status = fstat(&fd)?;
    if FileType::from_raw_mode(status.st_mode) != FileType::RegularFile {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    Ok((File::from(fd), u64::try_from(status.st_size).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_inside_are_followed_and_links_that_lead_out_are_not() {
        let inside = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(inside.path().join("real"), b"abc").unwrap();
        fs::write(outside.path().join("secret"), b"abc").unwrap();
        symlink("real", inside.path().join("near")).unwrap();
        symlink(outside.path().join("secret"), inside.path().join("far")).unwrap();
        let root = inside.path().to_owned();
        let open = |name: &str| open_beneath(&inside.path().join(name), [&root].into_iter()).map(|(_, length)| length);
        assert_eq!(open("near").unwrap(), 3);
        assert_eq!(open("far").unwrap_err().to_string(), "a link leads out of the folder");
        assert!(open("../x").is_err() && open("missing").is_err());
        assert_eq!(open("").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    /// A name that is a file of one's own and a link to another's by turns, as fast as can be, for so many rounds of
    /// opening it; what was read, and how often nothing could be.
    fn raced(rounds: u32, open: impl Fn(&Path) -> Option<File>) -> (Vec<String>, u32) {
        use std::io::Read;
        use std::sync::atomic::{AtomicBool, Ordering};
        let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (own, secret, name) =
            (inside.path().join("own"), outside.path().join("secret"), inside.path().join("name"));
        fs::write(&own, b"own").unwrap();
        fs::write(&secret, b"secret").unwrap();
        fs::hard_link(&own, &name).unwrap();
        let (other, is_over) = (inside.path().join("other"), AtomicBool::new(false));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::SeqCst) {
                    symlink(&secret, &other).unwrap();
                    fs::rename(&other, &name).unwrap();
                    fs::hard_link(&own, &other).unwrap();
                    fs::rename(&other, &name).unwrap();
                }
            });
            let (mut read, mut refused) = (Vec::new(), 0);
            for _ in 0..rounds {
                let Some(mut file) = open(&name) else {
                    refused += 1;
                    continue;
                };
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                let is_secret = text == "secret";
                read.push(text);
                if is_secret {
                    break;
                }
            }
            is_over.store(true, Ordering::SeqCst);
            (read, refused)
        })
    }

    #[test]
    fn a_file_swapped_for_a_link_ten_thousand_times_gives_nothing_of_others() {
        // builtin-worker.md B8: replace a file between check and use.
        let (read, refused) = raced(10_000, |name| {
            let root = name.parent().unwrap().to_owned();
            open_beneath(name, [&root].into_iter()).ok().map(|(file, _)| file)
        });
        assert!(read.iter().all(|text| text == "own") && !read.is_empty() && refused > 0, "{refused} were refused");
        // Looking first and opening then, by name, loses the same race.
        let (read, _) = raced(10_000_000, |name| {
            let found = fs::symlink_metadata(name).ok()?;
            found.is_file().then(|| File::open(name).ok()).flatten()
        });
        assert_eq!(read.last().map(String::as_str), Some("secret"));
    }

    #[test]
    fn only_regular_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let error = open_beneath(folder.path(), [].iter()).unwrap_err();
        assert_eq!(error.to_string(), "it is not a regular file");
        assert!(open_beneath(Path::new("/dev/null"), [].iter()).is_err());
    }
}
