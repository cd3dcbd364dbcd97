//! Where requests come in: over plain TCP, or over TLS with the server's certificate.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::Request;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::serve::{IncomingStream, Listener};
use pulpo_api::Peer;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// Whoever has connected must have agreed on how to encrypt by then.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many agree on it at the same time; the others wait to be let in.
const AT_ONCE: usize = 256;

/// A connection, ready for HTTP.
pub(crate) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// What accepts connections.
pub(crate) enum Door {
    Plain(TcpListener),
    Tls { address: SocketAddr, ready: mpsc::Receiver<(Stream, Peer)>, accepting: JoinHandle<()> },
}

impl Door {
    pub(crate) fn plain(listener: TcpListener) -> Self {
        Self::Plain(listener)
    }

    /// Connections over TLS. Each comes to its agreement in a task of its own, so that one who says nothing keeps
    /// nobody else waiting.
    pub(crate) fn tls(mut listener: TcpListener, config: rustls::ServerConfig) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (sender, ready) = mpsc::channel(AT_ONCE);
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let accepting = tokio::spawn(async move {
            loop {
                let Ok(place) = places.clone().acquire_owned().await else { return };
                let (stream, address) = Listener::accept(&mut listener).await;
                let (acceptor, sender) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move {
                    // Whoever does not come to an agreement is gone; there is nobody to tell.
                    if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                        drop(place);
                        let peer = Peer { address, is_tls: true };
                        let _ = sender.send((Stream::Tls(Box::new(stream)), peer)).await;
                    }
                });
            }
        });
        Ok(Self::Tls { address, ready, accepting })
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Self::Tls { accepting, .. } = self {
            accepting.abort();
        }
    }
}

impl Listener for Door {
    type Io = Stream;
    type Addr = Peer;

    async fn accept(&mut self) -> (Stream, Peer) {
        match self {
            Self::Plain(listener) => {
                let (stream, address) = Listener::accept(listener).await;
                (Stream::Plain(stream), Peer { address, is_tls: false })
            }
            Self::Tls { ready, .. } => match ready.recv().await {
                Some(accepted) => accepted,
                // Nobody accepts any more: the server is stopping.
                None => std::future::pending().await,
            },
        }
    }

    fn local_addr(&self) -> io::Result<Peer> {
        match self {
            Self::Plain(listener) => Ok(Peer { address: listener.local_addr()?, is_tls: false }),
            Self::Tls { address, .. } => Ok(Peer { address: *address, is_tls: true }),
        }
    }
}

/// Who has connected, on its way into each request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrived(Peer);

impl Connected<IncomingStream<'_, Door>> for Arrived {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// Tells the router who has connected.
pub(crate) async fn introduce(ConnectInfo(Arrived(peer)): ConnectInfo<Arrived>, mut request: Request) -> Request {
    request.extensions_mut().insert(peer);
    request
}

/// The stream inside, whichever it is.
macro_rules! inside {
    ($stream:expr, $inside:ident => $what:expr) => {
        match $stream.get_mut() {
            Stream::Plain($inside) => $what,
            Stream::Tls($inside) => $what,
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        inside!(self, stream => Pin::new(stream).poll_read(cx, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        inside!(self, stream => Pin::new(stream).poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        inside!(self, stream => Pin::new(stream).poll_write_vectored(cx, slices))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        inside!(self, stream => Pin::new(stream).poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        inside!(self, stream => Pin::new(stream).poll_shutdown(cx))
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use axum::{Extension, Router, middleware};
    use pulpo_testkit::issuer::{AUTHORITY, CERTIFICATE, CERTIFICATE_KEY};
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, ServerName};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio_rustls::TlsConnector;

    use super::*;
    use crate::tls::{Certificate, Files};

    /// The certificate of the same name and key, as it comes of a renewal.
    const RENEWED: &[u8] = include_bytes!("../../../testkit/fixtures/localhost-renewed.pem");

    fn files(folder: &Path) -> Files {
        let files = Files { certificate: folder.join("server.pem"), key: folder.join("server.key") };
        fs::write(&files.certificate, CERTIFICATE).unwrap();
        fs::write(&files.key, CERTIFICATE_KEY).unwrap();
        fs::set_permissions(&files.key, Permissions::from_mode(0o600)).unwrap();
        files
    }

    /// A server that tells who has connected.
    async fn serve(certificate: Option<Arc<Certificate>>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let door = match certificate {
            Some(certificate) => Door::tls(listener, certificate.server_config().unwrap()).unwrap(),
            None => Door::plain(listener),
        };
        let tell = async |Extension(peer): Extension<Peer>| format!("{} {}", peer.address.ip(), peer.is_tls);
        let router = Router::new().fallback(tell).layer(middleware::map_request(introduce));
        tokio::spawn(async move { axum::serve(door, router.into_make_service_with_connect_info::<Arrived>()).await });
        address
    }

    /// What a client gets that trusts only the test's authority, and which certificate it saw.
    async fn ask(address: SocketAddr, name: &str) -> io::Result<(String, Vec<u8>)> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(AUTHORITY).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.unwrap().with_root_certificates(roots).with_no_client_auth();
        let stream = TcpStream::connect(address).await?;
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
        let seen = stream.get_ref().1.peer_certificates().unwrap()[0].to_vec();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok((answer, seen))
    }

    #[tokio::test]
    async fn requests_come_in_over_tls_and_say_so() {
        let folder = tempfile::tempdir().unwrap();
        let address = serve(Some(Certificate::load(files(folder.path())).unwrap())).await;
        let (answer, _) = ask(address, "localhost").await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1 true"), "{answer}");
        assert!(ask(address, "elsewhere.example").await.is_err(), "the certificate is not for another name");
        let mut plain = TcpStream::connect(address).await.unwrap();
        plain.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        let _ = plain.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP"), "nothing is said in the clear");
    }

    #[tokio::test]
    async fn requests_come_in_over_plain_tcp() {
        let address = serve(None).await;
        let mut plain = TcpStream::connect(address).await.unwrap();
        plain.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        plain.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with("127.0.0.1 false"), "{answer}");
    }

    #[tokio::test]
    async fn who_says_nothing_keeps_nobody_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let address = serve(Some(Certificate::load(files(folder.path())).unwrap())).await;
        let mut silent = Vec::new();
        for _ in 0..50 {
            silent.push(TcpStream::connect(address).await.unwrap());
        }
        assert!(ask(address, "localhost").await.is_ok());
    }

    #[tokio::test]
    async fn a_renewed_certificate_is_shown_without_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let paths = files(folder.path());
        let certificate = Certificate::load(paths.clone()).unwrap();
        let address = serve(Some(certificate.clone())).await;
        let first = ask(address, "localhost").await.unwrap().1;
        fs::write(&paths.certificate, "half a file").unwrap();
        assert!(certificate.reload().is_err());
        assert_eq!(ask(address, "localhost").await.unwrap().1, first, "a bad file changes nothing");
        fs::write(&paths.certificate, RENEWED).unwrap();
        certificate.reload().unwrap();
        assert_ne!(ask(address, "localhost").await.unwrap().1, first);
    }

    #[test]
    fn files_that_cannot_be_used_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let paths = files(folder.path());
        let fails = |files: &Files| format!("{:#}", Certificate::load(files.clone()).unwrap_err());
        fs::set_permissions(&paths.key, Permissions::from_mode(0o644)).unwrap();
        assert!(fails(&paths).contains("chmod 640"), "{}", fails(&paths));
        fs::set_permissions(&paths.key, Permissions::from_mode(0o640)).unwrap();
        assert!(Certificate::load(paths.clone()).is_ok());
        let missing = Files { key: folder.path().join("gone.key"), ..paths.clone() };
        assert!(fails(&missing).contains("gone.key"));
        fs::write(&paths.certificate, AUTHORITY).unwrap();
        assert!(fails(&paths).contains("is not that of"), "{}", fails(&paths));
        fs::write(&paths.certificate, "").unwrap();
        assert!(fails(&paths).contains("server.pem"), "{}", fails(&paths));
    }
}
