//! `demo`: a real package travels from a CI account's push to a deployed web application, which is then served and
//! fetched.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::machine::{self, Profile, command, program, root};
use crate::say::{part, say};
use crate::scratch;
use crate::server::{API_KEY, Client, PASSWORD, Server, USERNAME};
use crate::web;

/// The permissions of a CI account that pushes, releases, deploys and waits: these eight, and nothing more.
pub(crate) const CI_PERMISSIONS: [&str; 8] = [
    "BuiltInFeedPush",
    "ProjectView",
    "ProcessView",
    "ReleaseView",
    "ReleaseCreate",
    "DeploymentCreate",
    "DeploymentView",
    "TaskView",
];

const PROJECT: &str = "Web Shop";
const PACKAGE: &str = "Acme.WebShop";
const VERSION: &str = "1.0.0";

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let once = arguments.iter().any(|argument| argument == "--once");
    part("building");
    match web::possible() {
        Ok(()) => web::build()?,
        Err(reason) => say(&format!("SKIPPED: the portal is not built: {reason}")),
    }
    machine::build_programs(Profile::Debug)?;

    let folder = scratch::folder()?;
    part("starting a server with example data");
    let mut server = Server::start(&folder.path().join("data"), Profile::Debug)?;
    say(&format!("The server is at {}", server.url));
    let installed = folder.path().join("web-shop");
    let example = example_data(&server.url, API_KEY)?;
    example.install_to(&installed)?;
    say(
        "CI account: \"ci\" in team \"CI Integration\", role \"CI Integrator\" with eight permissions, environment Test only",
    );

    let code = travel(&server.url, &example, folder.path())?;
    if code == ExitCode::SUCCESS {
        serve_and_fetch(&installed)?;
    }
    if once {
        return Ok(code);
    }
    say(&format!(
        "\nThe portal is at {}/app; sign in as {USERNAME} with {PASSWORD}. Ctrl-C ends the server.",
        server.url
    ));
    server.wait()?;
    Ok(code)
}

/// What example data holds that later steps need.
pub(crate) struct Example {
    client: Client,
    pub(crate) ci_key: String,
    project: Value,
}

/// Makes environments, a project with a package step, and a CI account, all over the public API.
pub(crate) fn example_data(url: &str, admin_key: &str) -> Result<Example> {
    let client = Client::new(url, admin_key);
    let id = |value: &Value| value["Id"].as_str().unwrap_or_default().to_owned();
    let test = client.post("/api/Spaces-1/environments", &json!({ "Name": "Test" }))?;
    client.post("/api/Spaces-1/environments", &json!({ "Name": "Production" }))?;
    let body = json!({ "Name": PROJECT, "ProjectGroupId": "ProjectGroups-1", "LifecycleId": "Lifecycles-1" });
    let project = client.post("/api/Spaces-1/projects", &body)?;

    let role =
        json!({ "Name": "CI Integrator", "GrantedSpacePermissions": CI_PERMISSIONS, "GrantedSystemPermissions": [] });
    let role = client.post("/api/userroles", &role)?;
    let user =
        client.post("/api/users", &json!({ "Username": "ci", "DisplayName": "CI server", "IsService": true }))?;
    let team = json!({ "Name": "CI Integration", "SpaceId": "Spaces-1", "MemberUserIds": [id(&user)] });
    let team = client.post("/api/teams", &team)?;
    let scoped =
        json!({ "TeamId": id(&team), "UserRoleId": id(&role), "SpaceId": "Spaces-1", "EnvironmentIds": [id(&test)] });
    client.post("/api/scopeduserroles", &scoped)?;
    let key = client.post(&format!("/api/users/{}/apikeys", id(&user)), &json!({ "Purpose": "CI" }))?;
    let ci_key = key["ApiKey"].as_str().context("the new key was not shown")?.to_owned();
    Ok(Example { client, ci_key, project })
}

impl Example {
    /// Gives the project its process: the package goes to a folder, with its variables put in.
    fn install_to(&self, folder: &Path) -> Result<()> {
        let project = self.project["Id"].as_str().unwrap_or_default();
        let path = format!("/api/Spaces-1/projects/{project}/deploymentprocesses");
        let mut process = self.client.get(&path)?;
        process["Steps"] = json!([
            {
                "Name": "Deploy web shop",
                "Actions": [{
                    "Name": "Deploy web shop",
                    "ActionType": "Octopus.TentaclePackage",
                    "Packages": [{ "Name": "", "PackageId": PACKAGE, "FeedId": "feeds-builtin", "AcquisitionLocation": "Server" }],
                    "Properties": {
                        "Octopus.Action.RunOnServer": "True",
                        "Octopus.Action.EnabledFeatures":
                            "Octopus.Features.CustomDirectory,Octopus.Features.SubstituteInFiles,Octopus.Features.JsonConfigurationVariables",
                        "Octopus.Action.Package.CustomInstallationDirectory": folder.display().to_string(),
                        "Octopus.Action.Package.CustomInstallationDirectoryShouldBePurgedBeforeDeployment": "True",
                        "Octopus.Action.SubstituteInFiles.TargetFiles": "public/index.html",
                        "Octopus.Action.Package.JsonConfigurationVariablesTargets": "config.json"
                    }
                }]
            },
            {
                "Name": "Tell",
                "Actions": [{
                    "Name": "Tell",
                    "ActionType": "Octopus.Script",
                    "Properties": {
                        "Octopus.Action.RunOnServer": "True",
                        "Octopus.Action.Script.ScriptSource": "Inline",
                        "Octopus.Action.Script.Syntax": "Bash",
                        "Octopus.Action.Script.ScriptBody":
                            "write_highlight \"The shop is in $(get_octopusvariable 'Octopus.Action[Deploy web shop].Output.Package.InstallationDirectoryPath')\""
                    }
                }]
            }
        ]);
        self.client.put(&path, &process)?;
        let path = format!("/api/Spaces-1/projects/{project}/variables");
        let mut variables = self.client.get(&path)?;
        variables["Variables"] = json!([
            { "Name": "Shop:Title", "Value": "Acme in #{Octopus.Environment.Name}" },
            { "Name": "Database:Password", "Value": "s3cret-example", "IsSensitive": true, "Type": "Sensitive" }
        ]);
        self.client.put(&path, &variables)?;
        Ok(())
    }
}

/// Pushes, releases and deploys as the CI account, with our own client linked as `octo`.
fn travel(url: &str, example: &Example, scratch: &Path) -> Result<ExitCode> {
    let octo = scratch.join("octo");
    std::os::unix::fs::symlink(program("pulpo", Profile::Debug), &octo).context("could not link octo")?;
    part(&format!("packing {PACKAGE} {VERSION}"));
    let mut pack = command(&octo);
    pack.arg("pack").arg(format!("--id={PACKAGE}")).arg(format!("--version={VERSION}")).arg("--format=Zip");
    pack.arg(format!("--basePath={}", root().join("examples/web-shop").display()))
        .arg(format!("--outFolder={}", scratch.display()));
    machine::must(pack)?;

    part("pushing it as the CI account");
    let mut push = ci(&octo, url, example, "push");
    push.arg(format!("--package={}", scratch.join(format!("{PACKAGE}.{VERSION}.zip")).display()));
    machine::must(push)?;

    part("creating a release and deploying it to Test");
    let mut create = ci(&octo, url, example, "create-release");
    create
        .arg(format!("--project={PROJECT}"))
        .arg(format!("--version={VERSION}"))
        .arg(format!("--packageVersion={VERSION}"));
    create.args(["--deployTo=Test", "--waitForDeployment", "--progress"]);
    let status = create.status().context("could not start octo")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(u8::try_from(status.code().unwrap_or(1) & 0xff).unwrap_or(1))
    })
}

/// A command of the CI account. Its key travels by the environment: an argument could be seen by others.
fn ci(octo: &Path, url: &str, example: &Example, verb: &str) -> Command {
    let mut command = command(octo);
    command.arg(verb).env("OCTOPUS_CLI_SERVER", url).env("OCTOPUS_CLI_API_KEY", &example.ci_key);
    command
}

/// Starts the deployed application and fetches its page.
fn serve_and_fetch(installed: &Path) -> Result<()> {
    part("serving what was deployed");
    let port = scratch::free_port()?;
    let page = {
        let mut application = Application::start(installed, port)?;
        application.fetch(port)?
    };
    for expected in ["Acme in Test", "release 1.0.0"] {
        if !page.contains(expected) {
            bail!("the deployed page lacks \"{expected}\": {page}");
        }
    }
    say("fetched the deployed page: it says \"Acme in Test\", release 1.0.0");
    Ok(())
}

struct Application(Child);

impl Application {
    fn start(folder: &Path, port: u16) -> Result<Self> {
        let script: PathBuf = folder.join("server.js");
        if !fs::exists(&script)? {
            bail!("the application is not in {}", folder.display());
        }
        let child = command("node").arg(script).arg(port.to_string()).stdout(Stdio::piped()).spawn();
        Ok(Self(child.context("could not start the deployed application with node")?))
    }

    fn fetch(&mut self, port: u16) -> Result<String> {
        use std::io::{BufRead, BufReader};
        let stdout = self.0.stdout.take().context("the application has no output")?;
        // It says so when it listens.
        BufReader::new(stdout).lines().next().context("the application ended at once")??;
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build().into();
        let mut answer =
            agent.get(format!("http://127.0.0.1:{port}/")).call().context("could not fetch the deployed page")?;
        Ok(answer.body_mut().read_to_string()?)
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        let _ = self.0.kill(); // It may have ended already.
        let _ = self.0.wait();
    }
}
