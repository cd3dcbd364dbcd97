//! Lines that a build server reads: `##teamcity[...]` and its relatives.

use super::{Automation, Printer};

/// Writes service messages, when they were asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServiceMessages {
    pub enabled: bool,
    pub automation: Automation,
}

impl ServiceMessages {
    /// `setParameter name='octo.releaseNumber' value='1.0.4'`, with TeamCity's frame around it under TeamCity.
    pub(crate) fn write(self, printer: &Printer, name: &str, attributes: &[(&str, &str)]) {
        if !self.enabled {
            return;
        }
        let mut text = name.to_owned();
        for (key, value) in attributes {
            text.extend([" ", key, "='", &escape(value), "'"]);
        }
        self.write_framed(printer, &text);
    }

    fn write_framed(self, printer: &Printer, text: &str) {
        match self.automation {
            Automation::TeamCity => printer.information(&format!("##teamcity[{text}]")),
            Automation::AzureDevOps | Automation::Other(_) | Automation::None => printer.information(text),
        }
    }
}

/// TeamCity's escapes: `|` introduces each of them.
pub(super) fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for character in value.chars() {
        let letter = match character {
            '|' | '\'' | '[' | ']' => character,
            '\n' => 'n',
            '\r' => 'r',
            '\u{85}' => 'x',
            '\u{2028}' => 'l',
            '\u{2029}' => 'p',
            plain => {
                escaped.push(plain);
                continue;
            }
        };
        escaped.push('|');
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_special_character_is_escaped() {
        assert_eq!(escape("a|b'c[d]\r\n\u{85}\u{2028}\u{2029}"), "a||b|'c|[d|]|r|n|x|l|p");
    }

    proptest! {
        #[test]
        fn an_escaped_value_cannot_end_the_message(value in "\\PC{0,30}") {
            let escaped = escape(&value);
            let rest = escaped.replace("||", "").replace("|'", "").replace("|[", "").replace("|]", "");
            prop_assert!(!rest.contains(['\'', '[', ']', '\n', '\r']));
        }
    }
}
