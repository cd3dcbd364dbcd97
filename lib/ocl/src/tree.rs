//! What a document consists of.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Its attributes and blocks, in order.
    pub nodes: Vec<Node>,
}

/// An attribute or a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// `name = value`
    Attribute(Attribute),
    /// `name "label" { ... }`
    Block(Block),
}

/// A named value.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Value,
    /// The line it was read from; none when it was made by a program. It does not take part in comparing.
    pub line: Option<usize>,
}

/// A named group of nodes.
#[derive(Debug, Clone)]
pub struct Block {
    /// The name.
    pub name: String,
    /// The labels behind the name.
    pub labels: Vec<String>,
    /// The nodes inside.
    pub children: Vec<Node>,
    /// The line it was read from; none when it was made by a program. It does not take part in comparing.
    pub line: Option<usize>,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(Decimal),
    /// A text.
    Text(Text),
    /// `[a, b]`
    Array(Vec<Value>),
    /// `{ key = value ... }`. Keys have no order of their own.
    Dictionary(BTreeMap<String, Value>),
}

/// A text and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// How it was written, or should be.
    pub form: TextForm,
}

/// How a text is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextForm {
    /// As the writer sees fit: a heredoc for more than one line, quotes otherwise.
    Free,
    /// In quotes, on one line.
    SingleLine,
    /// From `<<TAG` to `TAG`, as it is.
    Heredoc {
        /// The word that closes it.
        tag: String,
    },
    /// From `<<-TAG` to `TAG`, less the indent that all lines share.
    IndentedHeredoc {
        /// The word that closes it.
        tag: String,
    },
}

impl Document {
    /// The value of the first attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        find_attribute(&self.nodes, name)
    }

    /// All blocks of this name.
    pub fn blocks<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Block> {
        find_blocks(&self.nodes, name)
    }
}

impl Attribute {
    /// An attribute to be written.
    pub fn new(name: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { name: name.into(), value: value.into(), line: None }
    }
}

impl Block {
    /// An empty block to be written.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), labels: Vec::new(), children: Vec::new(), line: None }
    }

    /// The value of the first attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        find_attribute(&self.children, name)
    }

    /// All blocks of this name.
    pub fn blocks<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Block> {
        find_blocks(&self.children, name)
    }
}

fn find_attribute<'a>(nodes: &'a [Node], name: &str) -> Option<&'a Value> {
    nodes.iter().find_map(|node| match node {
        Node::Attribute(attribute) if attribute.name == name => Some(&attribute.value),
        Node::Attribute(_) | Node::Block(_) => None,
    })
}

fn find_blocks<'a>(nodes: &'a [Node], name: &'a str) -> impl Iterator<Item = &'a Block> {
    nodes.iter().filter_map(move |node| match node {
        Node::Block(block) if block.name == name => Some(block),
        Node::Attribute(_) | Node::Block(_) => None,
    })
}

impl Value {
    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(&text.text),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Decimal(_) | Self::Array(_) | Self::Dictionary(_) => {
                None
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Text { text, form: TextForm::Free })
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<Attribute> for Node {
    fn from(attribute: Attribute) -> Self {
        Self::Attribute(attribute)
    }
}

impl From<Block> for Node {
    fn from(block: Block) -> Self {
        Self::Block(block)
    }
}

impl PartialEq for Attribute {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Eq for Attribute {}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.labels, &self.children) == (&other.name, &other.labels, &other.children)
    }
}

impl Eq for Block {}

/// A number with a fraction, kept digit by digit as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(String);

/// The text is not digits, a dot and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a decimal number is written as digits, a dot and digits")]
pub struct NotDecimal;

impl FromStr for Decimal {
    type Err = NotDecimal;

    fn from_str(text: &str) -> Result<Self, NotDecimal> {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.strip_prefix('-').unwrap_or(text).split_once('.') {
            Some((whole, fraction)) if is_number(whole) && is_number(fraction) => Ok(Self(text.to_owned())),
            _ => Err(NotDecimal),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
