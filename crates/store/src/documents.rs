//! Documents: a table a kind, real columns for what is searched, one JSON text for the rest.
//!
//! What a caller asked for leaves sealed; what changes wants the proof that it may.

use pulpo_access::{Granted, MayChange, Sealed};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::query::{Page, Query};
use crate::tx::{StoreError, Tx};
use crate::value::{Row, Value};

/// A kind of record with a table of its own.
pub trait Document: Serialize + DeserializeOwned + Send + 'static {
    const TABLE: &'static str;
    /// What people call it.
    const NOUN: &'static str;
    /// The columns beside `id`, `version` and `document`, in the order of [`Document::columns`].
    const COLUMNS: &'static [&'static str];

    fn id(&self) -> &str;
    /// The values of [`Document::COLUMNS`].
    fn columns(&self) -> Vec<Value>;
}

/// A record as it was read, with the version that a change of it must still find.
#[derive(Debug, Clone)]
pub struct Versioned<T> {
    pub record: T,
    pub version: i64,
}

fn decode<T: Document>(mut row: Row) -> Result<Versioned<T>, StoreError> {
    let text = row.take_text(2)?;
    let record = serde_json::from_str(&text).map_err(|error| StoreError::Row {
        table: T::TABLE,
        id: row.text(0).unwrap_or("?").to_owned(),
        why: error.to_string(),
    })?;
    Ok(Versioned { record, version: row.int(1)? })
}

fn encode<T: Document>(record: &T) -> Result<String, StoreError> {
    serde_json::to_string(record).map_err(|error| StoreError::Row {
        table: T::TABLE,
        id: record.id().to_owned(),
        why: error.to_string(),
    })
}

impl Tx<'_> {
    /// The record with this id, sealed.
    pub fn find<T: Document>(&mut self, id: &str) -> Result<Option<Sealed<T>>, StoreError> {
        Ok(self.load::<T>(id)?.map(|found| Sealed::new(found.record)))
    }

    /// The records that a query selects. Lists are restricted by the caller's scope in the query, so what comes
    /// back may be shown.
    pub fn list<T: Document>(&mut self, query: &Query) -> Result<Vec<T>, StoreError> {
        let (sql, params) = query.select(&format!("id, version, document FROM {}", T::TABLE));
        self.query(&sql, &params)?.into_iter().map(|row| decode::<T>(row).map(|found| found.record)).collect()
    }

    /// A page of what a query selects, and how many there are in all.
    pub fn page<T: Document>(&mut self, query: &Query, skip: i64, take: i64) -> Result<Page<T>, StoreError> {
        let total = self.count::<T>(query)?;
        let items = self.list(&query.clone().skip(skip).take(take))?;
        Ok(Page { items, total })
    }

    pub fn count<T: Document>(&mut self, query: &Query) -> Result<i64, StoreError> {
        let (sql, params) = query.count(T::TABLE);
        self.query(&sql, &params)?.first().ok_or_else(|| StoreError::Shape("no count".to_owned()))?.int(0)
    }

    /// How many records of the selection have each value of a text column.
    pub fn counts<T: Document>(&mut self, query: &Query, column: &str) -> Result<Vec<(String, i64)>, StoreError> {
        let (sql, params) = query.counts(T::TABLE, column);
        self.query(&sql, &params)?.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
    }

    /// Whether anything is selected.
    pub fn exists<T: Document>(&mut self, query: &Query) -> Result<bool, StoreError> {
        let (sql, params) = query.clone().take(1).select(&format!("id FROM {}", T::TABLE));
        Ok(!self.query(&sql, &params)?.is_empty())
    }

    /// The record for the server's own rules: they see more than the caller may.
    pub fn load<T: Document>(&mut self, id: &str) -> Result<Option<Versioned<T>>, StoreError> {
        let sql = format!("SELECT id, version, document FROM {} WHERE id = $1", T::TABLE);
        self.query(&sql, &[id.into()])?.into_iter().next().map(decode).transpose()
    }

    /// Like [`Tx::load`], for a record that another one names and that therefore must be there.
    pub fn must<T: Document>(&mut self, id: &str) -> Result<T, StoreError> {
        let missing =
            || StoreError::Row { table: T::TABLE, id: id.to_owned(), why: "it is named but not there".to_owned() };
        Ok(self.load::<T>(id)?.ok_or_else(missing)?.record)
    }

    pub fn insert<P: MayChange<T>, T: Document>(&mut self, record: &Granted<P, T>) -> Result<(), StoreError> {
        let record: &T = record;
        let mut params = vec![record.id().into()];
        params.extend(record.columns());
        params.push(Value::Int(0));
        params.push(encode(record)?.into());
        let names = T::COLUMNS.join(", ");
        let comma = if T::COLUMNS.is_empty() { "" } else { ", " };
        let places: Vec<String> = (1..=params.len()).map(|number| format!("${number}")).collect();
        let sql =
            format!("INSERT INTO {} (id{comma}{names}, version, document) VALUES ({})", T::TABLE, places.join(", "));
        self.execute(&sql, &params)?;
        Ok(())
    }

    /// Writes a changed record over the old one.
    ///
    /// Within one transaction nobody else changes it; where the version that was read earlier matters, use
    /// [`Tx::update_at`].
    pub fn update<P: MayChange<T>, T: Document>(&mut self, record: &Granted<P, T>) -> Result<(), StoreError> {
        self.write_over::<T>(record, None)
    }

    /// Writes a changed record over the version that the change was made on.
    pub fn update_at<P: MayChange<T>, T: Document>(
        &mut self,
        record: &Granted<P, T>,
        version: i64,
    ) -> Result<(), StoreError> {
        self.write_over::<T>(record, Some(version))
    }

    fn write_over<T: Document>(&mut self, record: &T, version: Option<i64>) -> Result<(), StoreError> {
        let mut params = vec![Value::from(record.id()), encode(record)?.into()];
        let mut sets = String::new();
        for (name, value) in T::COLUMNS.iter().zip(record.columns()) {
            params.push(value);
            sets += &format!("{name} = ${}, ", params.len());
        }
        let mut sql = format!("UPDATE {} SET {sets}version = version + 1, document = $2 WHERE id = $1", T::TABLE);
        if let Some(version) = version {
            params.push(version.into());
            sql += &format!(" AND version = ${}", params.len());
        }
        if self.execute(&sql, &params)? == 1 {
            return Ok(());
        }
        Err(StoreError::Stale { noun: T::NOUN, id: record.id().to_owned() })
    }

    pub fn delete<P: MayChange<T>, T: Document>(&mut self, record: &Granted<P, T>) -> Result<(), StoreError> {
        let sql = format!("DELETE FROM {} WHERE id = $1", T::TABLE);
        self.execute(&sql, &[record.id().into()])?;
        Ok(())
    }
}
