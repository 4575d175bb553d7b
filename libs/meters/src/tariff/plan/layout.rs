//! Laying out: the stretches of days on which season and rates stay the same, and the line of each item.

use super::{BandRun, FeeRun, Fraction, Line, Period, Plan, TierRun, day_of};
use crate::fault::{Fault, FaultKind};
use crate::tariff::{Apply, Item, ItemKind, PRICE_SCALE, Price, Share, Tariff};
use jiff::civil::Date;

pub(super) struct Builder {
    pub(super) seasons: Vec<usize>,
    /// The season part each day belongs to.
    pub(super) part_of: Vec<usize>,
    pub(super) common: i128,
}

struct Run {
    from_day: i64,
    days: i64,
    season: usize,
    part: usize,
    /// Rates of the item and, for a tier fee, of the item with the tiers.
    rate: Option<usize>,
    tiers: Option<usize>,
}

impl Builder {
    pub(super) fn line(&self, plan: &mut Plan<'_>, item: &Item) -> Result<Line, Fault> {
        let runs = self.runs(plan, item)?;
        let mut used: Vec<(usize, usize)> =
            runs.iter().filter_map(|run| run.rate).map(|rate| (plan.lines.len(), rate)).collect();
        used.dedup();
        plan.used.append(&mut used);
        if item.optional && runs.iter().all(|run| run.rate.is_none()) {
            return Ok(Line::Off);
        }
        Ok(match &item.kind {
            ItemKind::Tiers => Line::Tiers(self.tiers(plan, item, &runs)),
            ItemKind::TierFee { of } => Line::TierFee(self.fees(plan, item, *of, &runs)?),
            ItemKind::PerKwh => {
                let runs = prices(item, &runs);
                let num = runs.iter().map(|run| i128::from(run.1) * self.of_days(plan, run.0)).sum();
                Line::PerWh { num, runs }
            }
            ItemKind::Fee | ItemKind::DailyFee => {
                let daily = item.kind == ItemKind::DailyFee;
                let runs = prices(item, &runs);
                let part = |run: &(i64, i64)| {
                    let share =
                        if daily { self.common * i128::from(run.0) } else { self.of_days(plan, run.0) };
                    i128::from(run.1) * share * 1_000
                };
                Line::Fixed { num: runs.iter().map(part).sum(), runs, daily }
            }
            ItemKind::TimeOfUse { bands, .. } => {
                let first = plan.bands;
                let runs = self.bands(item, &runs);
                plan.bands += runs.len() * bands.len();
                Line::Bands { first, runs }
            }
            ItemKind::Percent { of } => {
                Line::Percent { of: of.clone(), share: self.percent(plan, item, &runs) }
            }
            ItemKind::Relief { of } => self.relief(plan, item, of, &runs),
            ItemKind::Discount { of } => {
                let cap = |run: &Run| match run.rate.map(|rate| &item.rates[rate].price) {
                    Some(Price::Discount { cap, .. }) => *cap,
                    _ => Some(0),
                };
                let caps: Option<Vec<i128>> = runs
                    .iter()
                    .map(|run| cap(run).map(|cap| i128::from(cap) * self.of_days(plan, run.days) * 1_000))
                    .collect();
                let share = self.percent(plan, item, &runs);
                Line::Discount { of: of.clone(), share, cap: caps.map(|caps| caps.iter().sum()) }
            }
        })
    }

    /// days / days of the period, times L.
    fn of_days(&self, plan: &Plan<'_>, days: i64) -> i128 {
        self.common * i128::from(days) / i128::from(plan.days)
    }

    /// Stretches of days on which season and rates stay the same.
    fn runs(&self, plan: &Plan<'_>, item: &Item) -> Result<Vec<Run>, Fault> {
        let mut runs: Vec<Run> = Vec::new();
        for day in 0..plan.days {
            let (season, part) = (self.seasons[day as usize], self.part_of[day as usize]);
            let looked_up = match item.apply {
                Apply::ByDays => day,
                Apply::AtStart => 0,
                Apply::AtEnd => plan.days - 1,
            };
            let date = day_of(plan.period, looked_up);
            let rate_season = self.seasons[looked_up as usize];
            let rate = item.rate(date, rate_season);
            if rate.is_none() && !item.optional {
                return Err(no_rate(plan.tariff, item, date));
            }
            let tiers = match item.kind {
                ItemKind::TierFee { of } => plan.tariff.items[of].rate(date, rate_season),
                _ => None,
            };
            let split_seasons = item.apply == Apply::ByDays
                && matches!(
                    item.kind,
                    ItemKind::Tiers | ItemKind::TierFee { .. } | ItemKind::TimeOfUse { .. }
                );
            match runs.last_mut() {
                Some(run)
                    if run.rate == rate && run.tiers == tiers && (run.part == part || !split_seasons) =>
                {
                    run.days += 1;
                }
                _ => runs.push(Run { from_day: day, days: 1, season, part, rate, tiers }),
            }
        }
        Ok(runs)
    }

    fn tiers(&self, plan: &Plan<'_>, item: &Item, runs: &[Run]) -> Vec<TierRun> {
        let whole_kwh = plan.tariff.proration.season == Share::WholeKwh
            && plan.parts.len() > 1
            && item.apply == Apply::ByDays;
        let run = |run: &Run| {
            let Some(Price::Tiers(tiers)) = run.rate.map(|rate| &item.rates[rate].price) else { return None };
            let base = if whole_kwh { plan.parts[run.part] } else { plan.days };
            let factor = self.common * i128::from(run.days) / i128::from(base);
            Some(TierRun { part: run.part, days: run.days, tiers: tiers.clone(), factor, whole_kwh })
        };
        runs.iter().filter_map(run).collect()
    }

    fn fees(&self, plan: &Plan<'_>, item: &Item, of: usize, runs: &[Run]) -> Result<Vec<FeeRun>, Fault> {
        let mut fees = Vec::new();
        for run in runs {
            let of_item = &plan.tariff.items[of];
            let Some(Price::Tiers(tiers)) = run.tiers.map(|rate| &of_item.rates[rate].price) else {
                return Err(no_rate(plan.tariff, of_item, day_of(plan.period, run.from_day)));
            };
            let Some(Price::Fees(amounts)) = run.rate.map(|rate| &item.rates[rate].price) else { continue };
            if amounts.len() < tiers.len() {
                let what = format!("{} fees for {} tiers", amounts.len(), tiers.len());
                let part = format!("tariff item {}", item.name);
                let line = run.rate.map_or(0, |rate| item.rates[rate].line);
                return Err(
                    Fault::new(FaultKind::Missing, part, what, "give a fee for each tier").at(line, 0)
                );
            }
            fees.push(FeeRun {
                days: run.days,
                ends: tiers.iter().filter_map(|tier| tier.up_to_kwh).map(|end| end * 1_000).collect(),
                fees: amounts.clone(),
                factor: self.of_days(plan, run.days) * 1_000,
            });
        }
        Ok(fees)
    }

    fn bands(&self, item: &Item, runs: &[Run]) -> Vec<BandRun> {
        let run = |run: &Run| {
            let Some(Price::Bands(prices)) = run.rate.map(|rate| &item.rates[rate].price) else {
                return None;
            };
            Some(BandRun {
                from_day: run.from_day,
                days: run.days,
                season: run.season,
                prices: prices.clone(),
                factor: self.common,
            })
        };
        runs.iter().filter_map(run).collect()
    }

    fn percent(&self, plan: &Plan<'_>, item: &Item, runs: &[Run]) -> Fraction {
        let of = |run: &Run| match run.rate.map(|rate| &item.rates[rate].price) {
            Some(Price::Percent(percent) | Price::Discount { percent, .. }) => i128::from(*percent),
            _ => 0,
        };
        let num: i128 = runs.iter().map(|run| of(run) * i128::from(run.days)).sum();
        let den = 100 * PRICE_SCALE * i128::from(plan.days);
        // Reduced, so that sums stay small: 10 % is 1 / 10.
        let (mut common, mut rest) = (den, num);
        while rest != 0 {
            (common, rest) = (rest, common % rest);
        }
        Fraction { num: num / common, den: den / common }
    }

    fn relief(&self, plan: &Plan<'_>, item: &Item, of: &[usize], runs: &[Run]) -> Line {
        let (mut most, mut up_to_wh, mut least) = (0, 0, 0);
        for run in runs {
            if let Some(Price::Relief { most: amount, up_to_kwh, leave }) =
                run.rate.map(|rate| &item.rates[rate].price)
            {
                most += i128::from(*amount) * self.of_days(plan, run.days) * 1_000;
                up_to_wh = up_to_wh.max(up_to_kwh * 1_000);
                least = least.max(*leave);
            }
        }
        Line::Relief { of: of.to_vec(), most, up_to_wh, leave: i128::from(least) * self.common * 1_000 }
    }
}

fn prices(item: &Item, runs: &[Run]) -> Vec<(i64, i64)> {
    let price = |run: &Run| match run.rate.map(|rate| &item.rates[rate].price) {
        Some(Price::One(price)) => Some((run.days, *price)),
        _ => None,
    };
    runs.iter().filter_map(price).collect()
}

fn no_rate(tariff: &Tariff, item: &Item, date: Date) -> Fault {
    let what = format!("no rate of {} is known for {date}", item.name);
    let mend = "add the rate with its source to the tariff, or choose a period it covers";
    Fault::new(FaultKind::NoRate, format!("tariff {} item {}", tariff.id, item.name), what, mend)
}

/// The part of each day. A new part begins where the season changes and, on that day, the tiers would
/// have been others in the season before; a season that only a discount knows makes no part.
pub(super) fn parts_of(tariff: &Tariff, period: Period, seasons: &[usize]) -> Vec<usize> {
    let tiered = || tariff.items.iter().filter(|item| item.kind == ItemKind::Tiers);
    let mut part = 0;
    let mut parts = vec![0];
    for (day, pair) in (1..).zip(seasons.windows(2)) {
        let date = day_of(period, day);
        let figures =
            |item: &Item, season: usize| item.rate(date, season).map(|at| item.rates[at].price.clone());
        let others = tiered().any(|item| figures(item, pair[0]) != figures(item, pair[1]));
        if pair[0] != pair[1] && others {
            part += 1;
        }
        parts.push(part);
    }
    parts
}
