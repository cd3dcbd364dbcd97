//! Reading templates: an ordered choice over the text, as the grammar of the facts (VG) describes it.

mod block;
mod calculation;
mod characters;
mod cursor;
mod expression;

use cursor::Parser;

use crate::error::{Error, Limited, SyntaxError};
use crate::syntax::{Symbol, Template, Token, TokenKind};

/// Reads a whole template; what does not parse is an error.
pub(crate) fn strict(source: &str, max_depth: usize) -> Result<Template, Error> {
    let mut parser = Parser::new(source, max_depth);
    let mut tokens = Vec::new();
    let mut end = 0;
    while end < source.len() {
        let read = parser.outermost(|parser| parser.token(end));
        if parser.is_too_deep() {
            return Err(Error::Limit { what: Limited::Depth, limit: max_depth });
        }
        match read {
            Ok((token, behind)) => {
                tokens.push(token);
                end = behind;
            }
            Err(furthest) => return Err(syntax_error(source, end, furthest).into()),
        }
    }
    Ok(Template { tokens })
}

/// Reads a template and takes what does not parse, up to the furthest point that any reading of it reached, for
/// text (VE-13).
pub(crate) fn lenient(source: &str, max_depth: usize) -> Result<Template, Error> {
    let mut parser = Parser::new(source, max_depth);
    let mut tokens = Vec::new();
    let mut end = 0;
    while end < source.len() {
        let read = parser.outermost(|parser| parser.token(end));
        if parser.is_too_deep() {
            return Err(Error::Limit { what: Limited::Depth, limit: max_depth });
        }
        let (token, behind) = read.unwrap_or_else(|furthest| {
            let behind = furthest.max(end + 1);
            let kind = TokenKind::Text(source[end..behind].to_owned());
            (Token { span: end..behind, kind }, behind)
        });
        tokens.push(token);
        end = behind;
    }
    Ok(Template { tokens })
}

/// The longest prefix that is a symbol (VM-06).
pub(crate) fn symbol_prefix(name: &str, max_depth: usize) -> Option<Symbol> {
    let mut parser = Parser::new(name, max_depth);
    let (symbol, _) = parser.outermost(|parser| parser.symbol(0)).ok()?;
    Some(symbol)
}

fn syntax_error(source: &str, offset: usize, furthest: usize) -> SyntaxError {
    let before = &source[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    SyntaxError {
        offset,
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        furthest,
    }
}

#[cfg(test)]
mod tests;
