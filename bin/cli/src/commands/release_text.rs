//! A release in a list: its version, when it was made, of what, and its notes.

use serde_json::Value;

use crate::client::Resource;

/// `Step 1.2.3; Other step 2.0`, without repeats.
pub(super) fn package_versions(release: &Resource) -> String {
    let mut texts: Vec<String> = Vec::new();
    for package in release.children("SelectedPackages") {
        let step = package.some_text("StepName").unwrap_or_else(|| package.text("ActionName")).to_owned();
        let text = format!("{step} {}", package.text("Version"));
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join("; ")
}

/// The notes on one line.
pub(super) fn notes(release: &Resource) -> String {
    release.text("ReleaseNotes").replace("\r\n", "\n").replace('\n', "\\n")
}

/// The four lines that every list of releases or deployments shows, each with `indent` before it.
pub(super) fn lines(release: &Resource, indent: &str) -> Vec<String> {
    vec![
        format!("{indent}Version: {}", release.text("Version")),
        format!("{indent}Assembled: {}", release.text("Assembled")),
        format!("{indent}Package Versions: {}", package_versions(release)),
        format!("{indent}Release Notes: {}", notes(release)),
    ]
}

/// A member as it came, null if it did not.
pub(super) fn member(resource: &Resource, key: &str) -> Value {
    resource.get(key).cloned().unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn packages_are_named_by_step_once() {
        let release = Resource::from_value(json!({ "SelectedPackages": [
            { "StepName": "Web", "ActionName": "x", "Version": "1" },
            { "StepName": "Web", "ActionName": "x", "Version": "1" },
            { "StepName": "", "ActionName": "Db", "Version": "2" },
        ], "ReleaseNotes": "a\r\nb" }))
        .unwrap();
        assert_eq!(package_versions(&release), "Web 1; Db 2");
        assert_eq!(notes(&release), "a\\nb");
    }
}
