//! The part of XPath that names of variables use: steps, the common axes, node tests and predicates.

use std::collections::HashMap;

use crate::structured::document::{Document, Id, Kind, ROOT};

/// A node that an expression found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::structured) enum Found {
    Node(Id),
    Attribute(Id, usize),
}

impl Found {
    /// The order of the document: an element, its attributes, its content.
    fn order(self) -> (Id, usize) {
        match self {
            Self::Node(id) => (id, 0),
            Self::Attribute(id, index) => (id, index + 1),
        }
    }
}

/// What each prefix of the document stands for; the first definition counts.
pub(in crate::structured) struct Prefixes {
    known: HashMap<String, String>,
}

/// An expression that selects nodes; alternatives are joined by `|`.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::structured) struct Path {
    alternatives: Vec<Steps>,
}

#[derive(Debug, Clone, PartialEq)]
struct Steps {
    absolute: bool,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq)]
struct Step {
    axis: Axis,
    test: Test,
    predicates: Vec<Expression>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Axis {
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
enum Test {
    Any,
    AnyElement,
    Prefixed(String),
    Name { prefix: Option<String>, local: String },
    Text,
    Comment,
    Instruction(Option<String>),
}

#[derive(Debug, Clone, PartialEq)]
enum Expression {
    Or(Box<Expression>, Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    Literal(String),
    Number(f64),
    Path(Path),
    Call(Function, Vec<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Function {
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

enum Value {
    Nodes(Vec<Found>),
    Text(String),
    Number(f64),
    Boolean(bool),
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

    /// What it selects, in the order of the document.
    pub(in crate::structured) fn find(&self, document: &Document, prefixes: &Prefixes) -> Vec<Found> {
        let finder = Finder { document, prefixes };
        finder.path(self, Found::Node(ROOT))
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

struct Finder<'a> {
    document: &'a Document,
    prefixes: &'a Prefixes,
}

/// Where a predicate is tried.
#[derive(Clone, Copy)]
struct Context {
    node: Found,
    position: usize,
    size: usize,
}

impl Finder<'_> {
    fn path(&self, path: &Path, from: Found) -> Vec<Found> {
        let mut found: Vec<Found> = path.alternatives.iter().flat_map(|steps| self.steps(steps, from)).collect();
        found.sort_unstable_by_key(|node| node.order());
        found.dedup();
        found
    }

    fn steps(&self, steps: &Steps, from: Found) -> Vec<Found> {
        let mut nodes = vec![if steps.absolute { Found::Node(ROOT) } else { from }];
        for step in &steps.steps {
            let mut next: Vec<Found> = nodes.iter().flat_map(|node| self.step(step, *node)).collect();
            next.sort_unstable_by_key(|node| node.order());
            next.dedup();
            nodes = next;
        }
        nodes
    }

    fn step(&self, step: &Step, from: Found) -> Vec<Found> {
        let mut nodes = self.axis(step.axis, from);
        nodes.retain(|node| self.passes(&step.test, step.axis, *node));
        for predicate in &step.predicates {
            let size = nodes.len();
            let contexts =
                nodes.iter().enumerate().map(|(index, node)| Context { node: *node, position: index + 1, size });
            nodes = contexts.filter(|context| self.holds(predicate, *context)).map(|context| context.node).collect();
        }
        nodes
    }

    fn axis(&self, axis: Axis, from: Found) -> Vec<Found> {
        let nodes = &self.document.nodes;
        let id = match (from, axis) {
            (Found::Node(id), _) => id,
            (Found::Attribute(..), Axis::Own | Axis::DescendantOrOwn) => return vec![from],
            (Found::Attribute(id, _), Axis::Parent | Axis::Ancestor | Axis::AncestorOrOwn) => {
                return if axis == Axis::Parent {
                    vec![Found::Node(id)]
                } else {
                    self.axis(Axis::AncestorOrOwn, Found::Node(id))
                };
            }
            (Found::Attribute(..), _) => return Vec::new(),
        };
        let siblings = || nodes[id].parent.map_or(&[][..], |parent| &nodes[parent].children);
        let place = || siblings().iter().position(|sibling| *sibling == id).unwrap_or(0);
        let of = |ids: &[Id]| ids.iter().copied().map(Found::Node).collect();
        match axis {
            Axis::Own => vec![from],
            Axis::Child => of(&nodes[id].children),
            Axis::Parent => nodes[id].parent.map(Found::Node).into_iter().collect(),
            Axis::Attribute => match &nodes[id].kind {
                Kind::Element { attributes, .. } => {
                    (0..attributes.len()).map(|index| Found::Attribute(id, index)).collect()
                }
                _ => Vec::new(),
            },
            Axis::Descendant | Axis::DescendantOrOwn => {
                let mut all = if axis == Axis::DescendantOrOwn { vec![from] } else { Vec::new() };
                self.descend(id, &mut all);
                all
            }
            Axis::Ancestor | Axis::AncestorOrOwn => {
                let mut all = if axis == Axis::AncestorOrOwn { vec![from] } else { Vec::new() };
                let mut above = nodes[id].parent;
                while let Some(parent) = above {
                    all.push(Found::Node(parent));
                    above = nodes[parent].parent;
                }
                all
            }
            Axis::FollowingSibling => of(siblings().get(place() + 1..).unwrap_or_default()),
            Axis::PrecedingSibling => siblings()[..place()].iter().rev().copied().map(Found::Node).collect(),
        }
    }

    fn descend(&self, id: Id, all: &mut Vec<Found>) {
        for child in &self.document.nodes[id].children {
            all.push(Found::Node(*child));
            self.descend(*child, all);
        }
    }

    fn passes(&self, test: &Test, axis: Axis, node: Found) -> bool {
        let name = self.name(node);
        let principal = (axis == Axis::Attribute) == matches!(node, Found::Attribute(..)) && name.is_some();
        let kind = |node: Found| if let Found::Node(id) = node { Some(&self.document.nodes[id].kind) } else { None };
        match test {
            Test::Any => true,
            Test::AnyElement => principal && !self.is_namespace(node),
            Test::Text => matches!(kind(node), Some(Kind::Text(_) | Kind::Cdata(_))),
            Test::Comment => matches!(kind(node), Some(Kind::Comment(_))),
            Test::Instruction(wanted) => {
                matches!(kind(node), Some(Kind::Instruction { target, .. }) if wanted.as_ref().is_none_or(|wanted| wanted == target))
            }
            Test::Prefixed(prefix) => principal && self.namespace(node).as_ref() == self.prefixes.known.get(prefix),
            Test::Name { prefix, local } => {
                let wanted = prefix.as_ref().and_then(|prefix| self.prefixes.known.get(prefix));
                principal
                    && !self.is_namespace(node)
                    && name.is_some_and(|name| crate::structured::document::local(name) == local)
                    && self.namespace(node).as_ref() == wanted
            }
        }
    }

    fn name(&self, node: Found) -> Option<&str> {
        let (id, index) = match node {
            Found::Node(id) => (id, None),
            Found::Attribute(id, index) => (id, Some(index)),
        };
        match (&self.document.nodes[id].kind, index) {
            (Kind::Element { name, .. }, None) => Some(name),
            (Kind::Element { attributes, .. }, Some(index)) => Some(&attributes[index].name),
            _ => None,
        }
    }

    fn is_namespace(&self, node: Found) -> bool {
        matches!(node, Found::Attribute(..))
            && self.name(node).is_some_and(|name| name == "xmlns" || name.starts_with("xmlns:"))
    }

    /// The namespace that a node's prefix stands for where it is.
    fn namespace(&self, node: Found) -> Option<String> {
        let name = self.name(node)?;
        let (definition, id) = match (name.split_once(':'), node) {
            (Some(("xml", _)), _) => return self.prefixes.known.get("xml").cloned(),
            (Some((prefix, _)), Found::Node(id) | Found::Attribute(id, _)) => (format!("xmlns:{prefix}"), id),
            (None, Found::Node(id)) => ("xmlns".to_owned(), id),
            (None, Found::Attribute(..)) => return None,
        };
        let mut at = Some(id);
        while let Some(id) = at {
            if let Kind::Element { attributes, .. } = &self.document.nodes[id].kind
                && let Some(found) = attributes.iter().find(|attribute| attribute.name == definition)
            {
                return Some(found.value.clone()).filter(|value| !value.is_empty());
            }
            at = self.document.nodes[id].parent;
        }
        None
    }

    fn text(&self, node: Found) -> String {
        match node {
            Found::Node(id) => self.document.text_of(id),
            Found::Attribute(id, index) => match &self.document.nodes[id].kind {
                Kind::Element { attributes, .. } => attributes[index].value.clone(),
                _ => String::new(),
            },
        }
    }

    fn holds(&self, predicate: &Expression, context: Context) -> bool {
        match self.value(predicate, context) {
            #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "positions are small whole numbers")]
            Value::Number(number) => number == context.position as f64,
            value => truth(&value),
        }
    }

    fn value(&self, expression: &Expression, context: Context) -> Value {
        let truth_of = |expression: &Expression| truth(&self.value(expression, context));
        match expression {
            Expression::Or(left, right) => Value::Boolean(truth_of(left) || truth_of(right)),
            Expression::And(left, right) => Value::Boolean(truth_of(left) && truth_of(right)),
            Expression::Literal(text) => Value::Text(text.clone()),
            Expression::Number(number) => Value::Number(*number),
            Expression::Path(path) => Value::Nodes(self.path(path, context.node)),
            Expression::Compare(comparison, left, right) => {
                let (left, right) = (self.value(left, context), self.value(right, context));
                Value::Boolean(self.compare(*comparison, &left, &right))
            }
            Expression::Call(function, arguments) => self.call(*function, arguments, context),
        }
    }

    fn compare(&self, comparison: Comparison, left: &Value, right: &Value) -> bool {
        if matches!((left, right), (Value::Boolean(_), _) | (_, Value::Boolean(_))) {
            return match comparison {
                Comparison::Equal => truth(left) == truth(right),
                Comparison::Unequal => truth(left) != truth(right),
                _ => false,
            };
        }
        let numeric = matches!(left, Value::Number(_)) || matches!(right, Value::Number(_));
        // Of several nodes one is enough.
        let (left, right) = (self.texts(left), self.texts(right));
        left.iter().any(|left| {
            right.iter().any(|right| {
                let numbers = (left.trim().parse().unwrap_or(f64::NAN), right.trim().parse().unwrap_or(f64::NAN));
                let order = numbers.0.partial_cmp(&numbers.1);
                match comparison {
                    Comparison::Equal if numeric => order.is_some_and(std::cmp::Ordering::is_eq),
                    Comparison::Unequal if numeric => !order.is_some_and(std::cmp::Ordering::is_eq),
                    Comparison::Equal => left == right,
                    Comparison::Unequal => left != right,
                    Comparison::Less => order.is_some_and(std::cmp::Ordering::is_lt),
                    Comparison::LessOrEqual => order.is_some_and(std::cmp::Ordering::is_le),
                    Comparison::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
                    Comparison::GreaterOrEqual => order.is_some_and(std::cmp::Ordering::is_ge),
                }
            })
        })
    }

    fn texts(&self, value: &Value) -> Vec<String> {
        match value {
            Value::Nodes(nodes) => nodes.iter().map(|node| self.text(*node)).collect(),
            Value::Text(text) => vec![text.clone()],
            Value::Number(number) => vec![number.to_string()],
            Value::Boolean(value) => vec![value.to_string()],
        }
    }

    fn call(&self, function: Function, arguments: &[Expression], context: Context) -> Value {
        let text = |index: usize| match arguments.get(index) {
            Some(argument) => self.texts(&self.value(argument, context)).into_iter().next().unwrap_or_default(),
            None => self.text(context.node),
        };
        let node = || match arguments.first().map(|argument| self.value(argument, context)) {
            Some(Value::Nodes(nodes)) => nodes.first().copied(),
            Some(_) => None,
            None => Some(context.node),
        };
        let name = || node().and_then(|node| self.name(node)).unwrap_or_default().to_owned();
        #[expect(clippy::cast_precision_loss, reason = "positions and counts are small whole numbers")]
        let number = |count: usize| Value::Number(count as f64);
        match function {
            Function::Position => number(context.position),
            Function::Last => number(context.size),
            Function::Not => Value::Boolean(!truth(&self.value(&arguments[0], context))),
            Function::True => Value::Boolean(true),
            Function::False => Value::Boolean(false),
            Function::Contains => Value::Boolean(text(0).contains(&text(1))),
            Function::StartsWith => Value::Boolean(text(0).starts_with(&text(1))),
            Function::EndsWith => Value::Boolean(text(0).ends_with(&text(1))),
            Function::Name => Value::Text(name()),
            Function::LocalName => Value::Text(crate::structured::document::local(&name()).to_owned()),
            Function::NormalizeSpace => Value::Text(text(0).split_whitespace().collect::<Vec<_>>().join(" ")),
            Function::LowerCase => Value::Text(text(0).to_lowercase()),
            Function::UpperCase => Value::Text(text(0).to_uppercase()),
            Function::StringOf => Value::Text(text(0)),
            Function::Count => match self.value(&arguments[0], context) {
                Value::Nodes(nodes) => number(nodes.len()),
                _ => number(0),
            },
        }
    }
}

fn truth(value: &Value) -> bool {
    match value {
        Value::Nodes(nodes) => !nodes.is_empty(),
        Value::Text(text) => !text.is_empty(),
        Value::Number(number) => *number != 0.0 && !number.is_nan(),
        Value::Boolean(value) => *value,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Option<&[&str]>) {
        let text =
            "<a xmlns:n='urn:n'><b id='1'>one</b><b id='2' n:k='x'>two<c>three</c></b><n:b>four</n:b><!--note--></a>";
        let document = Document::read(text).unwrap();
        let prefixes = Prefixes::of(&document, &mut Vec::new());
        let finder = Finder { document: &document, prefixes: &prefixes };
        let found = Path::compile(path, &prefixes)
            .map(|path| path.find(&document, &prefixes).into_iter().map(|node| finder.text(node)).collect::<Vec<_>>());
        assert_eq!(found, expected.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect()), "{path}");
    }

    #[test]
    fn expressions_select_what_they_say() {
        check("/a/b", Some(&["one", "twothree"]));
        check("//b[@id='2']/c", Some(&["three"]));
        check("//b[2]/text()", Some(&["two"]));
        check("/a/b[last()]/@n:k", Some(&["x"]));
        check("//n:b", Some(&["four"]));
        check("//n:*", Some(&["four"]));
        check("/a/*[local-name()='b' and not(@id)]", Some(&["four"]));
        check("//c/../@id | /a/comment()", Some(&["2", "note"]));
        check("//b[contains(., 'wo') or c = 'x']/@*", Some(&["2", "x"]));
        check("//b[c='three']/@id", Some(&["2"]));
        check("/a/b[position() > 1]/c", Some(&["three"]));
        check("//unknown:b", None);
        check("/a/b[", None);
        check("a b", None);
        check("/", None);
    }

    proptest! {
        #[test]
        fn anything_may_be_the_name_of_a_variable(name in "[/:@a\\[\\]().*='1 |]{0,20}") {
            let document = Document::read("<a><b a='1'>x</b></a>").unwrap();
            let prefixes = Prefixes::of(&document, &mut Vec::new());
            if let Some(path) = Path::compile(&name, &prefixes) {
                path.find(&document, &prefixes);
            }
        }
    }
}
