//! A route: what it answers to, who may ask, what it takes and gives.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use axum::response::Response;
use futures_util::future::BoxFuture;
use pulpo_access::Permission;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::context::Cx;
use crate::error::ApiError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Delete]
            .into_iter()
            .find(|method| method.name().eq_ignore_ascii_case(text))
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether a request of this kind may change something.
    pub fn changes(self) -> bool {
        self != Self::Get
    }
}

/// Under which spellings a route answers (http-api.md 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// `/api/{path}` only.
    System,
    /// `/api/{space}/{path}`, `/api/{path}` for the default space, `/api/spaces/{space}/{path}`.
    Space,
    /// All of these; without a space the whole server is meant.
    Mixed,
    /// As written, outside `/api`.
    Root,
}

/// Who gets past the door. What a document allows is decided when it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without credentials.
    Public,
    /// Anybody who has shown who he is.
    AnyUser,
    /// Whoever may enter the space.
    Entry,
    /// Whoever holds one of these somewhere in the space, or in the system for a route of the system. The first
    /// one is named in a refusal.
    Needs(&'static [Permission]),
}

impl fmt::Display for Access {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => formatter.write_str("none"),
            Self::AnyUser => formatter.write_str("any account"),
            Self::Entry => formatter.write_str("entry to the space"),
            Self::Needs(permissions) => {
                let names: Vec<&str> = permissions.iter().map(|permission| permission.name()).collect();
                formatter.write_str(&names.join(" or "))
            }
        }
    }
}

type Schematic = fn(&mut SchemaGenerator) -> Schema;
pub(crate) type Handler = Arc<dyn Fn(Cx) -> BoxFuture<'static, Result<Response, ApiError>> + Send + Sync>;

/// One entry of the table.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    pub area: Area,
    /// Without the leading slash and the spelling's prefix: `projects/{id}/releases`.
    pub path: &'static str,
    pub access: Access,
    pub summary: &'static str,
    pub(crate) input: Option<Schematic>,
    pub(crate) output: Option<Schematic>,
    pub(crate) queries: &'static [&'static str],
    pub(crate) handler: Handler,
}

impl Route {
    pub(crate) fn new<F, A>(method: Method, area: Area, path: &'static str, access: Access, handler: F) -> Self
    where
        F: Fn(Cx) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Response, ApiError>> + Send + 'static,
    {
        let handler: Handler = Arc::new(move |cx| Box::pin(handler(cx)));
        Self { method, area, path, access, summary: "", input: None, output: None, queries: &[], handler }
    }

    /// The verb and address, as people write them down: `GET /api/{space}/projects/{id}`.
    pub fn name(&self) -> String {
        let (verb, path) = (self.method.name(), self.path);
        match self.area {
            Area::System | Area::Mixed => format!("{verb} /api/{path}"),
            Area::Space => format!("{verb} /api/{{space}}/{path}"),
            Area::Root => format!("{verb} /{path}"),
        }
    }

    pub(crate) fn about(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    pub(crate) fn takes<T: JsonSchema>(mut self) -> Self {
        self.input = Some(SchemaGenerator::subschema_for::<T>);
        self
    }

    pub(crate) fn gives<T: JsonSchema>(mut self) -> Self {
        self.output = Some(SchemaGenerator::subschema_for::<T>);
        self
    }

    pub(crate) fn queries(mut self, names: &'static [&'static str]) -> Self {
        self.queries = names;
        self
    }
}

macro_rules! verbs {
    ($($name:ident: $method:ident $area:ident;)*) => {$(
        pub(crate) fn $name<F, A>(path: &'static str, access: Access, handler: F) -> Route
        where
            F: Fn(Cx) -> A + Send + Sync + 'static,
            A: Future<Output = Result<Response, ApiError>> + Send + 'static,
        {
            Route::new(Method::$method, Area::$area, path, access, handler)
        }
    )*};
}

verbs! {
    get: Get Space;
    post: Post Space;
    put: Put Space;
    delete: Delete Space;
    system_get: Get System;
    system_post: Post System;
    system_put: Put System;
    system_delete: Delete System;
    mixed_get: Get Mixed;
    mixed_post: Post Mixed;
    mixed_put: Put Mixed;
    mixed_delete: Delete Mixed;
    root_get: Get Root;
    root_post: Post Root;
}
