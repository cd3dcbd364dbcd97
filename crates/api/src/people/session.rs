//! Signing in and out, and what a sign-in page must know (http-api.md 1.7, 3.7).

use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::Response;
use pulpo_app::sign_in::{self, LogIn, NewSession};
use pulpo_wire::http::people::{
    AuthenticationProvider, AuthenticationResource, IdentityMetadata, LoginRequest, UserAuthenticationResource,
    UserResource,
};

use super::users;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::credentials::{CSRF_COOKIE, SESSION_COOKIE, cookie};
use crate::error::ApiError;
use crate::paging::links;
use crate::route::Access::{AnyUser, Public};
use crate::route::{Route, system_get, system_post};

pub(super) fn routes() -> Vec<Route> {
    vec![
        system_post("users/login", Public, log_in)
            .about("Signs in with a name and password")
            .queries(&["returnUrl"])
            .takes::<LoginRequest>()
            .gives::<UserResource>(),
        system_post("users/logout", Public, log_out).about("Ends the session"),
        system_get("authentication", Public, authentication)
            .about("Tells how one can sign in")
            .gives::<AuthenticationResource>(),
        system_get("users/authentication", AnyUser, user_authentication)
            .about("Tells how accounts sign in")
            .gives::<UserAuthenticationResource>(),
        system_get("users/authentication/{userId}", AnyUser, user_authentication)
            .about("Tells how an account signs in")
            .gives::<UserAuthenticationResource>(),
        system_get("users/identity-metadata", AnyUser, identity_metadata)
            .about("Lists the kinds of external identities")
            .gives::<IdentityMetadata>(),
    ]
}

async fn log_in(mut cx: Cx) -> Answer {
    let body: LoginRequest = cx.json().await?;
    let given = LogIn { username: body.username, password: body.password, remember_me: body.remember_me };
    let session = sign_in::log_in(&cx.app, given, cx.origin.clone()).await?;
    let said = body.state.is_some_and(|state| state.using_secure_connection);
    opened(&cx, &session, said, answer::ok)
}

/// The answer that gives a browser its session.
pub(super) fn opened(cx: &Cx, session: &NewSession, said: bool, answer: fn(&UserResource) -> Answer) -> Answer {
    let installation = &cx.current.installation_id;
    let public = cx.app.settings.public_address.as_deref().is_some_and(|address| address.starts_with("https:"));
    let secure = if cx.is_secure || public || said { "; Secure" } else { "" };
    let user = users::resource(&session.user, session.user.id.as_str());
    let mut response = answer(&user)?;
    let kept = session.keep_for.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let common = format!("; Path=/; SameSite=Lax{kept}{secure}");
    set(&mut response, &format!("{SESSION_COOKIE}_{installation}={}{common}; HttpOnly", session.cookie))?;
    set(&mut response, &format!("{CSRF_COOKIE}_{installation}={}{common}", session.csrf))?;
    Ok(response)
}

async fn log_out(cx: Cx) -> Answer {
    let installation = &cx.current.installation_id;
    if let Some(cookie) = cookie(&cx.headers, SESSION_COOKIE, installation) {
        sign_in::log_out(&cx.app, &cookie, cx.origin.clone()).await?;
    }
    let mut response = answer::deleted()?;
    for name in [SESSION_COOKIE, CSRF_COOKIE] {
        set(&mut response, &format!("{name}_{installation}=; Path=/; Max-Age=0; SameSite=Lax"))?;
    }
    Ok(response)
}

fn set(response: &mut Response, cookie: &str) -> Result<(), ApiError> {
    let value = HeaderValue::from_str(cookie).map_err(|_| ApiError::bug("a cookie has bad characters".to_owned()))?;
    response.headers_mut().append(SET_COOKIE, value);
    Ok(())
}

fn providers(cx: &Cx) -> Vec<AuthenticationProvider> {
    let guest = AuthenticationProvider {
        name: "Octopus - Guest".to_owned(),
        display_name: "Guest".to_owned(),
        identity_type: "Guest".to_owned(),
        ..AuthenticationProvider::default()
    };
    let password = AuthenticationProvider {
        name: "Octopus - UsernamePassword".to_owned(),
        display_name: "Username and password".to_owned(),
        identity_type: "UsernamePassword".to_owned(),
        forms_login_enabled: true,
        ..AuthenticationProvider::default()
    };
    let has_guests = cx.current.settings.guest_login.is_enabled;
    std::iter::once(password).chain(has_guests.then_some(guest)).collect()
}

async fn authentication(cx: Cx) -> Answer {
    let settings = &cx.current.settings;
    answer::ok(&AuthenticationResource {
        authentication_providers: providers(&cx),
        auto_login_enabled: false,
        any_authentication_providers_support_password_management: true,
        remember_me_enabled: settings.sessions.remember_me_enabled,
        user_api_keys_enabled: settings.api_keys.user_api_keys_enabled,
        api_key_default_expiry_days: settings.api_keys.api_key_default_expiry_days,
        api_key_max_expiry_days: settings.api_keys.api_key_max_expiry_days,
        links: links([("Self", "/api/authentication".to_owned())]),
    })
}

async fn user_authentication(cx: Cx) -> Answer {
    answer::ok(&UserAuthenticationResource {
        authentication_providers: providers(&cx),
        can_current_user_edit_identities_for_user: false,
        links: links([("Self", cx.path.clone())]),
    })
}

async fn identity_metadata(_: Cx) -> Answer {
    answer::ok(&IdentityMetadata::default())
}
