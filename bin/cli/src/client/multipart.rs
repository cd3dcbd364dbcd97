//! A multipart form with one file in it, read while it is sent.

use std::io::{Cursor, Read};

use super::Payload;

/// Wraps a file of known length. The boundary must not occur in it.
pub(super) fn file_part(boundary: &str, file_name: &str, length: u64, content: impl Read + 'static) -> Payload {
    // Inside the quotes only these three could end them or the line.
    let file_name = file_name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{boundary}--\r\n");
    Payload::Stream {
        content_type: format!("multipart/form-data; boundary={boundary}"),
        length: head.len() as u64 + length + tail.len() as u64,
        // Were the file to grow while it is sent, the extra bytes would break the form.
        body: Box::new(Cursor::new(head).chain(content.take(length)).chain(Cursor::new(tail))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_announced_length_is_the_length_sent() {
        let Payload::Stream { length, mut body, content_type } = file_part("XX", "a\"b.zip", 3, Cursor::new("abcdef"))
        else {
            panic!("a stream")
        };
        let mut sent = String::new();
        body.read_to_string(&mut sent).unwrap();
        assert_eq!(sent.len() as u64, length);
        assert!(sent.contains("filename=\"a%22b.zip\"") && sent.ends_with("\r\n\r\nabc\r\n--XX--\r\n"), "{sent}");
        assert_eq!(content_type, "multipart/form-data; boundary=XX");
    }
}
