//! The tree in which templates look names up (VM-05).

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::case::fold;
use crate::error::Error;
use crate::json::{self, Json};
use crate::limits::Limits;
use crate::parse;
use crate::syntax::{Step, Template};

/// Names with more steps than this are reachable by exact lookup only; it bounds the depth of the tree.
const MAX_STEPS: usize = 64;

/// A place in the tree: an own value, named children, indexed children in order.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) value: Option<Arc<str>>,
    named: HashMap<String, Arc<Node>>,
    indexed: Vec<(String, Arc<Node>)>,
    places: HashMap<String, usize>,
    template: OnceLock<Parsed>,
    json: OnceLock<Option<Json>>,
}

/// An own value read as a template.
#[derive(Debug, Clone)]
pub(crate) enum Parsed {
    /// It has no `#{`, or does not parse: its text is what it gives.
    Plain,
    Template(Arc<Template>),
    Failed(Error),
}

impl Node {
    pub(crate) fn with_value(value: impl Into<Arc<str>>) -> Self {
        Self { value: Some(value.into()), ..Self::default() }
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Arc<Self>> {
        self.named.get(&fold(name))
    }

    pub(crate) fn indexed(&self, index: &str) -> Option<&Arc<Self>> {
        self.places.get(&fold(index)).map(|&place| &self.indexed[place].1)
    }

    pub(crate) fn first_indexed(&self) -> Option<&Arc<Self>> {
        self.indexed.first().map(|(_, node)| node)
    }

    /// Indexed children in the order in which their first variable was set, with their index as written.
    pub(crate) fn all_indexed(&self) -> impl Iterator<Item = (&str, &Arc<Self>)> {
        self.indexed.iter().map(|(index, node)| (index.as_str(), node))
    }

    /// Puts a child in; one of that name is replaced.
    pub(crate) fn put(&mut self, name: &str, child: Arc<Self>) {
        self.named.insert(fold(name), child);
    }

    /// The own value as a template, read once.
    pub(crate) fn parsed(&self, limits: Limits) -> Parsed {
        self.template.get_or_init(|| parsed(self.value.as_deref().unwrap_or_default(), limits)).clone()
    }

    /// The own value as JSON, read once.
    pub(crate) fn json(&self) -> Option<&Json> {
        self.json.get_or_init(|| json::read(self.value.as_deref().unwrap_or_default())).as_ref()
    }

    /// Whether asking for the JSON costs nothing any more.
    pub(crate) fn has_read_json(&self) -> bool {
        self.json.get().is_some()
    }

    fn named_mut(&mut self, name: &str) -> &mut Self {
        let child = self.named.entry(fold(name)).or_default();
        Arc::get_mut(child).expect("the tree is not shared while it is built")
    }

    fn indexed_mut(&mut self, index: &str) -> &mut Self {
        let place = *self.places.entry(fold(index)).or_insert_with(|| {
            self.indexed.push((index.to_owned(), Arc::new(Self::with_value(index))));
            self.indexed.len() - 1
        });
        Arc::get_mut(&mut self.indexed[place].1).expect("the tree is not shared while it is built")
    }
}

fn parsed(value: &str, limits: Limits) -> Parsed {
    if !value.contains("#{") {
        return Parsed::Plain;
    }
    match parse::strict(value, limits.depth) {
        Ok(template) => Parsed::Template(Arc::new(template)),
        Err(Error::Syntax(_)) => Parsed::Plain,
        Err(error) => Parsed::Failed(error),
    }
}

/// Builds the tree of all variables.
pub(crate) fn tree<'v>(variables: impl Iterator<Item = (&'v str, &'v str)>) -> Result<Node, Error> {
    let mut root = Node::default();
    for (name, value) in variables {
        let Some(symbol) = parse::symbol_prefix(name, MAX_STEPS) else { continue };
        if symbol.steps.iter().any(|step| matches!(step, Step::SymbolIndex(_))) {
            return Err(Error::VariableName { name: name.to_owned() });
        }
        if symbol.steps.len() > MAX_STEPS {
            continue;
        }
        let mut node = &mut root;
        for step in &symbol.steps {
            node = match step {
                Step::Name(name) => node.named_mut(name),
                Step::Index(index) => node.indexed_mut(index),
                Step::SymbolIndex(_) => unreachable!("names with symbol indexes were refused above"),
            };
        }
        node.value = Some(value.into());
    }
    Ok(root)
}
