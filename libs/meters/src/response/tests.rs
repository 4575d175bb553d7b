//! Baselines by hand.

use super::*;

fn day(wh: i64) -> DayHours {
    Some([wh; 24])
}

#[test]
fn mid_six_of_ten_drops_two_and_two() {
    let uses = [90, 100, 110, 95, 105, 80, 120, 100, 100, 100];
    let mut days: Vec<DayHours> = uses.iter().map(|wh| day(*wh)).collect();
    days.push(day(50));
    let found = baseline(&days, &[true; 11], 10, 18..20, Method::Mid6Of10).unwrap();
    // Dropped: 80, 90 and 120, 110. Left: 100 four times, 95, 105.
    assert_eq!(found.hours, [100, 100]);
    assert_eq!(found.days, [9, 8, 7, 4, 3, 1]);
    let max = baseline(&days, &[true; 11], 10, 18..19, Method::Max4Of5).unwrap();
    // Last five: 80, 120, 100, 100, 100; the lowest goes: 420 / 4.
    assert_eq!(max.hours, [105]);
}

#[test]
fn quiet_days_are_replaced_by_earlier_ones() {
    let mut days: Vec<DayHours> = vec![day(100); 12];
    days[8] = day(10);
    days[9] = None;
    let mut eligible = vec![true; 12];
    eligible[10] = false;
    let found = baseline(&days, &eligible, 11, 0..24, Method::Max4Of5).unwrap();
    // Candidates 7, 6, 5, 4, 3: day 8 is under three quarters, 9 has no reading, 10 is no working day.
    // Of equal days the later is dropped as the lowest.
    assert_eq!(found.days, [6, 5, 4, 3]);
    let few = baseline(&days, &eligible, 4, 0..24, Method::Max4Of5).unwrap_err();
    assert_eq!(few.kind, FaultKind::TooFew);
}

#[test]
fn quality_is_bias_and_spread() {
    let rows = [(0, 100, 110), (0, 100, 90), (1, 200, 230), (1, 200, 230)];
    let found = quality(&rows, 3);
    let first = found[0].unwrap();
    assert_eq!((first.bias_percent, first.spread_percent), (0.0, 10.0));
    let second = found[1].unwrap();
    assert_eq!((second.bias_percent, second.spread_percent, second.events), (15.0, 0.0, 2));
    assert_eq!(found[2], None);
}
