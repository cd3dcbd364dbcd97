//! `pack`: makes a package of files on disk, without any server.

use std::path::{Path, PathBuf};

use pulpo_domain::package_name::is_valid_package_id;
use pulpo_domain::versions::SemverVersion;
use serde_json::json;

use super::{Action, Command};
use crate::arguments::{Group, flag, value};
use crate::context::Context;
use crate::failure::Failure;
use crate::package::{Compression, Manifest, PackageWriter, collect_files, write_nupkg, write_zip};

pub(super) const COMMAND: Command = Command {
    name: "pack",
    aliases: &[],
    summary: "Creates a package (.nupkg or .zip) from files on disk.",
    groups: &[
        Group {
            title: "Basic options",
            options: &[
                value(&["id"], "ID", "Id of the package, for example Acme.Web."),
                value(&["format"], "FORMAT", "NuPkg (default) or Zip."),
                value(&["version"], "VERSION", "Version of the package; made of the present time if left out."),
                value(&["outFolder"], "FOLDER", "Where the package is written; the present folder if left out."),
                value(&["basePath"], "FOLDER", "Folder whose files are packed; the present folder if left out."),
                flag(&["verbose"], "List the files that are packed."),
            ],
        },
        Group {
            title: "Zip packages",
            options: &[value(&["compressionLevel"], "LEVEL", "none, fast or optimal (default).")],
        },
        Group {
            title: "NuGet packages",
            options: &[
                value(&["author"], "NAME", "An author; the present user if left out. May be repeated."),
                value(&["title"], "TEXT", "Title of the package."),
                value(&["description"], "TEXT", "What the package is."),
                value(&["releaseNotes"], "TEXT", "What is new in this version."),
                value(&["releaseNotesFile"], "FILE", "File with what is new in this version."),
            ],
        },
        Group {
            title: "Advanced options",
            options: &[
                value(
                    &["include"],
                    "PATTERN",
                    "Files to pack, relative to the base path: /bin/*.dll or **/*.config. May be repeated; default **.",
                ),
                flag(&["overwrite"], "Replace a package file that is there already."),
            ],
        },
    ],
    action: Action::Local(run),
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    NuPkg,
    Zip,
}

impl Format {
    fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "nupkg" | "nuget" => Some(Self::NuPkg),
            "zip" => Some(Self::Zip),
            _ => None,
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::NuPkg => "nupkg",
            Self::Zip => "zip",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::NuPkg => "Nupkg",
            Self::Zip => "Zip",
        }
    }
}

fn run(context: &Context<'_>) -> Result<(), Failure> {
    let (values, printer) = (&context.values, &context.printer);
    let manifest = manifest(context)?;
    let format = values.parsed("format", "NuPkg or Zip", Format::parse)?.unwrap_or(Format::NuPkg);
    let compression =
        values.parsed("compressionLevel", "none, fast or optimal", Compression::parse)?.unwrap_or(Compression::Optimal);
    let folder = |key: &str| values.text(key).map_or_else(|| context.folder.to_owned(), |text| context.path(text));
    let (base, out) = (folder("basePath"), folder("outFolder"));
    let mut includes: Vec<String> =
        values.all("include").iter().filter(|pattern| !pattern.trim().is_empty()).cloned().collect();
    if includes.is_empty() {
        includes.push("**".to_owned());
    }

    printer.information(&format!("Packing {} version {}...", manifest.id, manifest.version));
    let files = collect_files(&base, &includes)?;
    if values.flag("verbose") {
        for file in &files {
            printer.information(&format!("Added file: {}", file.path));
        }
    }
    if files.is_empty() {
        let patterns = includes.join("', '");
        return Err(Failure::command(format!(
            "There is nothing to pack: no file in {} fits '{patterns}'",
            base.display()
        )));
    }
    let target = target(&out, &manifest, format, values.flag("overwrite"))?;
    printer.information(&format!("Saving {} to {}...", file_name(&manifest, format), out.display()));
    let writer = PackageWriter::create(&target, compression, context.time_zone)?;
    match format {
        Format::NuPkg => write_nupkg(writer, &files, &manifest)?,
        Format::Zip => write_zip(writer, &files)?,
    }
    printer.information("Done.");
    if context.wants_json() {
        printer.json(&json!({
            "PackageId": manifest.id,
            "Version": manifest.version,
            "ReleaseNotes": manifest.release_notes.unwrap_or_default(),
            "Description": manifest.description,
            "PackageFormat": format.name(),
            "OutputFolder": out.display().to_string(),
            "Files": files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        }));
    }
    Ok(())
}

fn manifest(context: &Context<'_>) -> Result<Manifest, Failure> {
    let values = &context.values;
    let id = values.text("id").ok_or_else(|| Failure::command("An ID is required"))?;
    // The id becomes part of a file name: nothing in it may lead to another folder.
    if !is_valid_package_id(id) {
        return Err(Failure::command(format!(
            "The package id '{id}' is not valid: use letters, digits and, between them, dots, dashes or underscores"
        )));
    }
    let version = match values.text("version") {
        Some(text) => {
            SemverVersion::parse(text)
                .map_err(|error| Failure::command(format!("The version is not valid: {error}")))?;
            text.trim().to_owned()
        }
        None => version_of_now(context),
    };
    let mut authors: Vec<String> =
        values.all("author").iter().filter(|author| !author.trim().is_empty()).cloned().collect();
    if authors.is_empty() {
        let variable = |names: &[&str]| names.iter().find_map(|name| context.environment.get(name)).unwrap_or_default();
        let (user, domain) = (variable(&["USERNAME", "USER"]), variable(&["USERDOMAIN", "HOSTNAME"]));
        authors.push(format!("{user}@{domain}"));
    }
    let description = values.text("description").unwrap_or("A deployment package created from files on disk.");
    Ok(Manifest {
        id: id.to_owned(),
        version,
        authors,
        description: description.to_owned(),
        title: values.text("title").map(str::to_owned),
        release_notes: release_notes(context)?,
    })
}

/// The notes of the file, then those of the option.
fn release_notes(context: &Context<'_>) -> Result<Option<String>, Failure> {
    let from_option = context.values.text("releaseNotes").map(str::to_owned);
    let Some(file) = context.values.text("releaseNotesFile") else { return Ok(from_option) };
    if !context.path(file).is_file() {
        context.printer.warning(&format!("The release notes file '{file}' could not be found"));
        return Ok(from_option);
    }
    let from_file = context.read_file(file)?;
    Ok(Some(match from_option {
        Some(text) => format!("{from_file}\n{text}"),
        None => from_file,
    }))
}

/// The date, and the time of day as one number: `2024.8.21.161746`.
fn version_of_now(context: &Context<'_>) -> String {
    let now = context.clock.now().to_zoned(context.time_zone.clone());
    let time = i32::from(now.hour()) * 10_000 + i32::from(now.minute()) * 100 + i32::from(now.second());
    format!("{}.{}.{}.{time}", now.year(), now.month(), now.day())
}

fn file_name(manifest: &Manifest, format: Format) -> String {
    format!("{}.{}.{}", manifest.id, manifest.version, format.extension())
}

fn target(out: &Path, manifest: &Manifest, format: Format, overwrite: bool) -> Result<PathBuf, Failure> {
    std::fs::create_dir_all(out).map_err(|error| Failure::file("create the folder", out, &error))?;
    let target = out.join(file_name(manifest, format));
    if target.exists() && !overwrite {
        return Err(Failure::command(format!(
            "The package file already exists and --overwrite was not specified: {}",
            target.display()
        )));
    }
    Ok(target)
}
