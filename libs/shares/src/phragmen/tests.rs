use proptest::prelude::*;

use super::*;
use crate::testing::{approvals, slow_phragmen, small_elections};

fn winners(election: &Election, at_overspend: AtOverspend) -> Vec<usize> {
    Phragmen { at_overspend, ..Phragmen::sequential() }.count(election).expect("a result").winners()
}

#[test]
fn groups_take_turns_by_size() {
    let two: &[u32] = &[0, 1, 2];
    let election = approvals(4, &[1, 1, 1, 1, 1], &[two, two, two, &[3, 4]]);
    assert_eq!(
        winners(&election, AtOverspend::End),
        [0, 1, 2, 3],
        "loads 1/3, 2/3, 1 and 1, then 3 by the tie rule"
    );
}

#[test]
fn the_count_ends_or_passes_over_what_does_not_fit() {
    let election = approvals(10, &[6, 5, 4], &[&[0], &[0], &[0], &[1], &[1], &[2]]);
    assert_eq!(winners(&election, AtOverspend::End), [0]);
    assert_eq!(winners(&election, AtOverspend::SkipProject), [0, 2]);
}

#[test]
fn an_open_tie_is_an_error() {
    let election = approvals(1, &[1, 1], &[&[0], &[1]]);
    let rule = Phragmen { ties: TieRule::published(), ..Phragmen::sequential() };
    let open = RuleError::UnresolvedTie { ids: vec!["p0".into(), "p1".into()], after: 0 };
    assert_eq!(rule.count(&election), Err(open));
    let drawn = TieRule { keys: vec![crate::ties::TieKey::Lot(vec!["p1".into(), "p0".into()])] };
    let rule = Phragmen { ties: drawn, ..Phragmen::sequential() };
    assert_eq!(rule.count(&election).expect("a result").winners(), [1]);
}

proptest! {
    #![proptest_config(crate::testing::cases(500))]

    #[test]
    fn equals_the_slow_count(election in small_elections()) {
        prop_assert_eq!(winners(&election, AtOverspend::End), slow_phragmen(&election));
    }

    #[test]
    fn passing_over_never_buys_less(election in small_elections()) {
        let ended = winners(&election, AtOverspend::End);
        let passed_over = winners(&election, AtOverspend::SkipProject);
        prop_assert!(election.cost_of(&passed_over) <= election.budget());
        prop_assert!(passed_over.len() >= ended.len());
    }
}
