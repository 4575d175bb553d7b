//! NEM12: the interval file of the Australian market (AEMO, Meter Data File Format, NEM12 & NEM13).
//!
//! Record 100 heads, 200 opens a register, 300 holds a day, 400 says which part of the day had which
//! quality, 500 and 900 are passed over. Times are market time, UTC+10 without clock changes.
//! Registers of exported energy (suffix B) and of reactive energy are left out and reported.

use super::assemble::{Row, Rows, assemble};
use super::csv::Unit;
use super::{Finding, FindingKind, Loaded};
use crate::civil::{DAY_SECONDS, day_number};
use crate::decimal;
use crate::fault::{Fault, FaultKind};
use std::collections::BTreeMap;
use std::io::Read;

const PART: &str = "NEM12";
const MARKET_OFFSET: i64 = 10 * 3_600;

struct Register {
    id: String,
    unit: Unit,
    interval_minutes: i64,
    /// Where the last 300 record's rows begin, for a 400 record that follows.
    day_rows: usize,
    day_begins: i64,
    first_line: u64,
    estimated: u64,
    left_out: bool,
}

/// Reads a NEM12 file.
///
/// # Errors
/// `Format` for a record out of place, `Unit`, `Time`, `Number` with line and column (field number).
pub fn read(input: &mut dyn Read) -> Result<Loaded, Fault> {
    let mut text = String::new();
    input.read_to_string(&mut text).map_err(|error| Fault::io(PART, &error))?;
    let mut gathered: BTreeMap<String, Rows> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut register: Option<Register> = None;
    let mut headed = false;
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let number = at as u64 + 1;
        let fields: Vec<&str> = line.trim_end().split(',').collect();
        match fields[0] {
            "100" => headed = fields.get(1) == Some(&"NEM12"),
            "200" => {
                close(register.take(), &mut findings);
                register = Some(open(&fields, number)?);
            }
            "300" | "400" if register.is_none() => {
                return Err(format_fault("a day before any register (200)", number, 1));
            }
            "300" => day(&fields, number, register.as_mut(), &mut gathered)?,
            "400" => quality(&fields, number, register.as_mut(), &mut gathered)?,
            "500" | "900" | "" => {}
            other => return Err(format_fault(&format!("record '{other}' is unknown"), number, 1)),
        }
        if !headed {
            return Err(format_fault("the first record is not 100,NEM12", number, 1));
        }
    }
    close(register, &mut findings);
    if let (true, Some(left)) = (gathered.is_empty(), findings.first()) {
        let what = format!("no register of imported energy: {}", left.what);
        return Err(Fault::new(FaultKind::Missing, PART, what, "ask for the register E1").at(left.line, 0));
    }
    let mut loaded = assemble(gathered, PART)?;
    findings.append(&mut loaded.findings);
    Ok(Loaded { findings, ..loaded })
}

fn format_fault(what: &str, line: u64, field: u64) -> Fault {
    Fault::new(FaultKind::Format, PART, what, "ask the sender for the file as it left the market system")
        .at(line, field)
}

fn open(fields: &[&str], line: u64) -> Result<Register, Fault> {
    let field = |at: usize| fields.get(at).copied().unwrap_or("");
    let suffix = field(4);
    let unit = Unit::named(field(7));
    let interval_minutes: i64 = field(8).parse().unwrap_or(0);
    if ![1, 5, 15, 30].contains(&interval_minutes) {
        return Err(format_fault(&format!("interval length '{}' is not 1, 5, 15 or 30", field(8)), line, 9));
    }
    let energy = unit.filter(|unit| !matches!(unit, Unit::Watt | Unit::Kilowatt));
    Ok(Register {
        id: format!("{}/{suffix}", field(1)),
        unit: energy.unwrap_or(Unit::WattHour),
        interval_minutes,
        day_rows: 0,
        day_begins: 0,
        first_line: line,
        estimated: 0,
        left_out: energy.is_none() || suffix.starts_with('B'),
    })
}

fn day(
    fields: &[&str],
    line: u64,
    register: Option<&mut Register>,
    gathered: &mut BTreeMap<String, Rows>,
) -> Result<(), Fault> {
    let Some(register) = register.filter(|register| !register.left_out) else { return Ok(()) };
    let date = fields.get(1).copied().unwrap_or("");
    let part = |from: usize, to: usize| date.get(from..to).and_then(|text| text.parse::<i64>().ok());
    let number = match (date.len(), part(0, 4), part(4, 6), part(6, 8)) {
        (8, Some(year), Some(month), Some(day)) => day_number(year, month, day),
        _ => None,
    };
    let number = number.ok_or_else(|| format_fault(&format!("'{date}' is not a date"), line, 2))?;
    let slots = (1_440 / register.interval_minutes) as usize;
    if fields.len() < slots + 3 {
        let what = format!("{} values, the day needs {slots}", fields.len().saturating_sub(3));
        return Err(format_fault(&what, line, fields.len() as u64));
    }
    register.day_begins = i64::from(number) * DAY_SECONDS - MARKET_OFFSET;
    let rows = gathered.entry(register.id.clone()).or_default();
    rows.interval = Some(register.interval_minutes * 60);
    register.day_rows = rows.rows.len();
    let flag = fields[slots + 2].chars().next().unwrap_or('A');
    if flag == 'N' {
        return Ok(());
    }
    if matches!(flag, 'E' | 'S' | 'F') {
        register.estimated += slots as u64;
    }
    for (slot, text) in fields[2..slots + 2].iter().enumerate() {
        let (wh, nano) = decimal::split(text, register.unit.digits())
            .ok_or_else(|| format_fault(&format!("'{text}' is not a number"), line, slot as u64 + 3))?;
        let instant = register.day_begins + slot as i64 * register.interval_minutes * 60;
        rows.rows.push(Row { instant, wh, nano, line });
    }
    Ok(())
}

/// A 400 record: slots from..to of the day before it have this quality. Null slots become gaps.
fn quality(
    fields: &[&str],
    line: u64,
    register: Option<&mut Register>,
    gathered: &mut BTreeMap<String, Rows>,
) -> Result<(), Fault> {
    let Some(register) = register.filter(|register| !register.left_out) else { return Ok(()) };
    let number = |at: usize| {
        let number = fields.get(at).and_then(|text| text.parse::<i64>().ok());
        number.filter(|number| (1..=1_440).contains(number))
    };
    let (Some(from), Some(to)) = (number(1), number(2)) else {
        return Err(format_fault("a quality record needs a first and a last interval", line, 2));
    };
    let flag = fields.get(3).and_then(|text| text.chars().next()).unwrap_or('A');
    if matches!(flag, 'E' | 'S' | 'F') {
        register.estimated += (to - from + 1).max(0) as u64;
    }
    if flag == 'N'
        && let Some(rows) = gathered.get_mut(&register.id)
    {
        let step = register.interval_minutes * 60;
        let (first, last) = (register.day_begins + (from - 1) * step, register.day_begins + to * step);
        let day = rows.rows.split_off(register.day_rows.min(rows.rows.len()));
        rows.rows.extend(day.into_iter().filter(|row| row.instant < first || row.instant >= last));
    }
    Ok(())
}

fn close(register: Option<Register>, findings: &mut Vec<Finding>) {
    let Some(register) = register else { return };
    let (kind, what, mend) = if register.left_out {
        let what = format!("register {} is exported or reactive energy", register.id);
        (FindingKind::LeftOut, what, "it was left out")
    } else if register.estimated > 0 {
        let what = format!("{} readings are estimates or substitutes", register.estimated);
        (FindingKind::Estimated, what, "bills from them may be corrected later")
    } else {
        return;
    };
    findings.push(Finding {
        kind,
        meter: register.id,
        line: register.first_line,
        from: 0,
        to: 0,
        count: register.estimated.max(1),
        what,
        mend: mend.to_owned(),
    });
}
