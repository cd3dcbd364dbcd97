//! The documents of a small server: one space, one project with one package step, two environments.

use serde_json::{Value, json};

use crate::stub::{Reply, Stub};

/// A stub that knows the world.
pub(crate) fn start() -> Stub {
    let stub = Stub::start();
    stub.get("/api", &root());
    stub.get("/api/spaces", &page("spaces", &[space()]));
    stub.get("/api/spaces/Spaces-2", &space());
    stub.get("/api/Spaces-2", &json!({ "Id": "Spaces-2", "Links": space_links() }));
    let me = json!({
        "Id": "Users-21", "DisplayName": "Ann Lee", "EmailAddress": "ann@example.com", "IsService": false,
        "Links": { "Self": "/api/users/Users-21", "Spaces": "/api/users/Users-21/spaces" },
    });
    stub.get("/api/users/me", &me);

    for (id, name) in [("Environments-11", "Test"), ("Environments-12", "Live")] {
        stub.get(&at(&format!("environments/{id}")), &environment(id, name));
        stub.get(&at(&format!("environments?name={name}")), &page("environments", &[environment(id, name)]));
    }
    stub.get(
        &at("environments"),
        &page("environments", &[environment("Environments-11", "Test"), environment("Environments-12", "Live")]),
    );
    stub.get(&at("environments?name=Nowhere"), &page("environments", &[]));
    stub.get(&at("projects"), &page("projects", &[project()]));
    stub.get(&at("projects/Projects-7"), &project());
    stub.get(&at("projects/Projects-7/channels"), &page("projects/Projects-7/channels", &[channel()]));
    stub.get(&at("projects/Projects-7/deploymentsettings"), &json!({ "ReleaseNotesTemplate": null }));
    stub.get(&at("deploymentprocesses/deploymentprocess-Projects-7"), &process());
    stub.get(&at("deploymentprocesses/deploymentprocess-Projects-7/template"), &template());
    stub.get(&at("feeds"), &page("feeds", &[feed()]));
    stub.get(&at("feeds/feeds-builtin/packages"), &json!([{ "PackageId": "Acme.Web", "Version": "1.2.3" }]));
    stub.get(&at("projects/Projects-7/releases/1.0.5"), &release());
    stub.reply(&format!("POST {}", at("releases")), [Reply::json(201, &release())]);
    stub.get(&at("releases/Releases-30"), &release());
    stub.get(&at("releases/Releases-30/deployments/template"), &deployment_template());
    for environment in ["Environments-11", "Environments-12"] {
        stub.get(&at(&format!("releases/Releases-30/deployments/preview/{environment}")), &preview());
    }
    stub.reply(&format!("POST {}", at("deployments")), [Reply::json(201, &deployment())]);
    stub.get(&at("deployments/Deployments-40"), &deployment());
    task_goes_through(&stub, &["Queued", "Executing", "Success"]);
    stub.reply("GET /api/tasks/ServerTasks-500/raw", [Reply::text(200, "Task log\n16:17:48   Error    |   boom\n")]);
    stub
}

/// The path of something in the space.
pub(crate) fn at(path: &str) -> String {
    format!("/api/Spaces-2/{path}")
}

/// Sets the states that the deployment's task shows, look by look.
pub(crate) fn task_goes_through(stub: &Stub, states: &[&str]) {
    stub.reply("GET /api/tasks/ServerTasks-500", states.iter().map(|state| Reply::json(200, &task(state))));
}

pub(crate) fn task(state: &str) -> Value {
    json!({
        "Id": "ServerTasks-500", "Name": "Deploy", "Description": "Deploy Web Shop release 1.0.5 to Test",
        "State": state, "ErrorMessage": if state == "Failed" { "The step failed." } else { "" },
        "IsCompleted": matches!(state, "Success" | "Failed"), "FinishedSuccessfully": state == "Success",
        "Links": {
            "Self": "/api/tasks/ServerTasks-500", "Raw": "/api/tasks/ServerTasks-500/raw",
            "Cancel": "/api/tasks/ServerTasks-500/cancel",
            "Details": "/api/tasks/ServerTasks-500/details{?verbose,tail}",
        },
    })
}

pub(crate) fn root() -> Value {
    json!({
        "Application": "Octopus Deploy", "Version": "2024.3.12345", "ApiVersion": "3.0.0",
        "Links": {
            "Self": "/api", "Spaces": "/api/spaces{/id}{?name,skip,ids,take,partialName}",
            "CurrentUser": "/api/users/me", "SignIn": "/api/users/login{?returnUrl}",
            "Tasks": "/api/tasks{/id}{?skip,ids,take,spaces,includeSystem}",
        },
    })
}

pub(crate) fn space() -> Value {
    json!({ "Id": "Spaces-2", "Name": "Shop", "IsDefault": true, "Links": {
        "Self": "/api/spaces/Spaces-2", "SpaceHome": "/api/Spaces-2",
    } })
}

fn space_links() -> Value {
    let templates = [
        ("Channels", "channels{/id}{?skip,take,ids,partialName}"),
        ("DashboardDynamic", "dashboard/dynamic{?projects,environments,includePrevious}"),
        ("DeploymentProcesses", "deploymentprocesses{/id}{?skip,take,ids}"),
        ("Deployments", "deployments{/id}{?skip,take,ids,projects,environments,tenants,channels}"),
        ("Environments", "environments{/id}{?name,skip,ids,take,partialName}"),
        ("Feeds", "feeds{/id}{?skip,take,ids,partialName,feedType,name}"),
        ("Lifecycles", "lifecycles{/id}{?skip,take,ids,partialName}"),
        ("Machines", "machines{/id}{?skip,take,name,ids,partialName}"),
        ("Packages", "packages{/id}{?nuGetPackageId,filter,latest,skip,take,includeNotes}"),
        ("VariablesExplain", "variables/explain{?project,name,environment,machine,role,channel,action}"),
        ("PackageUpload", "packages/raw{?replace,overwriteMode}"),
        ("PackageDeltaSignature", "packages/{packageId}/{version}/delta-signature"),
        ("PackageDeltaUpload", "packages/{packageId}/{baseVersion}/delta{?replace,overwriteMode}"),
        ("BuildInformation", "build-information{/id}{?packageId,filter,latest,skip,take,overwriteMode}"),
        ("ProjectGroups", "projectgroups{/id}{?skip,take,ids,partialName}"),
        ("Projects", "projects{/id}{?name,skip,ids,clone,take,partialName}"),
        ("Releases", "releases{/id}{?skip,ignoreChannelRules,take,ids}"),
        ("TagSets", "tagsets{/id}{?skip,take,ids,partialName}"),
        ("Tenants", "tenants{/id}{?skip,projectId,name,tags,take,ids,clone,partialName}"),
        ("TenantsStatus", "tenants/status"),
        ("VersionRuleTest", "channels/rule-test{?version,versionRange,preReleaseTag,feetType}"),
        ("WorkerPools", "workerpools{/id}{?name,skip,ids,take,partialName}"),
        ("Workers", "workers{/id}{?skip,take,name,ids,partialName}"),
    ];
    templates.iter().map(|(name, template)| ((*name).to_owned(), Value::from(at(template)))).collect()
}

/// A page that holds everything.
pub(crate) fn page(path: &str, items: &[Value]) -> Value {
    json!({
        "ItemType": "Thing", "TotalResults": items.len(), "ItemsPerPage": 30, "Items": items,
        "Links": { "Self": at(path) },
    })
}

pub(crate) fn environment(id: &str, name: &str) -> Value {
    json!({ "Id": id, "Name": name, "Links": { "Self": at(&format!("environments/{id}")) } })
}

pub(crate) fn project() -> Value {
    let own = at("projects/Projects-7");
    json!({
        "Id": "Projects-7", "Name": "Web Shop", "Slug": "web-shop", "IsVersionControlled": false, "IsDisabled": false,
        "DeploymentProcessId": "deploymentprocess-Projects-7", "AutoDeployReleaseOverrides": [], "Future": { "Kept": 1 },
        "Links": {
            "Self": own, "Channels": format!("{own}/channels{{/id}}{{?skip,take,partialName}}"),
            "Releases": format!("{own}/releases{{/version}}{{?skip,take,searchByVersion}}"),
            "DeploymentSettings": format!("{own}/deploymentsettings"),
            "Runbooks": format!("{own}/runbooks{{?skip,take,partialName}}"),
        },
    })
}

pub(crate) fn channel() -> Value {
    json!({
        "Id": "Channels-9", "Name": "Default", "ProjectId": "Projects-7", "IsDefault": true, "Rules": [],
        "LifecycleId": null, "Description": null, "Links": { "Self": at("channels/Channels-9") },
    })
}

pub(crate) fn process() -> Value {
    let own = at("deploymentprocesses/deploymentprocess-Projects-7");
    json!({
        "Id": "deploymentprocess-Projects-7",
        "Steps": [{ "Name": "Deploy web", "Actions": [{
            "Name": "Deploy web", "IsDisabled": false, "Channels": [],
            "Properties": { "Octopus.Action.Package.PackageId": "Acme.Web" },
        }] }],
        "Links": { "Self": own, "Template": format!("{own}/template{{?channel,releaseId}}") },
    })
}

pub(crate) fn template() -> Value {
    json!({
        "NextVersionIncrement": "1.0.5", "VersioningPackageStepName": null,
        "Packages": [{
            "ActionName": "Deploy web", "StepName": "Deploy web", "PackageReferenceName": "", "PackageId": "Acme.Web",
            "FeedId": "feeds-builtin", "IsResolvable": true, "FixedVersion": null,
        }],
        "Links": {},
    })
}

fn feed() -> Value {
    json!({ "Id": "feeds-builtin", "Name": "Octopus Server (built-in)", "Links": {
        "SearchTemplate": at("feeds/feeds-builtin/packages{?packageId,partialMatch,includeMultipleVersions,includeNotes,\
                              includePreRelease,versionRange,preReleaseTag,take}"),
    } })
}

pub(crate) fn release() -> Value {
    let own = at("releases/Releases-30");
    json!({
        "Id": "Releases-30", "Version": "1.0.5", "ProjectId": "Projects-7", "ChannelId": "Channels-9",
        "Assembled": "2024-08-21T16:17:46.750+00:00", "ReleaseNotes": "First\nSecond",
        "SelectedPackages": [{ "ActionName": "Deploy web", "StepName": "Deploy web", "Version": "1.2.3" }],
        "Links": {
            "Self": own, "Web": "/app#/Spaces-2/releases/Releases-30",
            "DeploymentTemplate": format!("{own}/deployments/template"),
            "SnapshotVariables": format!("{own}/snapshot-variables"), "Defects": format!("{own}/defects"),
            "ReportDefect": format!("{own}/defects"), "ResolveDefect": format!("{own}/defects/resolve"),
        },
    })
}

fn deployment_template() -> Value {
    let target = |id: &str, name: &str, tenant: &str| {
        let preview = at(&format!("releases/Releases-30/deployments/preview/{id}{tenant}"));
        json!({ "Id": id, "Name": name, "Links": { "Preview": preview } })
    };
    json!({
        "PromoteTo": [target("Environments-11", "Test", "")],
        "TenantPromotions": [
            { "Id": "Tenants-1", "Name": "North", "PromoteTo": [target("Environments-11", "Test", "/Tenants-1")] },
            { "Id": "Tenants-2", "Name": "South", "PromoteTo": [] },
        ],
        "Links": {},
    })
}

pub(crate) fn preview() -> Value {
    json!({
        "StepsToExecute": [{ "ActionId": "a1b2", "ActionName": "Deploy web", "HasNoApplicableMachines": false }],
        "Form": { "Values": {}, "Elements": [] }, "UseGuidedFailureModeByDefault": false, "Links": {},
    })
}

pub(crate) fn deployment() -> Value {
    json!({
        "Id": "Deployments-40", "Name": "Deploy to Test", "ReleaseId": "Releases-30", "ProjectId": "Projects-7",
        "ChannelId": "Channels-9", "EnvironmentId": "Environments-11", "TenantId": null, "TaskId": "ServerTasks-500",
        "Created": "2024-08-21T16:17:46.750+00:00", "QueueTime": null, "UseGuidedFailure": false, "SkipActions": [],
        "SpecificMachineIds": [], "ExcludedMachineIds": [],
        "Links": { "Self": at("deployments/Deployments-40"), "Environment": at("environments/Environments-11") },
    })
}
