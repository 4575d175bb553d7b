//! Order of statements among groups: who leads, who cannot.

use super::*;
use crate::votes::VoteLog;
use proptest::prelude::*;

/// Tallies of statements, each given as (agree, disagree, pass) per group.
fn tallies(statements: &[Vec<(u32, u32, u32)>]) -> Tallies {
    let groups = statements[0].len();
    let none = VoteLog::new().finish().0;
    let mut log = VoteLog::new();
    for statement in 0..statements.len() {
        log.push("a", &statement.to_string(), Vote::Pass, 0).expect("small");
    }
    let mut tallies = Tallies::count(&log.finish().0, &[None], groups, None);
    assert_eq!(Tallies::count(&none, &[], groups, None).statements(), 0);
    for (statement, views) in statements.iter().enumerate() {
        for (group, (agree, disagree, pass)) in views.iter().enumerate() {
            let tally = tallies.group_mut(statement, group);
            (0..*agree).for_each(|_| tally.add(Vote::Agree, 1.0));
            (0..*disagree).for_each(|_| tally.add(Vote::Disagree, 1.0));
            (0..*pass).for_each(|_| tally.add(Vote::Pass, 1.0));
        }
    }
    tallies
}

fn standings(statements: &[Vec<(u32, u32, u32)>]) -> Vec<StatementConsensus> {
    let tallies = tallies(statements);
    (0..statements.len()).map(|statement| standing(&tallies, statement, 1.6449)).collect()
}

#[test]
fn a_rarely_seen_statement_cannot_lead() {
    let all = standings(&[
        vec![(3, 0, 0), (2, 0, 0)],
        vec![(360, 30, 10), (190, 8, 2)],
        vec![(400, 0, 0), (0, 0, 0)],
    ]);
    // By its estimate the first would lead; by its bound it does not, and the unseen one has none.
    assert!(all[0].agree.estimate > 0.6 && all[0].agree.low < all[1].agree.low);
    assert_eq!(by_low(&all, &|one| one.agree), [1, 0]);
    assert_eq!(all[2].agree.low, 0.0);
    assert!(all[1].agreed_by_all && !all[0].agreed_by_all && !all[2].agreed_by_all);
}

#[test]
fn a_small_group_is_not_outvoted() {
    let all = standings(&[vec![(990, 10, 0), (5, 45, 0)], vec![(700, 300, 0), (35, 15, 0)]]);
    assert_eq!(by_low(&all, &|one| one.agree)[0], 1);
    assert_eq!(all[0].between, (0, 1));
    assert!(all[0].division.low > 0.7 && all[1].division.low == 0.0);
}

#[test]
fn a_pass_is_weaker_than_a_no_and_stronger_than_a_yes() {
    let all = standings(&[vec![(80, 0, 20)], vec![(80, 20, 0)], vec![(100, 0, 0)]]);
    assert_eq!(by_low(&all, &|one| one.agree), [2, 0, 1]);
}

#[test]
fn rejection_is_agreement_turned_round() {
    let all = standings(&[vec![(5, 90, 5), (1, 40, 9)], vec![(90, 5, 5), (40, 1, 9)]]);
    assert_eq!(all[0].disagree, all[1].agree);
    assert_eq!((all[0].rejected_by_all, all[1].agreed_by_all), (true, true));
    assert_eq!(all[0].agree, all[1].disagree);
}

proptest! {
    #[test]
    fn one_more_yes_never_hurts(
        views in proptest::collection::vec((0u32..60, 0u32..60, 0u32..60), 1..5),
        group in any::<prop::sample::Index>(),
    ) {
        let group = group.index(views.len());
        let mut more = views.clone();
        // A pass becomes a yes: the same people have seen it.
        prop_assume!(more[group].2 > 0);
        more[group].2 -= 1;
        more[group].0 += 1;
        let all = standings(&[views, more]);
        prop_assert!(all[1].agree.low >= all[0].agree.low - 1e-12);
        prop_assert!(all[1].agree.estimate >= all[0].agree.estimate - 1e-12);
        prop_assert!(all[0].agree.low <= all[0].agree.estimate + 1e-12);
    }
}
