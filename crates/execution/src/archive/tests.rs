//! Archives of every kind, good and bad.

use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::os::unix::fs::PermissionsExt;

use ::tar::{Builder, EntryType, Header};
use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;

use super::*;

fn unpack_with(bytes: &[u8], kind: Kind, limits: Limits) -> (tempfile::TempDir, Result<Extracted, ArchiveError>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    fs::write(&path, bytes).unwrap();
    let target = folder.path().join("target");
    fs::create_dir(&target).unwrap();
    let result = extract(&File::open(path).unwrap(), kind, &target, limits, &|| false);
    (folder, result)
}

fn unpack(bytes: &[u8], kind: Kind) -> (tempfile::TempDir, Result<Extracted, ArchiveError>) {
    unpack_with(bytes, kind, Limits::default())
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer
            .start_file(
                *name,
                SimpleFileOptions::default()
                    .compression_method(::zip::CompressionMethod::Deflated)
                    .unix_permissions(0o755),
            )
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Names are written into the header as they are: the library would refuse the bad ones.
fn tar_of(entries: &[(&str, EntryType, &str)]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, kind, content) in entries {
        let mut header = Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_mode(0o640);
        let is_link = matches!(kind, EntryType::Symlink | EntryType::Link);
        if is_link {
            header.as_old_mut().linkname[..content.len()].copy_from_slice(content.as_bytes());
        }
        header.set_size(if is_link { 0 } else { content.len() as u64 });
        header.set_cksum();
        builder.append(&header, if is_link { &b""[..] } else { content.as_bytes() }).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn files_folders_and_modes_come_out_of_every_kind() {
    let tar = tar_of(&[
        ("folder/", EntryType::Directory, ""),
        ("folder/a.txt", EntryType::Regular, "hello"),
        ("link", EntryType::Symlink, "folder/a.txt"),
        ("second", EntryType::Link, "folder/a.txt"),
    ]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&tar).unwrap();
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(&tar).unwrap();
    let kinds = [
        (tar.clone(), Compression::None),
        (gzip.finish().unwrap(), Compression::Gzip),
        (bzip2.finish().unwrap(), Compression::Bzip2),
        (zstd::encode_all(&tar[..], 1).unwrap(), Compression::Zstd),
    ];
    for (bytes, compression) in kinds {
        let (folder, result) = unpack(&bytes, Kind::Tar(compression));
        assert_eq!(result.unwrap().files, 3, "{compression:?}");
        let target = folder.path().join("target");
        for name in ["folder/a.txt", "link", "second"] {
            assert_eq!(fs::read(target.join(name)).unwrap(), b"hello");
        }
        assert_eq!(fs::metadata(target.join("second")).unwrap().permissions().mode() & 0o7777, 0o640);
    }
    let (folder, result) = unpack(&zip_of(&[("bin\\run", b"x"), ("a/b/../c", b"y")]), Kind::Zip);
    assert_eq!(result.unwrap().files, 2);
    let target = folder.path().join("target");
    assert_eq!(fs::metadata(target.join("bin/run")).unwrap().permissions().mode() & 0o777, 0o755);
    assert!(target.join("a/c").exists());
}

#[test]
fn what_describes_a_nuget_package_is_left_out() {
    let entries: [(&str, &[u8]); 6] = [
        ("Acme.nuspec", b""),
        ("_rels/.rels", b""),
        ("[Content_Types].xml", b""),
        ("package/services/metadata/core-properties/x.psmdcp", b""),
        ("content/My%20File.txt", b"x"),
        ("content/inner.nuspec", b"x"),
    ];
    let (folder, result) = unpack(&zip_of(&entries), Kind::NuGet);
    assert_eq!(result.unwrap().files, 2);
    assert!(folder.path().join("target/content/My File.txt").exists());
}

#[test]
fn nothing_is_written_outside_of_the_folder() {
    for name in ["../evil", "a/../../evil", "/evil", "..\\evil"] {
        let (folder, result) = unpack(&zip_of(&[(name, b"x")]), Kind::Zip);
        assert!(matches!(result, Err(ArchiveError::Outside(_))), "{name}");
        assert!(!folder.path().join("evil").exists());
    }
    for name in ["../evil", "/evil"] {
        let (_, result) = unpack(&tar_of(&[(name, EntryType::Regular, "x")]), Kind::Tar(Compression::None));
        assert!(matches!(result, Err(ArchiveError::Outside(_))), "{name}");
    }
    let link = tar_of(&[("a", EntryType::Link, "../archive")]);
    assert!(matches!(unpack(&link, Kind::Tar(Compression::None)).1, Err(ArchiveError::Outside(_))));
}

#[test]
fn links_that_lead_out_are_refused_however_they_do_it() {
    let direct = tar_of(&[("a", EntryType::Symlink, "../archive")]);
    let absolute = tar_of(&[("a", EntryType::Symlink, "/etc/passwd")]);
    // Each target stays inside when it is read as text; together they climb out.
    let chained = tar_of(&[
        ("d/x", EntryType::Regular, ""),
        ("d/up", EntryType::Symlink, ".."),
        ("d/out", EntryType::Symlink, "up/../archive"),
    ]);
    for bytes in [direct, absolute, chained] {
        let (folder, result) = unpack(&bytes, Kind::Tar(Compression::None));
        assert!(matches!(result, Err(ArchiveError::LinkOutside { .. })), "{result:?}");
        assert!(folder.path().join("target/a").symlink_metadata().is_err());
    }
}

#[test]
fn nothing_is_written_through_a_link_of_the_archive() {
    let bytes = tar_of(&[("a", EntryType::Symlink, ".."), ("a/evil", EntryType::Regular, "x")]);
    let (folder, result) = unpack(&bytes, Kind::Tar(Compression::None));
    assert!(result.is_err());
    assert!(!folder.path().join("evil").exists());
}

#[test]
fn devices_and_pipes_are_refused() {
    for kind in [EntryType::Fifo, EntryType::Char, EntryType::Block] {
        let (_, result) = unpack(&tar_of(&[("a", kind, "")]), Kind::Tar(Compression::None));
        assert!(matches!(result, Err(ArchiveError::Special(_))));
    }
}

#[test]
fn a_bomb_is_stopped_before_it_fills_the_disk() {
    let limits = Limits { small: 1 << 20, ratio: 20, ..Limits::default() };
    let zeros = vec![0; 8 << 20];
    let (folder, result) = unpack_with(&zip_of(&[("bomb", &zeros)]), Kind::Zip, limits);
    assert!(matches!(result, Err(ArchiveError::TooLarge(_))), "{result:?}");
    assert!(fs::metadata(folder.path().join("target/bomb")).unwrap().len() <= 3 << 20);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&tar_of(&[("a", EntryType::Regular, "")])).unwrap();
    gzip.write_all(&zeros).unwrap();
    let (_, result) = unpack_with(&gzip.finish().unwrap(), Kind::Tar(Compression::Gzip), limits);
    assert!(matches!(result, Err(ArchiveError::TooLarge(_))), "{result:?}");
}

#[test]
fn too_many_entries_are_refused() {
    let limits = Limits { entries: 2, ..Limits::default() };
    let entries: [(&str, &[u8]); 3] = [("a", b""), ("b", b""), ("c", b"")];
    assert!(matches!(unpack_with(&zip_of(&entries), Kind::Zip, limits).1, Err(ArchiveError::TooMany(2))));
}

#[test]
fn a_flipped_bit_is_noticed() {
    let mut bytes = zip_of(&[("a", b"some text that is long enough to be found again")]);
    let stored = bytes.len() / 4;
    bytes[stored] ^= 1;
    let (_, result) = unpack(&bytes, Kind::Zip);
    assert!(matches!(result, Err(ArchiveError::Damaged(_))), "{result:?}");

    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&tar_of(&[("a", EntryType::Regular, "text")])).unwrap();
    let mut bytes = gzip.finish().unwrap();
    // The check sum stands in the last eight bytes.
    let sum = bytes.len() - 6;
    bytes[sum] ^= 1;
    let (_, result) = unpack(&bytes, Kind::Tar(Compression::Gzip));
    assert!(matches!(result, Err(ArchiveError::Damaged(_))), "{result:?}");
}

#[test]
fn extraction_stops_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    fs::write(&path, zip_of(&[("a", b"x")])).unwrap();
    let result = extract(&File::open(path).unwrap(), Kind::Zip, folder.path(), Limits::default(), &|| true);
    assert!(matches!(result, Err(ArchiveError::Stopped)));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(100))]

    #[test]
    fn a_damaged_archive_is_an_error_and_never_a_panic(
        flips in proptest::collection::vec((0usize..2000, proptest::prelude::any::<u8>()), 1..6),
        cut in 0usize..2000,
    ) {
        let tar = tar_of(&[("folder/a.txt", EntryType::Regular, "hello"), ("link", EntryType::Symlink, "folder/a.txt")]);
        let zip = zip_of(&[("folder/a.txt", b"hello"), ("b", &[7; 300])]);
        let zstd = zstd::encode_all(&tar[..], 1).unwrap();
        for (mut bytes, kind) in [
            (tar, Kind::Tar(Compression::None)),
            (zip, Kind::Zip),
            (zstd, Kind::Tar(Compression::Zstd)),
        ] {
            for (place, value) in &flips {
                let length = bytes.len();
                bytes[place % length] = *value;
            }
            bytes.truncate(bytes.len() - cut % bytes.len() / 4);
            let limits = Limits { entries: 100, small: 1 << 20, ratio: 10, large: 1 << 20 };
            let (folder, _) = unpack_with(&bytes, kind, limits);
            // Whatever came of it, it is inside.
            let beside: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
            proptest::prop_assert_eq!(beside.len(), 2);
        }
    }
}
