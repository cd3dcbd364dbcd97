//! `OctopusPrintVariables` and `OctopusPrintEvaluatedVariables`: all variables in the log, for whoever hunts a mistake.

use std::io;

use super::Job;

impl Job {
    /// Lists the variables as far as they ask for it themselves.
    pub(super) fn print_variables(&mut self) -> io::Result<()> {
        let whole = [
            ("OctopusPrintVariables", "variables", false),
            ("OctopusPrintEvaluatedVariables", "evaluated variables", true),
        ];
        for (name, what, evaluated) in whole {
            if !self.flag(name, false) {
                continue;
            }
            self.reporter.warning(&format!(
                "{name} is on, so the verbose log lists all {what}; take it out of the project when the mistake is found."
            ))?;
            for line in self.listed(evaluated) {
                self.reporter.verbose(&line)?;
            }
        }
        Ok(())
    }

    /// Each variable by name. A secret is not there even where it is too short to be masked.
    fn listed(&self, evaluated: bool) -> Vec<String> {
        let mut names: Vec<&str> = self.variables.iter().map(|(name, _)| name).collect();
        names.sort_by_cached_key(|name| name.to_lowercase());
        let shown = |name: &str| {
            let value = if self.secret_names.contains(&name.to_lowercase()) {
                Some(mask::HIDDEN.to_owned())
            } else if evaluated {
                self.variables.get(name)
            } else {
                self.variables.raw(name).map(str::to_owned)
            };
            format!("[{name}] = '{}'", value.unwrap_or_default())
        };
        names.into_iter().map(shown).collect()
    }
}
