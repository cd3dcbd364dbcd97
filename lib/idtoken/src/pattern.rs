//! Which subjects an identity stands for: `*` is any run of characters, `?` is one (access.md 13).

/// The longest pattern.
const LONGEST: usize = 1000;

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPattern {
    #[error("a subject is needed: which jobs of the issuer may sign in?")]
    Empty,
    #[error("a subject has at most {LONGEST} characters")]
    TooLong,
    #[error("a subject of nothing but wildcards would let every job of everybody at that issuer in")]
    OnlyWildcards,
    #[error("a subject has no control characters")]
    Control,
}

/// A subject with wildcards, compared with case and as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<char>);

impl Pattern {
    pub fn parse(text: &str) -> Result<Self, BadPattern> {
        let letters: Vec<char> = text.chars().collect();
        if letters.is_empty() {
            return Err(BadPattern::Empty);
        }
        if letters.len() > LONGEST {
            return Err(BadPattern::TooLong);
        }
        if letters.iter().any(|letter| letter.is_control()) {
            return Err(BadPattern::Control);
        }
        // Separators alone narrow nothing down: `*:*` is everybody.
        if !letters.iter().any(|letter| letter.is_alphanumeric()) {
            return Err(BadPattern::OnlyWildcards);
        }
        Ok(Self(letters))
    }

    /// Whether the whole subject is one that the pattern means.
    ///
    /// Goes back to the last `*` only, so that no subject takes more than the product of both lengths.
    pub fn matches(&self, subject: &str) -> bool {
        let (pattern, subject): (&[char], Vec<char>) = (&self.0, subject.chars().collect());
        let (mut at, mut read) = (0, 0);
        let mut last_star: Option<(usize, usize)> = None;
        while read < subject.len() {
            if pattern.get(at) == Some(&'*') {
                last_star = Some((at + 1, read));
                at += 1;
            } else if pattern.get(at).is_some_and(|letter| *letter == '?' || *letter == subject[read]) {
                at += 1;
                read += 1;
            } else if let Some((after, taken)) = last_star {
                last_star = Some((after, taken + 1));
                at = after;
                read = taken + 1;
            } else {
                return false;
            }
        }
        pattern[at..].iter().all(|letter| *letter == '*')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_subject_is_matched_whole_and_with_case() {
        for (pattern, subject, fits) in [
            ("repo:o/r:ref:refs/heads/main", "repo:o/r:ref:refs/heads/main", true),
            ("repo:o/r:ref:refs/heads/main", "repo:o/r:ref:refs/heads/main2", false),
            ("repo:o/r:ref:refs/heads/main", "x-repo:o/r:ref:refs/heads/main", false),
            ("repo:o/r:ref:refs/heads/main", "repo:O/r:ref:refs/heads/main", false),
            ("repo:o/r:*", "repo:o/r:", true),
            ("repo:o/r:*", "repo:o/r2:environment:x", false),
            ("repo:o/*:ref:refs/heads/main", "repo:o/a:ref:refs/heads/main", true),
            ("repo:o/*:main", "repo:o/a:main:more", false),
            ("repo:o/r?:x", "repo:o/r1:x", true),
            ("repo:o/r?:x", "repo:o/r:x", false),
            ("*o*o*", "foo", true),
            ("a.c", "abc", false),
            ("a*", "", false),
        ] {
            assert_eq!(Pattern::parse(pattern).expect("a pattern").matches(subject), fits, "{pattern} {subject}");
        }
    }

    #[test]
    fn a_pattern_that_means_everybody_is_refused() {
        for text in ["*", "**", "?*", "*:*", "*/*:*", "???"] {
            assert_eq!(Pattern::parse(text), Err(BadPattern::OnlyWildcards), "{text}");
        }
        assert_eq!(Pattern::parse(""), Err(BadPattern::Empty));
        assert_eq!(Pattern::parse("a\0"), Err(BadPattern::Control));
        assert_eq!(Pattern::parse(&"a".repeat(1001)), Err(BadPattern::TooLong));
    }

    /// The rule itself, slow and obvious.
    fn slowly(pattern: &[char], subject: &[char]) -> bool {
        match pattern.split_first() {
            None => subject.is_empty(),
            Some(('*', rest)) => (0..=subject.len()).any(|taken| slowly(rest, &subject[taken..])),
            Some((letter, rest)) => subject
                .split_first()
                .is_some_and(|(first, more)| (*letter == '?' || letter == first) && slowly(rest, more)),
        }
    }

    proptest! {
        #[test]
        fn the_quick_way_decides_as_the_slow_one(pattern in "[ab?*]{0,6}x", subject in "[abx]{0,8}") {
            let letters: Vec<char> = pattern.chars().collect();
            let given: Vec<char> = subject.chars().collect();
            prop_assert_eq!(Pattern::parse(&pattern).unwrap().matches(&subject), slowly(&letters, &given));
        }
    }
}
