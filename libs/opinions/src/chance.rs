//! How much scatter chance alone puts on the first axis.
//!
//! Any table of votes has a first axis, also one in which everybody tossed coins; k-means then cuts the
//! cloud into groups that do not exist. Parallel analysis (J. Horn, Psychometrika 30, 1965; with the
//! margins of the data as in A. Buja, N. Eyuboglu, Multivariate Behavioral Research 27, 1992) draws every
//! vote anew from its statement's own shares, keeps who voted on what, and looks how large the first axis
//! gets. An axis that does not exceed this says nothing about groups.

use crate::axes::largest_scatter;
use crate::random::Random;
use crate::votes::{Vote, Votes};

#[cfg(test)]
mod tests;

/// Draws at most: an axis above all of nineteen is there by chance once in twenty times.
const MOST_DRAWS: usize = 19;
/// Votes drawn in all, about: large conversations vary little and need one draw.
const VOTES_DRAWN: usize = 200_000;
/// An axis must exceed the draws by a twentieth: single draws of large conversations lie within that.
const MARGIN: f64 = 1.05;

/// Scatter that an axis must exceed: the largest first axis among the draws, and a margin.
pub fn scatter_by_chance(votes: &Votes, weights: Option<&[f64]>, seed: u64, threads: usize) -> f64 {
    let shares = shares(votes);
    let draws = (VOTES_DRAWN / votes.len().max(1)).clamp(1, MOST_DRAWS);
    let mut random = Random::new(seed ^ 0x5851_F42D_4C95_7F2D);
    let mut most = 0.0f64;
    for _ in 0..draws {
        let drawn = votes.revoted(&mut |statement| {
            let (disagree, disagree_or_pass) = shares[statement];
            match random.unit() {
                point if point < disagree => Vote::Disagree,
                point if point < disagree_or_pass => Vote::Pass,
                _ => Vote::Agree,
            }
        });
        most = most.max(largest_scatter(&drawn, weights, seed, threads));
    }
    most * MARGIN
}

/// Per statement: share that disagrees, and share that disagrees or passes.
fn shares(votes: &Votes) -> Vec<(f64, f64)> {
    let mut counts = vec![[0u32; 3]; votes.statements().len()];
    for person in 0..votes.people().len() {
        for cast in votes.row(person) {
            counts[cast.statement()][cast.vote().slot() as usize] += 1;
        }
    }
    let share = |count: &[u32; 3]| {
        let all = f64::from(count.iter().sum::<u32>().max(1));
        (f64::from(count[0]) / all, f64::from(count[0] + count[1]) / all)
    };
    counts.iter().map(share).collect()
}
