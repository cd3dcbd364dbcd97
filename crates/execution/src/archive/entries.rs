//! Writes the entries of an archive below one folder.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, ResolveFlags, open, openat2};
use rustix::io::Errno;

use super::path::clean;
use super::{ArchiveError, Extracted};

const COPY: usize = 128 * 1024;

/// Permissions that an archive can give; never to act as somebody else.
const PERMISSIONS: u32 = 0o777;

/// How far an archive may unfold.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub entries: u64,
    /// Always allowed, however small the archive is.
    pub small: u64,
    /// Beyond that, this many times the archive's own size.
    pub ratio: u64,
    /// And in no case more.
    pub large: u64,
}

impl Default for Limits {
    /// Text and logs shrink to a fiftieth; what shrinks to less than a two-hundredth was made to do so.
    fn default() -> Self {
        Self { entries: 1_000_000, small: 1 << 30, ratio: 200, large: 1 << 40 }
    }
}

pub(super) struct Entries<'a> {
    root: &'a Path,
    limits: Limits,
    /// How many bytes the archive may unfold to.
    allowed: u64,
    written: u64,
    seen: u64,
    files: u64,
    folders: HashSet<PathBuf>,
    /// Links are made last, so that no entry can be written through one.
    links: Vec<(PathBuf, String)>,
    buffer: Vec<u8>,
    stop: &'a dyn Fn() -> bool,
}

impl<'a> Entries<'a> {
    pub(super) fn new(root: &'a Path, limits: Limits, size: u64, stop: &'a dyn Fn() -> bool) -> Self {
        let allowed = size.saturating_mul(limits.ratio).max(limits.small).min(limits.large);
        Self {
            root,
            limits,
            allowed,
            written: 0,
            seen: 0,
            files: 0,
            folders: HashSet::new(),
            links: Vec::new(),
            buffer: vec![0; COPY],
            stop,
        }
    }

    /// To be called for each entry, whatever it is. Gives its path below the folder.
    pub(super) fn begin(&mut self, name: &str) -> Result<PathBuf, ArchiveError> {
        self.seen += 1;
        if self.seen > self.limits.entries {
            return Err(ArchiveError::TooMany(self.limits.entries));
        }
        if (self.stop)() {
            return Err(ArchiveError::Stopped);
        }
        clean(name).ok_or_else(|| ArchiveError::Outside(name.to_owned()))
    }

    pub(super) fn folder(&mut self, path: &Path) -> Result<(), ArchiveError> {
        if path.as_os_str().is_empty() || self.folders.contains(path) {
            return Ok(());
        }
        let made = fs::DirBuilder::new().recursive(true).mode(0o755).create(self.root.join(path));
        made.map_err(|source| write_error(path, source))?;
        self.folders.insert(path.to_owned());
        Ok(())
    }

    pub(super) fn file(&mut self, path: &Path, mode: Option<u32>, content: &mut dyn Read) -> Result<(), ArchiveError> {
        if path.as_os_str().is_empty() {
            return Err(ArchiveError::Outside(String::new()));
        }
        self.parent(path)?;
        let mode = mode.unwrap_or(0o644) & PERMISSIONS | 0o600;
        let target = self.root.join(path);
        let mut options = OpenOptions::new();
        // Without following a link: the folder may have held files before.
        options.write(true).create(true).truncate(true).mode(mode).custom_flags(libc::O_NOFOLLOW);
        let mut file = options.open(&target).map_err(|source| write_error(path, source))?;
        self.copy(path, content, &mut file)?;
        if mode & 0o022 != 0 {
            // The umask has taken these.
            file.set_permissions(fs::Permissions::from_mode(mode)).map_err(|source| write_error(path, source))?;
        }
        self.files += 1;
        Ok(())
    }

    pub(super) fn link(&mut self, path: PathBuf, target: String) {
        self.links.push((path, target));
    }

    /// A second name of a file that came before.
    pub(super) fn hard_link(&mut self, path: &Path, target: &str) -> Result<(), ArchiveError> {
        let source = clean(target).ok_or_else(|| ArchiveError::Outside(target.to_owned()))?;
        let source = self.root.join(source);
        let is_file = fs::symlink_metadata(&source).is_ok_and(|metadata| metadata.is_file());
        if !is_file {
            return Err(ArchiveError::Damaged(format!(
                "'{}' is a second name of a file that is not there",
                path.display()
            )));
        }
        self.parent(path)?;
        let target = self.root.join(path);
        if target != source {
            let linked = remove_if_there(&target).and_then(|()| fs::hard_link(&source, &target));
            linked.map_err(|error| write_error(path, error))?;
        }
        self.files += 1;
        Ok(())
    }

    /// Counts bytes that are read but not written.
    pub(super) fn count(&mut self, bytes: u64) -> Result<(), ArchiveError> {
        self.written = self.written.saturating_add(bytes);
        if self.written > self.allowed { Err(ArchiveError::TooLarge(self.allowed)) } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> Result<Extracted, ArchiveError> {
        let links = std::mem::take(&mut self.links);
        for (path, target) in &links {
            self.parent(path)?;
            let full = self.root.join(path);
            let made = remove_if_there(&full).and_then(|()| symlink(target, &full));
            made.map_err(|source| write_error(path, source))?;
        }
        // Only the kernel can tell where links that go through links lead, so it is asked when all are there.
        for (path, target) in &links {
            if !self.stays_inside(path).map_err(|source| write_error(path, source))? {
                for (link, _) in &links {
                    // The error to come is what counts.
                    let _ = fs::remove_file(self.root.join(link));
                }
                return Err(ArchiveError::LinkOutside { link: path.display().to_string(), target: target.clone() });
            }
        }
        Ok(Extracted { files: self.files + links.len() as u64 })
    }

    fn stays_inside(&self, link: &Path) -> io::Result<bool> {
        let root = open(self.root, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        let flags = OFlags::PATH | OFlags::CLOEXEC;
        match openat2(&root, link, flags, Mode::empty(), ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS) {
            // A link to nothing harms nobody: what it names is inside.
            Ok(_) | Err(Errno::NOENT | Errno::NOTDIR | Errno::ACCESS) => Ok(true),
            Err(Errno::XDEV | Errno::LOOP) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn parent(&mut self, path: &Path) -> Result<(), ArchiveError> {
        match path.parent() {
            Some(parent) => self.folder(parent),
            None => Ok(()),
        }
    }

    fn copy(&mut self, path: &Path, content: &mut dyn Read, file: &mut File) -> Result<(), ArchiveError> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let result = self.copy_with(path, content, file, &mut buffer);
        self.buffer = buffer;
        result
    }

    fn copy_with(
        &mut self,
        path: &Path,
        content: &mut dyn Read,
        file: &mut File,
        buffer: &mut [u8],
    ) -> Result<(), ArchiveError> {
        loop {
            let count = match content.read(buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(ArchiveError::Damaged(format!("'{}': {error}", path.display()))),
            };
            self.count(count as u64)?;
            if (self.stop)() {
                return Err(ArchiveError::Stopped);
            }
            file.write_all(&buffer[..count]).map_err(|source| write_error(path, source))?;
        }
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn write_error(path: &Path, source: io::Error) -> ArchiveError {
    ArchiveError::Write { entry: path.display().to_string(), source }
}
