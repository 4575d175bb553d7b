//! Green Button: the Energy Services Provider Interface (NAESB REQ.21, ESPI) as Atom XML, read.
//!
//! A feed holds UsagePoint, MeterReading, ReadingType and IntervalBlock entries that point at each other
//! by links. Read here: delivered active energy (uom 72, Wh, or uom 38, W) with its power of ten, and the
//! clock of LocalTimeParameters. A reading without a time of its own stands at its place in its block.
//! Readings of different length in one register are added up to the longest.
//! Left out and reported: exported energy (flowDirection 19), other commodities, registers of sums longer
//! than a day, summaries of bills.

mod lengths;
mod names;
#[cfg(test)]
mod tests;
mod walk;

use self::lengths::{Long, even};
use self::names::{Names, only_type, parent, type_of};
use self::walk::walk;
use super::assemble::{Row, Rows, assemble};
use super::{Clock, Finding, FindingKind, Loaded};
use crate::fault::{Fault, FaultKind};
use std::collections::BTreeMap;
use std::io::Read;

const PART: &str = "Green Button";

#[derive(Debug, Clone, Default)]
struct Entry {
    own: String,
    up: String,
    related: Vec<String>,
    title: String,
    kind: Kind,
    reading_type: ReadingType,
    rows: Vec<Raw>,
    estimated: u64,
    block: (i64, i64),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Other,
    UsagePoint,
    MeterReading,
    ReadingType,
    IntervalBlock,
}

#[derive(Debug, Clone, Copy, Default)]
struct ReadingType {
    uom: Option<i64>,
    power_of_ten: i64,
    interval: i64,
    flow: Option<i64>,
    commodity: Option<i64>,
    /// 3 is a running total of the register, 4 is the amount of the interval.
    behaviour: Option<i64>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Raw {
    /// Without one the reading stands at `place` in the block that begins at `block`.
    start: Option<i64>,
    block: i64,
    place: i64,
    duration: i64,
    value: i64,
    line: u64,
    has_value: bool,
}

/// Reads a Green Button file.
///
/// # Errors
/// `Format` where the XML breaks, `Missing` without interval blocks, `Unit` for a unit that is not of
/// energy, `Number` for values that are not integers, all with the line.
pub fn read(input: &mut dyn Read) -> Result<Loaded, Fault> {
    let mut text = String::new();
    input.read_to_string(&mut text).map_err(|error| Fault::io(PART, &error))?;
    let walk = walk(&text)?;
    gather(&walk.entries, walk.clock)
}

/// Sums over more than a day cannot be cut into days.
const LONGEST: i64 = 86_400;

/// One register's readings as they came.
#[derive(Debug, Clone, Default)]
struct Register {
    rows: Vec<Long>,
    power: bool,
}

fn gather(entries: &[Entry], clock: Option<Clock>) -> Result<Loaded, Fault> {
    let mut registers: BTreeMap<String, Register> = BTreeMap::new();
    let names = Names::of(entries);
    let mut notes = Notes::default();
    for block in entries.iter().filter(|entry| entry.kind == Kind::IntervalBlock) {
        let reading = parent(entries, block);
        let kind = reading.map_or_else(|| only_type(entries), |reading| type_of(entries, reading));
        let id = reading.map_or_else(|| "meter".to_owned(), |reading| names.name(reading));
        if let Some(why) = left_out(&kind) {
            notes.add(FindingKind::LeftOut, &id, block, block.rows.len() as u64, why);
            continue;
        }
        let rows: Vec<Long> = block.rows.iter().map(|raw| long(raw, &kind)).collect::<Result<_, _>>()?;
        if rows.iter().any(|row| row.seconds > LONGEST) {
            let why = "a register of sums longer than a day";
            notes.add(FindingKind::LeftOut, &id, block, rows.len() as u64, why);
            continue;
        }
        if block.estimated > 0 {
            notes.add(FindingKind::Estimated, &id, block, block.estimated, "");
        }
        let register = registers.entry(id).or_default();
        register.power = kind.uom == Some(38);
        register.rows.extend(rows);
    }
    finish(registers, notes.worded(), clock)
}

fn finish(
    registers: BTreeMap<String, Register>,
    mut findings: Vec<Finding>,
    clock: Option<Clock>,
) -> Result<Loaded, Fault> {
    if let (true, Some(left)) = (registers.is_empty(), findings.first()) {
        let what = format!("no register of electricity that was used: there is {}", left.what);
        let mend = "ask for the interval data of the electricity delivered to the home";
        return Err(Fault::new(FaultKind::Missing, PART, what, mend).at(left.line, 0));
    }
    let mut gathered: BTreeMap<String, Rows> = BTreeMap::new();
    for (id, register) in registers {
        let rows = even(&id, register.rows, register.power, &mut findings)?;
        gathered.insert(id, rows);
    }
    let mut loaded = assemble(gathered, PART)?;
    findings.append(&mut loaded.findings);
    Ok(Loaded { findings, clock, ..loaded })
}

/// A reading with its time, its length and its energy.
fn long(raw: &Raw, kind: &ReadingType) -> Result<Long, Fault> {
    let (wh, nano) =
        scaled(raw.value, kind.power_of_ten).ok_or_else(|| number_fault(raw, kind.power_of_ten))?;
    let seconds = if raw.duration > 0 { raw.duration } else { kind.interval };
    let instant = match raw.start {
        Some(start) => start,
        None if raw.block > 0 && seconds > 0 => raw.block + raw.place.saturating_mul(seconds),
        None => {
            let mend = "ask for a file with a timePeriod for each reading, or an intervalLength";
            return Err(Fault::new(FaultKind::Time, PART, "a reading without a time", mend).at(raw.line, 0));
        }
    };
    Ok(Long { row: Row { instant, wh, nano, line: raw.line }, seconds: seconds.max(0) })
}

/// Findings of blocks, one for each kind, meter and reason.
#[derive(Default)]
struct Notes {
    found: BTreeMap<(FindingKind, String, &'static str), Finding>,
}

impl Notes {
    fn add(&mut self, kind: FindingKind, id: &str, block: &Entry, count: u64, why: &'static str) {
        let (from, to) = (block.block.0, block.block.0 + block.block.1);
        let line = block.rows.first().map_or(0, |raw| raw.line);
        let known = self.found.entry((kind, id.to_owned(), why)).or_insert_with(|| Finding {
            kind,
            meter: id.to_owned(),
            line,
            from,
            to,
            count: 0,
            what: String::new(),
            mend: String::new(),
        });
        known.count += count;
        (known.from, known.to) = (known.from.min(from), known.to.max(to));
    }

    fn worded(self) -> Vec<Finding> {
        let word = |((kind, id, why), mut finding): ((FindingKind, String, &str), Finding)| {
            (finding.what, finding.mend) = match kind {
                FindingKind::Estimated => (
                    format!("{} readings are marked as estimates", finding.count),
                    "bills from them may be corrected later".to_owned(),
                ),
                _ => (format!("{why} ({id})"), "it was left out".to_owned()),
            };
            finding
        };
        self.found.into_iter().map(word).collect()
    }
}

fn number_fault(raw: &Raw, power: i64) -> Fault {
    let what = format!("{} x 10^{power} is not a reading", raw.value);
    Fault::new(FaultKind::Number, PART, what, "check the power of ten").at(raw.line, 0)
}

/// value x 10^power as whole Wh and 10^-9 Wh.
fn scaled(value: i64, power: i64) -> Option<(i64, u32)> {
    if !(-9..=9).contains(&power) {
        return None;
    }
    let nano = i128::from(value) * 10_i128.pow((power + 9) as u32);
    Some((i64::try_from(nano.div_euclid(1_000_000_000)).ok()?, nano.rem_euclid(1_000_000_000) as u32))
}

fn left_out(kind: &ReadingType) -> Option<&'static str> {
    match kind {
        ReadingType { commodity: Some(commodity), .. } if !matches!(commodity, 0 | 1) => {
            Some("a register that is not electricity")
        }
        ReadingType { flow: Some(flow), .. } if !matches!(flow, 0 | 1) => {
            Some("a register of energy that is not delivered to the home")
        }
        ReadingType { behaviour: Some(behaviour), .. } if !matches!(behaviour, 0 | 4 | 12) => {
            Some("a register that runs on instead of counting each interval")
        }
        ReadingType { uom: Some(uom), .. } if !matches!(uom, 72 | 38) => {
            Some("a register whose unit is not Wh or W")
        }
        ReadingType { uom: None, .. } => Some("a register without a unit"),
        _ => None,
    }
}
