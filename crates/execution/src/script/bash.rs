//! Bash: one file that holds the helper functions and sources the script, so that one shell is started.
//!
//! The variables lie in a file beside it and are read only when a script asks for one, for a shell takes
//! milliseconds to read thousands of them.

use std::path::Path;

use octostache::{Error, Variables};

use super::files::for_script;

const FUNCTIONS: &str = include_str!("bootstrap.sh");

/// A script that holds none of these neither calls a function of ours nor runs other text in its shell. To
/// read the functions costs a third of what it costs to start a shell.
const SIGNS_OF_USE: [&str; 12] = [
    "octopus",
    "servicemessage",
    "fail_step",
    "update_progress",
    "write_",
    "environment",
    "kubernetes",
    "source",
    ". ",
    ".\t",
    "eval",
    "$",
];

/// The variables as pairs of texts, each ended by a zero byte, sorted by the bytes of the name.
pub(super) fn variables(variables: &Variables) -> Result<Vec<u8>, Error> {
    let mut pairs = for_script(variables)?;
    pairs.sort_by(|left, right| left.0.as_bytes().cmp(right.0.as_bytes()));
    let mut out = Vec::new();
    for (name, value) in pairs {
        for text in [name, &value] {
            // Bash cannot hold a zero byte.
            out.extend(text.bytes().filter(|byte| *byte != 0));
            out.push(0);
        }
    }
    Ok(out)
}

/// The text of the bootstrap file. `body` is looked at for what it will need.
pub(super) fn bootstrap(variables: &Path, script: &Path, parameters: &str, body: &[u8]) -> String {
    let mut text = String::with_capacity(FUNCTIONS.len() + 512);
    if uses_functions(body) || uses_functions(parameters.as_bytes()) {
        text.push_str(FUNCTIONS);
    }
    text.push_str("__octopus_file=");
    text.push_str(&quote(&variables.to_string_lossy()));
    text.push('\n');
    let mentions = |word: &str| memchr::memmem::find(body, word.as_bytes()).is_some();
    // Most calls stand in a `$(...)`, whose shell could not keep what it has read for the next one.
    if mentions("get_octopusvariable") || mentions("octopus_parameters") {
        text.push_str("__octopus_load\n");
    }
    // SB-06.
    if mentions("octopus_parameters[") {
        text.push_str(
            "declare -A octopus_parameters\n\
             for ((__octopus_i = 0; __octopus_i < ${#__octopus_pairs[@]}; __octopus_i += 2)); do\n  \
             octopus_parameters[${__octopus_pairs[__octopus_i]}]=${__octopus_pairs[__octopus_i + 1]}\n\
             done\n",
        );
    }
    text.push_str(". ");
    text.push_str(&quote(&script.to_string_lossy()));
    if !parameters.trim().is_empty() {
        text.push(' ');
        text.push_str(&parameters.replace(['\r', '\n'], " "));
    }
    text.push('\n');
    text
}

fn uses_functions(body: &[u8]) -> bool {
    SIGNS_OF_USE.iter().any(|sign| memchr::memmem::find(body, sign.as_bytes()).is_some())
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_that_names_any_of_the_functions_gets_them_all() {
        let names = FUNCTIONS.lines().filter_map(|line| line.strip_suffix("() {"));
        let names: Vec<&str> = names.filter(|name| !name.starts_with("__")).collect();
        assert!(names.len() > 10 && names.contains(&"set_octopusvariable"));
        for name in names {
            assert!(uses_functions(format!("a\n{name} x").as_bytes()), "{name}");
        }
        assert!(uses_functions(b". ./lib.sh") && uses_functions(b"$command") && !uses_functions(b"echo hello\nexit 3"));
    }
}
