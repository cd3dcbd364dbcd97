//! Channels: making, changing, removing them, and trying a version rule (domain.md CH).

use pulpo_access::permissions::ProcessEdit;
use pulpo_access::{Caller, Granted, Permission, Sealed};
use pulpo_domain::channel::{self, Channel, ChannelRule};
use pulpo_domain::ids::{ChannelId, LifecycleId, SpaceId};
use pulpo_domain::lifecycle::Lifecycle;
use pulpo_domain::process::Process;
use pulpo_domain::release::Release;
use pulpo_domain::variables::{ScopeField, VariableSet};
use pulpo_domain::versions::Version;
use pulpo_store::{Page, Query, Tx};

use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::named::{self, Filter, Named};
use crate::projects::{self, fresh_id};

const LONGEST_NAME: usize = 200;

/// What a person can say about a channel. A rule without an id is a new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub project_id: String,
    pub name: String,
    pub description: Option<String>,
    pub is_default: bool,
    pub lifecycle_id: Option<String>,
    pub rules: Vec<ChannelRule>,
    pub tenant_tags: Vec<String>,
}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<Channel> {
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        let project = projects::around(tx, &caller, &space, &edit.project_id, &[Permission::ProcessEdit])?;
        let blank = Channel {
            id: ChannelId::numbered(tx.next_number(ChannelId::COLLECTION)?),
            space_id: space,
            project_id: project.id,
            name: String::new(),
            slug: String::new(),
            description: None,
            is_default: false,
            lifecycle_id: None,
            rules: Vec::new(),
            tenant_tags: Vec::new(),
        };
        let granted = Granted::<ProcessEdit, _>::create(edited(tx, blank, edit)?, &caller)?;
        tx.insert(&granted)?;
        keep_one_default(tx, &granted)?;
        record(tx, &caller, Change::Created, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Channel> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open(tx, &caller, &space, &id)?;
        let before = granted.clone();
        let changed = edited(tx, before.clone(), edit)?;
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        keep_one_default(tx, &granted)?;
        let what = ("channel", granted.name.as_str());
        let related = [granted.id.as_str(), granted.project_id.as_str()];
        audit::modified(tx, &caller, Some(&space), what, &related, (&before, &*granted))?;
        Ok(granted.into_inner())
    })
    .await
}

pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open(tx, &caller, &space, &id)?;
        let name = &granted.name;
        if granted.is_default {
            return Err(Error::invalid(format!("channel \"{name}\" is the default channel of its project and cannot be deleted; make another one the default first")));
        }
        if tx.exists::<Release>(&Query::new().eq("channel_id", granted.id.as_str()))? {
            return Err(Error::invalid(format!("channel \"{name}\" has releases; delete them or move them to another channel first")));
        }
        let process = tx.load::<Process>(&format!("deploymentprocess-{}", granted.project_id))?;
        let steps = process.into_iter().flat_map(|found| found.record.steps).flat_map(|step| step.actions);
        if let Some(action) = steps.into_iter().find(|action| action.channels.contains(&granted.id)) {
            return Err(Error::invalid(format!("channel \"{name}\" is named by step \"{}\"; remove it there first", action.name)));
        }
        let set = tx.load::<VariableSet>(&format!("variableset-{}", granted.project_id))?;
        let variables = set.into_iter().flat_map(|found| found.record.variables);
        let scoped = |variable: &pulpo_domain::variables::Variable| variable.scope.of(ScopeField::Channel).iter().any(|id| id == granted.id.as_str());
        if let Some(variable) = variables.into_iter().find(scoped) {
            return Err(Error::invalid(format!("channel \"{name}\" is named by the scope of variable \"{}\"; remove it there first", variable.name)));
        }
        tx.delete(&granted)?;
        record(tx, &caller, Change::Deleted, &granted)?;
        Ok(())
    })
    .await
}

/// The channels of a project.
pub async fn of_project(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    project: &str,
    filter: Filter,
) -> Result<Page<Channel>> {
    let (caller, space, project) = (caller.clone(), space.clone(), project.to_owned());
    app.read(move |tx| {
        let project = projects::around(tx, &caller, &space, &project, &[Permission::ProcessView])?;
        named::list_in(tx, &caller, &space, Query::new().eq("project_id", project.id.as_str()), &filter)
    })
    .await
}

/// What a version rule says about a version; what cannot be read is told, not refused (CH-07).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleTest {
    pub errors: Vec<String>,
    pub satisfies_range: bool,
    pub satisfies_tag: bool,
}

/// Tries a version against a range and a tag pattern without saving anything.
pub fn test_rule(version: &str, range: &str, tag: &str) -> RuleTest {
    let parsed = Version::parse(version).and_then(|version| channel::test_rule(&version, range, tag));
    match parsed {
        Ok(test) => {
            RuleTest { errors: Vec::new(), satisfies_range: test.satisfies_range, satisfies_tag: test.satisfies_tag }
        }
        Err(error) => RuleTest { errors: vec![error.to_string()], ..RuleTest::default() },
    }
}

fn edited(tx: &mut Tx<'_>, mut channel: Channel, edit: Edit) -> Result<Channel> {
    let id = channel.id.to_string();
    let unique = Query::new().eq("project_id", channel.project_id.as_str());
    channel.name = named::free_name::<Channel>(tx, unique.clone(), &edit.name, LONGEST_NAME, &id)?;
    if channel.slug.is_empty() {
        channel.slug = named::free_slug::<Channel>(tx, &unique, &channel.name, &id)?;
    }
    channel.description = edit.description;
    if channel.is_default && !edit.is_default {
        return Err(Error::invalid(format!(
            "channel \"{}\" is the default channel; make another one the default instead",
            channel.name
        )));
    }
    channel.is_default = edit.is_default;
    channel.lifecycle_id = match edit.lifecycle_id.filter(|id| !id.is_empty()) {
        None => None,
        Some(id) => {
            let found = named::find_optional::<Lifecycle>(tx, &channel.space_id, &id)?;
            let missing = || Error::invalid(format!("there is no lifecycle \"{id}\" in this space"));
            Some(LifecycleId::new(found.ok_or_else(missing)?.id.as_str()))
        }
    };
    channel.rules = edit.rules;
    for rule in &mut channel.rules {
        if rule.id.is_empty() {
            rule.id = fresh_id(tx);
        }
    }
    channel.tenant_tags = edit.tenant_tags;
    let errors = channel.check();
    if errors.is_empty() { Ok(channel) } else { Err(Error::all_invalid(errors)) }
}

/// Making one channel the default clears the flag of the one before (CH-01).
fn keep_one_default(tx: &mut Tx<'_>, channel: &Channel) -> Result<()> {
    if !channel.is_default {
        return Ok(());
    }
    let others = Query::new().eq("project_id", channel.project_id.as_str()).compare("id", "<>", channel.id.as_str());
    for mut other in tx.list::<Channel>(&others)?.into_iter().filter(|other| other.is_default) {
        other.is_default = false;
        tx.update(&Granted::<ProcessEdit, _>::by_server(other))?;
    }
    Ok(())
}

fn open(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<Granted<ProcessEdit, Channel>> {
    Ok(Sealed::new(named::find::<Channel>(tx, space, id)?).open(caller, Channel::VIEW, id)?)
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, channel: &Channel) -> Result<()> {
    let related = [channel.id.as_str(), channel.project_id.as_str()];
    Ok(audit::changed(tx, caller, change, Some(&channel.space_id), ("channel", &channel.name), &related)?)
}
