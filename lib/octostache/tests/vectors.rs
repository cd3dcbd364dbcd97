//! The language's public vectors, where they are at hand. Each operation is one call of the public API.

use std::path::Path;

use octostache::{Culture, Error, Evaluated, Template, Variables};
use serde_json::Value;

#[test]
fn every_vector_from_the_original_test_suites_holds() {
    check_file("octostache.json");
}

#[test]
fn every_vector_derived_from_the_grammar_holds() {
    check_file("octostache-derived.json");
}

#[expect(clippy::print_stderr, reason = "a set that is not there must not look as if it had passed")]
fn check_file(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: there are no vectors at {}", path.display());
        return;
    };
    let vectors: Vec<Value> = serde_json::from_str(&text).expect("the vectors are a JSON array");
    assert!(!vectors.is_empty(), "{name} holds no vector");
    let failures: Vec<String> = vectors.iter().filter_map(|vector| check(vector).err()).collect();
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), vectors.len(), failures.join("\n"));
}

fn check(vector: &Value) -> Result<(), String> {
    let name = vector["name"].as_str().expect("a vector has a name");
    let outcome = run(vector);
    let found = match &outcome {
        Ok((found, error)) => {
            check_error(vector, error.as_ref()).map_err(|problem| format!("{name}: {problem}"))?;
            found.clone()
        }
        Err(error) => {
            check_error(vector, Some(error)).map_err(|problem| format!("{name}: {problem}"))?;
            Value::Null
        }
    };
    if is_expected(vector, &found) { Ok(()) } else { Err(format!("{name}: found {found}, expected {vector}")) }
}

fn check_error(vector: &Value, error: Option<&Error>) -> Result<(), String> {
    let text = error.map(ToString::to_string);
    let holds = match vector.get("expected_error") {
        None => true,
        Some(Value::Null) => text.is_none(),
        Some(Value::Bool(expected)) => text.is_some() == *expected,
        Some(expected) => text.as_deref() == expected.as_str(),
    };
    let kind_holds = match vector.get("error_kind").and_then(Value::as_str) {
        Some("recursion") => matches!(error, Some(Error::SelfReference { .. })),
        Some("required") => matches!(error, Some(Error::Required { .. })),
        Some("parse") => matches!(error, Some(Error::Syntax(_))),
        Some(other) => panic!("unknown kind of error {other}"),
        None => true,
    };
    if holds && kind_holds { Ok(()) } else { Err(format!("error {text:?}, expected {vector}")) }
}

fn is_expected(vector: &Value, found: &Value) -> bool {
    if let Some(Value::Array(set)) = vector.get("expected_set") {
        let found: Vec<&str> = found.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        return found.len() == set.len() && set.iter().all(|name| found.contains(&name.as_str().expect("a text")));
    }
    if let Some(Value::Array(contained)) = vector.get("expected_contains") {
        let found = found.as_array().expect("a list");
        let excluded = vector.get("expected_excludes").and_then(Value::as_array).cloned().unwrap_or_default();
        return contained.iter().all(|name| found.contains(name)) && !excluded.iter().any(|name| found.contains(name));
    }
    if let Some(Value::Array(any)) = vector.get("expected_one_of") {
        return any.contains(found);
    }
    if vector.get("compare").is_some() {
        return found.as_str().map(str::trim) == vector["expected"].as_str();
    }
    *found == vector["expected"]
}

fn variables(vector: &Value) -> Variables {
    let values = vector["variables"].as_object().expect("variables are an object");
    let names: Vec<&str> = match vector.get("variable_order") {
        Some(order) => order.as_array().expect("a list").iter().filter_map(Value::as_str).collect(),
        None => values.keys().map(String::as_str).collect(),
    };
    let mut variables = Variables::new();
    for name in names {
        match values[name].as_str() {
            Some(value) => variables.set(name, value),
            None => variables.set_null(name),
        }
    }
    if let Some(culture) = vector.get("culture") {
        variables.set_culture(culture.as_str().and_then(Culture::by_name).expect("a known culture"));
    }
    variables
}

fn run(vector: &Value) -> Result<(Value, Option<Error>), Error> {
    let variables = variables(vector);
    let template = vector["template"].as_str().unwrap_or_default();
    let variable = vector["variable"].as_str().unwrap_or_default();
    let goes_on = vector["halt_on_error"].as_bool() == Some(false);
    let evaluated = |evaluated: Evaluated| {
        let value = evaluated.value().map(Value::from).unwrap_or_default();
        (value, evaluated.error)
    };
    let value = match vector["op"].as_str().unwrap_or("evaluate") {
        "evaluate" if goes_on => return variables.evaluate_file(template).map(evaluated),
        "evaluate" => return Ok(evaluated(variables.evaluate(template))),
        "truthy" => variables.is_true(template).into(),
        "get" => variables.get(variable).into(),
        "get_raw" => variables.raw(variable).into(),
        "get_flag" => variables.get_flag(variable, vector["default"].as_bool().unwrap_or_default()).into(),
        "get_int" => variables.get_i32(variable).into(),
        "require" => variables.require(variable)?.into(),
        "parse" if goes_on => Template::parse_file(template).is_ok().into(),
        "parse" => Template::parse(template).is_ok().into(),
        "normalise" => Template::parse(template)?.to_string().into(),
        "arguments" => Template::parse(template)?.arguments().into(),
        "indexes" => variables.indexes(variable).into(),
        "save" => variables.save().into(),
        other => panic!("unknown operation {other}"),
    };
    Ok((value, None))
}
