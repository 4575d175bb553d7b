//! What can be wrong with a file, as values: a place and a thing found there.
//!
//! The sentences are in `words`; no file content is kept here except what the finding is
//! about, cut short, and never a personal number.

use crate::excerpt::WITHHELD;
pub(crate) use crate::excerpt::{clip, excerpt};

/// Where in the file something was found. All numbers count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Name of the sheet, for workbooks only.
    pub sheet: Option<String>,
    /// Line of the text file on which the record or cell begins, or row of the sheet.
    pub line: Option<u32>,
    /// Position of the column from the left.
    pub column: Option<u32>,
    /// Header of that column, where it is known.
    pub header: Option<String>,
}

impl Place {
    /// The file as a whole.
    pub fn file() -> Place {
        Place::default()
    }

    /// A line of a text file.
    pub fn line(line: u32) -> Place {
        Place { line: Some(line), ..Place::default() }
    }

    /// A cell of a text file.
    pub fn cell(line: u32, column: u32) -> Place {
        Place { line: Some(line), column: Some(column), ..Place::default() }
    }

    /// The same place with its sheet, when there is one.
    pub fn on_sheet(mut self, sheet: Option<&str>) -> Place {
        self.sheet = sheet.map(str::to_owned);
        self
    }

    /// The same place with the header of its column, unless a personal number is in it.
    pub fn under(mut self, header: Option<&str>) -> Place {
        self.header = header.map(|text| excerpt(text, 60)).filter(|text| text != WITHHELD);
        self
    }
}

/// One thing found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub what: What,
}

impl Finding {
    /// A finding about the whole file.
    pub fn file(what: What) -> Finding {
        Finding { place: Place::file(), what }
    }

    /// A finding at a place.
    pub fn at(place: Place, what: What) -> Finding {
        Finding { place, what }
    }

    /// How far it reaches: the file, the line, or nothing but a look.
    pub fn severity(&self) -> Severity {
        self.what.severity()
    }

    /// A stable name for machines, for example `unclosed-quote`.
    pub fn code(&self) -> &'static str {
        self.what.code()
    }

    /// One English sentence or two: where, what is wrong, how to mend it.
    pub fn en(&self) -> String {
        crate::words::sentence(self, crate::words::Language::English)
    }

    /// The same in Korean.
    pub fn ko(&self) -> String {
        crate::words::sentence(self, crate::words::Language::Korean)
    }

    /// The same in Chinese.
    pub fn zh(&self) -> String {
        crate::words::sentence(self, crate::words::Language::Chinese)
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.en())
    }
}

impl std::error::Error for Finding {}

/// How far a finding reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; the line can be imported.
    Note,
    /// This line cannot be imported as it is.
    Line,
    /// Nothing of the file can be imported.
    Stop,
}

/// A kind of file that is recognised and refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// The old binary workbook (.xls), a Hangul document, or a workbook with a password: all
    /// are stored in the same container.
    CompoundFile,
    /// A PDF document.
    Pdf,
    /// A web page, often saved with the ending .xls.
    Html,
    /// An XML document that is not a workbook.
    Xml,
    /// A ZIP archive without a workbook in it.
    Zip,
    /// A binary workbook (.xlsb).
    BinaryWorkbook,
    /// An OpenDocument file (.ods).
    OpenDocument,
    /// A gzip archive.
    Gzip,
    /// A picture.
    Picture,
    /// JSON text.
    Json,
    /// UTF-32 text.
    Utf32,
}

/// A way in which Korean text was destroyed before it reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// U+FFFD stands where letters were.
    ReplacementCharacters,
    /// Question marks stand where letters were.
    QuestionMarks,
    /// CP949 bytes were read as Latin-1 ("±¤ÁÖ").
    Cp949AsLatin,
    /// UTF-8 bytes were read as Windows-1252 ("ê´‘ì£¼").
    Utf8AsLatin,
    /// UTF-8 bytes were read as CP949 ("愿묒＜").
    Utf8AsCp949,
}

/// A number that identifies a living person or their means of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalNumber {
    /// Resident registration number, 주민등록번호.
    Resident,
    /// Registration number of a foreigner or overseas Korean, 외국인등록번호.
    Foreigner,
    /// Payment card number.
    Card,
    /// Driving licence number, 운전면허번호.
    DrivingLicence,
    /// Korean passport number, 여권번호.
    Passport,
}

/// What was found. Sizes are in bytes, counts in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    // The file as a whole.
    /// More bytes than the caller allows; reading stopped there.
    FileTooLarge { limit_bytes: u64 },
    /// The cells hold more text than allowed.
    TableTooLarge { limit_bytes: u64 },
    /// The source failed while it was read.
    SourceFailed { detail: String },
    /// Nothing but blank lines.
    Empty,
    /// A kind of file that is no table for us.
    ForeignFile { kind: Foreign },
    /// A workbook that breaks the rules of its format.
    Damaged { part: String, detail: String },

    // Archives.
    /// More entries in the archive than allowed.
    TooManyEntries { found: u64, limit: u64 },
    /// The archive would grow beyond all measure.
    ZipBomb { entry: String, limit_bytes: u64 },
    /// An entry that grows by more than the allowed factor.
    ZipRatio { entry: String, limit_factor: u64 },
    /// An archive inside the archive.
    NestedArchive { entry: String },
    /// An encrypted entry.
    EncryptedEntry { entry: String },
    /// More sheets than allowed.
    TooManySheets { found: u64, limit: u64 },
    /// The sheet asked for is not in the workbook.
    NoSuchSheet { wanted: String, sheets: Vec<String> },
    /// Other sheets hold data too; they were not read.
    OtherSheets { ignored: Vec<String> },

    // Text.
    /// A byte that is neither UTF-8 nor CP949.
    UndecodableByte { byte: u8 },
    /// Half of a UTF-16 surrogate pair, or an odd number of bytes.
    BrokenUtf16,
    /// Korean text that was destroyed earlier; `recovered` is what it probably said.
    DestroyedText { damage: Damage, cells: u64, recovered: Option<String> },
    /// One cell looks destroyed while the rest of the file is sound.
    DestroyedCell { damage: Damage, recovered: Option<String> },
    /// Decodes as CP949, but hardly any of it is Hangul.
    DoubtfulEncoding,
    /// A zero byte.
    NulByte,
    /// A character nobody sees but a computer does.
    InvisibleCharacter { code: u32 },

    // Shape.
    /// A quotation mark opened here and never closed.
    UnclosedQuote,
    /// Text after a closing quotation mark.
    TextAfterQuote,
    /// A cell with more bytes than allowed.
    CellTooLarge { limit_bytes: u64, quoted: bool },
    /// More columns than allowed.
    TooManyColumns { limit: u64 },
    /// More lines of data than allowed.
    TooManyRows { limit: u64 },
    /// More cells than allowed.
    TooManyCells { limit: u64 },
    /// The line asked for as header is not there or blank.
    NoHeader { line: u32 },
    /// A column with data has no header.
    EmptyHeader,
    /// The same header twice.
    DuplicateHeader { first_column: u32 },
    /// A line with fewer or more cells than the header.
    RaggedLine { found: u64, expected: u64 },
    /// Blank lines between the data; they were passed over.
    BlankLines { count: u64 },

    // Cells of workbooks.
    /// The cell holds a spreadsheet error such as `#REF!`.
    CellError { error: String },
    /// A formula whose value was not saved.
    FormulaWithoutValue,
    /// A date the calendar does not have.
    ImpossibleDate,
    /// Merged cells: only the first holds the value.
    MergedCells { range: String },
    /// A long number in scientific notation: digits were lost before it came here.
    LostDigits,

    // Columns.
    /// A required column is missing.
    MissingColumn { column: String, names: Vec<String> },
    /// A column nobody asked for, with the known header nearest to it.
    UnknownColumn { nearest: Option<String> },
    /// Two columns of the file mean the same.
    SameColumnTwice { column: String, first_column: u32 },
    /// A required cell is empty.
    MissingCell,
    /// A cell with more characters than its column allows.
    CellTooLong { found: u64, limit: u64 },

    // People.
    /// A number that identifies a person. The number itself is never kept.
    PersonalNumber { kind: PersonalNumber, check_digit_holds: bool },
    /// A column of corporate numbers holds something else that looks like one.
    WrongCorporateNumber,

    /// More findings of the lesser kinds than are listed.
    More { count: u64 },
}

impl What {
    /// How far it reaches.
    pub fn severity(&self) -> Severity {
        use What::*;
        match self {
            FileTooLarge { .. } | SourceFailed { .. } | Empty | ForeignFile { .. } | Damaged { .. } => {
                Severity::Stop
            }
            TableTooLarge { .. }
            | TooManyEntries { .. }
            | ZipBomb { .. }
            | ZipRatio { .. }
            | NestedArchive { .. } => Severity::Stop,
            EncryptedEntry { .. } | TooManySheets { .. } | NoSuchSheet { .. } => Severity::Stop,
            UndecodableByte { .. } | BrokenUtf16 | DestroyedText { .. } | NulByte => Severity::Stop,
            UnclosedQuote | TextAfterQuote | CellTooLarge { .. } | TooManyColumns { .. } => Severity::Stop,
            TooManyRows { .. } | TooManyCells { .. } | NoHeader { .. } | EmptyHeader => Severity::Stop,
            DuplicateHeader { .. } | MissingColumn { .. } | SameColumnTwice { .. } => Severity::Stop,
            PersonalNumber { kind, .. } => kind.severity(),
            DestroyedCell { .. } | RaggedLine { .. } | CellError { .. } | FormulaWithoutValue => {
                Severity::Line
            }
            ImpossibleDate | LostDigits | MissingCell | CellTooLong { .. } => Severity::Line,
            WrongCorporateNumber => Severity::Line,
            OtherSheets { .. } | DoubtfulEncoding | InvisibleCharacter { .. } | BlankLines { .. } => {
                Severity::Note
            }
            MergedCells { .. } | UnknownColumn { .. } | More { .. } => Severity::Note,
        }
    }

    /// A stable name for machines.
    pub fn code(&self) -> &'static str {
        match self {
            What::FileTooLarge { .. } => "file-too-large",
            What::TableTooLarge { .. } => "table-too-large",
            What::SourceFailed { .. } => "source-failed",
            What::Empty => "empty",
            What::ForeignFile { .. } => "foreign-file",
            What::Damaged { .. } => "damaged",
            What::TooManyEntries { .. } => "too-many-entries",
            What::ZipBomb { .. } => "zip-bomb",
            What::ZipRatio { .. } => "zip-ratio",
            What::NestedArchive { .. } => "nested-archive",
            What::EncryptedEntry { .. } => "encrypted-entry",
            What::TooManySheets { .. } => "too-many-sheets",
            What::NoSuchSheet { .. } => "no-such-sheet",
            What::OtherSheets { .. } => "other-sheets",
            What::UndecodableByte { .. } => "undecodable-byte",
            What::BrokenUtf16 => "broken-utf16",
            What::DestroyedText { .. } => "destroyed-text",
            What::DestroyedCell { .. } => "destroyed-cell",
            What::DoubtfulEncoding => "doubtful-encoding",
            What::NulByte => "nul-byte",
            What::InvisibleCharacter { .. } => "invisible-character",
            What::UnclosedQuote => "unclosed-quote",
            What::TextAfterQuote => "text-after-quote",
            What::CellTooLarge { .. } => "cell-too-large",
            What::TooManyColumns { .. } => "too-many-columns",
            What::TooManyRows { .. } => "too-many-rows",
            What::TooManyCells { .. } => "too-many-cells",
            What::NoHeader { .. } => "no-header",
            What::EmptyHeader => "empty-header",
            What::DuplicateHeader { .. } => "duplicate-header",
            What::RaggedLine { .. } => "ragged-line",
            What::BlankLines { .. } => "blank-lines",
            What::CellError { .. } => "cell-error",
            What::FormulaWithoutValue => "formula-without-value",
            What::ImpossibleDate => "impossible-date",
            What::MergedCells { .. } => "merged-cells",
            What::LostDigits => "lost-digits",
            What::MissingColumn { .. } => "missing-column",
            What::UnknownColumn { .. } => "unknown-column",
            What::SameColumnTwice { .. } => "same-column-twice",
            What::MissingCell => "missing-cell",
            What::CellTooLong { .. } => "cell-too-long",
            What::PersonalNumber { .. } => "personal-number",
            What::WrongCorporateNumber => "wrong-corporate-number",
            What::More { .. } => "more",
        }
    }
}

impl PersonalNumber {
    /// Resident, foreigner and card numbers stop the file; the others, which look like many
    /// ordinary codes, only their line.
    fn severity(self) -> Severity {
        match self {
            PersonalNumber::Resident | PersonalNumber::Foreigner | PersonalNumber::Card => Severity::Stop,
            PersonalNumber::DrivingLicence | PersonalNumber::Passport => Severity::Line,
        }
    }
}

/// A list of findings that stops growing: beyond `limit` it only counts.
pub(crate) struct Findings {
    list: Vec<Finding>,
    limit: usize,
    beyond: u64,
}

impl Findings {
    pub(crate) fn new(limit: usize) -> Findings {
        Findings { list: Vec::new(), limit, beyond: 0 }
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        if self.list.len() < self.limit {
            self.list.push(finding);
        } else {
            self.beyond += 1;
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Finding> {
        if self.beyond > 0 {
            self.list.push(Finding::file(What::More { count: self.beyond }));
        }
        self.list
    }
}
