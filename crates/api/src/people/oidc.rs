//! `/serviceaccounts/{id}/oidcidentities`: who may sign in without a secret (http-api.md 3.3).

use pulpo_access::Permission::UserEdit;
use pulpo_app::people::oidc::{self, Edit};
use pulpo_domain::account::OidcIdentity;
use pulpo_wire::http::people::{OidcIdentities, OidcIdentityResource};

use super::token::own_address;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::links;
use crate::route::Access::{AnyUser, Needs};
use crate::route::{Route, system_delete, system_get, system_post, system_put};

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_get("serviceaccounts/{userId}/oidcidentities/v1", AnyUser, list)
            .about("Lists the OIDC identities of a service account: one's own, or another's with UserEdit")
            .queries(&["skip", "take"])
            .gives::<OidcIdentities>(),
        system_post("serviceaccounts/{userId}/oidcidentities/create/v1", Needs(&[UserEdit]), create)
            .about("Lets certain jobs of an issuer sign in as a service account")
            .takes::<OidcIdentityResource>()
            .gives::<OidcIdentityResource>(),
        system_get("serviceaccounts/{userId}/oidcidentities/{id}/v1", AnyUser, one)
            .about("Shows an OIDC identity: one's own, or another's with UserEdit")
            .gives::<OidcIdentityResource>(),
        system_put("serviceaccounts/{userId}/oidcidentities/{id}/v1", Needs(&[UserEdit]), modify)
            .about("Changes an OIDC identity")
            .takes::<OidcIdentityResource>(),
        system_delete("serviceaccounts/{userId}/oidcidentities/{id}/v1", Needs(&[UserEdit]), remove)
            .about("Removes an OIDC identity with the tokens that were got with it"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let found = oidc::list(&cx.app, &cx.caller, cx.param("userId"), cx.skip()?, cx.take()?).await?;
    answer::ok(&OidcIdentities {
        server_url: own_address(&cx),
        external_id: found.external_id,
        oidc_identities: found.page.items.iter().map(resource).collect(),
        count: found.page.total,
    })
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&oidc::get(&cx.app, &cx.caller, cx.param("userId"), cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    let body: OidcIdentityResource = cx.json().await?;
    answer::created(&resource(&oidc::create(&cx.app, &cx.caller, cx.param("userId"), edit(body)).await?))
}

/// Answers with nothing, as clients expect it.
async fn modify(mut cx: Cx) -> Answer {
    let body: OidcIdentityResource = cx.json().await?;
    oidc::modify(&cx.app, &cx.caller, cx.param("userId"), cx.param("id"), edit(body)).await?;
    answer::deleted()
}

async fn remove(cx: Cx) -> Answer {
    oidc::delete(&cx.app, &cx.caller, cx.param("userId"), cx.param("id")).await?;
    answer::deleted()
}

fn edit(body: OidcIdentityResource) -> Edit {
    Edit { name: body.name, issuer: body.issuer, subject: body.subject, audience: body.audience }
}

fn resource(identity: &OidcIdentity) -> OidcIdentityResource {
    let own = format!("/api/serviceaccounts/{}/oidcidentities/{}/v1", identity.user_id, identity.id);
    OidcIdentityResource {
        id: identity.id.to_string(),
        service_account_id: identity.user_id.to_string(),
        name: identity.name.clone(),
        issuer: identity.issuer.clone(),
        subject: identity.subject.clone(),
        audience: identity.audience.clone(),
        links: links([("Self", own)]),
    }
}
