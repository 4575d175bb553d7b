//! Lengths: readings of different length in one register become readings of the longest length.
//!
//! Four quarters of an hour are an hour, exactly; an hour is never cut into quarters, because nobody knows
//! how it was used. Where parts are missing the longer reading is missing. Days and half days on which the
//! clock changes are an hour shorter or longer and count as whole ones.

use super::PART;
use crate::fault::{Fault, FaultKind};
use crate::readings::assemble::{Row, Rows};
use crate::readings::{COARSE_SECONDS, Finding, FindingKind};
use std::collections::BTreeMap;

/// A reading and how long it is; 0 seconds where the file does not say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Long {
    pub(super) row: Row,
    pub(super) seconds: i64,
}

/// The rows of one register at one interval.
///
/// # Errors
/// `MixedMeters` when readings of different length overlap; `Time` when a length is no part of the longest.
pub(super) fn even(
    id: &str,
    mut rows: Vec<Long>,
    power: bool,
    findings: &mut Vec<Finding>,
) -> Result<Rows, Fault> {
    let usual = usual_coarse(&rows);
    let by_clock = |long: &Long| usual.filter(|usual| (long.seconds - usual).abs() == 3_600);
    rows.iter_mut().for_each(|long| long.seconds = by_clock(long).unwrap_or(long.seconds));
    let longest = rows.iter().map(|long| long.seconds).max().unwrap_or(0);
    let Some(other) = rows.iter().find(|long| long.seconds != longest).copied() else {
        let interval = (longest > 0).then_some(longest);
        return Ok(Rows { rows: rows.into_iter().map(|long| long.row).collect(), interval, power });
    };
    let fault = |kind, what: String, line| {
        Fault::new(kind, PART, format!("meter {id}: {what}"), "ask for a file with one interval").at(line, 0)
    };
    let odd = |long: &&Long| long.seconds <= 0 || longest % long.seconds != 0;
    if power || rows.iter().any(|long| odd(&long)) {
        let lengths = format!("readings of {} and {longest} seconds cannot be added up", other.seconds);
        return Err(fault(FaultKind::Time, lengths, other.row.line));
    }
    rows.sort_by_key(|long| (long.row.instant, long.seconds));
    // A block sent again: the later row counts, as everywhere.
    rows.reverse();
    rows.dedup_by_key(|long| (long.row.instant, long.seconds));
    rows.reverse();
    let overlap = |pair: &&[Long]| {
        pair[0].seconds != pair[1].seconds && pair[1].row.instant < pair[0].row.instant + pair[0].seconds
    };
    if let Some(pair) = rows.windows(2).find(overlap) {
        let what = format!("readings of {} and {} seconds overlap", pair[0].seconds, pair[1].seconds);
        return Err(fault(FaultKind::MixedMeters, what, pair[1].row.line));
    }
    findings.push(Finding {
        kind: FindingKind::Lengths,
        meter: id.to_owned(),
        line: other.row.line,
        from: other.row.instant,
        to: other.row.instant,
        count: rows.iter().filter(|long| long.seconds != longest).count() as u64,
        what: format!("readings of {} and of {} minutes in one register", other.seconds / 60, longest / 60),
        mend: format!("they were added up to {} minutes", longest / 60),
    });
    Ok(Rows { rows: add_up(&rows, longest), interval: Some(longest), power })
}

/// The commonest length, when it is one that follows the clock.
fn usual_coarse(rows: &[Long]) -> Option<i64> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for long in rows {
        *counts.entry(long.seconds).or_default() += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, count)| *count).map(|(seconds, _)| seconds);
    usual.filter(|seconds| *seconds >= COARSE_SECONDS)
}

/// Runs of shorter readings that fill one longer interval wholly, added up.
fn add_up(rows: &[Long], longest: i64) -> Vec<Row> {
    let mark = rows.iter().find(|long| long.seconds == longest).map_or(0, |long| long.row.instant);
    let interval = |long: &Long| (long.row.instant - mark).div_euclid(longest);
    let mut even: Vec<Row> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        if rows[at].seconds == longest {
            even.push(rows[at].row);
            at += 1;
            continue;
        }
        let count = rows[at..]
            .iter()
            .take_while(|long| long.seconds != longest && interval(long) == interval(&rows[at]))
            .count();
        let run = &rows[at..at + count];
        let apart = run.windows(2).all(|pair| pair[1].row.instant == pair[0].row.instant + pair[0].seconds);
        if apart && run.iter().map(|long| long.seconds).sum::<i64>() == longest {
            let nano: u64 = run.iter().map(|long| u64::from(long.row.nano)).sum();
            let wh = run.iter().map(|long| long.row.wh).sum::<i64>() + (nano / 1_000_000_000) as i64;
            even.push(Row { wh, nano: (nano % 1_000_000_000) as u32, ..run[0].row });
        }
        at += count;
    }
    even
}
