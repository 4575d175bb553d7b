//! Assembling: rows in any order become dense meters, and what did not fit becomes findings.
//!
//! It decides the interval, puts each row in its slot, settles repeated times (the last row counts) and
//! carries fractions of a Wh to the next slot, so that the total is right to one Wh. What looks like two
//! meters, like a change of interval or like a register's running total is refused: no reading is guessed.

use super::{COARSE_SECONDS, Finding, FindingKind, GAP, Loaded, Meter};
use crate::fault::{Fault, FaultKind};
use std::collections::BTreeMap;

/// One reading: energy used from `instant` on. `nano` is a further 10^-9 of a Wh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub instant: i64,
    pub wh: i64,
    pub nano: u32,
    pub line: u64,
}

/// Rows of one meter gathered so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    pub rows: Vec<Row>,
    /// The interval the file states, in seconds.
    pub interval: Option<i64>,
    /// The values are mean power in W, not energy in Wh.
    pub power: bool,
}

/// The widest span a dense store may cover: forty years of minutes.
const SLOTS_MAX: i64 = 40 * 366 * 1_440;

/// A meter of which this many readings only ever rise holds a running total.
const RISING_MIN: usize = 72;
/// This many equal distances in a row, other than the usual one, are a change of interval.
const OTHER_STEPS: usize = 24;

/// Makes dense meters of gathered rows, in order of meter name.
///
/// # Errors
/// `MixedMeters` when most times of one meter appear twice with different values or come at two distances
/// in turn; `Time` when no fixed interval fits or it changes inside the file; `Unit` when the readings are a
/// running total; `Number` when a reading does not fit 31 bits of Wh.
pub fn assemble(gathered: BTreeMap<String, Rows>, part: &str) -> Result<Loaded, Fault> {
    let mut loaded = Loaded::default();
    for (id, rows) in gathered.into_iter().filter(|(_, gathered)| !gathered.rows.is_empty()) {
        let (meter, mut findings) = one(id, rows, part)?;
        loaded.meters.push(meter);
        loaded.findings.append(&mut findings);
    }
    if loaded.meters.is_empty() {
        let mend = "check that this is the file of readings and not a cover sheet";
        return Err(Fault::new(FaultKind::Missing, part, "no reading was found", mend));
    }
    Ok(loaded)
}

fn one(id: String, gathered: Rows, part: &str) -> Result<(Meter, Vec<Finding>), Fault> {
    let Rows { mut rows, interval, power } = gathered;
    let mut findings = Vec::new();
    if let Some(at) = rows.windows(2).position(|pair| pair[1].instant < pair[0].instant) {
        findings.push(finding(
            FindingKind::Unsorted,
            &id,
            &rows[at + 1],
            1,
            "rows are not in order of time",
            "they were sorted",
        ));
        rows.sort_by_key(|row| row.instant); // stable: a later row of the same time stays later
    }
    settle(&id, &mut rows, &mut findings, part)?;
    let interval = match interval {
        Some(seconds) => seconds,
        None => {
            let usual = usual_step(&rows, part)?;
            one_interval(&id, &rows, usual, part)?;
            usual
        }
    };
    if interval < 60 || interval % 60 != 0 || 86_400 % interval != 0 {
        let what = format!("meter {id}: a reading every {interval} seconds is not a whole part of a day");
        return Err(Fault::new(FaultKind::Time, part, what, "export at 1, 5, 15, 30 or 60 minutes"));
    }
    if power {
        rows.iter_mut().for_each(|row| *row = energy(row, interval));
    }
    clock_days(&mut rows, interval);
    running_total(&id, &rows, power, part)?;
    let meter = dense(printable(&id), &rows, interval, &mut findings, part)?;
    Ok((meter, findings))
}

/// Days and half days that follow the clock begin an hour earlier in summer than in winter: puts them on
/// the later mark, where `energy` of a month looks for them. Other rows stay where they are.
fn clock_days(rows: &mut [Row], interval: i64) {
    const HOUR: i64 = 3_600;
    if interval < COARSE_SECONDS {
        return;
    }
    let first = rows[0].instant;
    let after = |row: &Row| (row.instant - first).rem_euclid(interval);
    if rows.iter().any(|row| !matches!(after(row), 0 | HOUR) && after(row) != interval - HOUR) {
        return;
    }
    let later = rows.iter().any(|row| after(row) == HOUR);
    let mark = if later { first + HOUR } else { first };
    for row in rows {
        row.instant += (mark - row.instant).rem_euclid(interval);
    }
}

/// A name without the characters that steer a terminal or break XML.
fn printable(name: &str) -> String {
    name.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

/// Refuses rows whose distances say that they are not one series of one interval.
fn one_interval(id: &str, rows: &[Row], usual: i64, part: &str) -> Result<(), Fault> {
    let steps: Vec<i64> = rows.windows(2).map(|pair| pair[1].instant - pair[0].instant).collect();
    let changes = steps.windows(2).filter(|pair| pair[0] != pair[1]).count();
    if steps.len() >= 20 && changes * 2 >= steps.len() {
        let other = steps.iter().find(|step| **step != usual).copied().unwrap_or(usual);
        let what = format!("meter {id}: rows follow after {} and {} minutes in turn", usual / 60, other / 60);
        let mend = "two meters seem to be mixed: split the file, or name the column with the meter's number";
        return Err(Fault::new(FaultKind::MixedMeters, part, what, mend).at(rows[0].line, 0));
    }
    let mut first = 0;
    for at in 1..=steps.len() {
        if at < steps.len() && steps[at] == steps[first] {
            continue;
        }
        if at - first >= OTHER_STEPS && steps[first] != usual {
            let row = rows[first];
            let what = format!(
                "meter {id}: rows follow after {} minutes and from here {}",
                usual / 60,
                steps[first] / 60
            );
            let mend = "split the file here: one interval in each file";
            return Err(Fault::new(FaultKind::Time, part, what, mend).at(row.line, 0));
        }
        first = at;
    }
    Ok(())
}

/// Refuses readings that only ever rise: the register's total, of which each row would be billed again.
fn running_total(id: &str, rows: &[Row], power: bool, part: &str) -> Result<(), Fault> {
    let value = |row: &Row| (row.wh, row.nano);
    let falls = rows.windows(2).any(|pair| value(&pair[1]) < value(&pair[0]));
    let rises = rows.windows(2).filter(|pair| value(&pair[1]) > value(&pair[0])).count();
    if power || falls || rows.len() < RISING_MIN || rises < 12 {
        return Ok(());
    }
    let what = format!("meter {id}: the {} readings only ever rise", rows.len());
    let mend = "this is the meter's running total: export the use of each interval, or subtract neighbours";
    Err(Fault::new(FaultKind::Unit, part, what, mend).at(rows[0].line, 0))
}

/// Removes repeated times; refuses what looks like two meters.
fn settle(id: &str, rows: &mut Vec<Row>, findings: &mut Vec<Finding>, part: &str) -> Result<(), Fault> {
    let same = |a: &Row, b: &Row| (a.wh, a.nano) == (b.wh, b.nano);
    let repeated: Vec<&[Row]> = rows.windows(2).filter(|pair| pair[0].instant == pair[1].instant).collect();
    let conflicts: Vec<&&[Row]> = repeated.iter().filter(|pair| !same(&pair[0], &pair[1])).collect();
    let (again, different) = (repeated.len() - conflicts.len(), conflicts.len());
    if different >= 10 && different * 10 >= rows.len() * 3 {
        let what = format!("meter {id}: {different} times appear twice with different values");
        let mend = "two meters seem to be mixed: split the file, or name the column with the meter's number";
        return Err(Fault::new(FaultKind::MixedMeters, part, what, mend).at(conflicts[0][1].line, 0));
    }
    if different > 0 {
        let what = match different {
            1 => "a time appears twice with different values".to_owned(),
            _ => format!("{different} times appear twice with different values"),
        };
        let row = conflicts[0][1];
        findings.push(finding(FindingKind::Conflict, id, &row, different, &what, "the later row counts"));
    }
    if again > 0 {
        let row = repeated.iter().find(|pair| same(&pair[0], &pair[1])).map_or(rows[0], |pair| pair[1]);
        let what = match again {
            1 => "a row is repeated".to_owned(),
            _ => format!("{again} rows are repeated"),
        };
        findings.push(finding(FindingKind::Duplicate, id, &row, again, &what, "they were counted once"));
    }
    if again + different > 0 {
        rows.reverse();
        rows.dedup_by_key(|row| row.instant);
        rows.reverse();
    }
    Ok(())
}

/// The commonest distance between neighbouring rows.
fn usual_step(rows: &[Row], part: &str) -> Result<i64, Fault> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in rows.windows(2) {
        *counts.entry(pair[1].instant - pair[0].instant).or_default() += 1;
    }
    let usual = counts.iter().max_by_key(|(step, count)| (**count, -**step));
    usual.map(|(step, _)| *step).ok_or_else(|| {
        let what = "one reading alone has no interval";
        Fault::new(FaultKind::TooFew, part, what, "give at least two readings")
    })
}

/// Mean power over an interval as energy.
fn energy(row: &Row, interval: i64) -> Row {
    const NANO: i128 = 1_000_000_000;
    let watt_nano = i128::from(row.wh) * NANO + i128::from(row.nano);
    let nano = watt_nano * i128::from(interval) / 3_600;
    Row { wh: nano.div_euclid(NANO) as i64, nano: nano.rem_euclid(NANO) as u32, ..*row }
}

fn dense(
    id: String,
    rows: &[Row],
    interval: i64,
    findings: &mut Vec<Finding>,
    part: &str,
) -> Result<Meter, Fault> {
    let start = grid_start(rows, interval);
    let span = rows[rows.len() - 1].instant - start;
    let slots = span.div_euclid(interval) + 1;
    if slots > SLOTS_MAX || slots > 1_000 + 200 * rows.len() as i64 {
        let what = format!("meter {id}: {} rows are spread over {} days", rows.len(), span / 86_400);
        let mend = "check the years in the time column";
        return Err(Fault::new(FaultKind::Time, part, what, mend).at(rows[0].line, 0));
    }
    let mut meter =
        Meter { id, start, interval_minutes: (interval / 60) as u32, wh: vec![GAP; slots as usize] };
    let mut carried: u64 = 0;
    let mut off_grid: Vec<&Row> = Vec::new();
    for row in rows {
        if row.instant < start || (row.instant - start).rem_euclid(interval) != 0 {
            off_grid.push(row);
            continue;
        }
        let slot = ((row.instant - start) / interval) as usize;
        carried += u64::from(row.nano);
        let mut wh = row.wh;
        if carried >= 1_000_000_000 {
            carried -= 1_000_000_000;
            wh += 1;
        }
        meter.wh[slot] = fits(wh).ok_or_else(|| {
            let what = format!("{wh} Wh in one reading is beyond any meter");
            Fault::new(FaultKind::Number, part, what, "check the unit and the decimal point").at(row.line, 0)
        })?;
    }
    // What an interval holds is unknown when a row lies inside it: the row on its mark is only a part.
    for row in &off_grid {
        if let Ok(slot) = usize::try_from((row.instant - start).div_euclid(interval))
            && let Some(wh) = meter.wh.get_mut(slot)
        {
            *wh = GAP;
        }
    }
    if let Some(first) = off_grid.first() {
        let what = format!("{} rows lie between the {}-minute marks", off_grid.len(), interval / 60);
        findings.push(finding(
            FindingKind::OffGrid,
            &meter.id,
            first,
            off_grid.len(),
            &what,
            "the intervals they lie in are left open; ask for the interval export",
        ));
    }
    Ok(meter)
}

/// The first row on the grid that most rows are on.
fn grid_start(rows: &[Row], interval: i64) -> i64 {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.instant.rem_euclid(interval)).or_default() += 1;
    }
    let usual = counts.iter().max_by_key(|(phase, count)| (**count, -**phase)).map_or(0, |(phase, _)| *phase);
    let first = rows.iter().find(|row| row.instant.rem_euclid(interval) == usual);
    first.map_or(rows[0].instant, |row| row.instant)
}

fn fits(wh: i64) -> Option<i32> {
    i32::try_from(wh).ok().filter(|wh| *wh != GAP)
}

fn finding(kind: FindingKind, id: &str, row: &Row, count: usize, what: &str, mend: &str) -> Finding {
    Finding {
        kind,
        meter: id.to_owned(),
        line: row.line,
        from: row.instant,
        to: row.instant,
        count: count as u64,
        what: what.to_owned(),
        mend: mend.to_owned(),
    }
}
