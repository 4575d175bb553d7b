//! For tests: small random elections, slow and simple counts in exact rationals, and real files.
//!
//! The slow counts share no code with the rules: one purse per voter, no merging, no floats, every step
//! of a raise counted.

use std::path::PathBuf;

use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::election::{BallotKind, Election, ElectionBuilder, Mark};
use crate::fraction::whole;
use crate::utility::{OrdinalScore, Utility};

/// How many random cases a property is tried on: the same ones in every run. With `PROPTEST_CASES` set, as many
/// new ones as it says.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return default;
    }
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(2026), ..default }
}

/// An election from costs and ballots of (project, mark), one voter each.
pub(crate) fn election(
    kind: BallotKind,
    budget: u64,
    costs: &[u64],
    ballots: &[Vec<(u32, u32)>],
) -> Election {
    let mut builder = ElectionBuilder::new(kind, budget, 0).expect("a budget above zero");
    for (index, &cost) in costs.iter().enumerate() {
        builder.project(&format!("p{index}"), &format!("Project {index}"), cost).expect("a new id");
    }
    for ballot in ballots {
        let marks = ballot.iter().map(|&(project, value)| Mark { project, value }).collect::<Vec<_>>();
        builder.ballot(&marks, 1).expect("a valid ballot");
    }
    builder.build().expect("projects and voters")
}

/// Approval ballots as lists of projects.
pub(crate) fn approvals(budget: u64, costs: &[u64], ballots: &[&[u32]]) -> Election {
    let ballots =
        ballots.iter().map(|ballot| ballot.iter().map(|&project| (project, 1)).collect()).collect::<Vec<_>>();
    election(BallotKind::Approval, budget, costs, &ballots)
}

/// Small elections in which ties, exact affordability and empty purses are common.
pub(crate) fn small_elections() -> impl Strategy<Value = Election> {
    let kind = prop_oneof![
        3 => Just(BallotKind::Approval),
        1 => Just(BallotKind::Cumulative),
        1 => Just(BallotKind::Ordinal),
    ];
    let cost = prop_oneof![8 => 1_u64..13, 4 => 1_u64..200, 1 => Just(0_u64)];
    (kind, 1_usize..8, 1_usize..14, 1_u64..120).prop_flat_map(move |(kind, projects, voters, budget)| {
        let costs = proptest::collection::vec(cost.clone(), projects);
        let ballot = proptest::collection::vec(0_u32..5, projects);
        let ballots = proptest::collection::vec((ballot, any::<u32>()), voters);
        (costs, ballots).prop_map(move |(costs, ballots)| {
            let ballots =
                ballots.iter().map(|(points, turn)| ballot_of(kind, points, *turn)).collect::<Vec<_>>();
            election(kind, budget, &costs, &ballots)
        })
    })
}

/// Random points as a ballot of a kind: points as they are, approval of 3 and 4, a ranking of 2, 3 and 4.
fn ballot_of(kind: BallotKind, points: &[u32], turn: u32) -> Vec<(u32, u32)> {
    let above = |least: u32| {
        let chosen = points.iter().enumerate().filter(move |&(_, &points)| points >= least);
        chosen.map(|(project, &points)| (project as u32, points)).collect::<Vec<_>>()
    };
    match kind {
        BallotKind::Approval => above(3).into_iter().map(|(project, _)| (project, 1)).collect(),
        BallotKind::Cumulative | BallotKind::Scoring => above(1),
        BallotKind::Ordinal => {
            let mut ranked = above(2);
            if !ranked.is_empty() {
                let shift = turn as usize % ranked.len();
                ranked.rotate_left(shift);
            }
            ranked.iter().zip(1..).map(|(&(project, _), place)| (project, place)).collect()
        }
    }
}

/// Scores of every voter for every project, one row per voter.
pub(crate) fn score_rows(election: &Election, ordinal: OrdinalScore) -> Vec<Vec<u64>> {
    let mut rows = Vec::new();
    for class in election.classes() {
        let mut row = vec![0; election.projects().len()];
        for mark in class.marks {
            let length = class.marks.len() as u32;
            let best = match ordinal {
                OrdinalScore::BordaOfBallot => length - 1,
                OrdinalScore::BallotLength => length,
                OrdinalScore::LongestBallot => election.longest_ballot(),
                OrdinalScore::ProjectCount => election.projects().len() as u32,
            };
            row[mark.project as usize] = match election.kind() {
                BallotKind::Ordinal => u64::from((best + 1).saturating_sub(mark.value)),
                BallotKind::Approval | BallotKind::Cumulative | BallotKind::Scoring => u64::from(mark.value),
            };
        }
        for _ in 0..class.voters {
            rows.push(row.clone());
        }
    }
    rows.resize(election.voters() as usize, vec![0; election.projects().len()]);
    rows
}

/// Ranks for lower cost, more votes, listed first.
pub(crate) fn slow_ranks(election: &Election, rows: &[Vec<u64>]) -> Vec<usize> {
    let votes = |project: usize| rows.iter().filter(|row| row[project] > 0).count();
    let mut order = (0..election.projects().len()).collect::<Vec<_>>();
    order.sort_by_key(|&project| (election.projects()[project].cost, usize::MAX - votes(project), project));
    let mut ranks = vec![0; order.len()];
    for (rank, project) in order.into_iter().enumerate() {
        ranks[project] = rank;
    }
    ranks
}

/// Equal shares from one share, by the definition. Projects in order of purchase.
pub(crate) fn slow_equal_shares(
    election: &Election,
    utility: Utility,
    ordinal: OrdinalScore,
    share: &BigRational,
) -> Vec<usize> {
    let rows = score_rows(election, ordinal);
    let ranks = slow_ranks(election, &rows);
    let mut purses = vec![share.clone(); rows.len()];
    let mut bought = Vec::new();
    if utility == Utility::Cardinality {
        bought = (0..election.projects().len())
            .filter(|&project| {
                election.projects()[project].cost == 0 && rows.iter().any(|row| row[project] > 0)
            })
            .collect();
        bought.sort_by_key(|&project| ranks[project]);
    }
    loop {
        let mut best: Option<(BigRational, usize, usize, BigRational)> = None;
        for (project, details) in election.projects().iter().enumerate() {
            if bought.contains(&project) || details.cost == 0 {
                continue;
            }
            let Some(price) = slow_price(&rows, &purses, project, details.cost) else { continue };
            let factor = if utility == Utility::Cost { details.cost } else { 1 };
            let key = (&price / whole(factor), ranks[project], project, price);
            if best.as_ref().is_none_or(|best| (&key.0, key.1) < (&best.0, best.1)) {
                best = Some(key);
            }
        }
        let Some((_, _, project, price)) = best else { return bought };
        for (row, purse) in rows.iter().zip(&mut purses) {
            let due = &price * whole(row[project]);
            *purse = if due < *purse { &*purse - due } else { BigRational::zero() };
        }
        bought.push(project);
    }
}

/// The k poorest pay all, the others r per point: the k for which that is true.
fn slow_price(rows: &[Vec<u64>], purses: &[BigRational], project: usize, cost: u64) -> Option<BigRational> {
    let mut supporters = rows
        .iter()
        .zip(purses)
        .filter(|(row, _)| row[project] > 0)
        .map(|(row, purse)| (purse / whole(row[project]), purse.clone(), row[project]))
        .collect::<Vec<_>>();
    supporters.sort();
    (0..supporters.len()).find_map(|poor| {
        let all_of_poor = supporters[..poor].iter().map(|supporter| &supporter.1).sum::<BigRational>();
        let points = supporters[poor..].iter().map(|supporter| supporter.2).sum::<u64>();
        let price = (whole(cost) - all_of_poor) / whole(points);
        let poor_cannot = supporters[..poor].iter().all(|supporter| supporter.0 <= price);
        let others_can = supporters[poor..].iter().all(|supporter| supporter.0 >= price);
        (poor_cannot && others_can).then_some(price)
    })
}

/// Sequential Phragmen by the definition, all loads exact, ends at the first project that does not fit.
pub(crate) fn slow_phragmen(election: &Election) -> Vec<usize> {
    let rows = score_rows(election, OrdinalScore::BallotLength);
    let ranks = slow_ranks(election, &rows);
    let mut loads = vec![BigRational::zero(); rows.len()];
    let mut bought = Vec::new();
    let mut left = election.budget();
    loop {
        let mut best: Option<(BigRational, usize, usize)> = None;
        let mut does_not_fit = false;
        for (project, details) in election.projects().iter().enumerate() {
            let supporters = (0..rows.len()).filter(|&voter| rows[voter][project] > 0).collect::<Vec<_>>();
            if bought.contains(&project) || supporters.is_empty() {
                continue;
            }
            let carried = supporters.iter().map(|&voter| &loads[voter]).sum::<BigRational>();
            let load = (whole(details.cost) + carried) / whole(supporters.len() as u64);
            match best.as_ref().map(|best| load.cmp(&best.0)) {
                None | Some(std::cmp::Ordering::Less) => {
                    does_not_fit = details.cost > left;
                    best = Some((load, ranks[project], project));
                }
                Some(std::cmp::Ordering::Equal) => {
                    does_not_fit |= details.cost > left;
                    best = best.map(|best| best.min((load, ranks[project], project)));
                }
                Some(std::cmp::Ordering::Greater) => {}
            }
        }
        let Some((load, _, project)) = best.filter(|_| !does_not_fit) else { return bought };
        for (row, carried) in rows.iter().zip(&mut loads) {
            if row[project] > 0 {
                *carried = load.clone();
            }
        }
        left -= election.projects()[project].cost;
        bought.push(project);
    }
}

/// The folder of real Pabulib files, or None with a line on stderr.
pub(crate) fn real_files(test: &str) -> Option<Vec<PathBuf>> {
    let folder = std::env::var_os("BITGOEUL_TEST_DATA").map(|root| PathBuf::from(root).join("pabulib"));
    let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
    let Some(entries) = entries else {
        eprintln!("SKIPPED: {test} needs BITGOEUL_TEST_DATA");
        return None;
    };
    let mut files = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect::<Vec<_>>();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pb"));
    files.sort();
    Some(files)
}
