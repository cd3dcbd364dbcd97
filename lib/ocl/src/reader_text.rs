//! Reading texts: quotes and heredocs.

use crate::name::continues_name;
use crate::reader::{Reader, is_blank};
use crate::{OclError, Text, TextForm};

impl Reader<'_> {
    /// A text in quotes. The next character is the first quote.
    pub(crate) fn quoted(&mut self) -> Result<String, OclError> {
        let start = self.at;
        self.skip("\"");
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|character| !matches!(character, '"' | '\\' | '\n' | '\r')));
            if self.skip("\"") {
                return Ok(text);
            }
            let at = self.at;
            if !self.skip("\\") {
                return Err(OclError::UnclosedText { at: self.position(start) });
            }
            let Some(character) = self.peek() else {
                return Err(OclError::UnclosedText { at: self.position(start) });
            };
            self.at += character.len_utf8();
            text.push(match character {
                'r' => '\r',
                'n' => '\n',
                't' => '\t',
                '\\' | '"' => character,
                character => return Err(OclError::UnknownEscape { at: self.position(at), character }),
            });
        }
    }

    /// `<<TAG` or `<<-TAG`, the lines of the text, and a line with the tag alone.
    pub(crate) fn heredoc(&mut self) -> Result<Text, OclError> {
        let start = self.at;
        if !self.skip("<<") {
            return Err(self.unexpected("<< or <<-"));
        }
        let indented = self.skip("-");
        let tag = self.take_while(continues_name);
        if tag.is_empty() {
            return Err(self.unexpected("the tag that closes the heredoc"));
        }
        self.skip_blanks();
        self.skip("\r");
        if !self.skip("\n") {
            return Err(self.unexpected("the end of the line"));
        }

        let mut lines = Vec::new();
        let closing = loop {
            let line = self.rest().split('\n').next().unwrap_or_default();
            if line.trim() == tag {
                // The line end behind the tag belongs to the document.
                self.at += line.trim_end().len();
                break line;
            }
            self.at += line.len();
            if !self.skip("\n") {
                return Err(OclError::UnclosedHeredoc { at: self.position(start), tag: tag.to_owned() });
            }
            lines.push(line);
        };

        let indent = if indented { shared_indent(&lines, closing) } else { 0 };
        let mut text = String::new();
        for (place, line) in lines.iter().enumerate() {
            if place > 0 {
                text.push('\n');
            }
            let blanks = line.bytes().take(indent).take_while(|&byte| is_blank(char::from(byte))).count();
            let line = &line[blanks..];
            // The end of the last line, which may be of two characters, is not part of the text.
            let is_last = place + 1 == lines.len();
            text.push_str(if is_last { line.strip_suffix('\r').unwrap_or(line) } else { line });
        }
        let tag = tag.to_owned();
        let form = if indented { TextForm::IndentedHeredoc { tag } } else { TextForm::Heredoc { tag } };
        Ok(Text { text, form })
    }
}

/// The smallest indent of all lines that hold anything, and of the closing tag. Editors strip the blanks of empty lines,
/// so these have no say.
fn shared_indent(lines: &[&str], closing: &str) -> usize {
    lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .chain([&closing])
        .map(|line| line.chars().take_while(|&character| is_blank(character)).count())
        .min()
        .unwrap_or_default()
}
