//! Which elements of the file an element of the transform speaks of.

use std::collections::HashMap;

use super::tree::definition;
use crate::structured::document::{Attribute, Document, Id, Kind, ROOT};
use crate::structured::xml::find::Found;
use crate::structured::xml::path::{Path, Prefixes};

/// The name under which expressions know the default namespace, which `XPath` has none for.
const DEFAULT: &str = "_default";

/// One step on the way to the elements that are meant.
pub(super) struct Step {
    /// As people would write it.
    text: String,
    path: Path,
    prefixes: Prefixes,
    absolute: bool,
}

/// `Name(arguments)` or `Name`.
pub(super) fn call(text: &str) -> Option<(&str, Option<&str>)> {
    let text = text.trim();
    let (name, arguments) = match text.split_once('(') {
        Some((name, rest)) => (name.trim_end(), Some(rest.strip_suffix(')')?.trim())),
        None => (text, None),
    };
    let good = !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_');
    good.then_some((name, arguments))
}

/// Arguments that are names.
pub(super) fn names(arguments: &str) -> Vec<&str> {
    arguments.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

impl Step {
    /// The step that an element of the transform stands for; `locator` is what it says about it.
    pub(super) fn of(transform: &Document, id: Id, locator: Option<&str>) -> Result<Self, String> {
        let Kind::Element { name, attributes, .. } = &transform.nodes[id].kind else {
            unreachable!("only elements locate")
        };
        let mut known = HashMap::from([("xml".to_owned(), "http://www.w3.org/XML/1998/namespace".to_owned())]);
        let mut at = Some(id);
        while let Some(above) = at {
            if let Kind::Element { attributes, .. } = &transform.nodes[above].kind {
                for Attribute { name, value, .. } in attributes {
                    if let Some(prefix) = name.strip_prefix("xmlns:") {
                        known.entry(prefix.to_owned()).or_insert_with(|| value.clone());
                    }
                }
            }
            at = transform.nodes[above].parent;
        }
        let default = definition(transform, id, "").map(|(uri, _)| uri).filter(|uri| !uri.is_empty());
        let named = match default {
            Some(uri) if !name.contains(':') => {
                known.insert(DEFAULT.to_owned(), uri);
                format!("{DEFAULT}:{name}")
            }
            _ => name.clone(),
        };
        let prefixes = Prefixes { known };
        let (path, text, absolute) = match locator.map(|text| call(text).ok_or(text)).transpose() {
            Err(text) => return Err(format!("the locator '{text}' cannot be read; write Name(arguments)")),
            Ok(None) => (named, name.clone(), false),
            Ok(Some((kind, arguments))) => {
                let arguments = arguments.filter(|text| !text.is_empty());
                let arguments = arguments.ok_or_else(|| format!("the locator {kind} says nothing in brackets"))?;
                match kind {
                    "Condition" => (format!("{named}[{arguments}]"), format!("{name}[{arguments}]"), false),
                    "Match" => {
                        let condition = matching(attributes, &names(arguments))?;
                        (format!("{named}[{condition}]"), format!("{name}[{condition}]"), false)
                    }
                    "XPath" if arguments.starts_with('/') => (arguments.to_owned(), arguments.to_owned(), true),
                    "XPath" => (format!("{named}/{arguments}"), format!("{name}/{arguments}"), false),
                    other => {
                        return Err(format!("the locator '{other}' is not known; use Match, Condition or XPath"));
                    }
                }
            }
        };
        let path = Path::compile(&path, &prefixes)
            .ok_or_else(|| format!("'{text}' is no XPath expression that can be understood"))?;
        Ok(Self { text, path, prefixes, absolute })
    }
}

/// The condition that attributes are the same in the file as in the transform.
fn matching(attributes: &[Attribute], wanted: &[&str]) -> Result<String, String> {
    let conditions: Result<Vec<String>, String> = wanted
        .iter()
        .map(|name| {
            let found = attributes.iter().find(|attribute| attribute.name == *name);
            let value =
                &found.ok_or_else(|| format!("Match names the attribute '{name}', which the element lacks"))?.value;
            match (value.contains('\''), value.contains('"')) {
                (false, _) => Ok(format!("@{name}='{value}'")),
                (true, false) => Ok(format!("@{name}=\"{value}\"")),
                (true, true) => Err(format!("Match cannot compare '{name}': its value has both kinds of quotes")),
            }
        })
        .collect();
    let conditions = conditions?;
    if conditions.is_empty() { Err("Match names no attribute".to_owned()) } else { Ok(conditions.join(" and ")) }
}

/// The nodes at the end of some steps, in the order of the document as it is now.
pub(super) fn find(steps: &[Step], document: &Document) -> Vec<Found> {
    let mut found = vec![Found::Node(ROOT)];
    for step in steps {
        let mut next: Vec<Found> = if step.absolute {
            step.path.find(document, &step.prefixes)
        } else {
            found.iter().flat_map(|from| step.path.find_from(*from, document, &step.prefixes)).collect()
        };
        if next.len() > 1 {
            sort(&mut next, document);
        }
        found = next;
    }
    found
}

/// What an expression of a verb's selects, beginning at a node.
pub(super) fn find_from(expression: &str, from: Id, steps: &[Step], document: &Document) -> Option<Vec<Found>> {
    let prefixes = &steps.last()?.prefixes;
    let path = Path::compile(expression, prefixes)?;
    let mut found = path.find_from(Found::Node(from), document, prefixes);
    sort(&mut found, document);
    Some(found)
}

/// Nodes that were added have later numbers than what stands behind them.
fn sort(found: &mut Vec<Found>, document: &Document) {
    let mut ranks: HashMap<Id, usize> = HashMap::new();
    let mut open = vec![ROOT];
    while let Some(id) = open.pop() {
        ranks.insert(id, ranks.len());
        open.extend(document.nodes[id].children.iter().rev());
    }
    let rank = |id: &Id| ranks.get(id).copied().unwrap_or(usize::MAX);
    found.sort_by_key(|node| match node {
        Found::Node(id) => (rank(id), 0),
        Found::Attribute(id, index) => (rank(id), index + 1),
    });
    found.dedup();
}

/// The part of the way that leads nowhere, for people.
pub(super) fn dead_end(steps: &[Step], document: &Document) -> String {
    let last = (1..=steps.len()).find(|count| find(&steps[..*count], document).is_empty()).unwrap_or(steps.len());
    let mut text = String::new();
    for step in &steps[..last] {
        if step.absolute {
            text.clear();
        } else {
            text.push('/');
        }
        text.push_str(&step.text);
    }
    text
}
