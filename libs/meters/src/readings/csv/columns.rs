//! Columns: which of a table's columns hold time, value, unit and meter, by the names people give them.

use super::Unit;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) time: usize,
    /// A clock column beside a date column.
    pub(super) clock: Option<usize>,
    /// Value columns: one, or one per slot of the day.
    pub(super) values: Vec<usize>,
    pub(super) unit: Option<Unit>,
    pub(super) unit_column: Option<usize>,
    pub(super) meter: Option<usize>,
    pub(super) names: Vec<String>,
}

const TIMES: [&str; 15] = [
    "timestamp",
    "datetime",
    "date_time",
    "date time",
    "ts",
    "tstp",
    "interval start",
    "energy consumption time period",
    "start",
    "일시",
    "측정일시",
    "날짜시간",
    "date",
    "일자",
    "날짜",
];
const CLOCKS: [&str; 8] = ["time", "start time", "start_time", "hour", "시간", "시각", "측정시간", "clock"];
const METERS: [&str; 10] =
    ["meter", "meter_id", "meter id", "id", "lclid", "nmi", "household", "home", "계기", "고객번호"];
const VALUES: [&str; 10] =
    ["kwh", "wh", "usage", "consumption", "energy", "value", "사용량", "전력량", "aggregate", "power"];

impl Columns {
    pub(super) fn find(record: &csv::StringRecord) -> Option<Columns> {
        let names: Vec<String> = record.iter().map(|name| name.to_lowercase()).collect();
        let exactly = |wanted: &[&str]| {
            wanted.iter().find_map(|want| names.iter().position(|name| base_name(name) == *want))
        };
        let clock_alone = exactly(&CLOCKS[..1]);
        let time = exactly(&TIMES).or(clock_alone)?;
        let day_alone = ["date", "일자", "날짜"].contains(&base_name(&names[time]));
        let clock = exactly(&CLOCKS).filter(|clock| *clock != time && day_alone);
        let meter = exactly(&METERS);
        let unit_column = exactly(&["unit", "units", "단위"]);
        let taken =
            |at: &usize| *at != time && Some(*at) != clock && Some(*at) != meter && Some(*at) != unit_column;
        let slots: Vec<usize> = (0..names.len()).filter(taken).filter(|at| is_slot(&names[*at])).collect();
        let daily = [24, 48, 96, 288, 1_440].contains(&slots.len());
        let values = if daily {
            slots
        } else {
            let matches = |want: &&str| (0..names.len()).filter(taken).find(|at| names[*at].contains(*want));
            vec![VALUES.iter().find_map(matches)?]
        };
        let unit = values.iter().find_map(|at| unit_in(&names[*at]));
        Some(Columns { time, clock, values, unit, unit_column, meter, names })
    }
}

impl Columns {
    /// Whether a row stands between readings: empty, a title over the next day, or the header once more.
    pub(super) fn is_between(&self, record: &csv::StringRecord) -> bool {
        let cell = |at: usize| record.get(at).unwrap_or("");
        let again = record.iter().zip(&self.names).all(|(cell, name)| cell.to_lowercase() == *name);
        let time = cell(self.time);
        let title = !time.starts_with(|letter: char| letter.is_ascii_digit());
        let nothing = self.values.iter().all(|at| cell(*at).is_empty());
        nothing && (title || time.is_empty()) || again && record.len() == self.names.len()
    }
}

/// A column name without a unit or remark in brackets.
fn base_name(name: &str) -> &str {
    name.split(['(', '[']).next().unwrap_or(name).trim()
}

fn is_slot(name: &str) -> bool {
    let name = name.trim_start_matches(['h', 't']).trim_end_matches(['시', 'h']);
    let name: String = name.chars().filter(|letter| *letter != ':').collect();
    !name.is_empty() && name.len() <= 6 && name.bytes().all(|byte| byte.is_ascii_digit())
}

fn unit_in(name: &str) -> Option<Unit> {
    for (words, unit) in [("kilowatt-hour", Unit::KilowattHour), ("watt-hour", Unit::WattHour)] {
        if name.contains(words) {
            return Some(unit);
        }
    }
    let words = name.split(|letter: char| !letter.is_ascii_alphabetic());
    words.filter(|word| word.len() > 1 || *word == "w").find_map(Unit::named)
}
