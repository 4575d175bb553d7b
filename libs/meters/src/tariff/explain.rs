//! Explaining: the arithmetic of a bill, line by line, so that anybody can do the sum again.

use super::bill::{Bill, Usage, tier_energy};
use super::plan::{Line, Plan};
use super::{ItemKind, PRICE_DIGITS};
use crate::decimal;

/// A line of the bill in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub item: usize,
    /// Whole minor units.
    pub amount: i64,
    /// `200 kWh x 88.3 x 21/31 + ...`; empty for lines computed from other lines.
    pub arithmetic: String,
}

impl Plan<'_> {
    /// Every line that is not zero, with its arithmetic.
    pub fn explain(&self, usage: Usage<'_>, bill: &Bill) -> Vec<Explained> {
        let lines = (0..self.lines.len()).filter(|at| bill.lines[*at] != 0);
        lines
            .map(|item| Explained {
                item,
                amount: bill.line(item),
                arithmetic: self.arithmetic(item, usage, bill),
            })
            .collect()
    }

    fn arithmetic(&self, at: usize, usage: Usage<'_>, bill: &Bill) -> String {
        let wh = bill.billed_wh;
        let price = |price: i64| decimal::text(price, PRICE_DIGITS + self.tariff.minor_digits);
        let kwh = |wh: i64| format!("{} kWh", decimal::text(wh, 3));
        let share = |days: i64| match days == self.days {
            true => String::new(),
            false => format!(" x {days}/{}", self.days),
        };
        let mut terms: Vec<String> = Vec::new();
        match &self.lines[at] {
            Line::Tiers(runs) => {
                for run in runs {
                    let (days, of) = match run.whole_kwh {
                        true => (run.days, self.parts[run.part]),
                        false => (run.days, self.days),
                    };
                    let share = if days == of { String::new() } else { format!(" x {days}/{of}") };
                    tier_energy(self, run, wh, |_, energy, at_price| {
                        if energy != 0 {
                            terms.push(format!("{} x {}{share}", kwh(energy), price(at_price)));
                        }
                    });
                }
            }
            Line::TierFee(runs) => {
                for run in runs {
                    let tier = run.ends.iter().take_while(|end| wh > **end).count();
                    terms.push(format!("{}{}", price(run.fees[tier]), share(run.days)));
                }
            }
            Line::PerWh { runs, .. } => {
                terms = runs
                    .iter()
                    .map(|run| format!("{} x {}{}", kwh(wh), price(run.1), share(run.0)))
                    .collect();
            }
            Line::Fixed { runs, daily, .. } => {
                let term = |run: &(i64, i64)| match daily {
                    true => format!("{} days x {}", run.0, price(run.1)),
                    false => format!("{}{}", price(run.1), share(run.0)),
                };
                terms = runs.iter().map(term).collect();
            }
            Line::Bands { first, runs } => {
                let ItemKind::TimeOfUse { bands, .. } = &self.tariff.items[at].kind else {
                    return String::new();
                };
                let of_run = |(at, run): (usize, &super::plan::BandRun)| {
                    let first = first + at * bands.len();
                    let term = |band: usize| {
                        let energy = kwh(usage.bands[first + band]);
                        format!("{} {energy} x {}", bands[band], price(run.prices[band]))
                    };
                    (0..bands.len())
                        .filter(|band| usage.bands[first + band] != 0)
                        .map(term)
                        .collect::<Vec<_>>()
                };
                terms = runs.iter().enumerate().flat_map(of_run).collect();
            }
            Line::Percent { of, share } => {
                let percent = decimal::text((share.num * 100_000_000 / share.den) as i64, PRICE_DIGITS);
                let sum: i64 = of.iter().map(|at| bill.line(*at)).sum();
                let amount = decimal::text(sum, self.tariff.minor_digits);
                terms.push(format!("{percent} % x {amount}"));
            }
            Line::Off | Line::Relief { .. } | Line::Discount { .. } => {}
        }
        terms.join(" + ")
    }
}
