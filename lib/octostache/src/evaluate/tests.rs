//! The rules of evaluation (VE, VJ) that no other place owns.

use crate::{Error, Evaluated, Variables};

fn set(variables: &[(&str, &str)]) -> Variables {
    variables.iter().copied().collect()
}

#[track_caller]
fn check(variables: &[(&str, &str)], template: &str, expected: &str) {
    let evaluated = set(variables).evaluate(template);
    assert_eq!(evaluated, Evaluated { text: expected.to_owned(), error: None, is_null: false }, "{template}");
}

#[track_caller]
fn check_missing(variables: &[(&str, &str)], template: &str, expected: &str, missing: &[&str]) {
    let evaluated = set(variables).evaluate(template);
    assert_eq!(evaluated.text, expected, "{template}");
    assert_eq!(evaluated.missing(), missing, "{template}");
}

#[track_caller]
fn check_loop(variables: &[(&str, &str)], template: &str, chain: &[&str]) {
    match set(variables).evaluate(template).error {
        Some(Error::SelfReference { chain: found, .. }) => assert_eq!(found, chain, "{template}"),
        other => panic!("{template} gives {other:?}"),
    }
}

#[test]
fn a_symbol_is_looked_up_as_a_whole_in_each_scope() {
    // VE-01: the loop variable `a` has no `Name`, so the whole of `a.Name` is looked up outside.
    check(&[("L", "x"), ("a.Name", "outer")], "#{each a in L}#{a} #{a.Name}#{/each}", "x outer");
    // A value does not see the loop that asked for it: it is evaluated where it was found.
    check(&[("L", "x"), ("V", "#{a}"), ("a", "outer")], "#{each a in L}#{a} #{V}#{/each}", "x outer");
}

#[test]
fn missing_tokens_are_reported_once_in_order_and_from_within_values() {
    check_missing(&[("V", "<#{B}>")], "#{ A }#{V}#{a}#{A}#{V}", "#{A}<#{B}>#{a}#{A}<#{B}>", &["#{A}", "#{B}", "#{a}"]);
}

#[test]
fn a_name_of_nothing_in_a_condition_is_empty_and_not_missing() {
    check(&[], "#{if A}1#{/if}#{if A == \"\"}2#{/if}#{if A == B}3#{/if}#{unless A}4#{/unless}", "234");
    check(&[], "#{each a in B}x#{/each}", "");
}

#[test]
fn a_branch_that_cannot_be_decided_is_echoed_without_those_before_it() {
    check_missing(
        &[("A", "")],
        "#{if A}a#{elseif B|Nope}b#{else}c#{/if}",
        "#{if B | Nope}b#{else}c#{/if}",
        &["B | Nope"],
    );
    let in_file = set(&[("A", "")]).evaluate_file("#{if A}a#{elseif B|Nope}b#{else}c#{/if}").unwrap();
    assert_eq!(in_file.text, "#{if A}a#{elseif B|Nope}b#{else}c#{/if}");
    assert_eq!(in_file.missing(), ["B | Nope"]);
}

#[test]
fn files_keep_what_names_nothing_as_it_is_written_and_templates_print_it_in_one_form() {
    let template = "#{ A }#{A|Replace b \"c\"}#{calc  A + {B} }";
    check_missing(&[], template, "#{A}#{A | Replace \"b\" \"c\"}#{A+B}", &["#{A}", "#{A | Replace \"b\" \"c\"}"]);
    assert_eq!(Variables::new().evaluate_file(template).unwrap().text, template);
}

#[test]
fn a_file_goes_on_after_what_does_not_parse_and_stops_at_a_block_that_is_never_closed() {
    let variables = set(&[("A", "1"), ("L", "x,y")]);
    let file = |text: &str| variables.evaluate_file(text).unwrap().text;
    assert_eq!(file("#{A} #{\" #{A} #{/if} #{A}"), "1 #{\" 1 #{/if} 1");
    assert_eq!(file("#{A} #{if A} #{A}"), "1 #{if A} #{A}");
    assert_eq!(file("#{A} #{each x in L} #{x} #{A} ##{A}"), "1 #{each x in L} #{x} #{A} ##{A}");
}

#[test]
fn loops_of_values_are_found_and_named_wherever_they_pass_through() {
    check_loop(&[("A", "#{B}"), ("B", "#{A}")], "#{A}", &["A", "B", "A"]);
    check_loop(&[("A", "#{if B}#{/if}"), ("B", "#{A | Trim}")], "#{A}", &["A", "B", "A"]);
    check_loop(&[("A", "#{each x in A}#{/each}")], "#{A}", &["A", "A", "A"]);
    check_loop(&[("A", "#{calc A}")], "#{A}", &["A", "A", "A"]);
    check_loop(&[("A", "#{ | Append #{A}}")], "#{A}", &["A", "A", "A"]);
    check_loop(&[("L", "x"), ("A", "#{A}")], "#{each x in L}#{A}#{/each}", &["A", "A", "A"]);
}

#[test]
fn the_same_name_twice_side_by_side_is_no_loop() {
    check(&[("A", "#{B}#{B}"), ("B", "b")], "#{A}#{A}#{B}", "bbbbb");
}

#[test]
fn a_fatal_error_leaves_the_template_and_no_value() {
    let variables = set(&[("A", "#{A}"), ("B", "no base64!")]);
    for template in ["x#{A}", "x#{B | FromBase64}", "x#{B | VersionMajor}", "#{each octopus in B}#{/each}"] {
        let evaluated = variables.evaluate(template);
        assert_eq!((evaluated.text.as_str(), evaluated.value()), (template, None));
        assert!(evaluated.error.is_some_and(|error| error.is_fatal()), "{template}");
        assert!(variables.evaluate_file(template).is_err(), "{template}");
        assert!(!variables.is_true(template), "{template}");
    }
}

#[test]
fn no_error_text_shows_a_value() {
    let variables = set(&[("Secret", "correct horse!"), ("Loop", "#{Loop} correct horse!")]);
    let templates = ["#{Secret | FromBase64}", "#{Secret | VersionMajor}", "#{Loop}", "#{Secret | Nope}"];
    for template in templates {
        let error = variables.evaluate(template).error.expect(template);
        assert!(!format!("{error} {error:?}").contains("horse"), "{error}");
    }
    assert!(!format!("{variables:?}").contains("horse"));

    let index = set(&[("Secret", "horse"), ("L", "x"), ("A[horse]", "#{each x in L}#{A[#{Secret}]}#{/each}")]);
    let error = index.evaluate("#{each x in L}#{A[#{Secret}]}#{/each}").error.expect("a loop");
    assert!(matches!(error, Error::SelfReference { .. }) && !format!("{error} {error:?}").contains("horse"), "{error}");
}

#[test]
fn null_counts_only_where_the_template_itself_says_it() {
    let mut variables = set(&[("V", "#{ | null}"), ("Yes", "1")]);
    assert!(variables.evaluate("a#{if Yes}#{Yes | Trim | null}#{/if}b").is_null);
    assert_eq!(variables.evaluate("a#{if Yes}#{/if}b").value(), Some("ab"));
    assert_eq!(variables.evaluate("a#{V}b").value(), Some("a#{ | null}b"));
    assert_eq!(variables.get("V"), None, "exact lookup evaluates the value as a template of its own");
    variables.set_null("V");
    assert_eq!((variables.raw("V"), variables.contains("v")), (None, true));
    assert_eq!(variables.evaluate("[#{V}]").value(), Some("[]"));
}

#[test]
fn truth_is_text_that_does_not_say_no() {
    for (text, truth) in [
        ("", false),
        ("0", false),
        (" No ", false),
        ("FALSE", false),
        ("1", true),
        (" 0 ", true),
        ("  ", true),
        ("off", true),
        ("#{Nobody}", false),
        ("true #{Nobody}", false),
        ("#{", false),
        ("#{ | null}", false),
    ] {
        assert_eq!(Variables::new().is_true(text), truth, "{text:?}");
    }
}

#[test]
fn names_are_bound_by_their_longest_prefix_and_odd_ones_are_found_exactly() {
    let variables = set(&[("Foo!", "bang"), ("!Foo", "lead"), ("  Bar ", "trimmed")]);
    assert_eq!(variables.evaluate("#{foo} #{Bar}").value(), Some("bang trimmed"));
    assert_eq!(variables.get("!foo").as_deref(), Some("lead"));
    let broken = set(&[("A[#{B}]", "x")]).evaluate("#{C}");
    assert_eq!(broken.error, Some(Error::VariableName { name: "A[#{B}]".to_owned() }));
}

#[test]
fn members_of_json_reach_through_templates_and_loops() {
    let variables = &[
        ("Key", "b"),
        ("J", "{\"a\": {#{Key}: [1, {\"c\": \"#{Key}!\"}]}}"),
        ("List", "[{n: 1}, {n: 2}]"),
        ("List[x].n", "bound"),
    ];
    check(variables, "#{J.a.b[1].c}", "b!");
    check(variables, "#{J.a[#{Key}][0]}", "1");
    check(variables, "#{each item in List}#{item.n}#{/each} #{List[x].n}", "12 bound");
    check(variables, "#{each m in J.a}#{m}=#{m.Value}#{/each}", "b=[1,{\"c\":\"b!\"}]");
}

#[test]
fn variables_can_be_shared_between_threads() {
    fn assert_shared<T: Send + Sync + Clone>() {}
    assert_shared::<Variables>();
}
