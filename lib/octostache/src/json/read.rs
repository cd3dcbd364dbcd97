//! A lenient JSON reader: bare and single-quoted names, single-quoted texts, comments, trailing commas (VJ-02).

use super::{Json, Members};

/// As deep as the original goes; it bounds the stack.
const MAX_DEPTH: usize = 64;

/// Reads a text that is one JSON value and nothing else.
pub(crate) fn read(text: &str) -> Option<Json> {
    let mut reader = Reader { rest: text, depth: 0 };
    let value = reader.value()?;
    reader.skip()?;
    reader.rest.is_empty().then_some(value)
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn value(&mut self) -> Option<Json> {
        self.skip()?;
        match self.rest.chars().next()? {
            '{' => self.nested(Self::object),
            '[' => self.nested(Self::array),
            '"' | '\'' => self.text().map(Json::Text),
            character if character.is_ascii_digit() || matches!(character, '-' | '.') => self.number(),
            _ => self.word(),
        }
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Option<Json>) -> Option<Json> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Option<Json> {
        self.take('{');
        let mut members = Members::default();
        loop {
            self.skip()?;
            if self.take('}') {
                return Some(Json::Object(members));
            }
            let name = self.name()?;
            self.skip()?;
            if !self.take(':') {
                return None;
            }
            let value = self.value()?;
            members.put(name, value);
            self.skip()?;
            if !self.take(',') && !self.rest.starts_with('}') {
                return None;
            }
        }
    }

    fn array(&mut self) -> Option<Json> {
        self.take('[');
        let mut items = Vec::new();
        loop {
            self.skip()?;
            if self.take(']') {
                return Some(Json::Array(items));
            }
            items.push(self.value()?);
            self.skip()?;
            if !self.take(',') && !self.rest.starts_with(']') {
                return None;
            }
        }
    }

    fn name(&mut self) -> Option<String> {
        if self.rest.starts_with(['"', '\'']) {
            return self.text();
        }
        let name = self.run(|character| character.is_alphanumeric() || matches!(character, '_' | '$'));
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn text(&mut self) -> Option<String> {
        let quote = self.rest.chars().next()?;
        self.rest = &self.rest[1..];
        let mut text = String::new();
        loop {
            let plain = self.rest.find([quote, '\\'])?;
            text.push_str(&self.rest[..plain]);
            let stopped_at_quote = self.rest[plain..].starts_with(quote);
            self.rest = &self.rest[plain + 1..];
            if stopped_at_quote {
                return Some(text);
            }
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let escape = self.rest.chars().next()?;
        self.rest = &self.rest[escape.len_utf8()..];
        Some(match escape {
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'f' => '\u{c}',
            'r' => '\r',
            '\\' | '"' | '\'' | '/' => escape,
            'u' => {
                let unit = self.unit()?;
                let next = self.rest;
                let low = if self.rest.starts_with("\\u") {
                    self.rest = &self.rest[2..];
                    self.unit()
                } else {
                    None
                };
                let pair = low.map(|low| char::decode_utf16([unit, low]).next());
                if let Some(Some(Ok(character))) = pair
                    && (0xD800..0xDC00).contains(&unit)
                {
                    character
                } else {
                    // Half of a pair cannot be kept in a Rust text.
                    self.rest = next;
                    char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
                }
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.rest.get(..4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let unit = if is_hex { u16::from_str_radix(digits, 16).ok()? } else { return None };
        self.rest = &self.rest[4..];
        Some(unit)
    }

    fn number(&mut self) -> Option<Json> {
        if self.rest.starts_with("-Infinity") {
            self.rest = &self.rest["-Infinity".len()..];
            return Some(Json::Float(f64::NEG_INFINITY));
        }
        let text = self.run(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '+' | '.'));
        let digits = text.strip_prefix('-').unwrap_or(text);
        if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
            let number = i64::from_str_radix(hex, 16).ok()?;
            return Some(Json::Integer(if text.starts_with('-') { -number } else { number }.to_string()));
        }
        if digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() {
            // A leading zero means octal to the original.
            let octal = digits.len() > 1 && digits.starts_with('0');
            let digits = if octal { i64::from_str_radix(digits, 8).ok()?.to_string() } else { digits.to_owned() };
            let negative = text.starts_with('-') && digits != "0";
            return Some(Json::Integer(if negative { format!("-{digits}") } else { digits }));
        }
        let is_float = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
        if is_float { text.parse().ok().map(Json::Float) } else { None }
    }

    fn word(&mut self) -> Option<Json> {
        match self.run(char::is_alphanumeric) {
            "true" => Some(Json::Bool(true)),
            "false" => Some(Json::Bool(false)),
            "null" | "undefined" => Some(Json::Null),
            "NaN" => Some(Json::Float(f64::NAN)),
            "Infinity" => Some(Json::Float(f64::INFINITY)),
            _ => None,
        }
    }

    fn run(&mut self, belongs: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|character| !belongs(character)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }

    /// Skips blanks and comments; an unclosed comment is broken JSON.
    fn skip(&mut self) -> Option<()> {
        loop {
            self.rest = self.rest.trim_start();
            if let Some(comment) = self.rest.strip_prefix("//") {
                self.rest = comment.find(['\n', '\r']).map_or("", |end| &comment[end..]);
            } else if let Some(comment) = self.rest.strip_prefix("/*") {
                self.rest = &comment[comment.find("*/")? + 2..];
            } else {
                return Some(());
            }
        }
    }

    fn take(&mut self, character: char) -> bool {
        let rest = self.rest.strip_prefix(character);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}
