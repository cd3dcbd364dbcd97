//! SQLite: the default engine.

use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, ToSql};

use crate::dialect::Connection;
use crate::tx::StoreError;
use crate::value::{Row, Value};

/// Pages kept in memory by the writer and by each reader, in KiB: fixed, so that memory stays flat.
const CACHE_KIB: i64 = 8 * 1024;
/// Statements kept prepared by a connection.
const PREPARED: usize = 256;

pub(crate) struct Sqlite(rusqlite::Connection);

impl Sqlite {
    /// The connection that writes.
    pub(crate) fn writer(file: &Path) -> Result<Self, StoreError> {
        let connection = Self::open(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        // FULL: an answered commit survives a power cut.
        connection
            .0
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;")?;
        Ok(connection)
    }

    pub(crate) fn reader(file: &Path) -> Result<Self, StoreError> {
        let connection = Self::open(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.0.execute_batch("PRAGMA query_only = 1;")?;
        Ok(connection)
    }

    fn open(file: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let connection = rusqlite::Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        connection.execute_batch(&format!("PRAGMA cache_size = -{CACHE_KIB}; PRAGMA temp_store = MEMORY;"))?;
        Ok(Self(connection))
    }

    fn bound<'c>(&'c self, sql: &str, params: &[Value]) -> Result<rusqlite::CachedStatement<'c>, StoreError> {
        let mut statement = self.0.prepare_cached(sql)?;
        for (value, number) in params.iter().zip(1..) {
            // A placeholder may stand anywhere and often, so its name decides and not its position.
            let mut name = [0; 8];
            if let Some(index) = statement.parameter_index(placeholder(number, &mut name))? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        Ok(statement)
    }
}

fn placeholder(number: usize, buffer: &mut [u8; 8]) -> &str {
    use std::io::Write;
    let mut rest = &mut buffer[..];
    let _ = write!(rest, "${number}"); // Seven digits fit.
    let left = rest.len();
    std::str::from_utf8(&buffer[..8 - left]).expect("digits are text")
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl Connection for Sqlite {
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        Ok(self.bound(sql, params)?.raw_execute()? as u64)
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.bound(sql, params)?;
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        let mut answer = Vec::new();
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(width);
            for column in 0..width {
                values.push(match row.get_ref(column)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Int(number),
                    ValueRef::Text(text) => Value::Text(match std::str::from_utf8(text) {
                        Ok(text) => text.to_owned(),
                        Err(_) => String::from_utf8_lossy(text).into_owned(),
                    }),
                    ValueRef::Real(_) | ValueRef::Blob(_) => {
                        return Err(StoreError::Shape("a column of another type".to_owned()));
                    }
                });
            }
            answer.push(Row(values));
        }
        Ok(answer)
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.0.execute_batch(sql)?)
    }

    fn begin_write(&mut self) -> Result<(), StoreError> {
        self.batch("BEGIN IMMEDIATE")
    }

    fn in_transaction(&self) -> bool {
        !self.0.is_autocommit()
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.batch("BEGIN")
    }

    fn has_table(&mut self, name: &str) -> Result<bool, StoreError> {
        let found = self.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", &[name.into()])?;
        Ok(!found.is_empty())
    }

    fn lock_server(&mut self) -> Result<bool, StoreError> {
        // A file lock in the data directory does this for SQLite.
        Ok(true)
    }

    fn restore(&mut self) -> Result<bool, StoreError> {
        // There is nothing between us and the file that could be lost.
        Ok(false)
    }
}

impl From<rusqlite::Error> for StoreError {
    #[expect(clippy::wildcard_enum_match_arm, reason = "an enum of another crate that may grow")]
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(code, _) => match code.code {
                ErrorCode::DiskFull => Self::Full,
                ErrorCode::ConstraintViolation
                    if code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                        || code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY =>
                {
                    Self::Taken(error.to_string())
                }
                _ => Self::Engine(Box::new(error)),
            },
            _ => Self::Engine(Box::new(error)),
        }
    }
}
