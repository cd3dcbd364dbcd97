//! Escaping of what cannot stand in a file's name (NF-06).

/// The characters that are written as `%XX`.
const ESCAPED: &str = "%<>:\"/\\|?@";

/// Writes each character that cannot stand in a file's name as `%XX`.
pub fn escape(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            escaped if ESCAPED.contains(escaped) => format!("%{:02X}", u32::from(escaped)),
            plain => plain.to_string(),
        })
        .collect()
}

/// Turns every `%XX` back. A `%` without two hex digits behind it stays.
pub fn unescape(text: &str) -> String {
    let mut unescaped = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(code) if byte == b'%' => {
                unescaped.push(code);
                rest = &after[2..];
            }
            _ => {
                unescaped.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&unescaped).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_bad_percent_sign_is_left_alone() {
        for (escaped, text) in [("a%", "a%"), ("a%2", "a%2"), ("%zz%2Fb", "%zz/b"), ("%+1", "%+1"), ("%2f", "/")] {
            assert_eq!(unescape(escaped), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_escaped_comes_back(text in ".*") {
            let escaped = escape(&text);
            prop_assert!(!escaped.contains(['/', '\\', ':', '@', '?', '*']) || text.contains('*'));
            prop_assert_eq!(unescape(&escaped), text);
        }
    }
}
