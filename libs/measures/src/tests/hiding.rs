//! What everybody may see gives no small count away. The attacker tries every table that agrees with all that is shown.

use crate::coarse::{Coarse, SMALL_MAX, class, gives_away};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Everything a page shows of a table of slices and classes: each cell, each sum, the sum of all.
fn shown(table: &[Vec<i64>]) -> Vec<Option<i64>> {
    let coarse: Vec<Vec<Coarse>> =
        table.iter().map(|cells| cells.iter().map(|count| Coarse::of(*count)).collect()).collect();
    let mut all: Vec<Coarse> = coarse.iter().flatten().copied().collect();
    all.extend(coarse.iter().map(|cells| cells.iter().copied().sum::<Coarse>()));
    all.extend((0..table[0].len()).map(|at| coarse.iter().map(|cells| cells[at]).sum::<Coarse>()));
    all.push(coarse.iter().flatten().copied().sum());
    all.into_iter().map(Coarse::number).collect()
}

/// Every table of the same shape with cells up to `most`.
fn all_tables(rows: usize, classes: usize, most: i64, take: &mut dyn FnMut(&[Vec<i64>])) {
    let mut table = vec![vec![0; classes]; rows];
    loop {
        take(&table);
        let next = (0..rows * classes).find(|place| table[place / classes][place % classes] < most);
        let Some(next) = next else { return };
        for place in 0..next {
            table[place / classes][place % classes] = 0;
        }
        table[next / classes][next % classes] += 1;
    }
}

/// Lists with equal sums that lie in the same classes: what an attacker has to choose from who knows of the equal sums.
fn equal_sums(tables: &[Vec<i64>]) -> Vec<Vec<BTreeSet<i64>>> {
    let lists = |cells: &Vec<i64>| {
        cells.iter().fold(vec![Vec::new()], |lists: Vec<Vec<i64>>, count| {
            let (low, high) = class(*count);
            lists
                .into_iter()
                .flat_map(|list| (low..=high).map(move |one| [list.clone(), vec![one]].concat()))
                .collect()
        })
    };
    let all: Vec<Vec<Vec<i64>>> = tables.iter().map(lists).collect();
    let sums = |lists: &Vec<Vec<i64>>| lists.iter().map(|list| list.iter().sum()).collect::<BTreeSet<i64>>();
    let common =
        all.iter().map(sums).reduce(|a, b| a.intersection(&b).copied().collect()).unwrap_or_default();
    let mut left: Vec<Vec<BTreeSet<i64>>> =
        tables.iter().map(|cells| vec![BTreeSet::new(); cells.len()]).collect();
    for (at, lists) in all.iter().enumerate() {
        for list in lists.iter().filter(|list| common.contains(&list.iter().sum())) {
            for (cell, one) in list.iter().enumerate() {
                left[at][cell].insert(*one);
            }
        }
    }
    left
}

#[test]
fn a_class_above_zero_holds_at_least_three_counts() {
    for count in 1..200 {
        let (low, high) = class(count);
        assert!(low <= count && count <= high && high - low >= 2, "{count}: {low} to {high}");
        assert!(
            (low..=high).all(|other| class(other) == (low, high) && Coarse::of(other) == Coarse::of(count))
        );
        assert_eq!(Coarse::of(count).number().is_none(), count <= SMALL_MAX);
    }
    assert_eq!(Coarse::of(0).number(), Some(0));
    assert_eq!((class(5), class(7), class(8), class(12)), ((5, 7), (5, 7), (8, 12), (8, 12)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Two days of a table, all cells and all sums of both: no small count and no small change between the days has
    /// only one value that agrees with them.
    #[test]
    fn no_small_count_or_change_can_be_worked_out(
        before in proptest::collection::vec(0_i64..7, 4), change in proptest::collection::vec(-2_i64..3, 4),
    ) {
        let after: Vec<i64> = before.iter().zip(&change).map(|(old, more)| (old + more).max(0)).collect();
        let possible = |cells: &[i64]| {
            let (mut found, seen) = (vec![BTreeSet::new(); 4], shown(&[cells[..2].to_vec(), cells[2..].to_vec()]));
            all_tables(2, 2, 10, &mut |other| {
                if shown(other) == seen {
                    other.iter().flatten().enumerate().for_each(|(at, count)| { found[at].insert(*count); });
                }
            });
            found
        };
        let (old, new) = (possible(&before), possible(&after));
        for at in 0..4 {
            prop_assert!(before[at] == 0 || old[at].len() >= 3, "{before:?}: {:?}", old[at]);
            let changes: BTreeSet<i64> =
                old[at].iter().flat_map(|a| new[at].iter().map(move |b| b - a)).collect();
            let moved = after[at] - before[at];
            prop_assert!(moved == 0 || changes.len() >= 3, "{before:?} to {after:?}: {changes:?}");
        }
    }

    /// Whether equal sums give a cell away is found exactly: the oracle tries all lists.
    #[test]
    fn equal_sums_are_looked_through(
        cells in proptest::collection::vec(0_i64..10, 6), ways in 0_usize..4,
    ) {
        // The same people told apart in two ways: the last cell of the second takes up what is left.
        let first = cells[..3].to_vec();
        let total: i64 = first.iter().sum();
        let mut second: Vec<i64> = cells[3..3 + ways.min(2)].to_vec();
        let mut rest = total;
        for cell in &mut second {
            *cell = (*cell).min(rest);
            rest -= *cell;
        }
        second.push(rest);
        let tables = [first, second];
        let left = equal_sums(&tables);
        let pinned = tables
            .iter()
            .zip(&left)
            .any(|(cells, left)| cells.iter().zip(left).any(|(count, left)| *count > 0 && left.len() < 2));
        prop_assert_eq!(gives_away(&tables), pinned, "{:?}: {:?}", tables, left);
    }
}

#[test]
fn four_people_who_each_stand_apart_later_give_themselves_away() {
    assert!(gives_away(&[vec![4], vec![1, 1, 1, 1]]));
    assert!(!gives_away(&[vec![4], vec![2, 1, 1]]));
    assert!(!gives_away(&[vec![40, 3, 12], vec![30, 20, 5]]));
    assert!(!gives_away(&[vec![1]]), "one table alone never does");
}

#[test]
fn sums_are_made_of_what_is_shown() {
    let sum = |counts: &[i64]| counts.iter().map(|count| Coarse::of(*count)).sum::<Coarse>().number();
    assert_eq!(sum(&[12, 3, 30]), Some(45));
    assert_eq!(sum(&[3, 0]), None, "one small cell stays small in its sum");
    assert_eq!(sum(&[1, 1]), Some(5));
    assert_eq!(sum(&[]), Some(0));
    assert_eq!(sum(&[i64::MAX, i64::MAX]).map(|number| number > 0), Some(true), "sums do not overflow");
}
