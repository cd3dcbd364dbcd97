//! What variables come to, and why (domain.md VA-06, VA-20).

use serde_json::{Value, json};

use crate::world::{Within, World};

impl World {
    /// A project with these variables.
    async fn project_with(&self, variables: Value) -> (String, Value) {
        let project = self.project("Web").await;
        let path = format!("/api/projects/{project}/variables");
        let mut document = self.get(&path).await.is(200);
        document["Variables"] = variables;
        let saved = self.put(&path, document).await.is(200);
        (project, saved)
    }
}

fn shown(preview: &Value) -> Vec<(&str, Option<&str>)> {
    let variables = preview["Variables"].as_array().expect("variables");
    variables.iter().map(|one| (one["Name"].as_str().expect("a name"), one["Value"].as_str())).collect()
}

#[tokio::test]
async fn a_preview_shows_what_a_deployment_would_have_and_no_secret_in_any_shape() {
    let world = World::new().await;
    let (test, production) = (world.environment("Test").await, world.environment("Production").await);
    world
        .project_with(json!([
            { "Name": "Host", "Value": "test.example", "Scope": { "Environment": [test] } },
            { "Name": "Host", "Value": "example", "Scope": { "Environment": [production] } },
            { "Name": "Url", "Value": "https://#{Host}/#{Octopus.Environment.Name}" },
            { "Name": "Password", "Value": "hunter2", "IsSensitive": true, "Type": "Sensitive" },
            { "Name": "Connection", "Value": "User=sa;Password=#{Password}" },
            { "Name": "Copy", "Value": "#{Connection}" },
            { "Name": "Length", "Value": "#{if Password == \"hunter2\"}yes#{else}no#{/if}" },
            { "Name": "Hash", "Value": "#{Password | Md5}" },
            { "Name": "Looped", "Value": "#{each x in Host}#{Password}#{/each}" },
        ]))
        .await;
    let preview = world.get("/api/variables/preview?project=web&environment=Test").await.is(200);
    assert_eq!(
        shown(&preview),
        [
            ("Connection", None),
            ("Copy", None),
            ("Hash", None),
            ("Host", Some("test.example")),
            ("Length", None),
            ("Looped", None),
            ("Password", None),
            ("Url", Some("https://test.example/Test")),
        ]
    );
    assert!(!preview.to_string().contains("hunter2"));
    // VA-07: nothing that is for elsewhere; nothing is said where no environment is named.
    let nowhere = world.get("/api/variables/preview?project=Web").await.is(200);
    assert!(!shown(&nowhere).iter().any(|(name, _)| *name == "Host"));
    world.get("/api/variables/preview").await.is(400);
    world.get("/api/variables/preview?project=Web&environment=Elsewhere").await.is(404);
}

#[tokio::test]
async fn an_explanation_names_the_winner_and_why_each_other_value_lost() {
    let world = World::new().await;
    let (test, production) = (world.environment("Test").await, world.environment("Production").await);
    let (project, saved) = world
        .project_with(json!([
            { "Name": "Slot", "Value": "any" },
            { "Name": "Slot", "Value": "blue", "Scope": { "Environment": [test] } },
            { "Name": "Slot", "Value": "green", "Scope": { "Environment": [production] } },
            { "Name": "slot", "Value": "red", "Scope": { "Environment": [test, production] } },
        ]))
        .await;
    let warning = saved["Warnings"][0].as_str().expect("VA-12: two values for Test");
    assert!(warning.contains("\"Slot\"") && warning.contains("Environment"), "{warning}");

    let path = format!("/api/variables/explain?project={project}&name=SLOT&environment=test");
    let explained = world.get(&path).await.is(200);
    let verdicts: Vec<(&str, &str)> = explained["Candidates"]
        .as_array()
        .expect("candidates")
        .iter()
        .map(|one| (one["Value"].as_str().expect("a value"), one["Verdict"].as_str().expect("a verdict")))
        .collect();
    assert_eq!(verdicts, [("blue", "Wins"), ("any", "Outranked"), ("green", "OutOfScope"), ("red", "Tied")]);
    assert_eq!(explained["Candidates"][2]["Why"], "it applies only to the environment Production");
    assert_eq!(explained["Candidates"][2]["ScopeNames"]["Environment"], json!(["Production"]));
    world.get(&format!("/api/variables/explain?project={project}&name=Other")).await.is(404);
    world.get(&format!("/api/variables/explain?project={project}")).await.is(400);
}

#[tokio::test]
async fn what_the_caller_may_not_see_takes_no_part_in_an_explanation() {
    let world = World::new().await;
    let (test, production) = (world.environment("Test").await, world.environment("Production").await);
    let (project, _) = world
        .project_with(json!([
            { "Name": "Slot", "Value": "blue", "Scope": { "Environment": [test] } },
            { "Name": "Slot", "Value": "green", "Scope": { "Environment": [production] } },
        ]))
        .await;
    let permissions = ["ProjectView", "VariableView", "EnvironmentView"];
    let key = world.account("tester", &permissions, Within::environment(&test)).await;
    let path = format!("/api/variables/explain?project={project}&name=Slot");
    let explained = world.get_as(&key, &format!("{path}&environment=Test")).await.is(200);
    assert_eq!(explained["Candidates"].as_array().map(Vec::len), Some(1));
    assert!(!explained.to_string().contains("green") && !explained.to_string().contains(&production), "{explained}");
    let hidden = world.get_as(&key, &format!("{path}&environment=Production")).await;
    let absent = world.get_as(&key, &format!("{path}&environment=Nowhere")).await;
    assert_eq!((hidden.status.as_u16(), absent.status.as_u16()), (404, 404));
    assert_eq!(hidden.text().replace("Production", "X"), absent.text().replace("Nowhere", "X"));
}

#[tokio::test]
async fn what_somebody_may_not_see_survives_his_save_and_a_target_out_of_his_reach_is_none() {
    // VA-13, access.md 5.3, CVE-2018-9039.
    let world = World::new().await;
    let (test, production) = (world.environment("Test").await, world.environment("Production").await);
    let target = json!({
        "Name": "prod01", "Roles": ["web"], "EnvironmentIds": [production], "Endpoint": { "CommunicationStyle": "None" },
    });
    let target = crate::world::id_of(&world.post("/api/machines", target).await.is(201));
    let (project, saved) = world
        .project_with(json!([
            { "Name": "Slot", "Value": "blue", "Scope": { "Environment": [test] } },
            { "Name": "Slot", "Value": "s3cret-green", "Type": "Sensitive", "IsSensitive": true,
              "Scope": { "Environment": [production] } },
        ]))
        .await;
    let hidden = saved["Variables"][1]["Id"].clone();
    let permissions = ["ProjectView", "VariableView", "VariableEdit", "EnvironmentView", "MachineView"];
    let key = world.account("tester", &permissions, Within::environment(&test)).await;
    let path = format!("/api/projects/{project}/variables");
    let mut mine = world.get_as(&key, &path).await.is(200);
    assert_eq!(mine["Variables"].as_array().map(Vec::len), Some(1));
    mine["Variables"] = json!([]);
    mine = world.send(&key, "PUT", &path, mine.to_string()).await.is(200);
    let whole = world.get(&path).await.is(200);
    assert_eq!((&whole["Variables"][0]["Id"], whole["Variables"].as_array().map(Vec::len)), (&hidden, Some(1)));

    mine["Variables"] = json!([{ "Id": hidden, "Name": "Slot", "Value": "mine", "Scope": { "Environment": [test] } }]);
    let refused = world.send(&key, "PUT", &path, mine.to_string()).await.is(400);
    assert!(refused["Errors"][0].as_str().unwrap().contains("reload"), "{refused}");
    let scope = |machine: &str| json!([{ "Name": "X", "Value": "y", "Scope": { "Environment": [test], "Machine": [machine] } }]);
    mine["Variables"] = scope(&target);
    let out_of_reach = world.send(&key, "PUT", &path, mine.to_string()).await.is(400);
    mine["Variables"] = scope("Machines-99");
    let absent = world.send(&key, "PUT", &path, mine.to_string()).await.is(400);
    assert_eq!(out_of_reach.to_string().replace(&target, "X"), absent.to_string().replace("Machines-99", "X"));
}

#[tokio::test]
async fn a_name_that_the_server_sets_itself_is_warned_of() {
    // VA-17.
    let world = World::new().await;
    let (_, saved) = world
        .project_with(json!([
            { "Name": "Octopus.Release.Number", "Value": "1" },
            { "Name": "Octopus.Task.ConcurrencyTag", "Value": "mine" },
        ]))
        .await;
    assert_eq!(saved["Warnings"].as_array().map(Vec::len), Some(1));
    assert!(saved["Warnings"][0].as_str().unwrap().contains("Octopus.Release.Number"));
}
