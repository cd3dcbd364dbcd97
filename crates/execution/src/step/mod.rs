//! The kinds of steps, each as the ordered list of what it does.

mod history;
mod package;
mod script;
mod transfer;

pub(crate) use package::deploy_package;
pub(crate) use script::script;
pub(crate) use transfer::{copy_package, transfer_package};
