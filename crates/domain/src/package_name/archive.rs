//! Extensions of package files, and the kind of archive each one stands for (NF-03, NF-05).

use super::PackageNameError;

/// How a package file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArchiveKind {
    /// A zip file with a nuspec and other parts that are not content.
    Nupkg,
    /// A zip file.
    Zip,
    /// A zip file that Java runs.
    Java,
    /// A tar file.
    Tar,
    /// A tar file packed with gzip.
    TarGzip,
    /// A tar file packed with bzip2.
    TarBzip2,
    /// A tar file packed with Zstandard.
    TarZstd,
}

/// Every extension a package file may have, the longer ones first. `None`: taken off a name, but not unpacked.
const EXTENSIONS: [(&str, Option<ArchiveKind>); 17] = [
    (".tar.gz", Some(ArchiveKind::TarGzip)),
    (".tar.bz2", Some(ArchiveKind::TarBzip2)),
    (".tar.zst", Some(ArchiveKind::TarZstd)),
    (".tar.bz", Some(ArchiveKind::TarBzip2)),
    (".tar.Z", Some(ArchiveKind::TarGzip)),
    (".tar.xz", None),
    (".nupkg", Some(ArchiveKind::Nupkg)),
    (".zip", Some(ArchiveKind::Zip)),
    (".tar", Some(ArchiveKind::Tar)),
    (".tgz", Some(ArchiveKind::TarGzip)),
    (".tbz2", Some(ArchiveKind::TarBzip2)),
    (".tbz", Some(ArchiveKind::TarBzip2)),
    (".jar", Some(ArchiveKind::Java)),
    (".war", Some(ArchiveKind::Java)),
    (".ear", Some(ArchiveKind::Java)),
    (".rar", Some(ArchiveKind::Java)),
    (".whl", Some(ArchiveKind::Zip)),
];

impl ArchiveKind {
    /// The kind of archive a file is by its name.
    pub fn of_file_name(file: &str) -> Result<Self, PackageNameError> {
        match find_extension(file) {
            Some((_, _, Some(kind))) => Ok(kind),
            Some((_, extension, None)) => {
                Err(PackageNameError::UnsupportedExtension { extension: extension.to_owned() })
            }
            None => Err(no_extension(file)),
        }
    }
}

/// The name without its extension, and the extension in its usual spelling.
pub fn split_extension(file: &str) -> Option<(&str, &'static str)> {
    find_extension(file).map(|(stem, extension, _)| (stem, extension))
}

fn find_extension(file: &str) -> Option<(&str, &'static str, Option<ArchiveKind>)> {
    EXTENSIONS.iter().find_map(|&(extension, kind)| {
        let at = file.len().checked_sub(extension.len())?;
        let end = file.get(at..)?;
        end.eq_ignore_ascii_case(extension).then(|| (&file[..at], extension, kind))
    })
}

/// Why a name without a known extension is refused. A version at the end of the name is not an extension.
pub(super) fn no_extension(file: &str) -> PackageNameError {
    match file.rfind('.') {
        Some(dot) if !super::upload::names_id_and_version(file) => {
            PackageNameError::UnsupportedExtension { extension: file[dot..].to_owned() }
        }
        _ => PackageNameError::MissingExtension,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_that_the_feed_takes_has_its_extension() {
        for (file, kind) in [
            ("A.1.0.nupkg", ArchiveKind::Nupkg),
            ("A.1.0.zip", ArchiveKind::Zip),
            ("A.1.0.war", ArchiveKind::Java),
            ("A.1.0.tar", ArchiveKind::Tar),
            ("A.1.0.tgz", ArchiveKind::TarGzip),
            ("A.1.0.tar.bz2", ArchiveKind::TarBzip2),
            ("A.1.0.TAR.ZST", ArchiveKind::TarZstd),
        ] {
            assert_eq!(ArchiveKind::of_file_name(file), Ok(kind), "{file}");
        }
    }
}
