//! How many refusals are written down: enough to see an attack, not so many that one fills the disk (access.md 14).
//! Counts are of this node and of now; a restart forgets them.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

/// For how long refusals are counted together.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// Refusals of one kind to the same one that are written in a window.
const OF_ONE: u32 = 20;
/// Refusals of any kind that are written in a window: at most some 40,000 a day, whoever asks.
const OF_ALL: u32 = 300;
/// The most of them that are counted apart.
const MOST: usize = 10_000;

#[derive(Debug, Default)]
struct Counts {
    since: Option<Timestamp>,
    all: u32,
    each: HashMap<(&'static str, String), u32>,
    left_out: u64,
}

/// What was refused of late.
#[derive(Debug, Default)]
pub(crate) struct Flood(Mutex<Counts>);

impl Flood {
    /// Whether this refusal is to be written, and if so, how many have been left out before it.
    pub(crate) fn admits(&self, kind: &'static str, whom: &str, now: Timestamp) -> Option<u64> {
        let mut counts = self.0.lock().expect("no holder of this lock panics");
        if counts.since.is_none_or(|since| now >= since + WINDOW || now < since) {
            *counts = Counts { since: Some(now), left_out: counts.left_out, ..Counts::default() };
        }
        let whom = (kind, whom.chars().take(100).collect());
        let is_full = counts.each.len() >= MOST && !counts.each.contains_key(&whom);
        let of_one =
            if is_full { OF_ONE } else { *counts.each.entry(whom).and_modify(|count| *count += 1).or_insert(1) - 1 };
        if of_one >= OF_ONE || counts.all >= OF_ALL {
            counts.left_out += 1;
            return None;
        }
        counts.all += 1;
        Some(std::mem::take(&mut counts.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_flood_is_cut_off_and_counted() {
        let flood = Flood::default();
        let written = (0..1000).filter(|_| flood.admits("key", "a", now()).is_some()).count();
        assert_eq!(written, 20);
        assert_eq!(flood.admits("key", "b", now()), Some(980), "others are still written, with what was left out");
        assert_eq!(flood.admits("right", "a", now()), Some(0));
        assert_eq!(flood.admits("key", "a", now() + WINDOW), Some(0));
    }

    #[test]
    fn many_addresses_are_one_flood() {
        let flood = Flood::default();
        let written = (0..20_000).filter(|number| flood.admits("key", &number.to_string(), now()).is_some()).count();
        assert_eq!(written, 300);
        assert_eq!(flood.0.lock().unwrap().each.len(), MOST, "memory is bounded, too");
        assert_eq!(flood.admits("key", "a", now() + WINDOW), Some(19_700));
    }
}
