//! Everything durable: documents, the audit, counters, blobs, and the wake-ups that follow a commit.
//!
//! Start with [`Store`]: [`Store::write`] runs a piece of work in one transaction, which is grouped with others
//! into one durable commit; [`Store::read`] reads. SQL is text, the same for SQLite and PostgreSQL; what truly
//! differs has a name in `dialect`. Knows no HTTP and no agents.

mod audit;
pub mod blobs;
mod dashboard;
mod dialect;
pub mod documents;
mod environment_links;
mod life;
mod migrate;
mod node;
mod nouns;
mod permission_use;
mod postgres;
pub mod query;
mod reached;
mod reader;
pub mod secrets;
mod sqlite;
mod store;
pub mod task_log;
mod tx;
mod value;
mod wake;
mod writer;

pub use audit::{Broken, Noted, StoredEvent, Verified};
pub use documents::Document;
pub use node::NodeSettings;
pub use nouns::*;
pub use permission_use::Use;
pub use query::{Page, Query};
pub use store::{Config, Database, OpenError, Store};
pub use tx::{StoreError, Tx};
pub use value::{Row, Value};
pub use wake::{Topic, Wakes};
