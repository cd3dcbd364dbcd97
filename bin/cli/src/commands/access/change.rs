//! The change that `access what-if` asks about, made of names as people write them.

use serde_json::{Value, json};

use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

const SPACE: &str = "GrantedSpacePermissions";
const SYSTEM: &str = "GrantedSystemPermissions";

/// The change as the server takes it: roles and teams as they would be.
pub(super) fn of(context: &Context<'_>, client: &Client) -> Result<Value, Failure> {
    let values = &context.values;
    let (role, team) = (values.text("role"), values.text("team"));
    if role.is_none() && team.is_none() {
        return Err(Failure::command("Please specify what would change using --role=XYZ or --team=XYZ"));
    }
    let mut roles = Vec::new();
    if let Some(text) = role {
        roles.push(changed_role(context, find(client, "UserRoles", "user role", text)?)?);
    }
    let (mut teams, mut scoped) = (Vec::new(), Vec::new());
    if let Some(text) = team {
        let team = find(client, "Teams", "team", text)?;
        scoped = restricted(context, client, &team)?;
        teams.extend(changed_members(context, client, team)?);
    }
    Ok(json!({ "UserRoles": roles, "Teams": teams, "ScopedUserRoles": scoped, "Since": values.text("since") }))
}

/// A thing by its id or name.
fn find(client: &Client, link: &str, noun: &str, text: &str) -> Result<Resource, Failure> {
    let link = client.root_link(link)?;
    let all = client.pages(&link, &Parameters::none())?;
    all.into_iter().find(|item| item.has_id(text) || item.is_named(text)).ok_or_else(|| {
        Failure::command(format!(
            "Cannot find the {noun} with name or id '{text}'. Please check the spelling and that you have permissions to view it."
        ))
    })
}

fn changed_role(context: &Context<'_>, mut role: Resource) -> Result<Value, Failure> {
    let values = &context.values;
    let (added, removed) = (values.all("addPermission"), values.all("removePermission"));
    let (mut space, mut system) = (role.texts(SPACE), role.texts(SYSTEM));
    for gone in removed {
        let known = space.iter().chain(&system).any(|held| held.eq_ignore_ascii_case(gone));
        if !known {
            return Err(Failure::command(format!("The role '{}' does not have the permission {gone}", role.name())));
        }
        space.retain(|held| !held.eq_ignore_ascii_case(gone));
        system.retain(|held| !held.eq_ignore_ascii_case(gone));
    }
    // A role with permissions in spaces gets new ones there, too.
    let to = if space.is_empty() && !system.is_empty() { &mut system } else { &mut space };
    to.extend(added.iter().cloned());
    role.set(SPACE, space);
    role.set(SYSTEM, system);
    Ok(role.as_value())
}

fn changed_members(context: &Context<'_>, client: &Client, mut team: Resource) -> Result<Option<Value>, Failure> {
    let values = &context.values;
    let (added, removed) = (values.all("addMember"), values.all("removeMember"));
    if added.is_empty() && removed.is_empty() {
        return Ok(None);
    }
    let users = client.pages(&client.root_link("Users")?, &Parameters::none())?;
    let id = |text: &String| {
        let found = users.iter().find(|user| user.has_id(text) || user.text("Username").eq_ignore_ascii_case(text));
        found
            .map(|user| user.id().to_owned())
            .ok_or_else(|| Failure::command(format!("Cannot find the account '{text}'")))
    };
    let gone = removed.iter().map(id).collect::<Result<Vec<_>, _>>()?;
    let mut members = team.texts("MemberUserIds");
    members.retain(|member| !gone.contains(member));
    members.extend(added.iter().map(id).collect::<Result<Vec<_>, _>>()?);
    team.set("MemberUserIds", members);
    Ok(Some(team.as_value()))
}

/// The team's roles with the restriction that was asked for; none, if none was.
fn restricted(context: &Context<'_>, client: &Client, team: &Resource) -> Result<Vec<Value>, Failure> {
    let values = &context.values;
    let ids = |key: &str, kind| -> Result<Vec<String>, Failure> {
        Ok(lookup::all(client, kind, values.all(key))?.iter().map(|item| item.id().to_owned()).collect())
    };
    let projects = ids("project", lookup::PROJECT)?;
    let groups = ids("projectGroup", lookup::PROJECT_GROUP)?;
    let environments = ids("environment", lookup::ENVIRONMENT)?;
    let lift = values.flag("unrestricted");
    if !lift && projects.is_empty() && groups.is_empty() && environments.is_empty() {
        return Ok(Vec::new());
    }
    let mut changed = Vec::new();
    for mut scoped in client.pages(team.link("ScopedUserRoles")?, &Parameters::none())? {
        if scoped.some_text("SpaceId").is_none() {
            continue;
        }
        // What is not named stays as it is, unless all is lifted.
        for (key, ids) in [("ProjectIds", &projects), ("ProjectGroupIds", &groups), ("EnvironmentIds", &environments)] {
            if lift || !ids.is_empty() {
                scoped.set(key, ids.clone());
            }
        }
        changed.push(scoped.as_value());
    }
    Ok(changed)
}
