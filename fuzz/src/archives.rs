//! Packages.

use std::cell::Cell;
use std::fs;
use std::io::Write;
use std::path::Path;

use pulpo_execution::archive::{Kind, Limits, extract};

const EXTENSIONS: [&str; 6] = [".zip", ".nupkg", ".tar", ".tar.gz", ".tar.bz2", ".tar.zst"];

/// The first byte chooses the kind. Nothing may appear outside of the folder, and no archive may fill the disk.
pub(crate) fn archives(bytes: &[u8]) {
    let Some((choice, content)) = bytes.split_first() else { return };
    let extension = EXTENSIONS[usize::from(*choice) % EXTENSIONS.len()];
    let kind = Kind::from_extension(extension).expect("a known extension");
    let folder = tempfile::tempdir().expect("a scratch folder");
    let destination = folder.path().join("a").join("b");
    fs::create_dir_all(&destination).expect("a scratch folder");
    let mut file = tempfile::tempfile().expect("a scratch file");
    file.write_all(content).expect("a scratch file");
    let limits = Limits { entries: 50, small: 1 << 16, ratio: 10, large: 1 << 20 };
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() > 1000
    };
    let _ = extract(&file, kind, &destination, limits, &stop);
    let outside = |folder: &Path| fs::read_dir(folder).expect("a scratch folder").count();
    assert_eq!((outside(folder.path()), outside(&folder.path().join("a"))), (1, 1), "nothing lies beside the folder");
    assert!(size_of(&destination) <= limits.large + limits.small, "an archive has its limit");
}

fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: fs::DirEntry| match fs::symlink_metadata(entry.path()) {
        Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
        Ok(metadata) if metadata.is_file() => metadata.len(),
        _ => 0,
    };
    entries.map(size).sum()
}
