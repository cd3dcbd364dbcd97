//! Before any command: server, login, space, and what goes wrong there.

use std::net::TcpListener;
use std::time::Duration;

use serde_json::json;

use crate::program::{KEY, Program};
use crate::stub::Reply;
use crate::world;

#[test]
fn the_first_lines_say_who_talks_to_whom() {
    let stub = world::start();
    let outcome = Program::octo("list-environments --space=Shop").at(&stub).run();
    let url = stub.url();
    assert_eq!(
        outcome.stdout,
        format!(
            "Octopus CLI, version 9.1.7\n\n\
             Space name specified, process is now running in the context of space: Shop\n\
             Handshaking with Octopus Server: {url}\n\
             Handshake successful. Octopus version: 2024.3.12345; API version: 3.0.0\n\
             Authenticated as: Ann Lee <ann@example.com> \n\
             Environments: 2\n - Test (ID: Environments-11)\n - Live (ID: Environments-12)\n"
        )
    );
    assert_eq!(outcome.code, 0);
    let lines: Vec<String> = stub.asked().into_iter().map(|asked| asked.line).collect();
    assert_eq!(
        lines,
        [
            "GET /api",
            "GET /api/spaces?name=Shop",
            "GET /api/Spaces-2",
            "GET /api/users/me",
            "GET /api/Spaces-2/environments",
        ]
    );
    assert!(stub.asked().iter().all(|asked| asked.headers["x-octopus-apikey"] == KEY));
}

#[test]
fn as_pulpo_only_the_banner_differs() {
    let stub = world::start();
    let octo = Program::octo("list-projects").at(&stub).run().stdout;
    let pulpo = Program::named("pulpo").with("list-projects").at(&stub).run().stdout;
    let banner = format!("Pulpo CLI, version {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(octo.replace("Octopus CLI, version 9.1.7\n", &banner), pulpo);
}

#[test]
fn the_environment_and_a_config_file_give_defaults() {
    let stub = world::start();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("octo.config"), "# defaults\nspace = Shop\nlogLevel = information\n").unwrap();
    let outcome = Program::octo("list-environments --configFile=octo.config")
        .variable("OCTOPUS_CLI_SERVER", &stub.url())
        .variable("OCTOPUS_CLI_API_KEY", KEY)
        .in_folder(folder.path())
        .run();
    assert_eq!(outcome.code, 0);
    assert!(!outcome.stdout.contains("Handshaking"), "{}", outcome.stdout);
    assert!(
        outcome.stdout.ends_with("Environments: 2\n - Test (ID: Environments-11)\n - Live (ID: Environments-12)\n")
    );
}

#[test]
fn a_login_sends_its_cookies_and_the_token_along() {
    let stub = world::start();
    let mut reply = Reply::json(200, &json!({ "Id": "Users-21" }));
    reply.headers.push(("Set-Cookie".to_owned(), "OctopusIdentificationToken_x=id; HttpOnly; path=/".to_owned()));
    reply.headers.push(("Set-Cookie".to_owned(), "Octopus-Csrf-Token_x=csrf|1; path=/".to_owned()));
    stub.reply("POST /api/users/login", [reply]);
    let outcome = Program::octo("list-projects --user=ann --pass=long-password")
        .argument(format!("--server={}", stub.url()))
        .run();
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert_eq!(stub.body_of("POST /api/users/login")["Password"], "long-password");
    let last = stub.asked().pop().unwrap();
    assert_eq!(last.headers["cookie"], "OctopusIdentificationToken_x=id; Octopus-Csrf-Token_x=csrf|1");
    assert_eq!(last.headers["x-octopus-csrf-token"], "csrf|1");
    assert!(!outcome.stdout.contains("long-password"));
}

#[test]
fn a_refused_key_ends_with_minus_five_and_the_servers_words() {
    let stub = world::start();
    stub.reply("GET /api/spaces", [Reply::error(401, "You must be logged in to perform this action.", &[])]);
    let outcome = Program::octo("list-projects").at(&stub).run();
    assert_eq!(outcome.answer().0, 251);
    assert!(
        outcome.stdout.ends_with("You must be logged in to perform this action.\nExit code: -5\n"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn another_server_error_ends_with_minus_seven_and_its_status() {
    let stub = world::start();
    stub.reply("GET /api/Spaces-2/projects", [Reply::error(500, "The database is away.", &["Call 7"])]);
    let outcome = Program::octo("list-projects").at(&stub).run();
    assert_eq!(
        outcome.answer(),
        (
            249,
            "The database is away.\n - Call 7\n\
             Error from Octopus Server (HTTP 500 InternalServerError)\nExit code: -7\n"
        )
    );
}

#[test]
fn a_starting_server_is_waited_for() {
    let stub = world::start();
    let unavailable = || Reply::error(503, "Starting", &[]);
    stub.reply("GET /api", [unavailable(), unavailable(), Reply::json(200, &world::root())]);
    let outcome = Program::octo("list-projects").at(&stub).run();
    assert_eq!((outcome.code, outcome.slept), (0, Duration::from_secs(1)));
}

#[test]
fn a_server_that_is_not_there_is_tried_for_a_minute() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let outcome =
        Program::octo("list-projects").argument(format!("--server=http://{address}")).argument("--apiKey=x").run();
    assert_eq!(outcome.code, -3);
    assert_eq!(outcome.slept, Duration::from_secs(59));
    assert!(outcome.stdout.contains(&format!("could not GET http://{address}/api: ")), "{}", outcome.stdout);
}

#[test]
fn no_default_space_and_an_unknown_one_are_errors() {
    let stub = world::start();
    let mut space = world::space();
    space["IsDefault"] = false.into();
    stub.get("/api/spaces", &world::page("spaces", &[space]));
    let outcome = Program::octo("list-projects").at(&stub).run();
    assert_eq!(outcome.code, -1);
    assert!(outcome.stdout.contains("Octopus Server does not have a default space enabled, hence you need to specify"));
    let outcome = Program::octo("list-projects --space=Nope").at(&stub).run();
    assert!(outcome.stdout.contains("Cannot find the space with name or id 'Nope'"), "{}", outcome.stdout);
}

#[test]
fn debug_prints_every_request_and_json_only_the_answer() {
    let stub = world::start();
    let outcome = Program::octo("list-projects --debug").at(&stub).run();
    let url = stub.url();
    assert!(outcome.stdout.contains(&format!("GET {url}/api/Spaces-2/projects\n")), "{}", outcome.stdout);
    let outcome = Program::octo("list-projects --outputFormat=json").at(&stub).run();
    assert_eq!(outcome.stdout, "[\n  {\n    \"Id\": \"Projects-7\",\n    \"Name\": \"Web Shop\"\n  }\n]\n");
}

#[test]
fn an_unknown_argument_stops_the_program_without_showing_its_value() {
    let outcome = Program::octo("list-projects --apiKy=API-SECRETSECRET1234 --server=http://x").run();
    assert_eq!(outcome.code, -1);
    assert!(
        outcome.stdout.ends_with("Unrecognized command arguments: --apiKy=...\nExit code: -1\n"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn an_unknown_command_is_an_error_with_a_suggestion() {
    let outcome = Program::octo("list-project").run();
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (
            -1,
            "Command 'list-project' is not supported. Did you mean 'list-projects'? See 'octo help' for the commands \
             there are.\nExit code: -1\n"
        )
    );
}

#[test]
fn help_and_version_need_no_server() {
    let help = Program::octo("help").run();
    assert_eq!(help.code, 0);
    assert!(help.stdout.contains("Usage: octo <command> [<options>]"), "{}", help.stdout);
    assert!(help.stdout.contains("  create-release "), "{}", help.stdout);
    assert_eq!(Program::octo("").run().stdout, help.stdout);
    assert_eq!(Program::octo("--version").run().stdout, "9.1.7\n");
    let version = format!("{}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Program::named("pulpo").with("--version").run().stdout, version);
    for line in ["help push", "push --help"] {
        let outcome = Program::named("/usr/bin/pulpo").with(line).run();
        assert!(outcome.stdout.contains("Usage: pulpo push [<options>]"), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("--overwrite-mode=MODE"), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("For example:\n\n  pulpo push --package="), "{}", outcome.stdout);
    }
    assert!(Program::named("pulpo").with("help troubleshooting").run().stdout.contains("--debug"));
}

#[test]
fn inside_a_build_an_error_is_followed_by_a_hint() {
    let outcome = Program::octo("list-projects --enableServiceMessages").variable("TEAMCITY_VERSION", "2024").run();
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert!(lines[0].starts_with("Please specify the Octopus Server URL"), "{}", outcome.stdout);
    assert!(lines[1].starts_with("Tips for errors inside a build"), "{}", outcome.stdout);
    assert_eq!(lines[2], "Exit code: -1");
}

#[test]
fn the_key_goes_to_no_other_host() {
    let stub = world::start();
    let other = world::start();
    let mut reply = Reply::text(302, "");
    reply.headers.push(("Location".to_owned(), format!("{}/api", other.url().replace("127.0.0.1", "localhost"))));
    stub.reply("GET /api", [reply]);
    let outcome = Program::octo("list-projects").at(&stub).run();
    assert_eq!(outcome.code, -1);
    assert!(outcome.stdout.contains("The server redirects to "), "{}", outcome.stdout);
    assert!(other.asked().is_empty());
}

#[test]
fn links_work_below_a_virtual_directory() {
    let stub = world::start();
    let mut root = world::root();
    for link in root["Links"].as_object_mut().unwrap().values_mut() {
        *link = format!("/octo{}", link.as_str().unwrap()).into();
    }
    stub.get("/octo/api", &root);
    let mut space = world::space();
    space["Links"]["SpaceHome"] = "/octo/api/Spaces-2".into();
    stub.get("/octo/api/spaces", &world::page("spaces", &[space]));
    let links = json!({ "Projects": "/octo/api/Spaces-2/projects{/id}{?name}" });
    stub.get("/octo/api/Spaces-2", &json!({ "Id": "Spaces-2", "Links": links }));
    stub.get("/octo/api/users/me", &json!({ "DisplayName": "Ann Lee", "IsService": true }));
    stub.get("/octo/api/Spaces-2/projects", &world::page("projects", &[]));
    let outcome = Program::octo("list-projects")
        .argument(format!("--server={}/octo/api", stub.url()))
        .argument("--apiKey=x")
        .run();
    assert!(
        outcome.stdout.ends_with("Authenticated as: Ann Lee (a service account)\nProjects: 0\n"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_redirect_on_the_same_host_is_followed() {
    let stub = world::start();
    let mut reply = Reply::text(301, "");
    reply.headers.push(("Location".to_owned(), "/moved/api".to_owned()));
    stub.reply("GET /api", [reply]);
    stub.get("/moved/api", &world::root());
    let outcome = Program::octo("list-projects").at(&stub).run();
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
}

#[test]
fn a_space_is_found_by_id_and_an_ambiguous_name_is_refused() {
    let stub = world::start();
    let other = json!({ "Id": "Spaces-3", "Name": "spaces-2", "Links": { "SpaceHome": "/api/Spaces-3" } });
    stub.get("/api/spaces?name=spaces-2", &world::page("spaces", &[]));
    stub.get("/api/spaces/spaces-2", &world::space());
    let outcome = Program::octo("list-projects --space=spaces-2").at(&stub).run();
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    stub.get("/api/spaces?name=spaces-2", &world::page("spaces", &[other]));
    let outcome = Program::octo("list-projects --space=spaces-2").at(&stub).run();
    assert_eq!(outcome.code, -1);
    let text = "Ambiguous space reference 'spaces-2' matches both 'Shop' (Spaces-2) and 'spaces-2' (Spaces-3)";
    assert!(outcome.stdout.contains(text), "{}", outcome.stdout);
}

#[test]
fn the_same_holds_for_projects() {
    let stub = world::start();
    let named = json!({ "Id": "Projects-8", "Name": "Projects-7" });
    stub.get("/api/Spaces-2/projects?name=Projects-7", &world::page("projects", &[named]));
    let outcome = Program::octo("create-release --project=Projects-7").at(&stub).run();
    let text =
        "Ambiguous project reference 'Projects-7' matches both 'Web Shop' (Projects-7) and 'Projects-7' (Projects-8).";
    assert!(outcome.stdout.contains(text), "{}", outcome.stdout);
}

#[test]
fn a_misspelt_key_in_a_config_file_is_named_without_its_value() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("c"), "apiKy = API-SECRETSECRET1234\n").unwrap();
    let outcome = Program::octo("list-projects --configFile=c").in_folder(folder.path()).run();
    assert!(
        outcome.stdout.ends_with("Unrecognized arguments in configuration file: apiKy\nExit code: -1\n"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn an_answer_that_is_not_json_says_so() {
    let stub = world::start();
    stub.reply("GET /api", [Reply::text(200, "<html>Welcome</html>")]);
    let outcome = Program::octo("list-projects").at(&stub).run();
    assert_eq!(outcome.code, -3);
    assert!(outcome.stdout.contains("did not answer with JSON: is this the address of a deployment server?"));
}
