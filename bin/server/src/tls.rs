//! The server's certificate: read from its files at the start, and again when the service manager asks for it, so
//! that a renewed one needs no restart.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use anyhow::{Context, Result, bail};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

/// The files of a certificate chain and its key, in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Files {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

/// The certificate that is shown to those who connect now.
#[derive(Debug)]
pub(crate) struct Certificate {
    files: Files,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificate {
    pub(crate) fn load(files: Files) -> Result<Arc<Self>> {
        let current = RwLock::new(read(&files)?);
        Ok(Arc::new(Self { files, current }))
    }

    /// Reads the files again; if they cannot be used, the old certificate stays.
    pub(crate) fn reload(&self) -> Result<()> {
        let new = read(&self.files)?;
        *self.current.write().expect("no holder of this lock panics") = new;
        Ok(())
    }

    /// How connections are encrypted: TLS 1.2 and 1.3, HTTP/1.1 inside.
    pub(crate) fn server_config(self: Arc<Self>) -> Result<rustls::ServerConfig> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .context("TLS cannot be used")?;
        let mut config = config.with_no_client_auth().with_cert_resolver(self);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current.read().expect("no holder of this lock panics").clone())
    }
}

fn read(files: &Files) -> Result<Arc<CertifiedKey>> {
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("could not read the certificate {}", files.certificate.display()))?;
    if chain.is_empty() {
        bail!("there is no certificate in {}; it must be PEM", files.certificate.display());
    }
    check_mode(&files.key)?;
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .with_context(|| format!("could not read the certificate's key {}", files.key.display()))?;
    let provider = rustls::crypto::ring::default_provider();
    let certified = CertifiedKey::from_der(chain, key, &provider);
    let certified = certified.with_context(|| {
        format!("the key {} is not that of the certificate {}", files.key.display(), files.certificate.display())
    })?;
    Ok(Arc::new(certified))
}

/// A key that everybody on this machine can read is no secret. A group may: so do service accounts read it.
fn check_mode(path: &Path) -> Result<()> {
    let mode = fs::metadata(path).map(|found| found.permissions().mode());
    let mode = mode.with_context(|| format!("could not look at the certificate's key {}", path.display()))?;
    if mode & 0o027 != 0 {
        bail!(
            "the certificate's key {} can be read by every account (mode {:o}); run chmod 640 on it",
            path.display(),
            mode & 0o777
        );
    }
    Ok(())
}
