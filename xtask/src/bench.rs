//! `bench`: measurements beside their floors of the same run.
//!
//! A floor is the least that the same work costs with nothing around it, measured on the same machine in the same
//! minute, for the absolute figures of a shared machine move.

mod deployments;
mod floors;
mod grants;
mod http;
mod nginx;
mod packages;
mod variables;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;

use crate::machine::{self, Profile, need_packages};
use crate::say::{part, say, say_error};

/// One line of the table.
pub(crate) struct Row {
    what: &'static str,
    measured: String,
    floor: String,
    /// Against the floor; for a limit without one, against the limit.
    ratio: f64,
    goal: Goal,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    /// Whether at least half of the goal is reached.
    fn is_half_reached(self, ratio: f64) -> bool {
        match self {
            Self::AtLeast(wanted) => ratio >= wanted / 2.0,
            Self::AtMost(wanted) => ratio <= wanted * 2.0,
        }
    }
}

impl Row {
    /// Work a second, of ours and of the floor.
    pub(crate) fn rate(what: &'static str, ours: f64, floor: f64, goal: f64) -> Self {
        let show = |rate: f64| format!("{rate:.0}/s");
        Self { what, measured: show(ours), floor: show(floor), ratio: ours / floor, goal: Goal::AtLeast(goal) }
    }

    /// Time taken, by ours and by the floor.
    pub(crate) fn time(what: &'static str, ours: Duration, floor: Duration, goal: f64) -> Self {
        let ratio = ours.as_secs_f64() / floor.as_secs_f64();
        Self { what, measured: format!("{ours:.2?}"), floor: format!("{floor:.2?}"), ratio, goal: Goal::AtMost(goal) }
    }

    /// A limit that knows no floor, in a unit.
    pub(crate) fn limit(what: &'static str, ours: f64, most: f64, unit: &str) -> Self {
        let (measured, floor) = (format!("{ours:.1} {unit}"), format!("limit {most} {unit}"));
        Self { what, measured, floor, ratio: ours / most, goal: Goal::AtMost(1.0) }
    }
}

/// A measurement: the goal's number, a name, and how it is done.
type Measurement = (&'static str, &'static str, fn() -> Result<Vec<Row>>);

const MEASUREMENTS: &[Measurement] = &[
    ("1", "deployments", deployments::rate),
    ("2", "first-line", deployments::first_line),
    ("3", "reads", http::reads),
    ("4", "packages", packages::push_and_pull),
    ("8", "log", deployments::log),
    ("9", "start", http::start),
    ("10", "memory", http::memory),
    ("12", "grants", grants::grants),
    ("13", "variables", variables::variables),
    ("14", "crashes", deployments::crashes),
    ("17", "writes", http::writes),
];

const WANTED: &[(&str, &str)] =
    &[("/usr/sbin/nginx", "nginx-light"), ("wrk", "wrk"), ("sqlite3", "sqlite3"), ("openssl", "openssl")];

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let only = arguments.first().map(String::as_str);
    let missing = need_packages(WANTED);
    if !missing.is_empty() {
        say(&format!("not here, so some floors are missing: {} (Debian packages)", missing.join(", ")));
    }
    part("building our programs for release");
    machine::build_programs(Profile::Release)?;
    Ok(measure(only))
}

fn measure(only: Option<&str>) -> ExitCode {
    part("measuring");
    say(&format!("load of the machine: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim()));
    say("");
    say(&line("goal", "what", "ours", "floor", "ratio", "goal is", "half reached"));
    let mut failed = false;
    for (number, name, measurement) in MEASUREMENTS {
        if only.is_some_and(|only| only != *number && only != *name) {
            continue;
        }
        match measurement() {
            Ok(rows) => {
                for row in rows {
                    let goal = match row.goal {
                        Goal::AtLeast(wanted) => format!(">= {wanted}"),
                        Goal::AtMost(wanted) => format!("<= {wanted}"),
                    };
                    let half = if row.goal.is_half_reached(row.ratio) { "yes" } else { "NO" };
                    say(&line(number, row.what, &row.measured, &row.floor, &format!("{:.2}", row.ratio), &goal, half));
                }
            }
            Err(error) => {
                failed = true;
                say_error(&format!("{number} {name} could not be measured: {error:#}"));
            }
        }
    }
    say(&format!("\nload of the machine: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim()));
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn line(number: &str, what: &str, ours: &str, floor: &str, ratio: &str, goal: &str, half: &str) -> String {
    format!("{number:>4}  {what:<50} {ours:>12} {floor:>16} {ratio:>8} {goal:>8}  {half}")
}

/// How often something happened in a time.
pub(crate) fn per_second(count: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / took.as_secs_f64()
}

/// The time that so many of a hundred stay under.
pub(crate) fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default()
}

pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_goal_is_half_the_rate_or_twice_the_time() {
        assert!(Goal::AtLeast(0.5).is_half_reached(0.25) && !Goal::AtLeast(0.5).is_half_reached(0.24));
        assert!(Goal::AtMost(2.5).is_half_reached(5.0) && !Goal::AtMost(2.5).is_half_reached(5.1));
    }

    #[test]
    fn percentiles_are_of_sorted_times() {
        let mut times: Vec<Duration> = (1..=101).rev().map(Duration::from_millis).collect();
        assert_eq!(percentile(&mut times, 50), Duration::from_millis(51));
        assert_eq!(percentile(&mut times, 99), Duration::from_millis(100));
    }
}
