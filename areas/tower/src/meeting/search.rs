//! Meetings in the search: by their titles, those that are open. Minutes are sealed and never searched.

use super::{KIND, store};
use base::search::Document;
use base::{Id, Result};
use db::{Reading, Sql};
use kernel::policy::Depth;
use kernel::scope::Sight;
use kernel::search::Searchable;

const CHANGED: Sql = Sql::new(
    "tower.meeting.changed",
    "select seq, id from tower_meeting
      where (seq > ?1 or (seq = ?1 and id > ?2)) and seq <= ?3 order by seq, id limit ?4",
);

/// Meetings.
pub const SEARCHABLE: Searchable = Searchable {
    kind: &KIND,
    word: "tower-search-meeting",
    page: Some("/meetings/{number}"),
    changed: CHANGED,
    document,
};

/// A depth alone does not tell the office from the council, so a meeting that is not open is found by auditors only.
fn document(read: &Reading<'_>, id: &str, sight: &Sight) -> Result<Option<Document>> {
    let found = store::find(read, Id::parse(id)?)?;
    let seen = found.filter(|meeting| meeting.open || sight.depth == Depth::Audit);
    Ok(seen.map(|meeting| Document { number: meeting.number, title: meeting.title, ..Document::default() }))
}
