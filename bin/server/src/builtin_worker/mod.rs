//! `builtin-worker`: gives steps accounts of their own, proves the fence, and takes it all back (builtin-worker.md B).
//!
//! | look in | for |
//! |---|---|
//! | `options`, `execute` | what was asked for, and doing it |
//! | `setup`, `rules`, `owned`, `account`, `instance` | what is to be set up, and what is refused |
//! | `plan`, `steps`, `work` | the list of actions: the table, how it is carried out, what each does |
//! | `settings`, `units`, `network` | the texts of the files that are written |
//! | `journal`, `reset` | what was made, and taking it back |
//! | `selftest`, `client`, `report` | the four steps of the test, and how they are told |
//! | `identity`, `commands`, `files`, `launcher_config` | what all of them lean on |

mod account;
mod client;
mod commands;
mod execute;
mod files;
mod identity;
mod instance;
mod journal;
pub(crate) mod launcher_config;
mod network;
mod options;
mod owned;
mod plan;
mod report;
mod reset;
mod rules;
pub(crate) mod selftest;
mod settings;
mod setup;
mod steps;
mod units;
mod work;

pub(crate) use execute::execute;
pub(crate) use options::Options;
