//! What a job weighs: how much of the work disk it holds, told to the keeper when it asks.
//!
//! It is asked when that disk is nearly full, to end the job that holds most of it. What cannot be counted counts as
//! more than anything else can.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io::{self, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::thread;

/// More files than this are not counted.
const MOST: u64 = 1_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Weight {
    bytes: u64,
    files: u64,
}

impl Weight {
    const UNKNOWN: Self = Self { bytes: u64::MAX, files: u64::MAX };

    fn add(&mut self, found: &Metadata) {
        // In blocks of this size, whatever those of the file system are.
        self.bytes = self.bytes.saturating_add(found.blocks().saturating_mul(512));
        self.files += 1;
    }

    fn bytes(self) -> [u8; 16] {
        let mut answer = [0; 16];
        answer[..8].copy_from_slice(&self.bytes.to_le_bytes());
        answer[8..].copy_from_slice(&self.files.to_le_bytes());
        answer
    }
}

/// Answers from now on, beside whatever else this process does.
pub(crate) fn answer(mut keeper: UnixStream, folder: PathBuf) -> io::Result<()> {
    let weigh = move || {
        // An end or an error is the keeper's end, which is this job's.
        while keeper.read_exact(&mut [0]).is_ok() {
            let weight = weigh(&folder, Path::new("/proc")).unwrap_or(Weight::UNKNOWN);
            if keeper.write_all(&weight.bytes()).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("scales".to_owned()).stack_size(256 << 10).spawn(weigh).map(drop)
}

/// What lies in the folder, and what processes hold open that has no name any more.
fn weigh(folder: &Path, processes: &Path) -> io::Result<Weight> {
    let device = fs::symlink_metadata(folder)?.dev();
    let mut weight = Weight::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in present(fs::read_dir(&folder))?.into_iter().flatten() {
            let entry = entry?;
            let Some(found) = present(entry.metadata())? else { continue };
            weight.add(&found);
            if weight.files > MOST {
                return Ok(Weight::UNKNOWN);
            }
            if found.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    let mut seen = BTreeSet::new();
    for process in fs::read_dir(processes)?.flatten() {
        // Most entries are no processes, and processes that are not ours do not show what they hold.
        for open in fs::read_dir(process.path().join("fd")).into_iter().flatten().flatten() {
            let Ok(found) = fs::metadata(open.path()) else { continue };
            if found.is_file() && found.nlink() == 0 && found.dev() == device && seen.insert(found.ino()) {
                weight.add(&found);
            }
        }
    }
    Ok(weight)
}

/// What a script removes meanwhile is not there, and weighs nothing.
fn present<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_folders_and_what_lost_its_name_are_weighed_but_no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::create_dir_all(path.join("a/b")).unwrap();
        fs::write(path.join("a/b/c"), vec![1; 1 << 20]).unwrap();
        std::os::unix::fs::symlink("/", path.join("root")).unwrap();
        // This process alone, whatever others of the machine hold open.
        let processes = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/proc/self", processes.path().join("own")).unwrap();
        let weigh = |path| weigh(path, processes.path());
        let named = weigh(path).unwrap();
        assert_eq!(named.files, 4);
        assert!((1 << 20..2 << 20).contains(&named.bytes), "{named:?}");
        let gone = fs::File::create(path.join("gone")).unwrap();
        (&gone).write_all(&vec![1; 2 << 20]).unwrap();
        gone.sync_all().unwrap();
        fs::remove_file(path.join("gone")).unwrap();
        let more = weigh(path).unwrap();
        assert_eq!(more.files, named.files + 1);
        assert!(more.bytes >= named.bytes + (2 << 20), "{more:?}");
        drop(gone);
        assert_eq!(weigh(path).unwrap(), named);
    }

    #[test]
    fn each_question_has_its_answer() {
        let folder = tempfile::tempdir().unwrap();
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        answer(theirs, folder.path().join("not-there")).unwrap();
        for _ in 0..2 {
            ours.write_all(b"w").unwrap();
            let mut said = [0; 16];
            ours.read_exact(&mut said).unwrap();
            assert_eq!(said, [0xff; 16], "a folder that cannot be weighed is the heaviest");
        }
    }
}
