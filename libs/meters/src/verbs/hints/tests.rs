//! What a person gives beside the readings.

use super::*;
use crate::verbs::Language;
use crate::verbs::tests::{input, made_up};
use jiff::civil::date;

#[test]
fn temperatures_and_other_homes_are_read() {
    let days = read_temperatures("\u{feff}date,celsius\r\n2025-01-02,-3.5\r\n2025-01-01,0\r\n").unwrap();
    assert_eq!(days, [(date(2025, 1, 1), 0.0), (date(2025, 1, 2), -3.5)]);
    for (text, kind, line) in [
        ("day,x\n", FaultKind::Missing, 1),
        ("date,celsius\n01/02/2025,3\n", FaultKind::Time, 2),
        ("date,celsius\n2025-01-01,NaN\n", FaultKind::Number, 2),
        ("date,celsius\n2025-01-01,3\n2025-01-01,4\n", FaultKind::Overlap, 0),
    ] {
        let fault = read_temperatures(text).unwrap_err();
        assert_eq!((fault.kind, fault.place.line), (kind, line), "{fault}");
    }
    let meters = made_up(4, 10);
    let homes = homes(&meters, "S0000002", &input(Language::En).zone);
    assert_eq!(homes.len(), 3);
    let wh: i64 = meters[0].wh.iter().map(|wh| i64::from(*wh)).sum();
    assert_eq!(homes[0].wh_per_day, wh / 10);
}
