//! The conditions of `$filter`, as far as NuGet clients write them.

use pulpo_app::packages::Ranked;

/// How deep a condition may be nested.
const DEEPEST: usize = 64;
/// The longest condition.
const LONGEST: usize = 8 * 1024;

/// A condition on packages.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filter(Expression);

#[derive(Debug, Clone, PartialEq)]
enum Expression {
    Or(Box<Expression>, Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    Call(Function, Vec<Expression>),
    Property(Property),
    Literal(Value),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Function {
    ToLower,
    ToUpper,
    Trim,
    SubstringOf,
    StartsWith,
    EndsWith,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Property {
    Id,
    Version,
    Title,
    Description,
    Summary,
    Authors,
    Tags,
    IsLatest,
    IsAbsoluteLatest,
    IsPrerelease,
    IsListed,
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
}

impl Filter {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("the $filter is longer than the {LONGEST} bytes allowed"));
        }
        let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
        let expression = parser.or()?;
        match parser.peek() {
            None => Ok(Self(expression)),
            Some(token) => Err(format!("the $filter has \"{}\" where it should end", token.shown())),
        }
    }

    pub(super) fn takes(&self, package: &Ranked) -> bool {
        self.0.value(package) == Value::Flag(true)
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Open,
    Close,
    Comma,
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Text(text) => format!("'{text}'"),
            Self::Open => "(".to_owned(),
            Self::Close => ")".to_owned(),
            Self::Comma => ",".to_owned(),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            ',' => tokens.push(Token::Comma),
            blank if blank.is_whitespace() => {}
            '\'' => {
                let mut text = String::new();
                loop {
                    match characters.next() {
                        Some('\'') if characters.peek() == Some(&'\'') => {
                            characters.next();
                            text.push('\'');
                        }
                        Some('\'') => break,
                        Some(other) => text.push(other),
                        None => return Err("the $filter has a text without its closing quote".to_owned()),
                    }
                }
                tokens.push(Token::Text(text));
            }
            first => {
                let mut word = String::from(first);
                while let Some(next) =
                    characters.next_if(|next| !next.is_whitespace() && !matches!(next, '(' | ')' | ',' | '\''))
                {
                    word.push(next);
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), String> {
        match self.take() {
            Some(found) if found == *wanted => Ok(()),
            found => Err(format!(
                "the $filter has \"{}\" where \"{}\" should be",
                found.map_or_else(|| "its end".to_owned(), |token| token.shown()),
                wanted.shown()
            )),
        }
    }

    fn or(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("the $filter is nested more than {DEEPEST} deep"));
        }
        let mut left = self.and()?;
        while self.take_word("or") {
            left = Expression::Or(Box::new(left), Box::new(self.and()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Result<Expression, String> {
        let mut left = self.comparison()?;
        while self.take_word("and") {
            left = Expression::And(Box::new(left), Box::new(self.comparison()?));
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Expression, String> {
        if self.take_word("not") {
            let inner = self.nested_comparison()?;
            return Ok(Expression::Not(Box::new(inner)));
        }
        let left = self.operand()?;
        let operators = [
            ("eq", Comparison::Equal),
            ("ne", Comparison::NotEqual),
            ("lt", Comparison::Less),
            ("le", Comparison::LessOrEqual),
            ("gt", Comparison::Greater),
            ("ge", Comparison::GreaterOrEqual),
        ];
        match operators.into_iter().find(|(word, _)| self.take_word(word)) {
            Some((_, comparison)) => Ok(Expression::Compare(comparison, Box::new(left), Box::new(self.operand()?))),
            None => Ok(left),
        }
    }

    /// What `not` stands before may be another `not`, and that is a nesting too.
    fn nested_comparison(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("the $filter is nested more than {DEEPEST} deep"));
        }
        let inner = self.comparison()?;
        self.depth -= 1;
        Ok(inner)
    }

    fn operand(&mut self) -> Result<Expression, String> {
        match self.take() {
            Some(Token::Open) => {
                let inner = self.or()?;
                self.expect(&Token::Close)?;
                Ok(inner)
            }
            Some(Token::Text(text)) => Ok(Expression::Literal(Value::Text(text))),
            Some(Token::Word(word)) if self.peek() == Some(&Token::Open) => self.call(&word),
            Some(Token::Word(word)) => word_value(&word),
            token => Err(format!(
                "the $filter has \"{}\" where a value should be",
                token.map_or_else(|| "its end".to_owned(), |token| token.shown())
            )),
        }
    }

    fn call(&mut self, name: &str) -> Result<Expression, String> {
        let functions = [
            ("tolower", Function::ToLower, 1),
            ("toupper", Function::ToUpper, 1),
            ("trim", Function::Trim, 1),
            ("substringof", Function::SubstringOf, 2),
            ("startswith", Function::StartsWith, 2),
            ("endswith", Function::EndsWith, 2),
        ];
        let found = functions.into_iter().find(|(known, _, _)| known.eq_ignore_ascii_case(name));
        let (_, function, count) = found.ok_or_else(|| format!("the $filter uses the unknown function \"{name}\""))?;
        self.expect(&Token::Open)?;
        let mut arguments = vec![self.or()?];
        while arguments.len() < count {
            self.expect(&Token::Comma)?;
            arguments.push(self.or()?);
        }
        self.expect(&Token::Close)?;
        Ok(Expression::Call(function, arguments))
    }
}

fn word_value(word: &str) -> Result<Expression, String> {
    let property = match word {
        "Id" => Property::Id,
        "Version" | "NormalizedVersion" => Property::Version,
        "Title" => Property::Title,
        "Description" => Property::Description,
        "Summary" => Property::Summary,
        "Authors" => Property::Authors,
        "Tags" => Property::Tags,
        "IsLatestVersion" => Property::IsLatest,
        "IsAbsoluteLatestVersion" => Property::IsAbsoluteLatest,
        "IsPrerelease" => Property::IsPrerelease,
        "Listed" => Property::IsListed,
        "true" => return Ok(Expression::Literal(Value::Flag(true))),
        "false" => return Ok(Expression::Literal(Value::Flag(false))),
        "null" => return Ok(Expression::Literal(Value::Null)),
        number => {
            let parsed = number.parse().map_err(|_| format!("the $filter uses the unknown name \"{number}\""))?;
            return Ok(Expression::Literal(Value::Number(parsed)));
        }
    };
    Ok(Expression::Property(property))
}

impl Expression {
    fn value(&self, package: &Ranked) -> Value {
        let holds = |expression: &Self| expression.value(package) == Value::Flag(true);
        match self {
            Self::Or(left, right) => Value::Flag(holds(left) || holds(right)),
            Self::And(left, right) => Value::Flag(holds(left) && holds(right)),
            Self::Not(inner) => Value::Flag(!holds(inner)),
            Self::Compare(comparison, left, right) => {
                Value::Flag(comparison.holds(&left.value(package), &right.value(package)))
            }
            Self::Call(function, arguments) => function.value(arguments, package),
            Self::Property(property) => property.value(package),
            Self::Literal(value) => value.clone(),
        }
    }
}

impl Comparison {
    /// Texts compare ignoring case, as ids do; values of two kinds are only unequal.
    fn holds(self, left: &Value, right: &Value) -> bool {
        let order = match (left, right) {
            (Value::Text(left), Value::Text(right)) => Some(left.to_lowercase().cmp(&right.to_lowercase())),
            (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
            (Value::Flag(left), Value::Flag(right)) => Some(left.cmp(right)),
            (Value::Null, Value::Null) => Some(std::cmp::Ordering::Equal),
            _ => None,
        };
        match self {
            Self::Equal => order.is_some_and(std::cmp::Ordering::is_eq),
            Self::NotEqual => order.is_none_or(std::cmp::Ordering::is_ne),
            Self::Less => order.is_some_and(std::cmp::Ordering::is_lt),
            Self::LessOrEqual => order.is_some_and(std::cmp::Ordering::is_le),
            Self::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
            Self::GreaterOrEqual => order.is_some_and(std::cmp::Ordering::is_ge),
        }
    }
}

impl Function {
    fn value(self, arguments: &[Expression], package: &Ranked) -> Value {
        let text = |at: usize| match arguments.get(at).map(|argument| argument.value(package)) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        };
        let Some(first) = text(0) else { return Value::Null };
        match self {
            Self::ToLower => Value::Text(first.to_lowercase()),
            Self::ToUpper => Value::Text(first.to_uppercase()),
            Self::Trim => Value::Text(first.trim().to_owned()),
            Self::SubstringOf => text(1).map_or(Value::Null, |text| Value::Flag(text.contains(&first))),
            Self::StartsWith => text(1).map_or(Value::Null, |start| Value::Flag(first.starts_with(&start))),
            Self::EndsWith => text(1).map_or(Value::Null, |end| Value::Flag(first.ends_with(&end))),
        }
    }
}

impl Property {
    fn value(self, ranked: &Ranked) -> Value {
        let package = &ranked.package;
        let optional = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        match self {
            Self::Id => Value::Text(package.package_id.clone()),
            Self::Version => Value::Text(package.version.clone()),
            Self::Title => optional(&package.title),
            Self::Description => Value::Text(package.description.clone()),
            Self::Summary => optional(&package.summary),
            Self::Authors => optional(&package.authors),
            Self::Tags => Value::Null,
            Self::IsLatest => Value::Flag(ranked.is_highest_release),
            Self::IsAbsoluteLatest => Value::Flag(ranked.is_highest),
            Self::IsPrerelease => Value::Flag(ranked.is_prerelease),
            Self::IsListed => Value::Flag(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulpo_domain::feed::Package;

    fn package() -> Ranked {
        let package = Package {
            id: "packages-1".into(),
            space_id: "Spaces-1".into(),
            package_id: "Acme.Web".to_owned(),
            version: "1.2.0".to_owned(),
            title: None,
            summary: None,
            description: "it's good".to_owned(),
            release_notes: None,
            authors: Some("A".to_owned()),
            published: jiff::Timestamp::UNIX_EPOCH,
            extension: ".nupkg".to_owned(),
            size: 1,
            sha1: String::new(),
            blob: String::new(),
        };
        Ranked { package, is_highest: false, is_highest_release: true, is_prerelease: false }
    }

    #[test]
    fn conditions_of_clients_hold() {
        for text in [
            "IsLatestVersion",
            "IsLatestVersion eq true and not IsAbsoluteLatestVersion",
            "tolower(Id) eq 'acme.web'",
            "((((Id ne null) and substringof('acme',tolower(Id))) or ((Title ne null) and substringof('x',Title))))",
            "Description eq 'it''s good'",
            "startswith(Id,'Acme') or endswith(Id,'none')",
            "false or true and true",
            "Version ge '1.1'",
            "not not true",
        ] {
            assert!(Filter::parse(text).unwrap().takes(&package()), "{text}");
        }
        for text in ["IsAbsoluteLatestVersion", "Title eq 'x'", "Id eq 1", "tolower(Title) eq null and false", "Id"] {
            assert!(!Filter::parse(text).unwrap().takes(&package()), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in ["", "Id eq", "(Id", "Id eq 'x", "Id eq 'x')", "drop(Id)", "Password eq 'x'", "tolower(Id"] {
            assert!(Filter::parse(text).is_err(), "{text}");
        }
        assert!(Filter::parse(&"(".repeat(5000)).is_err());
        assert!(Filter::parse(&"not ".repeat(2000)).is_err());
    }
}
