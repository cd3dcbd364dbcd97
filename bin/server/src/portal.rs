//! The portal's files, embedded when the server was built.

include!(concat!(env!("OUT_DIR"), "/portal_files.rs"));

/// What is shown when the server was built without the portal.
const MISSING: &[u8] =
    b"<!doctype html><meta charset=utf-8><title>Pulpo</title><p>This server was built without its portal. \
Build the portal first (npm ci and npm run build in web/), then the server. The API is at <a href=/api>/api</a>.";

/// A file's media type and content.
pub(crate) fn file(path: &str) -> Option<(&'static str, &'static [u8])> {
    let found = FILES.iter().find(|(name, _)| *name == path).map(|(name, content)| (kind(name), *content));
    found.or_else(|| (FILES.is_empty() && path == "index.html").then_some(("text/html; charset=utf-8", MISSING)))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("json" | "map") => "application/json",
        _ => "application/octet-stream",
    }
}
