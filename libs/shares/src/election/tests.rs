use super::*;
use crate::ties::{TieKey, TieRule};

fn builder(kind: BallotKind) -> ElectionBuilder {
    let mut builder = ElectionBuilder::new(kind, 1000, 2).expect("a budget");
    builder.project("a", "Trees", 450).expect("a new id");
    builder.project("b", "Benches", 1200).expect("a new id");
    builder
}

fn mark(project: u32, value: u32) -> Mark {
    Mark { project, value }
}

#[test]
fn equal_ballots_become_one_class_in_order_of_first_sight() {
    let mut builder = builder(BallotKind::Approval);
    builder.ballot(&[mark(1, 1)], 1).expect("valid");
    builder.ballot(&[mark(1, 1), mark(0, 1)], 1).expect("valid");
    builder.ballot(&[mark(0, 1), mark(1, 1)], 3).expect("valid");
    builder.ballot(&[], 2).expect("an empty ballot counts as a voter");
    let election = builder.build().expect("an election");
    let classes = election.classes().map(|class| (class.marks.to_vec(), class.voters)).collect::<Vec<_>>();
    assert_eq!(classes, [(vec![mark(1, 1)], 1), (vec![mark(0, 1), mark(1, 1)], 4)]);
    assert_eq!((election.voters(), election.class_count(), election.longest_ballot()), (7, 2, 2));
}

#[test]
fn money_is_written_with_its_decimals() {
    let mut builder = builder(BallotKind::Approval);
    builder.ballot(&[], 1).expect("valid");
    let election = builder.build().expect("an election");
    assert_eq!(election.money_text(450), "4.50");
    assert_eq!(election.money_text(7), "0.07");
    assert_eq!(election.currency_unit(), 100);
    assert_eq!(election.cost_of(&[0, 1]), 1650);
    assert_eq!(decimal_text(12, 0), "12");
}

#[test]
fn marks_of_zero_points_are_dropped() {
    let mut builder = builder(BallotKind::Cumulative);
    builder.ballot(&[mark(0, 0), mark(1, 5)], 1).expect("valid");
    let election = builder.build().expect("an election");
    assert_eq!(election.classes().next().map(|class| class.marks.to_vec()), Some(vec![mark(1, 5)]));
}

#[test]
fn what_is_wrong_with_an_election_is_named_with_a_mend() {
    let wrong = [
        ElectionBuilder::new(BallotKind::Approval, 0, 0).err(),
        ElectionBuilder::new(BallotKind::Approval, LARGEST_AMOUNT + 1, 0).err(),
        ElectionBuilder::new(BallotKind::Approval, 1, 7).err(),
        ElectionBuilder::new(BallotKind::Approval, 1, 0).and_then(|builder| builder.point_decimals(7)).err(),
        builder(BallotKind::Approval).project("a", "", 1).err(),
        builder(BallotKind::Approval).project("", "", 1).err(),
        builder(BallotKind::Approval).ballot(&[mark(2, 1)], 1).err(),
        builder(BallotKind::Approval).ballot(&[mark(0, 1), mark(0, 1)], 1).err(),
        builder(BallotKind::Approval).ballot(&[mark(0, 2)], 1).err(),
        builder(BallotKind::Ordinal).ballot(&[mark(0, 2)], 1).err(),
        builder(BallotKind::Ordinal).ballot(&[mark(0, 1), mark(1, 1)], 1).err(),
        builder(BallotKind::Scoring).ballot(&[mark(0, LARGEST_MARK + 1)], 1).err(),
        builder(BallotKind::Approval).build().err(),
        ElectionBuilder::new(BallotKind::Approval, 1, 0).and_then(ElectionBuilder::build).err(),
    ];
    let said = wrong.into_iter().map(|error| {
        let error = error.expect("each of these is wrong");
        assert!(error.mend().len() > 10);
        error.to_string()
    });
    let expected = [
        "the budget is zero",
        "the amount 9007199254740993 is larger than 9007199254740992 smallest units",
        "more than 6 decimals",
        "more than 6 decimals",
        "the project id \"a\" stands twice",
        "the project id is empty",
        "the ballot names project number 2, and there are 2",
        "the ballot names project \"a\" twice",
        "the ballot gives project \"a\" the mark 2",
        "the ballot gives project \"a\" the mark 2",
        "the ballot gives project \"b\" the mark 1",
        "the ballot gives project \"a\" the mark 1000001",
        "there is no ballot",
        "there is no project",
    ];
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

#[test]
fn too_many_voters_and_too_large_sums_are_refused() {
    let mut many = builder(BallotKind::Approval);
    many.ballot(&[mark(0, 1)], u32::MAX).expect("just fits");
    assert_eq!(many.ballot(&[mark(0, 1)], 1), Err(ElectionError::TooManyVoters));
    let mut dear = ElectionBuilder::new(BallotKind::Approval, 1, 0).expect("a budget");
    dear.project("a", "", LARGEST_AMOUNT).expect("just fits");
    dear.project("b", "", 1).expect("a new id");
    dear.ballot(&[], 1).expect("valid");
    assert_eq!(dear.build(), Err(ElectionError::CostsTooLarge));
}

#[test]
fn tie_ranks_follow_the_keys_in_turn() {
    let mut builder = ElectionBuilder::new(BallotKind::Approval, 10, 0).expect("a budget");
    for (id, cost) in [("9", 5), ("10", 5), ("c", 7), ("d", 4)] {
        builder.project(id, "", cost).expect("a new id");
    }
    builder.ballot(&[], 1).expect("valid");
    let election = builder.build().expect("an election");
    let votes = [3, 3, 9, 1];
    let ranks = |keys: Vec<TieKey>| TieRule { keys }.ranks(&election, &votes);
    assert_eq!(ranks(vec![TieKey::LowerCost, TieKey::MoreVotes]), [1, 1, 2, 0], "9 and 10 stay tied");
    assert_eq!(ranks(vec![TieKey::LowerCost, TieKey::ListedFirst]), [1, 2, 3, 0]);
    assert_eq!(ranks(vec![TieKey::Id]), [1, 0, 2, 3], "ids are compared as text");
    assert_eq!(ranks(vec![TieKey::HigherCost, TieKey::Lot(vec!["10".into()])]), [2, 1, 0, 3]);
    let rule = TieRule::published_then_listed();
    assert_eq!(rule.deciding_key(&election, &votes, 0, 3), Some("lower-cost"));
    assert_eq!(rule.deciding_key(&election, &votes, 0, 1), Some("listed-first"));
    assert_eq!(TieRule::published().deciding_key(&election, &votes, 0, 1), None);
}
