//! Values that are JSON: reading into them by name or index, and walking over them (VJ).

mod read;
mod write;

use std::collections::HashMap;

pub(crate) use read::read;

/// A JSON value as far as templates can tell it apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// A whole number of any size, as text.
    Integer(String),
    Float(f64),
    Text(String),
    Array(Vec<Json>),
    Object(Members),
}

/// Members of an object in order; names are unique and case-sensitive.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Members {
    list: Vec<(String, Json)>,
    places: HashMap<String, usize>,
}

impl Members {
    /// A repeated name keeps its first place and its last value.
    fn put(&mut self, name: String, value: Json) {
        if let Some(&place) = self.places.get(&name) {
            self.list[place].1 = value;
        } else {
            self.places.insert(name.clone(), self.list.len());
            self.list.push((name, value));
        }
    }

    fn get(&self, name: &str) -> Option<&Json> {
        self.places.get(name).map(|&place| &self.list[place].1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.list.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl Json {
    /// What `value.property` gives; nothing where the question makes no sense (VJ-03).
    pub(crate) fn member(&self, property: &str) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Bool(_) | Self::Integer(_) | Self::Float(_) | Self::Text(_) => Some(self.to_text()),
            Self::Array(items) => {
                let index: i32 = property.trim().parse().ok()?;
                let item = usize::try_from(index).ok()?;
                Some(items.get(item).map(Self::to_text).unwrap_or_default())
            }
            Self::Object(members) => Some(members.get(property).map(Self::to_text).unwrap_or_default()),
        }
    }

    /// The text a template prints: texts unquoted, objects and arrays as compact JSON (VJ-04).
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(true) => "True".to_owned(),
            Self::Bool(false) => "False".to_owned(),
            Self::Integer(digits) => digits.clone(),
            Self::Float(number) => crate::number::shortest(*number),
            Self::Text(text) => text.clone(),
            Self::Array(_) | Self::Object(_) => write::compact(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(json: &str, property: &str, expected: Option<&str>) {
        assert_eq!(read(json).and_then(|json| json.member(property)).as_deref(), expected, "{json} at {property}");
    }

    #[test]
    fn members_are_found_by_exact_name_and_missing_ones_are_empty() {
        check(r#"{"a":1,"A":2}"#, "A", Some("2"));
        check(r#"{"a":1}"#, "b", Some(""));
        check(r#"{"a":null}"#, "a", Some(""));
        check(r#"{"a":1,"a":2}"#, "a", Some("2"));
    }

    #[test]
    fn items_are_found_by_number_only() {
        check("[1,2]", " 1 ", Some("2"));
        check("[1,2]", "2", Some(""));
        check("[1,2]", "x", None);
        check("[1,2]", "-1", None);
    }

    #[test]
    fn any_member_of_a_scalar_is_the_scalar() {
        check("5", "x", Some("5"));
        check("true", "x", Some("True"));
        check("null", "x", None);
    }

    #[test]
    fn the_reader_is_lenient_but_takes_only_whole_values() {
        check("{a: 'b', /* c */ d: 1, } // e", "a", Some("b"));
        check("{a: NaN}", "a", Some("NaN"));
        check("{a: 0x1F, b: 1e3}", "a", Some("31"));
        check("{a: 1e3}", "a", Some("1000"));
        check(r#"{a: "\u00e9\ud83d\ude00"}"#, "a", Some("é😀"));
        for broken in ["", "{a: b}", "{a:1} x", "{a:1", "[1 2]", "hello", "{a:'\u{5c}x'}"] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(read(&format!("{}{}", "[".repeat(60), "]".repeat(60))).is_some());
        assert!(read(&"[".repeat(100_000)).is_none());
    }

    #[test]
    fn containers_print_as_compact_json() {
        check("{a: {'b': [1, 2.50, 'x\"\\n', null, true]}}", "a", Some(r#"{"b":[1,2.5,"x\"\n",null,true]}"#));
        check("[[1.0]]", "0", Some("[1.0]"));
    }
}
