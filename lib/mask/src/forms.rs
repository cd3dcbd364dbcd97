//! The forms in which a secret may show in a log.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::LONGEST_UNMASKED;

/// The shortest base64 piece that is hidden at an alignment other than the secret's own.
const SHORTEST_SHIFTED: usize = 8;

/// All texts to look for so that `secret` does not show.
pub(super) fn of(secret: &str) -> Vec<Vec<u8>> {
    let unix = secret.replace("\r\n", "\n");
    let mut texts = vec![secret.to_owned()];
    if unix.contains('\n') {
        texts.push(unix.replace('\n', "\r\n"));
        // A secret of several lines is often printed line by line, or shifted by an indentation (VX-04).
        texts.extend(unix.lines().map(|line| line.trim().to_owned()));
        texts.push(unix.trim().to_owned());
        texts.push(unix);
    }
    texts.retain(|text| text.chars().count() > LONGEST_UNMASKED);
    texts.sort();
    texts.dedup();
    let mut forms = Vec::new();
    for text in texts {
        forms.extend([
            percent(&text, true, "%20"),
            percent(&text, false, "%20"),
            percent(&text, true, "+"),
            percent(&text, false, "+"),
        ]);
        forms.extend(json(&text));
        base64(text.as_bytes(), &mut forms);
        forms.push(text.into_bytes());
    }
    forms
}

fn percent(text: &str, upper: bool, blank: &str) -> Vec<u8> {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push_str(blank),
            _ if upper => write!(out, "%{byte:02X}").expect("a string takes everything"),
            _ => write!(out, "%{byte:02x}").expect("a string takes everything"),
        }
    }
    out.into_bytes()
}

/// As JSON writers put it: other characters as they are, or as `\u` escapes.
fn json(text: &str) -> [Vec<u8>; 2] {
    let quoted = serde_json::to_string(text).expect("a text always serialises");
    let plain = &quoted[1..quoted.len() - 1];
    let mut ascii = String::with_capacity(plain.len());
    for character in plain.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(ascii, "\\u{unit:04x}").expect("a string takes everything");
            }
        }
    }
    [plain.as_bytes().to_vec(), ascii.into_bytes()]
}

/// The secret encoded by itself, and the part of it that looks the same inside a longer text, where it may
/// begin at any of three positions of a group (as a password does in `Basic` credentials).
fn base64(secret: &[u8], forms: &mut Vec<Vec<u8>>) {
    for engine in [STANDARD, URL_SAFE] {
        let whole = engine.encode(secret);
        forms.push(whole.trim_end_matches('=').as_bytes().to_vec());
        forms.push(whole.into_bytes());
        for shift in 0..3 {
            let mut shifted = vec![0; shift];
            shifted.extend_from_slice(secret);
            let text = engine.encode(&shifted);
            let first = [0, 2, 3][shift];
            let last = shifted.len() * 8 / 6;
            if last - first.min(last) >= SHORTEST_SHIFTED {
                forms.push(text.as_bytes()[first..last].to_vec());
            }
        }
    }
}
