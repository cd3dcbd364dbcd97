//! The XML of the NuGet feed.

use std::fmt::Write;

use base64::Engine;
use jiff::Timestamp;
use pulpo_app::packages::Ranked;
use pulpo_domain::versions::SemverVersion;

use crate::packages::path_segment;

const DATA: &str = "http://schemas.microsoft.com/ado/2007/08/dataservices";
const DATA_METADATA: &str = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata";

/// What a client may ask for, and of which type it is.
pub(super) const METADATA: &str = include_str!("metadata.xml");

/// What stands around the entries of a list.
pub(super) struct Feed {
    pub(super) base: String,
    pub(super) name: &'static str,
    pub(super) total: Option<usize>,
    /// The address of the next page, below the base.
    pub(super) next: Option<String>,
}

pub(super) fn service(base: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
         <service xml:base=\"{}/\" xmlns=\"http://www.w3.org/2007/app\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\
         <workspace><atom:title>Default</atom:title>\
         <collection href=\"Packages\"><atom:title>Packages</atom:title></collection></workspace></service>",
        escaped(base)
    )
}

pub(super) fn feed(feed: &Feed, packages: &[Ranked], now: Timestamp) -> String {
    let base = escaped(&feed.base);
    let name = feed.name;
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
         <feed xml:base=\"{base}/\" xmlns=\"http://www.w3.org/2005/Atom\" xmlns:d=\"{DATA}\" xmlns:m=\"{DATA_METADATA}\">\
         <title type=\"text\">{name}</title><id>{base}/{name}</id><updated>{}</updated>\
         <link rel=\"self\" title=\"{name}\" href=\"{name}\" />",
        time(now)
    );
    if let Some(total) = feed.total {
        let _ = write!(text, "<m:count>{total}</m:count>"); // A String takes everything.
    }
    for package in packages {
        text.push_str(&entry(&feed.base, package, false));
    }
    if let Some(next) = &feed.next {
        let _ = write!(text, "<link rel=\"next\" href=\"{base}/{}\" />", escaped(next));
    }
    text.push_str("</feed>");
    text
}

/// An entry; one that stands alone declares what it needs itself.
pub(super) fn entry(base: &str, ranked: &Ranked, alone: bool) -> String {
    let package = &ranked.package;
    let (id, version) = (package.package_id.as_str(), package.version.as_str());
    let key = format!("Packages(Id='{}',Version='{}')", path_segment(id), path_segment(version));
    let head = if alone {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><entry xml:base=\"{}/\" xmlns=\"http://www.w3.org/2005/Atom\" \
             xmlns:d=\"{DATA}\" xmlns:m=\"{DATA_METADATA}\">",
            escaped(base)
        )
    } else {
        "<entry>".to_owned()
    };
    let base = escaped(base);
    let published = time(package.published);
    let authors = package.authors.as_deref().unwrap_or_default();
    format!(
        "{head}<id>{base}/{key}</id>\
         <category term=\"NuGetGallery.V2FeedPackage\" scheme=\"{DATA}/scheme\" />\
         <link rel=\"edit\" title=\"V2FeedPackage\" href=\"{key}\" />\
         <link rel=\"edit-media\" title=\"V2FeedPackage\" href=\"{key}/$value\" />\
         <title type=\"text\">{}</title><summary type=\"text\">{}</summary><updated>{published}</updated>\
         <author><name>{}</name></author>\
         <content type=\"application/zip\" src=\"{base}/content/{}/{}\" />\
         <m:properties>{}</m:properties></entry>",
        escaped(id),
        escaped(package.summary.as_deref().unwrap_or_default()),
        escaped(authors),
        path_segment(id),
        path_segment(version),
        properties(ranked, &published, authors)
    )
}

fn properties(ranked: &Ranked, published: &str, authors: &str) -> String {
    let package = &ranked.package;
    let mut text = String::new();
    let mut add = |name: &str, kind: &str, value: Option<&str>| {
        let kind = if kind.is_empty() { String::new() } else { format!(" m:type=\"Edm.{kind}\"") };
        let _ = match value {
            Some(value) => write!(text, "<d:{name}{kind}>{}</d:{name}>", escaped(value)),
            None => write!(text, "<d:{name}{kind} m:null=\"true\" />"),
        };
    };
    let flag = |value: bool| Some(if value { "true" } else { "false" });
    let normalised = SemverVersion::parse(&package.version).map(|version| version.normalised()).ok();
    let hash = hash(&package.blob);
    add("Id", "", Some(&package.package_id));
    add("Version", "", Some(&package.version));
    add("NormalizedVersion", "", normalised.as_deref());
    add("Title", "", Some(package.title.as_deref().unwrap_or(&package.package_id)));
    add("Authors", "", Some(authors));
    add("Summary", "", package.summary.as_deref());
    add("Description", "", Some(&package.description));
    add("ReleaseNotes", "", package.release_notes.as_deref());
    add("Dependencies", "", Some(""));
    for name in ["Owners", "Copyright", "Language", "Tags", "IconUrl", "LicenseUrl", "ProjectUrl"] {
        add(name, "", None);
    }
    for name in ["ReportAbuseUrl", "GalleryDetailsUrl", "MinClientVersion"] {
        add(name, "", None);
    }
    for name in ["Created", "LastUpdated", "Published"] {
        add(name, "DateTime", Some(published));
    }
    add("DownloadCount", "Int32", Some("0"));
    add("VersionDownloadCount", "Int32", Some("0"));
    add("IsLatestVersion", "Boolean", flag(ranked.is_highest_release));
    add("IsAbsoluteLatestVersion", "Boolean", flag(ranked.is_highest));
    add("IsPrerelease", "Boolean", flag(ranked.is_prerelease));
    add("Listed", "Boolean", flag(true));
    add("RequireLicenseAcceptance", "Boolean", flag(false));
    add("PackageHash", "", hash.as_deref());
    add("PackageHashAlgorithm", "", Some("SHA256"));
    add("PackageSize", "Int64", Some(&package.size.to_string()));
    text
}

/// The hash as NuGet writes hashes.
fn hash(hex: &str) -> Option<String> {
    let digits = |at: usize| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..hex.len()).step_by(2).map(digits).collect();
    bytes.map(|bytes| base64::engine::general_purpose::STANDARD.encode(bytes))
}

/// A time without an offset: the protocol's times are UTC.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Text as XML takes it; what XML cannot hold at all is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(character),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_leave_their_element() {
        assert_eq!(escaped("</d:Id>\u{0}\u{8}&\"\u{e4}"), "&lt;/d:Id&gt;&amp;&quot;\u{e4}");
    }

    #[test]
    fn hashes_are_written_in_base64() {
        assert_eq!(hash("00ff10").as_deref(), Some("AP8Q"));
    }
}
