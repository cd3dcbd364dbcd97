//! Against guessing: who has failed to sign in too often is sent away before his password is looked at
//! (access.md 11). Counts are of this node and of now; a restart forgets them.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

/// How long failures count, and how long one is sent away after the last of too many.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// Failures for one name from one address; from one address for any names; for one name from anywhere.
const OF_BOTH: u32 = 10;
const OF_ADDRESS: u32 = 50;
const OF_NAME: u32 = 100;
/// The most that is remembered; past that what is old is forgotten.
const MOST: usize = 50_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Whom {
    Both(String, String),
    Address(String),
    Name(String),
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
    /// Whether an attempt may be made now.
    pub(crate) fn lets(&self, name: &str, address: &str, now: Timestamp) -> bool {
        let failures = self.0.lock().expect("no holder of this lock panics");
        Whom::all(name, address).iter().all(|(whom, most)| {
            failures.get(whom).is_none_or(|failures| failures.count < *most || now >= failures.last + WINDOW)
        })
    }

    /// Counts a failure; whether it was the one that closes the door.
    pub(crate) fn failed(&self, name: &str, address: &str, now: Timestamp) -> bool {
        let mut failures = self.0.lock().expect("no holder of this lock panics");
        if failures.len() >= MOST {
            failures.retain(|_, failures| now < failures.last + WINDOW);
        }
        let mut closes = false;
        for (whom, most) in Whom::all(name, address) {
            let known = failures.entry(whom).or_insert(Failures { count: 0, last: now });
            known.count = if now < known.last + WINDOW { known.count + 1 } else { 1 };
            known.last = now;
            closes |= known.count == most;
        }
        closes
    }

    /// Forgets the failures of somebody who has shown who he is.
    pub(crate) fn succeeded(&self, name: &str, address: &str) {
        let [(both, _), ..] = Whom::all(name, address);
        self.0.lock().expect("no holder of this lock panics").remove(&both);
    }
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
            assert!(throttle.lets("ann", "a", now()));
            assert_eq!(throttle.failed("ann", "a", now()), number == 10);
        }
        assert!(!throttle.lets("ann", "a", now()));
        assert!(throttle.lets("bob", "a", now()) && throttle.lets("ann", "b", now()), "others are not");
        assert!(throttle.lets("ann", "a", now() + WINDOW));
    }

    #[test]
    fn no_spelling_of_a_name_counts_anew() {
        // CVE-2022-2778: null bytes bypassed the limit.
        let throttle = Throttle::default();
        for name in [" ann", "ANN", "a\u{0}nn", "Ann ", "ann\u{7f}"].into_iter().cycle().take(10) {
            throttle.failed(name, "a", now());
        }
        assert!(!throttle.lets("ann", "a", now()));
    }

    #[test]
    fn many_names_from_one_address_are_one_attack() {
        let throttle = Throttle::default();
        for number in 0..OF_ADDRESS {
            throttle.failed(&format!("user{number}"), "a", now());
        }
        assert!(!throttle.lets("fresh", "a", now()));
    }

    #[test]
    fn who_gets_in_begins_anew() {
        let throttle = Throttle::default();
        for _ in 0..9 {
            throttle.failed("ann", "a", now());
        }
        throttle.succeeded("ann", "a");
        assert!(!throttle.failed("ann", "a", now()));
    }
}
