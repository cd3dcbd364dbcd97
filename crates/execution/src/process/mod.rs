//! Processes, signals and inherited descriptors: the only place that talks to the kernel without a net.
//!
//! A job is one process tree. The runner is made the reaper of everything below it, so a daemon that
//! detached itself twice is still its child in the end, and [`Running::end_tree`] is over only when the
//! kernel says that there is no child left.

mod descriptors;
pub mod fence;
mod run;
mod signals;
mod tree;

pub use descriptors::{EventPipe, close_to_programs, inherited_files, inherited_socket, standard_output};
pub(crate) use run::{Program, Running, Source};
pub use signals::Signals;
pub use tree::{become_reaper, new_session, usual_modes};
