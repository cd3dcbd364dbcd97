//! Builds a [`ReleasePlan`] for a channel: what the process needs, what the user said, what the feeds have.

use std::collections::BTreeMap;

use super::rule_test::{self, rule_for};
use super::{PackageVersions, PlanItem, ReleasePlan, RuleResult, Source};
use crate::client::{Client, Parameters, Resource};
use crate::failure::Failure;
use crate::output::Printer;

/// What the user asked for.
pub(crate) struct PlanRequest {
    pub versions: PackageVersions,
    /// Only packages with this pre-release tag are looked for.
    pub prerelease: Option<String>,
    pub git_reference: Option<String>,
    pub git_commit: Option<String>,
}

/// Plans for the channels of one project.
pub(crate) struct PlanBuilder<'a> {
    pub client: &'a Client,
    pub printer: &'a Printer,
    pub project: &'a Resource,
    pub request: &'a PlanRequest,
}

impl PlanBuilder<'_> {
    pub(crate) fn build(&self, channel: &Resource) -> Result<ReleasePlan, Failure> {
        let process = self.process()?;
        let template = self.client.get(process.link("Template")?, &Parameters::none().with("channel", channel.id()))?;
        let mut items: Vec<PlanItem> = template.children("Packages").iter().map(|package| self.item(package)).collect();
        self.resolve_latest(channel, &mut items)?;
        for item in &mut items {
            let rule = rule_for(channel, &item.action, &item.reference);
            item.rule = rule_test::test(self.client, rule.as_ref(), item.version.as_deref(), &item.feed_id)?;
        }
        let has_other_steps = has_steps_without_package(&process, channel.id());
        Ok(ReleasePlan { channel: channel.clone(), template, items, has_other_steps })
    }

    fn process(&self) -> Result<Resource, Failure> {
        let git = self.request.git_commit.as_deref().or(self.request.git_reference.as_deref());
        let is_git = self.project.flag("IsVersionControlled");
        match (is_git, git) {
            (true, None) => Err(Failure::command(format!(
                "The project '{}' is version controlled: say with --gitRef which branch or tag the release is made from.",
                self.project.name()
            ))),
            (false, Some(_)) => Err(Failure::command(format!(
                "The project '{}' is not version controlled: leave --gitRef and --gitCommit out.",
                self.project.name()
            ))),
            (true, Some(reference)) => {
                self.client.get(self.project.link("DeploymentProcess")?, &Parameters::none().with("gitRef", reference))
            }
            (false, None) => {
                let id = self.project.text("DeploymentProcessId");
                self.client.get(&self.client.root_link("DeploymentProcesses")?, &Parameters::none().with("id", id))
            }
        }
    }

    fn item(&self, package: &Resource) -> PlanItem {
        let (action, package_id) = (package.text("ActionName"), package.text("PackageId"));
        let reference = package.text("PackageReferenceName");
        let (version, source) = match package.some_text("FixedVersion") {
            Some(fixed) => (Some(fixed), Source::Fixed),
            None => match self.request.versions.resolve(action, package_id, reference) {
                Some(version) => (Some(version), Source::User),
                None => (None, Source::Unknown),
            },
        };
        PlanItem {
            action: action.to_owned(),
            reference: reference.to_owned(),
            package_id: package_id.to_owned(),
            feed_id: package.text("FeedId").to_owned(),
            resolvable: package.flag("IsResolvable"),
            version: version.map(str::to_owned),
            source,
            rule: RuleResult::NoRule,
        }
    }

    /// Fills what the user left open with the newest version that the channel's rule allows.
    fn resolve_latest(&self, channel: &Resource, items: &mut [PlanItem]) -> Result<(), Failure> {
        let open = || items.iter().filter(|item| item.version.is_none());
        if open().next().is_none() {
            return Ok(());
        }
        self.printer.debug("Some package versions were not given, looking for the latest ones...");
        let feeds = self.feeds(open())?;
        for item in items.iter_mut().filter(|item| item.version.is_none()) {
            if !item.resolvable {
                self.printer.error(&format!(
                    "The version number for step '{}' cannot be automatically resolved because the feed or package ID \
                     is dynamic.",
                    item.action
                ));
                continue;
            }
            let Some(feed) = feeds.get(&item.feed_id) else {
                return Err(Failure::command(format!(
                    "Could not find the feed {} that the step '{}' uses.",
                    item.feed_id, item.action
                )));
            };
            match self.latest(channel, item, feed)? {
                Some(version) => {
                    self.printer
                        .debug(&format!("Selected '{}' version '{version}' for '{}'", item.package_id, item.action));
                    item.version = Some(version);
                    item.source = Source::Latest;
                }
                None => self.printer.information(&format!(
                    "Could not find any packages with ID '{}' that match the channel filter, in the feed '{}'",
                    item.package_id,
                    feed.name()
                )),
            }
        }
        Ok(())
    }

    fn feeds<'i>(&self, items: impl Iterator<Item = &'i PlanItem>) -> Result<BTreeMap<String, Resource>, Failure> {
        let mut ids: Vec<&str> = items.filter(|item| item.resolvable).map(|item| item.feed_id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let feeds = self.client.pages(&self.client.root_link("Feeds")?, &Parameters::none().with_list("ids", &ids))?;
        Ok(feeds.into_iter().map(|feed| (feed.id().to_owned(), feed)).collect())
    }

    fn latest(&self, channel: &Resource, item: &PlanItem, feed: &Resource) -> Result<Option<String>, Failure> {
        let rule = rule_for(channel, &item.action, &item.reference).unwrap_or_default();
        let tag = self.request.prerelease.as_deref().or_else(|| rule.some_text("Tag"));
        let question = Parameters::none()
            .with("packageId", &item.package_id)
            .with_flag("partialMatch", false)
            .with_flag("includeMultipleVersions", false)
            .with("take", "1")
            .with_some("versionRange", rule.some_text("VersionRange"))
            .with_some("preReleaseTag", tag);
        let packages = self.client.get_list(feed.link("SearchTemplate")?, &question)?;
        Ok(packages.first().and_then(|package| package.some_text("Version")).map(str::to_owned))
    }
}

/// Whether the channel runs anything that needs no package.
fn has_steps_without_package(process: &Resource, channel_id: &str) -> bool {
    let steps = process.children("Steps");
    let mut actions = steps.iter().flat_map(|step| step.children("Actions"));
    actions.any(|action| {
        let properties = action.child("Properties").unwrap_or_default();
        let channels = action.texts("Channels");
        properties.some_text("Octopus.Action.Package.PackageId").is_none()
            && !action.flag("IsDisabled")
            && (channels.is_empty() || channels.iter().any(|id| id == channel_id))
    })
}
