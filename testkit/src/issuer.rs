//! An issuer of identity tokens on this machine: real TLS, real signatures, keys that can be changed.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Value, json};

/// The authority that has signed the certificate of `localhost`; for tests only.
pub const AUTHORITY: &[u8] = include_bytes!("../fixtures/authority.pem");
/// The certificate of `localhost` and 127.0.0.1, and its key.
pub const CERTIFICATE: &[u8] = include_bytes!("../fixtures/localhost.pem");
pub const CERTIFICATE_KEY: &[u8] = include_bytes!("../fixtures/localhost.key");

/// What signs tokens.
pub enum Signer {
    Es256 { id: String, pair: EcdsaKeyPair },
    Rs256 { id: String, pair: RsaKeyPair },
}

impl Signer {
    /// A new key of its own.
    pub fn es256(id: &str) -> Self {
        let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let made = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a new key");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, made.as_ref(), &random).expect("the key just made");
        Self::Es256 { id: id.to_owned(), pair }
    }

    /// Always the same key.
    pub fn rs256(id: &str) -> Self {
        let pair = RsaKeyPair::from_pkcs8(include_bytes!("../fixtures/rsa.der")).expect("the test's key");
        Self::Rs256 { id: id.to_owned(), pair }
    }

    /// The half that an issuer publishes.
    pub fn published(&self) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Es256 { id, pair } => {
                let point = pair.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256", "kid": id, "use": "sig", "x": text(&point[1..33]), "y": text(&point[33..]) })
            }
            Self::Rs256 { id, pair } => {
                let parts: PublicKeyComponents<Vec<u8>> = pair.public().into();
                json!({ "kty": "RSA", "kid": id, "alg": "RS256", "n": text(&parts.n), "e": text(&parts.e) })
            }
        }
    }

    /// A signed token.
    pub fn token(&self, claims: &Value) -> String {
        let (id, algorithm) = match self {
            Self::Es256 { id, .. } => (id, "ES256"),
            Self::Rs256 { id, .. } => (id, "RS256"),
        };
        let header = json!({ "alg": algorithm, "kid": id, "typ": "JWT" }).to_string();
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let random = SystemRandom::new();
        let signature = match self {
            Self::Es256 { pair, .. } => pair.sign(&random, signed.as_bytes()).expect("a signature").as_ref().to_vec(),
            Self::Rs256 { pair, .. } => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).expect("a signature");
                signature
            }
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// What the issuer answers at a path.
#[derive(Debug, Clone)]
pub enum Reply {
    Json(Value),
    Redirect(String),
    /// So many bytes of blanks.
    Huge(usize),
    /// Nothing, for as long as the other side waits.
    Silence,
}

#[derive(Default)]
struct State {
    replies: HashMap<String, Reply>,
    asked: Vec<String>,
}

/// The issuer's server; it ends with the test's process.
pub struct Issuer {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Issuer {
    /// Starts an issuer that publishes a signer's key.
    pub fn start(signers: &[&Signer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state: Arc<Mutex<State>> = Arc::default();
        let tls = Arc::new(tls_config());
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (tls, state) = (tls.clone(), shared.clone());
                std::thread::spawn(move || answer(stream, tls, &state));
            }
        });
        let issuer = Self { port, state };
        let discovery = json!({ "issuer": issuer.url(), "jwks_uri": format!("{}/keys", issuer.url()) });
        issuer.reply("/.well-known/openid-configuration", Reply::Json(discovery));
        issuer.publish(signers);
        issuer
    }

    /// `https://localhost:1234`, which is also what tokens must name.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Publishes these keys from now on, and no others.
    pub fn publish(&self, signers: &[&Signer]) {
        let keys: Vec<Value> = signers.iter().map(|signer| signer.published()).collect();
        self.reply("/keys", Reply::Json(json!({ "keys": keys })));
    }

    pub fn reply(&self, path: &str, reply: Reply) {
        self.state.lock().expect("no holder of this lock panics").replies.insert(path.to_owned(), reply);
    }

    /// The paths that were asked for so far.
    pub fn asked(&self) -> Vec<String> {
        self.state.lock().expect("no holder of this lock panics").asked.clone()
    }
}

fn tls_config() -> rustls::ServerConfig {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).expect("the test's certificate");
    let key = PrivateKeyDer::from_pem_slice(CERTIFICATE_KEY).expect("the test's key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.expect("protocol versions").with_no_client_auth();
    config.with_single_cert(vec![certificate], key).expect("a certificate that fits its key")
}

fn answer(stream: TcpStream, tls: Arc<rustls::ServerConfig>, state: &Mutex<State>) {
    let Ok(connection) = rustls::ServerConnection::new(tls) else { return };
    let mut stream = BufReader::new(rustls::StreamOwned::new(connection, stream));
    let mut first = String::new();
    if stream.read_line(&mut first).unwrap_or(0) == 0 {
        return;
    }
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).unwrap_or(0) <= 2 {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let reply = {
        let mut state = state.lock().expect("no holder of this lock panics");
        state.asked.push(path.clone());
        state.replies.get(&path).cloned()
    };
    let (head, body) = match reply {
        Some(Reply::Json(value)) => ("200 OK\r\nContent-Type: application/json".to_owned(), value.to_string()),
        Some(Reply::Redirect(to)) => (format!("302 Found\r\nLocation: {to}"), String::new()),
        Some(Reply::Huge(size)) => ("200 OK".to_owned(), " ".repeat(size)),
        Some(Reply::Silence) => {
            // Until the other side gives up and closes.
            let _ = stream.get_ref().sock.set_read_timeout(Some(Duration::from_mins(1)));
            let _ = stream.read(&mut [0]);
            return;
        }
        None => ("404 Not Found".to_owned(), String::new()),
    };
    let stream = stream.get_mut();
    let text = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    // Whoever has gone away does not want the answer.
    let _ = stream.write_all(text.as_bytes());
    stream.conn.send_close_notify();
    let _ = stream.flush();
}
