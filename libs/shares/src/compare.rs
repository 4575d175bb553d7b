//! What changes for voters between two results of the same election.
//!
//! A voter is better off with the result that funds more of what stands on their ballot: more money's worth
//! (score x cost) or more projects (score).

use crate::election::Election;
use crate::utility::{OrdinalScore, score};

/// How one result serves the voters.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    pub projects: u64,
    /// Smallest units of money.
    pub cost: u64,
    /// Voters with at least one funded project on their ballot.
    pub voters_with_a_project: u64,
    /// Funded projects on a ballot, mean over all voters.
    pub mean_projects: f64,
    /// Cost of the funded projects on a ballot, mean over all voters, in smallest units of money.
    pub mean_cost: f64,
    /// For each funded project its cost is shared out evenly among its supporters; this is the Gini
    /// coefficient of what voters get so, 0 if all get the same.
    pub gini_of_spending: f64,
}

/// Voters who are better off with one of two results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeadToHead {
    pub first: u64,
    pub second: u64,
    pub equal: u64,
}

/// How a result, given as a flag for each project, serves the voters.
pub fn service(election: &Election, ordinal: OrdinalScore, selected: &[bool]) -> Service {
    let mut supporters = vec![0_u64; election.projects().len()];
    for class in election.classes() {
        for mark in class.marks {
            if score(election, ordinal, mark.value, class.marks.len()) > 0 {
                supporters[mark.project as usize] += u64::from(class.voters);
            }
        }
    }
    let (mut served, mut projects_seen, mut cost_seen) = (0_u64, 0_u64, 0_u128);
    let mut received = Vec::with_capacity(election.class_count() + 1);
    let mut named = 0_u64;
    for class in election.classes() {
        let voters = u64::from(class.voters);
        named += voters;
        let (mut projects, mut cost, mut share) = (0_u64, 0_u64, 0.0);
        for mark in class.marks {
            let project = mark.project as usize;
            if selected[project] && score(election, ordinal, mark.value, class.marks.len()) > 0 {
                projects += 1;
                cost += election.projects()[project].cost;
                share += election.projects()[project].cost as f64 / supporters[project] as f64;
            }
        }
        served += if projects > 0 { voters } else { 0 };
        projects_seen += projects * voters;
        cost_seen += u128::from(cost) * u128::from(voters);
        received.push((share, voters));
    }
    received.push((0.0, u64::from(election.voters()) - named));
    let voters = f64::from(election.voters());
    let chosen =
        selected.iter().enumerate().filter(|&(_, &is)| is).map(|(project, _)| project).collect::<Vec<_>>();
    Service {
        projects: chosen.len() as u64,
        cost: election.cost_of(&chosen),
        voters_with_a_project: served,
        mean_projects: projects_seen as f64 / voters,
        mean_cost: cost_seen as f64 / voters,
        gini_of_spending: gini(received),
    }
}

/// Gini coefficient of amounts with weights.
fn gini(mut amounts: Vec<(f64, u64)>) -> f64 {
    amounts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let people = amounts.iter().map(|&(_, weight)| weight as f64).sum::<f64>();
    let total = amounts.iter().map(|&(amount, weight)| amount * weight as f64).sum::<f64>();
    if total == 0.0 || people == 0.0 {
        return 0.0;
    }
    let (mut below, mut area) = (0.0, 0.0);
    for (amount, weight) in amounts {
        let add = amount * weight as f64;
        area += weight as f64 * (below + add / 2.0);
        below += add;
    }
    1.0 - 2.0 * area / (people * total)
}

/// Voters who are better off with `first` or with `second`, by cost (`by_cost`) or by number of projects.
pub fn head_to_head(
    election: &Election,
    ordinal: OrdinalScore,
    first: &[bool],
    second: &[bool],
    by_cost: bool,
) -> HeadToHead {
    let mut result = HeadToHead::default();
    let mut named = 0;
    for class in election.classes() {
        let (mut in_first, mut in_second) = (0_u128, 0_u128);
        for mark in class.marks {
            let project = mark.project as usize;
            let score = u128::from(score(election, ordinal, mark.value, class.marks.len()));
            let worth = if by_cost { score * u128::from(election.projects()[project].cost) } else { score };
            in_first += if first[project] { worth } else { 0 };
            in_second += if second[project] { worth } else { 0 };
        }
        let voters = u64::from(class.voters);
        named += voters;
        match in_first.cmp(&in_second) {
            std::cmp::Ordering::Greater => result.first += voters,
            std::cmp::Ordering::Less => result.second += voters,
            std::cmp::Ordering::Equal => result.equal += voters,
        }
    }
    result.equal += u64::from(election.voters()) - named;
    result
}

#[cfg(test)]
mod tests;
