//! Lifecycles: through which phases a release goes, and where it may go now (domain.md LC).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::{EnvironmentId, LifecycleId, SpaceId};
use crate::retention::{RetentionPolicy, Strategy};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifecycle {
    pub id: LifecycleId,
    pub space_id: SpaceId,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub phases: Vec<Phase>,
    pub release_retention: RetentionPolicy,
    pub tentacle_retention: RetentionPolicy,
    /// The lifecycle that a space starts with.
    pub is_default: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    pub id: String,
    pub name: String,
    pub automatic: Vec<EnvironmentId>,
    /// Deployed by hand; the API calls them optional targets (LC-02).
    pub manual: Vec<EnvironmentId>,
    /// Zero means all (LC-04).
    pub minimum: u32,
    pub is_optional: bool,
    pub is_priority: bool,
    pub release_retention: Option<RetentionPolicy>,
    pub tentacle_retention: Option<RetentionPolicy>,
}

impl Phase {
    pub fn environments(&self) -> impl Iterator<Item = &EnvironmentId> {
        self.automatic.iter().chain(&self.manual)
    }
}

/// Why a lifecycle cannot be saved (LC-03, X-10).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LifecycleError {
    #[error("two phases are called \"{0}\"; phase names must differ")]
    PhaseNameTwice(String),
    #[error("a phase needs a name")]
    PhaseWithoutName,
    #[error("environment {environment} is named twice, by phase \"{phase}\" and before it")]
    EnvironmentTwice { environment: EnvironmentId, phase: String },
    #[error("phase \"{phase}\" wants {minimum} environments before promotion but has only {count}")]
    MinimumAboveCount { phase: String, minimum: u32, count: usize },
}

impl Lifecycle {
    pub fn check(&self) -> Result<(), LifecycleError> {
        let mut names = BTreeSet::new();
        let mut environments = BTreeSet::new();
        for phase in &self.phases {
            if phase.name.trim().is_empty() {
                return Err(LifecycleError::PhaseWithoutName);
            }
            if !names.insert(phase.name.to_lowercase()) {
                return Err(LifecycleError::PhaseNameTwice(phase.name.clone()));
            }
            for environment in phase.environments() {
                if !environments.insert(environment) {
                    let (environment, phase) = (environment.clone(), phase.name.clone());
                    return Err(LifecycleError::EnvironmentTwice { environment, phase });
                }
            }
            let count = phase.environments().count();
            if count > 0 && phase.minimum as usize > count {
                return Err(LifecycleError::MinimumAboveCount {
                    phase: phase.name.clone(),
                    minimum: phase.minimum,
                    count,
                });
            }
        }
        Ok(())
    }

    /// The phases with what they imply filled in: no phases at all are one per environment (LC-05), a phase
    /// without environments stands for every environment that no earlier phase names (LC-06).
    ///
    /// `environments` are those of the space, in their sort order, with their names.
    pub fn implied_phases(&self, environments: &[(EnvironmentId, String)]) -> Vec<Phase> {
        if self.phases.is_empty() {
            return environments
                .iter()
                .map(|(id, name)| Phase {
                    id: format!("{}-{id}", self.id),
                    name: name.clone(),
                    automatic: Vec::new(),
                    manual: vec![id.clone()],
                    minimum: 0,
                    is_optional: false,
                    is_priority: false,
                    release_retention: None,
                    tentacle_retention: None,
                })
                .collect();
        }
        let mut named = BTreeSet::new();
        let mut phases = self.phases.clone();
        for phase in &mut phases {
            if phase.environments().next().is_none() {
                phase.manual =
                    environments.iter().map(|(id, _)| id).filter(|id| !named.contains(*id)).cloned().collect();
            }
            named.extend(phase.environments().cloned().collect::<Vec<_>>());
        }
        phases
    }
}

impl Lifecycle {
    /// How long files deployed to an environment are kept on its targets: the phase's own policy, else that of the
    /// nearest earlier phase that has one, else the lifecycle's (LC-21). Without any of them they are kept for ever.
    pub fn tentacle_retention_in(&self, environment: &EnvironmentId) -> RetentionPolicy {
        // A phase without environments stands for all that no earlier phase names.
        let has =
            |phase: &Phase| phase.environments().next().is_none() || phase.environments().any(|id| id == environment);
        let place = self.phases.iter().position(has);
        let phases = place.map_or(&[][..], |place| &self.phases[..=place]);
        let own = phases.iter().rev().filter_map(|phase| phase.tentacle_retention);
        let mut said = own.chain([self.tentacle_retention]).filter(|policy| policy.strategy != Strategy::Default);
        said.next().unwrap_or(RetentionPolicy::FOREVER)
    }
}

/// How far a release has come in one phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Pending,
    Current,
    Complete,
}

/// One phase of a release's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseProgress {
    pub phase: Phase,
    pub progress: Progress,
    /// Closed by an unresolved defect (RE-16).
    pub blocked: bool,
}

/// The way of one release, for one tenant or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progression {
    pub phases: Vec<PhaseProgress>,
    /// Where the release may go now.
    pub deployable: Vec<EnvironmentId>,
    /// The environments of the current phase that still lack a success.
    pub next: Vec<EnvironmentId>,
    /// How many of `next` must succeed before the phase is complete.
    pub next_minimum: u32,
}

/// Why a release cannot go to an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDeployable {
    /// The environment stands in no phase (LC-12).
    NotInLifecycle,
    /// Another phase must be completed first (LC-12).
    NotReached { missing_phase: String },
    /// An unresolved defect keeps the release out of phases it has not begun (RE-16).
    Blocked,
}

/// Computes how far a release has come (LC-08 to LC-11, RE-16).
///
/// `phases` are the implied ones. `succeeded` are the environments with at least one successful deployment
/// of this release for this tenant; a later failure takes nothing away (LC-09).
pub fn progression(phases: Vec<Phase>, succeeded: &BTreeSet<EnvironmentId>, has_defect: bool) -> Progression {
    let complete = |phase: &Phase| {
        let total = phase.environments().count();
        let wanted = if phase.minimum == 0 { total } else { phase.minimum as usize };
        phase.environments().filter(|id| succeeded.contains(*id)).count() >= wanted
    };
    // A phase left without environments is passed over.
    let phases: Vec<Phase> = phases.into_iter().filter(|phase| phase.environments().next().is_some()).collect();
    let current = phases.iter().position(|phase| !phase.is_optional && !complete(phase));
    let reached_up_to = current.unwrap_or(phases.len());

    let mut result = Progression { phases: Vec::new(), deployable: Vec::new(), next: Vec::new(), next_minimum: 0 };
    for (position, phase) in phases.into_iter().enumerate() {
        let begun = phase.environments().any(|id| succeeded.contains(id));
        let blocked = has_defect && position > 0 && !begun;
        let is_current = Some(position) == current;
        if (position < reached_up_to || is_current) && !blocked {
            result.deployable.extend(phase.environments().cloned());
        }
        let progress = match () {
            () if complete(&phase) && position <= reached_up_to => Progress::Complete,
            () if is_current => Progress::Current,
            () => Progress::Pending,
        };
        if is_current {
            let total = phase.environments().count();
            let succeeded_here = phase.environments().filter(|id| succeeded.contains(*id)).count();
            let wanted = if phase.minimum == 0 { total } else { phase.minimum as usize };
            result.next_minimum = u32::try_from(wanted - succeeded_here).unwrap_or(u32::MAX);
            if !blocked {
                result.next.extend(phase.environments().filter(|id| !succeeded.contains(*id)).cloned());
            }
        }
        result.phases.push(PhaseProgress { phase, progress, blocked });
    }
    result
}

impl Progression {
    /// Whether the release may go to `environment` now, and if not, why.
    pub fn check(&self, environment: &EnvironmentId) -> Result<(), NotDeployable> {
        if self.deployable.contains(environment) {
            return Ok(());
        }
        let Some(entry) = self.phases.iter().find(|entry| entry.phase.environments().any(|id| id == environment))
        else {
            return Err(NotDeployable::NotInLifecycle);
        };
        if entry.blocked && entry.progress != Progress::Pending {
            return Err(NotDeployable::Blocked);
        }
        match self.phases.iter().find(|entry| entry.progress == Progress::Current) {
            Some(current) if current.phase.id != entry.phase.id => {
                Err(NotDeployable::NotReached { missing_phase: current.phase.name.clone() })
            }
            Some(_) | None => Err(NotDeployable::Blocked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(name: &str) -> EnvironmentId {
        EnvironmentId::new(name)
    }

    fn phase(name: &str, environments: &[&str]) -> Phase {
        Phase {
            id: name.to_owned(),
            name: name.to_owned(),
            automatic: Vec::new(),
            manual: environments.iter().map(|name| env(name)).collect(),
            minimum: 0,
            is_optional: false,
            is_priority: false,
            release_retention: None,
            tentacle_retention: None,
        }
    }

    fn optional(mut phase: Phase) -> Phase {
        phase.is_optional = true;
        phase
    }

    fn lifecycle(phases: Vec<Phase>) -> Lifecycle {
        Lifecycle {
            id: LifecycleId::new("Lifecycles-1"),
            space_id: SpaceId::new("Spaces-1"),
            name: "L".to_owned(),
            slug: "l".to_owned(),
            description: String::new(),
            phases,
            release_retention: RetentionPolicy::FOREVER,
            tentacle_retention: RetentionPolicy::FOREVER,
            is_default: false,
        }
    }

    #[track_caller]
    fn check(phases: Vec<Phase>, succeeded: &[&str], has_defect: bool, expected: &[&str]) {
        let succeeded = succeeded.iter().map(|name| env(name)).collect();
        let deployable: Vec<_> = progression(phases, &succeeded, has_defect).deployable;
        assert_eq!(deployable, expected.iter().map(|name| env(name)).collect::<Vec<_>>());
    }

    #[test]
    fn a_new_release_may_go_to_the_first_phase_only() {
        check(vec![phase("Test", &["T"]), phase("Production", &["P"])], &[], false, &["T"]);
    }

    #[test]
    fn all_environments_of_a_phase_count_when_the_minimum_is_zero() {
        // LC-04, W-05.
        let phases = vec![phase("Test", &["T1", "T2"]), phase("Production", &["P"])];
        check(phases.clone(), &["T1"], false, &["T1", "T2"]);
        check(phases, &["T1", "T2"], false, &["T1", "T2", "P"]);
    }

    #[test]
    fn a_minimum_of_one_needs_any_one() {
        let mut test = phase("Test", &["T1", "T2"]);
        test.minimum = 1;
        check(vec![test, phase("Production", &["P"])], &["T2"], false, &["T1", "T2", "P"]);
    }

    #[test]
    fn an_optional_phase_is_never_current_and_opens_with_its_neighbours() {
        // LC-10, LC-11, W-04: a run of optional phases is reached together, and the phase after them too.
        let phases = vec![
            phase("Test", &["T"]),
            optional(phase("Hotfix", &["H"])),
            optional(phase("Demo", &["D"])),
            phase("Production", &["P"]),
            optional(phase("Archive", &["A"])),
        ];
        check(phases.clone(), &[], false, &["T"]);
        check(phases.clone(), &["T"], false, &["T", "H", "D", "P"]);
        check(phases, &["T", "P"], false, &["T", "H", "D", "P", "A"]);
    }

    #[test]
    fn a_leading_optional_phase_is_open_at_once() {
        check(vec![optional(phase("Dev", &["D"])), phase("Test", &["T"])], &[], false, &["D", "T"]);
    }

    #[test]
    fn a_defect_closes_phases_that_have_not_begun_except_the_first() {
        // RE-16, W-03.
        let phases = vec![phase("Test", &["T"]), phase("Staging", &["S1", "S2"]), phase("Production", &["P"])];
        check(phases.clone(), &[], true, &["T"]);
        check(phases.clone(), &["T"], true, &["T"]);
        check(phases.clone(), &["T", "S1"], true, &["T", "S1", "S2"]);
        check(phases, &["T", "S1", "S2"], true, &["T", "S1", "S2"]);
    }

    #[test]
    fn a_phase_without_environments_stands_for_all_that_no_earlier_phase_names() {
        // LC-06.
        let space =
            [(env("T"), "Test".to_owned()), (env("S"), "Staging".to_owned()), (env("P"), "Production".to_owned())];
        let phases = lifecycle(vec![phase("Test", &["T"]), phase("Rest", &[])]).implied_phases(&space);
        assert_eq!(phases[1].manual, [env("S"), env("P")]);
    }

    #[test]
    fn a_lifecycle_without_phases_follows_the_sort_order() {
        // LC-05.
        let space = [(env("T"), "Test".to_owned()), (env("P"), "Production".to_owned())];
        let phases = lifecycle(Vec::new()).implied_phases(&space);
        check(phases, &["T"], false, &["T", "P"]);
    }

    #[test]
    fn the_refusal_names_the_phase_that_is_missing() {
        let phases = vec![phase("Test", &["T"]), phase("Production", &["P"])];
        let way = progression(phases, &BTreeSet::new(), false);
        assert_eq!(way.check(&env("P")), Err(NotDeployable::NotReached { missing_phase: "Test".to_owned() }));
        assert_eq!(way.check(&env("X")), Err(NotDeployable::NotInLifecycle));
        assert_eq!(way.check(&env("T")), Ok(()));
    }

    #[test]
    fn the_refusal_of_a_defect_says_so() {
        let phases = vec![phase("Test", &["T"]), phase("Production", &["P"])];
        let way = progression(phases, &BTreeSet::from([env("T")]), true);
        assert_eq!(way.check(&env("P")), Err(NotDeployable::Blocked));
    }

    #[test]
    fn an_environment_in_two_phases_is_refused() {
        // LC-03.
        let error = lifecycle(vec![phase("A", &["T"]), phase("B", &["T"])]).check().unwrap_err();
        assert_eq!(error, LifecycleError::EnvironmentTwice { environment: env("T"), phase: "B".to_owned() });
    }

    #[test]
    fn files_are_kept_as_the_nearest_phase_says_that_says_anything() {
        let keep = |count| Some(RetentionPolicy::inferred(crate::retention::Unit::Items, count, None));
        let mut of = lifecycle(vec![phase("Dev", &["dev"]), phase("Test", &["test"]), phase("Rest", &[])]);
        let said = |of: &Lifecycle, name: &str| of.tentacle_retention_in(&env(name)).limit().map(|(_, count)| count);
        assert_eq!(said(&of, "test"), None);
        of.tentacle_retention = keep(9).unwrap();
        assert_eq!(said(&of, "test"), Some(9));
        of.phases[0].tentacle_retention = keep(3);
        assert_eq!((said(&of, "dev"), said(&of, "test"), said(&of, "prod")), (Some(3), Some(3), Some(3)));
        of.phases[1].tentacle_retention = Some(RetentionPolicy::FOREVER);
        assert_eq!((said(&of, "dev"), said(&of, "test"), said(&of, "prod")), (Some(3), None, None));
        // Left to the default, it is as if the phase said nothing.
        of.phases[1].tentacle_retention = keep(0);
        assert_eq!(said(&of, "prod"), Some(3));
        of.phases.clear();
        assert_eq!(said(&of, "prod"), Some(9));
    }

    #[test]
    fn a_minimum_above_the_number_of_environments_is_refused() {
        let mut test = phase("Test", &["T"]);
        test.minimum = 2;
        assert!(matches!(lifecycle(vec![test]).check(), Err(LifecycleError::MinimumAboveCount { .. })));
    }
}
