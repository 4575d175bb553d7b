//! From pool and quotas to a distribution over panels.
//!
//! Order of work: collapse people into classes; check that some panel exists (else explain, see
//! `conflict`); find the classes that can sit at all; then chances by `columns`.

use crate::classes::Classes;
use crate::columns::{Columns, Mixture, Rule};
use crate::conflict;
use crate::error::{Kind, Place, Problems, Source};
use crate::pool::{Pool, Quotas, SEATS_MOST};
use crate::program::Program;
use crate::relaxation::Target;
use crate::search::{Effort, Search, any_panel};
use crate::{decompose, relaxation};

#[cfg(test)]
mod tests;

/// A walk may leave this much probability, and miss chances by as much, through rounding; one that
/// leaves more is not used as it is.
const LEFT: f64 = 1e-7;

/// Work after which column generation stops and the best lottery so far is given with its bound: some
/// seconds (see `Dictionary::work`).
const WORK: u64 = 20_000_000_000;

/// A smallest chance that is this much smaller is as good, when the others are nearer to leximin.
const NEARLY: f64 = 1e-6;

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// Seats on the panel, in people.
    pub seats: u32,
    pub rule: Rule,
    /// At most one person per address.
    pub one_per_address: bool,
    /// Most search nodes per question asked of the search.
    pub nodes: u64,
}

impl Task {
    /// The given rule, one person per address, a generous limit on nodes.
    pub fn new(seats: u32, rule: Rule) -> Task {
        Task { seats, rule, one_per_address: true, nodes: 2_000_000 }
    }
}

/// A pool under quotas with its integer programme.
#[derive(Debug, Clone)]
pub struct Problem {
    pub classes: Classes,
    pub program: Program,
    pub task: Task,
}

impl Problem {
    /// # Errors
    /// No seats, too few people, quotas that cannot be met together.
    pub fn new(pool: &Pool, quotas: &Quotas, task: Task) -> Result<Problem, Problems> {
        let seats = task.seats;
        if seats == 0 {
            return Err(Problems::one(Kind::NoSeats, Place::whole(Source::Options)));
        }
        if seats > SEATS_MOST {
            let kind = Kind::TooLarge { what: "seats", limit: SEATS_MOST as usize };
            return Err(Problems::one(kind, Place::whole(Source::Options)));
        }
        let classes = Classes::of(pool, task.one_per_address);
        let homes = classes.homes();
        if homes < seats {
            let kind = Kind::TooFewPeople { seats, people: pool.people.len() as u32, homes };
            return Err(Problems::one(kind, Place::whole(Source::People)));
        }
        let program = Program::of(&classes, quotas, seats);
        match any_panel(&program, task.nodes) {
            (Some(_), _) => Ok(Problem { classes, program, task }),
            (None, true) => Err(conflict::explain(&classes, quotas, &program, task)),
            (None, false) => {
                let kind = Kind::SearchLimit { nodes: task.nodes };
                Err(Problems::one(kind, Place::whole(Source::Quotas)))
            }
        }
    }

    /// Panels that, with the given ones, seat every class that can sit, and which classes those are.
    pub fn cover(&self, given: &[Vec<u32>]) -> Result<(Vec<Vec<u32>>, Vec<bool>), Problems> {
        let count = self.program.most.len();
        let mut search = Search::new(&self.program);
        let mut seated: Vec<bool> =
            (0..count).map(|class| given.iter().any(|panel| panel[class] > 0)).collect();
        let mut panels: Vec<Vec<u32>> = Vec::new();
        loop {
            let prices: Vec<f64> = seated.iter().map(|&s| if s { 0.0 } else { 1.0 }).collect();
            let floor = if panels.is_empty() && given.is_empty() { -1.0 } else { 0.5 };
            let effort = Effort { floor, share: 0.2, nodes: self.task.nodes };
            let found = search.best(&prices, effort);
            let Some(panel) = found.panels.last() else {
                if found.settled {
                    return Ok((panels, seated));
                }
                let kind = Kind::SearchLimit { nodes: self.task.nodes };
                return Err(Problems::one(kind, Place::whole(Source::Quotas)));
            };
            for (class, &count) in panel.iter().enumerate() {
                seated[class] |= count > 0;
            }
            panels.push(panel.clone());
        }
    }

    /// A distribution over panels by the task's rule.
    ///
    /// First the leximin chances of the relaxed programme are mixed from whole panels. Where that
    /// works they are leximin, and so maximin; where not, `columns` decides exactly.
    pub fn mixture(&self) -> Result<Mixture, Problems> {
        let people: Vec<u32> = self.classes.classes.iter().map(|class| class.people).collect();
        let (mut walked, mut bound) = (Vec::new(), 1.0);
        if let Some(target) = relaxation::leximin(&self.program, &people) {
            let walk = decompose::walk(&self.program, &target.counts);
            if walk.left <= LEFT && distance(&walk.panels, &target.counts, &people) <= LEFT {
                return Ok(self.walked(walk.panels, &target));
            }
            (walked, bound) = (walk.panels, target.least);
        }
        let mut seeds: Vec<Vec<u32>> = walked.iter().map(|(panel, _)| panel.clone()).collect();
        let (more, possible) = self.cover(&seeds)?;
        seeds.extend(more.clone());
        let columns = Columns::new(&self.program, &people, &possible, seeds, self.task.nodes).with_work(WORK);
        let exact = columns.run(self.task.rule);
        if exact.settled || walked.is_empty() {
            return Ok(exact);
        }
        let bound = bound.min(exact.bound);
        let near = self.near(walked, more, &possible);
        let better = if near.least + NEARLY < exact.least { exact } else { near };
        Ok(Mixture { bound: bound.max(better.least), settled: false, ..better })
    }

    /// The mixture of a walk that got stuck: what it gave, and a little for panels that seat the others.
    fn near(&self, mut panels: Vec<(Vec<u32>, f64)>, more: Vec<Vec<u32>>, possible: &[bool]) -> Mixture {
        let given: f64 = panels.iter().map(|(_, weight)| weight).sum();
        let rest = if more.is_empty() { 0.0 } else { (1.0 - given).max(1e-3) };
        panels.iter_mut().for_each(|(_, weight)| *weight *= (1.0 - rest) / given);
        let each = rest / more.len().max(1) as f64;
        panels.extend(more.into_iter().map(|panel| (panel, each)));
        let classes = possible.iter().enumerate().filter(|(_, possible)| **possible);
        let least = classes.map(|(class, _)| self.chance(&panels, class)).fold(1.0, f64::min);
        Mixture { panels, least, bound: 1.0, settled: false }
    }

    /// The chance of a person of the class.
    fn chance(&self, panels: &[(Vec<u32>, f64)], class: usize) -> f64 {
        let people = f64::from(self.classes.classes[class].people);
        panels.iter().map(|(panel, weight)| weight * f64::from(panel[class]) / people).sum()
    }

    /// The mixture of a finished walk; what was left unsaid by rounding goes to its first panel.
    fn walked(&self, mut panels: Vec<(Vec<u32>, f64)>, target: &Target) -> Mixture {
        let rest = 1.0 - panels.iter().map(|(_, weight)| weight).sum::<f64>();
        if let Some(first) = panels.first_mut() {
            first.1 += rest;
        }
        let mut chances = vec![0.0; target.counts.len()];
        for (panel, weight) in &panels {
            for (class, &count) in panel.iter().enumerate() {
                chances[class] += weight * f64::from(count) / f64::from(self.classes.classes[class].people);
            }
        }
        let least = chances.into_iter().filter(|&chance| chance > 0.0).fold(1.0, f64::min);
        Mixture { panels, least, bound: target.least.max(least), settled: true }
    }
}

/// Greatest difference, in the chance of a person, between a mixture and expected counts.
fn distance(panels: &[(Vec<u32>, f64)], counts: &[f64], people: &[u32]) -> f64 {
    let mut rest = counts.to_vec();
    for (panel, weight) in panels {
        rest.iter_mut().zip(panel).for_each(|(rest, &count)| *rest -= weight * f64::from(count));
    }
    rest.iter().zip(people).map(|(rest, &people)| rest.abs() / f64::from(people)).fold(0.0, f64::max)
}
