//! A plan for one channel: which package versions, where they come from, and whether the channel's rules accept them.

use serde_json::{Value, json};

use super::RuleResult;
use crate::client::{Resource, same};
use crate::failure::Failure;
use crate::output::table;

/// Where a version comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    User,
    Latest,
    /// The deployment process allows no other.
    Fixed,
    Unknown,
}

impl Source {
    fn text(self) -> &'static str {
        match self {
            Self::User => "User specified",
            Self::Latest => "Latest available",
            Self::Fixed => "Fixed version",
            Self::Unknown => "Cannot resolve",
        }
    }
}

/// One package reference of one step.
#[derive(Debug, Clone)]
pub(crate) struct PlanItem {
    pub action: String,
    pub reference: String,
    pub package_id: String,
    pub feed_id: String,
    /// Neither feed nor package id depend on variables.
    pub resolvable: bool,
    pub version: Option<String>,
    pub source: Source,
    pub rule: RuleResult,
}

/// What a release in one channel would be.
#[derive(Debug, Clone)]
pub(crate) struct ReleasePlan {
    pub channel: Resource,
    pub template: Resource,
    pub items: Vec<PlanItem>,
    /// Enabled steps of this channel that use no package.
    pub has_other_steps: bool,
}

impl ReleasePlan {
    pub(crate) fn is_viable(&self) -> bool {
        !self.has_unresolved() && !self.violates_rules() && self.has_steps()
    }

    pub(crate) fn has_unresolved(&self) -> bool {
        self.items.iter().any(|item| item.version.is_none())
    }

    pub(crate) fn violates_rules(&self) -> bool {
        self.items.iter().any(|item| !item.rule.is_satisfied())
    }

    pub(crate) fn has_steps(&self) -> bool {
        self.has_other_steps || !self.items.is_empty()
    }

    pub(crate) fn channel_name(&self) -> &str {
        self.channel.name()
    }

    /// The version of the package that gives the release its number.
    pub(crate) fn version_of(&self, step: &str, reference: &str) -> Result<&str, Failure> {
        let item = self
            .items
            .iter()
            .find(|item| same(&item.action, step) && (item.reference.is_empty() || same(&item.reference, reference)));
        let item = item.ok_or_else(|| {
            Failure::command(format!("The step '{step}' gives the release its number, but it is not in the plan."))
        })?;
        item.version.as_deref().ok_or_else(|| {
            Failure::command(format!("The step '{step}' gives the release its number, but its package has no version."))
        })
    }

    /// What `POST releases` takes as `SelectedPackages`.
    pub(crate) fn selected_packages(&self) -> Value {
        let selected = self.items.iter().map(|item| {
            json!({
                "ActionName": item.action, "PackageReferenceName": item.reference,
                "Version": item.version.clone().unwrap_or_default(),
            })
        });
        selected.collect()
    }

    /// The steps as `--outputFormat=Json` shows them.
    pub(crate) fn steps_as_json(&self) -> Value {
        let steps = self.items.iter().enumerate().map(|(index, item)| {
            json!({
                "Id": index, "ActionName": item.action, "Version": item.version, "VersionSource": item.source.text(),
                "VersionRule": item.rule.summary(),
            })
        });
        steps.collect()
    }

    /// The plan as lines of text: the channel, and a table of the packages if there are any.
    pub(crate) fn table(&self) -> Vec<String> {
        let default = if self.channel.flag("IsDefault") { " (this is the default channel)" } else { "" };
        let mut lines = vec![format!("Channel: '{}'{default}", self.channel_name())];
        if self.items.is_empty() {
            return lines;
        }
        let with_names = self.items.iter().any(|item| !item.reference.is_empty());
        let mut headings = vec!["#  ", "Name", "Package Name", "Version", "Source", "Version rules"];
        let mut rows: Vec<Vec<String>> = self.items.iter().enumerate().map(|(index, item)| row(index, item)).collect();
        if !with_names {
            headings.remove(2);
            for row in &mut rows {
                row.remove(2);
            }
        }
        lines.extend(table::lines(&headings, &rows).into_iter().map(|line| format!("  {line}")));
        lines
    }
}

fn row(index: usize, item: &PlanItem) -> Vec<String> {
    vec![
        (index + 1).to_string(),
        item.action.clone(),
        item.reference.clone(),
        item.version.clone().unwrap_or_else(|| "ERROR".to_owned()),
        item.source.text().to_owned(),
        item.rule.summary(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(reference: &str, version: Option<&str>) -> PlanItem {
        PlanItem {
            action: "Deploy web".to_owned(),
            reference: reference.to_owned(),
            package_id: "Acme.Web".to_owned(),
            feed_id: "feeds-builtin".to_owned(),
            resolvable: true,
            version: version.map(str::to_owned),
            source: if version.is_some() { Source::Latest } else { Source::Unknown },
            rule: RuleResult::NoRule,
        }
    }

    fn plan(items: Vec<PlanItem>) -> ReleasePlan {
        let channel = json!({ "Id": "Channels-1", "Name": "Default", "IsDefault": true });
        ReleasePlan {
            channel: Resource::from_value(channel).unwrap(),
            template: Resource::default(),
            items,
            has_other_steps: false,
        }
    }

    #[test]
    fn the_table_is_as_wide_as_it_must_be() {
        assert_eq!(
            plan(vec![item("", Some("1.2.3"))]).table().join("\n"),
            "Channel: 'Default' (this is the default channel)\n\
             \x20 #   Name       Version Source           Version rules\n\
             \x20 --- ---------- ------- ---------------- -----------------\n\
             \x20 1   Deploy web 1.2.3   Latest available Allow any version"
        );
    }

    #[test]
    fn named_packages_have_a_column_of_their_own_and_missing_versions_show() {
        let lines = plan(vec![item("", Some("1.2.3")), item("lib", None)]).table();
        assert_eq!(lines[1], "  #   Name       Package Name Version Source           Version rules");
        assert_eq!(lines[4], "  2   Deploy web lib          ERROR   Cannot resolve   Allow any version");
    }

    #[test]
    fn a_plan_is_viable_when_everything_is_resolved_allowed_and_there_is_something_to_do() {
        assert!(plan(vec![item("", Some("1.0"))]).is_viable());
        assert!(!plan(vec![item("", None)]).is_viable());
        assert!(!plan(vec![]).is_viable());
        let mut refused = item("", Some("1.0"));
        refused.rule = RuleResult::Tested { range: true, tag: false };
        assert!(!plan(vec![refused]).is_viable());
    }
}
