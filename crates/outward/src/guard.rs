//! Looks names up, and leaves out the addresses that must not be asked. What is left is what gets connected, so a
//! name cannot mean one address for the check and another one for the request.

use std::io;
use std::net::IpAddr;

use pulpo_domain::network::{Network, is_public};
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// A look-up with a guard behind it.
#[derive(Debug, Default)]
pub(crate) struct Guarded {
    lookup: DefaultResolver,
    allowed: Vec<Network>,
}

impl Guarded {
    pub(crate) fn new(allowed: Vec<Network>) -> Self {
        Self { lookup: DefaultResolver::default(), allowed }
    }

    fn lets(&self, address: IpAddr) -> bool {
        is_public(address) || self.allowed.iter().any(|network| network.contains(address))
    }
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.lookup.resolve(uri, config, timeout)?;
        let mut open = self.empty();
        for address in found.iter().filter(|address| self.lets(address.ip())) {
            open.push(*address);
        }
        if open.is_empty() {
            let why = "its name leads to a private address only; the setting outbound-allow names networks that may be asked nevertheless";
            return Err(Error::Io(io::Error::new(io::ErrorKind::PermissionDenied, why)));
        }
        Ok(open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_asked_only_where_the_administrator_allows_it() {
        let guard = Guarded::new(vec!["10.1.0.0/16".parse().unwrap()]);
        for (address, lets) in [
            ("8.8.8.8", true),
            ("10.1.2.3", true),
            ("10.2.0.1", false),
            ("127.0.0.1", false),
            ("::ffff:10.1.0.1", true),
        ] {
            assert_eq!(guard.lets(address.parse().unwrap()), lets, "{address}");
        }
    }
}
