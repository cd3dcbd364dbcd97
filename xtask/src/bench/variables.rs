//! Variables and templates: how long they take, and that ten times as many take ten times as long (goal 13).

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};

use super::Row;
use crate::machine::cargo;

/// Of ten times the work, beyond what the caches of a processor cost.
const MOST_GROWTH: f64 = 15.0;

/// The figures come from a program of the domain's own, for this one is not built to be fast.
pub(super) fn variables() -> Result<Vec<Row>> {
    let mut bench = cargo();
    bench.args(["bench", "--quiet", "--package", "pulpo-domain", "--bench", "variables"]);
    let output = bench.output().context("could not start cargo bench")?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "the bench ended with {}: {said}", output.status);
    let figures: HashMap<&str, f64> = said
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter_map(|(name, text)| Some((name, text.parse().ok()?)))
        .collect();
    let figure = |name: &str| figures.get(name).copied().with_context(|| format!("the bench does not tell of {name}"));
    let (once, page) = (figure("variables")?, figure("template")?);
    Ok(vec![
        Row::limit("10,000 variables resolved and evaluated, CPU", once, 10.0, "ms"),
        Row::limit("100,000 of them, times 10,000", figure("variables tenfold")? / once, MOST_GROWTH, "x"),
        Row::limit("a template of 1 MB, 5,000 substitutions, CPU", page, 10.0, "ms"),
        Row::limit("10 MB with 50,000, times 1 MB", figure("template tenfold")? / page, MOST_GROWTH, "x"),
    ])
}
