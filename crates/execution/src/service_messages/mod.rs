//! Service messages: what a script says to its host in its output (steps.md SM).
//!
//! [`Parser`] cuts them out of a stream of output, [`format()`] writes one.

mod attributes;
mod parser;

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub use parser::{Item, Parser};

/// A message that was read; its values are decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceMessage {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl ServiceMessage {
    /// The value of an attribute, whose name ignores case (SM-02).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether an attribute says true.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
    }
}

/// A message as the executor itself writes it: double quotes, attributes without a value left out (SM-01).
pub fn format(name: &str, attributes: &[(&str, Option<&str>)]) -> String {
    let mut text = format!("##octopus[{name}");
    for (key, value) in attributes {
        if let Some(value) = value {
            write!(text, " {key}=\"{}\"", STANDARD.encode(value)).expect("a string takes everything");
        }
    }
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use serde_json::Value;

    use super::*;

    #[test]
    fn an_attribute_without_a_value_is_left_out() {
        assert_eq!(format("my-message", &[("foo", Some("1")), ("bar", None)]), "##octopus[my-message foo=\"MQ==\"]");
    }

    #[test]
    fn the_vectors_are_followed() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/service-messages.json");
        let Ok(text) = std::fs::read_to_string(&path) else {
            println!("SKIPPED: there are no vectors at {}", path.display());
            return;
        };
        let vectors: Vec<Value> = serde_json::from_str(&text).unwrap();
        let pairs =
            |value: &Value| -> BTreeMap<String, Option<String>> { serde_json::from_value(value.clone()).unwrap() };
        for vector in &vectors {
            let name = &vector["name"];
            if vector["test"] == "format" {
                let attributes = vector["attributes"].as_object().unwrap();
                let attributes: Vec<(&str, Option<&str>)> =
                    attributes.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
                let text = format(vector["message"].as_str().unwrap(), &attributes);
                assert_eq!(text, vector["expected"].as_str().unwrap(), "{name}");
            } else if vector["test"] == "parse" {
                let mut found = Vec::new();
                let mut parser = Parser::default();
                let mut take = |item: Item<'_>| {
                    if let Item::Message(message) = item {
                        let attributes = message.attributes.into_iter();
                        // Names ignore case, so that of the vector is as good.
                        let attributes: BTreeMap<_, _> =
                            attributes.map(|(key, value)| (key.to_lowercase(), Some(value))).collect();
                        found.push((message.name, attributes));
                    }
                };
                for chunk in vector["chunks"].as_array().unwrap() {
                    parser.push(chunk.as_str().unwrap().as_bytes(), &mut take);
                }
                parser.finish(&mut take);
                let expected = vector["messages"].as_array().unwrap().iter();
                let expected: Vec<_> = expected
                    .map(|message| (message["name"].as_str().unwrap().to_owned(), pairs(&message["attributes"])))
                    .collect();
                assert_eq!(found, expected, "{name}");
            }
        }
    }
}
