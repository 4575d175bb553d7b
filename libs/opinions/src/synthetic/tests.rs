//! The generator says what it makes.

use super::*;
use std::collections::HashSet;

#[test]
fn the_same_arguments_give_the_same_votes() {
    let made = synthetic_conversation(1, 50, 30, 3, 600);
    assert_eq!(made, synthetic_conversation(1, 50, 30, 3, 600));
    assert_ne!(made.votes, synthetic_conversation(2, 50, 30, 3, 600).votes);
}

#[test]
fn nobody_votes_twice_and_numbers_are_in_range() {
    let made = synthetic_conversation(1, 200, 60, 4, 4_000);
    let pairs: HashSet<(u32, u32)> = made.votes.iter().map(|row| (row.0, row.1)).collect();
    assert_eq!(pairs.len(), made.votes.len());
    assert!((3_600..4_400).contains(&made.votes.len()), "{}", made.votes.len());
    assert!(made.votes.iter().all(|row| row.0 < 200 && row.1 < 60));
    assert!(made.truth.iter().all(|group| *group < 4));
    assert_eq!(made.shared, [10, 11, 12, 40, 41, 42]);
}

#[test]
fn nothing_asked_is_nothing_made() {
    assert!(synthetic_conversation(1, 0, 10, 2, 100).votes.is_empty());
    assert!(synthetic_conversation(1, 10, 0, 0, 100).votes.is_empty());
}
