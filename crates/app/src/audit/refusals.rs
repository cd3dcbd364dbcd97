//! Refusals in the audit: who was turned away, from where, with what (access.md 14). Never a key, a password or a
//! token, not even a wrong one: people paste the right one of another server (CVE-2023-4509).

use pulpo_access::Caller;
use pulpo_domain::event::{Actor, Category, NewEvent};

use crate::app::App;
use crate::error::Result;
use crate::sign_in::Origin;

/// A refusal that is to be written down.
pub(crate) struct Refusal {
    pub(crate) category: Category,
    /// Who it was, as far as that is known.
    pub(crate) actor: Actor,
    pub(crate) message: String,
    pub(crate) related: Vec<String>,
}

/// Somebody who has not shown who he is.
pub(crate) fn stranger(origin: &Origin, established_with: &str) -> Actor {
    Actor {
        established_with: established_with.to_owned(),
        user_agent: origin.user_agent.clone(),
        ip_address: origin.ip_address.clone(),
        ..Actor::system()
    }
}

/// Writes a refusal, unless there were too many like it of late.
pub(crate) async fn record(app: &App, refusal: Refusal) -> Result<()> {
    let Refusal { category, actor, mut message, related } = refusal;
    let whom = related.first().cloned().or_else(|| actor.ip_address.clone()).unwrap_or_default();
    let Some(left_out) = app.flood().admits(category.name(), &whom, app.now()) else { return Ok(()) };
    if left_out > 0 {
        message += &format!(" ({left_out} refusals before this one were not written down, for there were too many)");
    }
    app.write(move |tx| Ok(tx.audit(NewEvent { space_id: None, category, actor, message, related, details: None })?))
        .await
}

/// Writes that somebody known asked for what he may not. `what` is the request's verb and path, `why` the answer.
pub async fn access(app: &App, caller: &Caller, what: &str, why: &str) -> Result<()> {
    let user = caller.actor.user_id.to_string();
    let what: String = what.chars().filter(|character| !character.is_control()).take(200).collect();
    let message = format!("{} was refused {what}: {why}", caller.actor.username);
    let actor = (*caller.actor).clone();
    record(app, Refusal { category: Category::AccessRefused, actor, message, related: vec![user] }).await
}
