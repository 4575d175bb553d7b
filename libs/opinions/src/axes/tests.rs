//! The sparse axes against the dense definition, and the corners of the search.

use super::*;
use crate::tests::{votes_made, votes_of};
use crate::{synthetic_conversation, weights::Weights};

/// The scatter matrix by its definition: a full table, missing votes at the mean.
fn dense_scatter(votes: &Votes, weights: Option<&[f64]>) -> Vec<Vec<f64>> {
    let size = votes.statements().len();
    let axes_means = |statement: usize| {
        let (mut sum, mut all) = (0.0, 0.0);
        for person in 0..votes.people().len() {
            let weight = weights.map_or(1.0, |weights| weights[person]);
            for (_, vote) in votes.of_person(person).filter(|(found, _)| *found == statement) {
                sum += weight * f64::from(vote.value());
                all += weight;
            }
        }
        sum / all
    };
    let means: Vec<f64> = (0..size).map(axes_means).collect();
    let mut scatter = vec![vec![0.0; size]; size];
    for person in 0..votes.people().len() {
        let weight = weights.map_or(1.0, |weights| weights[person]);
        let mut row = vec![0.0; size];
        for (statement, vote) in votes.of_person(person) {
            row[statement] = f64::from(vote.value()) - means[statement];
        }
        for i in 0..size {
            for j in 0..size {
                scatter[i][j] += weight * row[i] * row[j];
            }
        }
    }
    scatter
}

fn times(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum()).collect()
}

/// The largest eigenvalue of a dense matrix from which one direction is taken out, by many powers.
fn largest_beside(matrix: &[Vec<f64>], known: &[f64]) -> f64 {
    let mut vector: Vec<f64> = (0..matrix.len()).map(|i| 1.0 + (i as f64 * 0.37).sin()).collect();
    let mut value = 0.0;
    for _ in 0..4_000 {
        let along: f64 = known.iter().zip(&vector).map(|(a, b)| a * b).sum();
        vector.iter_mut().zip(known).for_each(|(entry, part)| *entry -= along * part);
        vector = times(matrix, &vector);
        value = vector.iter().map(|entry| entry * entry).sum::<f64>().sqrt();
        vector.iter_mut().for_each(|entry| *entry /= value);
    }
    value
}

fn check_axes(votes: &Votes, weights: Option<&[f64]>) {
    let axes = principal_axes(votes, weights, 1, 1);
    let scatter = dense_scatter(votes, weights);
    let trace: f64 = (0..scatter.len()).map(|i| scatter[i][i]).sum();
    assert!((axes.total_scatter - trace).abs() < 1e-9 * trace);
    for (direction, value) in axes.directions.iter().zip(axes.scatter) {
        let image = times(&scatter, direction);
        for (entry, part) in image.iter().zip(direction) {
            assert!((entry - value * part).abs() < 1e-8 * axes.scatter[0], "{entry} {value} {part}");
        }
        let norm: f64 = direction.iter().map(|part| part * part).sum();
        assert!((norm - 1.0).abs() < 1e-10);
    }
    let none = vec![0.0; scatter.len()];
    assert!((largest_beside(&scatter, &none) - axes.scatter[0]).abs() < 1e-7 * axes.scatter[0]);
    assert!((largest_beside(&scatter, &axes.directions[0]) - axes.scatter[1]).abs() < 1e-6 * axes.scatter[0]);
}

#[test]
fn sparse_axes_equal_the_dense_definition() {
    for seed in 0..4 {
        let votes = votes_made(&synthetic_conversation(seed, 60, 25, 3, 500));
        check_axes(&votes, None);
        let weights: Vec<f64> =
            (0..votes.people().len()).map(|person| 0.5 + (person % 5) as f64 * 0.4).collect();
        check_axes(&votes, Some(&Weights::new(&weights).values));
    }
}

#[test]
fn a_single_direction_leaves_the_second_axis_empty() {
    let axes = principal_axes(&votes_of(&["++", "++", "--", "--"]), None, 1, 1);
    assert!((axes.scatter[0] - 8.0).abs() < 1e-12, "{axes:?}");
    assert_eq!(axes.scatter[1], 0.0);
    assert_eq!(axes.directions[1], [0.0, 0.0]);
    assert!(axes.directions[0].iter().all(|entry| *entry > 0.7));
}

#[test]
fn two_equal_directions_are_both_found() {
    // Two questions that have nothing to do with each other, equally divisive: the eigenvalue is double.
    let axes = principal_axes(&votes_of(&["++ ", "-- ", "  +", "  -", "+-.", "-+."]), None, 1, 1);
    assert!(axes.scatter[0] > 0.0 && axes.scatter[1] > 0.0, "{axes:?}");
    let equal = principal_axes(&votes_of(&["++", "+-", "-+", "--"]), None, 1, 1);
    assert!((equal.scatter[0] - 4.0).abs() < 1e-12 && (equal.scatter[1] - 4.0).abs() < 1e-12, "{equal:?}");
}

#[test]
fn votes_alike_have_no_axes() {
    let axes = principal_axes(&votes_of(&["+-.", "+-.", "+-."]), None, 1, 1);
    assert_eq!((axes.scatter, axes.total_scatter), ([0.0, 0.0], 0.0));
    assert_eq!(axes.means, [1.0, -1.0, 0.0]);
}
