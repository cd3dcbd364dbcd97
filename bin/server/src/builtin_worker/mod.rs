//! `builtin-worker`: gives steps accounts of their own, proves the fence, and takes it all back (builtin-worker.md B).
//!
//! | look in | for |
//! |---|---|
//! | `selftest`, `client`, `report` | the four steps of the test, and how they are told |
//! | `rules`, `account` | what an account must be like |
//! | `identity`, `commands`, `launcher_config` | what the above lean on |

pub(crate) mod account;
mod client;
mod commands;
mod identity;
pub(crate) mod launcher_config;
mod report;
mod rules;
pub(crate) mod selftest;
