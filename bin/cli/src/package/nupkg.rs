//! NuGet packages: the files, the manifest, and the three parts the container format wants.

use std::collections::BTreeSet;

use super::files::PackedFile;
use super::{Manifest, PackageWriter};
use crate::client::encode;
use crate::failure::Failure;

/// Writes the files and what makes them a NuGet package.
pub(crate) fn write_nupkg(
    mut writer: PackageWriter<'_>,
    files: &[PackedFile],
    manifest: &Manifest,
) -> Result<(), Failure> {
    let nuspec = format!("{}.nuspec", manifest.id);
    let core_properties = "package/services/metadata/core-properties/core.psmdcp";
    writer.add_text("_rels/.rels", &relations(&nuspec, core_properties))?;
    writer.add_text(&nuspec, &manifest.nuspec())?;
    let packed: Vec<&PackedFile> = files.iter().filter(|file| !writer.is_own_file(&file.source)).collect();
    for file in &packed {
        // Names inside are those of URIs.
        let path: Vec<String> = file.path.split('/').map(encode).collect();
        writer.add_file(file, &path.join("/"))?;
    }
    writer.add_text("[Content_Types].xml", &content_types(&packed))?;
    writer.add_text(core_properties, &manifest.core_properties())?;
    writer.finish()
}

fn relations(nuspec: &str, core_properties: &str) -> String {
    let manifest_type = "http://schemas.microsoft.com/packaging/2010/07/manifest";
    let properties_type = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let nuspec = encode(nuspec);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\n\
         \x20 <Relationship Type=\"{manifest_type}\" Target=\"/{nuspec}\" Id=\"R1\" />\n\
         \x20 <Relationship Type=\"{properties_type}\" Target=\"/{core_properties}\" Id=\"R2\" />\n\
         </Relationships>\n"
    )
}

/// A type for each extension, and one for each file without any.
fn content_types(files: &[&PackedFile]) -> String {
    let mut lines = BTreeSet::new();
    for file in files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let line = match name.rsplit_once('.') {
            Some((_, extension)) if !extension.is_empty() => {
                let extension = encode(&extension.to_lowercase());
                if matches!(extension.as_str(), "rels" | "nuspec" | "psmdcp") {
                    continue;
                }
                format!("  <Default Extension=\"{extension}\" ContentType=\"application/octet\" />\n")
            }
            Some(_) | None => {
                let path: Vec<String> = file.path.split('/').map(encode).collect();
                format!("  <Override PartName=\"/{}\" ContentType=\"application/octet\" />\n", path.join("/"))
            }
        };
        lines.insert(line);
    }
    let lines: String = lines.into_iter().collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\n\
         \x20 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\" />\n\
         \x20 <Default Extension=\"nuspec\" ContentType=\"application/octet\" />\n\
         \x20 <Default Extension=\"psmdcp\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\" />\n\
         {lines}</Types>\n"
    )
}
