//! Output variables of the jobs that have run, and who sees them (variables.md VO).

use pulpo_domain::plan::Target;

/// What a job has set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    /// Where in the plan: the block, the step's number.
    pub(crate) block: usize,
    pub(crate) step: usize,
    pub(crate) action: String,
    pub(crate) machine: Option<Target>,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) sensitive: bool,
}

/// All output variables of a deployment, in the order in which their jobs ended.
#[derive(Debug, Default)]
pub(crate) struct Outputs(Vec<(u32, Output)>);

/// Who looks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Seen<'a> {
    /// A job that starts: all that is known at this moment (VO-06).
    Now,
    /// A condition: what earlier blocks set, and earlier children on the same machine. Whatever runs beside it is left
    /// out, so that the decision is the same when it is made again after a crash.
    Before { block: usize, step: usize, machine: Option<&'a Target> },
}

impl Outputs {
    pub(crate) fn add(&mut self, order: u32, output: Output) {
        let position = self.0.partition_point(|(known, _)| *known <= order);
        self.0.insert(position, (order, output));
    }

    /// Each variable with its name, weakest first: who sets them in this order ends with the right values.
    pub(crate) fn variables(&self, seen: Seen<'_>, on: Option<&Target>) -> Vec<(String, &Output)> {
        let visible = |output: &&Output| match seen {
            Seen::Now => true,
            Seen::Before { block, step, machine } => {
                output.block < block
                    || (output.step == step && output.machine.as_ref().map(|m| &m.id) == machine.map(|m| &m.id))
            }
        };
        let mut variables = Vec::new();
        // Un-indexed, the last to end wins, but on a machine its own value does (VO-02).
        let own = |output: &Output| on.is_some() && output.machine.as_ref().map(|m| &m.id) == on.map(|m| &m.id);
        let all = || self.0.iter().map(|(_, output)| output).filter(visible);
        for output in all().filter(|output| !own(output)).chain(all().filter(|output| own(output))) {
            variables.push((format!("Octopus.Action[{}].Output.{}", output.action, output.name), output));
            if let Some(machine) = &output.machine {
                let name = format!("Octopus.Action[{}].Output[{}].{}", output.action, machine.name, output.name);
                variables.push((name, output));
            }
        }
        variables
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn target(name: &str) -> Target {
        Target { id: name.into(), name: name.to_owned(), roles: std::collections::BTreeSet::new() }
    }

    fn output(block: usize, machine: &str, value: &str) -> Output {
        let machine = (!machine.is_empty()).then(|| target(machine));
        let (action, name) = ("Build".to_owned(), "Url".to_owned());
        Output { block, step: block + 1, action, machine, name, value: value.to_owned(), sensitive: false }
    }

    fn values(outputs: &Outputs, seen: Seen<'_>, on: Option<&Target>) -> BTreeMap<String, String> {
        outputs.variables(seen, on).into_iter().map(|(name, output)| (name, output.value.clone())).collect()
    }

    #[test]
    fn a_machine_sees_its_own_value_and_others_the_last_one() {
        // VO-02.
        let mut outputs = Outputs::default();
        outputs.add(2, output(0, "B", "b"));
        outputs.add(1, output(0, "A", "a"));
        let plain = "Octopus.Action[Build].Output.Url";
        assert_eq!(values(&outputs, Seen::Now, None)[plain], "b");
        assert_eq!(values(&outputs, Seen::Now, Some(&target("A")))[plain], "a");
        assert_eq!(values(&outputs, Seen::Now, Some(&target("A")))["Octopus.Action[Build].Output[B].Url"], "b");
    }

    #[test]
    fn a_condition_does_not_see_what_runs_beside_it() {
        let mut outputs = Outputs::default();
        outputs.add(1, output(0, "", "early"));
        outputs.add(2, output(1, "A", "beside"));
        let seen = |step| Seen::Before { block: 1, step, machine: None };
        assert_eq!(values(&outputs, seen(3), None)["Octopus.Action[Build].Output.Url"], "early");
        let machine = target("A");
        let same = Seen::Before { block: 1, step: 2, machine: Some(&machine) };
        assert_eq!(values(&outputs, same, Some(&machine))["Octopus.Action[Build].Output.Url"], "beside");
    }
}
