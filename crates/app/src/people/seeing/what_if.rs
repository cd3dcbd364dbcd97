//! What a change of roles, teams or their scopes would do, before it is saved.

use std::collections::BTreeSet;

use jiff::Timestamp;
use pulpo_access::caller::Grants;
use pulpo_access::usage::Need;
use pulpo_access::what_if::effect;
use pulpo_access::{Caller, Grant, Permission};
use pulpo_domain::account::{EVERYONE, ScopedUserRole, Team, User, UserRole};
use pulpo_domain::ids::UserId;
use pulpo_store::{Query, Tx};

use super::used::{Used, shown};
use super::{Look, Where, may_look_at_others, rehearsal};
use crate::app::App;
use crate::error::{Error, Result};
use crate::people::{roles, teams};
use crate::sign_in::callers::{self, Holding};
use crate::usage;

/// A change as it would be saved. What is not named stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Change {
    pub roles: Vec<RoleChange>,
    pub teams: Vec<TeamChange>,
    /// With the id of one that is there: in its place. Without: one more.
    pub scoped: Vec<ScopedUserRole>,
    /// Ids of those that a team would lose.
    pub removed_scoped: Vec<String>,
    pub since: Option<Timestamp>,
}

#[derive(Debug, Clone)]
pub struct RoleChange {
    pub id: String,
    pub space_permissions: Vec<String>,
    pub system_permissions: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct TeamChange {
    pub id: String,
    pub members: Vec<UserId>,
}

/// What one account would lose and gain.
#[derive(Debug, Clone)]
pub struct Effect {
    pub user: User,
    /// What it did that would be refused.
    pub refused: Vec<Used>,
    /// What it could do from then on.
    pub gained: Vec<(Permission, Where)>,
    /// What it could do no more, used or not.
    pub lost: Vec<(Permission, Where)>,
}

/// Most accounts that one question is answered for.
const MOST: usize = 2000;

/// What would become of a change.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Why the one who asks could not save it himself; empty, if he could.
    pub refusals: Vec<String>,
    pub effects: Vec<Effect>,
}

/// The effects on every account that there is any effect on, and whether the caller may save the change.
pub async fn what_if(app: &App, caller: &Caller, change: Change) -> Result<Outcome> {
    let effects = effects(app, caller, change.clone()).await?;
    let refusals = rehearsal::refusals(app, caller, change).await?;
    Ok(Outcome { refusals, effects })
}

async fn effects(app: &App, caller: &Caller, change: Change) -> Result<Vec<Effect>> {
    usage::write(app).await?;
    let (caller, since) = (caller.clone(), super::since(app, change.since));
    app.read(move |tx| {
        may_look_at_others(&caller)?;
        let change = Checked::of(tx, &caller, change)?;
        let mut effects = Vec::new();
        for user in change.affected(tx)? {
            let effect = of_user(tx, &caller, &change, user, since)?;
            if !(effect.refused.is_empty() && effect.gained.is_empty() && effect.lost.is_empty()) {
                effects.push(effect);
            }
        }
        Ok(effects)
    })
    .await
}

fn of_user(tx: &mut Tx<'_>, caller: &Caller, change: &Checked, user: User, since: Timestamp) -> Result<Effect> {
    let look = Look { caller, own: false };
    let seen = |grants: Vec<Grant>| {
        Grants::new(grants.into_iter().filter(|grant| look.enters(grant.coverage.space.as_ref())).collect())
    };
    let before = seen(callers::grants_of(tx, &user.id)?.iter().cloned().collect());
    let mut after = Vec::new();
    for holding in change.holdings_of(tx, &user.id)? {
        after.extend(holding.grants(tx)?);
    }
    let after = seen(callers::as_held_by(&user.id, after).iter().cloned().collect());
    let uses = tx.uses_of(&user.id, since)?;
    let needs: Vec<Need> = uses.iter().map(|used| used.need.clone()).collect();
    let found = effect(&before, &after, &needs);
    let mut result = Effect { user, refused: Vec::new(), gained: Vec::new(), lost: Vec::new() };
    for (at, used) in uses.into_iter().enumerate() {
        if found.refused.contains(&at) {
            result.refused.push(shown(tx, &look, used)?);
        }
    }
    for (grants, told) in [(found.gained, &mut result.gained), (found.lost, &mut result.lost)] {
        for grant in grants {
            let line = (grant.permission, look.coverage(tx, &grant)?);
            if !told.contains(&line) {
                told.push(line);
            }
        }
    }
    Ok(result)
}

/// A change whose names are known to be there, and to the one who asks.
struct Checked {
    roles: Vec<UserRole>,
    teams: Vec<Team>,
    scoped: Vec<ScopedUserRole>,
    removed: BTreeSet<String>,
}

impl Checked {
    fn of(tx: &mut Tx<'_>, caller: &Caller, change: Change) -> Result<Self> {
        let look = Look { caller, own: false };
        let see_team = |tx: &mut Tx<'_>, id: &str| {
            let team = teams::find(tx, id)?;
            if look.sees_team(&team) { Ok(team) } else { Err(Error::not_found("team", id)) }
        };
        let mut checked = Self { roles: Vec::new(), teams: Vec::new(), scoped: Vec::new(), removed: BTreeSet::new() };
        for role in change.roles {
            let before = roles::find(tx, &role.id)?;
            for name in role.space_permissions.iter().chain(&role.system_permissions) {
                if Permission::parse(name).is_none() {
                    return Err(Error::invalid(format!("there is no permission \"{name}\"")));
                }
            }
            let (space_permissions, system_permissions) = (role.space_permissions, role.system_permissions);
            checked.roles.push(UserRole { space_permissions, system_permissions, ..before });
        }
        for team in change.teams {
            let before = see_team(tx, &team.id)?;
            checked.teams.push(Team { member_user_ids: team.members, ..before });
        }
        for scoped in change.scoped {
            see_team(tx, scoped.team_id.as_str())?;
            let role = roles::find(tx, scoped.user_role_id.as_str())?;
            if !look.enters(scoped.space_id.as_ref()) {
                return Err(Error::not_found(
                    "space",
                    scoped.space_id.map(|space| space.to_string()).unwrap_or_default(),
                ));
            }
            checked.scoped.push(ScopedUserRole { user_role_id: role.id, ..scoped });
        }
        for id in change.removed_scoped {
            let found = tx.load::<ScopedUserRole>(&id)?.map(|found| found.record);
            let found = found.ok_or_else(|| Error::not_found("scoped user role", id.as_str()))?;
            see_team(tx, found.team_id.as_str())?;
            checked.removed.insert(id);
        }
        Ok(checked)
    }

    /// The accounts in any team that the change touches, before or after it.
    fn affected(&self, tx: &mut Tx<'_>) -> Result<Vec<User>> {
        let mut touched: BTreeSet<String> = self.teams.iter().map(|team| team.id.to_string()).collect();
        touched.extend(self.scoped.iter().map(|scoped| scoped.team_id.to_string()));
        for scoped in tx.list::<ScopedUserRole>(&Query::new())? {
            let of_role = self.roles.iter().any(|role| role.id == scoped.user_role_id);
            let replaced = self.scoped.iter().any(|other| other.id == scoped.id);
            if of_role || replaced || self.removed.contains(scoped.id.as_str()) {
                touched.insert(scoped.team_id.to_string());
            }
        }
        let everybody = touched.contains(EVERYONE);
        let mut members: BTreeSet<UserId> = self.teams.iter().flat_map(|team| team.member_user_ids.clone()).collect();
        for team in &touched {
            members.extend(teams::find(tx, team)?.member_user_ids);
        }
        let mut users = tx.list::<User>(&Query::new().eq("is_active", true).order("name_key"))?;
        users.retain(|user| everybody || members.contains(&user.id));
        if users.len() > MOST {
            return Err(Error::invalid(format!(
                "the change is about {} accounts; ask for one that is about at most {MOST}",
                users.len()
            )));
        }
        Ok(users)
    }

    /// The roles that an account would hold.
    fn holdings_of(&self, tx: &mut Tx<'_>, user: &UserId) -> Result<Vec<Holding>> {
        let mut holdings = Vec::new();
        for team in tx.list::<Team>(&Query::new().order("name_key"))? {
            let team = self.teams.iter().find(|changed| changed.id == team.id).cloned().unwrap_or(team);
            if team.id.as_str() != EVERYONE && !team.member_user_ids.contains(user) {
                continue;
            }
            let held = tx.list::<ScopedUserRole>(&Query::new().eq("team_id", team.id.as_str()).order("id"))?;
            let gone = |scoped: &ScopedUserRole| {
                self.removed.contains(scoped.id.as_str()) || self.scoped.iter().any(|other| other.id == scoped.id)
            };
            let stays = held.into_iter().filter(|scoped| !gone(scoped));
            let comes = self.scoped.iter().filter(|scoped| scoped.team_id == team.id).cloned();
            for scoped in stays.chain(comes).collect::<Vec<_>>() {
                let changed = self.roles.iter().find(|role| role.id == scoped.user_role_id).cloned();
                let role = match changed {
                    Some(role) => Some(role),
                    None => tx.load::<UserRole>(scoped.user_role_id.as_str())?.map(|found| found.record),
                };
                if let Some(role) = role {
                    holdings.push(Holding { team: team.clone(), scoped, role });
                }
            }
        }
        Ok(holdings)
    }
}
