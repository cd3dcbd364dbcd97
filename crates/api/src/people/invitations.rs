//! Invitations, and the accounts that come of them (http-api.md 3.7, access.md 12).

use pulpo_access::Permission::UserInvite;
use pulpo_app::people::invitations;
use pulpo_app::people::users::Edit;
use pulpo_domain::account::Invitation;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::people::{InvitationResource, Registration, UserResource};

use super::session;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::{Paged, collection, links};
use crate::route::Access::{Needs, Public};
use crate::route::{Route, system_delete, system_get, system_post};
use crate::time;

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_post("users/invitations", Needs(&[UserInvite]), create)
            .about("Makes an invitation and shows its code, this once")
            .takes::<InvitationResource>()
            .gives::<InvitationResource>(),
        system_get("users/invitations", Needs(&[UserInvite]), list)
            .about("Lists the invitations that still hold, without their codes")
            .queries(&["skip", "take"])
            .gives::<Collection<InvitationResource>>(),
        system_delete("users/invitations/{id}", Needs(&[UserInvite]), withdraw)
            .about("Withdraws an invitation: its code makes no account any more"),
        system_get("users/invitations/{id}", Needs(&[UserInvite]), one)
            .about("Shows an invitation without its code")
            .gives::<InvitationResource>(),
        system_post("users/register", Public, register)
            .about("Makes an account for whoever brings an invitation's code, and signs in")
            .takes::<Registration>()
            .gives::<UserResource>(),
    ]
}

async fn create(mut cx: Cx) -> Answer {
    let body: InvitationResource = cx.json().await?;
    let teams = body.add_to_team_ids.into_iter().map(Into::into).collect();
    let space = body.space_id.filter(|space| !space.is_empty()).map(Into::into);
    let made = invitations::create(&cx.app, &cx.caller, teams, space).await?;
    answer::created(&InvitationResource { invitation_code: Some(made.code), ..resource(&made.invitation) })
}

async fn list(cx: Cx) -> Answer {
    let page = invitations::list(&cx.app, &cx.caller, cx.skip()?, cx.take()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Invitation", page, "skip,take")?)
}

async fn withdraw(cx: Cx) -> Answer {
    invitations::withdraw(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::deleted()
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&invitations::get(&cx.app, &cx.caller, cx.param("id")).await?))
}

async fn register(mut cx: Cx) -> Answer {
    let body: Registration = cx.json().await?;
    let edit = Edit {
        username: body.username,
        display_name: body.display_name,
        email_address: body.email_address,
        is_active: None,
        is_service: false,
        password: Some(body.password),
    };
    let opened = invitations::register(&cx.app, &body.invitation_code, edit, cx.origin.clone()).await?;
    session::opened(&cx, &opened, false, answer::created)
}

fn resource(invitation: &Invitation) -> InvitationResource {
    InvitationResource {
        id: invitation.id.to_string(),
        add_to_team_ids: invitation.add_to_team_ids.iter().map(ToString::to_string).collect(),
        space_id: invitation.space_id.as_ref().map(ToString::to_string),
        expires: time::text(invitation.expires),
        invitation_code: None,
        links: links([("Self", format!("/api/users/invitations/{}", invitation.id))]),
    }
}
