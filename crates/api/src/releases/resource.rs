//! A release as the API shows it (http-api.md 8.1).

use pulpo_domain::release::Release;
use pulpo_wire::http::releases::{ReleaseResource, SelectedPackage};

use crate::build_information;
use crate::paging::links;
use crate::time;

pub(crate) fn resource(release: &Release) -> ReleaseResource {
    let space = format!("/api/{}", release.space_id);
    let own = format!("{space}/releases/{}", release.id);
    let selected_packages = release.selected_packages.iter().map(|package| SelectedPackage {
        action_name: package.action_name.clone(),
        package_reference_name: package.reference_name.clone(),
        step_name: package.action_name.clone(),
        version: package.version.clone(),
    });
    ReleaseResource {
        id: release.id.to_string(),
        space_id: release.space_id.to_string(),
        project_id: release.project_id.to_string(),
        version: release.version.clone(),
        channel_id: release.channel_id.to_string(),
        release_notes: release.release_notes.clone(),
        project_deployment_process_snapshot_id: release.process_snapshot_id.to_string(),
        project_variable_set_snapshot_id: release.variable_set_snapshot_id.to_string(),
        library_variable_set_snapshot_ids: release
            .library_variable_set_snapshot_ids
            .iter()
            .map(ToString::to_string)
            .collect(),
        ignore_channel_rules: release.ignore_channel_rules,
        build_information: release.builds.iter().map(build_information::in_release).collect(),
        assembled: time::text(release.assembled),
        selected_packages: selected_packages.collect(),
        selected_git_resources: Vec::new(),
        version_control_reference: None,
        custom_fields: release.custom_fields.clone(),
        variable_snapshot_concurrency_token: release.variable_snapshot_version.to_string(),
        links: links([
            ("Self", own.clone()),
            ("Project", format!("{space}/projects/{}", release.project_id)),
            ("Channel", format!("{space}/channels/{}", release.channel_id)),
            ("Progression", format!("{own}/progression")),
            ("Deployments", format!("{own}/deployments{{?skip,take}}")),
            ("DeploymentTemplate", format!("{own}/deployments/template")),
            ("DeploymentPreviews", format!("{own}/deployments/previews/")),
            ("Artifacts", format!("{space}/artifacts?regarding={}", release.id)),
            ("ProjectVariableSnapshot", format!("{space}/variables/{}", release.variable_set_snapshot_id)),
            (
                "ProjectDeploymentProcessSnapshot",
                format!("{space}/deploymentprocesses/{}", release.process_snapshot_id),
            ),
            ("SnapshotVariables", format!("{own}/snapshot-variables")),
            ("Variables", format!("{own}/variables")),
            ("Defects", format!("{own}/defects")),
            ("ReportDefect", format!("{own}/defects")),
            ("ResolveDefect", format!("{own}/defects/resolve")),
            ("MissingPackages", format!("{own}/missingPackages")),
            ("Web", format!("/app#/{}/releases/{}", release.space_id, release.id)),
        ]),
    }
}
