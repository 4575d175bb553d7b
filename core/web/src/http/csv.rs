//! A list as a CSV file: a line for each record, safe in a spreadsheet, saying when it is made up.

use super::ctx::Ctx;
use super::reply::file;
use axum::response::Response;

/// What a CSV file says it is.
pub const MEDIA: &str = "text/csv; charset=utf-8";

/// Lines of one file at most: what is longer is asked for in parts.
pub const LINES_MAX: usize = 100_000;

/// A file that is being written.
pub struct Sheet {
    text: String,
    synthetic: bool,
}

impl Sheet {
    /// Begins with the names of the columns; the last one says whether the records are made up.
    pub fn new(ctx: &Ctx, columns: &[&str]) -> Sheet {
        let mut sheet = Sheet { text: "\u{feff}".to_owned(), synthetic: ctx.about().synthetic };
        sheet.cells(columns.iter().chain(&["synthetic"]).map(|name| (*name).to_owned()));
        sheet
    }

    /// One record.
    pub fn line(&mut self, cells: &[&str]) {
        let synthetic = if self.synthetic { "true" } else { "false" };
        self.cells(cells.iter().chain(&[synthetic]).map(|text| cell(text)));
    }

    fn cells(&mut self, cells: impl Iterator<Item = String>) {
        self.text.push_str(&cells.collect::<Vec<_>>().join(","));
        self.text.push_str("\r\n");
    }

    /// The file under a name that carries the city.
    pub fn file(self, ctx: &Ctx, name: &str) -> Response {
        file(&format!("{}-{name}.csv", ctx.about().slug), MEDIA, self.text)
    }
}

/// What a spreadsheet would run is marked as text; a plain negative number is a number.
pub fn guarded(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs && !is_negative_number(text) { format!("'{text}") } else { text.to_owned() }
}

/// `-3`, `-3.5`: digits with at most one point among them.
fn is_negative_number(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-') else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    rest.split_once('.').map_or_else(|| digits(rest), |(whole, part)| digits(whole) && digits(part))
}

/// A cell: guarded, and in quotes where it needs them.
pub fn cell(text: &str) -> String {
    let text = guarded(text);
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cell_is_text_and_nothing_that_runs() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("-1+1", "'-1+1"),
            ("-3", "-3"),
            ("-3.5", "-3.5"),
            ("-3.", "'-3."),
            ("a,b", "\"a,b\""),
            ("그는 \"예\"", "\"그는 \"\"예\"\"\""),
            ("모름", "모름"),
        ] {
            assert_eq!(super::cell(text), written);
        }
    }
}
