//! The template language.

use octostache::{Template, Variables};

/// The first line holds variables as `name=value` pairs between bars, the rest is the template.
pub(crate) fn template(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (head, template) = text.split_once('\n').unwrap_or(("", text));
    let mut variables = Variables::new();
    for pair in head.split('|').take(20) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        variables.set(name, value);
    }
    let first = variables.evaluate(template);
    let second = variables.evaluate(template);
    assert_eq!(first.text, second.text, "the same template twice");
    let _ = variables.is_true(template);
    let in_file = variables.evaluate_file(template);
    if !template.contains("#{") {
        // VG-13: nothing to do.
        assert_eq!(first.text, template);
        assert_eq!(in_file.map(|done| done.text).as_deref(), Ok(template));
    }
    if let Ok(parsed) = Template::parse(template) {
        let _ = parsed.arguments();
        // A calculation is printed in a form that is not read again (VE-12), so there is no more to say.
        let _ = parsed.to_string();
    }
}
