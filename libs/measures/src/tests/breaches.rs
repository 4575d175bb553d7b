//! Answers that break the contract: each breach is named with its row, and nothing counts.

use crate::contract::What;
use crate::row::{BELOW_LEVEL, Part};
use crate::{Answer, Breach, Cell, Contract, check, value};

fn cells(unit: &str, part: &str, low: i64, high: Option<i64>, level: i64) -> Vec<Cell> {
    vec![
        Cell::Text(unit.into()),
        Cell::Text(part.into()),
        Cell::Int(low),
        high.map_or(Cell::Null, Cell::Int),
        Cell::Int(level),
        Cell::Text(format!("fact:{unit}")),
    ]
}

fn answer(rows: Vec<Vec<Cell>>) -> Answer {
    let columns = ["unit", "part", "low", "high", "level", "record", "reason", "series"];
    Answer {
        columns: columns[..rows.first().map_or(6, Vec::len)].iter().map(|c| (*c).to_owned()).collect(),
        rows,
    }
}

fn with(mut row: Vec<Cell>, rest: &[Cell]) -> Vec<Cell> {
    row.extend_from_slice(rest);
    row
}

fn checked(answer: &Answer) -> Result<Vec<crate::Row>, Vec<Breach>> {
    let reasons = ["left".to_owned()];
    check(answer, &Contract { minimum: 2, most: 1_000, parts: &Part::ALL, axes: &[], reasons: &reasons })
}

fn one(answer: &Answer) -> (Option<usize>, What) {
    let found = checked(answer).unwrap_err();
    assert_eq!(found.len(), 1, "{found:?}");
    (found[0].row, found[0].what.clone())
}

#[test]
fn a_row_under_the_level_is_unknown_and_its_bound_stays() {
    let rows = checked(&answer(vec![
        cells("a", "yes", 7, Some(7), 3),
        cells("b", "yes", 5, Some(5), 1),
        cells("c", "no", 2, Some(2), 0),
        cells("d", "unknown", 0, Some(4), 0),
    ]))
    .unwrap();
    assert_eq!(rows[1].part, Part::Unknown);
    assert_eq!((rows[1].low, rows[1].high, rows[1].reason.as_deref()), (0, Some(5), Some(BELOW_LEVEL)));
    assert_eq!(rows[2].part, Part::Unknown, "a no that rests on a rumour is not known either");
    assert_eq!(rows[3].reason, None, "unknown before, unknown for its own reason");
    let value = value::of(&rows);
    assert_eq!((value.value, value.high, value.unknown), (7, Some(18), 3));
}

#[test]
fn a_unit_without_a_bound_opens_the_whole() {
    let rows =
        checked(&answer(vec![cells("a", "yes", 7, Some(7), 3), cells("b", "unknown", 0, None, 0)])).unwrap();
    assert_eq!((value::of(&rows).value, value::of(&rows).high), (7, None));
}

#[test]
fn each_breach_is_named_with_its_row() {
    let good = || cells("a", "yes", 1, Some(1), 3);
    let cases: Vec<(Vec<Cell>, What)> = vec![
        (good(), What::UnitTwice(String::new())),
        (cells("b", "maybe", 1, Some(1), 3), What::PartUndeclared("maybe".into())),
        (cells("b", "yes", -1, Some(1), 3), What::OutOfRange("low", -1)),
        (cells("b", "yes", 1, Some(2), 3), What::NotOne(1, Some(2))),
        (cells("b", "yes", 1, None, 3), What::NotOne(1, None)),
        (cells("b", "unknown", 3, Some(2), 3), What::HighBelowLow(3, 2)),
        (cells("b", "yes", 1, Some(1), 5), What::LevelUnknown(5)),
        (cells("", "yes", 1, Some(1), 3), What::UnitMissing),
        (cells("b", "out", 1, Some(1), 3), What::ReasonMissing),
    ];
    for (row, what) in cases {
        assert_eq!(one(&answer(vec![good(), row])), (Some(2), what));
    }
    let mut float = cells("b", "yes", 1, Some(1), 3);
    float[2] = Cell::Other("Float64".into());
    assert_eq!(one(&answer(vec![good(), float])).1, What::NotWhole("low", "Float64".into()));
    let mut no_level = cells("b", "yes", 1, Some(1), 3);
    no_level[4] = Cell::Null;
    assert_eq!(one(&answer(vec![good(), no_level])).1, What::Missing("level"));
}

#[test]
fn reasons_and_series_are_declared() {
    let reason = |text: &str| vec![with(cells("a", "out", 1, Some(1), 3), &[Cell::Text(text.into())])];
    assert_eq!(one(&answer(reason("bored"))).1, What::ReasonUndeclared("bored".into()));
    assert_eq!(checked(&answer(reason("left"))).unwrap().len(), 1);
    let row = with(cells("a", "yes", 1, Some(1), 3), &[Cell::Null, Cell::Text("2024|+6".into())]);
    let axes = [vec![], vec!["+3".to_owned(), "+6".to_owned()]];
    let contract = Contract { minimum: 0, most: 1_000, parts: &Part::ALL, axes: &axes, reasons: &[] };
    assert_eq!(check(&answer(vec![row.clone()]), &contract).unwrap()[0].series.as_deref(), Some("2024|+6"));
    let mut wrong = row.clone();
    wrong[7] = Cell::Text("2024|+9".into());
    assert_eq!(
        check(&answer(vec![wrong]), &contract).unwrap_err()[0].what,
        What::SeriesUndeclared("2024|+9".into())
    );
    let mut none = row;
    none[7] = Cell::Null;
    assert_eq!(check(&answer(vec![none]), &contract).unwrap_err()[0].what, What::SeriesMissing);
}

#[test]
fn columns_are_those_of_the_contract() {
    let mut missing = answer(vec![cells("a", "yes", 1, Some(1), 3)]);
    missing.columns[4] = "levels".into();
    let what: Vec<What> = checked(&missing).unwrap_err().into_iter().map(|breach| breach.what).collect();
    assert_eq!(what, [What::ColumnUnknown("levels".into()), What::ColumnMissing("level")]);
}
