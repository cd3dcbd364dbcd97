//! Why a variable has the value that it has: every candidate, its rank and its fate (VA-06).

use std::collections::HashMap;

use super::{Context, Rank, ScopeField, Variable, VariableSet};

/// A value that a name could have, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    pub set: &'a VariableSet,
    pub variable: &'a Variable,
    pub fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Wins(Rank),
    /// It applies, but the winner is scoped to this field, too.
    Outranked(Rank, Deciding),
    /// It applies and is as specific as the winner, which comes before it.
    Tied(Rank),
    /// It does not apply: this field of its scope does not match.
    OutOfScope(ScopeField),
}

/// What makes one value more specific than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deciding {
    Field(ScopeField),
    /// Both are scoped to tags of the target, but only the winner to one that the step names.
    StepTag,
}

impl Rank {
    /// The highest thing that this rank has and a lower one has not.
    fn above(self, lower: Self) -> Deciding {
        let missing = self.0 & !lower.0;
        let (_, what) = Self::LADDER
            .into_iter()
            .find(|(bit, _)| missing & bit != 0)
            .expect("a higher rank has a bit that the lower one has not");
        match what {
            Deciding::StepTag if lower.0 & Self::OTHER_TAG == 0 => Deciding::Field(ScopeField::Role),
            Deciding::Field(_) | Deciding::StepTag => what,
        }
    }
}

/// Every value of a name in the sets, the winner first, then as they stand (VA-06, VA-07).
pub fn explain<'a>(
    sets: impl IntoIterator<Item = &'a VariableSet>,
    context: &Context,
    name: &str,
) -> Vec<Candidate<'a>> {
    let mut candidates: Vec<(&VariableSet, &Variable, Result<Rank, ScopeField>)> = Vec::new();
    for set in sets {
        let named = set.variables.iter().filter(|variable| super::same_name(&variable.name, name));
        candidates.extend(named.map(|variable| (set, variable, variable.scope.rank(context))));
    }
    let mut winner: Option<(usize, Rank)> = None;
    for (position, (_, _, rank)) in candidates.iter().enumerate() {
        if let Ok(rank) = rank
            && winner.is_none_or(|(_, best)| *rank > best)
        {
            winner = Some((position, *rank));
        }
    }
    let fate = |position: usize, rank: Result<Rank, ScopeField>| match (rank, winner) {
        (Err(field), _) => Fate::OutOfScope(field),
        (Ok(rank), Some((won, best))) if position != won && rank == best => Fate::Tied(rank),
        (Ok(rank), Some((won, best))) if position != won => Fate::Outranked(rank, best.above(rank)),
        (Ok(rank), _) => Fate::Wins(rank),
    };
    let judged = candidates.into_iter().enumerate();
    let mut judged: Vec<Candidate<'a>> = judged
        .map(|(position, (set, variable, rank))| Candidate { set, variable, fate: fate(position, rank) })
        .collect();
    judged.sort_by_key(|candidate| !matches!(candidate.fate, Fate::Wins(_)));
    judged
}

/// Values that lost only because another of the same rank stands before them, although they differ; each with the
/// winner. That the project's own set comes before library sets is a rule and no chance, so it is left out.
pub fn ties<'a>(sets: &'a [VariableSet], context: &Context) -> Vec<(&'a Variable, &'a Variable)> {
    let mut best: HashMap<String, (Rank, usize, &Variable, Vec<&Variable>)> = HashMap::new();
    for (number, set) in sets.iter().enumerate() {
        for variable in &set.variables {
            let Ok(rank) = variable.scope.rank(context) else { continue };
            let found = best.entry(variable.name.to_lowercase());
            let (highest, from, winner, tied) = found.or_insert_with(|| (rank, number, variable, Vec::new()));
            if rank > *highest {
                (*highest, *from, *winner) = (rank, number, variable);
                tied.clear();
            } else if rank == *highest && winner.value != variable.value && !(*from == 0 && number > 0) {
                tied.push(variable);
            }
        }
    }
    let mut ties: Vec<(&Variable, &Variable)> = best
        .into_values()
        .flat_map(|(_, _, winner, tied)| tied.into_iter().map(move |other| (winner, other)))
        .collect();
    ties.sort_by(|a, b| (&a.0.name, &a.1.id).cmp(&(&b.0.name, &b.1.id)));
    ties
}

/// Values of one name in a set that differ and that no place tells apart: they are scoped by the same fields, and
/// there are places that match both. Of several such pairs of a name the first is given.
pub fn indistinct(set: &VariableSet) -> Vec<(&Variable, &Variable)> {
    let mut groups: HashMap<(String, Vec<ScopeField>), Vec<&Variable>> = HashMap::new();
    for variable in &set.variables {
        let fields = variable.scope.0.iter().filter(|(_, entries)| !entries.is_empty()).map(|(field, _)| *field);
        groups.entry((variable.name.to_lowercase(), fields.collect())).or_default().push(variable);
    }
    let mut found: Vec<(&Variable, &Variable)> = Vec::new();
    for ((_, fields), variables) in groups {
        // A place has one environment but many tags: values of different tags may meet on one target.
        let telling: Vec<ScopeField> =
            fields.into_iter().filter(|field| !matches!(field, ScopeField::Role | ScopeField::TenantTag)).collect();
        found.extend(first_overlap(&variables, &telling));
    }
    found.sort_by(|a, b| (&a.0.name, &a.0.id).cmp(&(&b.0.name, &b.0.id)));
    found
}

/// Only values that share an entry of the first field are compared, so that a name with a value for each of many
/// environments costs no more than it has values.
fn first_overlap<'a>(variables: &[&'a Variable], fields: &[ScopeField]) -> Option<(&'a Variable, &'a Variable)> {
    let mut buckets: HashMap<String, Vec<&Variable>> = HashMap::new();
    for variable in variables {
        let keys = match fields.first() {
            Some(field) => variable.scope.of(*field).iter().map(|entry| entry.to_lowercase()).collect(),
            None => vec![String::new()],
        };
        for key in keys {
            let bucket = buckets.entry(key).or_default();
            let meets = |other: &&&'a Variable| {
                other.value != variable.value
                    && fields.iter().skip(1).all(|field| {
                        let entries = variable.scope.of(*field);
                        other.scope.of(*field).iter().any(|one| entries.iter().any(|two| one.eq_ignore_ascii_case(two)))
                    })
            };
            if let Some(other) = bucket.iter().find(meets) {
                return Some((other, variable));
            }
            bucket.push(variable);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::{context, set, variable};
    use super::*;
    use ScopeField::{Channel, Environment, Machine, Role};

    #[test]
    fn every_candidate_says_why_it_won_or_lost() {
        let own = set(vec![
            variable("everywhere", &[]),
            variable("elsewhere", &[(Environment, "Environments-2")]),
            variable("here", &[(Environment, "Environments-1")]),
            variable("db", &[(Role, "db")]),
            variable("web", &[(Role, "web")]),
            variable("web too", &[(Role, "WEB")]),
        ]);
        let mut library = set(vec![variable("library", &[])]);
        library.owner_id = "LibraryVariableSets-1".to_owned();
        let told: Vec<(&str, Fate)> = explain([&own, &library], &context(), "name")
            .into_iter()
            .map(|candidate| (candidate.variable.id.as_str(), candidate.fate))
            .collect();
        let (step_tag, other_tag) = (Rank(1 << 7), Rank(1 << 6));
        assert_eq!(
            told,
            [
                ("web", Fate::Wins(step_tag)),
                ("everywhere", Fate::Outranked(Rank(0), Deciding::Field(Role))),
                ("elsewhere", Fate::OutOfScope(Environment)),
                ("here", Fate::Outranked(Rank(1 << 3), Deciding::Field(Role))),
                ("db", Fate::Outranked(other_tag, Deciding::StepTag)),
                ("web too", Fate::Tied(step_tag)),
                ("library", Fate::Outranked(Rank(0), Deciding::Field(Role))),
            ]
        );
        assert!(explain([&own], &context(), "Other").is_empty());
    }

    #[test]
    fn the_explained_winner_is_the_resolved_one() {
        let fields = [None, Some((Environment, "Environments-1")), Some((Machine, "Machines-1")), Some((Role, "db"))];
        let all: Vec<Variable> = fields
            .iter()
            .flat_map(|one| fields.iter().map(move |two| (one, two)))
            .enumerate()
            .map(|(number, (one, two))| {
                let scope: Vec<_> = [*one, *two].into_iter().flatten().collect();
                variable(&number.to_string(), &scope)
            })
            .collect();
        // From each starting point, so that every value comes first once.
        for start in 0..all.len() {
            let own = set(all.iter().cycle().skip(start).take(all.len() / 2).cloned().collect());
            let resolved = super::super::resolve([&own], &context())[0].id.clone();
            let explained = explain([&own], &context(), "NAME");
            assert_eq!(explained[0].variable.id, resolved);
            assert!(matches!(explained[0].fate, Fate::Wins(_)));
        }
    }

    #[test]
    fn a_tie_is_told_unless_a_rule_decides_it() {
        let pairs = |sets: &[VariableSet]| -> Vec<(String, String)> {
            ties(sets, &context()).iter().map(|(won, lost)| (won.id.clone(), lost.id.clone())).collect()
        };
        let pair = |one: &str, two: &str| vec![(one.to_owned(), two.to_owned())];
        let two = vec![variable("one", &[]), variable("two", &[])];
        assert_eq!(pairs(&[set(two.clone())]), pair("one", "two"));
        // The project before a library, but no library before another.
        let (one, two) = (set(vec![two[0].clone()]), set(vec![two[1].clone()]));
        assert_eq!(pairs(&[one.clone(), two.clone()]), []);
        assert_eq!(pairs(&[set(vec![]), one, two]), pair("one", "two"));
        let outranked = vec![variable("one", &[]), variable("two", &[]), variable("here", &[(Machine, "Machines-1")])];
        assert_eq!(pairs(&[set(outranked)]), []);
    }

    #[test]
    fn values_that_no_place_tells_apart_are_found_without_one() {
        #[track_caller]
        fn check(one: &[(ScopeField, &str)], two: &[(ScopeField, &str)], meet: bool) {
            let set = set(vec![variable("one", one), variable("two", two)]);
            assert_eq!(!indistinct(&set).is_empty(), meet, "{one:?} {two:?}");
        }
        check(&[], &[], true);
        check(&[(Environment, "E-1")], &[(Environment, "e-1"), (Environment, "E-2")], true);
        check(&[(Environment, "E-1")], &[(Environment, "E-2")], false);
        check(&[(Environment, "E-1")], &[], false);
        // One target may have both tags.
        check(&[(Role, "web")], &[(Role, "db")], true);
        check(&[(Environment, "E-1"), (Channel, "C-1")], &[(Environment, "E-1"), (Channel, "C-2")], false);
        check(&[(Environment, "E-1"), (Channel, "C-1")], &[(Environment, "E-1"), (Channel, "C-1")], true);
    }

    #[test]
    fn the_same_value_twice_is_no_question() {
        let mut twice = vec![variable("one", &[]), variable("one", &[])];
        twice[1].id = "two".to_owned();
        let set = set(twice);
        assert!(indistinct(&set).is_empty());
        assert!(ties(&[set], &context()).is_empty());
    }
}
