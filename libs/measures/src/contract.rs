//! The contract of rows: what an answer must be before it counts. Everything that is wrong is named; nothing counts then.

use crate::row::{BELOW_LEVEL, LEVEL_MAX, Part, Row, sort};
use std::collections::HashMap;

/// Columns that every answer has.
pub const REQUIRED: [&str; 6] = ["unit", "part", "low", "high", "level", "record"];
/// Columns that an answer may have.
pub const OPTIONAL: [&str; 5] = ["series", "reason", "place", "on", "label"];
/// The largest amount of one row: one larger is a slip of units.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000_000;
/// The most rows of one answer.
pub const ROWS_MAX: usize = 5_000_000;
/// Breaches that are told at once.
const TOLD_MAX: usize = 50;

/// One value of an answer, as the engine gave it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Null.
    Null,
    /// A whole number, also a civil day as days since 1970-01-01.
    Int(i64),
    /// A text.
    Text(String),
    /// A value of another type, by the type's name: a float, a list.
    Other(String),
}

/// An answer: names of columns, and rows with a cell for each.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// In the order of the cells.
    pub columns: Vec<String>,
    /// Row by row.
    pub rows: Vec<Vec<Cell>>,
}

/// What a definition promises of its rows.
#[derive(Clone, Debug)]
pub struct Contract<'a> {
    /// Rows below this level are unknown, 0 to 4.
    pub minimum: u8,
    /// The largest amount of one row: 1 where people are counted one by one.
    pub most: i64,
    /// Parts it may return.
    pub parts: &'a [Part],
    /// Series it may return, axis by axis; an axis without codes takes any. Empty = it returns no series.
    pub axes: &'a [Vec<String>],
    /// Reasons it may give.
    pub reasons: &'a [String],
}

/// One breach of the contract.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breach {
    /// The row, counted from 1; none when it is about the whole answer.
    pub row: Option<usize>,
    /// The unit of the row, as far as it has one.
    pub unit: String,
    /// What is wrong.
    pub what: What,
}

/// What can be wrong with an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// A required column is not there.
    ColumnMissing(&'static str),
    /// A column that the contract does not know.
    ColumnUnknown(String),
    /// A column twice.
    ColumnTwice(String),
    /// More rows than are counted at once.
    TooMany(usize),
    /// The unit is null or empty.
    UnitMissing,
    /// The same unit twice in one series.
    UnitTwice(String),
    /// A part that is none of the four, or that the definition does not declare.
    PartUndeclared(String),
    /// A cell of another type: column and what stands there. A float is one.
    NotWhole(&'static str, String),
    /// A number that has to be there is null.
    Missing(&'static str),
    /// Below zero or larger than any amount.
    OutOfRange(&'static str, i64),
    /// `high` is less than `low`.
    HighBelowLow(i64, i64),
    /// A known row whose `low` and `high` differ.
    NotOne(i64, Option<i64>),
    /// A level that is not 0 to 4.
    LevelUnknown(i64),
    /// An excluded row without a reason.
    ReasonMissing,
    /// A reason that the definition does not declare.
    ReasonUndeclared(String),
    /// A series that the definition does not declare.
    SeriesUndeclared(String),
    /// The definition declares series, the row has none.
    SeriesMissing,
}

/// Turns an answer into rows in canonical order, or names what is wrong. A row under the minimum level becomes unknown
/// with `low` = 0.
///
/// # Errors
/// Breaches in the order of columns and rows, at most 50; then nothing of the answer counts.
pub fn check(answer: &Answer, contract: &Contract<'_>) -> Result<Vec<Row>, Vec<Breach>> {
    let places = columns(answer)?;
    if answer.rows.len() > ROWS_MAX {
        return Err(vec![whole(What::TooMany(answer.rows.len()))]);
    }
    let mut found = Vec::new();
    let mut rows = Vec::with_capacity(answer.rows.len());
    let mut seen: HashMap<(String, String), usize> = HashMap::with_capacity(answer.rows.len());
    for (index, cells) in answer.rows.iter().enumerate() {
        let reader = Reader { cells, places: &places };
        let unit = reader.text("unit").ok().flatten().unwrap_or_default();
        match one(&reader, contract) {
            Ok(row) => {
                let key = (row.series.clone().unwrap_or_default(), row.unit.clone());
                match seen.insert(key, index) {
                    None => rows.push(row),
                    Some(_) => {
                        let what = What::UnitTwice(row.series.unwrap_or_default());
                        found.push(Breach { row: Some(index + 1), unit, what });
                    }
                }
            }
            Err(what) => found.push(Breach { row: Some(index + 1), unit, what }),
        }
        if found.len() >= TOLD_MAX {
            break;
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    sort(&mut rows);
    Ok(rows)
}

fn whole(what: What) -> Breach {
    Breach { row: None, unit: String::new(), what }
}

/// Where each known column stands.
fn columns(answer: &Answer) -> Result<HashMap<&'static str, usize>, Vec<Breach>> {
    let mut places = HashMap::new();
    let mut found = Vec::new();
    for (index, name) in answer.columns.iter().enumerate() {
        match REQUIRED.iter().chain(&OPTIONAL).find(|known| *known == name) {
            None => found.push(whole(What::ColumnUnknown(name.clone()))),
            Some(known) => {
                if places.insert(*known, index).is_some() {
                    found.push(whole(What::ColumnTwice(name.clone())));
                }
            }
        }
    }
    for name in REQUIRED {
        if !places.contains_key(name) {
            found.push(whole(What::ColumnMissing(name)));
        }
    }
    if found.is_empty() { Ok(places) } else { Err(found) }
}

struct Reader<'a> {
    cells: &'a [Cell],
    places: &'a HashMap<&'static str, usize>,
}

impl Reader<'_> {
    fn cell(&self, column: &'static str) -> &Cell {
        self.places.get(column).and_then(|place| self.cells.get(*place)).unwrap_or(&Cell::Null)
    }
    fn text(&self, column: &'static str) -> Result<Option<String>, What> {
        match self.cell(column) {
            Cell::Null => Ok(None),
            Cell::Text(text) => Ok(Some(text.clone())),
            Cell::Int(number) => Err(What::NotWhole(column, number.to_string())),
            Cell::Other(kind) => Err(What::NotWhole(column, kind.clone())),
        }
    }
    fn whole(&self, column: &'static str) -> Result<Option<i64>, What> {
        match self.cell(column) {
            Cell::Null => Ok(None),
            Cell::Int(number) => Ok(Some(*number)),
            Cell::Text(text) => Err(What::NotWhole(column, text.chars().take(40).collect())),
            Cell::Other(kind) => Err(What::NotWhole(column, kind.clone())),
        }
    }
    fn amount(&self, column: &'static str, most: i64) -> Result<Option<i64>, What> {
        match self.whole(column)? {
            Some(number) if !(0..=most.min(AMOUNT_MAX)).contains(&number) => {
                Err(What::OutOfRange(column, number))
            }
            other => Ok(other),
        }
    }
}

fn one(reader: &Reader<'_>, contract: &Contract<'_>) -> Result<Row, What> {
    let unit = reader.text("unit")?.filter(|unit| !unit.is_empty()).ok_or(What::UnitMissing)?;
    let code = reader.text("part")?.unwrap_or_default();
    let part = Part::parse(&code)
        .filter(|part| contract.parts.contains(part))
        .ok_or_else(|| What::PartUndeclared(code.chars().take(40).collect()))?;
    let level = reader.whole("level")?.ok_or(What::Missing("level"))?;
    let level =
        u8::try_from(level).ok().filter(|level| *level <= LEVEL_MAX).ok_or(What::LevelUnknown(level))?;
    let (low, high) = (
        reader.amount("low", contract.most)?.ok_or(What::Missing("low"))?,
        reader.amount("high", contract.most)?,
    );
    amounts(part, low, high)?;
    let reason = reader.text("reason")?;
    match (&reason, part) {
        (None, Part::Out) => return Err(What::ReasonMissing),
        (Some(reason), _) if !contract.reasons.contains(reason) => {
            return Err(What::ReasonUndeclared(reason.chars().take(40).collect()));
        }
        (_, _) => {}
    }
    let series = reader.text("series")?;
    declared(series.as_deref(), contract.axes)?;
    let row = Row {
        unit,
        part,
        low,
        high,
        level,
        record: reader.text("record")?.unwrap_or_default(),
        series,
        reason,
        place: reader.text("place")?,
        on: reader.whole("on")?,
        label: reader.text("label")?,
    };
    Ok(match row.level < contract.minimum && row.part != Part::Unknown {
        true => Row { part: Part::Unknown, low: 0, reason: Some(BELOW_LEVEL.to_owned()), ..row },
        false => row,
    })
}

fn amounts(part: Part, low: i64, high: Option<i64>) -> Result<(), What> {
    match (part, high) {
        (_, Some(high)) if high < low => Err(What::HighBelowLow(low, high)),
        (Part::Unknown, _) => Ok(()),
        (_, Some(high)) if high == low => Ok(()),
        (_, high) => Err(What::NotOne(low, high)),
    }
}

/// A series must have a code on each declared axis.
fn declared(series: Option<&str>, axes: &[Vec<String>]) -> Result<(), What> {
    match series {
        None if axes.is_empty() => Ok(()),
        None => Err(What::SeriesMissing),
        Some(series) => {
            let codes: Vec<&str> = series.split('|').collect();
            let fits = codes.len() == axes.len()
                && codes.iter().zip(axes).all(|(code, axis)| {
                    !code.is_empty() && (axis.is_empty() || axis.iter().any(|known| known == code))
                });
            match fits {
                true => Ok(()),
                false => Err(What::SeriesUndeclared(series.chars().take(40).collect())),
            }
        }
    }
}
