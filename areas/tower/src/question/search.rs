//! Council questions in the search: by session, text and answer. Open ones and withdrawn ones are found by entitled
//! readers alone; a draft by nobody.

use super::{KIND, store};
use base::search::Document;
use base::{Result, Tri};
use db::{Reading, Sql};
use kernel::policy::Depth;
use kernel::scope::Sight;
use kernel::search::Searchable;

const CHANGED: Sql = Sql::new(
    "tower.question.changed",
    "select seq, id from tower_question
      where (seq > ?1 or (seq = ?1 and id > ?2)) and seq <= ?3 order by seq, id limit ?4",
);
/// Characters of a question that stand as its title.
const TITLE_MAX: usize = 80;

/// Council questions.
pub const SEARCHABLE: Searchable = Searchable {
    kind: &KIND,
    word: "tower-search-question",
    page: Some("/questions/{number}"),
    changed: CHANGED,
    document,
};

fn document(read: &Reading<'_>, id: &str, sight: &Sight) -> Result<Option<Document>> {
    let Some(found) = store::find(read, id, sight.depth >= Depth::Entitled)? else { return Ok(None) };
    let title = super::short(&found.says.text, TITLE_MAX);
    // Who asked stands here as a role; a person's ref is nothing to be found by.
    let asker = Some(found.says.asker.clone()).filter(|asker| !asker.starts_with("person:"));
    let answer = store::answers(read, found.id)?.into_iter().next().map(|answer| answer.text);
    let text = [Some(found.says.text.clone()), answer].into_iter().flatten().collect::<Vec<_>>();
    Ok(Some(Document {
        title: Tri::korean(&title),
        number: found.number,
        names: std::iter::once(found.says.session).chain(asker).collect(),
        text: Tri::korean(&text.join("\n")),
    }))
}
