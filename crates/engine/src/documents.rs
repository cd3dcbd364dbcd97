//! The accounts and certificates that variables stand for: read when a task is worked on, not when its release was made
//! (variables.md VS-10, domain.md AC-02, AC-07), and opened once for all jobs.

use std::collections::HashMap;

use pulpo_app::certificates;
use pulpo_domain::certificate::Certificate;
use pulpo_domain::deployment::{Deployment, FormValue};
use pulpo_domain::infrastructure_account::{FieldValue, InfrastructureAccount};
use pulpo_domain::variables::{Reference, ScopeField, Variable, VariableSet, VariableValue};
use pulpo_store::secrets::MasterKey;
use pulpo_store::{StoreError, Tx};

/// A document that a variable names.
#[derive(Debug)]
pub(crate) struct Document {
    /// For people: `account "Cloud"`.
    pub(crate) title: String,
    /// Whether it may be used in the environment of the deployment.
    pub(crate) is_available: bool,
    pub(crate) variables: Vec<SubVariable>,
}

/// What a variable of a document comes to, beside the id.
pub(crate) struct SubVariable {
    /// What follows the dot.
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) is_secret: bool,
}

impl std::fmt::Debug for SubVariable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SubVariable").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The id that a variable has in a deployment: the answer to its prompt, or its value.
pub(crate) fn id_of<'a>(variable: &'a Variable, deployment: &'a Deployment) -> Option<&'a str> {
    let id = match (deployment.form_values.get(&variable.id), &variable.value) {
        (Some(FormValue::Plain(id)), _) | (None, VariableValue::Plain(id)) => id,
        (Some(FormValue::Sealed(_)), _) | (None, VariableValue::None | VariableValue::Sealed(_)) => return None,
    };
    Some(id.trim()).filter(|id| !id.is_empty())
}

/// Everything that the variables of a deployment may name, by id. What is not there any more is left out.
pub(crate) fn load(
    tx: &mut Tx<'_>,
    sets: &[VariableSet],
    deployment: &Deployment,
    key: &MasterKey,
) -> Result<HashMap<String, Document>, StoreError> {
    let mut documents = HashMap::new();
    for variable in sets.iter().flat_map(|set| &set.variables) {
        let (Some(reference), Some(id)) = (variable.reference(), id_of(variable, deployment)) else { continue };
        let environments = variable.scope.of(ScopeField::Environment);
        let is_for_elsewhere = !environments.is_empty()
            && !environments.iter().any(|named| named.eq_ignore_ascii_case(deployment.environment_id.as_str()));
        if documents.contains_key(id) || is_for_elsewhere {
            continue;
        }
        let found = match reference {
            Reference::Account(_) => account(tx, id, deployment, key)?,
            Reference::Certificate => certificate(tx, id, deployment, key)?,
            // Only the id matters: the pool is chosen by it.
            Reference::WorkerPool => None,
        };
        documents.extend(found.map(|document| (id.to_owned(), document)));
    }
    Ok(documents)
}

fn account(
    tx: &mut Tx<'_>,
    id: &str,
    deployment: &Deployment,
    key: &MasterKey,
) -> Result<Option<Document>, StoreError> {
    let found = tx.load::<InfrastructureAccount>(id)?.map(|found| found.record);
    let Some(account) = found.filter(|account| account.space_id == deployment.space_id) else { return Ok(None) };
    let mut variables = Vec::new();
    for sub in account.sub_variables() {
        let (value, is_secret) = match sub.value {
            FieldValue::Text(text) => (text.clone(), false),
            FieldValue::Sealed(sealed) => (key.open(sealed)?, true),
            FieldValue::Keys(_) => continue,
        };
        variables.push(SubVariable { name: sub.name, value, is_secret });
    }
    let is_available = account.is_available_in(&deployment.environment_id);
    Ok(Some(Document { title: format!("account \"{}\"", account.name), is_available, variables }))
}

fn certificate(
    tx: &mut Tx<'_>,
    id: &str,
    deployment: &Deployment,
    key: &MasterKey,
) -> Result<Option<Document>, StoreError> {
    let found = tx.load::<Certificate>(id)?.map(|found| found.record);
    let Some(certificate) = found.filter(|one| one.space_id == deployment.space_id) else { return Ok(None) };
    let variables = certificates::sub_variables(&certificate, key, tx.random())?;
    let variables =
        variables.into_iter().map(|(name, value, is_secret)| SubVariable { name, value, is_secret }).collect();
    let is_available = certificate.is_available_in(&deployment.environment_id);
    Ok(Some(Document { title: format!("certificate \"{}\"", certificate.name), is_available, variables }))
}
