//! Factors: two purposes on one day, carrying on, overlaps.

use super::*;
use jiff::civil::date;

const FACTORS: &str = include_str!("../../../../cities/korea_reference/grid_factors.toml");

#[test]
fn the_purpose_decides_between_two_lawful_factors() {
    let factors = read(FACTORS).unwrap();
    let found = |purpose: &str, day| {
        find(&factors, "KR", purpose, day).map(|found| (found.factor.t_per_mwh, found.carried))
    };
    assert_eq!(found("inventory", date(2022, 6, 1)), Ok((431_200, false)));
    assert_eq!(found("allocation", date(2022, 6, 1)), Ok((454_100, false)));
    assert_eq!(found("inventory", date(2026, 6, 1)), Ok((417_300, true)));
    assert_eq!(found("inventory", date(2019, 6, 1)).unwrap_err().kind, FaultKind::NoRate);
    assert_eq!(found("trading", date(2022, 6, 1)).unwrap_err().kind, FaultKind::NoRate);
}

#[test]
fn grams_are_whole_and_exact() {
    let factors = read(FACTORS).unwrap();
    let factor = find(&factors, "KR", "inventory", date(2023, 6, 1)).unwrap().factor;
    assert_eq!(grams(1_000_000, factor), 417_300); // 1 MWh
    assert_eq!(grams(3, factor), 1); // 1.2519 g
    assert_eq!(grams(i64::MAX / 1_000_000, factor), 3_848_913_150_979);
}

#[test]
fn overlapping_factors_are_a_fault() {
    let twice = FACTORS.replace("[\"allocation\"]", "[\"inventory\"]");
    assert_eq!(read(&twice).unwrap_err().kind, FaultKind::Overlap);
    let float = FACTORS.replace("\"0.4173\"", "0.4173");
    let fault = read(&float).unwrap_err();
    assert!(fault.kind == FaultKind::Format && fault.place.line > 20, "{fault}");
}
