//! Access tokens, and identity tokens that are exchanged for them.

use serde_json::{Value, json};

use crate::program::{KEY, Program};
use crate::stub::{Reply, Stub};
use crate::world;

/// A server that exchanges tokens, and says so.
fn start(endpoint: &str) -> Stub {
    let stub = world::start();
    let endpoint = endpoint.replace('~', &stub.url());
    stub.get("/.well-known/openid-configuration", &json!({ "token_endpoint": endpoint }));
    let given = json!({ "access_token": "pulpo_abc", "expires_in": 3600, "token_type": "Bearer" });
    stub.reply("POST /token/v1", [Reply::json(200, &given)]);
    stub.reply("POST /api/token/v1", [Reply::json(200, &given)]);
    stub
}

fn authorization(stub: &Stub, line: &str) -> Option<String> {
    stub.asked().iter().find(|asked| asked.line == line)?.headers.get("authorization").cloned()
}

#[test]
fn an_access_token_is_sent_as_such() {
    for (flag, variable) in
        [("--accessToken=pulpo_abc", ""), ("", "OCTOPUS_CLI_ACCESS_TOKEN"), ("", "OCTOPUS_ACCESS_TOKEN")]
    {
        let stub = world::start();
        let mut program = Program::octo(&format!("list-projects --server={} {flag}", stub.url()));
        if !variable.is_empty() {
            program = program.variable(variable, "pulpo_abc");
        }
        let outcome = program.run();
        assert_eq!(outcome.code, 0, "{}", outcome.stdout);
        assert_eq!(authorization(&stub, "GET /api/users/me").as_deref(), Some("Bearer pulpo_abc"));
        assert!(stub.asked().iter().all(|asked| !asked.headers.contains_key("x-octopus-apikey")));
    }
}

#[test]
fn two_ways_to_sign_in_are_none_and_the_command_line_wins() {
    let stub = world::start();
    let both = Program::octo("list-projects --accessToken=x").at(&stub).run();
    assert!(both.code != 0 && both.stdout.contains("one of an API key"), "{}", both.stdout);
    let outcome = Program::octo("list-projects").at(&stub).variable("OCTOPUS_ACCESS_TOKEN", "pulpo_abc").run();
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert_eq!(authorization(&stub, "GET /api/users/me"), None);
    assert!(stub.asked().iter().all(|asked| asked.headers["x-octopus-apikey"] == KEY));
}

#[test]
fn an_identity_token_is_exchanged_where_the_server_says() {
    for endpoint in ["~/token/v1", "~/api/token/v1", "https://evil.example/token/v1"] {
        let stub = start(endpoint);
        let outcome = Program::octo(&format!("list-projects --server={} --serviceAccountId=guid-1", stub.url()))
            .variable("OCTOPUS_CLI_ID_TOKEN", "a.b.c")
            .run();
        assert_eq!(outcome.code, 0, "{endpoint}: {}", outcome.stdout);
        let line = if endpoint == "~/api/token/v1" { "POST /api/token/v1" } else { "POST /token/v1" };
        let body = stub.body_of(line);
        assert_eq!((&body["audience"], &body["subject_token"]), (&json!("guid-1"), &json!("a.b.c")));
        assert_eq!(authorization(&stub, "GET /api/users/me").as_deref(), Some("Bearer pulpo_abc"));
        assert!(!outcome.stdout.contains("pulpo_abc") && !outcome.stdout.contains("a.b.c"));
    }
}

#[test]
fn a_refused_identity_token_is_explained_in_the_servers_words() {
    let stub = start("~/token/v1");
    let no = json!({ "error": "invalid_request", "error_description": "the token has expired" });
    stub.reply("POST /token/v1", [Reply::json(400, &no)]);
    let outcome =
        Program::octo(&format!("list-projects --server={} --serviceAccountId=g --idToken=t", stub.url())).run();
    assert_ne!(outcome.code, 0);
    assert!(outcome.stdout.contains("the token has expired"), "{}", outcome.stdout);
    let without = Program::octo(&format!("list-projects --server={} --idToken=t", stub.url())).run();
    assert!(without.code != 0 && without.stdout.contains("--serviceAccountId"), "{}", without.stdout);
}

#[test]
fn login_leaves_the_token_in_a_file_of_its_owners() {
    let stub = start("~/token/v1");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token"), "an old one").unwrap();
    let command = format!("login --server={} --serviceAccountId=g --idToken=t", stub.url());
    let outcome = Program::octo(&format!("{command} --tokenFile=token")).in_folder(folder.path()).run();
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("Access token obtained successfully via OpenID Connect, valid until"));
    assert!(!outcome.stdout.contains("pulpo_abc"));
    let path = folder.path().join("token");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "pulpo_abc");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(Program::octo(&command).run().stdout.contains("--tokenFile"));
    assert_eq!(
        stub.body_of("POST /token/v1")["grant_type"],
        Value::from("urn:ietf:params:oauth:grant-type:token-exchange")
    );
}
