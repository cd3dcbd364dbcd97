//! The links of the root documents (http-api.md 2.3). A link is here only if what it leads to exists.

use pulpo_wire::http::values::Links;

/// Links of the server as a whole.
const SERVER: &[(&str, &str)] = &[
    ("Self", "/api"),
    ("AccessLeast", "/api/access/least{?user,since}"),
    ("AccessUse", "/api/access/use{?user,since}"),
    ("AccessWhatIf", "/api/access/whatif"),
    ("AccessWhy", "/api/access/why{?user,permission,project,projectGroup,environment,tenant,level}"),
    ("AzureEnvironments", "/api/accounts/azureenvironments"),
    ("TeamMembership", "/api/teammembership{?userId,spaces,includeSystem}"),
    ("TeamMembershipPreviewTeam", "/api/teammembership/previewteam"),
    ("Authentication", "/api/authentication"),
    ("Configuration", "/api/configuration{/id}"),
    ("CurrentUser", "/api/users/me"),
    ("EventCategories", "/api/events/categories{?appliesTo}"),
    ("OctopusServerClusterSummary", "/api/octopusservernodes/summary"),
    ("OctopusServerNodes", "/api/octopusservernodes{/id}{?skip,take,ids,partialName}"),
    ("PermissionDescriptions", "/api/permissions/all"),
    ("ServerHealthStatus", "/api/serverstatus/health"),
    ("ServerStatus", "/api/serverstatus"),
    ("SignIn", "/api/users/login{?returnUrl}"),
    ("SignOut", "/api/users/logout"),
    ("SpaceHome", "/api/{spaceId}"),
    ("Spaces", "/api/spaces{/id}{?name,skip,ids,take,partialName}"),
    ("TaskTypes", "/api/tasks/taskTypes"),
    ("TaskWait", "/api/tasks/{id}{?waitForChange,knownState}"),
    ("UserRoles", "/api/userroles{/id}{?skip,take,ids,partialName}"),
    ("Invitations", "/api/users/invitations{/id}"),
    ("Register", "/api/users/register"),
    ("Users", "/api/users{/id}{?skip,take,ids,filter}"),
    ("Web", "/app"),
    ("CurrentLicense", "/api/licenses/licenses-current"),
    ("CurrentLicenseStatus", "/api/licenses/licenses-current-status"),
    ("EventAgents", "/api/events/agents"),
    ("EventDocumentTypes", "/api/events/documenttypes"),
    ("EventGroups", "/api/events/groups{?appliesTo}"),
    ("ExtensionStats", "/api/serverstatus/extensions"),
    ("FeaturesConfiguration", "/api/featuresconfiguration"),
    ("MaintenanceConfiguration", "/api/maintenanceconfiguration"),
    ("ServerConfiguration", "/api/serverconfiguration"),
    ("SmtpIsConfigured", "/api/smtpconfiguration/isconfigured"),
    ("Timezones", "/api/serverstatus/timezones"),
];

/// Links that stand in both kinds of root document.
const BOTH: &[(&str, &str)] = &[
    (
        "Events",
        "/api/events{/id}{?skip,regarding,regardingAny,user,users,projects,projectGroups,environments,eventGroups,eventCategories,tenants,from,to,fromAutoId,toAutoId,documentTypes,asCsv,take,ids,spaces,includeSystem}",
    ),
    ("ScopedUserRoles", "/api/scopeduserroles{/id}{?skip,take,ids,partialName,spaces,includeSystem}"),
    (
        "Tasks",
        "/api/tasks{/id}{?skip,active,environment,tenant,runbook,project,name,node,running,states,hasPendingInterruptions,hasWarningsOrErrors,take,ids,partialName,spaces,includeSystem}",
    ),
    ("Teams", "/api/teams{/id}{?skip,take,ids,partialName,spaces,includeSystem}"),
];

/// Links of a space, below its own address.
const SPACE: &[(&str, &str)] = &[
    ("Self", ""),
    ("AccessLeast", "/access/least{?user,since}"),
    ("AccessUse", "/access/use{?user,since}"),
    ("AccessWhatIf", "/access/whatif"),
    ("AccessWhy", "/access/why{?user,permission,project,projectGroup,environment,tenant,level}"),
    ("Accounts", "/accounts{/id}{?skip,take,ids,partialName,accountType}"),
    ("Artifacts", "/artifacts{/id}{?skip,take,regarding,ids,partialName,order}"),
    ("BuildInformation", "/build-information{/id}{?packageId,filter,latest,skip,take,overwriteMode}"),
    ("BuildInformationBulk", "/build-information/bulk{?ids}"),
    ("BuiltInFeedStats", "/feeds/stats"),
    ("Certificates", "/certificates{/id}{?skip,take,search,archived,orderBy,ids,partialName}"),
    ("Channels", "/channels{/id}{?skip,take,ids,partialName}"),
    (
        "Dashboard",
        "/dashboard{?projectId,releaseId,selectedTenants,selectedTags,showAll,highestLatestVersionPerProjectAndEnvironment}",
    ),
    ("DashboardDynamic", "/dashboard/dynamic{?projects,environments,includePrevious}"),
    ("DeploymentProcesses", "/deploymentprocesses{/id}{?skip,take,ids}"),
    ("Deployments", "/deployments{/id}{?skip,take,ids,projects,environments,tenants,channels,taskState,partialName}"),
    ("Environments", "/environments{/id}{?name,skip,ids,take,partialName}"),
    ("EnvironmentSortOrder", "/environments/sortorder"),
    ("Feeds", "/feeds{/id}{?skip,take,ids,partialName,feedType,name}"),
    ("LibraryVariables", "/libraryvariablesets{/id}{?skip,contentType,take,ids,partialName}"),
    ("Lifecycles", "/lifecycles{/id}{?skip,take,ids,partialName}"),
    ("MachinePolicies", "/machinepolicies{/id}{?skip,take,ids,partialName}"),
    ("MachineRoles", "/machineroles/all"),
    (
        "Machines",
        "/machines{/id}{?skip,take,name,ids,partialName,roles,isDisabled,healthStatuses,commStyles,tenantIds,tenantTags,environmentIds,thumbprint,deploymentId,shellNames}",
    ),
    ("PackageNotesList", "/packages/notes{?packageIds}"),
    ("Packages", "/packages{/id}{?nuGetPackageId,filter,latest,skip,take,includeNotes}"),
    ("PackagesBulk", "/packages/bulk{?ids}"),
    ("PackageUpload", "/packages/raw{?replace,overwriteMode}"),
    ("ProjectGroups", "/projectgroups{/id}{?skip,take,ids,partialName}"),
    ("Projects", "/projects{/id}{?name,skip,ids,clone,take,partialName,clonedFromProjectId}"),
    ("Releases", "/releases{/id}{?skip,ignoreChannelRules,take,ids}"),
    ("SpaceSearch", "/search{?keyword}"),
    ("TenantsStatus", "/tenants/status"),
    ("VariableNames", "/variables/names{?project,runbook,projectEnvironmentsFilter}"),
    ("VariablesExplain", "/variables/explain{?project,name,environment,machine,role,channel,action}"),
    ("VariablePreview", "/variables/preview{?project,runbook,environment,channel,tenant,action,machine,role}"),
    ("Variables", "/variables{/id}{?ids}"),
    ("VersionRuleTest", "/channels/rule-test{?version,versionRange,preReleaseTag,feedType}"),
    ("WorkerPools", "/workerpools{/id}{?name,skip,ids,take,partialName}"),
    ("DashboardConfiguration", "/dashboardconfiguration"),
    ("DiscoverMachine", "/machines/discover{?host,port,type,proxyId}"),
    ("Interruptions", "/interruptions{/id}{?skip,take,regarding,pendingOnly,ids}"),
    ("MachineOperatingSystems", "/machines/operatingsystem/names/all"),
    ("MachinePolicyTemplate", "/machinepolicies/template"),
    ("MachineShells", "/machines/operatingsystem/shells/all"),
    ("TagSets", "/tagsets{/id}{?skip,take,ids,partialName}"),
    ("Tenants", "/tenants{/id}{?skip,projectId,name,tags,take,ids,clone,partialName,clonedFromTenantId}"),
    ("WorkerPoolsDynamicWorkerTypes", "/workerpools/dynamicworkertypes"),
    (
        "WorkerPoolsSummary",
        "/workerpools/summary{?ids,partialName,machinePartialName,isDisabled,healthStatuses,commStyles,hideEmptyWorkerPools,shellNames}",
    ),
    ("WorkerPoolsSupportedTypes", "/workerpools/supportedtypes"),
    (
        "Workers",
        "/workers{/id}{?skip,take,name,ids,partialName,isDisabled,healthStatuses,commStyles,workerPoolIds,thumbprint,shellNames}",
    ),
];

fn insert(links: &mut Links, prefix: &str, table: &[(&str, &str)]) {
    links.extend(table.iter().map(|(name, link)| ((*name).to_owned(), format!("{prefix}{link}"))));
}

/// The links of the server; those of the default space stand among them for clients that know of no spaces.
pub(super) fn of_server(default_space: Option<&str>) -> Links {
    let mut links = Links::new();
    if let Some(space) = default_space {
        insert(&mut links, &format!("/api/{space}"), SPACE);
    }
    insert(&mut links, "", BOTH);
    insert(&mut links, "", SERVER);
    links
}

pub(super) fn of_space(space: &str) -> Links {
    let mut links = Links::new();
    insert(&mut links, "", BOTH);
    insert(&mut links, &format!("/api/{space}"), SPACE);
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::{Area, Method};

    /// The address of a template, without what stands in braces.
    fn bare(template: &str) -> Vec<String> {
        let text = template
            .split("{?")
            .next()
            .unwrap_or_default()
            .replace("{/id}", "")
            .replace("{id}", "x")
            .replace("{spaceId}", "");
        text.trim_start_matches("/api").split('/').filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
    }

    #[test]
    fn every_link_leads_to_a_route() {
        let routes = crate::table::routes();
        let exists = |segments: &[String], space: bool| {
            routes.iter().any(|route| {
                let parts: Vec<&str> = route.path.split('/').filter(|part| !part.is_empty()).collect();
                let of_area = if space { route.area != Area::System } else { route.area != Area::Space };
                of_area
                    && matches!(route.method, Method::Get | Method::Post | Method::Put)
                    && parts.len() == segments.len()
                    && parts
                        .iter()
                        .zip(segments)
                        .all(|(part, given)| part.starts_with('{') || part.eq_ignore_ascii_case(given))
            })
        };
        for (name, link) in SERVER.iter().chain(BOTH).filter(|(name, _)| *name != "Web") {
            assert!(exists(&bare(link), false), "the link {name} leads nowhere: {link}");
        }
        for (name, link) in SPACE {
            let leads = exists(&bare(link), true) || exists(&[bare(link), vec!["x".to_owned()]].concat(), true);
            assert!(leads, "the link {name} leads nowhere: {link}");
        }
    }
}
