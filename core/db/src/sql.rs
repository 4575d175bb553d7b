//! Named statements, the values that go in and the cells that come out.

use base::{Day, Fault, Id, Instant, PersonId, Result};

/// A statement with a name. The text is SQL that both databases understand, with `?1` placeholders:
/// SQLite numbers `$2, $1` by first appearance and would silently swap them.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// `area.noun.verb`, found by grep.
    pub name: &'static str,
    /// Lower-case SQL.
    pub text: &'static str,
}

impl Sql {
    /// Names a statement.
    pub const fn new(name: &'static str, text: &'static str) -> Sql {
        Sql { name, text }
    }
}

/// `?1` becomes `$1` for PostgreSQL, outside quotes and comments.
pub fn dollar_placeholders(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote: Option<char> = None;
    let mut comment = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\n', None) => {
                comment = false;
                out.push(c);
            }
            ('-', None) if !comment && chars.peek() == Some(&'-') => {
                comment = true;
                out.push(c);
            }
            (_, None) if comment => out.push(c),
            ('\'' | '"', None) => {
                quote = Some(c);
                out.push(c);
            }
            (c, Some(q)) if c == q => {
                quote = None;
                out.push(c);
            }
            ('?', None) if chars.peek().is_some_and(char::is_ascii_digit) => out.push('$'),
            (c, _) => out.push(c),
        }
    }
    out
}

/// A value for a placeholder.
#[derive(Clone, Copy, Debug)]
pub enum Param<'a> {
    /// Null.
    Null,
    /// A whole number, also booleans (0, 1), days and instants.
    Int(i64),
    /// Text without NUL.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

impl From<i64> for Param<'_> {
    fn from(v: i64) -> Self {
        Param::Int(v)
    }
}
impl From<bool> for Param<'_> {
    fn from(v: bool) -> Self {
        Param::Int(i64::from(v))
    }
}
impl From<Day> for Param<'_> {
    fn from(v: Day) -> Self {
        Param::Int(v.number())
    }
}
impl From<Instant> for Param<'_> {
    fn from(v: Instant) -> Self {
        Param::Int(v.micros())
    }
}
impl<'a> From<&'a str> for Param<'a> {
    fn from(v: &'a str) -> Self {
        Param::Text(v)
    }
}
impl<'a> From<&'a String> for Param<'a> {
    fn from(v: &'a String) -> Self {
        Param::Text(v)
    }
}
impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(v: &'a [u8]) -> Self {
        Param::Blob(v)
    }
}
impl<'a, const N: usize> From<&'a [u8; N]> for Param<'a> {
    fn from(v: &'a [u8; N]) -> Self {
        Param::Blob(v)
    }
}
impl<'a> From<&'a Vec<u8>> for Param<'a> {
    fn from(v: &'a Vec<u8>) -> Self {
        Param::Blob(v)
    }
}
impl<'a, T> From<Option<T>> for Param<'a>
where
    Param<'a>: From<T>,
{
    fn from(v: Option<T>) -> Self {
        v.map_or(Param::Null, Param::from)
    }
}
impl<'a> From<&'a Option<String>> for Param<'a> {
    fn from(v: &'a Option<String>) -> Self {
        v.as_deref().map_or(Param::Null, Param::Text)
    }
}

/// A value as it came out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cell {
    /// Null.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// One row, read by position.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Row(pub Vec<Cell>);

impl Row {
    /// The cell at `index` as a `T`; a fault when the statement and the reader disagree.
    pub fn get<T: FromCell>(&self, index: usize) -> Result<T> {
        let cell =
            self.0.get(index).ok_or_else(|| Fault::new("reading a row", format!("no column {index}")))?;
        T::from_cell(cell).ok_or_else(|| {
            Fault::new(
                "reading a row",
                format!("column {index} is not a {}: {cell:?}", std::any::type_name::<T>()),
            )
            .into()
        })
    }
}

/// What a cell may become.
pub trait FromCell: Sized {
    /// None when the cell has another type.
    fn from_cell(cell: &Cell) -> Option<Self>;
}

impl FromCell for i64 {
    fn from_cell(cell: &Cell) -> Option<i64> {
        match cell {
            Cell::Int(v) => Some(*v),
            _ => None,
        }
    }
}
impl FromCell for bool {
    fn from_cell(cell: &Cell) -> Option<bool> {
        i64::from_cell(cell).map(|v| v != 0)
    }
}
impl FromCell for String {
    fn from_cell(cell: &Cell) -> Option<String> {
        match cell {
            Cell::Text(v) => Some(v.clone()),
            _ => None,
        }
    }
}
impl FromCell for Vec<u8> {
    fn from_cell(cell: &Cell) -> Option<Vec<u8>> {
        match cell {
            Cell::Blob(v) => Some(v.clone()),
            _ => None,
        }
    }
}
impl<const N: usize> FromCell for [u8; N] {
    fn from_cell(cell: &Cell) -> Option<[u8; N]> {
        match cell {
            Cell::Blob(v) => v.as_slice().try_into().ok(),
            _ => None,
        }
    }
}
impl FromCell for Id {
    fn from_cell(cell: &Cell) -> Option<Id> {
        String::from_cell(cell).and_then(|t| Id::parse(&t).ok())
    }
}
impl FromCell for PersonId {
    fn from_cell(cell: &Cell) -> Option<PersonId> {
        String::from_cell(cell).and_then(|t| PersonId::parse(&t).ok())
    }
}
impl FromCell for Day {
    fn from_cell(cell: &Cell) -> Option<Day> {
        i64::from_cell(cell).map(Day::from_number)
    }
}
impl FromCell for Instant {
    fn from_cell(cell: &Cell) -> Option<Instant> {
        i64::from_cell(cell).map(Instant::from_micros)
    }
}
impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: &Cell) -> Option<Option<T>> {
        match cell {
            Cell::Null => Some(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_change_only_outside_quotes_and_comments() {
        assert_eq!(
            dollar_placeholders("select '?1', \"?2\", ?2 -- ?3\n where a = ?1"),
            "select '?1', \"?2\", $2 -- ?3\n where a = $1"
        );
    }
}
