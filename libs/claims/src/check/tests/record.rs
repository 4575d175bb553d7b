//! The public record of a real city, where it is at hand: exactly the known disputes, and nothing else.

use super::*;

const TEST: &str = "the_record_shows_its_disputes_and_no_others";

/// From the folder of test data, else from the city pack of this repository.
fn record() -> Option<Vec<u8>> {
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cities/gwangju/claims.csv");
    let data = std::env::var("BITGOEUL_TEST_DATA").ok().map(|folder| format!("{folder}/gwangju/claims.csv"));
    data.into_iter().chain([pack.to_owned()]).find_map(|path| std::fs::read(path).ok())
}

fn with(judged: &[Judgement], verdict: Verdict) -> Vec<&str> {
    judged.iter().filter(|one| one.has(verdict)).map(|one| one.id.as_str()).collect()
}

#[test]
fn the_record_shows_its_disputes_and_no_others() {
    let Some(bytes) = record() else {
        eprintln!("SKIPPED: {TEST} needs BITGOEUL_TEST_DATA");
        return;
    };
    let claims = crate::read(&bytes).unwrap_or_else(|faults| panic!("{faults:?}"));
    slow::assert_same(&claims);
    let checked = check(&claims);
    let judged = &checked.judgements;
    assert_sayable(judged.iter().flat_map(|judgement| &judgement.explanation));
    assert_eq!(with(judged, Verdict::Arithmetic), ["c030", "c055"]);
    assert_eq!(with(judged, Verdict::Conflict), ["c013", "c014", "c020", "c021", "c100", "c101"]);
    assert_eq!(with(judged, Verdict::RangeOnly), ["c034"]);
    assert_eq!(with(judged, Verdict::NoList).len(), claims.len(), "no list was ever published");
    runs(&checked, &claims);
    figures(judged);
    assert!(keys(find(judged, "c020")).contains("claims-conflict-basis"));
    for id in ["c010", "c037", "c041", "c050", "c052"] {
        assert!(keys(find(judged, id)).contains("claims-parts-add-up"), "{id}");
    }
}

fn runs(checked: &Checked, claims: &[Claim]) {
    let all = (0..claims.len()).map(|place| timeline(checked, claims, place));
    let runs: BTreeSet<Vec<&str>> = all.filter(|run| !run.is_empty()).collect();
    let expected = BTreeSet::from([
        vec!["c010", "c011", "c012", "c016", "c017"],
        vec!["c032", "c033"],
        vec!["c050", "c051", "c052", "c053", "c054"],
    ]);
    assert_eq!(runs, expected);
}

fn figures(judged: &[Judgement]) {
    let shown = |id, quantity, part| figure(find(judged, id), quantity, part);
    assert_eq!(shown("c030", Quantity::Ratio, None), "59.3");
    assert_eq!(shown("c030", Quantity::ImpliedDenominator, None), "1,017");
    assert_eq!(shown("c055", Quantity::Ratio, None), "8.5");
    assert_eq!(shown("c055", Quantity::ImpliedDenominator, None), "6,000");
    assert_eq!(shown("c034", Quantity::ShareLow, Some("광주 취업")), "4.8");
    assert_eq!(shown("c034", Quantity::ShareHigh, Some("광주 취업")), "94.3");
    assert_eq!(shown("c034", Quantity::ShareOfKnown, Some("광주 취업")), "45.6");
}
