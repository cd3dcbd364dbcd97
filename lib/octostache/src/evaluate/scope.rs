//! Finding what a symbol means: from the innermost scope outward, through the tree and through JSON.

use std::cell::RefCell;
use std::sync::Arc;

use super::{Evaluator, Missing};
use crate::binding::{Node, Parsed};
use crate::error::Error;
use crate::json;
use crate::syntax::{Step, Symbol};

/// Names in reach: the variables outermost, then the locals of each loop.
pub(crate) struct Scope<'p> {
    node: Arc<Node>,
    parent: Option<&'p Scope<'p>>,
    /// Symbols that are being evaluated here, outermost first.
    walking: RefCell<Vec<Walking>>,
}

/// A symbol on its way.
struct Walking {
    /// The symbol as written. Error texts show this form: what stands for a symbol in brackets may be a secret.
    written: String,
    /// Its text with such brackets resolved, and its place in its source: what makes it the same symbol (VE-14).
    resolved: String,
    position: usize,
}

impl PartialEq for Walking {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position && self.resolved == other.resolved
    }
}

/// Where a walk ended.
pub(super) enum Found {
    /// At an own value, which gave this text.
    Text(String),
    /// At a node without one, or whose value does not parse and is taken as it is.
    Node(Arc<Node>),
}

impl Found {
    pub(super) fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Node(node) => node.value.as_deref().map(str::to_owned),
        }
    }
}

impl<'p> Scope<'p> {
    pub(crate) fn root(node: Arc<Node>) -> Self {
        Self { node, parent: None, walking: RefCell::default() }
    }

    pub(super) fn child<'c>(&'c self, node: Arc<Node>) -> Scope<'c>
    where
        'p: 'c,
    {
        Scope { node, parent: Some(self), walking: RefCell::default() }
    }

    /// Refuses a symbol that is already being evaluated, here or further out.
    fn enter(&self, walking: Walking) -> Result<(), Error> {
        let mut scope = Some(self);
        while let Some(current) = scope {
            let pending = current.walking.borrow();
            if pending.contains(&walking) {
                let chain = pending.iter().chain([&walking]).map(|walking| walking.written.clone()).collect();
                return Err(Error::SelfReference { symbol: walking.written, chain });
            }
            scope = current.parent;
        }
        self.walking.borrow_mut().push(walking);
        Ok(())
    }

    fn leave(&self) {
        self.walking.borrow_mut().pop();
    }
}

impl Evaluator<'_> {
    /// The text a symbol stands for; nothing when it names nothing, or a node without a value.
    pub(super) fn resolve(
        &self,
        symbol: &Symbol,
        scope: &Scope<'_>,
        missing: &mut Missing,
    ) -> Result<Option<String>, Error> {
        Ok(self.walk(symbol, scope, missing)?.and_then(Found::into_text))
    }

    /// Walks a symbol in each scope in turn until all of its steps are found in one (VE-01).
    pub(super) fn walk(
        &self,
        symbol: &Symbol,
        scope: &Scope<'_>,
        missing: &mut Missing,
    ) -> Result<Option<Found>, Error> {
        self.budget.step()?;
        let position = symbol.position;
        let written = symbol.to_string();
        self.budget.bytes(written.len())?;
        scope.enter(Walking { written: written.clone(), resolved: written.clone(), position })?;
        let here = self.with_indexes(symbol, scope).and_then(|symbol| match symbol {
            Some(symbol) => Ok((self.walk_here(&symbol, scope, missing)?, Some(symbol))),
            None => Ok((None, None)),
        });
        scope.leave();
        let (mut found, Some(symbol)) = here? else { return Ok(None) };

        let mut outer = scope.parent;
        while let (None, Some(scope)) = (&found, outer) {
            scope.enter(Walking { written: written.clone(), resolved: symbol.to_string(), position })?;
            let there = self.walk_here(&symbol, scope, missing);
            scope.leave();
            found = there?;
            outer = scope.parent;
        }
        Ok(found)
    }

    /// The symbol with the symbols in its brackets replaced by what they stand for (VE-05).
    fn with_indexes(&self, symbol: &Symbol, scope: &Scope<'_>) -> Result<Option<Symbol>, Error> {
        let mut steps = Vec::with_capacity(symbol.steps.len());
        for step in &symbol.steps {
            steps.push(match step {
                Step::Name(_) | Step::Index(_) => step.clone(),
                Step::SymbolIndex(index) => {
                    let index = self.budget.deeper(|| self.resolve(index, scope, &mut Missing::default()))?;
                    let Some(index) = index else { return Ok(None) };
                    Step::Index(index)
                }
            });
        }
        Ok(Some(Symbol { position: symbol.position, steps }))
    }

    /// Walks a symbol in one scope, and evaluates the value it ends on (VE-02, VE-03).
    fn walk_here(&self, symbol: &Symbol, scope: &Scope<'_>, missing: &mut Missing) -> Result<Option<Found>, Error> {
        let mut node = Arc::clone(&scope.node);
        for step in &symbol.steps {
            let (child, property) = match step {
                Step::Name(name) => (node.named(name), name),
                Step::Index(index) => {
                    let first = if index == "*" { node.first_indexed() } else { None };
                    (first.or_else(|| node.indexed(index)), index)
                }
                Step::SymbolIndex(_) => return Ok(None),
            };
            node = match child {
                Some(child) => Arc::clone(child),
                None => match self.json_member(&node, property, scope)? {
                    Some(text) => Arc::new(Node::with_value(text)),
                    None => return Ok(None),
                },
            };
        }
        let Some(value) = &node.value else { return Ok(Some(Found::Node(node))) };
        self.budget.bytes(value.len())?;
        match node.parsed(self.budget.limits()) {
            Parsed::Plain => Ok(Some(Found::Node(node))),
            Parsed::Failed(error) => Err(error),
            Parsed::Template(template) => {
                let (text, inner) = self.value(&template, value, scope)?;
                missing.extend(inner);
                Ok(Some(Found::Text(text)))
            }
        }
    }

    /// A member of a value that is JSON, after the value itself has been evaluated (VJ-01).
    fn json_member(&self, node: &Node, property: &str, scope: &Scope<'_>) -> Result<Option<String>, Error> {
        let Some(value) = node.value.as_deref().filter(|value| !value.is_empty()) else { return Ok(None) };
        if property.is_empty() {
            return Ok(None);
        }
        let evaluated = match node.parsed(self.budget.limits()) {
            Parsed::Plain => None,
            Parsed::Failed(error) => return Err(error),
            Parsed::Template(template) => match self.value(&template, value, scope) {
                Ok((text, _)) => Some(text),
                // A value may refer to its own members; where that turns in a circle there is no such member.
                Err(Error::SelfReference { .. }) => return Ok(None),
                Err(error) => return Err(error),
            },
        };
        if let Some(text) = evaluated {
            self.budget.bytes(text.len())?;
            return Ok(json::read(&text).and_then(|json| json.member(property)));
        }
        self.budget.bytes(if node.has_read_json() { 0 } else { value.len() })?;
        Ok(node.json().and_then(|json| json.member(property)))
    }
}
