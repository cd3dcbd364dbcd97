//! What a release will be made of, decided before it is created.

mod channel_choice;
mod package_versions;
mod packages_folder;
mod plan;
mod plan_builder;
mod rule_test;

pub(crate) use channel_choice::choose_channel;
pub(crate) use package_versions::PackageVersions;
pub(crate) use packages_folder::add_folder;
pub(crate) use plan::{PlanItem, ReleasePlan, Source};
pub(crate) use plan_builder::{PlanBuilder, PlanRequest};
pub(crate) use rule_test::RuleResult;
