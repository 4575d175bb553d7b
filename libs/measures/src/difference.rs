//! What happened to each unit between two counts. The deltas of all changes sum to the change of the value.
//!
//! With a third count in the middle - the first day, counted with what is known later - a change of knowledge
//! (corrected) is told apart from a change of the world (entered, left, reclassified, other amount).

use crate::row::{Part, Row};
use std::collections::BTreeMap;

/// What happened to a unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It counts now; before it was not there, was outside or was known not to count.
    Entered,
    /// It counted; now it is not there, is outside or is known not to count.
    Left,
    /// It became known or unknown, or went to another part or reason without counting before and after.
    Reclassified,
    /// It counted and counts, with another amount.
    Amount,
    /// We knew it wrongly: the same day is told differently now.
    Corrected,
}

impl How {
    /// All, in the order of pages.
    pub const ALL: [How; 5] = [How::Entered, How::Left, How::Reclassified, How::Amount, How::Corrected];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            How::Entered => "entered",
            How::Left => "left",
            How::Reclassified => "reclassified",
            How::Amount => "amount",
            How::Corrected => "corrected",
        }
    }
}

/// One change of one unit.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Change {
    /// The slice; "" without one.
    pub series: String,
    /// The unit.
    pub unit: String,
    /// What happened.
    pub how: How,
    /// The row before; none = it was not there.
    pub before: Option<Row>,
    /// The row after; none = it is not there.
    pub after: Option<Row>,
    /// What it changes in the value.
    pub delta: i64,
}

/// All changes from `before` to `after`, by (series, unit). `known_later` is the day of `before` counted at the
/// position of `after`; without it every change is taken as one of the world, and on the same day, `same_day`, as one
/// of knowledge.
pub fn difference(before: &[Row], known_later: Option<&[Row]>, after: &[Row], same_day: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    match (known_later, same_day) {
        (_, true) => step(before, after, true, &mut changes),
        (Some(middle), false) => {
            step(before, middle, true, &mut changes);
            step(middle, after, false, &mut changes);
        }
        (None, false) => step(before, after, false, &mut changes),
    }
    changes.sort_by(|a, b| (&a.series, &a.unit, a.how).cmp(&(&b.series, &b.unit, b.how)));
    changes
}

/// The row of a unit before and after.
type Pair<'a> = (Option<&'a Row>, Option<&'a Row>);

fn step(before: &[Row], after: &[Row], knowledge: bool, changes: &mut Vec<Change>) {
    let mut pairs: BTreeMap<(&str, &str), Pair<'_>> = BTreeMap::new();
    for row in before {
        pairs.entry(row.key()).or_default().0 = Some(row);
    }
    for row in after {
        pairs.entry(row.key()).or_default().1 = Some(row);
    }
    for ((series, unit), (old, new)) in pairs {
        let Some(how) = how(old, new).map(|how| if knowledge { How::Corrected } else { how }) else {
            continue;
        };
        changes.push(Change {
            series: series.to_owned(),
            unit: unit.to_owned(),
            how,
            before: old.cloned(),
            after: new.cloned(),
            delta: new.map_or(0, Row::counts) - old.map_or(0, Row::counts),
        });
    }
}

fn how(old: Option<&Row>, new: Option<&Row>) -> Option<How> {
    let part = |row: Option<&Row>| row.map_or(Part::Out, |row| row.part);
    match (old, new) {
        (Some(old), Some(new)) if (old.part, &old.reason) == (new.part, &new.reason) => {
            ((old.low, old.high) != (new.low, new.high)).then_some(How::Amount)
        }
        (None, None) => None,
        (old, new) => Some(match (part(old), part(new)) {
            (Part::No | Part::Out, Part::Yes) => How::Entered,
            (Part::Yes, Part::No | Part::Out) => How::Left,
            (_, _) => How::Reclassified,
        }),
    }
}
