//! The texts that must not be seen in what the engine itself writes down.

use std::sync::Mutex;

/// Shorter texts are not hidden (variables.md VX-02): they would hide everything.
const SHORTEST: usize = 4;
const STARS: &str = "********";

/// All secrets of a task, known from the start or learned on the way.
#[derive(Debug, Default)]
pub(crate) struct Masks(Mutex<Vec<String>>);

impl Masks {
    pub(crate) fn add(&self, secret: &str) {
        let mut masks = self.0.lock().expect("no holder of this lock panics");
        // A secret of several lines is printed line by line as often as whole (VX-04).
        for text in std::iter::once(secret).chain(secret.lines()) {
            if text.chars().count() >= SHORTEST && !masks.iter().any(|known| known == text) {
                masks.push(text.to_owned());
            }
        }
        // The longest first, so that one which holds another is hidden whole.
        masks.sort_by_key(|mask| std::cmp::Reverse(mask.len()));
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().expect("no holder of this lock panics").clone()
    }

    pub(crate) fn hide(&self, text: &str) -> String {
        let masks = self.0.lock().expect("no holder of this lock panics");
        masks
            .iter()
            .fold(text.to_owned(), |text, mask| if text.contains(mask) { text.replace(mask, STARS) } else { text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_whole_and_by_line_and_short_ones_are_not() {
        // VX-02, VX-04.
        let masks = Masks::default();
        for secret in ["pass", "password", "abc", "first line\nsecond line"] {
            masks.add(secret);
        }
        assert_eq!(masks.hide("my password, abc, second line"), "my ********, abc, ********");
    }
}
