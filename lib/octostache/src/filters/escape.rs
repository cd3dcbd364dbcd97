//! Filters without options: case, and escaping for other languages.

use std::fmt::Write;

use crate::case::{lower, upper};

/// The escape of that lower-case name.
pub(super) fn by_name(name: &str) -> Option<fn(&str) -> String> {
    Some(match name {
        "tolower" => lower,
        "toupper" => upper,
        "htmlescape" => html,
        "xmlescape" => xml,
        "jsonescape" => json,
        "yamlsinglequoteescape" => yaml_single_quote,
        "yamldoublequoteescape" => yaml_double_quote,
        "propertieskeyescape" => properties_key,
        "propertiesvalueescape" => properties_value,
        "uriescape" => |text| percent(text, "-_.~:/?#[]@!$&'()*+,;="),
        "uridataescape" => |text| percent(text, "-_.~"),
        "markdown" | "markdowntohtml" => markdown,
        _ => return None,
    })
}

/// Replaces characters one by one; `None` keeps the character.
fn replace(text: &str, replacement: impl Fn(char) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match replacement(character) {
            Some(replacement) => out.push_str(replacement),
            None => out.push(character),
        }
    }
    out
}

fn xml_entity(character: char) -> Option<&'static str> {
    Some(match character {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&apos;",
        _ => return None,
    })
}

fn xml(text: &str) -> String {
    replace(text, xml_entity)
}

fn html(text: &str) -> String {
    replace(text, |character| if character == '/' { Some("&#x2F;") } else { xml_entity(character) })
}

fn backslash(character: char) -> Option<&'static str> {
    Some(match character {
        '\\' => "\\\\",
        '\r' => "\\r",
        '\n' => "\\n",
        '\t' => "\\t",
        _ => return None,
    })
}

fn backslash_or_quote(character: char) -> Option<&'static str> {
    if character == '"' { Some("\\\"") } else { backslash(character) }
}

fn json(text: &str) -> String {
    replace(text, backslash_or_quote)
}

/// YAML folds one newline into a blank, so each run of them needs one more.
fn yaml_single_quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_run = false;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let newline = ["\r\n", "\n"].into_iter().find(|newline| rest.starts_with(newline));
        if let Some(newline) = newline {
            out.push_str(newline);
            if !in_run {
                out.push_str(newline);
            }
            rest = &rest[newline.len()..];
        } else {
            out.push(character);
            if character == '\'' {
                out.push(character);
            }
            rest = &rest[character.len_utf8()..];
        }
        in_run = newline.is_some();
    }
    out
}

/// Escapes by `replacement`, and as UTF-16 units what `is_plain` refuses.
fn units(text: &str, replacement: impl Fn(char) -> Option<&'static str>, is_plain: impl Fn(u16) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if let Some(replacement) = replacement(character) {
            out.push_str(replacement);
            continue;
        }
        let mut buffer = [0; 2];
        let encoded = character.encode_utf16(&mut buffer);
        if encoded.iter().all(|unit| is_plain(*unit)) {
            out.push(character);
        } else {
            for unit in encoded {
                write!(out, "\\u{unit:04x}").expect("writing to a text does not fail");
            }
        }
    }
    out
}

fn yaml_double_quote(text: &str) -> String {
    units(text, backslash_or_quote, |unit| (0x20..=0x7e).contains(&unit))
}

fn properties_key(text: &str) -> String {
    let special = |character| match character {
        ' ' => Some("\\ "),
        ':' => Some("\\:"),
        '=' => Some("\\="),
        _ => backslash(character),
    };
    units(text, special, |unit| unit < 0xff)
}

fn properties_value(text: &str) -> String {
    let (lead, rest) = text.strip_prefix(' ').map_or(("", text), |rest| ("\\ ", rest));
    lead.to_owned() + &units(rest, backslash, |unit| unit < 0xff)
}

fn percent(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let character = char::from(byte);
        if character.is_ascii_alphanumeric() || (character.is_ascii() && kept.contains(character)) {
            out.push(character);
        } else {
            write!(out, "%{byte:02X}").expect("writing to a text does not fail");
        }
    }
    out
}

/// `CommonMark` with tables, strike-through, sub- and superscript and bare links. HTML in the text is kept, as the
/// product keeps it: whoever shows the result in a page of their own has to clean it.
fn markdown(text: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.subscript = true;
    options.extension.superscript = true;
    options.extension.autolink = true;
    options.render.unsafe_ = true;
    let html = comrak::markdown_to_html(text.trim(), &options);
    html.trim_end_matches('\n').to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[track_caller]
    fn check(name: &str, input: &str, expected: &str) {
        assert_eq!(by_name(name).expect("a known filter")(input), expected, "{name}");
    }

    #[test]
    fn markup_is_escaped() {
        check(
            "htmlescape",
            "<a href=\"/\">'&'</a>",
            "&lt;a href=&quot;&#x2F;&quot;&gt;&apos;&amp;&apos;&lt;&#x2F;a&gt;",
        );
        check("xmlescape", "<a/>", "&lt;a/&gt;");
    }

    #[test]
    fn only_five_characters_are_escaped_for_json() {
        check("jsonescape", "\"\\\r\n\t/\u{1}é", "\\\"\\\\\\r\\n\\t/\u{1}é");
    }

    #[test]
    fn a_run_of_newlines_grows_by_one_of_its_first_kind() {
        check("yamlsinglequoteescape", "it's", "it''s");
        check("yamlsinglequoteescape", "a\r\n\nb\n\nc\rd", "a\r\n\r\n\nb\n\n\nc\rd");
    }

    #[test]
    fn characters_beyond_the_basic_plane_become_two_units() {
        check("yamldoublequoteescape", "😀~\u{7f}", "\\ud83d\\ude00~\\u007f");
        check("propertieskeyescape", "a b:c=d\\þÿ", "a\\ b\\:c\\=d\\\\þ\\u00ff");
        check("propertiesvalueescape", "  a: b", "\\  a: b");
    }

    #[test]
    fn uris_are_escaped_whole_or_as_data() {
        check("uriescape", "http://a/b c?d=é&e=%20", "http://a/b%20c?d=%C3%A9&e=%2520");
        check("uridataescape", "a/b c~", "a%2Fb%20c~");
    }

    #[test]
    fn markdown_knows_tables_links_and_strokes() {
        check("markdown", "  ~~a~~ *b*  ", "<p><del>a</del> <em>b</em></p>\n");
        check(
            "markdown",
            "see http://a.example/b",
            "<p>see <a href=\"http://a.example/b\">http://a.example/b</a></p>\n",
        );
    }
}
