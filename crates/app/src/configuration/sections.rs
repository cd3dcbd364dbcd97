//! The sections: what each is called, who may see and change it, and what its fields mean to people.

use pulpo_access::Permission;
use pulpo_domain::settings::{ApiKeys, Problem, Sessions, Settings, TransportSecurity};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

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
}

#[derive(Debug, Clone, Copy)]
enum Which {
    Sessions,
    Passwords,
    ApiKeys,
    GuestLogin,
    TrustedProxies,
    TransportSecurity,
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
        }
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
