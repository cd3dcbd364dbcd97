//! Lengths of time and instants, as octo's users write them and as its console prints them.

use std::time::Duration;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

const DAY: u64 = 86_400;

/// Reads `[d.]hh:mm[:ss[.fffffff]]`. A bare number means days, as it does in the .NET notation this follows.
pub(crate) fn parse_time_span(text: &str) -> Option<Duration> {
    if let Ok(days) = text.parse::<u32>() {
        return Some(Duration::from_secs(u64::from(days) * DAY));
    }
    let (first, rest) = text.split_once(':')?;
    let (days, hours) = match first.split_once('.') {
        Some((days, hours)) => (days.parse::<u32>().ok()?, hours),
        None => (0, first),
    };
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let below = |text: &str, limit: u64| text.parse::<u64>().ok().filter(|&number| number < limit);
    if fraction.len() > 7 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
    let seconds = u64::from(days) * DAY + below(hours, 24)? * 3600 + below(minutes, 60)? * 60 + below(seconds, 60)?;
    Some(Duration::new(seconds, nanoseconds))
}

/// Reads a time-out: whole seconds, or a time span.
pub(crate) fn parse_seconds_or_span(text: &str) -> Option<Duration> {
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => parse_time_span(text),
    }
}

/// Writes `hh:mm:ss`, from a day up `d.hh:mm:ss`.
pub(crate) fn time_span(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let clock = format!("{:02}:{:02}:{:02}", seconds % DAY / 3600, seconds % 3600 / 60, seconds % 60);
    if seconds < DAY { clock } else { format!("{}.{clock}", seconds / DAY) }
}

/// Only the part of a time span that octo looks at between two checks: its seconds, without minutes and hours.
pub(crate) fn seconds_component(duration: Duration) -> Duration {
    Duration::from_secs(duration.as_secs() % 60)
}

/// Reads an instant: ISO 8601 with or without an offset, or a bare date or time of day, in the local zone.
pub(crate) fn parse_instant(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    // `2024-08-21 16:17 +02:00` is common; ISO wants the offset attached.
    let joined = match text.rsplit_once(' ') {
        Some((start, offset)) if offset.starts_with(['+', '-']) && start.contains(':') => format!("{start}{offset}"),
        Some(_) | None => text.to_owned(),
    };
    if let Ok(instant) = joined.parse::<Timestamp>() {
        return Some(instant);
    }
    let local = if let Ok(time) = joined.parse::<Time>() {
        now.to_zoned(zone.clone()).date().to_datetime(time)
    } else if let Ok(moment) = joined.parse::<DateTime>() {
        moment
    } else {
        joined.parse::<Date>().ok()?.at(0, 0, 0, 0)
    };
    zone.to_timestamp(local).ok()
}

/// Writes an instant as the API has it: milliseconds and an explicit offset.
pub(crate) fn wire_instant(instant: Timestamp) -> String {
    format!("{}+00:00", instant.strftime("%Y-%m-%dT%H:%M:%S%.3f"))
}

/// How long from now, in the largest unit that fits: `2 hours`.
pub(crate) fn friendly_duration(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().max(0);
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn time_spans_are_read_in_dot_net_notation() {
        let seconds = |text| parse_time_span(text).map(|duration| duration.as_secs());
        assert_eq!(seconds("00:10:00"), Some(600));
        assert_eq!(seconds("1.02:03:04"), Some(93_784));
        assert_eq!(seconds("01:30"), Some(5400));
        assert_eq!(seconds("2"), Some(2 * DAY));
        assert_eq!(parse_time_span("00:00:00.5"), Some(Duration::from_millis(500)));
        for bad in ["", "10m", "24:00:00", "00:60:00", "1:2:3:4", "-00:01:00", "00:00:00.x"] {
            assert_eq!(parse_time_span(bad), None, "{bad}");
        }
    }

    #[test]
    fn instants_without_offset_are_local() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let now: Timestamp = "2024-08-21T10:00:00Z".parse().unwrap();
        let read = |text: &str| parse_instant(text, now, &zone).map(wire_instant);
        assert_eq!(read("2024-08-21T16:17:46.75+00:00").as_deref(), Some("2024-08-21T16:17:46.750+00:00"));
        assert_eq!(read("2024-08-21 16:17 +02:00").as_deref(), Some("2024-08-21T14:17:00.000+00:00"));
        assert_eq!(read("2024-08-21 16:17").as_deref(), Some("2024-08-21T14:17:00.000+00:00"));
        assert_eq!(read("18:30").as_deref(), Some("2024-08-21T16:30:00.000+00:00"));
        assert_eq!(read("2024-08-22").as_deref(), Some("2024-08-21T22:00:00.000+00:00"));
        assert_eq!(read("soon"), None);
    }

    #[test]
    fn the_largest_unit_that_fits_is_named() {
        let text = |seconds| friendly_duration(SignedDuration::from_secs(seconds));
        assert_eq!([text(7200), text(61), text(-5), text(1)], ["2 hours", "1 minute", "0 seconds", "1 second"]);
    }

    proptest! {
        #[test]
        fn a_written_time_span_reads_back(seconds in 0u64..10_000_000) {
            let duration = Duration::from_secs(seconds);
            prop_assert_eq!(parse_time_span(&time_span(duration)), Some(duration));
        }
    }
}
