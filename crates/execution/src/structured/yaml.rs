//! YAML files (SG-05): read into a tree that keeps styles, tags, anchors and comments, and written again.

mod emit;
mod read;
mod scalar;

use std::collections::HashMap;

use octostache::Variables;

use super::{Change, FormatError, Setting, settings};

#[derive(Debug, Clone, Default, PartialEq)]
struct Stream {
    documents: Vec<Document>,
    /// Comments behind the last node.
    trailing: Vec<Comment>,
}

#[derive(Debug, Clone, PartialEq)]
struct Document {
    /// `%YAML` and `%TAG` lines.
    directives: Vec<String>,
    explicit: bool,
    root: Node,
}

#[derive(Debug, Clone, PartialEq)]
struct Comment {
    /// With its `#`.
    text: String,
    /// Something stands before it on its line.
    inline: bool,
    /// It stands between the `-` of an item and the item.
    after_dash: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Node {
    /// Comments that stand before it.
    comments: Vec<Comment>,
    anchor: Option<String>,
    /// As it is to be written.
    tag: Option<String>,
    kind: Kind,
    /// Where it began, in characters from the line's start.
    column: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Alias(String),
    Scalar { text: String, style: Style },
    Sequence { items: Vec<Node>, flow: bool },
    Mapping { entries: Vec<(Node, Node)>, flow: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
    Literal,
    Folded,
}

pub(super) fn replace(text: &str, variables: &Variables) -> Result<Change, FormatError> {
    let mut stream = read::stream(text)?;
    let indent = indent(&stream);
    let mut replacer = Replacer {
        settings: settings(variables, true).map(|setting| (setting.name.to_lowercase(), setting)).collect(),
        change: Change::default(),
    };
    for document in &mut stream.documents {
        replacer.node(&mut document.root, "");
    }
    let mut change = replacer.change;
    change.text = emit::print(&stream, indent);
    let mut meant = Vec::new();
    for document in &stream.documents {
        collect(&document.root, "", &mut meant);
    }
    // YAML has more corners than any writer knows. A file that would say something else is better left alone.
    if paths(&change.text).is_ok_and(|written| written == meant) {
        Ok(change)
    } else {
        Err(FormatError { why: "it has a form that cannot be written again faithfully".to_owned(), line: 1, column: 1 })
    }
}

/// The paths of all scalars and their texts, in the order of the file.
pub fn paths(text: &str) -> Result<Vec<(String, String)>, FormatError> {
    let mut found = Vec::new();
    for document in &read::stream(text)?.documents {
        collect(&document.root, "", &mut found);
    }
    Ok(found)
}

fn collect(node: &Node, path: &str, found: &mut Vec<(String, String)>) {
    match &node.kind {
        Kind::Alias(_) => {}
        Kind::Scalar { text, .. } => found.push((path.to_owned(), text.clone())),
        Kind::Sequence { items, .. } => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &below(path, &index.to_string()), found);
            }
        }
        Kind::Mapping { entries, .. } => {
            for (key, value) in entries {
                collect(value, &below(path, key.key_text()), found);
            }
        }
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}:{key}") }
}

struct Replacer<'a> {
    settings: HashMap<String, Setting<'a>>,
    change: Change,
}

impl Replacer<'_> {
    fn node(&mut self, node: &mut Node, path: &str) {
        let setting = self.settings.get(&path.to_lowercase()).filter(|_| !path.is_empty());
        if let Some(setting) = setting
            && !matches!(node.kind, Kind::Alias(_))
        {
            if node.set(setting.value()) {
                self.change.names.push(setting.name.to_owned());
            } else {
                self.change.warnings.push(format!(
                    "The variable '{}' would replace a mapping or a sequence, but its value is no YAML; the file keeps its own",
                    setting.name
                ));
            }
            return;
        }
        match &mut node.kind {
            Kind::Alias(_) | Kind::Scalar { .. } => {}
            Kind::Sequence { items, .. } => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.node(item, &below(path, &index.to_string()));
                }
            }
            Kind::Mapping { entries, .. } => {
                for (key, value) in entries {
                    self.node(value, &below(path, key.key_text()));
                }
            }
        }
    }
}

impl Node {
    fn key_text(&self) -> &str {
        if let Kind::Scalar { text, .. } = &self.kind { text } else { "" }
    }

    /// Takes a new value; nothing is null. Tells whether it could.
    fn set(&mut self, value: Option<String>) -> bool {
        let Some(value) = value else {
            self.kind = Kind::Scalar { text: "null".to_owned(), style: Style::Plain };
            return true;
        };
        match &mut self.kind {
            Kind::Alias(_) => {}
            Kind::Scalar { text, style } => {
                // Nothing at all would be null.
                if value.is_empty() && *style == Style::Plain {
                    *style = Style::Single;
                }
                *text = value;
            }
            Kind::Sequence { .. } | Kind::Mapping { .. } if value.trim().is_empty() => {
                self.kind = Kind::Scalar { text: String::new(), style: Style::Double };
            }
            Kind::Sequence { .. } | Kind::Mapping { .. } => match read::stream(&value) {
                Ok(Stream { documents, .. }) if documents.len() == 1 => {
                    let root = documents.into_iter().next().expect("there is one").root;
                    self.kind = root.kind;
                    self.tag = root.tag;
                }
                _ => return false,
            },
        }
        true
    }
}

/// By how much mappings in mappings are indented most often; two when nothing tells.
fn indent(stream: &Stream) -> usize {
    let mut counts = [0_usize; 10];
    for document in &stream.documents {
        count(&document.root, &mut counts);
    }
    let best = (2..10).max_by_key(|width| (counts[*width], std::cmp::Reverse(*width))).unwrap_or(2);
    if counts[best] == 0 { 2 } else { best }
}

fn count(node: &Node, counts: &mut [usize; 10]) {
    match &node.kind {
        Kind::Alias(_) | Kind::Scalar { .. } => {}
        Kind::Sequence { items, .. } => items.iter().for_each(|item| count(item, counts)),
        Kind::Mapping { entries, flow } => {
            for (key, value) in entries {
                if let Kind::Mapping { entries: inner, flow: false } = &value.kind
                    && let Some((first, _)) = inner.first()
                    && !flow
                    && let Some(width) = first.column.checked_sub(key.column)
                    && let Some(counter) = counts.get_mut(width)
                {
                    *counter += 1;
                }
                count(value, counts);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn changed(text: &str, settings: &[(&str, &str)]) -> String {
        let mut variables = Variables::new();
        for (name, value) in settings {
            variables.set(*name, *value);
        }
        replace(text, &variables).unwrap().text
    }

    #[test]
    fn comments_and_anchors_stay_where_they_are() {
        let text = "# head\na: &x 1 # one\n# before b\nb:\n  # inner\n  c: *x\n  d: # here\n  - 1\n  # between\n  - 2\n# end\n";
        assert_eq!(changed(text, &[]), text);
        assert_eq!(changed(text, &[("a", "5"), ("b:d:1", "7")]), text.replace("&x 1", "&x 5").replace("- 2", "- 7"));
    }

    #[test]
    fn several_documents_and_odd_shapes_are_kept() {
        let text = "---\na: 1\n---\n- - x\n  - y\n- k: v\n  l: w\n-\n- {}\n- []\nb\n";
        assert!(replace(text, &Variables::new()).is_err());
        let text = "---\na: 1\n---\n- - x\n  - y\n- k: v\n  l: w\n-\n- {}\n- []\n";
        assert_eq!(changed(text, &[]), text);
        let text = "? - complex\n  - key\n: value\nempty:\nother: \"\"\n";
        assert_eq!(changed(text, &[]), text);
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_from_any_style(
            value in "[ab:#'\"\\\\,\\[\\]{}&*!|>%@`?\\- \n\u{e4}\u{1f600}]{0,12}",
            style in 0usize..5,
        ) {
            let old = ["plain", "'single'", "\"double\"", "|\n    literal\n", ">\n    folded\n"][style];
            let text = changed(&format!("a:\n  k: {old}\n\n  l: [{{x: y}}]\nz: end\n"), &[("a:k", &value), ("a:l:0:x", &value)]);
            let found = paths(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
            let expected = [("a:k", value.as_str()), ("a:l:0:x", &value), ("z", "end")];
            let expected = expected.map(|(path, value)| (path.to_owned(), value.to_owned()));
            prop_assert_eq!(&found[..], &expected[..], "{}", text);
            // What was written once is written the same again.
            prop_assert_eq!(changed(&text, &[]), text);
        }

        #[test]
        fn anything_may_stand_in_a_file(text in "[ab:#'\", \n\\[\\]{}&*!|>?%\\-]{0,40}") {
            if let Ok(change) = replace(&text, &Variables::new()) {
                prop_assert_eq!(paths(&change.text).unwrap(), paths(&text).unwrap(), "{}", change.text);
            }
        }
    }
}
