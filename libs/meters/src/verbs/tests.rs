//! Pages, as a person sees them.

use super::*;
use crate::carbon;
use crate::generator::tests::{city, empty};
use crate::patterns::k_means::How as Groups;
use crate::readings::espi_out;
use crate::tariff::plan::Period;
use crate::tariff::read::read;
use crate::tariff::tests::{BY_CLOCK, LOW};
use jiff::civil::date;

const FACTORS: &str = include_str!("../../../../cities/korea_reference/grid_factors.toml");

fn input(language: Language) -> Input {
    let zone = crate::civil::zone("Asia/Seoul").unwrap();
    Input { zone, language, unit: None, marks_end: false, synthetic: true }
}

fn green_button(days: u32) -> Vec<u8> {
    let generator = city(1, days);
    let mut meter = empty();
    generator.fill(2, &mut meter);
    let mut bytes = Vec::new();
    espi_out::write(&meter, &input(Language::En).zone, &mut bytes).unwrap();
    bytes
}

#[test]
fn a_green_button_file_gives_a_page_worth_reading() {
    let tariffs = [read(LOW).unwrap(), read(BY_CLOCK).unwrap()];
    let factors = carbon::read(FACTORS).unwrap();
    let generator = city(1, 200);
    let temperatures = (generator.calendar.days.iter().zip(&generator.day_temperature))
        .map(|(day, temperature)| (crate::civil::date_of(day.number), *temperature))
        .collect();
    let home = |wh_per_day| crate::resident::neighbours::Home { wh_per_day, people: None, area_m2: None };
    let homes: Vec<_> = (1..=20).map(|kwh| home(kwh * 1_000)).collect();
    let terms = bill::Terms {
        tariffs: &tariffs,
        classes: Vec::new(),
        reading_day: 11,
        holidays: Vec::new(),
        temperatures,
        factors: &factors,
        neighbours: Some((home(0), &homes)),
    };
    let page = bill::bill(&green_button(200), &input(Language::En), &terms).unwrap();
    for line in [
        "Meter S0000002  2025-01-01 .. 2025-07-19  (60 minute readings)",
        "These readings are made up.",
        "2025-06-11 .. 2025-07-10",
        "The last bill in full (2025-06-11 .. 2025-07-10)",
        "weather (temperature)",
        "This month (2025-07-11 .. 2025-08-10): 9 days so far",
        "eight times in ten between",
        "Tier now 1:",
        "The same use under other tariffs (6 months)",
        "example-time-of-use (made up)",
        "Always on",
        "20 similar homes (all homes): 10.0 kWh a day, the middle half 5.0 .. 15.0;",
        "10 % x ",
        "kg CO2eq (last known factor)",
        "What the sources leave open",
    ] {
        assert!(page.text.contains(line), "missing: {line}\n{}", page.text);
    }
    assert!(page.svg.starts_with("<svg") && page.svg.contains("<desc>"));
    let korean = bill::bill(&green_button(200), &input(Language::Ko), &terms).unwrap();
    assert!(korean.text.contains("합성 데이터입니다.") && korean.text.contains("낼 금액"), "{}", korean.text);
}

#[test]
fn a_month_with_a_gap_is_a_line_and_not_a_number() {
    let generator = city(1, 120);
    let mut meter = empty();
    generator.fill(2, &mut meter);
    meter.wh[24 * 40] = crate::readings::GAP;
    let mut bytes = Vec::new();
    espi_out::write(&meter, &input(Language::En).zone, &mut bytes).unwrap();
    let tariffs = [read(LOW).unwrap()];
    let terms = bill::Terms {
        tariffs: &tariffs,
        classes: Vec::new(),
        reading_day: 1,
        holidays: Vec::new(),
        temperatures: Vec::new(),
        factors: &[],
        neighbours: None,
    };
    let page = bill::bill(&bytes, &input(Language::En), &terms).unwrap();
    assert!(page.text.contains("2025-02-01 .. 2025-02-28        unknown  1 readings of"), "{}", page.text);
    assert!(page.text.contains("2025-03-01 .. 2025-03-31"));
    assert!(page.text.contains("weather: no temperatures"));
}

fn made_up(count: u64, days: u32) -> Vec<crate::readings::Meter> {
    let generator = city(count, days);
    let fill = |number| {
        let mut meter = empty();
        generator.fill(number, &mut meter);
        meter
    };
    (0..count).map(fill).collect()
}

#[test]
fn profile_and_cluster_speak_in_sentences() {
    let page = profile::profile(&green_button(90), &input(Language::En)).unwrap();
    assert!(page.text.contains("Most is used") || page.text.contains("Use is even"), "{}", page.text);
    assert!(page.text.contains("Hourly readings do not show which appliances"));
    let summer = page.text.lines().find(|line| line.contains("summer_ratio")).unwrap();
    assert!(summer.ends_with("unknown"), "{summer}");
    let how = Groups { groups: 4, restarts: 3, rounds_max: 50, seed: 1 };
    let page = cluster::cluster(&made_up(120, 60), &input(Language::Ko), how).unwrap();
    assert!(page.text.starts_with("120 가구, 4 가지 유형\n합성 데이터입니다."), "{}", page.text);
    assert!(page.svg.contains("polyline"));
}

#[test]
fn a_baseline_says_how_far_it_can_be_trusted() {
    let event = baseline::Event {
        day: date(2025, 3, 19),
        hours: 18..21,
        holidays: vec![date(2025, 3, 3)],
        other_events: Vec::new(),
    };
    let page = baseline::baseline(&green_button(90), &input(Language::En), &event).unwrap();
    assert!(page.text.contains("Mid(6/10)") && page.text.contains("Max(4/5)"), "{}", page.text);
    assert!(page.text.contains("trial days without an event: bias"), "{}", page.text);
    let early = baseline::Event { day: date(2025, 1, 8), ..event };
    assert!(baseline::baseline(&green_button(90), &input(Language::En), &early).is_err());
}

#[test]
fn districts_are_shown_only_in_company() {
    let meters = made_up(60, 31);
    let lines: String = meters
        .iter()
        .enumerate()
        .map(|(at, meter)| {
            format!(
                "{},{}\n",
                meter.id,
                ["A", "A", "B", "B", "B", "B"][at % 6].to_owned() + if at == 5 { "x" } else { "" }
            )
        })
        .collect();
    let of = district::read_districts(&format!("meter,district\n{lines}")).unwrap();
    let factors = carbon::read(FACTORS).unwrap();
    let period = Period::month(2025, 1).unwrap();
    let page = district::district(&meters, &of, period, &factors, "inventory", &input(Language::En)).unwrap();
    assert!(page.text.contains("not shown: fewer than 15 homes"), "{}", page.text);
    assert!(page.text.contains("not shown: it would reveal another district"), "{}", page.text);
    assert!(page.text.contains("0.4173 tCO2eq/MWh"));
    assert!(district::read_districts("meter,district\nonly one").is_err());
}

#[test]
fn a_generated_store_can_be_read_again() {
    let zone = input(Language::En).zone;
    let city = crate::generator::City {
        seed: 1,
        meters: 30,
        start: date(2025, 1, 1),
        days: 40,
        interval_minutes: 30,
        zone,
    };
    let (mut store, mut truth) = (Vec::new(), Vec::new());
    let page = generate::generate(city, &mut store, &mut truth, &input(Language::En)).unwrap();
    assert!(page.text.starts_with("A made-up city: these are no real homes."));
    let loaded = load(&store, &input(Language::En)).unwrap();
    assert_eq!(loaded.meters.len(), 30);
    assert_eq!(loaded.meters[7].wh.len(), 40 * 48);
    assert_eq!(String::from_utf8(truth).unwrap().lines().count(), 31);
    let per_reading = store.len() as f64 / (30.0 * 40.0 * 48.0);
    assert!(per_reading <= 2.2, "{per_reading} bytes a reading");
}

#[test]
fn baselines_of_a_city_are_judged_by_group() {
    let meters = made_up(80, 70);
    let truth: Vec<usize> = (0..80).map(|number| city(80, 70).truth(number).archetype).collect();
    let names: Vec<&str> = crate::generator::ARCHETYPES.to_vec();
    let events = [date(2025, 2, 12), date(2025, 2, 26), date(2025, 3, 6)];
    let judged = baseline::City { of: &truth, names: &names, events: &events, hours: 18..21, holidays: &[] };
    let page = baseline::trust(&meters, &judged, &input(Language::En)).unwrap();
    assert!(page.text.contains("evening") && page.text.contains("Max(4/5)"), "{}", page.text);
    let judged_events: usize = page.text.split(' ').next().and_then(|word| word.parse().ok()).unwrap();
    assert!((200..=240).contains(&judged_events), "{}", page.text);
    let none = baseline::City { events: &[], ..judged };
    assert!(baseline::trust(&meters, &none, &input(Language::En)).is_err());
}

#[test]
fn the_tier_line_is_a_sentence_in_both_languages() {
    let tariffs = [read(LOW).unwrap()];
    let terms = bill::Terms {
        tariffs: &tariffs,
        classes: Vec::new(),
        reading_day: 1,
        holidays: Vec::new(),
        temperatures: Vec::new(),
        factors: &[],
        neighbours: None,
    };
    // 52 days end on 21 February: the month is not over.
    let korean = bill::bill(&green_button(52), &input(Language::Ko), &terms).unwrap().text;
    assert!(korean.contains("이대로면 2025-02-") || korean.contains("닿지 않을 듯합니다"), "{korean}");
    assert!(korean.contains("원이 붙고 10 kWh마다"), "{korean}");
    let english = bill::bill(&green_button(52), &input(Language::En), &terms).unwrap().text;
    assert!(english.contains("at once, then 10 kWh"), "{english}");
}
