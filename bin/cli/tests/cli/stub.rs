//! A small HTTP server with fixed answers that remembers what it was asked.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::{Value, json};

/// What the stub says to one request.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// One request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// `GET /api/x?y=z`; a verb override reads `POST+DELETE /api/x`.
    pub(crate) line: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

#[derive(Default)]
struct Shared {
    routes: Mutex<BTreeMap<String, VecDeque<Reply>>>,
    asked: Mutex<Vec<Asked>>,
    stopped: AtomicBool,
}

/// The server; it ends with the value.
pub(crate) struct Stub {
    shared: Arc<Shared>,
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        let headers = vec![("Content-Type".to_owned(), "application/json; charset=utf-8".to_owned())];
        Self { status, headers, body: body.to_string().into_bytes() }
    }

    pub(crate) fn text(status: u16, body: &str) -> Self {
        Self { status, headers: vec![("Content-Type".to_owned(), "text/plain".to_owned())], body: body.into() }
    }

    /// Keeps the asker waiting until it gives up.
    pub(crate) fn never() -> Self {
        Self { status: 0, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn error(status: u16, message: &str, errors: &[&str]) -> Self {
        Self::json(status, &json!({ "ErrorMessage": message, "Errors": errors }))
    }
}

impl Stub {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let for_thread = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            for connection in listener.incoming() {
                if for_thread.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&for_thread);
                std::thread::spawn(move || serve(&shared, &connection.unwrap()));
            }
        });
        Self { shared, address, thread: Some(thread) }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sets the answers to a request, in order; the last one repeats. Without a query, the line fits any query.
    pub(crate) fn reply(&self, line: &str, replies: impl IntoIterator<Item = Reply>) {
        self.shared.routes.lock().unwrap().insert(line.to_owned(), replies.into_iter().collect());
    }

    /// Sets the one answer to a GET.
    pub(crate) fn get(&self, path: &str, body: &Value) {
        self.reply(&format!("GET {path}"), [Reply::json(200, body)]);
    }

    /// Everything that was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// The request lines, without those of the start-up.
    pub(crate) fn lines(&self) -> Vec<String> {
        let lines = self.asked().into_iter().map(|asked| asked.line);
        lines.skip_while(|line| line != "GET /api/users/me").skip(1).collect()
    }

    /// The JSON body of the first request with this line, whatever its query.
    pub(crate) fn body_of(&self, line: &str) -> Value {
        let asked = self.asked();
        let found = asked.iter().find(|asked| asked.line == line || asked.line.starts_with(&format!("{line}?")));
        let found = found.unwrap_or_else(|| panic!("{line} was not asked"));
        serde_json::from_slice(&found.body).unwrap()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees the flag.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(shared: &Shared, connection: &TcpStream) {
    let mut reader = BufReader::new(connection);
    while let Some(asked) = read_request(&mut reader) {
        let reply = answer(shared, &asked.line);
        shared.asked.lock().unwrap().push(asked);
        if reply.status == 0 {
            let _ = reader.read_to_end(&mut Vec::new());
            return;
        }
        let mut head = format!("HTTP/1.1 {} Stub\r\nContent-Length: {}\r\n", reply.status, reply.body.len());
        for (name, value) in &reply.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let mut writer = connection;
        // In one piece: two small writes wait for each other's acknowledgement.
        if writer.write_all(&[head.as_bytes(), &reply.body].concat()).is_err() {
            return;
        }
    }
}

fn answer(shared: &Shared, line: &str) -> Reply {
    let mut routes = shared.routes.lock().unwrap();
    let without_query = line.split('?').next().unwrap_or_default().to_owned();
    let key = if routes.contains_key(line) { line.to_owned() } else { without_query };
    match routes.get_mut(&key) {
        Some(replies) if replies.len() > 1 => replies.pop_front().unwrap(),
        Some(replies) => replies.front().unwrap().clone(),
        None => Reply::error(404, &format!("The resource '{line}' was not found."), &[]),
    }
}

fn read_request(reader: &mut BufReader<&TcpStream>) -> Option<Asked> {
    let mut first = String::new();
    if reader.read_line(&mut first).ok()? == 0 {
        return None;
    }
    let mut parts = first.split_whitespace();
    let (method, target) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length: usize = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let verb = match headers.get("x-http-method-override") {
        Some(real) => format!("{method}+{real}"),
        None => method,
    };
    Some(Asked { line: format!("{verb} {target}"), headers, body })
}
