//! Tenants, tag sets and interruptions: kinds of which this server has none yet. Clients ask for them on their way
//! to other things and must be told "none" in the usual shapes, not "unknown".

use pulpo_access::Permission::{
    InterruptionSubmit, InterruptionView, InterruptionViewSubmitResponsible, TagSetCreate, TagSetDelete, TagSetEdit,
    TenantView,
};
use pulpo_access::{Denied, Permission};
use pulpo_wire::http::collection::Collection;
use serde_json::{Value, json};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::{Paged, collection};
use crate::route::Access::{Entry, Needs};
use crate::route::{Route, get};

const INTERRUPTION_VIEW: &[Permission] = &[InterruptionView, InterruptionSubmit, InterruptionViewSubmitResponsible];
/// Tags have no view permission of their own.
const TAG_SET_VIEW: &[Permission] = &[TenantView, TagSetCreate, TagSetEdit, TagSetDelete];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("tenants/status", Entry, status).about("Tells whether there can be tenants"),
        get("tenants", Needs(&[TenantView]), tenants)
            .about("Lists tenants: none, this server does not have them yet")
            .gives::<Collection<Value>>(),
        get("tenants/all", Needs(&[TenantView]), none)
            .about("Lists all tenants: none, this server does not have them yet")
            .gives::<Vec<Value>>(),
        get("tenants/{id}", Needs(&[TenantView]), no_tenant)
            .about("Shows a tenant: never found, this server does not have them yet"),
        get("tagsets", Needs(TAG_SET_VIEW), tag_sets)
            .about("Lists tag sets: none, this server does not have them yet")
            .gives::<Collection<Value>>(),
        get("tagsets/all", Needs(TAG_SET_VIEW), none)
            .about("Lists all tag sets: none, this server does not have them yet")
            .gives::<Vec<Value>>(),
        get("interruptions", Needs(INTERRUPTION_VIEW), interruptions)
            .about("Lists interruptions: none, no step of this server waits for people yet")
            .queries(&["skip", "take", "regarding", "pendingOnly", "ids"])
            .gives::<Collection<Value>>(),
        get("interruptions/{id}", Needs(INTERRUPTION_VIEW), no_interruption)
            .about("Shows an interruption: never found, no step of this server waits for people yet"),
    ]
}

/// Clients that hear of tenants go on to list them, and stop when they may not: to whoever may not see tenants there
/// are none.
async fn status(cx: Cx) -> Answer {
    let enabled = cx.caller.may_anywhere(TenantView, Some(cx.space()));
    answer::ok(&json!({ "Enabled": enabled }))
}

async fn none(_: Cx) -> Answer {
    answer::ok(&[(); 0])
}

fn empty(cx: &Cx, item_type: &str, parameters: &str) -> Answer {
    answer::ok(&collection(cx, item_type, Paged { items: Vec::<Value>::new(), total: 0 }, parameters)?)
}

async fn tenants(cx: Cx) -> Answer {
    empty(&cx, "Tenant", "skip,projectId,name,tags,take,ids,clone,partialName,clonedFromTenantId")
}

async fn tag_sets(cx: Cx) -> Answer {
    empty(&cx, "TagSet", "skip,take,ids,partialName")
}

async fn interruptions(cx: Cx) -> Answer {
    empty(&cx, "Interruption", "skip,take,regarding,pendingOnly,ids")
}

async fn no_tenant(cx: Cx) -> Answer {
    Err(Denied::Hidden { noun: "tenant", id: cx.param("id").to_owned() }.into())
}

async fn no_interruption(cx: Cx) -> Answer {
    Err(Denied::Hidden { noun: "interruption", id: cx.param("id").to_owned() }.into())
}
