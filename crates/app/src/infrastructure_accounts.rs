//! Accounts that steps use to sign in elsewhere: making, changing, removing them, and who uses them (domain.md AC).

use std::collections::BTreeSet;

use pulpo_access::Caller;
use pulpo_access::permissions::{AccountCreate, AccountDelete, AccountEdit};
use pulpo_domain::environment::Environment;
use pulpo_domain::ids::{AccountId, EnvironmentId, SpaceId};
use pulpo_domain::infrastructure_account::{AccountError, AccountType, FieldKind, FieldValue, InfrastructureAccount};
use pulpo_domain::machine::TenantedDeploymentMode;
use pulpo_store::secrets::MasterKey;
use pulpo_store::{Page, Query, Tx};

use crate::app::App;
use crate::error::{Error, Result};
use crate::named::change::{self, Changing};
use crate::named::{self, Filter};
use crate::references::{self, User};

const LONGEST_NAME: usize = 200;

/// What a person can say about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub slug: Option<String>,
    pub description: String,
    pub account_type: AccountType,
    pub environment_ids: Vec<EnvironmentId>,
    pub tenant_ids: Vec<String>,
    pub tenant_tags: Vec<String>,
    pub tenanted_deployment_participation: TenantedDeploymentMode,
    /// Only what was sent: a field that is left out is empty, a secret that is left out stays.
    pub fields: Vec<(&'static str, FieldEdit)>,
}

/// A field as a person sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldEdit {
    Text(String),
    Keys(Vec<String>),
    NewSecret(String),
    ClearSecret,
}

impl Changing for InfrastructureAccount {
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

pub async fn list(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    account_type: Option<AccountType>,
    filter: Filter,
) -> Result<Page<InfrastructureAccount>> {
    let (caller, space) = (caller.clone(), space.clone());
    let query = Query::new().maybe_eq("account_type", account_type.map(AccountType::name));
    app.read(move |tx| named::list_in(tx, &caller, &space, query, &filter)).await
}

pub async fn create(app: &App, caller: &Caller, space: &SpaceId, edit: Edit) -> Result<InfrastructureAccount> {
    let key = app.store().master_key().clone();
    let make = move |tx: &mut Tx<'_>, space: SpaceId| {
        let blank = InfrastructureAccount {
            id: AccountId::numbered(tx.next_number(AccountId::COLLECTION)?),
            space_id: space,
            name: String::new(),
            slug: String::new(),
            description: String::new(),
            account_type: edit.account_type,
            environment_ids: Vec::new(),
            tenant_ids: Vec::new(),
            tenant_tags: Vec::new(),
            tenanted_deployment_participation: TenantedDeploymentMode::Untenanted,
            fields: std::collections::BTreeMap::new(),
        };
        edited(tx, blank, edit, &key)
    };
    change::create::<AccountCreate, _>(app, caller, space, make).await
}

pub async fn modify(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    id: &str,
    edit: Edit,
) -> Result<InfrastructureAccount> {
    let key = app.store().master_key().clone();
    change::modify::<AccountEdit, _>(app, caller, space, id, move |tx, account| edited(tx, account, edit, &key)).await
}

/// Deletes an account that nothing names (AC-04).
pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let may_go = |tx: &mut Tx<'_>, account: &InfrastructureAccount| {
        let users = references::users(tx, &account.space_id, account.id.as_str())?;
        let users: Vec<String> = users.iter().map(User::describe).collect();
        change::unused(account, &users, "; take it out there first")
    };
    change::delete::<AccountDelete, _>(app, caller, space, id, may_go).await
}

/// Who names an account, as far as the caller may see.
pub async fn usages(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<references::Usages> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| {
        let account = named::get_in::<InfrastructureAccount>(tx, &caller, &space, &id)?;
        references::usages(tx, &caller, &space, account.id.as_str())
    })
    .await
}

fn edited(
    tx: &mut Tx<'_>,
    mut account: InfrastructureAccount,
    edit: Edit,
    key: &MasterKey,
) -> Result<InfrastructureAccount> {
    let (id, kind) = (account.id.to_string(), account.account_type);
    let unique = Query::new().eq("space_id", account.space_id.as_str());
    account.name = named::free_name::<InfrastructureAccount>(tx, unique.clone(), &edit.name, LONGEST_NAME, &id)?;
    let wanted = edit.slug.filter(|slug| !slug.trim().is_empty() && *slug != account.slug);
    if let Some(slug) = wanted.as_ref().or(account.slug.is_empty().then_some(&account.name)) {
        account.slug = named::free_slug::<InfrastructureAccount>(tx, &unique, slug, &id)?;
    }
    if edit.account_type != kind {
        return Err(Error::invalid(AccountError::OtherType { account: account.name, kind: kind.name() }));
    }
    named::no_tenants(&edit.tenant_ids, &edit.tenant_tags)?;
    account.description = edit.description;
    account.environment_ids = edit.environment_ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    account.tenanted_deployment_participation = edit.tenanted_deployment_participation;
    account.fields.retain(|_, value| matches!(value, FieldValue::Sealed(_)));
    for (name, field) in edit.fields {
        let known = kind.fields().iter().find(|known| known.name == name);
        match (known.map(|known| known.kind), field) {
            (Some(FieldKind::Text), FieldEdit::Text(text)) if !text.is_empty() => {
                account.fields.insert(name.to_owned(), FieldValue::Text(text));
            }
            (Some(FieldKind::Keys), FieldEdit::Keys(keys)) if !keys.is_empty() => {
                account.fields.insert(name.to_owned(), FieldValue::Keys(keys));
            }
            (Some(FieldKind::Secret), FieldEdit::NewSecret(text)) if !text.is_empty() => {
                account.fields.insert(name.to_owned(), FieldValue::Sealed(key.seal(&text, tx.random())));
            }
            (Some(FieldKind::Secret), FieldEdit::NewSecret(_) | FieldEdit::ClearSecret) => {
                account.fields.remove(name);
            }
            // What is empty says nothing.
            (_, FieldEdit::ClearSecret) => {}
            (_, FieldEdit::Text(text) | FieldEdit::NewSecret(text)) if text.is_empty() => {}
            (_, FieldEdit::Keys(keys)) if keys.is_empty() => {}
            (_, FieldEdit::Text(_) | FieldEdit::Keys(_) | FieldEdit::NewSecret(_)) => {
                return Err(Error::invalid(AccountError::Unknown { kind: kind.name(), field: name.to_owned() }));
            }
        }
    }
    let errors = account.check();
    if errors.is_empty() { Ok(account) } else { Err(Error::all_invalid(errors)) }
}
