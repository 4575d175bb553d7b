//! Proves that a stretch of larger shares buys the same projects in the same order, without counting each.
//!
//! Let the share rise while the purchases stay the same. Then no voter ever holds less than before, so prices
//! can only fall. Hence on the whole stretch the bought project costs at most its price at the low end, and
//! every other project at least its price at the high end. If the first stays below the second in every
//! round, and at the end nothing more can be bought even at the high end, all shares between give the same
//! result. One replay at the high end checks it.

use std::cmp::Ordering;

use crate::market::Market;

use super::price::{DOWN, Purse, Quote, UP, pay, quote};
use super::run::{Purchase, Share};

pub(super) struct Ahead<'a> {
    market: &'a Market,
    purses: Vec<Purse>,
    open: Vec<usize>,
    /// Lower bounds on prices per utility at the high end.
    bound: Vec<f64>,
}

impl<'a> Ahead<'a> {
    pub fn new(market: &'a Market) -> Ahead<'a> {
        Ahead { market, purses: Vec::new(), open: Vec::new(), bound: vec![0.0; market.projects()] }
    }

    /// Whether every share from that of the given purchases up to `high` buys exactly these, in this order.
    /// False means only that there is no proof.
    pub fn same_up_to(&mut self, high: Share, purchases: &[Purchase]) -> bool {
        self.restart(high);
        for &purchase in purchases {
            self.open.retain(|&project| project != purchase.project);
            if !self.others_stay_behind(purchase) || !self.buy(purchase.project) {
                return false;
            }
        }
        self.others_stay_unaffordable()
    }

    fn restart(&mut self, share: Share) {
        let market = self.market;
        let left = share.as_float();
        self.purses.clear();
        self.purses.resize(market.classes, Purse { left, error: 4.0 * f64::EPSILON * left });
        self.open.clear();
        for project in 0..market.projects() {
            if market.cost[project] > 0 && market.points[project] > 0 {
                self.open.push(project);
                self.bound[project] = market.least_price(project);
            }
        }
    }

    fn others_stay_behind(&mut self, purchase: Purchase) -> bool {
        let market = self.market;
        let full = market.full_price(purchase.project);
        let mut place = 0;
        while let Some(&project) = self.open.get(place) {
            place += 1;
            if self.bound[project] > purchase.highest {
                continue;
            }
            if purchase.all_pay_fully {
                // Its price is the same on the whole stretch, and the other's never below its full price.
                let order = full.compare(market.full_price(project));
                if order.then(market.rank[purchase.project].cmp(&market.rank[project])) == Ordering::Less {
                    continue;
                }
            }
            let factor = market.factor(project) as f64;
            let (known, limit) = (self.bound[project] * factor * DOWN, purchase.highest * factor * UP);
            match quote(market, project, &self.purses, known, limit) {
                Quote::Beyond(least) => {
                    self.bound[project] = (least / factor * DOWN).max(self.bound[project])
                }
                Quote::Unaffordable => {
                    place -= 1;
                    self.open.swap_remove(place);
                }
                Quote::Clear(_) | Quote::Unclear(_) => return false,
            }
        }
        true
    }

    fn buy(&mut self, project: usize) -> bool {
        let market = self.market;
        let known = self.bound[project] * market.factor(project) as f64 * DOWN;
        let Quote::Clear(price) = quote(market, project, &self.purses, known, f64::INFINITY) else {
            return false;
        };
        pay(market, project, price, &mut self.purses);
        true
    }

    fn others_stay_unaffordable(&self) -> bool {
        self.open.iter().all(|&project| {
            let known = self.bound[project] * self.market.factor(project) as f64 * DOWN;
            let quote = quote(self.market, project, &self.purses, known, f64::INFINITY);
            matches!(quote, Quote::Unaffordable)
        })
    }
}
