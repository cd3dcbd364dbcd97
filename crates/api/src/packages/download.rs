//! Giving files out.

use std::fs::File;
use std::io::{self, Read};

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use pulpo_app::packages;
use pulpo_domain::feed::Package;
use tokio::sync::mpsc;

use super::path_segment;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;

/// Read at once: large enough that handing it over costs nothing, small enough for a processor's cache.
const PIECE: usize = 256 * 1024;
/// Pieces read ahead of what the client has taken.
const AHEAD: usize = 2;

pub(crate) async fn raw(cx: Cx) -> Answer {
    let (package, file) = packages::open(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    respond(&package, file)
}

pub(crate) fn respond(package: &Package, file: File) -> Answer {
    let mut response = answer::typed(StatusCode::OK, "application/octet-stream", stream(file, package.size));
    let name = packages::file_name(package);
    // For clients that read only the plain form, which holds no other letters than ASCII's.
    let plain: String = name.chars().map(|letter| if letter.is_ascii() { letter } else { '_' }).collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", path_segment(&name));
    insert(&mut response, header::CONTENT_DISPOSITION, &disposition)?;
    insert(&mut response, header::CONTENT_LENGTH, &package.size.to_string())?;
    insert(&mut response, header::ETAG, &format!("\"{}\"", package.sha1))?;
    Ok(response)
}

fn insert(response: &mut Response, name: header::HeaderName, value: &str) -> Result<(), ApiError> {
    let value = HeaderValue::from_str(value)
        .map_err(|_| ApiError::bug(format!("the header {name} cannot hold \"{value}\"")))?;
    response.headers_mut().insert(name, value);
    Ok(())
}

/// The file's bytes, read on a thread where blocking is allowed.
fn stream(file: File, size: u64) -> Body {
    let (pieces, arriving) = mpsc::channel::<io::Result<Bytes>>(AHEAD);
    tokio::task::spawn_blocking(move || {
        let mut rest = file.take(size);
        loop {
            let piece = read(&mut rest);
            let is_last = piece.as_ref().map_or(true, Bytes::is_empty);
            // A client that has gone away needs no more.
            if piece.as_ref().is_ok_and(Bytes::is_empty) || pieces.blocking_send(piece).is_err() || is_last {
                return;
            }
        }
    });
    Body::from_stream(futures_util::stream::unfold(arriving, |mut arriving| async {
        arriving.recv().await.map(|piece| (piece, arriving))
    }))
}

fn read(file: &mut impl Read) -> io::Result<Bytes> {
    let mut piece = BytesMut::zeroed(PIECE);
    let length = file.read(&mut piece)?;
    piece.truncate(length);
    Ok(piece.freeze())
}
