//! Pages, as a person sees them.

mod own_files;

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

pub(super) fn input(language: Language) -> Input {
    let zone = crate::civil::zone("Asia/Seoul").unwrap();
    Input { zone, zone_named: true, language, unit: None, marks_end: false, synthetic: true, meter: None }
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
        neighbours_made_up: false,
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
    let terms = bill::Terms::plain(&tariffs);
    let page = bill::bill(&bytes, &input(Language::En), &terms).unwrap();
    assert!(
        page.text.contains("2025-02-01 .. 2025-02-28        unknown  a reading is missing; the others are"),
        "{}",
        page.text
    );
    assert!(page.text.contains("2025-03-01 .. 2025-03-31"));
    assert!(page.text.contains("weather: no temperatures"));
}

pub(super) fn made_up(count: u64, days: u32) -> Vec<crate::readings::Meter> {
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
    assert!(summer.trim_start().starts_with("unknown"), "{summer}");
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

fn table(step_hours: usize, days: usize) -> String {
    use std::fmt::Write as _;
    let zone = input(Language::En).zone;
    let start = crate::civil::day_begins(&zone, crate::civil::number_of(date(2025, 1, 1)));
    (0..days * 24 / step_hours).fold("timestamp,kwh\n".to_owned(), |mut text, at| {
        let time = crate::civil::clock_text(&zone, start + (at * step_hours * 3_600) as i64);
        writeln!(text, "{time},{}.{}", step_hours, 1 + at * 7 % 9).unwrap();
        text
    })
}

#[test]
fn readings_of_days_give_bills_and_no_hours() {
    let (daily, english) = (table(24, 70), input(Language::En));
    let tariffs = [read(LOW).unwrap()];
    let page = bill::bill(daily.as_bytes(), &english, &bill::Terms::plain(&tariffs)).unwrap();
    assert!(page.text.contains("2025-01-01 .. 2025-01-31"), "{}", page.text);
    assert!(!page.text.contains("Always on"), "{}", page.text);
    assert_eq!(profile::profile(daily.as_bytes(), &english).unwrap_err().kind, FaultKind::TooFew);
    let event = baseline::Event {
        day: date(2025, 2, 19),
        hours: 18..21,
        holidays: Vec::new(),
        other_events: Vec::new(),
    };
    assert_eq!(baseline::baseline(daily.as_bytes(), &english, &event).unwrap_err().kind, FaultKind::TooFew);
    let saturday = baseline::Event { day: date(2025, 2, 22), ..event };
    let page = baseline::baseline(table(1, 70).as_bytes(), &english, &saturday).unwrap();
    assert!(page.text.contains("This is not a working day"), "{}", page.text);
}

#[test]
fn the_carbon_of_each_year_is_of_its_own_factor() {
    use std::fmt::Write as _;
    let zone = input(Language::En).zone;
    let start = crate::civil::number_of(date(2021, 12, 1));
    let text = (0..62).fold("timestamp,kwh\n".to_owned(), |mut text, day| {
        writeln!(text, "{} 00:00,10", crate::civil::date_of(start + day)).unwrap();
        text
    });
    let (tariffs, factors) = ([read(LOW).unwrap()], carbon::read(FACTORS).unwrap());
    let few: Vec<_> = hints::homes(&made_up(20, 10), "", &zone);
    let own = crate::resident::neighbours::Home { wh_per_day: 0, people: None, area_m2: None };
    let terms = bill::Terms {
        factors: &factors,
        neighbours: Some((own, &few)),
        neighbours_made_up: true,
        ..bill::Terms::plain(&tariffs)
    };
    let page = bill::bill(text.as_bytes(), &input(Language::En), &terms).unwrap();
    // 310 kWh x 0.4509 + 310 kWh x 0.4312 = 139.779 + 133.672 = 273.451 kg
    assert!(page.text.contains("620.0 kWh -> 273 kg CO2eq"), "{}", page.text);
    assert!(page.text.contains("20 similar homes") && page.text.contains("(made-up homes)"), "{}", page.text);
}

#[test]
fn three_hours_are_no_pattern_and_a_pattern_says_how_sure_it_is() {
    let short = "timestamp,kwh\n2025-01-01 00:00,1\n2025-01-01 01:00,1\n2025-01-01 02:00,1\n";
    let page = profile::profile(short.as_bytes(), &input(Language::En)).unwrap();
    assert!(page.text.contains("0 whole days are too few"), "{}", page.text);
    assert!(!page.text.contains("Most is used") && page.text.contains("unknown"), "{}", page.text);
    assert!(!page.svg.contains("polyline"));
    // Ten days with an evening, four without: 71 of a hundred.
    use std::fmt::Write as _;
    let text = (0..14 * 24).fold("timestamp,kwh\n".to_owned(), |mut text, at| {
        let (day, hour) = (1 + at / 24, at % 24);
        let wh = if (17..22).contains(&hour) && day <= 10 { "0.9" } else { "0.2" };
        writeln!(text, "2025-01-{day:02} {hour:02}:00,{wh}").unwrap();
        text
    });
    let page = profile::profile(text.as_bytes(), &input(Language::En)).unwrap();
    assert!(page.text.contains("Most is used in the evening (17-22), "), "{}", page.text);
    assert!(page.text.contains("So it is on 71 % of the days on record."), "{}", page.text);
}

#[test]
fn a_page_says_what_else_the_file_holds_and_whose_clock_it_uses() {
    let generator = city(3, 40);
    let mut bytes = Vec::new();
    let mut writer = crate::readings::store::Writer::made_up(&mut bytes).unwrap();
    let mut meter = empty();
    for number in 0..3 {
        generator.fill(number, &mut meter);
        writer.add(&meter).unwrap();
    }
    // The store says of itself that it is made up.
    let asked = Input { synthetic: false, meter: Some("S0000001".to_owned()), ..input(Language::En) };
    let page = profile::profile(&bytes, &asked).unwrap();
    for line in
        ["Meter S0000001", "UTC+09:00", "These readings are made up.", "2 more (--meter): S0000000, S0000002"]
    {
        assert!(page.text.contains(line), "missing: {line}\n{}", page.text);
    }
    assert!(page.svg.contains("The shape of a day (made up)"), "{}", page.svg);
    let nobody = Input { meter: Some("x".to_owned()), ..asked };
    let fault = profile::profile(&bytes, &nobody).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Reference);
    assert!(fault.mend.contains("S0000002"), "{fault}");
}

#[test]
fn what_a_green_button_file_leaves_out_is_on_the_page() {
    let sample = include_str!("../readings/green_button_sample.xml");
    let page = profile::profile(sample.as_bytes(), &input(Language::En)).unwrap();
    assert!(page.text.contains("it was left out"), "{}", page.text);
    let clock = "<entry><content><LocalTimeParameters><tzOffset>-18000</tzOffset></LocalTimeParameters></content></entry></feed>";
    let page = profile::profile(sample.replace("</feed>", clock).as_bytes(), &input(Language::En)).unwrap();
    assert!(page.text.contains("The file's own clock is UTC-05:00"), "{}", page.text);
}

#[test]
fn many_findings_of_one_kind_do_not_hide_another() {
    let holes = (1..20).fold(table(1, 40), |text, day| {
        let hour = format!("2025-01-{:02} 13:00,", day);
        text.lines()
            .filter(|line| !line.starts_with(&hour))
            .fold(String::new(), |text, line| text + line + "\n")
    });
    let negative = holes.replacen(",1.", ",-1.", 1);
    let page = profile::profile(negative.as_bytes(), &input(Language::En)).unwrap();
    assert!(page.text.contains("... and 16 more like it (19 readings in all)"), "{}", page.text);
    assert!(page.text.contains("below zero"), "{}", page.text);
}

#[test]
fn text_of_spreadsheets_is_read() {
    let units: Vec<u8> =
        format!("\u{feff}{}", table(1, 3)).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let zone = input(Language::En);
    assert_eq!(load(&units, &zone).unwrap(), load(table(1, 3).as_bytes(), &zone).unwrap());
    assert_eq!(load(b"\xff\xfe\x00\xd8", &zone).unwrap_err().kind, FaultKind::Format);
    assert_eq!(load(b"100,NEM13,x", &zone).unwrap_err().place.part, "NEM13");
}

#[test]
fn a_month_that_is_not_the_one_before_is_named() {
    let june_less = |text: String| {
        text.lines()
            .filter(|line| !line.starts_with("2025-02"))
            .fold(String::new(), |text, line| text + line + "\n")
    };
    let tariffs = [read(LOW).unwrap()];
    let page =
        bill::bill(june_less(table(1, 100)).as_bytes(), &input(Language::En), &bill::Terms::plain(&tariffs))
            .unwrap();
    assert!(page.text.contains("Against 2025-01-01 .. 2025-01-31 (the months between"), "{}", page.text);
}

#[test]
fn districts_are_columns_by_name() {
    let text = "meter,archetype,district,synthetic\nS1,night,D07,yes\n\"S2, left\",even,D08,yes\n";
    let of = district::read_districts(text).unwrap();
    assert_eq!((of["S1"].as_str(), of["S2, left"].as_str()), ("D07", "D08"));
    assert_eq!(district::read_districts("a,b\nS1,D1\n").unwrap_err().kind, FaultKind::Missing);
    let twice = district::read_districts("meter,district\nS1,D1\nS1,D2\n").unwrap_err();
    assert_eq!((twice.kind, twice.place.line), (FaultKind::Reference, 3));
}

#[test]
fn the_tier_line_is_a_sentence_in_both_languages() {
    let tariffs = [read(LOW).unwrap()];
    let terms = bill::Terms::plain(&tariffs);
    // 52 days end on 21 February: the month is not over.
    let korean = bill::bill(&green_button(52), &input(Language::Ko), &terms).unwrap().text;
    assert!(korean.contains("이대로면 2025-02-") || korean.contains("닿지 않을 듯합니다"), "{korean}");
    assert!(korean.contains("원이 붙고 10 kWh마다"), "{korean}");
    let english = bill::bill(&green_button(52), &input(Language::En), &terms).unwrap().text;
    assert!(english.contains("at once, then 10 kWh"), "{english}");
}
