//! The sections of the server's configuration (http-api.md 16).

use super::values::Links;

wire! {
    pub struct SectionResource {
        pub id: String,
        pub name: String,
        pub description: String,
        pub links: Links,
    }

    /// What a page needs to show a section.
    pub struct SectionMetadata {
        pub id: String,
        pub description: String,
        /// The permission that shows and changes it.
        pub permission: String,
        pub types: Vec<TypeMetadata>,
    }

    pub struct TypeMetadata {
        pub name: String,
        pub properties: Vec<PropertyMetadata>,
    }

    pub struct PropertyMetadata {
        pub name: String,
        /// `bool`, `int` or `string[]`.
        #[serde(rename = "Type")]
        pub kind: String,
        pub display_info: DisplayInfo,
    }

    pub struct DisplayInfo {
        pub label: String,
        pub description: String,
        pub required: bool,
        pub read_only: bool,
    }
}
