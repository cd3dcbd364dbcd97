//! `UriPart` (VF-02).

use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Call, text::flag};

impl Call<'_> {
    /// Failures are texts here, not nothing.
    pub(super) fn uri_part(&self, input: &str) -> String {
        let Some(part) = self.options.first() else {
            return "[UriPart error: no argument given]".to_owned();
        };
        let kind = part.to_lowercase();
        if !PARTS.contains(&kind.as_str()) {
            return format!("[UriPart {part} error: argument '{part}' not supported]");
        }
        match Uri::parse(input) {
            Parsed::Broken => input.to_owned(),
            Parsed::Relative if kind == "isabsoluteuri" => flag(false),
            Parsed::Relative => {
                format!("[UriPart {part} error: This operation is not supported for a relative URI.]")
            }
            Parsed::Absolute(uri) => uri.part(&kind),
        }
    }
}

const PARTS: [&str; 20] = [
    "absolutepath",
    "absoluteuri",
    "authority",
    "dnssafehost",
    "fragment",
    "host",
    "hostandport",
    "hostnametype",
    "isabsoluteuri",
    "isdefaultport",
    "isfile",
    "isloopback",
    "isunc",
    "path",
    "pathandquery",
    "port",
    "query",
    "scheme",
    "schemeandserver",
    "userinfo",
];

enum Parsed<'u> {
    Absolute(Uri<'u>),
    Relative,
    Broken,
}

struct Uri<'u> {
    scheme: String,
    has_authority: bool,
    user_info: &'u str,
    /// In lower case; an IPv6 address with its brackets.
    host: String,
    port: Option<u16>,
    path: String,
    /// With `?`.
    query: &'u str,
    /// With `#`.
    fragment: &'u str,
}

impl<'u> Uri<'u> {
    fn parse(text: &'u str) -> Parsed<'u> {
        let text = text.trim();
        let scheme_end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
        let is_scheme = |scheme: &str| scheme.len() > 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic());
        let (scheme, rest) = match scheme_end {
            Some(end) if text[end..].starts_with(':') && is_scheme(&text[..end]) => (&text[..end], &text[end + 1..]),
            _ => return Parsed::Relative,
        };
        let scheme = scheme.to_lowercase();
        let (rest, fragment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
        let (rest, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        let Some(rest) = rest.strip_prefix("//") else {
            if default_port(&scheme).is_some_and(|_| scheme != "mailto") {
                return Parsed::Broken;
            }
            let (user_info, host) = match rest.split_once('@') {
                Some((user_info, host)) if scheme == "mailto" => (user_info, host.to_lowercase()),
                _ => ("", String::new()),
            };
            let path = if host.is_empty() { rest.to_owned() } else { String::new() };
            let uri = Uri { scheme, has_authority: false, user_info, host, port: None, path, query, fragment };
            return Parsed::Absolute(uri);
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user_info, server) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (host, port) = match server.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ => (server, ""),
        };
        let port = match port.parse() {
            Ok(port) => Some(port),
            Err(_) if port.is_empty() => None,
            Err(_) => return Parsed::Broken,
        };
        if (host.is_empty() && scheme != "file") || host.contains(char::is_whitespace) {
            return Parsed::Broken;
        }
        let path = if path.is_empty() { "/".to_owned() } else { escaped(&without_dots(path)) };
        let host = host.to_lowercase();
        Parsed::Absolute(Uri { scheme, has_authority: true, user_info, host, port, path, query, fragment })
    }

    fn part(&self, kind: &str) -> String {
        match kind {
            "absolutepath" | "path" => self.path.clone(),
            "absoluteuri" => self.absolute(),
            "authority" => self.authority(),
            "dnssafehost" => self.host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            "fragment" => escaped(self.fragment),
            "host" => self.host.clone(),
            "hostandport" => format!("{}:{}", self.host, self.shown_port()),
            "hostnametype" => self.host_type().to_owned(),
            "isabsoluteuri" => flag(true),
            "isdefaultport" => flag(self.is_default_port()),
            "isfile" => flag(self.scheme == "file"),
            "isloopback" => flag(self.is_loopback()),
            "isunc" => flag(self.scheme == "file" && !self.host.is_empty()),
            "pathandquery" => self.path.clone() + &escaped(self.query),
            "port" => self.shown_port(),
            "query" => escaped(self.query),
            "scheme" => self.scheme.clone(),
            "schemeandserver" => format!("{}://{}", self.scheme, self.authority()),
            _ => self.user_info.to_owned(),
        }
    }

    fn is_default_port(&self) -> bool {
        self.port.is_none() || self.port == default_port(&self.scheme)
    }

    fn shown_port(&self) -> String {
        self.port.or_else(|| default_port(&self.scheme)).map_or_else(|| "-1".to_owned(), |port| port.to_string())
    }

    fn authority(&self) -> String {
        match self.port {
            Some(port) if !self.is_default_port() => format!("{}:{port}", self.host),
            _ => self.host.clone(),
        }
    }

    fn absolute(&self) -> String {
        let slashes = if self.has_authority { "//" } else { "" };
        let at = if self.user_info.is_empty() { "" } else { "@" };
        let (query, fragment) = (escaped(self.query), escaped(self.fragment));
        format!("{}:{slashes}{}{at}{}{}{query}{fragment}", self.scheme, self.user_info, self.authority(), self.path)
    }

    fn host_type(&self) -> &'static str {
        if self.host.is_empty() {
            "Basic"
        } else if self.host.parse::<Ipv4Addr>().is_ok() {
            "IPv4"
        } else if self.host.starts_with('[') {
            "IPv6"
        } else {
            "Dns"
        }
    }

    fn is_loopback(&self) -> bool {
        match self.host.as_str() {
            "" => self.scheme == "file",
            "localhost" | "loopback" => true,
            host => {
                let bare = host.trim_start_matches('[').trim_end_matches(']');
                host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
                    || bare.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
            }
        }
    }
}

fn default_port(scheme: &str) -> Option<u16> {
    Some(match scheme {
        "http" | "ws" => 80,
        "https" | "wss" => 443,
        "ftp" => 21,
        "telnet" => 23,
        "mailto" => 25,
        "gopher" => 70,
        "nntp" => 119,
        "ldap" => 389,
        "net.tcp" => 808,
        _ => return None,
    })
}

fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (place, segment) in segments.iter().enumerate() {
        let is_last = place + 1 == segments.len();
        match *segment {
            ".." | "." => {
                if *segment == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}

/// Escapes what may not stand in a URI, and leaves escapes that are there alone.
fn escaped(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        let is_allowed =
            byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}');
        if is_allowed {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a text does not fail");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Parsed, Uri};

    #[track_caller]
    fn check(uri: &str, part: &str, expected: &str) {
        let Parsed::Absolute(parsed) = Uri::parse(uri) else { panic!("{uri} is absolute") };
        assert_eq!(parsed.part(part), expected, "{part} of {uri}");
    }

    #[test]
    fn uris_are_cut_into_their_parts() {
        let uri = "https://user:pass@Octopus.com:8443/a/../b c?q=1#f";
        check(uri, "absoluteuri", "https://user:pass@octopus.com:8443/b%20c?q=1#f");
        check(uri, "authority", "octopus.com:8443");
        check(uri, "pathandquery", "/b%20c?q=1");
        check(uri, "isdefaultport", "false");
        check("https://octopus.com", "absoluteuri", "https://octopus.com/");
        check("http://octopus.com", "hostandport", "octopus.com:80");
        check("http://[::1]/", "hostnametype", "IPv6");
        check("http://[::1]/", "isloopback", "true");
        check("file:///etc/hosts", "isfile", "true");
        check("mailto:a@b.c", "host", "b.c");
    }

    #[test]
    fn texts_without_a_scheme_are_relative_and_impossible_ones_are_broken() {
        assert!(matches!(Uri::parse("/docs"), Parsed::Relative));
        assert!(matches!(Uri::parse("C:/docs"), Parsed::Relative));
        assert!(matches!(Uri::parse("trust me"), Parsed::Relative));
        assert!(matches!(Uri::parse("http://"), Parsed::Broken));
        assert!(matches!(Uri::parse("http://a:b"), Parsed::Broken));
    }
}
