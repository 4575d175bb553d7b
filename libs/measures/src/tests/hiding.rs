//! Hidden counts cannot be worked out: other tables agree with everything that is published. The oracle tries them all.

use crate::small::{Arc, SMALL_MAX, hidden};
use proptest::prelude::*;

/// A table of rows and classes with all its sums, as a network: 0 = source and end, then rows, then classes.
fn network(table: &[Vec<i64>]) -> (usize, Vec<Arc>) {
    let (rows, classes) = (table.len(), table[0].len());
    let end = 1 + rows + classes;
    let mut arcs = Vec::new();
    for (row, counts) in table.iter().enumerate() {
        arcs.push(Arc { from: 0, to: 1 + row, count: counts.iter().sum() });
    }
    for (row, counts) in table.iter().enumerate() {
        for (class, count) in counts.iter().enumerate() {
            arcs.push(Arc { from: 1 + row, to: 1 + rows + class, count: *count });
        }
    }
    for class in 0..classes {
        let count = table.iter().map(|counts| counts[class]).sum();
        arcs.push(Arc { from: 1 + rows + class, to: end, count });
    }
    arcs.push(Arc { from: end, to: 0, count: table.iter().flatten().sum() });
    (end + 1, arcs)
}

/// Every table of the same shape, cells up to `most`.
fn all_tables(rows: usize, classes: usize, most: i64, take: &mut dyn FnMut(&[Vec<i64>])) {
    let cells = rows * classes;
    let mut table = vec![vec![0; classes]; rows];
    loop {
        take(&table);
        let mut place = 0;
        loop {
            if place == cells {
                return;
            }
            let cell = &mut table[place / classes][place % classes];
            if *cell < most {
                *cell += 1;
                break;
            }
            *cell = 0;
            place += 1;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_small_count_can_be_worked_out(cells in proptest::collection::vec(0_i64..7, 6)) {
        let table: Vec<Vec<i64>> = cells.chunks(3).map(<[i64]>::to_vec).collect();
        let (nodes, arcs) = network(&table);
        let hide = hidden(nodes, &arcs);
        let mut other_values = vec![false; arcs.len()];
        all_tables(2, 3, 8, &mut |other| {
            let (_, others) = network(other);
            let agrees = arcs.iter().zip(&others).zip(&hide).all(|((true_arc, arc), hidden)| match hidden {
                true => arc.count >= 1,
                false => arc.count == true_arc.count,
            });
            if agrees {
                for (index, (true_arc, arc)) in arcs.iter().zip(&others).enumerate() {
                    other_values[index] |= true_arc.count != arc.count;
                }
            }
        });
        for (index, arc) in arcs.iter().enumerate() {
            let small = (1..=SMALL_MAX).contains(&arc.count);
            prop_assert!(!small || hide[index], "{arc:?} is shown");
            prop_assert!(!small || other_values[index], "{arc:?} of {table:?} can be worked out");
        }
    }
}

#[test]
fn a_table_without_small_counts_is_shown_whole() {
    let (nodes, arcs) = network(&[vec![10, 0, 7], vec![5, 9, 0]]);
    assert!(hidden(nodes, &arcs).iter().all(|hidden| !hidden));
}

#[test]
fn one_small_count_takes_others_with_it_and_no_more_than_needed() {
    let (nodes, arcs) = network(&[vec![2, 40, 50], vec![30, 41, 51], vec![31, 42, 52]]);
    let hide = hidden(nodes, &arcs);
    assert_eq!(hide.iter().filter(|hidden| **hidden).count(), 4, "two rows by two classes");
}

#[test]
fn ones_alone_are_hidden_with_their_total() {
    let (nodes, arcs) = network(&[vec![1, 1, 0], vec![1, 1, 0]]);
    let hide = hidden(nodes, &arcs);
    assert!(hide.last().is_some_and(|total| *total), "with a total of four, each would be one");
}
