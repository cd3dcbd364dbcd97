//! The cost grows with the text and with what is asked for, not faster: counted in steps and bytes, not in time.

use octostache::{Limits, Variables};

/// Variables of which every other one refers to two more.
fn variables(count: usize) -> Variables {
    let mut variables = Variables::new();
    for number in 0..count {
        let value = if number % 2 == 0 {
            format!("value {number}")
        } else {
            format!("#{{V{}}} and #{{V{}}}", number - 1, (number * 7 + 1) % count / 2 * 2)
        };
        variables.set(format!("V{number}"), value);
    }
    variables
}

#[test]
fn what_a_variable_costs_does_not_depend_on_how_many_there_are() {
    for count in [100, 10_000] {
        let mut variables = variables(count);
        variables.set_limits(Limits { steps: 4, bytes: 128, ..Limits::default() });
        for number in 0..count {
            let evaluated = variables.get_evaluated(&format!("V{number}")).unwrap();
            assert!(evaluated.error.is_none() && evaluated.missing().is_empty(), "V{number} of {count}: {evaluated:?}");
        }
    }
}

#[test]
fn a_template_ten_times_as_long_costs_ten_times_as_much() {
    // 200 bytes with a substitution each: 5,000 of them are 1 MB.
    let unit = format!("{}#{{V1}}{}", "x".repeat(97), "y".repeat(98));
    for count in [500, 5_000] {
        let mut variables = variables(100);
        variables.set_limits(Limits { steps: count * 4, bytes: count * 128, ..Limits::default() });
        let evaluated = variables.evaluate_file(&unit.repeat(count)).unwrap();
        assert!(evaluated.error.is_none());
        assert_eq!(evaluated.text, unit.replace("#{V1}", "value 0 and value 8").repeat(count));
    }
}

#[test]
fn the_limits_would_notice_more() {
    let mut variables = variables(100);
    variables.set_limits(Limits { steps: 0, bytes: 0, ..Limits::default() });
    assert!((0..100).any(|number| variables.get_evaluated(&format!("V{number}")).unwrap().error.is_some()));
}
