//! Folders that are gone when they are no longer needed, and ports that are free now.

use std::net::TcpListener;

use anyhow::{Context, Result};
use tempfile::TempDir;

pub(crate) fn folder() -> Result<TempDir> {
    tempfile::Builder::new().prefix("pulpo-").tempdir().context("could not make a scratch folder")
}

/// A port that nobody listens on at the moment.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("there is no free port")?;
    Ok(listener.local_addr()?.port())
}
