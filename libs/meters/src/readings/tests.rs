//! Tests of reading, writing, checking and correcting readings.

use super::correct::{Correction, apply, touched};
use super::csv::{How, Unit, read as read_csv};
use super::*;
use crate::civil::zone;
use crate::fault::FaultKind;
use std::fmt::Write as _;

const SEOUL: &str = "Asia/Seoul";
const NEW_YORK: &str = "EST5EDT,M3.2.0,M11.1.0";

fn how(zone_name: &str) -> How {
    How { zone: Some(zone(zone_name).unwrap()), meter: "home".to_owned(), ..How::default() }
}

fn csv(text: &str, how: &How) -> Result<Loaded, crate::fault::Fault> {
    read_csv(&mut text.as_bytes(), how)
}

fn kinds(loaded: &Loaded) -> Vec<FindingKind> {
    loaded.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn a_korean_table_is_read_to_the_watt_hour() {
    let text = "측정일시,사용량(kWh)\n2024-07-01 00:00,0.2504\n2024-07-01 01:00,0.2504\n2024-07-01 02:00,0.2504\n2024-07-01 04:00,\"1,000.5\"\n";
    let loaded = csv(text, &how(SEOUL)).unwrap();
    let meter = &loaded.meters[0];
    // 0.4 Wh are carried on: 250.4 x 3 = 751.2
    assert_eq!(meter.wh, [250, 250, 251, GAP, 1_000_500]);
    assert_eq!(meter.start, 1_719_759_600); // 2024-06-30T15:00Z
    assert_eq!(meter.gaps(), [(3, 1)]);
    assert_eq!(meter.interval_minutes, 60);
}

#[test]
fn wide_tables_date_and_clock_and_units_in_rows_are_understood() {
    let mut wide = "date".to_owned();
    (0..24).for_each(|hour| write!(wide, ",{hour:02}:00").unwrap());
    for day in 1..=2 {
        write!(wide, "\n2024-03-0{day}").unwrap();
        (0..24).for_each(|hour| write!(wide, ",{hour}").unwrap());
    }
    let how = How { unit: Some(Unit::WattHour), ..how(SEOUL) };
    let loaded = csv(&wide, &how).unwrap();
    assert_eq!(loaded.meters[0].wh.len(), 48);
    assert_eq!(loaded.meters[0].wh[25], 1);

    let portal = "Name,A Person\nAddress,\"1, A street\"\n\nTYPE,DATE,START TIME,END TIME,USAGE,UNITS\n\
                  Electric usage,2024-03-01,00:00,00:14,0.05,kWh\nElectric usage,2024-03-01,00:15,00:29,0.06,kWh\n\
                  Electric usage,2024-03-01,00:30,00:44,0.07,kWh\n";
    let loaded = csv(portal, &self::how(SEOUL)).unwrap();
    assert_eq!((loaded.meters[0].interval_minutes, &loaded.meters[0].wh[..]), (15, &[50, 60, 70][..]));

    let power = "ts;Aggregate W\n2024-03-01 00:00;600\n2024-03-01 00:01;90\n2024-03-01 00:02;90\n";
    let loaded = csv(power, &self::how(SEOUL)).unwrap();
    assert_eq!(loaded.meters[0].wh, [10, 1, 2]); // 1.5 Wh and 1.5 Wh
}

#[test]
fn ends_of_intervals_become_starts() {
    let text = "timestamp,kwh\n2024-03-01 01:00,1\n2024-03-01 02:00,2\n";
    let loaded = csv(text, &How { marks_end: true, ..how(SEOUL) }).unwrap();
    assert_eq!(crate::civil::clock_text(&zone(SEOUL).unwrap(), loaded.meters[0].start), "2024-03-01 00:00");
}

#[test]
fn what_cannot_be_known_is_refused_with_its_place() {
    let no_zone = How::default();
    let fault = csv("timestamp,kwh\n2024-03-01 00:00,1\n", &no_zone).unwrap_err();
    assert_eq!((fault.kind, fault.place.line), (FaultKind::Zone, 2));
    assert!(csv("timestamp,kwh\n2024-03-01 00:00+09:00,1\n2024-03-01 01:00+09:00,1\n", &no_zone).is_ok());
    let fault = csv(
        "timestamp,kwh\n2024-03-01 00:00,1\n2024-03-01 01:00,12,5\n2024-03-01 02:00,\"12,5\"\n",
        &how(SEOUL),
    )
    .unwrap_err();
    assert_eq!((fault.kind, fault.place.line, fault.place.column), (FaultKind::Number, 3, 3));
    let fault = csv("timestamp,kwh\n01/03/2024 00:00,1\n", &how(SEOUL)).unwrap_err();
    assert_eq!((fault.kind, fault.place.line), (FaultKind::Time, 2));
    let fault = csv("timestamp,usage\n2024-03-01 00:00,1\n", &how(SEOUL)).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unit);
    assert_eq!(csv("a,b\n1,2\n", &how(SEOUL)).unwrap_err().kind, FaultKind::Missing);
    assert_eq!(csv("", &how(SEOUL)).unwrap_err().kind, FaultKind::Missing);
    let euc_kr = [0xb3_u8, 0xaf, 0xc2, 0xa5, b'\n'];
    assert_eq!(read_csv(&mut &euc_kr[..], &how(SEOUL)).unwrap_err().kind, FaultKind::Format);
    let fault =
        csv("timestamp,kwh\n2024-03-01 00:00,1\n2924-03-01 01:00,1\n2024-03-01 02:00,1\n", &how(SEOUL));
    assert_eq!(fault.unwrap_err().kind, FaultKind::Time);
}

#[test]
fn two_meters_in_one_column_are_refused_and_a_few_repeats_reported() {
    let mut mixed = "timestamp,kwh\n".to_owned();
    let mut repeats = mixed.clone();
    for hour in 0..48 {
        let time = format!("2024-03-0{} {:02}:00", 1 + hour / 24, hour % 24);
        writeln!(mixed, "{time},{hour}\n{time},{}", hour + 1).unwrap();
        writeln!(repeats, "{time},{hour}").unwrap();
    }
    let fault = csv(&mixed, &how(SEOUL)).unwrap_err();
    assert_eq!((fault.kind, fault.place.line), (FaultKind::MixedMeters, 3));
    repeats.push_str("2024-03-01 03:00,3\n2024-03-01 04:00,9\n");
    let loaded = csv(&repeats, &how(SEOUL)).unwrap();
    assert_eq!(kinds(&loaded), [FindingKind::Unsorted, FindingKind::Conflict, FindingKind::Duplicate]);
    assert_eq!(loaded.meters[0].wh[4], 9_000); // the later row counts
    assert_eq!(loaded.meters[0].wh.len(), 48);
}

/// Hours around a clock change in New York, in local time without offset.
fn local_hours(date: &str, hours: &[&str]) -> String {
    hours.iter().fold("timestamp,wh\n".to_owned(), |text, hour| format!("{text}{date} {hour}:00,100\n"))
}

#[test]
fn the_hour_that_happens_twice_is_told_apart_by_order() {
    let text = local_hours("2024-11-03", &["00", "01", "01", "02", "03"]);
    let loaded = csv(&text, &how(NEW_YORK)).unwrap();
    assert_eq!(loaded.meters[0].wh, [100; 5]);
    assert_eq!(loaded.findings, []);
    let once = local_hours("2024-11-03", &["00", "01", "02", "03"]);
    let loaded = csv(&once, &how(NEW_YORK)).unwrap();
    assert_eq!(loaded.meters[0].wh, [100, 100, GAP, 100, 100]);
    assert_eq!(kinds(&loaded), [FindingKind::ClockChange]);
}

#[test]
fn the_hour_that_does_not_exist_is_not_a_gap() {
    let text = local_hours("2024-03-10", &["00", "01", "03", "04"]);
    let loaded = csv(&text, &how(NEW_YORK)).unwrap();
    assert_eq!(loaded.meters[0].wh, [100; 4]);
    assert_eq!(loaded.findings, []);
    let standard = local_hours("2024-03-10", &["00", "01", "02", "04"]);
    let loaded = csv(&standard, &how(NEW_YORK)).unwrap();
    assert!(kinds(&loaded).contains(&FindingKind::ClockChange));
}

fn steady(days: usize, wh: impl Fn(usize) -> i32) -> Meter {
    let start =
        crate::civil::day_begins(&zone(SEOUL).unwrap(), crate::civil::day_number(2024, 1, 1).unwrap());
    Meter { id: "home".to_owned(), start, interval_minutes: 60, wh: (0..days * 24).map(wh).collect() }
}

fn check_kinds(meter: &Meter) -> Vec<FindingKind> {
    check::check(meter, &zone(SEOUL).unwrap()).iter().map(|finding| finding.kind).collect()
}

#[test]
fn odd_meters_are_found_out() {
    let usual = |slot: usize| 200 + (slot as i32 * 37) % 400;
    assert_eq!(check_kinds(&steady(90, usual)), []);
    assert_eq!(check_kinds(&steady(90, |slot| usual(slot) / 200)), [FindingKind::Unit]);
    assert_eq!(check_kinds(&steady(90, |slot| usual(slot) * 1_000)), [FindingKind::Unit]);
    let stuck = steady(90, |slot| if (500..520).contains(&slot) { 333 } else { usual(slot) });
    assert_eq!(check_kinds(&stuck), [FindingKind::Stuck]);
    let negative = steady(90, |slot| if slot == 7 { -5 } else { usual(slot) });
    assert_eq!(check_kinds(&negative), [FindingKind::Negative]);
    let spike = steady(90, |slot| if slot == 7 { 900_000 } else { usual(slot) });
    assert_eq!(check_kinds(&spike), [FindingKind::Spike]);
    // February (slots 744 ..) is missing.
    let missing = steady(90, |slot| if (744..744 + 29 * 24).contains(&slot) { GAP } else { usual(slot) });
    assert_eq!(check_kinds(&missing), [FindingKind::Gap, FindingKind::MonthMissing]);
}

#[test]
fn green_button_survives_a_round_trip() {
    let mut meter = steady(40, |slot| (slot as i32 * 7_919) % 2_000);
    meter.wh[100] = GAP;
    meter.id = "은아네 & <home>".to_owned();
    let mut bytes = Vec::new();
    espi_out::write(&meter, &zone(SEOUL).unwrap(), &mut bytes).unwrap();
    let loaded = espi::read(&mut &bytes[..], None).unwrap();
    assert_eq!(loaded.meters, [meter]);
    assert_eq!(loaded.findings, []);
}

const GREEN_BUTTON: &str = include_str!("green_button_sample.xml");

#[test]
fn green_button_with_two_registers_keeps_the_delivered_one() {
    let loaded = espi::read(&mut GREEN_BUTTON.as_bytes(), None).unwrap();
    assert_eq!(loaded.meters.len(), 1);
    assert_eq!(loaded.meters[0].wh, [450, 1_230]);
    assert_eq!(loaded.meters[0].interval_minutes, 15);
    assert_eq!(kinds(&loaded), [FindingKind::Estimated, FindingKind::LeftOut]);
    assert_eq!(loaded.meters[0].id, "Attic flat/1");
}

#[test]
fn broken_green_button_names_the_line() {
    let cut = &GREEN_BUTTON[..GREEN_BUTTON.len() / 2];
    assert_eq!(espi::read(&mut cut.as_bytes(), None).unwrap_err().kind, FaultKind::Format);
    let words = GREEN_BUTTON.replacen("value>45<", "value>viel<", 1);
    let fault = espi::read(&mut words.as_bytes(), None).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Number);
    assert!(fault.place.line > 10, "{fault}");
    let doctype = GREEN_BUTTON.replacen("<feed", "<!DOCTYPE feed [<!ENTITY a \"b\">]><feed", 1);
    assert_eq!(espi::read(&mut doctype.as_bytes(), None).unwrap_err().kind, FaultKind::Format);
    assert_eq!(espi::read(&mut "<feed></feed>".as_bytes(), None).unwrap_err().kind, FaultKind::Missing);
}

fn nem12(quality: &str, extra: &str) -> String {
    let values = vec!["0.5"; 48].join(",");
    format!(
        "100,NEM12,202403020000,MDP1,RETAIL\n200,NEM1234567,E1B1,1,E1,N1,METER1,kWh,30,\n\
         300,20240301,{values},{quality},,,20240302000000,\n{extra}\
         200,NEM1234567,E1B1,2,B1,N1,METER1,kWh,30,\n300,20240301,{values},A,,,20240302000000,\n900\n"
    )
}

#[test]
fn nem12_keeps_imports_and_honours_quality() {
    let loaded = nem12::read(&mut nem12("A", "").as_bytes()).unwrap();
    assert_eq!(loaded.meters.len(), 1);
    assert_eq!(loaded.meters[0].id, "NEM1234567/E1");
    assert_eq!(loaded.meters[0].wh, [500; 48]);
    assert_eq!(loaded.meters[0].start, 1_709_215_200); // 2024-02-29T14:00Z
    assert_eq!(kinds(&loaded), [FindingKind::LeftOut]);
    let quality = "400,1,20,A,,\n400,21,22,N,,\n400,23,48,S14,32,\n";
    let loaded = nem12::read(&mut nem12("V", quality).as_bytes()).unwrap();
    assert_eq!(loaded.meters[0].gaps(), [(20, 2)]);
    assert_eq!(kinds(&loaded), [FindingKind::Estimated, FindingKind::LeftOut]);
    let short = nem12("A", "").replacen("0.5,", "", 1);
    let fault = nem12::read(&mut short.as_bytes()).unwrap_err();
    assert_eq!((fault.kind, fault.place.line), (FaultKind::Format, 3)); // the flag stands where a number should
    assert_eq!(nem12::read(&mut "200,x".as_bytes()).unwrap_err().kind, FaultKind::Format);
}

#[test]
fn the_store_keeps_every_reading_and_notices_damage() {
    let mut meters = vec![steady(400, |slot| (slot as i32 * 7_919) % 3_000), steady(0, |_| 0)];
    meters.push(steady(10, |slot| if slot % 5 == 0 { GAP } else { -(slot as i32) }));
    meters.push(steady(1, |slot| if slot == 0 { i32::MAX } else { i32::MIN + 1 }));
    meters.push(steady(9, |_| GAP));
    let mut bytes = Vec::new();
    let mut writer = store::Writer::new(&mut bytes).unwrap();
    meters.iter().for_each(|meter| writer.add(meter).unwrap());
    let read = |mut bytes: &[u8]| {
        let mut reader = store::Reader::new(&mut bytes)?;
        let mut back = Vec::new();
        let mut meter = steady(1, |_| 0);
        while reader.next(&mut meter)? {
            back.push(meter.clone());
        }
        Ok::<_, crate::fault::Fault>(back)
    };
    assert_eq!(read(&bytes).unwrap(), meters);
    for at in (8..bytes.len()).step_by(97) {
        let mut torn = bytes.clone();
        torn[at] ^= 0x10;
        assert!(read(&torn).is_err(), "byte {at}");
    }
    assert_eq!(read(&bytes[..bytes.len() - 1]).unwrap_err().kind, FaultKind::Format);
    assert_eq!(read(b"PNGPNGPNG").unwrap_err().kind, FaultKind::Format);
    // A series that runs on for millennia is a mistake, however well its check sum fits.
    let mut far = Vec::new();
    let endless = Meter { start: crate::civil::SECONDS_MAX, interval_minutes: 1_440, ..steady(1, |_| 0) };
    store::Writer::new(&mut far).unwrap().add(&endless).unwrap();
    assert!(read(&far).unwrap_err().what.contains("impossible time"));
}

#[test]
fn late_corrections_touch_only_their_bills() {
    let mut meters = vec![steady(60, |_| 100), steady(60, |_| 100)];
    meters[1].id = "other".to_owned();
    let start = meters[0].start;
    let month = 31 * 86_400;
    let periods = [(start, start + month), (start + month, start + 2 * month)];
    let change = |meter: &str, instant, wh| Correction { meter: meter.to_owned(), instant, wh };
    let log = [
        change("home", start + 3_600, 150),
        change("home", start + 7_200, 100), // changes nothing
        change("other", start + month, 90),
        change("nobody", start, 1),
        change("home", start + 1, 1),
    ];
    let outcome = apply(&mut meters, &log);
    assert_eq!(outcome.applied.len(), 2);
    assert_eq!(outcome.applied[0].before, 100);
    assert_eq!(outcome.refused.len(), 2);
    let pairs: Vec<_> = touched(&outcome.applied, &periods).into_iter().collect();
    assert_eq!(pairs, [("home".to_owned(), 0), ("other".to_owned(), 1)]);
}

#[test]
fn spoiled_files_are_faults_or_findings_and_never_a_crash() {
    use crate::random::Random;
    let input = crate::verbs::Input {
        zone: zone(NEW_YORK).unwrap(),
        zone_named: true,
        language: crate::verbs::Language::En,
        unit: None,
        marks_end: false,
        synthetic: false,
        meter: None,
    };
    let mut store = Vec::new();
    store::Writer::new(&mut store).unwrap().add(&steady(3, |slot| slot as i32)).unwrap();
    let table = local_hours("2024-11-03", &["00", "01", "01", "02", "03"]).into_bytes();
    let samples = [GREEN_BUTTON.as_bytes().to_vec(), nem12("V", "400,1,48,A,,\n").into_bytes(), table, store];
    let mut random = Random::new(21, 0);
    let mut read = 0;
    for round in 0..4_000 {
        let mut bytes = samples[round % samples.len()].clone();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len().max(1));
            if bytes.is_empty() {
                break;
            }
            match random.below(4) {
                0 => bytes[at] = random.bits() as u8,
                1 => drop(bytes.remove(at)),
                2 => bytes.truncate(at.max(1)),
                _ => {
                    let digits = b"99999999999999999999";
                    bytes.splice(at..at, digits[..random.below(digits.len())].iter().copied());
                }
            }
        }
        if let Ok(loaded) = crate::verbs::load(&bytes, &input) {
            read += 1;
            for meter in &loaded.meters {
                check::check(meter, &input.zone);
            }
        }
    }
    assert!(read > 50, "only {read} spoiled files could still be read");
}

#[test]
fn a_stray_row_does_not_move_the_grid() {
    let text =
        "timestamp,kwh\n2024-03-01 00:07,9\n2024-03-01 01:00,1\n2024-03-01 02:00,2\n2024-03-01 03:00,3\n";
    let loaded = csv(text, &how(SEOUL)).unwrap();
    assert_eq!(loaded.meters[0].wh, [1_000, 2_000, 3_000]);
    assert_eq!(kinds(&loaded), [FindingKind::OffGrid]);
}

/// The folder of real data, or a line that says why the test did not run.
fn real_data(test: &str) -> Option<std::path::PathBuf> {
    let folder = std::env::var_os("BITGOEUL_TEST_DATA").map(std::path::PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: {test} needs BITGOEUL_TEST_DATA");
    }
    folder
}

#[test]
fn a_real_french_house_is_read_minute_by_minute() {
    let Some(folder) = real_data("a_real_french_house_is_read_minute_by_minute") else { return };
    let file = folder.join("uci_household_2days/household_power_consumption_2days.txt");
    let text = std::fs::read_to_string(file).unwrap();
    let how = How { unit: Some(Unit::Kilowatt), ..how("CET-1CEST,M3.5.0,M10.5.0/3") };
    let loaded = csv(&text, &how).unwrap();
    assert_eq!(loaded.meters[0].interval_minutes, 1);
    assert_eq!(loaded.meters[0].wh.len(), 2_880);
    let kwh = loaded.meters[0].wh.iter().map(|wh| i64::from(*wh)).sum::<i64>() / 1_000;
    assert!((40..120).contains(&kwh), "{kwh} kWh in two days");
}
