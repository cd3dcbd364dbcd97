//! The crash lab: a world with something to deploy, a launcher that does as it is told, and an engine whose process
//! vanishes at any write.

mod button;
mod launcher;
pub mod world;

pub use button::{Button, Press};
pub use launcher::{FakeLauncher, Play, Script};
pub use world::{StepPlan, World};
