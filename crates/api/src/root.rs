//! The root documents, from which clients find everything (http-api.md 2).

mod links;

use pulpo_app::server_info;
use pulpo_wire::http::root::{Capabilities, CapabilityExists, RootResource, SpaceRootResource};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::route::Access::{Entry, Public};
use crate::route::{Route, get, system_get};

/// The product version that clients are told: every gate of http-api.md 1.17 that we can pass is below it.
const PRODUCT_VERSION: &str = "2024.4.6962";
const API_VERSION: &str = "3.0.0";

/// Newer commands that this server takes.
const CAPABILITIES: [&str; 2] = ["CreateReleaseCommandV1", "CreateDeploymentUntenantedCommandV1"];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        system_get("", Public, root).about("Shows the server's version and links").gives::<RootResource>(),
        get("", Entry, space_root).about("Shows the links of a space").gives::<SpaceRootResource>(),
        system_get("capabilities", Public, capabilities)
            .about("Lists the newer commands that work")
            .gives::<Capabilities>(),
        system_get("capabilities/{name}", Public, capability)
            .about("Tells whether a newer command works")
            .gives::<CapabilityExists>(),
        system_get("openapi.json", Public, openapi).about("Describes this API"),
    ]
}

async fn root(cx: Cx) -> Answer {
    let root = server_info::root(&cx.app).await?;
    let default_space = root.default_space.map(|space| space.to_string());
    answer::ok(&RootResource {
        application: "Octopus Deploy".to_owned(),
        version: PRODUCT_VERSION.to_owned(),
        api_version: API_VERSION.to_owned(),
        installation_id: root.installation_id,
        is_early_access_program: false,
        has_long_term_support: true,
        pulpo_version: env!("CARGO_PKG_VERSION").to_owned(),
        links: links::of_server(default_space.as_deref()),
    })
}

async fn space_root(cx: Cx) -> Answer {
    let id = cx.space().to_string();
    let links = links::of_space(&id);
    answer::ok(&SpaceRootResource { id, links })
}

async fn capabilities(_: Cx) -> Answer {
    answer::ok(&Capabilities { capabilities: CAPABILITIES.iter().map(|name| (*name).to_owned()).collect() })
}

async fn capability(cx: Cx) -> Answer {
    let name = cx.param("name");
    if CAPABILITIES.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return answer::ok(&CapabilityExists { exists: true });
    }
    Err(ApiError::not_found(format!("The capability '{name}' was not found.")))
}

async fn openapi(_: Cx) -> Answer {
    answer::ok(&crate::openapi::document(&crate::table::routes()))
}
