//! `*.config` files of .NET (SX-01): existing application settings and connection strings, in place.

use octostache::Variables;

use super::document::{Document, Id, Kind, escape, local};
use super::{Change, FormatError};

pub(super) fn replace(text: &str, variables: &Variables) -> Result<Change, FormatError> {
    let document = Document::read(text)?;
    let mut change = Change::default();
    let mut edits: Vec<((usize, usize), String)> = Vec::new();
    for id in 0..document.nodes.len() {
        let Some((name, span)) = entry(&document, id) else { continue };
        let own = name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("Octopus"));
        if own || !variables.contains(&name) {
            continue;
        }
        let mut value = String::new();
        escape(&variables.get(&name).unwrap_or_default(), true, &mut value);
        edits.push((span, value));
        change.names.push(name);
    }
    edits.sort();
    let mut done = 0;
    for ((start, end), value) in edits {
        change.text.push_str(&text[done..start]);
        change.text.push_str(&value);
        done = end;
    }
    change.text.push_str(&text[done..]);
    Ok(change)
}

/// The name that an element gives to a setting, and where its value stands.
fn entry(document: &Document, id: Id) -> Option<(String, (usize, usize))> {
    let Kind::Element { name, attributes, closed } = &document.nodes[id].kind else { return None };
    let attribute = |name: &str| attributes.iter().find(|attribute| local(&attribute.name) == name);
    let parent = document.nodes[id].parent?;
    match (local(name), element_name(document, parent)?) {
        ("add", "appSettings") => Some((attribute("key")?.value.clone(), attribute("value")?.span)),
        ("add", "connectionStrings") => Some((attribute("name")?.value.clone(), attribute("connectionString")?.span)),
        ("value", "setting") if !closed => {
            let Kind::Element { attributes, .. } = &document.nodes[parent].kind else { return None };
            let name = attributes.iter().find(|attribute| local(&attribute.name) == "name")?.value.clone();
            let mut above = document.nodes[parent].parent;
            while let Some(ancestor) = above {
                if element_name(document, ancestor) == Some("applicationSettings") {
                    return Some((name, document.nodes[id].span));
                }
                above = document.nodes[ancestor].parent;
            }
            None
        }
        _ => None,
    }
}

fn element_name(document: &Document, id: Id) -> Option<&str> {
    if let Kind::Element { name, .. } = &document.nodes[id].kind { Some(local(name)) } else { None }
}
