//! Accounts that steps use to sign in elsewhere (http-api.md 13.4, domain.md AC-01 to AC-09).

use serde_json::{Value, json};

use crate::world::{Within, World, id_of, ids};

impl World {
    /// Makes an account with a name and a password, and gives its id.
    async fn sign_in_account(&self, name: &str, environments: &[&str]) -> String {
        let body = json!({
            "Name": name, "AccountType": "UsernamePassword", "Username": "deployer",
            "Password": { "HasValue": true, "NewValue": "hunter2" }, "EnvironmentIds": environments,
        });
        id_of(&self.post("/api/accounts", body).await.is(201))
    }

    /// Saves one more variable of a project.
    async fn add_variable(&self, key: &str, project: &str, variable: Value) -> crate::world::Reply {
        let path = format!("/api/projects/{project}/variables");
        let mut document = self.get_as(key, &path).await.is(200);
        document["Variables"].as_array_mut().expect("variables").push(variable);
        self.send(key, "PUT", &path, document.to_string()).await
    }
}

#[tokio::test]
async fn an_account_is_made_changed_and_listed_and_its_secret_never_comes_back() {
    let world = World::new().await;
    let id = world.sign_in_account("Database", &[]).await;
    let path = format!("/api/accounts/{id}");
    let mut account = world.get(&path).await.is(200);
    assert_eq!((account["Slug"].as_str(), account["Username"].as_str()), (Some("database"), Some("deployer")));
    assert_eq!(account["Password"], json!({ "HasValue": true, "NewValue": null, "Hint": null }));
    assert!(account.get("Token").is_none(), "only the fields of its own type: {account}");

    // What a client reads and sends back keeps the secret (G-11).
    account["Username"] = json!("other");
    assert_eq!(world.put(&path, account.clone()).await.is(200)["Password"]["HasValue"], true);
    account["Password"] = json!({ "HasValue": false });
    assert_eq!(world.put(&path, account.clone()).await.is(200)["Password"]["HasValue"], false);
    account["AccountType"] = json!("Token");
    world.put(&path, account).await.is(400);

    let azure = json!({ "Name": "Cloud", "AccountType": "AzureServicePrincipal", "SubscriptionNumber": "1" });
    let refused = world.post("/api/accounts", azure).await.is(400);
    assert_eq!(refused["Errors"].as_array().map(Vec::len), Some(3), "{refused}");
    world.post("/api/accounts", json!({ "Name": "X", "AccountType": "Strange" })).await.is(400);
    world.post("/api/accounts", json!({ "Name": "database", "AccountType": "UsernamePassword" })).await.is(400);
    let oidc = json!({
        "Name": "Role", "AccountType": "AmazonWebServicesOidcAccount", "RoleArn": "arn:x",
        "DeploymentSubjectKeys": ["space", "project"],
    });
    let oidc = world.post("/api/accounts", oidc).await.is(201);
    assert_eq!(oidc["DeploymentSubjectKeys"], json!(["space", "project"]));
    let found = world.get("/api/accounts?accountType=UsernamePassword").await.is(200);
    assert_eq!(ids(&found), [id.as_str()]);
    assert_eq!(world.get("/api/accounts/all").await.is(200).as_array().map(Vec::len), Some(2));
    assert_eq!(world.get("/api/accounts/azureenvironments").await.is(200)[0]["Name"], "AzureCloud");

    let events = world.get(&format!("/api/events?regarding={id}")).await.text();
    assert!(events.contains("Account Database was created"), "{events}");
    assert!(events.contains("(another secret)") && !events.contains("hunter2"), "{events}");
    assert_eq!(world.delete(&path).await.status.as_u16(), 200);
    assert_eq!(world.get(&path).await.status.as_u16(), 404);
}

#[tokio::test]
async fn an_account_belongs_to_those_whose_environments_it_stands_in() {
    let world = World::new().await;
    let (test, production) = (world.environment("Test").await, world.environment("Production").await);
    let both = world.sign_in_account("Both", &[&test, &production]).await;
    let other = world.sign_in_account("Production", &[&production]).await;
    let everywhere = world.sign_in_account("Everywhere", &[]).await;
    let key =
        world.account("tester", &["AccountView", "AccountEdit", "AccountCreate"], Within::environment(&test)).await;
    let seen = world.get_as(&key, "/api/accounts").await.is(200);
    assert_eq!(ids(&seen), [both.as_str()], "access.md 5.2: one covered environment is enough to see");
    for hidden in [&other, &everywhere] {
        assert_eq!(world.get_as(&key, &format!("/api/accounts/{hidden}")).await.status.as_u16(), 404);
    }
    // Changing it needs all of its environments, the old and the new.
    let path = format!("/api/accounts/{both}");
    let mut document = world.get_as(&key, &path).await.is(200);
    world.send(&key, "PUT", &path, document.to_string()).await.is(403);
    document["EnvironmentIds"] = json!([test]);
    world.send(&key, "PUT", &path, document.to_string()).await.is(403);
    let mine =
        json!({ "Name": "Mine", "AccountType": "Token", "Token": { "NewValue": "t" }, "EnvironmentIds": [test] });
    let mine = id_of(&world.send(&key, "POST", "/api/accounts", mine.to_string()).await.is(201));
    let unscoped = json!({ "Name": "Wide", "AccountType": "Token", "Token": { "NewValue": "t" } });
    world.send(&key, "POST", "/api/accounts", unscoped.to_string()).await.is(403);
    world.send(&key, "DELETE", &format!("/api/accounts/{mine}"), "").await.is(403);
    // An environment that restricts an account stays: without it the account would be for everywhere.
    world.delete(&format!("/api/environments/{test}")).await.is(400);
}

#[tokio::test]
async fn a_variable_names_only_accounts_of_its_type_that_its_author_may_see() {
    let world = World::new().await;
    let account = world.sign_in_account("Database", &[]).await;
    let project = world.project("Web").await;
    let variable = |kind: &str, value: &str| json!({ "Name": "Database", "Type": kind, "Value": value });
    let admin = crate::world::ADMIN;
    let wrong = world.add_variable(admin, &project, variable("AzureAccount", &account)).await.is(400);
    assert!(wrong["Errors"][0].as_str().unwrap().contains("UsernamePassword"), "{wrong}");
    world.add_variable(admin, &project, variable("Strange", &account)).await.is(400);

    let permissions = ["ProjectView", "VariableView", "VariableEdit"];
    let key = world.account("author", &permissions, Within::default()).await;
    let hidden = world.add_variable(&key, &project, variable("UsernamePasswordAccount", &account)).await.is(400);
    let absent = world.add_variable(&key, &project, variable("UsernamePasswordAccount", "Accounts-99")).await.is(400);
    assert_eq!(hidden.to_string().replace(&account, "X"), absent.to_string().replace("Accounts-99", "X"));
    world.add_variable(admin, &project, variable("UsernamePasswordAccount", &account)).await.is(200);
    // Somebody who may not see it saves the rest.
    world.add_variable(&key, &project, json!({ "Name": "Other", "Value": "x" })).await.is(200);
}

#[tokio::test]
async fn an_account_that_is_named_cannot_be_deleted_and_says_by_whom() {
    let world = World::new().await;
    world.let_releases_go_anywhere().await;
    let account = world.sign_in_account("Database", &[]).await;
    let project = world.project("Web").await;
    let variable = json!({ "Name": "Database", "Type": "UsernamePasswordAccount", "Value": account });
    world.add_variable(crate::world::ADMIN, &project, variable).await.is(200);
    let release = world.release(&project, "1.0.0").await;
    let path = format!("/api/accounts/{account}");
    let usages = world.get(&format!("{path}/usages")).await.is(200);
    assert_eq!(usages["ProjectVariableSets"][0]["VariableName"], "Database");
    assert_eq!(usages["Releases"][0]["ReleaseVersion"], "1.0.0");
    let stranger = world.account("stranger", &["AccountView"], Within::default()).await;
    let hidden = world.get_as(&stranger, &format!("{path}/usages")).await.is(200);
    assert_eq!(
        (hidden["Releases"].as_array().map(Vec::len), hidden["CountOfUsagesUserCannotSee"].as_i64()),
        (Some(0), Some(2))
    );
    let refused = world.delete(&path).await.is(400);
    assert_eq!(refused["Errors"].as_array().map(Vec::len), Some(2), "{refused}");

    // AC-09: what is gone uses nothing.
    let variables = format!("/api/projects/{project}/variables");
    let mut document = world.get(&variables).await.is(200);
    document["Variables"] = json!([]);
    world.put(&variables, document).await.is(200);
    world.delete(&path).await.is(400);
    assert_eq!(world.delete(&format!("/api/releases/{release}")).await.status.as_u16(), 200);
    assert_eq!(world.delete(&path).await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_library_variable_set_counts_its_saves() {
    let world = World::new().await;
    let made = world.post("/api/libraryvariablesets", json!({ "Name": "Common" })).await.is(201);
    assert_eq!(made["Version"], 0);
    let path = format!("/api/libraryvariablesets/{}", id_of(&made));
    assert_eq!(world.put(&path, made.clone()).await.is(200)["Version"], 1);
    assert_eq!(world.put(&path, made).await.is(200)["Version"], 2);
}

#[tokio::test]
async fn a_preview_and_an_explanation_show_what_an_account_comes_to_but_no_secret() {
    let world = World::new().await;
    let (test, production) = (world.environment("Test").await, world.environment("Production").await);
    let here = world.sign_in_account("Here", &[]).await;
    let there = world.sign_in_account("There", &[]).await;
    let project = world.project("Web").await;
    let admin = crate::world::ADMIN;
    for (account, environment) in [(&here, &test), (&there, &production)] {
        let scope = json!({ "Environment": [environment] });
        let variable = json!({ "Name": "Db", "Type": "UsernamePasswordAccount", "Value": account, "Scope": scope });
        world.add_variable(admin, &project, variable).await.is(200);
    }
    let url = json!({ "Name": "Url", "Value": "db://#{Db.Username}:#{Db.Password}@x" });
    world.add_variable(admin, &project, url).await.is(200);
    world.add_variable(admin, &project, json!({ "Name": "User", "Value": "#{Db.Username}" })).await.is(200);
    let shown = |preview: &Value, name: &str| -> Value {
        let all = preview["Variables"].as_array().expect("variables").clone();
        all.into_iter().find(|one| one["Name"] == name).expect("the variable")["Value"].clone()
    };
    let path = format!("/api/variables/preview?project={project}&environment=Test");
    let preview = world.get(&path).await.is(200);
    assert_eq!(shown(&preview, "Db"), json!(here));
    assert_eq!(shown(&preview, "Db.Username"), "deployer");
    assert_eq!(shown(&preview, "User"), "deployer");
    assert_eq!((shown(&preview, "Db.Password"), shown(&preview, "Url")), (Value::Null, Value::Null));
    assert!(!preview.to_string().contains("hunter2"));

    // Who may not see the account learns nothing of it, by no detour.
    let key = world.account("author", &["ProjectView", "VariableView", "EnvironmentView"], Within::default()).await;
    let hidden = world.get_as(&key, &path).await.is(200);
    assert_eq!((shown(&hidden, "Db.Username"), shown(&hidden, "User")), (Value::Null, Value::Null));
    assert!(!hidden.to_string().contains("deployer"));

    let path = format!("/api/variables/explain?project={project}&environment=Test&name=db.username");
    let explained = world.get(&path).await.is(200);
    assert_eq!((&explained["Name"], &explained["Candidates"][0]["Value"]), (&json!("Db.Username"), &json!("deployer")));
    assert_eq!(explained["Candidates"][1]["Verdict"], "OutOfScope");
    let path = path.replace("username", "password");
    let secret = world.get(&path).await.is(200);
    assert_eq!(
        (&secret["Candidates"][0]["Value"], &secret["Candidates"][0]["IsSensitive"]),
        (&Value::Null, &json!(true))
    );
    world.get(&path.replace("password", "nothing")).await.is(404);
}

#[tokio::test]
async fn a_step_and_an_answer_name_only_accounts_that_may_be_seen() {
    // CVE-2018-4862: naming an account is using it.
    let world = World::new().await;
    let account = world.sign_in_account("Database", &[]).await;
    let (project, environment) = (world.project("Web").await, world.environment("Test").await);
    let key = world.account("editor", &["ProjectView", "ProcessView", "ProcessEdit"], Within::default()).await;
    let path = format!("/api/projects/{project}/deploymentprocesses");
    let mut process = world.get_as(&key, &path).await.is(200);
    process["Steps"][0]["Actions"][0]["Properties"]["Octopus.Action.Azure.AccountId"] = json!(account);
    let id = process["Id"].as_str().expect("an id").to_owned();
    let refused = world.send(&key, "PUT", &format!("/api/deploymentprocesses/{id}"), process.to_string()).await.is(400);
    assert!(refused["Errors"][0].as_str().unwrap().contains("not in this space"), "{refused}");
    let saved = world.put(&format!("/api/deploymentprocesses/{id}"), process).await.is(200);
    // What stood there stays, whoever saves the rest.
    world.send(&key, "PUT", &format!("/api/deploymentprocesses/{id}"), saved.to_string()).await.is(200);
    let usages = world.get(&format!("/api/accounts/{account}/usages")).await.is(200);
    assert_eq!(usages["DeploymentProcesses"][0]["ProjectId"], json!(project));

    let prompt = json!({ "Label": "Which database", "Required": true, "DisplaySettings": {} });
    let variable = json!({ "Name": "Db", "Type": "UsernamePasswordAccount", "Value": account, "Prompt": prompt });
    world.add_variable(crate::world::ADMIN, &project, variable).await.is(200);
    world.let_releases_go_anywhere().await;
    let release = world.release(&project, "1.0.0").await;
    let permissions = ["ProjectView", "ReleaseView", "DeploymentCreate", "DeploymentView", "EnvironmentView"];
    let deployer = world.account("deployer", &permissions, Within::default()).await;
    let with = |answer: &str| json!({ "ReleaseId": release, "EnvironmentId": environment, "FormValues": { "Which database": answer } });
    let refused = world.send(&deployer, "POST", "/api/deployments", with(&account).to_string()).await.is(400);
    assert!(refused["Errors"][0].as_str().unwrap().contains("Which database"), "{refused}");
    world.post("/api/deployments", with("Accounts-99")).await.is(400);
    world.post("/api/deployments", with(&account)).await.is(201);
    let blank = json!({ "ReleaseId": release, "EnvironmentId": environment });
    world.send(&deployer, "POST", "/api/deployments", blank.to_string()).await.is(201);
}
