//! Sending one request and receiving its answer. Nothing here knows what the bytes mean.

use std::io::Read;
use std::time::Duration;

use ureq::http::{Request, Response};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Proxy, SendBody};

use super::Address;
use crate::failure::{Failure, Trouble};

/// Settings of the connection, from the options every command has.
#[derive(Default)]
pub(crate) struct ConnectionSettings {
    pub ignore_ssl_errors: bool,
    pub timeout: Option<Duration>,
    pub proxy: Option<ProxySettings>,
    pub user_agent: String,
}

/// A proxy and the account on it.
pub(crate) struct ProxySettings {
    pub url: String,
    pub user: Option<String>,
    pub password: Option<String>,
}

/// What is sent with a request.
pub(super) enum Payload {
    Nothing,
    Json(Vec<u8>),
    /// A body read while it is sent, so that its size in memory does not grow with its length.
    Stream {
        content_type: String,
        length: u64,
        body: Box<dyn Read>,
    },
}

/// The server's answer, whatever its status.
pub(super) struct Answer {
    pub status: u16,
    pub cookies: Vec<String>,
    pub body: Vec<u8>,
    location: Option<String>,
}

/// Octo's limit for one request.
const DEFAULT_TIMEOUT: Duration = Duration::from_mins(10);
/// Answers beyond this are refused rather than held in memory; the longest honest one is a raw task log.
const LARGEST_ANSWER: u64 = 1 << 30;
const MOST_REDIRECTS: usize = 5;

/// The connection pool.
pub(super) struct Transport {
    agent: Agent,
    timeout: Duration,
}

impl Transport {
    pub(super) fn new(settings: &ConnectionSettings) -> Result<Self, Failure> {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .disable_verification(settings.ignore_ssl_errors)
            .build();
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            // Redirects are followed below, where the credentials can be kept from strangers.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(settings.proxy.as_ref().map(connect_through).transpose()?)
            .tls_config(tls)
            .user_agent(settings.user_agent.as_str())
            .accept("application/json")
            .build()
            .new_agent();
        Ok(Self { agent, timeout: settings.timeout.unwrap_or(DEFAULT_TIMEOUT) })
    }

    /// Sends a request and reads the whole answer. A GET follows redirects on the same host.
    pub(super) fn send(
        &self,
        address: &Address,
        method: &'static str,
        url: &str,
        headers: &[(&str, String)],
        payload: Payload,
    ) -> Result<Answer, Failure> {
        let mut answer = self.send_once(method, url, headers, payload)?;
        for _ in 0..MOST_REDIRECTS {
            let Some(location) = answer.location.take().filter(|_| (300..400).contains(&answer.status)) else { break };
            let target = if location.starts_with('/') { address.resolve(&location)? } else { location };
            if method != "GET" || !address.allows_redirect_to(&target) {
                return Err(Failure::command(format!(
                    "The server redirects to {target}: give that address with --server if it is the right one"
                )));
            }
            answer = self.send_once(method, &target, headers, Payload::Nothing)?;
        }
        Ok(answer)
    }

    fn send_once(
        &self,
        method: &'static str,
        url: &str,
        headers: &[(&str, String)],
        payload: Payload,
    ) -> Result<Answer, Failure> {
        let broken = |error: &ureq::Error| {
            let (reason, trouble) = explain(error);
            Failure::Connection { method, address: url.to_owned(), reason, trouble }
        };
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let (request, streams) = match payload {
            Payload::Nothing if method == "GET" => (request.body(SendBody::none()), false),
            Payload::Nothing => (request.header("Content-Length", "0").body(SendBody::none()), false),
            Payload::Json(bytes) => {
                let request = request
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("Content-Length", bytes.len().to_string());
                (request.body(SendBody::from_owned_reader(std::io::Cursor::new(bytes))), false)
            }
            Payload::Stream { content_type, length, body } => {
                let request = request.header("Content-Type", content_type).header("Content-Length", length.to_string());
                (request.body(SendBody::from_owned_reader(body)), true)
            }
        };
        let request = request.map_err(|error| Failure::unexpected(format!("cannot ask {url}: {error}")))?;
        let limits = self.agent.configure_request(request);
        // A long upload may take longer than the limit as long as it moves.
        let limits = if streams {
            limits.timeout_per_write(Some(self.timeout)).timeout_recv_response(Some(self.timeout))
        } else {
            limits.timeout_global(Some(self.timeout))
        };
        let response = self.agent.run(limits.build()).map_err(|error| broken(&error))?;
        read_answer(response).map_err(|error| broken(&error))
    }
}

/// What went wrong in words, and whether it may pass.
fn explain(error: &ureq::Error) -> (String, Trouble) {
    if let ureq::Error::Io(error) = error
        && error.kind() == std::io::ErrorKind::InvalidData
    {
        // This is how a failed TLS handshake arrives.
        let text = format!("{error}; this machine must know the certificate authority (or SSL_CERT_FILE must name it)");
        return (text, Trouble::Lasting);
    }
    let trouble = if matches!(error, ureq::Error::Timeout(_)) {
        Trouble::TimedOut
    } else if matches!(error, ureq::Error::Io(_) | ureq::Error::HostNotFound | ureq::Error::ConnectionFailed) {
        Trouble::Passing
    } else {
        Trouble::Lasting
    };
    (error.to_string(), trouble)
}

fn read_answer(response: Response<Body>) -> Result<Answer, ureq::Error> {
    let texts = |name: &str| {
        let values = response.headers().get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).map(str::to_owned).collect::<Vec<_>>()
    };
    let (cookies, location) = (texts("set-cookie"), texts("location").pop());
    let status = response.status().as_u16();
    let body = response.into_body().into_with_config().limit(LARGEST_ANSWER).read_to_vec()?;
    Ok(Answer { status, cookies, body, location })
}

fn connect_through(settings: &ProxySettings) -> Result<Proxy, Failure> {
    let wrong = || Failure::command("The proxy's address is not understood: give it like --proxy=http://proxy:3128");
    let plain = Proxy::new(&settings.url).map_err(|_| wrong())?;
    let Some(user) = &settings.user else { return Ok(plain) };
    Proxy::builder(plain.protocol())
        .host(plain.host())
        .port(plain.port())
        .username(user)
        .password(settings.password.as_deref().unwrap_or_default())
        .build()
        .map_err(|_| wrong())
}
