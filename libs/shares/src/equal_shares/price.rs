//! The price of one project: the least price per score point at which its supporters can pay its cost.
//!
//! With b the money left to a supporter, s the score and n the number of voters with that ballot, the
//! price r is the root of  sum n * min(b, r * s) = cost.  For any set E of supporters who pay all they have,
//! r >= (cost - sum over E of n * b) / (sum outside E of n * s), with equality for the right set. So each pass
//! gives a lower bound, and passes climb to the price; a pass that already exceeds the limit may stop.

use crate::market::{Backer, Market};

/// Twice the unit roundoff.
const EPSILON: f64 = f64::EPSILON;

/// Money left to one voter of a class, in smallest units. The true amount differs by at most `error`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Purse {
    pub left: f64,
    pub error: f64,
}

/// Slack that covers the rounding of the few operations between a price per point and one per utility.
pub(super) const UP: f64 = 1.0 + 8.0 * EPSILON;
pub(super) const DOWN: f64 = 1.0 - 8.0 * EPSILON;

/// A price per score point: the true one differs from `value` by at most `error`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price {
    pub value: f64,
    pub error: f64,
    /// Every supporter can pay the full price, so that it is cost / points exactly.
    pub all_pay_fully: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Quote {
    /// The supporters do not have the money, for certain.
    Unaffordable,
    /// The price is at least this, which is above the limit asked for.
    Beyond(f64),
    Clear(Price),
    /// Floats cannot tell whether it can be paid. If it can, the price is at least this.
    Unclear(f64),
}

/// Sums of one pass at a trial price.
#[derive(Clone, Copy)]
struct Sums {
    /// Money of those who pay all they have.
    poor: f64,
    poor_error: f64,
    /// Score points of the others.
    rich: f64,
    /// Up to this price the others surely can pay fully.
    least: f64,
}

/// Asks for the price of a project. `known` is a lower bound on it; a price proved to be above `limit` is not
/// worked out further.
pub(super) fn quote(market: &Market, project: usize, purses: &[Purse], known: f64, limit: f64) -> Quote {
    let cost = market.cost[project] as f64;
    let backers = market.backers(project);
    let terms = backers.len() as f64 + 4.0;
    let mut trial = known;
    let mut rich_before = f64::INFINITY;
    loop {
        let sums = match market.scores(project) {
            None => sweep_unit(backers, purses, trial),
            Some(scores) => sweep_scored(backers, scores, purses, trial),
        };
        let sum_error = 1.01 * (sums.poor_error + terms * EPSILON * sums.poor);
        if sums.rich == 0.0 {
            return if sums.poor + sum_error < cost { Quote::Unaffordable } else { Quote::Unclear(known) };
        }
        let value = (cost - sums.poor) / sums.rich;
        let error = 1.01 * sum_error / sums.rich + 4.0 * EPSILON * value.abs();
        if value - error > limit {
            return Quote::Beyond(value - error);
        }
        // Rounding may put the root a hair below the trial; by more than its error it cannot be.
        if value <= sums.least && value + error >= trial {
            let all_pay_fully = sums.rich == market.points[project] as f64;
            return settle(sums, Price { value, error, all_pay_fully });
        }
        if value <= trial || sums.rich == rich_before {
            return Quote::Unclear(known);
        }
        rich_before = sums.rich;
        trial = value;
    }
}

/// The set of poor supporters is right if all others surely can pay a little more than the price.
fn settle(sums: Sums, price: Price) -> Quote {
    if price.value + price.error >= sums.least {
        return Quote::Unclear(price.value - price.error);
    }
    Quote::Clear(price)
}

/// All scores are 1.
fn sweep_unit(backers: &[Backer], purses: &[Purse], trial: f64) -> Sums {
    let mut sums = Sums { poor: 0.0, poor_error: 0.0, rich: 0.0, least: f64::INFINITY };
    for backer in backers {
        let purse = purses[backer.class as usize];
        let voters = f64::from(backer.voters);
        if purse.left < trial {
            sums.poor += voters * purse.left;
            sums.poor_error += voters * purse.error;
        } else {
            sums.rich += voters;
            sums.least = sums.least.min(purse.left - purse.error);
        }
    }
    sums.least *= 1.0 - 4.0 * EPSILON;
    sums
}

fn sweep_scored(backers: &[Backer], scores: &[u32], purses: &[Purse], trial: f64) -> Sums {
    let mut sums = Sums { poor: 0.0, poor_error: 0.0, rich: 0.0, least: f64::INFINITY };
    for (backer, &score) in backers.iter().zip(scores) {
        let purse = purses[backer.class as usize];
        let voters = f64::from(backer.voters);
        let score = f64::from(score);
        if purse.left < trial * score {
            sums.poor += voters * purse.left;
            sums.poor_error += voters * purse.error;
        } else {
            sums.rich += voters * score;
            sums.least = sums.least.min((purse.left - purse.error) / score);
        }
    }
    sums.least *= 1.0 - 4.0 * EPSILON;
    sums
}

/// Takes the price from every supporter, or all that is left. Returns how many voters could not pay fully.
pub(super) fn pay(market: &Market, project: usize, price: Price, purses: &mut [Purse]) -> u64 {
    let mut paid_less = 0;
    for (backer, score) in market.scored_backers(project) {
        let purse = &mut purses[backer.class as usize];
        let score = f64::from(score);
        let due = price.value * score;
        let error = purse.error + price.error * score + 4.0 * EPSILON * (purse.left + due);
        if purse.left + error < due {
            *purse = Purse { left: 0.0, error: 0.0 };
            paid_less += u64::from(backer.voters);
        } else {
            *purse = Purse { left: (purse.left - due).max(0.0), error };
        }
    }
    paid_less
}
