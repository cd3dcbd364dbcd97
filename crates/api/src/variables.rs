//! `/variables` (http-api.md 11.1).

use std::collections::BTreeMap;

use pulpo_access::Permission;
use pulpo_access::Permission::{VariableEdit, VariableEditUnscoped, VariableView, VariableViewUnscoped};
use pulpo_app::projects;
use pulpo_app::variables::{self, ScopeChoices, ValueEdit, VariableEditing};
use pulpo_domain::variables::{Prompt, Variable, VariableSet, VariableValue};
use pulpo_wire::http::values::NamedReference;
use pulpo_wire::http::variables::{
    ProcessReference, ScopeValues, VariablePrompt, VariableResource, VariableSetResource,
};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::links;
use crate::route::Access::Needs;
use crate::route::{Route, get, put};

const VIEW: &[Permission] = &[VariableView, VariableViewUnscoped];
const EDIT: &[Permission] = &[VariableEdit, VariableEditUnscoped];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("variables/all", Needs(VIEW), all)
            .about("Lists all variable sets that the caller may see something of")
            .gives::<Vec<VariableSetResource>>(),
        get("variables/names", Needs(VIEW), names)
            .about("Lists the names of variables")
            .queries(&["project"])
            .gives::<Vec<String>>(),
        get("variables/{id}", Needs(VIEW), one)
            .about("Shows a variable set, or the snapshot of a release")
            .gives::<VariableSetResource>(),
        put("variables/{id}", Needs(EDIT), save)
            .about("Saves a variable set over the version that the caller has; what he may not see stays")
            .takes::<VariableSetResource>()
            .gives::<VariableSetResource>(),
        get("projects/{project}/variables", Needs(VIEW), one)
            .about("Shows the variables of a project")
            .gives::<VariableSetResource>(),
        put("projects/{project}/variables", Needs(EDIT), save)
            .about("Saves the variables of a project")
            .takes::<VariableSetResource>()
            .gives::<VariableSetResource>(),
    ]
}

async fn id(cx: &Cx) -> Result<String, ApiError> {
    if let Some(id) = cx.params.get("id") {
        return Ok(id.clone());
    }
    let own = [VIEW, EDIT].concat();
    let project = projects::get_around(&cx.app, &cx.caller, cx.space(), cx.param("project"), &own).await?;
    Ok(project.variable_set_id.to_string())
}

async fn one(cx: Cx) -> Answer {
    let id = id(&cx).await?;
    let (set, choices) = variables::get(&cx.app, &cx.caller, cx.space(), &id).await?;
    answer::ok(&resource(&set, choices))
}

async fn all(cx: Cx) -> Answer {
    let sets = variables::all(&cx.app, &cx.caller, cx.space()).await?;
    answer::ok(&sets.iter().map(|set| resource(set, ScopeChoices::default())).collect::<Vec<_>>())
}

async fn names(cx: Cx) -> Answer {
    answer::ok(&variables::names(&cx.app, &cx.caller, cx.space(), cx.query("project")).await?)
}

async fn save(mut cx: Cx) -> Answer {
    let body: VariableSetResource = cx.json().await?;
    let id = id(&cx).await?;
    let edits = body.variables.into_iter().map(edit).collect();
    let (set, choices) = variables::save(&cx.app, &cx.caller, cx.space(), &id, body.version, edits).await?;
    answer::ok(&resource(&set, choices))
}

fn edit(body: VariableResource) -> VariableEditing {
    let is_sensitive = body.is_sensitive || body.r#type.eq_ignore_ascii_case("Sensitive");
    let value = match (is_sensitive, body.value) {
        (true, Some(text)) => ValueEdit::NewSecret(text),
        (true, None) => ValueEdit::KeepSecret,
        (false, Some(text)) => ValueEdit::Plain(text),
        (false, None) => ValueEdit::None,
    };
    let kind = match body.r#type.as_str() {
        _ if is_sensitive => "Sensitive".to_owned(),
        "" => "String".to_owned(),
        kind => kind.to_owned(),
    };
    VariableEditing {
        id: body.id,
        name: body.name,
        value,
        description: body.description,
        kind,
        scope: body.scope,
        prompt: body.prompt.map(|prompt| Prompt {
            label: prompt.label,
            description: prompt.description,
            required: prompt.required,
            display_settings: prompt.display_settings,
        }),
    }
}

pub(crate) fn resource(set: &VariableSet, choices: ScopeChoices) -> VariableSetResource {
    let named = |pairs: Vec<(String, String)>| {
        pairs.into_iter().map(|(id, name)| NamedReference { id, name, ..NamedReference::default() }).collect()
    };
    VariableSetResource {
        id: set.id.to_string(),
        owner_id: set.owner_id.clone(),
        space_id: set.space_id.to_string(),
        version: set.version,
        variables: set.variables.iter().map(variable).collect(),
        scope_values: ScopeValues {
            environments: named(choices.environments),
            machines: named(choices.machines),
            actions: named(choices.actions),
            roles: named(choices.roles.into_iter().map(|role| (role.clone(), role)).collect()),
            channels: named(choices.channels),
            tenant_tags: Vec::new(),
            processes: choices
                .process
                .map(|(id, name)| ProcessReference { id, name, process_type: "Deployment".to_owned() })
                .into_iter()
                .collect(),
        },
        links: links([("Self", format!("/api/{}/variables/{}", set.space_id, set.id))]),
    }
}

fn variable(variable: &Variable) -> VariableResource {
    let scope: BTreeMap<String, Vec<String>> =
        variable.scope.0.iter().map(|(field, entries)| (field.name().to_owned(), entries.clone())).collect();
    VariableResource {
        id: variable.id.clone(),
        name: variable.name.clone(),
        value: match &variable.value {
            VariableValue::Plain(text) => Some(text.clone()),
            VariableValue::None | VariableValue::Sealed(_) => None,
        },
        description: variable.description.clone(),
        r#type: variable.kind.clone(),
        is_sensitive: variable.kind == "Sensitive",
        is_editable: variable.is_editable,
        scope,
        prompt: variable.prompt.as_ref().map(|prompt| VariablePrompt {
            label: prompt.label.clone(),
            description: prompt.description.clone(),
            required: prompt.required,
            display_settings: prompt.display_settings.clone(),
        }),
    }
}
