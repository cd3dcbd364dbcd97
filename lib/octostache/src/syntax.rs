//! The tree a template is read into.
//!
//! Every list that can be long (elseif branches, filters of a chain, operators of a calculation) is flat, so
//! that the depth of the tree is the depth of the nesting in the text, which the parser bounds.

use std::ops::Range;
use std::sync::Arc;

/// A template that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    pub(crate) tokens: Vec<Token>,
}

/// A piece of a template with its place in the source.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub(crate) span: Range<usize>,
    pub(crate) kind: TokenKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenKind {
    /// Text with its escapes already resolved.
    Text(String),
    Substitution(Arc<Expression>),
    Conditional(Arc<Conditional>),
    Loop(Arc<Loop>),
    Calculation(Arc<Sum>),
}

/// What can stand in `#{...}`: a symbol, or a chain of filters over an optional symbol.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expression {
    pub(crate) symbol: Option<Symbol>,
    pub(crate) filters: Vec<FilterCall>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FilterCall {
    pub(crate) name: String,
    pub(crate) options: Vec<FilterOption>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FilterOption {
    Text(String),
    Nested(Token),
}

/// A path to a variable: `Foo.Bar[x].Baz`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Symbol {
    /// Byte offset in its own source text; part of its identity when loops are looked for (VE-14).
    pub(crate) position: usize,
    pub(crate) steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Name(String),
    Index(String),
    SymbolIndex(Box<Symbol>),
}

/// `if`, `elseif` and `else`; an `unless` is an `if` with its branches swapped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Conditional {
    pub(crate) branches: Vec<Branch>,
    pub(crate) otherwise: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Branch {
    pub(crate) condition: Condition,
    pub(crate) body: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    pub(crate) left: Expression,
    pub(crate) comparison: Option<Comparison>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) equal: bool,
    pub(crate) right: Operand,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    Expression(Expression),
    Text(String),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Loop {
    pub(crate) variable: String,
    pub(crate) collection: Symbol,
    pub(crate) body: Vec<Token>,
}

/// Products added and subtracted from left to right.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sum {
    pub(crate) first: Product,
    pub(crate) rest: Vec<(AddOp, Product)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddOp {
    Plus,
    Minus,
}

/// Factors multiplied and divided from left to right.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Product {
    pub(crate) first: Factor,
    pub(crate) rest: Vec<(MulOp, Factor)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MulOp {
    Times,
    Divide,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Factor {
    Number(f64),
    Symbol(Symbol),
    Group(Box<Sum>),
}
