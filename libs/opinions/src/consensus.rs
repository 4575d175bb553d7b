//! What all groups share, and what divides them.
//!
//! A statement's standing in a group is `agree x (1 - disagree)`: a pass weakens it and does not count
//! as a no. Over the groups it is the geometric mean, so that a small group weighs as much as a large
//! one and one group's no cannot be outvoted. The list is ordered by a *lower bound*: the agree share at
//! the low end of its interval, the disagree share at the high end. A statement that few people of some
//! group have seen has a wide interval there and cannot lead.

use crate::proportion::{jeffreys, root, wilson};
use crate::representative::Side;
use crate::tallies::{Tallies, Tally};
use crate::votes::Vote;

#[cfg(test)]
mod tests;

/// A value and the bound that the order uses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounded {
    /// Best estimate, 0 to 1 (Jeffreys' prior).
    pub estimate: f64,
    /// Lower bound, 0 to 1 (Wilson, one-sided).
    pub low: f64,
}

/// One statement's standing among the groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StatementConsensus {
    /// All groups agree.
    pub agree: Bounded,
    /// All groups disagree.
    pub disagree: Bounded,
    /// In every group more than half of who saw it agree, by the lower bound.
    pub agreed_by_all: bool,
    /// In every group more than half of who saw it disagree, by the lower bound.
    pub rejected_by_all: bool,
    /// Largest difference of agree shares between two groups. Its lower bound takes the lower end of
    /// the one and the upper end of the other, and is 0 when these overlap.
    pub division: Bounded,
    /// The two groups of that difference: who agrees more, who less.
    pub between: (usize, usize),
}

/// A statement's standing; `z` is the quantile of the one-sided bounds.
pub fn standing(tallies: &Tallies, statement: usize, z: f64) -> StatementConsensus {
    let views: Vec<View> =
        (0..tallies.groups()).map(|group| View::of(tallies.group(statement, group), z)).collect();
    let (division, between) = division(&views);
    StatementConsensus {
        agree: shared(&views, Side::Agree),
        disagree: shared(&views, Side::Disagree),
        agreed_by_all: !views.is_empty() && views.iter().all(|view| view.agree.1 > 0.5),
        rejected_by_all: !views.is_empty() && views.iter().all(|view| view.disagree.1 > 0.5),
        division,
        between,
    }
}

/// Estimate, lower and upper bound of a group's agree and disagree shares.
struct View {
    agree: (f64, f64, f64),
    disagree: (f64, f64, f64),
}

impl View {
    fn of(tally: &Tally, z: f64) -> View {
        let seen = tally.effective_seen();
        let bounds = |vote: Vote| {
            let hits = tally.effective(vote);
            let (low, high) = wilson(hits, seen, z);
            (jeffreys(hits, seen), low, high)
        };
        View { agree: bounds(Vote::Agree), disagree: bounds(Vote::Disagree) }
    }
}

fn shared(views: &[View], side: Side) -> Bounded {
    let (mut estimate, mut low) = (1.0, 1.0);
    for view in views {
        let (with, against) = match side {
            Side::Agree => (view.agree, view.disagree),
            Side::Disagree => (view.disagree, view.agree),
        };
        estimate *= with.0 * (1.0 - against.0);
        low *= with.1 * (1.0 - against.2);
    }
    Bounded { estimate: root(estimate, views.len()), low: root(low, views.len()) }
}

fn division(views: &[View]) -> (Bounded, (usize, usize)) {
    let mut widest = (Bounded::default(), (0, 0));
    for (more, above) in views.iter().enumerate() {
        for (less, below) in views.iter().enumerate() {
            let found = Bounded {
                estimate: (above.agree.0 - below.agree.0).max(0.0),
                low: (above.agree.1 - below.agree.2).max(0.0),
            };
            let wider = (found.low, found.estimate) > (widest.0.low, widest.0.estimate);
            if more != less && wider {
                widest = (found, (more, less));
            }
        }
    }
    widest
}

/// Statement numbers by a lower bound, largest first, then by the estimate, then by number; those with
/// a bound of 0 are left out.
pub fn by_low(all: &[StatementConsensus], value: &dyn Fn(&StatementConsensus) -> Bounded) -> Vec<usize> {
    let mut list: Vec<usize> = (0..all.len()).filter(|statement| value(&all[*statement]).low > 0.0).collect();
    list.sort_by(|a, b| {
        let (left, right) = (value(&all[*a]), value(&all[*b]));
        right.low.total_cmp(&left.low).then(right.estimate.total_cmp(&left.estimate)).then(a.cmp(b))
    });
    list
}
