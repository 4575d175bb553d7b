//! Measures in the search: by title, rule and limits in three languages. Visitors find those that were published.

use super::{KIND, store};
use base::search::Document;
use base::{Lang, Result, Tri};
use db::{Reading, Sql};
use kernel::scope::Sight;
use kernel::search::Searchable;

/// A definition changes when a version comes in and when it becomes public.
const CHANGED: Sql = Sql::new(
    "tower.measure.changed",
    "select seq, id from (
        select seq, id from tower_measure
        union select published as seq, id from tower_measure where published is not null) as changed
      where (seq > ?1 or (seq = ?1 and id > ?2)) and seq <= ?3 order by seq, id limit ?4",
);

/// Measures.
pub const SEARCHABLE: Searchable = Searchable {
    kind: &KIND,
    word: "tower-search-measure",
    page: Some("/measures/{id}"),
    changed: CHANGED,
    document,
};

fn document(read: &Reading<'_>, id: &str, sight: &Sight) -> Result<Option<Document>> {
    let versions = store::versions(read, id, super::view::seeing(sight.depth))?;
    let Some(held) = versions.into_iter().next() else { return Ok(None) };
    let definition = &held.definition;
    let text = |lang: Lang| {
        let parts = [definition.rule.only(lang), definition.quality.limits.only(lang)];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty())
    };
    Ok(Some(Document {
        title: definition.title.clone(),
        names: vec![definition.id.clone()],
        text: Tri { ko: text(Lang::Ko), en: text(Lang::En), zh: text(Lang::Zh) },
        ..Document::default()
    }))
}
