//! Events in the search: by title, other names, theme and place. Nobody who took part is named.

use super::{KIND, store};
use base::search::Document;
use base::{Lang, Tri};
use db::Sql;
use kernel::search::Searchable;

const CHANGED: Sql = Sql::new(
    "tower.event.changed",
    "select seq, id from tower_event
      where (seq > ?1 or (seq = ?1 and id > ?2)) and seq <= ?3 order by seq, id limit ?4",
);

/// All statements but those that `Area::searchables` adds, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[];

/// Events.
pub const SEARCHABLE: Searchable = Searchable {
    kind: &KIND,
    word: "tower-search-event",
    page: Some("/events/{number}"),
    changed: CHANGED,
    document: |read, id, _| {
        Ok(store::find(read, id)?.map(|event| Document {
            number: event.code.clone(),
            text: joined(&event.theme, &event.venue),
            title: event.title,
            names: event.aliases,
        }))
    },
};

fn joined(theme: &Tri, venue: &Tri) -> Tri {
    let in_lang = |lang: Lang| {
        let parts: Vec<&str> = [theme.only(lang), venue.only(lang)].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    };
    Tri { ko: in_lang(Lang::Ko), en: in_lang(Lang::En), zh: in_lang(Lang::Zh) }
}
