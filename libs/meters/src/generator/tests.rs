//! The made-up city is the same each time and looks like a city.

use super::*;
use crate::civil::zone;
use jiff::civil::date;

pub(crate) fn city(meters: u64, days: u32) -> Generator {
    let zone = zone("Asia/Seoul").unwrap();
    Generator::new(City { seed: 7, meters, start: date(2025, 1, 1), days, interval_minutes: 60, zone })
        .unwrap()
}

pub(crate) fn empty() -> Meter {
    Meter { id: String::new(), start: 0, interval_minutes: 60, wh: Vec::new() }
}

#[test]
fn a_seed_gives_the_same_city_to_the_bit() {
    let generator = city(10, 365);
    let (mut one, mut two) = (empty(), empty());
    let truth = generator.fill(3, &mut one);
    generator.fill(4, &mut two);
    assert_ne!(one.wh, two.wh);
    assert_eq!(generator.fill(3, &mut two), truth);
    assert_eq!(one, two);
    assert_eq!(truth, generator.truth(3));
    // A fingerprint: the same on every machine and compiler, or the generator changed.
    let print = one.wh.iter().fold(0_u64, |print, wh| print.wrapping_mul(31).wrapping_add(*wh as u64));
    assert_eq!((one.wh.len(), print), (8_760, FINGERPRINT));
}

const FINGERPRINT: u64 = 8_231_233_875_312_316_180;

#[test]
fn levels_shares_and_the_summer_hump_are_those_of_a_city() {
    let generator = city(400, 365);
    let mut meter = empty();
    let mut months = [0_i64; 13];
    let mut counts = [0; ARCHETYPES.len()];
    for number in 0..400 {
        counts[generator.fill(number, &mut meter).archetype] += 1;
        for day in &generator.calendar.days {
            let slots = &meter.wh[day.first as usize..(day.first + day.count) as usize];
            months[usize::from(day.month)] += slots.iter().map(|wh| i64::from(*wh)).sum::<i64>();
        }
    }
    let month_kwh = months.iter().sum::<i64>() / 400 / 12 / 1_000;
    assert!((220..420).contains(&month_kwh), "{month_kwh} kWh a month");
    assert!(months[7] + months[8] > (months[5] + months[10]) * 5 / 4, "August over May: {months:?}");
    assert!(counts.iter().all(|count| *count > 10), "{counts:?}");
}

#[test]
fn odd_intervals_and_no_days_are_refused() {
    let zone = zone("Asia/Seoul").unwrap();
    for (days, interval_minutes) in [(0, 60), (1, 7), (1, 0), (1, 120)] {
        let city =
            City { seed: 1, meters: 1, start: date(2025, 1, 1), days, interval_minutes, zone: zone.clone() };
        assert!(Generator::new(city).is_err());
    }
}

#[test]
fn a_city_of_too_many_days_is_refused() {
    let of = |days, interval_minutes, year| {
        let start = jiff::civil::date(year, 1, 1);
        let zone = crate::civil::zone("Asia/Seoul").unwrap();
        Generator::new(City { seed: 1, meters: 1, start, days, interval_minutes, zone }).map(|_| ())
    };
    assert_eq!(of(4_000_000_000, 60, 2025).unwrap_err().kind, crate::FaultKind::Limit);
    assert_eq!(of(2_000, 1, 2025).unwrap_err().kind, crate::FaultKind::Limit);
    assert_eq!(of(90, 60, 9999).unwrap_err().kind, crate::FaultKind::Limit);
    assert_eq!(of(40, 1, 2025), Ok(()));
}

#[test]
fn days_beyond_the_calendar_are_its_ends() {
    use crate::civil::date_of;
    assert_eq!(date_of(i32::MAX), jiff::civil::Date::MAX);
    assert_eq!(date_of(i32::MIN), jiff::civil::Date::MIN);
    assert_eq!(date_of(20_178), jiff::civil::date(2025, 3, 31));
}
