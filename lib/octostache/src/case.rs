//! Upper and lower case, character by character, so that lengths never change: `ß` stays what it is.

/// The form in which names are compared (VM-01).
pub(crate) fn fold(name: &str) -> String {
    // Nearly all names are, and this is the most frequent thing to be done with them.
    if name.is_ascii() { name.to_ascii_uppercase() } else { upper(name) }
}

pub(crate) fn upper(text: &str) -> String {
    text.chars().map(|character| single(character, character.to_uppercase())).collect()
}

pub(crate) fn lower(text: &str) -> String {
    text.chars().map(|character| single(character, character.to_lowercase())).collect()
}

fn single(character: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(single), None) => single,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::{lower, upper};

    #[test]
    fn characters_keep_their_number() {
        assert_eq!(upper("straße é ŉ"), "STRAßE É ŉ");
        assert_eq!(lower("ÉÀ ΟΔΟΣ İ"), "éà οδοσ İ");
    }
}
