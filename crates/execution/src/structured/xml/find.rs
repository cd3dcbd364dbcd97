//! Finds the nodes that an expression means.

use super::path::{Axis, Comparison, Expression, Function, Path, Prefixes, Step, Steps, Test};
use crate::structured::document::{Document, Id, Kind, ROOT, local};

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

enum Value {
    Nodes(Vec<Found>),
    Text(String),
    Number(f64),
    Boolean(bool),
}

impl Path {
    /// What it selects, in the order of the document.
    pub(in crate::structured) fn find(&self, document: &Document, prefixes: &Prefixes) -> Vec<Found> {
        self.find_from(Found::Node(ROOT), document, prefixes)
    }

    /// What it selects when it begins at a node.
    pub(in crate::structured) fn find_from(&self, from: Found, document: &Document, prefixes: &Prefixes) -> Vec<Found> {
        Finder { document, prefixes }.path(self, from)
    }
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

#[expect(clippy::wildcard_enum_match_arm, reason = "most kinds of nodes and values are alike here")]
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
            Test::Name { prefix, local: wanted_name } => {
                let wanted = prefix.as_ref().and_then(|prefix| self.prefixes.known.get(prefix));
                principal
                    && !self.is_namespace(node)
                    && name.is_some_and(|name| local(name) == wanted_name)
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
            Function::LocalName => Value::Text(local(&name()).to_owned()),
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
