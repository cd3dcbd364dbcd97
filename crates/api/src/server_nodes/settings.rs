//! Settings and licence of the server, as far as clients ask for them. They are plain objects; what this server does
//! not have is said to be off.

use pulpo_access::Permission::{AdministerSystem, ConfigureServer};
use serde_json::{Value, json};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::route::Access::{AnyUser, Needs};
use crate::route::{Route, mixed_get, system_get, system_put};

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("licenses/licenses-current", Needs(&[AdministerSystem]), license)
            .about("Shows the licence: none is needed"),
        system_get("licenses/licenses-current-status", AnyUser, license_status)
            .about("Shows what the licence allows: everything"),
        system_get("featuresconfiguration", Needs(&[ConfigureServer]), features).about("Shows which features are on"),
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

async fn features(_: Cx) -> Answer {
    answer::ok(&json!({
        "Id": "features",
        "IsBuiltInWorkerEnabled": true,
        "IsCommunityActionTemplatesEnabled": false,
        "IsAutomaticStepUpdatesEnabled": false,
        "Links": { "Self": "/api/featuresconfiguration" },
    }))
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
