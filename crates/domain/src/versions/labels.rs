//! Pre-release labels and numbers in an order that survives as plain text.
//!
//! A sort key is a text whose byte order is the version order. Numbers are written with their length in front, so that
//! `9` comes before `10`; words end in a character below all that may stand in them, so that `beta` comes before `beta2`.

/// One label of a pre-release. The order of the variants is the order of the labels: numbers come before words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Label {
    Number(Number),
    Word(String),
}

impl Label {
    /// Words are compared without regard to case.
    pub(super) fn new(text: &str) -> Self {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Number(Number::new(text))
        } else {
            Self::Word(text.to_ascii_lowercase())
        }
    }

    pub(super) fn write_key(&self, key: &mut String) {
        match self {
            Self::Number(number) => {
                key.push('1');
                number.write_key(key);
            }
            Self::Word(word) => {
                key.push('2');
                key.push_str(word);
                key.push('!');
            }
        }
    }
}

/// A whole number of any length, without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Number(String);

impl Number {
    /// `digits` holds ASCII digits only.
    pub(super) fn new(digits: &str) -> Self {
        let digits = digits.trim_start_matches('0');
        Self(if digits.is_empty() { "0".to_owned() } else { digits.to_owned() })
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0 == "0"
    }

    /// The number plus one.
    pub(super) fn next(&self) -> String {
        let kept = self.0.trim_end_matches('9');
        let nines = self.0.len() - kept.len();
        let mut next = match kept.as_bytes().last() {
            None => "1".to_owned(),
            Some(last) => format!("{}{}", &kept[..kept.len() - 1], char::from(last + 1)),
        };
        next.extend(std::iter::repeat_n('0', nines));
        next
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The length of the length, the length, the digits: ordered as the number is.
    pub(super) fn write_key(&self, key: &mut String) {
        let length = self.0.len().to_string();
        key.push_str(&length.len().to_string());
        key.push_str(&length);
        key.push_str(&self.0);
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0.len(), &self.0).cmp(&(other.0.len(), &other.0))
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Four numbers and a pre-release in one order: a version with labels is below the same version without.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Precedence {
    pub(super) numbers: [u32; 4],
    pub(super) stage: Stage,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Stage {
    Prerelease(Vec<Label>),
    Release,
}

impl Precedence {
    pub(super) fn new(numbers: [u32; 4], labels: Vec<Label>) -> Self {
        let stage = if labels.is_empty() { Stage::Release } else { Stage::Prerelease(labels) };
        Self { numbers, stage }
    }

    /// The key ends in a character that closes the labels, so that more may be appended.
    pub(super) fn key(&self) -> String {
        let mut key = String::new();
        for number in self.numbers {
            Number::new(&number.to_string()).write_key(&mut key);
        }
        match &self.stage {
            Stage::Prerelease(labels) => {
                for label in labels {
                    label.write_key(&mut key);
                }
                key.push('!');
            }
            Stage::Release => key.push('~'),
        }
        key
    }
}

/// Reads a number of a version, which must fit 31 bits, as every client of the API expects.
pub(super) fn version_number(digits: &str, text: &str) -> Result<u32, super::VersionError> {
    digits
        .parse::<i32>()
        .ok()
        .and_then(|number| u32::try_from(number).ok())
        .ok_or_else(|| super::VersionError::Overflow { text: text.to_owned(), number: digits.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_number_carries() {
        for (number, next) in
            [("0", "1"), ("9", "10"), ("0199", "200"), ("9999999999999999999999", "10000000000000000000000")]
        {
            assert_eq!(Number::new(number).next(), next);
        }
    }

    #[test]
    fn numbers_come_before_words_and_are_counted_not_spelled() {
        let ordered = ["2", "0010", "11", "", "1a", "a", "a1", "B"].map(Label::new);
        assert!(ordered.is_sorted());
    }
}
