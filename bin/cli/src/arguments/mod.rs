//! The argument grammar, and the tables that describe each command's options.
//!
//! Why not a ready-made parser: octo accepts `--name`, `-name` and `/name`, in any case, with the value after `=`, `:`
//! or as the next argument; it takes the next argument whatever it looks like, and keeps what it does not know for one
//! error that lists all of it. Build scripts in the field use every one of these, and no common library has this
//! grammar. It is a hundred lines.

mod config_file;
mod parse;
mod spec;
mod values;

pub(crate) use config_file::read_config_file;
pub(crate) use parse::{Parsed, parse};
pub(crate) use spec::{Group, Opt, flag, value};
pub(crate) use values::Values;
