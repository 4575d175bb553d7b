//! Tests of the whole: laws that hold for any rows, and answers that break the contract.

mod breaches;
mod hiding;
mod laws;

use crate::row::{Part, Row};

/// A row that counts one.
pub fn row(unit: &str, part: Part) -> Row {
    let high = Some(1);
    let low = if part == Part::Unknown { 0 } else { 1 };
    let reason = (part == Part::Out).then(|| "left".to_owned());
    Row {
        unit: unit.to_owned(),
        part,
        low,
        high,
        level: 3,
        record: format!("fact:{unit}"),
        series: None,
        reason,
        place: None,
        on: None,
        label: None,
    }
}
