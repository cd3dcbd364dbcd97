//! A set of variables, and the way to evaluate templates against it.

use std::collections::HashMap;
use std::fmt::{Debug, Formatter};
use std::sync::{Arc, OnceLock};

use crate::binding::{self, Node};
use crate::case::fold;
use crate::culture::Culture;
use crate::error::Error;
use crate::evaluate::{Echo, Evaluator, Outcome, Scope, is_truthy};
use crate::limits::{Budget, Limits};
use crate::parse;
use crate::settings::Settings;
use crate::syntax::Template;

/// An ordered set of variables; names are compared ignoring case (VM-01).
///
/// Its `Debug` form shows names and no value, because values are often secrets.
#[derive(Clone, Default)]
pub struct Variables {
    entries: Vec<Entry>,
    places: HashMap<String, usize>,
    settings: Settings,
    /// Built when a template first needs it, dropped when a variable changes.
    tree: OnceLock<Result<Arc<Node>, Error>>,
}

#[derive(Clone)]
struct Entry {
    name: String,
    value: Option<String>,
}

/// What a template evaluated to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluated {
    /// The text; what could not be evaluated stands in it as written. After a fatal error it is the template.
    pub text: String,
    /// Why some of it, or all of it, could not be evaluated.
    pub error: Option<Error>,
    /// Whether the template ended in the filter `null`: it then has no value, not even an empty one (VE-15).
    pub is_null: bool,
}

impl Evaluated {
    /// The result, where there is one: not after a fatal error, and not when the template gave null.
    pub fn value(&self) -> Option<&str> {
        let is_fatal = self.error.as_ref().is_some_and(Error::is_fatal);
        (!is_fatal && !self.is_null).then_some(&self.text)
    }

    /// Tokens that named nothing, normalised, in order.
    pub fn missing(&self) -> &[String] {
        match &self.error {
            Some(Error::Missing { tokens }) => tokens,
            _ => &[],
        }
    }

    fn from_outcome(outcome: Outcome) -> Self {
        let Outcome { text, missing, null } = outcome;
        let error = (!missing.is_empty()).then_some(Error::Missing { tokens: missing });
        Self { text, error, is_null: null }
    }
}

impl Variables {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a variable; a name that is there keeps its place and gets the new value (VM-01).
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.put(name.into(), Some(value.into()));
    }

    /// Sets a variable to no value at all: null for exact lookups, the empty text in templates (VM-02).
    pub fn set_null(&mut self, name: impl Into<String>) {
        self.put(name.into(), None);
    }

    fn put(&mut self, name: String, value: Option<String>) {
        self.tree.take();
        let key = fold(&name);
        if let Some(&place) = self.places.get(&key) {
            self.entries[place].value = value;
        } else {
            self.places.insert(key, self.entries.len());
            self.entries.push(Entry { name, value });
        }
    }

    /// The culture in which `Format` writes numbers and dates; invariant unless set.
    pub fn set_culture(&mut self, culture: Culture) {
        self.settings.culture = culture;
    }

    /// The time that `NowDate` and `NowDateUtc` tell; without it they give nothing. Its offset also stands for the
    /// zone of dates that name none.
    pub fn set_now(&mut self, now: jiff::Zoned) {
        self.settings.now = Some(now);
    }

    /// How far one evaluation may go.
    pub fn set_limits(&mut self, limits: Limits) {
        self.tree.take();
        self.settings.limits = limits;
    }

    /// Adds a filter; built-in ones of that name win (VF-03).
    pub fn add_filter(
        &mut self,
        name: &str,
        filter: impl Fn(Option<&str>, &[String]) -> Option<String> + Send + Sync + 'static,
    ) {
        self.settings.extensions.insert(name.to_lowercase(), Arc::new(filter));
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.places.get(&fold(name)).map(|&place| &self.entries[place])
    }

    /// Whether there is a variable of this name, with a value or without.
    pub fn contains(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The value as stored.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.entry(name)?.value.as_deref()
    }

    /// The value, evaluated as a template; nothing when there is none or it gives none (VM-03).
    ///
    /// Tokens that name nothing stand in it as written, and after a fatal error the whole value does.
    /// [`Variables::get_evaluated`] tells about errors.
    pub fn get(&self, name: &str) -> Option<String> {
        let Evaluated { text, is_null, .. } = self.get_evaluated(name)?;
        (!is_null).then_some(text)
    }

    /// The value, evaluated as a template, with what went wrong.
    pub fn get_evaluated(&self, name: &str) -> Option<Evaluated> {
        self.raw(name).map(|value| self.evaluate(value))
    }

    /// Evaluates a template as the product does for the value of a variable: tokens that name nothing stand in the
    /// result in normalised form, and a template that does not parse is returned as it is.
    pub fn evaluate(&self, template: &str) -> Evaluated {
        self.run(template, parse::strict, Echo::Normalised).unwrap_or_else(|error| Evaluated {
            text: template.to_owned(),
            error: Some(error),
            is_null: false,
        })
    }

    /// Evaluates a file (VE-13): what does not parse or names nothing stays byte for byte as written, and a block
    /// that is never closed leaves all behind it untouched.
    ///
    /// Names of nothing are reported in [`Evaluated::error`]; only fatal errors fail the call.
    pub fn evaluate_file(&self, text: &str) -> Result<Evaluated, Error> {
        self.run(text, parse::lenient, Echo::AsWritten)
    }

    /// Whether an expression evaluates, without any error, to something that counts as true (VE-10): not empty, not
    /// exactly `0`, and not `no` or `false` in any case and with any blanks around.
    pub fn is_true(&self, expression: &str) -> bool {
        let evaluated = self.evaluate(expression);
        evaluated.error.is_none() && evaluated.value().is_some_and(is_truthy)
    }

    /// All variables as stored, in order; one without a value shows as empty.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|entry| (entry.name.as_str(), entry.value.as_deref().unwrap_or_default()))
    }

    /// All variables as stored, in order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.entries.iter().map(|entry| (entry.name.as_str(), entry.value.as_deref()))
    }

    pub(crate) fn tree(&self) -> Result<Arc<Node>, Error> {
        self.tree.get_or_init(|| binding::tree(self.iter()).map(Arc::new)).clone()
    }

    fn run(
        &self,
        template: &str,
        read: fn(&str, usize) -> Result<Template, Error>,
        echo: Echo,
    ) -> Result<Evaluated, Error> {
        if !template.contains("#{") {
            return Ok(Evaluated { text: template.to_owned(), error: None, is_null: false });
        }
        let limits = self.settings.limits;
        let parsed = read(template, limits.depth)?;
        let scope = Scope::root(self.tree()?);
        let evaluator = Evaluator::new(&self.settings, Budget::new(limits, template), echo);
        evaluator.top(&parsed, template, &scope).map(Evaluated::from_outcome)
    }
}

impl Debug for Variables {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.entries.iter().map(|entry| entry.name.as_str()).collect();
        f.debug_struct("Variables").field("names", &names).finish_non_exhaustive()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Variables {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        let mut set = Self::new();
        set.extend(variables);
        set
    }
}

impl<N: Into<String>, V: Into<String>> Extend<(N, V)> for Variables {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, variables: I) {
        for (name, value) in variables {
            self.set(name, value);
        }
    }
}
