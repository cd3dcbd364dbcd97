//! How documents look when they are written.

use std::collections::BTreeMap;

use ocl::{Attribute, Block, Document, Node, Text, TextForm, Value};

fn text(text: &str, form: TextForm) -> Value {
    Value::Text(Text { text: text.to_owned(), form })
}

#[test]
fn a_step_looks_as_people_know_it() {
    let properties = BTreeMap::from([
        ("b".to_owned(), Value::from("1")),
        ("Octopus.Action.Script.ScriptBody".to_owned(), Value::from("echo 1\n\n  echo 2")),
        ("A b".to_owned(), Value::Null),
    ]);
    let action = Block {
        children: vec![
            Attribute::new("environments", Value::Array(vec!["test".into(), "a\"b".into()])).into(),
            Attribute::new("is_disabled", true).into(),
            Attribute::new("properties", Value::Dictionary(properties)).into(),
            Block::new("container").into(),
            Attribute::new("last", 1).into(),
        ],
        ..Block::new("action")
    };
    let step = Block {
        labels: vec!["deploy".to_owned()],
        children: vec![Attribute::new("name", "Deploy").into(), action.into()],
        ..Block::new("step")
    };
    let document = Document { nodes: vec![Attribute::new("version", 4).into(), step.into(), Block::new("end").into()] };
    let expected = r#"version = 4

step "deploy" {
    name = "Deploy"

    action {
        environments = ["test", "a\"b"]
        is_disabled = true
        properties = {
            "A b" = null
            b = "1"
            Octopus.Action.Script.ScriptBody = <<-EOT
                    echo 1
@
                      echo 2
                    EOT
        }

        container {}

        last = 1
    }
}

end {}"#;
    // The empty line of the script carries its indent.
    assert_eq!(document.to_string(), expected.replace('@', &" ".repeat(20)));
}

#[test]
fn a_text_is_written_in_its_form() {
    let cases = [
        ("a", TextForm::Free, r#"x = "a""#),
        ("a\nb", TextForm::Free, "x = <<-EOT\n        a\n        b\n        EOT"),
        ("a\nb", TextForm::SingleLine, r#"x = "a\nb""#),
        ("a\r\nb\t\\", TextForm::SingleLine, r#"x = "a\r\nb\t\\""#),
        (" a\nb", TextForm::Heredoc { tag: "T".to_owned() }, "x = <<T\n a\nb\nT"),
        ("a", TextForm::IndentedHeredoc { tag: String::new() }, "x = <<-EOT\n        a\n        EOT"),
    ];
    for (content, form, expected) in cases {
        assert_eq!(Node::from(Attribute::new("x", text(content, form))).to_string(), expected);
    }
}

#[test]
fn a_tag_that_a_line_of_the_text_would_close_is_numbered() {
    let node = Node::from(Attribute::new("x", "a\n EOT \nEOT1"));
    assert_eq!(node.to_string(), "x = <<-EOT2\n        a\n         EOT \n        EOT1\n        EOT2");
}

#[test]
fn what_a_heredoc_would_lose_is_written_in_quotes() {
    let node = Node::from(Attribute::new("x", "a\nb\r"));
    assert_eq!(node.to_string(), r#"x = "a\nb\r""#);
}

#[test]
fn empty_things_are_written_on_one_line() {
    let nodes = [Value::Array(Vec::new()), Value::Dictionary(BTreeMap::new()), Value::from("")];
    let written: Vec<String> = nodes.map(|value| Node::from(Attribute::new("x", value)).to_string()).into();
    assert_eq!(written, ["x = []", "x = {}", "x = \"\""]);
    assert_eq!(Document::default().to_string(), "");
}
