//! What can go wrong while a template is read or evaluated.

/// Why a template could not be evaluated, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Tokens that named nothing, in the order in which they were met.
    #[error("The following tokens were unable to be evaluated: {}", list(.0))]
    Missing(Vec<String>),
}

fn list(tokens: &[String]) -> String {
    let quoted: Vec<String> = tokens.iter().map(|token| format!("'{token}'")).collect();
    quoted.join(", ")
}
