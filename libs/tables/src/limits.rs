//! How much of a file we are willing to hold, and how the caller wants it read.

/// Upper bounds on everything an untrusted file can make large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Bytes of all parts of a workbook together, once inflated, and of a table's text: shared
    /// strings let a small file say a long text many times.
    pub inflated_bytes: u64,
    /// How many times larger than its compressed form one part may become, judged only
    /// beyond the first 4 MiB of it. Deflate cannot exceed 1032; sheets rarely reach 60.
    pub inflated_factor: u64,
    /// Entries in a workbook's archive.
    pub entries: u64,
    /// Sheets in a workbook.
    pub sheets: u64,
    /// Bytes of one cell as UTF-8.
    pub cell_bytes: u64,
    /// Columns of one line.
    pub columns: u64,
    /// Lines of data, without the header.
    pub rows: u64,
    /// Cells of data: rows times columns.
    pub cells: u64,
    /// Findings listed; further ones are counted.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 64 << 20,
            inflated_bytes: 256 << 20,
            inflated_factor: 200,
            entries: 1_000,
            sheets: 100,
            cell_bytes: 128 << 10,
            columns: 256,
            rows: 100_000,
            cells: 5_000_000,
            findings: 1_000,
        }
    }
}

/// What the caller knows about the file, and the limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Upper bounds.
    pub limits: Limits,
    /// Sheet to read; otherwise the first visible sheet that holds anything.
    pub sheet: Option<String>,
    /// Line of the header, from 1; otherwise the first line that is not blank. For files with
    /// a title above their table.
    pub header_line: Option<u32>,
}
