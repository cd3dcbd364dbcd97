//! What holds for every template.

use octostache::{Error, Template, Variables};
use proptest::prelude::*;

/// Pieces that name nothing, do not parse, or never close: nothing a set without variables could resolve. None of them
/// ends in `#`, which would escape the piece behind it.
fn not_understood() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("#{Foo}"),
        Just("#{ Foo  .Bar[x y].Baz }"),
        Just("#{A[#{B}].C}"),
        Just("#{A[#{B | ToLower}]}"),
        Just("#{Foo | ToUpper}"),
        Just("#{Foo|Replace a \"b c\"|Nope #{Bar}}"),
        Just("#{calc A + 1}"),
        Just("#{if A | ToLower}yes#{else}no#{/if}"),
        Just("#{"),
        Just("#{}"),
        Just("#{ }"),
        Just("#{if A == \"x"),
        Just("#{each x in"),
        Just("#{/if}"),
        Just("#{Foo"),
        Just("#{Fo[o}"),
        Just("#{\"text\"}"),
        Just("}"),
        Just("]"),
        Just("\""),
        Just("\\\""),
        Just(" == "),
        Just("\r\n"),
        Just("# x"),
        Just("text é 章 😀"),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Anything, with a liking for what the language is made of.
fn template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => not_understood(),
        1 => any::<String>(),
        4 => "[#{}\\[\\]|.\"a-c /*+()=!-]{0,12}",
        2 => prop::sample::select(vec![
            "#{if ", "#{unless ", "#{each a in ", "#{calc ", "#{elseif ", "#{else}", "#{/if}", "#{/unless}", "#{/each}",
            "}", "a", "b", " == ", " != ", "##{", "###{", " | Append ", " | null", " | Indent 3/4", " | Format C",
            " | AddDays 1", " | UriPart Host", " | VersionMajor", " | Substring 1", " | FromBase64", " | Markdown",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

fn variables() -> impl Strategy<Value = Variables> {
    let name = prop_oneof!["[a-c]", "[a-c]\\.[a-c]", "[a-c]\\[[a-c]\\]", any::<String>()];
    prop::collection::vec((name, template()), 0..6).prop_map(|variables| variables.into_iter().collect())
}

proptest! {
    #[test]
    fn no_template_and_no_value_makes_it_panic(variables in variables(), template in template()) {
        let evaluated = variables.evaluate(&template);
        if let Some(error) = &evaluated.error {
            prop_assert!(!error.to_string().is_empty());
            prop_assert_eq!(evaluated.value().is_none(), error.is_fatal() || evaluated.is_null);
        }
        let _ = variables.evaluate_file(&template);
        let _ = variables.is_true(&template);
        for (name, _) in variables.iter() {
            let _ = variables.get(name);
            let _ = variables.indexes(name);
        }
    }

    #[test]
    fn what_a_file_holds_that_is_not_understood_stays_byte_for_byte(text in not_understood()) {
        let evaluated = Variables::new().evaluate_file(&text).unwrap();
        prop_assert_eq!(evaluated.text, text);
    }

    #[test]
    fn a_template_that_does_not_parse_comes_back_as_it_is(variables in variables(), template in template()) {
        let evaluated = variables.evaluate(&template);
        if let Some(Error::Syntax(problem)) = &evaluated.error {
            prop_assert_eq!(&evaluated.text, &template);
            let opens = template[problem.offset..].starts_with("#{");
            prop_assert!(opens);
            prop_assert!(problem.furthest > problem.offset && problem.furthest <= template.len());
            prop_assert!(template.is_char_boundary(problem.furthest));
        }
    }

    #[test]
    fn text_without_an_opening_is_never_touched(text in any::<String>()) {
        prop_assume!(!text.contains("#{"));
        prop_assert_eq!(&Variables::new().evaluate(&text).text, &text);
        prop_assert_eq!(Variables::new().evaluate_file(&text).unwrap().text, text);
    }

    #[test]
    fn a_value_without_an_opening_is_given_as_it_is(value in any::<String>()) {
        prop_assume!(!value.contains("#{"));
        let variables: Variables = [("Name", value.clone())].into_iter().collect();
        prop_assert_eq!(variables.evaluate("#{name}").text, value);
    }

    #[test]
    fn an_escaped_opening_becomes_the_opening(words in prop::collection::vec("[^#]*", 1..6)) {
        let evaluated = Variables::new().evaluate(&words.join("##{"));
        prop_assert_eq!(evaluated.text, words.join("#{"));
        prop_assert_eq!(evaluated.error, None);
    }

    #[test]
    fn the_normalised_form_is_its_own_normalised_form(template in template()) {
        // A `#` at the end of a text would escape the block that is printed behind it.
        let template = template.replace("##", "").replace("#\"", "\"") + "x";
        prop_assume!(!template.contains("##"));
        if let Ok(parsed) = Template::parse(&template) {
            let normalised = parsed.to_string();
            if let Ok(again) = Template::parse(&normalised) {
                prop_assert_eq!(again.to_string(), normalised);
            }
        }
    }

    #[test]
    fn setting_a_name_again_keeps_its_place(names in prop::collection::vec("[a-cA-C]", 1..12)) {
        let variables: Variables = names.iter().map(|name| (name.as_str(), name.as_str())).collect();
        let mut firsts: Vec<&str> = Vec::new();
        for name in &names {
            if !firsts.iter().any(|first| first.eq_ignore_ascii_case(name)) {
                firsts.push(name);
            }
        }
        let found: Vec<&str> = variables.iter().map(|(name, _)| name).collect();
        prop_assert_eq!(found, firsts);
        for name in &names {
            let last = names.iter().rfind(|other| other.eq_ignore_ascii_case(name));
            prop_assert_eq!(variables.raw(name), last.map(String::as_str));
        }
    }
}
