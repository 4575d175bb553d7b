//! Green Button: the Energy Services Provider Interface (NAESB REQ.21, ESPI) as Atom XML, read.
//!
//! A feed holds UsagePoint, MeterReading, ReadingType and IntervalBlock entries that point at each other
//! by links. Read here: delivered active energy (uom 72, Wh, or uom 38, W) with its power of ten, and the
//! clock of LocalTimeParameters. A reading without a time of its own stands at its place in its block.
//! Readings of different length in one register are added up to the longest.
//! Left out and reported: exported energy (flowDirection 19), gas, water and other commodities, registers of
//! sums longer than a day. Summaries of bills and the names of customers are not read.
//! What senders write differently from the schema and is read all the same: intervals that are a second
//! short, decimals, empty elements, a summer offset that repeats the winter's.

mod clock;
mod lengths;
mod names;
#[cfg(test)]
mod tests;
mod walk;

use self::lengths::{Long, even};
use self::names::{Names, only_point, only_type, parent, point, type_of};
use self::walk::{Walk, walk};
use super::assemble::{Row, Rows, assemble};
use super::csv::Unit;
use super::{Finding, FindingKind, Loaded};
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
    /// ServiceCategory of a usage point: 0 electricity, 1 gas, 2 water.
    service: Option<i64>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Other,
    UsagePoint,
    MeterReading,
    ReadingType,
    IntervalBlock,
    Summary,
    Customer,
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
    /// How many of the value's digits follow its point.
    decimals: u32,
    line: u64,
    has_value: bool,
}

/// Reads a Green Button file. `unit` is for files that hold readings and no ReadingType.
///
/// # Errors
/// `Format` where the XML breaks, `Missing` without readings of electricity (saying what there is instead),
/// `Unit` when the unit is nowhere, `Number` for values that are not numbers, all with the line.
pub fn read(input: &mut dyn Read, unit: Option<Unit>) -> Result<Loaded, Fault> {
    let mut text = String::new();
    input.read_to_string(&mut text).map_err(|error| Fault::io(PART, &error))?;
    gather(&walk(&text)?, unit)
}

/// Sums over more than a day, even one of 25 hours, cannot be cut into days.
const LONGEST: i64 = 90_000;

/// One register's readings as they came.
#[derive(Debug, Clone, Default)]
struct Register {
    rows: Vec<Long>,
    power: bool,
}

fn gather(walk: &Walk<'_>, unit: Option<Unit>) -> Result<Loaded, Fault> {
    let entries = &walk.entries;
    let mut registers: BTreeMap<String, Register> = BTreeMap::new();
    let names = Names::of(entries);
    let mut notes = Notes::default();
    for block in entries.iter().filter(|entry| entry.kind == Kind::IntervalBlock) {
        let reading = parent(entries, block);
        let kind = reading.map_or_else(|| only_type(entries), |reading| type_of(entries, reading));
        let kind = kind.or_unit(unit);
        let id = reading.map_or_else(|| "meter".to_owned(), |reading| names.name(reading));
        let point = reading.and_then(|reading| point(entries, reading)).or_else(|| only_point(entries));
        let service = point.and_then(|point| point.service);
        if let Some(why) = service.and_then(of_service).or_else(|| left_out(&kind, block)) {
            notes.add(FindingKind::LeftOut, &id, block, block.rows.len() as u64, why);
            continue;
        }
        let rows: Vec<Long> = block.rows.iter().map(|raw| long(raw, &kind)).collect::<Result<_, _>>()?;
        if rows.iter().any(|row| row.seconds > LONGEST) {
            notes.add(FindingKind::LeftOut, &id, block, rows.len() as u64, SUMS);
            continue;
        }
        if block.estimated > 0 {
            notes.add(FindingKind::Estimated, &id, block, block.estimated, "");
        }
        let register = registers.entry(id).or_default();
        register.power = kind.uom == Some(38);
        register.rows.extend(rows);
    }
    let mut loaded = finish(registers, notes.worded(), entries)?;
    loaded.clock = walk.clock.clock();
    Ok(loaded)
}

fn finish(
    registers: BTreeMap<String, Register>,
    mut findings: Vec<Finding>,
    entries: &[Entry],
) -> Result<Loaded, Fault> {
    if registers.is_empty() {
        return Err(nothing(findings.first(), entries));
    }
    let mut gathered: BTreeMap<String, Rows> = BTreeMap::new();
    for (id, register) in registers {
        let rows = even(&id, register.rows, register.power, &mut findings)?;
        gathered.insert(id, rows);
    }
    let mut loaded = assemble(gathered, PART)?;
    findings.append(&mut loaded.findings);
    Ok(Loaded { findings, ..loaded })
}

/// Why a feed gives no readings: what it holds instead, and what to ask for.
fn nothing(left: Option<&Finding>, entries: &[Entry]) -> Fault {
    let fault = |kind, what: String, mend: &str| Fault::new(kind, PART, what, mend);
    match left {
        Some(left) if left.what.starts_with(NO_UNIT) => {
            let what = format!("{} readings and no ReadingType that says in which unit", left.count);
            fault(FaultKind::Unit, what, "name the unit (--unit wh), or ask for the whole feed")
                .at(left.line, 0)
        }
        Some(left) => {
            let what = format!("no register of electricity that was used: there is {}", left.what);
            let mend = "ask for the interval data of the electricity delivered to the home";
            fault(FaultKind::Missing, what, mend).at(left.line, 0)
        }
        None => {
            let count = |kind| entries.iter().filter(|entry| entry.kind == kind).count();
            let what = match (count(Kind::Summary), count(Kind::Customer)) {
                (0, 0) => "no reading was found".to_owned(),
                (0, _) => "no reading was found: the file is about the customer".to_owned(),
                (count, _) => format!("no reading was found: the file holds {count} summaries of bills"),
            };
            fault(
                FaultKind::Missing,
                what,
                "export usage (hourly or daily readings), not bills or the account",
            )
        }
    }
}

/// A reading with its time, its length and its energy.
fn long(raw: &Raw, kind: &ReadingType) -> Result<Long, Fault> {
    let (wh, nano) = scaled(raw.value, kind.power_of_ten - i64::from(raw.decimals))
        .ok_or_else(|| number_fault(raw, kind.power_of_ten))?;
    let seconds = if raw.duration > 0 { raw.duration } else { kind.interval };
    // From 13:00:00 to 13:14:59 is a quarter of an hour.
    let seconds = if seconds % 60 == 59 { seconds + 1 } else { seconds };
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
    if !(-18..=9).contains(&power) {
        return None;
    }
    let nano = match u32::try_from(power + 9) {
        Ok(power) => i128::from(value) * 10_i128.pow(power),
        Err(_) => i128::from(value) / 10_i128.pow((-9 - power) as u32),
    };
    Some((i64::try_from(nano.div_euclid(1_000_000_000)).ok()?, nano.rem_euclid(1_000_000_000) as u32))
}

impl ReadingType {
    /// The type, with the unit a person names where the file has none.
    fn or_unit(self, unit: Option<Unit>) -> ReadingType {
        let (None, Some(unit)) = (self.uom, unit) else { return self };
        let uom = if matches!(unit, Unit::Watt | Unit::Kilowatt) { 38 } else { 72 };
        ReadingType { uom: Some(uom), power_of_ten: self.power_of_ten + i64::from(unit.digits()), ..self }
    }
}

/// Why a register whose values have no unit is left out, and why one of months is.
const NO_UNIT: &str = "a register without a unit";
const SUMS: &str = "a register of sums longer than a day";

/// Services that are not electricity (ServiceKind).
fn of_service(service: i64) -> Option<&'static str> {
    match service {
        0 => None,
        1 => Some("a register of gas, not electricity"),
        2 => Some("a register of water, not electricity"),
        _ => Some("a register of another service, not electricity"),
    }
}

/// Commodities 1 and 2 are electricity metered on the low or the high voltage side.
fn left_out(kind: &ReadingType, block: &Entry) -> Option<&'static str> {
    match kind {
        ReadingType { commodity: Some(5 | 7 | 8), .. } => Some("a register of gas, not electricity"),
        ReadingType { commodity: Some(9 | 11), .. } => Some("a register of water, not electricity"),
        ReadingType { commodity: Some(commodity), .. } if !matches!(commodity, 0..=2) => {
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
        // Sums of months are of no use in whatever unit.
        ReadingType { uom: None, .. } if block.rows.iter().any(|raw| raw.duration > LONGEST) => Some(SUMS),
        ReadingType { uom: None, .. } => Some(NO_UNIT),
        _ => None,
    }
}
