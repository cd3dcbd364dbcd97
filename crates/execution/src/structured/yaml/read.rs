//! From text to tree. The parser gives the structure; what it does not tell (names of anchors, tags as they
//! are written, comments, flow or block) is read from the text between its tokens.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::{Comment, Document, Kind, Node, Stream, Style};
use crate::structured::FormatError;

/// What the parser says of a line that should be `key: value` and has no colon.
const MISSING_COLON: &str = "simple key expected";

/// Deeper files are made to exhaust the stack.
const DEEPEST: usize = 256;

pub(super) fn stream(text: &str) -> Result<Stream, FormatError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader {
        characters: text.chars().collect(),
        at: 0,
        parser: Parser::new_from_str(text),
        comments: Vec::new(),
        dash: false,
    };
    reader.stream()
}

struct Reader<'a> {
    characters: Vec<char>,
    /// Everything before this place has been looked at.
    at: usize,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// Comments that no node has taken yet.
    comments: Vec<Comment>,
    /// The last indicator was the dash of an item.
    dash: bool,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<(Event<'static>, Span), FormatError> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((owned(event), span)),
            Some(Err(error)) => Err(self.error(&error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn error(&self, error: &ScanError) -> FormatError {
        let (mut line, mut column) = (error.marker().line(), error.marker().col() + 1);
        if error.info() == MISSING_COLON {
            // Noticed at the next token; what people want to see is the text that should have been a key.
            let before: String = self.characters.iter().take(error.marker().index()).collect();
            let last = before.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()).last();
            if let Some((number, text)) = last {
                line = number + 1;
                column = text.chars().take_while(|one| one.is_whitespace()).count() + 1;
            }
        }
        FormatError { why: error.info().to_owned(), line, column }
    }

    fn stream(&mut self) -> Result<Stream, FormatError> {
        let mut stream = Stream::default();
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => break,
                (Event::DocumentStart(explicit), _) => {
                    let directives = self.directives(explicit);
                    let root = self.node(0)?;
                    stream.documents.push(Document { directives, explicit, root });
                }
                _ => {}
            }
        }
        self.gap();
        stream.trailing = std::mem::take(&mut self.comments);
        Ok(stream)
    }

    /// Reads up to the marker of an explicit document.
    fn directives(&mut self, explicit: bool) -> Vec<String> {
        let mut directives = Vec::new();
        while explicit && self.at < self.characters.len() {
            let end = self.line_end();
            let line: String = self.characters[self.at..end].iter().collect();
            if line.starts_with("---") {
                self.at += 3;
                break;
            }
            if line.starts_with('%') {
                directives.push(line.trim_end().to_owned());
            } else if line.trim_start().starts_with('#') {
                self.comments.push(Comment { text: line.trim().to_owned(), inline: false, after_dash: false });
            }
            self.at = end + 1;
        }
        directives
    }

    fn line_end(&self) -> usize {
        let rest = &self.characters[self.at.min(self.characters.len())..];
        self.at + rest.iter().position(|one| *one == '\n').unwrap_or(rest.len())
    }

    fn node(&mut self, depth: usize) -> Result<Node, FormatError> {
        let (event, span) = self.next()?;
        self.node_of(event, span, depth)
    }

    fn node_of(&mut self, event: Event<'static>, span: Span, depth: usize) -> Result<Node, FormatError> {
        if depth > DEEPEST {
            let (line, column) = (span.start.line(), span.start.col() + 1);
            return Err(FormatError { why: "the document is nested too deeply".to_owned(), line, column });
        }
        self.gap();
        let mut node = Node {
            comments: std::mem::take(&mut self.comments),
            anchor: None,
            tag: None,
            kind: Kind::Alias(String::new()),
            column: span.start.col(),
        };
        match event {
            Event::Alias(_) => {
                node.kind = Kind::Alias(self.word().replacen('*', "", 1));
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.properties(&mut node, anchor > 0, tag.is_some());
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::Single,
                    ScalarStyle::DoubleQuoted => Style::Double,
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                };
                // An empty plain one stands nowhere.
                if !(text.is_empty() && style == Style::Plain) {
                    self.at = self.at.max(span.end.index());
                }
                node.kind = Kind::Scalar { text: text.into_owned(), style };
            }
            Event::SequenceStart(anchor, tag) => {
                self.properties(&mut node, anchor > 0, tag.is_some());
                let flow = self.open('[');
                let mut items = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                        break;
                    }
                    items.push(self.node_of(event, span, depth + 1)?);
                }
                self.close(flow, ']');
                node.kind = Kind::Sequence { items, flow };
            }
            Event::MappingStart(anchor, tag) => {
                self.properties(&mut node, anchor > 0, tag.is_some());
                let flow = self.open('{');
                let mut entries = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                        break;
                    }
                    let key = self.node_of(event, span, depth + 1)?;
                    let value = self.node(depth + 1)?;
                    entries.push((key, value));
                }
                self.close(flow, '}');
                node.kind = Kind::Mapping { entries, flow };
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => {
                node.kind = Kind::Scalar { text: String::new(), style: Style::Plain };
            }
        }
        Ok(node)
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.at + ahead).copied()
    }

    fn ends_word(&self, ahead: usize) -> bool {
        self.peek(ahead).is_none_or(char::is_whitespace)
    }

    /// Goes over blanks, indicators and comments, up to where something of a node begins.
    fn gap(&mut self) {
        self.dash = false;
        while let Some(character) = self.peek(0) {
            match character {
                ' ' | '\t' | '\r' | '\n' | ',' => self.at += 1,
                '-' | '?' if self.ends_word(1) => {
                    self.dash = character == '-';
                    self.at += 1;
                }
                ':' if self.ends_word(1) || matches!(self.peek(1), Some(',' | '[' | ']' | '{' | '}' | '"' | '\'')) => {
                    self.at += 1;
                }
                ':' if self.at > 0 && matches!(self.characters[self.at - 1], '"' | '\'' | ']' | '}') => self.at += 1,
                '.' if self.line_start() && self.characters[self.at..].starts_with(&['.', '.', '.']) => self.at += 3,
                '#' => self.comment(),
                _ => break,
            }
        }
    }

    fn line_start(&self) -> bool {
        self.at == 0 || self.characters[self.at - 1] == '\n'
    }

    fn comment(&mut self) {
        let end = self.line_end();
        let before = self.characters[..self.at].iter().rev().take_while(|one| **one != '\n');
        let inline = before.clone().any(|one| !one.is_whitespace());
        let after_dash = self.dash && before.into_iter().find(|one| !one.is_whitespace()) == Some(&'-');
        let text: String = self.characters[self.at..end].iter().collect();
        self.comments.push(Comment { text: text.trim_end().to_owned(), inline, after_dash });
        self.at = end;
    }

    /// Reads a node's anchor and tag, as many as the parser says that it has.
    fn properties(&mut self, node: &mut Node, mut anchor: bool, mut tag: bool) {
        loop {
            match self.peek(0) {
                Some('&') if anchor => {
                    node.anchor = Some(self.word().replacen('&', "", 1));
                    anchor = false;
                }
                Some('!') if tag => {
                    node.tag = Some(written_tag(&self.word()));
                    tag = false;
                }
                _ => return,
            }
            self.gap();
            node.comments.append(&mut self.comments);
        }
    }

    fn word(&mut self) -> String {
        let start = self.at;
        let verbatim = self.characters[start..].starts_with(&['!', '<']);
        while let Some(character) = self.peek(0) {
            if character.is_whitespace() || (!verbatim && matches!(character, ',' | '[' | ']' | '{' | '}')) {
                break;
            }
            self.at += 1;
        }
        self.characters[start..self.at].iter().collect()
    }

    fn open(&mut self, bracket: char) -> bool {
        let flow = self.peek(0) == Some(bracket);
        if flow {
            self.at += 1;
        }
        flow
    }

    fn close(&mut self, flow: bool, bracket: char) {
        if flow {
            self.gap();
            if self.peek(0) == Some(bracket) {
                self.at += 1;
            }
        }
    }
}

/// A tag in its short form, where it has one.
fn written_tag(tag: &str) -> String {
    let verbatim = tag.strip_prefix("!<").and_then(|rest| rest.strip_suffix('>'));
    match verbatim.and_then(|uri| uri.strip_prefix("tag:yaml.org,2002:")) {
        Some(name) => format!("!!{name}"),
        None => tag.to_owned(),
    }
}

fn owned(event: Event<'_>) -> Event<'static> {
    use std::borrow::Cow;
    let tag = |tag: Option<Cow<'_, saphyr_parser::Tag>>| tag.map(|tag| Cow::Owned(tag.into_owned()));
    match event {
        Event::Nothing => Event::Nothing,
        Event::StreamStart => Event::StreamStart,
        Event::StreamEnd => Event::StreamEnd,
        Event::DocumentStart(explicit) => Event::DocumentStart(explicit),
        Event::DocumentEnd => Event::DocumentEnd,
        Event::Alias(id) => Event::Alias(id),
        Event::Scalar(text, style, anchor, own) => {
            Event::Scalar(Cow::Owned(text.into_owned()), style, anchor, tag(own))
        }
        Event::SequenceStart(anchor, own) => Event::SequenceStart(anchor, tag(own)),
        Event::SequenceEnd => Event::SequenceEnd,
        Event::MappingStart(anchor, own) => Event::MappingStart(anchor, tag(own)),
        Event::MappingEnd => Event::MappingEnd,
    }
}
