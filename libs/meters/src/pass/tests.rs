//! The quick path against the general one, and ranks against sorting.

use super::*;
use crate::civil::{date_of, day_begins, day_number, zone};
use crate::random::Random;
use crate::readings::GAP;

fn noisy(zone_name: &str, interval_minutes: u32, days: usize, seed: u64) -> (Meter, Calendar) {
    let zone = zone(zone_name).unwrap();
    let start = day_begins(&zone, day_number(2024, 1, 1).unwrap());
    let slots = days * 1_440 / interval_minutes as usize;
    let mut random = Random::new(seed, 0);
    let wh = (0..slots).map(|_| random.below(3_000) as i32).collect();
    (
        Meter { id: "m".to_owned(), start, interval_minutes, wh },
        Calendar::new(&zone, start, interval_minutes, slots),
    )
}

/// The same count with the general path only.
fn general(meter: &Meter, calendar: &Calendar) -> Tally {
    let mut tally = Tally::new();
    tally.interval_minutes = calendar.interval_minutes;
    for (at, day) in calendar.days.iter().enumerate() {
        let of = |day: &Day| &meter.wh[day.first as usize..(day.first + day.count) as usize];
        let before = at.checked_sub(1).map(|before| &calendar.days[before]);
        let before = before.filter(|before| before.count == day.count && before.shift_from == u32::MAX);
        tally.any_day(day, of(day), before.map(of));
    }
    tally
}

#[test]
fn the_quick_path_counts_what_the_general_path_counts() {
    let (mut meter, calendar) = noisy("Asia/Seoul", 60, 400, 1);
    let mut tally = Tally::new();
    tally.count(&meter, &calendar);
    assert_eq!(tally, general(&meter, &calendar));
    meter.wh[1_000] = GAP;
    meter.wh[5_000] = -3;
    meter.wh[6_000] = i32::MAX;
    tally.count(&meter, &calendar);
    assert_eq!(tally, general(&meter, &calendar));
    assert_eq!(tally.slots, 400 * 24 - 2);
    assert_eq!(tally.by_day.iter().filter(|day| day.is_none()).count(), 2);
}

#[test]
fn counts_are_those_of_a_plain_loop() {
    let (meter, calendar) = noisy("Asia/Seoul", 30, 100, 2);
    let mut tally = Tally::new();
    tally.count(&meter, &calendar);
    assert_eq!(tally.wh, meter.wh.iter().map(|wh| i64::from(*wh)).sum::<i64>());
    assert_eq!(tally.squares, meter.wh.iter().map(|wh| i128::from(*wh) * i128::from(*wh)).sum::<i128>());
    let products: i128 =
        (48..meter.wh.len()).map(|at| i128::from(meter.wh[at]) * i128::from(meter.wh[at - 48])).sum();
    assert_eq!(tally.products, products);
    // 2024-01-01 was a Monday: hour 7 of weekdays.
    let hour_7: i64 = (0..100)
        .filter(|day| day % 7 < 5)
        .map(|day| i64::from(meter.wh[day * 48 + 14]) + i64::from(meter.wh[day * 48 + 15]))
        .sum();
    assert_eq!(tally.hour_wh[0][7], hour_7);
    assert_eq!(tally.by_day.len(), 100);
}

#[test]
fn days_of_clock_changes_have_23_and_25_hours() {
    let (meter, calendar) = noisy("EST5EDT,M3.2.0,M11.1.0", 60, 366, 3);
    let counts: Vec<(u32, String)> = calendar
        .days
        .iter()
        .filter(|day| day.count != 24)
        .map(|day| (day.count, date_of(day.number).to_string()))
        .collect();
    assert_eq!(counts, [(23, "2024-03-10".to_owned()), (25, "2024-11-03".to_owned())]);
    let mut tally = Tally::new();
    tally.count(&meter, &calendar);
    assert_eq!(tally.slots, 366 * 24);
    // Sundays: 2 o'clock lost a slot in March, 1 o'clock won one in November.
    let sundays_and_saturdays = tally.hour_slots[1][12];
    assert_eq!(tally.hour_slots[1][2], sundays_and_saturdays - 1);
    assert_eq!(tally.hour_slots[1][1], sundays_and_saturdays + 1);
    assert_eq!(tally.by_day.iter().flatten().sum::<i64>(), tally.wh);
}

#[test]
fn ranks_are_those_of_sorting() {
    let mut random = Random::new(4, 0);
    let mut ranks = Ranks::default();
    for round in 0..30 {
        let most = [100, 5_000, 200_000][round % 3];
        let mut readings: Vec<i32> = (0..500 + round).map(|_| random.below(most) as i32).collect();
        readings[3] = GAP;
        readings[4] = -7;
        let mut sorted: Vec<i32> = readings.iter().copied().filter(|wh| *wh >= 0).collect();
        sorted.sort_unstable();
        let wanted = [0, 24, sorted.len() / 2, sorted.len() - 1];
        let expected: Vec<i32> = wanted.iter().map(|rank| sorted[*rank]).collect();
        assert_eq!(ranks.at(&readings, &wanted), expected);
    }
    assert_eq!(ranks.at(&[GAP], &[0]), [0]);
}
