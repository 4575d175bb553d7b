//! Corrections: late or corrected readings, and which periods of which meters they touch.
//!
//! A correction never edits history silently: applying one returns what was there before.

use super::{GAP, Meter};
use std::collections::{BTreeMap, BTreeSet};

/// A reading that arrived late or changed. `wh` may be `GAP`: the reading was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub meter: String,
    pub instant: i64,
    pub wh: i32,
}

/// A correction that was applied, with the reading it replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub correction: Correction,
    pub before: i32,
}

/// What applying a log of corrections did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub applied: Vec<Applied>,
    /// Corrections for an unknown meter, or off its grid, or before its start: nothing was done.
    pub refused: Vec<Correction>,
}

/// Applies corrections in order; a meter grows at its end when needed (at most a year beyond it).
pub fn apply(meters: &mut [Meter], corrections: &[Correction]) -> Outcome {
    let by_id: BTreeMap<String, usize> =
        meters.iter().enumerate().map(|(at, meter)| (meter.id.clone(), at)).collect();
    let mut outcome = Outcome::default();
    for correction in corrections {
        let before = by_id.get(&correction.meter).and_then(|&at| set(&mut meters[at], correction));
        match before {
            Some(before) if before == correction.wh => {}
            Some(before) => outcome.applied.push(Applied { correction: correction.clone(), before }),
            None => outcome.refused.push(correction.clone()),
        }
    }
    outcome
}

fn set(meter: &mut Meter, correction: &Correction) -> Option<i32> {
    let distance = correction.instant - meter.start;
    if distance < 0 || distance % meter.step() != 0 {
        return None;
    }
    let slot = usize::try_from(distance / meter.step()).ok()?;
    if slot >= meter.wh.len() {
        let year = (366 * 86_400 / meter.step()) as usize;
        if slot - meter.wh.len() > year {
            return None;
        }
        meter.wh.resize(slot + 1, GAP);
    }
    Some(std::mem::replace(&mut meter.wh[slot], correction.wh))
}

/// The (meter, period) pairs whose bill must be computed again. Periods are half-open spans of
/// instants, in order and apart.
pub fn touched(applied: &[Applied], periods: &[(i64, i64)]) -> BTreeSet<(String, usize)> {
    let mut pairs = BTreeSet::new();
    for change in applied {
        let instant = change.correction.instant;
        let at = periods.partition_point(|period| period.1 <= instant);
        if periods.get(at).is_some_and(|period| period.0 <= instant) {
            pairs.insert((change.correction.meter.clone(), at));
        }
    }
    pairs
}
