//! The few types that both engines share.

use jiff::Timestamp;

use crate::tx::StoreError;

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Int(i64::from(flag))
    }
}

/// Times are microseconds UTC.
impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.as_microsecond())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match &self.0[column] {
            Value::Text(text) => Ok(text),
            other @ (Value::Null | Value::Int(_)) => Err(StoreError::column(column, "text", other)),
        }
    }

    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        match &self.0[column] {
            Value::Int(number) => Ok(*number),
            other @ (Value::Null | Value::Text(_)) => Err(StoreError::column(column, "number", other)),
        }
    }

    pub fn optional_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        if self.0.get(column) == Some(&Value::Null) { Ok(None) } else { self.int(column).map(Some) }
    }

    /// A time, which is kept in microseconds since 1970.
    pub fn timestamp(&self, column: usize) -> Result<Timestamp, StoreError> {
        let number = self.int(column)?;
        let bad = |_| StoreError::Shape(format!("column {column} holds {number}, which is no time"));
        Timestamp::from_microsecond(number).map_err(bad)
    }

    pub fn optional_text(&self, column: usize) -> Result<Option<&str>, StoreError> {
        match &self.0[column] {
            Value::Null => Ok(None),
            Value::Text(_) | Value::Int(_) => self.text(column).map(Some),
        }
    }

    pub(crate) fn take_text(&mut self, column: usize) -> Result<String, StoreError> {
        match std::mem::replace(&mut self.0[column], Value::Null) {
            Value::Text(text) => Ok(text),
            other @ (Value::Null | Value::Int(_)) => Err(StoreError::column(column, "text", &other)),
        }
    }
}

/// Values for the placeholders of a statement: `params![id, space, now]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*][..] };
}
