//! What a release will be made of, decided before it is created.

mod channel_choice;
mod package_versions;
mod packages_folder;
mod plan;
mod plan_builder;
mod rule_test;

pub use channel_choice::choose_channel;
pub use package_versions::PackageVersions;
pub use packages_folder::add_folder;
pub use plan::{PlanItem, ReleasePlan, Source};
pub use plan_builder::{PlanBuilder, PlanRequest};
pub use rule_test::RuleResult;
