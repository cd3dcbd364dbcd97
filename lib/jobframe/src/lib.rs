//! The frames between a server and the launcher that keeps its jobs.
//!
//! A connection is a Unix stream. Each side writes frames, an eight-byte head and a body (see [`encode()`]);
//! [`Decoder`] takes bytes as they come and gives frames. Nothing here reads or writes a socket, and the standard
//! library is all it needs, so that the launcher stays small enough to be read in one sitting.
//!
//! # A conversation
//!
//! ```text
//! server                                      launcher
//! HELLO version                        ->
//!                                      <-     WELCOME version, instance, mode, pid   (or REFUSED, and the end)
//! START job, class, sizes              ->                     descriptors ride on the first byte of this frame
//! DOCUMENT bytes ... (until complete)  ->
//!                                      <-     STARTED job, already?                  (or DENIED)
//! ATTACH job, after offset             ->
//!                                      <-     OUTPUT job, offset, bytes ...
//!                                      <-     ENDED job, length, how                 (or GONE)
//! COMPLETE job                         ->
//!                                      <-     COMPLETED job                          (or DENIED)
//! ```
//!
//! `CANCEL` is answered by `CANCELLING` or `GONE`, `LIST` by one or more `JOBS`, `TEST` by `REPORT`. Every request may
//! be repeated after a lost connection: a known job is not started twice, an unknown one completes at once.
//!
//! The server names a job and a class. It never names a path, an account or a command.

mod decode;
mod encode;
mod error;
mod frame;
mod id;

pub use decode::Decoder;
pub use encode::{encode, encode_document, encode_output};
pub use error::{FrameError, NameError};
pub use frame::{End, Frame, JobEntry, JobState, Mode, Request};
pub use id::{ClassName, InstanceId, JobId};

/// The version that both sides of this crate speak.
pub const PROTOCOL: u16 = 1;
/// Descriptors that one `START` may carry; they become 3, 4, ... of the runner.
pub const MAX_DESCRIPTORS: usize = 64;
/// Bytes that a job document may have in all.
pub const MAX_DOCUMENT: usize = 64 << 20;
/// Bytes in one `DOCUMENT` or `OUTPUT` frame; [`encode()`] splits what is larger.
pub const MAX_CHUNK: usize = 64 << 10;
/// Bytes in a reason; [`encode()`] shortens what is longer.
pub const MAX_REASON: usize = 1024;
/// Bytes of a runner's standard error that `ENDED` may carry; [`encode()`] keeps the last ones.
pub const MAX_STDERR: usize = 8 << 10;
/// Bytes in the text of a `REPORT`; [`encode()`] shortens what is longer.
pub const MAX_REPORT: usize = 32 << 10;
/// Jobs in one `JOBS` frame; [`encode()`] splits a longer list.
pub const MAX_JOBS: usize = 1024;
/// Bytes before the body: `P`, layout, kind, zero, and the body's length (little endian).
pub const HEAD: usize = 8;
