//! Pictures of numbers: `#,##0.00;(#)`.

use std::fmt::Write;

use super::decimal::Decimal;
use crate::culture::Culture;

/// A section of the format, cut into its pieces.
enum Piece {
    Literal(String),
    /// `0`, or `#` when not required.
    Digit {
        required: bool,
    },
    Point,
    Comma,
    Exponent {
        letter: char,
        plus: bool,
        digits: usize,
    },
}

pub(super) fn format(number: &Decimal, format: &str, culture: Culture) -> String {
    let sections = sections(format);
    let is_zero = number.is_zero();
    // A section of its own says how negative numbers look, sign included.
    let (section, shows_sign) = match sections.as_slice() {
        [_, _, zero, ..] if is_zero => (zero, false),
        [_, negative, ..] if number.negative && !is_zero && !negative.is_empty() => (negative, false),
        [first, ..] => (first, true),
        [] => return String::new(),
    };
    Picture::new(section).write(number, shows_sign, culture)
}

/// Cuts at `;` outside of quotes and escapes, and reads the pieces.
fn sections(format: &str) -> Vec<Vec<Piece>> {
    let mut sections = vec![Vec::new()];
    let mut characters = format.chars().peekable();
    while let Some(character) = characters.next() {
        let piece = match character {
            ';' => {
                sections.push(Vec::new());
                continue;
            }
            '0' => Piece::Digit { required: true },
            '#' => Piece::Digit { required: false },
            '.' => Piece::Point,
            ',' => Piece::Comma,
            '\\' => Piece::Literal(characters.next().map(String::from).unwrap_or_default()),
            '"' | '\'' => Piece::Literal(characters.by_ref().take_while(|next| *next != character).collect()),
            'e' | 'E' => exponent(character, &mut characters),
            other => Piece::Literal(other.to_string()),
        };
        sections.last_mut().expect("there is always a section").push(piece);
    }
    sections
}

fn exponent(letter: char, characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Piece {
    let mut ahead = characters.clone();
    let sign = ahead.next_if(|next| matches!(next, '+' | '-'));
    let digits = ahead.clone().take_while(|next| *next == '0').count();
    if digits == 0 {
        return Piece::Literal(letter.to_string());
    }
    for _ in 0..digits {
        ahead.next();
    }
    *characters = ahead;
    Piece::Exponent { letter, plus: sign == Some('+'), digits: digits.min(10) }
}

/// A section, measured.
struct Picture<'p> {
    before_point: &'p [Piece],
    after_point: &'p [Piece],
    /// Places for digits before and after the point.
    whole_places: usize,
    places: usize,
    /// Powers of ten that percent signs and scaling commas ask for.
    scale: i32,
    groups: bool,
    has_exponent: bool,
}

impl<'p> Picture<'p> {
    fn new(pieces: &'p [Piece]) -> Self {
        let point = pieces.iter().position(|piece| matches!(piece, Piece::Point));
        let (before_point, after_point) = pieces.split_at(point.unwrap_or(pieces.len()));
        let first = before_point.iter().position(Piece::is_digit);
        let last = before_point.iter().rposition(Piece::is_digit);

        // Commas behind the last digit divide by a thousand each; commas between digits ask for groups.
        let is_comma = |piece: &Piece| matches!(piece, Piece::Comma);
        let behind_last = last.map_or(&[][..], |last| &before_point[last..]);
        let between = first.zip(last).map_or(&[][..], |(first, last)| &before_point[first..last]);
        let thousands = behind_last.iter().filter(|piece| is_comma(piece)).map(|_| -3).sum::<i32>();
        let percents = pieces.iter().map(Piece::percent).sum::<i32>();
        Self {
            before_point,
            after_point,
            whole_places: count(before_point),
            places: count(after_point),
            scale: thousands + percents,
            groups: between.iter().any(is_comma),
            has_exponent: pieces.iter().any(|piece| matches!(piece, Piece::Exponent { .. })),
        }
    }

    fn write(&self, number: &Decimal, shows_sign: bool, culture: Culture) -> String {
        let mut scaled = number.clone().shifted(self.scale);
        let mut power = 0;
        if self.has_exponent {
            scaled = scaled.significant((self.whole_places + self.places).max(1));
            let wanted = i32::try_from(self.whole_places).unwrap_or(i32::MAX);
            power = if scaled.is_zero() { 0 } else { scaled.point.saturating_sub(wanted) };
            scaled = scaled.shifted(-power);
        }
        let rounded = scaled.rounded(self.places);
        let mut out = String::new();
        if shows_sign && rounded.negative && !rounded.is_zero() {
            out.push('-');
        }
        self.write_whole(&rounded, power, culture, &mut out);
        self.write_fraction(&rounded, power, culture, &mut out);
        out
    }

    fn write_whole(&self, number: &Decimal, power: i32, culture: Culture, out: &mut String) {
        let whole = if number.point > 0 { number.whole() } else { String::new() };
        if self.whole_places == 0 && self.places > 0 {
            out.push_str(&whole);
        }
        let group = culture.row().group;
        let mut left = whole.len().max(self.whole_places);
        let mut required = false;
        let mut extra = whole.len().saturating_sub(self.whole_places);
        for piece in self.before_point {
            let Piece::Digit { required: here } = piece else {
                piece.write(power, out);
                continue;
            };
            required |= here;
            // The first place also takes the digits that have no place of their own.
            for _ in 0..=std::mem::take(&mut extra) {
                let digit = whole.len().checked_sub(left).and_then(|place| whole[place..].chars().next());
                left -= 1;
                if let Some(digit) = digit.or(if required { Some('0') } else { None }) {
                    out.push(digit);
                    if self.groups && left > 0 && left.is_multiple_of(3) {
                        out.push_str(group);
                    }
                }
            }
        }
    }

    fn write_fraction(&self, number: &Decimal, power: i32, culture: Culture, out: &mut String) {
        let digits = self.after_point.iter().filter(|piece| piece.is_digit());
        let required = digits.enumerate().filter(|(_, piece)| matches!(piece, Piece::Digit { required: true }));
        let required = required.last().map_or(0, |(place, _)| place + 1);
        let fraction = number.fraction(self.places);
        let shown = fraction.trim_end_matches('0').len().max(required);
        if shown > 0 {
            out.push_str(culture.row().decimal);
        }
        let mut digits = fraction[..shown].chars();
        for piece in self.after_point {
            if piece.is_digit() {
                out.extend(digits.next());
            } else {
                piece.write(power, out);
            }
        }
    }
}

fn count(pieces: &[Piece]) -> usize {
    pieces.iter().filter(|piece| piece.is_digit()).count()
}

impl Piece {
    fn is_digit(&self) -> bool {
        matches!(self, Self::Digit { .. })
    }

    fn percent(&self) -> i32 {
        match self {
            Self::Literal(text) if text == "%" => 2,
            Self::Literal(text) if text == "\u{2030}" => 3,
            Self::Literal(_) | Self::Digit { .. } | Self::Point | Self::Comma | Self::Exponent { .. } => 0,
        }
    }

    /// Writes what is no digit.
    fn write(&self, power: i32, out: &mut String) {
        match self {
            Self::Literal(text) => out.push_str(text),
            Self::Exponent { letter, plus, digits } => {
                let sign = match (power < 0, plus) {
                    (true, _) => "-",
                    (false, true) => "+",
                    (false, false) => "",
                };
                let width = *digits;
                write!(out, "{letter}{sign}{:0width$}", power.unsigned_abs()).expect("writing to a text does not fail");
            }
            Self::Digit { .. } | Self::Point | Self::Comma => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::culture::Culture;
    use crate::format::{Decimal, NumberKind, format_number};

    #[track_caller]
    fn check(number: &str, format: &str, culture: &str, expected: Option<&str>) {
        let culture = Culture::by_name(culture).expect("a known culture");
        let number = Decimal::parse(number, Culture::default()).expect("a number");
        let found = format_number(&number, NumberKind::Decimal, format, culture);
        assert_eq!(found.as_deref(), expected, "{number:?} as {format}");
    }

    #[test]
    fn standard_formats_follow_the_culture() {
        check("23.4", "C", "en-US", Some("$23.40"));
        check("-1234.567", "C", "en-US", Some("-$1,234.57"));
        check("-1234.567", "C", "", Some("(¤1,234.57)"));
        check("1234.5", "C", "de-DE", Some("1.234,50 €"));
        check("1234.5", "N0", "en-GB", Some("1,235"));
        check("1234.5", "F3", "", Some("1234.500"));
        check("0.1234", "P1", "", Some("12.3 %"));
        check("12345", "E2", "", Some("1.23E+004"));
        check("0", "e1", "", Some("0.0e+000"));
        check("23.40", "G", "", Some("23.40"));
        check("12345", "G2", "", Some("1.2E+04"));
        check("-0.001", "F2", "", Some("0.00"));
        check("1.5", "D", "", None);
        check("1", "F1000", "", None);
    }

    #[test]
    fn pictures_place_the_digits() {
        check("1234.5", "0.00", "", Some("1234.50"));
        check("1234.5", "#,##0.##", "", Some("1,234.5"));
        check("5", "000", "", Some("005"));
        check("0", "#", "", Some(""));
        check("0.5", "#.#", "", Some(".5"));
        check("1234567", "0,,.0", "", Some("1.2"));
        check("0.25", "0%", "", Some("25%"));
        check("-5", "0;(0);'nil'", "", Some("(5)"));
        check("0", "0;(0);'nil'", "", Some("nil"));
        check("-5", "0 \\0", "", Some("-5 0"));
        check("12345", "0.0E+00", "", Some("1.2E+04"));
        check("1234567", "0,0", "", Some("1,234,567"));
        check("12.5", ".00", "", Some("12.50"));
        check("12.5", "abc", "", Some("abc"));
    }
}
