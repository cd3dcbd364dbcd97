//! Moments, and writing them by .NET format texts.

use std::fmt::Write;

use jiff::SignedDuration;
use jiff::civil::DateTime;

use crate::culture::{Culture, Row};

/// A date and time with what is known about its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) civil: DateTime,
    pub(crate) zone: Zone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// None was named.
    Unknown,
    Utc,
    /// Seconds east of Greenwich.
    Offset(i32),
}

impl Zone {
    fn seconds(self) -> i32 {
        match self {
            Self::Unknown | Self::Utc => 0,
            Self::Offset(seconds) => seconds,
        }
    }
}

impl Moment {
    /// The same moment in another zone; nothing when it falls out of the years 1 to 9999.
    pub(crate) fn in_zone(self, zone: Zone) -> Option<Self> {
        let shift = i64::from(zone.seconds()) - i64::from(self.zone.seconds());
        Some(Self { zone, ..self.plus(SignedDuration::from_secs(shift))? })
    }

    /// So much later, in the same zone.
    pub(crate) fn plus(self, duration: SignedDuration) -> Option<Self> {
        let civil = self.civil.checked_add(duration).ok()?;
        ((1..=9999).contains(&civil.year())).then_some(Self { civil, ..self })
    }

    /// In units of 100 nanoseconds.
    fn fraction(self) -> i32 {
        self.civil.subsec_nanosecond() / 100
    }
}

/// `2030-05-22T09:05:00.0000000`, then nothing, `Z` or an offset.
pub(crate) fn round_trip(moment: Moment) -> String {
    let civil = moment.civil;
    let mut out = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:07}",
        civil.year(),
        civil.month(),
        civil.day(),
        civil.hour(),
        civil.minute(),
        civil.second(),
        moment.fraction()
    );
    zone(moment.zone, &mut out);
    out
}

fn zone(zone: Zone, out: &mut String) {
    match zone {
        Zone::Unknown => {}
        Zone::Utc => out.push('Z'),
        Zone::Offset(seconds) => offset(seconds, 3, out),
    }
}

/// `+2`, `+02`, `+02:00`, by how many letters asked for it.
fn offset(seconds: i32, letters: usize, out: &mut String) {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let written = match letters {
        1 => write!(out, "{sign}{hours}"),
        2 => write!(out, "{sign}{hours:02}"),
        _ => write!(out, "{sign}{hours:02}:{minutes:02}"),
    };
    written.expect("writing to a text does not fail");
}

/// Writes a moment in a standard format (one letter) or a custom one; nothing when it is neither.
pub(crate) fn format(moment: Moment, format: &str, culture: Culture) -> Option<String> {
    let row = culture.row();
    let mut characters = format.chars();
    match (characters.next(), characters.next()) {
        (None, _) => standard(moment, 'G', row),
        (Some(letter), None) => standard(moment, letter, row),
        _ => custom(moment, format, row),
    }
}

fn standard(moment: Moment, letter: char, row: &Row) -> Option<String> {
    let utc = || moment.in_zone(Zone::Utc);
    match letter {
        'd' => custom(moment, row.short_date, row),
        'D' => custom(moment, row.long_date, row),
        'f' => custom(moment, &format!("{} {}", row.long_date, row.short_time), row),
        'F' => custom(moment, &format!("{} {}", row.long_date, row.long_time), row),
        'g' => custom(moment, &format!("{} {}", row.short_date, row.short_time), row),
        'G' => custom(moment, &format!("{} {}", row.short_date, row.long_time), row),
        'm' | 'M' => custom(moment, row.month_day, row),
        'o' | 'O' => Some(round_trip(moment)),
        'r' | 'R' => custom(utc()?, "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", Culture::default().row()),
        's' => custom(moment, "yyyy'-'MM'-'dd'T'HH':'mm':'ss", row),
        't' => custom(moment, row.short_time, row),
        'T' => custom(moment, row.long_time, row),
        'u' => custom(utc()?, "yyyy'-'MM'-'dd HH':'mm':'ss'Z'", row),
        'U' => custom(utc()?, &format!("{} {}", row.long_date, row.long_time), row),
        'y' | 'Y' => custom(moment, row.year_month, row),
        _ => None,
    }
}

fn custom(moment: Moment, format: &str, row: &Row) -> Option<String> {
    let mut out = String::new();
    let mut rest = format;
    while let Some(letter) = rest.chars().next() {
        let count = rest.chars().take_while(|next| *next == letter).count();
        match letter {
            '\\' => {
                let escaped = rest.chars().nth(1)?;
                out.push(escaped);
                rest = &rest[1 + escaped.len_utf8()..];
            }
            '"' | '\'' => {
                let end = rest[1..].find(letter)?;
                out.push_str(&rest[1..=end]);
                rest = &rest[end + 2..];
            }
            '%' => rest = &rest[1..],
            'd' | 'f' | 'F' | 'g' | 'h' | 'H' | 'K' | 'm' | 'M' | 's' | 't' | 'y' | 'z' => {
                let count = if letter == 'K' { 1 } else { count };
                letters(moment, letter, count, row, &mut out)?;
                rest = &rest[count..];
            }
            '/' => {
                out.push_str(row.date_separator);
                rest = &rest[1..];
            }
            _ => {
                out.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    Some(out)
}

fn letters(moment: Moment, letter: char, count: usize, row: &Row, out: &mut String) -> Option<()> {
    let civil = moment.civil;
    let padded = |out: &mut String, number: i32, width: usize| {
        write!(out, "{number:0width$}").expect("writing to a text does not fail");
    };
    let two = count.min(2);
    match letter {
        'd' if count <= 2 => padded(out, civil.day().into(), two),
        'd' => {
            let day = usize::try_from(civil.weekday().to_sunday_zero_offset()).ok()?;
            out.push_str(if count == 3 { row.short_days[day] } else { row.days[day] });
        }
        'M' if count <= 2 => padded(out, civil.month().into(), two),
        'M' => {
            let month = usize::try_from(civil.month() - 1).ok()?;
            out.push_str(if count == 3 { row.short_months[month] } else { row.months[month] });
        }
        'y' if count <= 2 => padded(out, i32::from(civil.year()) % 100, two),
        'y' => padded(out, civil.year().into(), count.min(16)),
        'H' => padded(out, civil.hour().into(), two),
        'h' => padded(out, (i32::from(civil.hour()) + 11) % 12 + 1, two),
        'm' => padded(out, civil.minute().into(), two),
        's' => padded(out, civil.second().into(), two),
        't' => {
            let mark = if civil.hour() < 12 { row.am } else { row.pm };
            out.extend(mark.chars().take(if count == 1 { 1 } else { usize::MAX }));
        }
        'f' | 'F' => {
            let digits = format!("{:07}", moment.fraction());
            let shown = digits.get(..count)?;
            if letter == 'f' {
                out.push_str(shown);
            } else {
                let shown = shown.trim_end_matches('0');
                // A point before a fraction that is not shown goes with it.
                if shown.is_empty() && out.ends_with('.') {
                    out.pop();
                }
                out.push_str(shown);
            }
        }
        'g' => out.push_str("A.D."),
        'K' => zone(moment.zone, out),
        _ => offset(moment.zone.seconds(), count, out),
    }
    Some(())
}
