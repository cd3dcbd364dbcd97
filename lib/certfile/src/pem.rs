//! PEM: base64 between lines that say what it is (RFC 7468).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::BadFile;

/// A block of a PEM file.
pub(crate) struct Block {
    pub(crate) label: String,
    pub(crate) bytes: Vec<u8>,
}

/// The blocks of a text. What stands around them is ignored, as every reader does.
pub(crate) fn read(text: &str, most: usize) -> Result<Vec<Block>, BadFile> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let Some(label) = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----")) else {
            continue;
        };
        if blocks.len() == most {
            return Err(BadFile::TooManyParts(most));
        }
        let end = format!("-----END {label}-----");
        let mut body = String::new();
        let mut is_closed = false;
        for line in lines.by_ref() {
            if line == end {
                is_closed = true;
                break;
            }
            if line.starts_with("Proc-Type:") {
                return Err(BadFile::OldPemEncryption);
            }
            body.push_str(line);
        }
        if !is_closed {
            return Err(BadFile::damaged("PEM text", format!("the line \"{end}\" is missing")));
        }
        body.retain(|character| !character.is_whitespace());
        let bytes = STANDARD.decode(&body).map_err(|error| BadFile::damaged("PEM text", error))?;
        blocks.push(Block { label: label.to_owned(), bytes });
    }
    Ok(blocks)
}

/// Writes a block, ending with a line feed.
pub fn write(label: &str, bytes: &[u8]) -> String {
    let body = STANDARD.encode(bytes);
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in body.as_bytes().chunks(64) {
        text.push_str(std::str::from_utf8(line).expect("base64 is ASCII"));
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}
