//! What permissions are used for: noted in memory by each request that succeeds, and written in batches, so that no
//! request waits for it.
//!
//! A server that is killed loses what it noted since the last batch, some seconds of it. That is a trade: it is a
//! record of habits, not the audit, which is written with each change.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use pulpo_access::Caller;
use pulpo_access::usage::Need;
use pulpo_domain::ids::UserId;
use pulpo_store::Use;
use tokio::sync::Notify;

use crate::app::App;
use crate::error::Result;

/// How long a use is remembered after its last time.
pub const KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);
/// How often what is too old is looked for.
const FORGET_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// What was noted and not written yet.
#[derive(Default)]
pub struct Usage {
    noted: Mutex<Noted>,
    /// Told when there is something to write.
    something: Notify,
}

#[derive(Default)]
struct Noted {
    uses: HashMap<UserId, HashMap<(String, Need), Counted>>,
    forgotten: Option<Timestamp>,
}

#[derive(Clone, Copy)]
struct Counted {
    first: Timestamp,
    last: Timestamp,
    count: i64,
}

impl Usage {
    fn note(&self, user: &UserId, operation: &str, needs: Vec<Need>, now: Timestamp) {
        let mut noted = self.noted.lock().expect("no holder of this lock panics");
        let was_empty = noted.uses.is_empty();
        if !noted.uses.contains_key(user) {
            noted.uses.insert(user.clone(), HashMap::new());
        }
        let of_user = noted.uses.get_mut(user).expect("it was just put there");
        for need in needs {
            let counted =
                of_user.entry((operation.to_owned(), need)).or_insert(Counted { first: now, last: now, count: 0 });
            counted.last = now;
            counted.count += 1;
        }
        drop(noted);
        if was_empty {
            self.something.notify_one();
        }
    }

    /// Everything that was noted, and whether it is time to forget what is too old.
    fn take(&self, now: Timestamp) -> (Vec<Use>, bool) {
        let mut noted = self.noted.lock().expect("no holder of this lock panics");
        let forget = noted.forgotten.is_none_or(|at| now.duration_since(at) > FORGET_EVERY);
        if forget {
            noted.forgotten = Some(now);
        }
        let by_user = std::mem::take(&mut noted.uses);
        drop(noted);
        let uses = by_user.into_iter().flat_map(|(user, uses)| {
            uses.into_iter().map(move |((operation, need), counted)| Use {
                user: user.clone(),
                operation,
                need,
                first: counted.first,
                last: counted.last,
                count: counted.count,
            })
        });
        (uses.collect(), forget)
    }
}

/// Notes what a request that has succeeded needed.
pub fn note(app: &App, caller: &Caller, operation: impl FnOnce() -> String) {
    let needs = caller.take_needs();
    if !needs.is_empty() {
        app.usage().note(&caller.actor.user_id, &operation(), needs, app.now());
    }
}

/// Waits until something was noted that is not written yet.
pub async fn something(app: &App) {
    app.usage().something.notified().await;
}

/// Writes what was noted, in one transaction, and forgets what is too old.
pub async fn write(app: &App) -> Result<()> {
    let now = app.now();
    let (uses, forget) = app.usage().take(now);
    if uses.is_empty() && !forget {
        return Ok(());
    }
    app.write(move |tx| {
        tx.record_uses(&uses)?;
        if forget {
            tx.forget_uses_before(now - KEPT)?;
        }
        Ok(())
    })
    .await
}
