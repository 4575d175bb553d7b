//! The best possible panel for given prices: branch and bound over class counts.
//!
//! Bounds come from the relaxed programme (`lp`), tightened by reduced costs; depth first, most
//! fractional variable first, rounding to the nearer side first. One dictionary serves all nodes:
//! changing a box keeps it dual feasible, so every node is a warm start.
//!
//! Panels found are checked in exact integers; bounds are f64 within about 1e-9.

use crate::lp::{Dictionary, Status};
use crate::program::Program;
use repair::{Limits, Membership, repair};

mod repair;
#[cfg(test)]
pub(crate) mod tests;

/// Distance from a whole number that counts as whole.
const WHOLE: f64 = 1e-6;
/// Values must beat the floor by this much to count as better.
pub const BETTER: f64 = 1e-10;

/// What a search brought.
#[derive(Debug, Clone)]
pub struct Found {
    /// Panels above the floor, each better than the one before.
    pub panels: Vec<Vec<u32>>,
    /// Value of the last panel, or the floor.
    pub value: f64,
    /// No panel has a greater value than this.
    pub bound: f64,
    /// False when the limit on nodes ended the search.
    pub settled: bool,
}

/// How far to search.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Panels with at most this value are of no interest.
    pub floor: f64,
    /// Stop at a panel that closes this share of the distance from floor to the first bound.
    /// 0: any panel above the floor will do. Above 1: search to the end.
    pub share: f64,
    /// Most nodes.
    pub nodes: u64,
}

/// A programme with the dictionary that its searches share.
pub struct Search<'a> {
    pub program: &'a Program,
    dictionary: Dictionary,
    trail: Vec<(usize, f64, f64)>,
    stack: Vec<Frame>,
    membership: Membership,
    /// Searches end, unsettled, when they have done this much work (see `Dictionary::work`).
    pub work_most: u64,
    /// Nodes visited so far over all searches.
    pub nodes: u64,
}

struct Frame {
    trail: usize,
    variable: usize,
    /// The box of the side not yet visited.
    other: Option<(f64, f64)>,
}

impl<'a> Search<'a> {
    pub fn new(program: &'a Program) -> Search<'a> {
        let (dictionary, membership) = (program.relaxed(), Membership::of(program));
        Search {
            program,
            dictionary,
            trail: vec![],
            stack: vec![],
            membership,
            work_most: u64::MAX,
            nodes: 0,
        }
    }

    /// Work done so far.
    pub fn work(&self) -> u64 {
        self.dictionary.work
    }

    /// Limits a class to low..=high people from now on.
    pub fn narrow_class(&mut self, class: usize, low: f64, high: f64) {
        self.dictionary.set_box(class, low, high);
    }

    /// Limits a row to low..=high from now on; stay within the row's own bounds.
    pub fn narrow_row(&mut self, row: usize, low: f64, high: f64) {
        self.dictionary.set_box(self.program.most.len() + row, low, high);
    }

    /// Panel of greatest sum of price x count above the floor.
    pub fn best(&mut self, prices: &[f64], effort: Effort) -> Found {
        self.dictionary.set_cost(prices);
        let mut found = Found { panels: vec![], value: effort.floor, bound: effort.floor, settled: true };
        let nodes_end = self.nodes + effort.nodes;
        let mut root_bound = None;
        loop {
            self.nodes += 1;
            let mut branch = self.visit(prices, &mut found, &mut root_bound);
            if branch.is_some()
                && effort.share <= 0.0
                && self.stack.is_empty()
                && self.repaired(prices, &mut found)
            {
                branch = None;
            }
            let first_bound = root_bound.unwrap_or(effort.floor);
            let enough = effort.floor + effort.share * (first_bound - effort.floor);
            if !found.panels.is_empty() && found.value >= enough {
                found.bound = first_bound;
                break;
            }
            if self.nodes >= nodes_end || self.work() >= self.work_most {
                found.settled = false;
                found.bound = first_bound;
                break;
            }
            let goes_on = match branch {
                Some((variable, value)) => self.descend(variable, value),
                None => self.backtrack(),
            };
            if !goes_on {
                found.bound = found.value;
                break;
            }
        }
        self.unwind(0);
        self.stack.clear();
        found
    }

    /// Solves the node. Returns the variable to branch on, or none when the node is finished.
    fn visit(&mut self, prices: &[f64], found: &mut Found, root: &mut Option<f64>) -> Option<(usize, f64)> {
        let cut = found.value + BETTER;
        let mut status = self.dictionary.solve(cut);
        if status == Status::Stalled {
            self.dictionary.refresh();
            status = self.dictionary.solve(cut);
            if status == Status::Stalled {
                found.settled = false;
            }
        }
        let objective = self.dictionary.objective();
        if root.is_none() {
            *root = Some(if status == Status::Optimal { objective.max(found.value) } else { found.value });
        }
        if status != Status::Optimal || objective <= cut {
            return None;
        }
        let solution = self.dictionary.solution();
        let branch = most_fractional(&solution);
        if branch.is_some() {
            self.tighten(objective - cut);
            return branch;
        }
        let panel: Vec<u32> = solution.iter().map(|value| value.round() as u32).collect();
        if self.program.admits(&panel) {
            found.value = worth(prices, &panel);
            found.panels.push(panel);
        }
        None
    }

    /// Looks for a panel near the relaxed solution of the first node.
    fn repaired(&self, prices: &[f64], found: &mut Found) -> bool {
        let bounds = |variable: usize| {
            let (low, high) = self.dictionary.bounds(variable);
            (low.ceil() as i64, high.floor() as i64)
        };
        let count = self.program.most.len();
        let limits = Limits {
            classes: (0..count).map(bounds).collect(),
            rows: (count..count + self.program.rows.len()).map(bounds).collect(),
        };
        let panel = repair(&self.membership, &limits, &self.dictionary.solution(), prices);
        let Some(panel) = panel.filter(|panel| self.program.admits(panel)) else { return false };
        let value = worth(prices, &panel);
        let better = value > found.value + BETTER;
        if better {
            found.value = value;
            found.panels.push(panel);
        }
        better
    }

    /// Narrows boxes of variables whose move would cost more than the node can gain.
    fn tighten(&mut self, gap: f64) {
        for variable in 0..self.program.most.len() {
            let reduced = self.dictionary.reduced_cost(variable);
            let (low, high) = self.dictionary.bounds(variable);
            if high <= low || reduced.abs() <= 1e-9 {
                continue;
            }
            let moves = (gap / reduced.abs() + 1e-6).floor();
            if moves >= high - low {
                continue;
            }
            if reduced < 0.0 {
                self.narrow(variable, low, low + moves);
            } else {
                self.narrow(variable, high - moves, high);
            }
        }
    }

    fn narrow(&mut self, variable: usize, low: f64, high: f64) {
        let (old_low, old_high) = self.dictionary.bounds(variable);
        self.trail.push((variable, old_low, old_high));
        self.dictionary.set_box(variable, low, high);
    }

    fn descend(&mut self, variable: usize, value: f64) -> bool {
        let (low, high) = self.dictionary.bounds(variable);
        let (down, up) = ((low, value.floor()), (value.floor() + 1.0, high));
        let (first, second) = if value - value.floor() > 0.5 { (up, down) } else { (down, up) };
        self.stack.push(Frame { trail: self.trail.len(), variable, other: Some(second) });
        self.narrow(variable, first.0, first.1);
        true
    }

    fn backtrack(&mut self) -> bool {
        while let Some(frame) = self.stack.pop() {
            self.unwind(frame.trail);
            if let Some((low, high)) = frame.other {
                self.stack.push(Frame { other: None, ..frame });
                self.narrow(frame.variable, low, high);
                return true;
            }
        }
        false
    }

    fn unwind(&mut self, length: usize) {
        while self.trail.len() > length {
            if let Some((variable, low, high)) = self.trail.pop() {
                self.dictionary.set_box(variable, low, high);
            }
        }
    }
}

/// Whether any panel exists, and one if so; none also when `nodes` did not settle it.
pub fn any_panel(program: &Program, nodes: u64) -> (Option<Vec<u32>>, bool) {
    let prices = vec![0.0; program.most.len()];
    let found = Search::new(program).best(&prices, Effort { floor: -1.0, share: 0.0, nodes });
    (found.panels.into_iter().next(), found.settled)
}

/// Value of a panel at the given prices.
pub fn worth(prices: &[f64], panel: &[u32]) -> f64 {
    prices
        .iter()
        .zip(panel)
        .filter(|(_, count)| **count > 0)
        .map(|(price, &count)| price * f64::from(count))
        .sum()
}

fn most_fractional(solution: &[f64]) -> Option<(usize, f64)> {
    let mut best = None;
    let mut best_distance = WHOLE;
    for (variable, &value) in solution.iter().enumerate() {
        let distance = (value - value.round()).abs();
        if distance > best_distance {
            best_distance = distance;
            best = Some((variable, value));
        }
    }
    best
}
