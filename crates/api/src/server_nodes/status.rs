//! Status and health.

use axum::http::StatusCode;
use jiff::SignedDuration;
use pulpo_access::Permission::AdministerSystem;
use pulpo_access::Place;
use pulpo_app::{nodes, server_info};
use pulpo_wire::http::server::{ServerHealth, ServerStatusResource, SystemInfo};
use serde_json::{Value, json};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::links;
use crate::route::Access::{AnyUser, Needs, Public};
use crate::route::{Route, system_get};

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("serverstatus", AnyUser, status)
            .about("Shows the state of the server; what an administrator should know, to administrators")
            .gives::<ServerStatusResource>(),
        system_get("serverstatus/health", Public, health)
            .about("Tells whether the server works: 200, or 418 if not")
            .gives::<ServerHealth>(),
        system_get("serverstatus/system-info", Needs(&[AdministerSystem]), system_info)
            .about("Shows the server's process")
            .gives::<SystemInfo>(),
        system_get("serverstatus/timezones", AnyUser, timezones)
            .about("Lists the time zones that schedules can have")
            .gives::<Vec<Value>>(),
        system_get("serverstatus/extensions", Needs(&[AdministerSystem]), extensions)
            .about("Lists extensions: none")
            .gives::<Vec<Value>>(),
    ]
}

async fn status(cx: Cx) -> Answer {
    let may_know = cx.caller.may(AdministerSystem, &Place::SYSTEM);
    answer::ok(&ServerStatusResource {
        is_database_encrypted: false,
        is_upgrade_available: false,
        maximum_available_version: None,
        maximum_available_version_covered_by_license: None,
        maintenance_expires: None,
        is_in_maintenance_mode: false,
        is_major_minor_upgrade: false,
        is_potential_clone: false,
        warnings: if may_know { server_info::warnings(&cx.app).await? } else { Vec::new() },
        links: links([
            ("Self", "/api/serverstatus".to_owned()),
            ("Health", "/api/serverstatus/health".to_owned()),
            ("SystemInfo", "/api/serverstatus/system-info".to_owned()),
            ("Timezones", "/api/serverstatus/timezones".to_owned()),
        ]),
    })
}

async fn health(cx: Cx) -> Answer {
    // Nobody has shown who he is: one word about the state is all that is said.
    let node = if cx.app.is_healthy().await { nodes::this(&cx.app).await.ok() } else { None };
    let is_draining = node.as_ref().is_some_and(|node| node.settings.is_draining);
    let is_normal = node.is_some() && !is_draining;
    let description = match (&node, is_draining) {
        (None, _) => "The server's storage does not answer",
        (Some(_), true) => "The server is draining: it finishes what it runs and starts no tasks",
        (Some(_), false) => "The server is operating normally",
    };
    let health = ServerHealth {
        description: description.to_owned(),
        is_operating_normally: is_normal,
        is_entire_cluster_read_only: false,
        is_entire_cluster_draining_tasks: is_draining,
        is_compliant_with_license: true,
    };
    answer::json(status_of(is_normal), &health)
}

/// What load balancers look at (HA-02).
pub(super) fn status_of(is_normal: bool) -> StatusCode {
    if is_normal { StatusCode::OK } else { StatusCode::IM_A_TEAPOT }
}

async fn system_info(cx: Cx) -> Answer {
    let process = server_info::process_info().await;
    answer::ok(&SystemInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        os_version: process.operating_system,
        clr_version: String::new(),
        working_set_bytes: process.working_set_bytes,
        thread_count: process.threads,
        min_thread_pool_count: 0,
        uptime: span(cx.app.now().duration_since(cx.app.started())),
    })
}

/// Days, hours, minutes, seconds: `0.01:02:03`.
fn span(length: SignedDuration) -> String {
    let seconds = length.as_secs().max(0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    format!("{days}.{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

async fn timezones(_: Cx) -> Answer {
    answer::ok(&json!([{ "Id": "UTC", "Name": "(UTC) Coordinated Universal Time", "IsLocal": true }]))
}

async fn extensions(_: Cx) -> Answer {
    answer::ok(&[(); 0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uptime_has_days_and_the_rest() {
        assert_eq!(span(SignedDuration::from_secs(3723)), "0.01:02:03");
        assert_eq!(span(SignedDuration::from_secs(2 * 86_400 + 59)), "2.00:00:59");
    }
}
