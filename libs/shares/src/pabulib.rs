//! Pabulib files (`.pb`): participatory-budgeting elections as text.
//!
//! A file has three sections, META, PROJECTS and VOTES, each a table with `;` between fields, a header line
//! (optional in META) and double quotes around fields that need them. [`read`] gives the tables as they
//! stand; [`File::election`] checks every line and builds an [`Election`]; [`write()`] writes tables back.
//! Nothing is repaired: what is wrong is an [`Error`] with its place and what to do.
//!
//! Source: <https://pabulib.org/format>; D. Stolicki, S. Szufa, N. Talmon, "Pabulib: A Participatory
//! Budgeting Library", arXiv 2012.06539.

use crate::election::Election;

mod ballots;
mod check;
mod error;
mod number;
mod scan;
mod table;
mod write;

pub use check::{Loaded, Note};
pub use error::{Error, Place, Problem};
pub use scan::{LARGEST_FILE, read};
pub use table::Table;
pub use write::{Description, write};

/// The three tables of a file, every field as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Columns `key` and `value`.
    pub meta: Table,
    pub projects: Table,
    pub votes: Table,
}

impl File {
    /// The trimmed value of a key in META.
    pub fn meta_value(&self, key: &str) -> Option<&str> {
        self.meta_row(key).map(|row| self.meta.cell(row, 1).trim())
    }

    fn meta_row(&self, key: &str) -> Option<usize> {
        (0..self.meta.rows()).find(|&row| self.meta.cell(row, 0).trim() == key)
    }

    /// Checks everything and builds the election. Errors: the first thing that is wrong, by line.
    pub fn election(&self) -> Result<Loaded, Error> {
        check::load(self)
    }

    /// An election as a file. Voters are numbered; `selected` becomes the column of that name.
    pub fn of(election: &Election, description: &Description, selected: Option<&[bool]>) -> File {
        write::file_of(election, description, selected)
    }
}

#[cfg(test)]
mod tests;
