//! Parquet: meters from the narrow table (meter, time, Wh) and from the meter-day table (meter, day, 24
//! columns), one meter at a time. Only behind the feature `parquet`, because the crate is heavy.
//!
//! The narrow table may be in any order: rows that are sorted by meter and dense go the quick way, others
//! are gathered and assembled like those of any file. Columns are integers: meter i32 or i64, time i64
//! (milliseconds, as the file's own unit is not looked at), day i32 (days since 1970), Wh i32.

use super::assemble::{Row, Rows, assemble};
use super::{Finding, GAP, Meter};
use crate::fault::{Fault, FaultKind};
use parquet::column::reader::ColumnReader;
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader, SerializedFileReader};
use std::collections::BTreeMap;

const PART: &str = "Parquet";

/// What reading a narrow table took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub meters: usize,
    /// Meters whose rows were already sorted and dense.
    pub quick: usize,
    pub findings: Vec<Finding>,
}

fn broken(error: &parquet::errors::ParquetError) -> Fault {
    Fault::new(FaultKind::Format, PART, format!("the file cannot be read: {error}"), "write the file again")
}

/// One column of a row group as i64; nulls become `None` places in `nulls`.
fn column(group: &dyn RowGroupReader, at: usize, rows: usize, out: &mut Column) -> Result<(), Fault> {
    out.wide.clear();
    out.narrow.clear();
    out.levels.clear();
    let reader = group.get_column_reader(at).map_err(|error| broken(&error))?;
    let optional = group.metadata().column(at).column_descr().max_def_level() > 0;
    let levels = &mut out.levels;
    match reader {
        ColumnReader::Int32ColumnReader(mut reader) => {
            while out.narrow.len() < rows {
                let read = reader.read_records(rows, optional.then_some(&mut *levels), None, &mut out.narrow);
                if read.map_err(|error| broken(&error))?.0 == 0 {
                    break;
                }
            }
        }
        ColumnReader::Int64ColumnReader(mut reader) => {
            while out.wide.len() < rows {
                let read = reader.read_records(rows, optional.then_some(&mut *levels), None, &mut out.wide);
                if read.map_err(|error| broken(&error))?.0 == 0 {
                    break;
                }
            }
        }
        _ => {
            let what = format!("column {} is not of integers", at + 1);
            return Err(Fault::new(FaultKind::Format, PART, what, "write meter, time and Wh as integers"));
        }
    }
    if optional {
        out.spread_nulls();
    }
    if out.narrow.len().max(out.wide.len()) != rows {
        let what = format!("column {} holds fewer values than rows", at + 1);
        return Err(Fault::new(FaultKind::Format, PART, what, "write the file again"));
    }
    Ok(())
}

/// A decoded column: 32-bit or 64-bit, whichever the file has.
#[derive(Default)]
struct Column {
    narrow: Vec<i32>,
    wide: Vec<i64>,
    levels: Vec<i16>,
}

impl Column {
    fn get(&self, row: usize) -> i64 {
        if self.wide.is_empty() { i64::from(self.narrow[row]) } else { self.wide[row] }
    }

    /// Values of an optional column stand without their nulls; puts `GAP` where a null is.
    fn spread_nulls(&mut self) {
        let known = self.narrow.len().max(self.wide.len());
        if known == self.levels.len() {
            return;
        }
        let wide = std::mem::take(&mut self.wide);
        let narrow = std::mem::take(&mut self.narrow);
        let mut next = 0;
        for level in &self.levels {
            let value = (*level > 0).then(|| {
                next += 1;
                next - 1
            });
            if wide.is_empty() {
                self.narrow.push(value.map_or(GAP, |at| narrow[at]));
            } else {
                self.wide.push(value.map_or(i64::from(GAP), |at| wide[at]));
            }
        }
    }
}

/// Reads a narrow table (columns meter, time in ms, Wh, in this order) and gives each meter to `each`.
/// Rows sorted by meter and time at a fixed interval are passed on as they come; as soon as a row breaks
/// that order, the rest of the file is gathered in memory and assembled.
///
/// # Errors
/// `Format` for what is no such table; the faults of assembling.
pub fn read_narrow<R: ChunkReader + 'static>(
    file: R,
    each: &mut dyn FnMut(&Meter) -> Result<(), Fault>,
) -> Result<Outcome, Fault> {
    let reader = SerializedFileReader::new(file).map_err(|error| broken(&error))?;
    let mut outcome = Outcome::default();
    let (mut meters, mut times, mut energy) = (Column::default(), Column::default(), Column::default());
    let mut open: Option<Open> = None;
    let mut gathered: BTreeMap<i64, Rows> = BTreeMap::new();
    let mut line = 0_u64;
    for at in 0..reader.num_row_groups() {
        let group = reader.get_row_group(at).map_err(|error| broken(&error))?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        for (column_at, out) in [(0, &mut meters), (1, &mut times), (2, &mut energy)] {
            column(&*group, column_at, rows, out)?;
        }
        let mut row = 0;
        while row < rows {
            if gathered.is_empty() {
                row = quick(&mut open, (&meters, &times, &energy), row, rows, &mut outcome, each)?;
            }
            if row < rows {
                if let Some(open) = open.take() {
                    gathered.insert(open.id, open.rows());
                }
                gather(&mut gathered, (&meters, &times, &energy), row..rows, line);
                row = rows;
            }
        }
        line += rows as u64;
    }
    if let Some(open) = open {
        outcome.meters += 1;
        outcome.quick += 1;
        each(&open.meter())?;
    }
    let named: BTreeMap<String, Rows> =
        gathered.into_iter().map(|(id, rows)| (id.to_string(), rows)).collect();
    if !named.is_empty() {
        let loaded = assemble(named, PART)?;
        for meter in &loaded.meters {
            outcome.meters += 1;
            each(meter)?;
        }
        outcome.findings = loaded.findings;
    }
    Ok(outcome)
}

/// The meter whose rows are passing by.
struct Open {
    id: i64,
    start_ms: i64,
    step_ms: i64,
    wh: Vec<i32>,
}

impl Open {
    fn meter(&self) -> Meter {
        Meter {
            id: self.id.to_string(),
            start: self.start_ms / 1_000,
            interval_minutes: (self.step_ms / 60_000) as u32,
            wh: self.wh.clone(),
        }
    }

    fn rows(self) -> Rows {
        let row = |(at, wh): (usize, &i32)| Row {
            instant: (self.start_ms + self.step_ms * at as i64) / 1_000,
            wh: i64::from(*wh),
            nano: 0,
            line: 0,
        };
        let known = self.wh.iter().enumerate().filter(|(_, wh)| **wh != GAP);
        Rows { rows: known.map(row).collect(), interval: None, power: false }
    }
}

type Three<'a> = (&'a Column, &'a Column, &'a Column);

/// Passes on dense sorted rows from `row`; returns the first row that does not fit, or `rows`.
fn quick(
    open: &mut Option<Open>,
    (meters, times, energy): Three<'_>,
    mut row: usize,
    rows: usize,
    outcome: &mut Outcome,
    each: &mut dyn FnMut(&Meter) -> Result<(), Fault>,
) -> Result<usize, Fault> {
    while row < rows {
        let id = meters.get(row);
        let same = (row..rows).take_while(|at| meters.get(*at) == id).count();
        match open {
            Some(current) if current.id == id => {}
            Some(current) if current.id > id || current.step_ms == 0 => return Ok(row),
            _ => {
                if let Some(done) = open.take() {
                    outcome.meters += 1;
                    outcome.quick += 1;
                    each(&done.meter())?;
                }
                *open = Some(Open { id, start_ms: times.get(row), step_ms: 0, wh: Vec::new() });
            }
        }
        let Some(current) = open else { return Ok(row) };
        if current.step_ms == 0 && same > 1 {
            current.step_ms = times.get(row + 1) - times.get(row);
        }
        if current.step_ms <= 0 || current.step_ms % 60_000 != 0 || 86_400_000 % current.step_ms != 0 {
            return Ok(row);
        }
        let expected = current.start_ms + current.step_ms * current.wh.len() as i64;
        let regular = (0..same).all(|at| times.get(row + at) == expected + current.step_ms * at as i64);
        if !regular || !energy.wide.is_empty() {
            return Ok(row);
        }
        current.wh.extend_from_slice(&energy.narrow[row..row + same]);
        row += same;
    }
    Ok(rows)
}

fn gather(
    gathered: &mut BTreeMap<i64, Rows>,
    (meters, times, energy): Three<'_>,
    range: std::ops::Range<usize>,
    line: u64,
) {
    let mut last: Option<(i64, Rows)> = None;
    for row in range {
        let id = meters.get(row);
        if last.as_ref().is_none_or(|last| last.0 != id) {
            if let Some((before, rows)) = last.take() {
                gathered.insert(before, rows);
            }
            last = Some((id, gathered.remove(&id).unwrap_or_default()));
        }
        let wh = energy.get(row);
        if let Some((_, rows)) = last.as_mut().filter(|_| wh != i64::from(GAP)) {
            let instant = times.get(row).div_euclid(1_000);
            rows.rows.push(Row { instant, wh, nano: 0, line: line + row as u64 + 1 });
        }
    }
    if let Some((id, rows)) = last {
        gathered.insert(id, rows);
    }
}

/// Reads a meter-day table: columns meter, day (days since 1970), then the slots of the day. Days must be
/// sorted by meter and day without a hole; the day begins at `offset_seconds` before midnight UTC.
///
/// # Errors
/// `Format` for another shape or order.
pub fn read_days<R: ChunkReader + 'static>(
    file: R,
    offset_seconds: i64,
    each: &mut dyn FnMut(&Meter) -> Result<(), Fault>,
) -> Result<Outcome, Fault> {
    let reader = SerializedFileReader::new(file).map_err(|error| broken(&error))?;
    let columns = reader.metadata().file_metadata().schema_descr().num_columns();
    let slots = columns.saturating_sub(2);
    if slots == 0 || 1_440 % slots != 0 {
        let what = format!("{columns} columns are not meter, day and slots");
        return Err(Fault::new(FaultKind::Format, PART, what, "write 24, 48 or 96 slot columns"));
    }
    let mut outcome = Outcome::default();
    let mut table: Vec<Column> = (0..columns).map(|_| Column::default()).collect();
    let empty =
        || Meter { id: String::new(), start: 0, interval_minutes: (1_440 / slots) as u32, wh: Vec::new() };
    let mut meter = empty();
    let mut current: Option<(i64, i64)> = None;
    for at in 0..reader.num_row_groups() {
        let group = reader.get_row_group(at).map_err(|error| broken(&error))?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        for (column_at, out) in table.iter_mut().enumerate() {
            column(&*group, column_at, rows, out)?;
        }
        for row in 0..rows {
            let (id, day) = (table[0].get(row), table[1].get(row));
            match current {
                Some((of, last)) if of == id && day == last + 1 => {}
                Some((of, _)) if of == id => {
                    let what = format!("days of meter {id} are not in order or have a hole");
                    let mend = "write each day once, in order, with nulls where readings are missing";
                    return Err(Fault::new(FaultKind::Format, PART, what, mend).at(row as u64 + 1, 2));
                }
                _ => {
                    if current.is_some() {
                        outcome.meters += 1;
                        outcome.quick += 1;
                        each(&meter)?;
                    }
                    meter.id = id.to_string();
                    meter.start = day * 86_400 - offset_seconds;
                    meter.wh.clear();
                }
            }
            current = Some((id, day));
            meter.wh.extend(table[2..].iter().map(|column| column.narrow.get(row).copied().unwrap_or(GAP)));
        }
    }
    if current.is_some() {
        outcome.meters += 1;
        outcome.quick += 1;
        each(&meter)?;
    }
    Ok(outcome)
}
