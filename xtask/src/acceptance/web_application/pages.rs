//! The many files of the application: pages with placeholders, and what no deployment may touch.

use super::Packed;

/// The release that is deployed; it stands in the pages.
pub(super) const RELEASE: &str = "1.0.1";

const PAGES: usize = 1000;

/// So many files.
pub(super) fn files(count: usize) -> Vec<Packed> {
    let others = count.saturating_sub(PAGES);
    (0..count - others).map(page).chain((0..others).map(other)).collect()
}

/// A page as its author writes it, and as visitors are to see it.
fn page(number: usize) -> Packed {
    let template =
        text(number, ["#{SiteTitle}", "#{SiteUrl}", "#{Octopus.Release.Number}", "#{Octopus.Environment.Name}"]);
    let expected = text(number, ["Kraken & S\u{f6}hne", "https://shop.example.test/", RELEASE, "Test"]);
    let path = format!("pages/{:02}/{number:04}.html", number % 37);
    match number % 20 {
        // With a byte-order mark.
        0 => Packed::new(path, with(b"\xef\xbb\xbf", template.as_bytes()), with(b"\xef\xbb\xbf", expected.as_bytes())),
        // In an encoding from before.
        7 => Packed::new(path, latin(&template), latin(&expected)),
        13 => Packed::new(path, wide(&template), wide(&expected)),
        _ => Packed::new(path, template, expected),
    }
}

fn text(number: usize, [title, url, release, environment]: [&str; 4]) -> String {
    let end = if number.is_multiple_of(3) { "\r\n" } else { "\n" };
    let mut lines = vec![
        "<!doctype html>".to_owned(),
        format!("<html><head><title>{title}: \u{fc}bersicht {number}</title>"),
        format!("<link rel=\"canonical\" href=\"{url}pages/{number:04}.html\">"),
        "<style>body { color: #fff; background: #a0b1c2 } a##b { margin: 0 }</style></head>".to_owned(),
        format!("<body class=\"{environment}\" data-release='{release}'>\t"),
        format!("<p>Price: {number},00 \u{a3} # and ## and ### stay; so do {{braces}} and ${{these}}.</p>"),
    ];
    if number.is_multiple_of(5) {
        lines.push(format!("<a href=\"{url}{url}\">{title}{title}</a>#"));
    }
    lines.push("</body></html>".to_owned());
    let last = if number.is_multiple_of(4) { "" } else { end };
    lines.join(end) + last
}

/// A file that is not among those whose placeholders are replaced.
fn other(number: usize) -> Packed {
    let folder = number % 23;
    match number % 4 {
        0 => Packed::untouched(
            format!("assets/{folder}/style{number}.css"),
            format!("a {{ color: #{number:06x} }}\r\n/* #{{SiteTitle}} */"),
        ),
        1 => Packed::untouched(
            format!("assets/{folder}/app{number}.js"),
            format!("const title = `#{{SiteTitle}} ${{{number}}}`;\n//# sourceMappingURL=app{number}.js.map\n"),
        ),
        2 => Packed::untouched(
            format!("locales/{folder}/{number}.json"),
            format!("{{ \"Database\" : {{\"Host\":\"stays\"}},\r\n\t\"n\":{number}.0 }}"),
        ),
        _ => Packed::untouched(format!("assets/{folder}/image{number}.png"), noise(number)),
    }
}

/// Bytes as in a picture, with something in them that looks like a placeholder.
fn noise(number: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ (number as u64) << 20 | 1;
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for _ in 0..64 + number % 256 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.extend_from_slice(b"#{SiteTitle}\0\xff\xfe");
    bytes
}

fn with(mark: &[u8], text: &[u8]) -> Vec<u8> {
    [mark, text].concat()
}

/// Every character here has its own byte in Windows-1252.
fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|one| u8::try_from(u32::from(one)).unwrap_or(b'?')).collect()
}

fn wide(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}
