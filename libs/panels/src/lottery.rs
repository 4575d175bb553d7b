//! The lottery: possible panels with whole-number weights, exact chances, and the draw.
//!
//! Probabilities found in floating point are rounded once to weights that add up to `TOTAL`; from
//! then on everything is exact. A panel is a count per class; who of a class sits is drawn
//! uniformly, household by household, so a person's chance is an exact fraction. The lottery is
//! published (with its digest) before the seed is known; then the seed decides.

use crate::classes::Classes;
use crate::columns::Mixture;
use crate::error::{Kind, Place, Problems, Source};
use crate::problem::Problem;
use crate::random::Stream;

#[cfg(test)]
mod tests;

/// Sum of all weights.
pub const TOTAL: u64 = 1_000_000_000_000;

/// One kind of panel and its weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// Chance of this panel in units of 1 / total.
    pub weight: u64,
    /// (class, people of it), classes ascending, people > 0.
    pub counts: Vec<(usize, u32)>,
}

/// All panels that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lottery {
    pub total: u64,
    pub draws: Vec<Draw>,
}

/// An exact probability in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance {
    pub numerator: u64,
    pub denominator: u64,
}

impl Chance {
    pub fn new(numerator: u64, denominator: u64) -> Chance {
        let divisor = greatest_common_divisor(numerator, denominator).max(1);
        Chance { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    pub fn value(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// Decimal digits after the point, rounded down.
    pub fn digits(self, places: u32) -> String {
        let scale = 10_u128.pow(places);
        let whole = u128::from(self.numerator) * scale / u128::from(self.denominator.max(1));
        format!("{}.{:0width$}", whole / scale, whole % scale, width = places as usize)
    }
}

impl PartialOrd for Chance {
    fn partial_cmp(&self, other: &Chance) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Chance {
    fn cmp(&self, other: &Chance) -> std::cmp::Ordering {
        let left = u128::from(self.numerator) * u128::from(other.denominator);
        left.cmp(&(u128::from(other.numerator) * u128::from(self.denominator)))
    }
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Lottery {
    /// Whole-number weights by largest remainder; panels whose weight rounds to 0 drop out.
    pub fn of(mixture: &Mixture, total: u64) -> Lottery {
        let shares: Vec<f64> = mixture.panels.iter().map(|(_, probability)| *probability).collect();
        let weights = apportion(&shares, total);
        let mut draws: Vec<Draw> = mixture
            .panels
            .iter()
            .zip(weights)
            .filter(|(_, weight)| *weight > 0)
            .map(|((panel, _), weight)| {
                let counts = panel.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
                Draw { weight, counts }
            })
            .collect();
        draws.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.counts.cmp(&b.counts)));
        Lottery { total, draws }
    }

    /// Exact chance of one person of each class.
    pub fn chances(&self, classes: &Classes) -> Vec<Chance> {
        let mut sums = vec![0_u128; classes.classes.len()];
        for draw in &self.draws {
            for &(class, count) in &draw.counts {
                sums[class] += u128::from(draw.weight) * u128::from(count);
            }
        }
        sums.iter()
            .zip(&classes.classes)
            .map(|(&sum, class)| Chance::new(sum as u64, self.total * u64::from(class.people)))
            .collect()
    }

    /// Checks a lottery from outside: weights add up and every panel is possible.
    pub fn check(&self, problem: &Problem) -> Result<(), Problems> {
        let wrong = |cause: String| {
            Err(Problems::one(Kind::LotteryMismatch { cause }, Place::whole(Source::Lottery)))
        };
        let sum: u128 = self.draws.iter().map(|draw| u128::from(draw.weight)).sum();
        if sum != u128::from(self.total) || sum == 0 {
            return wrong(format!("the weights add up to {sum} and not to {}", self.total));
        }
        for (index, draw) in self.draws.iter().enumerate() {
            let mut panel = vec![0; problem.program.most.len()];
            for &(class, count) in &draw.counts {
                match panel.get_mut(class) {
                    Some(seat) if *seat == 0 => *seat = count,
                    Some(_) => return wrong(format!("panel {} names class {class} twice", index + 1)),
                    None => {
                        return wrong(format!(
                            "panel {} names class {class}, which does not exist",
                            index + 1
                        ));
                    }
                }
            }
            if !problem.program.admits(&panel) {
                return wrong(format!("panel {} does not meet the quotas", index + 1));
            }
        }
        Ok(())
    }

    /// Draws a panel: indices into `Pool::people`, ascending.
    ///
    /// Numbers of purpose "panel" decide the counts, numbers of purpose "people" who sits.
    pub fn draw(&self, classes: &Classes, seed: &str) -> Result<Vec<usize>, Problems> {
        if seed.trim().is_empty() {
            return Err(Problems::one(Kind::EmptySeed, Place::whole(Source::Options)));
        }
        let mut ball = Stream::new(seed, "panel").below(self.total);
        let mut stream = Stream::new(seed, "people");
        for draw in &self.draws {
            if ball < draw.weight {
                return Ok(seat(classes, &draw.counts, &mut stream));
            }
            ball -= draw.weight;
        }
        let cause = "the weights do not add up to the total".to_string();
        Err(Problems::one(Kind::LotteryMismatch { cause }, Place::whole(Source::Lottery)))
    }
}

/// Who of each class sits: a uniform choice of households, then of a person in each.
fn seat(classes: &Classes, counts: &[(usize, u32)], stream: &mut Stream) -> Vec<usize> {
    let mut wanted = vec![0_u32; classes.classes.len()];
    for &(class, count) in counts {
        if let Some(seats) = wanted.get_mut(class) {
            *seats = count;
        }
    }
    let mut seated = Vec::new();
    for kind in &classes.kinds {
        let mut order: Vec<usize> = (0..kind.homes.len()).collect();
        let mut place = 0;
        for (member, &class) in kind.classes.iter().enumerate() {
            // A checked lottery never asks for more households than there are.
            let left = (order.len() - place) as u32;
            for _ in 0..wanted[class].min(left) {
                let other = place + stream.below((order.len() - place) as u64) as usize;
                order.swap(place, other);
                let people = &kind.homes[order[place]][member];
                let person = if people.len() > 1 { stream.below(people.len() as u64) as usize } else { 0 };
                seated.push(people[person]);
                place += 1;
            }
        }
    }
    seated.sort_unstable();
    seated
}

/// Whole numbers with sum `total` nearest to the shares (which add up to 1): largest remainder.
pub fn apportion(shares: &[f64], total: u64) -> Vec<u64> {
    let exact: Vec<f64> = shares.iter().map(|share| share.max(0.0) * total as f64).collect();
    let mut weights: Vec<u64> = exact.iter().map(|weight| weight.floor() as u64).collect();
    let given: u64 = weights.iter().sum();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| {
        (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())).then(a.cmp(&b))
    });
    if given <= total && !order.is_empty() {
        let missing = total - given;
        let rounds = missing / order.len() as u64;
        weights.iter_mut().for_each(|weight| *weight += rounds);
        order.iter().take((missing % order.len() as u64) as usize).for_each(|&index| weights[index] += 1);
    } else {
        let mut surplus = given.saturating_sub(total);
        for &index in order.iter().rev() {
            let cut = surplus.min(weights[index]);
            weights[index] -= cut;
            surplus -= cut;
        }
    }
    weights
}
