//! `district`: energy and carbon by district, under the 15/15 rule.

use super::picture::bars;
use super::{Input, Page, caption, kwh};
use crate::carbon::{Factor, Found, find, grams};
use crate::district::{Held, Home, report};
use crate::fault::{Fault, FaultKind};
use crate::readings::Meter;
use crate::tariff::plan::Period;
use crate::tariff::use_bands::energy;
use std::collections::BTreeMap;

/// Reads which meter is in which district: a table with the columns `meter` and `district`, others aside.
///
/// # Errors
/// `Missing` without these columns; `Format` with the line for a row without both, `Reference` for a meter
/// in two districts.
pub fn read_districts(text: &str) -> Result<BTreeMap<String, String>, Fault> {
    let part = "districts";
    let fault = |kind, what: String, mend: &str, line| Fault::new(kind, part, what, mend).at(line, 0);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let broken = |error: &csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        fault(FaultKind::Format, format!("not a table: {error}"), "check the quotes", line)
    };
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let column = |name: &str| {
        header.iter().position(|cell| cell.eq_ignore_ascii_case(name)).ok_or_else(|| {
            fault(
                FaultKind::Missing,
                format!("no column '{name}'"),
                "write meter,district in the first line",
                1,
            )
        })
    };
    let (meters, districts) = (column("meter")?, column("district")?);
    let mut map = BTreeMap::new();
    for row in reader.records() {
        let row = row.map_err(|error| broken(&error))?;
        let line = row.position().map_or(0, csv::Position::line);
        let (Some(meter), Some(district)) = (row.get(meters), row.get(districts)) else {
            let what = "a row without a meter or a district".to_owned();
            return Err(fault(FaultKind::Format, what, "write both columns", line));
        };
        let before = map.insert(meter.to_owned(), district.to_owned());
        if before.is_some_and(|before| before != district) {
            let what = format!("meter {meter} is in two districts");
            return Err(fault(FaultKind::Reference, what, "keep one of its rows", line));
        }
    }
    Ok(map)
}

/// The page of many meters over a period.
///
/// # Errors
/// `NoRate` when no carbon factor is known for the purpose and the period's first day.
pub fn district(
    meters: &[Meter],
    of: &BTreeMap<String, String>,
    period: Period,
    factors: &[Factor],
    purpose: &str,
    input: &Input,
) -> Result<Page, Fault> {
    let unknown = input.language.say("소속 모름", "district unknown");
    let homes: Vec<Home> = meters
        .iter()
        .map(|meter| {
            let district = of.get(&meter.id).map_or(unknown, String::as_str).to_owned();
            Home { district, wh: energy(meter, &input.zone, period).ok() }
        })
        .collect();
    let report = report(&homes);
    let found = find(factors, "KR", purpose, period.start)?;
    let tonnes = |wh: i64| {
        let kilograms = (grams(wh, found.factor) + 500) / 1_000;
        format!("{}.{:03}", kilograms / 1_000, kilograms % 1_000)
    };
    let say = |ko: &'static str, en: &'static str| input.language.say(ko, en);
    let mut text = format!("{period}  {} {}\n", homes.len(), say("가구", "homes"));
    if input.synthetic {
        text.push_str(say("합성 데이터입니다.\n", "These readings are made up.\n"));
    }
    text.push_str(&format!(
        "\n{:<14} {:>7} {:>7} {:>14} {:>12} {:>12}\n",
        say("구역", "district"),
        say("가구", "homes"),
        say("모름", "unknown"),
        "kWh",
        say("가구당 kWh", "kWh a home"),
        "tCO2eq"
    ));
    let (mut labels, mut values) = (Vec::new(), Vec::new());
    let city = report.city.iter().map(|shown| (say("전체", "city"), Ok(*shown)));
    for (name, shown) in report.rows.iter().map(|row| (row.district.as_str(), row.shown)).chain(city) {
        match shown {
            Ok(shown) => {
                text.push_str(&format!(
                    "{name:<14} {:>7} {:>7} {:>14} {:>12} {:>12}\n",
                    shown.homes,
                    shown.unknown,
                    kwh(shown.wh),
                    kwh(shown.mean_wh),
                    tonnes(shown.wh)
                ));
                labels.push(name.to_owned());
                values.push(shown.mean_wh as f64 / 1_000.0);
            }
            Err(held) => text.push_str(&format!("{name:<14} {}\n", why(held, input))),
        }
    }
    text.push_str(&factor_note(found, input));
    let title = say("가구당 사용량", "Use of a home");
    let svg = bars(&caption(title, input.synthetic, input.language), "kWh", &labels, &values, &text);
    Ok(Page { text, svg })
}

fn factor_note(found: Found<'_>, input: &Input) -> String {
    let factor = found.factor;
    let mut text = format!(
        "\n{} {} tCO2eq/MWh ({}, {} .. {}, {} {}; {})\n",
        input.language.say("배출계수", "Factor"),
        crate::decimal::text(factor.t_per_mwh, crate::carbon::FACTOR_DIGITS),
        factor.basis,
        factor.from,
        factor.to,
        input.language.say("공표", "published"),
        factor.published,
        factor.source
    );
    if found.carried {
        text.push_str(input.language.say(
            "그 뒤의 계수는 아직 없어 마지막 계수를 이어 썼습니다.\n",
            "No later factor is known; the last one was carried on.\n",
        ));
    }
    text
}

fn why(held: Held, input: &Input) -> &'static str {
    let say = |ko, en| match input.language {
        super::Language::Ko => ko,
        super::Language::En => en,
    };
    match held {
        Held::TooFewHomes => say("15가구 미만이라 보이지 않습니다", "not shown: fewer than 15 homes"),
        Held::OneHomeDominates => {
            say("한 가구가 15 %를 넘어 보이지 않습니다", "not shown: one home is more than 15 %")
        }
        Held::ToProtectAnother => {
            say("다른 구역을 지키려고 보이지 않습니다", "not shown: it would reveal another district")
        }
    }
}
