use super::{Chance, Lottery, TOTAL, apportion};
use crate::columns::Rule;
use crate::generate::Profile;
use crate::pool::{Pool, Quotas};
use crate::problem::{Problem, Task};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn city(people: u32, seats: u32, rule: Rule, seed: &str) -> (Quotas, Pool, Problem, Lottery) {
    let profile = Profile::city(people, seats);
    let quotas = profile.quotas().expect("quotas of the profile");
    let pool = profile.pool(&quotas, seed).expect("people of the profile");
    let problem = Problem::new(&pool, &quotas, Task::new(seats, rule)).expect("a possible panel");
    let lottery = Lottery::of(&problem.mixture().expect("a mixture"), TOTAL);
    (quotas, pool, problem, lottery)
}

#[test]
fn every_drawn_panel_meets_quotas_and_households() {
    let (quotas, pool, problem, lottery) = city(120, 15, Rule::Leximin, "a");
    lottery.check(&problem).expect("a lottery that fits");
    for number in 0..200 {
        let panel = lottery.draw(&problem.classes, &format!("seed {number}")).expect("a panel");
        let people: BTreeSet<usize> = panel.iter().copied().collect();
        assert_eq!(people.len(), 15);
        let homes: BTreeSet<_> = panel.iter().map(|&person| &pool.people[person].address).collect();
        assert_eq!(homes.len(), 15);
        for (f, v, _, value) in quotas.pairs() {
            let seated = panel.iter().filter(|&&person| pool.people[person].values[f] == v).count() as u32;
            assert!(value.minimum <= seated && seated <= value.maximum);
        }
    }
}

#[test]
fn many_draws_come_out_as_often_as_published() {
    let (_, pool, problem, lottery) = city(40, 8, Rule::Maximin, "b");
    let chances = lottery.chances(&problem.classes);
    let draws = 4000;
    let mut seen = vec![0_u32; pool.people.len()];
    for number in 0..draws {
        for person in lottery.draw(&problem.classes, &number.to_string()).expect("a panel") {
            seen[person] += 1;
        }
    }
    for (person, &seen) in seen.iter().enumerate() {
        let chance = chances[problem.classes.of_person[person]].value();
        let spread = (f64::from(draws) * chance * (1.0 - chance)).sqrt();
        let distance = (f64::from(seen) - f64::from(draws) * chance).abs();
        // Five standard deviations; the seeds are fixed, so this is not a matter of luck.
        assert!(distance <= 5.0 * spread + 1e-9, "person {person}: {seen} at chance {chance}");
    }
}

#[test]
fn chances_add_up_to_the_seats_exactly() {
    let (_, _, problem, lottery) = city(150, 22, Rule::Leximin, "c");
    let sum: u128 = lottery
        .chances(&problem.classes)
        .iter()
        .zip(&problem.classes.classes)
        .map(|(chance, class)| {
            let whole = u128::from(TOTAL) * u128::from(class.people);
            whole / u128::from(chance.denominator) * u128::from(chance.numerator)
        })
        .sum();
    assert_eq!(sum, 22 * u128::from(TOTAL));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let (quotas, pool, problem, lottery) = city(80, 12, Rule::Leximin, "d");
    let mut turned = pool.clone();
    turned.people.reverse();
    turned.people.swap(3, 40);
    let other = Problem::new(&turned, &quotas, problem.task).expect("the same pool");
    let other_lottery = Lottery::of(&other.mixture().expect("a mixture"), TOTAL);
    assert_eq!(lottery, other_lottery);
    let ids = |pool: &Pool, panel: Vec<usize>| -> BTreeSet<String> {
        panel.into_iter().map(|person| pool.people[person].id.clone()).collect()
    };
    let first = ids(&pool, lottery.draw(&problem.classes, "7").expect("a panel"));
    assert_eq!(first, ids(&turned, other_lottery.draw(&other.classes, "7").expect("a panel")));
}

#[test]
fn chances_compare_and_print_exactly() {
    assert_eq!(Chance::new(6, 8), Chance { numerator: 3, denominator: 4 });
    assert!(Chance::new(1, 3) < Chance::new(333_334, 1_000_000));
    assert_eq!(Chance::new(2, 3).digits(4), "0.6666");
    assert_eq!(Chance::new(1, 1).digits(2), "1.00");
}

proptest! {
    #[test]
    fn apportioned_weights_add_up_and_stay_near(parts in prop::collection::vec(0_u32..1000, 1..40), total in 1_u64..100_000) {
        let sum: u32 = parts.iter().sum();
        prop_assume!(sum > 0);
        let shares: Vec<f64> = parts.iter().map(|&part| f64::from(part) / f64::from(sum)).collect();
        let weights = apportion(&shares, total);
        prop_assert_eq!(weights.iter().sum::<u64>(), total);
        for (weight, share) in weights.iter().zip(shares) {
            prop_assert!((*weight as f64 - share * total as f64).abs() <= 1.0 + 1e-6);
        }
    }
}
