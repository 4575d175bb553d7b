//! Readers for the two tables that practitioners exchange.
//!
//! Quotas: one row per value with the columns `feature, value, min, max` (older files say
//! `category, name` or `category, feature`); other columns, such as `min_flex`, are left alone.
//! People: one row per person with one column per feature, named like it; optionally a column
//! with ids and columns that together make the address.
//!
//! Names are compared after `pool::fold` (NFC, spaces, case). All errors of a file are collected,
//! each with line and column. No file is opened here: the caller hands in any `Read`.

use crate::error::{Kind, PanelError, Place, Problems, Source};
use crate::pool::{Feature, PEOPLE_MOST, Person, Pool, Quotas, SEATS_MOST, Value, fold};
use std::collections::HashMap;
use std::io::Read;

#[cfg(test)]
mod tests;

/// Which columns of the people file say who a person is and where they live.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleColumns {
    /// Column with unique ids. Without one, people are called `line-2`, `line-3`, ...
    pub id: Option<String>,
    /// Columns that together make an address; people with equal addresses are one household.
    /// Empty: nobody shares an address. A person whose cells are all empty shares with nobody.
    pub address: Vec<String>,
}

/// A table with its line numbers.
struct Table {
    source: Source,
    header: Vec<String>,
    folded: Vec<String>,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// Reads features, values and quotas (in people on the panel).
///
/// # Errors
/// Missing or doubled columns, empty cells, numbers that are none, minimum above maximum, a value
/// given twice, no rows; each with line, column and mend.
pub fn quotas(input: impl Read) -> Result<Quotas, Problems> {
    let table = Table::read(input, Source::Quotas)?;
    let old = table.position("category").is_some();
    let feature_column = table.need(if old { &["category"] } else { &["feature"] })?;
    let value_column = table.need(if old { &["name", "feature", "value"] } else { &["value", "name"] })?;
    let minimum_column = table.need(&["min", "minimum"])?;
    let maximum_column = table.need(&["max", "maximum"])?;
    let mut found = Vec::new();
    let mut features: Vec<Feature> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (line, row) in &table.rows {
        let feature = table.filled(*line, row, feature_column, &mut found);
        let value = table.filled(*line, row, value_column, &mut found);
        let minimum = table.number(*line, row, minimum_column, &mut found);
        let maximum = table.number(*line, row, maximum_column, &mut found);
        let (Some(feature), Some(name), Some(minimum), Some(maximum)) = (feature, value, minimum, maximum)
        else {
            continue;
        };
        let place = *places.entry(fold(&feature)).or_insert_with(|| {
            features.push(Feature { name: feature, values: vec![] });
            features.len() - 1
        });
        features[place].values.push(Value { name, minimum, maximum, line: Some(*line) });
    }
    Problems::check(found)?;
    Quotas::new(features)
}

/// Reads the people who may be drawn.
///
/// # Errors
/// Missing or doubled columns, unknown or empty values, an id given twice, nobody in the file.
pub fn people(input: impl Read, quotas: &Quotas, columns: &PeopleColumns) -> Result<Pool, Problems> {
    let table = Table::read(input, Source::People)?;
    let id_column = columns.id.as_ref().map(|name| table.need(&[name])).transpose()?;
    let address_columns: Vec<usize> =
        columns.address.iter().map(|name| table.need(&[name])).collect::<Result<_, _>>()?;
    let mut feature_columns = Vec::new();
    for feature in &quotas.features {
        feature_columns.push(table.need(&[&feature.name])?);
    }
    let known: Vec<HashMap<String, usize>> = quotas
        .features
        .iter()
        .map(|feature| feature.values.iter().enumerate().map(|(v, value)| (fold(&value.name), v)).collect())
        .collect();
    let mut found = Vec::new();
    let mut first_lines: HashMap<String, u64> = HashMap::new();
    let mut people = Vec::with_capacity(table.rows.len());
    for (line, row) in &table.rows {
        let id = match id_column {
            Some(column) => table.filled(*line, row, column, &mut found).unwrap_or_default(),
            None => format!("line-{line}"),
        };
        if let Some(first) = first_lines.insert(id.clone(), *line).filter(|_| !id.is_empty()) {
            let kind = Kind::DuplicateId { id: id.clone(), first_line: Some(first) };
            found.push(PanelError::new(kind, Place::line(Source::People, *line)));
        }
        let mut values = Vec::with_capacity(feature_columns.len());
        for (f, &column) in feature_columns.iter().enumerate() {
            let Some(cell) = table.filled(*line, row, column, &mut found) else { continue };
            match known[f].get(&fold(&cell)) {
                Some(&value) => values.push(value),
                None => found.push(unknown_value(&table, *line, column, cell, &quotas.features[f])),
            }
        }
        people.push(Person { id, values, address: address(row, &address_columns) });
    }
    Problems::check(found)?;
    Pool::new(people, quotas)
}

/// Reads a list of ids: one per line, or the first column of a table whose header is `id` (or the
/// given name). Empty lines are skipped.
pub fn ids(input: impl Read, header: Option<&str>) -> Result<Vec<String>, Problems> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).trim(csv::Trim::All);
    let mut reader = builder.from_reader(input);
    let mut ids = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let row = row.map_err(|error| not_a_table(&error, Source::Ids))?;
        let cell = row.get(0).unwrap_or_default().trim_start_matches('\u{feff}');
        let names_column = fold(cell) == fold(header.unwrap_or("id")) || fold(cell) == "id";
        let is_header = index == 0 && names_column;
        if !cell.is_empty() && !is_header {
            ids.push(cell.to_string());
        }
    }
    Ok(ids)
}

fn unknown_value(table: &Table, line: u64, column: usize, found: String, feature: &Feature) -> PanelError {
    let known = feature.values.iter().map(|value| value.name.clone()).collect();
    PanelError::new(
        Kind::UnknownValue { found, known },
        Place::cell(table.source, line, &table.header[column]),
    )
}

fn address(row: &csv::StringRecord, columns: &[usize]) -> Option<String> {
    let parts: Vec<String> =
        columns.iter().map(|&column| fold(row.get(column).unwrap_or_default())).collect();
    if parts.iter().all(|part| part.is_empty()) { None } else { Some(parts.join("\u{1f}")) }
}

fn not_a_table(error: &csv::Error, source: Source) -> Problems {
    let line = error.position().map(|position| position.line());
    let cause = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} cells where the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "not UTF-8".to_string(),
        csv::ErrorKind::Io(error) => error.to_string(),
        other => format!("{other:?}"),
    };
    Problems::one(Kind::NotATable { cause }, Place { source, line, column: None })
}

impl Table {
    fn read(input: impl Read, source: Source) -> Result<Table, Problems> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(input);
        let header: Vec<String> = reader
            .headers()
            .map_err(|error| not_a_table(&error, source))?
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').trim().to_string())
            .collect();
        let folded: Vec<String> = header.iter().map(|name| fold(name)).collect();
        let mut rows = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|error| not_a_table(&error, source))?;
            if rows.len() == PEOPLE_MOST {
                let kind = Kind::TooLarge { what: "rows", limit: PEOPLE_MOST };
                return Err(Problems::one(kind, Place::whole(source)));
            }
            let line = row.position().map_or(0, |position| position.line());
            rows.push((line, row));
        }
        if rows.is_empty() && source == Source::Quotas {
            return Err(Problems::one(Kind::NoRows, Place::whole(source)));
        }
        Ok(Table { source, header, folded, rows })
    }

    fn position(&self, name: &str) -> Option<usize> {
        let name = fold(name);
        self.folded.iter().position(|column| *column == name)
    }

    /// The first of the names that is a column.
    fn need(&self, names: &[&str]) -> Result<usize, Problems> {
        let place = Place::line(self.source, 1);
        let Some(column) = names.iter().find_map(|name| self.position(name)) else {
            let kind = Kind::MissingColumn { wanted: names[0].to_string(), found: self.header.clone() };
            return Err(Problems::one(kind, place));
        };
        if self.folded.iter().filter(|name| **name == self.folded[column]).count() > 1 {
            return Err(Problems::one(Kind::DuplicateColumn { name: self.header[column].clone() }, place));
        }
        Ok(column)
    }

    fn filled(
        &self,
        line: u64,
        row: &csv::StringRecord,
        column: usize,
        found: &mut Vec<PanelError>,
    ) -> Option<String> {
        let cell = row.get(column).unwrap_or_default();
        if cell.is_empty() {
            found
                .push(PanelError::new(Kind::EmptyCell, Place::cell(self.source, line, &self.header[column])));
            return None;
        }
        Some(cell.to_string())
    }

    fn number(
        &self,
        line: u64,
        row: &csv::StringRecord,
        column: usize,
        found: &mut Vec<PanelError>,
    ) -> Option<u32> {
        let cell = self.filled(line, row, column, found)?;
        let number = cell.parse::<u32>().ok().filter(|&number| number <= SEATS_MOST);
        if number.is_none() {
            let place = Place::cell(self.source, line, &self.header[column]);
            found.push(PanelError::new(Kind::NotANumber { found: cell }, place));
        }
        number
    }
}
