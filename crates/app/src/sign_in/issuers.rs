//! The keys of issuers of identity tokens, as they publish them: fetched when they are wanted, kept for an hour,
//! asked for anew when a token names a key that is not among them, and not more often than once a minute, whatever
//! comes (access.md 13).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use idtoken::KeySet;
use jiff::{SignedDuration, Timestamp};
use pulpo_domain::ambient::{Outside, OutsideError};
use serde::Deserialize;
use tokio::sync::Semaphore;

/// How long keys are believed without asking again.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// How long an issuer is not asked again after it was asked.
const PAUSE: SignedDuration = SignedDuration::from_secs(60);
/// How many issuers are asked at the same time.
const AT_ONCE: usize = 4;
/// The most issuers whose keys are kept.
const MOST: usize = 1000;

/// What is known of an issuer: its keys, or why they could not be had, and since when.
type Known = Option<(Timestamp, Result<Arc<KeySet>, OutsideError>)>;

pub(crate) struct Issuers {
    outside: Arc<dyn Outside>,
    /// A lock for each, so that many tokens at once ask their issuer once.
    known: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Known>>>>,
    permits: Semaphore,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

impl Issuers {
    pub(crate) fn new(outside: Arc<dyn Outside>) -> Self {
        Self { outside, known: Mutex::default(), permits: Semaphore::new(AT_ONCE) }
    }

    /// The keys of an issuer that an administrator has named. `is_stale` asks for newer ones than those seen last, if
    /// the issuer was not asked just now.
    pub(crate) async fn keys(&self, issuer: &str, now: Timestamp, is_stale: bool) -> Result<Arc<KeySet>, OutsideError> {
        let entry = {
            let mut known = self.known.lock().expect("no holder of this lock panics");
            if known.len() >= MOST && !known.contains_key(issuer) {
                known.clear();
            }
            known.entry(issuer.to_owned()).or_default().clone()
        };
        let mut known = entry.lock().await;
        if let Some((asked, outcome)) = &*known {
            let life = if is_stale || outcome.is_err() { PAUSE } else { FRESH };
            if now < *asked + life {
                return outcome.clone();
            }
        }
        let outcome = self.fetch(issuer).await.map(Arc::new);
        *known = Some((now, outcome.clone()));
        outcome
    }

    async fn fetch(&self, issuer: &str) -> Result<KeySet, OutsideError> {
        let _permit = self.permits.acquire().await.map_err(|_| OutsideError("the server is stopping".to_owned()))?;
        let (outside, issuer) = (self.outside.clone(), issuer.to_owned());
        let fetched = tokio::task::spawn_blocking(move || fetch(&*outside, &issuer)).await;
        fetched.unwrap_or_else(|_| Err(OutsideError("the request for the issuer's keys broke off".to_owned())))
    }
}

fn fetch(outside: &dyn Outside, issuer: &str) -> Result<KeySet, OutsideError> {
    let bad = |why: String| OutsideError(format!("the issuer {issuer}: {why}"));
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let discovery: Discovery = serde_json::from_slice(&outside.get(&address)?)
        .map_err(|error| bad(format!("its discovery document cannot be read: {error}")))?;
    // Otherwise one issuer could vouch in the name of another.
    if discovery.issuer != issuer {
        let other: String = discovery.issuer.chars().take(200).collect();
        return Err(bad(format!("its discovery document is that of another issuer, {other}")));
    }
    if !discovery.jwks_uri.starts_with("https://") {
        return Err(bad("its keys are not at an https address".to_owned()));
    }
    KeySet::parse(&outside.get(&discovery.jwks_uri)?).map_err(|error| bad(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// An issuer whose documents a test chooses.
    #[derive(Default)]
    struct Fake {
        discovery: String,
        keys: String,
        asked: AtomicUsize,
    }

    impl Outside for Fake {
        fn get(&self, address: &str) -> Result<Vec<u8>, OutsideError> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            let is_discovery = address == "https://issuer.example/.well-known/openid-configuration";
            Ok(if is_discovery { self.discovery.clone() } else { self.keys.clone() }.into_bytes())
        }
    }

    const GOOD: &str = r#"{"issuer":"https://issuer.example","jwks_uri":"https://issuer.example/keys"}"#;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[tokio::test]
    async fn keys_are_asked_for_once_an_hour_and_once_a_minute_when_one_is_missing() {
        let fake = Arc::new(Fake { discovery: GOOD.to_owned(), keys: r#"{"keys":[]}"#.to_owned(), ..Fake::default() });
        let issuers = Issuers::new(fake.clone());
        let asked = async |second, is_stale| {
            issuers.keys("https://issuer.example", at(second), is_stale).await.unwrap();
            fake.asked.load(Ordering::Relaxed) / 2
        };
        assert_eq!(asked(0, false).await, 1);
        assert_eq!(asked(3599, false).await, 1);
        assert_eq!(asked(3600, false).await, 2);
        assert_eq!(asked(3659, true).await, 2, "a flood of unknown keys is no flood for the issuer");
        assert_eq!(asked(3660, true).await, 3);
    }

    #[tokio::test]
    async fn many_tokens_at_once_ask_once() {
        let fake = Arc::new(Fake { discovery: GOOD.to_owned(), keys: r#"{"keys":[]}"#.to_owned(), ..Fake::default() });
        let issuers = Arc::new(Issuers::new(fake.clone()));
        let all: Vec<_> = (0..50)
            .map(|_| {
                let issuers = issuers.clone();
                tokio::spawn(async move { issuers.keys("https://issuer.example", at(0), true).await.is_ok() })
            })
            .collect();
        for one in all {
            assert!(one.await.unwrap());
        }
        assert_eq!(fake.asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn an_issuer_must_say_that_it_is_the_one() {
        for (discovery, why) in [
            (r#"{"issuer":"https://other.example","jwks_uri":"https://issuer.example/keys"}"#, "another issuer"),
            (r#"{"issuer":"https://issuer.example/","jwks_uri":"https://issuer.example/keys"}"#, "another issuer"),
            (r#"{"issuer":"https://issuer.example","jwks_uri":"http://issuer.example/keys"}"#, "https"),
            (r#"{"issuer":"https://issuer.example"}"#, "cannot be read"),
            ("<html>", "cannot be read"),
        ] {
            let fake = Arc::new(Fake { discovery: discovery.to_owned(), ..Fake::default() });
            let issuers = Issuers::new(fake.clone());
            let error = issuers.keys("https://issuer.example", at(0), false).await.unwrap_err();
            assert!(error.0.contains(why), "{discovery}: {error}");
            // A failure is remembered for a while, too.
            issuers.keys("https://issuer.example", at(59), false).await.unwrap_err();
            assert_eq!(fake.asked.load(Ordering::Relaxed), 1, "{discovery}");
        }
    }
}
