//! Tests of tariffs: the golden table, the refusals, the clock.

use super::bill::Usage;
use super::plan::{Period, Plan};
use super::read::read;
use super::use_bands::measure;
use super::{Status, Tariff};
use crate::civil::{day_begins, number_of, zone};
use crate::fault::FaultKind;
use crate::readings::{GAP, Meter};
use jiff::civil::{Date, date};
use serde::Deserialize;

pub(crate) const LOW: &str =
    include_str!("../../../../cities/korea_reference/tariffs/kr-residential-low.toml");
pub(crate) const HIGH: &str =
    include_str!("../../../../cities/korea_reference/tariffs/kr-residential-high.toml");
pub(crate) const BY_CLOCK: &str =
    include_str!("../../../../cities/korea_reference/tariffs/example-time-of-use.toml");
const GOLDEN: &str = include_str!("golden.toml");

#[derive(Deserialize)]
struct Golden {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    tariff: String,
    start: toml::value::Datetime,
    end: toml::value::Datetime,
    kwh: i64,
    #[serde(default)]
    classes: Vec<String>,
    lines: Vec<GoldenLine>,
    total: i64,
}

#[derive(Deserialize)]
struct GoldenLine {
    item: String,
    sum: String,
    rule: String,
    won: i64,
}

fn day(text: &toml::value::Datetime) -> Date {
    text.to_string().parse().unwrap()
}

/// Exact value of `200*88.3*21/31 + 150*1.5` as (numerator, denominator).
fn exact(sum: &str) -> (i128, i128) {
    let mut total = (0_i128, 1_i128);
    for term in sum.split(" + ") {
        let mut value = (1_i128, 1_i128);
        for factor in term.split('*') {
            let (top, bottom) = factor.split_once('/').unwrap_or((factor, "1"));
            let (whole, fraction) = top.split_once('.').unwrap_or((top, ""));
            let digits: i128 = format!("{whole}{fraction}").parse().unwrap();
            value.0 *= digits;
            value.1 *= 10_i128.pow(fraction.len() as u32) * bottom.parse::<i128>().unwrap();
        }
        total = (total.0 * value.1 + value.0 * total.1, total.1 * value.1);
    }
    total
}

fn by_rule((num, den): (i128, i128), rule: &str) -> i128 {
    match rule {
        "down" => num / den,
        "down10" => num / (den * 10) * 10,
        "half" => (2 * num + den).div_euclid(2 * den),
        other => panic!("golden rule {other}"),
    }
}

#[test]
fn golden_bills_hold_to_the_won() {
    let golden: Golden = toml::from_str(GOLDEN).unwrap();
    let (low, high) = (read(LOW).unwrap(), read(HIGH).unwrap());
    assert!(golden.case.len() >= 40, "only {} cases", golden.case.len());
    for case in golden.case {
        let tariff = if case.tariff == "low" { &low } else { &high };
        let period = Period { start: day(&case.start), end: day(&case.end) };
        let plan = Plan::new(tariff, period, &case.classes).unwrap();
        let bill = plan.bill(Usage { wh: case.kwh * 1_000, bands: &[] }).unwrap();
        let mut sum = 0;
        for line in &case.lines {
            let place = format!("{}: {}", case.name, line.item);
            assert_eq!(by_rule(exact(&line.sum), &line.rule), i128::from(line.won), "arithmetic of {place}");
            assert_eq!(bill.line(tariff.item(&line.item).unwrap()), line.won, "engine, {place}");
            sum += line.won;
        }
        let named = |at: usize| case.lines.iter().any(|line| line.item == tariff.items[at].name);
        let stray = (0..tariff.items.len()).find(|at| !named(*at) && bill.lines[*at] != 0);
        assert_eq!(stray.map(|at| &tariff.items[at].name), None, "{}", case.name);
        assert_eq!(bill.total, (sum.max(0)) / 10 * 10, "{}", case.name);
        assert_eq!(bill.total, case.total, "{}", case.name);
    }
}

#[test]
fn the_arithmetic_shown_is_the_arithmetic_done() {
    let tariff = read(LOW).unwrap();
    for (start, end, kwh) in [
        (date(2022, 3, 11), date(2022, 4, 11), 350),
        (date(2021, 6, 21), date(2021, 7, 21), 500),
        (date(2024, 11, 15), date(2024, 12, 15), 1_111),
    ] {
        let plan = Plan::new(&tariff, Period { start, end }, &[]).unwrap();
        let usage = Usage { wh: kwh * 1_000, bands: &[] };
        let bill = plan.bill(usage).unwrap();
        let explained = plan.explain(usage, &bill);
        let energy = explained.iter().find(|line| tariff.items[line.item].name == "energy").unwrap();
        let sum = energy.arithmetic.replace(" kWh", "").replace(" x ", "*");
        assert_eq!(by_rule(exact(&sum), "down"), i128::from(energy.amount), "{}", energy.arithmetic);
    }
}

#[test]
fn more_energy_never_costs_less_without_relief() {
    let tariff = read(LOW).unwrap();
    for month in 1..=12 {
        let plan = Plan::new(&tariff, Period::month(2024, month).unwrap(), &[]).unwrap();
        let mut before = 0;
        for kwh in 0..1_400 {
            let total = plan.bill(Usage { wh: kwh * 1_000, bands: &[] }).unwrap().total;
            assert!(total >= before, "month {month}, {kwh} kWh");
            before = total;
        }
    }
}

#[test]
fn figures_that_are_not_confirmed_say_so() {
    let tariff = read(LOW).unwrap();
    let status = |year, month| Plan::new(&tariff, Period::month(year, month).unwrap(), &[]).unwrap().status();
    assert_eq!(status(2024, 5), Status::Secondary);
    assert_eq!(status(2024, 7), Status::Derived);
    assert_eq!(status(2026, 5), Status::Recalled);
}

#[test]
fn a_period_that_is_not_a_month_is_refused() {
    let tariff = read(LOW).unwrap();
    let period = Period { start: date(2024, 3, 1), end: date(2024, 5, 1) };
    let fault = Plan::new(&tariff, period, &[]).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Period);
    assert!(fault.to_string().contains("61 days"), "{fault}");
    let before = Period { start: date(2020, 3, 1), end: date(2020, 4, 1) };
    assert_eq!(Plan::new(&tariff, before, &[]).unwrap_err().kind, FaultKind::NoRate);
    let month = Period::month(2024, 3).unwrap();
    assert_eq!(Plan::new(&tariff, month, &["king".to_owned()]).unwrap_err().kind, FaultKind::Reference);
}

#[test]
fn energy_that_is_no_energy_is_refused() {
    let tariff = read(LOW).unwrap();
    let plan = Plan::new(&tariff, Period::month(2024, 3).unwrap(), &[]).unwrap();
    for wh in [-1, i64::MAX] {
        assert_eq!(plan.bill(Usage { wh, bands: &[] }).unwrap_err().kind, FaultKind::Limit);
    }
}

/// A tariff with one item whose rates are given.
fn small(rates: &str) -> String {
    format!(
        "format = 1\nid = \"t\"\ntitle_ko = \"t\"\ntitle_en = \"t\"\ncurrency = \"EUR\"\nminor_digits = 2\n\
         zone = \"+00:00\"\nusage = \"every-wh\"\nseason_share = \"exact\"\nperiod_days = [1, 100]\n\
         total_round = \"half-up\"\n[[season]]\nname = \"year\"\nmonths = [1,2,3,4,5,6,7,8,9,10,11,12]\n\
         [[item]]\nname = \"energy\"\ntitle_ko = \"e\"\ntitle_en = \"e\"\nkind = \"per-kwh\"\nround = \"none\"\n{rates}"
    )
}

fn small_rate(from: &str, to: &str, price: &str) -> String {
    let to = if to.is_empty() { String::new() } else { format!("to = {to}\n") };
    format!("[[item.rate]]\nfrom = {from}\n{to}status = \"synthetic\"\nprice = {price}\n")
}

#[test]
fn overlapping_rates_are_a_fault_with_both_lines() {
    let text = small(
        &(small_rate("2024-01-01", "2024-06-02", "\"0.30\"") + &small_rate("2024-06-01", "", "\"0.31\"")),
    );
    let fault = read(&text).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Overlap);
    assert_eq!(fault.place.line, 26);
    assert!(fault.what.contains("lines 21 and 26") && fault.what.contains("2024-06-01"), "{fault}");
}

#[test]
fn a_float_price_an_unknown_word_and_a_missing_source_are_faults() {
    let float = read(&small(&small_rate("2024-01-01", "", "0.3"))).unwrap_err();
    assert_eq!(float.kind, FaultKind::Format);
    assert!(float.place.line > 20, "{float}");
    let digits = read(&small(&small_rate("2024-01-01", "", "\"0.123456789\""))).unwrap_err();
    assert_eq!(digits.kind, FaultKind::Number);
    let unsourced = small(&small_rate("2024-01-01", "", "\"0.3\"").replace("synthetic", "published"));
    assert_eq!(read(&unsourced).unwrap_err().kind, FaultKind::Missing);
    assert_eq!(read("format = 1").unwrap_err().kind, FaultKind::Format);
    let season = small(&small_rate("2024-01-01", "", "\"0.3\"")).replace("[1,2,", "[2,2,");
    assert_eq!(read(&season).unwrap_err().kind, FaultKind::Overlap);
}

#[test]
fn a_period_across_three_rate_changes_adds_up() {
    let rates = small_rate("2024-01-01", "2024-01-11", "\"0.10\"")
        + &small_rate("2024-01-11", "2024-01-21", "\"0.20\"")
        + &small_rate("2024-01-21", "2024-01-26", "\"0.30\"")
        + &small_rate("2024-01-26", "", "\"0.40\"");
    let tariff = read(&small(&rates)).unwrap();
    let plan = Plan::new(&tariff, Period::month(2024, 1).unwrap(), &[]).unwrap();
    let bill = plan.bill(Usage { wh: 310_000, bands: &[] }).unwrap();
    // 10 kWh a day: 100 x 0.10 + 100 x 0.20 + 50 x 0.30 + 60 x 0.40 = 69.00
    assert_eq!(bill.total, 6_900);
    // A hole between two rates refuses the period instead of billing nothing for the hole.
    let hole = small(
        &(small_rate("2024-01-01", "2024-01-10", "\"0.1\"") + &small_rate("2024-01-11", "", "\"0.2\"")),
    );
    let tariff = read(&hole).unwrap();
    let fault = Plan::new(&tariff, Period::month(2024, 1).unwrap(), &[]).unwrap_err();
    assert_eq!(fault.kind, FaultKind::NoRate);
    assert!(fault.what.contains("2024-01-10"), "{fault}");
}

fn flat_meter(tariff: &Tariff, wh: i32) -> Meter {
    let zone = zone(&tariff.zone).unwrap();
    let start = day_begins(&zone, number_of(date(2024, 7, 1)));
    Meter { id: "m".to_owned(), start, interval_minutes: 60, wh: vec![wh; 24 * 31] }
}

#[test]
fn hours_fall_into_the_bands_of_their_day() {
    let tariff = read(BY_CLOCK).unwrap();
    let zone = zone(&tariff.zone).unwrap();
    let meter = flat_meter(&tariff, 1_000);
    let plan = Plan::new(&tariff, Period::month(2024, 7).unwrap(), &[]).unwrap();
    let bands = measure(&plan, &meter, &zone, &[]).unwrap();
    // July 2024: 23 weekdays, 4 Saturdays, 4 Sundays. Weekday light 10 h, middle 8 h, heavy 6 h.
    let light = 23 * 10 + 4 * 10 + 4 * 24;
    let middle = 23 * 8 + 4 * 14;
    assert_eq!(bands, [light * 1_000, middle * 1_000, 23 * 6 * 1_000]);
    let bill = plan.bill(Usage { wh: 744_000, bands: &bands }).unwrap();
    let energy = light * 105 + middle * 160 + 23 * 6 * 230;
    assert_eq!(bill.line(1), energy);
    let sum = 4_000 + energy + 744 * 9;
    assert_eq!(bill.total, (sum + (sum + 5) / 10) / 10 * 10);
    // A holiday moves a weekday's hours into light.
    let with_holiday = measure(&plan, &meter, &zone, &[date(2024, 7, 17)]).unwrap();
    assert_eq!(with_holiday[0], bands[0] + 14_000);
    assert_eq!(with_holiday.iter().sum::<i64>(), 744_000);
}

#[test]
fn a_sum_alone_cannot_be_billed_by_the_clock_nor_a_gap() {
    let tariff = read(BY_CLOCK).unwrap();
    let plan = Plan::new(&tariff, Period::month(2024, 7).unwrap(), &[]).unwrap();
    assert_eq!(plan.bill(Usage { wh: 1_000, bands: &[] }).unwrap_err().kind, FaultKind::Gap);
    let mut meter = flat_meter(&tariff, 500);
    meter.wh[100] = GAP;
    let zone = zone(&tariff.zone).unwrap();
    assert_eq!(measure(&plan, &meter, &zone, &[]).unwrap_err().kind, FaultKind::Gap);
}

#[test]
fn parts_of_a_period_add_up_to_the_period() {
    let tariff = read(LOW).unwrap();
    for offset in 0..60 {
        let start = date(2024, 5, 20).checked_add(jiff::ToSpan::days(offset)).unwrap();
        let period = Period { start, end: start.checked_add(jiff::ToSpan::days(30)).unwrap() };
        let plan = Plan::new(&tariff, period, &[]).unwrap();
        assert_eq!(plan.parts.iter().sum::<i64>(), 30);
        for kwh in [0, 1, 7, 199, 351, 1_003] {
            let parts = (0..plan.parts.len()).map(|part| plan.part_energy(part, kwh * 1_000)).sum::<i64>();
            assert_eq!(parts, kwh * 1_000);
        }
    }
}

#[test]
fn a_late_reading_bills_one_month_of_one_meter_again() {
    use super::rebill::rebill;
    use crate::readings::correct::Correction;
    let tariff = read(LOW).unwrap();
    let zone = zone(&tariff.zone).unwrap();
    let start = day_begins(&zone, number_of(date(2024, 6, 1)));
    let meter = |id: &str| Meter { id: id.to_owned(), start, interval_minutes: 60, wh: vec![400; 24 * 92] };
    let mut meters = vec![meter("a"), meter("b")];
    meters[0].wh[24 * 40] = GAP; // 11 July
    let plans: Vec<Plan<'_>> =
        (6..=8).map(|month| Plan::new(&tariff, Period::month(2024, month).unwrap(), &[]).unwrap()).collect();
    let late = Correction { meter: "a".to_owned(), instant: start + 24 * 40 * 3_600, wh: 400 };
    let nobody = Correction { meter: "z".to_owned(), ..late.clone() };
    let done = rebill(&mut meters, &[late, nobody.clone()], &plans, &zone, &[]);
    assert_eq!(done.refused, [nobody]);
    assert_eq!(done.bills.len(), 1);
    assert_eq!((done.bills[0].meter.as_str(), done.bills[0].period), ("a", 1));
    assert_eq!(done.bills[0].before.as_ref().unwrap_err().kind, FaultKind::Gap);
    // 31 x 24 x 400 Wh = 297.6 kWh, billed as 297.
    let expected = plans[1].bill(Usage { wh: 297_600, bands: &[] }).unwrap().total;
    assert_eq!(done.bills[0].after, Ok(expected));
}

#[test]
fn readings_that_straddle_midnight_are_not_shared_out() {
    let tariff = read(LOW).unwrap();
    let mut meter = flat_meter(&tariff, 400);
    meter.start -= 1_800;
    meter.wh.push(400);
    let zone = zone(&tariff.zone).unwrap();
    let fault = super::use_bands::energy(&meter, &zone, Period::month(2024, 7).unwrap()).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Period);
}

#[test]
fn a_foreign_tariff_with_a_standing_charge_fits_the_same_format() {
    // Made up: 0.601 a day, 0.245 a kWh up to 150 kWh and 0.301 beyond, VAT 5 %.
    let text = small("").replace("kind = \"per-kwh\"", "kind = \"tiers\"")
        + "[[item.rate]]\nfrom = 2024-01-01\nstatus = \"synthetic\"\nup_to_kwh = [150]\nprices = [\"0.245\", \"0.301\"]\n\
         [[item]]\nname = \"standing\"\ntitle_ko = \"s\"\ntitle_en = \"s\"\nkind = \"daily-fee\"\nround = \"none\"\n\
         [[item.rate]]\nfrom = 2024-01-01\nstatus = \"synthetic\"\nprice = \"0.601\"\n\
         [[item]]\nname = \"vat\"\ntitle_ko = \"v\"\ntitle_en = \"v\"\nkind = \"percent\"\nof = [\"energy\", \"standing\"]\n\
         round = \"half-up\"\n[[item.rate]]\nfrom = 2024-01-01\nstatus = \"synthetic\"\npercent = \"5\"\n";
    let tariff = read(&text).unwrap();
    let plan = Plan::new(&tariff, Period::month(2024, 4).unwrap(), &[]).unwrap();
    let bill = plan.bill(Usage { wh: 200_400, bands: &[] }).unwrap();
    // 150 x 24.5 + 50.4 x 30.1 + 30 x 60.1 = 3,675 + 1,517.04 + 1,803 = 6,995.04; VAT 349.752 -> 350.
    assert_eq!((bill.line(0), bill.line(1), bill.line(2)), (5_192, 1_803, 350));
    assert_eq!(bill.total, 7_345);
}

#[test]
fn figures_beyond_exact_arithmetic_are_refused_and_the_largest_bill_is_exact() {
    let absurd = small(&small_rate("2024-01-01", "", "\"90000000000\""));
    let tariff = read(&absurd).unwrap();
    let fault = Plan::new(&tariff, Period::month(2024, 1).unwrap(), &[]).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Limit);
    let tariff = read(LOW).unwrap();
    let plan = Plan::new(&tariff, Period { start: date(2024, 6, 16), end: date(2024, 7, 16) }, &[]).unwrap();
    let bill = plan.bill(Usage { wh: super::plan::WH_MAX, bands: &[] }).unwrap();
    // 10 GWh: tier 3 and beyond dwarf the rest; climate 9 and fuel 5 won a kWh are exact.
    assert_eq!(bill.line(tariff.item("climate").unwrap()), 90_000_000);
    assert_eq!(bill.line(tariff.item("fuel").unwrap()), 50_000_000);
}

#[test]
fn two_lines_of_one_name_and_a_period_of_no_days_are_refused() {
    let item = BY_CLOCK.find("[[item]]").unwrap();
    let twice = format!("{}{}", BY_CLOCK, &BY_CLOCK[item..]);
    let fault = read(&twice).unwrap_err();
    assert_eq!((fault.kind, fault.place.part.as_str()), (FaultKind::Overlap, "tariff item base"));
    assert!(fault.place.line > 100, "{fault}");
    let never = BY_CLOCK.replace("period_days = [25, 36]", "period_days = [0, 0]");
    assert_eq!(read(&never).unwrap_err().kind, FaultKind::Period);
}
