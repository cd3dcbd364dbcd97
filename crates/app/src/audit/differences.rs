//! What of a document has changed, field by field. A secret is only said to be another one (access.md 14, EV-05),
//! however deep it lies.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Fields that are secrets, or stand for one.
const SECRET: &[&str] = &["password_hash", "verifier", "code_hash", "sealed", "PrivateKey"];
/// Fields that hold what people call things, not what we do.
const KEYED: &[&str] = &["properties", "display_settings"];
/// What the server counts for itself.
const COUNTED: &[&str] = &["last_snapshot_id", "saves"];
const MARKER: &str = "(another secret)";
/// The longest text that is repeated.
const LONGEST: usize = 10_000;

/// The fields that differ, with what they held before and after, as JSON; nothing, if none does. What lies deeper is
/// named by its path: `Steps[Install].Actions[Install].Properties[Octopus.Action.RunOnServer]`.
pub(crate) fn between<T: Serialize>(before: &T, after: &T) -> Option<String> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return None;
    };
    let mut changes = Map::new();
    for field in keys(&before, &after).into_iter().filter(|field| !COUNTED.contains(field)) {
        fields(&spelt(field), field, (&before, &after), &mut changes);
    }
    (!changes.is_empty()).then(|| Value::Object(changes).to_string())
}

/// The keys of both, in the order of the second.
fn keys<'a>(before: &'a Map<String, Value>, after: &'a Map<String, Value>) -> Vec<&'a str> {
    let gone = before.keys().filter(|key| !after.contains_key(*key));
    after.keys().chain(gone).map(String::as_str).collect()
}

type Pair<'a, T> = (&'a T, &'a T);

/// What has become of one field of two objects.
fn fields(path: &str, field: &str, (before, after): Pair<'_, Map<String, Value>>, changes: &mut Map<String, Value>) {
    let (old, new) = (before.get(field).unwrap_or(&Value::Null), after.get(field).unwrap_or(&Value::Null));
    if SECRET.contains(&field) && old != new {
        changes.insert(path.to_owned(), json!({ "Before": secret(old), "After": secret(new) }));
    } else {
        values(path, KEYED.contains(&field), (old, new), changes);
    }
}

fn values(path: &str, is_keyed: bool, (old, new): Pair<'_, Value>, changes: &mut Map<String, Value>) {
    if old == new {
        return;
    }
    match (old, new) {
        (Value::Object(before), Value::Object(after)) if is_keyed => {
            for key in keys(before, after) {
                let (old, new) = (before.get(key).unwrap_or(&Value::Null), after.get(key).unwrap_or(&Value::Null));
                values(&format!("{path}[{key}]"), false, (old, new), changes);
            }
        }
        (Value::Object(before), Value::Object(after)) if !is_sealed(old) && before.keys().eq(after.keys()) => {
            for field in keys(before, after) {
                fields(&format!("{path}.{}", spelt(field)), field, (before, after), changes);
            }
        }
        (Value::Array(before), Value::Array(after)) if have_ids(before) && have_ids(after) => {
            elements(path, (before, after), changes);
        }
        _ => {
            changes.insert(path.to_owned(), json!({ "Before": shown(old), "After": shown(new) }));
        }
    }
}

/// Lists of things with ids: each is compared with what it was, wherever it stands now.
fn elements(path: &str, (before, after): Pair<'_, Vec<Value>>, changes: &mut Map<String, Value>) {
    let label = |element: &Value| {
        let name = element.get("name").and_then(Value::as_str).unwrap_or_default();
        let namesakes: BTreeSet<&str> = before
            .iter()
            .chain(after)
            .filter(|other| other.get("name").and_then(Value::as_str) == Some(name))
            .map(id)
            .collect();
        let label = if name.is_empty() || namesakes.len() > 1 { id(element) } else { name };
        format!("{path}[{label}]")
    };
    let stays = |list: &[Value], other: &[Value]| -> Vec<String> {
        list.iter().filter(|one| other.iter().any(|same| id(same) == id(one))).map(|one| id(one).to_owned()).collect()
    };
    for new in after {
        match before.iter().find(|old| id(old) == id(new)) {
            Some(old) => values(&label(new), false, (old, new), changes),
            None => {
                changes.insert(label(new), json!({ "Before": null, "After": shown(new) }));
            }
        }
    }
    for old in before.iter().filter(|old| !after.iter().any(|new| id(new) == id(old))) {
        changes.insert(label(old), json!({ "Before": shown(old), "After": null }));
    }
    let (was, is) = (stays(before, after), stays(after, before));
    if was != is {
        changes.insert(format!("{path}.Order"), json!({ "Before": was, "After": is }));
    }
}

fn id(element: &Value) -> &str {
    element.get("id").and_then(Value::as_str).unwrap_or_default()
}

/// Whether all elements can be told apart by their ids.
fn have_ids(list: &[Value]) -> bool {
    let ids: BTreeSet<&str> = list.iter().map(id).filter(|id| !id.is_empty()).collect();
    ids.len() == list.len()
}

fn is_sealed(value: &Value) -> bool {
    value.as_object().is_some_and(|fields| fields.len() == 1 && fields.keys().all(|key| is_secret(key)))
}

fn is_secret(field: &str) -> bool {
    SECRET.iter().any(|secret| secret.eq_ignore_ascii_case(field))
}

fn secret(value: &Value) -> Value {
    if value.is_null() { Value::Null } else { Value::from(MARKER) }
}

/// A value as it may be told: names as the API spells them, no secret, no text without end.
fn shown(value: &Value) -> Value {
    match value {
        Value::Object(_) if is_sealed(value) => Value::from(MARKER),
        Value::Object(inner) => {
            let told = inner.iter().map(|(field, value)| {
                let named = value.as_object().filter(|_| KEYED.contains(&field.as_str()));
                let value = match named {
                    Some(named) => named.iter().map(|(name, value)| (name.clone(), shown(value))).collect(),
                    None if is_secret(field) => secret(value),
                    None => shown(value),
                };
                (spelt(field), value)
            });
            Value::Object(told.collect())
        }
        Value::Array(list) => list.iter().map(shown).collect(),
        Value::String(text) if text.len() > LONGEST => {
            let whole = text.chars().count();
            let part: String = text.chars().take(LONGEST).collect();
            Value::from(format!("{part}... ({whole} characters in all)"))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
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
        let first = Account { password_hash: None, ..after };
        assert!(between(&first, &before).unwrap().contains("{\"Before\":null"));
    }

    fn step(id: &str, name: &str, properties: Value) -> Value {
        json!({ "id": id, "name": name, "is_disabled": false, "properties": properties })
    }

    #[track_caller]
    fn check(before: Value, after: Value, expected: Value) {
        let found: Value = between(&before, &after).map_or(Value::Null, |text| serde_json::from_str(&text).unwrap());
        assert_eq!(found, expected);
    }

    #[test]
    fn what_lies_deep_is_named_by_its_path() {
        let before =
            json!({ "steps": [step("a", "One", json!({ "Some.Script": "echo 1" })), step("b", "Two", json!({}))] });
        let after = json!({ "steps": [step("b", "Two", json!({ "x_y": "1" })), step("a", "Uno", json!({ "Some.Script": "echo 2" }))] });
        let expected = json!({
            "Steps[Two].Properties[x_y]": { "Before": null, "After": "1" },
            "Steps[Uno].Name": { "Before": "One", "After": "Uno" },
            "Steps[Uno].Properties[Some.Script]": { "Before": "echo 1", "After": "echo 2" },
            "Steps.Order": { "Before": ["a", "b"], "After": ["b", "a"] },
        });
        check(before, after, expected);
    }

    #[test]
    fn a_secret_is_a_marker_however_deep_it_lies() {
        // EV-05: neither clear text nor cipher text.
        let sealed = |text: &str| json!({ "Password": { "sealed": text }, "Plain": "p" });
        let steps = |properties: Value| json!({ "steps": [step("a", "One", properties)] });
        let marked = |before: Value, after: Value| json!({ "Steps[One].Properties[Password]": { "Before": before, "After": after } });
        check(steps(sealed("c1")), steps(sealed("c2")), marked(json!(MARKER), json!(MARKER)));
        check(steps(json!({ "Plain": "p" })), steps(sealed("c2")), marked(Value::Null, json!(MARKER)));
        check(steps(sealed("c1")), steps(sealed("c1")), Value::Null);
        let whole = json!({ "steps": [step("b", "New", json!({ "Key": { "Sealed": "c3" } }))] });
        for (before, after) in [(json!({ "steps": [] }), whole.clone()), (whole, json!({ "steps": [] }))] {
            let told = between(&before, &after).expect("a change");
            assert!(told.contains(MARKER) && !told.contains("c3"), "{told}");
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        let text = |letter: &str| json!({ "notes": letter.repeat(LONGEST + 5) });
        let told = between(&text("a"), &text("b")).expect("a change");
        assert!(told.len() < 2 * LONGEST + 200 && told.contains("(10005 characters in all)"));
    }
}
