//! The values the arguments gave, by option.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Group;
use crate::failure::Failure;
use crate::times;

/// Values by the option's first name. Every known option has an entry, so that asking for one that the command's
/// table does not list is noticed at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Values(BTreeMap<&'static str, Given>);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Given {
    set: bool,
    texts: Vec<String>,
}

impl Values {
    pub(super) fn for_options(groups: &[Group]) -> Self {
        let options = groups.iter().flat_map(|group| group.options);
        Self(options.map(|option| (option.key(), Given::default())).collect())
    }

    /// For commands without options.
    pub(crate) fn empty() -> Self {
        Self(BTreeMap::new())
    }

    /// Like [`Values::flag`], for an option that some commands do not have.
    pub(crate) fn flag_or_absent(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(|given| given.set)
    }

    /// Like [`Values::all`], for an option that some commands do not have.
    pub(crate) fn all_or_absent(&self, key: &str) -> &[String] {
        self.0.get(key).map_or(&[], |given| &given.texts)
    }

    pub(super) fn set(&mut self, key: &'static str) {
        self.0.entry(key).or_default().set = true;
    }

    pub(super) fn add(&mut self, key: &'static str, text: String) {
        self.0.entry(key).or_default().texts.push(text);
    }

    /// Adds what a configuration file says. Its values come first, so that the command line has the last word.
    pub(crate) fn fill_from(&mut self, other: &Self) {
        for (key, given) in &other.0 {
            let own = self.0.entry(key).or_default();
            own.set |= given.set;
            own.texts.splice(0..0, given.texts.iter().cloned());
        }
    }

    fn given(&self, key: &str) -> &Given {
        self.0.get(key).unwrap_or_else(|| panic!("the command's table lists the option {key}"))
    }

    /// Whether a flag was given.
    pub(crate) fn flag(&self, key: &str) -> bool {
        self.given(key).set
    }

    /// Every value, in order.
    pub(crate) fn all(&self, key: &str) -> &[String] {
        &self.given(key).texts
    }

    /// The last value given; a blank one counts as none.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.all(key).last().map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    /// A value the command cannot do without; `what` describes it.
    pub(crate) fn required(&self, key: &str, what: &str) -> Result<&str, Failure> {
        self.text(key)
            .ok_or_else(|| Failure::command(format!("Please specify {what} using the parameter: --{key}=XYZ")))
    }

    /// `True` or `False`, in any case.
    pub(crate) fn boolean(&self, key: &str) -> Result<Option<bool>, Failure> {
        self.parsed(key, "True or False", |text| text.to_ascii_lowercase().parse().ok())
    }

    /// A length of time as `[d.]hh:mm:ss`.
    pub(crate) fn duration(&self, key: &str) -> Result<Option<Duration>, Failure> {
        self.parsed(key, "a time span such as 00:10:00", times::parse_time_span)
    }

    /// A whole number that is not negative.
    pub(crate) fn number(&self, key: &str) -> Result<Option<usize>, Failure> {
        self.parsed(key, "a whole number", |text| text.parse().ok())
    }

    /// A value with a form of its own; `expected` describes it.
    pub(crate) fn parsed<T>(
        &self,
        key: &str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(key) else { return Ok(None) };
        match parse(text.trim()) {
            Some(value) => Ok(Some(value)),
            None => {
                Err(Failure::command(format!("Could not convert '{text}' for the option --{key}: expected {expected}")))
            }
        }
    }
}
