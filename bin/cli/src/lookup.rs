//! Finding things by what the user typed: an id, a name, or something that could be either.

use crate::client::{Client, Parameters, Resource, lists, same};
use crate::failure::Failure;

/// A kind of thing that users name on the command line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    noun: &'static str,
    plural: &'static str,
    /// The link in the root document.
    link: &'static str,
    /// What ids start with, before the dash and the number.
    id_prefix: &'static str,
}

pub(crate) const PROJECT: Kind = Kind { noun: "project", plural: "projects", link: "Projects", id_prefix: "Projects" };
pub(crate) const ENVIRONMENT: Kind =
    Kind { noun: "environment", plural: "environments", link: "Environments", id_prefix: "Environments" };
pub(crate) const TENANT: Kind = Kind { noun: "tenant", plural: "tenants", link: "Tenants", id_prefix: "Tenants" };
pub(crate) const LIFECYCLE: Kind =
    Kind { noun: "lifecycle", plural: "lifecycles", link: "Lifecycles", id_prefix: "Lifecycles" };
pub(crate) const MACHINE: Kind = Kind { noun: "machine", plural: "machines", link: "Machines", id_prefix: "Machines" };
pub(crate) const WORKER_POOL: Kind =
    Kind { noun: "worker pool", plural: "worker pools", link: "WorkerPools", id_prefix: "WorkerPools" };
pub(crate) const PROJECT_GROUP: Kind =
    Kind { noun: "project group", plural: "project groups", link: "ProjectGroups", id_prefix: "ProjectGroups" };
pub(crate) const TAG_SET: Kind = Kind { noun: "tag set", plural: "tag sets", link: "TagSets", id_prefix: "TagSets" };

/// The one thing the text means, or an error that says what to check.
pub(crate) fn one(client: &Client, kind: Kind, text: &str) -> Result<Resource, Failure> {
    find(client, kind, text)?.ok_or_else(|| kind.missing(&[text]))
}

/// Every thing the texts mean; all that are missing are named in one error.
pub(crate) fn all(client: &Client, kind: Kind, texts: &[String]) -> Result<Vec<Resource>, Failure> {
    let mut found: Vec<Resource> = Vec::new();
    let mut missing = Vec::new();
    for text in texts {
        match find(client, kind, text)? {
            Some(resource) if found.iter().any(|known| known.id() == resource.id()) => {}
            Some(resource) => found.push(resource),
            None => missing.push(text.as_str()),
        }
    }
    if missing.is_empty() { Ok(found) } else { Err(kind.missing(&missing)) }
}

/// What the text means, if anything. Text that looks like an id is tried as both; two different answers are an error.
pub(crate) fn find(client: &Client, kind: Kind, text: &str) -> Result<Option<Resource>, Failure> {
    let by_id = if kind.is_id(text) {
        let link = client.root_link(kind.link)?;
        client.find(&link, &Parameters::none().with("id", text))?
    } else {
        None
    };
    choose(kind.noun, text, by_id, by_name(client, kind, text)?)
}

/// What has exactly this name, ignoring case.
pub(crate) fn by_name(client: &Client, kind: Kind, name: &str) -> Result<Option<Resource>, Failure> {
    let link = client.root_link(kind.link)?;
    // Every page is filtered here as well: a server may not know the filter.
    let filter = if lists(&link, "name") { "name" } else { "partialName" };
    client.first(&link, &Parameters::none().with(filter, name), |item| item.is_named(name))
}

/// Everything of a kind.
pub(crate) fn every(client: &Client, kind: Kind) -> Result<Vec<Resource>, Failure> {
    client.pages(&client.root_link(kind.link)?, &Parameters::none())
}

/// A channel of a project.
pub(crate) fn channel(client: &Client, project: &Resource, text: &str) -> Result<Resource, Failure> {
    const CHANNEL: Kind = Kind { noun: "channel", plural: "channels", link: "Channels", id_prefix: "Channels" };
    in_project(client, project, CHANNEL, text)
}

/// A runbook of a project.
pub(crate) fn runbook(client: &Client, project: &Resource, text: &str) -> Result<Resource, Failure> {
    const RUNBOOK: Kind = Kind { noun: "runbook", plural: "runbooks", link: "Runbooks", id_prefix: "Runbooks" };
    in_project(client, project, RUNBOOK, text)
}

fn in_project(client: &Client, project: &Resource, kind: Kind, text: &str) -> Result<Resource, Failure> {
    let items = client.pages(project.link(kind.link)?, &Parameters::none().with("name", text))?;
    let by_id = items.iter().find(|item| kind.is_id(text) && item.has_id(text)).cloned();
    let by_name = items.into_iter().find(|item| item.is_named(text));
    choose(kind.noun, text, by_id, by_name)?.ok_or_else(|| {
        let (noun, project) = (kind.noun, project.name());
        Failure::command(format!("Cannot find the {noun} with name or id '{text}' in the project '{project}'. {CHECK}"))
    })
}

/// The release of a project with exactly this version.
pub(crate) fn find_release(client: &Client, project: &Resource, version: &str) -> Result<Option<Resource>, Failure> {
    client.find(project.link("Releases")?, &Parameters::none().with("version", version))
}

/// Like [`find_release`], when the command cannot go on without it.
pub(crate) fn release(client: &Client, project: &Resource, version: &str) -> Result<Resource, Failure> {
    find_release(client, project, version)?.ok_or_else(|| {
        Failure::command(format!("Could not find a release of project '{}' with version '{version}'", project.name()))
    })
}

const CHECK: &str = "Please check the spelling and that you have permissions to view it.";

fn choose(
    noun: &str,
    text: &str,
    by_id: Option<Resource>,
    by_name: Option<Resource>,
) -> Result<Option<Resource>, Failure> {
    match (by_id, by_name) {
        (Some(by_id), Some(by_name)) if !same(by_id.id(), by_name.id()) => Err(Failure::command(format!(
            "Ambiguous {noun} reference '{text}' matches both '{}' ({}) and '{}' ({}).",
            by_id.name(),
            by_id.id(),
            by_name.name(),
            by_name.id()
        ))),
        (by_id, by_name) => Ok(by_id.or(by_name)),
    }
}

impl Kind {
    fn is_id(self, text: &str) -> bool {
        let Some((prefix, number)) = text.rsplit_once('-') else { return false };
        prefix.eq_ignore_ascii_case(self.id_prefix)
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn missing(self, texts: &[&str]) -> Failure {
        Failure::command(match texts {
            [text] => format!("Cannot find the {} with name or id '{text}'. {CHECK}", self.noun),
            several => {
                let quoted: Vec<String> = several.iter().map(|text| format!("'{text}'")).collect();
                format!(
                    "The {} {} do not exist or you do not have permissions to view them.",
                    self.plural,
                    quoted.join(", ")
                )
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_prefix_with_a_number_looks_like_an_id() {
        assert!(PROJECT.is_id("Projects-12") && PROJECT.is_id("projects-1"));
        for name in ["Projects-", "Projects-1a", "Projects", "My-Projects-1", "Environments-1"] {
            assert!(!PROJECT.is_id(name), "{name}");
        }
    }

    #[test]
    fn one_missing_thing_and_several_are_worded_differently() {
        let text = |texts: &[&str]| ENVIRONMENT.missing(texts).to_string();
        assert!(text(&["Test"]).starts_with("Cannot find the environment with name or id 'Test'."));
        assert!(text(&["a", "b"]).starts_with("The environments 'a', 'b' do not exist"));
    }
}
