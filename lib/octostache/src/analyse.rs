//! What can be said of a template without any variables.

use crate::error::Error;
use crate::parse;
use crate::syntax::{
    Expression, Factor, FilterOption, Operand, Product, Step, Sum, Symbol, Template, Token, TokenKind,
};

use crate::limits::Limits;

impl Template {
    /// Reads a template; what does not parse is an error that names the place.
    pub fn parse(text: &str) -> Result<Self, Error> {
        parse::strict(text, Limits::default().depth)
    }

    /// Reads a template and takes what does not parse for text (VE-13).
    pub fn parse_file(text: &str) -> Result<Self, Error> {
        parse::lenient(text, Limits::default().depth)
    }

    /// Names of the variables the template asks for, in order, each once.
    ///
    /// Of a loop it is the collection only: what its items are called cannot be known without the variables.
    pub fn arguments(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut seen = std::collections::HashSet::new();
        in_tokens(&self.tokens, &mut |name| {
            if seen.insert(name.clone()) {
                names.push(name);
            }
        });
        names
    }
}

fn in_tokens(tokens: &[Token], found: &mut impl FnMut(String)) {
    for token in tokens {
        in_token(token, found);
    }
}

fn in_token(token: &Token, found: &mut impl FnMut(String)) {
    match &token.kind {
        TokenKind::Text(_) => {}
        TokenKind::Substitution(expression) => in_expression(expression, found),
        TokenKind::Conditional(conditional) => {
            for branch in &conditional.branches {
                in_expression(&branch.condition.left, found);
                if let Some(comparison) = &branch.condition.comparison
                    && let Operand::Expression(right) = &comparison.right
                {
                    in_expression(right, found);
                }
                in_tokens(&branch.body, found);
            }
            in_tokens(&conditional.otherwise, found);
        }
        TokenKind::Loop(each) => in_symbol(&each.collection, found),
        TokenKind::Calculation(sum) => in_sum(sum, found),
    }
}

fn in_expression(expression: &Expression, found: &mut impl FnMut(String)) {
    if let Some(symbol) = &expression.symbol {
        in_symbol(symbol, found);
    }
    for option in expression.filters.iter().flat_map(|filter| &filter.options) {
        if let FilterOption::Nested(token) = option {
            in_token(token, found);
        }
    }
}

/// The name up to the first index that depends on another variable, and then those variables.
fn in_symbol(symbol: &Symbol, found: &mut impl FnMut(String)) {
    let is_fixed = |step: &&Step| !matches!(step, Step::SymbolIndex(_));
    let fixed = symbol.steps.iter().take_while(is_fixed).cloned().collect();
    found(Symbol { position: symbol.position, steps: fixed }.to_string());
    for step in &symbol.steps {
        if let Step::SymbolIndex(index) = step {
            in_symbol(index, found);
        }
    }
}

fn in_sum(sum: &Sum, found: &mut impl FnMut(String)) {
    in_product(&sum.first, found);
    for (_, product) in &sum.rest {
        in_product(product, found);
    }
}

fn in_product(product: &Product, found: &mut impl FnMut(String)) {
    in_factor(&product.first, found);
    for (_, factor) in &product.rest {
        in_factor(factor, found);
    }
}

fn in_factor(factor: &Factor, found: &mut impl FnMut(String)) {
    match factor {
        Factor::Number(_) => {}
        Factor::Symbol(symbol) => in_symbol(symbol, found),
        Factor::Group(sum) => in_sum(sum, found),
    }
}
