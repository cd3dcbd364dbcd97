//! Variables and templates, and ten times as many of them: the milliseconds of processor time that each takes, one on
//! a line. What else the machine does meanwhile does not count.
//!
//! `cargo xtask bench variables` puts them beside their goals.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "its figures are what it is for")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use octostache::Variables;
use pulpo_domain::ids::{EnvironmentId, SpaceId, VariableSetId};
use pulpo_domain::variables::{Context, Scope, ScopeField, Variable, VariableSet, VariableValue, resolve};

const VARIABLES: usize = 10_000;
const SUBSTITUTIONS: usize = 5_000;
const TRIES: usize = 5;

fn main() {
    // As a test it only has to work.
    let share = if std::env::args().any(|word| word == "--bench") { 1 } else { 100 };
    for (name, count, work) in [
        ("variables", VARIABLES, deployment as fn(usize) -> Duration),
        ("variables tenfold", VARIABLES * 10, deployment),
        ("template", SUBSTITUTIONS, template),
        ("template tenfold", SUBSTITUTIONS * 10, template),
    ] {
        let best = (0..TRIES).map(|_| work(count / share)).min().unwrap();
        println!("{name}: {}", best.as_secs_f64() * 1000.0);
    }
}

/// The processor time of this thread so far.
fn now() -> Duration {
    // The kernel brings the figure up to date when a thread gives way, else only every few milliseconds.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

/// What a job needs: of three values for each name the one that wins, then all of them evaluated.
fn deployment(count: usize) -> Duration {
    let set = set(count);
    let context = Context { environment: Some(EnvironmentId::new("Environments-1")), ..Context::default() };
    let begun = now();
    let mut variables = Variables::new();
    for variable in resolve([&set], &context) {
        if let VariableValue::Plain(text) = &variable.value {
            variables.set(&variable.name, text);
        }
    }
    let values: Vec<Option<String>> = (0..count).map(|number| variables.get(&format!("Name{number}"))).collect();
    let took = now().saturating_sub(begun);
    let last = format!("wins {}", (count - 2) / 2 * 2);
    assert_eq!(values[count - 2].as_deref(), Some(last.as_str()));
    assert_eq!(values[1].as_deref(), Some("wins 0 and wins 0"));
    black_box(values);
    took
}

/// Half of the variables refer to two others.
fn set(count: usize) -> VariableSet {
    let variable = |number: usize, value: String, environment: Option<&str>| Variable {
        id: format!("{number}-{}", environment.unwrap_or_default()),
        name: format!("Name{number}"),
        value: VariableValue::Plain(value),
        description: None,
        kind: "String".to_owned(),
        is_editable: true,
        scope: Scope(
            environment
                .map(|id| (ScopeField::Environment, vec![id.to_owned()]))
                .into_iter()
                .collect::<BTreeMap<_, _>>(),
        ),
        prompt: None,
    };
    let value = |number: usize| match number % 2 {
        0 => format!("wins {number}"),
        _ => format!("#{{Name{}}} and #{{Name{}}}", number - 1, number / 2 * 2),
    };
    let variables = (0..count).flat_map(|number| {
        [
            variable(number, "unscoped".to_owned(), None),
            variable(number, value(number), Some("Environments-1")),
            variable(number, "elsewhere".to_owned(), Some("Environments-2")),
        ]
    });
    VariableSet {
        id: VariableSetId::new("variableset-Projects-1"),
        space_id: SpaceId::new("Spaces-1"),
        owner_id: "Projects-1".to_owned(),
        version: 0,
        variables: variables.collect(),
        is_snapshot: false,
    }
}

/// 200 bytes for each substitution.
fn template(count: usize) -> Duration {
    let mut variables = Variables::new();
    for number in 0..100 {
        variables.set(format!("Name{number}"), format!("value {number}"));
    }
    let mut text = String::new();
    for number in 0..count {
        writeln!(text, "{:<185}#{{Name{:02}}}", format!("line {number}"), 10 + number % 90).unwrap();
    }
    let begun = now();
    let evaluated = variables.evaluate_file(&text).unwrap();
    let took = now().saturating_sub(begun);
    assert!(evaluated.error.is_none() && evaluated.missing().is_empty(), "{:?}", evaluated.error);
    let last = format!("value {}\n", 10 + (count - 1) % 90);
    assert!(!evaluated.text.contains("#{") && evaluated.text.ends_with(&last), "not all was replaced");
    black_box(evaluated);
    took
}
