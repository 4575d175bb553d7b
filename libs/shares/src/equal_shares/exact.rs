//! The same count in exact rationals, for the comparisons that floats cannot decide.
//!
//! Classes that paid alike hold equal amounts, so each distinct amount is stored and worked out once. The
//! ledger replays the purchases made so far and can then price any project exactly.

use std::collections::HashMap;

use num_rational::BigRational;
use num_traits::Zero;

use crate::fraction::whole;
use crate::market::Market;
use crate::outcome::Selection;

pub(super) struct Ledger {
    /// Distinct amounts of money left, in smallest units.
    amounts: Vec<BigRational>,
    /// For each class the index of its amount.
    held: Vec<u32>,
    /// How many purchases are already in the amounts.
    replayed: usize,
}

/// Supporters of one project who hold the same amount and gave the same score.
struct Group {
    amount: u32,
    score: u32,
    voters: u64,
}

impl Ledger {
    pub fn new(classes: usize, share: BigRational) -> Ledger {
        Ledger { amounts: vec![share], held: vec![0; classes], replayed: 0 }
    }

    /// Replays the purchases that are not yet in the amounts.
    pub fn catch_up(&mut self, market: &Market, selections: &[Selection]) {
        for selection in &selections[self.replayed..] {
            if market.cost[selection.project] > 0
                && let Some(price) = self.price(market, selection.project)
            {
                self.pay(market, selection.project, &price);
            }
        }
        self.replayed = selections.len();
    }

    /// The price per score point, or None when the supporters cannot pay the cost.
    pub fn price(&self, market: &Market, project: usize) -> Option<BigRational> {
        let mut groups = self
            .groups(market, project)
            .into_iter()
            .map(|group| (&self.amounts[group.amount as usize] / whole(u64::from(group.score)), group))
            .collect::<Vec<_>>();
        groups.sort_by(|a, b| a.0.cmp(&b.0));
        let mut missing = whole(market.cost[project]);
        let mut rich = groups.iter().map(|(_, group)| group.voters * u64::from(group.score)).sum::<u64>();
        for (affordable, group) in &groups {
            let price = &missing / whole(rich);
            if price <= *affordable {
                return Some(price);
            }
            missing -= &self.amounts[group.amount as usize] * whole(group.voters);
            rich -= group.voters * u64::from(group.score);
        }
        None
    }

    fn pay(&mut self, market: &Market, project: usize, price: &BigRational) {
        let mut after = HashMap::new();
        for (backer, score) in market.scored_backers(project) {
            let held = &mut self.held[backer.class as usize];
            let amounts = &mut self.amounts;
            *held = *after.entry((*held, score)).or_insert_with(|| {
                let left = &amounts[*held as usize] - price * whole(u64::from(score));
                amounts.push(if left < BigRational::zero() { BigRational::zero() } else { left });
                amounts.len() as u32 - 1
            });
        }
    }

    fn groups(&self, market: &Market, project: usize) -> Vec<Group> {
        let mut place = HashMap::new();
        let mut groups: Vec<Group> = Vec::new();
        for (backer, score) in market.scored_backers(project) {
            let amount = self.held[backer.class as usize];
            let index = *place.entry((amount, score)).or_insert_with(|| {
                groups.push(Group { amount, score, voters: 0 });
                groups.len() - 1
            });
            groups[index].voters += u64::from(backer.voters);
        }
        groups
    }
}

/// A whole count in exact rationals, for tests: every price of every round is exact.
#[cfg(test)]
pub(super) fn count_all(market: &Market, share: BigRational) -> Vec<usize> {
    let mut ledger = Ledger::new(market.classes, share);
    let mut bought = (0..market.projects())
        .filter(|&project| market.cost[project] == 0 && market.can_be_bought(project))
        .collect::<Vec<_>>();
    bought.sort_by_key(|&project| market.rank[project]);
    loop {
        let mut best: Option<(BigRational, u32, usize, BigRational)> = None;
        for project in 0..market.projects() {
            if market.cost[project] == 0 || market.points[project] == 0 || bought.contains(&project) {
                continue;
            }
            let Some(price) = ledger.price(market, project) else { continue };
            let key = (&price / whole(market.factor(project)), market.rank[project], project, price);
            if best.as_ref().is_none_or(|best| (&key.0, key.1) < (&best.0, best.1)) {
                best = Some(key);
            }
        }
        let Some((_, _, project, price)) = best else { return bought };
        ledger.pay(market, project, &price);
        bought.push(project);
    }
}
