//! The vectors of `structured-config.json`.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use octostache::Variables;
use serde_json::Value;

use super::*;
use crate::files;

fn variables(vector: &Value) -> Variables {
    let values = vector["variables"].as_object().unwrap();
    let names: Vec<String> = match vector["variable_order"].as_array() {
        Some(order) => order.iter().map(|name| name.as_str().unwrap().to_owned()).collect(),
        None => values.keys().cloned().collect(),
    };
    let mut variables = Variables::new();
    for name in names {
        match values[&name].as_str() {
            Some(value) => variables.set(name, value),
            None => variables.set_null(name),
        }
    }
    variables
}

fn bytes(vector: &Value, field: &str) -> Option<Vec<u8>> {
    if let Some(encoded) = vector[format!("{field}_base64")].as_str() {
        return Some(STANDARD.decode(encoded).unwrap());
    }
    let text = vector[field].as_str()?;
    let mark: &[u8] = if vector["input_bom"] == "utf-8-bom" { b"\xef\xbb\xbf" } else { b"" };
    Some([mark, text.as_bytes()].concat())
}

fn check(vector: &Value) -> Result<(), String> {
    let variables = variables(vector);
    let input = bytes(vector, "input").ok_or("there is no input")?;
    let format = match vector["format"].as_str().unwrap() {
        "json" => Format::Json,
        "yaml" => Format::Yaml,
        "xml" => Format::Xml,
        "properties" => Format::Properties,
        "dotnet-config" => Format::DotNetConfig,
        "substitute" => {
            let got = files::substituted(&input, &variables, None).map_err(|error| error.to_string())?;
            let expected = bytes(vector, "expected").unwrap();
            return if got == expected { Ok(()) } else { Err(format!("{:?}", String::from_utf8_lossy(&got))) };
        }
        other => return Err(format!("the format '{other}' is not known")),
    };
    if vector["test"] == "paths" {
        let text = String::from_utf8(input).unwrap();
        let got = if format == Format::Json { json_paths(&text) } else { yaml_paths(&text) }
            .map_err(|error| error.to_string())?;
        let expected: Vec<(String, String)> = serde_json::from_value(vector["expected"].clone()).unwrap();
        return if got == expected { Ok(()) } else { Err(format!("{got:?}")) };
    }
    let replaced = match replace(format, &input, &variables) {
        Err(_) if vector["expected_error"] == true || vector["ignore_errors"] == true => return Ok(()),
        Err(error) if vector["expected_error"].is_object() => {
            let expected = &vector["expected_error"];
            let same = expected["line"] == error.line && expected["column"] == error.column;
            return if same { Ok(()) } else { Err(error.to_string()) };
        }
        Err(error) => return Err(error.to_string()),
        Ok(_) if vector["expected_error"].is_object() || vector["expected_error"] == true => {
            return Err("no error".to_owned());
        }
        Ok(replaced) => replaced,
    };
    if let Some(count) = vector["replaced_count"].as_u64()
        && count != replaced.names.len() as u64
    {
        return Err(format!("replaced {:?}", replaced.names));
    }
    if let Some(start) = vector["expected_starts_with"].as_str()
        && !replaced.bytes.starts_with(start.as_bytes())
    {
        return Err("another start".to_owned());
    }
    if let Some(expected) = bytes(vector, "expected") {
        let unix = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            if vector["compare"] == "newline-insensitive" {
                text.replace("\r\n", "\n").trim_end().to_owned()
            } else {
                text
            }
        };
        if unix(&replaced.bytes) != unix(&expected) {
            return Err(format!("got:\n{}\nexpected:\n{}", unix(&replaced.bytes), unix(&expected)));
        }
    }
    for expected in vector["expected_values"].as_array().into_iter().flatten() {
        check_value(&String::from_utf8_lossy(&replaced.bytes), expected)?;
    }
    Ok(())
}

/// `expected_values`: by a path in which namespaces do not count.
fn check_value(text: &str, expected: &Value) -> Result<(), String> {
    let document = document::Document::read(text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
    let field = |name: &str| expected[name].as_str();
    let (key, wanted) =
        field("key").map(|key| ("key", key)).or_else(|| field("name").map(|name| ("name", name))).unwrap();
    let last = field("element").unwrap().rsplit('/').next().unwrap();
    let found = document.nodes.iter().enumerate().find_map(|(id, node)| {
        let document::Kind::Element { name, attributes, .. } = &node.kind else { return None };
        let named = attributes.iter().any(|one| one.name == key && one.value == wanted);
        (document::local(name) == last && named).then_some(id)
    });
    let id = found.ok_or("there is no such element")?;
    let got = match (field("attribute"), &document.nodes[id].kind) {
        (Some(name), document::Kind::Element { attributes, .. }) => {
            attributes.iter().find(|one| one.name == name).map(|one| one.value.clone()).unwrap_or_default()
        }
        _ => document.text_of(id).trim().to_owned(),
    };
    if Some(got.as_str()) == field("value") { Ok(()) } else { Err(format!("the value is {got:?}")) }
}

#[test]
fn files_come_out_as_the_vectors_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/structured-config.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("SKIPPED: there are no vectors at {}", path.display());
        return;
    };
    let vectors: Vec<Value> = serde_json::from_str(&text).unwrap();
    let failed: Vec<String> = vectors
        .iter()
        .filter_map(|vector| check(vector).err().map(|why| format!("{}: {why}", vector["name"])))
        .collect();
    assert!(failed.is_empty(), "{} of {} failed:\n{}", failed.len(), vectors.len(), failed.join("\n"));
}

#[test]
fn numbers_of_json_are_written_as_decimals() {
    let text = |value: &str| {
        let mut variables = Variables::new();
        variables.set("a", value);
        String::from_utf8(replace(Format::Json, b"{\"a\": 1}\n", &variables).unwrap().bytes).unwrap()
    };
    for (value, expected) in [
        ("456e-5", "0.00456"),
        ("-7", "-7"),
        (" 8 ", "8"),
        ("1.50", "1.50"),
        ("1e3", "1000.0"),
        ("x", "\"x\""),
        ("", "\"\""),
    ] {
        assert_eq!(text(value), format!("{{\n  \"a\": {expected}\n}}"), "{value}");
    }
}
