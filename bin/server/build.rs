//! Embeds the portal: every file of `web/dist` becomes an entry of one table. Without a built portal the table is
//! empty and the server says so on its page.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "cargo tells build scripts by variables")]
    let (root, out) = (env::var("CARGO_MANIFEST_DIR"), env::var("OUT_DIR"));
    let (Ok(root), Ok(out)) = (root, out) else { return Err(io::Error::other("not started by cargo")) };
    let dist = Path::new(&root).join("../../web/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let mut table = String::from("pub(crate) const FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in files(&dist, "")? {
        let path = path.canonicalize()?;
        writeln!(table, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    fs::write(Path::new(&out).join("portal_files.rs"), table)
}

/// Every file below a folder, by its path from there, in a fixed order.
fn files(folder: &Path, prefix: &str) -> io::Result<Vec<(String, PathBuf)>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut found = Vec::new();
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path(), &format!("{name}/"))?);
        } else {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}
