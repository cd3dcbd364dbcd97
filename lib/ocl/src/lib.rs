//! The Octopus configuration language: the text form of projects that live in git.
//!
//! A document is a list of attributes (`name = value`) and blocks (`name "label" { ... }`). [`Document::parse`] reads
//! it, its `Display` writes it; what was written reads back as the same tree.
//!
//! ```
//! let document = ocl::Document::parse("step \"deploy\" {\n    name = \"Deploy\"\n}").unwrap();
//! let step = document.blocks("step").next().unwrap();
//! assert_eq!(step.labels, ["deploy"]);
//! assert_eq!(step.attribute("name").unwrap().as_str(), Some("Deploy"));
//! ```

mod error;
mod name;
mod reader;
mod reader_text;
mod tree;
mod writer;

pub use error::{OclError, Position};
pub use name::snake_case;
pub use tree::{Attribute, Block, Decimal, Document, Node, Text, TextForm, Value};
