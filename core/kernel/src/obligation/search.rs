//! Obligations in the search: by number and by what is to be done, for those who may see them.

use super::{KIND, store};
use crate::fact::store::LATEST;
use crate::scope::Sight;
use crate::search::Searchable;
use base::search::Document;
use base::{Id, Result};
use db::{Reading, Sql};

const CHANGED: Sql = Sql::new(
    "kernel.obligation.changed",
    "select seq_in, id from obligation
      where (seq_in > ?1 or (seq_in = ?1 and id > ?2)) and seq_in <= ?3 order by seq_in, id limit ?4",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[CHANGED];

/// Obligations.
pub const SEARCHABLE: Searchable =
    Searchable { kind: &KIND, word: "search-obligation", page: None, changed: CHANGED, document };

/// Who owes it is not searched: that may be a person. The reason of its last change is not either.
fn document(read: &Reading<'_>, id: &str, sight: &Sight) -> Result<Option<Document>> {
    let found = store::find(read, Id::parse(id)?, LATEST, sight)?;
    Ok(found.map(|found| Document { number: found.number, title: found.content.what, ..Document::default() }))
}
