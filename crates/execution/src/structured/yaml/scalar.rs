//! Which styles a text can be written in.

use super::Style;

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) flow: bool,
    pub(super) key: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact about a text, and any mixture is possible")]
#[derive(Debug, Default)]
struct Traits {
    special: bool,
    breaks: bool,
    flow_indicators: bool,
    block_indicators: bool,
    edge_blank: bool,
    edge_break: bool,
    trailing_space: bool,
    space_break: bool,
    break_space: bool,
}

/// The style to write a text in: the wanted one, if the text can be read back from it.
pub(super) fn style(text: &str, wanted: Style, place: Place) -> Style {
    let traits = traits(text);
    let only_double = traits.special || traits.space_break;
    let single = !(only_double || traits.break_space || place.key && traits.breaks);
    let quoted = if single && !(text.contains('\'') && wanted == Style::Plain) { Style::Single } else { Style::Double };
    match wanted {
        Style::Single if single => Style::Single,
        Style::Double | Style::Single => Style::Double,
        Style::Plain => {
            let indicators = if place.flow { traits.flow_indicators } else { traits.block_indicators };
            let empty = text.is_empty() && (place.flow || place.key);
            let plain =
                !only_double && !traits.edge_blank && !traits.edge_break && !traits.breaks && !indicators && !empty;
            if plain { Style::Plain } else { quoted }
        }
        Style::Literal | Style::Folded => {
            let block = !traits.special && !traits.space_break && !traits.trailing_space && !text.is_empty();
            if block && !place.flow && !place.key { wanted } else { Style::Double }
        }
    }
}

fn traits(text: &str) -> Traits {
    let mut traits = Traits::default();
    if text.starts_with("---") || text.starts_with("...") {
        traits.flow_indicators = true;
        traits.block_indicators = true;
    }
    let characters: Vec<char> = text.chars().collect();
    let (mut previous_space, mut previous_break) = (false, false);
    for (index, &character) in characters.iter().enumerate() {
        let before_blank = characters.get(index + 1).is_none_or(|next| next.is_whitespace());
        let after_blank = index == 0 || characters[index - 1].is_whitespace();
        let (flow, block) = match character {
            '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`'
                if index == 0 =>
            {
                (true, true)
            }
            '-' if index == 0 => (before_blank, before_blank),
            ',' | '[' | ']' | '{' | '}' => (true, false),
            '?' => (true, index == 0 && before_blank),
            ':' => (true, before_blank),
            '#' => (after_blank, after_blank),
            _ => (false, false),
        };
        traits.flow_indicators |= flow;
        traits.block_indicators |= block;
        traits.special |= !is_printable(character) && !is_break(character);
        let (edge_first, edge_last) = (index == 0, index + 1 == characters.len());
        if character == ' ' {
            traits.edge_blank |= edge_first || edge_last;
            traits.trailing_space |= edge_last;
            traits.break_space |= previous_break;
            (previous_space, previous_break) = (true, false);
        } else if is_break(character) {
            traits.breaks = true;
            traits.edge_break |= edge_first || edge_last;
            traits.space_break |= previous_space;
            traits.special |= character == '\r';
            (previous_space, previous_break) = (false, true);
        } else {
            (previous_space, previous_break) = (false, false);
        }
    }
    traits
}

pub(super) fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters beyond the basic plane are written as escapes, as the product does.
pub(super) fn is_printable(character: char) -> bool {
    matches!(character, '\t' | '\n' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}
