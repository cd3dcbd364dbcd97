//! Accounts that have lately shown who they are, with their grants compiled; dropped the moment that an account,
//! a team, a role or a project changes.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use jiff::Timestamp;
use pulpo_access::caller::Grants;
use pulpo_access::grant::{Coverage, Grant};
use pulpo_access::permissions::Permission;
use pulpo_domain::account::{EVERYONE, ScopedUserRole, Team, UserRole};
use pulpo_domain::ids::UserId;
use pulpo_domain::project::Project;
use pulpo_store::{Query, Store, Topic, Tx};
use tokio::sync::watch;

use super::throttle::Throttle;
use super::{Known, guest};
use crate::error::Result;

/// The most that are remembered; past that all are forgotten, which costs each one look-up.
const MOST: usize = 10_000;

/// The cache of callers.
pub struct Callers {
    known: RwLock<HashMap<String, Remembered>>,
    changes: watch::Receiver<u64>,
    /// Who has lately failed to show who he is.
    pub(super) throttle: Throttle,
}

#[derive(Clone)]
struct Remembered {
    known: Known,
    expires: Option<Timestamp>,
    epoch: u64,
}

impl Callers {
    pub(crate) fn new(store: &Store) -> Self {
        Self { known: RwLock::default(), changes: store.wakes().listen(Topic::Access), throttle: Throttle::default() }
    }

    /// Counts the changes of anything that grants depend on. Read it before what is to be remembered.
    pub(crate) fn epoch(&self) -> u64 {
        *self.changes.borrow()
    }

    pub(crate) fn find(&self, credential: &str, now: Timestamp) -> Option<Known> {
        let known = self.known.read().expect("no holder of this lock panics");
        let found = known.get(credential)?;
        let holds = found.epoch == self.epoch() && found.expires.is_none_or(|expires| expires > now);
        holds.then(|| found.known.clone())
    }

    pub(crate) fn remember(&self, credential: String, account: Known, expires: Option<Timestamp>, epoch: u64) {
        let mut known = self.known.write().expect("no holder of this lock panics");
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(credential, Remembered { known: account, expires, epoch });
    }
}

/// The grants of an account: its teams' roles, everyone's among them, with groups expanded to projects
/// (access.md 4, 5.1).
pub(crate) fn grants_of(tx: &mut Tx<'_>, user: &UserId) -> Result<Grants> {
    let mut grants = Vec::new();
    for holding in holdings_of(tx, user)? {
        grants.extend(holding.grants(tx)?);
    }
    let grants = Grants::new(grants);
    Ok(if guest::is_guest(user) { guest::only_to_look(grants) } else { grants })
}

/// A role that a team holds.
#[derive(Debug, Clone)]
pub(crate) struct Holding {
    pub(crate) team: Team,
    pub(crate) scoped: ScopedUserRole,
    pub(crate) role: UserRole,
}

/// The teams that an account is in, the one of everybody among them.
pub(crate) fn teams_of(tx: &mut Tx<'_>, user: &UserId) -> Result<Vec<Team>> {
    let mut teams = tx.list::<Team>(&Query::new().order("name_key"))?;
    teams.retain(|team| team.id.as_str() == EVERYONE || team.member_user_ids.contains(user));
    Ok(teams)
}

/// The roles that an account holds through its teams.
pub(crate) fn holdings_of(tx: &mut Tx<'_>, user: &UserId) -> Result<Vec<Holding>> {
    let mut holdings = Vec::new();
    for team in teams_of(tx, user)? {
        holdings.extend(holdings_of_team(tx, &team)?);
    }
    Ok(holdings)
}

/// The roles that a team holds. A role that is gone grants nothing.
pub(crate) fn holdings_of_team(tx: &mut Tx<'_>, team: &Team) -> Result<Vec<Holding>> {
    let mut holdings = Vec::new();
    for scoped in tx.list::<ScopedUserRole>(&Query::new().eq("team_id", team.id.as_str()).order("id"))? {
        if let Some(role) = tx.load::<UserRole>(scoped.user_role_id.as_str())? {
            holdings.push(Holding { team: team.clone(), scoped, role: role.record });
        }
    }
    Ok(holdings)
}

impl Holding {
    pub(crate) fn grants(&self, tx: &mut Tx<'_>) -> Result<Vec<Grant>> {
        let team: Arc<str> = self.team.name.as_str().into();
        let system = Arc::new(Coverage::default());
        let mut grants = Vec::new();
        for permission in self.role.system_permissions.iter().filter_map(|name| Permission::parse(name)) {
            if permission.at_system_level() {
                grants.push(Grant { permission, coverage: system.clone(), team: team.clone() });
            }
        }
        let Some(coverage) = coverage_of(tx, &self.scoped)? else { return Ok(grants) };
        for permission in self.role.space_permissions.iter().filter_map(|name| Permission::parse(name)) {
            if permission.at_space_level() {
                grants.push(Grant { permission, coverage: coverage.clone(), team: team.clone() });
            }
        }
        Ok(grants)
    }
}

/// Where the space permissions of a scoped role hold, with its groups expanded; at system level nowhere.
fn coverage_of(tx: &mut Tx<'_>, scoped: &ScopedUserRole) -> Result<Option<Arc<Coverage>>> {
    let Some(space) = scoped.space_id.as_ref().filter(|_| !scoped.project_group_ids.is_empty()) else {
        return Ok(Coverage::of(scoped, []).map(Arc::new));
    };
    let groups = scoped.project_group_ids.iter().map(AsRef::<str>::as_ref);
    let query = Query::new().eq("space_id", space.as_str()).one_of("project_group_id", groups);
    let of_groups = tx.list::<Project>(&query)?.into_iter().map(|project| project.id);
    Ok(Coverage::of(scoped, of_groups).map(Arc::new))
}
