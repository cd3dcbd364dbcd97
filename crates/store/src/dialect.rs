//! What truly differs between the engines: how to begin, what an error means.

use crate::tx::StoreError;
use crate::value::{Row, Value};

/// A connection to either engine, used by one thread at a time.
pub(crate) trait Connection: Send {
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError>;
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError>;
    /// Statements without parameters, several at once.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError>;
    /// Begins a transaction that will write.
    fn begin_write(&mut self) -> Result<(), StoreError>;
    /// Begins a transaction that sees one state of the database throughout.
    fn begin_read(&mut self) -> Result<(), StoreError>;
    /// Whether a transaction is open: SQLite takes one back by itself on a full disk.
    fn in_transaction(&self) -> bool;
    /// Whether a table of this name exists.
    fn has_table(&mut self, name: &str) -> Result<bool, StoreError>;
    /// What keeps another server from the same data while this one runs; released with the connection.
    fn lock_server(&mut self) -> Result<bool, StoreError>;
    /// Makes a connection anew that was lost, without its lock; tells whether it was.
    fn restore(&mut self) -> Result<bool, StoreError>;
}
