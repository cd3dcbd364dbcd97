//! Packages of the built-in feed (http-api.md 7.1 to 7.3).

use super::values::Links;

wire! {
    pub struct PackageResource {
        pub id: String,
        pub package_id: String,
        pub nu_get_package_id: String,
        pub feed_id: String,
        pub nu_get_feed_id: String,
        pub title: String,
        pub summary: Option<String>,
        pub version: String,
        pub description: String,
        pub published: String,
        pub release_notes: Option<String>,
        pub file_extension: String,
        pub package_size_bytes: u64,
        pub hash: String,
        pub package_version_build_information: Option<serde_json::Value>,
        pub space_id: String,
        pub links: Links,
    }

    /// An entry of a feed's search.
    pub struct PackageSearchResult {
        pub id: String,
        pub name: String,
        pub description: String,
        pub latest_version: String,
        pub links: Links,
    }

    /// An entry of a package's versions.
    pub struct PackageVersionResource {
        pub id: String,
        pub feed_id: String,
        pub package_id: String,
        pub version: String,
        pub published: String,
        pub release_notes: Option<String>,
        pub size_bytes: u64,
        pub title: String,
        pub links: Links,
    }

    pub struct PackageNotesList {
        pub packages: Vec<PackageNotesEntry>,
    }

    pub struct PackageNotesEntry {
        pub package_id: String,
        pub version: String,
        pub notes: PackageNotes,
    }

    pub struct PackageNotes {
        pub succeeded: bool,
        pub notes: Option<String>,
        pub failure_reason: Option<String>,
        pub display_message: Option<String>,
    }

    pub struct BulkIds {
        pub ids: Vec<String>,
    }
}
