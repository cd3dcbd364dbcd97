//! The languages of scripts.

use crate::process::Program;

/// A language that a script may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Bash,
    Python,
    PowerShell,
    CSharp,
    FSharp,
}

impl Syntax {
    /// In the order in which a packaged script is chosen when there are several (SC-15).
    pub(crate) const BY_PREFERENCE: [Self; 4] = [Self::Bash, Self::Python, Self::CSharp, Self::PowerShell];

    /// In the order in which configured scripts run (SC-16).
    pub(crate) const CONFIGURED: [Self; 4] = [Self::PowerShell, Self::CSharp, Self::Bash, Self::Python];

    /// By the name that `Octopus.Action.Script.Syntax` uses.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let known = [Self::Bash, Self::Python, Self::PowerShell, Self::CSharp, Self::FSharp];
        known.into_iter().find(|syntax| syntax.name().eq_ignore_ascii_case(name.trim()))
    }

    /// By the extension of a file, without its dot.
    pub(crate) fn from_extension(extension: &str) -> Option<Self> {
        let known = [Self::Bash, Self::Python, Self::PowerShell, Self::CSharp, Self::FSharp];
        known.into_iter().find(|syntax| syntax.extension().eq_ignore_ascii_case(extension))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bash => "Bash",
            Self::Python => "Python",
            Self::PowerShell => "PowerShell",
            Self::CSharp => "CSharp",
            Self::FSharp => "FSharp",
        }
    }

    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Bash => "sh",
            Self::Python => "py",
            Self::PowerShell => "ps1",
            Self::CSharp => "csx",
            Self::FSharp => "fsx",
        }
    }

    /// The programs that it needs on the search path, the one that runs it first, and how they come there.
    fn needs(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Bash => (&["bash"], "install it with the system's packages"),
            Self::Python => (&["python3"], "install it with the system's packages"),
            Self::PowerShell => (&["pwsh"], "install PowerShell"),
            Self::CSharp => (
                &["dotnet-script", "dotnet"],
                "install the .NET SDK and then `dotnet tool install dotnet-script --tool-path` into a folder of the search path",
            ),
            Self::FSharp => (&["dotnet"], "install the .NET SDK"),
        }
    }

    /// The interpreter on this machine.
    pub(super) fn find(self, path: &str) -> Result<std::path::PathBuf, String> {
        let (names, remedy) = self.needs();
        let found = names.iter().map(|name| {
            Program::find(name, path).ok_or_else(|| {
                format!(
                    "{} scripts need the program '{name}', which is not on the search path of this worker ({path}); \
                     {remedy}, or use another worker",
                    self.name()
                )
            })
        });
        let mut found = found.collect::<Result<Vec<_>, String>>()?;
        Ok(found.swap_remove(0))
    }

    /// Whether this machine can run it.
    pub(crate) fn is_supported(self, path: &str) -> bool {
        self.find(path).is_ok()
    }
}
