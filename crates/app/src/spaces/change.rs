//! Making and changing spaces, and who manages them (access.md 1.7, SP-01 to SP-07).

use pulpo_access::permissions::{SpaceCreate, SpaceEdit, TeamEdit};
use pulpo_access::{Caller, Granted, Permission, Place, Sealed, elevation};
use pulpo_domain::account::{ScopedUserRole, Team, User};
use pulpo_domain::ids::{TeamId, UserId};
use pulpo_domain::names;
use pulpo_domain::space::{LONGEST_NAME, Space};
use pulpo_store::{Query, Topic, Tx};

use super::{find, visible};
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::first_start::{give_role, make_space};
use crate::people::rules;
use crate::people::teams::managers_of;

/// The role of those who manage a space.
const MANAGER: &str = "userroles-spacemanager";

/// What a person can say about a space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub description: Option<String>,
    pub is_default: bool,
    pub is_private: bool,
    pub task_queue_stopped: bool,
    pub manager_teams: Vec<TeamId>,
    pub manager_users: Vec<UserId>,
}

/// Makes a space with all that every space has. It is empty, so anybody may be made its manager.
pub async fn create(app: &App, caller: &Caller, edit: Edit) -> Result<Space> {
    let caller = caller.clone();
    app.write(move |tx| {
        caller.require::<SpaceCreate>(&Place::SYSTEM)?;
        let name = free_name(tx, &edit.name, "")?;
        let (teams, users) = managers(tx, &edit, None)?;
        let space = make_space(tx, &caller, &name, false, teams, users)?;
        // What the role of a manager holds at system level is not of this space alone.
        let team = tx.must::<Team>(&managers_of(&space.id))?;
        let of_system: Vec<_> =
            rules::grants_of_team(tx, &team)?.into_iter().filter(|grant| grant.coverage.space.is_none()).collect();
        elevation::may_change_members(&caller, &of_system)?;
        let space = Space {
            description: edit.description,
            task_queue_stopped: edit.task_queue_stopped,
            is_default: edit.is_default,
            is_private: edit.is_private,
            ..space
        };
        only_default(tx, &space)?;
        tx.update(&Granted::<SpaceCreate, _>::by_server(space.clone()))?;
        tx.wake(Topic::Access);
        Ok(space)
    })
    .await
}

/// Changes a space: its name, its managers, whether it is the default one, whether its tasks start (SP-07).
pub async fn modify(app: &App, caller: &Caller, id: &str, edit: Edit) -> Result<Space> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.write(move |tx| {
        let space = find(tx, &id)?.filter(|space| visible(&caller, space));
        let space = space.ok_or_else(|| Error::not_found("space", id.clone()))?;
        let granted = Sealed::new(space).open::<SpaceEdit>(&caller, &[Permission::SpaceView], &id)?;
        let before = granted.clone();
        let name = free_name(tx, &edit.name, before.id.as_str())?;
        let (teams, users) = managers(tx, &edit, Some(&before))?;
        change_managers(tx, &caller, &before, &teams, &users)?;
        let own = TeamId::new(managers_of(&before.id));
        let changed = Space {
            slug: if name == before.name { before.slug.clone() } else { names::slug(&name) },
            name,
            description: edit.description,
            is_default: edit.is_default,
            is_private: edit.is_private,
            task_queue_stopped: edit.task_queue_stopped,
            space_managers_teams: teams.into_iter().chain([own]).collect(),
            space_managers_team_members: users,
            ..before.clone()
        };
        only_default(tx, &changed)?;
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        tx.wake(Topic::TaskQueue);
        tx.wake(Topic::Access);
        let what = ("space", granted.name.as_str());
        let space = Some(&granted.id);
        audit::modified(tx, &caller, space, what, &[granted.id.as_str()], (&before, &*granted))?;
        Ok(granted.into_inner())
    })
    .await
}

/// A name and slug that no other space has, and that no address means already.
fn free_name(tx: &mut Tx<'_>, name: &str, own: &str) -> Result<String> {
    let name = names::clean(name, LONGEST_NAME).map_err(Error::invalid)?;
    let (key, slug) = (names::key(&name), names::slug(&name));
    if slug.is_empty() || slug == "all" || slug.starts_with("spaces-") {
        return Err(Error::invalid(format!("a space cannot be called \"{name}\"; choose another name")));
    }
    let others = Query::new().raw("(name_key = $1 OR slug = $2)", &[key.into(), slug.into()]).compare("id", "<>", own);
    if tx.exists::<Space>(&others)? {
        return Err(Error::invalid(format!(
            "A space with the name '{name}', or one that is written alike in addresses, already exists. Please choose a different name."
        )));
    }
    Ok(name)
}

/// The teams and people that shall manage a space: somebody must.
fn managers(tx: &mut Tx<'_>, edit: &Edit, before: Option<&Space>) -> Result<(Vec<TeamId>, Vec<UserId>)> {
    let own = before.map(|space| managers_of(&space.id));
    let mut teams: Vec<TeamId> = Vec::new();
    for team in edit.manager_teams.iter().filter(|team| Some(team.as_str()) != own.as_deref()) {
        let found = tx.load::<Team>(team.as_str())?.map(|found| found.record);
        // A team of another space manages that one only.
        let fits = found
            .is_some_and(|found| found.space_id.is_none() || found.space_id.as_ref() == before.map(|space| &space.id));
        if !fits {
            return Err(Error::invalid(format!("there is no team \"{team}\" that could manage the space")));
        }
        if !teams.contains(team) {
            teams.push(team.clone());
        }
    }
    let mut users: Vec<UserId> = Vec::new();
    for user in &edit.manager_users {
        if tx.load::<User>(user.as_str())?.is_none() {
            return Err(Error::invalid(format!("there is no user \"{user}\"")));
        }
        if !users.contains(user) {
            users.push(user.clone());
        }
    }
    if teams.is_empty() && users.is_empty() {
        return Err(Error::invalid("a space needs at least one manager: a user or a team"));
    }
    Ok((teams, users))
}

/// Managing a space is holding everything in it, so nobody gives or takes that who has less (access.md 8, rule 1).
fn change_managers(tx: &mut Tx<'_>, caller: &Caller, space: &Space, teams: &[TeamId], users: &[UserId]) -> Result<()> {
    let own = managers_of(&space.id);
    let mut team = tx.must::<Team>(&own)?;
    let known: Vec<&TeamId> = space.space_managers_teams.iter().filter(|team| team.as_str() != own).collect();
    let same_users =
        users.len() == team.member_user_ids.len() && users.iter().all(|user| team.member_user_ids.contains(user));
    let same_teams = teams.len() == known.len() && teams.iter().all(|team| known.contains(&team));
    if same_users && same_teams {
        return Ok(());
    }
    rules::may_change_members(tx, caller, &team)?;
    users.clone_into(&mut team.member_user_ids);
    tx.update(&Granted::<TeamEdit, _>::by_server(team))?;
    for joined in teams.iter().filter(|team| !known.contains(team)) {
        give_role(tx, joined.as_str(), MANAGER, Some(&space.id))?;
    }
    for left in known.into_iter().filter(|team| !teams.contains(team)) {
        let held =
            Query::new().eq("team_id", left.as_str()).eq("user_role_id", MANAGER).eq("space_id", space.id.as_str());
        for scoped in tx.list::<ScopedUserRole>(&held)? {
            tx.delete(&Granted::<TeamEdit, _>::by_server(scoped))?;
        }
    }
    Ok(())
}

/// At most one space is the default one.
fn only_default(tx: &mut Tx<'_>, space: &Space) -> Result<()> {
    if !space.is_default {
        return Ok(());
    }
    for mut other in tx.list::<Space>(&Query::new())? {
        if other.is_default && other.id != space.id {
            other.is_default = false;
            tx.update(&Granted::<SpaceEdit, _>::by_server(other))?;
        }
    }
    Ok(())
}
