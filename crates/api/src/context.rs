//! A request under way: who asks, about which space, with what.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::HeaderMap;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use pulpo_access::Caller;
use pulpo_app::App;
use pulpo_app::configuration::Current;
use pulpo_app::named::Filter;
use pulpo_app::reach::Reach;
use pulpo_app::sign_in::Origin;
use pulpo_domain::ids::SpaceId;
use pulpo_wire::http::caseless;
use pulpo_wire::http::packages::BulkIds;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// The longest JSON body: a variable set of ten thousand values is far below this.
const LONGEST_JSON: usize = 32 * 1024 * 1024;
/// The page of a list for which no size was asked (http-api.md 1.11).
pub(crate) const DEFAULT_TAKE: i64 = 30;

/// What a handler works with.
pub(crate) struct Cx {
    pub(crate) app: App,
    /// Without credentials: somebody who may nothing.
    pub(crate) caller: Caller,
    /// The space of the address; for a mixed route without one, nothing.
    pub(crate) space: Option<SpaceId>,
    /// The address as it was asked, without its query.
    pub(crate) path: String,
    pub(crate) params: HashMap<&'static str, String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) origin: Origin,
    /// Whether the request came by TLS, to this server or to a proxy that it trusts.
    pub(crate) is_secure: bool,
    /// The server's settings when the request came.
    pub(crate) current: Arc<Current>,
    /// In a lock only so that a context may be looked at from several threads; a body itself may not.
    pub(crate) body: Mutex<Body>,
}

impl Cx {
    /// The space of a route that has one.
    pub(crate) fn space(&self) -> &SpaceId {
        self.space.as_ref().expect("a route of a space is entered with one")
    }

    /// A part of the address.
    pub(crate) fn param(&self, name: &'static str) -> &str {
        self.params.get(name).map(String::as_str).expect("the route's path has this part")
    }

    /// A value of the query, by its name in any case; a blank one is as if absent.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let found =
            self.query.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    }

    /// A list of the query, in any of its three encodings (http-api.md 1.13).
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let given = self.query.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        given
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The ids of what shall be deleted: from the query or else the body.
    pub(crate) async fn bulk_ids(&mut self, what: &str) -> Result<Vec<String>, ApiError> {
        let mut ids = self.list("ids");
        if ids.is_empty() {
            ids = self.json::<BulkIds>().await?.ids;
        }
        if ids.is_empty() {
            return Err(ApiError::bad_request(format!("give the ids of the {what} to delete")));
        }
        Ok(ids)
    }

    /// Whether a query says true, in any case.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.query(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// Whether a query says true or false, if it says anything.
    pub(crate) fn maybe_flag(&self, name: &str) -> Option<bool> {
        self.query(name).map(|value| value.eq_ignore_ascii_case("true"))
    }

    /// Which spaces a list of a mixed route covers.
    pub(crate) fn reach(&self) -> Reach {
        Reach { space: self.space.clone(), spaces: self.list("spaces"), include_system: self.flag("includeSystem") }
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.query(name) else { return Ok(None) };
        text.parse()
            .map(Some)
            .map_err(|_| ApiError::bad_request(format!("the query value {name}=\"{text}\" is not a number")))
    }

    pub(crate) fn skip(&self) -> Result<i64, ApiError> {
        Ok(self.number("skip")?.unwrap_or(0).max(0))
    }

    pub(crate) fn take(&self) -> Result<i64, ApiError> {
        Ok(self.number("take")?.unwrap_or(DEFAULT_TAKE).clamp(0, i64::from(i32::MAX)))
    }

    /// The usual filter of a list.
    pub(crate) fn filter(&self) -> Result<Filter, ApiError> {
        Ok(Filter {
            ids: self.list("ids"),
            name: self.query("name").map(str::to_owned),
            partial_name: self.query("partialName").map(str::to_owned),
            skip: self.skip()?,
            take: self.take()?,
        })
    }

    /// The filter of `/all`.
    pub(crate) fn filter_all(&self) -> Result<Filter, ApiError> {
        Ok(Filter { skip: 0, take: i64::MAX, ..self.filter()? })
    }

    /// The body, as a client of the field writes it.
    pub(crate) async fn json<T: DeserializeOwned>(&mut self) -> Result<T, ApiError> {
        let bytes = self.bytes(LONGEST_JSON).await?;
        caseless::from_slice(&bytes)
            .map_err(|error| ApiError::bad_request(format!("the body of the request cannot be read: {error}")))
    }

    /// The body's bytes, up to a limit.
    pub(crate) async fn bytes(&mut self, longest: usize) -> Result<Bytes, ApiError> {
        let mut stream = self.take_body().into_data_stream();
        let mut whole = BytesMut::new();
        while let Some(chunk) = stream.next().await {
            let chunk = chunk
                .map_err(|error| ApiError::bad_request(format!("the body of the request was cut off: {error}")))?;
            if whole.len() + chunk.len() > longest {
                return Err(ApiError::bad_request(format!(
                    "the body of the request is longer than the {longest} bytes allowed"
                )));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// The body as a stream; what is taken is gone.
    pub(crate) fn take_body(&mut self) -> Body {
        std::mem::take(self.body.get_mut().expect("no holder of this lock panics"))
    }

    /// Reads what is left of the body, up to a limit, and forgets it.
    pub(crate) async fn drain(&mut self, mut most: u64) {
        let mut stream = self.take_body().into_data_stream();
        while let Some(Ok(piece)) = stream.next().await {
            most = most.saturating_sub(piece.len() as u64);
            if most == 0 {
                return;
            }
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).filter(|value| !value.is_empty())
    }
}
