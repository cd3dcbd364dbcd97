//! A document that is changed in place: what no transform touches is printed as it was written.

use std::collections::HashMap;

use crate::structured::document::{Attribute, Document, Id, Kind, ROOT, escape};

/// The file, and where its nodes were written.
pub(super) struct Tree<'a> {
    pub(super) document: Document,
    text: &'a str,
    /// The text of the transform, from which nodes are copied.
    source: &'a str,
    /// Nodes from this id on came later.
    own: Id,
    /// Nodes that are no elements, where they are not printed as they were written.
    written: HashMap<Id, String>,
    /// Start tags that are not printed as they were written.
    tags: HashMap<Id, Tag>,
    newline: &'static str,
    /// What one level is indented by.
    unit: String,
}

/// A start tag in pieces, without its end.
struct Tag {
    head: String,
    attributes: Vec<Piece>,
    tail: String,
}

struct Piece {
    /// Blanks, name, `=` and the opening quote.
    before: String,
    /// As it is written between the quotes.
    value: String,
    quote: char,
}

impl<'a> Tree<'a> {
    pub(super) fn new(document: Document, text: &'a str, source: &'a str) -> Self {
        let own = document.nodes.len();
        let newline = if text.find('\n').is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" };
        let (written, tags) = (HashMap::new(), HashMap::new());
        let mut tree = Self { document, text, source, own, written, tags, newline, unit: "  ".to_owned() };
        if let Some(unit) = tree.used_unit() {
            tree.unit = unit;
        }
        tree
    }

    fn used_unit(&self) -> Option<String> {
        let root = self.document.nodes[ROOT].children.iter().find(|id| self.document.is_element(**id))?;
        let indent = self.document.nodes[*root].children.iter().find_map(|id| self.indent(*id))?;
        Some(indent).filter(|indent| !indent.is_empty())
    }

    /// Puts a copy of a node of the transform behind everything in an element.
    pub(super) fn append(&mut self, parent: Id, transform: &Document, from: Id, drops: &Drops<'_>) {
        let indent = self.indent_inside(parent);
        let node = self.copy(parent, transform, from, indent.as_deref().unwrap_or_default(), drops);
        let children = &self.document.nodes[parent].children;
        let place = children.iter().rposition(|id| !self.document.is_blank(*id)).map_or(0, |last| last + 1);
        let is_last = place == children.len();
        let Some(indent) = indent else {
            self.document.nodes[parent].children.insert(place, node);
            return;
        };
        let before = self.line(parent, &indent);
        self.document.nodes[parent].children.splice(place..place, [before, node]);
        if is_last {
            let indent = self.indent(parent).unwrap_or_default();
            let behind = self.line(parent, &indent);
            self.document.nodes[parent].children.push(behind);
        }
    }

    /// Puts a copy before or behind an element.
    pub(super) fn insert(&mut self, beside: Id, behind: bool, transform: &Document, from: Id, drops: &Drops<'_>) {
        let Some((parent, place)) = self.place(beside) else { return };
        let indent = self.indent(beside);
        let node = self.copy(parent, transform, from, indent.as_deref().unwrap_or_default(), drops);
        let mut new = vec![node];
        if let Some(indent) = indent {
            let line = self.line(parent, &indent);
            new.insert(usize::from(!behind), line);
        }
        let place = place + usize::from(behind);
        self.document.nodes[parent].children.splice(place..place, new);
    }

    pub(super) fn replace(&mut self, target: Id, transform: &Document, from: Id, drops: &Drops<'_>) {
        let Some((parent, place)) = self.place(target) else { return };
        let indent = self.indent(target).unwrap_or_default();
        let node = self.copy(parent, transform, from, &indent, drops);
        self.document.nodes[parent].children[place] = node;
    }

    /// Takes an element out, and the line that it had to itself.
    pub(super) fn remove(&mut self, target: Id) {
        let Some((parent, place)) = self.place(target) else { return };
        let siblings = &self.document.nodes[parent].children;
        let before = place.checked_sub(1).map(|before| siblings[before]);
        let ends_line = match siblings.get(place + 1) {
            Some(next) => {
                self.blank_text(*next).is_some_and(|text| text.trim_start_matches([' ', '\t', '\r']).starts_with('\n'))
            }
            None => true,
        };
        self.document.nodes[parent].children.remove(place);
        let Some(before) = before.filter(|_| ends_line) else { return };
        let Kind::Text(_) = self.document.nodes[before].kind else { return };
        let text = self.raw(before).to_owned();
        let Some(line) = text.rfind('\n') else { return };
        if !text[line..].chars().all(|one| one.is_ascii_whitespace()) {
            return;
        }
        self.written.insert(before, text[..line].trim_end_matches('\r').to_owned());
        if let Kind::Text(value) = &mut self.document.nodes[before].kind {
            value.truncate(value.rfind('\n').unwrap_or(value.len()));
        }
    }

    pub(super) fn set_attribute(&mut self, id: Id, name: &str, value: &str) {
        self.open_tag(id);
        let Kind::Element { attributes, .. } = &mut self.document.nodes[id].kind else { return };
        let tag = self.tags.get_mut(&id).expect("it has just been opened");
        let mut escaped = String::new();
        escape(value, true, &mut escaped);
        if let Some(index) = attributes.iter().position(|known| known.name == name) {
            value.clone_into(&mut attributes[index].value);
            let piece = &mut tag.attributes[index];
            piece.value = if piece.quote == '\'' { escaped.replace('\'', "&apos;") } else { escaped };
        } else {
            attributes.push(Attribute { name: name.to_owned(), value: value.to_owned(), span: (0, 0) });
            tag.attributes.push(Piece { before: format!(" {name}=\""), value: escaped, quote: '"' });
        }
    }

    pub(super) fn remove_attribute(&mut self, id: Id, name: &str) {
        self.open_tag(id);
        let Kind::Element { attributes, .. } = &mut self.document.nodes[id].kind else { return };
        if let Some(index) = attributes.iter().position(|known| known.name == name) {
            attributes.remove(index);
            self.tags.get_mut(&id).expect("it has just been opened").attributes.remove(index);
        }
    }

    /// Makes the start tag of an element changeable.
    fn open_tag(&mut self, id: Id) {
        if !self.tags.contains_key(&id) {
            let tag = tag(&self.document, id, self.text_of(id));
            self.tags.insert(id, tag);
        }
    }

    fn place(&self, id: Id) -> Option<(Id, usize)> {
        let parent = self.document.nodes[id].parent?;
        let place = self.document.nodes[parent].children.iter().position(|child| *child == id)?;
        Some((parent, place))
    }

    /// A new line, indented.
    fn line(&mut self, parent: Id, indent: &str) -> Id {
        let text = format!("{}{indent}", self.newline);
        let id = self.document.put(parent, Kind::Text(format!("\n{indent}")), (0, 0));
        self.written.insert(id, text);
        id
    }

    fn blank_text(&self, id: Id) -> Option<&str> {
        self.document.is_blank(id).then(|| self.raw(id))
    }

    /// What stands before a node on its line, if there is nothing but blanks.
    fn indent(&self, id: Id) -> Option<String> {
        let (parent, place) = self.place(id)?;
        let Some(before) = place.checked_sub(1) else {
            return (parent == ROOT).then(String::new);
        };
        let before = self.document.nodes[parent].children[before];
        let Kind::Text(_) = self.document.nodes[before].kind else { return None };
        let line = self.raw(before).rsplit_once('\n')?.1;
        line.chars().all(|one| matches!(one, ' ' | '\t')).then(|| line.to_owned())
    }

    /// How what is put into an element is to be indented; not at all if all of it stands on one line.
    fn indent_inside(&self, parent: Id) -> Option<String> {
        let mut inside =
            self.document.nodes[parent].children.iter().filter(|id| !self.document.is_blank(**id)).peekable();
        if inside.peek().is_some() {
            return inside.find_map(|id| self.indent(*id));
        }
        let above = self.indent(parent)?;
        Some(format!("{above}{}", self.unit))
    }

    /// Copies a node of the transform, without what is meant for the transform alone.
    fn copy(&mut self, parent: Id, transform: &Document, from: Id, indent: &str, drops: &Drops<'_>) -> Id {
        let start = transform.nodes[from].outer.0;
        let line = self.source[..start].rsplit('\n').next().unwrap_or_default();
        let base = if line.chars().all(|one| matches!(one, ' ' | '\t')) { line } else { "" };
        let copy = self.copy_node(parent, transform, from, (base, indent), drops);
        for (prefix, uri) in missing_namespaces(transform, from, &self.document, parent, drops) {
            let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            self.set_attribute(copy, &name, &uri);
        }
        copy
    }

    fn copy_node(
        &mut self,
        parent: Id,
        transform: &Document,
        from: Id,
        indents: (&str, &str),
        drops: &Drops<'_>,
    ) -> Id {
        let node = &transform.nodes[from];
        let id = self.document.put(parent, node.kind.clone(), node.span);
        self.document.nodes[id].outer = node.outer;
        let lines = |text: &str| text.replace("\r\n", "\n").replace('\n', self.newline);
        let Kind::Element { attributes, .. } = &mut self.document.nodes[id].kind else {
            let raw = lines(&self.source[node.outer.0..node.outer.1]);
            let text = if transform.is_blank(from) { shifted(&raw, indents) } else { raw };
            self.written.insert(id, text);
            return id;
        };
        let mut tag = tag(transform, from, self.source);
        for index in (0..attributes.len()).rev().filter(|index| drops(&attributes[*index])).collect::<Vec<_>>() {
            attributes.remove(index);
            tag.attributes.remove(index);
        }
        for piece in &mut tag.attributes {
            piece.before = lines(&piece.before);
            piece.value = lines(&piece.value);
        }
        tag.tail = lines(&tag.tail);
        self.tags.insert(id, tag);
        for child in &node.children {
            let child = self.copy_node(id, transform, *child, indents, drops);
            self.document.nodes[id].children.push(child);
        }
        id
    }

    fn text_of(&self, id: Id) -> &'a str {
        if id < self.own { self.text } else { self.source }
    }

    /// A node that is no element, as it is printed.
    fn raw(&self, id: Id) -> &str {
        let (start, end) = self.document.nodes[id].outer;
        self.written.get(&id).map_or_else(|| &self.text_of(id)[start..end], String::as_str)
    }

    pub(super) fn print(&self) -> String {
        let mut out = String::with_capacity(self.text.len() + self.text.len() / 4);
        out.push_str(self.document.declaration.as_deref().unwrap_or_default());
        for child in &self.document.nodes[ROOT].children {
            self.print_node(*child, &mut out);
        }
        out
    }

    fn print_node(&self, id: Id, out: &mut String) {
        let node = &self.document.nodes[id];
        let Kind::Element { name, closed, .. } = &node.kind else {
            out.push_str(self.raw(id));
            return;
        };
        let start = out.len();
        if let Some(tag) = self.tags.get(&id) {
            out.push_str(&tag.head);
            for piece in &tag.attributes {
                out.push_str(&piece.before);
                out.push_str(&piece.value);
                out.push(piece.quote);
            }
            out.push_str(&tag.tail);
        } else {
            out.push_str(without_end(&self.text_of(id)[node.outer.0..node.span.0]));
        }
        if *closed && node.children.is_empty() {
            out.push_str("/>");
            return;
        }
        if *closed {
            out.truncate(start + out[start..].trim_end().len());
        }
        out.push('>');
        for child in &node.children {
            self.print_node(*child, out);
        }
        if *closed || self.tags.contains_key(&id) {
            out.extend(["</", name, ">"]);
        } else {
            out.push_str(&self.text_of(id)[node.span.1..node.outer.1]);
        }
    }
}

/// Which attributes of a transform are not copied.
pub(super) type Drops<'a> = dyn Fn(&Attribute) -> bool + 'a;

fn without_end(tag: &str) -> &str {
    tag.strip_suffix("/>").or_else(|| tag.strip_suffix('>')).unwrap_or(tag)
}

fn tag(document: &Document, id: Id, text: &str) -> Tag {
    let node = &document.nodes[id];
    let Kind::Element { name, attributes, .. } = &node.kind else { unreachable!("only elements have tags") };
    let mut at = node.outer.0 + 1 + name.len();
    let head = text[node.outer.0..at].to_owned();
    let mut pieces = Vec::with_capacity(attributes.len());
    for Attribute { span: (start, end), .. } in attributes {
        let quote = if text[..*start].ends_with('\'') { '\'' } else { '"' };
        pieces.push(Piece { before: text[at..*start].to_owned(), value: text[*start..*end].to_owned(), quote });
        at = end + 1;
    }
    Tag { head, attributes: pieces, tail: without_end(&text[at..node.span.0]).to_owned() }
}

/// Blanks between nodes: the indentation of the transform becomes that of the file.
fn shifted(blanks: &str, (base, indent): (&str, &str)) -> String {
    let Some((lines, last)) = blanks.rsplit_once('\n') else { return blanks.to_owned() };
    format!("{lines}\n{indent}{}", last.strip_prefix(base).unwrap_or_default())
}

/// Prefixes in an element of the transform that mean something else where it is put.
fn missing_namespaces(
    transform: &Document,
    from: Id,
    document: &Document,
    parent: Id,
    drops: &Drops<'_>,
) -> Vec<(String, String)> {
    let mut missing: Vec<(String, String)> = Vec::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        let Kind::Element { name, attributes, .. } = &transform.nodes[id].kind else { continue };
        open.extend(&transform.nodes[id].children);
        let prefix = |name: &str| name.split_once(':').map(|(prefix, _)| prefix.to_owned());
        let of_attributes = attributes.iter().filter(|one| !drops(one)).filter_map(|one| prefix(&one.name));
        let used = std::iter::once(prefix(name).unwrap_or_default()).chain(of_attributes);
        for prefix in used.filter(|prefix| prefix != "xml" && prefix != "xmlns").collect::<Vec<_>>() {
            let (uri, place) = definition(transform, id, &prefix).unwrap_or_default();
            // What is defined inside of the copy travels with it.
            if is_inside(transform, place, from) || missing.iter().any(|(known, _)| *known == prefix) {
                continue;
            }
            let there = definition(document, parent, &prefix).unwrap_or_default().0;
            if uri != there && (prefix.is_empty() || !uri.is_empty()) {
                missing.push((prefix, uri));
            }
        }
    }
    missing
}

/// What a prefix stands for, and the element that says so.
pub(super) fn definition(document: &Document, from: Id, prefix: &str) -> Option<(String, Id)> {
    let mut at = Some(from);
    while let Some(id) = at {
        if let Kind::Element { attributes, .. } = &document.nodes[id].kind {
            let of = |name: &str| match name.strip_prefix("xmlns") {
                Some(rest) => rest.strip_prefix(':').unwrap_or(rest) == prefix && rest.is_empty() == prefix.is_empty(),
                None => false,
            };
            if let Some(found) = attributes.iter().find(|attribute| of(&attribute.name)) {
                return Some((found.value.clone(), id));
            }
        }
        at = document.nodes[id].parent;
    }
    None
}

fn is_inside(document: &Document, id: Id, top: Id) -> bool {
    let mut at = Some(id);
    while let Some(id) = at {
        if id == top {
            return true;
        }
        at = document.nodes[id].parent;
    }
    false
}
