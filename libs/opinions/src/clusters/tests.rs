//! Clusters and silhouettes against their definitions.

use super::*;
use crate::cells::cells;

fn scattered(seed: u64, count: usize) -> Vec<Point> {
    let mut random = Random::new(seed);
    (0..count)
        .map(|index| {
            let camp = (index % 3) as f64 * 4.0;
            Point { at: [camp + random.unit(), random.unit() - camp], weight: 1.0 }
        })
        .collect()
}

/// The silhouette word by word: for every point, with loops.
fn plain_silhouette(points: &[Point], cluster_of: &[u32], clusters: usize) -> f64 {
    let mut total = 0.0;
    for (i, point) in points.iter().enumerate() {
        let mut sums = vec![(0.0, 0.0); clusters];
        for (j, other) in points.iter().enumerate().filter(|(j, _)| *j != i) {
            sums[cluster_of[j] as usize].0 += squared_distance(point.at, other.at).sqrt();
            sums[cluster_of[j] as usize].1 += 1.0;
        }
        let own = cluster_of[i] as usize;
        if sums[own].1 == 0.0 {
            continue;
        }
        let inside = sums[own].0 / sums[own].1;
        let others = (0..clusters).filter(|cluster| *cluster != own && sums[*cluster].1 > 0.0);
        let outside = others.map(|cluster| sums[cluster].0 / sums[cluster].1).fold(f64::INFINITY, f64::min);
        total += (outside - inside) / outside.max(inside);
    }
    total / points.len() as f64
}

#[test]
fn silhouettes_equal_the_definition() {
    let points = scattered(1, 90);
    let found: Vec<Clustering> = (2..=5).map(|count| best_of_starts(&points, count, 9)).collect();
    for (value, clustering) in silhouettes(&points, &found).iter().zip(&found) {
        let plain = plain_silhouette(&points, &clustering.cluster_of, clustering.centres.len());
        assert!((value - plain).abs() < 1e-12, "{value} {plain}");
    }
}

#[test]
fn three_camps_are_found_from_every_seed() {
    let points = scattered(2, 120);
    for seed in 0..20 {
        let found = best_of_starts(&points, 3, seed);
        for (index, cluster) in found.cluster_of.iter().enumerate() {
            assert_eq!(*cluster, found.cluster_of[index % 3]);
        }
    }
}

#[test]
fn nobody_is_nearer_to_another_centre() {
    let points = scattered(3, 200);
    let found = best_of_starts(&points, 5, 1);
    for (point, cluster) in points.iter().zip(&found.cluster_of) {
        let own = squared_distance(point.at, found.centres[*cluster as usize]);
        assert!(found.centres.iter().all(|centre| squared_distance(point.at, *centre) >= own));
    }
}

#[test]
fn cells_keep_weight_and_middle() {
    let points = scattered(4, 5_000);
    for most in [1, 2, 7, 256, 1024, 9_000] {
        let small = cells(&points, most);
        assert_eq!(small.len(), most.min(points.len()));
        let sum = |list: &[Point], side: usize| list.iter().map(|one| one.weight * one.at[side]).sum::<f64>();
        assert!((small.iter().map(|one| one.weight).sum::<f64>() - 5_000.0).abs() < 1e-6);
        for side in 0..2 {
            assert!((sum(&small, side) - sum(&points, side)).abs() < 1e-6);
        }
    }
}

#[test]
fn odd_points_do_no_harm() {
    let same = vec![Point { at: [1.0, 1.0], weight: 1.0 }; 10];
    assert_eq!(cells(&same, 100).len(), 1);
    assert!(cells(&[], 100).is_empty());
    let found = best_of_starts(&same, 3, 1);
    assert_eq!(found.squares, 0.0);
    assert_eq!(silhouettes(&same, &[found]), [0.0]);
    assert!(best_of_starts(&[], 2, 1).cluster_of.is_empty());
    assert_eq!(silhouettes(&[], &[best_of_starts(&[], 2, 1)]), [0.0]);
}
