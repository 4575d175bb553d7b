//! Budget lines in the search: by title, programme and version.

use super::KIND;
use crate::plan::store::tri;
use base::search::Document;
use db::{Read, Sql};
use kernel::search::Searchable;

const CHANGED: Sql = Sql::new(
    "tower.budget_line.changed",
    "select seq, id from tower_budget_line
      where (seq > ?1 or (seq = ?1 and id > ?2)) and seq <= ?3 order by seq, id limit ?4",
);
const FIND: Sql = Sql::new(
    "tower.budget_line.words",
    "select title_ko, title_en, title_zh, programme, version from tower_budget_line where id = ?1",
);

/// All statements but those that `Area::searchables` adds, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[FIND];

/// Budget lines.
pub const SEARCHABLE: Searchable = Searchable {
    kind: &KIND,
    word: "tower-search-budget-line",
    page: Some("/budget"),
    changed: CHANGED,
    document: |read, id, _| {
        read.opt(&FIND, &[id.into()], |row| {
            let names = [row.get::<Option<String>>(3)?, row.get::<Option<String>>(4)?];
            let names = names.into_iter().flatten().collect();
            Ok(Document { title: tri(row, 0)?, names, ..Document::default() })
        })
    },
};
