//! The table of votes: last vote counts, order does not matter, leaving out leaves nothing behind.

use super::*;
use crate::tests::votes_of;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn log_of(rows: &[(u8, u8, i8, i64)]) -> (Votes, Reading) {
    let mut log = VoteLog::new();
    for (person, statement, value, at) in rows {
        let vote = [Vote::Disagree, Vote::Pass, Vote::Agree][(*value + 1) as usize];
        log.push(&person.to_string(), &statement.to_string(), vote, *at).expect("small");
    }
    log.finish()
}

#[test]
fn the_latest_vote_counts_wherever_it_stands() {
    let (votes, reading) =
        log_of(&[(1, 1, 1, 30), (1, 1, -1, 10), (1, 1, 0, 20), (2, 1, 1, 5), (2, 1, -1, 5)]);
    assert_eq!(votes.of_person(0).collect::<Vec<_>>(), [(0, Vote::Agree)]);
    assert_eq!(votes.of_person(1).collect::<Vec<_>>(), [(0, Vote::Disagree)]);
    assert_eq!((reading.rows, reading.replaced, reading.changed), (5, 3, 3));
    assert_eq!(reading.row_tallies, [(2, 2)]);
}

#[test]
fn names_are_ordered_as_numbers_first() {
    let mut log = VoteLog::new();
    for person in ["10", "9", "x", "010", "", "2a"] {
        log.push(person, "s", Vote::Pass, 0).expect("small");
    }
    let (votes, _) = log.finish();
    let names: Vec<&str> = votes.people().iter().map(AsRef::as_ref).collect();
    assert_eq!(names, ["9", "010", "10", "", "2a", "x"]);
    for (index, name) in names.iter().enumerate() {
        assert_eq!(votes.person(name), Some(index));
    }
    assert_eq!((votes.person("7"), votes.statement("s")), (None, Some(0)));
}

#[test]
fn who_has_no_vote_left_is_gone() {
    let votes = votes_of(&["+ ", " -", "+-"]);
    let none = HashSet::new();
    let left = votes.without(&none, &HashSet::from(["1".to_owned()]));
    assert_eq!(left.people().iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["0", "2"]);
    assert_eq!(left.statements().len(), 1);
    assert_eq!(left.len(), 2);
    assert_eq!(votes.without(&none, &none), votes);
    let all = (0..3).map(|person| person.to_string()).collect();
    assert!(votes.without(&all, &none).is_empty());
}

proptest! {
    #[test]
    fn the_table_is_the_map_of_last_votes(
        rows in proptest::collection::vec((0u8..9, 0u8..9, -1i8..=1, 0i64..4), 0..80),
    ) {
        let mut last: BTreeMap<(u8, u8), (i64, i8)> = BTreeMap::new();
        for (person, statement, value, at) in &rows {
            let entry = last.entry((*person, *statement)).or_insert((*at, *value));
            if *at >= entry.0 {
                *entry = (*at, *value);
            }
        }
        let (votes, reading) = log_of(&rows);
        let mut found = BTreeMap::new();
        for person in 0..votes.people().len() {
            for (statement, vote) in votes.of_person(person) {
                let number = |name: &str| name.parse::<u8>().expect("a number");
                found.insert((number(&votes.people()[person]), number(&votes.statements()[statement])), vote.value());
            }
        }
        prop_assert_eq!(found, last.iter().map(|(key, value)| (*key, value.1)).collect());
        prop_assert_eq!(reading.replaced, rows.len() - last.len());
        prop_assert_eq!(votes.len(), last.len());
    }

    #[test]
    fn leaving_out_equals_never_reading(
        rows in proptest::collection::vec((0u8..9, 0u8..9, -1i8..=1, 0i64..4), 0..80),
        people in proptest::collection::hash_set(0u8..9, 0..5),
        statements in proptest::collection::hash_set(0u8..9, 0..5),
    ) {
        let stays = |row: &&(u8, u8, i8, i64)| !people.contains(&row.0) && !statements.contains(&row.1);
        let kept: Vec<_> = rows.iter().filter(stays).copied().collect();
        let names = |list: &HashSet<u8>| list.iter().map(u8::to_string).collect();
        prop_assert_eq!(log_of(&rows).0.without(&names(&people), &names(&statements)), log_of(&kept).0);
    }
}
