//! The engine as a whole: on a scratch store, with a launcher that plays, with a crash at every write, and with the
//! real launcher and runner.

mod bench;
mod crash;
mod flow;
mod real;
mod tasks;
