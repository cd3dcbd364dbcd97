//! Hides secrets in everything that is printed (domain.md TL-07, variables.md VX-02 to VX-06).
//!
//! [`Masks`] is the set of what is hidden and grows while a job runs; [`StreamMasker`] applies it to one
//! stream, however the stream is cut into pieces. Knows nothing of where secrets come from.

mod automaton;
mod forms;
mod stream;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use automaton::Automaton;
pub use stream::{Piece, StreamMasker};

/// What stands where a secret stood.
pub const HIDDEN: &str = "********";

/// Texts of this many characters or fewer are not hidden (VX-02): they would make a log unreadable and
/// are guessed at once anyway.
pub const LONGEST_UNMASKED: usize = 3;

/// The texts that are to be hidden, in every form in which they may show.
#[derive(Default)]
pub struct Masks {
    patterns: BTreeSet<Vec<u8>>,
    /// Built when first needed after a change, since masks often come in a row.
    automaton: OnceCell<Automaton>,
    generation: u64,
    /// The forms need not be computed again for a secret that is here already.
    secrets: BTreeSet<String>,
}

impl Masks {
    /// Hides `secret` from now on.
    pub fn add(&mut self, secret: &str) {
        if secret.chars().count() <= LONGEST_UNMASKED || !self.secrets.insert(secret.to_owned()) {
            return;
        }
        self.patterns.extend(forms::of(secret));
        self.automaton = OnceCell::new();
        self.generation += 1;
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// What was added, each once.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        self.secrets.iter().map(String::as_str)
    }

    /// A whole text with its secrets hidden.
    pub fn hide(&self, text: &str) -> String {
        if self.is_empty() {
            return text.to_owned();
        }
        let mut masker = StreamMasker::default();
        let mut out = Vec::with_capacity(text.len());
        let mut take = |piece: Piece<'_>| out.extend_from_slice(piece.bytes());
        masker.feed(self, text.as_bytes(), &mut take);
        masker.finish(&mut take);
        String::from_utf8_lossy(&out).into_owned()
    }

    fn automaton(&self) -> &Automaton {
        self.automaton.get_or_init(|| Automaton::new(&self.patterns))
    }

    /// Changes whenever something was added.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hide(secrets: &[&str], text: &str) -> String {
        let mut masks = Masks::default();
        for secret in secrets {
            masks.add(secret);
        }
        masks.hide(text)
    }

    #[test]
    fn every_occurrence_of_a_secret_is_replaced() {
        assert_eq!(hide(&["hunter22"], "a hunter22, hunter22!"), "a ********, ********!");
    }

    #[test]
    fn texts_of_three_characters_or_fewer_stay() {
        assert_eq!(hide(&["abc", "äöü"], "abc äöü"), "abc äöü");
        assert_eq!(hide(&["abcd"], "abcd"), HIDDEN);
    }

    #[test]
    fn overlapping_secrets_leave_no_rest_of_either() {
        assert_eq!(hide(&["abcdef", "defghi"], "-abcdefghi-"), "-********-");
        assert_eq!(hide(&["pass", "password"], "password"), HIDDEN);
        assert_eq!(hide(&["bcde", "abcdefgh"], "abcdefgh bcde abcdeX"), "******** ******** a********X");
    }

    #[test]
    fn each_line_of_a_secret_of_several_lines_is_hidden_and_short_lines_are_not() {
        let secret = "first line\r\n  }\nsecond";
        assert_eq!(hide(&[secret], "x first line\ny second }"), "x ********\ny ******** }");
        assert_eq!(hide(&[secret], "first line\n  }\nsecond"), HIDDEN);
    }

    #[test]
    fn encoded_forms_are_hidden_too() {
        let secret = "p\u{e4}ss \"w/rd";
        for shown in [
            "cMOkc3MgIncvcmQ=",
            "p%C3%A4ss%20%22w%2Frd",
            "p%c3%a4ss+%22w%2frd",
            "p\u{e4}ss \\\"w/rd",
            "p\\u00e4ss \\\"w/rd",
        ] {
            assert_eq!(hide(&[secret], shown), HIDDEN, "{shown}");
        }
    }

    #[test]
    fn a_secret_inside_a_longer_base64_text_is_hidden_at_any_alignment() {
        use base64::Engine as _;
        for lead in ["", "u", "us", "use"] {
            let text = base64::engine::general_purpose::STANDARD.encode(format!("{lead}correct horse battery:x"));
            let hidden = hide(&["correct horse battery"], &text);
            assert!(hidden.contains(HIDDEN) && hidden.len() < HIDDEN.len() + 12, "{lead:?} gave {hidden}");
        }
    }
}
