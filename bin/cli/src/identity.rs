//! Which program this is: the same code answers to `pulpo` and, through a link of that name, to `octo`.

use std::path::Path;

/// The name the program was called by decides its banner and its help text, nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Identity {
    Pulpo,
    Octo,
}

/// The octo version whose verbs, flags and console lines this program follows.
const OCTO_VERSION: &str = "9.1.7";

impl Identity {
    /// Reads the name from the first argument, ignoring folders, case and `.exe`.
    pub(crate) fn of(program: &str) -> Self {
        let stem = Path::new(program).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if stem.eq_ignore_ascii_case("octo") { Self::Octo } else { Self::Pulpo }
    }

    pub(crate) fn program(self) -> &'static str {
        match self {
            Self::Pulpo => "pulpo",
            Self::Octo => "octo",
        }
    }

    pub(crate) fn version(self) -> &'static str {
        match self {
            Self::Pulpo => env!("CARGO_PKG_VERSION"),
            Self::Octo => OCTO_VERSION,
        }
    }

    /// The first line of every run.
    pub(crate) fn banner(self) -> String {
        match self {
            Self::Pulpo => format!("Pulpo CLI, version {}", self.version()),
            Self::Octo => format!("Octopus CLI, version {}", self.version()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_named_octo_makes_the_program_octo() {
        for program in ["octo", "/usr/local/bin/octo", "Octo.exe"] {
            assert_eq!(Identity::of(program), Identity::Octo, "{program}");
        }
        for program in ["pulpo", "./target/debug/pulpo", "", "octopus"] {
            assert_eq!(Identity::of(program), Identity::Pulpo, "{program}");
        }
    }
}
