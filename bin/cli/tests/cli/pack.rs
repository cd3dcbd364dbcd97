//! `pack`: zip and NuGet packages from a folder, without a server.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::{Outcome, Program};

fn pack(folder: &Path, line: &str) -> Outcome {
    Program::octo(&format!("pack --id=Acme.Web {line}")).in_folder(folder).run()
}

fn folder_with_files() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site/sub");
    std::fs::create_dir_all(&site).unwrap();
    std::fs::write(folder.path().join("site/web.config"), "<a/>").unwrap();
    std::fs::write(site.join("ünder score.txt"), "text").unwrap();
    std::fs::write(site.join("run"), "#!/bin/sh\n").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(site.join("run"), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

fn entries(path: &Path) -> Vec<String> {
    let archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    names.sort();
    names
}

#[test]
fn a_zip_holds_the_files_with_their_permissions() {
    let folder = folder_with_files();
    let outcome = pack(folder.path(), "--format=Zip --version=1.2.3-beta --basePath=site");
    let expected = format!(
        "Octopus CLI, version 9.1.7\n\nPacking Acme.Web version 1.2.3-beta...\nSaving Acme.Web.1.2.3-beta.zip to \
         {}...\nDone.\n",
        folder.path().display()
    );
    assert_eq!((outcome.code, outcome.stdout), (0, expected));
    let path = folder.path().join("Acme.Web.1.2.3-beta.zip");
    assert_eq!(entries(&path), ["sub/run", "sub/ünder score.txt", "web.config"]);
    let mut archive = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
    let mut run = archive.by_name("sub/run").unwrap();
    assert_eq!(run.unix_mode().map(|mode| mode & 0o777), Some(0o755));
    let mut text = String::new();
    run.read_to_string(&mut text).unwrap();
    assert_eq!(text, "#!/bin/sh\n");
}

#[test]
fn a_nuget_package_says_who_it_is() {
    let folder = folder_with_files();
    let line = "--version=1.0.0 --basePath=site --outFolder=out --author=Ann --title=Shop --releaseNotes='a & b'";
    let outcome = pack(folder.path(), line);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    let path = folder.path().join("out/Acme.Web.1.0.0.nupkg");
    assert_eq!(
        entries(&path),
        [
            "Acme.Web.nuspec",
            "[Content_Types].xml",
            "_rels/.rels",
            "package/services/metadata/core-properties/core.psmdcp",
            "sub/%C3%BCnder%20score.txt",
            "sub/run",
            "web.config",
        ]
    );
    let mut archive = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
    let mut nuspec = String::new();
    archive.by_name("Acme.Web.nuspec").unwrap().read_to_string(&mut nuspec).unwrap();
    for part in ["<id>Acme.Web</id>", "<title>Shop</title>", "<releaseNotes>a &amp; b</releaseNotes>"] {
        assert!(nuspec.contains(part), "{nuspec}");
    }
    let mut types = String::new();
    archive.by_name("[Content_Types].xml").unwrap().read_to_string(&mut types).unwrap();
    assert!(types.contains("PartName=\"/sub/run\"") && types.contains("Extension=\"config\""), "{types}");
}

#[test]
fn the_version_is_the_present_time_if_none_is_given() {
    let folder = folder_with_files();
    pack(folder.path(), "--format=zip --basePath=site");
    assert!(folder.path().join("Acme.Web.2024.8.21.161746.zip").is_file());
}

#[test]
fn an_existing_package_is_kept_unless_it_may_be_overwritten() {
    let folder = folder_with_files();
    let line = "--format=zip --version=1.0.0 --include=**/*.config";
    assert_eq!(pack(folder.path(), line).code, 0);
    let again = pack(folder.path(), line);
    assert_eq!(again.code, -1);
    assert!(again.stdout.contains("The package file already exists and --overwrite was not specified: "));
    assert_eq!(pack(folder.path(), &format!("{line} --overwrite")).code, 0);
    assert_eq!(entries(&folder.path().join("Acme.Web.1.0.0.zip")), ["site/web.config"]);
}

#[test]
fn a_package_does_not_contain_itself() {
    let folder = folder_with_files();
    pack(folder.path(), "--format=zip --version=1.0.0");
    pack(folder.path(), "--format=zip --version=1.0.0 --overwrite");
    let names = entries(&folder.path().join("Acme.Web.1.0.0.zip"));
    assert!(!names.iter().any(|name| name.contains("Acme")), "{names:?}");
}

#[test]
fn what_cannot_be_packed_is_an_error() {
    #[track_caller]
    fn check(outcome: &Outcome, expected: &str) {
        assert_eq!(outcome.code, -1);
        assert!(outcome.stdout.contains(expected), "{}", outcome.stdout);
    }
    let folder = folder_with_files();
    check(&Program::octo("pack").run(), "An ID is required");
    check(&Program::octo("pack --id=../evil").run(), "The package id '../evil' is not valid");
    check(&pack(folder.path(), "--version=one"), "The version is not valid");
    check(
        &pack(folder.path(), "--format=rar"),
        "Could not convert 'rar' for the option --format: expected NuPkg or Zip",
    );
    check(&pack(folder.path(), "--include=*.nothing"), "There is nothing to pack: no file in ");
}

#[test]
fn json_mode_lists_the_files() {
    let folder = folder_with_files();
    let line = "--format=zip --version=1.0.0 --basePath=site --include=*.config --outputFormat=Json";
    let printed: Value = serde_json::from_str(&pack(folder.path(), line).stdout).unwrap();
    assert_eq!(
        printed,
        json!({
            "PackageId": "Acme.Web", "Version": "1.0.0", "ReleaseNotes": "",
            "Description": "A deployment package created from files on disk.", "PackageFormat": "Zip",
            "OutputFolder": folder.path().display().to_string(), "Files": ["web.config"],
        })
    );
}
