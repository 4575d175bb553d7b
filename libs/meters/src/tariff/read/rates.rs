//! Rates of a tariff file: dates, seasons, sources and figures.

use super::{STATUSES, season, word};
use crate::decimal;
use crate::fault::{Fault, FaultKind};
use crate::tariff::{ItemKind, PERCENT_MAX, PRICE_DIGITS, Price, Rate, Status, Tariff, Tier};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RateFile {
    from: toml::value::Datetime,
    to: Option<toml::value::Datetime>,
    #[serde(default)]
    season: Vec<String>,
    status: String,
    #[serde(default)]
    source: Vec<String>,
    #[serde(default)]
    up_to_kwh: Vec<i64>,
    #[serde(default)]
    prices: Vec<String>,
    #[serde(default)]
    bands: BTreeMap<String, String>,
    price: Option<String>,
    percent: Option<String>,
    most: Option<String>,
    leave: Option<String>,
    when_kwh_at_most: Option<i64>,
}

/// A rate of an item of this kind.
pub(super) fn rate(tariff: &Tariff, kind: &ItemKind, file: RateFile, line: u64) -> Result<Rate, Fault> {
    let from = date(&file.from)?;
    let to = file.to.as_ref().map(date).transpose()?;
    if to.is_some_and(|to| to <= from) {
        let what = "a rate ends before it begins";
        return Err(Fault::new(FaultKind::Time, "", what, "`to` is the first day the rate no longer holds"));
    }
    let mut sources = Vec::new();
    for name in &file.source {
        let found = tariff.sources.iter().position(|source| source.id == *name);
        sources.push(found.ok_or_else(|| {
            let what = format!("source '{name}' is not declared");
            Fault::new(FaultKind::Reference, "", what, "declare it under [[source]]")
        })?);
    }
    let status = word(&file.status, &STATUSES, "status")?;
    if sources.is_empty() && !matches!(status, Status::Recalled | Status::Synthetic) {
        let what = "a rate without a source";
        return Err(Fault::new(FaultKind::Missing, "", what, "name its source, or status = \"recalled\""));
    }
    let named = file.season.iter().map(|name| season(tariff, name));
    let seasons: Vec<usize> = named.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    let price = price(kind, &file, tariff.minor_digits)?;
    Ok(Rate { from, to, seasons, price, status, sources, line })
}

fn date(value: &toml::value::Datetime) -> Result<Date, Fault> {
    value.to_string().parse().map_err(|_| {
        let what = format!("{value} is not a date");
        Fault::new(FaultKind::Time, "", what, "write 2024-07-01")
    })
}

fn price(kind: &ItemKind, file: &RateFile, minor: u32) -> Result<Price, Fault> {
    let money = |text: &String| {
        decimal::exact(text, PRICE_DIGITS + minor).ok_or_else(|| {
            let what = format!("\"{text}\" is not a price");
            Fault::new(FaultKind::Number, "", what, "write digits with a point, in quotes")
        })
    };
    let percent = |text: &String| {
        let percent =
            decimal::exact(text, PRICE_DIGITS).filter(|percent| (0..=PERCENT_MAX).contains(percent));
        percent.ok_or_else(|| {
            let what = format!("\"{text}\" is not a percentage");
            Fault::new(FaultKind::Number, "", what, "write digits with a point, in quotes")
        })
    };
    let missing = |field: &str| {
        let what = format!("the rate has no {field}");
        Fault::new(FaultKind::Missing, "", what, format!("write {field}"))
    };
    Ok(match kind {
        ItemKind::Tiers => Price::Tiers(tiers(file, money)?),
        ItemKind::TierFee { .. } => Price::Fees(file.prices.iter().map(money).collect::<Result<_, _>>()?),
        ItemKind::PerKwh | ItemKind::Fee | ItemKind::DailyFee => {
            Price::One(money(file.price.as_ref().ok_or_else(|| missing("price"))?)?)
        }
        ItemKind::TimeOfUse { bands, .. } => {
            let of_band = |band: &String| file.bands.get(band).ok_or_else(|| missing(band)).and_then(&money);
            Price::Bands(bands.iter().map(of_band).collect::<Result<_, _>>()?)
        }
        ItemKind::Percent { .. } => {
            Price::Percent(percent(file.percent.as_ref().ok_or_else(|| missing("percent"))?)?)
        }
        ItemKind::Relief { .. } => Price::Relief {
            most: money(file.most.as_ref().ok_or_else(|| missing("most"))?)?,
            up_to_kwh: file.when_kwh_at_most.unwrap_or(i64::MAX / 1_000),
            leave: file.leave.as_ref().map(money).transpose()?.unwrap_or(0),
        },
        ItemKind::Discount { .. } => Price::Discount {
            percent: percent(file.percent.as_ref().ok_or_else(|| missing("percent"))?)?,
            cap: file.most.as_ref().map(money).transpose()?,
        },
    })
}

fn tiers(file: &RateFile, money: impl Fn(&String) -> Result<i64, Fault>) -> Result<Vec<Tier>, Fault> {
    let rising = file.up_to_kwh.windows(2).all(|pair| pair[0] < pair[1]);
    if !rising || file.prices.len() != file.up_to_kwh.len() + 1 || file.up_to_kwh.first() == Some(&0) {
        let what = "tiers need rising ends and one price more than ends";
        let mend = "write up_to_kwh = [200, 400] and prices = [\"120\", \"214.6\", \"307.3\"]";
        return Err(Fault::new(FaultKind::Number, "", what, mend));
    }
    let ends = file.up_to_kwh.iter().map(|end| Some(*end)).chain([None]);
    ends.zip(&file.prices).map(|(up_to_kwh, text)| Ok(Tier { up_to_kwh, price: money(text)? })).collect()
}
