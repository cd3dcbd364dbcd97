//! Filters over machines and workers that several commands share.

use crate::arguments::{Group, value};
use crate::client::{Resource, same};
use crate::context::Context;
use crate::failure::Failure;

pub(super) const FILTER: Group = Group {
    title: "Filter",
    options: &[
        value(
            &["status"],
            "STATUS",
            "Online, Offline, Unknown, NeedsUpgrade, CalamariNeedsUpgrade or Disabled. May be repeated.",
        ),
        value(
            &["health-status", "healthStatus"],
            "STATUS",
            "Healthy, Unavailable, Unknown, HasWarnings or Unhealthy. May be repeated.",
        ),
        value(&["disabled"], "TRUE|FALSE", "Only those that are disabled, or are not."),
        value(&["calamari-outdated"], "TRUE|FALSE", "Only those whose runner is outdated, or is not."),
        value(&["tentacle-outdated"], "TRUE|FALSE", "Only those whose agent is outdated, or is not."),
    ],
};

const STATUSES: &[&str] = &["Online", "Offline", "Unknown", "NeedsUpgrade", "CalamariNeedsUpgrade", "Disabled"];
const HEALTH_STATUSES: &[&str] = &["Healthy", "Unavailable", "Unknown", "HasWarnings", "Unhealthy"];

/// Which machines are meant.
pub(super) struct MachineFilter {
    statuses: Vec<String>,
    health_statuses: Vec<String>,
    disabled: Option<bool>,
    calamari_outdated: Option<bool>,
    tentacle_outdated: Option<bool>,
}

impl MachineFilter {
    pub(super) fn read(context: &Context<'_>) -> Result<Self, Failure> {
        let values = &context.values;
        known_words("status", values.all("status"), STATUSES)?;
        known_words("health-status", values.all("health-status"), HEALTH_STATUSES)?;
        Ok(Self {
            statuses: values.all("status").to_vec(),
            health_statuses: values.all("health-status").to_vec(),
            disabled: values.boolean("disabled")?,
            calamari_outdated: values.boolean("calamari-outdated")?,
            tentacle_outdated: values.boolean("tentacle-outdated")?,
        })
    }

    pub(super) fn names_a_status(&self) -> bool {
        !self.statuses.is_empty() || !self.health_statuses.is_empty()
    }

    /// The states in words.
    pub(super) fn description(&self) -> String {
        let mut text = [&self.statuses[..], &self.health_statuses[..]].concat().join(",");
        let states = [
            (self.disabled, "disabled"),
            (self.calamari_outdated, "with an outdated runner"),
            (self.tentacle_outdated, "with an outdated agent"),
        ];
        for (state, words) in states {
            match state {
                Some(true) => text.extend([" and ", words]),
                Some(false) => text.extend([" and not ", words]),
                None => {}
            }
        }
        text
    }

    pub(super) fn accepts(&self, machine: &Resource) -> bool {
        let one_of = |words: &[String], word: &str| words.is_empty() || words.iter().any(|known| same(known, word));
        let equals = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
        let upgrade_suggested = || {
            let details = machine.child("Endpoint").and_then(|endpoint| endpoint.child("TentacleVersionDetails"));
            details.is_some_and(|details| details.flag("UpgradeSuggested"))
        };
        one_of(&self.statuses, machine.text("Status"))
            && one_of(&self.health_statuses, machine.text("HealthStatus"))
            && equals(self.disabled, machine.flag("IsDisabled"))
            && equals(self.calamari_outdated, !machine.flag("HasLatestCalamari"))
            && equals(self.tentacle_outdated, upgrade_suggested())
    }
}

/// What the lists show as a machine's status.
pub(super) fn status_of(machine: &Resource) -> String {
    let health = machine.some_text("HealthStatus").unwrap_or_else(|| machine.text("Status"));
    let disabled = if machine.flag("IsDisabled") { " - Disabled" } else { "" };
    format!("{health}{disabled}")
}

fn known_words(option: &str, given: &[String], known: &[&str]) -> Result<(), Failure> {
    let unknown: Vec<&str> =
        given.iter().map(String::as_str).filter(|word| !known.iter().any(|known| same(known, word))).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Failure::command(format!(
        "The --{option} value is unknown: {}. Known values are {}",
        unknown.join(", "),
        known.join(", ")
    )))
}
