//! Long contents in and out, piece by piece.

use std::io::Read;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::mpsc;

/// What is read at once.
const PIECE: usize = 64 * 1024;
/// Pieces that wait for a slow client; past these reading waits, too.
const WAITING: usize = 4;

/// A body that gives what a reader reads, on a thread where reading may block.
pub(crate) fn body(mut reader: impl Read + Send + 'static) -> Body {
    let (sender, receiver) = mpsc::channel::<std::io::Result<Bytes>>(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut buffer = vec![0; PIECE];
        loop {
            let piece = match reader.read(&mut buffer) {
                Ok(0) => return,
                Ok(count) => Ok(Bytes::copy_from_slice(&buffer[..count])),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => Err(error),
            };
            let failed = piece.is_err();
            // Nobody takes it any more: the client has gone.
            if sender.blocking_send(piece).is_err() || failed {
                return;
            }
        }
    });
    Body::from_stream(stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|piece| (piece, receiver))
    }))
}
