//! What rows come to: value and bounds, who was counted, who was left out, the rate among what is known.

use crate::row::{LEVEL_MAX, Part, Row};
use std::collections::BTreeMap;

/// How many rows, and what they add up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Tally {
    /// Rows.
    pub rows: i64,
    /// The sum of `low`.
    pub low: i64,
}

impl Tally {
    fn add(&mut self, row: &Row) {
        self.rows += 1;
        self.low = self.low.saturating_add(row.low);
    }
}

/// What a set of rows comes to.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Value {
    /// The sum of `low` over yes: at least so much.
    pub value: i64,
    /// The sum of `high` over yes and unknown: at most so much. None = open, because one row has no bound.
    pub high: Option<i64>,
    /// Rows that were counted over: yes, no and unknown.
    pub population: i64,
    /// Rows that count.
    pub yes: i64,
    /// Rows known not to count.
    pub no: i64,
    /// Rows nobody can tell.
    pub unknown: i64,
    /// Rows that do not belong.
    pub out: i64,
    /// Counted rows by level of evidence, 0 to 4.
    pub by_level: [Tally; LEVEL_MAX as usize + 1],
    /// Rows by part and reason; "" is a row without one.
    pub reasons: BTreeMap<Part, BTreeMap<String, Tally>>,
}

impl Value {
    /// No rows at all: there is no list, so nothing is known. A zero would be a claim.
    pub fn is_empty(&self) -> bool {
        self.population == 0 && self.out == 0
    }

    /// Counted rows, and counted and refused ones together: a rate with its denominator.
    pub fn among_known(&self) -> (i64, i64) {
        (self.yes, self.yes + self.no)
    }

    /// What rows of one part and reason come to.
    pub fn reason(&self, part: Part, reason: &str) -> Tally {
        self.reasons.get(&part).and_then(|of| of.get(reason)).copied().unwrap_or_default()
    }
}

/// The value of rows.
pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Value {
    let mut value = Value { high: Some(0), ..Value::default() };
    for row in rows {
        match row.part {
            Part::Yes => {
                value.yes += 1;
                value.value = value.value.saturating_add(row.low);
                value.by_level[usize::from(row.level.min(LEVEL_MAX))].add(row);
            }
            Part::No => value.no += 1,
            Part::Unknown => value.unknown += 1,
            Part::Out => value.out += 1,
        }
        match row.part {
            Part::Yes | Part::Unknown => {
                value.high = value.high.and_then(|high| row.high.map(|more| high.saturating_add(more)));
            }
            Part::No | Part::Out => {}
        }
        let reason = row.reason.clone().unwrap_or_default();
        value.reasons.entry(row.part).or_default().entry(reason).or_default().add(row);
    }
    value.population = value.yes + value.no + value.unknown;
    value
}

/// The value of each series, in the order of their codes.
pub fn by_series(rows: &[Row]) -> BTreeMap<String, Value> {
    let mut slices: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        slices.entry(row.series.as_deref().unwrap_or("")).or_default().push(row);
    }
    slices.into_iter().map(|(series, rows)| (series.to_owned(), of(rows))).collect()
}

/// `yes` of `of` in tenths of a percent, rounded half up; none without a denominator.
pub fn per_mille(yes: i64, of: i64) -> Option<i64> {
    (of > 0).then(|| i64::try_from((i128::from(yes) * 2_000 + i128::from(of)) / (i128::from(of) * 2)).ok())?
}
