//! Values read as something else than text, and the set as a whole (VM-04, VM-07).

use crate::error::Error;
use crate::limits::Limits;
use crate::parse;
use crate::syntax::Step;
use crate::variables::Variables;

impl Variables {
    /// `true` or `false` in any case; anything else, and nothing, gives the default.
    pub fn get_flag(&self, name: &str, default: bool) -> bool {
        match self.get(name).as_deref().map(str::trim) {
            Some(word) if word.eq_ignore_ascii_case("true") => true,
            Some(word) if word.eq_ignore_ascii_case("false") => false,
            _ => default,
        }
    }

    /// A whole number of 32 bits.
    pub fn get_i32(&self, name: &str) -> Option<i32> {
        self.get(name)?.trim().parse().ok()
    }

    /// Parts between commas, trimmed, without empty ones.
    pub fn get_list(&self, name: &str) -> Vec<String> {
        self.parts(name, &[','])
    }

    /// Lines, trimmed, without empty ones.
    pub fn get_paths(&self, name: &str) -> Vec<String> {
        self.parts(name, &['\r', '\n'])
    }

    fn parts(&self, name: &str, separators: &[char]) -> Vec<String> {
        let value = self.get(name).unwrap_or_default();
        value.split(separators).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// A value that must be there and not be empty.
    pub fn require(&self, name: &str) -> Result<String, Error> {
        match self.get_evaluated(name) {
            Some(evaluated) if evaluated.value().is_some_and(|value| !value.is_empty()) => Ok(evaluated.text),
            Some(evaluated) => Err(evaluated
                .error
                .filter(Error::is_fatal)
                .unwrap_or_else(|| Error::Required { name: name.to_owned() })),
            None => Err(Error::Required { name: name.to_owned() }),
        }
    }

    /// The indexes under a name, in the order in which they were first set: `A` and `B` under `X` where `X[A].N`
    /// and `X[B]` are set.
    pub fn indexes(&self, name: &str) -> Vec<String> {
        let Some(symbol) = parse::symbol_prefix(name, Limits::default().depth) else { return Vec::new() };
        let Ok(mut node) = self.tree() else { return Vec::new() };
        for step in &symbol.steps {
            let child = match step {
                Step::Name(name) => node.named(name),
                Step::Index(index) => node.indexed(index),
                Step::SymbolIndex(_) => None,
            };
            let Some(child) = child.cloned() else { return Vec::new() };
            node = child;
        }
        node.all_indexed().map(|(index, _)| index.to_owned()).collect()
    }

    /// The set as a JSON object, indented by two blanks, in order (VM-07).
    pub fn save(&self) -> String {
        let members: serde_json::Map<String, serde_json::Value> =
            self.entries().map(|(name, value)| (name.to_owned(), value.into())).collect();
        format!("{:#}", serde_json::Value::Object(members))
    }
}
