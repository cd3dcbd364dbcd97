//! Which kind of archive a package is, by its extension.

/// How the bytes of an archive are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Zip,
    /// A zip with parts that are not content.
    NuGet,
    Tar(Compression),
}

/// How a tar archive is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    None,
    Gzip,
    Bzip2,
    Zstd,
}

impl Kind {
    /// By an extension with its leading dot, ignoring case (versions.md NF-05).
    pub fn from_extension(extension: &str) -> Result<Self, String> {
        Ok(match extension.to_ascii_lowercase().as_str() {
            "" => {
                return Err(
                    "Package is missing file extension. This is needed to select the correct extraction algorithm."
                        .to_owned(),
                );
            }
            ".nupkg" => Self::NuGet,
            ".zip" | ".jar" | ".war" | ".ear" | ".rar" | ".whl" => Self::Zip,
            ".tar" => Self::Tar(Compression::None),
            ".tgz" | ".tar.gz" => Self::Tar(Compression::Gzip),
            ".tbz" | ".tar.bz" | ".tar.bz2" => Self::Tar(Compression::Bzip2),
            ".tar.zst" | ".tar.zstd" | ".tzst" => Self::Tar(Compression::Zstd),
            _ => return Err(format!("Unsupported file extension `{extension}`")),
        })
    }
}
