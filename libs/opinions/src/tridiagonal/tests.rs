//! Eigenpairs against their definition.

use super::*;
use crate::random::Random;

fn check(diagonal: &[f64], beside: &[f64]) {
    let size = diagonal.len();
    let pairs = eigen(diagonal, beside);
    assert_eq!(pairs.len(), size);
    let scale = diagonal.iter().chain(beside).fold(1e-300f64, |most, entry| most.max(entry.abs()));
    for (value, vector) in &pairs {
        for row in 0..size {
            let mut image = diagonal[row] * vector[row];
            if row > 0 {
                image += beside[row - 1] * vector[row - 1];
            }
            if row + 1 < size {
                image += beside[row] * vector[row + 1];
            }
            assert!(
                (image - value * vector[row]).abs() < 1e-12 * scale * size as f64,
                "{diagonal:?} {beside:?}"
            );
        }
        let norm: f64 = vector.iter().map(|entry| entry * entry).sum();
        assert!((norm - 1.0).abs() < 1e-12);
    }
    assert!(pairs.windows(2).all(|pair| pair[0].0 >= pair[1].0));
    let sum: f64 = pairs.iter().map(|pair| pair.0).sum();
    assert!((sum - diagonal.iter().sum::<f64>()).abs() < 1e-11 * scale * size as f64);
}

#[test]
fn random_matrices() {
    let mut random = Random::new(4);
    for size in 1..40 {
        let diagonal: Vec<f64> = (0..size).map(|_| random.unit() * 10.0).collect();
        let beside: Vec<f64> = (1..size).map(|_| random.unit() - 0.5).collect();
        check(&diagonal, &beside);
    }
}

#[test]
fn split_empty_and_equal_matrices() {
    assert!(eigen(&[], &[]).is_empty());
    check(&[3.0], &[]);
    check(&[2.0, 2.0, 2.0], &[0.0, 0.0]);
    check(&[1.0, 5.0, 5.0, 0.0], &[0.5, 0.0, 1.0]);
    check(&[0.0, 0.0, 0.0], &[0.0, 0.0]);
    check(&[1.0, 1.0, 1.0, 1.0], &[1.0, 1.0, 1.0]);
}
