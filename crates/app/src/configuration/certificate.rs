//! The server's TLS certificate as a section: the chain is shown, the key is sealed and never shown again.
//!
//! A certificate whose files the program's own configuration names goes before this one, for whoever renews those
//! files must be able to rely on them; then this section cannot be set.

use std::sync::Arc;

use pulpo_domain::settings::TlsCertificate;
use pulpo_store::secrets::MasterKey;

use crate::app::App;
use crate::error::{Error, Result};

/// The section's id.
pub(super) const ID: &str = "tls-certificate";

/// What the server does TLS with.
pub trait Tls: Send + Sync {
    /// Refuses a chain and a key, both in PEM, that connections could not be encrypted with.
    fn check(&self, chain: &str, key: &str) -> std::result::Result<(), String>;
    /// Whether the program's own configuration names the files of a certificate.
    fn is_from_files(&self) -> bool;
}

/// A server that knows no TLS.
#[derive(Debug, Clone, Copy)]
pub struct NoTls;

impl Tls for NoTls {
    fn check(&self, _: &str, _: &str) -> std::result::Result<(), String> {
        Err("this server does not speak TLS itself; give the certificate to whatever stands before it".to_owned())
    }
    fn is_from_files(&self) -> bool {
        false
    }
}

/// A certificate chain and its key, in PEM.
#[derive(Clone, PartialEq, Eq)]
pub struct Pair {
    pub chain: String,
    pub key: String,
}

/// The certificate that an administrator has set, if any.
pub async fn set_certificate(app: &App) -> Result<Option<Pair>> {
    let current = super::current(app).await?;
    let known = &current.settings.tls_certificate;
    if known.is_none() {
        return Ok(None);
    }
    let key = app.store().master_key().open(&known.private_key)?;
    Ok(Some(Pair { chain: known.certificate_chain.clone(), key }))
}

/// Whether a certificate may be set to this.
pub(super) fn check(certificate: &TlsCertificate, master_key: &MasterKey, tls: &Arc<dyn Tls>) -> Result<()> {
    if tls.is_from_files() {
        return Err(Error::invalid(
            "the certificate comes from the files that the server's own configuration names (tls-certificate, tls-key); \
             renew those files, or take them out of the configuration first",
        ));
    }
    if certificate.is_none() {
        return Ok(());
    }
    let key = master_key.open(&certificate.private_key)?;
    tls.check(&certificate.certificate_chain, &key).map_err(Error::invalid)
}
