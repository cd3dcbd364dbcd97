//! `/users/{id}/sessions`: who is signed in where (access.md 11).

use pulpo_app::sign_in;
use pulpo_wire::http::people::SessionResource;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::links;
use crate::route::Access::AnyUser;
use crate::route::{Route, system_delete, system_get};
use crate::time;

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("users/{id}/sessions", AnyUser, list)
            .about("Lists the sessions of an account: one's own, or another's with UserEdit")
            .gives::<Vec<SessionResource>>(),
        system_delete("users/{id}/sessions/{session}", AnyUser, end)
            .about("Ends a session of an account: one's own, or another's with UserEdit"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let user = cx.param("id");
    let sessions = sign_in::list(&cx.app, &cx.caller, user).await?;
    let resources: Vec<SessionResource> = sessions
        .into_iter()
        .map(|session| SessionResource {
            links: links([("Self", format!("/api/users/{user}/sessions/{}", session.name))]),
            id: session.name,
            created: time::text(session.created),
            last_seen: time::text(session.last_seen),
            expires: time::text(session.ends),
            is_remembered: session.is_remembered,
            is_current: session.is_current,
            ip_address: session.ip_address,
            user_agent: session.user_agent,
        })
        .collect();
    answer::ok(&resources)
}

async fn end(cx: Cx) -> Answer {
    sign_in::end(&cx.app, &cx.caller, cx.param("id"), cx.param("session")).await?;
    answer::deleted()
}
