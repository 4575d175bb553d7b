//! Few weighted points that stand for many people, so that choosing the number of groups costs the same
//! for a thousand people and a million.
//!
//! Variance partitioning (T. Su, J. Dy, "In search of deterministic methods for initializing K-means",
//! Intelligent Data Analysis 11, 2007): the cell with the largest sum of squares is cut at its mean,
//! across its wider direction, until there are enough cells. There is no chance in it.

use crate::clusters::Point;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Cells on which numbers of groups are compared. Conversations with fewer people on the map keep every
/// person as a cell.
pub const FINE: usize = 1024;
/// Cells from which the groups start.
pub const COARSE: usize = 256;

/// A cell: a stretch of the order of points, and how far they lie apart.
struct Cell {
    from: usize,
    to: usize,
    spread: f64,
    wide: usize,
    middle: [f64; 2],
    weight: f64,
}

/// At most `most` cells of the points, as weighted points at their means. Points in one place share a
/// cell.
pub fn cells(points: &[Point], most: usize) -> Vec<Point> {
    let mut order: Vec<u32> = (0..points.len() as u32).collect();
    let mut open = BinaryHeap::new();
    let mut closed = Vec::new();
    if !points.is_empty() {
        open.push(measure(points, &order, 0, points.len()));
    }
    while open.len() + closed.len() < most {
        let Some(cell) = open.pop() else { break };
        match cut(points, &mut order, &cell) {
            Some(middle) => {
                open.push(measure(points, &order, cell.from, middle));
                open.push(measure(points, &order, middle, cell.to));
            }
            None => closed.push(cell),
        }
    }
    let mut all: Vec<Cell> = open.into_vec();
    all.extend(closed);
    all.sort_by_key(|cell| cell.from);
    all.iter().map(|cell| Point { at: cell.middle, weight: cell.weight }).collect()
}

fn measure(points: &[Point], order: &[u32], from: usize, to: usize) -> Cell {
    let (mut weight, mut sum) = (0.0, [0.0; 2]);
    for index in &order[from..to] {
        let point = &points[*index as usize];
        weight += point.weight;
        sum[0] += point.weight * point.at[0];
        sum[1] += point.weight * point.at[1];
    }
    let middle = [sum[0] / weight, sum[1] / weight];
    let mut squares = [0.0; 2];
    for index in &order[from..to] {
        let point = &points[*index as usize];
        for side in 0..2 {
            squares[side] += point.weight * (point.at[side] - middle[side]) * (point.at[side] - middle[side]);
        }
    }
    let wide = usize::from(squares[1] > squares[0]);
    Cell { from, to, spread: squares[0] + squares[1], wide, middle, weight }
}

/// Puts the points on the low side of the cell's middle first; None when they all lie on one side.
fn cut(points: &[Point], order: &mut [u32], cell: &Cell) -> Option<usize> {
    let low = |index: &u32| points[*index as usize].at[cell.wide] <= cell.middle[cell.wide];
    let stretch = &mut order[cell.from..cell.to];
    let (mut sorted, high): (Vec<u32>, Vec<u32>) = stretch.iter().partition(|index| low(index));
    let size = sorted.len();
    if cell.spread == 0.0 || size == 0 || high.is_empty() {
        return None;
    }
    sorted.extend(high);
    stretch.copy_from_slice(&sorted);
    Some(cell.from + size)
}

impl Ord for Cell {
    fn cmp(&self, other: &Cell) -> Ordering {
        self.spread.total_cmp(&other.spread).then(other.from.cmp(&self.from))
    }
}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Cell) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Cell) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Cell {}
