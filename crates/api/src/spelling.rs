//! Folds the spellings of an address into one form, in front of the table (http-api.md 1.2, 7.4).

use percent_encoding::percent_decode_str;

/// An address in its one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Under `/api` or `/nuget`; otherwise the portal's.
    pub(crate) is_api: bool,
    /// The space that the address names.
    pub(crate) space: Option<String>,
    /// What is left, decoded.
    pub(crate) segments: Vec<String>,
}

impl Address {
    /// Whether this is the feed that NuGet clients speak to.
    pub(crate) fn is_nuget(&self) -> bool {
        self.segments.first().is_some_and(|first| first.eq_ignore_ascii_case("nuget"))
    }
}

/// What stands under `/api/spaces/{id}/` and belongs to the space itself, not to what it holds.
const OF_THE_SPACE: [&str; 1] = ["logo"];

pub(crate) fn fold(path: &str) -> Address {
    let decoded: Vec<String> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect();
    let mut segments = &decoded[..];
    let is = |segment: Option<&String>, word: &str| segment.is_some_and(|segment| segment.eq_ignore_ascii_case(word));

    let mut is_api = false;
    // A client that was given `https://host/api` asks for `/api/api/...`.
    while is(segments.first(), "api") {
        is_api = true;
        segments = &segments[1..];
    }
    let mut space = None;
    if segments.first().is_some_and(|segment| is_space_id(segment)) && (is_api || is(segments.get(1), "nuget")) {
        space = Some(segments[0].clone());
        segments = &segments[1..];
    } else if is_api && is(segments.first(), "spaces") && segments.len() > 2 {
        let of_the_space = OF_THE_SPACE.iter().any(|word| segments[2].eq_ignore_ascii_case(word));
        if !of_the_space {
            space = Some(segments[1].clone());
            segments = &segments[2..];
        }
    } else if !is_api && is(segments.get(1), "nuget") {
        space = Some(segments[0].clone());
        segments = &segments[1..];
    }
    let is_api = is_api || is(segments.first(), "nuget") || is_of_the_root(segments);
    Address { is_api, space, segments: segments.to_vec() }
}

/// What stands outside `/api` because a standard or old clients say so (http-api.md 1.8).
fn is_of_the_root(segments: &[String]) -> bool {
    let are = |words: &[&str]| {
        segments.len() == words.len()
            && segments.iter().zip(words).all(|(segment, word)| segment.eq_ignore_ascii_case(word))
    };
    are(&["token", "v1"]) || are(&[".well-known", "openid-configuration"])
}

/// `Spaces-7`, in any case.
fn is_space_id(text: &str) -> bool {
    let digits = text.get(..7).filter(|start| start.eq_ignore_ascii_case("spaces-")).map(|_| &text[7..]);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, space: Option<&str>, segments: &[&str]) {
        let expected = Address {
            is_api: true,
            space: space.map(str::to_owned),
            segments: segments.iter().map(|segment| (*segment).to_owned()).collect(),
        };
        assert_eq!(fold(path), expected, "{path}");
    }

    #[test]
    fn three_spellings_are_one() {
        check("/api/Spaces-2/projects/Web%20Shop", Some("Spaces-2"), &["projects", "Web Shop"]);
        check("/api/projects/Web%20Shop", None, &["projects", "Web Shop"]);
        check("/api/spaces/shop/projects/Web%20Shop", Some("shop"), &["projects", "Web Shop"]);
        check("/API/SPACES-2/Projects/", Some("SPACES-2"), &["Projects"]);
        check("/api/api/projects", None, &["projects"]);
    }

    #[test]
    fn routes_of_spaces_themselves_stay() {
        check("/api/spaces", None, &["spaces"]);
        check("/api/spaces/all", None, &["spaces", "all"]);
        check("/api/spaces/Spaces-1", None, &["spaces", "Spaces-1"]);
        check("/api/spaces/Spaces-1/logo", None, &["spaces", "Spaces-1", "logo"]);
        check("/api/Spaces-1", Some("Spaces-1"), &[]);
    }

    #[test]
    fn the_nuget_feed_has_spellings_of_its_own() {
        check("/nuget/packages/", None, &["nuget", "packages"]);
        check("/Spaces-2/nuget/packages", Some("Spaces-2"), &["nuget", "packages"]);
        check("/api/Spaces-2/nuget/packages", Some("Spaces-2"), &["nuget", "packages"]);
        check("/api/nuget/packages", None, &["nuget", "packages"]);
    }

    #[test]
    fn the_token_exchange_is_found_with_and_without_api() {
        check("/token/v1", None, &["token", "v1"]);
        check("/api/token/v1", None, &["token", "v1"]);
        check("/.well-known/openid-configuration", None, &[".well-known", "openid-configuration"]);
        assert!(!fold("/token").is_api);
    }

    #[test]
    fn all_else_is_the_portals() {
        assert!(!fold("/app").is_api);
        assert!(!fold("/").is_api);
    }
}
