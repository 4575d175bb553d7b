//! The resident's questions on cases small enough to check by hand, and forecasts on real homes.

use super::forecast::forecast;
use super::neighbours::{Home, compare};
use super::next_tier::next_tier;
use super::weather::fit;
use super::why::{Side, why};
use crate::fault::FaultKind;
use crate::random::Random;
use crate::tariff::plan::{Period, Plan};
use crate::tariff::read::read;
use crate::tariff::tests::LOW;
use jiff::civil::date;

fn month(tariff: &crate::tariff::Tariff, year: i16, month: i8) -> Plan<'_> {
    Plan::new(tariff, Period::month(year, month).unwrap(), &[]).unwrap()
}

#[test]
fn the_next_tier_has_a_day_and_a_price() {
    let tariff = read(LOW).unwrap();
    let plan = month(&tariff, 2024, 4);
    // 150 kWh after 15 days, 10 kWh a day: 200 kWh after 20 days, so the 21st of April.
    let next = next_tier(&plan, 150_000, 15, 10_000).unwrap().unwrap();
    assert_eq!(next.tier, 1);
    let border = next.next.unwrap();
    assert_eq!((border.at_kwh, border.left_wh, border.on), (200, 50_000, Some(date(2024, 4, 21))));
    // 10 kWh in tier 1: 10 x (120 + 9 + 5) = 1,340; with VAT 10 % and fund 3.7 % about 1,520 won.
    assert!((1_500..=1_540).contains(&next.ten_kwh_now), "{}", next.ten_kwh_now);
    // Beyond: 10 x (214.6 + 14) = 2,286 -> about 2,600; crossing adds 690 won of base fee -> about 785.
    assert!((2_570..=2_620).contains(&border.ten_kwh_beyond), "{}", border.ten_kwh_beyond);
    assert!((760..=810).contains(&border.step), "{}", border.step);
    let slow = next_tier(&plan, 150_000, 15, 1_000).unwrap().unwrap();
    assert_eq!(slow.next.unwrap().on, None);
    let last = next_tier(&plan, 500_000, 15, 1_000).unwrap().unwrap();
    assert_eq!((last.tier, last.next), (3, None));
}

#[test]
fn the_parts_of_a_dearer_bill_add_up() {
    let tariff = read(LOW).unwrap();
    let (june, july) = (month(&tariff, 2024, 6), month(&tariff, 2024, 7));
    let mut random = Random::new(3, 0);
    for _ in 0..200 {
        let wh = |random: &mut Random| random.below(900_000) as i64;
        let (a, b) = (wh(&mut random), wh(&mut random));
        let with = |wh: i64, random: &mut Random| Some(random.below(wh as usize + 1) as i64);
        let before = Side { plan: &june, wh: a, weather_wh: with(a, &mut random) };
        let after = Side { plan: &july, wh: b, weather_wh: with(b, &mut random) };
        let split = why(before, after).unwrap();
        assert_eq!(split.total, split.after - split.before);
        assert_eq!(split.days + split.weather.unwrap() + split.behaviour + split.price, split.total);
        let unknown = why(Side { weather_wh: None, ..before }, after).unwrap();
        assert_eq!(unknown.weather, None);
        assert_eq!(unknown.days + unknown.behaviour + unknown.price, unknown.total);
    }
}

#[test]
fn only_what_changed_gets_a_part() {
    let tariff = read(LOW).unwrap();
    let plan = month(&tariff, 2024, 4);
    let side = |wh, weather| Side { plan: &plan, wh, weather_wh: Some(weather) };
    let habit = why(side(200_000, 50_000), side(260_000, 50_000)).unwrap();
    assert_eq!((habit.days, habit.weather, habit.price), (0, Some(0), 0));
    assert!(habit.behaviour > 0);
    let heat = why(side(200_000, 50_000), side(260_000, 110_000)).unwrap();
    assert_eq!((heat.weather, heat.behaviour), (Some(heat.total), 0));
}

#[test]
fn the_answer_to_weather_is_found_again() {
    let mut random = Random::new(9, 0);
    let temperatures: Vec<f32> = (0..365).map(|_| random.between(-8.0, 32.0) as f32).collect();
    let days: Vec<Option<i64>> = temperatures
        .iter()
        .map(|temperature| {
            let t = f64::from(*temperature);
            Some(
                (7_000.0
                    + 400.0 * (t - 23.0).max(0.0)
                    + 150.0 * (10.0 - t).max(0.0)
                    + random.between(-300.0, 300.0)) as i64,
            )
        })
        .collect();
    let answer = fit(&days, &temperatures).unwrap();
    assert_eq!((answer.cool_from, answer.heat_from), (23.0, 10.0));
    assert!((answer.cooling - 400.0).abs() < 20.0 && (answer.heating - 150.0).abs() < 10.0, "{answer:?}");
    assert!(answer.explained > 0.95);
    assert!(fit(&days[..59], &temperatures).is_none());
    // A home without weather gets no slopes below zero.
    let flat = fit(&vec![Some(5_000); 365], &temperatures).unwrap();
    assert!(flat.cooling.abs() < 1e-6 && flat.heating.abs() < 1e-6);
}

#[test]
fn neighbours_are_at_least_fifteen() {
    let home = Home { wh_per_day: 10_000, people: Some(2), area_m2: Some(60) };
    let other = |at: i64| Home {
        wh_per_day: at * 1_000,
        people: Some(if at < 16 { 2 } else { 4 }),
        area_m2: Some(if at < 5 { 60 } else { 120 }),
    };
    let others: Vec<Home> = (0..30).map(other).collect();
    let same_people = compare(home, &others).unwrap();
    assert_eq!((same_people.alike, same_people.homes, same_people.less_percent), ("people", 16, 62));
    assert_eq!(
        (same_people.low_quartile, same_people.median, same_people.high_quartile),
        (3_000, 7_000, 11_000)
    );
    let all = compare(Home { people: None, ..home }, &others).unwrap();
    assert_eq!((all.alike, all.homes), ("all homes", 30));
    assert_eq!(compare(home, &others[..14]).unwrap_err().kind, FaultKind::TooFew);
}

#[test]
fn forecasts_cover_what_they_say_on_made_up_homes() {
    let mut random = Random::new(11, 0);
    let (mut inside, mut all) = (0, 0);
    for _ in 0..60 {
        let mut state = 0.0;
        let days: Vec<Option<i64>> = (0..220)
            .map(|day| {
                state = 0.6 * state + f64::from(random.normal()) * 0.2;
                let weekend = if day % 7 >= 5 { 1.2 } else { 1.0 };
                Some((9_000.0 * weekend * (1.0 + state).max(0.1)) as i64)
            })
            .collect();
        for cut in [120, 150, 180, 200] {
            let coming = forecast(&days[..cut], 20, cut % 7, 80).unwrap();
            let truth: i64 = days[cut..cut + 20].iter().flatten().sum();
            inside += i32::from((coming.low..=coming.high).contains(&truth));
            all += 1;
        }
    }
    let percent = inside * 100 / all;
    assert!((72..=90).contains(&percent), "{percent} % inside");
}

#[test]
fn a_short_history_is_refused_and_no_days_are_zero() {
    assert_eq!(forecast(&[Some(1); 20], 5, 0, 80).unwrap_err().kind, FaultKind::TooFew);
    assert_eq!(forecast(&[Some(1); 40], 0, 0, 80).unwrap().high, 0);
    let mut gappy = vec![None; 100];
    (60..100).for_each(|day| gappy[day] = Some(8_000));
    let coming = forecast(&gappy, 5, 0, 80).unwrap();
    assert!((39_000..=41_000).contains(&coming.middle), "{coming:?}");
}
