//! What the audit tells of changed variables: which, and where they apply. Never a value, plain ones neither: who may
//! see which value is decided value by value (access.md 5.3), and an event is kept as long as the audit is.

use std::collections::BTreeMap;

use pulpo_domain::variables::{Variable, VariableSet};
use serde_json::{Map, Value, json};

/// The variables that are new, changed or gone, as JSON; nothing, if none is.
pub(super) fn between(before: &VariableSet, after: &VariableSet) -> Option<String> {
    let mut changes = Map::new();
    let find = |set: &'_ VariableSet, id: &str| set.variables.iter().find(|variable| variable.id == id).cloned();
    for new in &after.variables {
        let old = find(before, &new.id);
        if old.as_ref() != Some(new) {
            let what = old.as_ref().map(|old| changed(old, new)).unwrap_or_default();
            changes
                .insert(key(new), json!({ "Before": old.as_ref().map(shown), "After": shown(new), "Changed": what }));
        }
    }
    for old in before.variables.iter().filter(|old| find(after, &old.id).is_none()) {
        changes.insert(key(old), json!({ "Before": shown(old), "After": null, "Changed": [] }));
    }
    (!changes.is_empty()).then(|| Value::Object(changes).to_string())
}

fn key(variable: &Variable) -> String {
    format!("Variables[{}]", variable.id)
}

fn shown(variable: &Variable) -> Value {
    let scope: BTreeMap<&str, &Vec<String>> =
        variable.scope.0.iter().filter(|(_, ids)| !ids.is_empty()).map(|(field, ids)| (field.name(), ids)).collect();
    json!({ "Name": variable.name, "Type": variable.kind, "Scope": scope })
}

/// The fields of a variable that are others now.
fn changed(old: &Variable, new: &Variable) -> Vec<&'static str> {
    let fields = [
        ("Name", old.name != new.name),
        ("Value", old.value != new.value),
        ("Description", old.description != new.description),
        ("Type", old.kind != new.kind),
        ("Scope", old.scope != new.scope),
        ("Prompt", old.prompt != new.prompt),
    ];
    fields.into_iter().filter(|(_, is_other)| *is_other).map(|(name, _)| name).collect()
}
