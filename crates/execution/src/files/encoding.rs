//! Text files in the encodings that people keep them in (SF-03).

/// How the bytes of a text file are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16LittleEndian,
    Utf16BigEndian,
    Utf32LittleEndian,
    Utf32BigEndian,
    Windows1252,
    Latin1,
    Ascii,
}

/// A text, and the encoding that its file has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub text: String,
    pub encoding: Encoding,
}

/// The characters of Windows-1252 for the bytes 0x80 to 0x9F; unassigned ones stand for themselves.
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
];

impl Text {
    /// Reads bytes by their byte-order mark, else as UTF-8, else as Windows-1252. Nothing when they claim
    /// by their mark an encoding that they are not in.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        use Encoding::{Utf8, Utf8WithMark, Utf16BigEndian, Utf16LittleEndian, Utf32BigEndian, Utf32LittleEndian};
        let marks = [Utf8WithMark, Utf32LittleEndian, Utf32BigEndian, Utf16LittleEndian, Utf16BigEndian];
        let marked = marks.into_iter().find_map(|encoding| Some((encoding, bytes.strip_prefix(encoding.mark())?)));
        let (text, encoding) = match marked {
            Some((encoding, rest)) => (encoding.decode(rest)?, encoding),
            None => match std::str::from_utf8(bytes) {
                Ok(text) => (text.to_owned(), Utf8),
                Err(_) => (Encoding::Windows1252.decode(bytes)?, Encoding::Windows1252),
            },
        };
        Some(Self { text, encoding })
    }

    /// Reads bytes that are known to be in an encoding, unless a byte-order mark says otherwise.
    pub(crate) fn read_as(bytes: &[u8], encoding: Encoding) -> Option<Self> {
        match Self::read(bytes) {
            Some(text) if !text.encoding.mark().is_empty() => Some(text),
            _ => Some(Self { text: encoding.decode(bytes)?, encoding }),
        }
    }

    /// Whether its encoding has all of its characters.
    pub(crate) fn fits(&self) -> bool {
        self.encoding.encode(&self.text).is_some()
    }

    /// The bytes of the file; in UTF-8 without mark when its encoding lacks a character.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut bytes = self.encoding.mark().to_vec();
        match self.encoding.encode(&self.text) {
            Some(text) => bytes.extend(text),
            None => bytes = self.text.clone().into_bytes(),
        }
        bytes
    }
}

impl Encoding {
    /// By the name that a project gives it; writers of that name put a byte-order mark where there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Self::Utf8WithMark,
            "utf-16" | "utf-16le" | "unicode" | "ucs-2" => Self::Utf16LittleEndian,
            "utf-16be" | "unicodefffe" => Self::Utf16BigEndian,
            "utf-32" | "utf-32le" => Self::Utf32LittleEndian,
            "utf-32be" => Self::Utf32BigEndian,
            "windows-1252" | "cp1252" => Self::Windows1252,
            "iso-8859-1" | "latin1" => Self::Latin1,
            "us-ascii" | "ascii" => Self::Ascii,
            _ => return None,
        })
    }

    fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8WithMark => b"\xef\xbb\xbf",
            Self::Utf16LittleEndian => b"\xff\xfe",
            Self::Utf16BigEndian => b"\xfe\xff",
            Self::Utf32LittleEndian => b"\xff\xfe\0\0",
            Self::Utf32BigEndian => b"\0\0\xfe\xff",
            Self::Utf8 | Self::Windows1252 | Self::Latin1 | Self::Ascii => b"",
        }
    }

    fn decode(self, bytes: &[u8]) -> Option<String> {
        let pairs = || bytes.as_chunks::<2>();
        let quads = || bytes.as_chunks::<4>();
        match self {
            Self::Utf8 | Self::Utf8WithMark => String::from_utf8(bytes.to_vec()).ok(),
            Self::Utf16LittleEndian | Self::Utf16BigEndian => {
                let (pairs, rest) = pairs();
                let order = if self == Self::Utf16LittleEndian { u16::from_le_bytes } else { u16::from_be_bytes };
                let units: Vec<u16> = pairs.iter().map(|pair| order(*pair)).collect();
                String::from_utf16(&units).ok().filter(|_| rest.is_empty())
            }
            Self::Utf32LittleEndian | Self::Utf32BigEndian => {
                let (quads, rest) = quads();
                let order = if self == Self::Utf32LittleEndian { u32::from_le_bytes } else { u32::from_be_bytes };
                let text: Option<String> = quads.iter().map(|quad| char::from_u32(order(*quad))).collect();
                text.filter(|_| rest.is_empty())
            }
            Self::Windows1252 => Some(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
            Self::Latin1 | Self::Ascii => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        }
    }

    fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 | Self::Utf8WithMark => Some(text.as_bytes().to_vec()),
            Self::Utf16LittleEndian => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16BigEndian => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Utf32LittleEndian => Some(text.chars().flat_map(|one| u32::from(one).to_le_bytes()).collect()),
            Self::Utf32BigEndian => Some(text.chars().flat_map(|one| u32::from(one).to_be_bytes()).collect()),
            Self::Windows1252 => text.chars().map(to_windows_1252).collect(),
            Self::Latin1 => text.chars().map(|one| u8::try_from(u32::from(one)).ok()).collect(),
            Self::Ascii => text.is_ascii().then(|| text.as_bytes().to_vec()),
        }
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => {
            char::from_u32(u32::from(WINDOWS_1252[usize::from(byte - 0x80)])).expect("the table has characters")
        }
        _ => char::from(byte),
    }
}

fn to_windows_1252(character: char) -> Option<u8> {
    let code = u32::from(character);
    if let Some(index) = WINDOWS_1252.iter().position(|known| u32::from(*known) == code) {
        return u8::try_from(0x80 + index).ok();
    }
    u8::try_from(code).ok().filter(|byte| !(0x80..=0x9F).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_is_read_as_it_was_written() {
        use Encoding::{
            Utf8, Utf8WithMark, Utf16BigEndian, Utf16LittleEndian, Utf32BigEndian, Utf32LittleEndian, Windows1252,
        };
        for encoding in
            [Utf8, Utf8WithMark, Utf16BigEndian, Utf16LittleEndian, Utf32BigEndian, Utf32LittleEndian, Windows1252]
        {
            let text = Text { text: "a \u{20ac} \u{fc}\r\n".to_owned(), encoding };
            assert_eq!(Text::read(&text.write()), Some(text));
        }
    }

    #[test]
    fn a_text_that_outgrows_its_encoding_becomes_utf_8() {
        let text = Text { text: "\u{151}".to_owned(), encoding: Encoding::Windows1252 };
        assert_eq!(text.write(), "\u{151}".as_bytes());
    }

    #[test]
    fn every_byte_of_windows_1252_is_kept() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text = Text::read(&bytes).unwrap();
        assert_eq!((text.encoding, text.write()), (Encoding::Windows1252, bytes));
    }
}
