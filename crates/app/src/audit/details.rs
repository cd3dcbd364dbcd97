//! Who is told what exactly has changed.
//!
//! An event tells that something happened to whoever may see all that it is about (EV-06). What a document held
//! before and after is more: a process names environments, and a project's settings are not for everybody who
//! reads the audit. So the details are shown to whoever holds, over everything that the event names and everywhere
//! else that its document reaches, both `EventView` and the permission that shows the document itself; others get
//! the event without them. Values of variables are not in the audit at all (`variables::changes`).

use pulpo_access::place::Asked;
use pulpo_access::{Caller, Permission, Place};
use pulpo_domain::event::Event;

use crate::configuration::SECTIONS;

/// The permission that shows a document of this kind, as its id begins.
const SHOWN_BY: &[(&str, Permission)] = &[
    ("Accounts", Permission::AccountView),
    ("Artifacts", Permission::ArtifactView),
    ("Certificates", Permission::CertificateView),
    ("Channels", Permission::ProcessView),
    ("deploymentprocess", Permission::ProcessView),
    ("Environments", Permission::EnvironmentView),
    ("features", Permission::ConfigureServer),
    ("Feeds", Permission::FeedView),
    ("LibraryVariableSets", Permission::LibraryVariableSetView),
    ("Lifecycles", Permission::LifecycleView),
    ("Machines", Permission::MachineView),
    ("OidcIdentities", Permission::UserView),
    ("ProjectGroups", Permission::ProjectGroupView),
    ("Projects", Permission::ProjectView),
    ("Releases", Permission::ReleaseView),
    ("ScopedUserRoles", Permission::TeamView),
    ("Spaces", Permission::EventView),
    ("Teams", Permission::TeamView),
    ("UserRoles", Permission::UserRoleView),
    ("Users", Permission::UserView),
    ("variableset", Permission::VariableView),
];

/// Whether the caller, who may see this event, is told its details, too.
pub(crate) fn are_shown_to(caller: &Caller, event: &Event) -> bool {
    let Some(permission) = event.related.first().and_then(|id| shown_by(id)) else { return false };
    let place = place(event);
    let document = if permission.at_space_level() { place.clone() } else { Place { space: None, ..Place::SYSTEM } };
    caller.may(Permission::EventView, &place) && caller.may(permission, &document)
}

fn shown_by(id: &str) -> Option<Permission> {
    if let Some(section) = id.strip_prefix("configuration-") {
        return SECTIONS.iter().find(|known| known.id == section).map(|section| section.permission);
    }
    let kind = kind(id);
    SHOWN_BY.iter().find(|(known, _)| known.eq_ignore_ascii_case(kind)).map(|(_, permission)| *permission)
}

fn kind(id: &str) -> &str {
    id.split_once('-').map_or(id, |(kind, _)| kind)
}

/// All that the event names. Of what it does not name, only an unrestricted grant covers all.
fn place(event: &Event) -> Place {
    fn named<T: From<String> + Ord>(event: &Event, collection: &str) -> Asked<T> {
        let ids: Vec<T> =
            event.related.iter().filter(|id| kind(id) == collection).map(|id| T::from(id.clone())).collect();
        if ids.is_empty() { Asked::Nothing } else { Asked::All(ids) }
    }
    Place {
        space: event.space_id.clone(),
        projects: named(event, "Projects"),
        groups: named(event, "ProjectGroups"),
        environments: named(event, "Environments"),
        tenants: named(event, "Tenants"),
    }
}

#[cfg(test)]
mod tests {
    use pulpo_access::Caller;
    use pulpo_domain::event::{Actor, Category};

    use super::*;

    fn event(related: &[&str]) -> Event {
        Event {
            number: 1,
            space_id: None,
            category: Category::Modified,
            actor: Actor::system(),
            occurred: "2026-01-01T00:00:00Z".parse().unwrap(),
            message: String::new(),
            related: related.iter().map(|id| (*id).to_owned()).collect(),
            details: Some("{}".to_owned()),
        }
    }

    #[test]
    fn what_nobody_has_thought_of_is_shown_to_nobody() {
        let server = Caller::server();
        assert!(are_shown_to(&server, &event(&["Users-1"])));
        assert!(are_shown_to(&server, &event(&["teams-administrators"])));
        assert!(are_shown_to(&server, &event(&["configuration-sessions"])));
        for unknown in [&[][..], &["Novelties-1"], &["configuration-nonsense"]] {
            assert!(!are_shown_to(&server, &event(unknown)), "{unknown:?}");
        }
    }
}
