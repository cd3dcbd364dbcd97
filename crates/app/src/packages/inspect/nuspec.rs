//! The nuspec: what a NuGet package says of itself.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Refused;

/// The longest nuspec, unpacked. Real ones have a few kilobytes.
pub(super) const LONGEST: u64 = 1024 * 1024;
/// Elements within elements, at most.
const DEEPEST: usize = 32;

/// What the feed keeps of a nuspec.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Nuspec {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) title: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) release_notes: Option<String>,
    pub(crate) authors: Option<String>,
}

/// Reads a nuspec. Entities other than XML's own are not known, so none can grow.
pub(super) fn parse(bytes: &[u8]) -> Result<Nuspec, Refused> {
    let broken = |why: String| Refused::Nuspec(format!("not readable: {why}"));
    let text = decoded(bytes)?;
    let mut reader = Reader::from_str(&text);
    let mut path: Vec<String> = Vec::new();
    let mut value = String::new();
    let mut nuspec = Nuspec::default();
    loop {
        match reader.read_event().map_err(|error| broken(error.to_string()))? {
            Event::Start(start) => {
                path.push(String::from_utf8_lossy(start.local_name().as_ref()).into_owned());
                if path.len() > DEEPEST {
                    return Err(broken("its elements are nested too deeply".to_owned()));
                }
                value.clear();
            }
            Event::Text(text) => value.push_str(&text.decode().map_err(|error| broken(error.to_string()))?),
            Event::CData(text) => value.push_str(&text.decode().map_err(|error| broken(error.to_string()))?),
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|error| broken(error.to_string()))?;
                let character = reference.resolve_char_ref().map_err(|error| broken(error.to_string()))?;
                match (character, quick_xml::escape::resolve_predefined_entity(&name)) {
                    (Some(character), _) => value.push(character),
                    (None, Some(text)) => value.push_str(text),
                    (None, None) => return Err(broken(format!("it uses the unknown entity \"{name}\""))),
                }
            }
            Event::End(_) => {
                take(&mut nuspec, &path, value.trim());
                path.pop();
                value.clear();
            }
            Event::Eof if path.is_empty() => break,
            Event::Eof => return Err(broken("it ends too early".to_owned())),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if nuspec.id.is_empty() || nuspec.version.is_empty() {
        return Err(Refused::Nuspec("without an id or a version".to_owned()));
    }
    Ok(nuspec)
}

/// A nuspec is UTF-8 or, from some tools, UTF-16; its first bytes tell.
fn decoded(bytes: &[u8]) -> Result<String, Refused> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            return String::from_utf8(bytes.to_vec()).map_err(|_| Refused::Nuspec("not written in UTF-8".to_owned()));
        }
    };
    let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.map_err(|_| Refused::Nuspec("not written in UTF-16, as it says".to_owned()))
}

fn take(nuspec: &mut Nuspec, path: &[String], value: &str) {
    let [package, metadata, field] = path else { return };
    if package != "package" || metadata != "metadata" || value.is_empty() {
        return;
    }
    let value = value.to_owned();
    match field.as_str() {
        "id" => nuspec.id = value,
        "version" => nuspec.version = value,
        "title" => nuspec.title = Some(value),
        "summary" => nuspec.summary = Some(value),
        "description" => nuspec.description = Some(value),
        "releaseNotes" => nuspec.release_notes = Some(value),
        "authors" => nuspec.authors = Some(value),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nuspec(metadata: &str) -> Result<Nuspec, Refused> {
        let namespace = "http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd";
        parse(
            format!("<?xml version=\"1.0\"?><package xmlns=\"{namespace}\"><metadata>{metadata}</metadata></package>")
                .as_bytes(),
        )
    }

    #[test]
    fn what_the_feed_keeps_is_read() {
        let read = nuspec("<id> Acme </id><version>1.0</version><description>a &lt;b&gt; &#228; <![CDATA[&]]></description><dependencies><id>Other</id></dependencies><title/>").unwrap();
        assert_eq!((read.id.as_str(), read.version.as_str()), ("Acme", "1.0"));
        assert_eq!(read.description.as_deref(), Some("a <b> \u{e4} &"));
        assert_eq!(read.title, None);
    }

    #[test]
    fn a_nuspec_in_utf16_is_read() {
        let text = "<package><metadata><id>A</id><version>1</version></metadata></package>";
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(parse(&bytes).unwrap().id, "A");
    }

    #[test]
    fn entities_of_its_own_are_refused() {
        let text = "<!DOCTYPE p [<!ENTITY a \"aaaa\">]><package><metadata><id>&a;</id><version>1</version></metadata></package>";
        assert!(parse(text.as_bytes()).unwrap_err().to_string().contains("unknown entity \"a\""));
    }

    #[test]
    fn what_is_broken_is_refused() {
        for metadata in
            ["", "<id>A</id>", "<id>A</id><version></version>", "<id>A</version>", "<id>A</id><version>1</version><a>"]
        {
            assert!(nuspec(metadata).is_err(), "{metadata}");
        }
        assert!(parse(b"<package><metadata><id>A</id><version>1</version>").is_err());
        assert!(parse(b"\xff\x00\x01").is_err());
    }
}
