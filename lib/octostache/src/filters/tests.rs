//! Filters as templates use them (VF).

use crate::{Culture, Variables};

const INPUT: &[(&str, &str)] = &[
    ("Text", "Octopus Deploy"),
    ("Emoji", "a😀b"),
    ("Empty", ""),
    ("Lines", "one\ntwo\n"),
    ("Date", "2030-05-22 09:05:00"),
    ("Zoned", "2030-05-22T23:30:00+10:00"),
    ("Cash", "-1234.5"),
    ("Url", "https://octopus.com/docs"),
];

fn variables() -> Variables {
    INPUT.iter().copied().collect()
}

#[track_caller]
fn check(expression: &str, expected: &str) {
    let evaluated = variables().evaluate(&format!("#{{{expression}}}"));
    assert_eq!((evaluated.value(), &evaluated.error), (Some(expected), &None), "{expression}");
}

/// The filter gives nothing, so the token is echoed and reported.
#[track_caller]
fn check_none(expression: &str) {
    let evaluated = variables().evaluate(&format!("#{{{expression}}}"));
    assert_eq!(evaluated.missing(), [evaluated.text.as_str()], "{expression}");
}

#[test]
fn options_that_a_filter_does_not_know_give_nothing() {
    for expression in [
        "Text | ToUpper x",
        "Text | Match",
        "Text | Match a b",
        "Text | Match \"(\"",
        "Text | Contains",
        "Text | Replace",
        "Text | Replace a b c",
        "Text | Substring",
        "Text | Substring 1 2 3",
        "Text | Substring -1",
        "Text | Substring 15 1",
        "Text | Truncate x",
        "Text | Trim middle",
        "Text | Indent a b c",
        "Text | ToBase64 ascii",
        "Text | Md5 0",
        "Text | Md5 4 4",
        "Text | Sha1 utf8 unicode",
        "Text | Sha512 base64",
        "Text | Append",
        "Text | Format C",
        "Text | Format Double C",
        "Cash | Format Int C",
        "Cash | Format Nonsense C",
        "Cash | Format",
        "Text | AddDays 1",
        "Date | AddDays",
        "Date | AddDays x",
        "Date | AddDays 99999999",
        "Nobody | ToUpper",
        "Nobody | Md5",
        " | UriPart Host",
        " | NowDate",
        "Text | VersionWhatever",
    ] {
        check_none(expression);
    }
}

#[test]
fn lengths_count_utf_16_units() {
    check("Emoji | Substring 1 2", "😀");
    check("Emoji | Truncate 3 \"\"", "a😀");
    check("Text | Substring 14 1", "");
    check("Text | Truncate 14", "Octopus Deploy");
}

#[test]
fn every_line_is_indented_even_the_last_empty_one() {
    check("Lines | Indent 1", " one\n two\n ");
    check("Lines | Indent /2", "one\n  two\n  ");
    check("Lines | Indent \"- \" \"\"", "- one\ntwo\n");
    check("Empty | Indent 9", "");
}

#[test]
fn replacements_know_groups_and_leave_other_dollars_alone() {
    check("Text | Replace \"(?<first>O)(c)\" \"$2${first}$$ $9 ${x} $& $\"", "cO$ $9 ${x} Oc $topus Deploy");
    check("Text | Replace \"o\"", "Octpus Deply");
    check("Text | Match \"^oct\"", "false");
    check("Text | Match \"(?i)^oct\"", "true");
}

#[test]
fn encodings_name_how_text_becomes_bytes() {
    check("Text | ToBase64 UTF-8 | FromBase64", "Octopus Deploy");
    check("Emoji | ToBase64 unicode | FromBase64 unicode", "a😀b");
    check("Empty | Md5 2", "d41d");
    check("Text | ToBase64 | Md5 base64 999 | Contains #{Text | Md5}", "true");
}

#[test]
fn dates_move_and_keep_their_zone() {
    check("Date | AddHours \"-9.5\"", "2030-05-21T23:35:00.0000000");
    check("Zoned | AddHours 1", "2030-05-23T00:30:00.0000000+10:00");
    check("Zoned | Format DateTimeOffset \"yyyy-MM-dd hh:mm:ss.ff tt zzz\"", "2030-05-22 11:30:00.00 PM +10:00");
    check("Zoned | Format DateTime \"yyyy-MM-ddTHH:mm K\"", "2030-05-22T13:30 +00:00");
    check("Date | Format \"dddd, d MMMM yy '%H' h t\"", "Wednesday, 22 May 30 %H 9 A");
    check("Date | Format s", "2030-05-22T09:05:00");
    check("Date | Format R", "Wed, 22 May 2030 09:05:00 GMT");
    check_none("Date | Format Date Q");
    check_none("Date | Format Date \"ffffffff\"");
}

#[test]
fn the_time_is_the_one_that_was_set() {
    let mut variables = variables();
    let now = jiff::civil::date(2030, 5, 22).at(9, 5, 0, 0).to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(2)));
    variables.set_now(now.expect("a fixed zone has every time"));
    let text = |template: &str| variables.evaluate(template).text;
    assert_eq!(text("#{ | NowDate}"), "2030-05-22T09:05:00.0000000");
    assert_eq!(text("#{ | NowDateUtc}"), "2030-05-22T07:05:00.0000000Z");
    assert_eq!(text("#{ | NowDate \"HH zz\"}"), "09 +02");
    assert_eq!(text("#{ | NowDateUtc | AddDays 1 | Format DateTime HH}"), "09");
    assert_eq!(text("#{Date | Format zzz}"), "+02:00");
}

#[test]
fn numbers_follow_the_culture() {
    let mut variables = variables();
    let mut text = |culture: &str, template: &str| {
        variables.set_culture(Culture::by_name(culture).expect("a known culture"));
        variables.evaluate(template).text
    };
    assert_eq!(text("en-US", "#{Cash | Format C}"), "-$1,234.50");
    assert_eq!(text("en-GB", "#{Cash | Format Double C0}"), "-£1,235");
    assert_eq!(text("", "#{Cash | Format C}"), "(¤1,234.50)");
    assert_eq!(text("en-us", "#{Cash | Format Double \\\"#,##0.00;(#,##0.00)\\\"}"), "(1,234.50)");
    assert_eq!(Culture::by_name("xx-XX"), None);
}

#[test]
fn parts_of_addresses_fail_in_words() {
    check("Url | UriPart hostANDport", "octopus.com:443");
    check("Url | UriPart", "[UriPart error: no argument given]");
    check("Url | UriPart bar", "[UriPart bar error: argument 'bar' not supported]");
    check("Text | UriPart Host", "[UriPart Host error: This operation is not supported for a relative URI.]");
    check("Text | UriPart IsAbsoluteUri", "false");
}

#[test]
fn filters_of_the_executor_are_found_and_cannot_replace_built_in_ones() {
    let mut variables = variables();
    variables.add_filter("Shout", |input, options| Some(format!("{}{}", input?, options.concat())));
    variables.add_filter("ToUpper", |_, _| Some("replaced".to_owned()));
    let text = |template: &str| variables.evaluate(template).text;
    assert_eq!(text("#{Text | shout ! \"!\"}"), "#{Text | shout ! \"!\"}", "a bare `!` is no option");
    assert_eq!(text("#{Text | shout a \"!\"}"), "Octopus Deploya!");
    assert_eq!(text("#{Text | ToUpper}"), "OCTOPUS DEPLOY");
    assert_eq!(text("#{Text | ToUpper x}"), "#{Text | ToUpper \"x\"}");
}
