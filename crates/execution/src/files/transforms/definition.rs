//! Which transforms are for which files: by a name in between, or as `transform => target`.
//!
//! Names compare ignoring case, for packages are made on systems where it does not matter.

use std::fs;
use std::path::{Path, PathBuf};

use crate::files::Glob;

/// One entry of the list of transforms.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    /// `Release`: `X.Release.config` is for `X.config`.
    Named(String),
    Pair {
        transform: Pattern,
        target: Pattern,
    },
}

/// A file's name with the folder that it lies in.
#[derive(Debug, Clone)]
struct Pattern {
    /// Without a slash at its end; empty for none.
    folder: String,
    /// Without `*` at its beginning, if it had one.
    name: String,
    is_wildcard: bool,
}

impl Definition {
    pub(super) fn by_name(name: &str) -> Self {
        Self { text: name.to_owned(), kind: Kind::Named(name.to_owned()) }
    }

    /// As it stands in the list of the project.
    pub(super) fn read(text: &str) -> Option<Self> {
        let Some((transform, target)) = text.split_once("=>") else { return Some(Self::by_name(text)) };
        let pattern = |text: &str| {
            let text = text.trim().replace('\\', "/");
            let (folder, name) = text.rsplit_once('/').unwrap_or(("", &text));
            let is_wildcard = name.starts_with("*.");
            let name = name.strip_prefix('*').filter(|_| is_wildcard).unwrap_or(name).to_owned();
            let folder = if folder.is_empty() && text.starts_with('/') { "/" } else { folder };
            (!name.is_empty()).then(|| Pattern { folder: folder.to_owned(), name, is_wildcard })
        };
        let kind = Kind::Pair { transform: pattern(transform)?, target: pattern(target)? };
        Some(Self { text: text.to_owned(), kind })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it names files, so that somebody may wonder why nothing was done.
    pub(super) fn is_explicit(&self) -> bool {
        matches!(self.kind, Kind::Pair { .. })
    }

    /// Whether a file of this name can be a target.
    pub(super) fn may_be_for(&self, name: &str) -> bool {
        match &self.kind {
            Kind::Named(_) => ends_with(name, ".config"),
            Kind::Pair { target, .. } => target.describes(name),
        }
    }

    /// The transforms that are there for a file below `root`, in order.
    pub(super) fn transforms_of(&self, file: &Path, root: &Path) -> Vec<PathBuf> {
        let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return Vec::new() };
        let Some(folder) = file.parent() else { return Vec::new() };
        let mut found = match &self.kind {
            Kind::Named(between) if between.contains(['/', '\\']) || !ends_with(name, ".config") => Vec::new(),
            Kind::Named(between) => {
                let stem = &name[..name.len() - ".config".len()];
                in_folder(folder, &[format!("{stem}.{between}.config"), format!("{stem}.{between}")])
            }
            Kind::Pair { transform, target } => {
                if !target.describes(name) {
                    return Vec::new();
                }
                let Some(base) = target.base(folder, root) else { return Vec::new() };
                transform.found_from(&base, name, target)
            }
        };
        found.retain(|path| path != file);
        found
    }
}

impl Pattern {
    fn describes(&self, name: &str) -> bool {
        if self.is_wildcard { ends_with(name, &self.name) } else { name.eq_ignore_ascii_case(&self.name) }
    }

    /// The folder that a target's own folder is counted from; nothing if the file lies elsewhere.
    fn base(&self, folder: &Path, root: &Path) -> Option<PathBuf> {
        if let Some(below) = self.folder.strip_prefix("./").or((self.folder == ".").then_some("")) {
            return (folder == root.join(below)).then(|| root.to_owned());
        }
        let mut base = folder.to_owned();
        for part in self.folder.split('/').filter(|part| !part.is_empty()).rev() {
            let own = base.file_name()?.to_str()?;
            if !own.eq_ignore_ascii_case(part) || base == root {
                return None;
            }
            base.pop();
        }
        Some(base)
    }

    /// The transforms for a target called `name`.
    fn found_from(&self, base: &Path, name: &str, target: &Self) -> Vec<PathBuf> {
        let folder = if self.folder.is_empty() { base.to_owned() } else { base.join(&self.folder) };
        if self.is_wildcard && target.is_wildcard {
            let stem = &name[..name.len() - target.name.len()];
            return in_folder(&folder, &[format!("{stem}{}", self.name)]);
        }
        if !self.is_wildcard && !self.name.contains(['*', '?', '[', '{']) {
            return in_folder(&folder, &[self.name.clone(), format!("{}.config", self.name)]);
        }
        let glob = Glob::new(&format!("{}{}", if self.is_wildcard { "*" } else { "" }, self.name).to_lowercase());
        let mut found = names(&folder);
        found.retain(|name| glob.matches(&name.to_lowercase()));
        found.iter().map(|name| folder.join(name)).collect()
    }
}

/// The first of some names that is there; in its own spelling if it is there in several.
fn in_folder(folder: &Path, wanted: &[String]) -> Vec<PathBuf> {
    let there = names(folder);
    let found = wanted.iter().find_map(|wanted| {
        let exact = there.iter().find(|name| *name == wanted);
        exact.or_else(|| there.iter().find(|name| name.to_lowercase() == wanted.to_lowercase()))
    });
    found.map(|name| folder.join(name)).into_iter().collect()
}

/// The files in a folder, sorted; none where there is no folder.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

fn ends_with(name: &str, end: &str) -> bool {
    let start = name.len().checked_sub(end.len());
    start.and_then(|start| name.get(start..)).is_some_and(|own| own.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::find_files;

    /// Which transforms are for which files, of a folder that holds `files`.
    #[track_caller]
    fn check(definition: &str, files: &[&str], expected: &[(&str, &str)]) {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("package");
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let text = definition.replace("{outside}", &outer.path().join("outside").display().to_string());
        fs::create_dir(outer.path().join("outside")).unwrap();
        for name in ["web.my.config", "app.my.config"] {
            fs::write(outer.path().join("outside").join(name), "").unwrap();
        }
        let definition = Definition::read(&text).unwrap();
        let mut got = Vec::new();
        for file in find_files("**/*", &root) {
            if definition.may_be_for(file.file_name().unwrap().to_str().unwrap()) {
                for with in definition.transforms_of(&file, &root) {
                    let short = |path: &Path| {
                        let path = path.strip_prefix(&root).or_else(|_| path.strip_prefix(outer.path())).unwrap();
                        path.display().to_string().replace("./", "")
                    };
                    got.push((short(&with), short(&file)));
                }
            }
        }
        let expected: Vec<(String, String)> =
            expected.iter().map(|(with, file)| ((*with).to_owned(), (*file).to_owned())).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_name_stands_between_the_name_of_a_file_and_its_extension() {
        let files = ["Web.config", "web.release.config", "sub/app.exe.config", "sub/app.exe.Release.config", "x.xml"];
        let expected = [("web.release.config", "Web.config"), ("sub/app.exe.Release.config", "sub/app.exe.config")];
        check("Release", &files, &expected);
        check("Prod/EU", &["web.config", "web.Prod/EU.config"], &[]);
    }

    #[test]
    fn a_transform_is_for_a_file_beside_it_or_in_another_folder() {
        let beside = [("web.my.config", "web.config")];
        check("web.my.config => web.config", &["web.config", "web.my.config"], &beside);
        check("web.my => web.config", &["web.config", "web.my.config"], &beside);
        check(
            "web.my.config => config\\web.config",
            &["config/web.config", "web.my.config", "web.config"],
            &[("web.my.config", "config/web.config")],
        );
        check(
            "transforms\\web.my.config => web.config",
            &["web.config", "transforms/web.my.config"],
            &[("transforms/web.my.config", "web.config")],
        );
        check(
            "transforms/web.my.config => config/web.config",
            &["config/web.config", "transforms/web.my.config"],
            &[("transforms/web.my.config", "config/web.config")],
        );
        check(
            "crossdomainpolicy.foo.xml => crossdomainpolicy.xml",
            &["sub/crossdomainpolicy.xml", "sub/crossdomainpolicy.foo.xml"],
            &[("sub/crossdomainpolicy.foo.xml", "sub/crossdomainpolicy.xml")],
        );
    }

    #[test]
    fn a_transform_may_lie_outside_of_the_package() {
        let files = ["web.config", "sub/web.config"];
        let outside = "outside/web.my.config";
        check("{outside}/web.my.config => web.config", &files, &[(outside, "sub/web.config"), (outside, "web.config")]);
        check("{outside}/web.my.config => ./web.config", &files, &[(outside, "web.config")]);
        check("{outside}/web.my.config => ./sub/web.config", &files, &[(outside, "sub/web.config")]);
        check("{outside}/*.my.config => *.config", &["app.config"], &[("outside/app.my.config", "app.config")]);
        check(
            "{outside}/*.my.config => web.config",
            &["web.config"],
            &[("outside/app.my.config", "web.config"), (outside, "web.config")],
        );
    }

    #[test]
    fn wildcards_pair_by_name_where_both_sides_have_one() {
        let files = ["app.config", "app.my.config", "web.config", "web.my.config"];
        check("*.my.config => *.config", &files, &[("app.my.config", "app.config"), ("web.my.config", "web.config")]);
        check("*.my.config => web.config", &files, &[("app.my.config", "web.config"), ("web.my.config", "web.config")]);
        check("*.my => web.config", &["web.config", "x.my", "y.my.config"], &[("x.my", "web.config")]);
        check(
            "web.*.config => web.config",
            &["web.config", "web.b.config", "web.a.config"],
            &[("web.a.config", "web.config"), ("web.b.config", "web.config")],
        );
        check("c.my.config => *.config", &["app.config", "c.my.config"], &[("c.my.config", "app.config")]);
        check(
            "t/*.my.config => config/*.config",
            &["config/web.config", "t/web.my.config", "t/other.my.config"],
            &[("t/web.my.config", "config/web.config")],
        );
        check("*.foo.xml => *.xml", &["policy.xml", "policy.foo.xml"], &[("policy.foo.xml", "policy.xml")]);
    }

    #[test]
    fn a_definition_has_two_sides() {
        assert!(Definition::read("=> web.config").is_none() && Definition::read("a.config =>").is_none());
    }
}
