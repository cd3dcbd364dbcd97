//! What an administrator can switch off as a whole.

use pulpo_access::permissions::ConfigureServer;
use pulpo_access::{Caller, Place};
use pulpo_domain::event::Category;

use crate::app::App;
use crate::audit;
use crate::built_in_worker;
use crate::error::Result;

/// The features that can be switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Features {
    /// Whether steps may run on servers (BW-08).
    pub built_in_worker: bool,
}

/// The features as they are.
pub async fn get(app: &App, caller: &Caller) -> Result<Features> {
    caller.require::<ConfigureServer>(&Place::SYSTEM)?;
    app.read(|tx| Ok(Features { built_in_worker: built_in_worker::is_enabled(tx)? })).await
}

/// Switches features. Tasks that run already keep what they began with.
pub async fn set(app: &App, caller: &Caller, wanted: Features) -> Result<Features> {
    caller.require::<ConfigureServer>(&Place::SYSTEM)?;
    let caller = caller.clone();
    app.write(move |tx| {
        if wanted.built_in_worker != built_in_worker::is_enabled(tx)? {
            built_in_worker::set_enabled(tx, wanted.built_in_worker)?;
            let now = if wanted.built_in_worker { "on" } else { "off" };
            let message = format!("The feature \"Run steps on the Octopus Server\" was switched {now}");
            audit::event(tx, &caller, Category::Modified, None, message, &["features"])?;
        }
        Ok(wanted)
    })
    .await
}
