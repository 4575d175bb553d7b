//! How groups are named and compared.

use super::*;

fn mapped(places: &[[f64; 2]]) -> Vec<Mapped> {
    let one = |(person, at): (usize, &[f64; 2])| Mapped { person, point: Point { at: *at, weight: 1.0 } };
    places.iter().enumerate().map(one).collect()
}

#[test]
fn the_largest_group_comes_first() {
    let places = [[9.0, 0.0], [0.0, 0.0], [0.1, 0.0], [9.1, 0.0], [9.0, 0.1]];
    let groups = find_groups(&mapped(&places), 6, GroupCount::Exactly(2), 1);
    assert_eq!(groups.sizes, [3, 2]);
    assert_eq!(groups.group_of, [Some(0), Some(1), Some(1), Some(0), Some(0), None]);
}

#[test]
fn few_people_are_one_group() {
    let groups = find_groups(&mapped(&[[0.0, 0.0], [5.0, 0.0], [9.0, 9.0]]), 3, GroupCount::UpTo(5), 1);
    assert_eq!((groups.sizes.as_slice(), groups.tried.len()), ([3].as_slice(), 0));
    let none = find_groups(&[], 3, GroupCount::UpTo(5), 1);
    assert_eq!(none.group_of, [None, None, None]);
}

#[test]
fn an_empty_start_is_dropped() {
    let places = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
    let groups = groups_from(&mapped(&places), 3, vec![[0.0, 0.0], [90.0, 90.0]]);
    assert_eq!(groups.sizes, [3]);
}

#[test]
fn rand_index_has_known_values() {
    let some = |list: &[u32]| list.iter().map(|group| Some(*group)).collect::<Vec<_>>();
    let first = some(&[0, 0, 0, 1, 1, 1]);
    assert_eq!(adjusted_rand_index(&first, &some(&[5, 5, 5, 2, 2, 2])), 1.0);
    // By hand: together 2, rows 6, columns 3, of 15: (2 - 1.2) / (4.5 - 1.2).
    let found = adjusted_rand_index(&first, &some(&[0, 0, 1, 1, 2, 2]));
    assert!((found - 0.8 / 3.3).abs() < 1e-12, "{found}");
    assert_eq!(adjusted_rand_index(&[None, Some(1)], &[Some(1), None]), 1.0);
}
