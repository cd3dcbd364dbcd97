//! `pulpo-keeper` as a server sees it: real processes, real files, a real socket.
#![expect(clippy::disallowed_methods, reason = "a test of starting processes starts processes")]
#![expect(clippy::unwrap_used, reason = "helpers of tests, too, fail loudly")]

mod bench;
mod crashes;
mod jobs;
mod leaving;
mod output;
mod protocol;
