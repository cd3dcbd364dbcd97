//! Service messages: how scripts write them, and how they are read.

mod emit;

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use pulpo_execution::service_messages::{Item, Parser, ServiceMessage, format};
use serde_json::{Value, json};

use super::case::{Case, Verdict};

pub(super) fn check(case: &Case<'_>) -> anyhow::Result<Verdict> {
    match case.text("test")? {
        "format" => {
            let attributes = case.value("attributes")?.as_object().context("the attributes are not an object")?;
            let attributes: Vec<(&str, Option<&str>)> =
                attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            Ok(Verdict::equal(case.value("expected")?, &json!(format(case.text("message")?, &attributes))))
        }
        "parse" => {
            let messages = parse(&case.texts("chunks")?)?;
            Ok(Verdict::equal(&folded(case.value("messages")?), &folded(&to_json(&messages))))
        }
        "emit" => {
            let emitted = emit::run(case.text("language")?, case.text("call")?)?;
            let expected = json!({
                "stdout": case.text("stdout")?.replace("<cwd>", &emitted.folder),
                "exit_code": case.value("exit_code")?,
            });
            Ok(Verdict::equal(&expected, &json!({ "stdout": emitted.stdout, "exit_code": emitted.exit_code })))
        }
        "emit_decoded" => {
            let emitted = emit::run(case.text("language")?, case.text("call")?)?;
            emitted_message(case, &emitted)
        }
        _ => Err(case.unknown("test")),
    }
}

fn parse(chunks: &[&str]) -> anyhow::Result<Vec<ServiceMessage>> {
    let mut messages = Vec::new();
    let mut unreadable = None;
    let mut take = |item: Item<'_>| match item {
        Item::Text(_) => {}
        Item::Message(message) => messages.push(message),
        Item::Unreadable(text) => unreadable = Some(text),
    };
    let mut parser = Parser::default();
    for chunk in chunks {
        parser.push(chunk.as_bytes(), &mut take);
    }
    parser.finish(&mut take);
    match unreadable {
        None => Ok(messages),
        Some(text) => bail!("a message could not be read: {text}"),
    }
}

fn to_json(messages: &[ServiceMessage]) -> Value {
    let message = |message: &ServiceMessage| {
        let attributes: BTreeMap<&str, &str> =
            message.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        json!({ "name": message.name, "attributes": attributes })
    };
    Value::Array(messages.iter().map(message).collect())
}

/// The names of attributes ignore case.
fn folded(messages: &Value) -> Value {
    let mut messages = messages.clone();
    for message in messages.as_array_mut().into_iter().flatten() {
        if let Some(attributes) = message["attributes"].as_object() {
            message["attributes"] = attributes
                .iter()
                .map(|(name, value)| (name.to_lowercase(), value.clone()))
                .collect::<serde_json::Map<_, _>>()
                .into();
        }
    }
    messages
}

/// The wanted message, decoded, and the lines in front of it where the case lists them.
fn emitted_message(case: &Case<'_>, emitted: &emit::Emitted) -> anyhow::Result<Verdict> {
    let start = format!("##octopus[{}", case.text("message")?);
    let mut lines_before = Vec::new();
    let mut message = None;
    for line in emitted.stdout.lines() {
        if line.strip_prefix(&start).is_some_and(|rest| rest.starts_with([' ', ']'])) {
            message = Some(line);
            break;
        }
        lines_before.push(line.replace(&emitted.folder, "<cwd>"));
    }
    let Some(message) = message else {
        return Ok(Verdict::holds(false, start, emitted.stdout.clone()));
    };
    let mut expected =
        json!({ "messages": [{ "name": case.text("message")?, "attributes": case.value("attributes")? }] });
    let mut got = json!({ "messages": to_json(&parse(&[message])?) });
    for attribute in got["messages"][0]["attributes"].as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
        if let Some(text) = attribute.as_str() {
            *attribute = json!(text.replace(&emitted.folder, "<cwd>"));
        }
    }
    if let Some(lines) = case.find("lines_before") {
        expected["lines_before"] = lines.clone();
        got["lines_before"] = json!(lines_before);
    }
    Ok(Verdict::equal(&expected, &got))
}
