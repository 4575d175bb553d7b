//! Chance is recognised as chance, and a division as a division.

use super::*;
use crate::tests::{votes_made, votes_of};
use crate::{GroupCount, Settings, analyse, synthetic_conversation};

#[test]
fn nobody_is_divided_when_everybody_tosses_coins() {
    let mut divided = 0;
    for seed in 0..20 {
        // One true group: on every statement everybody has the same chance to agree.
        let votes = votes_made(&synthetic_conversation(seed, 150, 40, 1, 3_000));
        let analysis = analyse(&votes, &Settings::default(), None).expect("a map");
        divided += usize::from(analysis.groups.count() > 1);
        assert_eq!(analysis.groups.count() > 1, analysis.axes_above_chance > 0);
    }
    // One in twenty at most is expected; four in twenty would happen once in sixty.
    assert!(divided <= 3, "{divided}");
    // A larger one, for which there is a single draw.
    let votes = votes_made(&synthetic_conversation(7, 2_500, 250, 1, 125_000));
    assert_eq!(analyse(&votes, &Settings::default(), None).expect("a map").groups.count(), 1);
}

#[test]
fn true_divisions_exceed_chance() {
    for (groups, axes) in [(2, 1), (3, 2), (4, 3)] {
        let votes = votes_made(&synthetic_conversation(3, 600, 90, groups, 24_000));
        let analysis = analyse(&votes, &Settings::default(), None).expect("a map");
        assert_eq!(analysis.axes_above_chance, axes, "{groups} groups");
        assert!(analysis.groups.count() >= groups.min(3) as usize);
    }
}

#[test]
fn a_few_people_in_two_camps_exceed_chance() {
    let votes = votes_of(&["++++----", "++++----", "++++----", "----++++", "----++++", "----++++"]);
    let analysis = analyse(&votes, &Settings::default(), None).expect("a map");
    assert_eq!((analysis.groups.sizes.as_slice(), analysis.axes_above_chance), ([3, 3].as_slice(), 1));
}

#[test]
fn a_number_of_groups_that_was_asked_for_is_made() {
    let votes = votes_made(&synthetic_conversation(1, 150, 40, 1, 3_000));
    let settings = Settings { groups: GroupCount::Exactly(2), ..Settings::default() };
    assert_eq!(analyse(&votes, &settings, None).expect("a map").groups.count(), 2);
}

#[test]
fn a_draw_keeps_who_voted_on_what() {
    let votes = votes_of(&["+ -", "..+", " +-"]);
    let drawn = votes.revoted(&mut |_| Vote::Agree);
    assert_eq!(drawn, votes_of(&["+ +", "+++", " ++"]));
    assert_eq!(scatter_by_chance(&drawn, None, 1, 1), 0.0);
}
