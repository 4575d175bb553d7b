use super::{Effort, Search, worth};
use crate::program::{CountRow, Label, Program};
use proptest::prelude::*;

fn row(columns: &[usize], low: u32, high: u32) -> CountRow {
    CountRow { label: Label::Seats, columns: columns.to_vec(), less: vec![], low, high }
}

/// Every possible panel, by trying all counts. Shared with the tests of `columns`.
pub(crate) fn all_panels(program: &Program) -> Vec<Vec<u32>> {
    let mut panels = vec![vec![]];
    for &most in &program.most {
        panels = panels
            .into_iter()
            .flat_map(|panel: Vec<u32>| {
                (0..=most).map(move |count| panel.iter().copied().chain([count]).collect::<Vec<u32>>())
            })
            .collect();
    }
    panels.retain(|panel| program.admits(panel));
    panels
}

fn everything(floor: f64) -> Effort {
    Effort { floor, share: 2.0, nodes: 100_000 }
}

#[test]
fn odd_cycle_needs_whole_numbers() {
    // Three people, each two in conflict: fractions would seat 1.5, whole people 1.
    let program =
        Program { most: vec![1; 3], rows: vec![row(&[0, 1], 0, 1), row(&[1, 2], 0, 1), row(&[0, 2], 0, 1)] };
    let found = Search::new(&program).best(&[1.0; 3], everything(-1.0));
    assert_eq!(found.value, 1.0);
    assert!(found.settled);
    assert_eq!(found.bound, 1.0);
}

#[test]
fn nothing_above_the_floor_is_said_so() {
    let program = Program { most: vec![1; 3], rows: vec![row(&[0, 1, 2], 2, 2)] };
    let found = Search::new(&program).best(&[1.0; 3], everything(2.0));
    assert!(found.panels.is_empty() && found.settled);
}

#[test]
fn a_node_limit_leaves_a_bound_and_says_unsettled() {
    let rows = (0..9).map(|i| row(&[i, (i + 1) % 9], 0, 1)).collect();
    let program = Program { most: vec![1; 9], rows };
    let found = Search::new(&program).best(&[1.0; 9], Effort { floor: 0.0, share: 2.0, nodes: 1 });
    assert!(!found.settled);
    assert!(found.bound >= 4.0);
}

proptest! {
    #[test]
    fn the_best_panel_is_the_best_of_all(
        most in prop::collection::vec(0_u32..3, 7),
        memberships in prop::collection::vec(0_usize..3, 14),
        lows in prop::collection::vec(0_u32..3, 6),
        widths in prop::collection::vec(0_u32..3, 6),
        seats in 1_u32..6,
        prices in prop::collection::vec(-9_i32..20, 7),
    ) {
        let mut rows = vec![row(&[0, 1, 2, 3, 4, 5, 6], seats, seats)];
        for feature in 0..2 {
            for value in 0..3 {
                let columns: Vec<usize> = (0..7).filter(|&c| memberships[feature * 7 + c] == value).collect();
                let low = lows[feature * 3 + value];
                rows.push(row(&columns, low, low + widths[feature * 3 + value]));
            }
        }
        let program = Program { most, rows };
        let prices: Vec<f64> = prices.iter().map(|&p| f64::from(p) / 7.0).collect();
        let best = all_panels(&program).iter().map(|panel| worth(&prices, panel)).reduce(f64::max);
        let found = Search::new(&program).best(&prices, everything(-1e4));
        prop_assert!(found.settled);
        prop_assert_eq!(found.panels.is_empty(), best.is_none());
        if let Some(best) = best {
            prop_assert!((found.value - best).abs() < 1e-8, "{} instead of {}", found.value, best);
            prop_assert!(found.panels.iter().all(|panel| program.admits(panel)));
        }
    }
}
