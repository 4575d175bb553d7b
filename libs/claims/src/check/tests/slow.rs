//! The rules for pairs, pair by pair: what the fast way must find too.

use super::super::pairs::{Pair, compare};
use super::*;

/// What the pairs say of one claim.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::check) struct Found {
    pub is_in_conflict: bool,
    /// Ids of the others, by date.
    pub conflicts: BTreeSet<String>,
    pub timeline: BTreeSet<String>,
}

pub(in crate::check) fn found(claims: &[Claim]) -> Vec<Found> {
    let is_alike = |a: &Claim, b: &Claim| {
        a.subject == b.subject && a.scope == b.scope && a.unit == b.unit && a.id != b.id
    };
    let pairs: Vec<Vec<(usize, Pair)>> = claims
        .iter()
        .map(|claim| {
            let alike = claims.iter().enumerate().filter(|(_, other)| is_alike(claim, other));
            alike.map(|(place, other)| (place, compare(claim, other))).collect()
        })
        .collect();
    let has_step: Vec<bool> =
        pairs.iter().map(|pairs| pairs.iter().any(|(_, pair)| *pair == Pair::Run)).collect();
    claims
        .iter()
        .zip(&pairs)
        .zip(&has_step)
        .map(|((claim, pairs), is_step)| {
            let is_conflict = |pair: &Pair| matches!(pair, Pair::Conflict | Pair::BasisConflict);
            let id = |place: &usize| claims[*place].id.clone();
            let conflicts: BTreeSet<String> =
                pairs.iter().filter(|(_, pair)| is_conflict(pair)).map(|(place, _)| id(place)).collect();
            let mut timeline = BTreeSet::new();
            if *is_step {
                let steps = pairs.iter().filter(|(place, pair)| !is_conflict(pair) && has_step[*place]);
                timeline.extend(steps.map(|(place, _)| id(place)));
                timeline.insert(claim.id.clone());
            }
            Found { is_in_conflict: !conflicts.is_empty(), conflicts, timeline }
        })
        .collect()
}

/// The same from the fast way; conflicts are spelt out up to a number.
pub(in crate::check) fn fast(claims: &[Claim]) -> Vec<Found> {
    let checked = check(claims);
    let facts = |one: &Judgement| -> BTreeSet<String> {
        let sayings = one.explanation.iter().filter(|saying| saying.key.starts_with("claims-conflict-"));
        let facts = sayings.flat_map(|saying| saying.facts.iter().filter(|(name, _)| *name == "other"));
        facts.map(|(_, id)| id.clone()).collect()
    };
    checked
        .judgements
        .iter()
        .enumerate()
        .map(|(place, one)| Found {
            is_in_conflict: one.has(Verdict::Conflict),
            conflicts: facts(one),
            timeline: timeline(&checked, claims, place).into_iter().map(str::to_owned).collect(),
        })
        .collect()
}

/// Equal, where the slow way finds more conflicts than are spelt out all of those told are among them.
pub(in crate::check) fn assert_same(claims: &[Claim]) {
    for ((claim, slow), fast) in claims.iter().zip(found(claims)).zip(fast(claims)) {
        assert_eq!(slow.is_in_conflict, fast.is_in_conflict, "{}", claim.id);
        assert_eq!(slow.timeline, fast.timeline, "{}", claim.id);
        assert_eq!(fast.conflicts.len(), slow.conflicts.len().min(12), "{}", claim.id);
        assert!(fast.conflicts.is_subset(&slow.conflicts), "{}", claim.id);
    }
}
