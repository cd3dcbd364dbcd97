//! Who names an account or a certificate, as both answer it.

use pulpo_app::references::{Usages, User};
use pulpo_wire::http::infrastructure_accounts::{
    FrozenUsage, LibraryVariableUsage, ProjectVariableUsage, StepUsage, UsageResource,
};

pub(crate) fn resource(usages: Usages) -> UsageResource {
    let mut resource = UsageResource { count_of_usages_user_cannot_see: usages.hidden, ..UsageResource::default() };
    for user in usages.users {
        match user {
            User::ProjectVariable { project, variable } => resource.project_variable_sets.push(ProjectVariableUsage {
                project_id: project.id.to_string(),
                project_name: project.name,
                project_slug: project.slug,
                variable_name: variable,
            }),
            User::LibraryVariable { library, variable } => resource.library_variable_sets.push(LibraryVariableUsage {
                library_variable_set_id: library.id.to_string(),
                library_variable_set_name: library.name,
                variable_name: variable,
            }),
            User::Step { project, process_id, step_id, step } => resource.deployment_processes.push(StepUsage {
                project_id: project.id.to_string(),
                project_name: project.name,
                project_slug: project.slug,
                process_id,
                step_id,
                step_name: step,
            }),
            User::Release { project, release_id, version } => resource.releases.push(FrozenUsage {
                project_id: project.id.to_string(),
                project_name: project.name,
                project_slug: project.slug,
                release_id: release_id.to_string(),
                release_version: version,
            }),
        }
    }
    resource
}
