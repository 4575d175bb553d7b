//! Korean text that was destroyed before it reached us: found, named, never repaired.
//!
//! Such files decode without a complaint, because the harm was done when another program read
//! the bytes in the wrong encoding and saved what it saw. Where the original can be worked out
//! it is shown in the message, so that the sender knows what to look for; the table never
//! takes it over.
//!
//! A destroyed header, or more destroyed cells than sound Korean ones, stops the file;
//! single destroyed cells stop their line.

use crate::finding::{Damage, Finding, Findings, What, excerpt};
use crate::limits::Options;
use crate::table::Table;
use encoding_rs::{EUC_KR, Encoding, WINDOWS_1252};

/// What is wrong with a header, if it was destroyed: that stops the file before anything else
/// about it is judged, for destroyed headers are often alike.
pub(crate) fn of_header(header: &str) -> Option<What> {
    damage_of(header).map(|(damage, recovered)| What::DestroyedText { damage, cells: 1, recovered })
}

/// Judges a table that was just read. Gives it back with findings, or the reason to stop.
pub(crate) fn look(mut table: Table, options: &Options) -> Result<Table, Finding> {
    let mut tally = Tally::new(options.limits.findings);
    tally.sound += table.headers.iter().filter(|header| has_hangul(header)).count() as u64;
    for row in table.rows() {
        for (column, cell) in row.cells().enumerate() {
            tally.count(cell, || table.place(row.line(), column));
        }
    }
    if let Some(stop) = tally.verdict() {
        return Err(stop);
    }
    table.findings.extend(tally.findings.finish());
    Ok(table)
}

struct Tally {
    sound: u64,
    destroyed: u64,
    first: Option<Finding>,
    findings: Findings,
}

impl Tally {
    fn new(limit: usize) -> Tally {
        Tally { sound: 0, destroyed: 0, first: None, findings: Findings::new(limit) }
    }

    fn count(&mut self, cell: &str, place: impl Fn() -> crate::finding::Place) {
        if cell.is_ascii() && !cell.contains("??") {
            return;
        }
        let Some((damage, recovered)) = damage_of(cell) else {
            self.sound += u64::from(has_hangul(cell));
            return;
        };
        self.destroyed += 1;
        let finding = Finding::at(place(), What::DestroyedCell { damage, recovered });
        if self.first.is_none() {
            self.first = Some(finding.clone());
        }
        self.findings.push(finding);
    }

    /// The finding that stops the file, if it must stop.
    fn verdict(&self) -> Option<Finding> {
        let first = self.first.as_ref()?;
        let What::DestroyedCell { damage, recovered } = &first.what else { return None };
        let enough = self.destroyed >= 3 || *damage != Damage::QuestionMarks;
        if self.destroyed <= self.sound || !enough {
            return None;
        }
        let (damage, cells) = (*damage, self.destroyed);
        let what = What::DestroyedText { damage, cells, recovered: recovered.clone() };
        Some(Finding::at(first.place.clone(), what))
    }
}

/// How much of a cell is looked at closely; enough to judge, and bounded.
const LOOKED_AT: usize = 400;

/// Names the damage of one cell and, where it can be worked out, what it said.
fn damage_of(cell: &str) -> Option<(Damage, Option<String>)> {
    if cell.is_ascii() {
        return only_question_marks(cell).then_some((Damage::QuestionMarks, None));
    }
    let marks = Marks::of(cell);
    // "占쏙옙" and "ï¿½" are U+FFFD in UTF-8, read once more as CP949 and as Latin-1.
    if marks.replacement || cell.contains("占쏙옙") || cell.contains("ï¿½") {
        return Some((Damage::ReplacementCharacters, None));
    }
    if marks.latin >= 2 && marks.hangul == 0 {
        return damage_by_latin(cell);
    }
    if marks.hanja > 0 || (marks.hangul > 0 && marks.question) {
        return damage_by_cp949(cell);
    }
    None
}

/// What kinds of letters a cell holds.
#[derive(Default)]
struct Marks {
    replacement: bool,
    question: bool,
    hangul: usize,
    hanja: usize,
    latin: usize,
}

impl Marks {
    fn of(cell: &str) -> Marks {
        let mut marks = Marks::default();
        for letter in cell.chars() {
            match letter as u32 {
                0xFFFD => marks.replacement = true,
                0x3F => marks.question = true,
                0xAC00..=0xD7A3 => marks.hangul += 1,
                0x4E00..=0x9FFF | 0xF900..=0xFAFF => marks.hanja += 1,
                0x80..=0xFF => marks.latin += 1,
                _ => {}
            }
        }
        marks
    }
}

fn has_hangul(text: &str) -> bool {
    text.chars().any(|letter| ('가'..='힣').contains(&letter))
}

fn count_hangul(text: &str) -> usize {
    text.chars().filter(|letter| ('가'..='힣').contains(letter)).count()
}

/// At least two question marks in a row, and they are half of what is there.
fn only_question_marks(cell: &str) -> bool {
    let (mut marks, mut letters) = (0, 0);
    for byte in cell.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        letters += 1;
        marks += usize::from(byte == b'?');
    }
    cell.contains("??") && marks * 2 >= letters && !cell.contains("://")
}

/// Korean bytes that were read as Latin-1 or Windows-1252.
fn damage_by_latin(cell: &str) -> Option<(Damage, Option<String>)> {
    let bytes = bytes_in(cell, WINDOWS_1252)?;
    let as_utf8 = String::from_utf8_lossy(&bytes);
    if is_recovery(&as_utf8) {
        return Some((Damage::Utf8AsLatin, Some(excerpt(&as_utf8, 40))));
    }
    let (as_cp949, failed) = EUC_KR.decode_without_bom_handling(&bytes);
    let hangul = count_hangul(&as_cp949);
    let foreign = as_cp949.chars().filter(|letter| !letter.is_ascii()).count();
    // Accented letters come one at a time between plain ones; halves of Hangul come in pairs.
    let paired = bytes.windows(2).filter(|pair| pair[0] >= 0xA1 && pair[1] >= 0xA1).count();
    if !failed && hangul >= 2 && hangul * 10 >= foreign * 6 && paired >= hangul {
        return Some((Damage::Cp949AsLatin, Some(excerpt(&as_cp949, 40))));
    }
    None
}

/// UTF-8 bytes that were read as CP949: rare hanja and rare syllables in a jumble.
fn damage_by_cp949(cell: &str) -> Option<(Damage, Option<String>)> {
    let bytes = bytes_in(cell, EUC_KR)?;
    let as_utf8 = String::from_utf8_lossy(&bytes);
    is_recovery(&as_utf8).then(|| (Damage::Utf8AsCp949, Some(excerpt(&as_utf8, 40))))
}

/// Whether a decoding attempt gave Korean: enough Hangul, hardly anything lost.
fn is_recovery(text: &str) -> bool {
    let lost = text.chars().filter(|letter| *letter == char::REPLACEMENT_CHARACTER).count();
    let hangul = count_hangul(text);
    hangul >= 2 && hangul > lost * 2 || hangul == 1 && lost == 0
}

/// The bytes of a text in a legacy encoding; a letter it lacks becomes a question mark.
/// `None` when there are too many such letters for the guess to make sense.
fn bytes_in(cell: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut missing, mut letters) = (0, 0);
    let mut scratch = [0_u8; 4];
    for letter in cell.chars().take(LOOKED_AT) {
        letters += 1;
        if encoding == WINDOWS_1252 && (letter as u32) <= 0xFF {
            bytes.push(letter as u8);
            continue;
        }
        let (encoded, _, failed) = encoding.encode(letter.encode_utf8(&mut scratch));
        if failed {
            missing += 1;
            bytes.push(b'?');
        } else {
            bytes.extend_from_slice(&encoded);
        }
    }
    (missing * 4 <= letters).then_some(bytes)
}
