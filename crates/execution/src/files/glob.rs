//! Patterns for files: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any number of folders (SF-01).

use std::fs;
use std::path::{Path, PathBuf};

/// More alternatives than this are a mistake.
const MOST_ALTERNATIVES: usize = 1000;

/// A pattern, read.
#[derive(Debug, Clone)]
pub(crate) struct Glob {
    /// Each alternative as its segments.
    alternatives: Vec<Vec<Segment>>,
    absolute: bool,
}

#[derive(Debug, Clone)]
enum Segment {
    Folders,
    Name(Vec<Token>),
}

#[derive(Debug, Clone)]
enum Token {
    Literal(char),
    One,
    Many,
    Class { excluded: bool, ranges: Vec<(char, char)> },
}

impl Glob {
    /// Folders may be separated either way.
    pub(crate) fn new(pattern: &str) -> Self {
        let pattern = pattern.trim().replace('\\', "/");
        let mut texts = Vec::new();
        expand(&pattern, &mut texts);
        let alternatives = texts.iter().map(|text| segments(text)).collect();
        Self { alternatives, absolute: pattern.starts_with('/') }
    }

    /// Whether it describes this path, which is relative to where the pattern holds.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        self.alternatives.iter().any(|segments| matches_path(segments, &parts))
    }

    /// Everything below `root` that it describes, sorted; links to folders are not followed by `**`.
    pub(crate) fn find(&self, root: &Path) -> Vec<PathBuf> {
        let root = if self.absolute { Path::new("/") } else { root };
        let mut found = Vec::new();
        for segments in &self.alternatives {
            walk(root, segments, &mut found);
        }
        found.sort();
        found.dedup();
        found
    }
}

/// The files (not folders) that a pattern finds below a folder.
pub(crate) fn find(pattern: &str, root: &Path) -> Vec<PathBuf> {
    let mut found = Glob::new(pattern).find(root);
    found.retain(|path| path.is_file());
    found
}

/// Replaces the first group in braces by each of its parts, and so on.
fn expand(pattern: &str, out: &mut Vec<String>) {
    if out.len() >= MOST_ALTERNATIVES {
        return;
    }
    let Some((before, parts, after)) = group(pattern) else {
        out.push(pattern.to_owned());
        return;
    };
    for part in parts {
        expand(&format!("{before}{part}{after}"), out);
    }
}

fn group(pattern: &str) -> Option<(&str, Vec<&str>, &str)> {
    let open = pattern.find('{')?;
    let mut depth = 0;
    let mut start = open + 1;
    let mut parts = Vec::new();
    for (index, character) in pattern.char_indices().skip_while(|(index, _)| *index < open) {
        match character {
            '{' => depth += 1,
            ',' if depth == 1 => {
                parts.push(&pattern[start..index]);
                start = index + 1;
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    parts.push(&pattern[start..index]);
                    return Some((&pattern[..open], parts, &pattern[index + 1..]));
                }
            }
            _ => {}
        }
    }
    None
}

fn segments(pattern: &str) -> Vec<Segment> {
    let parts = pattern.split('/').filter(|part| !part.is_empty() && *part != ".");
    parts.map(|part| if part == "**" { Segment::Folders } else { Segment::Name(tokens(part)) }).collect()
}

fn tokens(part: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = part.chars();
    while let Some(character) = rest.next() {
        tokens.push(match character {
            '*' => Token::Many,
            '?' => Token::One,
            '[' => match class(rest.as_str()) {
                Some((token, after)) => {
                    rest = after.chars();
                    token
                }
                None => Token::Literal('['),
            },
            other => Token::Literal(other),
        });
    }
    tokens
}

/// Reads `a-z0]` or `!x]`.
fn class(text: &str) -> Option<(Token, &str)> {
    let inner = text.strip_prefix(['!', '^']);
    let excluded = inner.is_some();
    let body = inner.unwrap_or(text);
    let first = body.chars().next()?.len_utf8();
    let end = first + body.get(first..)?.find(']')?;
    let characters: Vec<char> = body[..end].chars().collect();
    let mut ranges = Vec::new();
    let mut index = 0;
    while index < characters.len() {
        if index + 2 < characters.len() && characters[index + 1] == '-' {
            ranges.push((characters[index], characters[index + 2]));
            index += 3;
        } else {
            ranges.push((characters[index], characters[index]));
            index += 1;
        }
    }
    Some((Token::Class { excluded, ranges }, &body[end + 1..]))
}

fn matches_path(segments: &[Segment], parts: &[&str]) -> bool {
    match segments.split_first() {
        None => parts.is_empty(),
        Some((Segment::Folders, rest)) => {
            // At the end it stands for everything below.
            (rest.is_empty() && !parts.is_empty())
                || (0..=parts.len()).any(|skip| !rest.is_empty() && matches_path(rest, &parts[skip..]))
        }
        Some((Segment::Name(tokens), rest)) => {
            parts.split_first().is_some_and(|(part, more)| matches_name(tokens, part) && matches_path(rest, more))
        }
    }
}

/// Linear in the name for each star: only the last star is ever tried again.
fn matches_name(tokens: &[Token], name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let (mut token, mut index) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        if let Some(Token::Many) = tokens.get(token) {
            retry = Some((token + 1, index));
            token += 1;
            continue;
        }
        match (tokens.get(token), name.get(index)) {
            (None, None) => return true,
            (Some(expected), Some(character)) if expected.accepts(*character) => {
                token += 1;
                index += 1;
            }
            _ => match retry {
                Some((after, start)) if start < name.len() => {
                    token = after;
                    index = start + 1;
                    retry = Some((after, start + 1));
                }
                _ => return false,
            },
        }
    }
}

impl Token {
    fn accepts(&self, character: char) -> bool {
        match self {
            Self::Literal(literal) => *literal == character,
            Self::One => true,
            Self::Many => false,
            Self::Class { excluded, ranges } => {
                ranges.iter().any(|(from, to)| (*from..=*to).contains(&character)) != *excluded
            }
        }
    }
}

fn walk(folder: &Path, segments: &[Segment], found: &mut Vec<PathBuf>) {
    match segments.split_first() {
        None => found.push(folder.to_owned()),
        Some((Segment::Name(tokens), rest)) => {
            // A name without wildcards is looked up, not searched for; it may also be `..`.
            let literal: Option<String> =
                tokens.iter().map(|token| if let Token::Literal(one) = token { Some(*one) } else { None }).collect();
            if let Some(name) = literal {
                let path = folder.join(name);
                if path.symlink_metadata().is_ok() {
                    walk(&path, rest, found);
                }
                return;
            }
            for (name, path) in children(folder) {
                if matches_name(tokens, &name) {
                    walk(&path, rest, found);
                }
            }
        }
        Some((Segment::Folders, rest)) => {
            if !rest.is_empty() {
                walk(folder, rest, found);
            }
            for (_, path) in children(folder) {
                let is_folder = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
                if rest.is_empty() {
                    found.push(path.clone());
                }
                if is_folder {
                    walk(&path, segments, found);
                }
            }
        }
    }
}

/// A folder that cannot be listed has nothing to be found.
fn children(folder: &Path) -> Vec<(String, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn patterns_describe_paths() {
        for (pattern, path, expected) in [
            ("*.config", "web.config", true),
            ("*.config", "a/web.config", false),
            ("**/*.config", "web.config", true),
            ("**/*.config", "a/b/web.config", true),
            ("a\\**\\x.{json,xml}", "a/b/c/x.xml", true),
            ("a/**", "a/b/c", true),
            ("a/**", "a", false),
            ("{a,b{c,d}}.txt", "bd.txt", true),
            ("{a,b}.txt", "ab.txt", false),
            ("v[0-9].[!x]", "v7.y", true),
            ("v[0-9].[!x]", "v7.x", false),
            ("a?c*e", "abcdde", true),
            ("[x", "[x", true),
            ("{x", "{x", true),
        ] {
            assert_eq!(Glob::new(pattern).matches(path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn finding_agrees_with_matching() {
        let root = tempfile::tempdir().unwrap();
        let names = ["web.config", "a/web.config", "a/b/x.json", "a/b/y.json", "c.json"];
        for name in names {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        for pattern in ["**/*.json", "*.{json,config}", "a/**", "a/b/x.json", "**", "a/*/?.json", "none/*"] {
            let glob = Glob::new(pattern);
            let found: Vec<String> = find(pattern, root.path())
                .iter()
                .map(|path| path.strip_prefix(root.path()).unwrap().display().to_string())
                .collect();
            let mut expected: Vec<&str> = names.into_iter().filter(|name| glob.matches(name)).collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn any_pattern_can_be_read_and_tried(pattern in "[a*?\\[\\]{},/!-]{0,16}", path in "[ab/]{0,16}") {
            Glob::new(&pattern).matches(&path);
        }
    }
}
