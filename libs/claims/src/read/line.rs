//! One line of the file: cells by the names of their columns, into a claim or into faults.

use std::collections::{BTreeSet, HashMap};

use num_traits::Signed;

use super::fault::{Fault, Wrong};
use crate::claim::{Claim, Part, Relation};
use crate::day::Days;
use crate::number::Printed;

pub struct Line<'a> {
    number: u64,
    columns: &'a HashMap<String, usize>,
    record: &'a csv::StringRecord,
}

impl<'a> Line<'a> {
    pub fn new(number: u64, columns: &'a HashMap<String, usize>, record: &'a csv::StringRecord) -> Line<'a> {
        Line { number, columns, record }
    }

    /// The claim, or `None` with every fault of the line added to `faults`.
    pub fn claim(&self, faults: &mut Vec<Fault>) -> Option<Claim> {
        let mut keep = Keep { faults, complete: true };
        // What cannot be seen or is too long is told once, not again as a broken number.
        for fault in self.unfit_cells() {
            keep.take::<()>(Err(fault));
        }
        if !keep.complete {
            return None;
        }
        let id = keep.take(self.needed("id"));
        let published = keep.take(self.days("published"));
        let outlet = keep.take(self.needed("outlet"));
        let speaker = keep.take(self.needed("speaker"));
        let subject = keep.take(self.needed("subject"));
        let scope = keep.take(self.needed("scope"));
        let relation = keep.take(self.relation());
        let value = keep.take(self.needed("value").and_then(|text| self.number("value", &text)));
        let unit = keep.take(self.needed("unit"));
        let numerator = keep.take(self.optional_number("numerator"));
        let denominator = keep.take(self.denominator());
        let parts = keep.take(self.parts("parts"));
        let basis = keep.take(self.parts("basis"));
        let as_of = keep.take(self.days("as_of"));
        let source = keep.take(self.needed("source"));
        if !keep.complete {
            return None;
        }
        let mut basis = basis?;
        basis.sort_by(|a, b| a.name.cmp(&b.name));
        Some(Claim {
            id: id?,
            published: published?,
            outlet: outlet?,
            speaker: speaker?,
            subject: subject?,
            scope: scope?,
            relation: relation?,
            value: value?,
            unit: unit?,
            numerator: numerator?,
            denominator: denominator?,
            parts: parts?,
            basis,
            as_of: as_of?,
            source: source?,
            label_ko: self.cell("label_ko").to_owned(),
            label_en: self.cell("label_en").to_owned(),
            label_zh: self.cell("label_zh").to_owned(),
        })
    }

    fn cell(&self, column: &str) -> &'a str {
        self.columns.get(column).and_then(|index| self.record.get(*index)).unwrap_or("").trim()
    }

    /// Cells with signs that nobody sees, or longer than a page can show; notes too, though they are not kept.
    fn unfit_cells(&self) -> Vec<Fault> {
        let mut columns: Vec<(&String, &usize)> = self.columns.iter().collect();
        columns.sort_by_key(|(_, index)| **index);
        let mut faults = Vec::new();
        for (column, _) in columns {
            let (cell, limit) = (self.cell(column), length_max(column));
            let length = cell.chars().count();
            let is_note = column.starts_with("note_");
            if let Some(sign) = cell.chars().find(|sign| is_unseen(*sign, is_note)) {
                let code = format!("U+{:04X}", u32::from(sign));
                faults.push(self.fault(column, Wrong::UnseenSign { code }));
            } else if length > limit {
                faults.push(self.fault(column, Wrong::CellTooLong { length, limit }));
            }
        }
        faults
    }

    fn fault(&self, column: &str, wrong: Wrong) -> Fault {
        Fault::new(self.number, column, wrong)
    }

    fn needed(&self, column: &str) -> Result<String, Fault> {
        match self.cell(column) {
            "" if column == "unit" => Err(self.fault(column, Wrong::NoUnit)),
            "" => Err(self.fault(column, Wrong::Empty)),
            text => Ok(text.to_owned()),
        }
    }

    fn days(&self, column: &str) -> Result<Days, Fault> {
        let text = self.needed(column)?;
        Days::parse(&text).ok_or_else(|| self.fault(column, Wrong::BrokenDate { text }))
    }

    fn relation(&self) -> Result<Relation, Fault> {
        let text = self.needed("relation")?;
        Relation::parse(&text).ok_or_else(|| self.fault("relation", Wrong::UnknownRelation { text }))
    }

    fn number(&self, column: &str, text: &str) -> Result<Printed, Fault> {
        Printed::parse(text).ok_or_else(|| self.fault(column, Wrong::BrokenNumber { text: text.to_owned() }))
    }

    fn optional_number(&self, column: &str) -> Result<Option<Printed>, Fault> {
        match self.cell(column) {
            "" => Ok(None),
            text => self.number(column, text).map(Some),
        }
    }

    fn denominator(&self) -> Result<Option<Printed>, Fault> {
        let number = self.optional_number("denominator")?;
        match number {
            Some(number) if !number.value().is_positive() => {
                Err(self.fault("denominator", Wrong::DenominatorNotPositive { text: number.text() }))
            }
            _ => Ok(number),
        }
    }

    /// `name=number;name=number`.
    fn parts(&self, column: &str) -> Result<Vec<Part>, Fault> {
        let cell = self.cell(column);
        let mut names = BTreeSet::new();
        let mut parts = Vec::new();
        for text in cell.split(';').filter(|_| !cell.is_empty()) {
            let broken = || self.fault(column, Wrong::BrokenPart { text: text.to_owned() });
            let (name, value) = text.rsplit_once('=').ok_or_else(broken)?;
            let name = name.trim();
            if name.is_empty() {
                return Err(broken());
            }
            if !names.insert(name) {
                return Err(self.fault(column, Wrong::RepeatedPart { name: name.to_owned() }));
            }
            parts.push(Part { name: name.to_owned(), value: self.number(column, value.trim())? });
        }
        if parts.iter().filter(|part| part.is_unknown()).count() > 1 {
            return Err(self.fault(column, Wrong::RepeatedPart { name: "모름".to_owned() }));
        }
        Ok(parts)
    }
}

/// Characters that a cell of this column holds at most; as the form has it.
fn length_max(column: &str) -> usize {
    match column {
        "label_ko" | "label_en" | "label_zh" | "source" => 500,
        "note_ko" | "note_en" | "parts" | "basis" => 2_000,
        // Found again, whatever stands there.
        "verdict" | "run" | "explanation" => usize::MAX,
        _ => 200,
    }
}

/// Control characters and line breaks, and signs that turn the direction of what follows (Unicode Bidirectional
/// Algorithm: embeddings, overrides, isolates). Notes may have several lines.
fn is_unseen(sign: char, is_note: bool) -> bool {
    let turns = matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(sign, '\n' | '\r' | '\t');
    let is_break = breaks || matches!(sign, '\u{2028}' | '\u{2029}');
    turns || (is_break && !is_note) || (sign.is_control() && !breaks)
}

/// Collects every fault of a line instead of stopping at the first.
struct Keep<'a> {
    faults: &'a mut Vec<Fault>,
    complete: bool,
}

impl Keep<'_> {
    fn take<T>(&mut self, found: Result<T, Fault>) -> Option<T> {
        match found {
            Ok(value) => Some(value),
            Err(fault) => {
                self.faults.push(fault);
                self.complete = false;
                None
            }
        }
    }
}
