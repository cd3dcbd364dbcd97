//! Bounds that keep a hostile template from eating time, memory or stack.

use std::cell::Cell;

use crate::error::{Error, Limited};

/// How far one evaluation may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Blocks, values, options, brackets within each other. Bounds the stack.
    pub depth: usize,
    /// Tokens evaluated, beyond those that the length of the template itself pays for.
    pub steps: usize,
    /// Bytes read and written on the way, beyond the length of the template itself.
    pub bytes: usize,
}

impl Default for Limits {
    /// Far above what people write, far below what hurts: real templates nest a handful of levels, and a
    /// value expanded to a hundred mebibytes is an accident or an attack (a byte is paid for when it is read and when it
    /// is written).
    fn default() -> Self {
        Self { depth: 64, steps: 1_000_000, bytes: 256 * 1024 * 1024 }
    }
}

/// What is left of the limits in one evaluation.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    depth: Cell<usize>,
    steps: Cell<usize>,
    bytes: Cell<usize>,
}

impl Budget {
    pub(crate) fn new(limits: Limits, template: &str) -> Self {
        Self {
            limits,
            depth: Cell::new(0),
            steps: Cell::new(limits.steps.saturating_add(template.len())),
            bytes: Cell::new(limits.bytes.saturating_add(template.len())),
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Pays for one token.
    pub(crate) fn step(&self) -> Result<(), Error> {
        pay(&self.steps, 1).ok_or(Error::Limit { what: Limited::Steps, limit: self.limits.steps })
    }

    /// Pays for reading or writing so many bytes.
    pub(crate) fn bytes(&self, count: usize) -> Result<(), Error> {
        pay(&self.bytes, count).ok_or(Error::Limit { what: Limited::Bytes, limit: self.limits.bytes })
    }

    /// How many bytes can still be paid for.
    pub(crate) fn bytes_left(&self) -> usize {
        self.bytes.get()
    }

    /// Runs something one level deeper; the template itself is level 0.
    pub(crate) fn deeper<T>(&self, run: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let depth = self.depth.get();
        if depth > self.limits.depth {
            return Err(Error::Limit { what: Limited::Depth, limit: self.limits.depth });
        }
        self.depth.set(depth + 1);
        let result = run();
        self.depth.set(depth);
        result
    }
}

fn pay(purse: &Cell<usize>, price: usize) -> Option<()> {
    purse.set(purse.get().checked_sub(price)?);
    Some(())
}
