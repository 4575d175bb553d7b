//! `claims.csv`: a line per claim, columns found by their names in the first line.
//!
//! Nothing is repaired and nothing guessed: every broken cell is a [`Fault`] with line, column and mend, and a
//! file with faults yields no claims. Columns of notes are for people and are not kept. A column that nobody
//! knows is a fault, since a misspelt `numerator` would silently switch a rule off.

mod fault;
mod line;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

pub use fault::{Fault, Wrong};

use crate::claim::{COLUMNS, Claim};
use line::Line;

/// As many as a city holds.
pub const CLAIMS_MAX: usize = 10_000;
/// Faults behind these are not listed.
pub const FAULTS_MAX: usize = 100;
const BYTES_MAX: usize = 16 * 1024 * 1024;

const NEEDED: [&str; 11] = [
    "id",
    "published",
    "outlet",
    "speaker",
    "subject",
    "scope",
    "relation",
    "value",
    "unit",
    "as_of",
    "source",
];
/// Notes are for people, and what follows from a claim is found again: such columns may stand in a file and are not
/// kept. So a list that this product wrote can be read back.
const NOT_KEPT: [&str; 7] = ["note_ko", "note_en", "verdict", "run", "explanation", "synthetic", "official"];

fn is_known(column: &str) -> bool {
    COLUMNS.contains(&column) || NOT_KEPT.contains(&column)
}

/// Lists are written so that no spreadsheet runs a cell: `'-3` stands for `-3`.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| text.starts_with(['=', '+', '-', '@', '\t', '\r'])).unwrap_or(cell)
}

/// Reads a whole file (UTF-8, with or without byte order mark), in its order.
///
/// # Errors
/// Every fault found, at most [`FAULTS_MAX`], in the order of lines.
pub fn read(bytes: &[u8]) -> Result<Vec<Claim>, Vec<Fault>> {
    let text = text_of(bytes).map_err(|fault| vec![fault])?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        Some(Ok(record)) => record,
        Some(Err(_)) | None => return Err(vec![Fault::new(1, "", Wrong::NoHeader)]),
    };
    let columns = columns_of(&header)?;
    let mut claims = Vec::new();
    let mut lines_by_id: HashMap<String, u64> = HashMap::new();
    let mut faults = Vec::new();
    for record in records {
        let Ok(record) = record else {
            faults.push(Fault::new(1, "", Wrong::NotATable));
            break;
        };
        let number = record.position().map_or(0, csv::Position::line);
        if claims.len() >= CLAIMS_MAX {
            faults.push(Fault::new(number, "", Wrong::TooManyClaims));
        }
        if record.len() != header.len() {
            let wrong = Wrong::Cells { found: record.len(), expected: header.len() };
            faults.push(Fault::new(number, "", wrong));
            continue;
        }
        let record: csv::StringRecord = record.iter().map(unguarded).collect();
        if let Some(claim) = Line::new(number, &columns, &record).claim(&mut faults) {
            match lines_by_id.insert(claim.id.clone(), number) {
                Some(first) => {
                    faults.push(Fault::new(number, "id", Wrong::DuplicateId { id: claim.id, first }))
                }
                None => claims.push(claim),
            }
        }
        if faults.len() >= FAULTS_MAX || claims.len() > CLAIMS_MAX {
            break;
        }
    }
    faults.truncate(FAULTS_MAX);
    if faults.is_empty() { Ok(claims) } else { Err(faults) }
}

/// One claim from its cells, by column: a form, a record. Columns that are not named are empty; a column that nobody
/// knows is a fault. Faults stand in line 1.
///
/// # Errors
/// Every fault of the line.
pub fn line(cells: &[(&str, &str)]) -> Result<Claim, Vec<Fault>> {
    let names = csv::StringRecord::from(cells.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    let (mut columns, mut faults) = (HashMap::new(), Vec::new());
    for (index, name) in names.iter().enumerate() {
        if !is_known(name) {
            faults.push(Fault::new(1, name, Wrong::UnknownColumn));
        } else if columns.insert(name.to_owned(), index).is_some() {
            faults.push(Fault::new(1, name, Wrong::RepeatedColumn));
        }
    }
    let texts: Vec<String> = cells.iter().map(|(_, text)| text.nfc().collect()).collect();
    let claim = Line::new(1, &columns, &csv::StringRecord::from(texts)).claim(&mut faults);
    match claim {
        Some(claim) if faults.is_empty() => Ok(claim),
        _ => Err(faults),
    }
}

fn text_of(bytes: &[u8]) -> Result<String, Fault> {
    if bytes.len() > BYTES_MAX {
        return Err(Fault::new(1, "", Wrong::TooLong));
    }
    match std::str::from_utf8(bytes) {
        // One form for Hangul, or the same subject would be two.
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text).nfc().collect()),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            Err(Fault::new(line as u64, "", Wrong::NotUtf8))
        }
    }
}

fn columns_of(header: &csv::StringRecord) -> Result<HashMap<String, usize>, Vec<Fault>> {
    let mut columns = HashMap::new();
    let mut faults = Vec::new();
    for (index, name) in header.iter().enumerate() {
        let name = name.trim();
        if !is_known(name) {
            faults.push(Fault::new(1, name, Wrong::UnknownColumn));
        } else if columns.insert(name.to_owned(), index).is_some() {
            faults.push(Fault::new(1, name, Wrong::RepeatedColumn));
        }
    }
    for name in NEEDED.iter().filter(|name| !columns.contains_key(**name)) {
        faults.push(Fault::new(1, name, Wrong::ColumnMissing));
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}
