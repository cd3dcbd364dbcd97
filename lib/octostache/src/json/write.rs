//! Compact JSON, as the original prints objects and arrays.

use std::fmt::Write;

use super::Json;
use crate::number::shortest;

pub(super) fn compact(json: &Json) -> String {
    let mut out = String::new();
    value(json, &mut out);
    out
}

/// Recursion is bounded by the depth that the reader accepts.
fn value(json: &Json, out: &mut String) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Integer(digits) => out.push_str(digits),
        Json::Float(number) => float(*number, out),
        Json::Text(content) => text(content, out),
        Json::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                value(item, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (place, (name, member)) in members.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                text(name, out);
                out.push(':');
                value(member, out);
            }
            out.push('}');
        }
    }
}

/// A float stays one when it is read back, so a whole one gets a decimal place.
fn float(number: f64, out: &mut String) {
    let digits = shortest(number);
    if !number.is_finite() {
        text(&digits, out);
        return;
    }
    out.push_str(&digits);
    if !digits.contains(['.', 'E']) {
        out.push_str(".0");
    }
}

fn text(content: &str, out: &mut String) {
    out.push('"');
    for character in content.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\u{0}'..='\u{1f}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                let unit = u32::from(character);
                write!(out, "\\u{unit:04x}").expect("writing to a text does not fail");
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}
