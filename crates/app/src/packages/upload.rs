//! Taking in a file: written and hashed while it arrives, on a thread where blocking is allowed.

use std::fs::File;
use std::io;

use bytes::Bytes;
use pulpo_store::StoreError;
use pulpo_store::blobs::{BlobInfo, Blobs, Staged};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::error::{Error, Result};

/// How many pieces wait for the disk before the sender has to: a few, so that memory stays flat.
const WAITING: usize = 8;

/// A file on its way in. Dropped unfinished, nothing of it stays.
pub struct Upload {
    pieces: mpsc::Sender<Bytes>,
    writer: JoinHandle<io::Result<Staged>>,
}

impl Upload {
    pub fn start(app: &App) -> Self {
        let (pieces, mut arriving) = mpsc::channel::<Bytes>(WAITING);
        let blobs = app.store().blobs().clone();
        let writer = tokio::task::spawn_blocking(move || {
            let mut staged = blobs.stage()?;
            while let Some(piece) = arriving.blocking_recv() {
                staged.write(&piece)?;
            }
            Ok(staged)
        });
        Self { pieces, writer }
    }

    /// Takes the next piece. Waits while the disk is behind.
    pub async fn write(&mut self, piece: Bytes) -> Result<()> {
        if self.pieces.send(piece).await.is_ok() {
            return Ok(());
        }
        // The writer has given up; what it says is the reason.
        match (&mut self.writer).await {
            Ok(Err(error)) => Err(failed(error)),
            Ok(Ok(_)) | Err(_) => Err(Error::Store(StoreError::Panicked)),
        }
    }

    /// The whole file, once its last piece is written.
    pub async fn finish(self) -> Result<Received> {
        let Self { pieces, writer } = self;
        drop(pieces);
        match writer.await {
            Ok(Ok(staged)) => Ok(Received(staged)),
            Ok(Err(error)) => Err(failed(error)),
            Err(_) => Err(Error::Store(StoreError::Panicked)),
        }
    }
}

/// A file that has arrived and that nothing names yet.
pub struct Received(pub(super) Staged);

impl Received {
    /// Gives the file its name among the blobs. Hold [`Blobs::naming`] until a row names it.
    pub(crate) async fn keep(self, blobs: &Blobs) -> Result<BlobInfo> {
        blobs.keep(self.0).await.map_err(failed)
    }

    pub(super) fn size(&self) -> u64 {
        self.0.size()
    }

    pub(super) fn file(&self) -> &File {
        self.0.file()
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "an enum of another crate that may grow")]
pub(super) fn failed(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::Store(StoreError::Full),
        _ => Error::Store(StoreError::Io(error)),
    }
}
