use super::*;
use crate::testing::approvals;

#[test]
fn voters_are_counted_by_what_they_get() {
    // Five voters; 0 costs 10, 1 and 2 cost 2 each.
    let election = approvals(14, &[10, 2, 2], &[&[0], &[0, 1], &[1, 2], &[2], &[]]);
    let dear = [true, false, false];
    let cheap = [false, true, true];
    let served = service(&election, OrdinalScore::LongestBallot, &dear);
    assert_eq!((served.projects, served.cost, served.voters_with_a_project), (1, 10, 2));
    assert!((served.mean_projects - 0.4).abs() < 1e-12 && (served.mean_cost - 4.0).abs() < 1e-12);
    assert!(
        (served.gini_of_spending - 0.6).abs() < 1e-12,
        "two of five get 5 each: {}",
        served.gini_of_spending
    );
    let served = service(&election, OrdinalScore::LongestBallot, &cheap);
    assert_eq!((served.projects, served.cost, served.voters_with_a_project), (2, 4, 3));
    let by_cost = head_to_head(&election, OrdinalScore::LongestBallot, &dear, &cheap, true);
    assert_eq!(by_cost, HeadToHead { first: 2, second: 2, equal: 1 });
    let by_number = head_to_head(&election, OrdinalScore::LongestBallot, &dear, &cheap, false);
    assert_eq!(by_number, HeadToHead { first: 1, second: 2, equal: 2 });
}

#[test]
fn nobody_gets_anything_from_nothing() {
    let election = approvals(14, &[10], &[&[0], &[]]);
    let served = service(&election, OrdinalScore::LongestBallot, &[false]);
    assert_eq!((served.projects, served.cost, served.voters_with_a_project), (0, 0, 0));
    assert!(served.gini_of_spending.abs() < 1e-12);
}
