//! Turning a template into text (VE).

mod calculation;
mod items;
mod scope;

use std::collections::HashSet;
use std::sync::Arc;

pub(crate) use scope::Scope;

use crate::error::Error;
use crate::filters::{self, Regexes};
use crate::limits::Budget;
use crate::settings::Settings;
use crate::syntax::{Branch, Conditional, Expression, FilterOption, Loop, Operand, Template, Token, TokenKind};

/// How a token that gives nothing appears in the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Echo {
    /// As the product prints it: blanks and quotes in one fixed form (VE-12).
    Normalised,
    /// Byte for byte as it stands in the source: for files.
    AsWritten,
}

/// One evaluation of one template with all that it pulls in.
pub(crate) struct Evaluator<'s> {
    settings: &'s Settings,
    budget: Budget,
    echo: Echo,
    regexes: Regexes,
}

/// What evaluating a template gives.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) text: String,
    /// Tokens that gave nothing, in order, each once.
    pub(crate) missing: Vec<String>,
    /// Whether a token of the template itself, not of a value in it, ended in the filter `null` (VE-15).
    pub(crate) null: bool,
}

/// The template being evaluated, and what was noticed on the way.
struct Frame<'t> {
    source: &'t str,
    is_top: bool,
    missing: Missing,
    null: bool,
}

#[derive(Default)]
struct Missing {
    tokens: Vec<String>,
    seen: HashSet<String>,
}

impl Missing {
    fn add(&mut self, token: String) {
        if self.seen.insert(token.clone()) {
            self.tokens.push(token);
        }
    }

    fn extend(&mut self, others: Self) {
        for token in others.tokens {
            self.add(token);
        }
    }
}

impl<'s> Evaluator<'s> {
    pub(crate) fn new(settings: &'s Settings, budget: Budget, echo: Echo) -> Self {
        Self { settings, budget, echo, regexes: Regexes::default() }
    }

    /// Evaluates the template that was asked for.
    pub(crate) fn top(&self, template: &Template, source: &str, scope: &Scope<'_>) -> Result<Outcome, Error> {
        let mut frame = Frame { source, is_top: true, missing: Missing::default(), null: false };
        let mut text = String::new();
        self.tokens(&template.tokens, scope, &mut frame, &mut text)?;
        Ok(Outcome { text, missing: frame.missing.tokens, null: frame.null })
    }

    /// Evaluates the value of a variable.
    fn value(&self, template: &Template, source: &str, scope: &Scope<'_>) -> Result<(String, Missing), Error> {
        let mut frame = Frame { source, is_top: false, missing: Missing::default(), null: false };
        let mut text = String::new();
        self.tokens(&template.tokens, scope, &mut frame, &mut text)?;
        Ok((text, frame.missing))
    }

    fn tokens(
        &self,
        tokens: &[Token],
        scope: &Scope<'_>,
        frame: &mut Frame<'_>,
        out: &mut String,
    ) -> Result<(), Error> {
        self.budget.deeper(|| tokens.iter().try_for_each(|token| self.token(token, scope, frame, out)))
    }

    fn token(&self, token: &Token, scope: &Scope<'_>, frame: &mut Frame<'_>, out: &mut String) -> Result<(), Error> {
        self.budget.step()?;
        match &token.kind {
            TokenKind::Text(text) => self.write(text, out),
            TokenKind::Substitution(expression) => {
                if let Some(value) = self.expression(expression, scope, frame)? {
                    return self.write(&value, out);
                }
                if expression.filters.last().is_some_and(|filter| filter.name == "null") {
                    frame.null = true;
                    return if frame.is_top { Ok(()) } else { self.echo(token, frame, out) };
                }
                frame.missing.add(token.to_string());
                self.echo(token, frame, out)
            }
            TokenKind::Conditional(conditional) => self.conditional(token, conditional, scope, frame, out),
            TokenKind::Loop(each) => self.each(each, scope, frame, out),
            TokenKind::Calculation(sum) => match self.sum(sum, scope, frame)? {
                Some(number) => self.write(&crate::number::shortest(number), out),
                None => self.echo(token, frame, out),
            },
        }
    }

    fn write(&self, text: &str, out: &mut String) -> Result<(), Error> {
        self.budget.bytes(text.len())?;
        out.push_str(text);
        Ok(())
    }

    fn echo(&self, token: &Token, frame: &Frame<'_>, out: &mut String) -> Result<(), Error> {
        match self.echo {
            Echo::Normalised => self.write(&token.to_string(), out),
            Echo::AsWritten => self.write(&frame.source[token.span.clone()], out),
        }
    }

    /// The value of a symbol or of a chain of filters; nothing when it has none.
    fn expression(
        &self,
        expression: &Expression,
        scope: &Scope<'_>,
        frame: &mut Frame<'_>,
    ) -> Result<Option<String>, Error> {
        let mut value = match &expression.symbol {
            Some(symbol) => self.resolve(symbol, scope, &mut frame.missing)?,
            None => None,
        };
        for filter in &expression.filters {
            self.budget.step()?;
            let mut options = Vec::with_capacity(filter.options.len());
            for option in &filter.options {
                options.push(match option {
                    FilterOption::Text(text) => text.clone(),
                    FilterOption::Nested(token) => {
                        let mut text = String::new();
                        self.tokens(std::slice::from_ref(token), scope, frame, &mut text)?;
                        text
                    }
                });
            }
            let size = options.iter().map(String::len).chain(value.as_deref().map(str::len)).sum();
            self.budget.bytes(size)?;
            let call = filters::Call {
                name: &filter.name,
                input: value.as_deref(),
                options: &options,
                settings: self.settings,
                regexes: &self.regexes,
                room: self.budget.bytes_left(),
            };
            value = call.apply()?;
            self.budget.bytes(value.as_deref().map_or(0, str::len))?;
        }
        Ok(value)
    }

    fn conditional(
        &self,
        token: &Token,
        conditional: &Conditional,
        scope: &Scope<'_>,
        frame: &mut Frame<'_>,
        out: &mut String,
    ) -> Result<(), Error> {
        for (place, branch) in conditional.branches.iter().enumerate() {
            match self.decide(branch, scope, frame)? {
                Decision::Taken => return self.tokens(&branch.body, scope, frame, out),
                Decision::NotTaken => {}
                Decision::Undecided { missing } => {
                    frame.missing.add(missing);
                    return match self.echo {
                        Echo::Normalised => self.write(&conditional.since_branch(place).to_string(), out),
                        Echo::AsWritten => self.echo(token, frame, out),
                    };
                }
            }
        }
        self.tokens(&conditional.otherwise, scope, frame, out)
    }

    fn decide(&self, branch: &Branch, scope: &Scope<'_>, frame: &mut Frame<'_>) -> Result<Decision, Error> {
        let condition = &branch.condition;
        let Some(left) = self.operand(&condition.left, scope, frame)? else {
            return Ok(Decision::Undecided { missing: condition.left.to_string() });
        };
        let Some(comparison) = &condition.comparison else {
            return Ok(Decision::from(is_truthy(&left)));
        };
        let same = match &comparison.right {
            Operand::Text(right) => left == *right,
            Operand::Expression(right) => match self.operand(right, scope, frame)? {
                Some(right) => left == right,
                None => return Ok(Decision::Undecided { missing: right.to_string() }),
            },
        };
        Ok(Decision::from(same == comparison.equal))
    }

    /// One side of a condition: a missing symbol is the empty text (VE-07), a chain without result stays nothing
    /// (VE-08).
    fn operand(
        &self,
        expression: &Expression,
        scope: &Scope<'_>,
        frame: &mut Frame<'_>,
    ) -> Result<Option<String>, Error> {
        let value = self.expression(expression, scope, frame)?;
        Ok(if expression.filters.is_empty() { Some(value.unwrap_or_default()) } else { value })
    }

    fn each(&self, each: &Loop, scope: &Scope<'_>, frame: &mut Frame<'_>, out: &mut String) -> Result<(), Error> {
        let items = self.items(&each.collection, scope, &mut frame.missing)?;
        let count = items.len();
        for (index, item) in items.into_iter().enumerate() {
            self.budget.step()?;
            let locals = items::locals(&each.variable, item, index, count)?;
            self.tokens(&each.body, &scope.child(Arc::new(locals)), frame, out)?;
        }
        Ok(())
    }
}

enum Decision {
    Taken,
    NotTaken,
    Undecided { missing: String },
}

impl From<bool> for Decision {
    fn from(holds: bool) -> Self {
        if holds { Self::Taken } else { Self::NotTaken }
    }
}

/// Whether a text counts as true (VE-10).
pub(crate) fn is_truthy(text: &str) -> bool {
    let word = text.trim();
    !text.is_empty() && text != "0" && !word.eq_ignore_ascii_case("no") && !word.eq_ignore_ascii_case("false")
}

#[cfg(test)]
mod tests;
