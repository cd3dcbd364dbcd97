//! What the reader accepts, and what it says about the rest.

use ocl::{Document, Node, OclError, Value};

#[track_caller]
fn error(text: &str) -> String {
    Document::parse(text).expect_err("the text should be refused").to_string()
}

#[test]
fn a_step_reads_as_it_looks() {
    let document = Document::parse(
        r#"
step "deploy-web" {
    name = "Deploy web"

    action {
        action_type = "Octopus.Script"
        environments = ["test", "production"]
        properties = {
            Octopus.Action.Script.ScriptBody = <<-EOT
                echo "hello"
                  echo "world"
            EOT
            "Octopus.Action.Run On" = "Server"
        }
    }
}
"#,
    )
    .unwrap();
    let step = document.blocks("step").next().unwrap();
    assert_eq!((step.labels.as_slice(), step.line), (["deploy-web".to_owned()].as_slice(), Some(2)));
    let action = step.blocks("action").next().unwrap();
    assert_eq!(action.line, Some(5));
    let Some(Value::Dictionary(properties)) = action.attribute("properties") else { panic!("no properties") };
    assert_eq!(
        properties["Octopus.Action.Script.ScriptBody"].as_str(),
        Some("    echo \"hello\"\n      echo \"world\"")
    );
    assert_eq!(properties["Octopus.Action.Run On"].as_str(), Some("Server"));
}

#[test]
fn nodes_know_their_lines() {
    let text = "a = <<T\n\n\nT\nb = 1\n\nc {\n  d = [\n 1,\n 2]\n  e = 1\n}\nf = 1";
    let lines: Vec<_> = Document::parse(text)
        .unwrap()
        .nodes
        .iter()
        .map(|node| match node {
            Node::Attribute(attribute) => attribute.line,
            Node::Block(block) => {
                assert!(matches!(&block.children[1], Node::Attribute(e) if e.line == Some(11)));
                block.line
            }
        })
        .collect();
    assert_eq!(lines, [Some(1), Some(5), Some(7), Some(13)]);
}

#[test]
fn windows_line_ends_are_line_ends() {
    let document = Document::parse("a = 1\r\nb {\r\n  c = <<-T\r\n    x\r\n    y\r\n    T\r\n}\r\n").unwrap();
    let block = document.blocks("b").next().unwrap();
    assert_eq!(block.attribute("c").and_then(Value::as_str), Some("x\r\ny"));
}

#[test]
fn empty_lines_do_not_count_as_indent() {
    let document = Document::parse("a = <<-T\n    x\n\n  \n      y\n    T").unwrap();
    assert_eq!(document.attribute("a").and_then(Value::as_str), Some("x\n\n\n  y"));
}

#[test]
fn an_error_says_where_and_what_is_expected() {
    for (text, expected) in [
        (
            "a = 1\n  b = ?",
            "line 2, column 7: expected a value: null, true, false, a number, a text in quotes, a heredoc, [ or {, found '?'",
        ),
        ("a = 1 b = 2", "line 1, column 7: expected the end of the line, found 'b'"),
        ("a {", "line 1, column 4: expected the name of an attribute or a block, or }, found the end of the document"),
        ("a = [1 2]", "line 1, column 8: expected , or ], found '2'"),
        ("}", "line 1, column 1: expected the name of an attribute or a block, found '}'"),
        ("a\n", "line 1, column 2: expected = for an attribute, a label or { for a block, found the end of the line"),
        (r#"a = "x\q""#, "line 1, column 7: Unrecognised character escape: \\q"),
        ("a = {\n k = 1\n k = 2\n}", "line 3, column 2: the key \"k\" stands twice in this dictionary"),
        ("a = 99999999999999999999", "line 1, column 5: the number 99999999999999999999 is too large"),
        ("a = <<T\nx", "line 1, column 5: the heredoc is not closed: no line holds only T"),
        (
            "ü = \"x",
            "line 1, column 5: the text is not closed: its second quote must stand on the same line, or write it as a heredoc",
        ),
    ] {
        assert_eq!(error(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_the_language_is_refused() {
    for text in [
        "1a = 1",
        "= 1",
        "a = ",
        "a = tru",
        "a = 1.",
        "a = -",
        "a = .5",
        "a = [1,]",
        "a = [,1]",
        "a = {b}",
        "a = {b = 1 c = 2}",
        "a \"b\"",
        "a \"b\" = 1",
        "a = \"b\nc\"",
        "a b {}",
        "a {} b {}",
        "a = <<\nx\n",
        "a = <T\nx\nT",
    ] {
        assert!(Document::parse(text).is_err(), "{text}");
    }
}

#[test]
fn an_error_knows_its_position() {
    let position = Document::parse("a = 1\nb = \"").unwrap_err().position();
    assert_eq!((position.line, position.column), (2, 5));
    assert!(matches!(Document::parse("a = \"\\"), Err(OclError::UnclosedText { .. })));
}
