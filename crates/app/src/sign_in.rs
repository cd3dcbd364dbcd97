//! Who is asking: the only place that makes a caller of a request, from a key, a token or a session (access.md 2,
//! 3, 11, 13).

pub(crate) mod callers;
mod exchange;
pub(crate) mod guest;
mod hash;
mod holdings;
pub(crate) mod issuers;
pub mod key;
mod keys;
pub(crate) mod session;
mod sessions;
mod throttle;
mod token;

use std::sync::Arc;

use pulpo_access::Caller;
use pulpo_access::caller::{Credential, Grants};
use pulpo_domain::account::User;
use pulpo_domain::event::Actor;
use pulpo_store::Tx;

pub use callers::Callers;
pub use exchange::{Exchange, exchange};
pub(crate) use hash::kept;
pub use keys::by_api_key;
pub use session::{Cookie, LogIn, NewSession, log_in, log_out};
pub use sessions::{Session, end, list, of_cookie};
pub use token::{NewToken, by_access_token, own_token};

use crate::error::Result;

/// Whether the caller is the guest, who may only look.
pub fn is_guest(caller: &Caller) -> bool {
    guest::is_guest(&caller.actor.user_id)
}

/// Where a request comes from, for the audit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    pub user_agent: Option<String>,
    pub ip_address: Option<String>,
}

impl Origin {
    fn address(&self) -> &str {
        self.ip_address.as_deref().unwrap_or_default()
    }
}

/// An account that has shown who it is.
#[derive(Clone)]
pub struct Known {
    actor: Actor,
    grants: Arc<Grants>,
    /// For a key: when its use was last written down.
    noted: Option<Arc<keys::Noted>>,
}

impl Known {
    fn new(actor: Actor, grants: Grants) -> Self {
        Self { actor, grants: grants.into(), noted: None }
    }

    fn caller(&self, origin: Origin, credential: Credential) -> Caller {
        let actor = Actor { user_agent: origin.user_agent, ip_address: origin.ip_address, ..self.actor.clone() };
        Caller::new(actor, self.grants.clone()).having_shown(credential).traced()
    }
}

/// The account, unless it was disabled: that cuts at once.
fn active_user(tx: &mut Tx<'_>, id: &str) -> Result<Option<User>> {
    Ok(tx.load::<User>(id)?.map(|found| found.record).filter(|user| user.is_active))
}

fn actor_of(user: &User) -> Actor {
    Actor { user_id: user.id.clone(), username: user.username.clone(), is_service: user.is_service, ..Actor::system() }
}
