//! `import` and `export`, which octo has given up.

use super::{Action, Command};
use crate::context::Context;
use crate::failure::Failure;

pub(super) const IMPORT: Command =
    Command { name: "import", aliases: &[], summary: "", groups: &[], action: Action::Free(refuse) };

pub(super) const EXPORT: Command =
    Command { name: "export", aliases: &[], summary: "", groups: &[], action: Action::Free(refuse) };

fn refuse(_: &Context<'_>) -> Result<(), Failure> {
    Err(Failure::command("The import and export commands have been deprecated: use the project export of the server."))
}
