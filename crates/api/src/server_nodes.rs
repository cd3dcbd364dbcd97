//! The server itself: status, health, nodes, settings, licence (http-api.md 16).

use crate::route::Route;

mod nodes;
mod settings;
mod status;

pub(crate) fn routes() -> Vec<Route> {
    [status::routes(), nodes::routes(), settings::routes()].into_iter().flatten().collect()
}
