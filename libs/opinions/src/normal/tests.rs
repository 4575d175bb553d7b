//! Values from tables of the normal distribution (Abramowitz and Stegun, 26.2, and R's `pnorm`).

use super::*;

#[test]
fn upper_tail_has_the_tabled_values() {
    let table = [
        (0.0, 0.5),
        (1.0, 0.158_655_253_931_457_05),
        (1.644_853_626_951_472_2, 0.05),
        (1.959_963_984_540_054, 0.025),
        (2.999_999, 0.001_349_902_464_0),
        (3.0, 0.001_349_898_031_630_094_6),
        (5.0, 2.866_515_718_791_939e-7),
        (10.0, 7.619_853_024_160_527e-24),
        (30.0, 4.906_713_927_148_187e-198),
    ];
    for (z, tail) in table {
        let found = upper_tail(z);
        assert!((found / tail - 1.0).abs() < 1e-8, "{z}: {found} {tail}");
        assert!((upper_tail(-z) - (1.0 - tail)).abs() < 1e-9);
    }
    assert_eq!(upper_tail(f64::INFINITY), 0.0);
    assert_eq!(upper_tail(f64::NEG_INFINITY), 1.0);
    assert!(upper_tail(f64::NAN).is_nan());
}

#[test]
fn exp_is_the_systems_to_the_last_digits() {
    for step in -7_000..1_000 {
        let x = f64::from(step) * 0.1;
        let (ours, theirs) = (exp(x), x.exp());
        assert!((ours - theirs).abs() <= 4e-15 * theirs, "{x}: {ours:e} {theirs:e}");
    }
    assert_eq!(exp(-800.0), 0.0);
    assert_eq!(exp(0.0), 1.0);
}
