//! What an administrator decides at run time, in sections (http-api.md 16): each with the permission it needs, its
//! values kept as one setting of the store, and taken over by every request from then on.

mod certificate;
mod sections;

use std::sync::{Arc, RwLock};

use pulpo_access::{Caller, Permission, Place};
use pulpo_domain::event::{Category, NewEvent};
use pulpo_domain::network::Network;
use pulpo_domain::settings::Settings;
use pulpo_store::{Topic, Tx};
use serde_json::{Map, Value};

use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::sign_in::guest;

pub use certificate::{NoTls, Pair, Tls, set_certificate};
pub use sections::{Field, Kind, SECTIONS, Section};

/// Everything that a request must know of the server, kept until something changes.
#[derive(Debug, Clone)]
pub struct Current {
    pub installation_id: String,
    pub settings: Settings,
    pub trusted_proxies: Vec<Network>,
}

/// The settings as they were last read, and at which count of changes.
#[derive(Debug, Default)]
pub(crate) struct Live(RwLock<Option<(u64, Arc<Current>)>>);

/// The settings as they are now.
pub async fn current(app: &App) -> Result<Arc<Current>> {
    let epoch = app.callers().epoch();
    {
        let known = app.live().0.read().expect("no holder of this lock panics");
        if let Some((_, current)) = known.as_ref().filter(|(of, _)| *of == epoch) {
            return Ok(current.clone());
        }
    }
    let current = Arc::new(app.read(load).await?);
    *app.live().0.write().expect("no holder of this lock panics") = Some((epoch, current.clone()));
    Ok(current)
}

fn load(tx: &mut Tx<'_>) -> Result<Current> {
    let installation_id =
        tx.setting("installation-id")?.ok_or_else(|| Error::invalid("the server has not been set up"))?;
    let settings = settings(tx)?;
    let trusted_proxies = settings.trusted_proxies.networks();
    Ok(Current { installation_id, settings, trusted_proxies })
}

/// The settings as this transaction sees them.
pub(crate) fn settings(tx: &mut Tx<'_>) -> Result<Settings> {
    let mut settings = Settings::default();
    for section in SECTIONS {
        if let Some(text) = tx.setting(&key(section))? {
            let values = serde_json::from_str(&text).unwrap_or_default();
            section.read(&mut settings, values).map_err(|problem| {
                Error::invalid(format!("the section \"{}\" of the configuration cannot be read: {problem}", section.id))
            })?;
        }
    }
    Ok(settings)
}

fn key(section: &Section) -> String {
    format!("configuration:{}", section.id)
}

/// The sections that the caller may see.
pub fn list(caller: &Caller) -> Vec<&'static Section> {
    SECTIONS.iter().filter(|section| may(caller, section)).collect()
}

fn may(caller: &Caller, section: &Section) -> bool {
    caller.may(section.permission, &Place::SYSTEM)
}

/// A section, for whoever may see and change it.
pub fn get(caller: &Caller, id: &str) -> Result<&'static Section> {
    let found = SECTIONS.iter().find(|section| section.id.eq_ignore_ascii_case(id));
    let section = found.ok_or_else(|| Error::not_found("configuration section", id))?;
    if caller.uses(section.permission, &Place::SYSTEM) {
        Ok(section)
    } else {
        Err(caller.forbidden(section.permission, &Place::SYSTEM).into())
    }
}

/// The values of a section.
pub async fn values(app: &App, caller: &Caller, id: &str) -> Result<Value> {
    let section = get(caller, id)?;
    Ok(section.shown(section.write(&current(app).await?.settings)))
}

/// Changes values of a section; those that are not named stay. What is changed holds for the next request.
pub async fn change(app: &App, caller: &Caller, id: &str, given: Map<String, Value>) -> Result<Value> {
    let section = get(caller, id)?;
    let (caller, master_key, tls) = (caller.clone(), app.store().master_key().clone(), app.tls().clone());
    app.write(move |tx| {
        let mut settings = settings(tx)?;
        let before = section.write(&settings);
        let given = section.sealed(given, |text| master_key.seal(text, tx.random())).map_err(Error::invalid)?;
        let after = section.change(&mut settings, given).map_err(Error::Invalid)?;
        if after == before {
            return Ok(section.shown(after));
        }
        if section.id == certificate::ID {
            certificate::check(&settings.tls_certificate, &master_key, &tls)?;
        }
        tx.set_setting(&key(section), &after.to_string())?;
        guest::follow(tx, &caller, settings.guest_login.is_enabled)?;
        tx.audit(NewEvent {
            space_id: None,
            category: Category::Modified,
            actor: (*caller.actor).clone(),
            message: format!("The configuration section {} was changed", section.name),
            related: vec![format!("configuration-{}", section.id)],
            details: audit::differences(&before, &after),
        })?;
        tx.wake(Topic::Access);
        Ok(section.shown(after))
    })
    .await
}

/// The permissions any of which shows the configuration at all.
pub const ANY: &[Permission] = &[Permission::ConfigureServer, Permission::AdministerSystem];
