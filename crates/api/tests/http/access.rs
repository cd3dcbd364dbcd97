//! Every route of the table: who gets past its door and what the others are told (access.md 6, 7).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use pulpo_access::built_in_roles::BUILT_IN_ROLES;
use pulpo_access::{Granted, Permission, permissions};
use pulpo_api::{Access, Area, Route};
use pulpo_domain::account::{ApiKey, ScopedUserRole, Team, User, UserRole};
use pulpo_domain::ids::{ApiKeyId, ScopedUserRoleId, TeamId, UserId, UserRoleId};
use pulpo_store::Topic;

use crate::world::{Reply, World};

/// What nobody needs an account for. The list is closed: a route that joins it must be written down here, too.
const PUBLIC: &[&str] = &[
    "GET /.well-known/openid-configuration",
    "GET /api",
    "GET /api/Spaces-1/events/agents",
    "GET /api/Spaces-1/events/categories",
    "GET /api/Spaces-1/events/documenttypes",
    "GET /api/Spaces-1/events/groups",
    "GET /api/Spaces-1/nuget/packages",
    "GET /api/authentication",
    "GET /api/capabilities",
    "GET /api/capabilities/x",
    "GET /api/octopusservernodes/ping",
    "GET /api/openapi.json",
    "GET /api/serverstatus/health",
    "POST /api/users/login",
    "POST /api/users/logout",
    "POST /api/users/register",
    "POST /token/v1",
];

/// The address of a route in the default space, its open parts filled with what does not exist.
fn address(route: &Route) -> String {
    let parts = route.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
    let path = parts.collect::<Vec<_>>().join("/");
    let address = match route.area {
        Area::System => format!("/api/{path}"),
        Area::Space | Area::Mixed => format!("/api/Spaces-1/{path}"),
        Area::Root => format!("/{path}"),
    };
    address.trim_end_matches('/').to_owned()
}

fn name(route: &Route) -> String {
    format!("{} {}", route.method.name(), address(route))
}

/// Asks a route with a body that nothing can be made of, so that whoever gets past the door changes nothing.
async fn ask(world: &World, key: &str, route: &Route) -> Reply {
    world.send(key, route.method.name(), &address(route), "no JSON").await
}

/// An account that holds these permissions at each level where they can be held, and its key.
async fn holder(world: &World, name: &str, permissions: &[Permission]) -> String {
    let names = |fits: fn(Permission) -> bool| {
        permissions
            .iter()
            .filter(|permission| fits(**permission))
            .map(|permission| permission.name().to_owned())
            .collect()
    };
    let role = UserRole {
        id: UserRoleId::new(format!("UserRoles-{name}")),
        name: format!("role {name}"),
        description: String::new(),
        space_permissions: names(Permission::at_space_level),
        system_permissions: names(Permission::at_system_level),
        can_be_deleted: true,
    };
    account(world, name, Some(role), "").await
}

/// An account whose team holds a role in the default space: one of its own, or a built-in one by its id.
async fn account(world: &World, name: &str, own: Option<UserRole>, built_in: &str) -> String {
    let text = format!("API-{name:X<24}").to_uppercase();
    let (name, kept, built_in) = (name.to_owned(), text.clone(), built_in.to_owned());
    let master_key = world.scratch.store.master_key().clone();
    world
        .write(move |tx| {
            let user = User {
                id: UserId::new(format!("Users-{name}")),
                username: name.clone(),
                display_name: name.clone(),
                email_address: None,
                is_active: true,
                is_service: true,
                password_hash: None,
                created: tx.now(),
            };
            tx.insert(&Granted::<permissions::UserEdit, _>::by_server(user.clone()))?;
            tx.insert(&Granted::<permissions::UserEdit, _>::by_server(ApiKey {
                id: ApiKeyId::new(format!("APIKeys-{name}")),
                user_id: user.id.clone(),
                purpose: "a test".to_owned(),
                created: tx.now(),
                expires: None,
                hint: pulpo_app::sign_in::key::hint(&kept).expect("a key with a hint").to_owned(),
                verifier: pulpo_app::sign_in::key::verifier(&master_key, &kept),
            }))?;
            let role = match own {
                Some(role) => {
                    tx.insert(&Granted::<permissions::UserRoleEdit, _>::by_server(role.clone()))?;
                    role
                }
                None => tx.must::<UserRole>(&built_in)?,
            };
            let team = Team {
                id: TeamId::new(format!("Teams-{name}")),
                space_id: None,
                name: format!("team {name}"),
                slug: format!("team-{name}"),
                description: String::new(),
                member_user_ids: vec![user.id],
                can_be_deleted: true,
                can_be_renamed: true,
                can_change_members: true,
                can_change_roles: true,
            };
            tx.insert(&Granted::<permissions::TeamCreate, _>::by_server(team.clone()))?;
            let in_a_space = !role.space_permissions.is_empty();
            tx.insert(&Granted::<permissions::TeamEdit, _>::by_server(ScopedUserRole {
                id: ScopedUserRoleId::new(format!("ScopedUserRoles-{name}")),
                team_id: team.id,
                user_role_id: role.id,
                space_id: in_a_space.then(|| "Spaces-1".into()),
                project_ids: Vec::new(),
                project_group_ids: Vec::new(),
                environment_ids: Vec::new(),
                tenant_ids: Vec::new(),
            }))?;
            tx.wake(Topic::Access);
            Ok(())
        })
        .await;
    text
}

/// The permission that a refusal names.
fn missing(reply: &Reply) -> Option<String> {
    if reply.status != 403 {
        return None;
    }
    let message = reply.json()["ErrorMessage"].as_str().expect("a message").to_owned();
    message.split_once("Missing permission: ").map(|(_, name)| name.to_owned())
}

fn needing() -> impl Iterator<Item = (Route, &'static [Permission])> {
    pulpo_api::table::routes().into_iter().filter_map(|route| match route.access {
        Access::Needs(permissions) => Some((route, permissions)),
        Access::Public | Access::AnyUser | Access::Entry => None,
    })
}

#[tokio::test]
async fn the_list_of_what_needs_no_account_is_closed() {
    let world = World::new().await;
    let mut public: Vec<String> = Vec::new();
    for route in pulpo_api::table::routes() {
        if route.access == Access::Public {
            public.push(name(&route));
        } else {
            let reply = ask(&world, "", &route).await;
            assert_eq!(reply.status, 401, "{}: {}", name(&route), reply.text());
        }
    }
    public.sort();
    assert_eq!(public, PUBLIC);
}

#[tokio::test]
async fn an_account_with_nothing_is_let_in_nowhere() {
    let world = World::new().await;
    // Teams have a role, so the nothing is a permission that no route asks for.
    let nobody = holder(&world, "nobody", &[]).await;
    for route in pulpo_api::table::routes() {
        let reply = ask(&world, &nobody, &route).await;
        match route.access {
            Access::Public | Access::AnyUser => {}
            // A space that he may not enter is as good as not there.
            _ if matches!(route.area, Area::Space | Area::Mixed) => {
                assert_eq!(reply.status, 404, "{}: {}", name(&route), reply.text());
                assert_eq!(reply.json()["ErrorMessage"], "The space 'Spaces-1' was not found.");
            }
            Access::Entry => panic!("{} is entered without a space", name(&route)),
            Access::Needs(permissions) => {
                assert_eq!(
                    missing(&reply).as_deref(),
                    Some(permissions[0].name()),
                    "{}: {}",
                    name(&route),
                    reply.text()
                );
            }
        }
    }
}

#[tokio::test]
async fn an_account_with_just_the_permission_gets_past_the_door() {
    let world = World::new().await;
    let mut keys = BTreeMap::new();
    for (route, permissions) in needing() {
        for permission in permissions {
            if !keys.contains_key(permission) {
                // With the permission alone; what else a document asks for is decided when it is opened.
                keys.insert(*permission, holder(&world, &format!("only{}", permission.name()), &[*permission]).await);
            }
            let reply = ask(&world, &keys[permission], &route).await;
            let named = missing(&reply);
            let refused = permissions.iter().any(|permission| named.as_deref() == Some(permission.name()));
            assert!(!refused && reply.status != 401, "{} with {permission:?}: {}", name(&route), reply.text());
            assert!(reply.status.as_u16() < 500, "{}: {}", name(&route), reply.text());
        }
    }
}

#[tokio::test]
async fn an_account_with_everything_else_is_told_what_it_lacks() {
    let world = World::new().await;
    let mut keys: BTreeMap<Vec<Permission>, String> = BTreeMap::new();
    for (route, permissions) in needing() {
        if !keys.contains_key(permissions) {
            let others: Vec<Permission> =
                Permission::ALL.iter().copied().filter(|permission| !permissions.contains(permission)).collect();
            let key = holder(&world, &format!("but{}", keys.len()), &others).await;
            keys.insert(permissions.to_vec(), key);
        }
        let reply = ask(&world, &keys[permissions], &route).await;
        let lacking = permissions[0];
        assert_eq!(reply.status, 403, "{}: {}", name(&route), reply.text());
        let body = reply.json();
        assert_eq!(
            body["ErrorMessage"],
            format!(
                "You do not have permission to perform this action. Please contact your Octopus administrator. Missing permission: {}",
                lacking.name()
            ),
            "{}",
            name(&route)
        );
        let help = body["HelpText"].as_str().expect("a help text");
        assert!(help.starts_with("This action requires permission to "), "{help}");
        // Who sees teams is told whom to ask (access.md 6.3).
        let (reason, _) = help.split_once(" Teams that have enough permission include: ").unwrap_or((help, ""));
        assert!(reason.ends_with(". None of your teams have this permission."), "{help}");
        assert_eq!(body["FullException"], serde_json::Value::Null);
    }
}

fn golden(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares with a committed file; `UPDATE_GOLDEN=1` writes it anew.
#[track_caller]
fn check_golden(path: &str, actual: &str) {
    let path = golden(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder of golden files");
        std::fs::write(&path, actual).expect("the golden file is written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differing = committed.lines().zip(actual.lines()).find(|(committed, actual)| committed != actual);
    assert!(
        committed == actual,
        "{} is out of date, first at {differing:?}: run the test with UPDATE_GOLDEN=1 and read what changed",
        path.display()
    );
}

#[test]
fn the_reference_lists_what_every_route_needs() {
    check_golden("../../docs/reference/permissions.md", &pulpo_api::table::reference());
}

#[tokio::test]
async fn each_built_in_role_opens_the_routes_that_it_is_known_to_open() {
    let world = World::new().await;
    let mut keys = Vec::new();
    for (number, role) in BUILT_IN_ROLES.iter().enumerate() {
        let short = role.id.trim_start_matches("userroles-");
        keys.push((short, account(&world, &format!("role{number}"), None, role.id).await));
    }
    let mut table = "# Which built-in role, held in the default space, gets past the door of which route.\n".to_owned();
    for (route, permissions) in needing() {
        let mut opening = Vec::new();
        for (role, key) in &keys {
            let reply = ask(&world, key, &route).await;
            let named = missing(&reply);
            let refused = permissions.iter().any(|permission| named.as_deref() == Some(permission.name()));
            let outside = reply.status == 404 && reply.text().contains("The space 'Spaces-1' was not found.");
            if !refused && !outside {
                opening.push(*role);
            }
        }
        writeln!(table, "{}: {}", name(&route), opening.join(" ")).expect("a text grows");
    }
    check_golden("tests/golden/roles.txt", &table);
}
