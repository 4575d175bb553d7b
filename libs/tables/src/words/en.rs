//! English sentences about findings.

use super::{bytes, count};
use crate::finding::{Damage, Foreign, PersonalNumber, What};

pub(super) fn wrong_and_mend(what: &What) -> (String, String) {
    let (wrong, mend) = match what {
        What::FileTooLarge { limit_bytes } => (
            format!("The file is larger than {}, the most that is accepted.", bytes(*limit_bytes)),
            "Split it into several files and send them one after the other.",
        ),
        What::TableTooLarge { limit_bytes } => (
            format!("The cells hold more than {} of text.", bytes(*limit_bytes)),
            "Split the table into several files.",
        ),
        What::SourceFailed { detail } => {
            (format!("The file could not be read to its end ({detail})."), "Send it again.")
        }
        What::Empty => {
            ("The file holds no lines.".into(), "Send a file with a header line and data below it.")
        }
        What::ForeignFile { kind } => return foreign(*kind),
        What::Damaged { part, detail } => (
            format!("The workbook is damaged in its part \"{part}\" ({detail})."),
            "Open it in a spreadsheet program and save it again as .xlsx or CSV UTF-8.",
        ),
        _ => return archive_or_text(what),
    };
    (wrong, mend.into())
}

fn archive_or_text(what: &What) -> (String, String) {
    let save_again = "Copy the table into a new workbook and save that.";
    let (wrong, mend) = match what {
        What::TooManyEntries { found, limit } => (
            format!("The workbook has {} parts; at most {} are accepted.", count(*found), count(*limit)),
            save_again,
        ),
        What::ZipBomb { entry, limit_bytes } => (
            format!(
                "The workbook unpacks to more than {} (in \"{entry}\"); reading stopped there.",
                bytes(*limit_bytes)
            ),
            "Split the table into several files.",
        ),
        What::ZipRatio { entry, limit_factor } => (
            format!(
                "The part \"{entry}\" of the workbook unpacks to more than {limit_factor} times its size; reading stopped there."
            ),
            save_again,
        ),
        What::NestedArchive { entry } => (
            format!("The workbook contains another archive, \"{entry}\"."),
            "Remove embedded files from the workbook.",
        ),
        What::EncryptedEntry { entry } => (
            format!("The part \"{entry}\" of the workbook is encrypted."),
            "Remove the password and save it again.",
        ),
        What::TooManySheets { found, limit } => (
            format!("The workbook has {} sheets; at most {} are accepted.", count(*found), count(*limit)),
            "Save the sheet with the table as a file of its own.",
        ),
        What::NoSuchSheet { wanted, sheets } => {
            let list = sheets.join("\", \"");
            return (
                format!("The workbook has no sheet \"{wanted}\"."),
                format!("Choose one of \"{list}\"."),
            );
        }
        What::OtherSheets { ignored } => (
            format!("Only this sheet was read; others were not: \"{}\".", ignored.join("\", \"")),
            "If the table is on another sheet, choose that one.",
        ),
        What::UndecodableByte { byte } => (
            format!("The byte 0x{byte:02X} on this line fits neither UTF-8 nor CP949."),
            "Open the original in a spreadsheet program and save it as CSV UTF-8.",
        ),
        What::BrokenUtf16 => (
            "The UTF-16 text is broken off or damaged here.".into(),
            "Open the original in a spreadsheet program and save it as CSV UTF-8.",
        ),
        What::DestroyedText { damage, cells, recovered } => {
            let wrong = format!("{} ({} cells).{}", damaged(*damage), count(*cells), preview(recovered));
            return (
                wrong,
                "Go back to the original file and save it as CSV UTF-8; this copy cannot be used.".into(),
            );
        }
        What::DestroyedCell { damage, recovered } => {
            let wrong = format!("{}.{}", damaged(*damage), preview(recovered));
            return (wrong, "Write the text of this cell again.".into());
        }
        What::DoubtfulEncoding => (
            "The text was read as CP949, but hardly any of it is Korean.".into(),
            "Look at the preview; if the letters are wrong, save the original as CSV UTF-8.",
        ),
        What::NulByte => (
            "The cell holds a zero byte, which no text has.".into(),
            "Open the original in a spreadsheet program and save it as CSV UTF-8.",
        ),
        What::InvisibleCharacter { code } => (
            format!("The cell holds an invisible character (U+{code:04X})."),
            "Remove it; searches will not find the text otherwise.",
        ),
        _ => return shape_or_cell(what),
    };
    (wrong, mend.into())
}

fn shape_or_cell(what: &What) -> (String, String) {
    let (wrong, mend) = match what {
        What::UnclosedQuote => (
            "A quotation mark opened here is never closed.".into(),
            "Close it, or write a quotation mark inside a quoted cell twice.",
        ),
        What::TextAfterQuote => (
            "Text follows the closing quotation mark of this cell.".into(),
            "Write a quotation mark inside a quoted cell twice (\"\").",
        ),
        What::CellTooLarge { limit_bytes, quoted } => (
            format!("The cell is larger than {}, the most that is accepted.", bytes(*limit_bytes)),
            if *quoted {
                "Shorten it; if it should be short, a quotation mark is not closed."
            } else {
                "Shorten it."
            },
        ),
        What::TooManyColumns { limit } => (
            format!("The line has more than {} columns.", count(*limit)),
            "Remove the columns that are not needed.",
        ),
        What::TooManyRows { limit } => (
            format!("The table has more than {} lines of data.", count(*limit)),
            "Split it into several files.",
        ),
        What::TooManyCells { limit } => {
            (format!("The table has more than {} cells.", count(*limit)), "Split it into several files.")
        }
        What::NoHeader { line } => (
            format!("Line {line}, named as header, is not there or blank."),
            "Name the line that holds the column names.",
        ),
        What::EmptyHeader => ("This column has no header.".into(), "Give it a name, or remove the column."),
        What::DuplicateHeader { first_column } => (
            format!("The header is the same as in column {first_column}."),
            "Give each column a name of its own.",
        ),
        What::RaggedLine { found, expected } => (
            format!("The line has {} cells, the header has {}.", count(*found), count(*expected)),
            "Look for a delimiter too many or too few; put cells that contain it in quotation marks.",
        ),
        What::BlankLines { count: number } => {
            (format!("Blank lines between the data were passed over: {}.", count(*number)), "")
        }
        What::CellError { error } => (
            format!("The cell holds the spreadsheet error {error}."),
            "Mend the formula, or write the value.",
        ),
        What::FormulaWithoutValue => (
            "The cell holds a formula whose value was not saved.".into(),
            "Open the workbook in a spreadsheet program, let it calculate, and save it.",
        ),
        What::ImpossibleDate => (
            "The cell is formatted as a date, but its number is no day of the calendar.".into(),
            "Write the date as YYYY-MM-DD.",
        ),
        What::MergedCells { range } => (
            format!("The cells {range} are merged; only the first holds the value."),
            "Unmerge them and fill every cell, if each line needs the value.",
        ),
        What::LostDigits => (
            "A long number was abbreviated by a spreadsheet program; its last digits are lost.".into(),
            "Format the column as text and enter the number again.",
        ),
        _ => return column_or_person(what),
    };
    (wrong, mend.into())
}

fn column_or_person(what: &What) -> (String, String) {
    let (wrong, mend) = match what {
        What::MissingColumn { column, names } => {
            let mend = format!("Add it under one of these names: {}.", names.join(", "));
            return (format!("The column \"{column}\" is missing."), mend);
        }
        What::UnknownColumn { nearest: Some(nearest) } => {
            return (
                "This column is not known and is not imported.".into(),
                format!("Is \"{nearest}\" meant?"),
            );
        }
        What::UnknownColumn { nearest: None } => ("This column is not known and is not imported.".into(), ""),
        What::SameColumnTwice { column, first_column } => (
            format!("The column \"{column}\" was already found as column {first_column}."),
            "Keep only one of the two.",
        ),
        What::MissingCell => ("The cell must not be empty.".into(), "Fill it."),
        What::CellTooLong { found, limit } => (
            format!("The text has {} characters; at most {} are accepted.", count(*found), count(*limit)),
            "Shorten it.",
        ),
        What::PersonalNumber { kind, .. } => (
            format!("The cell holds what looks like {}; it is not shown here.", person(*kind)),
            "Remove the number from the file; personal numbers are never imported.",
        ),
        What::WrongCorporateNumber => {
            ("The check digit of this corporate number does not fit.".into(), "Compare it with the register.")
        }
        What::More { count: number } => (
            format!("There are {} more findings like these.", count(*number)),
            "Mend those listed and try again.",
        ),
        // The groups above cover every other kind; a test walks through all of them.
        other => (other.code().into(), ""),
    };
    (wrong, mend.into())
}

fn foreign(kind: Foreign) -> (String, String) {
    let wrong = match kind {
        Foreign::CompoundFile => {
            "This is an old .xls workbook, a Hangul document, or a workbook with a password."
        }
        Foreign::Pdf => "This is a PDF document.",
        Foreign::Html => "This is a web page, even if its name ends in .xls.",
        Foreign::Xml => "This is an XML document.",
        Foreign::Zip => "This is an archive without a workbook in it.",
        Foreign::BinaryWorkbook => "This is a binary workbook (.xlsb).",
        Foreign::OpenDocument => "This is an OpenDocument file.",
        Foreign::Gzip => "This is a compressed archive (gzip).",
        Foreign::Picture => "This is a picture.",
        Foreign::Json => "This is JSON text.",
        Foreign::Utf32 => "This is text in UTF-32.",
    };
    (
        wrong.into(),
        "Open it in a spreadsheet program and save it as .xlsx or CSV UTF-8, without a password.".into(),
    )
}

fn damaged(damage: Damage) -> &'static str {
    match damage {
        Damage::ReplacementCharacters => {
            "The Korean text was destroyed before: replacement marks (U+FFFD) stand where letters were"
        }
        Damage::QuestionMarks => {
            "The Korean text was destroyed before: question marks stand where letters were"
        }
        Damage::Cp949AsLatin => "The Korean text was destroyed before: CP949 was read as Western text",
        Damage::Utf8AsLatin => "The Korean text was destroyed before: UTF-8 was read as Western text",
        Damage::Utf8AsCp949 => "The Korean text was destroyed before: UTF-8 was read as CP949",
    }
}

fn preview(recovered: &Option<String>) -> String {
    recovered.as_ref().map(|text| format!(" It probably said \"{text}\".")).unwrap_or_default()
}

fn person(kind: PersonalNumber) -> &'static str {
    match kind {
        PersonalNumber::Resident => "a resident registration number",
        PersonalNumber::Foreigner => "a foreigner registration number",
        PersonalNumber::Card => "a payment card number",
        PersonalNumber::DrivingLicence => "a driving licence number",
        PersonalNumber::Passport => "a passport number",
    }
}
