//! Every type that crosses a wire: the HTTP API's JSON and the job contract between engine and runner.
//!
//! Knows nothing of the domain; conversions live at the two ends. Start reading at [`job`].

pub mod job;
