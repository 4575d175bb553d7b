//! Writing expected counts as a mixture of whole panels.
//!
//! A walk in the manner of Caratheodory's theorem: take a whole panel in the smallest face of the
//! relaxed programme around the point, give it as much weight as the rest can bear, and go on from
//! the rest, which lies in a smaller face. Each class is rounded to a neighbouring whole number, so a
//! walk ends after at most (classes + rows) panels. It can fail where the relaxed programme has
//! corners that are no panels; then `columns` takes over, starting from the panels found.

use crate::program::{CountRow, Program};
use crate::search::{Effort, Search};

#[cfg(test)]
mod tests;

/// Distance from a whole number or a bound that counts as none.
const NONE: f64 = 1e-9;
/// Search nodes per panel; a panel that is harder to find ends the walk.
const NODES: u64 = 400;

/// A walk that leaves no more than this is not tried another way: half of what the caller bears.
const ENOUGH: f64 = 5e-8;
/// Ways tried before giving up, and the work after which no further way is tried (see `Dictionary::work`).
const WAYS: u64 = 6;
const WORK: u64 = 8_000_000_000;

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
    let mut work = 0;
    for way in 0..WAYS {
        let walk = walk_one_way(program, counts, way, &mut work);
        if walk.left < best.left {
            best = walk;
        }
        if best.left <= ENOUGH || work >= WORK {
            break;
        }
    }
    best
}

fn walk_one_way(program: &Program, counts: &[f64], way: u64, work: &mut u64) -> Walk {
    let mut walk = Walk { panels: vec![], left: 1.0 };
    let mut point = counts.to_vec();
    let mut steps = 2 * (counts.len() + program.rows.len()) + 10;
    while steps > 0 {
        let rest = Rest::of(program, &point);
        if rest.classes.is_empty() {
            // The point is a panel itself.
            if program.admits(&rest.whole) {
                walk.panels.push((rest.whole, walk.left));
                walk.left = 0.0;
            }
            return walk;
        }
        let mut search = Search::new(&rest.program);
        while steps > 0 {
            steps -= 1;
            let face = Face::around(program, &point);
            if rest.is_wide_for(&face) {
                break;
            }
            let before = search.work();
            let panel = rest.panel(&mut search, &face, &point, way);
            *work += search.work() - before;
            let Some(panel) = panel else { return walk };
            if !advance(program, &face, panel, &mut point, &mut walk) {
                return walk;
            }
        }
    }
    walk
}

/// Gives the panel as much weight as the rest can bear. False when the walk has ended.
fn advance(program: &Program, face: &Face, panel: Vec<u32>, point: &mut [f64], walk: &mut Walk) -> bool {
    let share = face.step(program, point, &panel);
    if share >= 1.0 - NONE || walk.left * (1.0 - share) < 1e-13 {
        walk.panels.push((panel, walk.left));
        walk.left = 0.0;
        return false;
    }
    if share <= NONE {
        return false;
    }
    for (place, value) in point.iter_mut().enumerate() {
        let moved = (*value - share * f64::from(panel[place])) / (1.0 - share);
        *value = moved.clamp(face.low[place], face.high[place]);
    }
    walk.panels.push((panel, walk.left * share));
    walk.left *= 1.0 - share;
    true
}

/// The programme of the classes that are not whole yet. A walk makes more and more of them whole, and a
/// smaller programme is searched faster.
struct Rest {
    program: Program,
    /// Positions of its classes in the whole programme.
    classes: Vec<usize>,
    /// Positions of its rows there, and how many people the other classes give each.
    rows: Vec<(usize, f64)>,
    /// The whole numbers of the other classes.
    whole: Vec<u32>,
}

impl Rest {
    fn of(program: &Program, point: &[f64]) -> Rest {
        let face = Face::around(program, point);
        let classes: Vec<usize> = (0..point.len()).filter(|&class| face.is_open(class)).collect();
        let mut place = vec![None; point.len()];
        classes.iter().enumerate().for_each(|(at, &class)| place[class] = Some(at));
        let settled = |class: usize| if place[class].is_none() { face.low[class].max(0.0) as u32 } else { 0 };
        let whole: Vec<u32> = (0..point.len()).map(settled).collect();
        let (mut kept, mut rows) = (Vec::new(), Vec::new());
        for (at, row) in program.rows.iter().enumerate() {
            let taken: u32 = row.columns.iter().map(|&class| whole[class]).sum();
            let columns: Vec<usize> = row.columns.iter().filter_map(|&class| place[class]).collect();
            if !columns.is_empty() {
                let (low, high) = (row.low.saturating_sub(taken), row.high.saturating_sub(taken));
                kept.push(CountRow { label: row.label, columns, less: vec![], low, high });
                rows.push((at, f64::from(taken)));
            }
        }
        let most = classes.iter().map(|&class| program.most[class]).collect();
        Rest { program: Program { most, rows: kept }, classes, rows, whole }
    }

    /// Whether so many classes have become whole that a smaller programme is worth its making.
    fn is_wide_for(&self, face: &Face) -> bool {
        let open = self.classes.iter().filter(|&&class| face.is_open(class)).count();
        open * 5 < self.classes.len() * 4 && open > 0
    }

    /// A whole panel of the face, near the point; other ways look a little elsewhere.
    fn panel(&self, search: &mut Search, face: &Face, point: &[f64], way: u64) -> Option<Vec<u32>> {
        for (at, &class) in self.classes.iter().enumerate() {
            let (low, high) = (face.low[class], face.high[class]);
            search.narrow_class(at, low.min(high), high.max(low));
        }
        for (at, &(row, taken)) in self.rows.iter().enumerate() {
            let (low, high) = face.rows[row];
            search.narrow_row(at, (low - taken).max(0.0), (high - taken).max(0.0));
        }
        let price = |&class: &usize| point[class] - face.low[class] - 0.5 + aside(class, way);
        let prices: Vec<f64> = self.classes.iter().map(price).collect();
        let floor = -(point.len() as f64);
        let found = search.best(&prices, Effort { floor, share: 0.0, nodes: NODES });
        let open = found.panels.into_iter().last()?;
        let mut panel = self.whole.clone();
        self.classes.iter().zip(open).for_each(|(&class, count)| panel[class] = count);
        Some(panel)
    }
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

    /// Whether a class is still between two whole numbers.
    fn is_open(&self, class: usize) -> bool {
        self.low[class] < self.high[class]
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
