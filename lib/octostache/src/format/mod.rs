//! Numbers and dates by .NET format texts (VF, `Format`).

mod custom_number;
mod date;
mod date_parse;
mod decimal;
mod standard_number;

pub(crate) use date::{Moment, Zone, format as format_date, round_trip};
pub(crate) use date_parse::parse as parse_date;
pub(crate) use decimal::Decimal;

use crate::culture::Culture;

/// What a number was read as; it decides which formats it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberKind {
    Integer,
    Double,
    Decimal,
}

/// Writes a number in a standard or custom format; nothing when the format is not one for it.
pub(crate) fn format_number(number: &Decimal, kind: NumberKind, format: &str, culture: Culture) -> Option<String> {
    match standard_number::specifier(format) {
        Some((letter, precision)) => standard_number::format(number, kind, letter, precision, culture),
        None => Some(custom_number::format(number, format, culture)),
    }
}
