//! Plans in the search: the plan itself, its strategies, tasks and values, its targets. All of it is public.

use super::store::{lines, tri};
use super::{ELEMENT, KIND, TARGET};
use base::search::Document;
use base::{Lang, Result, Tri};
use db::{Read, Reading, Row, Sql};
use kernel::scope::Sight;
use kernel::search::Searchable;

const PLANS_CHANGED: Sql = Sql::new(
    "tower.plan.changed",
    "select seq, id from tower_plan
      where (seq > ?1 or (seq = ?1 and id > ?2)) and seq <= ?3 order by seq, id limit ?4",
);
const ELEMENTS_CHANGED: Sql = Sql::new(
    "tower.element.changed",
    "select seq, id from tower_element
      where (seq > ?1 or (seq = ?1 and id > ?2)) and seq <= ?3 order by seq, id limit ?4",
);
const TARGETS_CHANGED: Sql = Sql::new(
    "tower.target.changed",
    "select seq, id from tower_target
      where (seq > ?1 or (seq = ?1 and id > ?2)) and seq <= ?3 order by seq, id limit ?4",
);
const PLAN: Sql = Sql::new(
    "tower.plan.words",
    "select title_ko, title_en, title_zh, vision_ko, vision_en, vision_zh, goal_ko, goal_en, goal_zh, note
       from tower_plan where id = ?1",
);
const ELEMENT_FIND: Sql = Sql::new(
    "tower.element.words",
    "select title_ko, title_en, title_zh, aliases from tower_element where id = ?1",
);
const TARGET_FIND: Sql =
    Sql::new("tower.target.words", "select title_ko, title_en, title_zh from tower_target where id = ?1");

/// All statements but those that `Area::searchables` adds, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[PLAN, ELEMENT_FIND, TARGET_FIND];

/// Plans, their elements and targets.
pub const SEARCHABLES: &[Searchable] = &[
    Searchable {
        kind: &KIND,
        word: "tower-search-plan",
        page: Some("/plan"),
        changed: PLANS_CHANGED,
        document: |read, id, _| read.opt(&PLAN, &[id.into()], plan),
    },
    Searchable {
        kind: &ELEMENT,
        word: "tower-search-element",
        page: Some("/plan"),
        changed: ELEMENTS_CHANGED,
        document: element,
    },
    Searchable {
        kind: &TARGET,
        word: "tower-search-target",
        page: Some("/plan"),
        changed: TARGETS_CHANGED,
        document: |read, id, _| {
            read.opt(&TARGET_FIND, &[id.into()], |row| {
                Ok(Document { title: tri(row, 0)?, ..Document::default() })
            })
        },
    },
];

fn plan(row: &Row) -> Result<Document> {
    let (vision, goal) = (tri(row, 3)?, tri(row, 6)?);
    let note = Tri { ko: row.get(9)?, ..Tri::default() };
    let join = |lang: Lang| {
        let parts = [vision.only(lang), goal.only(lang), note.only(lang)];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty())
    };
    let text = Tri { ko: join(Lang::Ko), en: join(Lang::En), zh: join(Lang::Zh) };
    Ok(Document { title: tri(row, 0)?, text, ..Document::default() })
}

/// A slot whose name nobody found has nothing to be found by.
fn element(read: &Reading<'_>, id: &str, _: &Sight) -> Result<Option<Document>> {
    let found = read.opt(&ELEMENT_FIND, &[id.into()], |row| {
        Ok(Document { title: tri(row, 0)?, names: lines(&row.get::<String>(3)?), ..Document::default() })
    })?;
    Ok(found.filter(|document| !document.title.is_empty()))
}
