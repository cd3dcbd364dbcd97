//! Templates back into text, in the normalised form in which unresolved tokens are echoed (VE-12).

use std::fmt::{Display, Formatter, Result, Write};

use crate::number::shortest;
use crate::syntax::{
    AddOp, Condition, Conditional, Expression, Factor, FilterOption, Loop, MulOp, Operand, Product, Step, Sum, Symbol,
    Template, Token, TokenKind,
};

impl Display for Template {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        tokens(&self.tokens, f)
    }
}

impl Display for Token {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            TokenKind::Text(text) => f.write_str(&text.replace("#{", "##{")),
            TokenKind::Substitution(expression) => write!(f, "#{{{expression}}}"),
            TokenKind::Conditional(conditional) => conditional.since_branch(0).fmt(f),
            TokenKind::Loop(each) => each.fmt(f),
            TokenKind::Calculation(sum) => write!(f, "#{{{sum}}}"),
        }
    }
}

fn tokens(tokens: &[Token], f: &mut Formatter<'_>) -> Result {
    tokens.iter().try_for_each(|token| token.fmt(f))
}

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if let Some(symbol) = &self.symbol {
            symbol.fmt(f)?;
        }
        for call in &self.filters {
            write!(f, " | {}", call.name)?;
            for option in &call.options {
                match option {
                    FilterOption::Text(text) => write!(f, " \"{text}\"")?,
                    FilterOption::Nested(token) => write!(f, " {token}")?,
                }
            }
        }
        Ok(())
    }
}

impl Display for Symbol {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (place, step) in self.steps.iter().enumerate() {
            match step {
                Step::Name(name) if place == 0 => f.write_str(name)?,
                Step::Name(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::SymbolIndex(symbol) => write!(f, "[#{{{symbol}}}]")?,
            }
        }
        Ok(())
    }
}

impl Conditional {
    /// The conditional as it reads once the branches before this one are known not to be taken.
    pub(crate) fn since_branch(&self, first: usize) -> impl Display {
        SinceBranch { conditional: self, first }
    }
}

struct SinceBranch<'c> {
    conditional: &'c Conditional,
    first: usize,
}

impl Display for SinceBranch<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let branches = &self.conditional.branches[self.first..];
        for (place, branch) in branches.iter().enumerate() {
            if place > 0 {
                f.write_str("#{else}")?;
            }
            write!(f, "#{{if {}}}", branch.condition)?;
            tokens(&branch.body, f)?;
        }
        if !self.conditional.otherwise.is_empty() {
            f.write_str("#{else}")?;
            tokens(&self.conditional.otherwise, f)?;
        }
        branches.iter().try_for_each(|_| f.write_str("#{/if}"))
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.left.fmt(f)?;
        let Some(comparison) = &self.comparison else { return Ok(()) };
        f.write_str(if comparison.equal { " == " } else { " != " })?;
        match &comparison.right {
            Operand::Expression(expression) => write!(f, "{expression} "),
            Operand::Text(text) => write!(f, "\"{text}\" "),
        }
    }
}

impl Display for Loop {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "#{{each {} in {}}}", self.variable, self.collection)?;
        tokens(&self.body, f)?;
        f.write_str("#{/each}")
    }
}

impl Display for Sum {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.first.fmt(f)?;
        for (op, product) in &self.rest {
            f.write_char(match op {
                AddOp::Plus => '+',
                AddOp::Minus => '-',
            })?;
            product.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Product {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.first.fmt(f)?;
        for (op, factor) in &self.rest {
            f.write_char(match op {
                MulOp::Times => '*',
                MulOp::Divide => '/',
            })?;
            factor.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Factor {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Number(number) => f.write_str(&shortest(*number)),
            Self::Symbol(symbol) => symbol.fmt(f),
            Self::Group(sum) => write!(f, "({sum})"),
        }
    }
}
