//! Reading dates the way people write them: ISO, with slashes, with month names.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use regex::{Captures, Regex};

use super::date::{Moment, Zone};
use crate::culture::Culture;

/// Longer texts are no dates; it bounds what a try costs.
const MAX_LENGTH: usize = 100;

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)
        (?:^|[\sT,]) (?<hour>\d{1,2}) (?: : (?<minute>\d{2}) (?: : (?<second>\d{2}) (?: [.,] (?<fraction>\d{1,16}) )? )? )?
        (?: \s* (?<half>am|pm|a|p) )?
        (?: \s* (?: (?<utc>z|gmt|utc) | (?<sign>[+-]) (?<zone_hour>\d{1,2}) (?: :? (?<zone_minute>\d{2}) )? ) )? $",
    )
});

static YEAR_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?<year>\d{4})\s*[-/.]\s*(?<month>\d{1,2})(?:\s*[-/.]\s*(?<day>\d{1,2}))?$"));

static NUMBERS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?<a>\d{1,2})\s*[-/.]\s*(?<b>\d{1,2})\s*[-/.]\s*(?<year>\d{4}|\d{2})$"));

/// With a month by name; the name of the day, if given, is not checked.
static NAMED: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    const DAY_NAME: &str = r"^(?:\pL{2,}\.?,?\s+)?";
    [
        pattern(&format!(r"{DAY_NAME}(?<day>\d{{1,2}})\.?[\s-]*(?<name>\pL{{3,}})\.?[\s,-]*(?<year>\d{{4}}|\d{{2}})$")),
        pattern(&format!(r"{DAY_NAME}(?<name>\pL{{3,}})\.?[\s-]+(?<day>\d{{1,2}})[\s,-]+(?<year>\d{{4}})$")),
        pattern(r"^(?<year>\d{4})[\s,-]+(?<name>\pL{3,})\.?[\s-]+(?<day>\d{1,2})$"),
    ]
});

static MONTH_AND_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?<name>\pL{3,})[\s,]+(?<year>\d{4})$"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is constant and valid")
}

/// Reads a date with or without time and zone; nothing when it is none.
pub(crate) fn parse(text: &str, culture: Culture) -> Option<Moment> {
    let text = text.trim();
    if text.len() > MAX_LENGTH {
        return None;
    }
    if let Some(date) = date(text, culture) {
        return Some(Moment { civil: date.to_datetime(Time::midnight()), zone: Zone::Unknown });
    }
    let captures = TIME.captures(text)?;
    // An hour alone is a time only with its half of the day.
    if captures.name("minute").is_none() && captures.name("half").is_none() {
        return None;
    }
    let before = text[..captures.get_match().start()].trim_end_matches([' ', ',']);
    let civil = DateTime::from_parts(date(before, culture)?, time(&captures)?);
    Some(Moment { civil, zone: zone(&captures)? })
}

fn number(captures: &Captures<'_>, name: &str) -> Option<i16> {
    captures.name(name)?.as_str().parse().ok()
}

fn small(captures: &Captures<'_>, name: &str) -> Option<i8> {
    captures.name(name)?.as_str().parse().ok()
}

fn time(captures: &Captures<'_>) -> Option<Time> {
    let mut hour = small(captures, "hour")?;
    if let Some(half) = captures.name("half") {
        if !(1..=12).contains(&hour) {
            return None;
        }
        let is_afternoon = half.as_str().starts_with(['p', 'P']);
        hour = hour % 12 + if is_afternoon { 12 } else { 0 };
    }
    let fraction = captures.name("fraction").map_or("", |fraction| fraction.as_str());
    let nanoseconds = format!("{fraction:0<9}")[..9].parse::<i32>().ok()?;
    let (minute, second) = (small(captures, "minute").unwrap_or(0), small(captures, "second").unwrap_or(0));
    // The original counts in units of 100 nanoseconds.
    Time::new(hour, minute, second, nanoseconds / 100 * 100).ok()
}

fn zone(captures: &Captures<'_>) -> Option<Zone> {
    if captures.name("utc").is_some() {
        return Some(Zone::Utc);
    }
    let Some(sign) = captures.name("sign") else { return Some(Zone::Unknown) };
    let hours = i32::from(small(captures, "zone_hour")?);
    let minutes = i32::from(small(captures, "zone_minute").unwrap_or(0));
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = hours * 3600 + minutes * 60;
    Some(Zone::Offset(if sign.as_str() == "-" { -seconds } else { seconds }))
}

fn date(text: &str, culture: Culture) -> Option<Date> {
    if let Some(captures) = YEAR_FIRST.captures(text) {
        let day = if captures.name("day").is_some() { small(&captures, "day")? } else { 1 };
        return new_date(number(&captures, "year")?, small(&captures, "month")?, day);
    }
    if let Some(captures) = NUMBERS.captures(text) {
        let (a, b) = (small(&captures, "a")?, small(&captures, "b")?);
        let (month, day) = if culture.row().month_first { (a, b) } else { (b, a) };
        return new_date(year(&captures)?, month, day);
    }
    if let Some(captures) = NAMED.iter().find_map(|named| named.captures(text)) {
        let month = month(&captures["name"], culture)?;
        return new_date(year(&captures)?, month, small(&captures, "day")?);
    }
    let captures = MONTH_AND_YEAR.captures(text)?;
    new_date(number(&captures, "year")?, month(&captures["name"], culture)?, 1)
}

fn new_date(year: i16, month: i8, day: i8) -> Option<Date> {
    if year == 0 { None } else { Date::new(year, month, day).ok() }
}

/// Two digits mean a year up to 2049.
fn year(captures: &Captures<'_>) -> Option<i16> {
    let year = number(captures, "year")?;
    Some(match captures["year"].len() {
        2 if year < 50 => year + 2000,
        2 => year + 1900,
        _ => year,
    })
}

fn month(name: &str, culture: Culture) -> Option<i8> {
    let row = culture.row();
    let name = name.to_lowercase();
    let is_month = |month: &&str| {
        let month = month.trim_end_matches('.').to_lowercase();
        month == name
    };
    let place = row.months.iter().position(is_month);
    let place = place.or_else(|| row.short_months.iter().position(is_month))?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::culture::Culture;
    use crate::format::round_trip;

    #[track_caller]
    fn check(text: &str, culture: &str, expected: &str) {
        let moment = parse(text, Culture::by_name(culture).expect("a known culture")).expect(text);
        assert_eq!(round_trip(moment), expected, "{text}");
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        check("2030/05/22 09:05:00", "", "2030-05-22T09:05:00.0000000");
        check("2030-05-22", "", "2030-05-22T00:00:00.0000000");
        check("2030-05-22T09:05:00Z", "", "2030-05-22T09:05:00.0000000Z");
        check("2030-05-22T09:05:00.1234567+02:00", "", "2030-05-22T09:05:00.1234567+02:00");
        check("2030-05-22 09:05 -0930", "", "2030-05-22T09:05:00.0000000-09:30");
        check("05/22/2030 9:05 PM", "", "2030-05-22T21:05:00.0000000");
        check("22/05/2030", "en-GB", "2030-05-22T00:00:00.0000000");
        check("22 May 2030 12 am", "", "2030-05-22T00:00:00.0000000");
        check("Wed, 22 May 2030 09:05:00 GMT", "", "2030-05-22T09:05:00.0000000Z");
        check("May 22, 2030", "", "2030-05-22T00:00:00.0000000");
        check("22-May-30", "", "2030-05-22T00:00:00.0000000");
        check("22. Mai 2030", "de-DE", "2030-05-22T00:00:00.0000000");
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in ["", "hello World", "2030-13-01", "2030-02-30", "2030-05-22 25:00", "2030-05-22 9", "9:05", "12"] {
            assert_eq!(parse(text, Culture::default()), None, "{text}");
        }
    }
}
