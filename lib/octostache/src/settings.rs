//! What an evaluation depends on beside the variables.

use std::collections::HashMap;
use std::sync::Arc;

use crate::culture::Culture;
use crate::limits::Limits;

/// A filter of the executor: input, which may be missing, and options; nothing means "none" (VF-03).
pub(crate) type Extension = Arc<dyn Fn(Option<&str>, &[String]) -> Option<String> + Send + Sync>;

#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) culture: Culture,
    /// The time that `NowDate` tells; without one it tells none.
    pub(crate) now: Option<jiff::Zoned>,
    /// By lower-case name.
    pub(crate) extensions: HashMap<String, Extension>,
}
