//! Reading `multipart/form-data` as it arrives: names unquoted, bare line feeds, any split into pieces (http-api.md 7.2).
//!
//! [`Splitter`] turns pieces of a body into events and holds back no more than could be the start of a boundary;
//! [`Multipart`] feeds it from a request.

use axum::body::{Body, BodyDataStream};
use bytes::{Buf, Bytes, BytesMut};
use futures_util::StreamExt;
use memchr::memmem::Finder;

use crate::error::ApiError;

/// The longest boundary; the standard allows seventy characters.
const LONGEST_BOUNDARY: usize = 200;
/// The longest head of a part.
const LONGEST_HEAD: usize = 16 * 1024;

/// What cannot be read as `multipart/form-data`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MultipartError {
    #[error("the body is not multipart/form-data; send the file as a part of such a body")]
    NotMultipart,
    #[error("the Content-Type names no boundary, so where the parts of the body end cannot be told")]
    NoBoundary,
    #[error("the head of a part is longer than the {LONGEST_HEAD} bytes allowed")]
    LongHead,
    #[error("the body ends before its last part does: the upload was cut off")]
    CutOff,
}

/// What a body consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A part begins; the name of its file, if it is one.
    Part(Option<String>),
    /// Bytes of the part.
    Content(Bytes),
    /// The part is whole.
    PartEnd,
    /// The body is whole.
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first boundary; what stands here means nothing.
    Preamble,
    Head,
    Content,
    /// After the last boundary.
    Epilogue,
}

/// What stands behind a boundary's text.
enum Behind {
    /// A part begins after so many bytes.
    Part(usize),
    Last,
    /// It was no boundary, only bytes that look like one.
    Nothing,
    /// Too few bytes have come to tell.
    Unknown,
}

/// Splits a body into its parts.
pub(crate) struct Splitter {
    /// A line feed, two dashes and the boundary. A carriage return before it belongs to it.
    finder: Finder<'static>,
    length: usize,
    buffer: BytesMut,
    state: State,
    /// The end of a part that has been seen and not yet told.
    part_ended: bool,
}

impl Splitter {
    pub(crate) fn new(boundary: &str) -> Self {
        let needle = format!("\n--{boundary}");
        // The first boundary may stand at the very start, where no line has ended yet.
        let buffer = BytesMut::from(&b"\n"[..]);
        let (finder, length) = (Finder::new(needle.as_bytes()).into_owned(), needle.len());
        Self { finder, length, buffer, state: State::Preamble, part_ended: false }
    }

    pub(crate) fn feed(&mut self, piece: &[u8]) {
        if self.state != State::Epilogue {
            self.buffer.extend_from_slice(piece);
        }
    }

    /// The next event, or nothing before more has been fed.
    pub(crate) fn next(&mut self) -> Result<Option<Event>, MultipartError> {
        loop {
            if std::mem::take(&mut self.part_ended) {
                return Ok(Some(Event::PartEnd));
            }
            match self.state {
                State::Epilogue => return Ok(Some(Event::End)),
                State::Head => return self.head(),
                State::Preamble | State::Content => {
                    let in_part = self.state == State::Content;
                    let Some((content, crossed)) = self.until_boundary() else { return Ok(None) };
                    self.part_ended = crossed && in_part;
                    if in_part && !content.is_empty() {
                        return Ok(Some(Event::Content(content)));
                    }
                    if !crossed && content.is_empty() {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Takes what surely stands before the next boundary and, if that is here, the boundary.
    fn until_boundary(&mut self) -> Option<(Bytes, bool)> {
        let Some(at) = self.finder.find(&self.buffer) else {
            // The tail may be the start of a boundary, and of the carriage return before it.
            let sure = self.buffer.len().saturating_sub(self.length);
            return (sure > 0).then(|| (self.buffer.split_to(sure).freeze(), false));
        };
        let end = if at > 0 && self.buffer[at - 1] == b'\r' { at - 1 } else { at };
        match self.behind(at + self.length) {
            Behind::Unknown => (end > 0).then(|| (self.buffer.split_to(end).freeze(), false)),
            Behind::Nothing => Some((self.buffer.split_to(at + self.length).freeze(), false)),
            Behind::Part(start) => {
                let content = self.buffer.split_to(end).freeze();
                self.buffer.advance(start - end);
                self.state = State::Head;
                Some((content, true))
            }
            Behind::Last => {
                let content = self.buffer.split_to(end).freeze();
                self.buffer.clear();
                self.state = State::Epilogue;
                Some((content, true))
            }
        }
    }

    fn behind(&self, at: usize) -> Behind {
        let rest = &self.buffer[at..];
        if rest.starts_with(b"--") {
            return Behind::Last;
        }
        let blanks = rest.iter().take(LONGEST_BOUNDARY).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match &rest[blanks..] {
            [b'\n', ..] => Behind::Part(at + blanks + 1),
            [b'\r', b'\n', ..] => Behind::Part(at + blanks + 2),
            [b'-'] if blanks == 0 => Behind::Unknown,
            [] | [b'\r'] if blanks < LONGEST_BOUNDARY => Behind::Unknown,
            _ => Behind::Nothing,
        }
    }

    fn head(&mut self) -> Result<Option<Event>, MultipartError> {
        let mut start = 0;
        while let Some(length) = memchr::memchr(b'\n', &self.buffer[start..]) {
            let line = self.buffer[start..start + length].trim_ascii();
            start += length + 1;
            if line.is_empty() {
                let head = self.buffer.split_to(start);
                self.state = State::Content;
                return Ok(Some(Event::Part(file_name(&String::from_utf8_lossy(&head)))));
            }
            if start > LONGEST_HEAD {
                return Err(MultipartError::LongHead);
            }
        }
        if self.buffer.len() > LONGEST_HEAD { Err(MultipartError::LongHead) } else { Ok(None) }
    }
}

/// The boundary that a `Content-Type` names.
pub(crate) fn boundary(content_type: Option<&str>) -> Result<String, MultipartError> {
    let text = content_type.ok_or(MultipartError::NotMultipart)?;
    let kind = text.split(';').next().unwrap_or_default().trim();
    if !kind.to_ascii_lowercase().starts_with("multipart/") {
        return Err(MultipartError::NotMultipart);
    }
    let found = parameters(text).find(|(name, _)| name == "boundary").map(|(_, value)| value);
    found
        .filter(|boundary| !boundary.is_empty() && boundary.len() <= LONGEST_BOUNDARY)
        .ok_or(MultipartError::NoBoundary)
}

/// The file name that the head of a part gives. Only its last component: some browsers send a whole path.
fn file_name(head: &str) -> Option<String> {
    let disposition = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    let (mut plain, mut extended) = (None, None);
    for (name, value) in parameters(disposition) {
        match name.as_str() {
            "filename" => plain = Some(value),
            "filename*" => extended = decoded(&value),
            _ => {}
        }
    }
    let name = extended.or(plain)?;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    (!last.is_empty()).then(|| last.to_owned())
}

/// `UTF-8''na%C3%AFve.zip`
fn decoded(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let (charset, text) = (parts.next()?, parts.nth(1)?);
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// The parameters behind the first `;`, their names in lower case, their values with or without quotes.
fn parameters(text: &str) -> impl Iterator<Item = (String, String)> {
    let mut rest = text.split_once(';').map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([';', ' ', '\t', '\r']);
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(['=', ';']).unwrap_or(rest.len());
        let name = rest[..end].trim().to_ascii_lowercase();
        rest = &rest[end..];
        let Some(value) = rest.strip_prefix('=') else { return Some((name, String::new())) };
        let value = value.trim_start();
        let Some(quoted) = value.strip_prefix('"') else {
            let end = value.find(';').unwrap_or(value.len());
            rest = &value[end..];
            return Some((name, value[..end].trim().to_owned()));
        };
        let (value, length) = unquoted(quoted);
        rest = &quoted[length..];
        Some((name, value))
    })
}

/// The text up to the closing quote, and where the rest begins. A backslash guards only a quote or another backslash:
/// some clients send the paths of Windows as they are.
fn unquoted(text: &str) -> (String, usize) {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, at + 1),
            '\\' => match characters.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                Some((_, guarded)) => value.push(guarded),
                None => value.push('\\'),
            },
            other => value.push(other),
        }
    }
    (value, text.len())
}

/// The parts of a request's body.
pub(crate) struct Multipart {
    body: BodyDataStream,
    splitter: Splitter,
}

impl Multipart {
    pub(crate) fn new(body: Body, content_type: Option<&str>) -> Result<Self, ApiError> {
        let boundary = boundary(content_type).map_err(|error| ApiError::bad_request(error.to_string()))?;
        Ok(Self { body: body.into_data_stream(), splitter: Splitter::new(&boundary) })
    }

    pub(crate) async fn next(&mut self) -> Result<Event, ApiError> {
        loop {
            let event = self.splitter.next().map_err(|error| ApiError::bad_request(error.to_string()))?;
            if let Some(event) = event {
                return Ok(event);
            }
            match self.body.next().await {
                Some(Ok(piece)) => self.splitter.feed(&piece),
                Some(Err(error)) => {
                    return Err(ApiError::bad_request(format!("the body of the request was cut off: {error}")));
                }
                None => return Err(ApiError::bad_request(MultipartError::CutOff.to_string())),
            }
        }
    }

    /// Goes to the first part that is a file, and gives its name.
    pub(crate) async fn first_file(&mut self) -> Result<String, ApiError> {
        loop {
            match self.next().await? {
                Event::Part(Some(name)) => return Ok(name),
                Event::Part(None) | Event::Content(_) | Event::PartEnd => {}
                Event::End => return Err(ApiError::bad_request("the body has no part that is a file")),
            }
        }
    }

    /// Reads on without keeping anything, so that a client which first sends everything hears the answer; not for ever.
    pub(crate) async fn drain(&mut self, mut most: u64) {
        while let Some(Ok(piece)) = self.body.next().await {
            most = most.saturating_sub(piece.len() as u64);
            if most == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
#[path = "multipart_tests.rs"]
mod tests;
