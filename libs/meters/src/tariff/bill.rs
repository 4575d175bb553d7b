//! Billing: a plan and an amount of energy become a bill, exact to the minor unit.

use super::plan::{FeeRun, Fraction, Line, Plan, TierRun, WH_MAX};
use super::{Rounding, UsageRule};
use crate::fault::{Fault, FaultKind};

/// Energy of one meter in the plan's period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage<'a> {
    pub wh: i64,
    /// Wh of each measured band, as `use_bands::measure` gives them; empty without time-of-use items.
    pub bands: &'a [i64],
}

/// A bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// Measured, and billed after the tariff's usage rule.
    pub used_wh: i64,
    pub billed_wh: i64,
    /// Numerators over `den`, in minor units, one for each item of the tariff; zero when it is off.
    pub lines: Vec<i128>,
    pub den: i128,
    /// To pay, in minor units.
    pub total: i64,
}

impl Bill {
    /// A line in whole minor units, rounded half up (lines that the tariff rounds are whole already).
    pub fn line(&self, item: usize) -> i64 {
        rounded(self.lines[item], self.den, Rounding::HalfUp(1)) as i64
    }
}

impl Plan<'_> {
    /// The bill for this energy.
    ///
    /// # Errors
    /// `Limit` when the energy is negative or beyond 10 GWh; `Gap` when a time-of-use tariff has no
    /// readings to go by.
    pub fn bill(&self, usage: Usage<'_>) -> Result<Bill, Fault> {
        let mut lines = Vec::with_capacity(self.lines.len());
        let total = self.total(usage, &mut lines)?;
        Ok(Bill { used_wh: usage.wh, billed_wh: self.billed(usage.wh), lines, den: self.den, total })
    }

    /// The sum alone, for many meters in a row; `lines` is scratch that keeps its allocation.
    ///
    /// # Errors
    /// As `bill`.
    pub fn total(&self, usage: Usage<'_>, lines: &mut Vec<i128>) -> Result<i64, Fault> {
        if !(0..=WH_MAX).contains(&usage.wh) {
            let what = format!("{} Wh cannot be billed", usage.wh);
            return Err(Fault::new(
                FaultKind::Limit,
                "bill",
                what,
                "check the unit and the sign of the readings",
            ));
        }
        if usage.bands.len() != self.bands {
            let what = "this tariff charges by the clock and needs readings, not a sum";
            return Err(Fault::new(FaultKind::Gap, "bill", what, "give interval readings for the period"));
        }
        lines.clear();
        let wh = self.billed(usage.wh);
        for at in 0..self.lines.len() {
            let exact = self.exact(at, wh, usage, lines);
            let rule = self.tariff.items[at].rounding;
            lines.push(match rule {
                Rounding::None => exact,
                // Lines that are computed from others are rounded already.
                _ if self.derived(at) => exact,
                _ => rounded(exact, self.den, rule) * self.den,
            });
            self.only_largest(at, lines);
        }
        let sum: i128 = lines.iter().sum();
        let total = rounded(sum, self.den, self.tariff.total.rounding);
        Ok((total as i64).max(self.tariff.total.least))
    }

    /// Energy after the tariff's usage rule, in Wh.
    pub fn billed(&self, wh: i64) -> i64 {
        match self.tariff.usage {
            UsageRule::WholeKwhDown => wh / 1_000 * 1_000,
            UsageRule::EveryWattHour => wh,
        }
    }

    fn derived(&self, at: usize) -> bool {
        matches!(self.lines[at], Line::Percent { .. } | Line::Relief { .. } | Line::Discount { .. })
    }

    fn exact(&self, at: usize, wh: i64, usage: Usage<'_>, lines: &[i128]) -> i128 {
        let rule = self.tariff.items[at].rounding;
        let sum = |of: &[usize]| of.iter().map(|line| lines[*line]).sum::<i128>();
        let whole = |num: i128| rounded(num, self.den, rule) * self.den;
        match &self.lines[at] {
            Line::Off => 0,
            Line::Tiers(runs) => self.tiers(runs, wh),
            Line::TierFee(runs) => runs.iter().map(|run| fee(run, wh)).sum(),
            Line::PerWh { num, .. } => num * i128::from(wh),
            Line::Fixed { num, .. } => *num,
            Line::Bands { first, runs } => {
                let mut band = *first;
                let mut total = 0;
                for run in runs {
                    for price in &run.prices {
                        total += i128::from(*price) * i128::from(usage.bands[band]) * run.factor;
                        band += 1;
                    }
                }
                total
            }
            Line::Percent { of, share } => self.share(sum(of), *share, rule),
            Line::Relief { of, most, up_to_wh, leave } if wh <= *up_to_wh => {
                -whole((*most).min((sum(of) - leave).max(0)))
            }
            Line::Relief { .. } => 0,
            Line::Discount { of, share, cap } => {
                let amount = self.share(sum(of).max(0), *share, rule);
                -cap.map_or(amount, |cap| amount.min(whole(cap)))
            }
        }
    }

    /// A share of an amount, rounded by the rule.
    fn share(&self, amount: i128, share: Fraction, rule: Rounding) -> i128 {
        rounded(amount * share.num, self.den * share.den, rule) * self.den
    }

    fn tiers(&self, runs: &[TierRun], wh: i64) -> i128 {
        let mut total = 0;
        for run in runs {
            tier_energy(self, run, wh, |_, energy, price| {
                total += i128::from(energy) * i128::from(price) * run.factor;
            });
        }
        total
    }

    /// Of the lines that share a word in `exclusive`, all but the largest become zero.
    fn only_largest(&self, at: usize, lines: &mut [i128]) {
        let word = &self.tariff.items[at].exclusive;
        if word.is_empty() {
            return;
        }
        for earlier in (0..at).filter(|earlier| self.tariff.items[*earlier].exclusive == *word) {
            // Discounts are negative: the largest is the lowest.
            let smaller = if lines[at] < lines[earlier] { earlier } else { at };
            lines[smaller] = 0;
        }
    }

    /// Energy of a season part, in Wh: rounded to whole kWh, the last part takes the rest.
    pub fn part_energy(&self, part: usize, wh: i64) -> i64 {
        let of = |part: usize| whole_kwh(wh, self.parts[part], self.days);
        if part + 1 < self.parts.len() {
            return of(part);
        }
        wh - (0..part).map(of).sum::<i64>()
    }
}

/// The energy in each tier of a run, as (tier, Wh, price): Wh of the whole period for exact shares, of
/// the part for whole kWh.
pub fn tier_energy(plan: &Plan<'_>, run: &TierRun, wh: i64, mut each: impl FnMut(usize, i64, i64)) {
    let part_days = plan.parts[run.part.min(plan.parts.len() - 1)];
    let mut rest = if run.whole_kwh { plan.part_energy(run.part, wh) } else { wh };
    let mut below = 0;
    for (at, tier) in run.tiers.iter().enumerate() {
        let end = tier.up_to_kwh.map(|end| end * 1_000).filter(|end| wh > *end);
        let energy = match end {
            Some(end) if run.whole_kwh => whole_kwh(end - below, part_days, plan.days).min(rest),
            Some(end) => end - below,
            None => rest,
        };
        each(at, energy, tier.price);
        rest -= energy;
        match end {
            Some(end) => below = end,
            None => break,
        }
    }
}

fn whole_kwh(wh: i64, days: i64, of_days: i64) -> i64 {
    let kwh = rounded(i128::from(wh) * i128::from(days), 1_000 * i128::from(of_days), Rounding::HalfUp(1));
    kwh as i64 * 1_000
}

fn fee(run: &FeeRun, wh: i64) -> i128 {
    let tier = run.ends.iter().take_while(|end| wh > **end).count();
    i128::from(run.fees[tier]) * run.factor
}

/// num / den by a rule, as a whole number.
pub fn rounded(num: i128, den: i128, rule: Rounding) -> i128 {
    let (step, half) = match rule {
        Rounding::None => (1, true),
        Rounding::Down(step) => (i128::from(step), false),
        Rounding::HalfUp(step) => (i128::from(step), true),
    };
    let by = den * step;
    let magnitude = num.unsigned_abs();
    let by_magnitude = by.unsigned_abs();
    let up = magnitude + if half { by_magnitude / 2 } else { 0 };
    // Most bills fit 64 bits, where a division costs a tenth.
    let whole = match (u64::try_from(up), u64::try_from(by_magnitude)) {
        (Ok(up), Ok(by)) => i128::from(up / by),
        _ => (up / by_magnitude) as i128,
    };
    let whole = whole * step;
    if num < 0 { -whole } else { whole }
}
