//! `district`: energy and carbon by district, under the 15/15 rule.

use super::picture::bars;
use super::{Input, Page, kwh};
use crate::carbon::{Factor, Found, find, grams};
use crate::district::{Held, Home, report};
use crate::fault::{Fault, FaultKind};
use crate::readings::Meter;
use crate::tariff::plan::Period;
use crate::tariff::use_bands::energy;
use std::collections::BTreeMap;

/// Reads `meter,district` lines (with that header).
///
/// # Errors
/// `Format` with the line when a line is not two names.
pub fn read_districts(text: &str) -> Result<BTreeMap<String, String>, Fault> {
    let mut map = BTreeMap::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate().skip(1) {
        let Some((meter, district)) = line.split_once(',') else {
            let what = "a line is not meter,district";
            let fault = Fault::new(FaultKind::Format, "districts", what, "write two columns");
            return Err(fault.at(at as u64 + 1, 0));
        };
        map.insert(meter.trim().to_owned(), district.trim().to_owned());
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
    let svg = bars(title, "kWh", &labels, &values, &text);
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
