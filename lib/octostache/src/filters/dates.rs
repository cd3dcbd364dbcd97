//! `NowDate`, `AddHours`, `AddDays` and `Format`.

use jiff::SignedDuration;

use super::Call;
use crate::format::{Decimal, Moment, NumberKind, Zone, format_date, format_number, parse_date, round_trip};
use crate::number;

/// The original counts in units of 100 nanoseconds.
pub(super) const TICKS_PER_HOUR: f64 = 36_000_000_000.0;
pub(super) const TICKS_PER_DAY: f64 = 24.0 * TICKS_PER_HOUR;

impl Call<'_> {
    pub(super) fn now_date(&self) -> Option<String> {
        let now = self.settings.now.as_ref()?;
        // Without a format the zone is not shown; with one that asks for it, it is the server's.
        let moment = |zone| Moment { civil: now.datetime(), zone };
        match self.options {
            [] => Some(round_trip(moment(Zone::Unknown))),
            [format] => format_date(moment(self.local_zone()), format, self.settings.culture),
            _ => None,
        }
    }

    pub(super) fn now_date_utc(&self) -> Option<String> {
        let now = self.settings.now.as_ref()?;
        let civil = now.timestamp().to_zoned(jiff::tz::TimeZone::UTC).datetime();
        let moment = Moment { civil, zone: Zone::Utc };
        match self.options {
            [] => Some(round_trip(moment)),
            [format] => format_date(moment, format, self.settings.culture),
            _ => None,
        }
    }

    /// The zone of dates that name none.
    fn local_zone(&self) -> Zone {
        Zone::Offset(self.settings.now.as_ref().map_or(0, |now| now.offset().seconds()))
    }

    pub(super) fn add_to_date(&self, input: &str, ticks_per_unit: f64) -> Option<String> {
        let [amount] = self.options else { return None };
        let ticks = number::parse(amount)? * ticks_per_unit;
        // Beyond this, no date from the year 1 to 9999 stays one.
        if !ticks.is_finite() || ticks.abs() > 4e18 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
        let ticks = ticks.round() as i64;
        let duration =
            SignedDuration::from_secs(ticks / 10_000_000) + SignedDuration::from_nanos(ticks % 10_000_000 * 100);
        Some(round_trip(parse_date(input, self.settings.culture)?.plus(duration)?))
    }

    pub(super) fn format(&self, input: &str) -> Option<String> {
        let culture = self.settings.culture;
        let decimal = |format: &str| {
            let number = Decimal::parse(input, culture)?;
            Some(format_number(&number, NumberKind::Decimal, format, culture))
        };
        match self.options {
            // What reads as a number is formatted as one, even where the format is none for it.
            [format] => decimal(format).unwrap_or_else(|| self.date_with_offset(input, format)),
            [kind, format] => match kind.to_lowercase().as_str() {
                "int" | "int32" => {
                    let number = Decimal::from_i32(input.trim().parse().ok()?);
                    format_number(&number, NumberKind::Integer, format, culture)
                }
                "double" => {
                    let number = Decimal::from_f64(self.double(input)?)?;
                    format_number(&number, NumberKind::Double, format, culture)
                }
                "decimal" => decimal(format)?,
                "date" | "datetime" => {
                    let moment = parse_date(input, culture)?;
                    let is_local = moment.zone == Zone::Unknown;
                    let moment = if is_local { moment } else { moment.in_zone(self.local_zone())? };
                    format_date(moment, format, culture)
                }
                "datetimeoffset" => self.date_with_offset(input, format),
                _ => None,
            },
            _ => None,
        }
    }

    /// A double in the culture's spelling.
    fn double(&self, input: &str) -> Option<f64> {
        let row = self.settings.culture.row();
        if (row.decimal, row.group) == (".", ",") {
            return number::parse(input);
        }
        number::parse(&input.replace(row.group, "").replace(row.decimal, "."))
    }

    fn date_with_offset(&self, input: &str, format: &str) -> Option<String> {
        let moment = parse_date(input, self.settings.culture)?;
        let zone = match moment.zone {
            Zone::Unknown => self.local_zone(),
            Zone::Utc => Zone::Offset(0),
            Zone::Offset(_) => moment.zone,
        };
        format_date(Moment { zone, ..moment }, format, self.settings.culture)
    }
}
