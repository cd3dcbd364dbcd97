//! API keys that are about to end: said 20 and 10 days before, and when one has ended (access.md 3), so that no build
//! stops overnight and nobody knows why.

use jiff::{SignedDuration, Timestamp};
use pulpo_access::Caller;
use pulpo_domain::account::{ApiKey, User};
use pulpo_domain::event::Category;
use pulpo_store::{Tx, params};

use crate::app::App;
use crate::audit;
use crate::error::Result;

/// Keys that are looked at in one transaction.
const BATCH: usize = 100;

/// How far a key has come, by what is kept of it: `told` in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    TwentyDays = 1,
    TenDays = 2,
    Expired = 3,
}

impl Stage {
    /// The last stage that a key has reached. A key that lived for less than ten days has seen no such day.
    fn of(created: Timestamp, expires: Timestamp, now: Timestamp) -> Option<Self> {
        let stages = [(Self::Expired, 0), (Self::TenDays, 10), (Self::TwentyDays, 20)];
        let reached = |days: i64| {
            let at = expires.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
            at <= now && created <= at
        };
        stages.into_iter().find(|(_, days)| reached(*days)).map(|(stage, _)| stage)
    }

    fn category(self) -> Category {
        match self {
            Self::TwentyDays => Category::ApiKeyExpiry20Days,
            Self::TenDays => Category::ApiKeyExpiry10Days,
            Self::Expired => Category::ApiKeyExpired,
        }
    }
}

/// Writes an event for each key that has come nearer to its end than was told of it, and gives how many. What was
/// missed while the server was off is told once, as far as it has come.
pub async fn tell(app: &App) -> Result<usize> {
    let ids: Vec<String> = app.read(due).await?;
    let mut told = 0;
    for batch in ids.chunks(BATCH) {
        let batch = batch.to_vec();
        told += app
            .write(move |tx| {
                let mut told = 0;
                for id in &batch {
                    told += usize::from(tell_of(tx, id)?);
                }
                Ok(told)
            })
            .await?;
    }
    Ok(told)
}

/// The keys of which something may have to be told.
fn due(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let soon = tx.now() + SignedDuration::from_hours(24 * 20);
    let sql = "SELECT id FROM api_key WHERE expires <= $1 AND told < $2 ORDER BY id";
    let rows = tx.query(sql, params![soon, Stage::Expired as i64])?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

fn tell_of(tx: &mut Tx<'_>, id: &str) -> Result<bool> {
    let Some(key) = tx.load::<ApiKey>(id)?.map(|found| found.record) else { return Ok(false) };
    let Some(expires) = key.expires else { return Ok(false) };
    let Some(stage) = Stage::of(key.created, expires, tx.now()) else { return Ok(false) };
    // Another node may have told it in the meantime.
    let noted = tx.execute("UPDATE api_key SET told = $1 WHERE id = $2 AND told < $1", params![stage as i64, id])?;
    if noted == 0 {
        return Ok(false);
    }
    let owner =
        tx.load::<User>(key.user_id.as_str())?.map_or_else(|| key.user_id.to_string(), |user| user.record.username);
    let verb = if stage == Stage::Expired { "expired" } else { "expires" };
    let message = format!("API key {}... ({}) of {owner} {verb} at {expires}", key.hint, key.purpose);
    let related = [key.id.as_str(), key.user_id.as_str()];
    audit::event(tx, &Caller::server(), stage.category(), None, message, &related)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Timestamp {
        format!("2026-{day}T00:00:00Z").parse().unwrap()
    }

    #[track_caller]
    fn check(created: &str, now: &str, expected: Option<Stage>) {
        assert_eq!(Stage::of(at(created), at("06-30"), at(now)), expected, "{created} {now}");
    }

    #[test]
    fn a_key_comes_nearer_to_its_end_day_by_day() {
        check("01-01", "06-09", None);
        check("01-01", "06-10", Some(Stage::TwentyDays));
        check("01-01", "06-19", Some(Stage::TwentyDays));
        check("01-01", "06-20", Some(Stage::TenDays));
        check("01-01", "06-30", Some(Stage::Expired));
        check("01-01", "12-31", Some(Stage::Expired));
    }

    #[test]
    fn a_key_of_a_few_days_is_not_said_to_end_soon_when_it_is_made() {
        check("06-15", "06-15", None);
        check("06-15", "06-20", Some(Stage::TenDays));
        check("06-25", "06-29", None);
        check("06-25", "06-30", Some(Stage::Expired));
    }
}
