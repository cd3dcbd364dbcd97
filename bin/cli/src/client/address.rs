//! The server's address, and what links from its answers resolve to.

use crate::failure::Failure;

/// `scheme://host[:port]` and the virtual directory below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    authority: String,
    directory: String,
}

impl Address {
    /// Reads what the user gave: with or without a trailing slash, with or without `/api` at the end.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let wrong = || {
            Failure::command(
                "The server's address is not understood: give it like --server=https://octopus.example.com/",
            )
        };
        let text = text.trim().trim_end_matches('/');
        let (scheme, rest) = text.split_once("://").ok_or_else(wrong)?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(wrong());
        }
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        // Credentials in the address would end up in every debug line.
        if host.is_empty() || host.contains('@') {
            return Err(wrong());
        }
        let path = path.trim_end_matches('/');
        let directory = match path.len().checked_sub(4) {
            Some(at) if path.is_char_boundary(at) && path[at..].eq_ignore_ascii_case("/api") => &path[..at],
            Some(_) | None => path,
        };
        Ok(Self { authority: format!("{scheme}://{host}"), directory: directory.trim_end_matches('/').to_owned() })
    }

    /// The full address of a link: `~/x` lies below the virtual directory, `/x` below the host.
    pub(crate) fn resolve(&self, link: &str) -> Result<String, Failure> {
        if let Some(path) = link.strip_prefix("~/") {
            return Ok(format!("{}{}/{path}", self.authority, self.directory));
        }
        if link.starts_with('/') && !link.starts_with("//") {
            return Ok(format!("{}{link}", self.authority));
        }
        if link.strip_prefix(&self.authority).is_some_and(|rest| rest.starts_with('/')) {
            return Ok(link.to_owned());
        }
        // Following it would hand the credentials to somebody else.
        Err(Failure::unexpected(format!("the server sent a link that leads elsewhere: {link}")))
    }

    /// Where a redirect may lead: the same host, or its secure twin.
    pub(crate) fn allows_redirect_to(&self, target: &str) -> bool {
        let stays_secure = !self.is_secure() || target.to_ascii_lowercase().starts_with("https:");
        stays_secure && Self::parse(target).is_ok_and(|target| target.host().eq_ignore_ascii_case(self.host()))
    }

    /// The address as it is shown, and as the portal's links begin.
    pub(crate) fn base(&self) -> String {
        format!("{}{}", self.authority, self.directory)
    }

    /// The host without its port.
    pub(crate) fn host(&self) -> &str {
        let host = self.authority.split_once("://").map_or("", |(_, host)| host);
        match host.find(']') {
            // An IPv6 address is full of colons.
            Some(end) => &host[..=end],
            None => host.split(':').next().unwrap_or_default(),
        }
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.authority.starts_with("https:")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_suffix_and_trailing_slashes_are_cut() {
        for text in ["https://oct", "https://oct/", "HTTPS://oct/api", "https://oct/api/"] {
            assert_eq!(Address::parse(text).unwrap().base(), "https://oct", "{text}");
        }
        assert_eq!(Address::parse("http://h:8888/octo/api").unwrap().base(), "http://h:8888/octo");
        for bad in ["oct", "ftp://x", "https://", "https://ann:secret@oct", ""] {
            let error = Address::parse(bad).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{bad}");
        }
    }

    #[test]
    fn links_resolve_below_host_or_directory_and_never_elsewhere() {
        let address = Address::parse("https://oct/vdir").unwrap();
        assert_eq!(address.resolve("~/api").unwrap(), "https://oct/vdir/api");
        assert_eq!(address.resolve("/vdir/api/users/me").unwrap(), "https://oct/vdir/api/users/me");
        assert_eq!(address.resolve("https://oct/x").unwrap(), "https://oct/x");
        for elsewhere in ["https://other/api", "//other/api", "https://oct.evil/x", "api"] {
            assert!(address.resolve(elsewhere).is_err(), "{elsewhere}");
        }
    }

    #[test]
    fn a_redirect_stays_on_the_host_and_never_gives_up_encryption() {
        let plain = Address::parse("http://oct:80").unwrap();
        assert!(plain.allows_redirect_to("https://oct/api"));
        assert!(!plain.allows_redirect_to("https://other/api"));
        assert!(!Address::parse("https://oct").unwrap().allows_redirect_to("http://oct/api"));
    }
}
