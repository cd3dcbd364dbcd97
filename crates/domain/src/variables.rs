//! Variable sets, scopes, and which value wins (domain.md VA).

mod explain;
mod kind;
mod system;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

pub use explain::{Candidate, Deciding, Fate, explain, indistinct, ties};
pub use kind::{Reference, is_kind};
pub use system::is_system_name;

use crate::ids::{ChannelId, EnvironmentId, MachineId, SpaceId, TenantId, VariableSetId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariableSet {
    pub id: VariableSetId,
    pub space_id: SpaceId,
    /// The project or library set that it belongs to.
    pub owner_id: String,
    /// Counts the saves; a write must carry the present one.
    pub version: i64,
    pub variables: Vec<Variable>,
    pub is_snapshot: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    pub id: String,
    pub name: String,
    pub value: VariableValue,
    pub description: Option<String>,
    /// `String`, `Sensitive`, or the kind of document whose id the value is (VA-03).
    pub kind: String,
    pub is_editable: bool,
    pub scope: Scope,
    pub prompt: Option<Prompt>,
}

/// A value: plain, or a secret sealed with the master key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum VariableValue {
    None,
    Plain(String),
    Sealed(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    pub label: String,
    pub description: Option<String>,
    pub required: bool,
    pub display_settings: BTreeMap<String, String>,
}

/// A field by which a value can be scoped, most specific first: the order of VA-06.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ScopeField {
    Action,
    Machine,
    /// Target tags, called Role on the wire.
    Role,
    Tenant,
    TenantTag,
    Environment,
    Channel,
    ProcessOwner,
    Project,
}

impl ScopeField {
    pub const ALL: [Self; 9] = [
        Self::Action,
        Self::Machine,
        Self::Role,
        Self::Tenant,
        Self::TenantTag,
        Self::Environment,
        Self::Channel,
        Self::ProcessOwner,
        Self::Project,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Action => "Action",
            Self::Machine => "Machine",
            Self::Role => "Role",
            Self::Tenant => "Tenant",
            Self::TenantTag => "TenantTag",
            Self::Environment => "Environment",
            Self::Channel => "Channel",
            Self::ProcessOwner => "ProcessOwner",
            Self::Project => "Project",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name))
    }
}

/// Where a value applies: entries of one field are OR-ed, fields are AND-ed (VA-05).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(pub BTreeMap<ScopeField, Vec<String>>);

impl Scope {
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }

    pub fn of(&self, field: ScopeField) -> &[String] {
        self.0.get(&field).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The place a value is wanted for. What is absent matches only values not scoped by that field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    pub environment: Option<EnvironmentId>,
    pub machine: Option<MachineId>,
    /// The tags of the target, lower case.
    pub machine_roles: BTreeSet<String>,
    /// The tags that the step names, lower case.
    pub step_roles: BTreeSet<String>,
    pub tenant: Option<TenantId>,
    pub tenant_tags: BTreeSet<String>,
    pub channel: Option<ChannelId>,
    pub action: Option<String>,
    pub process_owner: Option<String>,
    pub project: Option<String>,
}

/// How specific a value is in a context; the higher one wins.
///
/// One bit a field in the order of VA-06, so that the most specific field decides, and among values with the
/// same top field the one with more fields. A tag that the step names too counts above other tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(u16);

impl Rank {
    const STEP_TAG: u16 = 1 << 7;
    const OTHER_TAG: u16 = 1 << 6;
    /// What each bit stands for, the most specific first.
    const LADDER: [(u16, Deciding); 10] = [
        (1 << 9, Deciding::Field(ScopeField::Action)),
        (1 << 8, Deciding::Field(ScopeField::Machine)),
        (Self::STEP_TAG, Deciding::StepTag),
        (Self::OTHER_TAG, Deciding::Field(ScopeField::Role)),
        (1 << 5, Deciding::Field(ScopeField::Tenant)),
        (1 << 4, Deciding::Field(ScopeField::TenantTag)),
        (1 << 3, Deciding::Field(ScopeField::Environment)),
        (1 << 2, Deciding::Field(ScopeField::Channel)),
        (1 << 1, Deciding::Field(ScopeField::ProcessOwner)),
        (1, Deciding::Field(ScopeField::Project)),
    ];

    /// The fields that count, the most specific first.
    pub fn fields(self) -> impl Iterator<Item = ScopeField> {
        Self::LADDER.into_iter().filter(move |(bit, _)| self.0 & bit != 0).map(|(_, what)| match what {
            Deciding::Field(field) => field,
            Deciding::StepTag => ScopeField::Role,
        })
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl Scope {
    /// The rank of this scope in a context, or which field keeps it out.
    pub fn rank(&self, context: &Context) -> Result<Rank, ScopeField> {
        let mut bits = 0;
        for (field, entries) in self.0.iter().filter(|(_, entries)| !entries.is_empty()) {
            bits |= match_field(*field, entries, context).ok_or(*field)?;
        }
        Ok(Rank(bits))
    }
}

fn match_field(field: ScopeField, entries: &[String], context: &Context) -> Option<u16> {
    let is = |wanted: Option<&str>| {
        wanted.is_some_and(|wanted| entries.iter().any(|entry| entry.eq_ignore_ascii_case(wanted)))
    };
    let any = |wanted: &BTreeSet<String>| entries.iter().any(|entry| wanted.contains(&entry.to_lowercase()));
    let (matches, bit) = match field {
        ScopeField::Action => (is(context.action.as_deref()), 1 << 9),
        ScopeField::Machine => (is(context.machine.as_ref().map(AsRef::as_ref)), 1 << 8),
        ScopeField::Role => {
            let shared: BTreeSet<String> = context.machine_roles.intersection(&context.step_roles).cloned().collect();
            if any(&shared) { (true, Rank::STEP_TAG) } else { (any(&context.machine_roles), Rank::OTHER_TAG) }
        }
        ScopeField::Tenant => (is(context.tenant.as_ref().map(AsRef::as_ref)), 1 << 5),
        ScopeField::TenantTag => (any(&context.tenant_tags), 1 << 4),
        ScopeField::Environment => (is(context.environment.as_ref().map(AsRef::as_ref)), 1 << 3),
        ScopeField::Channel => (is(context.channel.as_ref().map(AsRef::as_ref)), 1 << 2),
        ScopeField::ProcessOwner => (is(context.process_owner.as_deref()), 1 << 1),
        ScopeField::Project => (is(context.project.as_deref()), 1),
    };
    matches.then_some(bit)
}

/// The winning value of each name in a context (VA-06, VA-07, VA-08).
///
/// `sets` come in order of precedence: the project's own, then library sets as they are included. Names
/// compare ignoring case. Among equals the earlier set wins, and in a set the earlier value.
pub fn resolve<'a>(sets: impl IntoIterator<Item = &'a VariableSet>, context: &Context) -> Vec<&'a Variable> {
    let mut winners: HashMap<String, (Rank, usize)> = HashMap::new();
    let mut chosen: Vec<&Variable> = Vec::new();
    for variable in sets.into_iter().flat_map(|set| &set.variables) {
        let Ok(rank) = variable.scope.rank(context) else { continue };
        match winners.entry(variable.name.to_lowercase()) {
            Entry::Occupied(mut known) => {
                let (best, position) = known.get_mut();
                if rank > *best {
                    *best = rank;
                    chosen[*position] = variable;
                }
            }
            Entry::Vacant(new) => {
                new.insert((rank, chosen.len()));
                chosen.push(variable);
            }
        }
    }
    chosen
}

/// Why a variable cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VariableError {
    #[error("a variable has no name")]
    NoName,
    #[error("variable \"{name}\" cannot be prompted for: its label is empty")]
    PromptWithoutLabel { name: String },
    #[error("variable \"{name}\" has the type \"{kind}\", which is no type of variables")]
    UnknownKind { name: String, kind: String },
}

impl VariableSet {
    pub fn check(&self) -> Vec<VariableError> {
        let mut errors = Vec::new();
        for variable in &self.variables {
            if variable.name.trim().is_empty() {
                errors.push(VariableError::NoName);
            }
            if !is_kind(&variable.kind) {
                let (name, kind) = (variable.name.clone(), variable.kind.clone());
                errors.push(VariableError::UnknownKind { name, kind });
            }
            if variable.prompt.as_ref().is_some_and(|prompt| prompt.label.trim().is_empty() && prompt.required) {
                errors.push(VariableError::PromptWithoutLabel { name: variable.name.clone() });
            }
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn variable(value: &str, scope: &[(ScopeField, &str)]) -> Variable {
        let mut map: BTreeMap<ScopeField, Vec<String>> = BTreeMap::new();
        for (field, entry) in scope {
            map.entry(*field).or_default().push((*entry).to_owned());
        }
        Variable {
            id: value.to_owned(),
            name: "Name".to_owned(),
            value: VariableValue::Plain(value.to_owned()),
            description: None,
            kind: "String".to_owned(),
            is_editable: true,
            scope: Scope(map),
            prompt: None,
        }
    }

    pub(super) fn set(variables: Vec<Variable>) -> VariableSet {
        VariableSet {
            id: VariableSetId::new("variableset-Projects-1"),
            space_id: SpaceId::new("Spaces-1"),
            owner_id: "Projects-1".to_owned(),
            version: 0,
            variables,
            is_snapshot: false,
        }
    }

    pub(super) fn context() -> Context {
        Context {
            environment: Some(EnvironmentId::new("Environments-1")),
            machine: Some(MachineId::new("Machines-1")),
            machine_roles: BTreeSet::from(["web".to_owned(), "db".to_owned()]),
            step_roles: BTreeSet::from(["web".to_owned()]),
            channel: Some(ChannelId::new("Channels-1")),
            action: Some("a1".to_owned()),
            ..Context::default()
        }
    }

    #[track_caller]
    fn check(variables: Vec<Variable>, expected: Option<&str>) {
        let set = set(variables);
        let winner = resolve([&set], &context()).first().map(|variable| variable.id.clone());
        assert_eq!(winner.as_deref(), expected);
    }

    use ScopeField::{Action, Channel, Environment, Machine, Role};

    #[test]
    fn the_most_specific_field_decides() {
        // VA-06, each pair in both orders.
        let ladder = [
            vec![(Action, "a1")],
            vec![(Machine, "Machines-1")],
            vec![(Role, "web")],
            vec![(Role, "db")],
            vec![(Environment, "environments-1")],
            vec![(Channel, "Channels-1")],
            vec![],
        ];
        for pair in ladder.windows(2) {
            check(vec![variable("above", &pair[0]), variable("below", &pair[1])], Some("above"));
            check(vec![variable("below", &pair[1]), variable("above", &pair[0])], Some("above"));
        }
    }

    #[test]
    fn more_fields_beat_fewer_under_the_same_top_field() {
        let both = variable("both", &[(Machine, "Machines-1"), (Channel, "Channels-1")]);
        check(vec![variable("one", &[(Machine, "Machines-1")]), both], Some("both"));
    }

    #[test]
    fn a_value_that_does_not_apply_is_not_there_at_all() {
        // VA-07.
        check(vec![variable("production", &[(Environment, "Environments-2")])], None);
    }

    #[test]
    fn fields_are_and_ed_and_entries_or_ed() {
        // VA-05.
        let one_of = variable("x", &[(Environment, "Environments-9"), (Environment, "Environments-1")]);
        check(vec![one_of], Some("x"));
        check(vec![variable("x", &[(Environment, "Environments-1"), (Channel, "Channels-2")])], None);
    }

    #[test]
    fn among_equals_the_project_wins_over_a_library_set() {
        let (project, library) = (set(vec![variable("project", &[])]), set(vec![variable("library", &[])]));
        assert_eq!(resolve([&project, &library], &context())[0].id, "project");
    }
}
