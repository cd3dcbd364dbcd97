//! What a file of vectors is about.

use anyhow::bail;
use serde_json::Value;

use super::case::{Case, Verdict};
use super::{ocl, octostache, package_names, retention, service_messages, structured_config, versions};

/// A set of vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    Octostache,
    Versions,
    PackageNames,
    Ocl,
    StructuredConfig,
    ServiceMessages,
    Retention,
}

/// Runs one case.
pub(super) type Check = fn(&Case<'_>) -> anyhow::Result<Verdict>;

impl Set {
    /// By the name of the file, or else by the fields of its cases.
    pub(super) fn recognise(file: &str, cases: &[Value]) -> anyhow::Result<Self> {
        let named = [
            ("octostache", Self::Octostache),
            ("versions", Self::Versions),
            ("package-names", Self::PackageNames),
            ("ocl", Self::Ocl),
            ("structured-config", Self::StructuredConfig),
            ("service-messages", Self::ServiceMessages),
            ("retention", Self::Retention),
        ];
        if let Some((_, set)) = named.into_iter().find(|(name, _)| file.starts_with(name)) {
            return Ok(set);
        }
        let has = |field: &str| cases.iter().any(|case| case.get(field).is_some());
        let shapes = [
            ("kind", Self::Versions),
            ("removed_ids", Self::Retention),
            ("format", Self::StructuredConfig),
            ("stdout", Self::ServiceMessages),
            ("chunks", Self::ServiceMessages),
            ("file", Self::PackageNames),
            ("node", Self::Ocl),
            ("template", Self::Octostache),
        ];
        match shapes.into_iter().find(|(field, _)| has(field)) {
            Some((_, set)) => Ok(set),
            None => bail!("it is not like any set of vectors we know"),
        }
    }

    /// How the cases of the set are run.
    pub(super) fn check(self) -> Check {
        match self {
            Self::Octostache => octostache::check,
            Self::Versions => versions::check,
            Self::PackageNames => package_names::check,
            Self::Ocl => ocl::check,
            Self::StructuredConfig => structured_config::check,
            Self::ServiceMessages => service_messages::check,
            Self::Retention => retention::check,
        }
    }
}
