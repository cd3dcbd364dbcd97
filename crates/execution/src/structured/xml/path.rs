//! The part of `XPath` that names of variables use: steps, the common axes, node tests and predicates.

use std::collections::HashMap;

use crate::structured::document::{Document, Kind};

/// What each prefix of the document stands for; the first definition counts.
pub(in crate::structured) struct Prefixes {
    pub(in crate::structured) known: HashMap<String, String>,
}

/// An expression that selects nodes; alternatives are joined by `|`.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::structured) struct Path {
    pub(super) alternatives: Vec<Steps>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Steps {
    pub(super) absolute: bool,
    pub(super) steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) axis: Axis,
    pub(super) test: Test,
    pub(super) predicates: Vec<Expression>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Axis {
    Child,
    Attribute,
    Own,
    Parent,
    Descendant,
    DescendantOrOwn,
    Ancestor,
    AncestorOrOwn,
    FollowingSibling,
    PrecedingSibling,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    Any,
    AnyElement,
    Prefixed(String),
    Name { prefix: Option<String>, local: String },
    Text,
    Comment,
    Instruction(Option<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Or(Box<Expression>, Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    Literal(String),
    Number(f64),
    Path(Path),
    Call(Function, Vec<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Function {
    Position,
    Last,
    Not,
    Contains,
    StartsWith,
    EndsWith,
    LocalName,
    Name,
    NormalizeSpace,
    LowerCase,
    UpperCase,
    Count,
    True,
    False,
    StringOf,
}

impl Prefixes {
    pub(in crate::structured) fn of(document: &Document, warnings: &mut Vec<String>) -> Self {
        let xml = ("xml".to_owned(), "http://www.w3.org/XML/1998/namespace".to_owned());
        let mut known = HashMap::from([xml]);
        for node in &document.nodes {
            let Kind::Element { attributes, .. } = &node.kind else { continue };
            for attribute in attributes {
                let Some(prefix) = attribute.name.strip_prefix("xmlns:") else { continue };
                let first = known.entry(prefix.to_owned()).or_insert_with(|| attribute.value.clone());
                if *first != attribute.value {
                    warnings.push(format!(
                        "The prefix '{prefix}' is defined twice; in names of variables it stands for '{first}', not for '{}'",
                        attribute.value
                    ));
                }
            }
        }
        Self { known }
    }
}

impl Path {
    /// Nothing when the text is no such expression, or uses a prefix that the document does not know.
    pub(in crate::structured) fn compile(text: &str, prefixes: &Prefixes) -> Option<Self> {
        let mut reader = Reader { rest: text, prefixes, depth: 0 };
        let path = reader.path()?;
        reader.blank();
        reader.rest.is_empty().then_some(path)
    }
}

struct Reader<'a> {
    rest: &'a str,
    prefixes: &'a Prefixes,
    depth: usize,
}

impl Reader<'_> {
    fn blank(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, token: &str) -> bool {
        self.blank();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A word that is not the beginning of a longer one.
    fn take_word(&mut self, word: &str) -> bool {
        self.blank();
        match self.rest.strip_prefix(word) {
            Some(rest) if !rest.starts_with(is_name_character) => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn path(&mut self) -> Option<Path> {
        let mut alternatives = vec![self.steps()?];
        while self.take("|") {
            alternatives.push(self.steps()?);
        }
        Some(Path { alternatives })
    }

    fn steps(&mut self) -> Option<Steps> {
        let mut steps = Vec::new();
        self.blank();
        let absolute = self.rest.starts_with('/');
        if self.take("//") {
            steps.push(any_depth());
        } else if self.take("/") {
            self.blank();
            if self.rest.is_empty() {
                return None;
            }
        }
        loop {
            steps.push(self.step()?);
            if self.take("//") {
                steps.push(any_depth());
            } else if !self.take("/") {
                return Some(Steps { absolute, steps });
            }
        }
    }

    fn step(&mut self) -> Option<Step> {
        if self.take("..") {
            return Some(Step { axis: Axis::Parent, test: Test::Any, predicates: Vec::new() });
        }
        self.blank();
        if self.rest.starts_with('.') {
            self.rest = &self.rest[1..];
            return Some(Step { axis: Axis::Own, test: Test::Any, predicates: self.predicates()? });
        }
        let axis = self.axis();
        let test = self.test()?;
        Some(Step { axis, test, predicates: self.predicates()? })
    }

    fn axis(&mut self) -> Axis {
        if self.take("@") {
            return Axis::Attribute;
        }
        let named = [
            ("child::", Axis::Child),
            ("attribute::", Axis::Attribute),
            ("self::", Axis::Own),
            ("parent::", Axis::Parent),
            ("descendant::", Axis::Descendant),
            ("descendant-or-self::", Axis::DescendantOrOwn),
            ("ancestor::", Axis::Ancestor),
            ("ancestor-or-self::", Axis::AncestorOrOwn),
            ("following-sibling::", Axis::FollowingSibling),
            ("preceding-sibling::", Axis::PrecedingSibling),
        ];
        named.into_iter().find(|(name, _)| self.take(name)).map_or(Axis::Child, |(_, axis)| axis)
    }

    fn test(&mut self) -> Option<Test> {
        if self.take("*") {
            return Some(Test::AnyElement);
        }
        let name = self.name()?;
        if self.rest.starts_with('(') {
            self.rest = &self.rest[1..];
            let test = match name.as_str() {
                "text" => Test::Text,
                "node" => Test::Any,
                "comment" => Test::Comment,
                "processing-instruction" => {
                    let target = self.literal().or_else(|| self.name());
                    Test::Instruction(target)
                }
                _ => return None,
            };
            return self.take(")").then_some(test);
        }
        if !self.rest.starts_with(':') {
            return Some(Test::Name { prefix: None, local: name });
        }
        self.rest = &self.rest[1..];
        if !self.prefixes.known.contains_key(&name) {
            return None;
        }
        if self.rest.starts_with('*') {
            self.rest = &self.rest[1..];
            return Some(Test::Prefixed(name));
        }
        if self.rest.starts_with(char::is_whitespace) {
            return None;
        }
        Some(Test::Name { prefix: Some(name), local: self.name()? })
    }

    fn name(&mut self) -> Option<String> {
        self.blank();
        let end = self.rest.find(|one| !is_name_character(one)).unwrap_or(self.rest.len());
        let name = &self.rest[..end];
        name.chars().next().filter(|one| one.is_alphabetic() || *one == '_')?;
        self.rest = &self.rest[end..];
        Some(name.to_owned())
    }

    fn literal(&mut self) -> Option<String> {
        self.blank();
        let quote = self.rest.chars().next().filter(|one| matches!(one, '\'' | '"'))?;
        let (text, rest) = self.rest[1..].split_once(quote)?;
        self.rest = rest;
        Some(text.to_owned())
    }

    fn predicates(&mut self) -> Option<Vec<Expression>> {
        let mut predicates = Vec::new();
        while self.take("[") {
            predicates.push(self.expression()?);
            if !self.take("]") {
                return None;
            }
        }
        Some(predicates)
    }

    fn expression(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > 32 {
            return None;
        }
        let mut left = self.conjunction()?;
        while self.take_word("or") {
            left = Expression::Or(Box::new(left), Box::new(self.conjunction()?));
        }
        self.depth -= 1;
        Some(left)
    }

    fn conjunction(&mut self) -> Option<Expression> {
        let mut left = self.comparison()?;
        while self.take_word("and") {
            left = Expression::And(Box::new(left), Box::new(self.comparison()?));
        }
        Some(left)
    }

    fn comparison(&mut self) -> Option<Expression> {
        let left = self.primary()?;
        let symbols = [
            ("!=", Comparison::Unequal),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("=", Comparison::Equal),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let words = [("eq", Comparison::Equal), ("ne", Comparison::Unequal)];
        let symbol = symbols.into_iter().find(|(token, _)| self.take(token));
        let Some((_, comparison)) = symbol.or_else(|| words.into_iter().find(|(word, _)| self.take_word(word))) else {
            return Some(left);
        };
        Some(Expression::Compare(comparison, Box::new(left), Box::new(self.primary()?)))
    }

    fn primary(&mut self) -> Option<Expression> {
        if self.take("(") {
            let inner = self.expression()?;
            return self.take(")").then_some(inner);
        }
        if let Some(text) = self.literal() {
            return Some(Expression::Literal(text));
        }
        self.blank();
        let digits = self.rest.find(|one: char| !(one.is_ascii_digit() || one == '.')).unwrap_or(self.rest.len());
        if self.rest.starts_with(|one: char| one.is_ascii_digit()) {
            let number = self.rest[..digits].parse().ok()?;
            self.rest = &self.rest[digits..];
            return Some(Expression::Number(number));
        }
        if let Some(function) = self.function() {
            let mut arguments = Vec::new();
            if !self.take(")") {
                loop {
                    arguments.push(self.expression()?);
                    if self.take(")") {
                        break;
                    }
                    if !self.take(",") {
                        return None;
                    }
                }
            }
            return function.takes(arguments.len()).then_some(Expression::Call(function, arguments));
        }
        self.path().map(Expression::Path)
    }

    fn function(&mut self) -> Option<Function> {
        let known = [
            ("position", Function::Position),
            ("last", Function::Last),
            ("not", Function::Not),
            ("contains", Function::Contains),
            ("starts-with", Function::StartsWith),
            ("ends-with", Function::EndsWith),
            ("local-name", Function::LocalName),
            ("name", Function::Name),
            ("normalize-space", Function::NormalizeSpace),
            ("lower-case", Function::LowerCase),
            ("upper-case", Function::UpperCase),
            ("count", Function::Count),
            ("true", Function::True),
            ("false", Function::False),
            ("string", Function::StringOf),
        ];
        known.into_iter().find(|(name, _)| self.take(&format!("{name}("))).map(|(_, function)| function)
    }
}

impl Function {
    fn takes(self, count: usize) -> bool {
        match self {
            Self::Position | Self::Last | Self::True | Self::False => count == 0,
            Self::Contains | Self::StartsWith | Self::EndsWith => count == 2,
            Self::LocalName | Self::Name | Self::NormalizeSpace | Self::StringOf => count <= 1,
            Self::Not | Self::LowerCase | Self::UpperCase | Self::Count => count == 1,
        }
    }
}

fn is_name_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '\u{b7}')
}

fn any_depth() -> Step {
    Step { axis: Axis::DescendantOrOwn, test: Test::Any, predicates: Vec::new() }
}
