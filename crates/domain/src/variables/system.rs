//! Names that the server itself gives values to, so that a project's value under one is never seen (VA-17).

/// What such names begin with, below `Octopus.`.
const OWN: [&str; 14] = [
    "Deployment.",
    "Environment.",
    "Machine.",
    "Project.",
    "ProjectGroup.",
    "Release.",
    "Space.",
    "Step.",
    "Step[",
    "Task.",
    "Web.",
    "WorkerPool.",
    "Action.Id",
    "Action.Name",
];

/// Names below these that projects set to steer what happens (VA-16).
const STEERING: [&str; 2] = ["Deployment.WorkerLeaseCap", "Task.ConcurrencyTag"];

/// Whether the server sets this name itself.
pub fn is_system_name(name: &str) -> bool {
    let is = |known: &str, rest: &str| rest.eq_ignore_ascii_case(known);
    let begins = |start: &str, rest: &str| rest.get(..start.len()).is_some_and(|head| is(start, head));
    let Some((_, rest)) = name.split_at_checked("Octopus.".len()).filter(|(head, _)| is("Octopus.", head)) else {
        return false;
    };
    !STEERING.iter().any(|known| is(known, rest))
        && OWN.iter().any(|known| if known.ends_with(['.', '[']) { begins(known, rest) } else { is(known, rest) })
}

#[cfg(test)]
mod tests {
    use super::is_system_name;

    #[test]
    fn what_the_server_sets_is_told_from_what_steers_it() {
        for name in ["Octopus.Release.Number", "octopus.environment.NAME", "Octopus.Step[Deploy].Status.Code"] {
            assert!(is_system_name(name), "{name}");
        }
        let free = [
            "Octopus.Task.ConcurrencyTag",
            "OctopusPrintVariables",
            "Octopus.Action.MaxParallelism",
            "Release.Number",
            "\u{e4}\u{e4}\u{e4}\u{e4}x",
        ];
        for name in free {
            assert!(!is_system_name(name), "{name}");
        }
    }
}
