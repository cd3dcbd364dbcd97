//! The work folder: a folder and an output file for each job, and the trash.
//!
//! Removing goes through the trash, a few names at a time between other work, so that a job which left a hundred
//! thousand files holds up nobody's output. Nothing is ever removed through a symbolic link: each folder is opened
//! without following one, its names are removed through that descriptor, and folders in it are first moved up into
//! the trash, so that depth costs neither stack nor descriptors.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use jobframe::JobId;

use crate::leftovers::{self, Session};
use crate::sys;

/// Names removed before other work gets its turn.
const SLICE: usize = 128;

pub(crate) struct Work {
    root: PathBuf,
    waiting: Vec<PathBuf>,
    count: u64,
    prefix: String,
    boot: String,
}

impl Work {
    /// Ends and throws away everything that an earlier keeper left. `prefix` makes names in the trash new in this
    /// life of the keeper.
    pub(crate) fn open(root: &Path, prefix: String) -> io::Result<Self> {
        let boot = leftovers::boot()?;
        let (jobs, spool, trash) = (root.join("jobs"), root.join("spool"), root.join("trash"));
        make_folder(&trash)?;
        let waiting = fs::read_dir(trash)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        let notes =
            fs::read_dir(&spool).into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        leftovers::kill(&notes.filter_map(|name| Session::read(&name, &boot)).collect::<Vec<_>>(), &jobs)?;
        let mut work = Self { root: root.to_owned(), waiting, count: 0, prefix, boot };
        for folder in [jobs, spool] {
            work.throw_away(&folder)?;
            make_folder(&folder)?;
        }
        Ok(work)
    }

    /// Makes a job's folder and its empty output file.
    pub(crate) fn begin(&mut self, job: JobId) -> io::Result<(File, File)> {
        let (folder, spool) = (self.folder(job), self.spool(job, None));
        DirBuilder::new().mode(0o700).create(&folder)?;
        let flags = libc::O_DIRECTORY | libc::O_NOFOLLOW;
        let opened = OpenOptions::new().read(true).custom_flags(flags).open(folder);
        let spool = OpenOptions::new().read(true).append(true).create_new(true).mode(0o600).open(spool);
        match (opened, spool) {
            (Ok(folder), Ok(spool)) => Ok((folder, spool)),
            (Err(e), _) | (_, Err(e)) => self.end(job, None).and(Err(e)),
        }
    }

    /// Makes a job's empty output file, for a job whose folder is not here.
    pub(crate) fn begin_spool(&mut self, job: JobId) -> io::Result<File> {
        OpenOptions::new().read(true).append(true).create_new(true).mode(0o600).open(self.spool(job, None))
    }

    /// Notes the runner's session in the name of the output file, where the next keeper looks for it.
    pub(crate) fn note(&self, job: JobId, session: Session) -> io::Result<()> {
        fs::rename(self.spool(job, None), self.spool(job, Some(session)))
    }

    /// Removes what [`Work::begin`] made; afterwards the job's names are free.
    pub(crate) fn end(&mut self, job: JobId, session: Option<Session>) -> io::Result<()> {
        absent_is_fine(fs::remove_file(self.spool(job, session)))?;
        let folder = self.folder(job);
        match fs::remove_dir(&folder) {
            Err(e) if e.kind() == io::ErrorKind::DirectoryNotEmpty => self.throw_away(&folder),
            done => absent_is_fine(done),
        }
    }

    pub(crate) fn has_trash(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Removes a few names from the trash. What cannot be removed is left to the next keeper.
    pub(crate) fn empty_some_trash(&mut self) -> io::Result<()> {
        let Some(path) = self.waiting.pop() else { return Ok(()) };
        if !is_folder_after(fs::remove_file(&path))? {
            return Ok(());
        }
        let (_open, inside) = unlock(&path)?;
        for entry in fs::read_dir(inside)?.take(SLICE) {
            let name = entry?.path();
            if is_folder_after(fs::remove_file(&name))? {
                self.throw_away(&name)?;
            }
        }
        match fs::remove_dir(&path) {
            Err(e) if e.kind() == io::ErrorKind::DirectoryNotEmpty => {
                self.waiting.push(path);
                Ok(())
            }
            done => absent_is_fine(done),
        }
    }

    fn throw_away(&mut self, path: &Path) -> io::Result<()> {
        self.count += 1;
        let place = self.root.join(format!("trash/{}-{}", self.prefix, self.count));
        let moved = match fs::rename(path, &place) {
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
                unlock(path).and_then(|_| fs::rename(path, &place))
            }
            done => done,
        };
        if moved.is_ok() {
            self.waiting.push(place);
        }
        absent_is_fine(moved)
    }

    fn folder(&self, job: JobId) -> PathBuf {
        self.root.join(format!("jobs/{job}"))
    }

    fn spool(&self, job: JobId, session: Option<Session>) -> PathBuf {
        let note = session.map(|session| session.note(&self.boot)).unwrap_or_default();
        self.root.join(format!("spool/{job}{note}"))
    }
}

/// The work folder itself: made if it is missing, refused if others may enter it.
pub(crate) fn private_folder(path: &Path) -> io::Result<PathBuf> {
    make_folder(path)?;
    let path = path.canonicalize()?;
    let found = fs::metadata(&path)?;
    if found.uid() != sys::own_uid() || found.mode() & 0o077 != 0 || !found.is_dir() {
        return Err(io::Error::other("it must be a folder of this account with mode 0700"));
    }
    Ok(path)
}

/// Opens a folder, never through a symbolic link, and gives its owner all rights: scripts leave folders behind that
/// even their owner cannot empty or move. The path leads to what was opened, whatever its old name means by now.
fn unlock(path: &Path) -> io::Result<(File, PathBuf)> {
    let flags = libc::O_PATH | libc::O_DIRECTORY | libc::O_NOFOLLOW;
    let folder = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let inside = PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd()));
    fs::set_permissions(&inside, Permissions::from_mode(0o700))?;
    Ok((folder, inside))
}

fn make_folder(path: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
        _ => Ok(()),
    }
}

fn is_folder_after(removed: io::Result<()>) -> io::Result<bool> {
    match removed {
        Err(e) if e.kind() == io::ErrorKind::IsADirectory => Ok(true),
        done => absent_is_fine(done).map(|()| false),
    }
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}
