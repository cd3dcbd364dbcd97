//! `Match` and `Replace`.
//!
//! The engine takes time linear in the text whatever the pattern, and so has no look-around and no references back;
//! a pattern with them gives nothing, and the token is echoed.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use regex::{Captures, Regex, RegexBuilder};

use super::{Call, text};
use crate::error::{Error, Limited};

/// Compiled patterns of one evaluation, so that a loop does not compile its pattern at each turn.
#[derive(Default)]
pub(crate) struct Regexes {
    compiled: RefCell<HashMap<String, Option<Regex>>>,
    count: Cell<usize>,
}

/// Enough for `\w{80}`, and small enough that a hostile pattern cannot eat memory.
const SIZE_LIMIT: usize = 4 * 1024 * 1024;

/// How many different patterns one evaluation may use: compiling is what costs most.
const MAX_PATTERNS: usize = 1000;

/// How many patterns are kept; templates that make up patterns as they go start over.
const KEPT: usize = 16;

impl Regexes {
    fn get(&self, pattern: &str) -> Result<Option<Regex>, Error> {
        let mut compiled = self.compiled.borrow_mut();
        if let Some(regex) = compiled.get(pattern) {
            return Ok(regex.clone());
        }
        if self.count.get() >= MAX_PATTERNS {
            return Err(Error::Limit { what: Limited::Patterns, limit: MAX_PATTERNS });
        }
        self.count.set(self.count.get() + 1);
        if compiled.len() >= KEPT {
            compiled.clear();
        }
        let regex =
            RegexBuilder::new(&translate(pattern)).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT).build().ok();
        compiled.insert(pattern.to_owned(), regex.clone());
        Ok(regex)
    }
}

/// A pattern of .NET in the engine's spelling, where the two differ in what people write: a `[` inside a class and
/// a `{` that counts nothing are themselves.
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut characters = pattern.char_indices().peekable();
    let mut class_start = None;
    while let Some((position, character)) = characters.next() {
        match character {
            '\\' => {
                out.push('\\');
                if let Some((_, escaped)) = characters.next() {
                    // `\Z` lets one newline stand behind it; the engine has only the strict form.
                    out.push(if escaped == 'Z' { 'z' } else { escaped });
                }
                continue;
            }
            '[' if class_start.is_none() => {
                class_start = Some(out.len());
                out.push('[');
                if characters.peek().is_some_and(|(_, next)| *next == '^') {
                    characters.next();
                    out.push('^');
                }
                // A bracket directly behind the opening one is itself.
                if characters.peek().is_some_and(|(_, next)| *next == ']') {
                    characters.next();
                    out.push_str("\\]");
                }
                continue;
            }
            ']' => class_start = None,
            '[' | '&' | '~' if class_start.is_some() => out.push('\\'),
            '{' if class_start.is_none() && !is_count(&pattern[position..]) => out.push('\\'),
            _ => {}
        }
        out.push(character);
    }
    out
}

fn is_count(rest: &str) -> bool {
    let Some((inside, _)) = rest[1..].split_once('}') else { return false };
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_digits(least) && is_digits(most)
}

impl Call<'_> {
    pub(super) fn matches(&self, input: &str) -> Result<Option<String>, Error> {
        let [pattern] = self.options else { return Ok(None) };
        Ok(self.regexes.get(pattern)?.map(|regex| text::flag(regex.is_match(input))))
    }

    pub(super) fn replace(&self, input: &str) -> Result<Option<String>, Error> {
        let (pattern, replacement) = match self.options {
            [pattern] => (pattern, ""),
            [pattern, replacement] => (pattern, replacement.as_str()),
            _ => return Ok(None),
        };
        let Some(regex) = self.regexes.get(pattern)? else { return Ok(None) };
        let mut out = String::new();
        let mut end = 0;
        for captures in regex.captures_iter(input) {
            let whole = captures.get_match();
            out.push_str(&input[end..whole.start()]);
            expand(replacement, &captures, input, &mut out);
            end = whole.end();
            self.fits(out.len())?;
        }
        out.push_str(&input[end..]);
        self.fits(out.len())?;
        Ok(Some(out))
    }
}

/// Writes a replacement: `$1`, `${1}`, `${name}`, `$$`, `$&`; what names no group is text.
fn expand(replacement: &str, captures: &Captures<'_>, input: &str, out: &mut String) {
    let mut rest = replacement;
    while let Some(dollar) = rest.find('$') {
        out.push_str(&rest[..dollar]);
        rest = &rest[dollar + 1..];
        if let Some((value, length)) = reference(rest, captures, input) {
            out.push_str(value);
            rest = &rest[length..];
        } else {
            out.push('$');
        }
    }
    out.push_str(rest);
}

/// What stands for a reference behind its `$`, and how long the reference is.
fn reference<'i>(rest: &str, captures: &Captures<'i>, input: &'i str) -> Option<(&'i str, usize)> {
    let whole = captures.get_match();
    match rest.chars().next()? {
        '$' => Some(("$", 1)),
        '&' => Some((whole.as_str(), 1)),
        '`' => Some((&input[..whole.start()], 1)),
        '\'' => Some((&input[whole.end()..], 1)),
        '_' => Some((input, 1)),
        '{' => {
            let name = &rest[1..rest.find('}')?];
            Some((group(name, captures)?, name.len() + 2))
        }
        _ => {
            let digits = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
            // As many digits as name a group.
            (1..=digits.min(3)).rev().find_map(|length| Some((group(&rest[..length], captures)?, length)))
        }
    }
}

fn group<'i>(name: &str, captures: &Captures<'i>) -> Option<&'i str> {
    if let Ok(number) = name.parse::<usize>() {
        // A group that took no part is empty, one that is not there is no reference.
        return (number < captures.len()).then(|| captures.get(number).map_or("", |group| group.as_str()));
    }
    captures.name(name).map(|group| group.as_str())
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[track_caller]
    fn check(pattern: &str, text: &str, matches: bool) {
        let regex = regex::Regex::new(&translate(pattern)).expect(pattern);
        assert_eq!(regex.is_match(text), matches, "{pattern} in {text}");
    }

    #[test]
    fn brackets_and_braces_that_mean_themselves_are_taken_so() {
        check(r"[[]x", "[x", true);
        check(r"[]x]", "]", true);
        check(r"[^]x]", "]x", false);
        check(r"a{b}", "a{b}", true);
        check(r"a{2}", "aa", true);
        check(r"a{,2}", "a{,2}", true);
        check(r"[&&a]", "&", true);
        check(r"a\{2", "a{2", true);
    }
}
