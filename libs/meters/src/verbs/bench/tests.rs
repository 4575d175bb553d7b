//! The bench counts what the city is billed.

use super::*;
use crate::generator::tests::empty;
use crate::tariff::read::read;
use crate::tariff::tests::{BY_CLOCK, LOW};
use crate::verbs::Language;
use crate::verbs::tests::input;
use jiff::civil::date;

#[test]
fn the_bench_bills_what_the_city_is_billed() {
    let tariffs = [read(LOW).unwrap(), read(BY_CLOCK).unwrap()];
    let of = |meters| City {
        seed: 3,
        meters,
        start: date(2025, 1, 1),
        days: 62,
        interval_minutes: 60,
        zone: input(Language::En).zone,
    };
    let groups = How { groups: 3, restarts: 2, rounds_max: 50, seed: 1 };
    let mut now = 0;
    let mut clock = || {
        now += 500_000_000;
        Moment { wall: now, cpu: Some(now / 2) }
    };
    let work = Work { city: of(20), tariffs: &tariffs, groups };
    let page = bench(work, &mut clock, &input(Language::En)).unwrap();
    let mut sum = 0;
    let generator = Generator::new(of(20)).unwrap();
    let mut meter = empty();
    for number in 0..20 {
        generator.fill(number, &mut meter);
        for month in [1, 2] {
            let period = Period::month(2025, month).unwrap();
            for tariff in &tariffs {
                let plan = Plan::new(tariff, period, &[]).unwrap();
                let zone = input(Language::En).zone;
                let bands = measure(&plan, &meter, &zone, &[]).unwrap();
                let wh = crate::tariff::use_bands::energy(&meter, &zone, period).unwrap();
                sum += plan.bill(Usage { wh, bands: &bands }).unwrap().total;
            }
        }
    }
    let bills = format!("80 bills, sum {};", grouped(sum));
    // Two chunks of 16 and 4 meters: two stretches of the clock, half of it CPU. 20 x 62 x 24 readings.
    for line in
        ["20 homes, 29,760 readings", "    0.500     1.000           59,520  make", &bills, "bench/meters"]
    {
        assert!(page.text.contains(line), "missing: {line}\n{}", page.text);
    }
    let short = City { days: 20, ..of(1) };
    let work = Work { city: short, tariffs: &tariffs, groups };
    assert_eq!(bench(work, &mut clock, &input(Language::En)).unwrap_err().kind, FaultKind::Period);
}
