//! Everything that reaches the console.

mod automation;
mod printer;
mod progress_bar;
mod service_messages;
pub(crate) mod table;

pub(crate) use automation::Automation;
pub(crate) use printer::{Level, Printer};
pub(crate) use progress_bar::ProgressBar;
pub(crate) use service_messages::ServiceMessages;
