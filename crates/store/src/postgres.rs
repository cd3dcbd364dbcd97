//! PostgreSQL: for several nodes that share work. Used from threads of the store's own, for its client blocks.

use std::collections::HashMap;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use crate::dialect::Connection;
use crate::tx::StoreError;
use crate::value::{Row, Value};

/// Chosen once: the advisory lock that a running server holds.
const SERVER_LOCK: i64 = 0x7075_6c70_6f00;

/// How long is waited for a machine that does not answer, where the address says nothing else.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Postgres {
    config: Config,
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl Postgres {
    pub(crate) fn connect(address: &str) -> Result<Self, StoreError> {
        let mut config: Config = address.parse()?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(PATIENCE);
        }
        let mut client = config.connect(NoTls)?;
        let collation: String =
            client.query_one("SELECT datcollate FROM pg_database WHERE datname = current_database()", &[])?.get(0);
        if !matches!(collation.as_str(), "C" | "POSIX") && !collation.starts_with("C.") {
            return Err(StoreError::Shape(format!(
                "the database's collation is \"{collation}\"; it must be \"C\", so that names sort alike on every engine: create the database with TEMPLATE template0 LC_COLLATE 'C'"
            )));
        }
        Ok(Self { config, client, prepared: HashMap::new() })
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *kind == Type::INT2 => i16::try_from(*number)?.to_sql(kind, out),
            Self::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT2, Type::INT4, Type::INT8, Type::TEXT, Type::VARCHAR].contains(kind)
    }

    to_sql_checked!();
}

impl FromSql<'_> for Value {
    fn from_sql(kind: &Type, raw: &[u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT2 => Self::Int(i16::from_sql(kind, raw)?.into()),
            Type::INT4 => Self::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT8 => Self::Int(i64::from_sql(kind, raw)?),
            _ => Self::Text(String::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        <Self as ToSql>::accepts(kind)
    }
}

fn references(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl Connection for Postgres {
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        let statement = self.statement(sql)?;
        Ok(self.client.execute(&statement, &references(params))?)
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        let statement = self.statement(sql)?;
        let rows = self.client.query(&statement, &references(params))?;
        rows.iter()
            .map(|row| Ok(Row((0..row.len()).map(|column| row.try_get(column)).collect::<Result<_, _>>()?)))
            .collect()
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client.batch_execute(sql)?)
    }

    fn begin_write(&mut self) -> Result<(), StoreError> {
        self.batch("BEGIN")
    }

    fn in_transaction(&self) -> bool {
        // It never ends one by itself.
        !self.client.is_closed()
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        match self.batch(begin) {
            // Nothing was done on it yet.
            Err(_) if self.restore()? => self.batch(begin),
            begun => begun,
        }
    }

    fn has_table(&mut self, name: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1";
        Ok(!self.client.query(sql, &[&name])?.is_empty())
    }

    fn lock_server(&mut self) -> Result<bool, StoreError> {
        Ok(self.client.query_one("SELECT pg_try_advisory_lock($1)", &[&SERVER_LOCK])?.get(0))
    }

    fn restore(&mut self) -> Result<bool, StoreError> {
        let is_lost = self.client.is_closed();
        if is_lost {
            self.client = self.config.connect(NoTls)?;
            self.prepared.clear();
        }
        Ok(is_lost)
    }
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        match error.code() {
            Some(code) if *code == SqlState::UNIQUE_VIOLATION => Self::Taken(error.to_string()),
            Some(code) if *code == SqlState::DISK_FULL => Self::Full,
            _ => Self::Engine(Box::new(error)),
        }
    }
}
