//! k-shape: groups of curves by shape, whatever their height and small shifts in time.
//!
//! Paparrizos and Gravano, "k-Shape: Efficient and Accurate Clustering of Time Series", SIGMOD 2015:
//! distance 1 - max normalised cross-correlation, centres by shape extraction (the direction that most
//! members agree with, once aligned). Series here are short (24 or 48), where the sum itself is quicker
//! than a Fourier transform; the cost is width squared. Deterministic by seed.

use super::k_means::Groups;
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

/// Longer series would want a Fourier transform.
const WIDTH_MAX: usize = 512;
const POWER_ROUNDS: usize = 60;

/// Groups curves (`rows` x `width`, row after row). `inertia` is the sum of the distances (not squared).
///
/// # Errors
/// `TooFew` for fewer rows than groups; `Limit` for curves longer than 512; `Number` for values that are
/// not finite.
pub fn k_shape(table: &[f64], width: usize, how: How) -> Result<Groups, Fault> {
    let rows = table.len() / width.max(1);
    if how.groups == 0 || rows < how.groups || width < 2 {
        let what = format!("{rows} curves cannot make {} groups", how.groups);
        return Err(Fault::new(FaultKind::TooFew, "k-shape", what, "ask for fewer groups"));
    }
    if width > WIDTH_MAX {
        let what = format!("curves of {width} points");
        return Err(Fault::new(FaultKind::Limit, "k-shape", what, "use daily profiles"));
    }
    if table.iter().any(|value| !value.is_finite()) {
        let what = "a value is not a number";
        return Err(Fault::new(FaultKind::Number, "k-shape", what, "leave the row out"));
    }
    let normal: Vec<f64> = table.chunks_exact(width).flat_map(z_normal).collect();
    let mut best: Option<Groups> = None;
    for restart in 0..how.restarts.max(1) {
        let groups = run(&normal, width, how, restart as u64);
        if best.as_ref().is_none_or(|best| groups.inertia < best.inertia) {
            best = Some(groups);
        }
    }
    best.ok_or_else(|| Fault::new(FaultKind::TooFew, "k-shape", "no restart was run", "ask for one"))
}

/// The curve with mean 0 and deviation 1 (all zeros when it is flat).
pub fn z_normal(curve: &[f64]) -> Vec<f64> {
    let n = curve.len() as f64;
    let mean = curve.iter().sum::<f64>() / n;
    let deviation = (curve.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n).sqrt();
    if deviation < 1e-12 {
        return vec![0.0; curve.len()];
    }
    curve.iter().map(|value| (value - mean) / deviation).collect()
}

fn length(curve: &[f64]) -> f64 {
    curve.iter().map(|value| value * value).sum::<f64>().sqrt()
}

/// Shape-based distance of two curves (0 same shape, 2 opposite) and the shift of `b` that fits best:
/// b shifted right by `shift` lies over a.
pub fn shape_distance(a: &[f64], b: &[f64]) -> (f64, isize) {
    let lengths = length(a) * length(b);
    if lengths == 0.0 {
        return (1.0, 0);
    }
    let (best, shift) = correlate(a, b);
    (1.0 - best / lengths, shift)
}

/// The largest cross-correlation over all shifts. Of equal ones the smallest shift counts.
fn correlate(a: &[f64], b: &[f64]) -> (f64, isize) {
    let n = a.len();
    let mut best = (dot(a, b), 0);
    for shift in 1..n {
        let right = dot(&a[shift..], &b[..n - shift]);
        if right > best.0 {
            best = (right, shift as isize);
        }
        let left = dot(&a[..n - shift], &b[shift..]);
        if left > best.0 {
            best = (left, -(shift as isize));
        }
    }
    best
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (left, right) = (a.chunks_exact(4), b.chunks_exact(4));
    let tail = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum::<f64>();
    for (x, y) in left.zip(right) {
        for lane in 0..4 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + tail
}

fn run(normal: &[f64], width: usize, how: How, restart: u64) -> Groups {
    let rows = normal.len() / width;
    let lengths: Vec<f64> = normal.chunks_exact(width).map(length).collect();
    let mut centres = start(normal, width, &lengths, how.groups, &mut Random::new(how.seed, restart));
    let mut of = vec![usize::MAX; rows];
    let mut shifts = vec![0; rows];
    let mut distances = vec![0.0; rows];
    let mut rounds = 0;
    loop {
        let mut moved = false;
        for at in 0..rows {
            let curve = &normal[at * width..(at + 1) * width];
            let (group, distance, shift) = closest(curve, lengths[at], &centres, width);
            moved |= of[at] != group;
            (of[at], distances[at], shifts[at]) = (group, distance, shift);
        }
        moved |= refill(&mut of, &mut distances, &mut shifts, how.groups);
        if !moved || rounds >= how.rounds_max {
            break;
        }
        rounds += 1;
        for group in 0..how.groups {
            let centre = extract(normal, width, &of, &shifts, group);
            centres[group * width..(group + 1) * width].copy_from_slice(&centre);
        }
    }
    Groups { width, inertia: distances.iter().sum(), centres, of, rounds }
}

/// First centres: curves chosen one by one in proportion to their squared distance to those chosen
/// before (as k-means++). The paper starts from a random grouping, whose centres are all near the mean
/// of everything and lead to worse ends.
fn start(normal: &[f64], width: usize, lengths: &[f64], groups: usize, random: &mut Random) -> Vec<f64> {
    let rows = normal.len() / width;
    let curve = |at: usize| &normal[at * width..(at + 1) * width];
    let mut centres = curve(random.below(rows)).to_vec();
    let mut nearest = vec![f64::INFINITY; rows];
    while centres.len() < groups * width {
        let last = centres.len() - width;
        for (at, near) in nearest.iter_mut().enumerate() {
            let (_, distance, _) = closest(curve(at), lengths[at], &centres[last..], width);
            *near = near.min(distance.max(0.0));
        }
        let mut mark = random.unit() * nearest.iter().map(|near| near * near).sum::<f64>();
        let mut chosen = rows - 1;
        for (at, near) in nearest.iter().enumerate() {
            mark -= near * near;
            if mark < 0.0 {
                chosen = at;
                break;
            }
        }
        centres.extend_from_slice(curve(chosen));
    }
    centres
}

fn closest(curve: &[f64], own_length: f64, centres: &[f64], width: usize) -> (usize, f64, isize) {
    let mut best = (0, f64::INFINITY, 0);
    for (group, centre) in centres.chunks_exact(width).enumerate() {
        let lengths = own_length * length(centre);
        let (distance, shift) = if lengths == 0.0 {
            (1.0, 0)
        } else {
            let (correlation, shift) = correlate(centre, curve);
            (1.0 - correlation / lengths, shift)
        };
        if distance < best.1 {
            best = (group, distance, shift);
        }
    }
    best
}

/// An empty group takes the curve that is farthest from its own centre.
fn refill(of: &mut [usize], distances: &mut [f64], shifts: &mut [isize], groups: usize) -> bool {
    let mut changed = false;
    for group in 0..groups {
        if of.contains(&group) {
            continue;
        }
        let mut far = 0;
        for (at, distance) in distances.iter().enumerate() {
            if *distance > distances[far] {
                far = at;
            }
        }
        (of[far], distances[far], shifts[far]) = (group, 0.0, 0);
        changed = true;
    }
    changed
}

/// Shape extraction: the curve that maximises the sum of squared correlations with the aligned members,
/// found by power iteration on the centred matrix of their products.
fn extract(normal: &[f64], width: usize, of: &[usize], shifts: &[isize], group: usize) -> Vec<f64> {
    let mut products = vec![0.0; width * width];
    let mut mean = vec![0.0; width];
    let mut count = 0;
    for (at, curve) in normal.chunks_exact(width).enumerate().filter(|(at, _)| of[*at] == group) {
        let aligned = z_normal(&shifted(curve, shifts[at]));
        for (row, &value) in aligned.iter().enumerate() {
            let line = &mut products[row * width..(row + 1) * width];
            line.iter_mut().zip(&aligned).for_each(|(sum, other)| *sum += value * other);
            mean[row] += value;
        }
        count += 1;
    }
    if count == 0 {
        return vec![0.0; width];
    }
    // Aligned members have mean zero, so centring the matrix on both sides changes nothing but rounding.
    let mut direction = z_normal(&mean);
    if direction.iter().all(|value| *value == 0.0) {
        direction = z_normal(&(0..width).map(|at| at as f64).collect::<Vec<f64>>());
    }
    for _ in 0..POWER_ROUNDS {
        let next: Vec<f64> =
            (0..width).map(|row| dot(&products[row * width..(row + 1) * width], &direction)).collect();
        let size = length(&next);
        if size == 0.0 {
            break;
        }
        let next: Vec<f64> = next.iter().map(|value| value / size).collect();
        let change = distance_of(&next, &direction);
        direction = next;
        if change < 1e-24 {
            break;
        }
    }
    let sign = if dot(&direction, &mean) < 0.0 { -1.0 } else { 1.0 };
    z_normal(&direction.iter().map(|value| value * sign).collect::<Vec<f64>>())
}

fn distance_of(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

fn shifted(curve: &[f64], shift: isize) -> Vec<f64> {
    let n = curve.len() as isize;
    (0..n)
        .map(|at| at - shift)
        .map(|from| if (0..n).contains(&from) { curve[from as usize] } else { 0.0 })
        .collect()
}
