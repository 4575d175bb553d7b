//! Claims about the same thing against each other: conflicts on days that meet or with the same basis, and
//! runs over disjoint days.
//!
//! Never all pairs: a group is sorted by days, where all days that meet one claim's stand in at most three stretches
//! ([`stretch`]), and values are searched in a tree over each stretch ([`tree`]). Ten thousand claims about one thing
//! take n log n steps, and a run is stored once.
//!
//! A pair is one thing only: it agrees, is in conflict, or belongs to a run.

mod stretch;
mod tree;

use std::collections::{BTreeMap, HashMap};

use super::Draft;
use crate::claim::{Claim, Relation};
use crate::judgement::{Run, Saying, Verdict, published};
use crate::number::Fraction;
use stretch::{others, same_days};
use tree::{Search, Shelf, Values};

/// A conflict with more claims than this is not spelt out pair by pair; the verdict stands all the same.
const CONFLICTS_SPELT_OUT: usize = 12;
/// Steps of a timeline on each side of a claim that its sentence spells out.
const STEPS_EACH_SIDE: usize = 6;
/// Neighbours looked at for those steps: those in conflict with the claim are left out.
const NEIGHBOURS_MAX: usize = 64;

/// What two claims about the same thing are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    Agree,
    /// The days meet and the values cannot both hold.
    Conflict,
    /// The days do not meet, but both repeat the same other figures.
    BasisConflict,
    /// Disjoint days, another value.
    Run,
}

pub fn judge(claims: &[Claim], drafts: &mut [Draft]) -> Vec<Run> {
    let mut groups: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        groups.entry((&claim.subject, &claim.scope, &claim.unit)).or_default().push(index);
    }
    let mut runs = Vec::new();
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let group = Group::new(claims, group);
        group.note_conflicts(drafts);
        if let Some(run) = group.note_run(runs.len(), drafts) {
            runs.push(run);
        }
    }
    runs
}

/// The two rules for one pair; symmetric.
pub(super) fn compare(claim: &Claim, other: &Claim) -> Pair {
    if claim.as_of.meet(&other.as_of) {
        return if claim.agrees_with(other) { Pair::Agree } else { Pair::Conflict };
    }
    if claim.has_the_basis_of(other) && !claim.agrees_with(other) {
        return Pair::BasisConflict;
    }
    if claim.is_another_value_than(other) { Pair::Run } else { Pair::Agree }
}

pub(super) fn is_conflict(claim: &Claim, other: &Claim) -> bool {
    matches!(compare(claim, other), Pair::Conflict | Pair::BasisConflict)
}

/// Claims about the same thing, by date; a place is an index into it.
struct Group<'a> {
    claims: Vec<&'a Claim>,
    /// The index of each among all claims.
    indices: Vec<usize>,
    /// The printed value of each, made once: it is told many times.
    texts: Vec<String>,
    values: Values,
    all: Shelf,
    /// Places with the same basis, and where each place stands.
    bases: Vec<Shelf>,
    basis_of: Vec<Option<usize>>,
    basis_texts: Vec<String>,
}

impl<'a> Group<'a> {
    fn new(claims: &'a [Claim], mut indices: Vec<usize>) -> Group<'a> {
        // Explanations and runs by date, whatever the order of the file.
        indices.sort_by(|a, b| {
            let key = |index: usize| (claims[index].as_of.first, claims[index].as_of.last, &claims[index].id);
            key(*a).cmp(&key(*b))
        });
        let claims: Vec<&Claim> = indices.iter().map(|index| &claims[*index]).collect();
        let texts = claims.iter().map(|claim| published(claim)).collect();
        let (basis_of, members) = by_basis(&claims);
        let values = Values::new(&claims, &basis_of);
        let basis_texts = members.iter().map(|places| basis_text(claims[places[0]])).collect();
        let all = Shelf::new((0..claims.len()).collect(), &values);
        let bases = members.into_iter().map(|members| Shelf::new(members, &values)).collect();
        Group { claims, indices, texts, values, all, bases, basis_of, basis_texts }
    }

    fn note_conflicts(&self, drafts: &mut [Draft]) {
        for place in 0..self.claims.len() {
            for other in self.conflicts(place) {
                let draft = &mut drafts[self.indices[place]];
                draft.verdict(Verdict::Conflict);
                draft.say(self.conflict(place, other));
            }
        }
    }

    /// The first conflicts of a claim, by date.
    fn conflicts(&self, place: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let search = Search { values: &self.values, place };
        for stretch in same_days(&self.claims, place) {
            self.all.conflicts(&search, stretch, CONFLICTS_SPELT_OUT, &mut found);
        }
        if let Some(basis) = self.basis_of[place] {
            for stretch in others(&self.claims, place) {
                self.bases[basis].conflicts(&search, stretch, CONFLICTS_SPELT_OUT, &mut found);
            }
        }
        found
    }

    /// Some claim of other days with another value that is no conflict on the same basis.
    fn step_of(&self, place: usize) -> Option<usize> {
        let search = Search { values: &self.values, place };
        others(&self.claims, place).into_iter().find_map(|stretch| {
            let of_other_basis = self.all.another_value(&search, stretch.clone());
            of_other_basis
                .or_else(|| self.bases[self.basis_of[place]?].another_value_that_agrees(&search, stretch))
        })
    }

    fn note_run(&self, run: usize, drafts: &mut [Draft]) -> Option<Run> {
        let steps: Vec<Option<usize>> = (0..self.claims.len()).map(|place| self.step_of(place)).collect();
        let members: Vec<usize> = (0..steps.len()).filter(|place| steps[*place].is_some()).collect();
        for (position, place) in members.iter().enumerate() {
            let draft = &mut drafts[self.indices[*place]];
            draft.run = Some(run);
            let step = steps[*place].unwrap_or(*place);
            draft.say(Saying::new("claims-run").with("steps", self.steps(&members, position, step)));
        }
        let members: Vec<usize> = members.into_iter().map(|place| self.indices[place]).collect();
        (!members.is_empty()).then_some(Run { members })
    }

    /// `2020: 5 → 2021: 6`: the timeline around a claim, without those it is in conflict with.
    fn steps(&self, members: &[usize], position: usize, step: usize) -> String {
        let place = members[position];
        let fits = |other: &&usize| !self.is_conflict(place, **other);
        let (before, after) = (members[..position].iter().rev(), members[position + 1..].iter());
        let before = before.take(NEIGHBOURS_MAX).filter(fits).take(STEPS_EACH_SIDE);
        let mut shown: Vec<usize> = before.copied().collect();
        shown.extend(after.take(NEIGHBOURS_MAX).filter(fits).take(STEPS_EACH_SIDE));
        shown.extend([place, step]);
        shown.sort_unstable();
        shown.dedup();
        let texts: Vec<String> = shown
            .iter()
            .map(|place| format!("{}: {}", self.claims[*place].as_of.printed, self.signed(*place)))
            .collect();
        let left_out = members.len() > shown.len() && members.len() > 2 * STEPS_EACH_SIDE;
        let (open, close) = if left_out { ("… → ", " → …") } else { ("", "") };
        format!("{open}{}{close}", texts.join(" → "))
    }

    /// As [`is_conflict`], from ranks.
    fn is_conflict(&self, place: usize, other: usize) -> bool {
        let meet = self.claims[place].as_of.meet(&self.claims[other].as_of);
        let basis = self.basis_of[place];
        let are_compared = meet || (basis.is_some() && basis == self.basis_of[other]);
        are_compared && self.values.disagree(place, other)
    }

    /// A value with the sign of its relation.
    fn signed(&self, place: usize) -> String {
        let sign = match self.claims[place].relation {
            Relation::Exactly => "",
            Relation::About => "≈ ",
            Relation::MoreThan => "> ",
            Relation::AtLeast => "≥ ",
        };
        format!("{sign}{}", self.texts[place])
    }

    fn conflict(&self, place: usize, other_place: usize) -> Saying {
        let (claim, other) = (self.claims[place], self.claims[other_place]);
        let saying = if claim.as_of.meet(&other.as_of) {
            Saying::new("claims-conflict-days")
        } else {
            let basis = self.basis_of[place].map_or("", |basis| self.basis_texts[basis].as_str());
            Saying::new("claims-conflict-basis").with("basis", basis)
        };
        saying
            .with_published("printed", claim, &self.texts[place])
            .with("days", &claim.as_of.printed)
            .with("other", &other.id)
            .with("other_outlet", &other.outlet)
            .with_published("other_printed", other, &self.texts[other_place])
            .with("other_days", &other.as_of.printed)
    }
}

/// `firms 292, trained 1,254`.
fn basis_text(claim: &Claim) -> String {
    let texts: Vec<String> =
        claim.basis.iter().map(|part| format!("{} {}", part.name, part.value.text())).collect();
    texts.join(", ")
}

/// For each claim the number of its basis, and the claims of each; an empty basis equals nothing.
fn by_basis(claims: &[&Claim]) -> (Vec<Option<usize>>, Vec<Vec<usize>>) {
    let mut known: HashMap<Vec<(&str, &Fraction)>, usize> = HashMap::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut basis_of = Vec::with_capacity(claims.len());
    for (place, claim) in claims.iter().enumerate() {
        if claim.basis.is_empty() {
            basis_of.push(None);
            continue;
        }
        let key = claim.basis.iter().map(|part| (part.name.as_str(), part.value.value())).collect();
        let number = *known.entry(key).or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        members[number].push(place);
        basis_of.push(Some(number));
    }
    (basis_of, members)
}
