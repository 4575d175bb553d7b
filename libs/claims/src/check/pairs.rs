//! Claims about the same thing against each other: conflicts on days that meet or with the same basis, and
//! runs over disjoint days.

use std::collections::BTreeMap;

use super::Draft;
use crate::claim::Claim;
use crate::judgement::{Saying, Verdict};

/// A conflict with more claims than this is not spelt out pair by pair; the verdict stands all the same.
const CONFLICTS_SPELT_OUT: usize = 20;

/// What two claims about the same thing are to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pair {
    Agree,
    /// The days meet and the values cannot both hold.
    Conflict,
    /// The days do not meet, but both repeat the same other figures.
    BasisConflict,
    /// Disjoint days, another value.
    Run,
}

pub fn judge(claims: &[Claim], drafts: &mut [Draft]) {
    let mut groups: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        groups.entry((&claim.subject, &claim.scope, &claim.unit)).or_default().push(index);
    }
    for group in groups.values_mut() {
        // Explanations and runs by date, whatever the order of the file.
        group.sort_by(|a, b| {
            let key = |index: usize| (claims[index].as_of.first, claims[index].as_of.last, &claims[index].id);
            key(*a).cmp(&key(*b))
        });
        judge_group(claims, group, drafts);
    }
}

fn judge_group(claims: &[Claim], group: &[usize], drafts: &mut [Draft]) {
    let mut has_run = false;
    let mut in_timeline = vec![false; group.len()];
    for (place, one) in group.iter().enumerate() {
        let mut conflicts = 0;
        for (other_place, other) in group.iter().enumerate().filter(|(other, _)| *other != place) {
            let (claim, other) = (&claims[*one], &claims[*other]);
            let pair = compare(claim, other);
            match pair {
                Pair::Conflict | Pair::BasisConflict => {
                    drafts[*one].verdict(Verdict::Conflict);
                    conflicts += 1;
                    if conflicts <= CONFLICTS_SPELT_OUT {
                        drafts[*one].say(conflict(claim, other, pair));
                    }
                }
                Pair::Run => {
                    has_run = true;
                    in_timeline[place] = true;
                    in_timeline[other_place] = true;
                }
                Pair::Agree => {}
            }
        }
    }
    if has_run {
        note_run(claims, group, &in_timeline, drafts);
    }
}

fn compare(claim: &Claim, other: &Claim) -> Pair {
    if claim.as_of.meet(&other.as_of) {
        return if claim.agrees_with(other) { Pair::Agree } else { Pair::Conflict };
    }
    if claim.has_the_basis_of(other) && !claim.agrees_with(other) {
        return Pair::BasisConflict;
    }
    if claim.is_another_value_than(other) { Pair::Run } else { Pair::Agree }
}

fn conflict(claim: &Claim, other: &Claim, pair: Pair) -> Saying {
    let saying = match pair {
        Pair::BasisConflict => {
            let basis: Vec<String> =
                claim.basis.iter().map(|part| format!("{} {}", part.name, part.value.text())).collect();
            Saying::new("claims-conflict-basis").with("basis", basis.join(", "))
        }
        Pair::Agree | Pair::Conflict | Pair::Run => Saying::new("claims-conflict-days"),
    };
    saying
        .with("printed", claim.value.text())
        .with("days", &claim.as_of.printed)
        .with("other", &other.id)
        .with("other-outlet", &other.outlet)
        .with("other-printed", other.value.text())
        .with("other-days", &other.as_of.printed)
}

fn note_run(claims: &[Claim], group: &[usize], in_timeline: &[bool], drafts: &mut [Draft]) {
    let members: Vec<usize> =
        group.iter().zip(in_timeline).filter(|(_, is_in)| **is_in).map(|(index, _)| *index).collect();
    let ids: Vec<String> = members.iter().map(|index| claims[*index].id.clone()).collect();
    let steps: Vec<String> = members
        .iter()
        .map(|index| format!("{}: {}", claims[*index].as_of.printed, claims[*index].value.text()))
        .collect();
    for index in members {
        drafts[index].run = ids.clone();
        drafts[index].say(Saying::new("claims-run").with("steps", steps.join(" → ")));
    }
}
