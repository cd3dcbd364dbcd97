//! What the server asks outside, and what it does not (access.md 13; CVE-2025-0539).

use std::time::Duration;

use pulpo_domain::ambient::Outside;
use pulpo_outward::{Outward, Settings};
use pulpo_testkit::issuer::{AUTHORITY, Issuer, Reply};
use serde_json::json;

fn allowed() -> Settings {
    let allowed = ["127.0.0.0/8", "::1"].iter().map(|text| text.parse().expect("a network")).collect();
    Settings { allowed, authorities: Some(AUTHORITY.to_vec()), patience: Duration::from_secs(30) }
}

fn get(settings: Settings, address: &str) -> Result<Vec<u8>, String> {
    Outward::new(settings).expect("usable settings").get(address).map_err(|error| error.to_string())
}

#[track_caller]
fn refused(settings: Settings, address: &str, why: &str) {
    let error = get(settings, address).expect_err("a refusal");
    assert!(error.contains(why) && error.contains(address), "{error}");
}

#[test]
fn an_allowed_address_is_asked_over_tls() {
    let issuer = Issuer::start(&[]);
    issuer.reply("/x", Reply::Json(json!({ "a": 1 })));
    assert_eq!(get(allowed(), &format!("{}/x", issuer.url())).unwrap(), br#"{"a":1}"#);
    assert_eq!(issuer.asked(), ["/x"]);
}

#[test]
fn a_private_address_is_not_asked_unless_allowed() {
    let issuer = Issuer::start(&[]);
    let closed = || Settings { allowed: Vec::new(), ..allowed() };
    refused(closed(), &format!("{}/keys", issuer.url()), "private address");
    let port = issuer.url().rsplit_once(':').unwrap().1.to_owned();
    for host in ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        let address = format!("https://{host}:{port}/keys");
        // By whatever spelling: an address, or no name at all.
        assert!(get(closed(), &address).is_err(), "{address}");
    }
    refused(closed(), "https://169.254.169.254/latest/meta-data/", "private address");
    assert!(issuer.asked().is_empty());
}

#[test]
fn redirections_are_not_followed() {
    let issuer = Issuer::start(&[]);
    issuer.reply("/there", Reply::Redirect(format!("{}/keys", issuer.url())));
    refused(allowed(), &format!("{}/there", issuer.url()), "redirections are not followed");
    assert_eq!(issuer.asked(), ["/there"]);
}

#[test]
fn a_huge_document_is_not_read() {
    let issuer = Issuer::start(&[]);
    issuer.reply("/huge", Reply::Huge(1024 * 1024 + 1));
    issuer.reply("/large", Reply::Huge(1024 * 1024));
    refused(allowed(), &format!("{}/huge", issuer.url()), "larger than");
    assert_eq!(get(allowed(), &format!("{}/large", issuer.url())).unwrap().len(), 1024 * 1024);
}

#[test]
fn who_does_not_answer_is_not_waited_for() {
    let issuer = Issuer::start(&[]);
    issuer.reply("/silence", Reply::Silence);
    let hasty = Settings { patience: Duration::from_millis(200), ..allowed() };
    refused(hasty, &format!("{}/silence", issuer.url()), "timeout");
}

#[test]
fn only_https_with_a_certificate_that_holds_is_spoken() {
    let issuer = Issuer::start(&[]);
    let plain = issuer.url().replace("https:", "http:");
    assert!(get(allowed(), &plain).is_err());
    let of_the_system = Settings { authorities: None, ..allowed() };
    assert!(get(of_the_system, &format!("{}/keys", issuer.url())).is_err());
    // The certificate is not for this name.
    let other_name = issuer.url().replace("localhost", "127.0.0.2");
    assert!(get(allowed(), &format!("{other_name}/keys")).is_err());
    assert!(issuer.asked().is_empty());
    let empty = Settings { authorities: Some(b"nothing".to_vec()), ..allowed() };
    assert!(Outward::new(empty).is_err());
}
