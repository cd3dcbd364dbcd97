//! Variables whose value is the id of an account, a certificate or a worker pool.
//!
//! Naming a document is using it: it must be there, in this space, and visible to whoever writes its id down
//! (CVE-2018-4862, CVE-2020-16197). What he may not see is answered as what is not there.

use pulpo_access::Caller;
use pulpo_domain::certificate::Certificate;
use pulpo_domain::ids::SpaceId;
use pulpo_domain::infrastructure_account::InfrastructureAccount;
use pulpo_domain::variables::{Reference, VariableSet, VariableValue};
use pulpo_domain::worker_pool::WorkerPool;
use pulpo_store::Tx;

use crate::error::{Error, Result};
use crate::named::Named;

/// Checks what new and changed variables name.
pub(super) fn check(tx: &mut Tx<'_>, caller: &Caller, before: &VariableSet, after: &VariableSet) -> Result<()> {
    let mut errors = Vec::new();
    for variable in &after.variables {
        let (Some(reference), VariableValue::Plain(id)) = (variable.reference(), &variable.value) else { continue };
        let is_new = |old: &&pulpo_domain::variables::Variable| old.id == variable.id && old.value == variable.value;
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

/// The document, if it is in the space and the caller may see it.
fn seen<T: Named>(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<Option<T>> {
    let found = tx.load::<T>(id)?.map(|found| found.record).filter(|record| record.space_id() == space);
    let may = |record: &T| T::VIEW.iter().any(|view| caller.uses(*view, &record.place_to_see()));
    Ok(found.filter(may))
}
