//! One case, and what came of it.

use anyhow::{Context, anyhow};
use serde_json::Value;

/// A case of a file. Readers look at its fields, and never at its name.
pub(super) struct Case<'a> {
    value: &'a Value,
}

/// What came of a case.
pub(super) enum Verdict {
    Passed,
    Failed { expected: String, got: String },
}

impl Verdict {
    /// Passed if both are the same value.
    pub(super) fn equal(expected: &Value, got: &Value) -> Self {
        if same(expected, got) {
            Self::Passed
        } else {
            Self::Failed { expected: expected.to_string(), got: got.to_string() }
        }
    }

    /// Passed if the condition holds.
    pub(super) fn holds(condition: bool, expected: impl Into<String>, got: impl Into<String>) -> Self {
        if condition { Self::Passed } else { Self::Failed { expected: expected.into(), got: got.into() } }
    }
}

/// Objects are compared without regard to the order of their keys.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| same(value, other)))
        }
        (left, right) => left == right,
    }
}

impl<'a> Case<'a> {
    pub(super) fn new(value: &'a Value) -> Self {
        Self { value }
    }

    /// For printing only.
    pub(super) fn name(&self) -> &'a str {
        self.value["name"].as_str().unwrap_or("a case without a name")
    }

    /// The field, if the case has it; a `null` counts as a value.
    pub(super) fn find(&self, field: &str) -> Option<&'a Value> {
        self.value.get(field)
    }

    pub(super) fn value(&self, field: &str) -> anyhow::Result<&'a Value> {
        self.find(field).with_context(|| format!("the case has no field \"{field}\""))
    }

    pub(super) fn text(&self, field: &str) -> anyhow::Result<&'a str> {
        self.value(field)?.as_str().with_context(|| format!("the field \"{field}\" is not a text"))
    }

    /// Nothing if the field is absent or null.
    pub(super) fn find_text(&self, field: &str) -> anyhow::Result<Option<&'a str>> {
        match self.find(field) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.text(field).map(Some),
        }
    }

    pub(super) fn texts(&self, field: &str) -> anyhow::Result<Vec<&'a str>> {
        let list = self.value(field)?.as_array().with_context(|| format!("the field \"{field}\" is not a list"))?;
        list.iter()
            .map(|text| {
                text.as_str().with_context(|| format!("the field \"{field}\" holds something that is not a text"))
            })
            .collect()
    }

    /// The error of a case that asks for something this version of the command does not know.
    pub(super) fn unknown(&self, field: &str) -> anyhow::Error {
        anyhow!("this command has no reader for \"{field}\": {}", self.value[field])
    }
}
