//! A transaction: the only way to the data.

use std::sync::Arc;

use jiff::Timestamp;
use pulpo_domain::ambient::Random;

use crate::dialect::Connection;
use crate::value::{Row, Value};
use crate::wake::Topic;

/// What can go wrong beneath a use case.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the disk is full")]
    Full,
    /// A unique index refused a row: somebody else was quicker.
    #[error("another record with the same key exists: {0}")]
    Taken(String),
    /// The record was changed or deleted since it was read.
    #[error("{noun} {id} was changed by somebody else meanwhile; reload it and try again")]
    Stale { noun: &'static str, id: String },
    #[error("table {table}, record {id}: {why}")]
    Row { table: &'static str, id: String, why: String },
    #[error("the database has an unexpected shape: {0}")]
    Shape(String),
    #[error("there is no transaction: the database could not begin one, or has taken it back")]
    NoTransaction,
    #[error("the commit failed")]
    Commit(#[source] Arc<StoreError>),
    #[error(
        "the connection to the database was lost, and another one holds the lock that a running server has: stop the other server, or wait until the database has noticed that the lost connection is gone"
    )]
    Locked,
    #[error(
        "another server has used this database while the connection to it was lost: let only one server run, and restart this one"
    )]
    Replaced,
    #[error("the store has been closed")]
    Closed,
    #[error("a piece of work panicked; nothing of it was kept")]
    Panicked,
    #[error("could not reach the disk")]
    Io(#[source] std::io::Error),
    #[error("a secret could not be opened: {0}")]
    Secret(String),
    #[error("the database engine reports an error")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    pub(crate) fn column(column: usize, wanted: &str, got: &Value) -> Self {
        let got = match got {
            Value::Null => "nothing",
            Value::Int(_) => "a number",
            Value::Text(_) => "a text",
        };
        Self::Shape(format!("column {column} holds {got}, not a {wanted}"))
    }
}

/// Where the log tells every statement, without its values: some of those are secrets.
const STATEMENTS: &str = "pulpo_store::statements";

/// A transaction that is under way.
pub struct Tx<'c> {
    connection: &'c mut dyn Connection,
    now: Timestamp,
    random: &'c dyn Random,
    wakes: Vec<Topic>,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(connection: &'c mut dyn Connection, now: Timestamp, random: &'c dyn Random) -> Self {
        Self { connection, now, random, wakes: Vec::new() }
    }

    pub(crate) fn into_wakes(self) -> Vec<Topic> {
        self.wakes
    }

    /// The time at which this transaction happens.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub fn random(&self) -> &dyn Random {
        self.random
    }

    /// Wakes whoever waits for the topic, once this is committed.
    pub fn wake(&mut self, topic: Topic) {
        self.wakes.push(topic);
    }

    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        tracing::trace!(target: STATEMENTS, sql);
        self.connection.execute(sql, params)
    }

    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        tracing::trace!(target: STATEMENTS, sql);
        self.connection.query(sql, params)
    }

    /// The next number of a collection: the seven of `Projects-7`. Never given out twice (domain.md G-01).
    pub fn next_number(&mut self, collection: &str) -> Result<i64, StoreError> {
        let sql = "INSERT INTO counter (collection, value) VALUES ($1, 1) \
                   ON CONFLICT (collection) DO UPDATE SET value = counter.value + 1 RETURNING value";
        let rows = self.query(sql, &[collection.into()])?;
        rows.first().ok_or_else(|| StoreError::Shape("a counter did not count".to_owned()))?.int(0)
    }

    pub fn setting(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        let rows = self.query("SELECT value FROM setting WHERE name = $1", &[name.into()])?;
        rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()
    }

    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2";
        self.execute(sql, &[name.into(), value.into()])?;
        Ok(())
    }
}
