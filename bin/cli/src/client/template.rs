//! The part of URI templates (RFC 6570) that links use: `{name}`, `{/name}`, `{?a,b}` and `{&a,b}`.

/// Values for a template, in the order given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// Adds a value.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a value if there is one.
    #[must_use]
    pub(crate) fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds `True` or `False`, the spelling of the clients this API was made for.
    #[must_use]
    pub(crate) fn with_flag(self, name: &str, value: bool) -> Self {
        self.with(name, if value { "True" } else { "False" })
    }

    /// Adds a comma-joined list; an empty one is left out.
    #[must_use]
    pub(crate) fn with_list<S: AsRef<str>>(self, name: &str, values: &[S]) -> Self {
        if values.is_empty() {
            return self;
        }
        let joined: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
        self.with(name, &joined.join(","))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Fills a template. Names compare ignoring case; a parameter the template does not list is not sent, except `ids`,
/// which every list understands.
pub(super) fn expand(template: &str, parameters: &Parameters) -> String {
    let mut url = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        url.push_str(&rest[..open]);
        expand_expression(&rest[open + 1..open + length], parameters, &mut url);
        rest = &rest[open + length + 1..];
    }
    url.push_str(rest);
    if let Some(ids) = parameters.get("ids").filter(|_| !lists(template, "ids")) {
        push_query(&mut url, "ids", ids);
    }
    url
}

/// Whether a template has a place for this parameter.
pub(crate) fn lists(template: &str, name: &str) -> bool {
    let expressions = template.split('{').skip(1).filter_map(|part| part.split('}').next());
    let mut names = expressions.flat_map(|expression| expression.trim_start_matches(['/', '?', '&']).split(','));
    names.any(|listed| listed.trim_end_matches('*').eq_ignore_ascii_case(name))
}

fn expand_expression(expression: &str, parameters: &Parameters, url: &mut String) {
    let (operator, names) = match expression.chars().next() {
        Some(operator @ ('/' | '?' | '&')) => (Some(operator), &expression[1..]),
        Some(_) | None => (None, expression),
    };
    for name in names.split(',').map(|name| name.trim_end_matches('*')) {
        let Some(value) = parameters.get(name) else { continue };
        match operator {
            Some('/') => {
                url.push('/');
                url.push_str(&encode(value));
            }
            Some(_) => push_query(url, name, value),
            None => url.push_str(&encode(value)),
        }
    }
}

fn push_query(url: &mut String, name: &str, value: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str(name);
    url.push('=');
    url.push_str(&encode(value));
}

/// Percent-encodes everything but the unreserved characters.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            other => {
                encoded.push('%');
                encoded.push_str(&hex::encode_upper([other]));
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(template: &str, parameters: &Parameters, expected: &str) {
        assert_eq!(expand(template, parameters), expected);
    }

    #[test]
    fn paths_and_queries_are_filled() {
        let releases = "/api/Spaces-1/projects/Projects-1/releases{/version}{?skip,take,searchByVersion}";
        check(releases, &Parameters::none(), "/api/Spaces-1/projects/Projects-1/releases");
        check(
            releases,
            &Parameters::none().with("version", "1.0 +b"),
            "/api/Spaces-1/projects/Projects-1/releases/1.0%20%2Bb",
        );
        let both = Parameters::none().with("TAKE", "5").with("skip", "10");
        check(releases, &both, "/api/Spaces-1/projects/Projects-1/releases?skip=10&take=5");
        check("/api/{spaceId}/x{?a}{&b}", &Parameters::none().with("spaceId", "S").with("b", "1"), "/api/S/x?b=1");
    }

    #[test]
    fn what_a_template_does_not_list_is_not_sent_except_ids() {
        check("/p{?name}", &Parameters::none().with("other", "x"), "/p");
        check("/p{?name}", &Parameters::none().with_list("ids", &["A", "B"]), "/p?ids=A%2CB");
        check("/p?x=1", &Parameters::none().with("ids", "A"), "/p?x=1&ids=A");
    }

    #[test]
    fn empty_lists_are_left_out_and_flags_have_capitals() {
        check("/p{?ids,f}", &Parameters::none().with_list::<&str>("ids", &[]).with_flag("f", true), "/p?f=True");
    }

    proptest! {
        #[test]
        fn a_filled_template_has_no_braces_and_only_safe_characters(value in "\\PC{0,20}") {
            let url = expand("/a{/v}{?q}", &Parameters::none().with("v", &value).with("q", &value));
            prop_assert!(url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/?&=%-._~".contains(&byte)));
        }
    }
}
