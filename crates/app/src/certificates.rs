//! Certificates: uploading, replacing, archiving and exporting them (domain.md AC-05 to AC-09).

mod content;
mod expiry;
mod export;

use std::collections::BTreeSet;

use pulpo_access::Caller;
use pulpo_access::permissions::{CertificateCreate, CertificateDelete, CertificateEdit};
use pulpo_domain::certificate::{Certificate, CertificateError};
use pulpo_domain::environment::Environment;
use pulpo_domain::event::Category;
use pulpo_domain::ids::{CertificateId, EnvironmentId, SpaceId};
use pulpo_domain::machine::TenantedDeploymentMode;
use pulpo_store::{Page, Query, Tx};

use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::named::change::{self, Changing};
use crate::named::{self, Filter};
use crate::references::{self, User};

pub use content::{Upload, sub_variables};
pub use expiry::tell_expiry;
pub use export::{Export, Exported, Parts, export};

const LONGEST_NAME: usize = 200;

/// What a person can say about a certificate, beside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub notes: String,
    pub environment_ids: Vec<EnvironmentId>,
    pub tenant_ids: Vec<String>,
    pub tenant_tags: Vec<String>,
    pub tenanted_deployment_participation: TenantedDeploymentMode,
}

impl Changing for Certificate {
    fn check_references(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut missing = Vec::new();
        for id in &self.environment_ids {
            if !named::is_there::<Environment>(tx, &self.space_id, id.as_str())? {
                missing.push(format!("there is no environment \"{id}\" in this space"));
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(Error::all_invalid(missing)) }
    }

    fn environments(&self) -> &[EnvironmentId] {
        &self.environment_ids
    }
}

/// What a list of certificates is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub named: Filter,
    /// A part of the name, the notes, the subject, the issuer or the thumbprint.
    pub search: Option<String>,
    pub is_archived: Option<bool>,
    /// The first to expire first, in place of the order of names.
    pub by_expiry: bool,
}

pub async fn list(app: &App, caller: &Caller, space: &SpaceId, wanted: Wanted) -> Result<Page<Certificate>> {
    let (caller, space) = (caller.clone(), space.clone());
    let mut query = Query::new().maybe_eq("is_archived", wanted.is_archived);
    if let Some(text) = &wanted.search {
        query = query.contains("search_key", text);
    }
    let order = if wanted.by_expiry { "not_after, name_key" } else { "name_key" };
    app.read(move |tx| named::list_ordered(tx, &caller, &space, query, &wanted.named, order)).await
}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit, upload: Upload) -> Result<Certificate> {
    let opened = upload.open().await?;
    let key = app.store().master_key().clone();
    let make = move |tx: &mut Tx<'_>, space: SpaceId| {
        let blank = Certificate {
            id: CertificateId::numbered(tx.next_number(CertificateId::COLLECTION)?),
            space_id: space,
            name: String::new(),
            notes: String::new(),
            environment_ids: Vec::new(),
            tenant_ids: Vec::new(),
            tenant_tags: Vec::new(),
            tenanted_deployment_participation: TenantedDeploymentMode::Untenanted,
            archived: None,
            replaced_by: None,
            told: None,
            content: opened.sealed(&key, tx.random()),
        };
        edited(tx, blank, edit)
    };
    change::create::<CertificateCreate, _>(app, caller, space, make).await
}

/// Changes what is said about a certificate; the file is changed by [`replace`] alone.
pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Certificate> {
    change::modify::<CertificateEdit, _>(app, caller, space, id, |tx, certificate| edited(tx, certificate, edit)).await
}

/// Puts another file in the place of a certificate. The id stays, and so does everything that names it; the old file
/// goes on under an id of its own, archived (AC-06).
pub async fn replace(app: &App, caller: &Caller, space: &SpaceId, id: &str, upload: Upload) -> Result<Certificate> {
    let opened = upload.open().await?;
    let key = app.store().master_key().clone();
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let content = opened.sealed(&key, tx.random());
        let mut before = None;
        let after = change::modify_in::<CertificateEdit, Certificate>(tx, &caller, &space, &id, |_, certificate| {
            if certificate.archived.is_some() {
                return Err(Error::invalid(CertificateError::Archived(certificate.name)));
            }
            before = Some(certificate.clone());
            Ok(Certificate { content, told: None, ..certificate })
        })?;
        let old = before.ok_or_else(|| Error::not_found("certificate", id.as_str()))?;
        keep_replaced(tx, &caller, old, &after)?;
        Ok(after)
    })
    .await
}

/// Keeps the certificate that was replaced, under a name that tells it from its successor.
fn keep_replaced(tx: &mut Tx<'_>, caller: &Caller, old: Certificate, after: &Certificate) -> Result<()> {
    let archived = Some(tx.now());
    let id = CertificateId::numbered(tx.next_number(CertificateId::COLLECTION)?);
    let name = free_old_name(tx, &old)?;
    let replaced = Certificate { id, name, archived, replaced_by: Some(after.id.clone()), ..old };
    let granted = pulpo_access::Granted::<CertificateEdit, _>::by_server(replaced);
    tx.insert(&granted)?;
    tx.link_environments(granted.id.as_str(), &granted.environment_ids)?;
    let message = format!("Certificate {} was replaced", after.name);
    let related = [after.id.as_str(), granted.id.as_str()];
    Ok(audit::event(tx, caller, Category::CertificateReplaced, Some(&after.space_id), message, &related)?)
}

fn free_old_name(tx: &mut Tx<'_>, old: &Certificate) -> Result<String> {
    let digits = old.content.facts.thumbprint.get(..8).unwrap_or_default();
    let kept: String = old.name.chars().take(LONGEST_NAME - 32).collect();
    for number in 1.. {
        let counted = if number == 1 { String::new() } else { format!(", {number}") };
        let name = format!("{kept} (replaced, {digits}{counted})");
        let taken = Query::new().eq("space_id", old.space_id.as_str()).eq("name_key", pulpo_domain::names::key(&name));
        if !tx.exists::<Certificate>(&taken)? {
            return Ok(name);
        }
    }
    unreachable!("some number is free")
}

/// Takes a certificate out of what can be chosen.
pub async fn archive(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Certificate> {
    let put_away = |tx: &mut Tx<'_>, certificate: Certificate| {
        Ok(Certificate { archived: certificate.archived.or_else(|| Some(tx.now())), ..certificate })
    };
    change::modify::<CertificateEdit, _>(app, caller, space, id, put_away).await
}

/// Brings an archived certificate back, unless another one has its place.
pub async fn unarchive(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Certificate> {
    let bring_back = |_: &mut Tx<'_>, certificate: Certificate| {
        if certificate.replaced_by.is_some() {
            return Err(Error::invalid(CertificateError::Replaced(certificate.name)));
        }
        Ok(Certificate { archived: None, ..certificate })
    };
    change::modify::<CertificateEdit, _>(app, caller, space, id, bring_back).await
}

/// Deletes an archived certificate that no variable and no step names. Frozen copies do not keep it: a deployment of
/// such a release fails later (AC-07).
pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let may_go = |tx: &mut Tx<'_>, certificate: &Certificate| {
        if certificate.archived.is_none() {
            return Err(Error::invalid(CertificateError::NotArchived(certificate.name.clone())));
        }
        let users = references::users(tx, &certificate.space_id, certificate.id.as_str())?;
        let live: Vec<String> = users.iter().filter(|user| !user.is_frozen()).map(User::describe).collect();
        change::unused(certificate, &live, "; take it out there first")
    };
    change::delete::<CertificateDelete, _>(app, caller, space, id, may_go).await
}

/// Who names a certificate, as far as the caller may see.
pub async fn usages(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<references::Usages> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let certificate = named::get_in::<Certificate>(tx, &caller, &space, &id)?;
        references::usages(tx, &caller, &space, certificate.id.as_str())
    })
    .await
}

fn edited(tx: &mut Tx<'_>, mut certificate: Certificate, edit: Edit) -> Result<Certificate> {
    let id = certificate.id.to_string();
    let unique = Query::new().eq("space_id", certificate.space_id.as_str());
    certificate.name = named::free_name::<Certificate>(tx, unique, &edit.name, LONGEST_NAME, &id)?;
    named::no_tenants(&edit.tenant_ids, &edit.tenant_tags)?;
    certificate.notes = edit.notes;
    certificate.environment_ids = edit.environment_ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    certificate.tenanted_deployment_participation = edit.tenanted_deployment_participation;
    Ok(certificate)
}
