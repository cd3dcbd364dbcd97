//! Cuts service messages out of one stream of output.

use super::ServiceMessage;
use super::attributes;

const MARK: &[u8] = b"##octopus";

/// A message that gets longer than this is no message, but a text that happens to begin like one.
const LONGEST: usize = 4 << 20;

/// What a stream consists of.
#[derive(Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// Ordinary output.
    Text(&'a [u8]),
    Message(ServiceMessage),
    /// A message that could not be read, as it stood there (SM-03).
    Unreadable(String),
}

/// The state of reading one stream, which may arrive in any pieces (SM-02).
#[derive(Debug, Default)]
pub struct Parser {
    state: State,
}

#[derive(Debug)]
enum State {
    /// The first `n` bytes of the mark were seen.
    Outside(usize),
    /// Inside a message; what was read behind the mark.
    Inside(Vec<u8>),
}

impl Default for State {
    fn default() -> Self {
        Self::Outside(0)
    }
}

impl Parser {
    /// Reads the next piece of the stream.
    pub fn push(&mut self, mut bytes: &[u8], emit: &mut impl FnMut(Item<'_>)) {
        while !bytes.is_empty() {
            bytes = match &mut self.state {
                State::Outside(_) => self.outside(bytes, emit),
                State::Inside(_) => self.inside(bytes, emit),
            };
        }
    }

    /// The stream has ended: a message that was only begun is text (SM-04).
    pub fn finish(&mut self, emit: &mut impl FnMut(Item<'_>)) {
        match std::mem::take(&mut self.state) {
            State::Outside(0) => {}
            State::Outside(seen) => emit(Item::Text(&MARK[..seen])),
            State::Inside(body) => {
                emit(Item::Text(MARK));
                emit(Item::Text(&body));
            }
        }
    }

    fn outside<'a>(&mut self, bytes: &'a [u8], emit: &mut impl FnMut(Item<'_>)) -> &'a [u8] {
        let State::Outside(seen) = self.state else { unreachable!("the caller looked at the state") };
        if seen == 0 {
            let start = memchr::memchr(b'#', bytes).unwrap_or(bytes.len());
            if start > 0 {
                emit(Item::Text(&bytes[..start]));
                return &bytes[start..];
            }
        }
        if bytes[0] == MARK[seen] {
            self.state = if seen + 1 == MARK.len() { State::Inside(Vec::new()) } else { State::Outside(seen + 1) };
            return &bytes[1..];
        }
        if seen == 2 && bytes[0] == b'#' {
            // `###octopus`: the mark may begin one byte later.
            emit(Item::Text(&MARK[..1]));
            return &bytes[1..];
        }
        emit(Item::Text(&MARK[..seen]));
        self.state = State::Outside(0);
        bytes
    }

    fn inside<'a>(&mut self, bytes: &'a [u8], emit: &mut impl FnMut(Item<'_>)) -> &'a [u8] {
        let State::Inside(body) = &mut self.state else { unreachable!("the caller looked at the state") };
        let end = memchr::memchr(b']', bytes);
        let piece = &bytes[..end.unwrap_or(bytes.len())];
        body.extend_from_slice(piece);
        let Some(end) = end else {
            if body.len() > LONGEST {
                self.finish(emit);
            }
            return &[];
        };
        let mut body = std::mem::take(body);
        body.retain(|byte| !matches!(byte, b'\r' | b'\n'));
        self.state = State::Outside(0);
        let text = String::from_utf8_lossy(&body);
        match attributes::read(text.strip_prefix('[').unwrap_or(&text)) {
            Some(message) => emit(Item::Message(message)),
            None => emit(Item::Unreadable(format!("##octopus{text}]"))),
        }
        &bytes[end + 1..]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text that stays, with each message as `<name key=value>`.
    fn read(chunks: &[&[u8]]) -> String {
        let mut parser = Parser::default();
        let mut out = Vec::new();
        let mut take = |item: Item<'_>| match item {
            Item::Text(bytes) => out.extend_from_slice(bytes),
            Item::Unreadable(text) => out.extend_from_slice(format!("<?{text}>").as_bytes()),
            Item::Message(message) => {
                out.extend_from_slice(format!("<{}", message.name).as_bytes());
                for (key, value) in message.attributes {
                    out.extend_from_slice(format!(" {key}={value}").as_bytes());
                }
                out.push(b'>');
            }
        };
        for chunk in chunks {
            parser.push(chunk, &mut take);
        }
        parser.finish(&mut take);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_message_is_cut_out_of_its_line() {
        assert_eq!(read(&[b"a ##octopus[foo x='Rm9v'] b\n"]), "a <foo x=Foo> b\n");
    }

    #[test]
    fn line_breaks_inside_a_message_are_dropped() {
        assert_eq!(read(&[b"##octopus[foo name\n='UGF1\r\nbA==']"]), "<foo name=Paul>");
    }

    #[test]
    fn what_cannot_be_read_is_told_as_it_stood() {
        for bad in [
            "##octopus[foo x='!']",
            "##octopus[foo x=1]",
            "##octopus[]",
            "##octopus[1a]",
            "##octopus[a x='eA=='y='eA==']",
        ] {
            assert_eq!(read(&[bad.as_bytes()]), format!("<?{bad}>"));
        }
    }

    #[test]
    fn a_half_message_at_the_end_is_text() {
        assert_eq!(read(&[b"x ##octo"]), "x ##octo");
        assert_eq!(read(&[b"x ##octopus[foo\na='"]), "x ##octopus[foo\na='");
    }

    #[test]
    fn more_hashes_than_the_mark_has_stay_as_text() {
        assert_eq!(read(&[b"####octopus[foo] # ## #octopus"]), "##<foo> # ## #octopus");
    }

    proptest! {
        #[test]
        fn any_split_reads_the_same(
            parts in proptest::collection::vec(prop_oneof![
                "[#oct\n]{0,12}".prop_map(|text| text),
                Just("##octopus[setVariable name='Rm9v' value=\"QmFy\"]".to_owned()),
                Just("##octopus[bad x]".to_owned()),
                Just("##octopus".to_owned()),
            ], 0..8),
            cuts in proptest::collection::vec(0usize..12, 0..60),
        ) {
            let text = parts.concat();
            let mut chunks = Vec::new();
            let mut rest = text.as_bytes();
            for cut in cuts {
                let (chunk, later) = rest.split_at(cut.min(rest.len()));
                chunks.push(chunk);
                rest = later;
            }
            chunks.push(rest);
            prop_assert_eq!(read(&chunks), read(&[text.as_bytes()]));
        }

        #[test]
        fn anything_may_come(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            Parser::default().push(&bytes, &mut |_| {});
        }
    }
}
