//! Does one step of a deployment on this machine: packages out, files adapted, scripts run, outputs collected.
//!
//! It knows the job contract (`wire::job`) and the template language, and nothing of the server: no network,
//! no database, no async runtime. One process does one job; [`job::run`] is where to start reading.
//!
//! Unsafe code is in `process` alone.

pub mod archive;
mod files;
mod job;
pub mod journal;
#[expect(unsafe_code, reason = "signals, inherited descriptors and whole process trees need the kernel's own calls")]
mod process;
mod report;
pub mod retention;
mod script;
pub mod service_messages;
mod step;
pub mod structured;

pub use files::{Encoding, SubstituteError, substituted};
pub use job::{CANCELLED, Host, Surroundings, run};
pub use process::{
    EventPipe, Signals, become_reaper, close_to_programs, fence, inherited_files, inherited_socket, new_session,
    standard_output, usual_modes,
};
pub use report::Clock;
