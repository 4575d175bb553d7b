//! k-means on weighted points of the plane, and the silhouette that judges it.
//!
//! Starts by k-means++ (D. Arthur, S. Vassilvitskii, SODA 2007), rounds by Lloyd (1982), judged by the
//! silhouette (P. Rousseeuw, J. Comput. Appl. Math. 20, 1987). What a group means is in `groups`.

use crate::random::Random;

#[cfg(test)]
mod tests;

/// Rounds at most; they end earlier, when no point changes its cluster.
const MOST_ROUNDS: usize = 200;
/// Seeded starts, of which the one with the least sum of squares counts.
const STARTS: usize = 20;

/// A place on the plane and how many people it stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub at: [f64; 2],
    pub weight: f64,
}

/// Centres, and for each point the index of its centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Clustering {
    pub centres: Vec<[f64; 2]>,
    pub cluster_of: Vec<u32>,
    /// Weighted sum of squared distances to the centres.
    pub squares: f64,
}

pub fn squared_distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
}

/// Index of the nearest centre; of two equally near ones the first.
pub fn nearest(centres: &[[f64; 2]], at: [f64; 2]) -> usize {
    let mut best = (f64::INFINITY, 0);
    for (index, centre) in centres.iter().enumerate() {
        let distance = squared_distance(*centre, at);
        if distance < best.0 {
            best = (distance, index);
        }
    }
    best.1
}

/// The best of several seeded clusterings into `count` clusters.
pub fn best_of_starts(points: &[Point], count: usize, seed: u64) -> Clustering {
    let mut random = Random::new(seed ^ (count as u64).wrapping_mul(0xD1B5_4A32_D192_ED03));
    let mut best: Option<Clustering> = None;
    for _ in 0..STARTS {
        let start = spread_start(points, count, &mut random);
        let found = rounds(points, start);
        if best.as_ref().is_none_or(|best| found.squares < best.squares) {
            best = Some(found);
        }
    }
    best.unwrap_or(Clustering { centres: Vec::new(), cluster_of: Vec::new(), squares: 0.0 })
}

/// k-means++: each next centre is a point, chosen with a chance proportional to its squared distance.
fn spread_start(points: &[Point], count: usize, random: &mut Random) -> Vec<[f64; 2]> {
    let mut chance: Vec<f64> = points.iter().map(|point| point.weight).collect();
    let mut centres: Vec<[f64; 2]> = Vec::with_capacity(count);
    while centres.len() < count && !points.is_empty() {
        let total: f64 = chance.iter().sum();
        let mut left = random.unit() * total;
        let mut chosen = points.len() - 1;
        for (index, part) in chance.iter().enumerate() {
            left -= part;
            if left < 0.0 && *part > 0.0 {
                chosen = index;
                break;
            }
        }
        let centre = points[chosen].at;
        centres.push(centre);
        for (part, point) in chance.iter_mut().zip(points) {
            let distance = point.weight * squared_distance(point.at, centre);
            *part = if centres.len() == 1 { distance } else { part.min(distance) };
        }
    }
    centres
}

/// Lloyd's rounds from given centres. An empty cluster keeps its centre.
pub fn rounds(points: &[Point], start: Vec<[f64; 2]>) -> Clustering {
    let mut centres = start;
    let mut cluster_of = vec![u32::MAX; points.len()];
    for _ in 0..MOST_ROUNDS {
        let mut sums = vec![(0.0, [0.0; 2]); centres.len()];
        let mut moved = false;
        for (point, cluster) in points.iter().zip(&mut cluster_of) {
            let now = nearest(&centres, point.at) as u32;
            moved |= *cluster != now;
            *cluster = now;
            let (weight, sum) = &mut sums[now as usize];
            *weight += point.weight;
            sum[0] += point.weight * point.at[0];
            sum[1] += point.weight * point.at[1];
        }
        if !moved {
            break;
        }
        for (centre, (weight, sum)) in centres.iter_mut().zip(&sums) {
            if *weight > 0.0 {
                *centre = [sum[0] / weight, sum[1] / weight];
            }
        }
    }
    let of_point = |(point, cluster): (&Point, &u32)| {
        point.weight * squared_distance(point.at, centres[*cluster as usize])
    };
    let squares = points.iter().zip(&cluster_of).map(of_point).sum();
    Clustering { centres, cluster_of, squares }
}

/// Mean silhouette of each clustering of the same points, -1 to 1. A point of weight w counts as w
/// people in one place; people alone in their cluster count as 0.
///
/// The distances are taken once for all clusterings: points that lie together in every clustering are
/// put side by side, so that a sum over them serves all.
pub fn silhouettes(points: &[Point], clusterings: &[Clustering]) -> Vec<f64> {
    let label = |point: usize| -> Vec<u32> { clusterings.iter().map(|one| one.cluster_of[point]).collect() };
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_cached_key(|point| label(*point));
    let blocks: Vec<(usize, usize)> = order
        .chunk_by(|a, b| label(*a) == label(*b))
        .scan(0, |from, block| {
            *from += block.len();
            Some((*from - block.len(), *from))
        })
        .collect();
    let sorted: Vec<Point> = order.iter().map(|point| points[*point]).collect();
    let weights: Vec<Vec<f64>> =
        clusterings.iter().map(|clustering| cluster_weights(points, clustering)).collect();
    let mut totals = vec![0.0; clusterings.len()];
    let mut block_sums = vec![0.0; blocks.len()];
    for (index, point) in sorted.iter().enumerate() {
        for (sum, (from, to)) in block_sums.iter_mut().zip(&blocks) {
            *sum = distance_sum(point.at, &sorted[*from..*to]);
        }
        for (which, clustering) in clusterings.iter().enumerate() {
            let mut sums = vec![0.0; clustering.centres.len()];
            for (sum, (from, _)) in block_sums.iter().zip(&blocks) {
                sums[clustering.cluster_of[order[*from]] as usize] += sum;
            }
            let own = clustering.cluster_of[order[index]] as usize;
            totals[which] += point.weight * silhouette(&sums, &weights[which], own);
        }
    }
    let all: f64 = points.iter().map(|point| point.weight).sum();
    totals.iter().map(|total| if all > 0.0 { total / all } else { 0.0 }).collect()
}

/// Weighted sum of distances to the points of a block, in four lanes: quick, always in the same order.
fn distance_sum(at: [f64; 2], block: &[Point]) -> f64 {
    let mut lanes = [0.0f64; 4];
    let mut fours = block.chunks_exact(4);
    for four in fours.by_ref() {
        for (lane, other) in lanes.iter_mut().zip(four) {
            *lane += other.weight * squared_distance(at, other.at).sqrt();
        }
    }
    let rest: f64 =
        fours.remainder().iter().map(|other| other.weight * squared_distance(at, other.at).sqrt()).sum();
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + rest
}

fn cluster_weights(points: &[Point], clustering: &Clustering) -> Vec<f64> {
    let mut weights = vec![0.0; clustering.centres.len()];
    for (point, cluster) in points.iter().zip(&clustering.cluster_of) {
        weights[*cluster as usize] += point.weight;
    }
    weights
}

fn silhouette(sums: &[f64], weights: &[f64], own: usize) -> f64 {
    let others = weights[own] - 1.0;
    if others <= 0.0 {
        return 0.0;
    }
    let inside = sums[own] / others;
    let mut outside = f64::INFINITY;
    for (cluster, (sum, weight)) in sums.iter().zip(weights).enumerate() {
        if cluster != own && *weight > 0.0 {
            outside = outside.min(sum / weight);
        }
    }
    let larger = inside.max(outside);
    if outside.is_finite() && larger > 0.0 { (outside - inside) / larger } else { 0.0 }
}
