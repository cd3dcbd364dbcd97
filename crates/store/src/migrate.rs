//! Migrations: numbered files, the same for both engines, never edited once landed.

use crate::dialect::Connection;
use crate::store::OpenError;

/// Every step of the schema, in order.
const MIGRATIONS: &[(&str, &str)] = &[("0001_start", include_str!("../migrations/0001_start.sql"))];

/// Brings the database to the schema of this program.
pub(crate) fn migrate(connection: &mut dyn Connection) -> Result<(), OpenError> {
    let known = i64::try_from(MIGRATIONS.len()).expect("there are few migrations");
    connection.begin_write()?;
    if !connection.has_table("schema_version")? {
        connection.batch("CREATE TABLE schema_version (version BIGINT NOT NULL)")?;
        connection.batch("INSERT INTO schema_version (version) VALUES (0)")?;
    }
    let found = connection.query("SELECT version FROM schema_version", &[])?;
    let present = found.first().map(|row| row.int(0)).transpose()?.unwrap_or_default();
    if present > known {
        connection.batch("ROLLBACK")?;
        return Err(OpenError::NewerDatabase { present, known });
    }
    for (number, (name, sql)) in (1..).zip(MIGRATIONS) {
        if number > present {
            tracing::debug!(migration = name, "bringing the database up to date");
            connection.batch(sql)?;
        }
    }
    connection.execute("UPDATE schema_version SET version = $1", &[known.into()])?;
    connection.batch("COMMIT")?;
    Ok(())
}
