//! The template language.

use anyhow::{Context, bail};
use octostache::{Culture, Error, Template, Variables};
use serde_json::{Value, json};

use super::case::{Case, Verdict};

pub(super) fn check(case: &Case<'_>) -> anyhow::Result<Verdict> {
    let variables = variables(case)?;
    let operation = case.find_text("op")?.unwrap_or("evaluate");
    let answer = match operation {
        "evaluate" => evaluate(case, &variables)?,
        "truthy" => Answer::of(json!(variables.is_true(case.text("template")?))),
        "get" => match variables.get_evaluated(case.text("variable")?) {
            None => Answer::of(Value::Null),
            Some(evaluated) => Answer { value: json!(evaluated.value()), error: evaluated.error },
        },
        "get_raw" => Answer::of(json!(variables.raw(case.text("variable")?))),
        "get_flag" => {
            let default = case.find("default").and_then(Value::as_bool).unwrap_or_default();
            Answer::of(json!(variables.get_flag(case.text("variable")?, default)))
        }
        "get_int" => {
            let number = variables.get_i32(case.text("variable")?);
            Answer::of(number.map_or_else(|| case.find("default").cloned().unwrap_or_default(), |number| json!(number)))
        }
        "require" => Answer::of_result(variables.require(case.text("variable")?), |text| json!(text)),
        "parse" => {
            let parsed = parse(case)?;
            Answer { value: json!(parsed.is_ok()), error: parsed.err() }
        }
        "normalise" => Answer::of_result(parse(case)?, |template| json!(template.to_string())),
        "arguments" => {
            return Ok(check_arguments(case, &parse(case)?.context("the template does not parse")?.arguments()));
        }
        "indexes" => {
            let mut indexes = variables.indexes(case.text("variable")?);
            let mut expected = case.texts("expected_set")?;
            indexes.sort_unstable();
            expected.sort_unstable();
            return Ok(Verdict::equal(&json!(expected), &json!(indexes)));
        }
        "save" => Answer::of(json!(variables.save())),
        _ => return Err(case.unknown("op")),
    };
    check_answer(case, answer)
}

/// What came out, and what went wrong on the way.
struct Answer {
    value: Value,
    error: Option<Error>,
}

impl Answer {
    fn of(value: Value) -> Self {
        Self { value, error: None }
    }

    fn of_result<T>(result: Result<T, Error>, value: impl FnOnce(T) -> Value) -> Self {
        match result {
            Ok(result) => Self::of(value(result)),
            Err(error) => Self { value: Value::Null, error: Some(error) },
        }
    }
}

/// The order of the names counts in loops, so a case may list it.
pub(super) fn variables(case: &Case<'_>) -> anyhow::Result<Variables> {
    let mut variables = Variables::new();
    let values = case.value("variables")?.as_object().context("the field \"variables\" is not an object")?;
    let names: Vec<&str> = match case.find("variable_order") {
        Some(_) => case.texts("variable_order")?,
        None => values.keys().map(String::as_str).collect(),
    };
    for name in names {
        match values.get(name).with_context(|| format!("the variable \"{name}\" has an order and no value"))? {
            Value::Null => variables.set_null(name),
            Value::String(value) => variables.set(name, value),
            other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                bail!("the variable \"{name}\" is neither a text nor null: {other}")
            }
        }
    }
    if let Some(culture) = case.find_text("culture")? {
        variables.set_culture(Culture::by_name(culture).with_context(|| format!("there is no culture \"{culture}\""))?);
    }
    Ok(variables)
}

fn goes_on_after_errors(case: &Case<'_>) -> bool {
    case.find("halt_on_error").is_some_and(|halt| halt == false)
}

fn parse(case: &Case<'_>) -> anyhow::Result<Result<Template, Error>> {
    let template = case.text("template")?;
    Ok(if goes_on_after_errors(case) { Template::parse_file(template) } else { Template::parse(template) })
}

fn evaluate(case: &Case<'_>, variables: &Variables) -> anyhow::Result<Answer> {
    let template = case.text("template")?;
    let evaluated = if goes_on_after_errors(case) {
        match variables.evaluate_file(template) {
            Ok(evaluated) => evaluated,
            Err(error) => return Ok(Answer { value: Value::Null, error: Some(error) }),
        }
    } else {
        variables.evaluate(template)
    };
    Ok(Answer { value: json!(evaluated.value()), error: evaluated.error })
}

fn check_answer(case: &Case<'_>, answer: Answer) -> anyhow::Result<Verdict> {
    let error = answer.error.as_ref().map(ToString::to_string);
    let error_fits = match case.find("expected_error") {
        None => true,
        Some(Value::Null) => error.is_none(),
        Some(Value::Bool(true)) => error.is_some(),
        Some(Value::String(text)) => error.as_deref() == Some(text),
        Some(other) => bail!("the field \"expected_error\" is {other}"),
    };
    let kind_fits = match case.find_text("error_kind")? {
        None => true,
        Some("recursion") => matches!(answer.error, Some(Error::SelfReference { .. })),
        Some("required") => matches!(answer.error, Some(Error::Required { .. })),
        Some("parse") => matches!(answer.error, Some(Error::Syntax(_))),
        Some(_) => return Err(case.unknown("error_kind")),
    };
    if !error_fits || !kind_fits {
        let kind = case.find_text("error_kind")?.map(|kind| format!(" of kind {kind}")).unwrap_or_default();
        let expected = format!(
            "{} with error {}{kind}",
            case.value("expected")?,
            case.find("expected_error").unwrap_or(&Value::Null)
        );
        return Ok(Verdict::holds(false, expected, format!("{} with error {}", answer.value, json!(error))));
    }

    let got = match (case.find_text("compare")?, answer.value) {
        (Some("trimmed"), Value::String(text)) => json!(text.trim()),
        (Some("trimmed") | None, value) => value,
        (Some(_), _) => return Err(case.unknown("compare")),
    };
    if let Some(any) = case.find("expected_one_of") {
        let found = any.as_array().context("the field \"expected_one_of\" is not a list")?.contains(&got);
        return Ok(Verdict::holds(found, format!("one of {any}"), got.to_string()));
    }
    let mut verdict = Verdict::equal(case.value("expected")?, &got);
    if let (Verdict::Failed { got, .. }, Some(error)) = (&mut verdict, error) {
        got.push_str(" with error ");
        got.push_str(&error);
    }
    Ok(verdict)
}

fn check_arguments(case: &Case<'_>, arguments: &[String]) -> Verdict {
    let names = |field: &str| -> Vec<&str> {
        case.find(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let has = |name: &&str| arguments.iter().any(|argument| argument == name);
    let (contained, excluded) = (names("expected_contains"), names("expected_excludes"));
    let fits = !(contained.is_empty() && excluded.is_empty()) && contained.iter().all(has) && !excluded.iter().any(has);
    Verdict::holds(fits, format!("with {contained:?} and without {excluded:?}"), format!("{arguments:?}"))
}
