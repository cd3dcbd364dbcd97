//! One letter and an optional precision: `C`, `N2`, `E3`.

use super::NumberKind;
use super::decimal::{Decimal, grouped};
use crate::culture::Culture;

/// More places than any number has; it bounds what a format can cost.
const MAX_PRECISION: usize = 999;

/// The letter and the precision, if the format is a standard one. No format is the general one.
pub(super) fn specifier(format: &str) -> Option<(char, Option<usize>)> {
    let mut characters = format.chars();
    let Some(letter) = characters.next() else { return Some(('G', None)) };
    let digits = characters.as_str();
    if !letter.is_ascii_alphabetic() || digits.len() > 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((letter, if digits.is_empty() { None } else { digits.parse().ok() }))
}

pub(super) fn format(
    number: &Decimal,
    kind: NumberKind,
    letter: char,
    precision: Option<usize>,
    culture: Culture,
) -> Option<String> {
    if precision.is_some_and(|precision| precision > MAX_PRECISION) {
        return None;
    }
    let row = culture.row();
    match letter.to_ascii_uppercase() {
        'C' => {
            let rounded = number.rounded(precision.unwrap_or(2));
            let text = fixed(&rounded, precision.unwrap_or(2), culture, true);
            let pattern = if is_negative(&rounded) { row.negative_currency } else { row.positive_currency };
            Some(pattern.replace('$', row.currency).replace('n', &text))
        }
        'P' => {
            let rounded = number.clone().shifted(2).rounded(precision.unwrap_or(2));
            let text = fixed(&rounded, precision.unwrap_or(2), culture, true);
            let pattern = if is_negative(&rounded) { row.negative_percent } else { row.positive_percent };
            Some(pattern.replace('n', &text))
        }
        'F' => Some(signed(&number.rounded(precision.unwrap_or(2)), precision.unwrap_or(2), culture, false)),
        'N' => Some(signed(&number.rounded(precision.unwrap_or(2)), precision.unwrap_or(2), culture, true)),
        'E' => Some(scientific(number, precision.unwrap_or(6), letter, 3, culture)),
        'G' => Some(general(number, kind, precision, letter, culture)),
        'R' if kind == NumberKind::Double => Some(general(number, kind, None, letter, culture)),
        'D' if kind == NumberKind::Integer => {
            let whole = number.whole();
            let sign = if number.negative { "-" } else { "" };
            Some(format!("{sign}{}{whole}", "0".repeat(precision.unwrap_or(0).saturating_sub(whole.len()))))
        }
        'X' if kind == NumberKind::Integer => {
            let whole: i64 = number.whole().parse().ok()?;
            let number = i32::try_from(if number.negative { -whole } else { whole }).ok()?;
            let width = precision.unwrap_or(0);
            Some(if letter == 'X' { format!("{number:0width$X}") } else { format!("{number:0width$x}") })
        }
        _ => None,
    }
}

/// A number that rounds to zero loses its sign.
fn is_negative(number: &Decimal) -> bool {
    number.negative && !number.is_zero()
}

fn fixed(number: &Decimal, places: usize, culture: Culture, groups: bool) -> String {
    let row = culture.row();
    let whole = number.whole();
    let mut text = if groups { grouped(&whole, row.group) } else { whole };
    if places > 0 {
        text.push_str(row.decimal);
        text.push_str(&number.fraction(places));
    }
    text
}

fn signed(number: &Decimal, places: usize, culture: Culture, groups: bool) -> String {
    let sign = if is_negative(number) { "-" } else { "" };
    sign.to_owned() + &fixed(number, places, culture, groups)
}

fn scientific(number: &Decimal, places: usize, letter: char, exponent_digits: usize, culture: Culture) -> String {
    let rounded = number.significant(places + 1);
    let exponent = if rounded.is_zero() { 0 } else { rounded.point - 1 };
    let mantissa = Decimal { point: i32::from(!rounded.is_zero()), ..rounded };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}{letter}{sign}{:0exponent_digits$}", signed(&mantissa, places, culture, false), exponent.unsigned_abs())
}

/// As short as possible; a decimal without precision shows the places it was written with.
fn general(number: &Decimal, kind: NumberKind, precision: Option<usize>, letter: char, culture: Culture) -> String {
    let precision = precision.filter(|precision| *precision > 0);
    if kind == NumberKind::Decimal && precision.is_none() {
        return signed(number, number.scale, culture, false);
    }
    let rounded = number.significant(precision.unwrap_or(usize::MAX)).trimmed();
    let length = rounded.digits.len();
    let largest = precision.unwrap_or(match kind {
        NumberKind::Integer => 10,
        NumberKind::Double | NumberKind::Decimal => length.max(15),
    });
    let is_too_large = usize::try_from(rounded.point).is_ok_and(|point| point > largest);
    if is_too_large || rounded.point < -3 {
        let letter = if letter.is_ascii_lowercase() { 'e' } else { 'E' };
        return scientific(&rounded, length - 1, letter, 2, culture);
    }
    signed(&rounded, rounded.scale, culture, false)
}
