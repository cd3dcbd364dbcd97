//! `/projects` (http-api.md 6.1, 6.2).

use pulpo_domain::project::Project;
use pulpo_wire::http::projects::ProjectResource;

use crate::route::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}

pub(crate) fn resource(_: &Project) -> ProjectResource {
    ProjectResource::default()
}
