//! The reader itself: the source, what has been read of it before, and the smallest pieces.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::characters::is_name;
use crate::syntax::{Expression, Token};

/// What reading at a position gives: the piece and the position behind it, or the furthest position that was
/// reached before it turned out not to be there.
pub(crate) type Read<T> = Result<(T, usize), usize>;

/// A reader over one source text.
///
/// The grammar is an ordered choice that reads ahead and comes back. What was read at a `#{` is remembered, so
/// that coming back costs nothing and the whole stays linear in the source.
pub(crate) struct Parser<'s> {
    pub(crate) source: &'s str,
    pub(super) blocks: HashMap<usize, Remembered<Token>>,
    pub(super) substitutions: HashMap<usize, Remembered<Arc<Expression>>>,
    brackets: OnceCell<Vec<Brackets>>,
    /// How deep the reader itself is now.
    depth: usize,
    /// How deep the pieces are that the current block has been given so far.
    nested: usize,
    max_depth: usize,
    stopped: Option<Stopped>,
}

/// What was read somewhere, and how deep it is in itself.
pub(super) type Remembered<T> = (Read<T>, usize);

/// Why reading stopped in the middle; whatever was read since does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stopped {
    /// The reader itself is too deep, perhaps among blocks that are never closed and so never nest. What opens here
    /// can be read first, on its own.
    ReadFirst(usize),
    /// The template is too deep.
    TooDeep,
}

impl<'s> Parser<'s> {
    pub(crate) fn new(source: &'s str, max_depth: usize) -> Self {
        Self {
            source,
            blocks: HashMap::new(),
            substitutions: HashMap::new(),
            brackets: OnceCell::new(),
            depth: 0,
            nested: 0,
            // Something has to be readable at all.
            max_depth: max_depth.max(1),
            stopped: None,
        }
    }

    /// Whether something was nested too deep to be read; then nothing that was read counts.
    pub(crate) fn is_too_deep(&self) -> bool {
        self.stopped == Some(Stopped::TooDeep)
    }

    /// Reads what stands here, from the outside: where the reader would get too deep, it reads the inner piece first
    /// and comes back to the outer one, which then finds it in its memory.
    pub(crate) fn outermost<T>(&mut self, read: impl Fn(&mut Self) -> Read<T>) -> Read<T> {
        let mut first = Vec::new();
        loop {
            if let Some(&at) = first.last() {
                let _ = self.block(at);
                // A block of another kind leaves the substitution that could stand there unread.
                let _ = self.substitution(at);
            } else {
                let result = read(self);
                if self.stopped.is_none() {
                    return result;
                }
            }
            match self.stopped {
                Some(Stopped::TooDeep) => return Err(0),
                Some(Stopped::ReadFirst(at)) => {
                    self.stopped = None;
                    first.push(at);
                }
                None => {
                    first.pop();
                }
            }
        }
    }

    /// Reads something one level deeper.
    pub(super) fn deeper<T>(&mut self, at: usize, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.stopped.is_some() {
            return Err(at);
        }
        if self.depth >= self.max_depth {
            let can_be_read_first = self.starts_with(at, "#{");
            self.stopped = Some(if can_be_read_first { Stopped::ReadFirst(at) } else { Stopped::TooDeep });
            return Err(at);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Reads a piece and measures how deep it is: one more than the deepest piece in it, if it `adds_a_level`.
    /// Nothing is remembered of what was read after the reader stopped.
    pub(super) fn measured<T: Clone>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Read<T>,
        adds_a_level: impl Fn(&T) -> bool,
    ) -> (Read<T>, Option<Remembered<T>>) {
        let outer = std::mem::take(&mut self.nested);
        let result = read(self);
        let depth = self.nested + result.as_ref().map_or(0, |(piece, _)| usize::from(adds_a_level(piece)));
        self.nested = outer;
        if self.stopped.is_none() && depth > self.max_depth && result.is_ok() {
            self.stopped = Some(Stopped::TooDeep);
        }
        let remembered = self.stopped.is_none().then(|| (result.clone(), depth));
        if result.is_ok() {
            self.nested = self.nested.max(depth);
        }
        (result, remembered)
    }

    /// Takes a piece out of memory.
    pub(super) fn recall<T: Clone>(&mut self, (read, depth): Remembered<T>) -> Read<T> {
        if read.is_ok() {
            self.nested = self.nested.max(depth);
        }
        read
    }

    pub(crate) fn rest(&self, at: usize) -> &'s str {
        &self.source[at..]
    }

    pub(crate) fn character(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    pub(crate) fn starts_with(&self, at: usize, text: &str) -> bool {
        self.rest(at).starts_with(text)
    }

    /// Exactly this text; otherwise the first place where it differs.
    pub(crate) fn literal(&self, at: usize, text: &str) -> Result<usize, usize> {
        self.word(at, text, |found, wanted| found == wanted)
    }

    /// This word in any case.
    pub(crate) fn keyword(&self, at: usize, word: &str) -> Result<usize, usize> {
        self.word(at, word, |found, wanted| found.eq_ignore_ascii_case(&wanted))
    }

    fn word(&self, at: usize, word: &str, same: impl Fn(char, char) -> bool) -> Result<usize, usize> {
        let mut position = at;
        for wanted in word.chars() {
            match self.character(position) {
                Some(found) if same(found, wanted) => position += found.len_utf8(),
                _ => return Err(position),
            }
        }
        Ok(position)
    }

    /// The position behind any blanks.
    pub(crate) fn blanks(&self, at: usize) -> usize {
        let rest = self.rest(at);
        at + rest.len() - rest.trim_start().len()
    }

    /// The position behind at least one blank.
    pub(crate) fn some_blanks(&self, at: usize) -> Result<usize, usize> {
        let behind = self.blanks(at);
        if behind > at { Ok(behind) } else { Err(at) }
    }

    /// `#{`, but not the start of a closing word.
    pub(crate) fn open(&self, at: usize) -> Result<usize, usize> {
        if self.starts_with(at, "#{/") { Err(at) } else { self.literal(at, "#{") }
    }

    /// A name with inner blanks, trimmed (VG-01, VG-02).
    pub(crate) fn name(&self, at: usize) -> Read<String> {
        let mut end = at;
        for character in self.rest(at).chars() {
            let behind = end + character.len_utf8();
            if character.is_whitespace() {
                if matches!(self.character(behind), Some('|' | '}')) {
                    break;
                }
                if self.is_word_between_blanks(behind) {
                    return if end > at { Ok((self.trimmed(at, end), end)) } else { Err(behind) };
                }
            } else if !is_name(character) {
                break;
            }
            end = behind;
        }
        if end > at { Ok((self.trimmed(at, end), end)) } else { Err(at) }
    }

    /// A name without blanks: a filter, or a bare option.
    pub(crate) fn tight_name(&self, at: usize) -> Read<String> {
        let length = self.rest(at).find(|character| !is_name(character)).unwrap_or(self.source.len() - at);
        if length > 0 { Ok((self.source[at..at + length].to_owned(), at + length)) } else { Err(at) }
    }

    fn is_word_between_blanks(&self, at: usize) -> bool {
        ["in", "==", "!="]
            .iter()
            .any(|word| self.starts_with(at, word) && self.character(at + word.len()).is_some_and(char::is_whitespace))
    }

    fn trimmed(&self, from: usize, to: usize) -> String {
        self.source[from..to].trim().to_owned()
    }

    /// `"text"` or `\"text\"` with the blanks around it.
    pub(crate) fn quoted(&self, at: usize) -> Read<String> {
        let start = self.blanks(at);
        let (from, to, behind) = if let Ok(from) = self.literal(start, "\"") {
            let to = from + self.rest(from).find(['"', '#']).unwrap_or(self.source.len() - from);
            (from, to, self.literal(to, "\"")?)
        } else {
            let from = self.literal(start, "\\\"")?;
            let length = self.rest(from).find("\\\"").ok_or(self.source.len())?;
            (from, from + length, from + length + 2)
        };
        Ok((self.source[from..to].to_owned(), self.blanks(behind)))
    }

    /// Where the bracket that opens here is closed. All pairs are found at once, the first time one is asked for.
    /// Brackets that nest too deep count as not closed, so that looking into all of them stays linear.
    pub(crate) fn closing_bracket(&self, open: usize) -> Option<usize> {
        let pairs = self.brackets.get_or_init(|| bracket_pairs(self.source));
        let place = pairs.binary_search_by_key(&open, |pair| pair.open).ok()?;
        pairs[place].close.filter(|_| pairs[place].height <= self.max_depth)
    }
}

/// A bracket, where it is closed, and how deep brackets nest from here inward.
struct Brackets {
    open: usize,
    close: Option<usize>,
    height: usize,
}

fn bracket_pairs(source: &str) -> Vec<Brackets> {
    let mut pairs: Vec<Brackets> = Vec::new();
    let mut open = Vec::new();
    for (position, _) in source.match_indices(['[', ']']) {
        if source.as_bytes()[position] == b'[' {
            open.push(pairs.len());
            pairs.push(Brackets { open: position, close: None, height: 1 });
        } else if let Some(place) = open.pop() {
            pairs[place].close = Some(position);
            if let Some(&outer) = open.last() {
                pairs[outer].height = pairs[outer].height.max(pairs[place].height + 1);
            }
        }
    }
    pairs
}
