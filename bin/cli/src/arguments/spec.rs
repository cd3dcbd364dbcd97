//! Descriptions of options: what the parser knows, and what the help prints.

/// One option of a command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opt {
    /// All spellings, the one the program itself uses first.
    pub names: &'static [&'static str],
    /// What the value is called in the help; `None` makes it a flag.
    pub value: Option<&'static str>,
    pub help: &'static str,
}

/// Options under a common heading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    pub title: &'static str,
    pub options: &'static [Opt],
}

/// An option that is either given or not.
pub(crate) const fn flag(names: &'static [&'static str], help: &'static str) -> Opt {
    Opt { names, value: None, help }
}

/// An option with a value.
pub(crate) const fn value(names: &'static [&'static str], value: &'static str, help: &'static str) -> Opt {
    Opt { names, value: Some(value), help }
}

impl Opt {
    /// The name under which values are kept.
    pub(crate) fn key(&self) -> &'static str {
        self.names[0]
    }

    pub(super) fn answers_to(&self, name: &str) -> bool {
        self.names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}
