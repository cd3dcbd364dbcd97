//! Symbols, filter chains, conditions: what stands between `#{` and `}`.

use std::sync::Arc;

use super::cursor::{Parser, Read};
use crate::syntax::{Comparison, Condition, Expression, FilterCall, FilterOption, Operand, Step, Symbol};

impl Parser<'_> {
    /// `name`, then any number of `.name` and `[index]` (VG-03).
    pub(crate) fn symbol(&mut self, at: usize) -> Read<Symbol> {
        let (first, mut end) = self.name(at)?;
        let mut steps = vec![Step::Name(first)];
        loop {
            let step = match self.character(end) {
                Some('.') => self.name(end + 1).map(|(name, behind)| (Step::Name(name), behind)),
                Some('[') => self.index(end),
                _ => break,
            };
            let Ok((step, behind)) = step else { break };
            steps.push(step);
            end = behind;
        }
        Ok((Symbol { position: at, steps }, end))
    }

    /// `[#{symbol}]`, or any text with balanced brackets (VG-04).
    fn index(&mut self, open: usize) -> Read<Step> {
        let inside = self.blanks(open + 1);
        if self.starts_with(inside, "#{") {
            let nested = if self.substitutions.contains_key(&inside) {
                self.substitution(inside)
            } else {
                self.deeper(inside, |parser| parser.substitution(inside))
            };
            if let Ok((expression, behind)) = nested
                && let Expression { symbol: Some(symbol), filters } = &*expression
                && filters.is_empty()
                && let Ok(end) = self.literal(self.blanks(behind), "]")
            {
                return Ok((Step::SymbolIndex(Box::new(symbol.clone())), end));
            }
        }
        let close = self.closing_bracket(open).ok_or(open)?;
        let mut text = String::new();
        let mut blank_counts = false;
        for character in self.source[open + 1..close].chars() {
            if blank_counts || !character.is_whitespace() {
                text.push(character);
                blank_counts = character != '[';
            }
        }
        Ok((Step::Index(text), close + 1))
    }

    /// A filter chain or a plain symbol (VG-05, VG-06).
    pub(crate) fn expression(&mut self, at: usize) -> Read<Expression> {
        match self.filter_chain(at) {
            Ok(chain) => Ok(chain),
            Err(furthest) => match self.symbol(at) {
                Ok((symbol, end)) => Ok((Expression { symbol: Some(symbol), filters: Vec::new() }, end)),
                Err(other) => Err(furthest.max(other)),
            },
        }
    }

    fn filter_chain(&mut self, at: usize) -> Read<Expression> {
        let (symbol, mut end) = match self.symbol(self.blanks(at)) {
            Ok((symbol, behind)) => (Some(symbol), self.blanks(behind)),
            Err(_) => (None, at),
        };
        let (first, behind) = self.filter(end)?;
        let mut filters = vec![first];
        end = behind;
        while let Ok((filter, behind)) = self.filter(end) {
            filters.push(filter);
            end = behind;
        }
        Ok((Expression { symbol, filters }, end))
    }

    fn filter(&mut self, at: usize) -> Read<FilterCall> {
        let start = self.blanks(self.literal(at, "|")?);
        let (name, behind) = self.tight_name(start)?;
        let mut end = self.blanks(behind);
        let mut options = Vec::new();
        while let Ok((option, behind)) = self.option(end) {
            options.push(option);
            end = behind;
        }
        Ok((FilterCall { name, options }, end))
    }

    /// A bare word and a quoted text take the blanks around them; a nested `#{...}` takes none (VG-07).
    fn option(&mut self, at: usize) -> Read<FilterOption> {
        if self.starts_with(at, "#{") {
            let (token, end) = self.block(at)?;
            return Ok((FilterOption::Nested(token), end));
        }
        if let Ok((word, end)) = self.tight_name(self.blanks(at)) {
            return Ok((FilterOption::Text(word), self.blanks(end)));
        }
        let (text, end) = self.quoted(at)?;
        Ok((FilterOption::Text(text), end))
    }

    /// `#{expression}`.
    pub(crate) fn substitution(&mut self, at: usize) -> Read<Arc<Expression>> {
        if let Some(remembered) = self.substitutions.get(&at).cloned() {
            return self.recall(remembered);
        }
        let (read, remembered) = self.measured(|parser| parser.read_substitution(at), |_| true);
        self.substitutions.extend(remembered.map(|remembered| (at, remembered)));
        read
    }

    fn read_substitution(&mut self, at: usize) -> Read<Arc<Expression>> {
        let start = self.blanks(self.open(at)?);
        let (expression, end) = self.expression(start)?;
        let end = self.literal(self.blanks(end), "}")?;
        Ok((Arc::new(expression), end))
    }

    /// What an `if` asks, with the blanks around it (VG-09).
    pub(crate) fn condition(&mut self, at: usize) -> Read<Condition> {
        let start = self.blanks(at);
        let (left, end) = match self.expression(start) {
            Ok((left, end)) => (left, self.blanks(end)),
            Err(furthest) => {
                return self.text_comparison(start).map_err(|other| furthest.max(other));
            }
        };
        if let Ok((equal, behind)) = self.comparison_operator(end) {
            if let Ok((right, end)) = self.expression(behind) {
                let comparison = Some(Comparison { equal, right: Operand::Expression(right) });
                return Ok((Condition { left, comparison }, self.blanks(end)));
            }
            if let Ok((right, end)) = self.quoted(behind) {
                let comparison = Some(Comparison { equal, right: Operand::Text(right) });
                return Ok((Condition { left, comparison }, end));
            }
        }
        Ok((Condition { left, comparison: None }, end))
    }

    /// `"text" == expression` means the same with its sides swapped.
    fn text_comparison(&mut self, at: usize) -> Read<Condition> {
        let (right, end) = self.quoted(at)?;
        let (equal, start) = self.comparison_operator(end)?;
        let (left, end) = self.expression(start)?;
        let comparison = Some(Comparison { equal, right: Operand::Text(right) });
        Ok((Condition { left, comparison }, self.blanks(end)))
    }

    fn comparison_operator(&self, at: usize) -> Read<bool> {
        let start = self.blanks(at);
        let (equal, end) = match self.literal(start, "==") {
            Ok(end) => (true, end),
            Err(furthest) => (false, self.literal(start, "!=").map_err(|other| furthest.max(other))?),
        };
        Ok((equal, self.blanks(end)))
    }
}
