//! A web application of two thousand files, deployed with everything that a package step can do to files: compared byte
//! for byte with what its authors expect.
//!
//! What is expected is written down beside what is packed; none of it is computed by the programs under test.

mod pages;
mod special;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::lab::{Lab, ensure, id};
use super::{Check, Verdict};
use crate::machine::{self, Profile, command, program};
use crate::server::API_KEY;

pub(super) const CHECKS: &[Check] = &[(
    "a web application of 2,000 files is deployed with substitution, structured variables, transforms and scripts, byte for byte",
    deployed,
)];

const PACKAGE: &str = "Kraken.Shop";
const STEP: &str = "Deploy the shop";
const FILES: usize = 2000;
const SECRET: &str = "pa\"ss\\w\u{f6}rd-77";

/// A file of the package, and what is to become of it; nothing for a script that is deleted when it has run.
struct Packed {
    path: String,
    content: Vec<u8>,
    expected: Option<Vec<u8>>,
}

impl Packed {
    fn new(path: impl Into<String>, content: impl AsRef<[u8]>, expected: impl AsRef<[u8]>) -> Self {
        let (content, expected) = (content.as_ref().to_vec(), Some(expected.as_ref().to_vec()));
        Self { path: path.into(), content, expected }
    }

    fn untouched(path: impl Into<String>, content: impl AsRef<[u8]>) -> Self {
        Self::new(path, &content, &content)
    }

    fn script(path: &str, content: &str) -> Self {
        Self { path: path.to_owned(), content: content.as_bytes().to_vec(), expected: None }
    }
}

fn deployed(profile: Profile) -> Result<Verdict> {
    let mut files = special::files();
    files.extend(pages::files(FILES - files.len()));
    ensure(files.len() == FILES, || format!("the package has {} files", files.len()))?;
    let lab = Lab::start(profile)?;
    push(&lab, profile, &files)?;
    prepare(&lab)?;
    let selected = json!([{ "ActionName": STEP, "PackageReferenceName": "", "Version": "1.0.0" }]);
    let body = json!({ "ProjectId": lab.project, "Version": pages::RELEASE, "SelectedPackages": selected });
    let task = lab.deploy(&id(&lab.client.post("/api/Spaces-1/releases", &body)?)?)?;
    let state = lab.end_of(&task)?;
    let log = lab.log(&task)?;
    ensure(state == "Success", || format!("the deployment ended in {state}: {log}"))?;
    ensure(!log.contains(SECRET), || format!("the log holds the secret: {log}"))?;
    let mut expected: BTreeMap<String, Vec<u8>> =
        files.into_iter().filter_map(|file| Some((file.path, file.expected?))).collect();
    expected.insert("order.txt".to_owned(), special::ORDER.as_bytes().to_vec());
    let bytes: usize = expected.values().map(Vec::len).sum();
    compare(&expected, &read(&lab.path("site"))?)?;
    Ok(Verdict::Measured(format!("{} files, {} KiB, the same", expected.len(), bytes / 1024)))
}

fn push(lab: &Lab, profile: Profile, files: &[Packed]) -> Result<()> {
    let content = lab.path("content");
    for file in files {
        let path = content.join(&file.path);
        fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
        fs::write(path, &file.content)?;
    }
    let octo = |verb: &str| {
        let mut octo = command(program("pulpo", profile));
        octo.arg(verb).stdout(Stdio::null());
        octo
    };
    let mut pack = octo("pack");
    pack.arg(format!("--id={PACKAGE}")).args(["--version=1.0.0", "--format=Zip"]);
    pack.arg(format!("--basePath={}", content.display())).arg(format!("--outFolder={}", lab.folder.path().display()));
    machine::must(pack)?;
    let mut push = octo("push");
    push.arg(format!("--package={}", lab.path(&format!("{PACKAGE}.1.0.0.zip")).display()));
    push.env("OCTOPUS_CLI_SERVER", &lab.server.url).env("OCTOPUS_CLI_API_KEY", API_KEY);
    machine::must(push)
}

/// Gives the project its process and its variables.
fn prepare(lab: &Lab) -> Result<()> {
    let features = [
        "CustomScripts",
        "CustomDirectory",
        "SubstituteInFiles",
        "JsonConfigurationVariables",
        "ConfigurationTransforms",
        "ConfigurationVariables",
    ];
    let features = features.map(|feature| format!("Octopus.Features.{feature}")).join(",");
    let path = format!("/api/Spaces-1/projects/{}/deploymentprocesses", lab.project);
    let mut process = lab.client.get(&path)?;
    process["Steps"] = json!([{
        "Name": STEP,
        "Actions": [{
            "Name": STEP,
            "ActionType": "Octopus.TentaclePackage",
            "Packages": [{ "Name": "", "PackageId": PACKAGE, "FeedId": "feeds-builtin", "AcquisitionLocation": "Server" }],
            "Properties": {
                "Octopus.Action.RunOnServer": "True",
                "Octopus.Action.EnabledFeatures": features,
                "Octopus.Action.Package.CustomInstallationDirectory": lab.path("site").display().to_string(),
                "Octopus.Action.SubstituteInFiles.TargetFiles": "**/*.html\nassets\\notes\\*.txt",
                "Octopus.Action.Package.JsonConfigurationVariablesTargets": "config/*.{json,yaml,properties}\nconfig/*.xml",
                "Octopus.Action.Package.AutomaticallyRunConfigurationTransformationFiles": "True",
                "Octopus.Action.Package.AdditionalXmlConfigurationTransforms": "transforms/policy.my.xml => policy.xml",
                "Octopus.Action.Package.AutomaticallyUpdateAppSettingsAndConnectionStrings": "True",
                "Octopus.Action.CustomScripts.PreDeploy.sh": "echo \"configured pre in #{Octopus.Environment.Name}\" >>order.txt",
                "Octopus.Action.CustomScripts.Deploy.sh": "echo 'configured deploy' >>order.txt\r\n",
                "Octopus.Action.CustomScripts.PostDeploy.sh": "echo 'configured post' >>order.txt"
            }
        }]
    }]);
    lab.client.put(&path, &process)?;
    let path = format!("/api/Spaces-1/projects/{}/variables", lab.project);
    let mut variables = lab.client.get(&path)?;
    let plain = special::VARIABLES.iter().map(|(name, value)| json!({ "Name": name, "Value": value }));
    let applications = lab.path("Applications").display().to_string();
    let more = [
        json!({ "Name": "SiteHost", "Value": "dev.example.test" }),
        json!({ "Name": "SiteHost", "Value": "shop.example.test", "Scope": { "Environment": [lab.environment] } }),
        json!({ "Name": "Database:Password", "Value": SECRET, "IsSensitive": true, "Type": "Sensitive" }),
        json!({ "Name": "Octopus.Tentacle.Agent.ApplicationDirectoryPath", "Value": applications }),
    ];
    variables["Variables"] = Value::Array(plain.chain(more).collect());
    lab.client.put(&path, &variables)?;
    Ok(())
}

/// All files below a folder.
fn read(root: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("could not list {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
                found.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(found)
}

fn compare(expected: &BTreeMap<String, Vec<u8>>, got: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let mut wrong: Vec<String> = Vec::new();
    for (name, bytes) in expected {
        match got.get(name) {
            Some(found) if found == bytes => {}
            Some(found) => wrong.push(format!("{name} is\n{}\nnot\n{}", shown(found), shown(bytes))),
            None => wrong.push(format!("{name} is not there")),
        }
    }
    wrong.extend(got.keys().filter(|name| !expected.contains_key(*name)).map(|name| format!("{name} is too much")));
    ensure(wrong.is_empty(), || {
        format!("{} files are wrong, among them:\n{}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"))
    })
}

fn shown(bytes: &[u8]) -> String {
    format!("{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(800)]))
}
