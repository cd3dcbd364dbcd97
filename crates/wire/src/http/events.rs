//! Audit events (http-api.md 15.3).

use super::values::Links;

wire! {
    pub struct EventResource {
        pub id: String,
        pub space_id: Option<String>,
        pub category: String,
        pub user_id: String,
        pub username: String,
        pub is_service: bool,
        pub identity_established_with: String,
        pub user_agent: Option<String>,
        pub occurred: String,
        pub message: String,
        pub message_html: String,
        pub message_references: Vec<MessageReference>,
        pub related_document_ids: Vec<String>,
        pub comments: Option<String>,
        pub details: Option<String>,
        pub ip_address: Option<String>,
        pub api_key_id: Option<String>,
        pub api_key_hint: Option<String>,
        /// Ours: the event's link in the audit chain.
        pub hash: String,
        pub links: Links,
    }

    pub struct MessageReference {
        pub referenced_document_id: String,
        pub start_index: usize,
        pub length: usize,
    }

    pub struct NamedKind {
        pub id: String,
        pub name: String,
    }
}

wire! {
    pub struct EventGroup {
        pub id: String,
        pub name: String,
        pub event_categories: Vec<String>,
    }
}
