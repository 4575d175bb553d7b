//! Hints: what a person can give beside the readings: temperatures of days, and other homes.

use crate::civil::{Calendar, written};
use crate::fault::{Fault, FaultKind};
use crate::pass::Tally;
use crate::readings::Meter;
use crate::resident::neighbours::Home;
use jiff::civil::Date;
use jiff::tz::TimeZone;

#[cfg(test)]
mod tests;

/// Degrees Celsius a day's mean can have.
const CELSIUS: std::ops::RangeInclusive<f32> = -90.0..=60.0;

/// Reads mean temperatures of days: a table with the columns `date` and `celsius` (or `temperature`).
///
/// # Errors
/// `Missing` without these columns; `Time` and `Number` with the line; `Overlap` for a day that stands twice.
pub fn read_temperatures(text: &str) -> Result<Vec<(Date, f32)>, Fault> {
    let fault =
        |kind, what: String, mend: &str, line| Fault::new(kind, "temperatures", what, mend).at(line, 0);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let broken = |error: &csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        fault(FaultKind::Format, format!("not a table: {error}"), "check the quotes", line)
    };
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let column = |names: [&str; 2]| {
        let found = header.iter().position(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)));
        found.ok_or_else(|| {
            let what = format!("no column '{}'", names[0]);
            fault(FaultKind::Missing, what, "write date,celsius in the first line", 1)
        })
    };
    let (dates, degrees) = (column(["date", "day"])?, column(["celsius", "temperature"])?);
    let mut days: Vec<(Date, f32)> = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| broken(&error))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |at: usize| row.get(at).unwrap_or("");
        let day = written(cell(dates)).map(|time| time.civil_seconds.div_euclid(86_400) as i32);
        let day = day.map(crate::civil::date_of).ok_or_else(|| {
            let what = format!("'{}' is not a day", cell(dates));
            fault(FaultKind::Time, what, "write 2025-07-01", line)
        })?;
        let mean =
            cell(degrees).parse::<f32>().ok().filter(|mean| CELSIUS.contains(mean)).ok_or_else(|| {
                let what = format!("'{}' is not a temperature", cell(degrees));
                fault(FaultKind::Number, what, "write degrees Celsius with a point", line)
            })?;
        days.push((day, mean));
    }
    days.sort_by_key(|day| day.0);
    match days.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        None => Ok(days),
        Some(pair) => {
            let what = format!("{} stands twice", pair[0].0);
            Err(fault(FaultKind::Overlap, what, "keep one mean for each day", 0))
        }
    }
}

/// The daily use of other homes, to compare a home with: those with readings, without the home itself.
pub fn homes(meters: &[Meter], own: &str, zone: &TimeZone) -> Vec<Home> {
    let mut tally = Tally::new();
    let mut homes = Vec::new();
    for meter in meters.iter().filter(|meter| meter.id != own) {
        let calendar = Calendar::new(zone, meter.start, meter.interval_minutes, meter.wh.len());
        tally.count(meter, &calendar);
        let days = tally.days[0] + tally.days[1];
        if days > 0 {
            let wh_per_day = (tally.day_wh[0] + tally.day_wh[1]) / days;
            homes.push(Home { wh_per_day, people: None, area_m2: None });
        }
    }
    homes
}
