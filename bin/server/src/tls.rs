//! The server's certificate: read from its files at the start, and again when the service manager asks for it, or set
//! by an administrator, so that a renewed one needs no restart either way.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use anyhow::{Context, Result, bail};
use pulpo_app::configuration::{Pair, Tls};
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
    /// Where it comes from; without files, from an administrator.
    files: Option<Files>,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificate {
    pub(crate) fn load(files: Files) -> Result<Arc<Self>> {
        let current = RwLock::new(read(&files)?);
        Ok(Arc::new(Self { files: Some(files), current }))
    }

    /// One that an administrator has set.
    pub(crate) fn set(pair: &Pair) -> Result<Arc<Self>> {
        Ok(Arc::new(Self { files: None, current: RwLock::new(certified(pair)?) }))
    }

    /// Reads the files again, if it comes from files; if they cannot be used, the old certificate stays.
    pub(crate) fn reload(&self) -> Result<bool> {
        let Some(files) = &self.files else { return Ok(false) };
        self.show(read(files)?);
        Ok(true)
    }

    /// Shows another one from now on; if it cannot be used, the old certificate stays.
    pub(crate) fn change_to(&self, pair: &Pair) -> Result<()> {
        self.show(certified(pair)?);
        Ok(())
    }

    fn show(&self, new: Arc<CertifiedKey>) {
        *self.current.write().expect("no holder of this lock panics") = new;
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

fn certified(pair: &Pair) -> Result<Arc<CertifiedKey>> {
    let chain = CertificateDer::pem_slice_iter(pair.chain.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .context("the certificate chain cannot be read")?;
    if chain.is_empty() {
        bail!("there is no certificate in the chain; it must be PEM");
    }
    let key =
        PrivateKeyDer::from_pem_slice(pair.key.as_bytes()).context("the private key cannot be read; it must be PEM")?;
    let provider = rustls::crypto::ring::default_provider();
    let certified = CertifiedKey::from_der(chain, key, &provider);
    Ok(Arc::new(certified.context("the private key is not that of the certificate, or of a kind that is not known")?))
}

/// What the application must know of the server's TLS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServerTls {
    pub(crate) is_from_files: bool,
}

impl Tls for ServerTls {
    fn check(&self, chain: &str, key: &str) -> std::result::Result<(), String> {
        let pair = Pair { chain: chain.to_owned(), key: key.to_owned() };
        // What lies beneath may quote what it could not read, and that is a key.
        certified(&pair).map(|_| ()).map_err(|error| error.to_string())
    }
    fn is_from_files(&self) -> bool {
        self.is_from_files
    }
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
