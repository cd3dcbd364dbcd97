//! Who may give what to whom: the state of teams and accounts, judged by `pulpo_access::elevation` (access.md 8).

use pulpo_access::built_in_roles::documented;
use pulpo_access::{Caller, Grant, elevation};
use pulpo_domain::account::{ADMINISTRATORS, ScopedUserRole, Team, User, UserRole};
use pulpo_domain::ids::UserId;
use pulpo_store::{Query, Tx};

use crate::error::{Error, Result};
use crate::sign_in::callers::{self, Holding};

/// The role of the administrators, which nobody can weaken.
pub(super) const FROZEN_ROLE: &str = "userroles-systemadministrator";

/// What a team's roles grant, and for a built-in role at least what it is documented to grant: a role that was
/// weakened for a while does not make its team harmless (CVE-2026-102478).
pub(crate) fn grants_of_team(tx: &mut Tx<'_>, team: &Team) -> Result<Vec<Grant>> {
    let mut grants = Vec::new();
    for holding in callers::holdings_of_team(tx, team)? {
        grants.extend(at_most(holding).grants(tx)?);
    }
    Ok(grants)
}

/// What one scoped role of a team grants, judged in the same way.
pub(super) fn grants_of_scoped(
    tx: &mut Tx<'_>,
    team: &Team,
    scoped: &ScopedUserRole,
    role: &UserRole,
) -> Result<Vec<Grant>> {
    at_most(Holding { team: team.clone(), scoped: scoped.clone(), role: role.clone() }).grants(tx)
}

fn at_most(mut holding: Holding) -> Holding {
    if let Some(built_in) = documented(holding.role.id.as_str()) {
        let add = |to: &mut Vec<String>, names: &[&str]| to.extend(names.iter().map(|name| (*name).to_owned()));
        add(&mut holding.role.space_permissions, built_in.space_permissions);
        add(&mut holding.role.system_permissions, built_in.system_permissions);
    }
    holding
}

/// Refuses whoever would act on an account that may do more than he (rule 3).
pub(super) fn may_act_on(tx: &mut Tx<'_>, caller: &Caller, user: &User) -> Result<()> {
    let mut grants = Vec::new();
    for team in callers::teams_of(tx, &user.id)? {
        grants.extend(grants_of_team(tx, &team)?);
    }
    Ok(elevation::may_act_on(caller, &pulpo_access::caller::Grants::new(grants))?)
}

/// Refuses whoever would change the members of a team that holds more than he (rules 1 and 2).
pub(crate) fn may_change_members(tx: &mut Tx<'_>, caller: &Caller, team: &Team) -> Result<()> {
    let grants = grants_of_team(tx, team)?;
    Ok(elevation::may_change_members(caller, &grants)?)
}

/// Keeps one door open: a person who administers the system remains, whatever leaves (rule 5).
///
/// Call it after the change; the transaction is undone if it fails.
pub(super) fn an_administrator_remains(tx: &mut Tx<'_>) -> Result<()> {
    let members = tx.must::<Team>(ADMINISTRATORS)?.member_user_ids;
    for member in members {
        let found = tx.load::<User>(member.as_str())?.map(|found| found.record);
        if found.is_some_and(|user| user.is_active && !user.is_service) {
            return Ok(());
        }
    }
    Err(Error::invalid(
        "this would leave the server without an active administrator; add another one to the team \"Octopus Administrators\" first",
    ))
}

/// Ends all sessions of an account, and all tokens.
pub(crate) fn end_sessions(tx: &mut Tx<'_>, user: &UserId) -> Result<()> {
    for table in ["session", "access_token"] {
        let sql = format!("DELETE FROM {table} WHERE user_id = $1");
        tx.execute(&sql, pulpo_store::params![user.as_str()])?;
    }
    Ok(())
}

/// The teams that hold a role.
pub(super) fn holders(tx: &mut Tx<'_>, role: &UserRole) -> Result<Vec<(Team, ScopedUserRole)>> {
    let mut holders = Vec::new();
    for scoped in tx.list::<ScopedUserRole>(&Query::new().eq("user_role_id", role.id.as_str()).order("id"))? {
        let team = tx.must::<Team>(scoped.team_id.as_str())?;
        holders.push((team, scoped));
    }
    Ok(holders)
}
