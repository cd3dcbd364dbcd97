//! Feeds (http-api.md 7.1).

use super::values::Links;

wire! {
    pub struct FeedResource {
        pub id: String,
        pub name: String,
        pub feed_type: String,
        pub space_id: String,
        pub slug: String,
        pub download_attempts: Option<u32>,
        pub download_retry_backoff_seconds: Option<u32>,
        pub delete_unreleased_packages_after_days: Option<u32>,
        pub is_built_in_repo_sync_enabled: bool,
        pub delete_packages_associated_with_releases: bool,
        pub package_acquisition_location_options: Vec<String>,
        pub links: Links,
    }

    pub struct FeedStats {
        pub total_packages: i64,
    }
}
