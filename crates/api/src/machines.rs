//! `/machines`, `/workerpools`, `/machinepolicies` (http-api.md 13.1 to 13.3).

use crate::route::Route;

mod policies;
mod pools;
mod targets;

pub(crate) fn routes() -> Vec<Route> {
    [targets::routes(), pools::routes(), policies::routes()].into_iter().flatten().collect()
}
