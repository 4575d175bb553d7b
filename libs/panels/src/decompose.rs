//! Writing expected counts as a mixture of whole panels.
//!
//! A walk in the manner of Caratheodory's theorem: take a whole panel in the smallest face of the
//! relaxed programme around the point, give it as much weight as the rest can bear, and go on from
//! the rest, which lies in a smaller face. Each class is rounded to a neighbouring whole number, so a
//! walk ends after at most (classes + rows) panels. It can fail where the relaxed programme has
//! corners that are no panels; then `columns` takes over, starting from the panels found.

use crate::program::Program;
use crate::search::{Effort, Search};

#[cfg(test)]
mod tests;

/// Distance from a whole number or a bound that counts as none.
const NONE: f64 = 1e-9;
/// Search nodes per panel; a panel that is harder to find ends the walk.
const NODES: u64 = 400;

/// A walk that leaves no more than this is not tried another way: half of what the caller bears.
const ENOUGH: f64 = 5e-8;
/// Ways tried before giving up.
const WAYS: u64 = 6;

/// Panels with their weights.
#[derive(Debug, Clone)]
pub struct Walk {
    pub panels: Vec<(Vec<u32>, f64)>,
    /// Probability not given to any panel: 0, or more when the walk got stuck.
    pub left: f64,
}

/// Decomposes expected counts, which must lie in the relaxed programme. Tries some other ways when
/// the straight one gets stuck, and returns the one that leaves least.
pub fn walk(program: &Program, counts: &[f64]) -> Walk {
    let mut best = Walk { panels: vec![], left: 1.0 };
    for way in 0..WAYS {
        let walk = walk_one_way(program, counts, way);
        if walk.left < best.left {
            best = walk;
        }
        if best.left <= ENOUGH {
            break;
        }
    }
    best
}

fn walk_one_way(program: &Program, counts: &[f64], way: u64) -> Walk {
    let mut search = Search::new(program);
    let mut walk = Walk { panels: vec![], left: 1.0 };
    let mut point = counts.to_vec();
    let mut left = 1.0;
    let most_steps = 2 * (counts.len() + program.rows.len()) + 10;
    for _ in 0..most_steps {
        let face = Face::around(program, &point);
        let Some(panel) = face.panel(&mut search, &point, way) else { return walk };
        let share = face.step(program, &point, &panel);
        if share >= 1.0 - NONE || left * (1.0 - share) < 1e-13 {
            walk.panels.push((panel, left));
            walk.left = 0.0;
            return walk;
        }
        if share <= NONE {
            return walk;
        }
        for (place, value) in point.iter_mut().enumerate() {
            let moved = (*value - share * f64::from(panel[place])) / (1.0 - share);
            *value = moved.clamp(face.low[place], face.high[place]);
        }
        walk.panels.push((panel, left * share));
        left *= 1.0 - share;
        walk.left = left;
    }
    walk
}

/// The whole numbers next to each coordinate, and the rows that are tight.
struct Face {
    low: Vec<f64>,
    high: Vec<f64>,
    rows: Vec<(f64, f64)>,
}

impl Face {
    fn around(program: &Program, point: &[f64]) -> Face {
        let low: Vec<f64> = point.iter().map(|value| (value + NONE).floor()).collect();
        let high: Vec<f64> = point.iter().map(|value| (value - NONE).ceil()).collect();
        let rows = program.rows.iter().map(|row| {
            let (low, high) = (f64::from(row.low), f64::from(row.high));
            let value = sum(&row.columns, point);
            if value - low <= 1e-8 {
                (low, low)
            } else if high - value <= 1e-8 {
                (high, high)
            } else {
                (low, high)
            }
        });
        Face { low, high, rows: rows.collect() }
    }

    /// A whole panel of the face, near the point; other ways look a little elsewhere.
    fn panel(&self, search: &mut Search, point: &[f64], way: u64) -> Option<Vec<u32>> {
        for (class, (&low, &high)) in self.low.iter().zip(&self.high).enumerate() {
            search.narrow_class(class, low.min(high), high.max(low));
        }
        for (row, &(low, high)) in self.rows.iter().enumerate() {
            search.narrow_row(row, low, high);
        }
        let near = point.iter().zip(&self.low).map(|(value, low)| value - low - 0.5);
        let prices: Vec<f64> = near.enumerate().map(|(class, near)| near + aside(class, way)).collect();
        let floor = -(point.len() as f64);
        let found = search.best(&prices, Effort { floor, share: 0.0, nodes: NODES });
        found.panels.into_iter().last()
    }

    /// Greatest weight of the panel such that the rest stays in the programme.
    fn step(&self, program: &Program, point: &[f64], panel: &[u32]) -> f64 {
        let mut step = 1.0_f64;
        let mut bear = |value: f64, whole: f64, low: f64, high: f64| {
            if whole > low {
                step = step.min((value - low).max(0.0) / (whole - low));
            }
            if whole < high {
                step = step.min((high - value).max(0.0) / (high - whole));
            }
        };
        for (class, &value) in point.iter().enumerate() {
            bear(value, f64::from(panel[class]), self.low[class], self.high[class]);
        }
        for (row, &(low, high)) in program.rows.iter().zip(&self.rows) {
            let whole = row.columns.iter().map(|&column| f64::from(panel[column])).sum();
            if low < high {
                bear(sum(&row.columns, point), whole, low, high);
            }
        }
        step
    }
}

/// A fixed small number for each class and way, between -0.2 and 0.2; none for the straight way.
fn aside(class: usize, way: u64) -> f64 {
    let mixed =
        (class as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_mul(2 * way + 1).rotate_left(29);
    let spread = (mixed >> 40) as f64 / (1_u64 << 24) as f64 - 0.5;
    if way == 0 { 0.0 } else { spread * 0.4 }
}

fn sum(columns: &[usize], point: &[f64]) -> f64 {
    columns.iter().map(|&column| point[column]).sum()
}
