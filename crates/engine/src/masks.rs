//! The texts that must not be seen in what the engine itself writes down.

use std::sync::{Mutex, MutexGuard};

/// All secrets of a task, known from the start or learned on the way.
#[derive(Default)]
pub(crate) struct Masks(Mutex<mask::Masks>);

impl Masks {
    pub(crate) fn add(&self, secret: &str) {
        self.lock().add(secret);
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.lock().secrets().map(str::to_owned).collect()
    }

    /// How many changes there have been: what a job was told is what was known at one of them.
    pub(crate) fn generation(&self) -> u64 {
        self.lock().generation()
    }

    pub(crate) fn hide(&self, text: &str) -> String {
        self.lock().hide(text)
    }

    /// Whether a text has a secret in it.
    pub(crate) fn shows_in(&self, text: &str) -> bool {
        self.hide(text) != text
    }

    fn lock(&self) -> MutexGuard<'_, mask::Masks> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_hides_what_a_runner_hides() {
        // VX-02, VX-04; the forms are tested where they are made.
        let masks = Masks::default();
        for secret in ["pass", "password", "abc", "first line\nsecond line"] {
            masks.add(secret);
        }
        let before = masks.generation();
        assert_eq!(masks.hide("my password, abc, second line, cGFzc3dvcmQ="), "my ********, abc, ********, ********");
        assert!(masks.shows_in("a passport") && !masks.shows_in("abc"));
        masks.add("password");
        assert_eq!(masks.generation(), before);
    }
}
