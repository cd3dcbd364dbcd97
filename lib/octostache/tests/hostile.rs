//! Templates made to eat stack, memory or time. Each test runs on a small stack, and those whose cost would grow with
//! the square of their size are large enough not to end if it did.

use octostache::{Error, Limited, Limits, Template, Variables};

const MEGABYTE: usize = 1024 * 1024;

/// Quickly reached; the limits that are in force otherwise differ by number only.
const TIGHT: Limits = Limits { depth: 64, steps: 50_000, bytes: 16 * MEGABYTE };

/// Half of what a thread of an asynchronous server usually has.
#[track_caller]
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(MEGABYTE).spawn(test).expect("a thread can be started");
    thread.join().expect("the test holds");
}

#[track_caller]
fn assert_limit(error: Option<&Error>, expected: Limited) {
    assert!(matches!(error, Some(Error::Limit { what, .. }) if *what == expected), "{error:?}");
}

#[test]
fn deep_nesting_is_an_error_that_says_so() {
    on_a_small_stack(|| {
        let shapes = [
            ("#{if A}", "#{/if}"),
            ("#{unless A}#{else}", "#{/unless}"),
            ("#{each x in L}", "#{/each}"),
            ("#{A | Append ", "}"),
            ("#{A[", "]}"),
        ];
        for (open, close) in shapes {
            let template = format!("{}{}", open.repeat(20_000), close.repeat(20_000));
            assert_limit(Variables::new().evaluate(&template).error.as_ref(), Limited::Depth);
            assert_limit(Variables::new().evaluate_file(&template).err().as_ref(), Limited::Depth);
        }
        let groups = format!("#{{calc {}1{}}}", "(".repeat(20_000), ")".repeat(20_000));
        assert_limit(Variables::new().evaluate(&groups).error.as_ref(), Limited::Depth);
    });
}

#[test]
fn all_that_is_allowed_to_nest_fits_on_the_stack() {
    on_a_small_stack(|| {
        let depth = Limits::default().depth;
        for (open, close) in [("#{if A}", "#{/if}"), ("#{each x in A}", "#{/each}"), ("#{A | Append ", "}")] {
            for nested in [depth - 1, depth, depth + 1, 2 * depth] {
                let template = format!("{}{}", open.repeat(nested), close.repeat(nested));
                let variables: Variables = [("A", "1")].into_iter().collect();
                let evaluated = variables.evaluate(&template);
                assert_eq!(evaluated.value().is_none(), matches!(evaluated.error, Some(Error::Limit { .. })));
                assert_eq!(evaluated.value().is_none(), nested > depth, "{open} {nested} times");
                if let Ok(template) = Template::parse(&template) {
                    assert!(!template.to_string().is_empty());
                    assert!(template.arguments().len() <= 1);
                }
            }
        }
    });
}

#[test]
fn blocks_that_are_never_closed_do_not_nest() {
    on_a_small_stack(|| {
        for open in ["#{if A}", "#{each x in L} text ", "#{A | Append ", "#{A[", "#{A[#{", "#{if A == ", "#{calc {"] {
            let file = open.repeat(20_000);
            assert_eq!(Variables::new().evaluate_file(&file).unwrap().text, file);
            assert!(matches!(Variables::new().evaluate(&file).error, Some(Error::Syntax(_))), "{open}");
        }
        let mixed = "#{if A}#{B}#{each x in L}\\\"#{C | D \"".repeat(10_000);
        assert_eq!(Variables::new().evaluate_file(&mixed).unwrap().text, mixed);
    });
}

#[test]
fn a_long_chain_of_values_is_an_error_that_says_so() {
    on_a_small_stack(|| {
        let mut variables = Variables::new();
        for place in 0..20_000 {
            variables.set(format!("A{place}"), format!("#{{if A}}#{{else}}#{{A{}}}#{{/if}}", place + 1));
            variables.set(format!("I{place}"), format!("#{{X[#{{I{}}}]}}", place + 1));
            variables.set(format!("J{place}"), format!("#{{J{}.x}}", place + 1));
            variables.set(format!("F{place}"), format!("#{{ | Append #{{F{}}}}}", place + 1));
        }
        for start in ["#{A0}", "#{I0}", "#{J0}", "#{F0}"] {
            assert_limit(variables.evaluate(start).error.as_ref(), Limited::Depth);
        }
    });
}

#[test]
fn long_flat_lists_are_no_nesting() {
    on_a_small_stack(|| {
        let variables: Variables = [("A", "0"), ("B", "x")].into_iter().collect();
        let elseifs = format!("#{{if A}}a{}#{{/if}}", "#{elseif A}b".repeat(20_000));
        assert_eq!(variables.evaluate(&elseifs).value(), Some(""));
        let filters = format!("#{{B{}}}", " | Trim".repeat(20_000));
        assert_eq!(variables.evaluate(&filters).value(), Some("x"));
        let sum = format!("#{{calc 1{}}}", "+1*1".repeat(20_000));
        assert_eq!(variables.evaluate(&sum).value(), Some("20001"));
        let path = format!("#{{A{}}}", ".A[0]".repeat(20_000));
        assert_eq!(variables.evaluate(&path).value(), Some("0"), "any property of a JSON scalar is the scalar");
    });
}

#[test]
fn values_that_double_themselves_stop_at_a_limit() {
    let mut variables = Variables::new();
    for place in 0..40 {
        variables.set(format!("A{place}"), format!("#{{A{0}}}#{{A{0}}}", place + 1));
    }
    variables.set("A40", "ha");
    variables.set_limits(TIGHT);
    assert_limit(variables.evaluate("#{A0}").error.as_ref(), Limited::Steps);

    variables.set("A20", "ha".repeat(MEGABYTE));
    assert_limit(variables.evaluate("#{A0}").error.as_ref(), Limited::Bytes);
}

#[test]
fn loops_in_loops_stop_at_a_limit() {
    let mut variables = Variables::new();
    variables.set("L", ",".repeat(5_000));
    variables.set_limits(TIGHT);
    let template = "#{each a in L}#{each b in L}#{each c in L}#{/each}#{/each}#{/each}";
    assert_limit(variables.evaluate(template).error.as_ref(), Limited::Steps);

    variables.set("L", ",".repeat(MEGABYTE));
    assert_limit(variables.evaluate("#{each a in L}#{/each}").error.as_ref(), Limited::Bytes);
}

#[test]
fn filters_that_multiply_ask_before_they_do() {
    let mut variables = Variables::new();
    variables.set("Lines", "\n".repeat(MEGABYTE));
    variables.set("Long", "x".repeat(MEGABYTE));
    variables.set_limits(TIGHT);
    assert_limit(variables.evaluate("#{Lines | Indent #{Long}}").error.as_ref(), Limited::Bytes);
    assert_limit(variables.evaluate("#{Long | Replace x #{Long}}").error.as_ref(), Limited::Bytes);
    let evaluated = variables.evaluate("#{Long | Format Decimal N999999999}");
    assert_eq!(evaluated.missing().len(), 1);
}

#[test]
fn patterns_that_make_other_engines_search_for_ever_do_not() {
    let mut variables = Variables::new();
    variables.set("Text", "a".repeat(50_000));
    assert_eq!(variables.evaluate("#{Text | Match \"^(a+)+$b\"}").value(), Some("false"));
    assert_eq!(variables.evaluate("#{Text | Match \"(a|a)*c\"}").value(), Some("false"));
    assert_eq!(variables.evaluate("#{Text | Match \"((a{1000}){1000}){1000}\"}").missing().len(), 1);
}

#[test]
fn patterns_that_a_loop_makes_up_stop_at_a_limit() {
    let mut variables = Variables::new();
    variables.set("L", ",".repeat(2_000));
    let template = "#{each a in L}#{L | Match #{Octopus.Template.Each.Index}}#{/each}";
    assert_limit(variables.evaluate(template).error.as_ref(), Limited::Patterns);
}

#[test]
fn large_files_are_read_in_one_go() {
    let mut variables = Variables::new();
    variables.set("A", "value");
    let unit = "text ##{escaped} #{A} [[[ #{if A}yes#{else}no#{/if} #{Nobody | ToUpper} #{ \" # ";
    let file = unit.repeat(20_000);
    let expected = "text #{escaped} value [[[ yes #{Nobody | ToUpper} #{ \" # ".repeat(20_000);
    assert_eq!(variables.evaluate_file(&file).unwrap().text, expected);
}

#[test]
fn names_with_very_many_steps_are_reachable_as_a_whole_only() {
    on_a_small_stack(|| {
        let mut variables = Variables::new();
        let name = format!("A{}", ".A".repeat(100_000));
        variables.set(&name, "deep");
        variables.set("B", "flat");
        assert_eq!(variables.get(&name).as_deref(), Some("deep"));
        assert_eq!(variables.evaluate("#{B}").text, "flat");
    });
}

#[test]
fn limits_can_be_tightened() {
    let mut variables: Variables = [("A", "#{B}"), ("B", "b")].into_iter().collect();
    variables.set_limits(Limits { depth: 0, ..Limits::default() });
    assert_limit(variables.evaluate("#{A}").error.as_ref(), Limited::Depth);
    variables.set_limits(Limits { depth: 1, ..Limits::default() });
    assert_eq!(variables.evaluate("#{A}").value(), Some("b"));
}
