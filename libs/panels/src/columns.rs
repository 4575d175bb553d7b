//! Exact maximin and leximin chances by column generation.
//!
//! Flanigan, Goelz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens'
//! assemblies" (Nature 596, 2021): raise the smallest chance as far as possible (maximin), fix the
//! people who cannot get more, raise the smallest of the others, and so on (leximin). The dual of
//! each level prices classes; a search (`search`) finds the panel worth most at these prices; when
//! none is worth more than the dual says, the level is solved. The duals are kept as one
//! `lp::Dictionary`: columns are prices, each panel found is one more row.
//!
//! Level: max z with chance(c) >= z for free classes, chance(c) >= fixed(c) for the others.
//! Dual: min t - sum fixed(c) w(c) with sum over free w = 1 and, for each panel,
//! t >= sum w(c) x(c) / people(c). Any such w proves z <= max over panels - sum fixed w.

use crate::lp::{Dictionary, Row, Status};
use crate::program::Program;
use crate::search::{Effort, Search};

#[cfg(test)]
pub(crate) mod tests;

/// Gap at which a level counts as solved.
pub const GAP: f64 = 1e-9;
/// Prices above this mark a class that cannot get more than the level.
const PRICED: f64 = 1e-7;
/// Fixed chances are asked for with this much room, so that noise cannot contradict them.
const ROOM: f64 = 1e-11;
/// Tolerance of the dual programme: an error in each price adds up over the seats.
const TIGHT: f64 = 1e-12;
/// Box of the price of a fixed class.
const PRICE_MOST: f64 = 1e3;

/// Which fairness rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The smallest chance is as great as possible.
    Maximin,
    /// The smallest chance is as great as possible, then the second smallest, and so on.
    Leximin,
}

impl Rule {
    pub fn name(self) -> &'static str {
        match self {
            Rule::Maximin => "maximin",
            Rule::Leximin => "leximin",
        }
    }
}

/// A distribution over panels.
#[derive(Debug, Clone)]
pub struct Mixture {
    /// Panels (counts per class) with their probability; the sum is 1 within 1e-12.
    pub panels: Vec<(Vec<u32>, f64)>,
    /// Smallest chance of a person who can be on a panel at all.
    pub least: f64,
    /// Proven: no distribution gives a greater smallest chance than this.
    pub bound: f64,
    /// False when a limit on search nodes left a level open; the bound holds all the same.
    pub settled: bool,
}

/// Column generation over one programme.
pub struct Columns<'a> {
    people: &'a [u32],
    search: Search<'a>,
    panels: Vec<Vec<u32>>,
    dictionary: Dictionary,
    /// Row number of each panel in the dictionary, from the second row on.
    fixed: Vec<Option<f64>>,
    nodes: u64,
    /// Work after which the present level is left open.
    work_most: u64,
    pub rounds: usize,
}

impl<'a> Columns<'a> {
    /// `people[c]` is the number of people of class `c`; classes with `possible[c]` false are
    /// left out (chance 0). `seeds` must be possible panels, at least one.
    pub fn new(
        program: &'a Program,
        people: &'a [u32],
        possible: &[bool],
        seeds: Vec<Vec<u32>>,
        nodes: u64,
    ) -> Columns<'a> {
        let classes = people.len();
        let mut boxes: Vec<(f64, f64)> = possible.iter().map(|&p| (0.0, if p { 1.0 } else { 0.0 })).collect();
        boxes.push((0.0, PRICE_MOST * classes as f64));
        let fixed = possible.iter().map(|&p| if p { None } else { Some(0.0) }).collect();
        let mut made = Columns {
            people,
            search: Search::new(program),
            panels: vec![],
            dictionary: Dictionary::new(&boxes, vec![], TIGHT),
            fixed,
            nodes,
            work_most: u64::MAX,
            rounds: 0,
        };
        let norm = made.norm_row();
        made.dictionary.add_row(norm);
        seeds.into_iter().for_each(|seed| made.add(seed));
        made
    }

    /// Leaves a level open after so much work (see `Dictionary::work`), and with it the levels above.
    pub fn with_work(mut self, most: u64) -> Columns<'a> {
        self.work_most = most;
        self.search.work_most = most;
        self
    }

    /// Runs the rule to its end.
    pub fn run(mut self, rule: Rule) -> Mixture {
        let mut outcome: Option<Mixture> = None;
        loop {
            let (least, bound, settled) = self.level();
            let first = outcome.get_or_insert(Mixture { panels: vec![], least, bound, settled });
            first.settled &= settled;
            let done = rule == Rule::Maximin || self.is_spent() || !self.fix(least);
            if done {
                break;
            }
        }
        let mut mixture =
            outcome.unwrap_or(Mixture { panels: vec![], least: 0.0, bound: 1.0, settled: false });
        mixture.panels = self.weights();
        mixture
    }

    /// Solves one level. Returns its z, a proven upper bound and whether the search settled.
    fn level(&mut self) -> (f64, f64, bool) {
        let classes = self.people.len();
        let mut cost: Vec<f64> = self.fixed.iter().map(|f| f.map_or(0.0, |f| (f - ROOM).max(0.0))).collect();
        cost.push(-1.0);
        self.dictionary.set_cost(&cost);
        loop {
            self.rounds += 1;
            if self.dictionary.solve(f64::NEG_INFINITY) != Status::Optimal {
                self.dictionary.refresh();
                self.dictionary.solve(f64::NEG_INFINITY);
            }
            let duals = self.dictionary.solution();
            let (weights, ceiling) = (&duals[..classes], duals[classes]);
            let z = -self.dictionary.objective();
            let prices: Vec<f64> =
                weights.iter().zip(self.people).map(|(w, &n)| w.max(0.0) / f64::from(n)).collect();
            let effort = Effort { floor: ceiling + GAP / 4.0, share: 0.5, nodes: self.nodes };
            let found = self.search.best(&prices, effort);
            // A panel that comes back has been bought at prices off by rounding: nothing is left to gain.
            let nothing_new = found.panels.iter().all(|panel| self.panels.contains(panel));
            if nothing_new || self.is_spent() {
                let settled = found.settled && nothing_new;
                return (z, z + (found.bound - ceiling).max(0.0), settled);
            }
            for panel in found.panels {
                if !self.panels.contains(&panel) {
                    self.add(panel);
                }
            }
        }
    }

    fn is_spent(&self) -> bool {
        self.dictionary.work.saturating_add(self.search.work()) >= self.work_most
    }

    fn add(&mut self, panel: Vec<u32>) {
        let classes = self.people.len();
        let mut terms: Vec<(usize, f64)> = vec![(classes, 1.0)];
        for (class, &count) in panel.iter().enumerate().filter(|(_, count)| **count > 0) {
            terms.push((class, -f64::from(count) / f64::from(self.people[class])));
        }
        self.panels.push(panel);
        let most = 2.0 * PRICE_MOST * classes as f64;
        self.dictionary.add_row(Row { terms, low: 0.0, high: most });
    }

    fn norm_row(&self) -> Row {
        let free = (0..self.people.len()).filter(|&class| self.fixed[class].is_none());
        Row { terms: free.map(|class| (class, 1.0)).collect(), low: 1.0, high: 1.0 }
    }

    /// Fixes the priced classes at `least`. False when none is left free.
    fn fix(&mut self, least: f64) -> bool {
        let duals = self.dictionary.solution();
        for (fixed, dual) in self.fixed.iter_mut().zip(&duals) {
            if fixed.is_none() && *dual > PRICED {
                *fixed = Some(least);
            }
        }
        if self.fixed.iter().all(|fixed| fixed.is_some()) {
            return false;
        }
        let norm = self.norm_row();
        self.dictionary.replace_row(0, norm);
        for class in 0..self.people.len() {
            let (low, high) = self.dictionary.bounds(class);
            if self.fixed[class].is_some() && high == 1.0 {
                self.dictionary.set_box(class, low, PRICE_MOST);
            }
        }
        self.dictionary.refresh();
        true
    }

    /// Probabilities of the panels: the prices of their rows.
    fn weights(&self) -> Vec<(Vec<u32>, f64)> {
        let mut mixed = Vec::new();
        for (index, panel) in self.panels.iter().enumerate() {
            let probability = -self.dictionary.row_price(index + 1);
            if probability > 1e-12 {
                mixed.push((panel.clone(), probability));
            }
        }
        let sum: f64 = mixed.iter().map(|(_, probability)| probability).sum();
        mixed.iter_mut().for_each(|(_, probability)| *probability /= sum);
        mixed
    }
}
