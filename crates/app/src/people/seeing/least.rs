//! The smallest roles that would have allowed what an account did, and making them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use pulpo_access::caller::Grants;
use pulpo_access::least::{Least, Proposal, least as rule};
use pulpo_access::permissions::UserView;
use pulpo_access::usage::Need;
use pulpo_access::{Caller, Permission, Place};
use pulpo_domain::account::{EVERYONE, ScopedUserRole, Team, User, UserRole};
use pulpo_domain::ids::SpaceId;
use pulpo_store::Tx;

use super::used::{Used, shown};
use super::{Held, Known, Look, Where};
use crate::app::App;
use crate::error::{Error, Result};
use crate::people::{roles, scoped_roles, teams};
use crate::sign_in::callers::{self, Holding};
use crate::usage;

/// A role to make, and where a team should hold it.
#[derive(Debug, Clone)]
pub struct Proposed {
    pub permissions: Vec<Permission>,
    pub scope: Where,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Smallest {
    pub user: User,
    pub since: Timestamp,
    pub proposed: Vec<Proposed>,
    /// What is held and was never used, by space; without one, at system level.
    pub never_used: Vec<(Option<Known>, Vec<Permission>)>,
    /// What was used and is not held any more.
    pub not_held: Vec<Used>,
    /// The teams that the account is in now, beside the one of everybody.
    pub teams: Vec<Team>,
    /// What it holds through them.
    pub held: Vec<Beside>,
    /// How many uses the proposal rests on.
    pub uses: i64,
}

/// A role that the account holds now, and how much of it was used.
#[derive(Debug, Clone)]
pub struct Beside {
    pub held: Held,
    pub used: Vec<Permission>,
    pub never_used: Vec<Permission>,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Made {
    pub roles: Vec<UserRole>,
    pub teams: Vec<Team>,
    pub scoped: Vec<ScopedUserRole>,
    /// The teams that the account has left.
    pub left: Vec<Team>,
}

/// What is to be made.
#[derive(Debug, Clone)]
pub struct Apply {
    pub user: String,
    pub since: Option<Timestamp>,
    pub name: Option<String>,
    /// Whether the account leaves the teams that it is in now: else it holds the least beside all that it had.
    pub leave_teams: bool,
}

pub async fn least(app: &App, caller: &Caller, user: &str, since: Option<Timestamp>) -> Result<Smallest> {
    usage::write(app).await?;
    let (caller, user, since) = (caller.clone(), user.to_owned(), super::since(app, since));
    app.read(move |tx| {
        let (look, user) = Look::at(tx, &caller, &user)?;
        let (found, uses) = judge(tx, &look, &user, since)?;
        let mut smallest = Smallest {
            since,
            proposed: Vec::new(),
            never_used: Vec::new(),
            not_held: Vec::new(),
            teams: own_teams(tx, &look, &user)?,
            held: Vec::new(),
            uses: uses.iter().map(|used| used.count).sum(),
            user,
        };
        let needs: Vec<Need> = uses.iter().map(|used| used.need.clone()).collect();
        for team in &smallest.teams {
            for holding in callers::holdings_of_team(tx, team)? {
                if look.sees(&holding) {
                    smallest.held.push(beside(tx, &look, &holding, &needs)?);
                }
            }
        }
        for proposal in &found.proposals {
            let permissions = proposal.permissions.iter().copied().collect();
            smallest.proposed.push(Proposed { permissions, scope: scope(tx, &look, proposal)? });
        }
        let mut never: BTreeMap<Option<SpaceId>, Vec<Permission>> = BTreeMap::new();
        for (space, permission) in found.never_used {
            never.entry(space).or_default().push(permission);
        }
        for (space, permissions) in never {
            smallest.never_used.push((look.space(tx, space.as_ref())?, permissions));
        }
        for (at, used) in uses.into_iter().enumerate() {
            if found.not_held.contains(&at) {
                smallest.not_held.push(shown(tx, &look, used)?);
            }
        }
        Ok(smallest)
    })
    .await
}

/// The teams that the account could leave, as far as they are seen: not the one of everybody.
fn own_teams(tx: &mut Tx<'_>, look: &Look<'_>, user: &User) -> Result<Vec<Team>> {
    let mut teams = callers::teams_of(tx, &user.id)?;
    teams.retain(|team| team.id.as_str() != EVERYONE && look.sees_team(team));
    Ok(teams)
}

/// Which permissions of a role that a team holds some recorded use could have rested on.
fn beside(tx: &mut Tx<'_>, look: &Look<'_>, holding: &Holding, needs: &[Need]) -> Result<Beside> {
    let mut beside = Beside { held: look.held(tx, holding)?, used: Vec::new(), never_used: Vec::new() };
    for grant in holding.grants(tx)? {
        let rests = |need: &Need| need.any_of.contains(&grant.permission) && grant.covers(&need.place);
        let list = if needs.iter().any(rests) { &mut beside.used } else { &mut beside.never_used };
        if !list.contains(&grant.permission) {
            list.push(grant.permission);
        }
    }
    // A role of both levels grants some permissions twice.
    beside.never_used.retain(|permission| !beside.used.contains(permission));
    Ok(beside)
}

/// What was used in the spaces that the one who looks may enter, judged against what is held there.
fn judge(tx: &mut Tx<'_>, look: &Look<'_>, user: &User, since: Timestamp) -> Result<(Least, Vec<pulpo_store::Use>)> {
    let mut uses = tx.uses_of(&user.id, since)?;
    uses.retain(|used| look.enters(used.need.place.space.as_ref()));
    let held = callers::grants_of(tx, &user.id)?;
    let held = held.iter().filter(|grant| look.enters(grant.coverage.space.as_ref())).cloned().collect();
    let needs: Vec<Need> = uses.iter().map(|used| used.need.clone()).collect();
    Ok((rule(&needs, &Grants::new(held)), uses))
}

fn scope(tx: &mut Tx<'_>, look: &Look<'_>, proposal: &Proposal) -> Result<Where> {
    Ok(Where {
        space: look.space(tx, proposal.space.as_ref())?,
        projects: look.all_known::<pulpo_domain::project::Project, _>(tx, &proposal.projects)?,
        project_groups: look.all_known::<pulpo_domain::project_group::ProjectGroup, _>(tx, &proposal.project_groups)?,
        environments: look.all_known::<pulpo_domain::environment::Environment, _>(tx, &proposal.environments)?,
        tenants: proposal.tenants.iter().map(super::unnamed).collect(),
    })
}

/// Makes the roles and a team that holds them, with the account as its member. Who does it must be able to give all
/// of it by hand: the same rules are asked (access.md 8).
pub async fn apply(app: &App, caller: &Caller, wanted: Apply) -> Result<Made> {
    usage::write(app).await?;
    let Apply { user, since, name, leave_teams } = wanted;
    let (caller, since) = (caller.clone(), super::since(app, since));
    app.write(move |tx| {
        caller.require::<UserView>(&Place::SYSTEM)?;
        let (look, user) = Look::at(tx, &caller, &user)?;
        let (found, _) = judge(tx, &look, &user, since)?;
        if found.proposals.is_empty() {
            return Err(Error::invalid(format!(
                "nothing is known to have been used by \"{}\" in this time, so there is nothing to propose",
                user.username
            )));
        }
        let name = name.unwrap_or_else(|| format!("Least of {}", user.username));
        let left = if leave_teams { own_teams(tx, &look, &user)? } else { Vec::new() };
        let mut made = make(tx, &caller, &user, &name, &found.proposals)?;
        for team in left {
            let edit = teams::Edit {
                name: team.name.clone(),
                description: team.description.clone(),
                member_user_ids: team.member_user_ids.iter().filter(|member| **member != user.id).cloned().collect(),
            };
            made.left.push(teams::modify_in(tx, &caller, team.id.as_str(), edit)?);
        }
        Ok(made)
    })
    .await
}

fn make(tx: &mut Tx<'_>, caller: &Caller, user: &User, name: &str, proposals: &[Proposal]) -> Result<Made> {
    let mut made = Made { roles: Vec::new(), teams: Vec::new(), scoped: Vec::new(), left: Vec::new() };
    let several = proposals.len() > 1;
    for (at, proposal) in proposals.iter().enumerate() {
        let names: Vec<String> = proposal.permissions.iter().map(|permission| permission.name().to_owned()).collect();
        let (space_permissions, system_permissions) =
            if proposal.space.is_some() { (names, Vec::new()) } else { (Vec::new(), names) };
        let role = roles::Edit {
            name: if several { format!("{name} {}", at + 1) } else { name.to_owned() },
            description: format!("What {} was seen to use", user.username),
            space_permissions,
            system_permissions,
        };
        let role = roles::create_in(tx, caller, role)?;
        let team = match made.teams.iter().find(|team| team.space_id == proposal.space) {
            Some(team) => team.clone(),
            None => {
                let edit = teams::Edit {
                    name: name.to_owned(),
                    description: format!("Holds what {} was seen to use", user.username),
                    member_user_ids: Vec::new(),
                };
                let team = teams::create_in(tx, caller, proposal.space.as_ref(), edit)?;
                made.teams.push(team.clone());
                team
            }
        };
        let scoped = scoped_roles::Edit {
            team_id: team.id.to_string(),
            user_role_id: role.id.to_string(),
            space_id: proposal.space.clone(),
            project_ids: proposal.projects.iter().cloned().collect(),
            project_group_ids: proposal.project_groups.iter().cloned().collect(),
            environment_ids: proposal.environments.iter().cloned().collect(),
            tenant_ids: proposal.tenants.iter().cloned().collect(),
        };
        made.scoped.push(scoped_roles::create_in(tx, caller, scoped)?);
        made.roles.push(role);
    }
    // The member comes last, so that what the team holds by then is judged as well.
    for team in &mut made.teams {
        let edit = teams::Edit {
            name: team.name.clone(),
            description: team.description.clone(),
            member_user_ids: vec![user.id.clone()],
        };
        *team = teams::modify_in(tx, caller, team.id.as_str(), edit)?;
    }
    Ok(made)
}
