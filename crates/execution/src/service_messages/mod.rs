//! Service messages: what a script says to its host in its output (steps.md SM).
//!
//! [`Parser`] cuts them out of a stream of output, [`format`] writes one.

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
    use super::*;

    #[test]
    fn an_attribute_without_a_value_is_left_out() {
        assert_eq!(format("my-message", &[("foo", Some("1")), ("bar", None)]), "##octopus[my-message foo=\"MQ==\"]");
    }
}
