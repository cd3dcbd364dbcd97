//! Tokens that another implementation (OpenSSL) has signed, and all the ways in which they must not pass.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use idtoken::{BadKeySet, BadToken, KeySet, Refused, Unverified};
use serde_json::{Value, json};

fn signed() -> Value {
    serde_json::from_str(include_str!("signed.json")).expect("the file of signed tokens")
}

fn keys() -> KeySet {
    KeySet::parse(signed()["keys"].to_string().as_bytes()).expect("a set of keys")
}

fn token(name: &str) -> String {
    signed()["tokens"][name].as_str().expect("a token").to_owned()
}

/// A token with another header, under the old signature.
fn with_header(token: &str, header: &Value) -> String {
    let rest = token.split_once('.').expect("a token").1;
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
}

#[test]
fn every_accepted_algorithm_is_verified() {
    for name in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"] {
        let text = token(name);
        let claims = Unverified::read(&text).expect("a token").verify(&keys()).expect(name);
        assert_eq!(claims.subject, "repo:pulpo/web:ref:refs/heads/main");
        assert!(claims.is_for("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"));
    }
}

#[test]
fn a_changed_token_is_refused() {
    for name in ["RS256", "PS256", "ES256", "EdDSA"] {
        let text = token(name);
        let parts: Vec<&str> = text.split('.').collect();
        let mut claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        claims["sub"] = json!("repo:pulpo/web:ref:refs/heads/evil");
        let changed = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims.to_string()), parts[2]);
        assert_eq!(Unverified::read(&changed).unwrap().verify(&keys()), Err(Refused::Signature), "{name}");
        let signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
        let cut = URL_SAFE_NO_PAD.encode(&signature[..signature.len() - 1]);
        let cut = format!("{}.{}.{cut}", parts[0], parts[1]);
        assert_eq!(Unverified::read(&cut).unwrap().verify(&keys()), Err(Refused::Signature), "{name}");
        let unsigned = format!("{}.{}.", parts[0], parts[1]);
        assert_eq!(Unverified::read(&unsigned).unwrap().verify(&keys()), Err(Refused::Signature), "{name}");
    }
}

#[test]
fn unsigned_and_shared_secret_tokens_do_not_exist() {
    // HS256 is signed here with the issuer's public key as the secret: the classic confusion.
    for name in ["none", "HS256"] {
        assert_eq!(Unverified::read(&token(name)).unwrap_err(), BadToken::Algorithm(name.to_owned()));
    }
    for name in ["None", "NONE", "rs256", "", "ES512", "HS512"] {
        let text = with_header(&token("RS256"), &json!({ "alg": name, "kid": "rsa" }));
        assert_eq!(Unverified::read(&text).unwrap_err(), BadToken::Algorithm(name.to_owned()));
    }
}

#[test]
fn the_kind_of_key_decides_not_the_token() {
    for (name, kid) in [("RS256", "p256"), ("ES256", "rsa"), ("EdDSA", "p256"), ("ES256", "p384"), ("ES384", "p256")] {
        let text = with_header(&token(name), &json!({ "alg": name, "kid": kid }));
        assert_eq!(Unverified::read(&text).unwrap().verify(&keys()), Err(Refused::UnknownKey), "{name} {kid}");
    }
    let text = with_header(&token("RS256"), &json!({ "alg": "PS256", "kid": "rsa" }));
    assert_eq!(Unverified::read(&text).unwrap().verify(&keys()), Err(Refused::Signature));
    assert_eq!(Unverified::read(&token("wrong-curve")).unwrap().verify(&keys()), Err(Refused::UnknownKey));
}

#[test]
fn weak_unknown_and_foreign_keys_do_not_count() {
    assert_eq!(keys().len(), 5, "neither the shared secret nor the key of an unknown kind");
    assert_eq!(Unverified::read(&token("weak")).unwrap().verify(&keys()), Err(Refused::Signature), "1024 bits");
    for kid in ["gone", "shared", "new", "RSA"] {
        let text = with_header(&token("RS256"), &json!({ "alg": "RS256", "kid": kid }));
        assert_eq!(Unverified::read(&text).unwrap().verify(&keys()), Err(Refused::UnknownKey), "{kid}");
    }
    assert_eq!(Unverified::read(&token("RS256")).unwrap().verify(&KeySet::default()), Err(Refused::UnknownKey));
}

#[test]
fn keys_that_are_not_for_signatures_are_left_out() {
    let mut written = signed()["keys"].clone();
    for (field, value) in [("use", json!("enc")), ("key_ops", json!(["encrypt"])), ("alg", json!("RS512"))] {
        let mut document = written.clone();
        document["keys"][0][field] = value;
        let keys = KeySet::parse(document.to_string().as_bytes()).unwrap();
        assert_eq!(Unverified::read(&token("RS256")).unwrap().verify(&keys), Err(Refused::UnknownKey), "{field}");
    }
    let many: Vec<Value> = (0..101).map(|_| written["keys"][0].take()).collect();
    let refused = KeySet::parse(json!({ "keys": many }).to_string().as_bytes());
    assert_eq!(refused, Err(BadKeySet::TooMany(101)));
    for text in ["", "[]", "{}", "{\"keys\":{}}", "<html>"] {
        assert!(KeySet::parse(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn what_is_no_token_is_told_apart() {
    let shape = |text: &str| assert_eq!(Unverified::read(text).unwrap_err(), BadToken::Shape, "{text}");
    for text in ["", ".", "a.b", "API-XYZ"] {
        shape(text);
    }
    let token = token("ES256");
    shape(&token.replace('.', " . "));
    assert!(Unverified::read(&format!("{token}.{token}")).is_err());
    assert_eq!(Unverified::read(&"a".repeat(16 * 1024 + 1)).unwrap_err(), BadToken::TooLong);
    let critical = with_header(&token, &json!({ "alg": "ES256", "crit": ["b64"], "b64": false }));
    assert!(matches!(Unverified::read(&critical), Err(BadToken::Header(_))));
    let logout = with_header(&token, &json!({ "alg": "ES256", "typ": "logout+jwt" }));
    assert_eq!(Unverified::read(&logout).unwrap_err(), BadToken::Type("logout+jwt".to_owned()));
}
