//! Names in archives, and reading one without moving anybody else's position.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

/// The path of an entry below its folder; nothing when it climbs out of it or is absolute.
pub fn clean(name: &str) -> Option<PathBuf> {
    if name.starts_with('/') || name.contains('\0') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.iter().collect())
}

/// Reads a file at a position of its own: the descriptor may be shared with other processes.
pub(super) struct FileAt<'a> {
    file: &'a File,
    position: u64,
}

impl<'a> FileAt<'a> {
    pub(super) fn new(file: &'a File) -> Self {
        Self { file, position: 0 }
    }
}

impl Read for FileAt<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(buffer, self.position)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for FileAt<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_turn_back_but_not_climb_out() {
        for (name, expected) in [
            ("a/b/../../c/file.txt", Some("c/file.txt")),
            ("./", Some("")),
            ("folder/", Some("folder")),
            ("a//b", Some("a/b")),
            ("folder/../../escaped.txt", None),
            ("../x", None),
            ("/etc/passwd", None),
            ("a\0b", None),
        ] {
            assert_eq!(clean(name), expected.map(PathBuf::from), "{name:?}");
        }
    }
}
