//! What a NuGet package says about itself.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// The members of the `.nuspec`.
#[derive(Debug, Clone)]
pub(crate) struct Manifest {
    pub id: String,
    pub version: String,
    pub authors: Vec<String>,
    pub description: String,
    pub title: Option<String>,
    pub release_notes: Option<String>,
}

const NUSPEC: &str = "http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd";

impl Manifest {
    /// The `.nuspec` document.
    pub(crate) fn nuspec(&self) -> String {
        let authors = self.authors.join(",");
        let mut elements: Vec<(&str, &str)> = vec![("id", &self.id), ("version", &self.version)];
        elements.extend(self.title.as_deref().map(|title| ("title", title)));
        elements.push(("authors", &authors));
        elements.push(("requireLicenseAcceptance", "false"));
        elements.push(("description", &self.description));
        elements.extend(self.release_notes.as_deref().map(|notes| ("releaseNotes", notes)));
        document("package", &[("xmlns", NUSPEC)], Some("metadata"), &elements)
    }

    /// The core properties that the package format wants beside it.
    pub(crate) fn core_properties(&self) -> String {
        let authors = self.authors.join(",");
        let attributes = [
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xmlns", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ];
        let elements = [
            ("dc:creator", authors.as_str()),
            ("dc:description", &self.description),
            ("dc:identifier", &self.id),
            ("version", &self.version),
            ("keywords", ""),
            ("lastModifiedBy", concat!("pulpo-cli ", env!("CARGO_PKG_VERSION"))),
        ];
        document("coreProperties", &attributes, None, &elements)
    }
}

/// An XML document with text elements below its root, or below one element of it.
fn document(root: &str, attributes: &[(&str, &str)], inner: Option<&str>, elements: &[(&str, &str)]) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let into_memory = "writing into memory does not fail";
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).expect(into_memory);
    let write_elements = |writer: &mut Writer<Vec<u8>>| {
        for (name, text) in elements {
            writer.create_element(*name).write_text_content(BytesText::new(text))?;
        }
        Ok::<(), std::io::Error>(())
    };
    writer
        .create_element(root)
        .with_attributes(attributes.iter().copied())
        .write_inner_content(|writer| match inner {
            Some(inner) => writer.create_element(inner).write_inner_content(write_elements).map(|_| ()),
            None => write_elements(writer),
        })
        .expect(into_memory);
    String::from_utf8(writer.into_inner()).expect("XML of text is text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_absent_members_are_left_out() {
        let manifest = Manifest {
            id: "Acme.Web".to_owned(),
            version: "1.0.0".to_owned(),
            authors: vec!["Ann".to_owned(), "Bob".to_owned()],
            description: "a < b & c".to_owned(),
            title: None,
            release_notes: None,
        };
        assert_eq!(
            manifest.nuspec(),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <package xmlns=\"http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd\">\n\
             \x20 <metadata>\n\
             \x20   <id>Acme.Web</id>\n\
             \x20   <version>1.0.0</version>\n\
             \x20   <authors>Ann,Bob</authors>\n\
             \x20   <requireLicenseAcceptance>false</requireLicenseAcceptance>\n\
             \x20   <description>a &lt; b &amp; c</description>\n\
             \x20 </metadata>\n\
             </package>"
        );
        assert!(manifest.core_properties().contains("<dc:creator>Ann,Bob</dc:creator>"));
    }
}
