//! Reading documents.

use std::collections::BTreeMap;

use crate::name::{continues_name, starts_name};
use crate::{Attribute, Block, Document, Node, OclError, Position, Text, TextForm, Value};

/// No document that a person or a server writes comes near this, and no stack ends before it.
const DEPTH_LIMIT: usize = 100;

impl Document {
    /// Reads a document.
    pub fn parse(text: &str) -> Result<Self, OclError> {
        let mut reader = Reader { text, at: 0, depth: 0, counted_to: 0, line: 1 };
        let nodes = reader.nodes()?;
        match reader.peek() {
            None => Ok(Self { nodes }),
            Some(_) => Err(reader.unexpected("the name of an attribute or a block")),
        }
    }
}

/// Reads from the front; `at` is the place of the next character.
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: usize,
    depth: usize,
    /// The line of a place that reading has passed.
    line: usize,
    counted_to: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn skip(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    pub(crate) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|character| !wanted(character)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    pub(crate) fn skip_blanks(&mut self) {
        self.take_while(is_blank);
    }

    fn skip_space(&mut self) {
        self.take_while(|character| is_blank(character) || is_newline(character));
    }

    /// The line of the next character, counted on from the last time it was asked for.
    fn line(&mut self) -> usize {
        self.line += self.text[self.counted_to..self.at].matches('\n').count();
        self.counted_to = self.at;
        self.line
    }

    /// Counted from the start, which is for errors only.
    pub(crate) fn position(&self, at: usize) -> Position {
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position { line: before.matches('\n').count() + 1, column: self.text[line_start..at].chars().count() + 1 }
    }

    pub(crate) fn unexpected(&self, expected: &'static str) -> OclError {
        let found = match self.peek() {
            None => "the end of the document".to_owned(),
            Some(character) if is_newline(character) => "the end of the line".to_owned(),
            Some(character) => format!("{character:?}"),
        };
        OclError::Unexpected { at: self.position(self.at), expected, found }
    }

    fn expect(&mut self, text: &str, expected: &'static str) -> Result<(), OclError> {
        if self.skip(text) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, OclError>) -> Result<T, OclError> {
        if self.depth == DEPTH_LIMIT {
            return Err(OclError::TooDeep { at: self.position(self.at), limit: DEPTH_LIMIT });
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Nodes up to something that is not one. Each has its own line; the last may be followed by a closing brace.
    fn nodes(&mut self) -> Result<Vec<Node>, OclError> {
        let mut nodes = Vec::new();
        loop {
            self.skip_space();
            if !self.peek().is_some_and(starts_name) {
                return Ok(nodes);
            }
            let line = self.line();
            nodes.push(self.node(line)?);
            self.skip_blanks();
            if !self.peek().is_none_or(|character| is_newline(character) || character == '}') {
                return Err(self.unexpected("the end of the line"));
            }
        }
    }

    fn node(&mut self, line: usize) -> Result<Node, OclError> {
        let name = self.take_while(continues_name).to_owned();
        self.skip_blanks();
        if self.skip("=") {
            self.skip_blanks();
            let value = self.value()?;
            return Ok(Node::Attribute(Attribute { name, value, line: Some(line) }));
        }
        let mut labels = Vec::new();
        while self.peek() == Some('"') {
            labels.push(self.quoted()?);
            self.skip_blanks();
        }
        let expected =
            if labels.is_empty() { "= for an attribute, a label or { for a block" } else { "another label or {" };
        self.expect("{", expected)?;
        let children = self.deeper(Self::nodes)?;
        self.expect("}", "the name of an attribute or a block, or }")?;
        Ok(Node::Block(Block { name, labels, children, line: Some(line) }))
    }

    fn value(&mut self) -> Result<Value, OclError> {
        match self.peek() {
            Some('"') => self.quoted().map(|text| Value::Text(Text { text, form: TextForm::SingleLine })),
            Some('<') => self.heredoc().map(Value::Text),
            Some('[') => self.deeper(Self::array),
            Some('{') => self.deeper(Self::dictionary),
            Some(character) if character == '-' || character.is_ascii_digit() => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Value, OclError> {
        let start = self.at;
        match self.take_while(continues_name) {
            "null" => Ok(Value::Null),
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => {
                self.at = start;
                Err(self.unexpected("a value: null, true, false, a number, a text in quotes, a heredoc, [ or {"))
            }
        }
    }

    fn number(&mut self) -> Result<Value, OclError> {
        let start = self.at;
        self.skip("-");
        if self.take_while(|character| character.is_ascii_digit()).is_empty() {
            return Err(self.unexpected("a digit"));
        }
        if self.skip(".") && self.take_while(|character| character.is_ascii_digit()).is_empty() {
            return Err(self.unexpected("a digit"));
        }
        let number = &self.text[start..self.at];
        if let Ok(decimal) = number.parse() {
            return Ok(Value::Decimal(decimal));
        }
        number
            .parse()
            .map(Value::Integer)
            .map_err(|_| OclError::NumberTooLarge { at: self.position(start), number: number.to_owned() })
    }

    fn array(&mut self) -> Result<Value, OclError> {
        self.expect("[", "[")?;
        let mut values = Vec::new();
        self.skip_space();
        if self.skip("]") {
            return Ok(Value::Array(values));
        }
        loop {
            values.push(self.value()?);
            self.skip_space();
            if self.skip("]") {
                return Ok(Value::Array(values));
            }
            self.expect(",", ", or ]")?;
            self.skip_space();
        }
    }

    fn dictionary(&mut self) -> Result<Value, OclError> {
        self.expect("{", "{")?;
        let mut entries = BTreeMap::new();
        loop {
            self.skip_space();
            if self.skip("}") {
                return Ok(Value::Dictionary(entries));
            }
            let at = self.at;
            let key = self.key()?;
            self.skip_blanks();
            self.expect("=", "=")?;
            self.skip_blanks();
            let value = self.value()?;
            if entries.contains_key(&key) {
                return Err(OclError::DuplicateKey { at: self.position(at), key });
            }
            entries.insert(key, value);
            self.skip_blanks();
            if !self.peek().is_some_and(|character| is_newline(character) || character == '}') {
                return Err(self.unexpected("the end of the line or }"));
            }
        }
    }

    fn key(&mut self) -> Result<String, OclError> {
        match self.peek() {
            Some('"') => self.quoted(),
            Some(character) if starts_name(character) => Ok(self.take_while(continues_key).to_owned()),
            _ => Err(self.unexpected("a key or }")),
        }
    }
}

/// Plain keys may hold dots, as the names of step properties do.
pub(crate) fn continues_key(character: char) -> bool {
    continues_name(character) || character == '.'
}

pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

pub(crate) fn is_newline(character: char) -> bool {
    matches!(character, '\n' | '\r')
}
