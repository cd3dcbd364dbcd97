//! A document of the API, kept whole: what we do not know must survive a read-change-write.

use serde_json::{Map, Value};

use crate::failure::Failure;

/// A JSON object with readers for the members clients use.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Resource(Map<String, Value>);

impl Resource {
    /// Takes an object; anything else is an answer that makes no sense.
    pub(crate) fn from_value(value: Value) -> Result<Self, Failure> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(Failure::unexpected("the server's answer is not a JSON object where one was expected"))
            }
        }
    }

    /// Takes a bare array of objects.
    pub(crate) fn list_from_value(value: Value) -> Result<Vec<Self>, Failure> {
        match value {
            Value::Array(items) => items.into_iter().map(Self::from_value).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                Err(Failure::unexpected("the server's answer is not a JSON list where one was expected"))
            }
        }
    }

    pub(crate) fn as_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    pub(crate) fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    /// A text member; absent and null are both empty.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// A text member that is there and not blank.
    pub(crate) fn some_text(&self, key: &str) -> Option<&str> {
        Some(self.text(key)).filter(|text| !text.trim().is_empty())
    }

    pub(crate) fn id(&self) -> &str {
        self.text("Id")
    }

    pub(crate) fn name(&self) -> &str {
        self.text("Name")
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Whether the name is this one, ignoring case.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        same(self.name(), name)
    }

    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.id().eq_ignore_ascii_case(id)
    }

    /// The strings of a list member.
    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        let items = self.get(key).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// The objects of a list member.
    pub(crate) fn children(&self, key: &str) -> Vec<Self> {
        let items = self.get(key).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_object).map(|members| Self(members.clone())).collect()
    }

    /// An object member.
    pub(crate) fn child(&self, key: &str) -> Option<Self> {
        self.get(key).and_then(Value::as_object).map(|members| Self(members.clone()))
    }

    /// A link, if this document has it.
    pub(crate) fn find_link(&self, name: &str) -> Option<&str> {
        self.get("Links").and_then(|links| links.get(name)).and_then(Value::as_str).filter(|link| !link.is_empty())
    }

    /// A link that must be there.
    pub(crate) fn link(&self, name: &str) -> Result<&str, Failure> {
        self.find_link(name).ok_or_else(|| {
            let owner = if self.id().is_empty() { "the server's root document" } else { self.id() };
            Failure::unexpected(format!(
                "{owner} has no link named {name}: this server does not offer what the command needs"
            ))
        })
    }
}

/// Whether two names are the same to the server, which ignores case.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}
