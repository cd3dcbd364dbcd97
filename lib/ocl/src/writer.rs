//! Writing documents.

use std::fmt::{self, Write};

use crate::name::{starts_name, writable};
use crate::reader::continues_key;
use crate::{Attribute, Block, Document, Node, Text, TextForm, Value};

const LEVEL: &str = "    ";

/// The tag of a heredoc that has none yet.
const TAG: &str = "EOT";

/// The document as text, with LF between its lines and none at its end.
impl fmt::Display for Document {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_nodes(formatter, &self.nodes, 0)
    }
}

/// The node as it stands at the start of a line of a document.
impl fmt::Display for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_node(formatter, self, 0)
    }
}

/// A blank line sets each block off from what is around it.
fn write_nodes(out: &mut dyn Write, nodes: &[Node], level: usize) -> fmt::Result {
    let mut previous: Option<&Node> = None;
    for node in nodes {
        match (previous, node) {
            (None, _) => {}
            (Some(Node::Attribute(_)), Node::Attribute(_)) => out.write_str("\n")?,
            (Some(_), _) => out.write_str("\n\n")?,
        }
        write_node(out, node, level)?;
        previous = Some(node);
    }
    Ok(())
}

fn write_node(out: &mut dyn Write, node: &Node, level: usize) -> fmt::Result {
    indent(out, level)?;
    match node {
        Node::Attribute(Attribute { name, value, line: _ }) => {
            write!(out, "{} = ", writable(name))?;
            write_value(out, value, level, Place::OwnLine)
        }
        Node::Block(Block { name, labels, children, line: _ }) => {
            out.write_str(&writable(name))?;
            for label in labels {
                out.write_str(" ")?;
                write_quoted(out, label)?;
            }
            out.write_str(" {")?;
            if !children.is_empty() {
                out.write_str("\n")?;
                write_nodes(out, children, level + 1)?;
                out.write_str("\n")?;
                indent(out, level)?;
            }
            out.write_str("}")
        }
    }
}

/// Where a value stands: a heredoc needs the rest of its line for itself.
#[derive(Clone, Copy)]
enum Place {
    OwnLine,
    InArray,
}

fn write_value(out: &mut dyn Write, value: &Value, level: usize, place: Place) -> fmt::Result {
    match value {
        Value::Null => out.write_str("null"),
        Value::Bool(value) => write!(out, "{value}"),
        Value::Integer(number) => write!(out, "{number}"),
        Value::Decimal(number) => write!(out, "{number}"),
        Value::Text(text) => match place {
            Place::OwnLine => write_text(out, text, level),
            Place::InArray => write_quoted(out, &text.text),
        },
        Value::Array(values) => {
            out.write_str("[")?;
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    out.write_str(", ")?;
                }
                write_value(out, value, level, Place::InArray)?;
            }
            out.write_str("]")
        }
        Value::Dictionary(entries) => {
            if entries.is_empty() {
                return out.write_str("{}");
            }
            let mut sorted: Vec<(&String, &Value)> = entries.iter().collect();
            sorted.sort_by_cached_key(|(key, _)| (key.to_lowercase(), (*key).clone()));
            out.write_str("{\n")?;
            for (key, value) in sorted {
                indent(out, level + 1)?;
                if key.starts_with(starts_name) && key.chars().all(continues_key) {
                    out.write_str(key)?;
                } else {
                    write_quoted(out, key)?;
                }
                out.write_str(" = ")?;
                write_value(out, value, level + 1, Place::OwnLine)?;
                out.write_str("\n")?;
            }
            indent(out, level)?;
            out.write_str("}")
        }
    }
}

fn write_text(out: &mut dyn Write, Text { text, form }: &Text, level: usize) -> fmt::Result {
    // A carriage return at the very end would become one with the line end in front of the closing tag.
    let fits_heredoc = !text.ends_with('\r');
    match form {
        TextForm::Heredoc { tag } if fits_heredoc => {
            let tag = free_tag(tag, text);
            write!(out, "<<{tag}\n{text}\n{tag}")
        }
        TextForm::IndentedHeredoc { tag } if fits_heredoc => write_indented(out, text, tag, level),
        TextForm::Free if fits_heredoc && text.contains('\n') => write_indented(out, text, TAG, level),
        TextForm::Free | TextForm::SingleLine | TextForm::Heredoc { .. } | TextForm::IndentedHeredoc { .. } => {
            write_quoted(out, text)
        }
    }
}

/// Every line is indented, empty ones too, for readers that count these.
fn write_indented(out: &mut dyn Write, text: &str, tag: &str, level: usize) -> fmt::Result {
    let tag = free_tag(tag, text);
    writeln!(out, "<<-{tag}")?;
    for line in text.split('\n') {
        indent(out, level + 2)?;
        writeln!(out, "{line}")?;
    }
    indent(out, level + 2)?;
    out.write_str(&tag)
}

/// The tag, or where a line of the text would close the heredoc, the tag with a number that no line holds.
fn free_tag(tag: &str, text: &str) -> String {
    let closes = |tag: &str| text.split('\n').any(|line| line.trim() == tag);
    let tag = if tag.is_empty() { TAG.to_owned() } else { writable(tag) };
    if !closes(&tag) {
        return tag;
    }
    let lines = text.split('\n').count();
    (1..=lines)
        .map(|number| format!("{tag}{number}"))
        .find(|tag| !closes(tag))
        .expect("one line closes the plain tag, so the others cannot close as many numbered tags as there are lines")
}

fn write_quoted(out: &mut dyn Write, text: &str) -> fmt::Result {
    out.write_str("\"")?;
    for character in text.chars() {
        match character {
            '\r' => out.write_str("\\r")?,
            '\n' => out.write_str("\\n")?,
            '\t' => out.write_str("\\t")?,
            '\\' => out.write_str("\\\\")?,
            '"' => out.write_str("\\\"")?,
            character => out.write_char(character)?,
        }
    }
    out.write_str("\"")
}

fn indent(out: &mut dyn Write, levels: usize) -> fmt::Result {
    (0..levels).try_for_each(|_| out.write_str(LEVEL))
}
