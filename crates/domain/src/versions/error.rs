//! What can be wrong with a version, a range, a mask or a tag pattern.

/// A version, range, mask or tag pattern that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// The text is empty or blank.
    #[error("a version must not be empty")]
    Empty,
    /// The text is not a version of the format.
    #[error("\"{text}\" is not a valid {format} version: {why}")]
    Invalid {
        /// The text as given.
        text: String,
        /// The name of the format.
        format: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A number is above 2147483647.
    #[error("\"{text}\" is not a valid version: the number {number} is above 2147483647")]
    Overflow {
        /// The text as given.
        text: String,
        /// The number that is too large.
        number: String,
    },
    /// The text is not a version range.
    #[error("\"{text}\" is not a valid version range: {why}")]
    Range {
        /// The text as given.
        text: String,
        /// What is wrong with it.
        why: String,
    },
    /// The text is not a usable regular expression.
    #[error("\"{pattern}\" is not a usable pre-release tag pattern: {why}")]
    Tag {
        /// The pattern as given.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// The text is not a Maven package id.
    #[error(
        "\"{text}\" is not a Maven package id: write group:artifact, group:artifact:packaging or group:artifact:packaging:classifier"
    )]
    MavenId {
        /// The text as given.
        text: String,
    },
}
