//! Feeds: where packages come from (domain.md FE, BF).

use serde::{Deserialize, Serialize};

use crate::ids::{FeedId, SpaceId};

/// What every space's built-in feed answers to, whatever its own id (http-api.md 7.1).
pub const BUILT_IN_ALIAS: &str = "feeds-builtin";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeedType {
    BuiltIn,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    pub id: FeedId,
    pub space_id: SpaceId,
    pub name: String,
    pub slug: String,
    pub feed_type: FeedType,
    pub download_attempts: u32,
    pub download_retry_backoff_seconds: u32,
    pub delete_unreleased_packages_after_days: Option<u32>,
}

/// A package in the built-in feed. Its bytes are a blob named by `blob`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    pub id: crate::ids::PackageVersionId,
    pub space_id: SpaceId,
    pub package_id: String,
    pub version: String,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub description: String,
    pub release_notes: Option<String>,
    pub authors: Option<String>,
    pub published: jiff::Timestamp,
    /// With the leading dot.
    pub extension: String,
    pub size: u64,
    /// SHA-1 of the file, lower-case hex: what clients compare.
    pub sha1: String,
    /// SHA-256 of the file, lower-case hex: the blob's name.
    pub blob: String,
}
