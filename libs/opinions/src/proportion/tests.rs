//! Bounds and tests against known values and laws.

use super::*;
use proptest::prelude::*;

#[test]
fn wilson_has_known_values() {
    // Newcombe (1998), table I: 81 of 263, two-sided 95 percent: 0.2553 to 0.3662.
    let (low, high) = wilson(81.0, 263.0, 1.959_964);
    assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
    assert_eq!(wilson(0.0, 0.0, 1.6), (0.0, 1.0));
    assert_eq!(wilson(0.0, 9.0, 1.6).0, 0.0);
    assert_eq!(wilson(9.0, 9.0, 1.6).1, 1.0);
}

#[test]
fn adjusted_chances_have_known_values() {
    // By hand: sorted 0.01 0.02 0.03 0.5; times 4/rank: 0.04 0.04 0.04 0.5.
    let adjusted = false_discovery_adjusted(&[0.02, 0.5, 0.01, 0.03]);
    for (found, right) in adjusted.iter().zip([0.04, 0.5, 0.04, 0.04]) {
        assert!((found - right).abs() < 1e-15, "{adjusted:?}");
    }
    assert!(false_discovery_adjusted(&[]).is_empty());
}

#[test]
fn z_of_nothing_is_neutral() {
    assert_eq!(difference_z(5.0, 5.0, 7.0, 7.0), 0.0);
    assert!(share_z(3.0, 7.0).abs() < 1e-15);
    // 30 of 40 against 20 of 60, one hit added on each side: by hand.
    let pooled: f64 = 52.0 / 102.0;
    let error = (pooled * (1.0 - pooled) * (1.0 / 41.0 + 1.0 / 61.0)).sqrt();
    assert!((difference_z(30.0, 40.0, 20.0, 60.0) - (31.0 / 41.0 - 21.0 / 61.0) / error).abs() < 1e-12);
}

proptest! {
    #[test]
    fn wilson_holds_the_share_and_narrows(hits in 0u32..500, more in 0u32..500, z in 0.1f64..4.0) {
        let (hits, seen) = (f64::from(hits), f64::from(hits + more));
        let (low, high) = wilson(hits, seen, z);
        prop_assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high));
        if seen > 0.0 {
            prop_assert!(low <= hits / seen + 1e-12 && hits / seen <= high + 1e-12);
            let (tighter, _) = wilson(hits * 10.0, seen * 10.0, z);
            prop_assert!(tighter >= low - 1e-12);
        }
    }

    #[test]
    fn root_is_a_root(value in 1e-12f64..10.0, degree in 1usize..9) {
        let found = root(value, degree);
        prop_assert!((found.powi(degree as i32) / value - 1.0).abs() < 1e-9, "{} {}", value, found);
    }

    #[test]
    fn adjusting_keeps_the_order(chances in proptest::collection::vec(0.0f64..1.0, 1..40)) {
        let adjusted = false_discovery_adjusted(&chances);
        for (a, x) in chances.iter().zip(&adjusted) {
            prop_assert!(x >= a && *x <= 1.0);
            for (b, y) in chances.iter().zip(&adjusted) {
                prop_assert!(a > b || x <= y);
            }
        }
    }
}
