//! From tree to text.

use std::fmt::Write as _;

use super::scalar::{Place, is_break, is_printable, style};
use super::{Comment, Kind, Node, Stream, Style};

pub(super) fn print(stream: &Stream, width: usize) -> String {
    let mut emitter = Emitter { out: String::new(), column: 0, width, blank_so_far: true, behind_comment: None };
    for (index, document) in stream.documents.iter().enumerate() {
        for directive in &document.directives {
            emitter.fresh_line(0);
            emitter.write(directive);
            emitter.blank_so_far = false;
        }
        if document.explicit || index > 0 {
            emitter.fresh_line(0);
            emitter.write("---");
            emitter.blank_so_far = false;
        }
        emitter.comments(&document.root.comments, 0, |_| true);
        if !document.root.comments.is_empty() {
            emitter.fresh_line(0);
        }
        emitter.node(&document.root, None, Place { flow: false, key: false });
    }
    emitter.comments(&stream.trailing, 0, |_| true);
    emitter.fresh_line(0);
    emitter.out
}

struct Emitter {
    out: String,
    column: usize,
    /// By how much a level is indented.
    width: usize,
    /// Only blanks and dashes stand on this line.
    blank_so_far: bool,
    /// The line ends in a comment; what follows goes to the next one, to this column.
    behind_comment: Option<usize>,
}

impl Emitter {
    fn write(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn line_break(&mut self) {
        self.behind_comment = None;
        self.out.push('\n');
        self.column = 0;
        self.blank_so_far = true;
    }

    /// Goes to a column, on a new line unless this one has nothing on it up to there.
    fn fresh_line(&mut self, indent: usize) {
        if !self.blank_so_far || self.column > indent {
            self.line_break();
        }
        while self.column < indent {
            self.write(" ");
        }
    }

    /// Writes something behind what stands on the line.
    fn token(&mut self, text: &str) {
        if let Some(column) = self.behind_comment {
            self.fresh_line(column);
        }
        if self.column > 0 && !self.out.ends_with([' ', '\n']) {
            self.write(" ");
        }
        self.write(text);
        self.blank_so_far = false;
    }

    fn comments(&mut self, comments: &[Comment], indent: usize, wanted: impl Fn(&Comment) -> bool) {
        for comment in comments.iter().filter(|comment| wanted(comment)) {
            if comment.inline && self.column > 0 && self.behind_comment.is_none() {
                self.token(&comment.text);
            } else {
                self.fresh_line(indent);
                self.write(&comment.text);
            }
            self.blank_so_far = false;
            self.behind_comment = Some(indent + self.width);
        }
    }

    fn properties(&mut self, node: &Node) {
        if let Some(anchor) = &node.anchor {
            self.token(&format!("&{anchor}"));
        }
        if let Some(tag) = &node.tag {
            self.token(tag);
        }
    }

    /// Writes a node; `indent` is that of the collection it stands in, if any. Its comments have been written.
    fn node(&mut self, node: &Node, indent: Option<usize>, place: Place) {
        self.properties(node);
        let inner = indent.map_or(0, |indent| indent + self.width);
        match &node.kind {
            Kind::Alias(name) => self.token(&format!("*{name}")),
            Kind::Scalar { text, style } => {
                self.scalar(text, *style, if indent.is_some() { inner } else { self.width }, place, node);
            }
            Kind::Sequence { items, flow } if *flow || place.flow || items.is_empty() => {
                self.flow_sequence(items, inner);
            }
            Kind::Mapping { entries, flow } if *flow || place.flow || entries.is_empty() => {
                self.flow_mapping(entries, inner);
            }
            Kind::Sequence { items, .. } => self.block_sequence(items, inner),
            Kind::Mapping { entries, .. } => self.block_mapping(entries, inner),
        }
    }

    fn flow_sequence(&mut self, items: &[Node], indent: usize) {
        self.token("[");
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.write(",");
                self.write(" ");
            }
            self.flow_node(item, indent, false);
        }
        self.write("]");
    }

    fn flow_mapping(&mut self, entries: &[(Node, Node)], indent: usize) {
        self.token("{");
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                self.write(",");
                self.write(" ");
            }
            self.flow_node(key, indent, true);
            self.write(":");
            if !is_nothing(value) {
                self.write(" ");
                self.flow_node(value, indent, false);
            }
        }
        self.write("}");
    }

    /// Behind a bracket no blank is wanted, so it is written as if at the beginning of a line.
    fn flow_node(&mut self, node: &Node, indent: usize, key: bool) {
        let outside = std::mem::take(&mut self.out);
        self.node(node, Some(indent), Place { flow: true, key });
        let inside = std::mem::replace(&mut self.out, outside);
        self.out.push_str(inside.strip_prefix(' ').unwrap_or(&inside));
    }

    fn block_sequence(&mut self, items: &[Node], indent: usize) {
        for item in items {
            self.comments(&item.comments, indent, |comment| !comment.after_dash);
            self.fresh_line(indent);
            self.write("-");
            self.comments(&item.comments, indent, |comment| comment.after_dash);
            if is_block(item) && item.anchor.is_none() && item.tag.is_none() {
                // A nested collection begins on the line of its dash.
                self.node(item, Some(indent), Place { flow: false, key: false });
            } else {
                if !is_nothing(item) {
                    self.blank_so_far = false;
                }
                self.node(item, Some(indent), Place { flow: false, key: false });
            }
            if is_nothing(item) {
                self.blank_so_far = false;
            }
        }
    }

    fn block_mapping(&mut self, entries: &[(Node, Node)], indent: usize) {
        for (key, value) in entries {
            self.comments(&key.comments, indent, |_| true);
            self.fresh_line(indent);
            let simple = matches!(key.kind, Kind::Alias(_) | Kind::Scalar { .. }) && !key.key_text().contains('\n');
            if simple {
                self.in_place(key, indent);
                // A colon would belong to the name of an alias.
                self.write(if matches!(key.kind, Kind::Alias(_)) { " :" } else { ":" });
            } else {
                self.write("?");
                self.node(key, Some(indent), Place { flow: false, key: false });
                self.fresh_line(indent);
                self.write(":");
            }
            self.blank_so_far = false;
            self.value(value, indent);
        }
    }

    /// A key, at the beginning of its line.
    fn in_place(&mut self, key: &Node, indent: usize) {
        let outside = std::mem::take(&mut self.out);
        self.node(key, Some(indent), Place { flow: false, key: true });
        let inside = std::mem::replace(&mut self.out, outside);
        let text = inside.strip_prefix(' ').unwrap_or(&inside);
        self.column -= inside.len() - text.len();
        self.out.push_str(text);
    }

    fn value(&mut self, value: &Node, indent: usize) {
        if is_block(value) {
            self.comments(&value.comments, indent, |comment| comment.inline);
            let is_sequence = matches!(value.kind, Kind::Sequence { .. });
            let inner = if is_sequence { indent } else { indent + self.width };
            let mut rest = value.clone();
            rest.comments.retain(|comment| !comment.inline);
            self.properties(&rest);
            self.comments(&rest.comments, inner, |_| true);
            match &rest.kind {
                // A sequence in a mapping is not indented.
                Kind::Sequence { items, .. } => self.block_sequence(items, indent),
                Kind::Mapping { entries, .. } => self.block_mapping(entries, inner),
                Kind::Alias(_) | Kind::Scalar { .. } => {}
            }
            return;
        }
        self.node(value, Some(indent), Place { flow: false, key: false });
        self.comments(&value.comments, indent, |_| true);
        self.comments(&inner_comments(value), indent, |_| true);
    }

    fn scalar(&mut self, text: &str, wanted: Style, indent: usize, place: Place, node: &Node) {
        if is_nothing(node) {
            return;
        }
        match style(text, wanted, place) {
            Style::Plain => self.token(text),
            Style::Single => self.single(text, indent),
            Style::Double => self.double(text),
            Style::Literal => {
                self.token(&format!("|{}", self.hints(text)));
                self.literal(text, indent);
            }
            Style::Folded => {
                self.token(&format!(">{}", self.hints(text)));
                self.folded(text, indent);
            }
        }
    }

    fn single(&mut self, text: &str, indent: usize) {
        self.token("'");
        let mut breaks = false;
        for character in text.chars() {
            if character == '\n' {
                if !breaks {
                    self.line_break();
                }
                self.line_break();
                breaks = true;
                continue;
            }
            if breaks {
                self.fresh_line(indent);
            }
            breaks = false;
            if character == '\'' {
                self.write("'");
            }
            self.write(character.encode_utf8(&mut [0; 4]));
        }
        if breaks {
            self.fresh_line(indent);
        }
        self.write("'");
        self.blank_so_far = false;
    }

    fn double(&mut self, text: &str) {
        let mut quoted = String::from("\"");
        for character in text.chars() {
            let code = u32::from(character);
            match character {
                '\0' => quoted.push_str("\\0"),
                '\u{7}' => quoted.push_str("\\a"),
                '\u{8}' => quoted.push_str("\\b"),
                '\t' => quoted.push_str("\\t"),
                '\n' => quoted.push_str("\\n"),
                '\u{b}' => quoted.push_str("\\v"),
                '\u{c}' => quoted.push_str("\\f"),
                '\r' => quoted.push_str("\\r"),
                '\u{1b}' => quoted.push_str("\\e"),
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '\u{85}' => quoted.push_str("\\N"),
                '\u{a0}' => quoted.push_str("\\_"),
                '\u{2028}' => quoted.push_str("\\L"),
                '\u{2029}' => quoted.push_str("\\P"),
                _ if is_printable(character) => quoted.push(character),
                _ if code <= 0xff => write!(quoted, "\\x{code:02X}").expect("a string takes everything"),
                _ if code <= 0xffff => write!(quoted, "\\u{code:04X}").expect("a string takes everything"),
                _ => write!(quoted, "\\U{code:08X}").expect("a string takes everything"),
            }
        }
        quoted.push('"');
        self.token(&quoted);
    }

    /// What stands behind `|` or `>`: the indent where the text hides it, and what its end means.
    fn hints(&self, text: &str) -> String {
        let leading = text.starts_with([' ', '\n']);
        let indent = if leading { self.width.to_string() } else { String::new() };
        let without = text.strip_suffix('\n');
        let end = match without {
            None => "-",
            Some(rest) if rest.is_empty() || rest.ends_with('\n') => "+",
            Some(_) => "",
        };
        indent + end
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.line_break();
        let mut breaks = true;
        for character in text.chars() {
            if character == '\n' {
                self.line_break();
                breaks = true;
                continue;
            }
            if breaks {
                self.fresh_line(indent);
            }
            breaks = false;
            self.blank_so_far = false;
            self.write(character.encode_utf8(&mut [0; 4]));
        }
    }

    fn folded(&mut self, text: &str, indent: usize) {
        self.line_break();
        let characters: Vec<char> = text.chars().collect();
        let (mut breaks, mut leading) = (true, true);
        for (index, &character) in characters.iter().enumerate() {
            if character == '\n' {
                if !breaks && !leading {
                    let next = characters[index..].iter().find(|one| !is_break(**one));
                    if next.is_some_and(|next| !matches!(next, ' ' | '\t')) {
                        self.line_break();
                    }
                }
                self.line_break();
                breaks = true;
                continue;
            }
            if breaks {
                self.fresh_line(indent);
                leading = matches!(character, ' ' | '\t');
            }
            breaks = false;
            self.blank_so_far = false;
            self.write(character.encode_utf8(&mut [0; 4]));
        }
    }
}

fn is_block(node: &Node) -> bool {
    match &node.kind {
        Kind::Sequence { items, flow } => !flow && !items.is_empty(),
        Kind::Mapping { entries, flow } => !flow && !entries.is_empty(),
        Kind::Alias(_) | Kind::Scalar { .. } => false,
    }
}

/// Comments inside of a flow collection, which is written on one line.
fn inner_comments(node: &Node) -> Vec<Comment> {
    let of = |node: &Node| node.comments.iter().cloned().chain(inner_comments(node)).collect::<Vec<_>>();
    match &node.kind {
        Kind::Sequence { items, flow: true } => items.iter().flat_map(of).collect(),
        Kind::Mapping { entries, flow: true } => {
            entries.iter().flat_map(|(key, value)| of(key).into_iter().chain(of(value))).collect()
        }
        Kind::Alias(_) | Kind::Scalar { .. } | Kind::Sequence { .. } | Kind::Mapping { .. } => Vec::new(),
    }
}

/// A value that is not written at all.
fn is_nothing(node: &Node) -> bool {
    matches!(&node.kind, Kind::Scalar { text, style: Style::Plain } if text.is_empty())
}
