//! Text and blocks: what a template is made of.

use std::sync::Arc;

use super::cursor::{Parser, Read};
use crate::syntax::{Branch, Condition, Conditional, Loop, Symbol, Token, TokenKind};

/// Which words end the body of a block, beside its closing word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// `#{else}` and `#{elseif ...}`: they belong to the block (VG-08).
    AtElse,
    /// Nothing: here they would be plain substitutions.
    Nowhere,
}

impl Parser<'_> {
    /// Text up to the next `#{`, or the block that opens here.
    pub(crate) fn token(&mut self, at: usize) -> Read<Token> {
        if self.starts_with(at, "#{") { self.block(at) } else { self.text(at) }
    }

    /// Text with its escapes resolved (VG-12).
    fn text(&self, at: usize) -> Read<Token> {
        let mut text = String::new();
        let mut end = at;
        while end < self.source.len() {
            let rest = self.rest(end);
            let plain = rest.find('#').unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            end += plain;
            let rest = &rest[plain..];
            // The original does not look for the `#{` of `###{` when it is the last of the text.
            if rest.starts_with("###{") && rest.len() > 4 {
                text.push('#');
                end += 2;
            } else if rest.starts_with("##{") {
                text.push_str("#{");
                end += 3;
            } else if rest.starts_with("#{") {
                break;
            } else if let Some(next) = rest.chars().nth(1) {
                text.push('#');
                text.push(next);
                end += 1 + next.len_utf8();
            } else {
                text.push_str(rest);
                end += rest.len();
            }
        }
        if end > at { Ok((Token { span: at..end, kind: TokenKind::Text(text) }, end)) } else { Err(at) }
    }

    /// A conditional, a loop, a calculation or a substitution, tried in this order.
    pub(crate) fn block(&mut self, at: usize) -> Read<Token> {
        if let Some(remembered) = self.blocks.get(&at).cloned() {
            return self.recall(remembered);
        }
        let (read, remembered) = self.measured(
            |parser| parser.deeper(at, |parser| parser.read_block(at)),
            // A substitution has counted its own level.
            |token| !matches!(token.kind, TokenKind::Substitution(_)),
        );
        self.blocks.extend(remembered.map(|remembered| (at, remembered)));
        read
    }

    fn read_block(&mut self, at: usize) -> Read<Token> {
        let (kind, end) = self
            .conditional(at)
            .or_else(|furthest| self.each(at).map_err(|other| furthest.max(other)))
            .or_else(|furthest| self.calculation(at).map_err(|other| furthest.max(other)))
            .or_else(|furthest| {
                if self.opens_a_body(at) {
                    return Err(furthest);
                }
                let (expression, end) = self.substitution(at).map_err(|other| furthest.max(other))?;
                Ok((TokenKind::Substitution(expression), end))
            })
            // As text it fails behind the `#`.
            .map_err(|furthest: usize| furthest.max(at + 1))?;
        Ok((Token { span: at..end, kind }, end))
    }

    /// Whether a block with a body opens here; if it is not closed, it must not pass for a strange name like `if A`.
    fn opens_a_body(&mut self, at: usize) -> bool {
        let Ok(word) = self.open(at).map(|inside| self.blanks(inside)) else { return false };
        match self.keyword(word, "if").or_else(|_| self.keyword(word, "unless")) {
            Ok(behind) => self.head(behind).is_ok(),
            Err(_) => self.each_head(at).is_ok(),
        }
    }

    fn conditional(&mut self, at: usize) -> Read<TokenKind> {
        let word = self.blanks(self.open(at)?);
        match self.keyword(word, "if") {
            Ok(behind) => self.if_block(behind),
            Err(furthest) => {
                let behind = self.keyword(word, "unless").map_err(|other| furthest.max(other))?;
                self.unless_block(behind)
            }
        }
    }

    fn if_block(&mut self, at: usize) -> Read<TokenKind> {
        let (first, mut end) = self.branch(at)?;
        let mut branches = vec![first];
        while self.is_elseif(end) {
            let Ok((branch, behind)) = self.branch(end + "#{elseif".len()) else { break };
            branches.push(branch);
            end = behind;
        }
        let (otherwise, end) = self.else_body(end);
        let end = self.literal(end, "#{/if}")?;
        Ok((TokenKind::Conditional(Arc::new(Conditional { branches, otherwise })), end))
    }

    fn unless_block(&mut self, at: usize) -> Read<TokenKind> {
        let (Branch { condition, body: otherwise }, end) = self.branch(at)?;
        let (body, end) = self.else_body(end);
        let end = self.literal(end, "#{/unless}")?;
        let branches = vec![Branch { condition, body }];
        Ok((TokenKind::Conditional(Arc::new(Conditional { branches, otherwise })), end))
    }

    /// What follows `if`, `unless` and `elseif`, and the body behind it.
    fn branch(&mut self, at: usize) -> Read<Branch> {
        let (condition, inside) = self.head(at)?;
        let (body, end) = self.body(inside, Ends::AtElse);
        Ok((Branch { condition, body }, end))
    }

    /// Blanks, condition, `}`.
    fn head(&mut self, at: usize) -> Read<Condition> {
        let start = self.some_blanks(at)?;
        let (condition, end) = self.condition(start)?;
        Ok((condition, self.literal(self.blanks(end), "}")?))
    }

    fn else_body(&mut self, at: usize) -> (Vec<Token>, usize) {
        match self.literal(at, "#{else}") {
            Ok(inside) => self.body(inside, Ends::Nowhere),
            Err(_) => (Vec::new(), at),
        }
    }

    fn is_elseif(&self, at: usize) -> bool {
        self.literal(at, "#{elseif").is_ok_and(|end| self.character(end).is_some_and(char::is_whitespace))
    }

    fn body(&mut self, at: usize, ends: Ends) -> (Vec<Token>, usize) {
        let mut tokens = Vec::new();
        let mut end = at;
        loop {
            if ends == Ends::AtElse && (self.starts_with(end, "#{else}") || self.is_elseif(end)) {
                break;
            }
            let Ok((token, behind)) = self.token(end) else { break };
            tokens.push(token);
            end = behind;
        }
        (tokens, end)
    }

    fn each(&mut self, at: usize) -> Read<TokenKind> {
        let ((variable, collection), inside) = self.each_head(at)?;
        let (body, end) = self.body(inside, Ends::Nowhere);
        let end = self.literal(end, "#{/each}")?;
        Ok((TokenKind::Loop(Arc::new(Loop { variable, collection, body })), end))
    }

    fn each_head(&mut self, at: usize) -> Read<(String, Symbol)> {
        let word = self.blanks(self.open(at)?);
        let start = self.some_blanks(self.keyword(word, "each")?)?;
        let (variable, end) = self.name(start)?;
        let start = self.blanks(self.keyword(self.blanks(end), "in")?);
        let (collection, end) = self.symbol(start)?;
        Ok(((variable, collection), self.literal(self.blanks(end), "}")?))
    }

    fn calculation(&mut self, at: usize) -> Read<TokenKind> {
        let word = self.blanks(self.open(at)?);
        let start = self.some_blanks(self.keyword(word, "calc")?)?;
        let (sum, end) = self.sum(start)?;
        let end = self.literal(end, "}")?;
        Ok((TokenKind::Calculation(Arc::new(sum)), end))
    }
}
