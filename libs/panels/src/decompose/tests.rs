use super::walk;
use crate::program::{CountRow, Label, Program};
use crate::relaxation;
use proptest::prelude::*;

fn row(columns: Vec<usize>, low: u32, high: u32) -> CountRow {
    CountRow { label: Label::Seats, columns, less: vec![], low, high }
}

#[test]
fn equal_chances_split_into_disjoint_panels() {
    let program = Program { most: vec![1; 12], rows: vec![row((0..12).collect(), 3, 3)] };
    let walk = walk(&program, &[0.25; 12]);
    assert_eq!((walk.panels.len(), walk.left), (4, 0.0));
}

#[test]
fn a_point_outside_the_whole_panels_leaves_a_rest() {
    // Half of each person of an odd cycle: 1.5 people, but whole panels seat one.
    let rows = vec![row(vec![0, 1], 0, 1), row(vec![1, 2], 0, 1), row(vec![0, 2], 0, 1)];
    let walk = walk(&Program { most: vec![1; 3], rows }, &[0.5; 3]);
    assert!(walk.left > 0.1, "{walk:?}");
}

#[test]
fn a_whole_point_is_its_own_panel() {
    let program = Program { most: vec![1, 2], rows: vec![row(vec![0, 1], 3, 3)] };
    let walk = walk(&program, &[1.0, 2.0]);
    assert_eq!((walk.panels, walk.left), (vec![(vec![1, 2], 1.0)], 0.0));
}

proptest! {
    /// With two features panels are flows, every corner is whole and each walk must end.
    #[test]
    fn with_two_features_the_relaxed_chances_are_always_reached(
        most in prop::collection::vec(1_u32..5, 9),
        lows in prop::collection::vec(0_u32..3, 6),
        widths in prop::collection::vec(0_u32..4, 6),
        seats in 2_u32..9,
    ) {
        let mut rows = vec![row((0..9).collect(), seats, seats)];
        for value in 0..3 {
            rows.push(row((0..9).filter(|c| c / 3 == value).collect(), lows[value], lows[value] + widths[value]));
            rows.push(row((0..9).filter(|c| c % 3 == value).collect(), lows[3 + value], lows[3 + value] + widths[3 + value]));
        }
        let program = Program { most: most.clone(), rows };
        prop_assume!(crate::search::any_panel(&program, 10_000).0.is_some());
        let target = relaxation::leximin(&program, &most).expect("relaxed chances");
        let walk = walk(&program, &target.counts);
        prop_assert!(walk.left <= 1e-8, "left {}", walk.left);
        let mut rest = target.counts.clone();
        for (panel, weight) in &walk.panels {
            prop_assert!(program.admits(panel));
            rest.iter_mut().zip(panel).for_each(|(rest, &count)| *rest -= weight * f64::from(count));
        }
        prop_assert!(rest.iter().all(|rest| rest.abs() < 1e-7), "{rest:?}");
    }
}
