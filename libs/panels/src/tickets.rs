//! The lottery as equally likely panels of named people, for a draw with balls.
//!
//! Flanigan, Kehne, Procaccia, "Fair sortition made transparent" (NeurIPS 2021): a list of, say, 1,000
//! numbered panels is published and a public draw of three digits picks one. Rounding to so few
//! tickets moves chances a little; `Tickets::least` says to what.
//!
//! Weights are apportioned by largest remainder; inside a class seats go to those who sit on the fewest
//! tickets so far, so that interchangeable people differ by at most about one ticket.

use crate::classes::Classes;
use crate::error::{Kind, Place, Problems, Source};
use crate::lottery::{Chance, Lottery, apportion};
use crate::pool::Pool;
use crate::random::Stream;
use std::io::Write;

#[cfg(test)]
mod tests;

/// Most tickets of one list.
pub const TICKETS_MOST: u64 = 100_000;

/// Numbered panels, each equally likely; ticket n is `panels[n]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tickets {
    /// People (indices into `Pool::people`) of each panel, ascending.
    pub panels: Vec<Vec<usize>>,
    /// Number of tickets each person of the pool sits on.
    pub seen: Vec<u32>,
}

/// Spreads a lottery over `count` tickets.
///
/// # Errors
/// No ticket, or more than `TICKETS_MOST`.
pub fn tickets(lottery: &Lottery, classes: &Classes, count: u64) -> Result<Tickets, Problems> {
    let place = Place::whole(Source::Options);
    if count == 0 {
        return Err(Problems::one(Kind::TooFewTickets { tickets: count, least: 1 }, place));
    }
    if count > TICKETS_MOST {
        return Err(Problems::one(Kind::TooLarge { what: "tickets", limit: TICKETS_MOST as usize }, place));
    }
    let shares: Vec<f64> =
        lottery.draws.iter().map(|draw| draw.weight as f64 / lottery.total as f64).collect();
    let mut made = Tickets { panels: vec![], seen: vec![0; classes.of_person.len()] };
    for (draw, copies) in lottery.draws.iter().zip(apportion(&shares, count)) {
        for _ in 0..copies {
            made.seat(classes, &draw.counts);
        }
    }
    Ok(made)
}

impl Tickets {
    fn seat(&mut self, classes: &Classes, counts: &[(usize, u32)]) {
        let mut panel = Vec::new();
        for (kind, home_kind) in classes.kinds.iter().enumerate() {
            let mut taken = vec![false; home_kind.homes.len()];
            for &(class, wanted) in counts {
                if classes.classes.get(class).is_none_or(|class| class.kind != kind) {
                    continue;
                }
                let Some(member) = home_kind.classes.iter().position(|&own| own == class) else { continue };
                let rarest = |home: usize| {
                    home_kind.homes[home][member]
                        .iter()
                        .copied()
                        .min_by_key(|&person| (self.seen[person], person))
                };
                let mut free: Vec<(u32, usize, usize)> = (0..taken.len())
                    .filter(|&home| !taken[home])
                    .filter_map(|home| rarest(home).map(|person| (self.seen[person], home, person)))
                    .collect();
                free.sort_unstable();
                for &(_, home, person) in free.iter().take(wanted as usize) {
                    taken[home] = true;
                    panel.push(person);
                }
            }
        }
        panel.iter().for_each(|&person| self.seen[person] += 1);
        panel.sort_unstable();
        self.panels.push(panel);
    }

    /// Smallest chance on this list among people who have one in the lottery.
    pub fn least(&self, lottery: &Lottery, classes: &Classes) -> Chance {
        let chances = lottery.chances(classes);
        let can_sit = |person: usize| chances[classes.of_person[person]].numerator > 0;
        let least =
            self.seen.iter().enumerate().filter(|(person, _)| can_sit(*person)).map(|(_, seen)| *seen).min();
        Chance::new(u64::from(least.unwrap_or(0)), self.panels.len() as u64)
    }

    /// Number of the ticket that a public seed picks (purpose "ticket"), when no balls are at hand.
    pub fn pick(&self, seed: &str) -> usize {
        Stream::new(seed, "ticket").below(self.panels.len() as u64) as usize
    }

    /// Writes `ticket,id`, one line per seat; tickets count from 0.
    pub fn write(&self, out: &mut dyn Write, pool: &Pool) -> std::io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["ticket", "id"])?;
        for (number, panel) in self.panels.iter().enumerate() {
            for &person in panel {
                writer.write_record([&number.to_string(), &pool.people[person].id])?;
            }
        }
        writer.flush()
    }
}
