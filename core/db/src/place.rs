//! Where a city's rows are: a file of SQLite or a schema of PostgreSQL.

use base::{Fault, Result};
use std::path::PathBuf;

/// How strictly SQLite waits for the disk. Only tests turn it down, to show that they would notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sync {
    /// Every commit waits until the disk has it.
    Full,
    /// Commits may be forgotten when the power fails.
    Normal,
}

/// The database of one city.
#[derive(Clone, Debug)]
pub enum Place {
    /// A file; beside it SQLite keeps its log. `vfs` names a file layer registered by a test.
    Sqlite {
        /// The file.
        file: PathBuf,
        /// `Full`, except in the test of the test.
        sync: Sync,
        /// A registered VFS; none = the system's.
        vfs: Option<String>,
    },
    /// A schema of a PostgreSQL database.
    Postgres {
        /// `postgres://…` or `host=… dbname=…`.
        url: String,
        /// Lower-case letters, digits and underscores.
        schema: String,
    },
}

impl Place {
    /// A SQLite file with full sync.
    pub fn file(file: impl Into<PathBuf>) -> Place {
        Place::Sqlite { file: file.into(), sync: Sync::Full, vfs: None }
    }

    /// A schema; its name is checked because it stands unquoted in statements.
    pub fn schema(url: &str, schema: &str) -> Result<Place> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if schema.is_empty() || schema.len() > 60 || !schema.bytes().all(plain) {
            return Err(
                Fault::new("opening a schema", format!("{schema:?} is not a plain lower-case name")).into()
            );
        }
        Ok(Place::Postgres { url: url.to_owned(), schema: schema.to_owned() })
    }

    /// How many acts one batch may hold: PostgreSQL keeps 64 subtransactions in memory and slows every reader beyond.
    pub fn batch_max(&self) -> usize {
        match self {
            Place::Sqlite { .. } => 256,
            Place::Postgres { .. } => 60,
        }
    }
}
