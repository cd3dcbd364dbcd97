//! The server as this program sees it: documents that link to each other.
//!
//! No path is built here but the first, `/api`: everything else is a link from an answer, filled as a URI template. So
//! the program works under a virtual directory and in any space without knowing either.

mod address;
mod answer;
mod multipart;
mod resource;
mod session;
mod template;
mod token;
mod transport;

use std::cell::RefCell;
use std::io::Read;
use std::ops::ControlFlow;
use std::rc::Rc;

use serde_json::Value;

pub(crate) use address::Address;
pub(crate) use resource::{Resource, same};
pub(crate) use session::{Login, Opening, SpaceChoice};
pub(crate) use template::{Parameters, encode, lists};
pub(crate) use token::AccessToken;
pub(crate) use transport::{ConnectionSettings, ProxySettings};

use crate::failure::Failure;
use crate::output::Printer;
use transport::{Answer, Payload, Transport};

/// What proves who we are. Has no `Debug`, so that it cannot be printed by accident.
enum Credentials {
    None,
    ApiKey(String),
    /// An access token.
    Token(String),
    /// Cookies of a login, and the token that must accompany them on every change.
    Session {
        cookies: String,
        csrf_token: String,
    },
}

/// A connection to one space of one server.
pub(crate) struct Client {
    address: Address,
    transport: Transport,
    credentials: RefCell<Credentials>,
    printer: Rc<Printer>,
    /// Print every request.
    trace: bool,
    root: Resource,
    space: Option<Resource>,
    /// The access token that the connection began with, if an identity token was exchanged for it.
    obtained: Option<AccessToken>,
}

impl Client {
    /// A link of the space's root document, else of the server's.
    pub(crate) fn root_link(&self, name: &str) -> Result<String, Failure> {
        let in_space = self.space.as_ref().and_then(|space| space.find_link(name));
        match in_space {
            Some(link) => Ok(link.to_owned()),
            None => self.root.link(name).map(str::to_owned),
        }
    }

    /// Like [`Client::root_link`], when the server may not have it.
    pub(crate) fn find_root_link(&self, name: &str) -> Option<String> {
        self.root_link(name).ok()
    }

    /// The access token that was got for an identity token.
    pub(crate) fn access_token(&self) -> Option<&AccessToken> {
        self.obtained.as_ref()
    }

    /// The address the portal's links begin with.
    pub(crate) fn base_address(&self) -> String {
        self.address.base()
    }

    pub(crate) fn get(&self, link: &str, parameters: &Parameters) -> Result<Resource, Failure> {
        Resource::from_value(self.get_value(link, parameters)?)
    }

    /// Like [`Client::get`], when there may be nothing at that place.
    pub(crate) fn find(&self, link: &str, parameters: &Parameters) -> Result<Option<Resource>, Failure> {
        match self.get(link, parameters) {
            Ok(resource) => Ok(Some(resource)),
            Err(failure) if failure.is_not_found() => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// A bare array.
    pub(crate) fn get_list(&self, link: &str, parameters: &Parameters) -> Result<Vec<Resource>, Failure> {
        Resource::list_from_value(self.get_value(link, parameters)?)
    }

    pub(crate) fn get_value(&self, link: &str, parameters: &Parameters) -> Result<Value, Failure> {
        let url = self.url(link, parameters)?;
        answer::json(&self.exchange("GET", &url, Payload::Nothing)?, &url)
    }

    pub(crate) fn get_text(&self, link: &str) -> Result<String, Failure> {
        let url = self.url(link, &Parameters::none())?;
        let answer = self.exchange("GET", &url, Payload::Nothing)?;
        Ok(String::from_utf8_lossy(answer::bytes(&answer)?).into_owned())
    }

    /// Every item of a paged list, following `Page.Next`.
    pub(crate) fn pages(&self, link: &str, parameters: &Parameters) -> Result<Vec<Resource>, Failure> {
        let mut items = Vec::new();
        self.each_item(link, parameters, |item| {
            items.push(item);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(items)
    }

    /// The first item of a paged list that fits; later pages are not asked for.
    pub(crate) fn first(
        &self,
        link: &str,
        parameters: &Parameters,
        fits: impl Fn(&Resource) -> bool,
    ) -> Result<Option<Resource>, Failure> {
        let mut found = None;
        self.each_item(link, parameters, |item| {
            if !fits(&item) {
                return Ok(ControlFlow::Continue(()));
            }
            found = Some(item);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// Hands over the items of a paged list one by one until the visitor has seen enough.
    pub(crate) fn each_item(
        &self,
        link: &str,
        parameters: &Parameters,
        mut visit: impl FnMut(Resource) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<(), Failure> {
        let mut page = self.get(link, parameters)?;
        loop {
            for item in page.children("Items") {
                if visit(item)?.is_break() {
                    return Ok(());
                }
            }
            let Some(next) = page.find_link("Page.Next").map(str::to_owned) else { return Ok(()) };
            page = self.get(&next, &Parameters::none())?;
        }
    }

    /// Posts a document and returns whatever comes back.
    pub(crate) fn post(&self, link: &str, parameters: &Parameters, body: &Value) -> Result<Value, Failure> {
        self.send_json("POST", link, parameters, body)
    }

    /// Posts a new document and reads it back from its own address.
    pub(crate) fn create(&self, link: &str, parameters: &Parameters, body: &Value) -> Result<Resource, Failure> {
        let created = Resource::from_value(self.post(link, parameters, body)?)?;
        let own = created.find_link("Self").unwrap_or(link).to_owned();
        self.get(&own, &Parameters::none())
    }

    /// Replaces a document by its changed form and reads it back.
    pub(crate) fn update(&self, resource: &Resource) -> Result<Resource, Failure> {
        let own = resource.link("Self")?;
        self.send_json("PUT", own, &Parameters::none(), &resource.as_value())?;
        self.get(own, &Parameters::none())
    }

    pub(crate) fn delete(&self, link: &str) -> Result<(), Failure> {
        let url = self.url(link, &Parameters::none())?;
        answer::bytes(&self.exchange("DELETE", &url, Payload::Nothing)?).map(|_| ())
    }

    /// Posts a file as a multipart form. The file is read while it is sent.
    pub(crate) fn upload(
        &self,
        link: &str,
        parameters: &Parameters,
        boundary: &str,
        file: (&str, u64, impl Read + 'static),
    ) -> Result<Value, Failure> {
        let url = self.url(link, parameters)?;
        let (name, length, content) = file;
        let payload = multipart::file_part(boundary, name, length, content);
        answer::json(&self.exchange("POST", &url, payload)?, &url)
    }

    fn send_json(
        &self,
        method: &'static str,
        link: &str,
        parameters: &Parameters,
        body: &Value,
    ) -> Result<Value, Failure> {
        let url = self.url(link, parameters)?;
        let body = serde_json::to_vec(body).expect("a JSON value always has a text form");
        answer::json(&self.exchange(method, &url, Payload::Json(body))?, &url)
    }

    fn url(&self, link: &str, parameters: &Parameters) -> Result<String, Failure> {
        self.address.resolve(&template::expand(link, parameters))
    }

    fn exchange(&self, method: &'static str, url: &str, payload: Payload) -> Result<Answer, Failure> {
        if self.trace {
            self.printer.debug(&format!("{method} {url}"));
        }
        let mut headers = self.proof_of_identity();
        // Some proxies let only GET and POST through, so changes travel as POST, as octo sends them.
        let sent_as = if matches!(method, "PUT" | "DELETE") {
            headers.push(("X-HTTP-Method-Override", method.to_owned()));
            "POST"
        } else {
            method
        };
        self.transport.send(&self.address, sent_as, url, &headers, payload)
    }

    fn proof_of_identity(&self) -> Vec<(&'static str, String)> {
        match &*self.credentials.borrow() {
            Credentials::None => Vec::new(),
            Credentials::ApiKey(key) => vec![("X-Octopus-ApiKey", key.clone())],
            Credentials::Token(token) => vec![("Authorization", format!("Bearer {token}"))],
            Credentials::Session { cookies, csrf_token } => {
                vec![("Cookie", cookies.clone()), ("X-Octopus-Csrf-Token", csrf_token.clone())]
            }
        }
    }
}
