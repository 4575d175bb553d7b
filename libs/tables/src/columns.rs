//! Which column of the file is which: by exact names and aliases, nothing fuzzier.
//!
//! A column nobody asked for is a note with the nearest known header beside it, so that a
//! mistyped header is seen at once and never guessed at.

use crate::finding::{Finding, Findings, Place, What, clip};
use crate::table::{Row, Table};
use unicode_normalization::UnicodeNormalization;

/// A column the caller wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The caller's name for it.
    pub key: &'static str,
    /// Headers it may stand under, the first is shown in messages.
    pub names: Vec<&'static str>,
    /// Whether the file must have it and each line must fill it.
    pub required: bool,
    /// Whether it holds 13-digit corporate numbers, which look like resident numbers.
    pub corporate_number: bool,
    /// Longest cell in characters; 0 for no limit.
    pub max_chars: usize,
}

impl Column {
    /// An optional column without a length limit.
    pub fn new(key: &'static str, names: &[&'static str]) -> Column {
        Column { key, names: names.to_vec(), required: false, corporate_number: false, max_chars: 0 }
    }

    /// The file must have it and each line must fill it.
    pub fn required(mut self) -> Column {
        self.required = true;
        self
    }

    /// It holds 법인등록번호.
    pub fn corporate_number(mut self) -> Column {
        self.corporate_number = true;
        self
    }

    /// Longest cell in characters.
    pub fn max_chars(mut self, limit: usize) -> Column {
        self.max_chars = limit;
        self
    }

    fn title(&self) -> &'static str {
        self.names.first().copied().unwrap_or(self.key)
    }
}

/// Columns of the caller, found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Missing, doubled and unknown columns.
    pub findings: Vec<Finding>,
    columns: Vec<Column>,
    /// For each of `columns`, its position in the file.
    places: Vec<Option<usize>>,
    /// Most findings to list.
    limit: usize,
}

impl Mapping {
    /// Position of a column in the file, from 0.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns
            .iter()
            .zip(&self.places)
            .find(|(column, _)| column.key == key)
            .and_then(|(_, place)| *place)
    }

    /// Trimmed text of a column in a row; `None` when the file lacks the column.
    pub fn cell<'t>(&self, row: &Row<'t>, key: &str) -> Option<&'t str> {
        self.column(key).map(|place| row.cell(place).trim())
    }

    /// The wanted column that stands at a position of the file.
    pub fn wanted_at(&self, place: usize) -> Option<&Column> {
        self.places.iter().position(|other| *other == Some(place)).map(|index| &self.columns[index])
    }

    pub(crate) fn finding_limit(&self) -> usize {
        self.limit
    }
}

/// Finds the wanted columns in the header of a table.
pub fn match_columns(table: &Table, columns: &[Column]) -> Mapping {
    let wanted: Vec<Vec<String>> = columns.iter().map(normal_names).collect();
    let mut places: Vec<Option<usize>> = vec![None; columns.len()];
    let mut findings = Vec::new();
    for (at, header) in table.headers.iter().enumerate() {
        let normal = normal_header(header);
        let Some(index) = wanted.iter().position(|names| names.contains(&normal)) else {
            let nearest = nearest_name(&normal, columns, &wanted);
            findings.push(Finding::at(table.place(table.header_line, at), What::UnknownColumn { nearest }));
            continue;
        };
        match places[index] {
            None => places[index] = Some(at),
            Some(first) => {
                let column = columns[index].title().to_owned();
                let what = What::SameColumnTwice { column, first_column: first as u32 + 1 };
                findings.push(Finding::at(table.place(table.header_line, at), what));
            }
        }
    }
    for (column, place) in columns.iter().zip(&places) {
        if column.required && place.is_none() {
            let names = column.names.iter().map(|name| (*name).to_owned()).collect();
            let what = What::MissingColumn { column: column.title().to_owned(), names };
            findings.push(Finding::at(Place::line(table.header_line).on_sheet(table.sheet()), what));
        }
    }
    Mapping { findings, columns: columns.to_vec(), places, limit: 1_000 }
}

/// Required cells that are empty, cells that are too long, numbers that lost digits.
pub fn check_cells(table: &Table, mapping: &Mapping) -> Vec<Finding> {
    let mut findings = Findings::new(mapping.limit);
    for row in table.rows() {
        for (column, place) in mapping.columns.iter().zip(&mapping.places) {
            let Some(place) = *place else { continue };
            let cell = row.cell(place);
            if let Some(what) = cell_trouble(column, cell.trim()) {
                findings.push(Finding::at(table.place(row.line(), place), what));
            }
        }
    }
    findings.finish()
}

fn cell_trouble(column: &Column, cell: &str) -> Option<What> {
    if column.required && cell.is_empty() {
        return Some(What::MissingCell);
    }
    if column.max_chars > 0 && cell.len() > column.max_chars {
        let found = cell.chars().count();
        if found > column.max_chars {
            return Some(What::CellTooLong { found: found as u64, limit: column.max_chars as u64 });
        }
    }
    lost_digits(cell).then_some(What::LostDigits)
}

/// Whether a cell is a number as spreadsheets abbreviate long ones: `1.24812E+09`.
fn lost_digits(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let Some((whole, fraction)) = mantissa.split_once('.') else { return false };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    whole.len() == 1 && all_digits(whole) && all_digits(fraction) && all_digits(exponent)
}

/// A header without what does not tell headers apart: case, spaces, width, hyphens, and marks
/// such as the asterisk of a required column or a note in brackets at its end.
pub fn normal_header(header: &str) -> String {
    let folded: String = header.nfkc().flat_map(char::to_lowercase).collect();
    let without_note =
        match folded.trim_end_matches([' ', '*']).strip_suffix(')').and_then(|rest| rest.rfind('(')) {
            Some(open) if open > 0 => &folded[..open],
            _ => folded.as_str(),
        };
    let plain = |letter: &char| {
        !letter.is_whitespace()
            && !letter.is_control()
            && !matches!(letter, '_' | '-' | '.' | '*' | '·' | ':' | '\u{200B}' | '\u{FEFF}')
    };
    let normal: String = without_note.chars().filter(plain).collect();
    if normal.is_empty() { folded.trim().to_owned() } else { normal }
}

fn normal_names(column: &Column) -> Vec<String> {
    let mut names: Vec<String> = column.names.iter().map(|name| normal_header(name)).collect();
    names.push(normal_header(column.key));
    names
}

/// The known header with the smallest edit distance, if it is near enough to be a slip.
fn nearest_name(normal: &str, columns: &[Column], wanted: &[Vec<String>]) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for (column, names) in columns.iter().zip(wanted) {
        for (shown, name) in column.names.iter().zip(names) {
            let distance = edit_distance(normal, name);
            if distance * 2 <= name.chars().count() && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, shown));
            }
        }
    }
    best.map(|(_, shown)| clip(shown, 60))
}

/// Levenshtein distance in characters; texts are cut at 64 characters.
fn edit_distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().take(64).collect();
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in right.iter().enumerate() {
            let change = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}
