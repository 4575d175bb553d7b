//! `origins.csv` and `screens.csv` of a pack, each fault at its line.

use super::{Origin, Says, Screen};
use crate::pack::files::Texts;
use crate::pack::finding::PackFinding;
use crate::pack::value::{TEXT_CHARS_MAX, short};
use base::{Saying, Tri};
use std::collections::BTreeSet;

/// The texts.
pub const ORIGINS: &str = "origins.csv";
/// Which screens serve them.
pub const SCREENS: &str = "screens.csv";
/// Lines of one file.
const LINES_MAX: usize = 2_000;

/// Reads both files.
pub fn parsed(texts: &Texts, findings: &mut Vec<PackFinding>) -> (Vec<Origin>, Vec<Screen>) {
    let origins: Vec<(usize, Origin)> =
        lines(texts, ORIGINS, &["id", "source", "area", "ko", "en"], findings)
            .into_iter()
            .map(|(line, cells)| {
                let text = Tri::new(&cells[3], &cells[4], "");
                (
                    line,
                    Origin { code: cells[0].clone(), source: cells[1].clone(), area: cells[2].clone(), text },
                )
            })
            .collect();
    let mut known = BTreeSet::new();
    for (line, origin) in &origins {
        if origin.code.is_empty() || origin.text.is_empty() {
            findings.push(at(ORIGINS, *line, Saying::invalid("tower-origin-empty")));
        } else if !known.insert(origin.code.as_str()) {
            let saying = Saying::invalid("tower-origin-twice").with("id", short(&origin.code));
            findings.push(at(ORIGINS, *line, saying));
        }
    }
    let mut screens = Vec::new();
    for (line, cells) in lines(texts, SCREENS, &["origin", "screen", "state", "record"], findings) {
        match screen(&cells, &known) {
            Ok(screen) => screens.push(screen),
            Err(saying) => findings.push(at(SCREENS, line, saying)),
        }
    }
    screens.sort();
    screens.dedup();
    (origins.into_iter().map(|(_, origin)| origin).collect(), screens)
}

fn screen(cells: &[String], known: &BTreeSet<&str>) -> Result<Screen, Saying> {
    let [origin, screen, says, record] = cells else { return Err(Saying::invalid("tower-origin-cells")) };
    if !known.contains(origin.as_str()) {
        return Err(Saying::invalid("tower-origin-unknown").with("id", short(origin)));
    }
    let says = Says::parse(says)
        .ok_or_else(|| Saying::invalid("tower-origin-state-wrong").with("state", short(says)))?;
    let is_address = screen.is_empty() || (screen.starts_with('/') && !screen.starts_with("//"));
    if !is_address || (screen.is_empty() && (record.is_empty() || says == Says::Works)) {
        return Err(Saying::invalid("tower-origin-screen").with("screen", short(screen)));
    }
    Ok(Screen { origin: origin.clone(), screen: screen.clone(), says, record: record.clone() })
}

fn at(file: &str, line: usize, saying: Saying) -> PackFinding {
    PackFinding { file: file.to_owned(), line: Some(line), column: None, saying: Box::new(saying) }
}

/// The lines of a file with exactly these columns, in this order.
fn lines(
    texts: &Texts,
    file: &str,
    columns: &[&str],
    findings: &mut Vec<PackFinding>,
) -> Vec<(usize, Vec<String>)> {
    let Some(text) = texts.get(file) else { return Vec::new() };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut found = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            findings.push(at(file, index + 1, Saying::invalid("tower-origin-cells")));
            break;
        };
        let line = record.position().map_or(index + 1, |at| usize::try_from(at.line()).unwrap_or(index + 1));
        let cells: Vec<String> = record.iter().map(|cell| base::canon::nfc(cell.trim())).collect();
        let whole =
            cells.len() == columns.len() && cells.iter().all(|cell| cell.chars().count() <= TEXT_CHARS_MAX);
        match (index, whole) {
            (0, _) if cells == columns => {}
            (0, _) => {
                let saying = Saying::invalid("tower-origin-columns").with("columns", columns.join(","));
                findings.push(at(file, line, saying));
                return Vec::new();
            }
            (_, false) => findings.push(at(file, line, Saying::invalid("tower-origin-cells"))),
            (_, true) if index > LINES_MAX => break,
            (_, true) => found.push((line, cells)),
        }
    }
    found
}
