//! The two directions in which people differ most: principal axes of a sparse table of votes.
//!
//! A vote counts as its value minus the mean of its statement, a missing vote as 0 (which is what
//! imputing the mean and centring gives), so the dense table is never built. The axes are the leading
//! eigenvectors of the statements' scatter matrix, found by Lanczos steps with full
//! reorthogonalisation (C. Lanczos 1950; B. Parlett, "The Symmetric Eigenvalue Problem", chapter 13)
//! from a seeded start. Each step reads every vote once.
//!
//! It is not an approximation that changes with size: the same steps run for ten people and a million.

use crate::parallel;
use crate::random::Random;
use crate::tridiagonal;
use crate::votes::Votes;
use std::ops::Range;

#[cfg(test)]
mod tests;

/// Lanczos steps at most; real conversations need 20 to 60.
const MOST_STEPS: usize = 300;
/// The axes are accepted when their residual is below this share of the largest eigenvalue.
const ACCURACY: f64 = 1e-11;
/// The same for a rough answer: an eigenvalue lies within this share of it.
const ROUGH: f64 = 0.01;
/// Axes whose scatter is told.
const LEADING: usize = 6;
/// A new direction shorter than this share of the scale is rounding, not information.
const NOTHING_LEFT: f64 = 1e-12;

/// Two principal axes over the statements.
#[derive(Clone, Debug, PartialEq)]
pub struct Axes {
    /// Mean vote of each statement among those who voted on it, -1 to 1.
    pub means: Vec<f64>,
    /// Two unit vectors with one entry per statement, the more important first. The entry with the
    /// largest absolute value is positive. All zero where there is no second direction.
    pub directions: [Vec<f64>; 2],
    /// Scatter (sum of squares) along each axis.
    pub scatter: [f64; 2],
    /// Scatter along the first axes, also those that the map does not show; six at most. From the third
    /// on they are lower bounds, close to the truth.
    pub leading: Vec<f64>,
    /// Scatter along all axes together.
    pub total_scatter: f64,
    /// Lanczos steps taken.
    pub steps: usize,
    /// Largest residual of the two axes as a share of the first scatter: how exact they are.
    pub residual: f64,
}

/// The principal axes of the votes. `weights` has one positive number per person, or is absent for one
/// person, one weight.
pub fn principal_axes(votes: &Votes, weights: Option<&[f64]>, seed: u64, threads: usize) -> Axes {
    let scatter = Scatter::of(votes, weights, threads);
    let statements = votes.statements().len();
    let mut search = Search::start(statements, seed, 2, ACCURACY);
    while search.step(&scatter) {}
    let (values, mut directions, residual) = search.best_two();
    for direction in &mut directions {
        turn_to_positive(direction);
    }
    Axes {
        directions,
        scatter: values,
        leading: search.best.iter().take(LEADING).map(|pair| pair.0.max(0.0)).collect(),
        total_scatter: scatter.total(),
        steps: search.basis.len(),
        residual,
        means: scatter.means,
    }
}

/// Scatter along the first axis alone, to about a hundredth: fewer steps are enough for that.
pub fn largest_scatter(votes: &Votes, weights: Option<&[f64]>, seed: u64, threads: usize) -> f64 {
    let scatter = Scatter::of(votes, weights, threads);
    let mut search = Search::start(votes.statements().len(), seed, 1, ROUGH);
    while search.step(&scatter) {}
    search.best.first().map_or(0.0, |pair| pair.0)
}

/// The scatter matrix of the statements, as something that can be multiplied with a vector.
struct Scatter<'a> {
    votes: &'a Votes,
    weights: Option<&'a [f64]>,
    threads: usize,
    chunks: Vec<Range<usize>>,
    means: Vec<f64>,
    /// Sum of weights per statement and kind of vote; four entries per statement.
    sums: Vec<f64>,
}

impl Scatter<'_> {
    fn of<'a>(votes: &'a Votes, weights: Option<&'a [f64]>, threads: usize) -> Scatter<'a> {
        let entries = votes.statements().len() * 4;
        // Chunks are worth their accumulators only when there are many more votes than entries.
        let chunks =
            parallel::chunks(votes.people().len(), (votes.len() / (entries * 4 + 1024)).clamp(1, 64));
        let mut scatter = Scatter { votes, weights, threads, chunks, means: Vec::new(), sums: Vec::new() };
        scatter.sums = scatter.gather(&|person, sums| {
            let weight = weights.map_or(1.0, |weights| weights[person]);
            for cast in votes.row(person) {
                sums[cast.entry()] += weight;
            }
        });
        scatter.means = scatter
            .sums
            .chunks_exact(4)
            .map(|sums| {
                let weight = sums[0] + sums[1] + sums[2];
                if weight > 0.0 { (sums[2] - sums[0]) / weight } else { 0.0 }
            })
            .collect();
        scatter
    }

    /// Adds up what `add` finds for each person, chunk by chunk, in an order that never changes.
    fn gather(&self, add: &(dyn Fn(usize, &mut [f64]) + Sync)) -> Vec<f64> {
        let entries = self.votes.statements().len() * 4;
        let parts = parallel::over_chunks(&self.chunks, self.threads, &|people| {
            let mut sums = vec![0.0; entries];
            for person in people {
                add(person, &mut sums);
            }
            sums
        });
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_default();
        for part in parts {
            for (sum, more) in all.iter_mut().zip(part) {
                *sum += more;
            }
        }
        all
    }

    /// The matrix times `vector`.
    fn times(&self, vector: &[f64]) -> Vec<f64> {
        let mut worth = vec![0.0; vector.len() * 4];
        for (statement, along) in vector.iter().enumerate() {
            for slot in 0..3 {
                worth[statement * 4 + slot] = (slot as f64 - 1.0 - self.means[statement]) * along;
            }
        }
        let sums = self.gather(&|person, sums| {
            let row = self.votes.row(person);
            let place: f64 = row.iter().map(|cast| worth[cast.entry()]).sum();
            let pull = self.weights.map_or(place, |weights| place * weights[person]);
            for cast in row {
                sums[cast.entry()] += pull;
            }
        });
        sums.chunks_exact(4)
            .zip(&self.means)
            .map(|(sum, mean)| (sum[2] - sum[0]) - mean * (sum[0] + sum[1] + sum[2]))
            .collect()
    }

    /// Trace of the matrix.
    fn total(&self) -> f64 {
        let of_statement = |(sums, mean): (&[f64], &f64)| -> f64 {
            (0..3).map(|slot| sums[slot] * (slot as f64 - 1.0 - mean) * (slot as f64 - 1.0 - mean)).sum()
        };
        self.sums.chunks_exact(4).zip(&self.means).map(of_statement).sum()
    }
}

/// A growing orthonormal basis in which the matrix is tridiagonal.
struct Search {
    size: usize,
    wanted: usize,
    accuracy: f64,
    random: Random,
    basis: Vec<Vec<f64>>,
    diagonal: Vec<f64>,
    beside: Vec<f64>,
    next: Vec<f64>,
    best: Vec<(f64, Vec<f64>)>,
    residual: f64,
}

impl Search {
    /// A search for the first `wanted` axes, to an accuracy of the residual.
    fn start(size: usize, seed: u64, wanted: usize, accuracy: f64) -> Search {
        let mut search = Search {
            size,
            wanted,
            accuracy,
            random: Random::new(seed),
            basis: Vec::new(),
            diagonal: Vec::new(),
            beside: Vec::new(),
            next: Vec::new(),
            best: Vec::new(),
            residual: 0.0,
        };
        search.next = search.fresh_direction();
        search
    }

    /// One more direction. False when the two axes are found or there is nothing left to find.
    fn step(&mut self, scatter: &Scatter) -> bool {
        let direction = std::mem::take(&mut self.next);
        let mut image = scatter.times(&direction);
        self.diagonal.push(dot(&direction, &image));
        self.basis.push(direction);
        self.remove_known(&mut image);
        let mut length = dot(&image, &image).sqrt();
        let scale = self.diagonal.iter().fold(0.0f64, |most, value| most.max(value.abs()));
        let steps = self.basis.len();
        let used_up = length <= NOTHING_LEFT * scale;
        // A fresh start without any image lies in the null space, and so does all that is left.
        let null = used_up && self.diagonal.last().is_none_or(|value| *value <= NOTHING_LEFT * scale);
        if used_up {
            // The space of this start is used up; a fresh start may find an equal eigenvalue.
            length = 0.0;
            image = if null { Vec::new() } else { self.fresh_direction() };
        } else {
            image.iter_mut().for_each(|entry| *entry /= length);
        }
        let last = image.is_empty() || steps >= self.size.min(MOST_STEPS);
        if last || steps.is_multiple_of(6) {
            self.best = tridiagonal::eigen(&self.diagonal, &self.beside);
            let loose = |pair: &(f64, Vec<f64>)| length * pair.1.last().map_or(0.0, |entry| entry.abs());
            let first = self.best.first().map_or(0.0, |pair| pair.0);
            let worst = self.best.iter().take(self.wanted).map(loose).fold(0.0, f64::max);
            self.residual = if first > 0.0 { worst / first } else { 0.0 };
            if last || (length > 0.0 && self.residual <= self.accuracy) {
                return false;
            }
        }
        self.beside.push(length);
        self.next = image;
        true
    }

    /// A seeded unit vector at right angles to the basis; empty when there is none.
    fn fresh_direction(&mut self) -> Vec<f64> {
        for _ in 0..8 {
            let mut direction: Vec<f64> = (0..self.size).map(|_| self.random.unit() - 0.5).collect();
            let before = dot(&direction, &direction).sqrt();
            self.remove_known(&mut direction);
            let length = dot(&direction, &direction).sqrt();
            if length > 1e-6 * before {
                direction.iter_mut().for_each(|entry| *entry /= length);
                return direction;
            }
        }
        Vec::new()
    }

    /// Takes the parts along the basis out of `vector`; twice is enough (Kahan and Parlett).
    fn remove_known(&self, vector: &mut [f64]) {
        for _ in 0..2 {
            for known in &self.basis {
                let along = dot(known, vector);
                for (entry, part) in vector.iter_mut().zip(known) {
                    *entry -= along * part;
                }
            }
        }
    }

    fn best_two(&self) -> ([f64; 2], [Vec<f64>; 2], f64) {
        let mut values = [0.0; 2];
        let mut directions = [vec![0.0; self.size], vec![0.0; self.size]];
        let first = self.best.first().map_or(0.0, |pair| pair.0);
        for (index, (value, mix)) in self.best.iter().take(2).enumerate() {
            if *value <= NOTHING_LEFT * first || *value <= 0.0 {
                continue;
            }
            values[index] = *value;
            for (share, known) in mix.iter().zip(&self.basis) {
                for (entry, part) in directions[index].iter_mut().zip(known) {
                    *entry += share * part;
                }
            }
        }
        (values, directions, self.residual)
    }
}

/// Sum of products, in four lanes: quick and always in the same order.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0f64; 4];
    let (a_blocks, b_blocks) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = a_blocks.remainder().iter().zip(b_blocks.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_blocks.zip(b_blocks) {
        for lane in 0..4 {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + rest
}

/// Eigenvectors have no sign of their own; ours has its largest entry positive.
fn turn_to_positive(direction: &mut [f64]) {
    let mut largest = 0.0f64;
    for entry in direction.iter() {
        if entry.abs() > largest.abs() {
            largest = *entry;
        }
    }
    if largest < 0.0 {
        direction.iter_mut().for_each(|entry| *entry = -*entry);
    }
}
