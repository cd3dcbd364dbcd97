//! Scripts: their languages, the helper functions they get, and running one to its end (steps.md SV to SE).

mod bash;
mod dotnet;
mod files;
mod powershell;
mod python;
mod run;
mod syntax;
mod words;

pub(crate) use files::{body, write_private};
pub(crate) use run::{ScriptEnd, run};
pub(crate) use syntax::Syntax;
