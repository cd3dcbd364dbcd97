//! The runner as its engine sees it: a real process, a document, descriptors, a stream of events.

mod harness;
mod output;
mod packages;
mod scripts;
mod trees;
