//! The cells of one sheet, row by row, into the builder.
//!
//! Rows and cells must come in order; a file that jumps back is damaged. Empty cells and rows
//! cost nothing, so a single cell at the far corner of the grid is no danger.

use super::package::{Package, Part, attribute, push_reference};
use super::values::{FormatKind, date_text, duration_text, number_text, unescape_units};
use super::workbook::{Sheet, Workbook, read_rich_text};
use crate::finding::{Finding, What, excerpt};
use crate::table::Builder;
use quick_xml::events::{BytesStart, Event};

/// Last row and column of the grid: ECMA-376 leaves them open, every program has these.
const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;

/// Whether a sheet has at least one value.
pub(super) fn holds_anything(package: &mut Package, sheet: &Sheet) -> Result<bool, Finding> {
    let Some(mut part) = package.part(&sheet.part)? else { return Ok(false) };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match part.next(&mut buffer)? {
            Event::Start(element) if matches!(element.local_name().as_ref(), "v" | "is") => return Ok(true),
            Event::End(element) if element.local_name().as_ref() == "sheetData" => return Ok(false),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// Reads a whole sheet.
pub(super) fn fill(
    package: &mut Package,
    sheet: &Sheet,
    workbook: &Workbook,
    builder: &mut Builder,
) -> Result<(), Finding> {
    let Some(mut part) = package.part(&sheet.part)? else {
        return Err(super::package::damaged(&sheet.part, &"missing"));
    };
    let mut buffer = Vec::new();
    let mut cells = Cells { workbook, builder, row: 0, column: 0, open: false, value: String::new() };
    loop {
        buffer.clear();
        match part.next(&mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => cells.begin_row(&part, &element)?,
                "c" => cells.read_cell(&mut part, &element)?,
                "mergeCell" => cells.note_merge(&element),
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "row" => cells.end_row()?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

struct Cells<'s, 'b> {
    workbook: &'s Workbook,
    builder: &'s mut Builder<'b>,
    /// Row and column of the last cell, from 1.
    row: u32,
    column: u32,
    /// Whether a row has begun and not ended.
    open: bool,
    value: String,
}

/// A cell as the file describes it, before its value.
struct Described {
    style: FormatKind,
    kind: Kind,
    formula: bool,
    /// Whether there was a value element at all.
    valued: bool,
}

/// The `t` attribute of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Inline,
    Text,
    Boolean,
    Error,
    IsoDate,
}

impl Cells<'_, '_> {
    fn begin_row(&mut self, part: &Part, element: &BytesStart) -> Result<(), Finding> {
        let row = match attribute(element, "r") {
            Some(number) => number.parse().ok(),
            None => self.row.checked_add(1),
        };
        match row.filter(|row| *row > self.row && *row <= LAST_ROW) {
            Some(row) => self.row = row,
            None => return Err(part.broken("rows out of order")),
        }
        if self.open {
            return Err(part.broken("a row inside a row"));
        }
        self.open = true;
        self.column = 0;
        self.builder.begin_row(self.row);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Finding> {
        self.open = false;
        self.builder.end_row()
    }

    fn read_cell(&mut self, part: &mut Part, element: &BytesStart) -> Result<(), Finding> {
        if !self.open {
            return Err(part.broken("a cell outside the rows"));
        }
        let described = self.describe(part, element)?;
        let described = self.read_value(part, described)?;
        if let Some(what) = self.resolve(part, &described)? {
            let place = self.builder.place(self.row, self.column as usize - 1);
            self.builder.findings.push(Finding::at(place, what));
        }
        if self.value.is_empty() {
            return Ok(());
        }
        while self.builder.column() + 1 < self.column as usize {
            self.builder.push_cell("", self.row)?;
        }
        self.builder.push_cell(&self.value, self.row)
    }

    fn describe(&mut self, part: &Part, element: &BytesStart) -> Result<Described, Finding> {
        let mut described =
            Described { style: FormatKind::Number, kind: Kind::Number, formula: false, valued: false };
        let mut column = self.column.checked_add(1);
        let mut attributes = element.attributes();
        attributes.with_checks(false);
        for attribute in attributes.flatten() {
            match attribute.key.as_ref() {
                "r" => column = column_of(&attribute.value, self.row),
                "s" => {
                    let style: Option<usize> = attribute.value.parse().ok();
                    let kind = style.and_then(|style| self.workbook.styles.get(style));
                    described.style = kind.copied().unwrap_or(FormatKind::Number);
                }
                "t" => {
                    described.kind =
                        kind_of(&attribute.value).ok_or_else(|| part.broken("unknown type of cell"))?
                }
                _ => {}
            }
        }
        match column.filter(|column| *column > self.column && *column <= LAST_COLUMN) {
            Some(column) => self.column = column,
            None => return Err(part.broken("cells out of order")),
        }
        Ok(described)
    }

    /// Reads up to the end of the cell; its raw value is then in `self.value`.
    fn read_value(&mut self, part: &mut Part, mut described: Described) -> Result<Described, Finding> {
        self.value.clear();
        let mut buffer = Vec::new();
        let mut in_value = false;
        loop {
            buffer.clear();
            match part.next(&mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" => (in_value, described.valued) = (described.kind != Kind::Inline, true),
                    "f" => described.formula = true,
                    "is" => {
                        described.valued = true;
                        read_rich_text(part, "is", &mut self.value)?;
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "v" => in_value = false,
                    "c" => return Ok(described),
                    _ => {}
                },
                Event::Text(piece) if in_value => self.value.push_str(&piece.xml10_content()),
                Event::CData(piece) if in_value => self.value.push_str(&piece.xml10_content()),
                Event::GeneralRef(reference) if in_value => push_reference(&reference, &mut self.value),
                Event::Eof => return Err(part.broken("ends inside a cell")),
                _ => {}
            }
        }
    }

    /// Turns the raw value into text; gives a finding instead when there is no text to give.
    fn resolve(&mut self, part: &Part, described: &Described) -> Result<Option<What>, Finding> {
        if !described.valued {
            return Ok(described.formula.then_some(What::FormulaWithoutValue));
        }
        match described.kind {
            Kind::Inline | Kind::IsoDate => {}
            Kind::Text => unescape_units(&mut self.value),
            Kind::Shared => {
                let index: Option<usize> = self.value.trim().parse().ok();
                let Some(text) = index.and_then(|index| self.workbook.strings.get(index)) else {
                    return Err(part.broken("refers to a text that is not there"));
                };
                self.value.clear();
                self.value.push_str(text);
            }
            Kind::Boolean => {
                let truth = matches!(self.value.trim(), "1" | "true");
                self.value = if truth { "TRUE".into() } else { "FALSE".into() };
            }
            Kind::Error => {
                let error = excerpt(&self.value, 20);
                self.value.clear();
                return Ok(Some(What::CellError { error }));
            }
            Kind::Number => return Ok(self.resolve_number(described.style)),
        }
        Ok(None)
    }

    fn resolve_number(&mut self, style: FormatKind) -> Option<What> {
        let raw = self.value.trim();
        // What is no number stays as it is, for a person to look at.
        let number: f64 = raw.parse().ok().filter(|number: &f64| number.is_finite())?;
        let text = match style {
            FormatKind::Number => Some(number_text(number)),
            FormatKind::DateTime => date_text(number, self.workbook.from_1904),
            FormatKind::Duration => duration_text(number),
        };
        match text {
            Some(text) => {
                self.value = text;
                None
            }
            // The number stays in the cell, where a search for personal numbers sees it.
            None => Some(What::ImpossibleDate),
        }
    }

    fn note_merge(&mut self, element: &BytesStart) {
        let Some(range) = attribute(element, "ref") else { return };
        let what = What::MergedCells { range: excerpt(&range, 30) };
        self.builder.findings.push(Finding::file(what));
    }
}

fn kind_of(value: &str) -> Option<Kind> {
    match value {
        "n" => Some(Kind::Number),
        "s" => Some(Kind::Shared),
        "inlineStr" => Some(Kind::Inline),
        "str" => Some(Kind::Text),
        "b" => Some(Kind::Boolean),
        "e" => Some(Kind::Error),
        "d" => Some(Kind::IsoDate),
        _ => None,
    }
}

/// Column of a reference such as `AB12`, from 1, if its row is the expected one.
fn column_of(reference: &str, row: u32) -> Option<u32> {
    let letters = reference.bytes().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters == 0 || letters > 3 || reference[letters..].parse() != Ok(row) {
        return None;
    }
    let value = |byte: u8| u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    Some(reference.bytes().take(letters).fold(0, |column, byte| column * 26 + value(byte)))
}
