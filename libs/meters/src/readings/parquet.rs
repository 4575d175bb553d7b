//! Parquet: meters from the narrow table (meter, time, Wh), from the meter-day table (meter, day, 24
//! columns), one meter at a time, and from a table whose columns have names (`named`). Only behind the
//! feature `parquet`, because the crate is heavy.
//!
//! A narrow table that is sorted streams in the memory of one meter; one in any order is gathered and
//! assembled like any file. Columns are integers: meter i32 or i64, time i64
//! (milliseconds, as the file's own unit is not looked at), day i32 (days since 1970), Wh i32.

use super::assemble::{Row, Rows, assemble};
use super::{Finding, GAP, Meter};
use crate::fault::{Fault, FaultKind};
use parquet::basic::Type;
use parquet::column::reader::ColumnReader;
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader, SerializedFileReader};
use std::collections::BTreeMap;

mod named;
#[cfg(test)]
mod tests;

pub use named::read_named;

const PART: &str = "Parquet";

/// What reading a narrow table took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub meters: usize,
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

/// Does the work on a file that may be damaged: the crate beneath asserts what a whole file would hold.
///
/// # Errors
/// Those of the work; `Format` where it stopped.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Fault::new(FaultKind::Format, PART, "the file is damaged", "write or download the file again"))
    })
}

/// Whether a file is the narrow table: three columns of integers, times without a type of their own, and Wh.
///
/// # Errors
/// `Format` when it is no Parquet.
pub fn is_narrow<R: ChunkReader + 'static>(file: R) -> Result<bool, Fault> {
    let reader = SerializedFileReader::new(file).map_err(|error| broken(&error))?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let types: Vec<Type> = schema.columns().iter().map(|column| column.physical_type()).collect();
    let plain = schema.columns().iter().all(|column| {
        let name = column.name().to_lowercase();
        column.logical_type_ref().is_none() && !name.contains("kwh") && column.max_rep_level() == 0
    });
    let integers = matches!(types[..], [Type::INT32 | Type::INT64, Type::INT64, Type::INT32]);
    Ok(plain && integers)
}

/// What is known about the order of a narrow table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By meter, then by time: meters are passed on one by one, in the memory of one.
    Sorted,
    /// Any: all rows are gathered in memory, sorted and assembled, and repeats become findings.
    Any,
}

/// Reads a narrow table (columns meter, time in ms, Wh, in this order) and gives each meter to `each`.
///
/// # Errors
/// `Format` for what is no such table, and for a row out of order when `Sorted` was promised (nothing wrong
/// is passed on, but meters before that row were); the faults of assembling.
pub fn read_narrow<R: ChunkReader + 'static>(
    file: R,
    order: Order,
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
        match order {
            Order::Any => gather(&mut gathered, (&meters, &times, &energy), 0..rows, line),
            Order::Sorted => {
                let mut row = 0;
                while row < rows {
                    row =
                        stretch(&mut open, (&meters, &times, &energy), row..rows, line, &mut outcome, each)?;
                }
            }
        }
        line += rows as u64;
    }
    if let Some(open) = open {
        outcome.pass_on(&open, each)?;
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

impl Outcome {
    fn pass_on(
        &mut self,
        open: &Open,
        each: &mut dyn FnMut(&Meter) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.meters += 1;
        each(&open.meter)
    }
}

/// The meter whose rows are passing by.
struct Open {
    id: i64,
    start_ms: i64,
    step_ms: i64,
    meter: Meter,
}

type Three<'a> = (&'a Column, &'a Column, &'a Column);

/// Takes the rows of one meter from the front of a range; returns the first row of the next meter.
fn stretch(
    open: &mut Option<Open>,
    (meters, times, energy): Three<'_>,
    range: std::ops::Range<usize>,
    line: u64,
    outcome: &mut Outcome,
    each: &mut dyn FnMut(&Meter) -> Result<(), Fault>,
) -> Result<usize, Fault> {
    let row = range.start;
    let id = meters.get(row);
    let same = range.take_while(|at| meters.get(*at) == id).count();
    if energy.narrow.is_empty() {
        let what = "the third column is not Wh as 32-bit integers";
        return Err(Fault::new(FaultKind::Format, PART, what, "write Wh as int32"));
    }
    let starts = open.as_ref().is_none_or(|current| current.id != id);
    if starts {
        if let Some(done) = open.take() {
            if done.id > id {
                return Err(out_of_order(id, line + row as u64));
            }
            outcome.pass_on(&done, each)?;
        }
        let near = (row + 1..row + same.min(200)).map(|at| times.get(at) - times.get(at - 1));
        let step_ms = near.min().unwrap_or(3_600_000);
        if step_ms < 60_000 || step_ms % 60_000 != 0 || 86_400_000 % step_ms != 0 {
            return Err(out_of_order(id, line + row as u64));
        }
        let start_ms = times.get(row);
        let meter = Meter {
            id: id.to_string(),
            start: start_ms.div_euclid(1_000),
            interval_minutes: (step_ms / 60_000) as u32,
            wh: Vec::with_capacity(same),
        };
        *open = Some(Open { id, start_ms, step_ms, meter });
    }
    let Some(current) = open else { return Ok(row + same) };
    let expected = current.start_ms + current.step_ms * current.meter.wh.len() as i64;
    let regular = (0..same).all(|at| times.get(row + at) == expected + current.step_ms * at as i64);
    if regular {
        current.meter.wh.extend_from_slice(&energy.narrow[row..row + same]);
        return Ok(row + same);
    }
    for at in row..row + same {
        let expected = current.start_ms + current.step_ms * current.meter.wh.len() as i64;
        let late = times.get(at) - expected;
        let missing = late / current.step_ms;
        if late < 0 || late % current.step_ms != 0 || missing > SLOTS_MISSING_MAX {
            return Err(out_of_order(id, line + at as u64));
        }
        current.meter.wh.extend(std::iter::repeat_n(GAP, missing as usize));
        current.meter.wh.push(energy.narrow[at]);
    }
    Ok(row + same)
}

/// A hole of ten years of minutes is a wrong year.
const SLOTS_MISSING_MAX: i64 = 10 * 366 * 1_440;

fn out_of_order(id: i64, row: u64) -> Fault {
    let what = format!("rows of meter {id} are not sorted by meter and time at one interval");
    let mend = "sort the file, or read it in any order";
    Fault::new(FaultKind::Format, PART, what, mend).at(row + 1, 0)
}

fn gather(
    gathered: &mut BTreeMap<i64, Rows>,
    (meters, times, energy): Three<'_>,
    range: std::ops::Range<usize>,
    line: u64,
) {
    // Rows of one meter usually stand together: keep the map out of the inner loop.
    let mut row = range.start;
    while row < range.end {
        let id = meters.get(row);
        let rows = gathered.entry(id).or_default();
        while row < range.end && meters.get(row) == id {
            let wh = energy.get(row);
            if wh != i64::from(GAP) {
                let instant = times.get(row).div_euclid(1_000);
                rows.rows.push(Row { instant, wh, nano: 0, line: line + row as u64 + 1 });
            }
            row += 1;
        }
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
        each(&meter)?;
    }
    Ok(outcome)
}
