//! The command line client: octo's verbs and flags, spoken over the public HTTP API.
//!
//! Arguments become requests, answers become lines. What this program must not know: how the server works inside. It
//! reads the same documents and follows the same links as any other client, and decides nothing that the server can.
//!
//! Start reading at [`run()`], then one file in `commands/`, then `client/`.

mod arguments;
mod client;
mod commands;
mod context;
mod deploy;
mod failure;
mod help;
mod identity;
mod lookup;
mod output;
mod package;
mod release;
mod run;
mod start;
mod surroundings;
mod times;

pub use run::run;
pub use surroundings::{Clock, Console, Environment, Surroundings};
