//! What stands between the brackets of a message, read like the start tag of an XML element.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use super::ServiceMessage;

/// Writers differ in how they leave the unused bits of the last character.
const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

/// Reads `name a='base64' b="base64"`; nothing when it is not of that form.
pub(super) fn read(text: &str) -> Option<ServiceMessage> {
    let text = text.trim();
    let name_end = text.find(|character: char| character.is_ascii_whitespace()).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(name_end);
    if !is_name(name) {
        return None;
    }
    let mut attributes: Vec<(String, String)> = Vec::new();
    loop {
        let trimmed = rest.trim_start();
        if trimmed.is_empty() {
            return Some(ServiceMessage { name: name.to_owned(), attributes });
        }
        // Attributes are set apart by blanks.
        if trimmed.len() == rest.len() {
            return None;
        }
        let (key, after) = trimmed.split_once('=')?;
        let key = key.trim_end();
        if !is_name(key) || attributes.iter().any(|(known, _)| known == key) {
            return None;
        }
        let after = after.trim_start();
        let quote = after.chars().next().filter(|character| matches!(character, '\'' | '"'))?;
        let (encoded, behind) = after[1..].split_once(quote)?;
        attributes.push((key.to_owned(), decode(encoded)?));
        rest = behind;
    }
}

fn decode(encoded: &str) -> Option<String> {
    let compact: String = encoded.chars().filter(|character| !character.is_ascii_whitespace()).collect();
    let compact = compact.replace("&#43;", "+").replace("&#47;", "/").replace("&#61;", "=");
    let bytes = LENIENT.decode(compact).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || matches!(first, '_' | ':'))
        && characters.all(|character| character.is_alphanumeric() || matches!(character, '_' | ':' | '-' | '.'))
}
