//! CSV: readings from the tables that portals and loggers export.
//!
//! Three shapes: one row per reading (with or without a meter column), date and time apart, and one row
//! per day with a column per slot. The text is UTF-8; the caller decodes other encodings. A number keeps
//! every digit; a local time needs a zone; a day-first date is refused rather than guessed. In a table
//! separated by semicolons a comma is the decimal mark; elsewhere it parts thousands.

use self::columns::Columns;
use super::assemble::{Row, Rows, assemble};
use super::{Finding, FindingKind, Loaded};
use crate::civil::{Meaning, meaning, written};
use crate::decimal;
use crate::fault::{Fault, FaultKind};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;

mod columns;
#[cfg(test)]
mod tests;

const PART: &str = "CSV";
/// Rows of title and address before the header that are skipped.
const PREAMBLE_MAX: usize = 30;

/// What the numbers in a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    WattHour,
    KilowattHour,
    MegawattHour,
    Watt,
    Kilowatt,
}

impl Unit {
    /// The unit of a word such as `kWh`, in any case.
    pub fn named(word: &str) -> Option<Unit> {
        match word.trim().to_ascii_lowercase().as_str() {
            "wh" => Some(Unit::WattHour),
            "kwh" => Some(Unit::KilowattHour),
            "mwh" => Some(Unit::MegawattHour),
            "w" => Some(Unit::Watt),
            "kw" => Some(Unit::Kilowatt),
            _ => None,
        }
    }

    /// Decimal digits of one unit that a whole Wh (or W) has.
    pub fn digits(self) -> u32 {
        match self {
            Unit::WattHour | Unit::Watt => 0,
            Unit::KilowattHour | Unit::Kilowatt => 3,
            Unit::MegawattHour => 6,
        }
    }

    fn is_power(self) -> bool {
        matches!(self, Unit::Watt | Unit::Kilowatt)
    }
}

/// What the reader cannot learn from the file.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// The zone of times written without an offset.
    pub zone: Option<TimeZone>,
    /// The unit, when neither header nor a unit column names one; it overrides them.
    pub unit: Option<Unit>,
    /// Times name the end of the interval instead of its start.
    pub marks_end: bool,
    /// The meter's name when no column gives one.
    pub meter: String,
}

/// Reads a table of readings.
///
/// # Errors
/// `Missing` without a time or value column; `Unit` when the unit is nowhere; `Zone` for local times
/// without a zone; `Time`, `Number` and `MixedMeters` with the line.
pub fn read(input: &mut dyn Read, how: &How) -> Result<Loaded, Fault> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|error| Fault::io(PART, &error))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        let mend = "save the file as UTF-8 (Korean portals often use EUC-KR)";
        Fault::new(FaultKind::Format, PART, "the text is not UTF-8", mend).at(line, 0)
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = delimiter(text);
    let mut table = Table::new(how, delimiter == b';');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut columns: Option<Columns> = None;
    let mut record = csv::StringRecord::new();
    let mut row_count = 0;
    while reader.read_record(&mut record).map_err(|error| broken(&error))? {
        let line = record.position().map_or(0, csv::Position::line);
        match &columns {
            Some(columns) => table.row(columns, &record, line)?,
            None => columns = Columns::find(&record),
        }
        row_count += 1;
        if columns.is_none() && row_count > PREAMBLE_MAX {
            break;
        }
    }
    if columns.is_none() {
        let mend = "name a time column (timestamp) and a value column (kWh) in the first line";
        return Err(Fault::new(FaultKind::Missing, PART, "no header with a time and a value", mend));
    }
    table.finish()
}

/// Rows of text that do not come from a text, read by the rules of a table.
#[cfg(feature = "parquet")]
pub(super) struct TextRows<'a> {
    columns: Columns,
    table: Table<'a>,
}

#[cfg(feature = "parquet")]
impl<'a> TextRows<'a> {
    /// The rows below a header; `None` when it names no column of times and of values.
    pub(super) fn new(header: &csv::StringRecord, how: &'a How) -> Option<TextRows<'a>> {
        Some(TextRows { columns: Columns::find(header)?, table: Table::new(how, false) })
    }

    /// The columns that are looked at.
    pub(super) fn wanted(&self) -> Vec<usize> {
        let Columns { time, clock, values, unit_column, meter, .. } = &self.columns;
        let one = [Some(*time), *clock, *unit_column, *meter];
        one.into_iter().flatten().chain(values.iter().copied()).collect()
    }

    pub(super) fn row(&mut self, record: &csv::StringRecord, line: u64) -> Result<(), Fault> {
        self.table.row(&self.columns, record, line)
    }

    pub(super) fn finish(self) -> Result<Loaded, Fault> {
        self.table.finish()
    }
}

fn broken(error: &csv::Error) -> Fault {
    let line = error.position().map_or(0, csv::Position::line);
    Fault::new(FaultKind::Format, PART, format!("not a table: {error}"), "check the quotes").at(line, 0)
}

/// The separator that occurs most in the first lines.
fn delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(PREAMBLE_MAX).collect();
    let count = |mark: u8| head.iter().map(|line| line.bytes().filter(|b| *b == mark).count()).sum::<usize>();
    [b',', b';', b'\t', b'|'].into_iter().max_by_key(|mark| (count(*mark), *mark == b',')).unwrap_or(b',')
}

struct Table<'a> {
    how: &'a How,
    decimal_comma: bool,
    gathered: BTreeMap<String, Rows>,
    findings: Vec<Finding>,
    last: HashMap<String, i64>,
    twice: BTreeSet<(String, i64)>,
    never: Vec<(String, i64, u64)>,
    /// Where local times fell back by an hour in a zone whose clocks do not: meter, instant, line.
    fell: Vec<(String, i64, u64)>,
    /// Days on which the zone's offset does not change, with that offset.
    quiet_days: HashMap<i64, Option<i64>>,
    unit: Option<Unit>,
}

impl<'a> Table<'a> {
    fn new(how: &'a How, decimal_comma: bool) -> Table<'a> {
        Table {
            how,
            decimal_comma,
            gathered: BTreeMap::new(),
            findings: Vec::new(),
            last: HashMap::new(),
            twice: BTreeSet::new(),
            never: Vec::new(),
            fell: Vec::new(),
            quiet_days: HashMap::new(),
            unit: None,
        }
    }

    fn row(&mut self, columns: &Columns, record: &csv::StringRecord, line: u64) -> Result<(), Fault> {
        let cell = |at: usize| record.get(at).unwrap_or("");
        if columns.is_between(record) {
            return Ok(());
        }
        if (columns.names.len()..record.len()).any(|at| !cell(at).is_empty()) {
            let (found, header) = (record.len(), columns.names.len());
            let what = format!("{found} cells where the header has {header}");
            let mend = "write a point for decimals, or put numbers with a comma in quotes";
            return Err(Fault::new(FaultKind::Number, PART, what, mend).at(line, header as u64 + 1));
        }
        let meter = columns.meter.map_or(self.how.meter.as_str(), cell).to_owned();
        let unit = self.unit_of(columns, record, line)?;
        let time = match columns.clock {
            Some(clock) => format!("{} {}", cell(columns.time), padded_clock(cell(clock))),
            None => begins(cell(columns.time)),
        };
        let place = columns.time as u64 + 1;
        let stamp = written(&time).ok_or_else(|| {
            let what = format!("'{time}' is not a time this reader knows");
            Fault::new(FaultKind::Time, PART, what, "write 2024-03-01 13:30 (year first)").at(line, place)
        })?;
        let slot_seconds = 86_400 / columns.values.len() as i64;
        for (slot, &at) in columns.values.iter().enumerate() {
            let text = cell(at);
            if text.is_empty() || text.eq_ignore_ascii_case("null") || text.eq_ignore_ascii_case("nan") {
                continue;
            }
            let civil = stamp.civil_seconds + slot as i64 * slot_seconds;
            let instant = match stamp.offset_seconds {
                Some(offset) => civil - i64::from(offset),
                None => self.local(&meter, civil, line)?,
            };
            let (wh, nano) = self.number(text, unit.digits()).ok_or_else(|| {
                let what = format!("'{text}' in column {} is not a number", columns.names[at]);
                let mend = "write digits with a point for decimals";
                Fault::new(FaultKind::Number, PART, what, mend).at(line, at as u64 + 1)
            })?;
            self.last.insert(meter.clone(), instant);
            let rows = self.gathered.entry(meter.clone()).or_default();
            rows.power = unit.is_power();
            rows.rows.push(Row { instant, wh, nano, line });
            if columns.values.len() > 1 {
                rows.interval = Some(slot_seconds);
            }
        }
        Ok(())
    }

    fn number(&self, text: &str, digits: u32) -> Option<(i64, u32)> {
        if !self.decimal_comma || !text.contains(',') {
            return decimal::split(text, digits);
        }
        // "1.234,5" has both marks, and "1,234,5" two: neither is guessed.
        (!text.contains('.')).then(|| decimal::split(&text.replace(',', "."), digits))?
    }

    fn unit_of(&mut self, columns: &Columns, record: &csv::StringRecord, line: u64) -> Result<Unit, Fault> {
        let in_row = columns.unit_column.and_then(|at| record.get(at)).and_then(Unit::named);
        let unit = self.how.unit.or(in_row).or(columns.unit).ok_or_else(|| {
            let mend = "write kWh or Wh in the header of the value column, or name the unit";
            Fault::new(FaultKind::Unit, PART, "the unit of the values is nowhere", mend).at(line, 0)
        })?;
        if *self.unit.get_or_insert(unit) != unit {
            let what = "the unit changes inside the file";
            let mend = "two meters or two registers seem to be mixed: split the file";
            return Err(Fault::new(FaultKind::MixedMeters, PART, what, mend).at(line, 0));
        }
        Ok(unit)
    }

    /// The instant of a local time. A time that happens twice is first the earlier, then the later one.
    fn local(&mut self, meter: &str, civil: i64, line: u64) -> Result<i64, Fault> {
        let Some(zone) = &self.how.zone else {
            let mend = "name the zone of the file, for example Asia/Seoul";
            return Err(Fault::new(FaultKind::Zone, PART, "local times without a zone", mend).at(line, 0));
        };
        let day = civil.div_euclid(86_400);
        let quiet = *self.quiet_days.entry(day).or_insert_with(|| quiet_offset(zone, day));
        if let Some(offset) = quiet {
            let instant = civil - offset;
            let back = self.last.get(meter).map_or(-1, |last| last - instant);
            // Clocks go back early on a Sunday; anything else is a repeated row.
            let early_sunday = crate::civil::weekday(day as i32) == 6 && civil.rem_euclid(86_400) < 4 * 3_600;
            if (0..3_600).contains(&back) && early_sunday {
                self.fell.push((meter.to_owned(), instant, line));
            }
            return Ok(instant);
        }
        Ok(match meaning(zone, civil) {
            Meaning::One(instant) => instant,
            Meaning::Never(instant) => {
                self.never.push((meter.to_owned(), instant, line));
                instant
            }
            Meaning::Twice(early, late) => {
                let falling = self.last.get(meter).is_some_and(|last| *last > late);
                let (first, second) = if falling { (late, early) } else { (early, late) };
                if self.twice.insert((meter.to_owned(), first)) {
                    first
                } else {
                    self.twice.insert((meter.to_owned(), second));
                    second
                }
            }
        })
    }

    fn finish(mut self) -> Result<Loaded, Fault> {
        self.clock_findings();
        if self.how.marks_end {
            shift_to_start(&mut self.gathered);
        }
        let mut loaded = assemble(self.gathered, PART)?;
        self.findings.append(&mut loaded.findings);
        loaded.findings = self.findings;
        Ok(loaded)
    }

    fn clock_findings(&mut self) {
        if let Some((meter, instant, line)) = self.never.first() {
            let what = format!("{} times do not exist in this zone (clocks went forward)", self.never.len());
            let mend = "the file is probably in standard time all year: read it with a fixed offset";
            self.findings.push(clock_finding(meter, *instant, *line, self.never.len(), what, mend));
        }
        // Once or twice in a file is a clock change; more is a file without order.
        if let (Some((meter, instant, line)), 1..=2) = (self.fell.first(), self.fell.len()) {
            let what =
                "local times step back by an hour, and the zone given has no such clock change".to_owned();
            let mend = "name the zone the file follows; one of the two hours is lost until then";
            self.findings.push(clock_finding(meter, *instant, *line, self.fell.len(), what, mend));
        }
        let Some(zone) = &self.how.zone else { return };
        let lonely = |entry: &&(String, i64)| {
            let civil = entry.1 + crate::civil::offset_at(zone, entry.1);
            match meaning(zone, civil) {
                Meaning::Twice(early, late) => {
                    let other = if entry.1 == early { late } else { early };
                    !self.twice.contains(&(entry.0.clone(), other))
                }
                _ => false,
            }
        };
        let alone: Vec<&(String, i64)> = self.twice.iter().filter(lonely).collect();
        if let Some((meter, instant)) = alone.first() {
            let what = format!("{} times of the repeated hour appear once (clocks went back)", alone.len());
            let mend = "an hour is missing or was added into its neighbour; ask for times with an offset";
            self.findings.push(clock_finding(meter, *instant, 0, alone.len(), what, mend));
        }
    }
}

fn clock_finding(meter: &str, at: i64, line: u64, count: usize, what: String, mend: &str) -> Finding {
    Finding {
        kind: FindingKind::ClockChange,
        meter: meter.to_owned(),
        line,
        from: at,
        to: at + 3_600,
        count: count as u64,
        what,
        mend: mend.to_owned(),
    }
}

/// The zone's offset on a civil day without a clock change near it.
fn quiet_offset(zone: &TimeZone, day: i64) -> Option<i64> {
    let at = |civil: i64| crate::civil::offset_at(zone, civil);
    let (before, after) = (at((day - 1) * 86_400), at((day + 2) * 86_400));
    (before == after).then_some(before)
}

/// Of `2014-08-31 23:00:00 to 2014-09-01 00:00:00` the first time.
fn begins(text: &str) -> String {
    let text = text.replace('\u{a0}', " ");
    text.split(" to ").next().unwrap_or("").trim().to_owned()
}

/// Hours alone ("7", "07") become a clock.
fn padded_clock(text: &str) -> String {
    let hour = text.trim_end_matches('시').trim();
    if hour.len() <= 2 && hour.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{hour:0>2}:00");
    }
    if hour.len() == 4 && hour.as_bytes()[1] == b':' { format!("0{hour}") } else { hour.to_owned() }
}

/// Times that name the end of the interval become starts.
fn shift_to_start(gathered: &mut BTreeMap<String, Rows>) {
    for rows in gathered.values_mut() {
        let mut steps: Vec<i64> =
            rows.rows.windows(2).map(|pair| (pair[1].instant - pair[0].instant).abs()).collect();
        steps.sort_unstable();
        let step = rows.interval.or(steps.get(steps.len() / 2).copied()).unwrap_or(3_600);
        rows.rows.iter_mut().for_each(|row| row.instant -= step);
    }
}
