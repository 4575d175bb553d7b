//! k-means: groups of rows around their means.
//!
//! Lloyd's algorithm ("Least squares quantization in PCM", 1982) from k-means++ starts (Arthur and
//! Vassilvitskii, 2007), several restarts, the best kept. Deterministic: the seed decides everything, sums
//! are taken in the order of the rows, ties go to the lower number.

use crate::fault::{Fault, FaultKind};
use crate::random::Random;

/// How to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    pub groups: usize,
    pub restarts: usize,
    pub rounds_max: usize,
    pub seed: u64,
}

/// Groups found.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    pub width: usize,
    /// `groups` x `width`, row after row.
    pub centres: Vec<f64>,
    /// Group of each row.
    pub of: Vec<usize>,
    /// Sum of squared distances of the rows to their centres.
    pub inertia: f64,
    pub rounds: usize,
}

impl Groups {
    /// The centre of a group.
    pub fn centre(&self, group: usize) -> &[f64] {
        &self.centres[group * self.width..(group + 1) * self.width]
    }

    /// Rows in each group.
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.centres.len() / self.width.max(1)];
        self.of.iter().for_each(|group| sizes[*group] += 1);
        sizes
    }
}

/// Groups the rows of a table (`rows` x `width`, row after row).
///
/// # Errors
/// `TooFew` when there are fewer rows than groups, or no groups; `Number` for a value that is not finite.
pub fn k_means(table: &[f64], width: usize, how: How) -> Result<Groups, Fault> {
    let rows = table.len() / width.max(1);
    if how.groups == 0 || rows < how.groups || width == 0 {
        let what = format!("homes with a shape: {rows}; groups: {}", how.groups);
        let mend = "ask for at least one group, and for no more than there are homes";
        return Err(Fault::new(FaultKind::TooFew, "k-means", what, mend));
    }
    if let Some(at) = table.iter().position(|value| !value.is_finite()) {
        let what = format!("row {} holds a value that is not a number", at / width);
        return Err(Fault::new(FaultKind::Number, "k-means", what, "leave the row out"));
    }
    let mut best: Option<Groups> = None;
    for restart in 0..how.restarts.max(1) {
        let mut random = Random::new(how.seed, restart as u64);
        let groups = lloyd(table, width, start(table, width, how.groups, &mut random), how.rounds_max);
        if best.as_ref().is_none_or(|best| groups.inertia < best.inertia) {
            best = Some(groups);
        }
    }
    best.ok_or_else(|| Fault::new(FaultKind::TooFew, "k-means", "no restart was run", "ask for one"))
}

fn row(table: &[f64], width: usize, at: usize) -> &[f64] {
    &table[at * width..(at + 1) * width]
}

/// Squared Euclidean distance, in four sums so that the processor can work on them side by side.
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (left, right) = (a.chunks_exact(4), b.chunks_exact(4));
    let tail = left.remainder().iter().zip(right.remainder()).map(|(x, y)| (x - y) * (x - y)).sum::<f64>();
    for (x, y) in left.zip(right) {
        for lane in 0..4 {
            let difference = x[lane] - y[lane];
            sums[lane] += difference * difference;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + tail
}

/// k-means++: each further centre is a row chosen in proportion to its squared distance, the best of a
/// few tries (2 + ln k, as common implementations do).
fn start(table: &[f64], width: usize, groups: usize, random: &mut Random) -> Vec<f64> {
    let rows = table.len() / width;
    let tries = 2 + groups.ilog2() as usize;
    let mut centres = row(table, width, random.below(rows)).to_vec();
    let mut nearest: Vec<f64> = (0..rows).map(|at| distance(row(table, width, at), &centres)).collect();
    for _ in 1..groups {
        let total: f64 = nearest.iter().sum();
        let mut best: Option<(f64, Vec<f64>, usize)> = None;
        for _ in 0..tries {
            let chosen = pick(&nearest, random.unit() * total);
            let centre = row(table, width, chosen);
            let after: Vec<f64> =
                (0..rows).map(|at| nearest[at].min(distance(row(table, width, at), centre))).collect();
            let sum: f64 = after.iter().sum();
            if best.as_ref().is_none_or(|best| sum < best.0) {
                best = Some((sum, after, chosen));
            }
        }
        if let Some((_, after, chosen)) = best {
            nearest = after;
            centres.extend_from_slice(row(table, width, chosen));
        }
    }
    centres
}

fn pick(weights: &[f64], mut mark: f64) -> usize {
    for (at, weight) in weights.iter().enumerate() {
        mark -= weight;
        if mark < 0.0 {
            return at;
        }
    }
    weights.len() - 1
}

fn lloyd(table: &[f64], width: usize, mut centres: Vec<f64>, rounds_max: usize) -> Groups {
    let rows = table.len() / width;
    let groups = centres.len() / width;
    let mut of = vec![usize::MAX; rows];
    let mut distances = vec![0.0; rows];
    let mut rounds = 0;
    loop {
        let mut moved = false;
        for at in 0..rows {
            let (group, near) = nearest(row(table, width, at), &centres, width);
            moved |= of[at] != group;
            of[at] = group;
            distances[at] = near;
        }
        if !moved || rounds == rounds_max {
            break;
        }
        rounds += 1;
        let mut sizes = vec![0.0; groups];
        centres.fill(0.0);
        for at in 0..rows {
            sizes[of[at]] += 1.0;
            let centre = &mut centres[of[at] * width..(of[at] + 1) * width];
            centre.iter_mut().zip(row(table, width, at)).for_each(|(sum, value)| *sum += value);
        }
        for group in 0..groups {
            let centre = &mut centres[group * width..(group + 1) * width];
            if sizes[group] > 0.0 {
                centre.iter_mut().for_each(|sum| *sum /= sizes[group]);
            } else {
                // An empty group takes the row that is farthest from its centre.
                let far = farthest(&distances);
                distances[far] = 0.0;
                centre.copy_from_slice(row(table, width, far));
            }
        }
    }
    Groups { width, inertia: distances.iter().sum(), centres, of, rounds }
}

/// The nearest centre and the squared distance to it.
pub fn nearest(values: &[f64], centres: &[f64], width: usize) -> (usize, f64) {
    let mut best = (0, f64::INFINITY);
    for (group, centre) in centres.chunks_exact(width).enumerate() {
        let near = distance(values, centre);
        if near < best.1 {
            best = (group, near);
        }
    }
    best
}

fn farthest(distances: &[f64]) -> usize {
    let mut best = 0;
    for (at, far) in distances.iter().enumerate() {
        if *far > distances[best] {
            best = at;
        }
    }
    best
}
