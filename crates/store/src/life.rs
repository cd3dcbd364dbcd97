//! One life of a server on its database: from the lock it takes at its start to its end.
//!
//! A connection over a network can be lost, and the lock with it. It is made anew, but what the server knows by heart
//! is only true if no other has written meanwhile: each life leaves its mark, and finds it again or serves no more.

use pulpo_domain::ambient::{Random, guid};

use crate::dialect::Connection;
use crate::tx::StoreError;

const MARK: &str = "server-life";

pub(crate) struct Life {
    mark: String,
    /// Whether the connection is the one that holds the lock.
    is_locked: bool,
}

impl Life {
    /// A life on a file, whose lock cannot be lost.
    pub(crate) fn local() -> Self {
        Self { mark: String::new(), is_locked: true }
    }

    /// Leaves the mark of a life that holds the lock.
    pub(crate) fn start(connection: &mut dyn Connection, random: &dyn Random) -> Result<Self, StoreError> {
        let mark = guid(random);
        let sql = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2";
        connection.execute(sql, &[MARK.into(), mark.as_str().into()])?;
        Ok(Self { mark, is_locked: true })
    }

    /// Begins a transaction that will write. A connection that turns out to be lost is made anew first: nothing was
    /// done on it yet.
    pub(crate) fn begin(&mut self, connection: &mut dyn Connection) -> Result<(), StoreError> {
        if self.is_locked {
            match connection.begin_write() {
                Err(_) if connection.restore()? => self.is_locked = false,
                begun => return begun,
            }
        }
        connection.restore()?;
        if !connection.lock_server()? {
            return Err(StoreError::Locked);
        }
        let found = connection.query("SELECT value FROM setting WHERE name = $1", &[MARK.into()])?;
        if found.first().map(|row| row.text(0)).transpose()? != Some(self.mark.as_str()) {
            return Err(StoreError::Replaced);
        }
        self.is_locked = true;
        tracing::info!("the database answers again");
        connection.begin_write()
    }
}
