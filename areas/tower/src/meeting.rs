//! Meetings of bodies: when they met, the minutes, and what was decided.
//!
//! Minutes are a sealed file, because they may name people. What looks like an order in them is found anew each time
//! they are shown: a proposal, which becomes an obligation when a person confirms it, and nothing otherwise.

pub mod acts;
pub mod api;
pub mod lines;
pub mod pages;
pub mod search;
pub mod store;
#[cfg(test)]
mod tests;
pub mod web;

use crate::obligation::{Line, line};
use crate::who::{Party, Reader, party};
use base::{Day, Id, Ref, Result, Saying, Tri};
use db::Read;
use kernel::evidence::{self, Form, StoredFile};
use kernel::link;
use kernel::obligation::{Obligation, store as obligations};
use kernel::policy::{Kind, Retention, Visibility};
use lines::Proposal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Adds meetings to the tower.
pub fn add_to(area: ::web::Area) -> ::web::Area {
    area.kinds(&[&KIND])
        .actions(acts::ACTIONS)
        .statements(store::STATEMENTS)
        .searchables(&[search::SEARCHABLE])
        .words(include_str!("meeting/words.toml"))
        .pages(self::web::routes())
        .api(api::routes())
}

/// A meeting as a kind of record.
pub const KIND: Kind = Kind {
    name: "meeting",
    area: "tower",
    visibility: Visibility::Office,
    retention: Retention { years: None, basis: "retention-public-records" },
    fact: None,
};

/// The link from a meeting to what was decided there: a line of its minutes that a person confirmed.
pub const DECIDED: &str = "decided";
/// The link from a meeting to what a person says was ordered there, without a line of the minutes that was found.
pub const ADDED: &str = "added";
/// Characters of minutes.
pub const MINUTES_MAX: usize = 200_000;
/// Meetings on one page.
pub const PAGE: i64 = 50;
/// Decisions of one meeting.
const DECISIONS_MAX: i64 = 500;

/// A meeting as it is stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Meeting {
    /// Its id.
    pub id: Id,
    /// `2026-MTG-0042`.
    pub number: String,
    /// Of which body, when one is named.
    pub body: Option<Id>,
    /// What it was called.
    pub title: Tri,
    /// When it was held.
    pub held_on: Day,
    /// The record does not print the day; it was concluded from it.
    pub held_inferred: bool,
    /// The sealed minutes.
    pub minutes: Option<Id>,
    /// Shown to everyone; the minutes never are.
    pub open: bool,
    /// A short source key of an imported record.
    pub source: Option<String>,
}

impl Meeting {
    /// How other records name it.
    pub fn name(&self) -> Ref {
        Ref::new(KIND.name, self.id)
    }
}

/// A meeting in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct MeetingLine {
    /// `2026-MTG-0042`.
    pub number: String,
    /// What it was called.
    #[schema(value_type = Object)]
    pub title: Tri,
    /// Of which body.
    pub body: Option<Party>,
    /// When it was held.
    #[schema(value_type = String)]
    pub held_on: Day,
    /// The record does not print the day; it was concluded from it.
    pub held_inferred: bool,
    /// How many decisions this reader sees.
    pub decisions: i64,
    /// A short source key.
    pub source: Option<String>,
    /// Shown to everyone.
    pub open: bool,
}

/// A page of meetings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct MeetingList {
    /// The newest first.
    pub items: Vec<MeetingLine>,
    /// Where the next page begins; none = this was the last.
    pub next: Option<String>,
    /// May the reader record one?
    pub can_record: bool,
}

/// One meeting.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct MeetingView {
    /// As in lists.
    #[serde(flatten)]
    pub line: MeetingLine,
    /// What was decided: obligations of any kind.
    pub decided: Vec<Line>,
    /// What a person added, without a line of the minutes that the program found.
    pub added: Vec<Line>,
    /// Lines of the minutes that look like orders and that nobody confirmed or set aside; for the office only.
    pub proposed: Vec<Proposal>,
    /// How many lines were set aside.
    pub set_aside: i64,
    /// The minutes; for the office only.
    pub minutes: Option<String>,
    /// There are minutes, also for those who may not read them.
    pub has_minutes: bool,
    /// May the reader confirm lines?
    pub can_confirm: bool,
    /// May the reader add what the program did not find?
    pub can_add: bool,
    /// Whom a form proposes as owner when nobody is named: `office`, or `me` for who has none.
    pub own: String,
    /// The position that this view shows.
    pub position: i64,
}

/// What the list is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// The key of a body.
    pub body: String,
    /// The cursor `next` of the page before.
    pub after: Option<String>,
}

/// A page of meetings.
///
/// # Errors
/// "Not found" for a body that is not there.
pub fn list(read: &impl Read, query: &Query, reader: &Reader) -> Result<MeetingList> {
    let body = match query.body.as_str() {
        "" => None,
        code => Some(crate::body::store::by_code(read, code)?.id),
    };
    let after = query.after.as_deref().map(store::Place::parse).transpose()?;
    let found = store::list(read, body, after, sees_all(reader), PAGE + 1)?;
    let next = (found.len() as i64 > PAGE).then(|| found[PAGE as usize - 1].clone());
    Ok(MeetingList {
        next: next.map(|last| store::Place::of(&last).text()),
        items: found
            .iter()
            .take(PAGE as usize)
            .map(|meeting| meeting_line(read, meeting, reader))
            .collect::<Result<_>>()?,
        can_record: acts::RECORD.permits(&reader.actor, &Default::default()),
    })
}

/// Meetings that are not open are for those who read what is internal.
fn sees_all(reader: &Reader) -> bool {
    reader.reads_internal()
}

fn meeting_line(read: &impl Read, of: &Meeting, reader: &Reader) -> Result<MeetingLine> {
    let body = of.body.map(|id| Ref::new(crate::body::KIND.name, id));
    let (decided, added) = decisions(read, of, reader)?;
    Ok(MeetingLine {
        number: of.number.clone(),
        title: of.title.clone(),
        body: body.map(|body| party(read, &body, reader)).transpose()?,
        held_on: of.held_on,
        held_inferred: of.held_inferred,
        source: of.source.clone(),
        decisions: (decided.len() + added.len()) as i64,
        open: of.open,
    })
}

/// What was decided at a meeting and what a person added, as far as the reader sees it.
fn decisions(
    read: &impl Read,
    meeting: &Meeting,
    reader: &Reader,
) -> Result<(Vec<Obligation>, Vec<Obligation>)> {
    let (mut decided, mut added) = (Vec::new(), Vec::new());
    for found in link::from(read, &meeting.name(), reader.now, DECISIONS_MAX)? {
        let into = match found.verb.as_str() {
            DECIDED => &mut decided,
            ADDED => &mut added,
            _ => continue,
        };
        into.extend(obligations::find(read, Id::parse(&found.to.id)?, reader.now, &reader.sight())?);
    }
    Ok((decided, added))
}

/// The sealed minutes of a meeting, for those who may read them; the text is opened outside the read.
pub fn minutes_file(read: &impl Read, number: &str, reader: &Reader) -> Result<Option<StoredFile>> {
    let meeting = find(read, number, reader)?;
    if !acts::RECORD.permits(&reader.actor, &Default::default()) {
        return Ok(None);
    }
    let Some(id) = meeting.minutes else { return Ok(None) };
    Ok(evidence::find(read, id)?.and_then(|found| match found.form {
        Form::File(file) => Some(file),
        Form::Reference { .. } => None,
    }))
}

/// One meeting with its decisions; `minutes` is the opened text, when the reader may have it.
pub fn show(read: &impl Read, number: &str, minutes: Option<String>, reader: &Reader) -> Result<MeetingView> {
    let meeting = find(read, number, reader)?;
    let (decided, added) = decisions(read, &meeting, reader)?;
    let lines = |of: &[Obligation]| -> Result<Vec<Line>> {
        of.iter().map(|of| line(read, of, reader, reader.reads_internal())).collect()
    };
    let settled = store::lines(read, meeting.id)?;
    let proposed = match &minutes {
        Some(text) => lines::proposals(read, text, meeting.held_on, &settled, reader)?,
        None => Vec::new(),
    };
    Ok(MeetingView {
        line: meeting_line(read, &meeting, reader)?,
        decided: lines(&decided)?,
        added: lines(&added)?,
        proposed,
        set_aside: settled.iter().filter(|line| line.obligation.is_none()).count() as i64,
        has_minutes: meeting.minutes.is_some(),
        can_confirm: minutes.is_some() && acts::CONFIRM.permits(&reader.actor, &Default::default()),
        can_add: acts::ADD.permits(&reader.actor, &Default::default()),
        own: lines::own(reader).to_owned(),
        minutes,
        position: reader.now,
    })
}

/// The meeting in the reader's scope.
fn find(read: &impl Read, number: &str, reader: &Reader) -> Result<Meeting> {
    store::by_number(read, number)?
        .filter(|meeting| meeting.open || sees_all(reader))
        .ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// A meeting as the cause of something; none when the reader may not see it.
pub fn as_party(read: &impl Read, of: &Ref, reader: &Reader) -> Result<Option<Party>> {
    let found = store::find(read, Id::parse(&of.id)?)?.filter(|meeting| meeting.open || sees_all(reader));
    Ok(found.map(|meeting| Party {
        kind: KIND.name.to_owned(),
        id: Some(of.id.clone()),
        number: Some(meeting.number),
        name: Some(meeting.title),
        me: false,
    }))
}
