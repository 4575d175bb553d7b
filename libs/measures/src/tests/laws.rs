//! Laws: parts add up, slices add up, a text reads back as its rows, differences sum to the change.

use super::row;
use crate::row::{self, Part, Row};
use crate::value::{self, by_series, per_mille};
use crate::{How, difference};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![Just(Part::Yes), Just(Part::No), Just(Part::Unknown), Just(Part::Out)]
}

prop_compose! {
    fn any_row(units: u32)(
        unit in 0..units, part in part(), low in 0_i64..50, more in proptest::option::of(0_i64..50), level in 0_u8..5,
        series in 0_u8..6, place in proptest::option::of("[a-c]"), text in "[가-힣\"\\\\ a-z]{0,6}",
    ) -> Row {
        let low = if part == Part::Unknown { 0 } else { low };
        let high = if part == Part::Unknown { more } else { Some(low) };
        Row {
            low, high, level, place,
            series: Some(format!("s{series}")),
            label: Some(text),
            ..row(&format!("organisation:{unit}"), part)
        }
    }
}

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec(any_row(40), 0..most).prop_map(|rows| {
        let keyed: BTreeMap<(String, String), Row> = rows
            .into_iter()
            .map(|row| ((row.series.clone().unwrap_or_default(), row.unit.clone()), row))
            .collect();
        keyed.into_values().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn parts_are_the_population(rows in rows(120)) {
        let value = value::of(&rows);
        prop_assert_eq!(value.yes + value.no + value.unknown, value.population);
        prop_assert_eq!(value.population + value.out, i64::try_from(rows.len()).unwrap());
        let by_level: i64 = value.by_level.iter().map(|tally| tally.low).sum();
        prop_assert_eq!(by_level, value.value);
        prop_assert!(value.high.is_none_or(|high| high >= value.value));
        let reasons: i64 = value.reasons.values().flat_map(|of| of.values()).map(|tally| tally.rows).sum();
        prop_assert_eq!(reasons, value.population + value.out);
    }

    #[test]
    fn series_add_up_to_the_whole(rows in rows(120)) {
        let whole = value::of(&rows);
        let series = by_series(&rows);
        prop_assert_eq!(series.values().map(|value| value.value).sum::<i64>(), whole.value);
        prop_assert_eq!(series.values().map(|value| value.population).sum::<i64>(), whole.population);
        let high = series.values().try_fold(0, |sum, value| value.high.map(|high| sum + high));
        prop_assert_eq!(high, whole.high);
    }

    #[test]
    fn a_text_reads_back_as_its_rows(mut rows in rows(60)) {
        row::sort(&mut rows);
        let text = row::canonical(&rows);
        let read = row::parse(&text).unwrap();
        prop_assert_eq!(&read, &rows);
        prop_assert_eq!(row::canonical(&read), text);
        prop_assert_eq!(value::of(&read), value::of(&rows));
    }

    #[test]
    fn a_difference_sums_to_the_change(
        before in rows(80), middle in proptest::option::of(rows(80)), after in rows(80), same_day: bool,
    ) {
        let changes = difference(&before, middle.as_deref(), &after, same_day);
        let delta: i64 = changes.iter().map(|change| change.delta).sum();
        prop_assert_eq!(delta, value::of(&after).value - value::of(&before).value);
        prop_assert!(!same_day || changes.iter().all(|change| change.how == How::Corrected));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Any slice - a series, a place, a level, a part - gives a value that a plain loop over its rows gives too.
    #[test]
    fn the_rows_of_a_slice_are_its_value(
        rows in rows(50), series in 0_u8..6, place in proptest::option::of("[a-c]"), least in 0_u8..5,
    ) {
        let series = format!("s{series}");
        let chosen: Vec<Row> = rows
            .into_iter()
            .filter(|row| row.level >= least && (place.is_none() || row.place == place))
            .filter(|row| least > 2 || row.series.as_deref() == Some(&series))
            .collect();
        let value = value::of(&chosen);
        let (mut low, mut high, mut open) = (0, 0, false);
        let mut counts = BTreeMap::from([("yes", 0), ("no", 0), ("unknown", 0), ("out", 0)]);
        for row in &chosen {
            *counts.get_mut(row.part.code()).unwrap() += 1;
            if row.part == Part::Yes { low += row.low; }
            if matches!(row.part, Part::Yes | Part::Unknown) {
                match row.high { Some(more) => high += more, None => open = true }
            }
        }
        prop_assert_eq!((value.value, value.high), (low, (!open).then_some(high)));
        prop_assert_eq!([value.yes, value.no, value.unknown, value.out],
            [counts["yes"], counts["no"], counts["unknown"], counts["out"]]);
        prop_assert_eq!(value.among_known(), (counts["yes"], counts["yes"] + counts["no"]));
        prop_assert_eq!(value.is_empty(), chosen.is_empty());
    }
}

#[test]
fn what_is_known_later_is_told_apart_from_what_happened() {
    let before = [row("a", Part::Yes), row("b", Part::Yes), row("c", Part::No), row("e", Part::Unknown)];
    // b was wrong all along; meanwhile a left, c and d came, e became known.
    let known_later = [row("a", Part::Yes), row("b", Part::No), row("c", Part::No), row("e", Part::Unknown)];
    let after = [
        row("a", Part::Out),
        row("b", Part::No),
        row("c", Part::Yes),
        row("d", Part::Yes),
        row("e", Part::Yes),
    ];
    let changes = difference(&before, Some(&known_later), &after, false);
    let told: Vec<(&str, How, i64)> =
        changes.iter().map(|change| (change.unit.as_str(), change.how, change.delta)).collect();
    let wanted = vec![
        ("a", How::Left, -1),
        ("b", How::Corrected, -1),
        ("c", How::Entered, 1),
        ("d", How::Entered, 1),
        ("e", How::Reclassified, 1),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_rate_is_rounded_half_up_and_needs_a_denominator() {
    assert_eq!(per_mille(724, 1_221), Some(593));
    assert_eq!(per_mille(1, 2_000), Some(1));
    assert_eq!(per_mille(1, 2_001), Some(0));
    assert_eq!(per_mille(0, 0), None);
}
