//! Features against a plain computation; groups against the truth of the generator.

use super::features::{NAMES, features};
use super::k_means::{How, k_means};
use super::k_shape::{How as ShapeHow, k_shape, shape_distance, z_normal};
use super::profile::{BINS, shape, watts};
use super::score::{adjusted_rand, clearness, silhouette};
use super::sentence::describe;
use crate::generator::tests::{city, empty};
use crate::pass::{Ranks, Tally};
use crate::random::Random;

fn table(homes: u64) -> (Vec<f64>, Vec<usize>) {
    let generator = city(homes, 365);
    let (mut meter, mut tally) = (empty(), Tally::new());
    let mut table = Vec::new();
    let mut truth = Vec::new();
    for number in 0..homes {
        truth.push(generator.fill(number, &mut meter).archetype);
        tally.count(&meter, &generator.calendar);
        table.extend(shape(&watts(&tally)));
    }
    (table, truth)
}

#[test]
fn groups_of_a_made_up_city_are_its_archetypes() {
    let (table, truth) = table(300);
    let how = How { groups: 6, restarts: 5, rounds_max: 100, seed: 1 };
    let groups = k_means(&table, BINS, how).unwrap();
    let index = adjusted_rand(&groups.of, &truth);
    assert!(index >= 0.8, "adjusted Rand {index}");
    assert_eq!(groups, k_means(&table, BINS, how).unwrap());
    let again: f64 = groups
        .of
        .iter()
        .enumerate()
        .map(|(at, group)| {
            super::k_means::distance(&table[at * BINS..(at + 1) * BINS], groups.centre(*group))
        })
        .sum();
    assert!((again - groups.inertia).abs() < 1e-6);
}

#[test]
fn k_means_refuses_what_it_cannot_do() {
    let how = How { groups: 3, restarts: 1, rounds_max: 10, seed: 1 };
    assert!(k_means(&[1.0, 2.0], 1, how).is_err());
    assert!(k_means(&[1.0, f64::NAN, 2.0], 1, how).is_err());
    // Fewer different rows than groups: it ends, and no row is far from its centre.
    let same = k_means(&[5.0; 10], 1, how).unwrap();
    assert_eq!(same.inertia, 0.0);
}

#[test]
fn features_are_what_their_names_say() {
    let generator = city(1, 365);
    let (mut meter, mut tally) = (empty(), Tally::new());
    generator.fill(0, &mut meter);
    tally.count(&meter, &generator.calendar);
    let got = features(&meter, &tally, &mut Ranks::default());
    let of = |name: &str| got[NAMES.iter().position(|known| *known == name).unwrap()];
    let n = meter.wh.len() as f64;
    let values: Vec<f64> = meter.wh.iter().map(|wh| f64::from(*wh)).collect();
    let mean = values.iter().sum::<f64>() / n;
    let mut sorted = meter.wh.clone();
    sorted.sort_unstable();
    assert!((of("mean_wh_day") - mean * 24.0).abs() < 1e-9);
    assert_eq!(of("base_w"), f64::from(sorted[437]));
    assert_eq!(of("median_w"), f64::from(sorted[4_379]));
    assert_eq!(of("peak_w"), f64::from(sorted[8_759]));
    let night: f64 = values.iter().enumerate().filter(|(at, _)| at % 24 < 6).map(|(_, value)| value).sum();
    assert!((of("night_share") - night / (mean * n)).abs() < 1e-12);
    let shares: f64 = got[6..11].iter().sum();
    assert!((shares - 1.0).abs() < 1e-12);
    let lagged: Vec<(f64, f64)> = (24..values.len()).map(|at| (values[at - 24], values[at])).collect();
    let mean_of =
        |pick: &dyn Fn(&(f64, f64)) -> f64| lagged.iter().map(pick).sum::<f64>() / lagged.len() as f64;
    let (x, y) = (mean_of(&|pair| pair.0), mean_of(&|pair| pair.1));
    let covariance = mean_of(&|pair| (pair.0 - x) * (pair.1 - y));
    let spread =
        (mean_of(&|pair| (pair.0 - x) * (pair.0 - x)) * mean_of(&|pair| (pair.1 - y) * (pair.1 - y))).sqrt();
    assert!((of("repeat_day") - covariance / spread).abs() < 1e-9);
    let low = values.iter().filter(|value| **value < mean / 2.0).count() as f64;
    assert!((of("low_share") - low / n).abs() < 1e-12);
    assert!(of("summer_ratio") > 1.0);
}

fn curve(kind: usize, shift: usize, random: &mut Random) -> Vec<f64> {
    (0..24)
        .map(|hour| {
            let at = (hour + 24 - shift) % 24;
            let height = match kind {
                0 => {
                    if (8..11).contains(&at) {
                        6.0
                    } else {
                        1.0
                    }
                }
                1 => {
                    if (4..16).contains(&at) {
                        3.0
                    } else {
                        1.0
                    }
                }
                _ => {
                    if at == 6 || at == 15 {
                        5.0
                    } else {
                        1.0
                    }
                }
            };
            height * random.between(0.85, 1.15)
        })
        .collect()
}

#[test]
fn k_shape_finds_shapes_whatever_their_shift_and_height() {
    let mut random = Random::new(5, 0);
    let (mut table, mut truth) = (Vec::new(), Vec::new());
    for at in 0..120 {
        let shift = random.below(4);
        let height = random.between(1.0, 50.0);
        table.extend(curve(at % 3, shift, &mut random).iter().map(|value| value * height));
        truth.push(at % 3);
    }
    let how = ShapeHow { groups: 3, restarts: 4, rounds_max: 50, seed: 2 };
    let groups = k_shape(&table, 24, how).unwrap();
    assert!(adjusted_rand(&groups.of, &truth) > 0.95, "{:?}", groups.sizes());
    assert_eq!(groups, k_shape(&table, 24, how).unwrap());
    let normal: Vec<Vec<f64>> = table.chunks_exact(24).map(z_normal).collect();
    let distance = |a: usize, b: usize| shape_distance(&normal[a], &normal[b]).0;
    assert!(silhouette(120, &groups.of, &distance) > 0.4);
}

#[test]
fn the_shape_distance_knows_shifts() {
    let a: Vec<f64> = (0..24).map(|at| if (8..11).contains(&at) { 1.0 } else { 0.0 }).collect();
    let b: Vec<f64> = (0..24).map(|at| if (11..14).contains(&at) { 2.0 } else { 0.0 }).collect();
    let (distance, shift) = shape_distance(&a, &b);
    assert!(distance.abs() < 1e-12);
    assert_eq!(shift, -3);
    assert_eq!(shape_distance(&a, &[0.0; 24]).0, 1.0);
}

#[test]
fn scores_are_right_on_small_cases() {
    assert_eq!(adjusted_rand(&[0, 0, 1, 1], &[1, 1, 0, 0]), 1.0);
    assert!(adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]) < 0.0);
    let points = [0.0_f64, 1.0, 10.0, 11.0];
    let distance = |a: usize, b: usize| (points[a] - points[b]).abs();
    // Row 0: inside 1, outside 10.5 -> 1 - 1/10.5; row 1: 1 - 1/9.5; the others the same.
    let expected = (2.0 - 1.0 / 10.5 - 1.0 / 9.5) / 2.0;
    assert!((silhouette(4, &[0, 0, 1, 1], &distance) - expected).abs() < 1e-12);
    assert_eq!((clearness(1.0, 4.0), clearness(4.0, 1.0)), (0.75, 0.0));
}

#[test]
fn sentences_say_when_and_how_weekends_differ() {
    let mut profile = [1.0; BINS];
    assert_eq!(describe(&profile).en, "Use is even through the day.");
    (17..22).for_each(|hour| profile[hour] = 4.0);
    let sentence = describe(&profile);
    assert!(
        sentence
            .en
            .starts_with("Most is used in the evening (17-22), 45 % of the day. Weekends use 38 % less."),
        "{}",
        sentence.en
    );
    assert!(sentence.ko.contains("저녁(17~22시)"), "{}", sentence.ko);
    assert_eq!(describe(&[0.0; BINS]).en, "There is no use on record.");
}
