//! Teams: who is in them (access.md 1.4, US-05). What they hold is in `scoped_roles`.

use std::collections::BTreeSet;

use pulpo_access::permissions::{SpaceEdit, TeamCreate, TeamDelete, TeamEdit};
use pulpo_access::{Caller, Granted, Permission, Place, Sealed};
use pulpo_domain::account::{EVERYONE, ScopedUserRole, Team, User};
use pulpo_domain::ids::{SpaceId, TeamId, UserId};
use pulpo_domain::names;
use pulpo_domain::space::Space;
use pulpo_store::{Page, Query, Topic, Tx};

use super::rules;
use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::named::Filter;

const LONGEST_NAME: usize = 200;
pub(super) const VIEW: &[Permission] = &[Permission::TeamView];

/// What a person can say about a team.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub description: String,
    pub member_user_ids: Vec<UserId>,
}

/// The spaces that a list is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spaces {
    Every,
    /// The one that an address without a space means.
    Default,
    These(Vec<SpaceId>),
}

/// Which levels a list of teams or scoped roles is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    pub spaces: Spaces,
    /// Whether the system's own are meant, too.
    pub system: bool,
}

impl Reach {
    pub const EVERYWHERE: Self = Self { spaces: Spaces::Every, system: true };

    pub(super) fn includes(&self, space: &Space) -> bool {
        match &self.spaces {
            Spaces::Every => true,
            Spaces::Default => space.is_default,
            Spaces::These(these) => these.contains(&space.id),
        }
    }

    /// The condition for a table with a `space_id`, within what the caller may see.
    pub(super) fn query(&self, tx: &mut Tx<'_>, caller: &Caller, permission: Permission) -> Result<Query> {
        let mut spaces = Vec::new();
        for space in tx.list::<Space>(&Query::new())? {
            if self.includes(&space) && caller.may(permission, &Place::space(&space.id)) {
                spaces.push(space.id.to_string());
            }
        }
        let places: Vec<String> = (1..=spaces.len()).map(|number| format!("${number}")).collect();
        let in_spaces =
            if spaces.is_empty() { "1 = 0".to_owned() } else { format!("space_id IN ({})", places.join(", ")) };
        let values: Vec<pulpo_store::Value> = spaces.into_iter().map(Into::into).collect();
        let at_system =
            if self.system && caller.may(permission, &Place::SYSTEM) { "space_id IS NULL" } else { "1 = 0" };
        Ok(Query::new().raw(&format!("({in_spaces} OR {at_system})"), &values))
    }
}

pub async fn list(app: &App, caller: &Caller, reach: Reach, filter: Filter) -> Result<Page<Team>> {
    let caller = caller.clone();
    app.read(move |tx| {
        let query = reach.query(tx, &caller, Permission::TeamView)?;
        let query = crate::named::filtered(query, &filter).order("name_key, id");
        Ok(tx.page(&query, filter.skip, filter.take)?)
    })
    .await
}

pub async fn get(app: &App, caller: &Caller, id: &str) -> Result<Team> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.read(move |tx| Ok(Sealed::new(find(tx, &id)?).open_to_see(&caller, VIEW, &id)?)).await
}

pub(super) fn find(tx: &mut Tx<'_>, id: &str) -> Result<Team> {
    Ok(tx.load::<Team>(id)?.ok_or_else(|| Error::not_found("team", id))?.record)
}

/// Makes a team, of a space or of the system.
pub async fn create(app: &App, caller: &Caller, space: Option<&SpaceId>, edit: Edit) -> Result<Team> {
    let (caller, space) = (caller.clone(), space.cloned());
    app.write(move |tx| create_in(tx, &caller, space.as_ref(), edit)).await
}

pub(super) fn create_in(tx: &mut Tx<'_>, caller: &Caller, space: Option<&SpaceId>, edit: Edit) -> Result<Team> {
    if let Some(space) = space {
        let there = tx.load::<Space>(space.as_str())?.is_some() && caller.may_enter(space);
        if !there {
            return Err(Error::not_found("space", space.as_str()));
        }
    }
    let blank = Team {
        id: TeamId::numbered(tx.next_number(TeamId::COLLECTION)?),
        space_id: space.cloned(),
        name: String::new(),
        slug: String::new(),
        description: String::new(),
        member_user_ids: Vec::new(),
        can_be_deleted: true,
        can_be_renamed: true,
        can_change_members: true,
        can_change_roles: true,
    };
    caller.require::<TeamCreate>(&pulpo_access::Placed::place(&blank))?;
    let team = edited(tx, blank, edit)?;
    let granted = Granted::<TeamCreate, _>::create(team, caller)?;
    tx.insert(&granted)?;
    record(tx, caller, Change::Created, &granted)?;
    tx.wake(Topic::Access);
    Ok(granted.into_inner())
}

pub async fn modify(app: &App, caller: &Caller, id: &str, edit: Edit) -> Result<Team> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| modify_in(tx, &caller, &id, edit)).await
}

pub(super) fn modify_in(tx: &mut Tx<'_>, caller: &Caller, id: &str, edit: Edit) -> Result<Team> {
    let granted = Sealed::new(find(tx, id)?).open::<TeamEdit>(caller, VIEW, id)?;
    let before = granted.clone();
    let changed = edited(tx, before.clone(), edit)?;
    let members_change = set(&before.member_user_ids) != set(&changed.member_user_ids);
    if members_change {
        rules::may_change_members(tx, caller, &before)?;
    }
    let granted = granted.changed_to(changed, caller)?;
    tx.update(&granted)?;
    if members_change {
        follow_in_space(tx, &granted)?;
        rules::an_administrator_remains(tx)?;
    }
    let what = ("team", granted.name.as_str());
    audit::modified(tx, caller, granted.space_id.as_ref(), what, &[granted.id.as_str()], (&before, &*granted))?;
    tx.wake(Topic::Access);
    Ok(granted.into_inner())
}

/// Removes a team with the roles it holds.
pub async fn delete(app: &App, caller: &Caller, id: &str) -> Result<()> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = Sealed::new(find(tx, &id)?).open::<TeamDelete>(&caller, VIEW, &id)?;
        if !granted.can_be_deleted {
            return Err(Error::invalid(format!("the team \"{}\" is built in and cannot be deleted", granted.name)));
        }
        rules::may_change_members(tx, &caller, &granted)?;
        for scoped in tx.list::<ScopedUserRole>(&Query::new().eq("team_id", id.as_str()))? {
            tx.delete(&Granted::<TeamEdit, _>::by_server(scoped))?;
        }
        for mut space in tx.list::<Space>(&Query::new())? {
            if space.space_managers_teams.contains(&granted.id) {
                space.space_managers_teams.retain(|team| *team != granted.id);
                tx.update(&Granted::<SpaceEdit, _>::by_server(space))?;
            }
        }
        tx.delete(&granted)?;
        record(tx, &caller, Change::Deleted, &granted)?;
        tx.wake(Topic::Access);
        Ok(())
    })
    .await
}

/// A space names its managers, too; both say the same.
fn follow_in_space(tx: &mut Tx<'_>, team: &Team) -> Result<()> {
    let Some(space) = team.space_id.as_ref().filter(|space| team.id.as_str() == managers_of(space)) else {
        return Ok(());
    };
    let mut space = tx.must::<Space>(space.as_str())?;
    let other_teams = space.space_managers_teams.iter().any(|manager| *manager != team.id);
    if team.member_user_ids.is_empty() && !other_teams {
        return Err(Error::invalid(format!("the space \"{}\" must keep at least one manager", space.name)));
    }
    space.space_managers_team_members.clone_from(&team.member_user_ids);
    tx.update(&Granted::<SpaceEdit, _>::by_server(space))?;
    Ok(())
}

/// The id of the team that a space's managers are in.
pub(crate) fn managers_of(space: &SpaceId) -> String {
    format!("teams-spacemanagers-{space}")
}

fn edited(tx: &mut Tx<'_>, mut team: Team, edit: Edit) -> Result<Team> {
    let name = names::clean(&edit.name, LONGEST_NAME).map_err(Error::invalid)?;
    if !team.can_be_renamed && name != team.name {
        return Err(Error::invalid(format!("the team \"{}\" is built in and cannot be renamed", team.name)));
    }
    let others = Query::new()
        .eq("space_id", team.space_id.as_ref().map(AsRef::<str>::as_ref))
        .eq("name_key", names::key(&name))
        .compare("id", "<>", team.id.as_str());
    if tx.exists::<Team>(&others)? {
        return Err(Error::invalid(format!(
            "A team with the name '{name}' already exists. Please choose a different name."
        )));
    }
    let mut members: Vec<UserId> = Vec::new();
    for member in edit.member_user_ids {
        if !members.contains(&member) {
            members.push(member);
        }
    }
    if !team.can_change_members && set(&members) != set(&team.member_user_ids) {
        return Err(Error::invalid(match team.id.as_str() {
            EVERYONE => "everybody is in the team \"Everyone\", always; its members cannot be changed".to_owned(),
            _ => format!("the members of team \"{}\" cannot be changed", team.name),
        }));
    }
    for member in &members {
        if !team.member_user_ids.contains(member) && tx.load::<User>(member.as_str())?.is_none() {
            return Err(Error::invalid(format!("there is no user \"{member}\"")));
        }
    }
    team.slug = if team.slug.is_empty() || team.name != name { names::slug(&name) } else { team.slug };
    team.name = name;
    team.description = edit.description;
    team.member_user_ids = members;
    Ok(team)
}

fn set(ids: &[UserId]) -> BTreeSet<&UserId> {
    ids.iter().collect()
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, team: &Team) -> Result<()> {
    let what = ("team", team.name.as_str());
    Ok(audit::changed(tx, caller, change, team.space_id.as_ref(), what, &[team.id.as_str()])?)
}
