//! What processes say to each other.

use jobframe::{Decoder, Frame, encode};
use pulpo_execution::service_messages::{Item, Parser};

/// The whole stream in pieces of a length.
fn items(stream: &[u8], piece: usize) -> (Vec<u8>, Vec<String>) {
    let (mut text, mut messages) = (Vec::new(), Vec::new());
    let mut emit = |item: Item<'_>| match item {
        Item::Text(bytes) => text.extend_from_slice(bytes),
        Item::Message(message) => messages.push(format!("{message:?}")),
        Item::Unreadable(text) => messages.push(text),
    };
    let mut parser = Parser::default();
    for bytes in stream.chunks(piece.max(1)) {
        parser.push(bytes, &mut emit);
    }
    parser.finish(&mut emit);
    (text, messages)
}

/// The first byte is the length of the pieces.
pub(crate) fn service_messages(bytes: &[u8]) {
    let Some((piece, stream)) = bytes.split_first() else { return };
    let whole = items(stream, stream.len());
    assert_eq!(items(stream, usize::from(*piece)), whole, "pieces make no difference");
    if whole.1.is_empty() {
        assert_eq!(whole.0, stream, "nothing is lost");
    }
}

fn frames_of(stream: &[u8], piece: usize) -> (Vec<Frame>, bool) {
    let mut decoder = Decoder::new();
    let mut frames = Vec::new();
    for bytes in stream.chunks(piece.max(1)) {
        decoder.push(bytes);
        loop {
            match decoder.next() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(_) => return (frames, true),
            }
        }
    }
    (frames, false)
}

/// The first byte is the length of the pieces.
pub(crate) fn frames(bytes: &[u8]) {
    let Some((piece, stream)) = bytes.split_first() else { return };
    let (whole, broken) = frames_of(stream, stream.len());
    assert_eq!(frames_of(stream, usize::from(*piece)), (whole.clone(), broken), "pieces make no difference");
    for frame in whole {
        let mut written = Vec::new();
        encode(&frame, &mut written);
        assert_eq!(frames_of(&written, written.len()), (vec![frame], false), "what is written is read");
    }
}
