//! `/variables` (http-api.md 11.1).

use std::collections::BTreeMap;

use pulpo_access::Permission;
use pulpo_access::Permission::{VariableEdit, VariableEditUnscoped, VariableView, VariableViewUnscoped};
use pulpo_app::projects;
use pulpo_app::variables::{self, Judged, ScopeChoices, ValueEdit, VariableEditing, Wanted};
use pulpo_domain::variables::{Prompt, ScopeField, Variable, VariableSet, VariableValue};
use pulpo_wire::http::values::NamedReference;
use pulpo_wire::http::variables::{
    ProcessReference, ScopeValues, VariableCandidate, VariableExplanation, VariablePrompt, VariableResource,
    VariableSetResource,
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
        get("variables/preview", Needs(VIEW), preview)
            .about(
                "Shows the variables as a deployment to a place would have them; what is made of a secret has no value",
            )
            .queries(&["project", "environment", "machine", "role", "channel", "action"])
            .gives::<VariableSetResource>(),
        get("variables/explain", Needs(VIEW), explain)
            .about("Shows every value that a variable could have at a place, and why it won or lost")
            .queries(&["project", "name", "environment", "machine", "role", "channel", "action"])
            .gives::<VariableExplanation>(),
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

/// The place that the query asks about.
fn wanted(cx: &Cx) -> Result<Wanted, ApiError> {
    let given = |name: &str| cx.query(name).filter(|text| !text.trim().is_empty()).map(str::to_owned);
    for absent in ["tenant", "runbook"] {
        if given(absent).is_some() {
            return Err(ApiError::bad_request(format!("there are no {absent}s on this server: leave {absent} out")));
        }
    }
    let project = given("project")
        .ok_or_else(|| ApiError::bad_request("the variables of which project? Give project=, its id, slug or name"))?;
    let roles = given("role").unwrap_or_default();
    Ok(Wanted {
        project,
        environment: given("environment"),
        machine: given("machine"),
        roles: roles.split(',').map(str::trim).filter(|role| !role.is_empty()).map(str::to_owned).collect(),
        channel: given("channel"),
        action: given("action"),
    })
}

async fn preview(cx: Cx) -> Answer {
    let (set, choices) = variables::preview(&cx.app, &cx.caller, cx.space(), wanted(&cx)?).await?;
    answer::ok(&resource(&set, choices))
}

async fn explain(cx: Cx) -> Answer {
    let wanted = wanted(&cx)?;
    let Some(name) = cx.query("name").filter(|name| !name.trim().is_empty()) else {
        return Err(ApiError::bad_request("which variable? Give name="));
    };
    let (explanation, choices) = variables::explain(&cx.app, &cx.caller, cx.space(), wanted, name).await?;
    let candidates = explanation.candidates.into_iter().map(|judged| candidate(judged, &choices));
    answer::ok(&VariableExplanation { name: explanation.name, candidates: candidates.collect() })
}

fn candidate(judged: Judged, choices: &ScopeChoices) -> VariableCandidate {
    let shown = variable(&judged.variable);
    let named = |(field, ids): (&ScopeField, &Vec<String>)| {
        let known = match field {
            ScopeField::Environment => choices.environments.as_slice(),
            ScopeField::Machine => &choices.machines,
            ScopeField::Action => &choices.actions,
            ScopeField::Channel => &choices.channels,
            ScopeField::Role
            | ScopeField::Tenant
            | ScopeField::TenantTag
            | ScopeField::ProcessOwner
            | ScopeField::Project => &[],
        };
        let name =
            |id: &String| known.iter().find(|(known, _)| known == id).map_or(id.clone(), |(_, name)| name.clone());
        (field.name().to_owned(), ids.iter().map(name).collect())
    };
    VariableCandidate {
        variable_id: shown.id,
        value: shown.value,
        is_sensitive: shown.is_sensitive,
        owner: judged.owner,
        scope: shown.scope,
        scope_names: judged.variable.scope.0.iter().map(named).collect(),
        verdict: format!("{:?}", judged.verdict),
        rank: judged.rank.into_iter().map(|field| field.name().to_owned()).collect(),
        why: judged.why,
    }
}

async fn save(mut cx: Cx) -> Answer {
    let body: VariableSetResource = cx.json().await?;
    let id = id(&cx).await?;
    let edits = body.variables.into_iter().map(edit).collect();
    let (set, choices, warnings) = variables::save(&cx.app, &cx.caller, cx.space(), &id, body.version, edits).await?;
    answer::ok(&VariableSetResource { warnings, ..resource(&set, choices) })
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
        warnings: Vec::new(),
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
