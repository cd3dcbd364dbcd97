//! The work folder: a folder and an output file for each job, and the trash.
//!
//! Removing goes through the trash, a few names at a time between other work, so that a job which left a hundred
//! thousand files holds up nobody's output. Nothing is ever removed through a symbolic link.

use std::collections::VecDeque;
use std::ffi::{CStr, CString};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use jobframe::JobId;

use crate::sys;

/// Names removed before other work gets its turn.
const SLICE: usize = 128;
/// Deeper folders are moved up into the trash first, so that depth costs neither descriptors nor stack.
const DEPTH: usize = 16;

pub(crate) struct Work {
    root: PathBuf,
    trash: OwnedFd,
    waiting: VecDeque<CString>,
    count: u64,
    prefix: String,
}

impl Work {
    /// Checks the folder and puts everything that an earlier launcher left there into the trash. `prefix` makes names
    /// in the trash new in this life of the launcher.
    pub(crate) fn open(root: &Path, prefix: String) -> io::Result<Self> {
        for name in ["jobs", "spool", "trash"] {
            if fs::symlink_metadata(root.join(name)).is_ok_and(|found| !found.is_dir()) {
                return Err(io::Error::other(format!("{name} in the work folder is not a folder; remove it")));
            }
        }
        make_folder(&root.join("trash"))?;
        let trash = OwnedFd::from(open_folder(&root.join("trash"))?);
        let waiting = sys::names_in(&trash, usize::MAX)?.into();
        let mut work = Self { root: root.to_owned(), trash, waiting, count: 0, prefix };
        for name in ["jobs", "spool"] {
            work.throw_away(&root.join(name))?;
            make_folder(&root.join(name))?;
        }
        Ok(work)
    }

    /// Makes a job's folder and its empty output file.
    pub(crate) fn begin(&mut self, job: JobId) -> io::Result<(File, File)> {
        DirBuilder::new().mode(0o700).create(self.folder(job))?;
        let spool = OpenOptions::new().read(true).append(true).create_new(true).mode(0o600).open(self.spool(job));
        match spool.and_then(|spool| Ok((open_folder(&self.folder(job))?, spool))) {
            Ok(both) => Ok(both),
            Err(e) => {
                self.end(job)?;
                Err(e)
            }
        }
    }

    /// Removes what [`Work::begin`] made; afterwards the job's names are free.
    pub(crate) fn end(&mut self, job: JobId) -> io::Result<()> {
        absent_is_fine(fs::remove_file(self.spool(job)))?;
        let folder = self.folder(job);
        match fs::remove_dir(&folder) {
            Err(e) if e.kind() == io::ErrorKind::DirectoryNotEmpty => self.throw_away(&folder),
            done => absent_is_fine(done),
        }
    }

    pub(crate) fn has_trash(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Removes a few names from the trash. What cannot be removed is reported once and left to the next launcher.
    pub(crate) fn empty_some_trash(&mut self) -> io::Result<()> {
        let Some(name) = self.waiting.pop_front() else { return Ok(()) };
        let mut budget = SLICE;
        if !self.remove(&name, &mut budget)? {
            self.waiting.push_front(name);
        }
        Ok(())
    }

    fn remove(&mut self, name: &CStr, budget: &mut usize) -> io::Result<bool> {
        match sys::unlink(&self.trash, name, false) {
            Err(e) if e.kind() == io::ErrorKind::IsADirectory => {}
            done => return done.map(|()| true),
        }
        let folder = sys::open_folder(&self.trash, name)?;
        if !self.empty(&folder, 0, budget)? {
            return Ok(false);
        }
        sys::unlink(&self.trash, name, true).map(|()| true)
    }

    fn empty(&mut self, folder: &OwnedFd, depth: usize, budget: &mut usize) -> io::Result<bool> {
        loop {
            let names = sys::names_in(folder, SLICE)?;
            if names.is_empty() {
                return Ok(true);
            }
            for name in names {
                if *budget == 0 {
                    return Ok(false);
                }
                *budget -= 1;
                match sys::unlink(folder, &name, false) {
                    Err(e) if e.kind() == io::ErrorKind::IsADirectory => {}
                    done => {
                        done?;
                        continue;
                    }
                }
                let inner = sys::open_folder(folder, &name)?;
                if depth == DEPTH {
                    let fresh = self.fresh_name();
                    sys::rename(folder, &name, &self.trash, &fresh)?;
                    self.waiting.push_back(fresh);
                    continue;
                }
                if !self.empty(&inner, depth + 1, budget)? {
                    return Ok(false);
                }
                sys::unlink(folder, &name, true)?;
            }
        }
    }

    fn throw_away(&mut self, path: &Path) -> io::Result<()> {
        let name = self.fresh_name();
        let place = self.root.join("trash").join(name.to_str().expect("made of hexadecimal digits"));
        let moved = match fs::rename(path, &place) {
            // A script may have taken its own folder's rights away; opening gives them back.
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
                let parent = open_folder(path.parent().expect("inside the work folder"))?;
                let own = path.file_name().expect("inside the work folder").as_bytes();
                sys::open_folder(&parent.into(), &CString::new(own).expect("no zero in it"))?;
                fs::rename(path, &place)
            }
            done => done,
        };
        match moved {
            Ok(()) => self.waiting.push_back(name),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(e),
        }
        Ok(())
    }

    fn fresh_name(&mut self) -> CString {
        self.count += 1;
        CString::new(format!("{}-{}", self.prefix, self.count)).expect("no zero in it")
    }

    fn folder(&self, job: JobId) -> PathBuf {
        self.root.join("jobs").join(job.to_string())
    }

    fn spool(&self, job: JobId) -> PathBuf {
        self.root.join("spool").join(job.to_string())
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

fn make_folder(path: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
        _ => Ok(()),
    }
}

fn open_folder(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).custom_flags(libc::O_DIRECTORY | libc::O_NOFOLLOW).open(path)
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}
