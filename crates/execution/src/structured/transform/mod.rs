//! .NET configuration transforms (SX-02): a file is changed as another one beside it says.
//!
//! What the transform does not speak of stays as it was written, byte for byte.

mod locate;
mod tree;
mod verbs;

use super::document::{Attribute, Document, Id, Kind, ROOT};
use super::{FormatError, xml};
use crate::files::{Encoding, Text};
use locate::Step;
use tree::Tree;

/// The namespace by which a transform speaks to us.
const NAMESPACE: &str = "http://schemas.microsoft.com/XML-Document-Transform";

/// How much a note matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    Detail,
    Warning,
    Error,
}

/// What happened at one element of a transform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub gravity: Gravity,
    /// Where the element stands in the transform, from 1.
    pub line: usize,
    pub column: usize,
    pub element: String,
    pub text: String,
}

/// A file after its transform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transformed {
    pub bytes: Vec<u8>,
    /// Errors among them mean that the file is not what the transform wants.
    pub notes: Vec<Note>,
}

/// Why nothing could be transformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransformError {
    #[error("it cannot be read as XML: {0}")]
    File(FormatError),
    #[error("the transform cannot be read as XML: {0}")]
    Transform(FormatError),
}

/// Changes the bytes of a file as the bytes of a transform say.
pub fn transform(file: &[u8], transform: &[u8]) -> Result<Transformed, TransformError> {
    let mut text = read(file).map_err(TransformError::File)?;
    let source = read(transform).map_err(TransformError::Transform)?.text;
    let document = Document::read(&text.text).map_err(TransformError::File)?;
    let wanted = Document::read(&source).map_err(TransformError::Transform)?;
    let mut work = Work {
        prefixes: prefixes(&wanted),
        transform: &wanted,
        source: &source,
        tree: Tree::new(document, &text.text, &source),
        steps: Vec::new(),
        lines: std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect(),
        notes: Vec::new(),
    };
    for id in wanted.nodes[ROOT].children.iter().filter(|id| wanted.is_element(**id)) {
        work.element(*id);
    }
    let (changed, notes) = (work.tree.print(), work.notes);
    if changed == text.text {
        return Ok(Transformed { bytes: file.to_vec(), notes });
    }
    text.text = changed;
    if !text.fits() {
        text.text = xml::declared_as_utf8(&text.text);
        text.encoding = Encoding::Utf8;
    }
    Ok(Transformed { bytes: text.write(), notes })
}

fn read(bytes: &[u8]) -> Result<Text, FormatError> {
    let text = match xml::declared_encoding(bytes) {
        Some(encoding) => Text::read_as(bytes, encoding),
        None => Text::read(bytes),
    };
    let why = "its byte-order mark does not fit its content".to_owned();
    text.ok_or(FormatError { why, line: 1, column: 1 })
}

/// The prefixes that stand for the namespace of transforms.
fn prefixes(transform: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for node in &transform.nodes {
        let Kind::Element { attributes, .. } = &node.kind else { continue };
        let of_ours = attributes.iter().filter(|attribute| attribute.value == NAMESPACE);
        found.extend(of_ours.filter_map(|attribute| attribute.name.strip_prefix("xmlns:")).map(str::to_owned));
    }
    found
}

/// A transform under way.
struct Work<'a> {
    transform: &'a Document,
    source: &'a str,
    prefixes: Vec<String>,
    tree: Tree<'a>,
    /// From the root to the element that is looked at.
    steps: Vec<Step>,
    /// Where the lines of the transform begin.
    lines: Vec<usize>,
    notes: Vec<Note>,
}

impl Work<'_> {
    /// Does what one element says, then what those in it say.
    fn element(&mut self, id: Id) {
        let Kind::Element { name, .. } = &self.transform.nodes[id].kind else { return };
        if let Some(name) = self.own_name(name) {
            let text = match name {
                "Import" => {
                    "transforms cannot import further .NET code here; use the transforms that are built in".to_owned()
                }
                other => format!("'{other}' is no element of transforms"),
            };
            self.note(id, Gravity::Error, text);
            return;
        }
        let step = match Step::of(self.transform, id, self.own_attribute(id, "Locator").as_deref()) {
            Ok(step) => step,
            Err(text) => return self.note(id, Gravity::Error, text),
        };
        self.steps.push(step);
        if let Some(verb) = self.own_attribute(id, "Transform") {
            let before = self.notes.len();
            if let Err(text) = self.perform(id, &verb) {
                self.note(id, Gravity::Error, text);
            }
            if self.is_quiet(id) {
                let mut index = 0;
                self.notes.retain(|note| {
                    index += 1;
                    index <= before || note.gravity != Gravity::Warning
                });
            }
        }
        for child in &self.transform.nodes[id].children {
            self.element(*child);
        }
        self.steps.pop();
    }

    /// The name of something in the namespace of transforms, without its prefix.
    fn own_name<'n>(&self, name: &'n str) -> Option<&'n str> {
        let (prefix, local) = name.split_once(':')?;
        self.prefixes.iter().any(|known| known == prefix).then_some(local)
    }

    fn own_attribute(&self, id: Id, wanted: &str) -> Option<String> {
        let Kind::Element { attributes, .. } = &self.transform.nodes[id].kind else { return None };
        let found = attributes.iter().find(|attribute| self.own_name(&attribute.name) == Some(wanted))?;
        Some(found.value.clone())
    }

    /// Whether an element of the transform wants no warnings; the spelling is that of the field.
    fn is_quiet(&self, id: Id) -> bool {
        let wanted = ["SupressWarnings", "SuppressWarnings"];
        let value = wanted.into_iter().find_map(|name| self.own_attribute(id, name));
        value.is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
    }

    fn note(&mut self, id: Id, gravity: Gravity, text: String) {
        let at = self.transform.nodes[id].outer.0;
        let line = self.lines.partition_point(|start| *start <= at);
        let column = self.source[self.lines[line - 1]..at].chars().count() + 1;
        let Kind::Element { name, .. } = &self.transform.nodes[id].kind else { return };
        self.notes.push(Note { gravity, line, column, element: name.clone(), text });
    }
}

/// Whether an attribute of the transform is meant for the transform alone.
fn is_instruction(prefixes: &[String], attribute: &Attribute) -> bool {
    match attribute.name.split_once(':') {
        Some(("xmlns", _)) => attribute.value == NAMESPACE,
        Some((prefix, _)) => prefixes.iter().any(|known| known == prefix),
        None => false,
    }
}

#[cfg(test)]
mod tests;
