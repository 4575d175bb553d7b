//! Organisations in the search: by every name, former ones and those of records merged into them, and by number.

use super::{KIND, Organisation, store};
use crate::fact::store::{LATEST, all_merged_into};
use crate::scope::Sight;
use crate::search::Searchable;
use base::lang::Lang;
use base::search::Document;
use base::{Id, Ref, Result};
use db::{Reading, Sql};

const CHANGED: Sql = Sql::new(
    "kernel.organisation.changed",
    "select changed, id from organisation
      where (changed > ?1 or (changed = ?1 and id > ?2)) and changed <= ?3 order by changed, id limit ?4",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[CHANGED];

/// Organisations.
pub const SEARCHABLE: Searchable =
    Searchable { kind: &KIND, word: "search-organisation", page: None, changed: CHANGED, document };

/// Organisations are public: everyone sees the same. A record that is known to be another one is found there.
fn document(read: &Reading<'_>, id: &str, _: &Sight) -> Result<Option<Document>> {
    let id = Id::parse(id)?;
    if store::is_merged(read, id)? {
        return Ok(None);
    }
    let own = store::find(read, id, LATEST)?;
    let mut names = others(&own);
    for merged in all_merged_into(read, &Ref::new(KIND.name, id), LATEST)? {
        let merged = store::find(read, Id::parse(&merged.id)?, LATEST)?;
        names.extend(Lang::ALL.iter().filter_map(|lang| merged.name.only(*lang).map(str::to_owned)));
        names.extend(others(&merged));
        names.push(merged.number);
    }
    Ok(Some(Document { number: own.number, title: own.name, names, ..Document::default() }))
}

fn others(of: &Organisation) -> Vec<String> {
    of.aliases.iter().chain(&of.business_number).chain(&of.corporate_number).cloned().collect()
}
