//! Names: what may be one, and how the names of properties become names in a document.

/// Whether a name may begin with this character.
pub(crate) fn starts_name(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

/// Whether a name may go on with this character.
pub(crate) fn continues_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}

/// A name that can be written: every other character becomes `_`, and one is put in front of a digit.
pub(crate) fn writable(name: &str) -> String {
    let kept = |character| if continues_name(character) { character } else { '_' };
    let mut written: String = name.chars().map(kept).collect();
    if !written.starts_with(starts_name) {
        written.insert(0, '_');
    }
    written
}

/// The name of a property in a document: `ScriptBody` becomes `script_body`.
///
/// An underscore goes where a word begins; capitals in a row are one word, except for the last one before a small letter.
pub fn snake_case(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut written = String::with_capacity(name.len() + 4);
    for (place, &character) in characters.iter().enumerate() {
        if character.is_whitespace() {
            written.push('_');
            continue;
        }
        if character.is_uppercase() && place > 0 {
            let previous = characters[place - 1];
            let before_small = characters.get(place + 1).is_some_and(|next| next.is_lowercase());
            let word_ends = previous.is_lowercase() || previous.is_numeric();
            if word_ends || (previous.is_uppercase() && before_small) {
                written.push('_');
            }
        }
        written.extend(character.to_lowercase());
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn property_names_become_snake_case() {
        for (name, expected) in [
            ("ScriptBody", "script_body"),
            ("scriptBody", "script_body"),
            ("Run On Server", "run_on_server"),
            ("already_snake", "already_snake"),
            ("IPAddress", "ip_address"),
            ("TargetIP", "target_ip"),
            ("Step2Name", "step2_name"),
            ("", ""),
        ] {
            assert_eq!(snake_case(name), expected);
        }
    }

    #[test]
    fn names_that_cannot_be_written_are_mended() {
        for (name, expected) in [("0a", "_0a"), ("a b", "a_b"), ("-a", "_-a"), ("", "_"), ("ok-1", "ok-1")] {
            assert_eq!(writable(name), expected);
        }
    }
}
