//! Java property files (SG-07). Only values change; everything else stays byte for byte.

use std::collections::HashMap;
use std::fmt::Write as _;

use octostache::Variables;

use super::{Change, FormatError, error_at, settings};

/// One entry: where its parts stand in the text.
struct Pair {
    key: String,
    /// From the first byte of the value to its end; empty when there is none.
    value: std::ops::Range<usize>,
    /// There is neither separator nor value.
    bare: bool,
}

pub(super) fn replace(text: &str, variables: &Variables) -> Result<Change, FormatError> {
    let known: HashMap<String, _> =
        settings(variables, false).map(|setting| (setting.name.to_lowercase(), setting)).collect();
    let mut change = Change::default();
    let mut done = 0;
    for pair in read(text)? {
        let Some(setting) = known.get(&pair.key.to_lowercase()) else { continue };
        change.text.push_str(&text[done..pair.value.start]);
        if pair.bare {
            change.text.push(':');
        }
        escape(&setting.value().unwrap_or_default(), &mut change.text);
        change.names.push(setting.name.to_owned());
        done = pair.value.end;
    }
    change.text.push_str(&text[done..]);
    Ok(change)
}

fn read(text: &str) -> Result<Vec<Pair>, FormatError> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = &text[at..];
        let start = at + line.len() - line.trim_start_matches([' ', '\t', '\u{c}', '\r', '\n']).len();
        let Some(first) = text[start..].chars().next() else { break };
        if matches!(first, '#' | '!') {
            at = start + natural_end(&text[start..]);
            continue;
        }
        let key_end = key_end(text, start);
        let value_start = value_start(text, key_end);
        let value_end = value_end(text, value_start);
        let key = unescape(&text[start..key_end])
            .map_err(|offset| error_at(text, start + offset, "a \\u needs four hexadecimal digits"))?;
        pairs.push(Pair { key, value: value_start..value_end, bare: value_start == key_end });
        at = value_end;
    }
    Ok(pairs)
}

/// The length of a line without its end.
fn natural_end(text: &str) -> usize {
    text.find(['\r', '\n']).unwrap_or(text.len())
}

/// The length of a line end and the blanks behind it.
fn continuation(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("\r\n").or_else(|| text.strip_prefix(['\r', '\n']))?;
    Some(text.len() - rest.trim_start_matches([' ', '\t', '\u{c}']).len())
}

fn key_end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(character) = text[at..].chars().next() {
        match character {
            '\\' => at += escaped_length(&text[at..]),
            ':' | '=' | ' ' | '\t' | '\u{c}' | '\r' | '\n' => break,
            other => at += other.len_utf8(),
        }
    }
    at
}

/// A backslash and what it makes special: a character, or a line end.
fn escaped_length(text: &str) -> usize {
    let rest = &text[1..];
    1 + continuation(rest).unwrap_or_else(|| rest.chars().next().map_or(0, char::len_utf8))
}

fn value_start(text: &str, key_end: usize) -> usize {
    let skip = |mut at: usize| {
        loop {
            let rest = &text[at..];
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\u{c}']).len();
            let broken = text[at + blank..].strip_prefix('\\').and_then(continuation);
            match broken {
                Some(length) => at += blank + 1 + length,
                None => return at + blank,
            }
        }
    };
    let at = skip(key_end);
    if text[at..].starts_with([':', '=']) { skip(at + 1) } else { at }
}

fn value_end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(character) = text[at..].chars().next() {
        match character {
            '\\' => at += escaped_length(&text[at..]),
            '\r' | '\n' => break,
            other => at += other.len_utf8(),
        }
    }
    at
}

/// The key that is meant. An error is the place of a bad escape.
fn unescape(raw: &str) -> Result<String, usize> {
    let mut units: Vec<u16> = Vec::new();
    let mut at = 0;
    while let Some(character) = raw[at..].chars().next() {
        if character != '\\' {
            units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
            at += character.len_utf8();
            continue;
        }
        let rest = &raw[at + 1..];
        let mut length = escaped_length(&raw[at..]);
        match rest.chars().next() {
            Some('\r' | '\n') | None => {}
            Some('n') => units.push('\n' as u16),
            Some('r') => units.push('\r' as u16),
            Some('t') => units.push('\t' as u16),
            Some('f') => units.push(12),
            Some('u') => {
                let hex = rest.get(1..5).and_then(|hex| u16::from_str_radix(hex, 16).ok());
                units.push(hex.ok_or(at)?);
                length += 4;
            }
            Some(other) => units.extend_from_slice(other.encode_utf16(&mut [0; 2])),
        }
        at += length;
    }
    Ok(String::from_utf16_lossy(&units))
}

/// As the filter `PropertiesValueEscape` writes it.
fn escape(value: &str, out: &mut String) {
    for (index, character) in value.chars().enumerate() {
        match character {
            ' ' if index == 0 => out.push_str("\\ "),
            '\\' => out.push_str("\\\\"),
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\0'..'\u{ff}' => out.push(character),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").expect("a string takes everything");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn without_variables_nothing_changes(text in "[ab \\\\:=#!\r\n\t\u{e4}]{0,60}") {
            prop_assert_eq!(replace(&text, &Variables::new()).unwrap().text, text);
        }

        #[test]
        fn what_was_set_is_read_again(value in "[ab \\\\:=#!\r\n\t\u{e4}\u{1f600}]{0,20}") {
            let mut variables = Variables::new();
            variables.set("key", value.clone());
            let text = replace("a:b\nkey = old\\\n  more\nc", &variables).unwrap().text;
            let pairs = read(&text).unwrap();
            prop_assert_eq!(pairs.len(), 3);
            prop_assert_eq!(unescape(&text[pairs[1].value.clone()]).unwrap(), value);
        }
    }
}
