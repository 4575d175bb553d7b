//! Typical statements: side, order, and the share of false discoveries under pure chance.

use super::*;
use crate::random::Random;
use crate::tests::votes_of;
use crate::votes::VoteLog;

fn all(tallies: &Tallies) -> Vec<Representation> {
    let mut list = Vec::new();
    for statement in 0..tallies.statements() {
        list.extend((0..tallies.groups()).map(|group| represent(tallies, statement, group)));
    }
    adjust(&mut list);
    list
}

#[test]
fn the_side_on_which_a_group_stands_out() {
    let rows: Vec<&str> = ["+-+ "; 20].into_iter().chain(["-++-"; 20]).collect();
    let group_of: Vec<Option<u32>> = (0..40).map(|person| Some(person / 20)).collect();
    let found = all(&Tallies::count(&votes_of(&rows), &group_of, 2, None));
    assert_eq!((found[0].side, found[1].side), (Side::Agree, Side::Disagree));
    assert_eq!((found[2].side, found[3].side), (Side::Disagree, Side::Agree));
    assert_eq!(ranked(&found, 2, 0, 0.1), [0, 1]);
    assert_eq!(ranked(&found, 2, 1, 0.1), [0, 1]);
    // All agree: typical of nobody. Unseen by the other group: nothing can be said.
    assert!(found[4].adjusted > 0.5 && found[6].chance == 1.0 && found[7].chance == 1.0);
}

#[test]
fn tests_have_the_values_of_the_formulas() {
    let rows: Vec<&str> = ["+"; 30].into_iter().chain(["-"; 10]).chain(["+"; 20]).chain(["-"; 40]).collect();
    let group_of: Vec<Option<u32>> = (0..100).map(|person| Some(u32::from(person >= 40))).collect();
    let found = represent(&Tallies::count(&votes_of(&rows), &group_of, 2, None), 0, 0);
    assert_eq!(found.side, Side::Agree);
    assert!((found.share - 31.0 / 42.0).abs() < 1e-12);
    assert!((found.ratio - (31.0 / 42.0) / (21.0 / 62.0)).abs() < 1e-12);
    assert!((found.share_z - 2.0 * 41f64.sqrt() * (31.0 / 41.0 - 0.5)).abs() < 1e-12);
    assert!((found.chance - normal::upper_tail(found.share_z.min(found.difference_z))).abs() < 1e-15);
}

#[test]
fn chance_alone_makes_almost_nothing_typical() {
    // Everybody tosses a coin: whatever is called typical is a false discovery.
    let mut random = Random::new(12);
    let mut discoveries = 0;
    for _ in 0..20 {
        let mut log = VoteLog::new();
        for person in 0..100 {
            for statement in 0..50 {
                let vote = if random.unit() < 0.6 { Vote::Agree } else { Vote::Disagree };
                log.push(&person.to_string(), &statement.to_string(), vote, 0).expect("small");
            }
        }
        let group_of: Vec<Option<u32>> = (0..100).map(|person| Some(person % 2)).collect();
        let found = all(&Tallies::count(&log.finish().0, &group_of, 2, None));
        discoveries += usize::from((0..2).any(|group| !ranked(&found, 2, group, 0.1).is_empty()));
    }
    // A conversation with any false discovery is expected in at most one of ten; 5 of 20 is far out.
    assert!(discoveries <= 5, "{discoveries}");
}
