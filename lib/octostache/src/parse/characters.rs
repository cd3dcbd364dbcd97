//! Which characters make a name (VG-01).

use std::sync::LazyLock;

use regex::Regex;

/// Letters and decimal digits as the original counts them: by Unicode category, and only within the basic plane,
/// because it looks at UTF-16 units.
static LETTER_OR_DIGIT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\p{L}\p{Nd}]$").expect("the pattern is constant and valid"));

/// Whether the character may stand in a name; blanks are looked at separately.
pub(crate) fn is_name(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | ':' | '/' | '~' | '(' | ')' | '@');
    }
    u32::from(character) <= 0xFFFF && LETTER_OR_DIGIT.is_match(character.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn letters_of_any_script_and_decimal_digits_make_names() {
        for character in ['a', 'Z', '0', 'é', '章', '٣', '@', '~'] {
            assert!(is_name(character), "{character}");
        }
        for character in ['.', '[', '|', '!', '"', '#', '½', '❤', '😀'] {
            assert!(!is_name(character), "{character}");
        }
    }
}
