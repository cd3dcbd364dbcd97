//! What a job is told: the variables of accounts and certificates, of prompts, of the server itself.

use std::collections::BTreeMap;

use pulpo_access::Granted;
use pulpo_access::permissions::{AccountCreate, AccountDelete, CertificateCreate, ReleaseEdit, UserEdit};
use pulpo_domain::account::User;
use pulpo_domain::certificate::{Certificate, Content, Facts, Format, Name, Secret};
use pulpo_domain::deployment::FormValue;
use pulpo_domain::ids::{AccountId, CertificateId, EnvironmentId, SpaceId};
use pulpo_domain::infrastructure_account::{AccountType, FieldValue, InfrastructureAccount};
use pulpo_domain::machine::TenantedDeploymentMode;
use pulpo_domain::variables::{Prompt, ScopeField, Variable, VariableSet};
use pulpo_store::StoreError;
use pulpo_testkit::lab::{FakeLauncher, StepPlan, World};
use pulpo_testkit::scratch::ScratchStore;
use pulpo_wire::job::JobVariable;

use crate::bench::{Bench, fake};
use crate::real::launcher;

const ACCOUNT: &str = "Accounts-1";
const CERTIFICATE: &str = "Certificates-1";
const SET: &str = "variableset-Projects-1-s-0";

/// A certificate with its key, as PEM.
const FILE: &[u8] = include_bytes!("../../../../lib/certfile/tests/files/bundle.pem");

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

impl Bench {
    /// Changes the frozen variables.
    async fn change_variables(&self, change: impl Fn(&mut Variable) + Send + 'static) {
        let work = move |tx: &mut pulpo_store::Tx<'_>| {
            let mut set: VariableSet = tx.must(SET)?;
            set.variables.iter_mut().for_each(&change);
            tx.update(&Granted::<ReleaseEdit, _>::by_server(set))?;
            Ok::<_, StoreError>(())
        };
        self.store.write(work).await.unwrap();
    }

    async fn kind(&self, name: &'static str, kind: &'static str) {
        let change = move |variable: &mut Variable| {
            if variable.name == name {
                kind.clone_into(&mut variable.kind);
            }
        };
        self.change_variables(change).await;
    }

    async fn account(&self, environments: &[&str]) {
        let key = self.store.master_key().clone();
        let environment_ids: Vec<EnvironmentId> = environments.iter().map(|id| EnvironmentId::new(*id)).collect();
        let work = move |tx: &mut pulpo_store::Tx<'_>| {
            let password = FieldValue::Sealed(key.seal("hunter22", tx.random()));
            let account = InfrastructureAccount {
                id: AccountId::new(ACCOUNT),
                space_id: SpaceId::new("Spaces-1"),
                name: "Database".to_owned(),
                slug: "database".to_owned(),
                description: String::new(),
                account_type: AccountType::UsernamePassword,
                environment_ids,
                tenant_ids: Vec::new(),
                tenant_tags: Vec::new(),
                tenanted_deployment_participation: TenantedDeploymentMode::Untenanted,
                fields: BTreeMap::from([
                    ("Username".to_owned(), FieldValue::Text("deployer".to_owned())),
                    ("Password".to_owned(), password),
                ]),
            };
            tx.insert(&Granted::<AccountCreate, _>::by_server(account))?;
            Ok::<_, StoreError>(())
        };
        self.store.write(work).await.unwrap();
    }

    async fn certificate(&self) {
        let key = self.store.master_key().clone();
        let work = move |tx: &mut pulpo_store::Tx<'_>| {
            let facts = Facts {
                subject: Name { distinguished: "CN=www.example.com".to_owned(), ..Name::default() },
                issuer: Name::default(),
                is_self_signed: false,
                thumbprint: "75B93B1A".to_owned(),
                not_before: tx.now(),
                not_after: tx.now(),
                version: 3,
                serial_number: String::new(),
                signature_algorithm: String::new(),
                alternative_names: Vec::new(),
            };
            let certificate = Certificate {
                id: CertificateId::new(CERTIFICATE),
                space_id: SpaceId::new("Spaces-1"),
                name: "Web".to_owned(),
                notes: String::new(),
                environment_ids: Vec::new(),
                tenant_ids: Vec::new(),
                tenant_tags: Vec::new(),
                tenanted_deployment_participation: TenantedDeploymentMode::Untenanted,
                archived: None,
                replaced_by: None,
                told: None,
                content: Content {
                    file: Secret { sealed: key.seal(&base64(FILE), tx.random()) },
                    password: None,
                    format: Format::Pem,
                    has_private_key: true,
                    facts,
                    chain: Vec::new(),
                },
            };
            tx.insert(&Granted::<CertificateCreate, _>::by_server(certificate))?;
            Ok::<_, StoreError>(())
        };
        self.store.write(work).await.unwrap();
    }
}

/// The variables of the job that was started last.
fn told(launcher: &FakeLauncher) -> BTreeMap<String, JobVariable> {
    let play = launcher.plays().pop().expect("a job was started");
    play.document.variables.into_iter().map(|variable| (variable.name.clone(), variable)).collect()
}

#[track_caller]
fn shown<'a>(variables: &'a BTreeMap<String, JobVariable>, name: &str) -> (&'a str, bool) {
    let variable = variables.get(name).unwrap_or_else(|| panic!("there is no variable {name}"));
    (variable.value.as_str(), variable.sensitive)
}

#[tokio::test]
async fn an_account_and_a_certificate_come_with_all_their_parts_and_their_secrets_are_secret() {
    // VA-03; documents are those of now, not of the release (VS-10).
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    let world = World::new(vec![StepPlan::script("Say", "say hunter22")]);
    bench.world(world.variable("Db", ACCOUNT).variable("Tls", CERTIFICATE).variable("Db.Username", "mine")).await;
    bench.kind("Db", "UsernamePasswordAccount").await;
    bench.kind("Tls", "Certificate").await;
    bench.account(&[]).await;
    bench.certificate().await;
    let engine = bench.engine();
    let task = bench.deploy().await;
    let ended = bench.end_of(&task).await;
    assert_eq!(ended.state.name(), "Success", "{}", ended.error_message);
    let variables = told(&launcher);
    assert_eq!(shown(&variables, "Db"), (ACCOUNT, false));
    assert_eq!(shown(&variables, "Db.Username"), ("mine", false), "what the project says itself wins");
    assert_eq!(shown(&variables, "Db.Password"), ("hunter22", true));
    assert_eq!(shown(&variables, "Tls"), (CERTIFICATE, false));
    assert_eq!(shown(&variables, "Tls.Thumbprint").0, "75B93B1A");
    for (name, begins, is_secret) in [
        ("Tls.PrivateKeyPem", "-----BEGIN PRIVATE KEY-----", true),
        ("Tls.CertificatePem", "-----BEGIN CERTIFICATE-----", false),
        ("Tls.ChainPem", "-----BEGIN CERTIFICATE-----", false),
        ("Tls.PrivateKey", "MII", true),
        ("Tls.Certificate", "MII", false),
        ("Tls.Pfx", "MII", true),
        ("Tls.RawOriginal", "LS0t", true),
        ("Tls.Password", "", true),
    ] {
        let (value, sensitive) = shown(&variables, name);
        assert!(value.starts_with(begins) && sensitive == is_secret, "{name}: {sensitive}");
    }
    let masks = launcher.plays().pop().unwrap().document.masks;
    assert!(masks.contains(&"hunter22".to_owned()) && masks.contains(&variables["Tls.PrivateKeyPem"].value));
    engine.drain().await;
}

#[tokio::test]
async fn a_document_that_is_gone_or_not_for_the_environment_fails_the_step_by_its_name() {
    // AC-02, AC-07.
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    bench.world(World::new(vec![StepPlan::script("Say", "say hello")]).variable("Db", ACCOUNT)).await;
    bench.kind("Db", "UsernamePasswordAccount").await;
    bench.account(&["Environments-9"]).await;
    let engine = bench.engine();
    let task = bench.deploy().await;
    let error = bench.end_of(&task).await.error_message;
    assert!(error.contains("account \"Database\"") && error.contains("not available in Test"), "{error}");
    let gone = |tx: &mut pulpo_store::Tx<'_>| {
        let account: InfrastructureAccount = tx.must(ACCOUNT)?;
        tx.delete(&Granted::<AccountDelete, _>::by_server(account))
    };
    bench.store.write(gone).await.unwrap();
    let task = bench.deploy().await;
    let error = bench.end_of(&task).await.error_message;
    assert!(error.contains("account \"Accounts-1\"") && error.contains("is not there"), "{error}");
    assert!(launcher.plays().is_empty());
    engine.drain().await;
}

#[tokio::test]
async fn an_answer_counts_where_its_variable_applies_and_there_before_everything_else() {
    // VP-03, VS-11.
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    let world = World::new(vec![StepPlan::script("Say", "say hello")]);
    let world = world.variable("Slot", "blue").variable("Slot ", "elsewhere").variable("Slot  ", "here");
    bench.world(world).await;
    let change = |variable: &mut Variable| {
        let prompt =
            Prompt { label: "Slot".to_owned(), description: None, required: false, display_settings: BTreeMap::new() };
        match variable.name.as_str() {
            "Slot" => variable.prompt = Some(prompt),
            "Slot " => {
                variable.scope.0.insert(ScopeField::Environment, vec!["Environments-9".to_owned()]);
            }
            _ => {
                variable.scope.0.insert(ScopeField::Environment, vec!["Environments-1".to_owned()]);
            }
        }
        variable.id = format!("id of {}", variable.name);
        variable.name = variable.name.trim().to_owned();
    };
    bench.change_variables(change).await;
    let engine = bench.engine();
    let answers = |answers: &'static [(&str, &str)]| {
        move |deployment: &mut pulpo_domain::deployment::Deployment, _: &mut pulpo_domain::task::Task| {
            let answers = answers.iter().map(|(id, text)| ((*id).to_owned(), FormValue::Plain((*text).to_owned())));
            deployment.form_values = answers.collect();
        }
    };
    let task = bench.deploy_with(answers(&[("id of Slot", "answered"), ("id of Slot ", "for another place")])).await;
    bench.end_of(&task).await;
    assert_eq!(shown(&told(&launcher), "Slot").0, "answered");
    let task = bench.deploy_with(answers(&[])).await;
    bench.end_of(&task).await;
    assert_eq!(shown(&told(&launcher), "Slot").0, "here");
    engine.drain().await;
}

#[tokio::test]
async fn the_server_tells_what_it_knows_row_by_row() {
    // variables.md VY, as far as a step that runs on the server can have it.
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    let fails = StepPlan::script("Fails", "set Url=http://x\nexit 3");
    let always = StepPlan::script("After", "say hello").when(pulpo_domain::process::Condition::Always);
    let last = StepPlan::script("Last", "say bye").when(pulpo_domain::process::Condition::Always);
    bench.world(World::new(vec![fails, always, last]).target("web01", "web")).await;
    let creator = |tx: &mut pulpo_store::Tx<'_>| {
        let user = User {
            id: "Users-1".into(),
            username: "ann".to_owned(),
            display_name: "Ann Lee".to_owned(),
            email_address: Some("ann@example.com".to_owned()),
            is_active: true,
            is_service: false,
            password_hash: None,
            created: tx.now(),
        };
        tx.insert(&Granted::<UserEdit, _>::by_server(user))?;
        Ok::<_, StoreError>(())
    };
    bench.store.write(creator).await.unwrap();
    let engine = bench.engine();
    let by_ann = |deployment: &mut pulpo_domain::deployment::Deployment, _: &mut pulpo_domain::task::Task| {
        deployment.deployed_by_id = "Users-1".into();
        deployment.comments = Some("for the shop".to_owned());
    };
    let task = bench.deploy_with(by_ann).await;
    bench.end_of(&task).await;
    let plays = launcher.plays();
    let at = |position: usize| -> BTreeMap<String, String> {
        let variables = plays[position].document.variables.iter();
        variables.map(|variable| (variable.name.clone(), variable.value.clone())).collect()
    };
    let variables = at(1);
    let rows = [
        ("Octopus.Space.Id", "Spaces-1"),
        ("Octopus.Space.Name", "Default"),
        ("Octopus.Project.Id", "Projects-1"),
        ("Octopus.Project.Name", "Web Shop"),
        ("Octopus.ProjectGroup.Id", "ProjectGroups-1"),
        ("Octopus.ProjectGroup.Name", "Default Project Group"),
        ("Octopus.Environment.Id", "Environments-1"),
        ("Octopus.Environment.Name", "Test"),
        ("Octopus.Environment.SortOrder", "0"),
        ("Octopus.Release.Id", "Releases-1"),
        ("Octopus.Release.Number", "1.0.4"),
        ("Octopus.Release.Notes", ""),
        ("Octopus.Release.Channel.Name", "Default"),
        ("Octopus.Deployment.Comments", "for the shop"),
        ("Octopus.Deployment.CreatedBy.Id", "Users-1"),
        ("Octopus.Deployment.CreatedBy.DisplayName", "Ann Lee"),
        ("Octopus.Deployment.CreatedBy.EmailAddress", "ann@example.com"),
        ("Octopus.Deployment.ForcePackageDownload", "False"),
        ("Octopus.Deployment.SpecificMachines", ""),
        ("Octopus.Deployment.ExcludedMachines", ""),
        ("Octopus.Deployment.WorkItems", "[]"),
        ("Octopus.Deployment.ChangesMarkdown", "**1.0.4**\n"),
        ("Octopus.Task.Id", task.as_str()),
        ("Octopus.Step.Id", "step-After"),
        ("Octopus.Step.Name", "After"),
        ("Octopus.Step.Number", "2"),
        ("Octopus.Step.Status.Code", "Running"),
        ("Octopus.Step[Fails].Status.Code", "Failed"),
        ("Octopus.Step[After].Status.Code", "Running"),
        ("Octopus.Step[Last].Status.Code", "Pending"),
        ("Octopus.Action.Id", "action-After"),
        ("Octopus.Action.Name", "After"),
        ("Octopus.Action.Number", "2"),
        ("Octopus.Action.IsSkipped", ""),
        ("Octopus.Action[Fails].Number", "1"),
        ("Octopus.Action[Fails].Script.Syntax", "Bash"),
        ("Octopus.Action[Fails].Output.Url", "http://x"),
        ("Octopus.Action.Script.ScriptBody", "say hello"),
        ("Octopus.Web.ProjectLink", "/app#/Spaces-1/projects/web-shop"),
        ("Octopus.Web.ReleaseLink", "/app#/Spaces-1/releases/Releases-1"),
    ];
    for (name, value) in rows {
        assert_eq!(variables.get(name).map(String::as_str), Some(value), "{name}");
    }
    for name in [
        "Octopus.Release.Created",
        "Octopus.Deployment.Id",
        "Octopus.Deployment.Name",
        "Octopus.Deployment.Created",
        "Octopus.Deployment.Error",
        "Octopus.Deployment.ErrorDetail",
        "Octopus.Step[Fails].Status.Error",
        "Octopus.Step[Fails].Status.ErrorDetail",
        "Octopus.Action[Fails].Status.Error",
        "Octopus.Task.Name",
        "Octopus.Task.QueueTime",
        "Octopus.Web.DeploymentLink",
    ] {
        assert!(variables.get(name).is_some_and(|value| !value.is_empty()), "{name}");
    }
    assert!(variables["Octopus.Deployment.Changes"].contains("\"Version\":\"1.0.4\""));
    // Nothing that is not so: no error before the first failure, no script of another step, no tenant.
    assert!(!at(0).contains_key("Octopus.Deployment.Error"));
    for absent in ["Octopus.Action[Fails].Script.ScriptBody", "Octopus.Deployment.Tenant.Id", "Octopus.Machine.Id"] {
        assert!(!variables.contains_key(absent), "{absent}");
    }
    assert_eq!(at(2)["Octopus.Step[After].Status.Code"], "Succeeded");
    engine.drain().await;
}

#[tokio::test]
async fn an_output_with_a_secret_in_it_is_not_kept_in_the_open() {
    let scratch = ScratchStore::sqlite();
    let (launcher, config) = fake(&scratch);
    let bench = Bench::new(&scratch.store, scratch.folder.path(), config);
    let first = StepPlan::script("First", "set Url=https://sa:hunter22@db\nset Plain=nothing");
    let world = World::new(vec![first, StepPlan::script("Second", "say hello")]);
    bench.world(world.secret("Password", "hunter22", &scratch.store)).await;
    let engine = bench.engine();
    let task = bench.deploy().await;
    bench.end_of(&task).await;
    let url = shown(&told(&launcher), "Octopus.Action[First].Output.Url").0.to_owned();
    assert_eq!(url, "https://sa:hunter22@db");
    let kept = bench.store.read(|tx| tx.query("SELECT document FROM job", &[])).await.unwrap();
    let kept: String = kept.iter().map(|row| row.text(0).unwrap().to_owned()).collect();
    assert!(kept.contains("nothing") && !kept.contains("hunter22"), "{kept}");
    engine.drain().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_uses_an_account_and_a_certificate_and_the_log_shows_neither_secret() {
    let scratch = ScratchStore::sqlite();
    let Some(launcher) = launcher(scratch.folder.path()) else { return };
    let bench = Bench::new(&scratch.store, scratch.folder.path(), launcher);
    let body = "echo \"as $(get_octopusvariable Db.Username) with $(get_octopusvariable Db.Password)\"\n\
                get_octopusvariable Db.Password | base64\n\
                get_octopusvariable Tls.PrivateKeyPem > key.pem; get_octopusvariable Tls.CertificatePem > cert.pem\n\
                cat key.pem; grep -c CERTIFICATE cert.pem\n\
                echo x > \"$(get_octopusvariable Db.Password).txt\"; new_octopusartifact hunter22.txt";
    bench
        .world(World::new(vec![StepPlan::script("Use", body)]).variable("Db", ACCOUNT).variable("Tls", CERTIFICATE))
        .await;
    bench.kind("Db", "UsernamePasswordAccount").await;
    bench.kind("Tls", "Certificate").await;
    bench.account(&[]).await;
    bench.certificate().await;
    let engine = bench.engine();
    let task = bench.deploy().await;
    let ended = bench.end_of(&task).await;
    let outline = bench.outline(&task);
    assert_eq!(ended.state.name(), "Success", "{}\n{outline}", ended.error_message);
    assert!(outline.contains("Info: as deployer with ********"), "{outline}");
    assert!(outline.contains("********2"), "the key is hidden whole, the certificate is there: {outline}");
    for line in std::str::from_utf8(FILE).unwrap().lines().skip_while(|line| !line.contains("PRIVATE KEY")) {
        assert!(line.starts_with("-----") || !outline.contains(line), "{line}");
    }
    assert!(!outline.contains("hunter22") && !outline.contains("aHVudGVyMjI"), "{outline}");
    let artifacts = bench.store.read(|tx| tx.list::<pulpo_domain::artifact::Artifact>(&pulpo_store::Query::new()));
    let artifacts: Result<_, StoreError> = artifacts.await;
    let artifacts: Vec<pulpo_domain::artifact::Artifact> = artifacts.unwrap();
    assert_eq!(artifacts[0].filename, "********.txt");
    engine.drain().await;
}
