//! What people ask about permissions: why, the least, what if; and who may ask (access.md 9).

use axum::body::Body;
use serde_json::{Value, json};

use crate::ci_account::use_everything;
use crate::seed::{EIGHT, PRODUCTION, Seed, missing};
use crate::world::{Within, id_of, ids};

fn names(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|item| item["Name"].as_str().expect("a name")).collect()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|item| item.as_str().expect("a text")).collect()
}

async fn why(seed: &Seed, question: &str) -> Value {
    seed.world.get(&format!("/api/Spaces-1/access/why?{question}")).await.is(200)
}

#[tokio::test]
async fn why_names_the_grant_or_each_near_miss() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    let yes = why(&seed, "user=ci&permission=deploymentcreate&project=Web&environment=Test").await;
    assert_eq!((&yes["IsAllowed"], &yes["IsComplete"]), (&json!(true), &json!(true)));
    assert_eq!(yes["GrantedBy"]["Team"], json!({ "Id": ci.team, "Name": "team of ci" }));
    assert_eq!(yes["GrantedBy"]["UserRole"], json!({ "Id": ci.role, "Name": "role of ci" }));
    assert_eq!(names(&yes["GrantedBy"]["Scope"]["Environments"]), ["Test"]);
    assert_eq!(
        yes["Explanation"],
        "Yes: ci may use DeploymentCreate for project Web, environment Test, space Default, because the team \
         \"team of ci\" holds the role \"role of ci\" for environment Test, space Default."
    );
    let no = why(&seed, &format!("user=ci&permission=DeploymentCreate&project=Web&environment={PRODUCTION}")).await;
    assert_eq!((&no["IsAllowed"], &no["GrantedBy"]), (&json!(false), &json!(null)));
    assert_eq!(no["NearMisses"].as_array().map(Vec::len), Some(1));
    assert_eq!(no["NearMisses"][0]["Failed"], json!(["Environments"]));
    assert_eq!(names(&no["TeamsThatCould"]), ["Space Managers"]);
    let never = why(&seed, "user=ci&permission=VariableView&project=Web").await;
    assert_eq!((&never["IsAllowed"], never["NearMisses"].as_array().map(Vec::len)), (&json!(false), Some(0)));
    assert_eq!(never["Explanation"], "No: none of the teams of ci holds VariableView.");
    let system = why(&seed, "user=ci&permission=UserEdit").await;
    assert_eq!((&system["IsAllowed"], &system["Place"]["Space"]), (&json!(false), &json!(null)));
    seed.world.get("/api/access/why?user=ci&permission=Nothing").await.is(400);
    seed.world.get("/api/access/why?user=nobody&permission=ProjectView").await.is(404);
}

#[tokio::test]
async fn a_refusal_names_the_teams_that_could_to_whoever_sees_teams() {
    // access.md 6.3, word by word.
    let seed = Seed::new().await;
    let world = &seed.world;
    let scope = Within::environment(&seed.test);
    let sees = world
        .account("sees", &["ProjectView", "ReleaseView", "DeploymentCreate", "EnvironmentView", "TeamView"], scope)
        .await;
    let release = seed.release("1.0.0").await;
    let everywhere = Within::environment(&seed.production);
    world.account("could", &["DeploymentCreate"], everywhere).await;
    let ask = async |key: &str, environment: &str| {
        let body = json!({ "ReleaseId": release, "EnvironmentId": environment });
        seed.post_as(key, "/api/Spaces-1/deployments", &body).await.is(403)
    };
    world.environment("Staging").await;
    let known = seed.account("known", &["EnvironmentView", "TeamView"], &json!({})).await;
    // He sees Production by another team, and may not deploy there.
    let mut team = world.get(&format!("/api/teams/{}", known.team)).await.is(200);
    let own = id_of(&world.get_as(&sees, "/api/users/me").await.is(200));
    team["MemberUserIds"] = json!([own, known.id]);
    world.put(&format!("/api/teams/{}", known.team), team).await.is(200);
    let refused = ask(&sees, &seed.production).await;
    assert_eq!(
        refused["ErrorMessage"],
        "You do not have permission to perform this action. Please contact your Octopus administrator. Missing permission: DeploymentCreate"
    );
    // The team of the other account is one of the system, which he does not see.
    assert_eq!(
        refused["HelpText"],
        "This action requires permission to start a deployment of a release to an environment. At least one of your teams has \
         this permission in a limited scope, but this doesn't cover the project or environment in question. Teams \
         that have enough permission include: Space Managers"
    );
    let blind = seed
        .account(
            "blind",
            &["DeploymentCreate", "ProjectView", "ReleaseView"],
            &json!({ "EnvironmentIds": [seed.test] }),
        )
        .await;
    let refused = seed.world.get_as(&blind.key, "/api/Spaces-1/variables/all").await.is(403);
    assert!(refused["HelpText"].as_str().unwrap().ends_with("None of your teams have this permission."), "{refused}");
}

#[tokio::test]
async fn why_agrees_with_what_happens() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    let release = seed.release("1.0.0").await;
    for (environment, allowed) in [(&seed.test, true), (&seed.production, false)] {
        let body = json!({ "ReleaseId": release, "EnvironmentId": environment });
        let reply = seed.post_as(&ci.key, "/api/Spaces-1/deployments", &body).await;
        assert_eq!(reply.status.is_success(), allowed, "{}", reply.text());
        let question =
            format!("user={}&permission=DeploymentCreate&project={}&environment={environment}", ci.id, seed.web);
        assert_eq!(why(&seed, &question).await["IsAllowed"], allowed);
    }
    let mut account = seed.world.get(&format!("/api/users/{}", ci.id)).await.is(200);
    account["IsActive"] = json!(false);
    seed.world.put(&format!("/api/users/{}", ci.id), account).await.is(200);
    let disabled = why(&seed, "user=ci&permission=ProjectView&project=Web").await;
    assert_eq!(disabled["Explanation"], "No: the account ci is disabled, so it may do nothing.");
}

#[tokio::test]
async fn everybody_may_ask_about_himself_and_learns_nothing_else() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    let ask = async |query: &str| seed.world.get_as(&ci.key, &format!("/api/Spaces-1/access/{query}")).await;
    let own = ask("why?permission=DeploymentCreate&project=Web&environment=Test").await.is(200);
    assert_eq!((&own["IsAllowed"], &own["TeamsThatCould"]), (&json!(true), &json!([])));
    // What he may not see is not there, whether it is or not.
    for (hidden, nothing, key) in
        [(PRODUCTION, "Nowhere", "environment"), ("Default Project Group", "X", "projectGroup")]
    {
        let there = ask(&format!("why?permission=DeploymentCreate&{key}={}", hidden.replace(' ', "%20"))).await;
        let not = ask(&format!("why?permission=DeploymentCreate&{key}={nothing}")).await;
        assert_eq!((there.status.as_u16(), there.text().replace(hidden, nothing)), (404, not.text()));
    }
    ask("use").await.is(200);
    ask("least").await.is(200);
    for question in ["why?permission=ProjectView&user=admin", "use?user=admin", "least?user=admin", "use?user=nobody"] {
        let reply = ask(question).await;
        assert_eq!(missing(&reply).as_deref(), Some("UserView"), "{question}: {}", reply.text());
    }
    for path in ["/api/access/whatif", "/api/access/least"] {
        let reply = seed.post_as(&ci.key, path, &json!({ "User": "ci" })).await;
        assert!(missing(&reply).is_some(), "{path}: {}", reply.text());
    }
}

#[tokio::test]
async fn the_least_of_the_seeds_account_is_the_eight() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    use_everything(&seed, &ci.key).await;
    let least = seed.world.get("/api/access/least?user=ci&since=30d").await.is(200);
    assert_eq!(least["Proposed"].as_array().map(Vec::len), Some(1), "{least}");
    let mut proposed = texts(&least["Proposed"][0]["Permissions"]);
    proposed.sort_unstable();
    let mut eight = EIGHT;
    eight.sort_unstable();
    assert_eq!(proposed, eight);
    let scope = &least["Proposed"][0]["Scope"];
    assert_eq!((names(&scope["Projects"]), names(&scope["Environments"])), (vec!["Web"], vec!["Test"]));
    assert_eq!((&least["NeverUsed"], &least["NotHeld"]), (&json!([]), &json!([])));
    assert_eq!(names(&least["Teams"]), ["team of ci"]);
}

#[tokio::test]
async fn the_least_of_a_fat_account_is_the_eight_too_and_says_what_is_held_for_nothing() {
    let seed = Seed::new().await;
    let all: Vec<&str> = pulpo_access::Permission::ALL
        .iter()
        .filter(|permission| permission.at_space_level())
        .map(|permission| permission.name())
        .collect();
    let fat = seed.account("fat", &all, &json!({})).await;
    use_everything(&seed, &fat.key).await;
    let least = seed.world.get("/api/access/least?user=fat").await.is(200);
    let mut proposed = texts(&least["Proposed"][0]["Permissions"]);
    proposed.sort_unstable();
    let mut eight = EIGHT;
    eight.sort_unstable();
    assert_eq!((least["Proposed"].as_array().map(Vec::len), proposed), (Some(1), eight.to_vec()), "{least}");
    let unused = texts(&least["NeverUsed"][0]["Permissions"]);
    assert_eq!(unused.len(), all.len() - EIGHT.len());
    assert!(unused.contains(&"VariableEdit") && !unused.contains(&"TaskView"));

    // What it makes is enough for the same work, and for nothing else.
    let made = seed.world.post("/api/access/least", json!({ "User": "fat", "Name": "CI fat" })).await.is(201);
    assert_eq!((names(&made["UserRoles"]), names(&made["Teams"])), (vec!["CI fat"], vec!["CI fat"]));
    let mut team = seed.world.get(&format!("/api/teams/{}", fat.team)).await.is(200);
    team["MemberUserIds"] = json!([]);
    seed.world.put(&format!("/api/teams/{}", fat.team), team).await.is(200);
    use_everything(&seed, &fat.key).await;
    seed.world.get_as(&fat.key, "/api/Spaces-1/variables/all").await.is(403);
    let reply = seed.world.get_as(&fat.key, &format!("/api/Spaces-1/projects/{}", seed.secret)).await;
    assert_eq!(reply.status, 404);
}

#[tokio::test]
async fn nobody_makes_a_least_that_he_could_not_give_by_hand() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    use_everything(&seed, &ci.key).await;
    let weak =
        seed.world.account("weak", &["TeamView", "TeamEdit", "TeamCreate", "ProjectView"], Within::default()).await;
    let system = json!({
        "Name": "gives roles",
        "GrantedSystemPermissions": ["UserView", "UserRoleView", "UserRoleEdit", "TeamView", "TeamCreate", "TeamEdit"],
    });
    let role = id_of(&seed.world.post("/api/userroles", system).await.is(201));
    let own = id_of(&seed.world.get_as(&weak, "/api/users/me").await.is(200));
    let team = json!({ "Name": "gives roles", "MemberUserIds": [own] });
    let team = id_of(&seed.world.post("/api/teams", team).await.is(201));
    seed.world.post("/api/scopeduserroles", json!({ "TeamId": team, "UserRoleId": role })).await.is(201);
    let before = seed.world.get("/api/teams/all?spaces=all").await.text();
    seed.post_as(&weak, "/api/access/least", &json!({ "User": "ci" })).await.is(403);
    assert_eq!(seed.world.get("/api/teams/all?spaces=all").await.text(), before, "nothing is half made");
}

#[tokio::test]
async fn what_if_says_what_then_happens() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    use_everything(&seed, &ci.key).await;
    let mut role = seed.world.get(&format!("/api/userroles/{}", ci.role)).await.is(200);
    let kept: Vec<&str> = EIGHT.into_iter().filter(|name| *name != "DeploymentCreate").chain(["FeedView"]).collect();
    role["GrantedSpacePermissions"] = json!(kept);
    let outcome = seed.world.post("/api/access/whatif", json!({ "UserRoles": [role] })).await.is(200);
    assert_eq!((&outcome["IsAllowed"], &outcome["Refusals"]), (&json!(true), &json!([])));
    let effects = &outcome["Effects"];
    assert_eq!((effects.as_array().map(Vec::len), &effects[0]["Username"]), (Some(1), &json!("ci")), "{effects}");
    let refused: Vec<&str> =
        effects[0]["Refused"].as_array().unwrap().iter().map(|used| used["Operation"].as_str().unwrap()).collect();
    for operation in [
        "POST /api/{space}/deployments",
        "POST /api/{space}/deployments/create/untenanted/v1",
        "GET /api/{space}/releases/{id}/deployments/preview/{environment}",
    ] {
        assert!(refused.contains(&operation), "{operation} is not among {refused:?}");
    }
    assert!(refused.iter().all(|operation| operation.contains("deployments")), "{refused:?}");
    assert_eq!(effects[0]["Gained"][0]["Permission"], "FeedView");
    assert_eq!(effects[0]["Lost"][0]["Permission"], "DeploymentCreate");
    // Nothing was saved,
    let release = seed.release("50.0.0").await;
    let deploy = json!({ "ReleaseId": release, "EnvironmentId": seed.test });
    seed.post_as(&ci.key, "/api/Spaces-1/deployments", &deploy).await.is(201);
    // and once it is, it is as was said.
    seed.world.put(&format!("/api/userroles/{}", ci.role), role.clone()).await.is(200);
    let reply = seed.post_as(&ci.key, "/api/Spaces-1/deployments", &deploy).await;
    assert_eq!(missing(&reply).as_deref(), Some("DeploymentCreate"));
    seed.world.get_as(&ci.key, "/api/Spaces-1/packages").await.is(200);
    let after = seed.world.post("/api/access/whatif", json!({ "UserRoles": [role] })).await.is(200);
    assert_eq!(after["Effects"], json!([]), "a change to what is there already changes nothing");
}

#[tokio::test]
async fn what_if_knows_members_and_scopes() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    use_everything(&seed, &ci.key).await;
    let mut team = seed.world.get(&format!("/api/teams/{}", ci.team)).await.is(200);
    team["MemberUserIds"] = json!([]);
    let effects = seed.world.post("/api/access/whatif", json!({ "Teams": [team] })).await.is(200);
    let effects = &effects["Effects"];
    let lost: Vec<&str> =
        effects[0]["Lost"].as_array().unwrap().iter().map(|grant| grant["Permission"].as_str().unwrap()).collect();
    assert_eq!(lost.len(), EIGHT.len(), "{effects}");
    assert!(effects[0]["Refused"].as_array().unwrap().len() > 10);
    let held = seed.world.get(&format!("/api/teams/{}/scopeduserroles", ci.team)).await.is(200);
    let mut scoped = held["Items"][0].clone();
    scoped["ProjectIds"] = json!([seed.web]);
    let narrower = seed.world.post("/api/access/whatif", json!({ "ScopedUserRoles": [scoped] })).await.is(200);
    let narrower = &narrower["Effects"];
    assert_eq!(narrower[0]["Refused"], json!([]), "it used nothing else: {narrower}");
    assert_eq!(narrower[0]["Gained"], json!([]));
    assert_eq!(narrower[0]["Lost"].as_array().map(Vec::len), Some(EIGHT.len()));
    scoped["ProjectIds"] = json!([seed.secret]);
    let elsewhere = seed.world.post("/api/access/whatif", json!({ "ScopedUserRoles": [scoped] })).await.is(200);
    let elsewhere = &elsewhere["Effects"];
    assert!(!elsewhere[0]["Refused"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn what_if_says_whether_one_may_make_the_change_oneself() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    let world = &seed.world;
    let may = ["UserRoleView", "UserRoleEdit", "UserView", "TeamView", "TeamEdit"];
    let weak = world.system_account("weak", &may).await;
    let mut role = world.get(&format!("/api/userroles/{}", ci.role)).await.is(200);
    role["GrantedSpacePermissions"] = json!(["ProjectView"]);
    let ask = async |key: &str, change: Value| seed.post_as(key, "/api/access/whatif", &change).await.is(200);
    let outcome = ask(&weak, json!({ "UserRoles": [role] })).await;
    assert_eq!(outcome["IsAllowed"], false, "{outcome}");
    // In the words that saving it is refused with.
    let saved = world.send(&weak, "PUT", &format!("/api/userroles/{}", ci.role), role.to_string()).await.is(403);
    assert_eq!(outcome["Refusals"], json!([saved["ErrorMessage"]]));
    // Rules count as much as rights.
    let mut administrators = world.get("/api/teams/teams-administrators").await.is(200);
    administrators["MemberUserIds"] = json!([]);
    let outcome = ask(crate::world::ADMIN, json!({ "Teams": [administrators] })).await;
    let refusal = outcome["Refusals"][0].as_str().expect("a refusal");
    assert!(refusal.contains("without an active administrator"), "{refusal}");
    // Nothing of what was tried is there, not even an event or a number that was used up.
    let scoped = json!({ "TeamId": ci.team, "UserRoleId": "userroles-projectviewer", "SpaceId": "Spaces-1" });
    let newest = async || ids(&world.get("/api/events?includeSystem=true&take=1").await.is(200));
    let before = (newest().await, world.get(&format!("/api/teams/{}/scopeduserroles", ci.team)).await.text());
    let outcome = ask(crate::world::ADMIN, json!({ "ScopedUserRoles": [scoped] })).await;
    assert_eq!(outcome["IsAllowed"], true, "{outcome}");
    assert!(!outcome["Effects"][0]["Gained"].as_array().expect("grants").is_empty(), "{outcome}");
    let after = (newest().await, world.get(&format!("/api/teams/{}/scopeduserroles", ci.team)).await.text());
    assert_eq!(before, after);
}

#[tokio::test]
async fn least_says_what_gives_more_than_needed_and_takes_it_away_when_asked() {
    let seed = Seed::new().await;
    let fat = [&EIGHT[..], &["FeedView", "ReleaseDelete"]].concat();
    let ci = seed.account("ci", &fat, &json!({ "EnvironmentIds": [seed.test] })).await;
    use_everything(&seed, &ci.key).await;
    let world = &seed.world;
    let answer = world.get("/api/access/least?user=ci").await.is(200);
    let held = &answer["Held"][0];
    assert_eq!(
        (answer["Held"].as_array().map(Vec::len), &held["Held"]["Team"]["Name"]),
        (Some(1), &json!("team of ci"))
    );
    assert_eq!(held["NeverUsed"].as_array().map(Vec::len), Some(2), "{held}");
    assert_eq!(held["Used"].as_array().map(Vec::len), Some(EIGHT.len()), "{held}");
    // Beside what it had, the least changes nothing, and the answer says so.
    let made = world.post("/api/access/least", json!({ "User": "ci", "Name": "First" })).await.is(201);
    assert_eq!(made["LeftTeams"], json!([]));
    assert_eq!(world.get("/api/access/least?user=ci").await.is(200)["Held"].as_array().map(Vec::len), Some(2));
    let made =
        world.post("/api/access/least", json!({ "User": "ci", "Name": "Second", "LeaveTeams": true })).await.is(201);
    assert_eq!(names(&made["LeftTeams"]), ["First", "team of ci"]);
    let permissions = world.get(&format!("/api/users/{}/permissions", ci.id)).await.is(200);
    assert_eq!(
        permissions["SpacePermissions"].as_object().map(serde_json::Map::len),
        Some(EIGHT.len()),
        "{permissions}"
    );
    use_everything(&seed, &ci.key).await;
}

#[tokio::test]
async fn only_what_succeeds_is_use_and_a_deleted_account_leaves_none() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    let used = async || seed.world.get("/api/access/use?user=ci").await.is(200)["Uses"].clone();
    assert_eq!(used().await, json!([]));
    let refused = json!({ "ReleaseId": "Releases-99", "EnvironmentId": seed.test });
    seed.post_as(&ci.key, "/api/Spaces-1/deployments", &refused).await.is(404);
    seed.world.get_as(&ci.key, "/api/Spaces-1/projects/nothing").await.is(404);
    assert_eq!(used().await, json!([]));
    for _ in 0..3 {
        seed.world.get_as(&ci.key, &format!("/api/Spaces-1/projects/{}", seed.web)).await.is(200);
    }
    let uses = used().await;
    assert_eq!(uses.as_array().map(Vec::len), Some(1), "{uses}");
    assert_eq!(
        (&uses[0]["Operation"], &uses[0]["Permissions"], &uses[0]["Count"]),
        (&json!("GET /api/{space}/projects/{id}"), &json!(["ProjectView"]), &json!(3))
    );
    assert_eq!(names(&uses[0]["Place"]["Projects"]), ["Web"]);
    // Uses add up over batches.
    seed.world.get_as(&ci.key, &format!("/api/Spaces-1/projects/{}", seed.web)).await.is(200);
    assert_eq!(used().await[0]["Count"], 4);
    seed.world.send(crate::world::ADMIN, "DELETE", &format!("/api/users/{}", ci.id), Body::empty()).await.is(200);
    let left = seed.world.write(|tx| Ok(tx.query("SELECT user_id FROM permission_use", &[])?.len())).await;
    let admins = seed.world.get("/api/access/use").await.is(200);
    assert!(left <= admins["Uses"].as_array().map_or(0, Vec::len), "only the administrator's own uses are left");
}

#[tokio::test]
async fn what_is_old_is_not_asked_for_and_in_the_end_forgotten() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    seed.world.get_as(&ci.key, "/api/Spaces-1/projects").await.is(200);
    let count = async |query: &str| {
        let uses = seed.world.get(&format!("/api/access/use?user=ci{query}")).await.is(200);
        uses["Uses"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(count("&since=30d").await, 1);
    seed.world.scratch.clock.advance(jiff::SignedDuration::from_hours(31 * 24));
    assert_eq!((count("&since=30d").await, count("").await), (0, 1));
    seed.world.scratch.clock.advance(jiff::SignedDuration::from_hours(400 * 24));
    assert_eq!(count("&since=2000-01-01T00:00:00Z").await, 0);
    seed.world.get("/api/access/use?user=ci&since=soon").await.is(400);
}

#[tokio::test]
async fn what_an_account_may_do_is_exported_with_names() {
    // access.md 9; #9023.
    let seed = Seed::new().await;
    let evil = seed.world.environment("=HYPERLINK(1)").await;
    let scope = json!({ "EnvironmentIds": [seed.test, evil], "ProjectIds": [seed.web] });
    let ci = seed.account("ci", &["DeploymentView", "FeedView"], &scope).await;
    let path = format!("/api/users/{}/permissions/export", ci.id);
    let expected = "Permission,RestrictedToEnvironmentNames,RestrictedToProjectNames,RestrictedToTenantNames,RestrictedToProjectGroupNames,SpaceId\r\n\
         \"DeploymentView\",\"Test|=HYPERLINK(1)\",\"Web\",\"\",\"\",\"Spaces-1\"\r\n\
         \"FeedView\",\"\",\"\",\"\",\"\",\"Spaces-1\"\r\n";
    for key in [crate::world::ADMIN, &ci.key] {
        let reply = seed.world.get_as(key, &path).await;
        assert_eq!((reply.status.as_u16(), reply.text().as_str()), (200, expected));
        assert!(reply.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
    }
    let only = seed.account("only", &["DeploymentView"], &json!({ "EnvironmentIds": [evil] })).await;
    let text = seed.world.get(&format!("/api/users/{}/permissions/export", only.id)).await.text();
    assert!(text.contains("\"'=HYPERLINK(1)\""), "no cell is a formula: {text}");
    let reply = seed.world.get_as(&ci.key, &format!("/api/users/{}/permissions/export", only.id)).await;
    assert_eq!(missing(&reply).as_deref(), Some("UserView"));
    let own = seed.world.get_as(&ci.key, &format!("/api/users/{}/permissions", ci.id)).await.is(200);
    assert_eq!(own["Links"]["Export"], path);
}

#[tokio::test]
async fn memberships_are_listed_and_previewed() {
    let seed = Seed::new().await;
    let ci = seed.ci().await;
    let all = seed.world.get(&format!("/api/teammembership?userId={}", ci.id)).await.is(200);
    let teams: Vec<&str> = all.as_array().unwrap().iter().map(|one| one["TeamId"].as_str().unwrap()).collect();
    assert_eq!(teams, ["teams-everyone", ci.team.as_str()]);
    assert!(all.as_array().unwrap().iter().all(|one| one["UserId"] == json!(ci.id)));
    let own = seed.world.get_as(&ci.key, "/api/teammembership").await.is(200);
    assert_eq!(own, all);
    let reply = seed.world.get_as(&ci.key, "/api/teammembership?userId=Users-1").await;
    assert_eq!(missing(&reply).as_deref(), Some("UserView"));
    let team = json!({ "Name": "New", "SpaceId": "Spaces-1", "MemberUserIds": [ci.id] });
    let preview = seed.world.post("/api/teammembership/previewteam", team).await.is(200);
    assert_eq!(
        (&preview[0]["UserId"], &preview[0]["UserName"], &preview[0]["TeamName"]),
        (&json!(ci.id), &json!("ci"), &json!("New"))
    );
    let reply =
        seed.post_as(&ci.key, "/api/teammembership/previewteam", &json!({ "MemberUserIds": ["Users-1"] })).await;
    assert_eq!(missing(&reply).as_deref(), Some("TeamView"));
}
