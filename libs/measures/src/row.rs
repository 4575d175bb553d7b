//! One counted unit, and the canonical text of a set of rows.
//!
//! The text has one line for each row, in the order of (series, unit); a line is a JSON array without spaces. Equal
//! rows give equal bytes on every machine, so a digest of the text proves the rows.

use serde_json::{Value, json};

/// What a unit is to the count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It counts.
    Yes,
    /// It is known not to count.
    No,
    /// Nobody can say, or not well enough.
    Unknown,
    /// It does not belong to what is counted; always with a reason.
    Out,
}

impl Part {
    /// All parts, in the order of pages.
    pub const ALL: [Part; 4] = [Part::Yes, Part::No, Part::Unknown, Part::Out];

    /// The code of the rows contract.
    pub fn code(self) -> &'static str {
        match self {
            Part::Yes => "yes",
            Part::No => "no",
            Part::Unknown => "unknown",
            Part::Out => "out",
        }
    }

    /// Reads the code.
    pub fn parse(code: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// The reason of a row that rests on too weak evidence.
pub const BELOW_LEVEL: &str = "below-level";
/// The highest level of evidence: audited.
pub const LEVEL_MAX: u8 = 4;

/// One counted unit. For `no` and `out`, `low` and `high` are what the unit would count if it counted.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Row {
    /// What is counted: a ref such as `organisation:0192…`.
    pub unit: String,
    /// What it is to the count.
    pub part: Part,
    /// At least so much; 0 when unknown because of its level.
    pub low: i64,
    /// At most so much; none = nobody can say.
    pub high: Option<i64>,
    /// How it is known, 0 (intention) to 4 (audited).
    pub level: u8,
    /// The record that says so: a ref; "" when there is none.
    pub record: String,
    /// The slice it stands in; parts of several axes are joined by `|`.
    pub series: Option<String>,
    /// Why it is out, or what kind of its part it is.
    pub reason: Option<String>,
    /// A code of a place.
    pub place: Option<String>,
    /// The civil day of what it rests on, days since 1970-01-01.
    pub on: Option<i64>,
    /// A text for people, never a name of a person.
    pub label: Option<String>,
}

impl Row {
    /// What tells rows apart.
    pub fn key(&self) -> (&str, &str) {
        (self.series.as_deref().unwrap_or(""), &self.unit)
    }

    /// What it adds to the value.
    pub fn counts(&self) -> i64 {
        match self.part {
            Part::Yes => self.low,
            Part::No | Part::Unknown | Part::Out => 0,
        }
    }
}

/// Brings rows into the order of their canonical text.
pub fn sort(rows: &mut [Row]) {
    rows.sort_by(|a, b| a.key().cmp(&b.key()));
}

/// The canonical text of rows that are in order.
pub fn canonical(rows: &[Row]) -> String {
    let mut text = String::with_capacity(rows.len() * 120);
    for row in rows {
        let line = json!([
            row.series,
            row.unit,
            row.part.code(),
            row.low,
            row.high,
            row.level,
            row.record,
            row.reason,
            row.place,
            row.on,
            row.label
        ]);
        text.push_str(&line.to_string());
        text.push('\n');
    }
    text
}

/// Reads a canonical text; none when it is not one.
pub fn parse(text: &str) -> Option<Vec<Row>> {
    text.lines().map(line).collect()
}

fn line(text: &str) -> Option<Row> {
    let value: Value = serde_json::from_str(text).ok()?;
    let [series, unit, part, low, high, level, record, reason, place, on, label] =
        value.as_array()?.as_slice()
    else {
        return None;
    };
    let opt = |value: &Value| value.as_str().map(str::to_owned);
    Some(Row {
        unit: opt(unit)?,
        part: Part::parse(part.as_str()?)?,
        low: low.as_i64()?,
        high: high.as_i64(),
        level: u8::try_from(level.as_u64()?).ok()?,
        record: opt(record)?,
        series: opt(series),
        reason: opt(reason),
        place: opt(place),
        on: on.as_i64(),
        label: opt(label),
    })
}
