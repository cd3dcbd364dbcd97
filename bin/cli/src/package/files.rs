//! Which files go into a package: patterns below a base folder.

use std::path::{Path, PathBuf};

use regex::{Regex, RegexBuilder};

use crate::failure::Failure;

/// A file and the path it has inside the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackedFile {
    pub source: PathBuf,
    /// Relative to the base folder, with forward slashes.
    pub path: String,
}

/// Every file below `base` that one of the patterns fits, sorted by path so that the same files make the same package.
pub(crate) fn collect_files(base: &Path, patterns: &[String]) -> Result<Vec<PackedFile>, Failure> {
    let patterns: Vec<Regex> = patterns.iter().map(|pattern| compile(pattern)).collect::<Result<_, _>>()?;
    let mut files = Vec::new();
    walk(base, "", &mut Vec::new(), &mut files)?;
    files.retain(|file| patterns.iter().any(|pattern| pattern.is_match(&file.path)));
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(files)
}

/// Goes through a folder and all below it. Links are followed, but not in circles.
fn walk(folder: &Path, prefix: &str, parents: &mut Vec<PathBuf>, files: &mut Vec<PackedFile>) -> Result<(), Failure> {
    let read = |error| Failure::file("read the folder", folder, &error);
    let real = folder.canonicalize().map_err(read)?;
    if parents.contains(&real) {
        return Ok(());
    }
    parents.push(real);
    for entry in std::fs::read_dir(folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            let name = entry.path();
            return Err(Failure::command(format!("the name of {} is not Unicode, rename it", name.display())));
        };
        let (source, path) = (entry.path(), format!("{prefix}{name}"));
        // A link to nowhere is no file.
        let Ok(metadata) = source.metadata() else { continue };
        if metadata.is_dir() {
            walk(&source, &format!("{path}/"), parents, files)?;
        } else if metadata.is_file() {
            files.push(PackedFile { source, path });
        }
    }
    parents.pop();
    Ok(())
}

/// `*` and `?` stay within a folder, `**` does not; case does not matter; a folder means everything below it.
fn compile(pattern: &str) -> Result<Regex, Failure> {
    let normal = pattern.trim().replace('\\', "/");
    let normal = normal.trim_start_matches("./").trim_start_matches('/');
    let mut rest = if normal.ends_with('/') { format!("{normal}**") } else { normal.to_owned() };
    let mut expression = String::from("^");
    while !rest.is_empty() {
        let (length, meaning) = if rest.starts_with("**/") {
            (3, "(?:[^/]+/)*".to_owned())
        } else if rest.starts_with("**") {
            (2, ".*".to_owned())
        } else if rest.starts_with('*') {
            (1, "[^/]*".to_owned())
        } else if rest.starts_with('?') {
            (1, "[^/]".to_owned())
        } else {
            let end = rest.find(['*', '?']).unwrap_or(rest.len());
            (end, regex::escape(&rest[..end]))
        };
        expression.push_str(&meaning);
        rest.drain(..length);
    }
    expression.push('$');
    RegexBuilder::new(&expression)
        .case_insensitive(true)
        .dot_matches_new_line(true)
        .build()
        .map_err(|_| Failure::command(format!("The pattern '{pattern}' is too long")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, fits: &[&str], not: &[&str]) {
        let compiled = compile(pattern).unwrap();
        for path in fits {
            assert!(compiled.is_match(path), "{pattern} should fit {path}");
        }
        for path in not {
            assert!(!compiled.is_match(path), "{pattern} should not fit {path}");
        }
    }

    #[test]
    fn patterns_stay_in_their_folder_unless_doubled() {
        check("**", &["a", "a/b/c.txt"], &[]);
        check("/bin/*.dll", &["bin/a.dll", "BIN/A.DLL"], &["bin/x/a.dll", "a.dll", "bin/a.dll.bak"]);
        check("**/*.config", &["web.config", "a/b/web.config"], &["web.configs"]);
        check("docs/", &["docs/a", "docs/b/c"], &["docs", "x/docs/a"]);
        check("./file?.(x)", &["file1.(x)"], &["file.(x)", "file12.(x)"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_a_circle_is_followed_once() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("sub")).unwrap();
        std::fs::write(folder.path().join("sub/file"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("sub/again")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("nowhere"), folder.path().join("broken")).unwrap();
        let files = collect_files(folder.path(), &["**".to_owned()]).unwrap();
        assert_eq!(files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["sub/file"]);
    }
}
