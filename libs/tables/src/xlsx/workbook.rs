//! What stands around the sheets: their list, shared strings, and which styles are dates.

use super::package::{Package, Part, attribute, push_reference, text_attribute};
use super::values::{FormatKind, format_kind, unescape_units};
use crate::finding::{Finding, What};
use crate::limits::Limits;
use quick_xml::events::Event;
use std::collections::HashMap;

/// A worksheet of the list.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) part: String,
    pub(super) visible: bool,
}

/// Everything a sheet refers to.
pub(super) struct Workbook {
    pub(super) sheets: Vec<Sheet>,
    pub(super) strings: Strings,
    /// For each cell style, what its numbers are.
    pub(super) styles: Vec<FormatKind>,
    /// Whether days are counted from 1904.
    pub(super) from_1904: bool,
}

/// Shared strings, one after the other in one text.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        Some(&self.text[start..end])
    }
}

/// A relationship: its type and the part it points to.
struct Relation {
    kind: String,
    target: String,
}

impl Workbook {
    pub(super) fn read(package: &mut Package, limits: &Limits) -> Result<Workbook, Finding> {
        let root = relations(package, "")?;
        let main = root.values().find(|relation| relation.kind.ends_with("/officeDocument"));
        let main = main.map_or("xl/workbook.xml", |relation| relation.target.as_str()).to_owned();
        let related = relations(package, &main)?;
        let mut workbook = Workbook {
            sheets: Vec::new(),
            strings: Strings::default(),
            styles: Vec::new(),
            from_1904: false,
        };
        workbook.read_sheets(package, &main, &related)?;
        if workbook.sheets.len() as u64 > limits.sheets {
            let what = What::TooManySheets { found: workbook.sheets.len() as u64, limit: limits.sheets };
            return Err(Finding::file(what));
        }
        let target = |ending: &str| {
            let mut found: Vec<&Relation> =
                related.values().filter(|other| other.kind.ends_with(ending)).collect();
            found.sort_by(|left, right| left.target.cmp(&right.target));
            found.first().map(|relation| relation.target.clone())
        };
        if let Some(part) = target("/sharedStrings") {
            workbook.strings = read_strings(package, &part, limits)?;
        }
        if let Some(part) = target("/styles") {
            workbook.styles = read_styles(package, &part, limits)?;
        }
        Ok(workbook)
    }

    fn read_sheets(
        &mut self,
        package: &mut Package,
        main: &str,
        related: &HashMap<String, Relation>,
    ) -> Result<(), Finding> {
        let Some(mut part) = package.part(main)? else {
            return Err(super::package::damaged(main, &"missing"));
        };
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let element = match part.next(&mut buffer)? {
                Event::Start(element) => element,
                Event::Eof => return Ok(()),
                _ => continue,
            };
            match element.local_name().as_ref() {
                "workbookPr" => {
                    if let Some(value) = attribute(&element, "date1904") {
                        self.from_1904 = matches!(value.as_ref(), "1" | "true" | "on");
                    }
                }
                "sheet" => {
                    let relation = attribute(&element, "id").and_then(|id| related.get(id.as_ref()));
                    // Chart sheets and dialogues hold no cells.
                    if let Some(relation) = relation.filter(|other| other.kind.ends_with("/worksheet")) {
                        self.sheets.push(Sheet {
                            name: text_attribute(&element, "name").unwrap_or_default(),
                            part: relation.target.clone(),
                            visible: !matches!(
                                attribute(&element, "state").as_deref(),
                                Some("hidden" | "veryHidden")
                            ),
                        });
                    }
                }
                _ => {}
            }
        }
    }
}

/// Relationships of a part by id; of the package itself for "".
fn relations(package: &mut Package, owner: &str) -> Result<HashMap<String, Relation>, Finding> {
    let (folder, file) = owner.rsplit_once('/').unwrap_or(("", owner));
    let name =
        if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let mut relations = HashMap::new();
    let Some(mut part) = package.part(&name)? else { return Ok(relations) };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let element = match part.next(&mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => element,
            Event::Eof => return Ok(relations),
            _ => continue,
        };
        let (Some(id), Some(kind), Some(target)) =
            (attribute(&element, "Id"), attribute(&element, "Type"), text_attribute(&element, "Target"))
        else {
            continue;
        };
        let relation = Relation { kind: kind.into_owned(), target: resolve(folder, &target) };
        relations.insert(id.into_owned(), relation);
    }
}

/// The part a target means, seen from a folder: absolute, relative, or with `..`.
fn resolve(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        steps.extend(folder.split('/').filter(|step| !step.is_empty()));
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            other => steps.push(other),
        }
    }
    steps.join("/")
}

fn read_strings(package: &mut Package, name: &str, limits: &Limits) -> Result<Strings, Finding> {
    let mut strings = Strings::default();
    let Some(mut part) = package.part(name)? else { return Ok(strings) };
    let mut buffer = Vec::new();
    let mut text = String::new();
    loop {
        buffer.clear();
        match part.next(&mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {}
            Event::Eof => return Ok(strings),
            _ => continue,
        }
        read_rich_text(&mut part, "si", &mut text)?;
        strings.text.push_str(&text);
        strings.ends.push(strings.text.len());
        if strings.ends.len() as u64 > limits.cells {
            return Err(Finding::file(What::TooManyCells { limit: limits.cells }));
        }
    }
}

/// The text of an `si` or `is` element up to its end: all `t` elements but those of phonetic
/// guides (`rPh`).
pub(super) fn read_rich_text(part: &mut Part, end: &str, text: &mut String) -> Result<(), Finding> {
    text.clear();
    let mut buffer = Vec::new();
    let (mut in_text, mut in_guide) = (false, false);
    loop {
        buffer.clear();
        match part.next(&mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => in_text = true,
                "rPh" => in_guide = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_guide = false,
                name if name == end => break,
                _ => {}
            },
            Event::Text(piece) if in_text && !in_guide => text.push_str(&piece.xml10_content()),
            Event::CData(piece) if in_text && !in_guide => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(reference) if in_text && !in_guide => push_reference(&reference, text),
            Event::Eof => return Err(part.broken("ends inside a text")),
            _ => {}
        }
    }
    unescape_units(text);
    Ok(())
}

fn read_styles(package: &mut Package, name: &str, limits: &Limits) -> Result<Vec<FormatKind>, Finding> {
    let mut styles = Vec::new();
    let Some(mut part) = package.part(name)? else { return Ok(styles) };
    let mut buffer = Vec::new();
    let mut custom: HashMap<u32, FormatKind> = HashMap::new();
    let mut in_cell_styles = false;
    loop {
        buffer.clear();
        match part.next(&mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, text_attribute(&element, "formatCode")) {
                        custom.insert(id, format_kind(&code));
                    }
                }
                "cellXfs" => in_cell_styles = true,
                "xf" if in_cell_styles => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    styles.push(custom.get(&id).copied().unwrap_or_else(|| FormatKind::of_builtin(id)));
                    if styles.len() as u64 > limits.cells {
                        return Err(part.broken("too many cell styles"));
                    }
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cell_styles = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}
