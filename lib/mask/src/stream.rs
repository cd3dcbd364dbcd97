//! Masks one stream of bytes.

use std::collections::VecDeque;
use std::ops::Range;

use super::automaton::{ROOT, State};
use super::{HIDDEN, Masks};

/// A piece of a masked stream, with the place in the unmasked one where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Text { at: u64, bytes: &'a [u8] },
    Hidden { at: u64 },
}

impl<'a> Piece<'a> {
    /// What is shown.
    pub fn bytes(self) -> &'a [u8] {
        match self {
            Self::Text { bytes, .. } => bytes,
            Self::Hidden { .. } => HIDDEN.as_bytes(),
        }
    }
}

/// The state of masking one stream.
///
/// Bytes are held back only while they may be the beginning of a secret, so a line without one goes
/// through at once. Secrets that overlap are replaced together: what is covered by any of them goes.
#[derive(Debug, Default)]
pub struct StreamMasker {
    /// Bytes that were read and not yet given out; the first stands at `base` of the stream.
    pending: Vec<u8>,
    base: u64,
    state: State,
    generation: u64,
    /// What is to be hidden from `base` on, in order, disjoint.
    covered: VecDeque<Range<u64>>,
    /// The end of the run whose replacement was given out last; a longer match may still move it.
    hidden_until: u64,
}

impl StreamMasker {
    /// Takes the next bytes and gives out what is certain.
    pub fn feed(&mut self, masks: &Masks, bytes: &[u8], emit: &mut impl FnMut(Piece<'_>)) {
        if masks.is_empty() {
            if !bytes.is_empty() {
                emit(Piece::Text { at: self.base, bytes });
            }
            self.base += bytes.len() as u64;
            return;
        }
        let automaton = masks.automaton();
        // After a change of the masks, what is held back is read again in the new automaton.
        let mut index = if self.generation == masks.generation() { self.pending.len() } else { 0 };
        if index == 0 {
            self.state = ROOT;
        }
        self.generation = masks.generation();
        self.pending.extend_from_slice(bytes);
        while index < self.pending.len() {
            if self.state == ROOT {
                index += automaton.skip(&self.pending[index..]);
                let Some(_) = self.pending.get(index) else { break };
            }
            self.state = automaton.next(self.state, self.pending[index]);
            index += 1;
            let matched = automaton.longest_match(self.state);
            if matched > 0 {
                let end = self.base + index as u64;
                self.cover(end - matched as u64..end);
            }
        }
        let certain = self.pending.len() - automaton.depth(self.state);
        self.release(certain, emit);
    }

    /// Gives out the rest: the stream has ended.
    pub fn finish(&mut self, emit: &mut impl FnMut(Piece<'_>)) {
        self.state = ROOT;
        self.release(self.pending.len(), emit);
    }

    /// How many bytes have been fed.
    pub fn position(&self) -> u64 {
        self.base + self.pending.len() as u64
    }

    fn cover(&mut self, mut range: Range<u64>) {
        if range.start < self.hidden_until {
            self.hidden_until = self.hidden_until.max(range.end);
            while self.covered.front().is_some_and(|next| next.start < self.hidden_until) {
                let next = self.covered.pop_front().expect("it was looked at");
                self.hidden_until = self.hidden_until.max(next.end);
            }
            return;
        }
        while self.covered.back().is_some_and(|last| last.end > range.start) {
            let last = self.covered.pop_back().expect("it was looked at");
            range = last.start.min(range.start)..last.end.max(range.end);
        }
        self.covered.push_back(range);
    }

    fn release(&mut self, count: usize, emit: &mut impl FnMut(Piece<'_>)) {
        let until = self.base + count as u64;
        let mut cursor = self.base.max(self.hidden_until).min(until);
        let text = |from: u64, to: u64, emit: &mut dyn FnMut(Piece<'_>)| {
            let within = |at: u64| usize::try_from(at - self.base).expect("pending bytes are in memory");
            if from < to {
                emit(Piece::Text { at: from, bytes: &self.pending[within(from)..within(to)] });
            }
        };
        while self.covered.front().is_some_and(|next| next.start < until) {
            let next = self.covered.pop_front().expect("it was looked at");
            text(cursor, next.start, emit);
            emit(Piece::Hidden { at: next.start });
            self.hidden_until = next.end;
            cursor = next.end.min(until);
        }
        text(cursor, until, emit);
        self.pending.drain(..count);
        self.base = until;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn masked(masks: &Masks, pieces: &[&[u8]]) -> Vec<u8> {
        let mut masker = StreamMasker::default();
        let mut out = Vec::new();
        let mut take = |piece: Piece<'_>| out.extend_from_slice(piece.bytes());
        for piece in pieces {
            masker.feed(masks, piece, &mut take);
        }
        masker.finish(&mut take);
        out
    }

    fn masks(secrets: &[impl AsRef<str>]) -> Masks {
        let mut masks = Masks::default();
        for secret in secrets {
            masks.add(secret.as_ref());
        }
        masks
    }

    #[test]
    fn a_secret_is_hidden_at_every_split() {
        let masks = masks(&["first line\nsecond line", "hunter22"]);
        let text = b"a hunter22 b\nfirst line\nsecond line\nhunter2 hunter22";
        let whole = masked(&masks, &[text]);
        assert_eq!(whole, b"a ******** b\n********\nhunter2 ********");
        for split in 0..=text.len() {
            assert_eq!(masked(&masks, &[&text[..split], &text[split..]]), whole, "split at {split}");
        }
    }

    #[test]
    fn a_line_without_a_secret_is_not_held_back() {
        let masks = masks(&["hunter22"]);
        let mut masker = StreamMasker::default();
        let mut out = Vec::new();
        masker.feed(&masks, b"a line with hunt\n", &mut |piece| out.extend_from_slice(piece.bytes()));
        assert_eq!(out, b"a line with hunt\n");
    }

    #[test]
    fn a_mask_that_comes_later_hides_what_was_still_held_back() {
        let mut masks = masks(&["hunter22"]);
        let mut masker = StreamMasker::default();
        let mut out = Vec::new();
        let mut take = |piece: Piece<'_>| out.extend_from_slice(piece.bytes());
        masker.feed(&masks, b"x hunt", &mut take);
        masks.add("hunting");
        masker.feed(&masks, b"ing", &mut take);
        masker.finish(&mut take);
        assert_eq!(out, b"x ********");
    }

    /// The rule, written down the slow way: every byte that is part of any occurrence is covered.
    fn reference(patterns: impl Iterator<Item = Vec<u8>>, text: &[u8]) -> Vec<u8> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for pattern in patterns {
            let found = text.windows(pattern.len()).enumerate().filter(|(_, window)| *window == pattern.as_slice());
            ranges.extend(found.map(|(start, _)| start..start + pattern.len()));
        }
        ranges.sort_by_key(|range| (range.start, range.end));
        let mut out = Vec::new();
        let mut end = 0;
        for range in ranges {
            if range.start >= end {
                out.extend_from_slice(&text[end..range.start]);
                out.extend_from_slice(HIDDEN.as_bytes());
            }
            end = end.max(range.end);
        }
        out.extend_from_slice(&text[end..]);
        out
    }

    proptest! {
        #[test]
        fn any_split_gives_the_same_output_and_no_secret_stays(
            secrets in proptest::collection::vec("[ab\n]{4,7}", 0..4),
            text in "[abc\n]{0,60}",
            cuts in proptest::collection::vec(0usize..9, 0..30),
        ) {
            let masks = masks(&secrets);
            let mut pieces = Vec::new();
            let mut rest = text.as_bytes();
            for cut in cuts {
                let (piece, later) = rest.split_at(cut.min(rest.len()));
                pieces.push(piece);
                rest = later;
            }
            pieces.push(rest);
            let expected = reference(masks.patterns.iter().cloned(), text.as_bytes());
            prop_assert_eq!(masked(&masks, &pieces), expected);
        }
    }
}
