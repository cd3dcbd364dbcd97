//! `/users/{id}/apikeys` (http-api.md 3.2).

use pulpo_app::people::keys::{self, Used};
use pulpo_domain::account::ApiKey;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::people::{ApiKeyResource, CreatedApiKeyResource, NewApiKey};
use pulpo_wire::http::values::{Links, SensitiveValue};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::{Paged, collection, links};
use crate::route::Access::AnyUser;
use crate::route::{Route, system_delete, system_get, system_post};
use crate::time;

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("users/{userId}/apikeys", AnyUser, list)
            .about("Lists the keys of an account: one's own, or a service account's with UserEdit")
            .queries(&["skip", "take"])
            .gives::<Collection<ApiKeyResource>>(),
        system_get("users/{userId}/apikeys/{id}", AnyUser, one)
            .about("Shows a key without its text")
            .gives::<ApiKeyResource>(),
        system_post("users/{userId}/apikeys", AnyUser, create)
            .about("Creates a key and shows it, this once")
            .takes::<NewApiKey>()
            .gives::<CreatedApiKeyResource>(),
        system_delete("users/{userId}/apikeys/{id}", AnyUser, remove).about("Deletes a key"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = keys::list(&cx.app, &cx.caller, cx.param("userId"), cx.skip()?, cx.take()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "ApiKey", page, "skip,take")?)
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&keys::get(&cx.app, &cx.caller, cx.param("userId"), cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    let body: NewApiKey = cx.json().await?;
    let expires = time::parse("Expires", body.expires.as_deref())?;
    let made = keys::create(&cx.app, &cx.caller, cx.param("userId"), body.purpose, expires).await?;
    answer::created(&CreatedApiKeyResource {
        id: made.key.id.to_string(),
        purpose: made.key.purpose.clone(),
        user_id: made.key.user_id.to_string(),
        created: time::text(made.key.created),
        expires: made.key.expires.map(time::text),
        api_key: made.text,
        links: own_links(&made.key),
    })
}

async fn remove(cx: Cx) -> Answer {
    keys::delete(&cx.app, &cx.caller, cx.param("userId"), cx.param("id")).await?;
    answer::deleted()
}

fn own_links(key: &ApiKey) -> Links {
    links([("Self", format!("/api/users/{}/apikeys/{}", key.user_id, key.id))])
}

fn resource(used: &Used) -> ApiKeyResource {
    let key = &used.key;
    ApiKeyResource {
        id: key.id.to_string(),
        purpose: key.purpose.clone(),
        user_id: key.user_id.to_string(),
        created: time::text(key.created),
        expires: key.expires.map(time::text),
        last_used: used.last_used.map(time::text),
        api_key: SensitiveValue { has_value: true, new_value: None, hint: Some(key.hint.clone()) },
        links: own_links(key),
    }
}
