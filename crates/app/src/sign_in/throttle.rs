//! Against guessing: who has failed to sign in too often is sent away before his password is looked at
//! (access.md 11). Counts are of this node and of now; a restart forgets them.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

/// How long failures count, and how long one is sent away after the last of too many.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// Attempts of one name from one address; from one address for any names; of one name from anywhere.
const OF_BOTH: u32 = 10;
const OF_ADDRESS: u32 = 50;
const OF_NAME: u32 = 100;
/// After so many failures the refusal takes its time.
const SLOW_FROM: u32 = 3;
/// Keys and tokens that do not hold, from one address, before the refusal takes its time. They are not shut out:
/// nobody guesses 160 bits, and a key that does hold may come from behind the same address (access.md 3, #5139).
const BAD_CREDENTIALS: u32 = 20;
/// The most that is remembered; past that what is old is forgotten.
const MOST: usize = 50_000;

/// What becomes of an attempt to sign in (access.md 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Continue,
    /// A refusal is held back for a moment.
    Slow,
    /// Like [`Verdict::Slow`], and if it fails, it was the last one for a while.
    Last,
    /// Nothing is looked at any more.
    Ban,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Whom {
    Both(String, String),
    Address(String),
    Name(String),
    Credentials(String),
}

impl Whom {
    /// Names count in the form in which they are compared, so that no spelling counts anew (CVE-2022-2778).
    fn all(name: &str, address: &str) -> [(Self, u32); 3] {
        let name: String =
            name.trim().to_lowercase().chars().filter(|character| !character.is_control()).take(64).collect();
        [
            (Self::Both(name.clone(), address.to_owned()), OF_BOTH),
            (Self::Address(address.to_owned()), OF_ADDRESS),
            (Self::Name(name), OF_NAME),
        ]
    }
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

/// The failures of late.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<Whom, Failures>>);

impl Throttle {
    /// Begins an attempt. It counts as a failure until it has succeeded, so that a thousand attempts at once are a
    /// thousand, too.
    pub(crate) fn begin(&self, name: &str, address: &str, now: Timestamp) -> Verdict {
        let mut failures = self.0.lock().expect("no holder of this lock panics");
        let all = Whom::all(name, address);
        let before = |failures: &HashMap<Whom, Failures>, whom: &Whom| {
            failures.get(whom).filter(|known| now < known.last + WINDOW).map_or(0, |known| known.count)
        };
        if all.iter().any(|(whom, most)| before(&failures, whom) >= *most) {
            return Verdict::Ban;
        }
        let mut verdict = Verdict::Continue;
        for (whom, most) in all {
            let count = before(&failures, &whom) + 1;
            if count == most {
                verdict = Verdict::Last;
            } else if count > SLOW_FROM && verdict == Verdict::Continue && matches!(whom, Whom::Both(..)) {
                verdict = Verdict::Slow;
            }
            set(&mut failures, whom, Failures { count, last: now }, now);
        }
        verdict
    }

    /// Takes back what the attempts of somebody counted who has shown who he is.
    pub(crate) fn succeeded(&self, name: &str, address: &str) {
        let mut failures = self.0.lock().expect("no holder of this lock panics");
        let [(both, _), others @ ..] = Whom::all(name, address);
        failures.remove(&both);
        for (whom, _) in others {
            if let Some(known) = failures.get_mut(&whom) {
                known.count = known.count.saturating_sub(1);
            }
        }
    }

    /// Counts a key or a token that does not hold; whether the refusal shall take its time.
    pub(crate) fn bad_credential(&self, address: &str, now: Timestamp) -> bool {
        let mut failures = self.0.lock().expect("no holder of this lock panics");
        let whom = Whom::Credentials(address.to_owned());
        let known = failures.get(&whom).filter(|known| now < known.last + WINDOW).map_or(0, |known| known.count);
        set(&mut failures, whom, Failures { count: known.saturating_add(1), last: now }, now);
        known >= BAD_CREDENTIALS
    }
}

fn set(failures: &mut HashMap<Whom, Failures>, whom: Whom, new: Failures, now: Timestamp) {
    if failures.len() >= MOST && !failures.contains_key(&whom) {
        failures.retain(|_, failures| now < failures.last + WINDOW);
        if failures.len() >= MOST {
            // An attack from everywhere at once: what counts it must not become one itself.
            failures.clear();
        }
    }
    failures.insert(whom, new);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn after_ten_failures_one_is_sent_away_for_a_while() {
        let throttle = Throttle::default();
        for number in 1..=10 {
            let expected = match number {
                1..=3 => Verdict::Continue,
                4..=9 => Verdict::Slow,
                _ => Verdict::Last,
            };
            assert_eq!(throttle.begin("ann", "a", now()), expected, "{number}");
        }
        assert_eq!(throttle.begin("ann", "a", now()), Verdict::Ban);
        assert_eq!(throttle.begin("bob", "a", now()), Verdict::Continue, "others are not");
        assert_eq!(throttle.begin("ann", "b", now()), Verdict::Continue);
        assert_eq!(throttle.begin("ann", "a", now() + WINDOW), Verdict::Continue);
    }

    #[test]
    fn no_spelling_of_a_name_counts_anew() {
        let throttle = Throttle::default();
        for spelling in
            ["ann", "Ann", " ANN ", "a\u{0}nn", "ann\u{0}\u{0}", "a\u{7f}nn", "\u{1}ann", "ANN\t", "ann", "ann"]
        {
            assert_ne!(throttle.begin(spelling, "a", now()), Verdict::Ban, "{spelling:?}");
        }
        assert_eq!(throttle.begin("Ann\u{0}", "a", now()), Verdict::Ban, "CVE-2022-2778");
    }

    #[test]
    fn many_names_from_one_address_are_one_attack() {
        let throttle = Throttle::default();
        for number in 0..OF_ADDRESS {
            throttle.begin(&format!("user{number}"), "a", now());
        }
        assert_eq!(throttle.begin("fresh", "a", now()), Verdict::Ban);
    }

    #[test]
    fn attempts_at_once_are_counted_before_they_fail() {
        let throttle = std::sync::Arc::new(Throttle::default());
        let attempts: Vec<_> = (0..100)
            .map(|_| {
                let throttle = throttle.clone();
                std::thread::spawn(move || throttle.begin("ann", "a", now()))
            })
            .collect();
        let lets =
            attempts.into_iter().map(|attempt| attempt.join().unwrap()).filter(|verdict| *verdict != Verdict::Ban);
        assert_eq!(lets.count(), 10);
    }

    #[test]
    fn who_gets_in_begins_anew() {
        let throttle = Throttle::default();
        for _ in 0..9 {
            throttle.begin("ann", "a", now());
        }
        throttle.succeeded("ann", "a");
        assert_eq!(throttle.begin("ann", "a", now()), Verdict::Continue);
    }

    #[test]
    fn bad_keys_slow_their_address_down() {
        let throttle = Throttle::default();
        let slow = (0..30).filter(|_| throttle.bad_credential("a", now())).count();
        assert_eq!(slow, 10);
        assert!(!throttle.bad_credential("b", now()));
        assert!(!throttle.bad_credential("a", now() + WINDOW));
    }
}
