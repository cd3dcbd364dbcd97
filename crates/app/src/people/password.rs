//! How strong a password must be (access.md 1.1).

use pulpo_domain::settings::Passwords;

/// The longest password: hashing more is an attack on our time.
const LONGEST: usize = 1000;
const PUNCTUATION: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/// Why a password was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error(
        "the password is too weak: use at least 8 characters, and more of them or more kinds of them (small and capital letters, digits, blanks, punctuation)"
    )]
    Weak,
    #[error("the password is too short: this server wants at least {0} characters")]
    TooShort(i64),
    #[error("the password is longer than {LONGEST} bytes")]
    TooLong,
}

/// Checks a password's strength: a point for each of three lengths and five kinds of characters.
pub fn check(password: &str, policy: &Passwords) -> Result<(), Refused> {
    let length = password.chars().count();
    if length < 7 {
        return Err(Refused::Weak);
    }
    if usize::try_from(policy.minimum_length).is_ok_and(|least| length < least) {
        return Err(Refused::TooShort(policy.minimum_length));
    }
    if password.len() > LONGEST {
        return Err(Refused::TooLong);
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
    let reached = points.into_iter().filter(|point| *point).count();
    if usize::try_from(policy.minimum_strength).is_ok_and(|needed| reached >= needed) {
        Ok(())
    } else {
        Err(Refused::Weak)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_is_counted_as_clients_count_it() {
        let policy = Passwords::default();
        for good in ["Password01", "four words of prose", "aB3!efgh", "password1234"] {
            assert_eq!(check(good, &policy), Ok(()), "{good}");
        }
        for weak in ["", "aB3! x", "Password", "12345678"] {
            assert_eq!(check(weak, &policy), Err(Refused::Weak), "{weak}");
        }
    }

    #[test]
    fn a_stricter_policy_wants_more() {
        let policy = Passwords { minimum_length: 12, minimum_strength: 5 };
        assert_eq!(check("Password01", &policy), Err(Refused::TooShort(12)));
        assert_eq!(check("password1234", &policy), Err(Refused::Weak));
        assert_eq!(check("Password 1234", &policy), Ok(()));
        assert_eq!(check(&"aB3! ".repeat(201), &policy), Err(Refused::TooLong));
    }
}
