//! `#{calc ...}` (VG-11).

use super::cursor::{Parser, Read};
use crate::syntax::{AddOp, Factor, MulOp, Product, Sum};

impl Parser<'_> {
    pub(crate) fn sum(&mut self, at: usize) -> Read<Sum> {
        let (first, mut end) = self.product(at)?;
        let mut rest = Vec::new();
        loop {
            let op = match self.character(end) {
                Some('+') => AddOp::Plus,
                Some('-') => AddOp::Minus,
                _ => break,
            };
            let Ok((product, behind)) = self.product(end + 1) else { break };
            rest.push((op, product));
            end = behind;
        }
        Ok((Sum { first, rest }, end))
    }

    fn product(&mut self, at: usize) -> Read<Product> {
        let (first, mut end) = self.factor(at)?;
        let mut rest = Vec::new();
        loop {
            let op = match self.character(end) {
                Some('*') => MulOp::Times,
                Some('/') => MulOp::Divide,
                _ => break,
            };
            let Ok((factor, behind)) = self.factor(end + 1) else { break };
            rest.push((op, factor));
            end = behind;
        }
        Ok((Product { first, rest }, end))
    }

    /// A group, a number, `{symbol}` or a symbol, with the blanks around it. A group is tried first although a
    /// parenthesis may also begin a name: that is the only way to have groups at all.
    fn factor(&mut self, at: usize) -> Read<Factor> {
        let start = self.blanks(at);
        let (factor, end) = self
            .group(start)
            .or_else(|furthest| self.number(start).map_err(|other| furthest.max(other)))
            .or_else(|furthest| self.braced_symbol(start).map_err(|other| furthest.max(other)))
            .or_else(|furthest| self.plain_symbol(start).map_err(|other| furthest.max(other)))?;
        Ok((factor, self.blanks(end)))
    }

    fn group(&mut self, at: usize) -> Read<Factor> {
        let inside = self.literal(at, "(")?;
        let (sum, end) = self.deeper(inside, |parser| parser.sum(inside))?;
        Ok((Factor::Group(Box::new(sum)), self.literal(end, ")")?))
    }

    fn number(&self, at: usize) -> Read<Factor> {
        let whole = self.digits(at);
        let end = match self.character(whole) {
            Some('.') => {
                let end = self.digits(whole + 1);
                if end == whole + 1 {
                    return Err(end);
                }
                end
            }
            _ if whole == at => return Err(at),
            _ => whole,
        };
        let number = self.source[at..end].parse().map_err(|_| at)?;
        Ok((Factor::Number(number), end))
    }

    fn digits(&self, at: usize) -> usize {
        let rest = self.rest(at);
        at + rest.len() - rest.trim_start_matches(|character: char| character.is_ascii_digit()).len()
    }

    fn braced_symbol(&mut self, at: usize) -> Read<Factor> {
        let inside = self.blanks(self.literal(at, "{")?);
        let (symbol, end) = self.symbol(inside)?;
        Ok((Factor::Symbol(symbol), self.literal(self.blanks(end), "}")?))
    }

    fn plain_symbol(&mut self, at: usize) -> Read<Factor> {
        let (symbol, end) = self.symbol(at)?;
        Ok((Factor::Symbol(symbol), end))
    }
}
