//! JSON files (SG-04). The reader is lenient, as configuration files have comments and trailing commas.

use std::collections::HashMap;
use std::fmt::Write as _;

use octostache::Variables;

use super::{Change, FormatError, error_at, settings};

/// Deeper files are made to exhaust the stack.
const DEEPEST: usize = 256;

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Null,
    Boolean(bool),
    /// As written.
    Number(String),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

pub(super) fn replace(text: &str, variables: &Variables) -> Result<Change, FormatError> {
    let mut root = read(text)?;
    let mut change = Change::default();
    let mut index = index(&root);
    for setting in settings(variables, true) {
        let Some(place) = index.get(&setting.name.to_lowercase()) else { continue };
        let old = root.at_mut(place);
        let structure = matches!(old, Value::List(_) | Value::Object(_));
        match old.replacement(setting.value()) {
            Ok(new) => {
                *old = new;
                change.names.push(setting.name.to_owned());
                if structure {
                    index = self::index(&root);
                }
            }
            Err(error) => change.warnings.push(format!(
                "The variable '{}' would replace an object or a list, but its value is no JSON; the file keeps its own: {error}",
                setting.name
            )),
        }
    }
    root.print(0, &mut change.text);
    Ok(change)
}

/// The paths of all scalars and their texts, in the order of the file.
pub fn paths(text: &str) -> Result<Vec<(String, String)>, FormatError> {
    let root = read(text)?;
    let mut found = Vec::new();
    root.walk(&mut Vec::new(), "", &mut |_, path, value| {
        if !matches!(value, Value::List(_) | Value::Object(_)) {
            found.push((path.to_owned(), value.scalar_text()));
        }
    });
    Ok(found)
}

/// Where each path leads, ignoring case; of two that are alike the later one.
fn index(root: &Value) -> HashMap<String, Vec<usize>> {
    let mut index = HashMap::new();
    root.walk(&mut Vec::new(), "", &mut |place, path, _| {
        if !path.is_empty() {
            index.insert(path.to_lowercase(), place.to_vec());
        }
    });
    index
}

impl Value {
    fn walk<'a>(&'a self, place: &mut Vec<usize>, path: &str, see: &mut dyn FnMut(&[usize], &str, &'a Self)) {
        see(place, path, self);
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}:{key}") };
        let children: Vec<(String, &Self)> = match self {
            Self::List(items) => {
                items.iter().enumerate().map(|(index, item)| (below(&index.to_string()), item)).collect()
            }
            Self::Object(members) => members.iter().map(|(key, member)| (below(key), member)).collect(),
            Self::Null | Self::Boolean(_) | Self::Number(_) | Self::Text(_) => return,
        };
        for (index, (path, child)) in children.into_iter().enumerate() {
            place.push(index);
            child.walk(place, &path, see);
            place.pop();
        }
    }

    fn at_mut(&mut self, place: &[usize]) -> &mut Self {
        let Some((first, rest)) = place.split_first() else { return self };
        match self {
            Self::List(items) => items[*first].at_mut(rest),
            Self::Object(members) => members[*first].1.at_mut(rest),
            Self::Null | Self::Boolean(_) | Self::Number(_) | Self::Text(_) => {
                unreachable!("the index was made of this tree")
            }
        }
    }

    /// What takes the place of this value.
    fn replacement(&self, new: Option<String>) -> Result<Self, FormatError> {
        let Some(new) = new else { return Ok(Self::Null) };
        Ok(match self {
            Self::List(_) | Self::Object(_) => return read(&new),
            Self::Number(_) => number(&new).map_or(Self::Text(new), Self::Number),
            Self::Boolean(_) if new.trim().eq_ignore_ascii_case("true") => Self::Boolean(true),
            Self::Boolean(_) if new.trim().eq_ignore_ascii_case("false") => Self::Boolean(false),
            Self::Boolean(_) | Self::Text(_) | Self::Null => Self::Text(new),
        })
    }

    fn scalar_text(&self) -> String {
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Number(text) | Self::Text(text) => text.clone(),
            Self::Null | Self::List(_) | Self::Object(_) => String::new(),
        }
    }

    fn print(&self, depth: usize, out: &mut String) {
        let line = |depth: usize, out: &mut String| {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        };
        match self {
            Self::Null => out.push_str("null"),
            Self::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(text) => out.push_str(text),
            Self::Text(text) => quote(text, out),
            Self::List(items) if items.is_empty() => out.push_str("[]"),
            Self::Object(members) if members.is_empty() => out.push_str("{}"),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    line(depth + 1, out);
                    item.print(depth + 1, out);
                }
                line(depth, out);
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (key, member)) in members.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    line(depth + 1, out);
                    quote(key, out);
                    out.push_str(": ");
                    member.print(depth + 1, out);
                }
                line(depth, out);
                out.push('}');
            }
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                write!(out, "\\u{:04x}", u32::from(character)).expect("a string takes everything");
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// A number as it is written: an integer as it is, anything else as a decimal without exponent.
fn number(text: &str) -> Option<String> {
    let text = text.trim();
    if let Ok(integer) = text.parse::<i64>() {
        return Some(integer.to_string());
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|value| value.abs() <= 28)?),
        None => (text, 0),
    };
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    // As many digits as a decimal of the original has.
    if whole.len() + fraction.len() == 0
        || whole.len() + fraction.len() > 28
        || !all_digits(whole)
        || !all_digits(fraction)
    {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    let point = i64::try_from(whole.len()).ok()? + i64::from(exponent);
    let (whole, fraction) = if point <= 0 {
        ("0".to_owned(), "0".repeat(usize::try_from(-point).ok()?) + &digits)
    } else {
        let point = usize::try_from(point).ok()?;
        if point >= digits.len() {
            (digits.clone() + &"0".repeat(point - digits.len()), String::new())
        } else {
            (digits[..point].to_owned(), digits[point..].to_owned())
        }
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if fraction.is_empty() { "0" } else { &fraction };
    Some(format!("{sign}{whole}.{fraction}"))
}

fn read(text: &str) -> Result<Value, FormatError> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.blank()?;
    if reader.at < text.len() { Err(reader.error("there is more after the end of the document")) } else { Ok(value) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn error(&self, why: &str) -> FormatError {
        error_at(self.text, self.at, why)
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Skips blanks and comments.
    fn blank(&mut self) -> Result<(), FormatError> {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").ok_or_else(|| self.error("a comment is not closed"))? + 2;
            } else {
                return Ok(());
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, FormatError> {
        if depth > DEEPEST {
            return Err(self.error("the document is nested too deeply"));
        }
        self.blank()?;
        match self.rest().chars().next() {
            Some('{') => self.object(depth),
            Some('[') => self.list(depth),
            Some('"' | '\'') => self.quoted().map(Value::Text),
            Some('-' | '+' | '.' | '0'..='9') => self.number(),
            Some(_) => match self.word() {
                "true" => Ok(Value::Boolean(true)),
                "false" => Ok(Value::Boolean(false)),
                "null" | "undefined" => Ok(Value::Null),
                word => {
                    self.at -= word.len();
                    Err(self.error("a value is expected here"))
                }
            },
            None => Err(self.error("the document ends where a value is expected")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, FormatError> {
        self.at += 1;
        let mut members: Vec<(String, Value)> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        loop {
            self.blank()?;
            if self.take("}") {
                return Ok(Value::Object(members));
            }
            let key = match self.rest().chars().next() {
                Some('"' | '\'') => self.quoted()?,
                _ => match self.word() {
                    "" => return Err(self.error("a property name is expected here")),
                    word => word.to_owned(),
                },
            };
            self.blank()?;
            if !self.take(":") {
                return Err(self.error("a colon is expected after a property name"));
            }
            let value = self.value(depth + 1)?;
            // Of two with the same name the later value counts, at the place of the first.
            if let Some(&index) = known.get(&key) {
                members[index].1 = value;
            } else {
                known.insert(key.clone(), members.len());
                members.push((key, value));
            }
            self.blank()?;
            if !self.take(",") && !self.rest().starts_with('}') {
                return Err(self.error("a comma or a closing brace is expected here"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, FormatError> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.blank()?;
            if self.take("]") {
                return Ok(Value::List(items));
            }
            items.push(self.value(depth + 1)?);
            self.blank()?;
            if !self.take(",") && !self.rest().starts_with(']') {
                return Err(self.error("a comma or a closing bracket is expected here"));
            }
        }
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end =
            rest.find(|one: char| !(one.is_alphanumeric() || matches!(one, '_' | '$' | '-'))).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn number(&mut self) -> Result<Value, FormatError> {
        let rest = self.rest();
        let end = rest
            .find(|one: char| !(one.is_ascii_alphanumeric() || matches!(one, '-' | '+' | '.')))
            .unwrap_or(rest.len());
        let text = &rest[..end];
        if text.parse::<f64>().is_err() && !text.starts_with("0x") {
            return Err(self.error("a number cannot be read"));
        }
        self.at += end;
        Ok(Value::Number(text.to_owned()))
    }

    fn quoted(&mut self) -> Result<String, FormatError> {
        let start = self.at;
        let quote = self.rest().chars().next().expect("the caller saw a quote");
        self.at += 1;
        let mut units: Vec<u16> = Vec::new();
        loop {
            let Some(character) = self.rest().chars().next() else {
                return Err(error_at(self.text, start, "a text is not closed"));
            };
            self.at += character.len_utf8();
            if character == quote {
                break;
            }
            if character == '\\' {
                units.push(self.escaped()?);
            } else {
                units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
            }
        }
        String::from_utf16(&units).map_err(|_| error_at(self.text, start, "a text holds half a character"))
    }

    /// What stands behind a backslash; half a character when it is written in two.
    fn escaped(&mut self) -> Result<u16, FormatError> {
        let Some(character) = self.rest().chars().next() else { return Err(self.error("a text is not closed")) };
        let unit = match character {
            'n' => '\n' as u16,
            'r' => '\r' as u16,
            't' => '\t' as u16,
            'b' => 8,
            'f' => 12,
            '"' | '\'' | '\\' | '/' => character as u16,
            'u' => {
                let hex = self.rest().get(1..5).and_then(|hex| u16::from_str_radix(hex, 16).ok());
                let unit = hex.ok_or_else(|| self.error("a \\u needs four hexadecimal digits"))?;
                self.at += 4;
                unit
            }
            _ => return Err(self.error("this means nothing behind a backslash")),
        };
        self.at += character.len_utf8();
        Ok(unit)
    }
}
