//! The sections: what each is called, who may see and change it, and what its fields mean to people.

use pulpo_access::Permission;
use pulpo_domain::settings::{ApiKeys, Problem, Sessions, Settings, TransportSecurity};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A section of the configuration.
#[derive(Debug)]
pub struct Section {
    pub id: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    /// To see it and to change it.
    pub permission: Permission,
    pub fields: &'static [Field],
    which: Which,
}

/// A field of a section, as a page shows it.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub description: &'static str,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Flag,
    Number,
    Texts,
    /// Lines of text.
    Text,
    /// A text that is sealed and not shown again.
    Secret,
}

#[derive(Debug, Clone, Copy)]
enum Which {
    Sessions,
    Passwords,
    ApiKeys,
    GuestLogin,
    TrustedProxies,
    TransportSecurity,
    TlsCertificate,
}

const fn flag(name: &'static str, label: &'static str, description: &'static str) -> Field {
    Field { name, label, description, kind: Kind::Flag }
}

const fn number(name: &'static str, label: &'static str, description: &'static str) -> Field {
    Field { name, label, description, kind: Kind::Number }
}

/// Every section.
pub const SECTIONS: &[Section] = &[
    Section {
        id: "sessions",
        name: "Sessions",
        description: "How long people stay signed in",
        permission: Permission::ConfigureServer,
        which: Which::Sessions,
        fields: &[
            number("SessionTimeoutInSeconds", "Idle time", "A session that nobody uses for so many seconds ends"),
            number(
                "MaximumSessionDurationInSeconds",
                "Longest session",
                "Any session ends after so many seconds, remembered ones too",
            ),
            flag("RememberMeEnabled", "Remember me", "Whether people may stay signed in while they do nothing"),
        ],
    },
    Section {
        id: "passwords",
        name: "Passwords",
        description: "How strong new passwords must be",
        permission: Permission::ConfigureServer,
        which: Which::Passwords,
        fields: &[
            number("MinimumLength", "Shortest password", "Characters that a new password has at least"),
            number(
                "MinimumStrength",
                "Strength",
                "Points of eight: for 8, 12 and 16 characters, digits, blanks, small and capital letters, punctuation",
            ),
        ],
    },
    Section {
        id: "apikeys",
        name: "API keys",
        description: "Who may make API keys, and how long they live",
        permission: Permission::ConfigureServer,
        which: Which::ApiKeys,
        fields: &[
            flag(
                "UserApiKeysEnabled",
                "Keys of people",
                "Off: only service accounts get new keys; those that are there keep working",
            ),
            number("ApiKeyDefaultExpiryDays", "Usual life", "Days that a key lives for which nothing else was chosen"),
            number("ApiKeyMaxExpiryDays", "Longest life", "Days that a new key lives at most"),
            flag(
                "KeysInAddressesEnabled",
                "Keys in addresses",
                "Whether ?apikey= is taken; such keys end up in the logs of proxies",
            ),
        ],
    },
    Section {
        id: "guest-login",
        name: "Guest login",
        description: "Whether anybody may look around without an account",
        permission: Permission::ConfigureServer,
        which: Which::GuestLogin,
        fields: &[flag(
            "IsEnabled",
            "Let guests in",
            "A guest sees what the account \"guest\" may see, and changes nothing",
        )],
    },
    Section {
        id: "trusted-proxies",
        name: "Trusted proxies",
        description: "Whose word counts on where a request comes from",
        permission: Permission::AdministerSystem,
        which: Which::TrustedProxies,
        fields: &[Field {
            name: "TrustedProxies",
            label: "Proxies",
            description: "Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed",
            kind: Kind::Texts,
        }],
    },
    Section {
        id: "transport-security",
        name: "Transport security",
        description: "Whether browsers are told to come by TLS only",
        permission: Permission::ConfigureServer,
        which: Which::TransportSecurity,
        fields: &[
            flag("HstsEnabled", "HSTS", "Sends Strict-Transport-Security with every answer over TLS"),
            number("HstsMaxAgeInSeconds", "For how long", "Seconds for which a browser remembers it"),
        ],
    },
    Section {
        id: super::certificate::ID,
        name: "TLS certificate",
        description: "What the server shows to those who connect by TLS. The first one counts from the next start of the \
                      server on, each later one at once",
        permission: Permission::AdministerSystem,
        which: Which::TlsCertificate,
        fields: &[
            Field {
                name: "CertificateChain",
                label: "Certificate chain",
                description: "In PEM, the server's own certificate first",
                kind: Kind::Text,
            },
            Field {
                name: "PrivateKey",
                label: "Private key",
                description: "Of the server's own certificate, in PEM; it is not shown again",
                kind: Kind::Secret,
            },
        ],
    },
];

impl Section {
    /// The values of this section.
    pub(super) fn write(&self, settings: &Settings) -> Value {
        match self.which {
            Which::Sessions => value(&settings.sessions),
            Which::Passwords => value(&settings.passwords),
            Which::ApiKeys => value(&settings.api_keys),
            Which::GuestLogin => value(&settings.guest_login),
            Which::TrustedProxies => value(&settings.trusted_proxies),
            Which::TransportSecurity => value(&settings.transport_security),
            Which::TlsCertificate => value(&settings.tls_certificate),
        }
    }

    /// Takes over the values of this section, as they were kept.
    pub(super) fn read(&self, settings: &mut Settings, values: Value) -> Result<(), Problem> {
        match self.which {
            Which::Sessions => settings.sessions = typed(values)?,
            Which::Passwords => settings.passwords = typed(values)?,
            Which::ApiKeys => settings.api_keys = typed(values)?,
            Which::GuestLogin => settings.guest_login = typed(values)?,
            Which::TrustedProxies => settings.trusted_proxies = typed(values)?,
            Which::TransportSecurity => settings.transport_security = typed(values)?,
            Which::TlsCertificate => settings.tls_certificate = typed(values)?,
        }
        Ok(())
    }

    fn check(&self, settings: &Settings) -> Vec<Problem> {
        match self.which {
            Which::Sessions => Sessions::check(&settings.sessions),
            Which::Passwords => settings.passwords.check(),
            Which::ApiKeys => ApiKeys::check(&settings.api_keys),
            Which::GuestLogin => Vec::new(),
            Which::TrustedProxies => settings.trusted_proxies.check(),
            Which::TransportSecurity => TransportSecurity::check(&settings.transport_security),
            Which::TlsCertificate => settings.tls_certificate.check(),
        }
    }

    fn secrets(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().filter(|field| field.kind == Kind::Secret).map(|field| field.name)
    }

    /// The values as they may be shown: of a secret only whether there is one.
    pub(super) fn shown(&self, mut values: Value) -> Value {
        for name in self.secrets() {
            let has_value = values[name].as_str().is_some_and(|text| !text.is_empty());
            values[name] = json!({ "HasValue": has_value, "NewValue": null });
        }
        values
    }

    /// What was given with its secrets sealed: a new one, or none; one that is kept is not given at all.
    pub(super) fn sealed(
        &self,
        mut given: Map<String, Value>,
        seal: impl Fn(&str) -> String,
    ) -> Result<Map<String, Value>, Problem> {
        for name in self.secrets() {
            let Some(key) = given.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned() else { continue };
            let value = given.remove(&key).unwrap_or_default();
            let text = match &value {
                Value::Null => continue,
                Value::String(text) => text.as_str(),
                Value::Object(fields) => match (fields.get("NewValue"), fields.get("HasValue")) {
                    (Some(Value::String(text)), _) => text.as_str(),
                    (_, Some(Value::Bool(true))) => continue,
                    (_, Some(Value::Bool(false))) => "",
                    _ => return Err(format!("{name} must say HasValue, or NewValue as a text")),
                },
                Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
                    return Err(format!("{name} must be a text, or say HasValue and NewValue"));
                }
            };
            given.insert(name.to_owned(), if text.trim().is_empty() { "".into() } else { seal(text).into() });
        }
        Ok(given)
    }

    /// Changes the values that are given, by name in any case; unknown ones are ignored (domain.md G-10).
    pub(super) fn change(&self, settings: &mut Settings, given: Map<String, Value>) -> Result<Value, Vec<Problem>> {
        let mut values = self.write(settings);
        for (name, new) in given {
            let field = self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(&name));
            if let Some(field) = field.filter(|_| !new.is_null()) {
                values[field.name] = new;
            }
        }
        self.read(settings, values).map_err(|problem| vec![problem])?;
        let problems = self.check(settings);
        if problems.is_empty() { Ok(self.write(settings)) } else { Err(problems) }
    }
}

fn value(values: &impl Serialize) -> Value {
    serde_json::to_value(values).expect("plain values are always JSON")
}

fn typed<T: DeserializeOwned>(values: Value) -> Result<T, Problem> {
    serde_json::from_value(values).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_described_by_its_name() {
        for section in SECTIONS {
            let values = section.write(&Settings::default());
            let names: Vec<&str> = values.as_object().unwrap().keys().map(String::as_str).collect();
            let described: Vec<&str> = section.fields.iter().map(|field| field.name).collect();
            assert_eq!(names, described, "{}", section.id);
        }
    }

    #[test]
    fn a_secret_is_sealed_kept_or_cleared_and_never_shown() {
        let section = SECTIONS.iter().find(|section| section.id == "tls-certificate").unwrap();
        let sealed = |given: Value| section.sealed(given.as_object().unwrap().clone(), |text| format!("<{text}>"));
        assert_eq!(sealed(json!({ "privatekey": "k" })).unwrap()["PrivateKey"], "<k>");
        assert_eq!(
            sealed(json!({ "PrivateKey": { "HasValue": true, "NewValue": "k" } })).unwrap()["PrivateKey"],
            "<k>"
        );
        assert!(sealed(json!({ "PrivateKey": { "HasValue": true, "NewValue": null } })).unwrap().is_empty());
        assert_eq!(sealed(json!({ "PrivateKey": { "HasValue": false, "NewValue": null } })).unwrap()["PrivateKey"], "");
        assert!(sealed(json!({ "PrivateKey": 7 })).is_err() && sealed(json!({ "PrivateKey": {} })).is_err());
        let shown = section.shown(json!({ "CertificateChain": "c", "PrivateKey": "<k>" }));
        assert_eq!(shown, json!({ "CertificateChain": "c", "PrivateKey": { "HasValue": true, "NewValue": null } }));
    }

    #[test]
    fn a_change_is_all_or_nothing() {
        let section = SECTIONS.iter().find(|section| section.id == "apikeys").unwrap();
        let mut settings = Settings::default();
        let given = serde_json::json!({ "apikeymaxexpirydays": 30, "ApiKeyDefaultExpiryDays": 7, "Nonsense": 1 });
        section.change(&mut settings, given.as_object().unwrap().clone()).unwrap();
        assert_eq!((settings.api_keys.api_key_max_expiry_days, settings.api_keys.api_key_default_expiry_days), (30, 7));
        for given in
            [serde_json::json!({ "ApiKeyMaxExpiryDays": "x" }), serde_json::json!({ "ApiKeyMaxExpiryDays": 0 })]
        {
            assert!(section.change(&mut settings.clone(), given.as_object().unwrap().clone()).is_err(), "{given}");
        }
    }
}
