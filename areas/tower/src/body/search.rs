//! Bodies in the search: by their names and by what they are for. Who belongs to one is not searched.

use super::{KIND, store};
use base::search::Document;
use base::{Id, Result};
use db::{Read, Reading, Sql};
use kernel::scope::Sight;
use kernel::search::Searchable;

const CHANGED: Sql = Sql::new(
    "tower.body.changed",
    "select seq, id from tower_body
      where (seq > ?1 or (seq = ?1 and id > ?2)) and seq <= ?3 order by seq, id limit ?4",
);
const EXISTS: Sql = Sql::new("tower.body.exists", "select id from tower_body where id = ?1");

/// All statements but those that `Area::searchables` adds, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[EXISTS];

/// Bodies.
pub const SEARCHABLE: Searchable =
    Searchable { kind: &KIND, word: "tower-search-body", page: Some("/bodies"), changed: CHANGED, document };

fn document(read: &Reading<'_>, id: &str, _: &Sight) -> Result<Option<Document>> {
    let Some(id) = read.opt(&EXISTS, &[id.into()], |row| row.get::<Id>(0))? else { return Ok(None) };
    let body = store::find(read, id)?;
    Ok(Some(Document { title: body.name, names: body.aliases, text: body.duties, ..Document::default() }))
}
