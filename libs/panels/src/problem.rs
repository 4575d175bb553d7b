//! From pool and quotas to a distribution over panels.
//!
//! Order of work: collapse people into classes; check that some panel exists (else explain, see
//! `conflict`); find the classes that can sit at all; then chances by `columns`.

use crate::classes::Classes;
use crate::conflict;
use crate::columns::{Columns, Mixture, Rule};
use crate::error::{Kind, Place, Problems, Source};
use crate::pool::{Pool, Quotas, SEATS_MOST};
use crate::program::Program;
use crate::search::{Effort, Search, any_panel};

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

    /// Panels that together seat every class that can sit, and which classes those are.
    pub fn cover(&self) -> Result<(Vec<Vec<u32>>, Vec<bool>), Problems> {
        let count = self.program.most.len();
        let mut search = Search::new(&self.program);
        let mut seated = vec![false; count];
        let mut panels: Vec<Vec<u32>> = Vec::new();
        loop {
            let prices: Vec<f64> = seated.iter().map(|&s| if s { 0.0 } else { 1.0 }).collect();
            let floor = if panels.is_empty() { -1.0 } else { 0.5 };
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
    pub fn mixture(&self) -> Result<Mixture, Problems> {
        let (seeds, possible) = self.cover()?;
        let people: Vec<u32> = self.classes.classes.iter().map(|class| class.people).collect();
        let columns = Columns::new(&self.program, &people, &possible, seeds, self.task.nodes);
        Ok(columns.run(self.task.rule))
    }
}
