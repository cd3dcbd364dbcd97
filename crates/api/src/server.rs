//! The way of a request: spelling, credentials, route, permission, handler.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::HeaderValue;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::ext::ReasonPhrase;
use percent_encoding::percent_decode_str;
use pulpo_access::caller::Grants;
use pulpo_access::{Caller, Place};
use pulpo_app::audit::refusals;
use pulpo_app::configuration::{self, Current};
use pulpo_app::people::permissions::teams_with;
use pulpo_app::sign_in::{Origin, is_guest};
use pulpo_app::{App, spaces, usage};
use pulpo_domain::event::Actor;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::network::client_address;

use crate::answer;
use crate::context::Cx;
use crate::credentials::{self, Carried};
use crate::error::ApiError;
use crate::route::{Access, Area, Method, Route};
use crate::spelling::{self, Address};
use crate::table::{Found, Table, routes};

/// Gives the portal's files: their content and media type, by path.
pub type Portal = fn(&str) -> Option<(&'static str, &'static [u8])>;

/// Who has connected: an extension of each request, put there by whoever listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    pub address: SocketAddr,
    /// Whether the connection is encrypted up to this server.
    pub is_tls: bool,
}

/// What is known of a request before anybody looks at what it asks for.
struct Arrival {
    current: Arc<Current>,
    origin: Origin,
    is_secure: bool,
}

impl Arrival {
    /// Where a request comes from and how: proxies are believed as far as the administrator trusts them.
    fn of(request: &Request, current: Arc<Current>) -> Self {
        let (headers, extensions) = (request.headers(), request.extensions());
        let peer = extensions.get::<Peer>().copied();
        let texts =
            |name: &str| headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>();
        let is_trusted =
            peer.is_some_and(|peer| current.trusted_proxies.iter().any(|network| network.contains(peer.address.ip())));
        // The proxy next to us is the last to have written, so its word is the last one.
        let forwarded_proto = texts("x-forwarded-proto").last().and_then(|line| line.rsplit(',').next()).map(str::trim);
        let said = forwarded_proto.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        let ip_address = peer.map(|peer| {
            client_address(peer.address.ip(), &texts("x-forwarded-for"), &current.trusted_proxies).to_string()
        });
        let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let is_secure = peer.is_some_and(|peer| peer.is_tls) || (is_trusted && said);
        Self { origin: Origin { user_agent, ip_address }, is_secure, current }
    }
}

/// How much of a refused body is still read: what a client sends before it looks for an answer.
pub(crate) const DRAINED: u64 = 64 * 1024 * 1024;

struct Server {
    app: App,
    table: Table,
    portal: Portal,
}

/// The whole HTTP side of a server.
pub fn router(app: App, portal: Portal) -> Router {
    let server = Arc::new(Server { app, table: Table::new(routes()), portal });
    Router::new().fallback(move |request: Request| {
        let server = server.clone();
        async move { Ok::<Response, Infallible>(server.answer(request).await) }
    })
}

impl Server {
    async fn answer(&self, request: Request) -> Response {
        let current = match configuration::current(&self.app).await {
            Ok(current) => current,
            Err(error) => return ApiError::from(error).into_response(),
        };
        let arrival = Arrival::of(&request, current);
        let security = &arrival.current.settings.transport_security;
        let hsts = (arrival.is_secure && security.hsts_enabled).then_some(security.hsts_max_age_in_seconds);
        let mut response = self.answer_to(request, arrival).await;
        if let Some(value) = hsts.and_then(|seconds| HeaderValue::from_str(&format!("max-age={seconds}")).ok()) {
            response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, value);
        }
        response
    }

    async fn answer_to(&self, request: Request, arrival: Arrival) -> Response {
        let address = spelling::fold(request.uri().path());
        if !address.is_api {
            return self.portal(request.uri().path());
        }
        let is_nuget = address.is_nuget();
        match self.dispatch(request, address, arrival).await {
            Ok(response) => response,
            Err(error) => {
                // NuGet clients show the status line of a refusal and nothing of its body.
                let reason = error.missing.as_ref().and_then(|missing| {
                    ReasonPhrase::try_from(format!("Missing permission: {}", missing.permission.name())).ok()
                });
                let mut response = error.into_response();
                // NuGet clients send credentials only after having been asked for them.
                if let Some(reason) = reason.filter(|_| is_nuget) {
                    response.extensions_mut().insert(reason);
                }
                if is_nuget && response.status() == StatusCode::UNAUTHORIZED {
                    let challenge = HeaderValue::from_static("Basic realm=\"NuGet feed\"");
                    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
                }
                response
            }
        }
    }

    async fn dispatch(&self, request: Request, address: Address, arrival: Arrival) -> Result<Response, ApiError> {
        let (parts, body) = request.into_parts();
        let method = method(&parts.method, &parts.headers)?;
        let query = parse_query(parts.uri.query().unwrap_or_default());
        let (route, params) = match self.table.find(method, &address) {
            Found::Route(route, params) => (route, params),
            // Whoever has not shown who he is learns nothing about what there is.
            Found::OtherMethod => {
                let message = format!("the verb {} does not work on {}", method.name(), parts.uri.path());
                return Err(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, message));
            }
            Found::Nothing => {
                return Err(ApiError::not_found(format!("there is no route {} {}", method.name(), parts.uri.path())));
            }
        };
        let caller = match route.access {
            // Whom nobody asks for his name is not refused for a wrong one, and asks nothing in it.
            Access::Public => None,
            Access::AnyUser | Access::Entry | Access::Needs(_) => {
                let changes = method.changes();
                let carried = Carried { headers: &parts.headers, query: &query, changes, is_nuget: address.is_nuget() };
                let found = credentials::caller(&self.app, &arrival.current, &carried, &arrival.origin).await?;
                Some(found.ok_or_else(|| {
                    let message =
                        "You must be logged in to request this resource. Please provide a valid API key or log in.";
                    ApiError::new(StatusCode::UNAUTHORIZED, message)
                })?)
            }
        };
        let caller = caller.unwrap_or_else(|| Caller::new(Actor::system(), Arc::new(Grants::default())));
        let asked = format!("{} {}", method.name(), parts.uri.path());
        let who = caller.clone();
        let outcome = self.handle(route, address, parts, (params, query, body), caller, arrival).await;
        if let Err(error) = &outcome
            && error.status == StatusCode::FORBIDDEN
        {
            refusals::access(&self.app, &who, &asked, &error.body.error_message).await?;
        }
        match outcome {
            Ok(response) => {
                // Only what leads somewhere counts as use.
                if response.status().is_success() {
                    usage::note(&self.app, &who, || route.name());
                }
                Ok(response)
            }
            Err(error) => Err(self.with_teams(error, &who).await),
        }
    }

    /// What somebody gets who has shown who he is, if he had to.
    async fn handle(
        &self,
        route: &Route,
        address: Address,
        parts: Parts,
        (params, query, body): (HashMap<&'static str, String>, Vec<(String, String)>, Body),
        caller: Caller,
        arrival: Arrival,
    ) -> Result<Response, ApiError> {
        if is_guest(&caller) && route.method.changes() {
            return Err(ApiError::new(StatusCode::FORBIDDEN, "Guests may look and change nothing. Please log in."));
        }
        let cx = Cx {
            app: self.app.clone(),
            caller,
            space: None,
            path: parts.uri.path().to_owned(),
            params,
            query,
            is_secure: arrival.is_secure,
            headers: parts.headers,
            origin: arrival.origin,
            current: arrival.current,
            body: Mutex::new(body),
        };
        self.admit(route, &address, cx).await
    }

    /// Past the door, if the caller may enter the space and holds what the route asks for there.
    async fn admit(&self, route: &Route, address: &Address, mut cx: Cx) -> Result<Response, ApiError> {
        let admitted = match self.space(route, address, &cx.caller).await {
            Ok(space) => gate(route, &cx.caller, space.as_ref()).map(|()| space),
            Err(error) => Err(error),
        };
        match admitted {
            Ok(space) => cx.space = space,
            Err(refusal) => {
                // Many clients send a whole package before they look for an answer, and find a broken connection.
                cx.drain(DRAINED).await;
                return Err(refusal);
            }
        }
        (route.handler)(cx).await
    }

    /// A refusal for lack of a permission tells which teams have it, as far as the caller may see them (access.md 6.3).
    async fn with_teams(&self, mut error: ApiError, caller: &Caller) -> ApiError {
        let (Some(missing), Some(help)) = (&error.missing, &mut error.body.help_text) else { return error };
        match teams_with(&self.app, caller, missing.permission, &missing.place).await {
            Ok(teams) if teams.is_empty() => {}
            Ok(teams) => help.push_str(&format!(" Teams that have enough permission include: {}", teams.join(", "))),
            Err(failed) => {
                tracing::error!(error = &failed as &dyn std::error::Error, "a refusal could not name any teams");
            }
        }
        error
    }

    /// The space that the address means, for a caller who may enter it.
    async fn space(&self, route: &Route, address: &Address, caller: &Caller) -> Result<Option<SpaceId>, ApiError> {
        let asked = match (route.area, &address.space) {
            (Area::System | Area::Root, _) | (Area::Mixed, None) => return Ok(None),
            (Area::Space, asked) => asked.as_deref(),
            (Area::Mixed, Some(asked)) => Some(asked.as_str()),
        };
        let space = spaces::resolve(&self.app, asked).await?;
        if route.access != Access::Public {
            spaces::enter(caller, &space, asked.unwrap_or(space.id.as_str()))?;
        }
        Ok(Some(space.id))
    }

    fn portal(&self, path: &str) -> Response {
        let asked = path.trim_start_matches('/');
        // Every address of the portal is its one page; the page's script reads the rest.
        let found = (self.portal)(asked).or_else(|| (self.portal)("index.html").filter(|_| !asked.contains('.')));
        match found {
            Some((kind, content)) => {
                let mut response = answer::typed(StatusCode::OK, kind, Body::from(content));
                let policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
                response.headers_mut().insert("content-security-policy", HeaderValue::from_static(policy));
                response
            }
            None => ApiError::not_found(format!("there is nothing at {path}")).into_response(),
        }
    }
}

/// The first gate: whether the caller holds what the route needs anywhere in reach.
fn gate(route: &Route, caller: &Caller, space: Option<&SpaceId>) -> Result<(), ApiError> {
    let Access::Needs(permissions) = route.access else { return Ok(()) };
    for permission in permissions {
        // A route of both levels is opened by the permission at either; without a space, by any one.
        let held = match route.area {
            Area::Mixed if space.is_none() => {
                caller.grants().of(*permission).first().map(|grant| grant.coverage.space.clone())
            }
            Area::Mixed => {
                [space, None].into_iter().find(|at| caller.may_anywhere(*permission, *at)).map(Option::<&_>::cloned)
            }
            Area::System | Area::Root | Area::Space => caller.may_anywhere(*permission, space).then(|| space.cloned()),
        };
        if let Some(at) = held {
            caller.note(permissions, &Place::anywhere(at.as_ref()));
            return Ok(());
        }
    }
    Err(caller.forbidden(permissions[0], &Place::anywhere(space)).into())
}

/// The verb, with the override that some clients use for PUT and DELETE (http-api.md 1.3).
fn method(given: &axum::http::Method, headers: &HeaderMap) -> Result<Method, ApiError> {
    let given = if *given == axum::http::Method::HEAD { "GET" } else { given.as_str() };
    let overridden =
        headers.get("x-http-method-override").and_then(|value| value.to_str().ok()).filter(|_| given == "POST");
    let name = overridden.unwrap_or(given);
    Method::parse(name.trim())
        .ok_or_else(|| ApiError::new(StatusCode::METHOD_NOT_ALLOWED, format!("the verb {name} is not known")))
}

pub(crate) fn parse_query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}
