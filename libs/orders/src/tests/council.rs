//! Speeches of council members: questions to the city, five free minutes, the yearly audit. Recall and precision of
//! each are counted sentence by sentence.

use super::*;

const HELD: Date = Date { year: 2026, month: 11, day: 20 };

fn all_found_and_nothing_else(marked: &str) {
    let score = score(marked, HELD);
    let is_exact = score.missed.is_empty() && score.wrong.is_empty();
    assert!(is_exact, "missed {:#?} wrong {:#?}", score.missed, score.wrong);
    assert_eq!(score.found.len(), 16);
}

#[test]
fn questions_on_the_cluster() {
    all_found_and_nothing_else(include_str!("speech-cluster.txt"));
}

#[test]
fn questions_on_open_data() {
    all_found_and_nothing_else(include_str!("speech-opening.txt"));
}

#[test]
fn five_minutes_on_a_river() {
    all_found_and_nothing_else(include_str!("speech-river.txt"));
}

#[test]
fn an_audit_of_a_start_up_house() {
    all_found_and_nothing_else(include_str!("speech-audit.txt"));
}
