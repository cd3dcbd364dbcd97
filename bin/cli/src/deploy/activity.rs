//! The log of a running task, element by element, each printed once when it is finished.

use std::collections::HashSet;

use crate::client::Resource;
use crate::output::{Automation, Printer, ServiceMessages};
use crate::surroundings::Console;

/// Remembers what has been printed.
#[derive(Debug, Default)]
pub(super) struct ActivityPrinter {
    printed: HashSet<String>,
}

impl ActivityPrinter {
    /// Prints what is new in the details of a task. The root element is the task itself and is not printed.
    pub(super) fn show(&mut self, printer: &Printer, messages: ServiceMessages, details: &Resource) {
        let as_blocks = messages.enabled && messages.automation != Automation::AzureDevOps;
        for root in details.children("ActivityLogs") {
            for element in root.children("Children") {
                if as_blocks {
                    self.show_block(printer, messages, &element);
                } else {
                    self.show_lines(printer, &element, "");
                }
            }
        }
    }

    /// Whether the element is finished and was not printed before. A step is finished only with all its children.
    fn is_due(&mut self, element: &Resource) -> bool {
        let status = element.text("Status");
        status != "Pending" && status != "Running" && self.printed.insert(element.id().to_owned())
    }

    fn show_lines(&mut self, printer: &Printer, element: &Resource, indent: &str) {
        if !self.is_due(element) {
            return;
        }
        let line = format!("{indent}         {}: {}", element.text("Status"), element.name());
        match element.text("Status") {
            "Failed" => printer.error(&line),
            "SuccessWithWarning" => printer.warning(&line),
            _ => printer.information(&line),
        }
        for entry in element.children("LogElements") {
            let category = entry.text("Category");
            let text = wrap(entry.text("MessageText"), indent.len() + 11, printer.console());
            let line = format!("{indent}{category:<8}   {text}");
            match category {
                "Error" | "Fatal" => printer.error(&line),
                "Warning" => printer.warning(&line),
                _ => printer.information(&line),
            }
        }
        for child in element.children("Children") {
            self.show_lines(printer, &child, &format!("{indent}  "));
        }
    }

    fn show_block(&mut self, printer: &Printer, messages: ServiceMessages, element: &Resource) {
        if !self.is_due(element) {
            return;
        }
        let name = format!("{}: {}", element.text("Status"), element.name());
        messages.write(printer, "blockOpened", &[("name", &name)]);
        for entry in element.children("LogElements") {
            let status = match entry.text("Category") {
                "Error" => "ERROR",
                "Fatal" => "FAILURE",
                "Warning" => "WARNING",
                _ => "NORMAL",
            };
            for line in entry.text("MessageText").split('\n').filter(|line| !line.trim().is_empty()) {
                // A script may speak to TeamCity itself; wrapping its words would hide them.
                if line.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("##teamcity")) {
                    printer.information(line);
                } else {
                    messages.write(printer, "message", &[("text", line), ("status", status)]);
                }
            }
        }
        for child in element.children("Children") {
            self.show_block(printer, messages, &child);
        }
        messages.write(printer, "blockClosed", &[("name", &name)]);
    }
}

/// Breaks a text at the console's edge, and puts the indent before every line but the first.
fn wrap(text: &str, indent: usize, console: Console) -> String {
    let Console::Terminal { columns } = console else { return indent_lines(text, indent) };
    let width = columns.saturating_sub(indent).max(20);
    let mut lines = Vec::new();
    for line in text.lines() {
        let characters: Vec<char> = line.chars().collect();
        if characters.is_empty() {
            lines.push(String::new());
        }
        lines.extend(characters.chunks(width).map(|chunk| chunk.iter().collect::<String>()));
    }
    indent_lines(&lines.join("\n"), indent)
}

fn indent_lines(text: &str, indent: usize) -> String {
    text.trim_end().replace("\r\n", "\n").replace('\n', &format!("\n{}", " ".repeat(indent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_break_at_the_edge_of_a_terminal_only() {
        let text = "a".repeat(45);
        let wrapped = wrap(&text, 11, Console::Terminal { columns: 41 });
        assert_eq!(wrapped, format!("{}\n           {}", "a".repeat(30), "a".repeat(15)));
        assert_eq!(wrap(&text, 11, Console::Plain), text);
        assert_eq!(wrap("a\r\nb\n", 2, Console::Plain), "a\n  b");
    }
}
