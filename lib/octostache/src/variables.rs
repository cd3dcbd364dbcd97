//! A set of variables and the way to evaluate templates against it.

use std::collections::HashMap;

use crate::Error;

/// An ordered set of variables; names are compared ignoring case (VM-01).
#[derive(Debug, Clone, Default)]
pub struct Variables {
    entries: Vec<(String, String)>,
    positions: HashMap<String, usize>,
}

/// What a template evaluated to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluated {
    /// The text; what could not be evaluated stands in it as written.
    pub text: String,
    /// Why some of it, or all of it, could not be evaluated.
    pub error: Option<Error>,
}

impl Variables {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a variable; a name that is there keeps its place and gets the new value.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        let value = value.into();
        match self.positions.get(&name.to_uppercase()) {
            Some(&position) => self.entries[position].1 = value,
            None => {
                self.positions
                    .insert(name.to_uppercase(), self.entries.len());
                self.entries.push((name, value));
            }
        }
    }

    /// The value as stored.
    pub fn raw(&self, name: &str) -> Option<&str> {
        let position = *self.positions.get(&name.to_uppercase())?;
        Some(&self.entries[position].1)
    }

    /// The value, evaluated as a template.
    pub fn get(&self, name: &str) -> Option<String> {
        self.raw(name).map(|value| self.evaluate(value).text)
    }

    /// Evaluates a template as the value of a variable.
    pub fn evaluate(&self, template: &str) -> Evaluated {
        let mut text = String::new();
        let mut missing = Vec::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("#{") {
            text.push_str(before);
            let Some((name, behind)) = after.split_once('}') else {
                rest = &rest[before.len()..];
                break;
            };
            if let Some(value) = self.raw(name.trim()) {
                text.push_str(value);
            } else {
                let token = format!("#{{{}}}", name.trim());
                text.push_str(&token);
                missing.push(token);
            }
            rest = behind;
        }
        text.push_str(rest);
        let error = (!missing.is_empty()).then_some(Error::Missing(missing));
        Evaluated { text, error }
    }

    /// Evaluates a file: what does not parse or has no value stays as written.
    pub fn evaluate_file(&self, text: &str) -> Result<Evaluated, Error> {
        Ok(self.evaluate(text))
    }

    /// Whether an expression evaluates to something that counts as true.
    pub fn is_true(&self, expression: &str) -> bool {
        let evaluated = self.evaluate(expression);
        let text = evaluated.text.trim();
        evaluated.error.is_none()
            && !evaluated.text.is_empty()
            && evaluated.text != "0"
            && !text.eq_ignore_ascii_case("no")
            && !text.eq_ignore_ascii_case("false")
    }

    /// All variables as stored, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
