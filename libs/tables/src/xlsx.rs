//! A sheet of an Office Open XML workbook (ECMA-376, ISO/IEC 29500) into a table.
//!
//! Only what a table needs is read: relationships, the list of sheets, shared strings, which
//! styles are dates, and the cells of one sheet, all as streams under one budget of inflated
//! bytes. Formulas are never calculated: their saved value counts. Pictures, macros and
//! embedded files are not opened at all.

mod package;
mod sheet;
mod values;
mod workbook;

use crate::damage;
use crate::encoding::Encoding;
use crate::finding::{Finding, What, excerpt};
use crate::limits::Options;
use crate::table::{Builder, Format, Table};
use package::Package;
use workbook::{Sheet, Workbook};

/// Reads the wanted sheet, or the first visible one that holds anything.
pub(crate) fn read(bytes: &[u8], options: &Options) -> Result<Table, Finding> {
    let mut package = Package::open(bytes, &options.limits)?;
    let workbook = Workbook::read(&mut package, &options.limits)?;
    let chosen = match &options.sheet {
        Some(wanted) => named(&workbook, wanted)?,
        None => first_filled(&mut package, &workbook)?,
    };
    let sheet = &workbook.sheets[chosen];
    let title = excerpt(&sheet.name, 60);
    let mut builder = Builder::new(options, Some(&title));
    sheet::fill(&mut package, sheet, &workbook, &mut builder)?;
    if options.sheet.is_none() {
        note_other_sheets(&mut package, &workbook, chosen, &mut builder)?;
    }
    let table = builder.finish(Format::Workbook { sheet: title }, Encoding::Utf8)?;
    damage::look(table, options)
}

fn named(workbook: &Workbook, wanted: &str) -> Result<usize, Finding> {
    let found = workbook.sheets.iter().position(|sheet| sheet.name.trim() == wanted.trim());
    found.ok_or_else(|| {
        let sheets = workbook.sheets.iter().map(|sheet| excerpt(&sheet.name, 60)).collect();
        Finding::file(What::NoSuchSheet { wanted: excerpt(wanted, 60), sheets })
    })
}

fn first_filled(package: &mut Package, workbook: &Workbook) -> Result<usize, Finding> {
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        if sheet.visible && sheet::holds_anything(package, sheet)? {
            return Ok(index);
        }
    }
    Err(Finding::file(What::Empty))
}

fn note_other_sheets(
    package: &mut Package,
    workbook: &Workbook,
    chosen: usize,
    builder: &mut Builder,
) -> Result<(), Finding> {
    let mut ignored = Vec::new();
    for sheet in workbook.sheets.iter().skip(chosen + 1) {
        if sheet::holds_anything(package, sheet)? {
            ignored.push(excerpt(&sheet.name, 60));
        }
    }
    let hidden = |sheet: &&Sheet| !sheet.visible;
    for sheet in workbook.sheets.iter().take(chosen).filter(hidden) {
        if sheet::holds_anything(package, sheet)? {
            ignored.push(excerpt(&sheet.name, 60));
        }
    }
    if !ignored.is_empty() {
        builder.findings.push(Finding::file(What::OtherSheets { ignored }));
    }
    Ok(())
}
