//! What can go wrong while a template is read or evaluated.

/// Why a template could not be evaluated, or not wholly.
///
/// [`Error::is_fatal`] tells the two apart: a fatal error leaves no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Tokens that named nothing, in the order in which they were met, each once (VE-06).
    #[error("The following tokens were unable to be evaluated: {}", quoted(.tokens))]
    Missing {
        /// The tokens in normalised form.
        tokens: Vec<String>,
    },

    /// The template does not parse; the result is the template itself (VE-13).
    #[error(transparent)]
    Syntax(#[from] SyntaxError),

    /// A symbol was met while it was being evaluated (VE-14). The wording is the product's own.
    #[error(
        "An attempt to parse the variable symbol \"{symbol}\" appears to have resulted in a self referencing loop ({}). \
         Ensure that recursive loops do not exist in the variable values.",
        chain.join(" -> ")
    )]
    SelfReference {
        /// The symbol that closed the loop.
        symbol: String,
        /// The loop, from the symbol first evaluated to the one that closed it.
        chain: Vec<String>,
    },

    /// A filter refused its input in a way that is not a mere "none".
    #[error("the filter {filter} cannot use its input: {why}")]
    Filter {
        /// The filter as written.
        filter: String,
        /// What is wrong with the input; never the input itself, which may be a secret.
        why: &'static str,
    },

    /// A loop variable named like the root of the loop's own variables (VE-17).
    #[error(
        "a loop variable cannot be named \"{name}\": that name holds the loop's own variables; choose another name"
    )]
    LoopVariable {
        /// The name as written.
        name: String,
    },

    /// A variable whose name holds `[#{...}]`, which no name can mean (VM-06).
    #[error("the variable name \"{name}\" holds an expression in its brackets; write the index as plain text")]
    VariableName {
        /// The name as set.
        name: String,
    },

    /// A variable that must have a value has none (VM-04).
    #[error("the variable \"{name}\" has no value; set it")]
    Required {
        /// The name asked for.
        name: String,
    },

    /// A limit that keeps hostile templates from eating time, memory or stack.
    #[error("the template exceeds the limit of {limit} {what}; make it smaller or simpler")]
    Limit {
        /// What is limited.
        what: Limited,
        /// The limit.
        limit: usize,
    },
}

impl Error {
    /// Whether the evaluation has no result: everything but missing tokens and a template that does not parse.
    pub fn is_fatal(&self) -> bool {
        !matches!(self, Self::Missing { .. } | Self::Syntax(_))
    }
}

/// Where a template stops making sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line}, column {column}: this `#{{` opens nothing that can be read; \
     correct what follows, or write `##{{` where the text itself is meant"
)]
pub struct SyntaxError {
    /// Byte offset of the `#{`.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Byte offset of the furthest point that any reading of it reached.
    pub furthest: usize,
}

/// What a [`Error::Limit`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limited {
    /// Blocks, values and options within each other.
    Depth,
    /// Tokens evaluated.
    Steps,
    /// Bytes read and written on the way.
    Bytes,
    /// Different patterns of `Match` and `Replace`.
    Patterns,
}

impl std::fmt::Display for Limited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Depth => "levels of nesting",
            Self::Steps => "evaluated tokens",
            Self::Bytes => "bytes of work",
            Self::Patterns => "different patterns",
        })
    }
}

fn quoted(tokens: &[String]) -> String {
    let quoted: Vec<String> = tokens.iter().map(|token| format!("'{token}'")).collect();
    quoted.join(", ")
}
