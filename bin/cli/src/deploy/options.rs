//! The options of a deployment, and the checks that need no release.

use jiff::Timestamp;

use crate::arguments::{Group, flag, value};
use crate::client::{Client, Resource};
use crate::context::Context;
use crate::deploy::Waiting;
use crate::failure::Failure;
use crate::lookup;

pub(crate) const DEPLOYMENT: Group = Group {
    title: "Deployment",
    options: &[
        flag(&["progress"], "Show the log while the deployment runs. Implies --waitForDeployment and --noRawLog."),
        flag(&["waitForDeployment"], "Wait until the deployment is finished."),
        value(&["deploymentTimeout"], "TIMESPAN", "How long to wait, default 00:10:00. The deployment itself goes on."),
        flag(&["cancelOnTimeout"], "Cancel the deployment when the time to wait is over."),
        value(
            &["deploymentCheckSleepCycle"],
            "TIMESPAN",
            "Time between two looks at the deployment, default 00:00:10. Only the seconds count.",
        ),
        value(
            &["guidedFailure"],
            "TRUE|FALSE",
            "Whether a failing step asks for guidance; default as the environment says.",
        ),
        flag(&["forcePackageDownload"], "Download packages again that the targets have already."),
        flag(&["force"], "Deploy packages again that are installed already, even if the project skips them."),
        flag(&["noRawLog"], "Do not print the raw log of failed tasks."),
        value(&["rawLogFile"], "FILE", "Write the raw log of failed tasks to this file instead of the console."),
        value(&["deployAt"], "TIME", "When to start, in the local time zone unless an offset is given."),
        value(&["noDeployAfter"], "TIME", "When a deployment that has not started by then is given up."),
    ],
};

/// Shared with the runbook command, which has its own words for the rest.
pub(crate) const SCHEDULE_AND_TARGETS: Group = Group {
    title: "Targets and variables",
    options: &[
        value(&["specificMachines"], "NAMES", "Only these machines, separated by commas."),
        value(&["excludeMachines"], "NAMES", "All but these machines, separated by commas."),
        value(&["skip"], "STEP", "Leave a step out, by name. May be repeated."),
        value(&["variable", "v"], "LABEL:VALUE", "Answer to a prompted variable. May be repeated."),
        value(&["tenant"], "TENANT", "Name or id of a tenant, or * for all that are ready. May be repeated."),
        value(&["tenantTag"], "SET/TAG", "All tenants with this tag. May be repeated."),
    ],
};

/// Answers to prompted variables, in the order given.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewVariables(Vec<(String, String)>);

impl NewVariables {
    /// The value under this label or name, ignoring case; the last one given counts.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Reads `Label:Value` or `Label=Value`, whichever separator comes first.
pub(crate) fn parse_variables(texts: &[String]) -> NewVariables {
    let pairs = texts.iter().filter_map(|text| {
        let at = text.find([':', '=']).filter(|&at| at > 0)?;
        Some((text[..at].to_owned(), text[at + 1..].to_owned()))
    });
    NewVariables(pairs.collect())
}

/// What the user wants deployed where, and how.
pub(crate) struct DeploymentRequest {
    pub environments: Vec<String>,
    pub tenants: Vec<String>,
    pub tenant_tags: Vec<String>,
    pub specific_machines: Vec<String>,
    pub excluded_machines: Vec<String>,
    pub skip: Vec<String>,
    pub variables: NewVariables,
    pub guided_failure: Option<bool>,
    pub force_package_download: bool,
    pub force_package_redeployment: bool,
    pub deploy_at: Option<Timestamp>,
    pub no_deploy_after: Option<Timestamp>,
    pub waiting: Option<Waiting>,
}

impl DeploymentRequest {
    /// Reads the options; the environments come from the option that `environments_key` names.
    pub(crate) fn read(context: &Context<'_>, environments_key: &str) -> Result<Self, Failure> {
        let values = &context.values;
        let wait = values.flag("waitForDeployment") || values.flag("progress");
        let waiting = if wait { Some(Waiting::read(context)?) } else { None };
        Ok(Self {
            environments: without_repeats(values.all(environments_key)),
            tenants: values.all("tenant").to_vec(),
            tenant_tags: values.all("tenantTag").to_vec(),
            specific_machines: comma_separated(values.all("specificMachines")),
            excluded_machines: comma_separated(values.all("excludeMachines")),
            skip: values.all("skip").to_vec(),
            variables: parse_variables(values.all("variable")),
            guided_failure: values.boolean("guidedFailure")?,
            force_package_download: values.flag("forcePackageDownload"),
            force_package_redeployment: values.flag("force"),
            deploy_at: context.instant("deployAt")?,
            no_deploy_after: context.instant("noDeployAfter")?,
            waiting,
        })
    }

    pub(crate) fn is_tenanted(&self) -> bool {
        !self.tenants.is_empty() || !self.tenant_tags.is_empty()
    }

    /// Finds out what cannot work before anything is created.
    pub(crate) fn check(&self, context: &Context<'_>, client: &Client) -> Result<(), Failure> {
        if self.is_tenanted() && self.environments.len() > 1 {
            return Err(Failure::command("Please specify only one environment at a time when deploying to tenants."));
        }
        let all = self.tenants.iter().any(|tenant| tenant == "*");
        if all && (self.tenants.len() > 1 || !self.tenant_tags.is_empty()) {
            return Err(Failure::command(
                "--tenant=* means all tenants and cannot be combined with other tenants or tags.",
            ));
        }
        let start = self.deploy_at.unwrap_or_else(|| context.clock.now());
        if self.no_deploy_after.is_some_and(|expiry| start > expiry) {
            return Err(Failure::command(
                "The deployment would expire before it starts: choose a --noDeployAfter later than --deployAt.",
            ));
        }
        check_tenant_tags(client, &self.tenant_tags)?;
        let named: Vec<String> = self.tenants.iter().filter(|tenant| *tenant != "*").cloned().collect();
        lookup::all(client, lookup::TENANT, &named)?;
        lookup::all(client, lookup::ENVIRONMENT, &self.environments)?;
        super::specific_machines(client, &self.specific_machines)?;
        Ok(())
    }
}

/// Every tag must exist in its set.
pub(super) fn check_tenant_tags(client: &Client, tags: &[String]) -> Result<(), Failure> {
    let mut sets: Vec<(String, Option<Resource>)> = Vec::new();
    for text in tags {
        let parts: Vec<&str> = text.split('/').collect();
        let [set_name, tag_name] = parts[..] else {
            return Err(Failure::command(format!(
                "The tenant tag '{text}' is not understood: give it as SetName/TagName"
            )));
        };
        if !sets.iter().any(|(known, _)| known == set_name) {
            sets.push((set_name.to_owned(), lookup::by_name(client, lookup::TAG_SET, set_name)?));
        }
        let set = sets.iter().find(|(known, _)| known == set_name).and_then(|(_, set)| set.as_ref());
        let exists = set.is_some_and(|set| set.children("Tags").iter().any(|tag| tag.name() == tag_name));
        if !exists {
            return Err(Failure::command(format!("Unable to find matching tag from canonical tag name '{text}'.")));
        }
    }
    Ok(())
}

/// Splits lists of names at their commas.
pub(crate) fn comma_separated(texts: &[String]) -> Vec<String> {
    let names = texts.iter().flat_map(|text| text.split(','));
    names.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn without_repeats(texts: &[String]) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for text in texts {
        if !unique.iter().any(|known| known.eq_ignore_ascii_case(text)) {
            unique.push(text.clone());
        }
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_splits_at_its_first_separator() {
        let texts = ["Url:http://x/?a=b", "Slot=a:b", "Empty:", ":nameless", "none"].map(str::to_owned);
        let variables = parse_variables(&texts);
        assert_eq!(variables.get("url"), Some("http://x/?a=b"));
        assert_eq!(variables.get("Slot"), Some("a:b"));
        assert_eq!(variables.get("Empty"), Some(""));
        assert_eq!(variables.iter().count(), 3);
    }

    #[test]
    fn machine_names_are_split_at_commas_and_trimmed() {
        assert_eq!(comma_separated(&["A, B,".to_owned(), "C".to_owned()]), ["A", "B", "C"]);
    }
}
