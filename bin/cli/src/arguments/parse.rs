//! The parser itself: arguments in, values and leftovers out.

use super::{Group, Opt, Values};

/// What the arguments said.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parsed {
    pub values: Values,
    /// Arguments that are no known option, in order, as written.
    pub leftovers: Vec<String>,
}

/// Reads the arguments after the command's name.
///
/// # Errors
/// Names the option whose value is missing at the end of the line.
pub(crate) fn parse(groups: &[Group], arguments: &[String]) -> Result<Parsed, String> {
    let mut values = Values::for_options(groups);
    let mut leftovers = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            leftovers.extend(rest.by_ref().cloned());
            break;
        }
        match recognise(groups, argument) {
            None => leftovers.push(argument.clone()),
            // A flag keeps nothing of an attached value: `--progress=false` is `--progress`, as octo has it.
            Some((option, _)) if option.value.is_none() => values.set(option.key()),
            Some((option, Some(attached))) => values.add(option.key(), attached),
            // The next argument is the value even if it looks like an option: values may start with a dash.
            Some((option, None)) => match rest.next() {
                Some(next) => values.add(option.key(), next.clone()),
                None => return Err(format!("Missing required value for option '{argument}'.")),
            },
        }
    }
    Ok(Parsed { values, leftovers })
}

/// Finds the option an argument names, and the value attached to it.
fn recognise(groups: &[Group], argument: &str) -> Option<(Opt, Option<String>)> {
    let name_and_value = ["--", "-", "/"].iter().find_map(|prefix| argument.strip_prefix(prefix))?;
    let (name, attached) = match name_and_value.find(['=', ':']) {
        Some(at) => (&name_and_value[..at], Some(name_and_value[at + 1..].to_owned())),
        None => (name_and_value, None),
    };
    if let Some(option) = find(groups, name) {
        return Some((option, attached));
    }
    // `-vLabel:Value`: a one-letter option with its value right behind it, after a single dash only.
    if argument.starts_with("--") || !argument.starts_with('-') {
        return None;
    }
    let first = name_and_value.chars().next()?;
    let option = find(groups, &first.to_string()).filter(|option| option.value.is_some())?;
    Some((option, Some(name_and_value[first.len_utf8()..].to_owned())))
}

fn find(groups: &[Group], name: &str) -> Option<Opt> {
    groups.iter().flat_map(|group| group.options).find(|option| option.answers_to(name)).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{flag, value};
    use super::*;

    const GROUPS: &[Group] = &[Group {
        title: "Test",
        options: &[
            value(&["deployTo"], "NAME", "Where to."),
            value(&["version", "releaseNumber"], "VERSION", "Which."),
            value(&["variable", "v"], "LABEL:VALUE", "Answer to a prompt."),
            flag(&["waitForDeployment"], "Stay."),
        ],
    }];

    fn parse_all(arguments: &[&str]) -> Parsed {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        parse(GROUPS, &arguments).unwrap()
    }

    #[track_caller]
    fn check(arguments: &[&str], key: &str, expected: &[&str]) {
        let parsed = parse_all(arguments);
        assert_eq!(parsed.values.all(key), expected, "{arguments:?}");
        assert_eq!(parsed.leftovers, Vec::<String>::new(), "{arguments:?}");
    }

    #[test]
    fn case_prefix_and_separator_do_not_matter() {
        check(&["--deployTo=Test"], "deployTo", &["Test"]);
        check(&["-deployto:Test"], "deployTo", &["Test"]);
        check(&["/DEPLOYTO", "Test"], "deployTo", &["Test"]);
        check(&["--releasenumber=1.0.4"], "version", &["1.0.4"]);
    }

    #[test]
    fn a_repeated_option_keeps_every_value_in_order() {
        check(&["--deployTo=Test", "--deployto", "Live"], "deployTo", &["Test", "Live"]);
    }

    #[test]
    fn only_the_first_separator_counts() {
        check(&["--variable=Url:http://x/?a=b"], "variable", &["Url:http://x/?a=b"]);
        check(&["-v", "Label:Value"], "variable", &["Label:Value"]);
        check(&["-v:Label:Value"], "variable", &["Label:Value"]);
        check(&["-vLabel:Value"], "variable", &["Label:Value"]);
    }

    #[test]
    fn the_next_argument_is_the_value_whatever_it_looks_like() {
        check(&["--deployTo", "--waitForDeployment"], "deployTo", &["--waitForDeployment"]);
    }

    #[test]
    fn a_flag_ignores_an_attached_value() {
        assert!(parse_all(&["--waitfordeployment=false"]).values.flag("waitForDeployment"));
        assert!(!parse_all(&[]).values.flag("waitForDeployment"));
    }

    #[test]
    fn what_is_unknown_is_left_over_as_written() {
        let parsed = parse_all(&["--nope=1", "plain", "/tmp/file", "--", "--deployTo=x"]);
        assert_eq!(parsed.leftovers, ["--nope=1", "plain", "/tmp/file", "--deployTo=x"]);
    }

    #[test]
    fn a_missing_value_names_its_option() {
        let error = parse(GROUPS, &["--deployTo".to_owned()]).unwrap_err();
        assert_eq!(error, "Missing required value for option '--deployTo'.");
    }

    proptest! {
        #[test]
        fn every_spelling_of_a_value_is_read_alike(
            prefix in prop::sample::select(vec!["--", "-", "/"]),
            separator in prop::sample::select(vec!["=", ":", " "]),
            upper in any::<bool>(),
            text in "\\PC{0,20}",
        ) {
            let name = if upper { "DEPLOYTO" } else { "deployto" };
            let arguments = if separator == " " {
                vec![format!("{prefix}{name}"), text.clone()]
            } else {
                vec![format!("{prefix}{name}{separator}{text}")]
            };
            let parsed = parse(GROUPS, &arguments).unwrap();
            prop_assert_eq!(parsed.values.all("deployTo"), &[text]);
            prop_assert!(parsed.leftovers.is_empty());
        }

        #[test]
        fn no_argument_is_lost_and_none_is_invented(arguments in prop::collection::vec("[-/a-z=:]{0,8}", 0..8)) {
            let plain: Vec<String> = arguments.into_iter().filter(|argument| argument != "--").collect();
            if let Ok(parsed) = parse(GROUPS, &plain) {
                prop_assert!(parsed.leftovers.iter().all(|leftover| plain.contains(leftover)));
                prop_assert!(parsed.leftovers.len() <= plain.len());
            }
        }
    }
}
