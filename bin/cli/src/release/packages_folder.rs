//! `--packagesFolder`: versions taken from the package files that lie there.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use pulpo_domain::package_name::parse_file_name;
use pulpo_domain::versions::Version;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::PackageVersions;
use crate::failure::Failure;

const EXTENSIONS: &[&str] = &[".zip", ".tgz", ".tar.gz", ".tar.z", ".tar.bz2", ".tar.bz", ".tbz", ".tar"];

/// A manifest is a few kilobytes; what is longer is not one.
const LONGEST_MANIFEST: u64 = 1 << 20;

/// Adds the version of every package below the folder; of several versions of a package the highest counts.
pub(crate) fn add_folder(versions: &mut PackageVersions, folder: &Path) -> Result<(), Failure> {
    let read = |error| Failure::file("read the packages folder", folder, &error);
    for entry in std::fs::read_dir(folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        let path = entry.path();
        // The entry's own type: a symbolic link to a folder could lead in a circle.
        if entry.file_type().map_err(read)?.is_dir() {
            add_folder(versions, &path)?;
        } else if let Some((id, version)) = identity(&path) {
            versions.add_found(&id, version);
        }
    }
    Ok(())
}

/// Id and version of a package file; files that are no packages are passed over.
fn identity(path: &Path) -> Option<(String, Version)> {
    let name = path.file_name()?.to_str()?;
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("nupkg")) {
        return read_manifest(path);
    }
    let lower = name.to_lowercase();
    if !EXTENSIONS.iter().any(|extension| lower.ends_with(extension)) {
        return None;
    }
    let package = parse_file_name(name).ok()?;
    Some((package.package_id, package.version))
}

/// NuGet packages say who they are in the `.nuspec` at their root.
fn read_manifest(path: &Path) -> Option<(String, Version)> {
    let mut archive = zip::ZipArchive::new(File::open(path).ok()?).ok()?;
    let manifest = archive
        .file_names()
        .find(|name| !name.contains(['/', '\\']) && name.to_lowercase().ends_with(".nuspec"))?
        .to_owned();
    let mut text = String::new();
    archive.by_name(&manifest).ok()?.take(LONGEST_MANIFEST).read_to_string(&mut text).ok()?;
    let (id, version) = manifest_identity(&text)?;
    Some((id, Version::parse(&version).ok()?))
}

fn manifest_identity(xml: &str) -> Option<(String, String)> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let (mut id, mut version) = (None, None);
    // Only `package/metadata/id` counts: deeper elements may be called the same.
    let mut path: Vec<String> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => path.push(String::from_utf8_lossy(start.local_name().as_ref()).to_lowercase()),
            Event::End(_) => {
                path.pop();
            }
            Event::Text(text) if path.len() == 3 && path[1] == "metadata" => {
                let text = text.decode().ok()?.trim().to_owned();
                match path[2].as_str() {
                    "id" => id = Some(text),
                    "version" => version = Some(text),
                    _ => {}
                }
            }
            Event::Eof => return id.zip(version),
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn archives_tell_by_name_and_nuget_packages_by_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let sub = folder.path().join("sub");
        std::fs::create_dir(&sub).unwrap();
        for name in ["Acme.Web.1.9.0.zip", "Acme.Web.1.10.0.tar.gz", "notes.txt", "nothing.zip"] {
            File::create(sub.join(name)).unwrap();
        }
        let mut archive = zip::ZipWriter::new(File::create(folder.path().join("any.nupkg")).unwrap());
        archive.start_file("Acme.Lib.nuspec", zip::write::SimpleFileOptions::default()).unwrap();
        let manifest = "<package><metadata><id>Acme.Lib</id><version>2.0.0-b</version></metadata></package>";
        archive.write_all(manifest.as_bytes()).unwrap();
        archive.finish().unwrap();

        let mut versions = PackageVersions::default();
        add_folder(&mut versions, folder.path()).unwrap();
        assert_eq!(versions.resolve("", "acme.web", ""), Some("1.10.0"));
        assert_eq!(versions.resolve("", "Acme.Lib", ""), Some("2.0.0-b"));
        assert_eq!(versions.resolve("", "nothing", ""), None);
    }
}
