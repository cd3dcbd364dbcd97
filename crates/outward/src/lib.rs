//! Requests that the server itself makes to addresses which people name: an identity token's issuer, later a feed.
//!
//! Whoever may name an address must not be able to make the server look where he cannot (SSRF, access.md 13): only
//! https, only addresses of the open internet or those that the administrator has allowed in the server's
//! configuration file, the same address for the check and for the connection, no redirections, no proxy of the
//! environment, no credential, and a limit on time and size.

mod guard;

use std::io::Read;
use std::time::Duration;

use pulpo_domain::ambient::{Outside, OutsideError};
use pulpo_domain::network::Network;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::transport::DefaultConnector;

use guard::Guarded;

/// The largest document that is read.
const LARGEST: u64 = 1024 * 1024;

/// Who may be asked, and whom to trust.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Networks beside the open internet: the one of an own build server, say.
    pub allowed: Vec<Network>,
    /// Certificate authorities in PEM instead of the system's, for an own build server.
    pub authorities: Option<Vec<u8>>,
    /// The time for a whole request, the look-up of the name included.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { allowed: Vec::new(), authorities: None, patience: Duration::from_secs(5) }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no certificate in the file of certificate authorities; it must be PEM")]
pub struct NoCertificates;

/// The way out.
#[derive(Debug, Clone)]
pub struct Outward {
    agent: Agent,
}

impl Outward {
    pub fn new(settings: Settings) -> Result<Self, NoCertificates> {
        let roots = match settings.authorities {
            Some(pem) => RootCerts::from(certificates(&pem)?),
            None => RootCerts::PlatformVerifier,
        };
        let config = Agent::config_builder()
            .https_only(true)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(settings.patience))
            .max_response_header_size(16 * 1024)
            // A connection that is kept would be reused for a name that means another address by now.
            .max_idle_connections(0)
            .user_agent(concat!("pulpo-server/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .accept_encoding("identity")
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Guarded::new(settings.allowed));
        Ok(Self { agent })
    }
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>, NoCertificates> {
    let items = parse_pem(pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let found: Vec<_> = items.collect();
    if found.is_empty() { Err(NoCertificates) } else { Ok(found) }
}

impl Outside for Outward {
    fn get(&self, address: &str) -> Result<Vec<u8>, OutsideError> {
        let failed = |why: String| OutsideError(format!("{address}: {why}"));
        let mut response = self.agent.get(address).call().map_err(|error| failed(error.to_string()))?;
        let status = response.status().as_u16();
        if status != 200 {
            let more = if (300..400).contains(&status) { "; redirections are not followed" } else { "" };
            return Err(failed(format!("it answers with the status {status}{more}")));
        }
        let mut document = Vec::new();
        let body = response.body_mut().as_reader();
        body.take(LARGEST + 1).read_to_end(&mut document).map_err(|error| failed(error.to_string()))?;
        if document.len() as u64 > LARGEST {
            return Err(failed(format!("the document is larger than {LARGEST} bytes")));
        }
        Ok(document)
    }
}
