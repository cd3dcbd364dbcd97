//! Answers about permissions, as JSON and as sentences.

use pulpo_access::Permission;
use pulpo_access::grant::Dimension;
use pulpo_app::people::seeing::least::{Beside, Smallest};
use pulpo_app::people::seeing::used::Used;
use pulpo_app::people::seeing::what_if::Effect;
use pulpo_app::people::seeing::why::Why;
use pulpo_app::people::seeing::{Held, Known, Where};
use pulpo_domain::account::Team;
use pulpo_wire::http::access::{
    AccessBeside, AccessEffect, AccessGrant, AccessHeld, AccessLeast, AccessNeverUsed, AccessPlace, AccessProposal,
    AccessUse, AccessWhy,
};
use pulpo_wire::http::values::NamedReference;

use crate::time;

pub(super) fn why(why: &Why) -> AccessWhy {
    AccessWhy {
        user_id: why.user.id.to_string(),
        username: why.user.username.clone(),
        permission: why.permission.name().to_owned(),
        place: place(&why.place),
        is_allowed: why.is_allowed,
        explanation: sentence(why),
        granted_by: why.granted_by.as_ref().map(|held| resource(held, &[])),
        near_misses: why.near_misses.iter().map(|(held, failed)| resource(held, failed)).collect(),
        teams_that_could: why.teams_that_could.iter().map(team).collect(),
        is_complete: why.is_complete,
    }
}

/// The answer for people who do not read JSON.
fn sentence(why: &Why) -> String {
    let (user, permission) = (&why.user.username, why.permission.name());
    let place = text(&why.place);
    let place = if place.is_empty() { "at system level".to_owned() } else { format!("for {place}") };
    if !why.user.is_active {
        return format!("No: the account {user} is disabled, so it may do nothing.");
    }
    if why.is_allowed {
        return match &why.granted_by {
            Some(held) => format!("Yes: {user} may use {permission} {place}, because {}.", holds(held)),
            None => format!("Yes: {user} may use {permission} {place}, by a team that you may not see."),
        };
    }
    let misses: Vec<String> = why
        .near_misses
        .iter()
        .map(|(held, failed)| format!("{}, which does not cover the {}", holds(held), dimensions(failed)))
        .collect();
    if misses.is_empty() {
        return format!("No: none of the teams of {user} holds {permission}.");
    }
    format!("No: {user} may not use {permission} {place}: {}.", misses.join("; "))
}

fn holds(held: &Held) -> String {
    let scope = text(&held.scope);
    let scope = if scope.is_empty() { String::new() } else { format!(" for {scope}") };
    format!("the team \"{}\" holds the role \"{}\"{scope}", shown(&held.team), shown(&held.role))
}

fn dimensions(failed: &[Dimension]) -> String {
    let words = failed.iter().map(|dimension| match dimension {
        Dimension::Space => "space",
        Dimension::Projects => "project",
        Dimension::ProjectGroups => "project group",
        Dimension::Environments => "environment",
        Dimension::Tenants => "tenant",
    });
    words.collect::<Vec<_>>().join(" and the ")
}

fn shown(known: &Known) -> &str {
    known.name.as_deref().unwrap_or(&known.id)
}

/// `project Web, environments Test and Staging, in space Default`.
fn text(place: &Where) -> String {
    let mut parts = Vec::new();
    for (one, several, all) in [
        ("project", "projects", &place.projects),
        ("project group", "project groups", &place.project_groups),
        ("environment", "environments", &place.environments),
        ("tenant", "tenants", &place.tenants),
    ] {
        let names: Vec<&str> = all.iter().map(shown).collect();
        match names.as_slice() {
            [] => {}
            [only] => parts.push(format!("{one} {only}")),
            [rest @ .., last] => parts.push(format!("{several} {} and {last}", rest.join(", "))),
        }
    }
    parts.extend(place.space.as_ref().map(|space| format!("space {}", shown(space))));
    parts.join(", ")
}

fn resource(held: &Held, failed: &[Dimension]) -> AccessHeld {
    AccessHeld {
        team: known(&held.team),
        user_role: known(&held.role),
        scoped_user_role_id: held.scoped_role_id.clone(),
        scope: place(&held.scope),
        failed: failed.iter().map(|dimension| dimension.name().to_owned()).collect(),
    }
}

fn known(known: &Known) -> NamedReference {
    NamedReference { id: known.id.clone(), name: known.name.clone().unwrap_or_default(), ..NamedReference::default() }
}

fn all(all: &[Known]) -> Vec<NamedReference> {
    all.iter().map(known).collect()
}

fn place(place: &Where) -> AccessPlace {
    AccessPlace {
        space: place.space.as_ref().map(known),
        projects: all(&place.projects),
        project_groups: all(&place.project_groups),
        environments: all(&place.environments),
        tenants: all(&place.tenants),
    }
}

pub(super) fn team(team: &Team) -> NamedReference {
    NamedReference { id: team.id.to_string(), name: team.name.clone(), ..NamedReference::default() }
}

fn names(permissions: &[Permission]) -> Vec<String> {
    permissions.iter().map(|permission| permission.name().to_owned()).collect()
}

pub(super) fn used(used: &Used) -> AccessUse {
    AccessUse {
        operation: used.operation.clone(),
        permissions: names(&used.permissions),
        place: place(&used.place),
        first_used: time::text(used.first),
        last_used: time::text(used.last),
        count: used.count,
    }
}

pub(super) fn least(least: &Smallest) -> AccessLeast {
    let proposed = least
        .proposed
        .iter()
        .map(|proposed| AccessProposal { permissions: names(&proposed.permissions), scope: place(&proposed.scope) });
    let never_used = least
        .never_used
        .iter()
        .map(|(space, held)| AccessNeverUsed { space: space.as_ref().map(known), permissions: names(held) });
    AccessLeast {
        user_id: least.user.id.to_string(),
        username: least.user.username.clone(),
        since: time::text(least.since),
        uses: least.uses,
        proposed: proposed.collect(),
        never_used: never_used.collect(),
        not_held: least.not_held.iter().map(used).collect(),
        teams: least.teams.iter().map(team).collect(),
        held: least.held.iter().map(held).collect(),
    }
}

fn held(beside: &Beside) -> AccessBeside {
    AccessBeside { held: resource(&beside.held, &[]), never_used: names(&beside.never_used), used: names(&beside.used) }
}

pub(super) fn effect(effect: &Effect) -> AccessEffect {
    let grants = |grants: &[(Permission, Where)]| {
        let grant = |(permission, scope): &(Permission, Where)| AccessGrant {
            permission: permission.name().to_owned(),
            scope: place(scope),
        };
        grants.iter().map(grant).collect()
    };
    AccessEffect {
        user_id: effect.user.id.to_string(),
        username: effect.user.username.clone(),
        refused: effect.refused.iter().map(used).collect(),
        gained: grants(&effect.gained),
        lost: grants(&effect.lost),
    }
}
