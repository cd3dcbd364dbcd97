//! Settings and licence of the server, as far as clients ask for them. They are plain objects; what this server does
//! not have is said to be off.

use pulpo_access::Permission::{AdministerSystem, ConfigureServer};
use pulpo_app::features::{self, Features};
use pulpo_wire::http::server::FeaturesConfigurationResource;
use serde_json::{Value, json};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::links;
use crate::route::Access::{AnyUser, Needs};
use crate::route::{Route, mixed_get, system_get, system_put};

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("licenses/licenses-current", Needs(&[AdministerSystem]), license)
            .about("Shows the licence: none is needed"),
        system_get("licenses/licenses-current-status", AnyUser, license_status)
            .about("Shows what the licence allows: everything"),
        system_get("featuresconfiguration", Needs(&[ConfigureServer]), features)
            .about("Shows which features are on")
            .gives::<FeaturesConfigurationResource>(),
        system_put("featuresconfiguration", Needs(&[ConfigureServer]), set_features)
            .about("Switches features; so far whether steps may run on the server itself")
            .takes::<FeaturesConfigurationResource>()
            .gives::<FeaturesConfigurationResource>(),
        system_get("maintenanceconfiguration", Needs(&[AdministerSystem]), maintenance)
            .about("Tells whether the server is in maintenance mode"),
        system_put("maintenanceconfiguration", Needs(&[AdministerSystem]), set_maintenance)
            .about("Refused so far, unless it says off: this server has no maintenance mode"),
        system_get("serverconfiguration", Needs(&[ConfigureServer, AdministerSystem]), server)
            .about("Shows the server's public address"),
        system_get("smtpconfiguration/isconfigured", AnyUser, mail).about("Tells whether the server can send mail"),
        system_get("configuration/feature-toggles", AnyUser, toggles)
            .about("Tells which features under trial are on: none")
            .queries(&["Name"]),
        mixed_get("deploymentfreezes", AnyUser, freezes)
            .about("Lists deployment freezes: none, this server has none yet"),
    ]
}

async fn license(_: Cx) -> Answer {
    answer::ok(&json!({
        "Id": "licenses-current",
        "LicenseText": "",
        "SerialNumber": "",
        "Links": { "Self": "/api/licenses/licenses-current" },
    }))
}

async fn license_status(_: Cx) -> Answer {
    answer::ok(&json!({
        "Id": "licenses-current-status",
        "IsCompliant": true,
        "ComplianceSummary": "This server is open source and needs no licence",
        "EffectiveExpiryDate": "2099-12-31",
        "DaysToEffectiveExpiryDate": i32::MAX,
        "Messages": [],
        "Limits": [],
        "HostingEnvironment": "SelfHosted",
        "PermissionsMode": "Full",
        "EffectiveClusterTaskLimit": i32::MAX,
        "EffectiveNodeTaskLimit": i32::MAX,
        "Links": { "Self": "/api/licenses/licenses-current-status" },
    }))
}

async fn features(cx: Cx) -> Answer {
    answer::ok(&features_resource(features::get(&cx.app, &cx.caller).await?))
}

async fn set_features(mut cx: Cx) -> Answer {
    // A body that does not speak of a feature leaves it as it is.
    let body: Value = cx.json().await?;
    let mut wanted = features::get(&cx.app, &cx.caller).await?;
    let fields = body.as_object().into_iter().flatten();
    for (_, value) in fields.filter(|(name, _)| name.eq_ignore_ascii_case("IsBuiltInWorkerEnabled")) {
        wanted.built_in_worker =
            value.as_bool().ok_or_else(|| ApiError::bad_request("IsBuiltInWorkerEnabled is true or false"))?;
    }
    answer::ok(&features_resource(features::set(&cx.app, &cx.caller, wanted).await?))
}

fn features_resource(features: Features) -> FeaturesConfigurationResource {
    FeaturesConfigurationResource {
        id: "features".to_owned(),
        is_built_in_worker_enabled: features.built_in_worker,
        is_community_action_templates_enabled: false,
        is_automatic_step_updates_enabled: false,
        links: links([("Self", "/api/featuresconfiguration".to_owned())]),
    }
}

fn maintenance_resource() -> Value {
    json!({
        "Id": "maintenance",
        "IsInMaintenanceMode": false,
        "Links": { "Self": "/api/maintenanceconfiguration" },
    })
}

async fn maintenance(_: Cx) -> Answer {
    answer::ok(&maintenance_resource())
}

async fn set_maintenance(mut cx: Cx) -> Answer {
    let body: Value = cx.json().await?;
    let fields = body.as_object().into_iter().flatten();
    let wanted =
        fields.filter(|(name, _)| name.eq_ignore_ascii_case("IsInMaintenanceMode")).any(|(_, value)| *value == true);
    if wanted {
        return Err(ApiError::bad_request(
            "this server has no maintenance mode; to let it finish what it runs and start nothing, set IsInMaintenanceMode of its node",
        ));
    }
    answer::ok(&maintenance_resource())
}

async fn server(cx: Cx) -> Answer {
    answer::ok(&json!({
        "Id": "serverconfiguration",
        "ServerUri": cx.app.settings.public_address,
        "Links": { "Self": "/api/serverconfiguration" },
    }))
}

async fn mail(_: Cx) -> Answer {
    answer::ok(&json!({ "IsConfigured": false }))
}

async fn toggles(cx: Cx) -> Answer {
    let toggles: Vec<Value> =
        cx.list("Name").into_iter().map(|name| json!({ "Name": name, "IsEnabled": false })).collect();
    answer::ok(&json!({ "FeatureToggles": toggles }))
}

async fn freezes(_: Cx) -> Answer {
    answer::ok(&json!({ "DeploymentFreezes": [], "Count": 0 }))
}
