//! What is typical of a group: statements on which it takes a side, and more so than all others.
//!
//! Measure and tests follow the Polis paper (share, ratio, one- and two-proportion z with one vote
//! added). Two things are ours: both tests must hold together (their larger p-value counts), and
//! significance is adjusted for the many statements and groups that are looked at, so that of all
//! statements called typical only a known share is there by chance.

use crate::normal;
use crate::proportion::{difference_z, false_discovery_adjusted, share_z, smoothed};
use crate::tallies::{Tallies, Tally};
use crate::votes::Vote;

#[cfg(test)]
mod tests;

/// The side a group takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It agrees.
    Agree,
    /// It disagrees.
    Disagree,
}

impl Side {
    /// The vote of this side.
    pub fn vote(self) -> Vote {
        match self {
            Side::Agree => Vote::Agree,
            Side::Disagree => Vote::Disagree,
        }
    }
}

/// How typical a statement is of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Representation {
    /// The side on which the group stands out more.
    pub side: Side,
    /// Smoothed share of the group that takes it, 0 to 1.
    pub share: f64,
    /// Smoothed share inside divided by smoothed share outside.
    pub ratio: f64,
    /// z of: more than half of the group takes it.
    pub share_z: f64,
    /// z of: more inside than outside take it.
    pub difference_z: f64,
    /// The larger p-value of the two tests, one-sided.
    pub chance: f64,
    /// `chance` adjusted for all groups and statements (Benjamini-Hochberg).
    pub adjusted: f64,
    /// Product of share, ratio and both z; the order within a group. 0 unless both z are positive.
    pub score: f64,
}

/// The better side for one group and statement, not yet adjusted.
pub fn represent(tallies: &Tallies, statement: usize, group: usize) -> Representation {
    let inside = tallies.group(statement, group);
    let outside = tallies.outside(statement, group);
    let agree = one_side(inside, &outside, Side::Agree);
    let disagree = one_side(inside, &outside, Side::Disagree);
    if disagree.chance < agree.chance || (disagree.chance == agree.chance && disagree.ratio > agree.ratio) {
        disagree
    } else {
        agree
    }
}

fn one_side(inside: &Tally, outside: &Tally, side: Side) -> Representation {
    let (hits, seen) = (inside.effective(side.vote()), inside.effective_seen());
    let (hits_outside, seen_outside) = (outside.effective(side.vote()), outside.effective_seen());
    let share = smoothed(hits, seen);
    let ratio = share / smoothed(hits_outside, seen_outside);
    let share_z = share_z(hits, seen);
    let difference_z = difference_z(hits, seen, hits_outside, seen_outside);
    // Nobody on one of the sides has seen it: nothing can be said, whatever the added votes give.
    let known = seen > 0.0 && seen_outside > 0.0;
    let chance = if known { normal::upper_tail(share_z.min(difference_z)) } else { 1.0 };
    let score = if known && share_z > 0.0 && difference_z > 0.0 {
        share * ratio * share_z * difference_z
    } else {
        0.0
    };
    Representation { side, share, ratio, share_z, difference_z, chance, adjusted: 1.0, score }
}

/// Fills in the adjusted p-values. Each entry was tested on two sides, so its chance counts twice.
pub fn adjust(all: &mut [Representation]) {
    let chances: Vec<f64> = all.iter().map(|one| (one.chance * 2.0).min(1.0)).collect();
    for (one, adjusted) in all.iter_mut().zip(false_discovery_adjusted(&chances)) {
        one.adjusted = adjusted;
    }
}

/// Statements typical of a group, most typical first: `all` holds one entry per statement and group,
/// groups next to each other. Only those with `adjusted <= rate` and a positive score.
pub fn ranked(all: &[Representation], groups: usize, group: usize, rate: f64) -> Vec<usize> {
    let entry = |statement: usize| &all[statement * groups + group];
    let mut list: Vec<usize> = (0..all.len() / groups.max(1))
        .filter(|statement| entry(*statement).adjusted <= rate && entry(*statement).score > 0.0)
        .collect();
    list.sort_by(|a, b| entry(*b).score.total_cmp(&entry(*a).score).then(a.cmp(b)));
    list
}
