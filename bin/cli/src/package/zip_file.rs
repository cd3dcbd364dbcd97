//! Plain zip packages: the files and nothing else.

use super::PackageWriter;
use super::files::PackedFile;
use crate::failure::Failure;

/// Writes the files into the package.
pub(crate) fn write_zip(mut writer: PackageWriter<'_>, files: &[PackedFile]) -> Result<(), Failure> {
    for file in files.iter().filter(|file| !writer.is_own_file(&file.source)).collect::<Vec<_>>() {
        writer.add_file(file, &file.path)?;
    }
    writer.finish()
}
