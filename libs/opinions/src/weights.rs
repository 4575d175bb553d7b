//! Weights that make the voters look like the residents.
//!
//! Raking, also called iterative proportional fitting (W. Deming, F. Stephan, "On a least squares
//! adjustment of a sampled frequency table", Ann. Math. Statist. 11, 1940), with trimming: no person
//! counts more than five times the mean. With one column it is post-stratification; columns can be
//! joined beforehand ("dong and age") to hold their combination.
//!
//! Weights repair an uneven turn-out; they cannot speak for people who did not vote at all. Parts of
//! the population without a single voter are therefore listed, not filled in.
//!
//! Invariant: a weight is a multiple of 1/4096 and at most 64, so sums of weights and of their squares
//! are exact and do not depend on the order of people.

use crate::error::OpinionError;
use crate::export::{PersonTraits, PopulationMargin};
use std::collections::HashMap;

#[cfg(test)]
mod tests;

/// No person counts more than this many times the mean.
const MOST: f64 = 5.0;
/// Rounds at most; two columns usually need ten.
const ROUNDS: usize = 200;
/// Weights are multiples of this.
const GRAIN: f64 = 4096.0;

/// One weight per person of the votes, mean about 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// The weights, in the order of the people.
    pub values: Vec<f64>,
    /// Number of equally weighted people that would be as informative (Kish).
    pub effective_people: f64,
    /// People about whom no column says anything; they keep weight 1 before the mean is set.
    pub unknown: usize,
    /// People whose weight was held at the limit.
    pub trimmed: usize,
    /// How each value of each column stands before and after.
    pub fits: Vec<MarginFit>,
}

/// One value of one column: its share of the population and of the voters.
#[derive(Clone, Debug, PartialEq)]
pub struct MarginFit {
    /// The column, such as `age`.
    pub column: String,
    /// The value, such as `60 and over`.
    pub value: String,
    /// Voters with this value.
    pub people: usize,
    /// Share of the population, 0 to 1.
    pub population: f64,
    /// Share of the voters whose value is known, each counted once.
    pub raw: f64,
    /// The same share after weighting. 0 where nobody voted: that part of the population is silent.
    pub weighted: f64,
}

impl Weights {
    /// Weights made elsewhere, one per person. They are rounded to 1/4096 and held between 1/4096 and
    /// 64; what is not a number counts as 1.
    pub fn new(values: &[f64]) -> Weights {
        let values: Vec<f64> = values.iter().map(|value| rounded(*value)).collect();
        let effective_people = effective(&values);
        Weights { values, effective_people, unknown: 0, trimmed: 0, fits: Vec::new() }
    }
}

/// Weights for `people` (the order of [`crate::Votes::people`]) from their traits and the population.
///
/// A person may lack a trait (no row, or an empty field); that column then leaves their weight alone.
/// Errors: a trait that the population does not have.
pub fn weights_to_population(
    people: &[Box<str>],
    traits: &PersonTraits,
    population: &[PopulationMargin],
) -> Result<Weights, OpinionError> {
    let margins: Vec<Margin> =
        population.iter().map(|margin| Margin::of(people, traits, margin)).collect::<Result<_, _>>()?;
    let mut values = vec![1.0; people.len()];
    for _ in 0..ROUNDS {
        let mut change = 0.0f64;
        for margin in &margins {
            change = change.max(margin.fit(&mut values));
        }
        trim(&mut values);
        if change < 1e-9 {
            break;
        }
    }
    let trimmed = values.iter().filter(|value| **value >= MOST * (1.0 - 1e-6)).count();
    let mut weights = Weights::new(&values);
    let silent = |person: usize| margins.iter().all(|margin| margin.value_of[person].is_none());
    weights.unknown = (0..people.len()).filter(|person| silent(*person)).count();
    weights.trimmed = trimmed;
    weights.fits = margins.iter().flat_map(|margin| margin.report(&weights.values)).collect();
    Ok(weights)
}

/// One column, as numbers.
struct Margin<'a> {
    margin: &'a PopulationMargin,
    value_of: Vec<Option<usize>>,
    shares: Vec<f64>,
}

impl Margin<'_> {
    fn of<'a>(
        people: &[Box<str>],
        traits: &PersonTraits,
        margin: &'a PopulationMargin,
    ) -> Result<Margin<'a>, OpinionError> {
        let number: HashMap<&str, usize> =
            margin.parts.iter().enumerate().map(|(index, part)| (part.0.as_str(), index)).collect();
        let mut value_of = Vec::with_capacity(people.len());
        for person in people {
            value_of.push(match traits.value(person, &margin.column) {
                None => None,
                Some(value) => match number.get(value) {
                    Some(index) => Some(*index),
                    None => {
                        let (column, value) = (margin.column.clone(), value.to_owned());
                        return Err(OpinionError::UnknownTrait { column, value });
                    }
                },
            });
        }
        let all: f64 = margin.parts.iter().map(|part| part.1 as f64).sum();
        let shares =
            margin.parts.iter().map(|part| if all > 0.0 { part.1 as f64 / all } else { 0.0 }).collect();
        Ok(Margin { margin, value_of, shares })
    }

    fn sums(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.shares.len()];
        for (value, part) in values.iter().zip(&self.value_of) {
            if let Some(part) = part {
                sums[*part] += value;
            }
        }
        sums
    }

    /// Brings this column to the population's shares; returns the largest change of a factor.
    fn fit(&self, values: &mut [f64]) -> f64 {
        let sums = self.sums(values);
        let present: f64 = sums.iter().sum();
        let covered: f64 =
            self.shares.iter().zip(&sums).filter(|(_, sum)| **sum > 0.0).map(|(share, _)| share).sum();
        if covered <= 0.0 {
            return 0.0;
        }
        let factor = |(share, sum): (&f64, &f64)| {
            if *sum > 0.0 && *share > 0.0 { share / covered * present / sum } else { 1.0 }
        };
        let factors: Vec<f64> = self.shares.iter().zip(&sums).map(factor).collect();
        for (value, part) in values.iter_mut().zip(&self.value_of) {
            if let Some(part) = part {
                *value *= factors[*part];
            }
        }
        factors.iter().fold(0.0, |most: f64, factor| most.max((factor - 1.0).abs()))
    }

    fn report(&self, values: &[f64]) -> Vec<MarginFit> {
        let ones = vec![1.0; values.len()];
        let (raw, weighted) = (self.sums(&ones), self.sums(values));
        let (raw_all, weighted_all): (f64, f64) = (raw.iter().sum(), weighted.iter().sum());
        let share = |part: f64, all: f64| if all > 0.0 { part / all } else { 0.0 };
        let line = |(index, part): (usize, &(String, u64))| MarginFit {
            column: self.margin.column.clone(),
            value: part.0.clone(),
            people: raw[index] as usize,
            population: self.shares[index],
            raw: share(raw[index], raw_all),
            weighted: share(weighted[index], weighted_all),
        };
        self.margin.parts.iter().enumerate().map(line).collect()
    }
}

fn set_mean_to_one(values: &mut [f64]) {
    let sum: f64 = values.iter().sum();
    let mean = if sum > 0.0 { sum / values.len() as f64 } else { 1.0 };
    values.iter_mut().for_each(|value| *value /= mean);
}

/// Holds every weight at the limit. Holding one lowers the mean, and with it the limit of the others;
/// so it is repeated until nobody stands out.
fn trim(values: &mut [f64]) {
    for _ in 0..ROUNDS {
        set_mean_to_one(values);
        if values.iter().all(|value| *value <= MOST * (1.0 + 1e-9)) {
            return;
        }
        values.iter_mut().for_each(|value| *value = value.min(MOST));
    }
}

fn rounded(value: f64) -> f64 {
    let value = if value.is_finite() { value } else { 1.0 };
    (value.clamp(1.0 / GRAIN, 64.0) * GRAIN).round() / GRAIN
}

fn effective(values: &[f64]) -> f64 {
    let (mut sum, mut squares) = (0.0, 0.0);
    for value in values {
        sum += value;
        squares += value * value;
    }
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}
