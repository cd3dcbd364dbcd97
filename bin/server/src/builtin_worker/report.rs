//! The report of a self-test, for people and for programs (builtin-worker.md A5).

use pulpo_app::built_in_worker::{Mode, Report};
use serde_json::{Value, json};

/// The report as it is printed.
pub(crate) fn text(report: &Report) -> String {
    let mut lines = vec![
        format!("Built-in worker: {}", if report.passed() { "SUCCESS" } else { "FAILURE" }),
        "Whether steps can run depends on two accounts, the server's and the one that they run as.".to_owned(),
        format!("Current User: {}", report.current_user),
        format!("Target User: {}", targets(&report.target_users)),
        String::new(),
    ];
    for (step, number) in report.steps.iter().zip(1..) {
        let verdict = if step.failures.is_empty() { "PASSED" } else { "FAILED" };
        lines.push(format!("{number}. {} ... {verdict}", step.title));
        for failure in &step.failures {
            lines.push(format!("   Cause: {}", failure.cause));
            lines.push(format!("   Remedy: {}", failure.remedy));
        }
    }
    if !report.reduced.is_empty() {
        lines.push(String::new());
        lines.extend(report.reduced.iter().map(|line| format!("Reduced: {line}")));
    }
    lines.push(String::new());
    lines.push(format!(
        "NOTE: this holds for '{}' on this machine now; under another account the server may fare otherwise. The \
         server makes the same test at each of its starts.",
        report.current_user
    ));
    lines.join("\n") + "\n"
}

fn targets(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first, .., last] => format!("{first} .. {last} ({} slots)", names.len()),
    }
}

/// The report as JSON, with the fields that the node's page has.
pub(crate) fn json(report: &Report) -> Value {
    let steps = report.steps.iter().zip(1..).map(|(step, number)| {
        let failures = step.failures.iter().map(|failure| json!({ "Cause": failure.cause, "Remedy": failure.remedy }));
        json!({
            "Number": number,
            "Title": step.title,
            "Passed": step.failures.is_empty(),
            "Failures": failures.collect::<Vec<_>>(),
        })
    });
    json!({
        "Mode": Mode::Launcher.name(),
        "Passed": report.passed(),
        "CurrentUser": report.current_user,
        "TargetUsers": report.target_users,
        "Steps": steps.collect::<Vec<_>>(),
        "Reduced": report.reduced,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_is_shaped_as_readers_know_it() {
        // A5.
        let mut report = Report::new("pulpo".to_owned(), vec!["w-1".to_owned(), "w-2".to_owned()]);
        report.fail(4, "environment: HOME is /root", "see the log");
        report.reduced.push("memory: no controller".to_owned());
        let expected = "Built-in worker: FAILURE\n\
            Whether steps can run depends on two accounts, the server's and the one that they run as.\n\
            Current User: pulpo\n\
            Target User: w-1 .. w-2 (2 slots)\n\
            \n\
            1. Testing credentials ... PASSED\n\
            2. Testing thread impersonation ... PASSED\n\
            3. Testing process impersonation ... PASSED\n\
            4. Check the process impersonation worked as expected ... FAILED\n\
            \u{20}  Cause: environment: HOME is /root\n\
            \u{20}  Remedy: see the log\n\
            \n\
            Reduced: memory: no controller\n\
            \n\
            NOTE: this holds for 'pulpo' on this machine now; under another account the server may fare otherwise. The \
            server makes the same test at each of its starts.\n";
        assert_eq!(text(&report), expected);
        let json = json(&report);
        assert_eq!([&json["Passed"], &json["Steps"][0]["Passed"]], [&json!(false), &json!(true)]);
        assert_eq!(
            json["Steps"][3]["Failures"],
            json!([{ "Cause": "environment: HOME is /root", "Remedy": "see the log" }])
        );
    }
}
