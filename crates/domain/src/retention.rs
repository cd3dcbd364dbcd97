//! How long releases and deployed files are kept (domain.md RT-01).

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Strategy {
    Default,
    Count,
    Forever,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    Days,
    Items,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionPolicy {
    pub strategy: Strategy,
    pub unit: Unit,
    pub quantity_to_keep: u32,
}

impl RetentionPolicy {
    pub const FOREVER: Self = Self { strategy: Strategy::Forever, unit: Unit::Items, quantity_to_keep: 0 };

    /// The policy that an older client means, which sends no strategy.
    pub fn inferred(unit: Unit, quantity_to_keep: u32, keep_forever: Option<bool>) -> Self {
        let strategy = match (keep_forever, quantity_to_keep) {
            (Some(true), _) => Strategy::Forever,
            (None | Some(false), 0) => Strategy::Default,
            (None | Some(false), _) => Strategy::Count,
        };
        Self { strategy, unit, quantity_to_keep }
    }

    /// How much is kept; nothing where everything is, or where somebody else is to say.
    pub fn limit(self) -> Option<(Unit, u32)> {
        (self.strategy == Strategy::Count && self.quantity_to_keep > 0).then_some((self.unit, self.quantity_to_keep))
    }
}
