//! Library variable sets: variables that several projects include (domain.md VA-14).

use serde::{Deserialize, Serialize};

use crate::ids::{LibraryVariableSetId, SpaceId, VariableSetId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryVariableSet {
    pub id: LibraryVariableSetId,
    pub space_id: SpaceId,
    pub name: String,
    pub description: String,
    /// Never changes after the set was made.
    pub content_type: ContentType,
    /// The set that holds the variables.
    pub variable_set_id: VariableSetId,
    pub saves: i64,
}

/// What a library set is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContentType {
    #[default]
    Variables,
    /// Its variables are the texts of modules that scripts load: `Octopus.Script.Module[Name]`.
    ScriptModule,
}

impl ContentType {
    pub fn name(self) -> &'static str {
        match self {
            Self::Variables => "Variables",
            Self::ScriptModule => "ScriptModule",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Variables, Self::ScriptModule].into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}
