//! XML as a tree that can be changed and printed. Prefixes are kept as they are written.

use super::{FormatError, error_at};

/// A node's place in its document.
pub(super) type Id = usize;

pub(super) const ROOT: Id = 0;

/// Deeper documents are made to exhaust the stack.
const DEEPEST: usize = 256;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) parent: Option<Id>,
    pub(super) kind: Kind,
    pub(super) children: Vec<Id>,
    /// Where it begins and ends in the text that was read; for an element the content only.
    pub(super) span: (usize, usize),
    /// The same with the tags of an element.
    pub(super) outer: (usize, usize),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Document,
    Element {
        name: String,
        attributes: Vec<Attribute>,
        closed: bool,
    },
    Text(String),
    Cdata(String),
    Comment(String),
    Instruction {
        target: String,
        data: String,
    },
    /// `<!DOCTYPE ...>` as written.
    Type(String),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) value: String,
    /// Where its value stands in the text, without quotes.
    pub(super) span: (usize, usize),
}

#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) nodes: Vec<Node>,
    /// `<?xml ...?>` as written.
    pub(super) declaration: Option<String>,
}

impl Document {
    pub(super) fn read(text: &str) -> Result<Self, FormatError> {
        let document = Self::read_fragment(text)?;
        let elements = document.nodes[ROOT].children.iter().filter(|id| document.is_element(**id)).count();
        let stray = document.nodes[ROOT].children.iter().find(
            |id| matches!(&document.nodes[**id].kind, Kind::Text(text) | Kind::Cdata(text) if !text.trim().is_empty()),
        );
        match stray {
            Some(id) => Err(error_at(text, document.nodes[*id].span.0, "there is text outside of the root element")),
            None if elements == 1 => Ok(document),
            None => Err(error_at(text, text.len(), "a document has one root element")),
        }
    }

    /// Markup that may have any number of roots.
    pub(super) fn read_fragment(text: &str) -> Result<Self, FormatError> {
        let span = (0, text.len());
        let root = Node { parent: None, kind: Kind::Document, children: Vec::new(), span, outer: span };
        let mut reader = Reader { text, at: 0, document: Self { nodes: vec![root], declaration: None }, typed: false };
        reader.declaration()?;
        reader.content()?;
        Ok(reader.document)
    }

    pub(super) fn is_element(&self, id: Id) -> bool {
        matches!(self.nodes[id].kind, Kind::Element { .. })
    }

    pub(super) fn add(&mut self, parent: Id, kind: Kind, span: (usize, usize)) -> Id {
        let id = self.put(parent, kind, span);
        self.nodes[parent].children.push(id);
        id
    }

    /// A node that is not yet among the children of its parent.
    pub(super) fn put(&mut self, parent: Id, kind: Kind, span: (usize, usize)) -> Id {
        let id = self.nodes.len();
        self.nodes.push(Node { parent: Some(parent), kind, children: Vec::new(), span, outer: span });
        id
    }

    /// All text below a node.
    pub(super) fn text_of(&self, id: Id) -> String {
        match &self.nodes[id].kind {
            Kind::Text(text) | Kind::Cdata(text) | Kind::Comment(text) => text.clone(),
            Kind::Instruction { data, .. } => data.clone(),
            Kind::Type(_) => String::new(),
            Kind::Document | Kind::Element { .. } => {
                let inner = self.nodes[id]
                    .children
                    .iter()
                    .filter(|child| !matches!(self.nodes[**child].kind, Kind::Comment(_) | Kind::Instruction { .. }));
                inner.map(|child| self.text_of(*child)).collect()
            }
        }
    }

    /// Takes the nodes of another document as the children of a node.
    pub(super) fn adopt(&mut self, parent: Id, other: &Self) {
        self.nodes[parent].children.clear();
        self.adopt_children(parent, other, ROOT);
    }

    fn adopt_children(&mut self, parent: Id, other: &Self, from: Id) {
        for child in &other.nodes[from].children {
            let id = self.add(parent, other.nodes[*child].kind.clone(), (0, 0));
            self.adopt_children(id, other, *child);
        }
    }

    /// Indented by two blanks; an element that holds text keeps everything in it on its line.
    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        out.push_str(self.declaration.as_deref().unwrap_or_default());
        for child in &self.nodes[ROOT].children {
            if self.is_blank(*child) {
                continue;
            }
            if !out.is_empty() {
                out.push('\n');
            }
            self.print_node(*child, 0, true, &mut out);
        }
        out
    }

    pub(super) fn is_blank(&self, id: Id) -> bool {
        matches!(&self.nodes[id].kind, Kind::Text(text) if text.chars().all(|one| one.is_ascii_whitespace()))
    }

    fn print_node(&self, id: Id, depth: usize, indented: bool, out: &mut String) {
        match &self.nodes[id].kind {
            Kind::Document => {}
            Kind::Text(text) => escape(text, false, out),
            Kind::Cdata(text) => out.extend(["<![CDATA[", text, "]]>"]),
            Kind::Comment(text) => out.extend(["<!--", text, "-->"]),
            Kind::Instruction { target, data } if data.is_empty() => out.extend(["<?", target, "?>"]),
            Kind::Instruction { target, data } => out.extend(["<?", target, " ", data, "?>"]),
            Kind::Type(text) => out.push_str(text),
            Kind::Element { name, attributes, closed } => {
                out.push('<');
                out.push_str(name);
                for attribute in attributes {
                    out.extend([" ", &attribute.name, "=\""]);
                    escape(&attribute.value, true, out);
                    out.push('"');
                }
                let children: Vec<Id> =
                    self.nodes[id].children.iter().copied().filter(|child| !self.is_blank(*child)).collect();
                if children.is_empty() {
                    out.push_str(if *closed { " />" } else { ">" });
                    if !closed {
                        out.extend(["</", name, ">"]);
                    }
                    return;
                }
                out.push('>');
                let text = |child: &Id| matches!(self.nodes[*child].kind, Kind::Text(_) | Kind::Cdata(_));
                let indented = indented && !children.iter().any(text);
                for child in children {
                    if indented {
                        out.push('\n');
                        out.push_str(&"  ".repeat(depth + 1));
                    }
                    self.print_node(child, depth + 1, indented, out);
                }
                if indented {
                    out.push('\n');
                    out.push_str(&"  ".repeat(depth));
                }
                out.extend(["</", name, ">"]);
            }
        }
    }
}

/// The part of a name behind its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

pub(super) fn escape(text: &str, attribute: bool, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            '\t' if attribute => out.push_str("&#x9;"),
            other => out.push(other),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    document: Document,
    /// A document type may define entities of its own.
    typed: bool,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn error(&self, why: impl Into<String>) -> FormatError {
        error_at(self.text, self.at, why)
    }

    fn declaration(&mut self) -> Result<(), FormatError> {
        if self.rest().starts_with("<?xml") && self.rest()[5..].starts_with(|one: char| one.is_ascii_whitespace()) {
            let end = self.rest().find("?>").ok_or_else(|| self.error("the declaration is not closed"))? + 2;
            self.document.declaration = Some(self.rest()[..end].to_owned());
            self.at += end;
        }
        Ok(())
    }

    fn content(&mut self) -> Result<(), FormatError> {
        let mut open = vec![ROOT];
        while !self.rest().is_empty() {
            let parent = *open.last().expect("the document itself stays open");
            let start = self.at;
            if let Some(text) = self.delimited("<!--", "-->")? {
                self.document.add(parent, Kind::Comment(text.to_owned()), (start, self.at));
            } else if let Some(text) = self.delimited("<![CDATA[", "]]>")? {
                self.document.add(parent, Kind::Cdata(text.to_owned()), (start, self.at));
            } else if let Some(text) = self.delimited("<?", "?>")? {
                let (target, data) = text.split_once(|one: char| one.is_ascii_whitespace()).unwrap_or((text, ""));
                let kind = Kind::Instruction { target: target.to_owned(), data: data.trim_start().to_owned() };
                self.document.add(parent, kind, (start, self.at));
            } else if self.rest().starts_with("<!") {
                self.document_type(parent)?;
            } else if self.rest().starts_with("</") {
                self.end_tag(&mut open)?;
            } else if self.rest().starts_with('<') {
                let (id, closed) = self.start_tag(parent)?;
                if !closed {
                    open.push(id);
                }
                if open.len() > DEEPEST {
                    return Err(self.error("the document is nested too deeply"));
                }
            } else {
                let end = self.rest().find('<').unwrap_or(self.rest().len());
                let text = self.unescaped(start, start + end)?;
                self.at += end;
                self.document.add(parent, Kind::Text(text), (start, self.at));
            }
        }
        match open.pop() {
            Some(ROOT) | None => Ok(()),
            Some(id) => {
                let Kind::Element { name, .. } = &self.document.nodes[id].kind else {
                    unreachable!("only elements are open")
                };
                Err(self.error(format!("the element '{name}' is not closed")))
            }
        }
    }

    fn delimited(&mut self, open: &str, close: &str) -> Result<Option<&'a str>, FormatError> {
        let Some(rest) = self.rest().strip_prefix(open) else { return Ok(None) };
        let end = rest.find(close).ok_or_else(|| self.error(format!("'{open}' is not closed")))?;
        self.at += open.len() + end + close.len();
        Ok(Some(&rest[..end]))
    }

    fn document_type(&mut self, parent: Id) -> Result<(), FormatError> {
        let mut depth = 0_usize;
        for (index, character) in self.rest().char_indices() {
            match character {
                '[' | '<' => depth += 1,
                ']' => depth = depth.saturating_sub(1),
                '>' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        let text = self.rest()[..=index].to_owned();
                        let start = self.at;
                        self.at += index + 1;
                        self.typed = true;
                        self.document.add(parent, Kind::Type(text), (start, self.at));
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        Err(self.error("the document type is not closed"))
    }

    fn end_tag(&mut self, open: &mut Vec<Id>) -> Result<(), FormatError> {
        let start = self.at;
        self.at += 2;
        let name = self.name()?;
        self.blank();
        let id = *open.last().expect("the document itself stays open");
        match &self.document.nodes[id].kind {
            Kind::Element { name: expected, .. } if expected == name => {}
            Kind::Element { name: expected, .. } => {
                return Err(error_at(
                    self.text,
                    start,
                    format!("the end of '{expected}' is expected, not that of '{name}'"),
                ));
            }
            Kind::Document
            | Kind::Text(_)
            | Kind::Cdata(_)
            | Kind::Comment(_)
            | Kind::Instruction { .. }
            | Kind::Type(_) => {
                return Err(error_at(self.text, start, format!("the element '{name}' was not opened")));
            }
        }
        if !self.rest().starts_with('>') {
            return Err(self.error("'>' is expected here"));
        }
        self.at += 1;
        self.document.nodes[id].span.1 = start;
        self.document.nodes[id].outer.1 = self.at;
        open.pop();
        Ok(())
    }

    fn start_tag(&mut self, parent: Id) -> Result<(Id, bool), FormatError> {
        let start = self.at;
        self.at += 1;
        let name = self.name()?.to_owned();
        let mut attributes: Vec<Attribute> = Vec::new();
        let closed = loop {
            let apart = self.blank();
            if self.rest().starts_with("/>") {
                self.at += 2;
                break true;
            }
            if self.rest().starts_with('>') {
                self.at += 1;
                break false;
            }
            if !apart {
                return Err(self.error("a blank, '>' or '/>' is expected here"));
            }
            let name = self.name()?.to_owned();
            if attributes.iter().any(|known| known.name == name) {
                return Err(self.error(format!("the attribute '{name}' is there twice")));
            }
            self.blank();
            if !self.rest().starts_with('=') {
                return Err(self.error("'=' is expected behind an attribute's name"));
            }
            self.at += 1;
            self.blank();
            let quote = self.rest().chars().next().filter(|one| matches!(one, '"' | '\''));
            let quote = quote.ok_or_else(|| self.error("an attribute's value stands in quotes"))?;
            let start = self.at + 1;
            let end =
                self.text[start..].find(quote).ok_or_else(|| self.error("an attribute's value is not closed"))? + start;
            if let Some(bad) = self.text[start..end].find('<') {
                return Err(error_at(self.text, start + bad, "'<' cannot stand in an attribute's value"));
            }
            let value = self.unescaped(start, end)?;
            attributes.push(Attribute { name, value, span: (start, end) });
            self.at = end + 1;
        };
        let span = (self.at, self.at);
        let id = self.document.add(parent, Kind::Element { name, attributes, closed }, span);
        self.document.nodes[id].outer.0 = start;
        Ok((id, closed))
    }

    fn blank(&mut self) -> bool {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.at += length;
        length > 0
    }

    fn name(&mut self) -> Result<&'a str, FormatError> {
        let rest = self.rest();
        let good = |one: char| one.is_alphanumeric() || matches!(one, '_' | ':' | '-' | '.' | '\u{b7}');
        let end = rest.find(|one| !good(one)).unwrap_or(rest.len());
        let first = rest.chars().next().filter(|one| one.is_alphabetic() || matches!(one, '_' | ':'));
        if end == 0 || first.is_none() {
            return Err(self.error("a name is expected here"));
        }
        self.at += end;
        Ok(&rest[..end])
    }

    fn unescaped(&self, start: usize, end: usize) -> Result<String, FormatError> {
        let raw = self.text[start..end].replace("\r\n", "\n");
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw.as_str();
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            let bad =
                || error_at(self.text, start + raw.len() - rest.len() + before.len(), "an '&' begins no known entity");
            let (name, behind) = after.split_once(';').ok_or_else(bad)?;
            match name {
                "amp" => out.push('&'),
                "lt" => out.push('<'),
                "gt" => out.push('>'),
                "quot" => out.push('"'),
                "apos" => out.push('\''),
                _ => {
                    let code = name.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
                        Some(hex) => u32::from_str_radix(hex, 16).ok(),
                        None => number.parse().ok(),
                    });
                    match code.and_then(char::from_u32) {
                        Some(character) => out.push(character),
                        // What the document type may define is printed as it was.
                        None if self.typed => return Err(self.error("entities of a document type cannot be kept")),
                        None => return Err(bad()),
                    }
                }
            }
            rest = behind;
        }
        out.push_str(rest);
        Ok(out)
    }
}
