//! Base64 and hashes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::Call;
use crate::error::Error;

/// How a text becomes bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16,
}

impl Encoding {
    fn by_name(name: &str) -> Option<Self> {
        match name.to_lowercase().as_str() {
            "utf8" | "utf-8" => Some(Self::Utf8),
            "unicode" => Some(Self::Utf16),
            _ => None,
        }
    }

    fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    }

    fn text(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Utf16 => {
                let pairs = bytes.chunks(2).map(|pair| match pair {
                    [low, high] => u16::from_le_bytes([*low, *high]),
                    // Half a unit has no meaning.
                    _ => 0xFFFD,
                });
                char::decode_utf16(pairs).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
        }
    }
}

impl Call<'_> {
    fn encoding(&self) -> Option<Encoding> {
        match self.options {
            [] => Some(Encoding::Utf8),
            [name] => Encoding::by_name(name),
            _ => None,
        }
    }

    pub(super) fn encode_base64(&self, input: &str) -> Option<String> {
        Some(STANDARD.encode(self.encoding()?.bytes(input)))
    }

    pub(super) fn decode_base64(&self, input: &str) -> Result<Option<String>, Error> {
        let Some(encoding) = self.encoding() else { return Ok(None) };
        match decode(input) {
            Some(bytes) => Ok(Some(encoding.text(&bytes))),
            None => Err(Error::Filter { filter: self.name.to_owned(), why: "it is not base64 text" }),
        }
    }

    pub(super) fn hash(&self, input: &str) -> Option<String> {
        let mut size = None;
        let mut bytes = None;
        if self.options.len() > 2 {
            return None;
        }
        for option in self.options {
            if let Ok(number) = option.trim().parse::<i32>() {
                let number = usize::try_from(number).ok().filter(|&number| number > 0)?;
                if size.replace(number).is_some() {
                    return None;
                }
            } else {
                let decoded = match Encoding::by_name(option) {
                    Some(encoding) => encoding.bytes(input),
                    None if option.eq_ignore_ascii_case("base64") => decode(input)?,
                    None => return None,
                };
                if bytes.replace(decoded).is_some() {
                    return None;
                }
            }
        }
        let bytes = bytes.unwrap_or_else(|| input.as_bytes().to_vec());
        let mut hash = match self.name.to_lowercase().as_str() {
            "md5" => Md5::digest(bytes).to_vec(),
            "sha1" => Sha1::digest(bytes).to_vec(),
            "sha256" => Sha256::digest(bytes).to_vec(),
            "sha384" => Sha384::digest(bytes).to_vec(),
            "sha512" => Sha512::digest(bytes).to_vec(),
            _ => return None,
        };
        hash.truncate(size.unwrap_or(usize::MAX));
        Some(hex::encode(hash))
    }
}

/// Base64 as the original reads it: blanks do not count.
fn decode(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|character| !matches!(character, ' ' | '\t' | '\r' | '\n')).collect();
    STANDARD.decode(text).ok()
}
