//! The configuration language.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use ocl::{Attribute, Block, Document, Node, Text, TextForm, Value as OclValue};
use serde_json::{Value, json};

use super::case::{Case, Verdict};

pub(super) fn check(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let expected = case.value("expected")?;
    match case.text("test")? {
        "parse" => {
            let parsed = Document::parse(case.text("input")?);
            let got = match &parsed {
                Ok(document) => nodes_to_json(&document.nodes)?,
                Err(_) => Value::Null,
            };
            Ok(match (Verdict::equal(expected, &got), parsed) {
                (Verdict::Failed { expected, .. }, Err(error)) => Verdict::Failed { expected, got: error.to_string() },
                (verdict, _) => verdict,
            })
        }
        "write" => Ok(Verdict::equal(expected, &json!(node_from_json(case.value("node")?)?.to_string()))),
        "name" => Ok(Verdict::equal(expected, &json!(ocl::snake_case(case.text("input")?)))),
        _ => Err(case.unknown("test")),
    }
}

fn nodes_to_json(nodes: &[Node]) -> anyhow::Result<Value> {
    let nodes = nodes.iter().map(|node| {
        Ok(match node {
            Node::Attribute(attribute) => {
                json!({ "attribute": attribute.name, "value": value_to_json(&attribute.value)? })
            }
            Node::Block(block) => {
                json!({ "block": block.name, "labels": block.labels, "children": nodes_to_json(&block.children)? })
            }
        })
    });
    nodes.collect::<anyhow::Result<Vec<_>>>().map(Value::Array)
}

fn value_to_json(value: &OclValue) -> anyhow::Result<Value> {
    Ok(match value {
        OclValue::Null => Value::Null,
        OclValue::Bool(value) => json!(value),
        OclValue::Integer(number) => json!(number),
        OclValue::Decimal(number) => json!(number.to_string().parse::<f64>()?),
        OclValue::Text(Text { text, form }) => match form {
            TextForm::Free | TextForm::SingleLine => json!(text),
            TextForm::Heredoc { tag } => json!({ "text": text, "format": "Heredoc", "tag": tag }),
            TextForm::IndentedHeredoc { tag } => json!({ "text": text, "format": "IndentedHeredoc", "tag": tag }),
        },
        OclValue::Array(values) => Value::Array(values.iter().map(value_to_json).collect::<anyhow::Result<_>>()?),
        OclValue::Dictionary(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| Ok((key.clone(), value_to_json(value)?)))
                .collect::<anyhow::Result<_>>()?,
        ),
    })
}

fn node_from_json(node: &Value) -> anyhow::Result<Node> {
    if let Some(name) = node["attribute"].as_str() {
        return Ok(Attribute::new(name, value_from_json(&node["value"])?).into());
    }
    let mut block = Block::new(node["block"].as_str().context("the node is neither an attribute nor a block")?);
    for label in node["labels"].as_array().into_iter().flatten() {
        block.labels.push(label.as_str().context("a label is not a text")?.to_owned());
    }
    for child in node["children"].as_array().into_iter().flatten() {
        block.children.push(node_from_json(child)?);
    }
    Ok(block.into())
}

fn value_from_json(value: &Value) -> anyhow::Result<OclValue> {
    Ok(match value {
        Value::Null => OclValue::Null,
        Value::Bool(value) => OclValue::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(number) => OclValue::Integer(number),
            None => OclValue::Decimal(number.to_string().parse()?),
        },
        Value::String(text) => OclValue::from(text.as_str()),
        Value::Array(values) => OclValue::Array(values.iter().map(value_from_json).collect::<anyhow::Result<_>>()?),
        Value::Object(fields) => match (value["text"].as_str(), value["format"].as_str()) {
            (Some(text), Some(format)) => literal(text, format, value["tag"].as_str())?,
            _ => OclValue::Dictionary(
                fields
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), value_from_json(value)?)))
                    .collect::<anyhow::Result<BTreeMap<_, _>>>()?,
            ),
        },
    })
}

fn literal(text: &str, format: &str, tag: Option<&str>) -> anyhow::Result<OclValue> {
    let tag = tag.unwrap_or_default().to_owned();
    let form = match format {
        "SingleLine" => TextForm::SingleLine,
        "Heredoc" => TextForm::Heredoc { tag },
        "IndentedHeredoc" => TextForm::IndentedHeredoc { tag },
        unknown => bail!("this command has no reader for texts of form \"{unknown}\""),
    };
    Ok(OclValue::Text(Text { text: text.to_owned(), form }))
}
