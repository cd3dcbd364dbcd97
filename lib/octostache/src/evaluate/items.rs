//! What a loop goes through, and what it offers to its body (VE-16, VE-17).

use std::sync::Arc;

use super::scope::{Found, Scope};
use super::{Evaluator, Missing};
use crate::binding::Node;
use crate::error::Error;
use crate::json::{self, Json};
use crate::syntax::Symbol;

/// What an item costs beside its text; it keeps a long text of commas from becoming a much longer list.
const ITEM_OVERHEAD: usize = 64;

impl Evaluator<'_> {
    pub(super) fn items(
        &self,
        collection: &Symbol,
        scope: &Scope<'_>,
        missing: &mut Missing,
    ) -> Result<Vec<Arc<Node>>, Error> {
        let text = match self.walk(collection, scope, missing)? {
            None => return Ok(Vec::new()),
            Some(Found::Text(text)) => text,
            Some(Found::Node(node)) => match &node.value {
                Some(value) => value.to_string(),
                None => return Ok(node.all_indexed().map(|(_, item)| Arc::clone(item)).collect()),
            },
        };
        self.budget.bytes(text.len())?;
        self.budget.bytes((text.matches(',').count() + 1).saturating_mul(ITEM_OVERHEAD))?;
        Ok(match json::read(&text) {
            Some(Json::Array(items)) => items.iter().map(|item| leaf(item.to_text())).collect(),
            Some(Json::Object(members)) => members.iter().map(|(key, value)| member(key, value)).collect(),
            Some(Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Float(_) | Json::Text(_)) | None => {
                text.split(',').map(leaf).collect()
            }
        })
    }
}

fn leaf(text: impl Into<Arc<str>>) -> Arc<Node> {
    Arc::new(Node::with_value(text))
}

/// A member of a JSON object prints as its key and has both parts by name.
fn member(key: &str, value: &Json) -> Arc<Node> {
    let mut node = Node::with_value(key);
    node.put("Key", leaf(key));
    node.put("Value", leaf(value.to_text()));
    Arc::new(node)
}

/// The names that one turn of a loop adds.
pub(super) fn locals(variable: &str, item: Arc<Node>, index: usize, count: usize) -> Result<Node, Error> {
    if variable.eq_ignore_ascii_case("Octopus") {
        return Err(Error::LoopVariable { name: variable.to_owned() });
    }
    let flag = |holds| leaf(if holds { "True" } else { "False" });
    let mut each = Node::default();
    each.put("Index", leaf(index.to_string()));
    each.put("First", flag(index == 0));
    each.put("Last", flag(index + 1 == count));
    let mut template = Node::default();
    template.put("Each", Arc::new(each));
    let mut octopus = Node::default();
    octopus.put("Template", Arc::new(template));
    let mut locals = Node::default();
    locals.put("Octopus", Arc::new(octopus));
    locals.put(variable, item);
    Ok(locals)
}
