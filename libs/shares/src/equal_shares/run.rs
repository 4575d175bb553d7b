//! One count: equal shares from one share per voter until nobody's money buys anything more.
//!
//! The same `Run` counts again with another share, so that raising shares allocates nothing.

use crate::election::Election;
use crate::fraction::{SmallFraction, near, ratio};
use crate::market::Market;
use crate::outcome::{Decisions, RuleError, Selection, Tie};

use super::exact::Ledger;
use super::price::{DOWN, Price, Purse, Quote, UP, pay, quote};

/// What each voter starts with: `above / below` smallest units of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub above: u128,
    pub below: u128,
}

impl Share {
    pub fn of(budget: u64, voters: u64) -> Share {
        Share { above: u128::from(budget), below: u128::from(voters) }
    }

    pub fn raised_by(self, units: u128) -> Share {
        Share { above: self.above + units * self.below, below: self.below }
    }

    pub fn as_float(self) -> f64 {
        self.above as f64 / self.below as f64
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finish {
    Done,
    /// The purchases cost more than the limit; the count stopped there.
    Overspent,
}

/// What a finished count leaves.
#[derive(Clone, Debug, Default)]
pub(super) struct Count {
    pub selections: Vec<Selection>,
    pub purchases: Vec<Purchase>,
    pub cost: u64,
    /// What each voter started with, in smallest units.
    pub share: f64,
    pub ties: Vec<Tie>,
    /// For each project what its supporters have left, in smallest units.
    pub money_left: Vec<f64>,
}

/// What a purchase proves for larger shares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Purchase {
    pub project: usize,
    /// The price per utility was at most this.
    pub highest: f64,
    pub all_pay_fully: bool,
}

/// A project that may be the next, with bounds on its price per utility.
#[derive(Clone, Copy, Debug)]
struct Contender {
    project: usize,
    low: f64,
    price: Option<Price>,
}

pub(super) struct Run<'a> {
    market: &'a Market,
    election: &'a Election,
    share: Share,
    purses: Vec<Purse>,
    /// Projects that may still be bought, and for each project a lower bound on its price per utility.
    open: Vec<usize>,
    bound: Vec<f64>,
    /// The round in which a project was last quoted.
    quoted: Vec<u32>,
    round: u32,
    contenders: Vec<Contender>,
    count: Count,
    ledger: Option<Ledger>,
    decisions: Decisions,
}

impl<'a> Run<'a> {
    pub fn new(market: &'a Market, election: &'a Election) -> Run<'a> {
        Run {
            market,
            election,
            share: Share { above: 0, below: 1 },
            purses: Vec::new(),
            open: Vec::new(),
            bound: vec![0.0; market.projects()],
            quoted: vec![0; market.projects()],
            round: 0,
            contenders: Vec::new(),
            count: Count::default(),
            ledger: None,
            decisions: Decisions::default(),
        }
    }

    pub fn market(&self) -> &'a Market {
        self.market
    }

    pub fn count(&self) -> &Count {
        &self.count
    }

    pub fn set_count(&mut self, count: Count) {
        self.count = count;
    }

    pub fn decisions(&self) -> Decisions {
        self.decisions
    }

    /// Forgets the last count and gives every voter a share.
    pub fn restart(&mut self, share: Share) {
        let left = share.as_float();
        self.share = share;
        self.purses.clear();
        self.purses.resize(self.market.classes, Purse { left, error: 4.0 * f64::EPSILON * left });
        self.ledger = None;
        self.round = 0;
        self.quoted.fill(0);
        self.count = Count { share: left, ..Count::default() };
        self.open.clear();
        for project in 0..self.market.projects() {
            let (cost, points) = (self.market.cost[project], self.market.points[project]);
            if cost > 0 && points > 0 {
                self.open.push(project);
                self.bound[project] = self.market.least_price(project);
            }
        }
        self.take_free_projects();
    }

    /// A project of cost zero is nobody's expense. It is taken when it has utility for somebody, which
    /// with cost utility it never has.
    fn take_free_projects(&mut self) {
        let market = self.market;
        let mut free = (0..market.projects())
            .filter(|&project| market.cost[project] == 0 && market.can_be_bought(project))
            .collect::<Vec<_>>();
        free.sort_by_key(|&project| (market.rank[project], project));
        for project in free {
            let supporters = market.supporters[project];
            self.count.selections.push(Selection { project, price: 0.0, supporters, paid_less: 0 });
        }
    }

    /// Buys until nothing more can be bought, or until the purchases cost more than `limit`.
    pub fn finish(&mut self, limit: u64) -> Result<Finish, RuleError> {
        while let Some((project, price)) = self.next()? {
            self.buy(project, price);
            if self.count.cost > limit {
                return Ok(Finish::Overspent);
            }
        }
        self.note_money_left();
        Ok(Finish::Done)
    }

    /// The next project and its price per point.
    fn next(&mut self) -> Result<Option<(usize, Price)>, RuleError> {
        while !self.open.is_empty() {
            self.round += 1;
            let highest = self.find_contenders();
            self.contenders.retain(|contender| contender.low <= highest);
            match self.contenders.as_slice() {
                [] => return Ok(None),
                [Contender { project, price: Some(price), .. }] => {
                    self.decisions.by_float += 1;
                    return Ok(Some((*project, *price)));
                }
                _ => {
                    if let Some(choice) = self.choose()? {
                        return Ok(Some(choice));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Quotes open projects, most promising first, until no other can be the cheapest. Returns an upper
    /// bound on the least price per utility.
    fn find_contenders(&mut self) -> f64 {
        self.contenders.clear();
        let mut highest = f64::INFINITY;
        while let Some(place) = self.most_promising(highest) {
            let project = self.open[place];
            self.quoted[project] = self.round;
            let factor = self.market.factor(project) as f64;
            let (known, limit) = (self.bound[project] * factor * DOWN, highest * factor * UP);
            match quote(self.market, project, &self.purses, known, limit) {
                Quote::Unaffordable => {
                    self.open.swap_remove(place);
                }
                Quote::Beyond(least) => {
                    self.bound[project] = (least / factor * DOWN).max(self.bound[project])
                }
                Quote::Unclear(least) => {
                    let low = (least / factor * DOWN).max(self.bound[project]);
                    self.contenders.push(Contender { project, low, price: None });
                }
                Quote::Clear(price) => {
                    let low = ((price.value - price.error) / factor * DOWN).max(self.bound[project]);
                    self.bound[project] = low;
                    highest = highest.min((price.value + price.error) / factor * UP);
                    self.contenders.push(Contender { project, low, price: Some(price) });
                }
            }
        }
        highest
    }

    /// The place in `open` of the project with the least bound that was not yet quoted in this round.
    fn most_promising(&self, highest: f64) -> Option<usize> {
        let mut best = None;
        let mut least = highest;
        for (place, &project) in self.open.iter().enumerate() {
            if self.bound[project] <= least && self.quoted[project] != self.round {
                least = self.bound[project];
                best = Some(place);
            }
        }
        best
    }

    /// Decides between contenders whose bounds overlap. None when none of them can be paid after all.
    fn choose(&mut self) -> Result<Option<(usize, Price)>, RuleError> {
        if self.contenders.iter().all(|contender| contender.price.is_some_and(|price| price.all_pay_fully)) {
            self.decisions.by_small_fraction += 1;
            return self.choose_by_small_fraction();
        }
        self.decisions.by_exact_rational += 1;
        self.choose_by_rational()
    }

    fn choose_by_small_fraction(&mut self) -> Result<Option<(usize, Price)>, RuleError> {
        let mut best: Vec<(usize, Price)> = Vec::new();
        let mut least = SmallFraction { above: u64::MAX >> 1, below: 1 };
        for contender in &self.contenders {
            let Some(price) = contender.price else { continue };
            let fraction = self.market.full_price(contender.project);
            match fraction.compare(least) {
                std::cmp::Ordering::Greater => {}
                std::cmp::Ordering::Equal => best.push((contender.project, price)),
                std::cmp::Ordering::Less => {
                    least = fraction;
                    best = vec![(contender.project, price)];
                }
            }
        }
        self.break_tie(best)
    }

    fn choose_by_rational(&mut self) -> Result<Option<(usize, Price)>, RuleError> {
        let market = self.market;
        let share = ratio(self.share.above, self.share.below);
        let ledger = self.ledger.get_or_insert_with(|| Ledger::new(market.classes, share));
        ledger.catch_up(market, &self.count.selections);
        let mut best: Vec<(usize, Price)> = Vec::new();
        let mut least = None;
        for contender in &self.contenders {
            let Some(exact) = ledger.price(market, contender.project) else {
                self.open.retain(|&project| project != contender.project);
                continue;
            };
            let value = near(&exact);
            let price = Price { value, error: 4.0 * f64::EPSILON * value, all_pay_fully: false };
            let per_utility = exact / ratio(u128::from(market.factor(contender.project)), 1);
            if least.as_ref().is_none_or(|least| per_utility < *least) {
                least = Some(per_utility);
                best = vec![(contender.project, price)];
            } else if least.as_ref() == Some(&per_utility) {
                best.push((contender.project, price));
            }
        }
        self.break_tie(best)
    }

    fn break_tie(&mut self, best: Vec<(usize, Price)>) -> Result<Option<(usize, Price)>, RuleError> {
        let tied = best.iter().map(|&(project, _)| project).collect();
        let (first, tie) = self.market.first_of(self.election, tied, self.count.selections.len())?;
        self.count.ties.extend(tie);
        Ok(best.into_iter().find(|&(project, _)| Some(project) == first))
    }

    fn buy(&mut self, project: usize, price: Price) {
        let market = self.market;
        let paid_less = pay(market, project, price, &mut self.purses);
        let supporters = market.supporters[project];
        self.count.selections.push(Selection { project, price: price.value, supporters, paid_less });
        self.count.purchases.push(Purchase {
            project,
            highest: (price.value + price.error) / market.factor(project) as f64 * UP,
            all_pay_fully: price.all_pay_fully,
        });
        self.count.cost += market.cost[project];
        self.open.retain(|&other| other != project);
    }

    fn note_money_left(&mut self) {
        let market = self.market;
        self.count.money_left.clear();
        for project in 0..market.projects() {
            let purses = &self.purses;
            let left = market
                .backers(project)
                .iter()
                .map(|backer| f64::from(backer.voters) * purses[backer.class as usize].left)
                .sum();
            self.count.money_left.push(left);
        }
    }
}
