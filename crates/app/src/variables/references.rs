//! Variables whose value is the id of an account, a certificate or a worker pool.
//!
//! Naming a document is using it: it must be there, in this space, and visible to whoever writes its id down
//! (CVE-2018-4862, CVE-2020-16197). What he may not see is answered as what is not there.

use pulpo_access::Caller;
use pulpo_domain::certificate::{Certificate, Facts};
use pulpo_domain::ids::{AccountId, CertificateId, SpaceId};
use pulpo_domain::infrastructure_account::{AccountType, FieldValue, InfrastructureAccount};
use pulpo_domain::variables::{Reference, Variable, VariableSet, VariableValue};
use pulpo_domain::worker_pool::WorkerPool;
use pulpo_store::Tx;

use crate::error::{Error, Result};
use crate::named::Named;

/// Checks what new and changed variables name.
pub(super) fn check(tx: &mut Tx<'_>, caller: &Caller, before: &VariableSet, after: &VariableSet) -> Result<()> {
    let mut errors = Vec::new();
    for variable in &after.variables {
        let (Some(reference), VariableValue::Plain(id)) = (variable.reference(), &variable.value) else { continue };
        let is_new = |old: &&Variable| old.id == variable.id && old.value == variable.value;
        // What stood there stays, whoever saves the rest.
        if id.is_empty() || before.variables.iter().any(|old| is_new(&old) && old.kind == variable.kind) {
            continue;
        }
        if let Some(problem) = problem(tx, caller, &after.space_id, reference, id)? {
            errors.push(format!("variable \"{}\": {problem}", variable.name));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Why a caller cannot let a variable of this type stand for the document with this id.
pub(crate) fn problem(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    reference: Reference,
    id: &str,
) -> Result<Option<String>> {
    let is_there = match reference {
        Reference::Account(kind) => match seen::<InfrastructureAccount>(tx, caller, space, id)? {
            Some(account) if !reference.takes(account.account_type) => {
                let (name, is) = (account.name, account.account_type.name());
                return Ok(Some(format!(
                    "account \"{name}\" is of the type {is}, which a variable of the type {kind} cannot hold"
                )));
            }
            found => found.is_some(),
        },
        Reference::Certificate => match seen::<Certificate>(tx, caller, space, id)? {
            // AC-07: what is archived works where it is named and cannot be chosen any more.
            Some(certificate) if certificate.archived.is_some() => {
                return Ok(Some(format!("certificate \"{}\" is archived and cannot be chosen", certificate.name)));
            }
            found => found.is_some(),
        },
        Reference::WorkerPool => seen::<WorkerPool>(tx, caller, space, id)?.is_some(),
    };
    Ok((!is_there).then(|| format!("there is no {} \"{id}\" in this space", reference.noun())))
}

/// Whether a text is the id of an account or of a certificate.
pub(crate) fn is_id(text: &str) -> bool {
    [AccountId::COLLECTION, CertificateId::COLLECTION].into_iter().any(|collection| {
        let number = text.strip_prefix(collection).and_then(|rest| rest.strip_prefix('-'));
        number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Whether there is an account or a certificate with this id that the caller may see.
pub(crate) fn is_seen(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<bool> {
    Ok(seen::<InfrastructureAccount>(tx, caller, space, id)?.is_some()
        || seen::<Certificate>(tx, caller, space, id)?.is_some())
}

/// The document, if it is in the space and the caller may see it.
fn seen<T: Named>(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<Option<T>> {
    let found = tx.load::<T>(id)?.map(|found| found.record).filter(|record| record.space_id() == space);
    let may = |record: &T| T::VIEW.iter().any(|view| caller.uses(*view, &record.place_to_see()));
    Ok(found.filter(may))
}

/// What a variable that names a document comes to, as variables of its own: for people to see, so without any secret.
/// What cannot be shown without opening one stands there as a secret, and so does all of a document that the caller
/// may not see.
pub(super) fn expanded(
    tx: &mut Tx<'_>,
    caller: &Caller,
    space: &SpaceId,
    variable: &Variable,
) -> Result<Vec<Variable>> {
    let (Some(reference), VariableValue::Plain(id)) = (variable.reference(), &variable.value) else {
        return Ok(Vec::new());
    };
    let parts: Vec<(&str, Option<String>)> = match reference {
        Reference::WorkerPool => Vec::new(),
        Reference::Account(_) => match seen::<InfrastructureAccount>(tx, caller, space, id)? {
            Some(account) => account.sub_variables().map(|sub| (sub.name, public(sub.value))).collect(),
            None => {
                let possible = AccountType::ALL.iter().filter(|account| reference.takes(**account));
                let names = possible.flat_map(|account| account.fields()).filter_map(|field| field.variable);
                names.map(|name| (name, None)).collect()
            }
        },
        Reference::Certificate => certificate(seen(tx, caller, space, id)?.as_ref()),
    };
    let named = |(name, value): (&str, Option<String>)| Variable {
        id: format!("{}.{name}", variable.id),
        name: format!("{}.{name}", variable.name),
        kind: if value.is_some() { "String" } else { "Sensitive" }.to_owned(),
        value: value.map_or(VariableValue::Sealed(String::new()), VariableValue::Plain),
        is_editable: false,
        prompt: None,
        ..variable.clone()
    };
    Ok(parts.into_iter().map(named).collect())
}

fn public(value: &FieldValue) -> Option<String> {
    match value {
        FieldValue::Text(text) => Some(text.clone()),
        FieldValue::Keys(_) | FieldValue::Sealed(_) => None,
    }
}

fn certificate(certificate: Option<&Certificate>) -> Vec<(&'static str, Option<String>)> {
    let facts = certificate.map(|certificate| &certificate.content.facts);
    let fact = |fact: fn(&Facts) -> String| facts.map(fact);
    vec![
        ("Type", Some("Certificate".to_owned())),
        ("Name", certificate.map(|certificate| certificate.name.clone())),
        ("Thumbprint", fact(|facts| facts.thumbprint.clone())),
        ("Subject", fact(|facts| facts.subject.distinguished.clone())),
        ("SubjectCommonName", fact(|facts| facts.subject.common.clone().unwrap_or_default())),
        ("Issuer", fact(|facts| facts.issuer.distinguished.clone())),
        ("NotBefore", fact(|facts| facts.not_before.to_string())),
        ("NotAfter", fact(|facts| facts.not_after.to_string())),
        ("RawOriginal", None),
        ("Password", None),
        ("Pfx", None),
        ("Certificate", None),
        ("CertificatePem", None),
        ("ChainPem", None),
        ("PrivateKey", None),
        ("PrivateKeyPem", None),
    ]
}
