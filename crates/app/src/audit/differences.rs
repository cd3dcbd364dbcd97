//! What of a document has changed, field by field. A secret is only said to be another one (access.md 14, EV-05).

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Fields that are secrets, or stand for one.
const SECRET: &[&str] = &["password_hash", "verifier", "code_hash"];
const MARKER: &str = "(another secret)";

/// The fields that differ, with what they held before and after, as JSON; nothing, if none does.
pub(crate) fn between<T: Serialize>(before: &T, after: &T) -> Option<String> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return None;
    };
    let mut changes = Map::new();
    compare("", &before, &after, &mut changes);
    (!changes.is_empty()).then(|| Value::Object(changes).to_string())
}

/// Compares the members of two objects; those of a member that is an object itself are compared one by one.
fn compare(within: &str, before: &Map<String, Value>, after: &Map<String, Value>, changes: &mut Map<String, Value>) {
    let gone = before.keys().filter(|field| !after.contains_key(*field));
    for field in after.keys().chain(gone) {
        let [old, new] = [before, after].map(|side| side.get(field).unwrap_or(&Value::Null));
        if old == new {
            continue;
        }
        let name = format!("{within}{}", spelt(field));
        let is_secret = SECRET.contains(&field.as_str()) || is_sealed(old) || is_sealed(new);
        match (old, new) {
            (Value::Object(old), Value::Object(new)) if !is_secret => compare(&format!("{name}."), old, new, changes),
            _ => {
                let shown =
                    |value: &Value| if is_secret && !value.is_null() { Value::from(MARKER) } else { value.clone() };
                changes.insert(name, json!({ "Before": shown(old), "After": shown(new) }));
            }
        }
    }
}

/// A secret inside a document: `{ "Sealed": ... }`.
fn is_sealed(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.keys().any(|key| key.eq_ignore_ascii_case("sealed")))
}

/// `member_user_ids` as the API spells it: `MemberUserIds`.
fn spelt(field: &str) -> String {
    field
        .split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<Vec<char>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Account {
        display_name: &'static str,
        password_hash: Option<&'static str>,
        teams: Vec<u8>,
    }

    #[test]
    fn what_differs_is_named_and_secrets_are_not_shown() {
        let before = Account { display_name: "Ann", password_hash: Some("one"), teams: vec![1] };
        let after = Account { display_name: "Ann", password_hash: Some("two"), teams: vec![1, 2] };
        let expected = json!({
            "PasswordHash": { "Before": MARKER, "After": MARKER },
            "Teams": { "Before": [1], "After": [1, 2] },
        });
        assert_eq!(between(&before, &after), Some(expected.to_string()));
        assert_eq!(between(&after, &after), None);
        let sealed = |text: &str| json!({ "fields": { "Token": { "Sealed": text }, "Same": { "Sealed": "x" } } });
        let told = between(&sealed("one"), &sealed("two")).unwrap();
        assert_eq!(told, json!({ "Fields.Token": { "Before": MARKER, "After": MARKER } }).to_string());
        let first = Account { password_hash: None, ..after };
        assert!(between(&first, &before).unwrap().contains("{\"Before\":null"));
    }
}
