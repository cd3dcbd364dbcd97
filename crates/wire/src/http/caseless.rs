//! Reading JSON as clients of the field write it: member names in any case, nulls for what is left out, the last
//! of duplicates winning (http-api.md 1.4).

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Value};

/// Reads a body.
pub fn from_slice<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    // A byte-order mark is no JSON, but some scripts send one.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let value = if body.trim_ascii().is_empty() { Value::Object(Map::new()) } else { serde_json::from_slice(body)? };
    from_value(value)
}

/// Reads a value.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Caseless(value))
}

struct Caseless(Value);

impl IntoDeserializer<'_, Error> for Caseless {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Caseless {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Caseless))),
            Value::Object(members) => visitor
                .visit_map(MapDeserializer::new(members.into_iter().map(|(name, value)| (name, Caseless(value))))),
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                other.deserialize_any(visitor)
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Value::Object(members) = self.0 else { return self.deserialize_any(visitor) };
        let mut named: Vec<(&str, Caseless)> = Vec::with_capacity(members.len());
        for (name, value) in members {
            let Some(field) = fields.iter().find(|field| field.eq_ignore_ascii_case(&name)) else { continue };
            // Absent, null and empty are alike to the clients.
            if value.is_null() {
                continue;
            }
            named.retain(|(known, _)| known != field);
            named.push((field, Caseless(value)));
        }
        visitor.visit_map(MapDeserializer::new(named.into_iter()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0 {
            Value::String(text) if text.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                self.0.deserialize_bool(visitor)
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.0 {
            Value::String(text) => match variants.iter().find(|variant| variant.eq_ignore_ascii_case(text)) {
                Some(variant) => visitor.visit_enum(Unit(variant)),
                None => self.0.deserialize_enum(name, variants, visitor),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                self.0.deserialize_enum(name, variants, visitor)
            }
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

/// A variant without content.
struct Unit(&'static str);

impl<'de> EnumAccess<'de> for Unit {
    type Error = Error;
    type Variant = Self;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let name: serde::de::value::StrDeserializer<'_, Error> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Unit {
    type Error = Error;
    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, Error> {
        Err(serde::de::Error::custom("this variant has no content"))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("this variant has no content"))
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("this variant has no content"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::environments::EnvironmentResource;

    #[track_caller]
    fn check(body: &str) -> EnvironmentResource {
        from_slice(body.as_bytes()).unwrap()
    }

    #[test]
    fn member_names_match_in_any_case_and_the_last_wins() {
        assert_eq!(check(r#"{"name":"A","NAME":"B"}"#).name, "B");
        assert!(check("\u{feff}{\"useguidedfailure\": \"True\"}").use_guided_failure);
    }

    #[test]
    fn nulls_and_unknown_members_are_as_if_left_out() {
        assert_eq!(
            check(r#"{"Description":null,"Nonsense":{"a":[1]},"EnvironmentTags":null}"#),
            EnvironmentResource::default()
        );
        assert_eq!(check(""), EnvironmentResource::default());
    }

    #[test]
    fn free_maps_keep_their_keys() {
        let links = check(r#"{"links":{"self":"/x"}}"#).links;
        assert_eq!(links.get("self").map(String::as_str), Some("/x"));
    }
}
