//! What a token says of whom it is about, and whether it is of now.

use serde::Deserialize;

/// The claims of a token. A claim of the wrong type, or one that stands there twice, is no token at all: a time
/// that cannot be read must not count as a time that was not given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Claims {
    #[serde(rename = "iss")]
    pub issuer: String,
    #[serde(rename = "sub")]
    pub subject: String,
    #[serde(rename = "aud", default)]
    audience: Audience,
    /// Seconds since 1970.
    #[serde(rename = "exp")]
    pub expires: Seconds,
    #[serde(rename = "iat")]
    pub issued: Seconds,
    #[serde(rename = "nbf", default)]
    pub not_before: Option<Seconds>,
    /// What tells this token from all others of its issuer.
    #[serde(rename = "jti", default)]
    pub id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Audience {
    #[default]
    Nobody,
    One(String),
    Many(Vec<String>),
}

/// A time of a token: whole seconds; fractions are cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "serde_json::Number")]
pub struct Seconds(pub i64);

impl TryFrom<serde_json::Number> for Seconds {
    type Error = &'static str;
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked, and fractions are to be cut off")]
    fn try_from(number: serde_json::Number) -> Result<Self, Self::Error> {
        // Up to the year 9999: beyond it, sums with it could overflow.
        let fits = |seconds: f64| (0.0..253_402_300_800.0).contains(&seconds);
        number
            .as_f64()
            .filter(|seconds| fits(*seconds))
            .map(|seconds| Self(seconds as i64))
            .ok_or("a time out of range")
    }
}

/// Why a token is not of now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Untimely {
    #[error("the token has expired")]
    Expired,
    #[error("the token is not valid yet; compare the clocks of the issuer and of this server")]
    NotYet,
    #[error("the token says that it was issued in the future; compare the clocks of the issuer and of this server")]
    FromTheFuture,
    #[error("the token was issued too long ago; ask its issuer for a new one")]
    TooOld,
}

impl Claims {
    /// Whether the token is meant for this audience.
    pub fn is_for(&self, audience: &str) -> bool {
        match &self.audience {
            Audience::Nobody => false,
            Audience::One(one) => one == audience,
            Audience::Many(many) => many.iter().any(|one| one == audience),
        }
    }

    /// Checks the token's times at `now`, all in seconds. Clocks may differ by `skew`; a token that was issued
    /// longer than `oldest` ago is refused however long its issuer wants it to live.
    pub fn check_times(&self, now: i64, skew: i64, oldest: i64) -> Result<(), Untimely> {
        if now - skew >= self.expires.0 {
            return Err(Untimely::Expired);
        }
        if self.not_before.is_some_and(|not_before| now + skew < not_before.0) {
            return Err(Untimely::NotYet);
        }
        if now + skew < self.issued.0 {
            return Err(Untimely::FromTheFuture);
        }
        if now - skew - oldest > self.issued.0 { Err(Untimely::TooOld) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(text: &str) -> Result<Claims, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn times_are_judged_with_a_little_skew() {
        let claims =
            claims(r#"{"iss":"i","sub":"s","aud":["a","b"],"iat":1000,"nbf":1000,"exp":1300.9}"#).expect("claims");
        for (now, expected) in [
            (939, Err(Untimely::NotYet)),
            (940, Ok(())),
            (1000, Ok(())),
            (1359, Ok(())),
            (1360, Err(Untimely::Expired)),
        ] {
            assert_eq!(claims.check_times(now, 60, 3600), expected, "{now}");
        }
        let young = Claims { not_before: None, ..claims.clone() };
        assert_eq!(young.check_times(939, 60, 3600), Err(Untimely::FromTheFuture));
        let endless = Claims { expires: Seconds(1_000_000), ..claims };
        assert_eq!(endless.check_times(1000 + 3600 + 60, 60, 3600), Ok(()));
        assert_eq!(endless.check_times(1000 + 3600 + 61, 60, 3600), Err(Untimely::TooOld));
    }

    #[test]
    fn an_audience_is_one_or_many_and_never_part_of_one() {
        for (aud, fits) in
            [(r#""a""#, true), (r#"["b","a"]"#, true), (r#""ab""#, false), ("[]", false), (r#""A""#, false)]
        {
            let claims = claims(&format!(r#"{{"iss":"i","sub":"s","aud":{aud},"iat":1,"exp":2}}"#)).expect("claims");
            assert_eq!(claims.is_for("a"), fits, "{aud}");
        }
        assert!(!claims(r#"{"iss":"i","sub":"s","iat":1,"exp":2}"#).expect("claims").is_for(""));
    }

    #[test]
    fn claims_of_the_wrong_shape_are_none() {
        for text in [
            r#"{"iss":"i","sub":"s","aud":"a","iat":1}"#,
            r#"{"iss":"i","sub":"s","aud":"a","exp":2}"#,
            r#"{"iss":"i","sub":"s","aud":"a","iat":1,"exp":"2"}"#,
            r#"{"iss":"i","sub":"s","aud":"a","iat":1,"exp":2,"nbf":"1"}"#,
            r#"{"iss":"i","sub":"s","aud":"a","iat":1,"exp":9e99}"#,
            r#"{"iss":"i","sub":"s","aud":"a","iat":-1,"exp":2}"#,
            r#"{"iss":"i","sub":["s"],"aud":"a","iat":1,"exp":2}"#,
            r#"{"iss":"i","sub":"s","aud":7,"iat":1,"exp":2}"#,
            r#"{"iss":"i","sub":"s","sub":"t","aud":"a","iat":1,"exp":2}"#,
        ] {
            assert!(claims(text).is_err(), "{text}");
        }
    }
}
