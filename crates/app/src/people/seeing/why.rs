//! Why an account may or may not do something somewhere.

use pulpo_access::explain::{Verdict, explain};
use pulpo_access::grant::Dimension;
use pulpo_access::place::Asked;
use pulpo_access::{Caller, Grant, Permission, Place, Placed, Sealed};
use pulpo_domain::account::{Team, User};
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::project::Project;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_store::Tx;

use super::{Held, Look, Where};
use crate::app::App;
use crate::error::{Error, Result};
use crate::named::{self, Named};
use crate::people::permissions::holding_teams;
use crate::sign_in::callers::{self, Holding};

/// What is asked. Names, slugs and ids will do; what is not said does not matter to the question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    pub user: String,
    pub permission: String,
    /// Absent: at system level.
    pub space: Option<SpaceId>,
    pub project: Option<String>,
    pub project_group: Option<String>,
    pub environment: Option<String>,
    pub tenant: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Why {
    pub user: User,
    pub permission: Permission,
    pub place: Where,
    pub is_allowed: bool,
    /// The role of a team that allows it, if the one who asks may know it.
    pub granted_by: Option<Held>,
    /// Roles that hold the permission, but not here, and in what they fail; the nearest first.
    pub near_misses: Vec<(Held, Vec<Dimension>)>,
    /// Teams whose members may do it.
    pub teams_that_could: Vec<Team>,
    /// Whether the one who asks saw everything that the answer rests on.
    pub is_complete: bool,
}

pub async fn why(app: &App, caller: &Caller, question: Question) -> Result<Why> {
    let caller = caller.clone();
    app.read(move |tx| answer(tx, &caller, &question)).await
}

fn answer(tx: &mut Tx<'_>, caller: &Caller, question: &Question) -> Result<Why> {
    let (look, user) = Look::at(tx, caller, &question.user)?;
    let permission = Permission::parse(question.permission.trim())
        .ok_or_else(|| Error::invalid(format!("there is no permission \"{}\"", question.permission)))?;
    let fits = if question.space.is_some() { permission.at_space_level() } else { permission.at_system_level() };
    if !fits {
        let level = if question.space.is_some() { "in a space" } else { "at system level" };
        return Err(Error::invalid(format!("the permission {} does not exist {level}", permission.name())));
    }
    let place = place(tx, caller, question)?;
    // A disabled account holds its teams and may do nothing.
    let holdings = if user.is_active { callers::holdings_of(tx, &user.id)? } else { Vec::new() };
    let mut held: Vec<(Holding, Grant)> = Vec::new();
    for holding in holdings {
        let grants = holding.grants(tx)?;
        held.extend(grants.into_iter().map(|grant| (holding.clone(), grant)));
    }
    // Of what a guest was granted, only what he may use of it counts.
    let usable = callers::as_held_by(&user.id, held.iter().map(|(_, grant)| grant.clone()).collect());
    held.retain(|(_, grant)| usable.of(grant.permission).contains(grant));
    let mut why = Why {
        place: look.place(tx, &place)?,
        user,
        permission,
        is_allowed: false,
        granted_by: None,
        near_misses: Vec::new(),
        teams_that_could: Vec::new(),
        is_complete: true,
    };
    match explain(&held, permission, &place) {
        Verdict::Yes(holding, _) => {
            why.is_allowed = true;
            why.is_complete = look.sees(holding);
            why.granted_by = look.sees(holding).then(|| look.held(tx, holding)).transpose()?;
        }
        Verdict::No(near) => {
            for miss in near {
                if look.sees(miss.source) {
                    why.near_misses.push((look.held(tx, miss.source)?, miss.failed));
                } else {
                    why.is_complete = false;
                }
            }
        }
    }
    for team in holding_teams(tx, permission, &place)? {
        // Which teams there are is for those who see teams, not for every member of one.
        if Sealed::new(team.clone()).open_to_see(caller, crate::people::teams::VIEW, "").is_ok() {
            why.teams_that_could.push(team);
        }
    }
    Ok(why)
}

/// The place of the question. What the asker may not see is not there.
fn place(tx: &mut Tx<'_>, caller: &Caller, question: &Question) -> Result<Place> {
    let Some(space) = &question.space else { return Ok(Place::SYSTEM) };
    let mut place = Place::anywhere(Some(space));
    if let Some(text) = &question.project {
        let project = see::<Project>(tx, caller, space, text)?;
        place = place.project(&project.id).group(&project.project_group_id);
    }
    if let Some(text) = &question.project_group {
        let group = see::<ProjectGroup>(tx, caller, space, text)?;
        place = place.group(&group.id);
    }
    if let Some(text) = &question.environment {
        let environment = see::<Environment>(tx, caller, space, text)?;
        place = place.environment(&environment.id);
    }
    // What stands somewhere belongs to no tenant unless one is named.
    if let Some(tenant) = &question.tenant {
        place = place.tenant(Some(&tenant.as_str().into()));
    } else if place.projects != Asked::Any || place.environments != Asked::Any {
        place = place.tenant(None);
    }
    Ok(place)
}

fn see<T: Named>(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, text: &str) -> Result<T> {
    let unknown = || Error::not_found(<T as Placed>::NOUN, text);
    if !caller.may_enter(space) {
        return Err(unknown());
    }
    let found = named::find_by_any::<T>(tx, space, text)?.ok_or_else(unknown)?;
    Ok(Sealed::new(found).open_to_see(caller, T::VIEW, text)?)
}
