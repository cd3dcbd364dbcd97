//! What an administrator decides about the server at run time: one struct for each section of the configuration,
//! with its defaults and the rules that its values keep.

use serde::{Deserialize, Serialize};

use crate::network::Network;

const DAY: i64 = 24 * 60 * 60;

/// All sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    pub sessions: Sessions,
    pub passwords: Passwords,
    pub api_keys: ApiKeys,
    pub guest_login: GuestLogin,
    pub trusted_proxies: TrustedProxies,
    pub transport_security: TransportSecurity,
    pub tls_certificate: TlsCertificate,
}

/// A value that breaks a rule, in words for people.
pub type Problem = String;

/// How long people stay signed in (access.md 11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Sessions {
    /// How long a session lasts that nobody uses.
    pub session_timeout_in_seconds: i64,
    /// How long any session lasts, the remembered ones too.
    pub maximum_session_duration_in_seconds: i64,
    pub remember_me_enabled: bool,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            session_timeout_in_seconds: 20 * 60,
            maximum_session_duration_in_seconds: 20 * DAY,
            remember_me_enabled: true,
        }
    }
}

impl Sessions {
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !(60..=DAY).contains(&self.session_timeout_in_seconds) {
            problems.push(format!("SessionTimeoutInSeconds must be from 60 to {DAY}"));
        }
        let longest = 90 * DAY;
        if !(300..=longest).contains(&self.maximum_session_duration_in_seconds) {
            problems.push(format!("MaximumSessionDurationInSeconds must be from 300 to {longest}"));
        }
        if self.maximum_session_duration_in_seconds < self.session_timeout_in_seconds {
            problems.push("MaximumSessionDurationInSeconds must not be less than SessionTimeoutInSeconds".to_owned());
        }
        problems
    }
}

/// How strong a new password must be (access.md 1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Passwords {
    pub minimum_length: i64,
    /// Of eight: one each for three lengths and five kinds of characters.
    pub minimum_strength: i64,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { minimum_length: 7, minimum_strength: 4 }
    }
}

impl Passwords {
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !(7..=100).contains(&self.minimum_length) {
            problems.push("MinimumLength must be from 7 to 100".to_owned());
        }
        if !(4..=8).contains(&self.minimum_strength) {
            problems.push("MinimumStrength must be from 4 to 8".to_owned());
        }
        problems
    }
}

/// The longest life that a key can have (US-03).
pub const LONGEST_KEY_LIFE_DAYS: i64 = 1096;

/// How long new API keys live, and who may make them (access.md 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ApiKeys {
    /// Off: people make no keys, only service accounts have them. Keys that are there keep working.
    pub user_api_keys_enabled: bool,
    pub api_key_default_expiry_days: i64,
    pub api_key_max_expiry_days: i64,
    /// Whether a key in an address (`?apikey=`) is taken.
    pub keys_in_addresses_enabled: bool,
}

impl Default for ApiKeys {
    fn default() -> Self {
        Self {
            user_api_keys_enabled: true,
            api_key_default_expiry_days: 180,
            api_key_max_expiry_days: LONGEST_KEY_LIFE_DAYS,
            keys_in_addresses_enabled: true,
        }
    }
}

impl ApiKeys {
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, days) in [
            ("ApiKeyDefaultExpiryDays", self.api_key_default_expiry_days),
            ("ApiKeyMaxExpiryDays", self.api_key_max_expiry_days),
        ] {
            if !(1..=LONGEST_KEY_LIFE_DAYS).contains(&days) {
                problems.push(format!("{name} must be from 1 to {LONGEST_KEY_LIFE_DAYS}"));
            }
        }
        if self.api_key_default_expiry_days > self.api_key_max_expiry_days {
            problems.push("ApiKeyDefaultExpiryDays must not be more than ApiKeyMaxExpiryDays".to_owned());
        }
        problems
    }
}

/// Whether anybody may look without an account (access.md 1.3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GuestLogin {
    pub is_enabled: bool,
}

/// Whose word counts on where a request comes from (access.md 14).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TrustedProxies {
    /// Addresses and networks.
    pub trusted_proxies: Vec<String>,
}

impl TrustedProxies {
    pub fn check(&self) -> Vec<Problem> {
        const MOST: usize = 100;
        let mut problems: Vec<Problem> = self
            .trusted_proxies
            .iter()
            .filter_map(|text| text.parse::<Network>().err())
            .map(|e| e.to_string())
            .collect();
        if self.trusted_proxies.len() > MOST {
            problems.push(format!("at most {MOST} proxies can be named; name their network"));
        }
        problems
    }

    pub fn networks(&self) -> Vec<Network> {
        self.trusted_proxies.iter().filter_map(|text| text.parse().ok()).collect()
    }
}

/// Whether browsers are told to come by TLS only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransportSecurity {
    pub hsts_enabled: bool,
    pub hsts_max_age_in_seconds: i64,
}

impl Default for TransportSecurity {
    fn default() -> Self {
        Self { hsts_enabled: false, hsts_max_age_in_seconds: 60 * 60 }
    }
}

impl TransportSecurity {
    pub fn check(&self) -> Vec<Problem> {
        let longest = 2 * 366 * DAY;
        if (1..=longest).contains(&self.hsts_max_age_in_seconds) {
            return Vec::new();
        }
        vec![format!("HstsMaxAgeInSeconds must be from 1 to {longest}")]
    }
}

/// The certificate that the server shows to those who connect by TLS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TlsCertificate {
    /// The server's own first, in PEM.
    pub certificate_chain: String,
    /// Its key in PEM, sealed.
    pub private_key: String,
}

impl TlsCertificate {
    pub fn is_none(&self) -> bool {
        self.certificate_chain.trim().is_empty() && self.private_key.is_empty()
    }

    pub fn check(&self) -> Vec<Problem> {
        const LONGEST: usize = 100_000;
        let mut problems = Vec::new();
        if self.certificate_chain.trim().is_empty() != self.private_key.is_empty() {
            problems.push("CertificateChain and PrivateKey belong together: give both, or clear both".to_owned());
        }
        if self.certificate_chain.len() > LONGEST || self.private_key.len() > LONGEST {
            problems.push(format!("CertificateChain and PrivateKey must be shorter than {LONGEST} characters"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_keep_their_own_rules() {
        assert!(Sessions::default().check().is_empty());
        assert!(Passwords::default().check().is_empty());
        assert!(ApiKeys::default().check().is_empty());
        assert!(TrustedProxies::default().check().is_empty());
        assert!(TransportSecurity::default().check().is_empty());
        assert!(TlsCertificate::default().check().is_empty() && TlsCertificate::default().is_none());
        assert!(!GuestLogin::default().is_enabled, "guests stay outside until somebody lets them in");
    }

    #[test]
    fn values_that_would_undo_the_rule_are_refused() {
        let endless = Sessions { maximum_session_duration_in_seconds: i64::MAX, ..Sessions::default() };
        assert_eq!(endless.check().len(), 1);
        let crossed = Sessions { maximum_session_duration_in_seconds: 600, ..Sessions::default() };
        assert_eq!(crossed.check().len(), 1);
        let weak = Passwords { minimum_length: 0, minimum_strength: 0 };
        assert_eq!(weak.check().len(), 2);
        let endless = ApiKeys { api_key_max_expiry_days: 100_000, ..ApiKeys::default() };
        assert_eq!(endless.check().len(), 1);
        let crossed = ApiKeys { api_key_max_expiry_days: 30, ..ApiKeys::default() };
        assert_eq!(crossed.check().len(), 1);
        let half = TlsCertificate { certificate_chain: "chain".to_owned(), private_key: String::new() };
        assert_eq!(half.check().len(), 1);
        let proxies = TrustedProxies { trusted_proxies: vec!["10.0.0.0/8".to_owned(), "proxy".to_owned()] };
        assert_eq!(proxies.check().len(), 1);
    }
}
