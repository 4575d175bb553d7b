//! The index's folder: whether its files are trusted, and beginning anew when they are not.
//!
//! The commit carries what the files stand for. Files are read through once when they are opened, because a page that
//! a power cut left half-written would otherwise answer wrongly without a word.

use crate::fields::{FORM, Fields};
use base::Fault;
use serde::{Deserialize, Serialize};
use std::path::Path;
use tantivy::Index;

/// What a commit stands for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// All records up to this position are in.
    pub position: i64,
    /// Whose positions these are: another key or branch is another history with the same numbers.
    pub history: String,
    /// `fields::FORM` of the program that wrote it.
    pub form: u32,
}

impl Mark {
    /// As the commit keeps it.
    pub fn text(&self) -> String {
        serde_json::json!({"position": self.position, "history": self.history, "form": self.form}).to_string()
    }
}

/// Opens what is there, or begins at 0.
pub fn open(folder: &Path, fields: &Fields, history: &str) -> Result<(Index, i64), Fault> {
    match known(folder, fields, history) {
        Ok(Some(found)) => return Ok(found),
        Ok(None) => {}
        Err(why) => tracing::warn!(folder = %folder.display(), why, "the search index is built anew"),
    }
    begin(folder, fields)
}

/// The files, when they are whole and ours; none when there are none.
fn known(folder: &Path, fields: &Fields, history: &str) -> Result<Option<(Index, i64)>, String> {
    if !folder.join("meta.json").exists() {
        return match folder.exists() {
            true => Err("its files have no beginning".into()),
            false => Ok(None),
        };
    }
    let told = |e: tantivy::TantivyError| e.to_string();
    let index = Index::open_in_dir(folder).map_err(told)?;
    if index.schema() != fields.schema {
        return Err("its fields are others".into());
    }
    let payload = index.load_metas().map_err(told)?.payload.ok_or("it does not say what it stands for")?;
    let mark: Mark = serde_json::from_str(&payload).map_err(|e| e.to_string())?;
    if mark.form != FORM || mark.history != history {
        return Err("it is of another history or form".into());
    }
    let damaged = index.validate_checksum().map_err(told)?;
    if !damaged.is_empty() {
        return Err(format!("{} of its files are damaged", damaged.len()));
    }
    // Opens every file that the commit names: one that is missing is found now.
    index.reader().map_err(told)?;
    Ok(Some((index, mark.position)))
}

fn begin(folder: &Path, fields: &Fields) -> Result<(Index, i64), Fault> {
    let doing = || format!("making the search index in {}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|e| Fault::new(doing(), e))?;
    }
    std::fs::create_dir_all(folder).map_err(|e| Fault::new(doing(), e))?;
    let index = Index::create_in_dir(folder, fields.schema.clone()).map_err(|e| Fault::new(doing(), e))?;
    Ok((index, 0))
}
