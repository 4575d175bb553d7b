use proptest::prelude::*;

use super::*;
use crate::outcome::RuleError;
use crate::pabulib;
use crate::testing::{approvals, real_files, score_rows, slow_ranks, small_elections};

#[test]
fn most_votes_first_and_what_does_not_fit_is_passed_over() {
    let election = approvals(10, &[6, 5, 4, 1], &[&[0, 1, 2], &[0, 1], &[0]]);
    let outcome = Greedy::by_votes().count(&election).expect("a result");
    assert_eq!(outcome.winners(), [0, 2], "1 does not fit, 3 has no votes");
    assert_eq!(outcome.cost, 10);
}

#[test]
fn with_cardinality_cheap_votes_come_first() {
    let election = approvals(10, &[9, 2, 2], &[&[0, 1], &[0, 2], &[0]]);
    let rule = Greedy { utility: Utility::Cardinality, ..Greedy::by_votes() };
    assert_eq!(rule.count(&election).expect("a result").winners(), [1, 2]);
}

#[test]
fn a_tie_counts_only_where_it_changes_the_result() {
    let rule = Greedy { ties: TieRule::published(), ..Greedy::by_votes() };
    let both_fit = approvals(10, &[5, 5], &[&[0, 1]]);
    assert_eq!(rule.count(&both_fit).expect("a result").winners(), [0, 1]);
    let one_fits = approvals(9, &[5, 5], &[&[0, 1]]);
    let error = rule.count(&one_fits).expect_err("nothing separates them");
    assert_eq!(error, RuleError::UnresolvedTie { ids: vec!["p0".into(), "p1".into()], after: 0 });
    let outcome = Greedy::by_votes().count(&one_fits).expect("listed first");
    assert_eq!(outcome.ties, [Tie { after: 0, tied: vec![0, 1], chosen: 0, by: "listed-first" }]);
}

proptest! {
    #![proptest_config(crate::testing::cases(300))]

    #[test]
    fn equals_a_simple_count(election in small_elections()) {
        let rows = score_rows(&election, OrdinalScore::LongestBallot);
        let ranks = slow_ranks(&election, &rows);
        let points = |project: usize| rows.iter().map(|row| row[project]).sum::<u64>();
        let mut order = (0..election.projects().len()).filter(|&project| points(project) > 0).collect::<Vec<_>>();
        order.sort_by_key(|&project| {
            (election.projects()[project].cost > 0, u64::MAX - if election.projects()[project].cost > 0 { points(project) } else { 0 }, ranks[project])
        });
        let (mut left, mut taken) = (election.budget(), Vec::new());
        for project in order {
            if election.projects()[project].cost <= left {
                left -= election.projects()[project].cost;
                taken.push(project);
            }
        }
        prop_assert_eq!(Greedy::by_votes().count(&election).expect("a result").winners(), taken);
    }
}

#[test]
fn most_real_greedy_results_are_found_again() {
    let Some(files) = real_files("most_real_greedy_results_are_found_again") else { return };
    // Cities have further rules (least numbers of votes, projects that exclude each other).
    let (mut with_result, mut same) = (0, 0);
    for path in files {
        let bytes = std::fs::read(&path).expect("a readable file");
        if bytes.len() > 200_000 {
            continue;
        }
        let loaded = pabulib::read(bytes.as_slice()).and_then(|file| file.election()).expect("a valid file");
        let Some(official) = loaded.official.filter(|_| loaded.rule == "greedy") else { continue };
        let outcome = Greedy::by_votes().count(&loaded.election).expect("a result");
        let published = official.iter().map(|&value| value == 1).collect::<Vec<_>>();
        with_result += 1;
        same += usize::from(outcome.selected(published.len()) == published);
    }
    assert!(with_result > 0 && same * 100 >= with_result * 85, "{same} of {with_result}");
}
