//! What is written reads back as the same tree, whatever the tree holds.

use ocl::{Attribute, Block, Document, Node, Text, TextForm, Value};
use proptest::prelude::*;

/// Texts with everything that quotes and heredocs have to get right.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b c", "\n", "\n", " ", "    ", "\t", "\r", "\r\n", "\"", "\\", "\\n", "EOT", "\nEOT\n", "\nEOT1\n", "<<",
        "{", "}", "=", "ü", "\u{a0}", "\u{2028}", "#{x}", "ZZZ",
    ]);
    prop_oneof![prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()), ".*"]
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-zü_][A-Za-z0-9_-]{0,5}"
}

/// Values as the reader makes them: how a text is written is known.
fn read_value() -> impl Strategy<Value = Value> {
    let tag = || "[A-Z]{1,3}";
    let text = prop_oneof![
        any_text().prop_map(|text| Text { text, form: TextForm::SingleLine }),
        (heredoc_text(), tag()).prop_map(|(text, tag)| Text { text, form: TextForm::Heredoc { tag } }),
        (heredoc_text(), tag()).prop_map(|(text, tag)| Text { text, form: TextForm::IndentedHeredoc { tag } }),
    ];
    let leaf = prop_oneof![scalar(), text.prop_map(Value::Text)];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(scalar(), 0..4).prop_map(Value::Array),
            prop::collection::btree_map(prop_oneof![name(), any_text()], inner, 0..4).prop_map(Value::Dictionary),
        ]
    })
}

/// A heredoc cannot end in a carriage return, and the tags here must not occur in it.
fn heredoc_text() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| {
        text.replace(|character: char| character.is_ascii_uppercase(), "x").trim_end_matches('\r').to_owned()
    })
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Integer),
        "-?[0-9]{1,30}\\.[0-9]{1,30}"
            .prop_map(|number| Value::Decimal(number.parse().expect("it is digits, a dot and digits"))),
        any_text().prop_map(|text| Value::Text(Text { text, form: TextForm::SingleLine })),
    ]
}

fn node(value: impl Strategy<Value = Value> + Clone + 'static) -> impl Strategy<Value = Node> {
    let attribute = (name(), value).prop_map(|(name, value)| Node::from(Attribute::new(name, value)));
    attribute.prop_recursive(4, 24, 5, |inner| {
        (name(), prop::collection::vec(any_text(), 0..3), prop::collection::vec(inner, 0..5))
            .prop_map(|(name, labels, children)| Node::from(Block { labels, children, ..Block::new(name) }))
    })
}

fn document() -> impl Strategy<Value = Document> {
    prop::collection::vec(node(read_value().boxed()), 0..5).prop_map(|nodes| Document { nodes })
}

proptest! {
    #[test]
    fn a_document_written_and_read_is_the_same(document in document()) {
        let text = document.to_string();
        let read = Document::parse(&text);
        prop_assert_eq!(read.as_ref(), Ok(&document), "{}", text);
        prop_assert_eq!(read.unwrap().to_string(), text);
    }

    #[test]
    fn a_text_keeps_every_character_however_it_is_written(text in any_text(), tag in "[A-Z]{0,3}", level in 0_usize..3) {
        let forms = [
            TextForm::Free, TextForm::SingleLine, TextForm::Heredoc { tag: tag.clone() }, TextForm::IndentedHeredoc { tag },
        ];
        for form in forms {
            let value = Value::Text(Text { text: text.clone(), form });
            let mut node = Node::from(Attribute::new("body", value));
            for _ in 0..level {
                node = Block { children: vec![node], ..Block::new("block") }.into();
            }
            let written = Document { nodes: vec![node] }.to_string();
            let mut nodes = Document::parse(&written).unwrap().nodes;
            for _ in 0..level {
                nodes = match nodes.remove(0) {
                    Node::Block(block) => block.children,
                    Node::Attribute(_) => panic!("a block became an attribute: {written}"),
                };
            }
            let read = Document { nodes };
            prop_assert_eq!(read.attribute("body").and_then(Value::as_str), Some(text.as_str()), "{}", written);
        }
    }

    #[test]
    fn no_text_brings_the_reader_down(text in any_text(), soup in "[a{}\\[\\]=\"<\\-E \n,.0-9\\\\]{0,40}") {
        for text in [text.clone(), soup.clone(), format!("a = {soup}"), format!("a {{\n{soup}\n}}"), format!("a = <<-{soup}\n{text}")] {
            if let Ok(document) = Document::parse(&text) {
                let written = document.to_string();
                prop_assert_eq!(Document::parse(&written), Ok(document), "{}", written);
            }
        }
    }
}

#[test]
fn nesting_beyond_all_sense_is_an_error_and_not_a_crash() {
    for piece in ["a {\n", "a = [[[[", "a = {\na = {\n"] {
        assert!(Document::parse(&piece.repeat(100_000)).is_err());
    }
    assert!(matches!(Document::parse(&format!("a = {}", "[".repeat(100_000))), Err(ocl::OclError::TooDeep { .. })));
}
