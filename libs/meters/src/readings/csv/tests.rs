//! Tables as people really have them: what must be read, and what must never become a silent number.

use super::*;
use crate::civil::{clock_text, zone};
use crate::readings::GAP;
use std::fmt::Write as _;

fn seoul(text: &str) -> Result<Loaded, Fault> {
    let how = How { zone: Some(zone("Asia/Seoul").unwrap()), meter: "home".to_owned(), ..How::default() };
    read(&mut text.as_bytes(), &how)
}

/// Rows every `step` minutes from the first of March 2024 on, a Friday.
fn rows(count: usize, step: usize, value: impl Fn(usize) -> String) -> String {
    (0..count).fold("timestamp,kwh\n".to_owned(), |mut text, at| {
        let minutes = at * step;
        let (day, hour, minute) = (1 + minutes / 1_440, minutes / 60 % 24, minutes % 60);
        writeln!(text, "2024-03-{day:02} {hour:02}:{minute:02},{}", value(at)).unwrap();
        text
    })
}

#[test]
fn a_decimal_comma_is_a_comma_between_semicolons_and_refused_elsewhere() {
    let german = "timestamp;kwh\n2024-03-01 00:00;0,523\n2024-03-01 01:00;1,250\n2024-03-01 02:00;12,5\n";
    assert_eq!(seoul(german).unwrap().meters[0].wh, [523, 1_250, 12_500]);
    let both = german.replace("12,5", "1.250,5");
    assert_eq!(seoul(&both).unwrap_err().kind, FaultKind::Number);
    let quoted = "timestamp,kwh\n2024-03-01 00:00,\"0,523\"\n2024-03-01 01:00,\"0,250\"\n";
    let fault = seoul(quoted).unwrap_err();
    assert_eq!((fault.kind, fault.place.line, fault.place.column), (FaultKind::Number, 2, 2));
    let bare = "timestamp,kwh\n2024-03-01 00:00,12,5\n2024-03-01 01:00,13,5\n";
    let fault = seoul(bare).unwrap_err();
    assert_eq!((fault.kind, fault.place.line, fault.place.column), (FaultKind::Number, 2, 3));
    // An empty cell too many is how some portals end their lines.
    assert_eq!(
        seoul("timestamp,kwh\n2024-03-01 00:00,1,\n2024-03-01 01:00,2,\n").unwrap().meters[0].wh,
        [1_000, 2_000]
    );
}

#[test]
fn a_running_total_is_not_billed_as_use() {
    let total = rows(100, 60, |at| format!("{}.{}", 4_000 + at / 3, at % 3));
    let fault = seoul(&total).unwrap_err();
    assert_eq!((fault.kind, fault.place.line), (FaultKind::Unit, 2));
    assert!(fault.what.contains("only ever rise"), "{fault}");
    // A home that uses nothing, or the same all day, does not rise.
    assert!(seoul(&rows(100, 60, |_| "0.2".to_owned())).is_ok());
}

#[test]
fn two_meters_at_different_minutes_are_refused() {
    let mut mixed = "timestamp,kwh\n".to_owned();
    for hour in 0..48 {
        let day = 1 + hour / 24;
        for minute in ["00", "15"] {
            writeln!(mixed, "2024-03-0{day} {:02}:{minute},0.{}", hour % 24, 1 + hour % 7).unwrap();
        }
    }
    assert_eq!(seoul(&mixed).unwrap_err().kind, FaultKind::MixedMeters);
}

#[test]
fn a_change_of_interval_is_refused_at_its_line() {
    let quarters = rows(96, 15, |at| format!("0.{}", 1 + at % 5));
    let hours = (24..72).fold(quarters, |mut text, hour| {
        writeln!(text, "2024-03-{:02} {:02}:00,0.{}", 1 + hour / 24, hour % 24, 1 + hour % 5).unwrap();
        text
    });
    let fault = seoul(&hours).unwrap_err();
    assert_eq!((fault.kind, fault.place.line), (FaultKind::Time, 98));
}

#[test]
fn an_hour_with_a_row_inside_it_is_open() {
    let text = "timestamp,kwh\n2024-03-01 00:00,1\n2024-03-01 01:00,0.2\n2024-03-01 01:15,0.3\n\
                2024-03-01 02:00,2\n2024-03-01 03:00,2\n2024-03-01 04:00,2\n";
    let loaded = seoul(text).unwrap();
    assert_eq!(loaded.meters[0].wh, [1_000, GAP, 2_000, 2_000, 2_000]);
    assert_eq!(loaded.findings[0].kind, FindingKind::OffGrid);
}

#[test]
fn an_hour_that_repeats_where_clocks_never_change_names_the_zone() {
    // New York's first Sunday of November, read as if it were in Seoul.
    let text =
        "timestamp,kwh\n2024-11-03 00:00,1\n2024-11-03 01:00,2\n2024-11-03 01:00,3\n2024-11-03 02:00,4\n";
    let loaded = seoul(text).unwrap();
    let found: Vec<_> = loaded.findings.iter().map(|finding| (finding.kind, finding.line)).collect();
    assert_eq!(found, [(FindingKind::ClockChange, 4), (FindingKind::Conflict, 4)]);
    assert!(loaded.findings[0].mend.contains("zone"));
    // A row sent twice on a Friday is a row sent twice.
    let twice = "timestamp,kwh\n2024-03-01 01:00,2\n2024-03-01 01:00,2\n2024-03-01 02:00,4\n";
    assert_eq!(seoul(twice).unwrap().findings[0].kind, FindingKind::Duplicate);
}

#[test]
fn a_name_cannot_steer_a_terminal() {
    let text = "meter,timestamp,kwh\n\u{1b}[2Jx,2024-03-01 00:00,1\n\u{1b}[2Jx,2024-03-01 01:00,2\n";
    let loaded = seoul(text).unwrap();
    assert_eq!(loaded.meters[0].id, "\u{fffd}[2Jx");
    let zone = zone("Asia/Seoul").unwrap();
    assert_eq!(clock_text(&zone, loaded.meters[0].start), "2024-03-01 00:00");
}

#[test]
fn a_download_with_titles_over_each_day_and_spans_of_time_is_read() {
    let mut text = "Energy Usage Information,,\nFor location: A STREET,,\n,,\nDetailed Usage,,\n".to_owned();
    for day in ["01", "02"] {
        text.push_str(&format!("Data for period starting: 2014-09-{day} 00:00:00  for 24 hours,,\n"));
        text.push_str(
            "Energy consumption time period,Usage(Real energy in kilowatt-hours),Reading quality\n",
        );
        for hour in 0..24 {
            let until = hour + 1;
            text.push_str(&format!(
                "2014-09-{day} {hour:02}:00:00\u{a0} to 2014-09-{day} {until:02}:00:00,0.{until:02},\n"
            ));
        }
    }
    let how = How { zone: Some(crate::civil::zone("PST8PDT,M3.2.0,M11.1.0").unwrap()), ..How::default() };
    let loaded = read(&mut text.as_bytes(), &how).unwrap();
    let meter = &loaded.meters[0];
    assert_eq!((meter.interval_minutes, meter.wh.len()), (60, 48));
    assert_eq!(meter.wh.iter().sum::<i32>(), 2 * 10 * (1..=24).sum::<i32>());
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
}
