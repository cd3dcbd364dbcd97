//! The first start of a server makes everything that clients assume exists (http-api.md 18, design 3).

use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHasher};
use pulpo_access::built_in_roles::BUILT_IN_ROLES;
use pulpo_access::permissions::{
    FeedEdit, LifecycleCreate, ProjectGroupCreate, SpaceCreate, TeamCreate, TeamEdit, UserEdit, UserRoleEdit,
};
use pulpo_access::{Caller, Granted};
use pulpo_domain::account::{ADMINISTRATORS, ApiKey, EVERYONE, ScopedUserRole, Team, User, UserRole};
use pulpo_domain::ambient::{self, Random};
use pulpo_domain::feed::{BUILT_IN_ALIAS, Feed, FeedType};
use pulpo_domain::ids::{
    ApiKeyId, FeedId, LifecycleId, MachinePolicyId, ProjectGroupId, ScopedUserRoleId, SpaceId, TeamId, UserId,
    UserRoleId, WorkerPoolId,
};
use pulpo_domain::lifecycle::Lifecycle;
use pulpo_domain::names;
use pulpo_domain::project_group::ProjectGroup;
use pulpo_domain::retention::RetentionPolicy;
use pulpo_domain::space::Space;
use pulpo_domain::worker_pool::{MachinePolicy, WorkerPool};
use pulpo_store::secrets::MasterKey;
use pulpo_store::{Store, Topic, Tx};

use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::sign_in::key;

/// The first administrator, as the surroundings of the first start name him.
#[derive(Clone, Default)]
pub struct FirstAdministrator {
    pub username: Option<String>,
    pub password: Option<String>,
    pub email: Option<String>,
    pub api_key: Option<String>,
}

/// What the person at the console must be told.
#[derive(Debug, PartialEq, Eq)]
pub enum FirstStart {
    /// The data was there already.
    NotFirst,
    /// The administrator got the password that was given.
    Given { username: String },
    /// The administrator got a random password, which can be seen only now.
    Random { username: String, password: String },
}

/// Hashes a password with Argon2id.
pub fn hash_password(password: &str, random: &dyn Random) -> Result<String> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    let salt =
        SaltString::encode_b64(&bytes).map_err(|error| Error::invalid(format!("no salt could be made: {error}")))?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    Ok(hash.map_err(|error| Error::invalid(format!("the password cannot be used: {error}")))?.to_string())
}

/// Makes everything, unless it is there already.
pub async fn first_start(store: &Store, administrator: FirstAdministrator) -> Result<FirstStart> {
    let master_key = store.master_key().clone();
    store
        .write(move |tx| {
            if tx.setting("installation-id")?.is_some() {
                return Ok(FirstStart::NotFirst);
            }
            let id = ambient::guid(tx.random());
            tx.set_setting("installation-id", &id)?;
            let server = Caller::server();
            make_roles(tx)?;
            let (user, outcome) = make_administrator(tx, &master_key, administrator)?;
            make_teams(tx, &user)?;
            make_space(tx, &server, "Default", true, vec![], vec![user.id.clone()])?;
            tx.wake(Topic::Access);
            Ok(outcome)
        })
        .await
}

fn make_administrator(
    tx: &mut Tx<'_>,
    master_key: &MasterKey,
    given: FirstAdministrator,
) -> Result<(User, FirstStart)> {
    let username = given.username.unwrap_or_else(|| "admin".to_owned());
    let outcome = match &given.password {
        Some(_) => FirstStart::Given { username: username.clone() },
        None => FirstStart::Random { username: username.clone(), password: ambient::code(tx.random(), 20) },
    };
    let password = match (&outcome, &given.password) {
        (FirstStart::Random { password, .. }, _) => password.clone(),
        (_, given) => given.clone().unwrap_or_default(),
    };
    let user = User {
        id: UserId::numbered(tx.next_number(UserId::COLLECTION)?),
        display_name: username.clone(),
        username,
        email_address: given.email,
        is_active: true,
        is_service: false,
        password_hash: Some(hash_password(&password, tx.random())?),
        created: tx.now(),
    };
    tx.insert(&Granted::<UserEdit, _>::by_server(user.clone()))?;
    if let Some(text) = given.api_key {
        key::check_given(&text).map_err(Error::invalid)?;
        let api_key = ApiKey {
            id: ApiKeyId::new(format!("APIKeys-{}", ambient::code(tx.random(), 20))),
            user_id: user.id.clone(),
            purpose: "First start".to_owned(),
            created: tx.now(),
            expires: None,
            hint: key::hint(&text).unwrap_or_default().to_owned(),
            verifier: key::verifier(master_key, &text),
        };
        tx.insert(&Granted::<UserEdit, _>::by_server(api_key))?;
    }
    audit::changed(tx, &Caller::server(), Change::Created, None, ("user", &user.username), &[user.id.as_str()])?;
    Ok((user, outcome))
}

fn make_roles(tx: &mut Tx<'_>) -> Result<()> {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    for role in BUILT_IN_ROLES {
        let role = UserRole {
            id: UserRoleId::new(role.id),
            name: role.name.to_owned(),
            description: role.description.to_owned(),
            space_permissions: texts(role.space_permissions),
            system_permissions: texts(role.system_permissions),
            can_be_deleted: false,
        };
        tx.insert(&Granted::<UserRoleEdit, _>::by_server(role))?;
    }
    Ok(())
}

fn make_teams(tx: &mut Tx<'_>, administrator: &User) -> Result<()> {
    let member = vec![administrator.id.clone()];
    let teams = [
        (EVERYONE, "Everyone", Vec::new(), false, true, None),
        (ADMINISTRATORS, "Octopus Administrators", member, true, false, Some("userroles-systemadministrator")),
        ("teams-managers", "Octopus Managers", Vec::new(), true, true, Some("userroles-systemmanager")),
    ];
    for (id, name, member_user_ids, can_change_members, can_change_roles, role) in teams {
        let team = Team {
            id: TeamId::new(id),
            space_id: None,
            name: name.to_owned(),
            slug: names::slug(name),
            description: String::new(),
            member_user_ids,
            can_be_deleted: false,
            can_be_renamed: false,
            can_change_members,
            can_change_roles,
        };
        tx.insert(&Granted::<TeamCreate, _>::by_server(team))?;
        if let Some(role) = role {
            give_role(tx, id, role, None)?;
        }
    }
    Ok(())
}

pub(crate) fn give_role(tx: &mut Tx<'_>, team: &str, role: &str, space: Option<&SpaceId>) -> Result<()> {
    let scoped = ScopedUserRole {
        id: ScopedUserRoleId::numbered(tx.next_number(ScopedUserRoleId::COLLECTION)?),
        team_id: TeamId::new(team),
        user_role_id: UserRoleId::new(role),
        space_id: space.cloned(),
        project_ids: Vec::new(),
        project_group_ids: Vec::new(),
        environment_ids: Vec::new(),
        tenant_ids: Vec::new(),
    };
    tx.insert(&Granted::<TeamEdit, _>::by_server(scoped))?;
    Ok(())
}

/// Makes a space with all that every space has (SP-05, SP-06).
pub(crate) fn make_space(
    tx: &mut Tx<'_>,
    caller: &Caller,
    name: &str,
    is_default: bool,
    manager_teams: Vec<TeamId>,
    manager_users: Vec<UserId>,
) -> Result<Space> {
    let id = SpaceId::numbered(tx.next_number(SpaceId::COLLECTION)?);
    let managers = TeamId::new(format!("teams-spacemanagers-{id}"));
    let space = Space {
        id: id.clone(),
        name: name.to_owned(),
        slug: names::slug(name),
        description: None,
        is_default,
        is_private: false,
        task_queue_stopped: false,
        space_managers_teams: manager_teams.into_iter().chain([managers.clone()]).collect(),
        space_managers_team_members: manager_users.clone(),
    };
    tx.insert(&Granted::<SpaceCreate, _>::by_server(space.clone()))?;
    let team = Team {
        id: managers.clone(),
        space_id: Some(id.clone()),
        name: "Space Managers".to_owned(),
        slug: "space-managers".to_owned(),
        description: String::new(),
        member_user_ids: manager_users,
        can_be_deleted: false,
        can_be_renamed: false,
        can_change_members: true,
        can_change_roles: false,
    };
    tx.insert(&Granted::<TeamCreate, _>::by_server(team))?;
    for team in &space.space_managers_teams {
        give_role(tx, team.as_str(), "userroles-spacemanager", Some(&id))?;
    }
    make_defaults(tx, &id)?;
    audit::changed(tx, caller, Change::Created, Some(&id), ("space", name), &[id.as_str()])?;
    Ok(space)
}

fn make_defaults(tx: &mut Tx<'_>, space: &SpaceId) -> Result<()> {
    let named = |name: &str| (name.to_owned(), names::slug(name));
    let (name, slug) = named("Default Lifecycle");
    let lifecycle = Lifecycle {
        id: LifecycleId::numbered(tx.next_number(LifecycleId::COLLECTION)?),
        space_id: space.clone(),
        name,
        slug,
        description: String::new(),
        phases: Vec::new(),
        release_retention: RetentionPolicy::FOREVER,
        tentacle_retention: RetentionPolicy::FOREVER,
        is_default: true,
    };
    tx.insert(&Granted::<LifecycleCreate, _>::by_server(lifecycle))?;
    let (name, slug) = named("Default Project Group");
    let group = ProjectGroup {
        id: ProjectGroupId::numbered(tx.next_number(ProjectGroupId::COLLECTION)?),
        space_id: space.clone(),
        name,
        slug,
        description: String::new(),
        environment_ids: Vec::new(),
        is_default: true,
    };
    tx.insert(&Granted::<ProjectGroupCreate, _>::by_server(group))?;
    let policy = MachinePolicy {
        id: MachinePolicyId::numbered(tx.next_number(MachinePolicyId::COLLECTION)?),
        space_id: space.clone(),
        name: "Default Machine Policy".to_owned(),
        description: String::new(),
        is_default: true,
    };
    tx.insert(&Granted::<SpaceCreate, _>::by_server(policy))?;
    let (name, slug) = named("Default Worker Pool");
    let pool = WorkerPool {
        id: WorkerPoolId::numbered(tx.next_number(WorkerPoolId::COLLECTION)?),
        space_id: space.clone(),
        name,
        slug,
        description: String::new(),
        is_default: true,
        sort_order: 0,
    };
    tx.insert(&Granted::<SpaceCreate, _>::by_server(pool))?;
    let id = if space.as_str() == "Spaces-1" {
        FeedId::new(BUILT_IN_ALIAS)
    } else {
        FeedId::numbered(1000 + tx.next_number(FeedId::COLLECTION)?)
    };
    let (name, slug) = named("Octopus Server (built-in)");
    let feed = Feed {
        id,
        space_id: space.clone(),
        name,
        slug,
        feed_type: FeedType::BuiltIn,
        download_attempts: 5,
        download_retry_backoff_seconds: 10,
        delete_unreleased_packages_after_days: None,
    };
    tx.insert(&Granted::<FeedEdit, _>::by_server(feed))?;
    Ok(())
}
