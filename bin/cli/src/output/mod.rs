//! Everything that reaches the console.

mod automation;
mod printer;
mod progress_bar;
mod service_messages;
pub mod table;

pub use automation::Automation;
pub use printer::{Level, Printer};
pub use progress_bar::ProgressBar;
pub use service_messages::ServiceMessages;
