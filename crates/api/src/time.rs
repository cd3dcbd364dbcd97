//! Times as the API writes and reads them (http-api.md 1.9).

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::error::ApiError;

/// ISO 8601 with milliseconds and an offset: `2024-08-21T16:17:46.750+00:00`.
pub(crate) fn text(at: Timestamp) -> String {
    let at = Offset::UTC.to_datetime(at);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+00:00",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond()
    )
}

/// Any ISO 8601 form with an offset; `0001-01-01...` is how some clients write "none".
pub(crate) fn parse(name: &str, value: Option<&str>) -> Result<Option<Timestamp>, ApiError> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty() && !value.starts_with("0001-01-01")) else {
        return Ok(None);
    };
    value.parse().map(Some).map_err(|_| {
        ApiError::bad_request(format!(
            "{name}: \"{value}\" is not a time with an offset, as 2024-08-21T16:17:46+00:00 is"
        ))
    })
}

/// A length of time for people: `32 seconds`, `2 minutes`.
pub(crate) fn duration(length: SignedDuration) -> String {
    let seconds = length.as_secs().max(0);
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// A day and time for people: `Wednesday, 21 August 2024 4:17 PM`.
pub(crate) fn long_text(at: Timestamp) -> String {
    Offset::UTC.to_datetime(at).strftime("%A, %-d %B %Y %-I:%M %p").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_milliseconds_and_an_offset() {
        let at: Timestamp = "2024-08-21T16:17:46.75Z".parse().unwrap();
        assert_eq!(text(at), "2024-08-21T16:17:46.750+00:00");
        assert_eq!(long_text(at), "Wednesday, 21 August 2024 4:17 PM");
    }

    #[test]
    fn the_no_value_date_is_none() {
        assert_eq!(parse("QueueTime", Some("0001-01-01T00:00:00.000+00:00")).unwrap(), None);
        assert!(parse("QueueTime", Some("tomorrow")).is_err());
        assert!(parse("QueueTime", Some("2024-08-21T16:17:46+02:00")).unwrap().is_some());
    }
}
