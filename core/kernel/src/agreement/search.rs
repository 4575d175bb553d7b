//! Agreements in the search: by number, title and terms, for those who may see the agreement.

use super::{KIND, store};
use crate::fact::store::LATEST;
use crate::scope::Sight;
use crate::search::Searchable;
use base::search::Document;
use base::{Id, Result, Tri};
use db::{Reading, Sql};

const CHANGED: Sql = Sql::new(
    "kernel.agreement.changed",
    "select seq_in, id from agreement
      where (seq_in > ?1 or (seq_in = ?1 and id > ?2)) and seq_in <= ?3 order by seq_in, id limit ?4",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[CHANGED];

/// Agreements.
pub const SEARCHABLE: Searchable =
    Searchable { kind: &KIND, word: "search-agreement", page: None, changed: CHANGED, document };

fn document(read: &Reading<'_>, id: &str, sight: &Sight) -> Result<Option<Document>> {
    let found = store::find(read, Id::parse(id)?, LATEST, sight)?;
    Ok(found.map(|found| Document {
        number: found.number,
        title: found.content.title,
        names: Vec::new(),
        text: found.content.terms.map(|terms| Tri::korean(&terms)).unwrap_or_default(),
    }))
}
