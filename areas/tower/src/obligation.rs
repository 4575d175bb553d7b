//! Obligations for people to see: one with what happened to it, lists of them, and the board of work to be done.
//!
//! The kernel holds the record and its acts. Whether something is late is judged for those who read what is internal and for those
//! who owe it themselves; the public reads what was promised, when it is due and how it came out.

pub mod acts;
pub mod api;
pub mod board;
pub mod pages;
#[cfg(test)]
mod tests;
pub mod web;

use crate::body::Named;
use crate::who::{Party, Reader, party, party_of};
use crate::{meeting, question};
use base::{Day, Id, Instant, Quantity, Ref, Result, Saying, Tri};
use db::Read;
use kernel::evidence::{self, Form};
use kernel::obligation::acts::{CHANGE_DUE, HAND_OVER, REOPEN, SETTLE};
use kernel::obligation::{Obligation, reminders, store};
use kernel::policy::Depth;
use kernel::{agreement, fact, journal, link};
use serde::Serialize;
use utoipa::ToSchema;

/// Adds the pages of obligations and the board to the tower; the kernel keeps them.
pub fn add_to(area: ::web::Area) -> ::web::Area {
    area.words(include_str!("obligation/words.toml"))
        .pages(self::web::routes())
        .api(api::routes())
        .nav("tower-nav-obligations", "/obligations", 30)
        .nav_for("tower-nav-board", "/board", 95, ::web::http::NavFor::SignedIn)
}

/// Entries of history on one page.
const HISTORY_MAX: i64 = 50;
/// Links shown on one page, in each direction.
const LINKS_MAX: i64 = 50;
/// States of one obligation.
const STATES_MAX: i64 = 200;

/// An obligation in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = ObligationLine)]
pub struct Line {
    /// `2026-PLG-0042`.
    pub number: String,
    /// `pledge`, `directive`, …
    pub kind: String,
    /// What is owed.
    #[schema(value_type = Object)]
    pub what: Tri,
    /// `planned`, `done`, `changed`, `elsewhere`, `closed`, `dropped` or `unknown`.
    pub outcome: String,
    /// To whom it is owed, or who gave it.
    pub from: Option<Party>,
    /// Who owes it; none is a gap.
    pub owner: Option<Party>,
    /// Who stands in for the owner.
    pub deputy: Option<Party>,
    /// By when, as it is known: a day, a month, a year.
    pub due: Option<String>,
    /// Days until its last day, below zero after it; none without a due day, or when it is settled.
    pub days_left: Option<i64>,
    /// Open after its last day; none for readers to whom that is not judged.
    pub overdue: Option<bool>,
    /// The agreement that binds it.
    pub agreement: Option<Named>,
    /// A short source key.
    pub source: Option<String>,
}

/// One obligation with all that is known of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ObligationView {
    /// As in lists.
    #[serde(flatten)]
    pub line: Line,
    /// How much is owed, in base units.
    #[schema(value_type = Option<Object>)]
    pub quantity: Option<Quantity>,
    /// `standard` or `none`.
    pub escalation: String,
    /// What closed it.
    pub evidence: Option<EvidenceView>,
    /// Why it was changed last.
    pub reason: Option<String>,
    /// Shown to everyone.
    pub open: bool,
    /// What led to it and what it led to.
    pub thread: Vec<ThreadView>,
    /// Reminders that were given.
    pub notices: Vec<NoticeView>,
    /// What happened to the record, newest first.
    pub history: Vec<HistoryView>,
    /// The position of the last change: the tag of the record.
    pub version: i64,
    /// The position that this view shows.
    pub position: i64,
    /// How long it has been waiting; none once it came out.
    pub clock: Option<Clock>,
    /// What the reader may do.
    pub can: Can,
}

/// The clock of an obligation that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = ObligationClock)]
pub struct Clock {
    /// The day since which it stands as it does: a directive's is the day on which it was given.
    #[schema(value_type = Option<String>)]
    pub since: Option<Day>,
    /// Days from then to today.
    pub days: Option<i64>,
    /// False when no due day is on record.
    pub has_due: bool,
    /// Days after its last day; null when it is not late, or for readers to whom that is not judged.
    pub late_days: Option<i64>,
}

/// What closed an obligation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = ObligationEvidence)]
pub struct EvidenceView {
    /// A document number, an address or a digest; empty for readers without the right to it.
    pub says: String,
    /// Who issued it.
    pub issuer: Option<String>,
    /// When.
    #[schema(value_type = Option<String>)]
    pub issued: Option<Day>,
    /// `E0` to `E4`.
    pub level: String,
}

/// A link to another record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ThreadView {
    /// True when the other record led to this one.
    pub cause: bool,
    /// `binds`, `supports`, `decided`, …
    pub verb: String,
    /// The other record.
    pub to: Party,
}

/// A reminder.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct NoticeView {
    /// Days before the last day; -1 is the first day after it.
    pub step: i64,
    /// For which last day.
    #[schema(value_type = String)]
    pub due_by: Day,
    /// Its day had passed and a later step was told in its place.
    pub late: bool,
    /// The act.
    pub position: i64,
}

/// An act on the record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = PromiseHistory)]
pub struct HistoryView {
    /// The position.
    pub position: i64,
    /// When, in UTC.
    pub at: String,
    /// The action.
    pub action: String,
    /// The reason that was given with it.
    pub reason: Option<String>,
}

/// What the reader may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
#[schema(as = ObligationCan)]
pub struct Can {
    /// Give it to another owner, or take it over.
    pub hand_over: bool,
    /// Change the due day.
    pub change_due: bool,
    /// Say how it came out.
    pub settle: bool,
    /// Open it again.
    pub reopen: bool,
}

/// A line of a list. `judged` says whether this reader is told what is late.
pub fn line(read: &impl Read, of: &Obligation, reader: &Reader, judged: bool) -> Result<Line> {
    let content = &of.content;
    let days_left =
        of.due_by().filter(|_| of.outcome.is_open()).map(|due| due.number() - reader.today.number());
    Ok(Line {
        number: of.number.clone(),
        kind: content.kind.clone(),
        what: content.what.clone(),
        outcome: of.outcome.code().to_owned(),
        from: party_of(read, &content.from, reader)?,
        owner: party_of(read, &content.owner, reader)?,
        deputy: party_of(read, &content.deputy, reader)?,
        due: content.due.map(|due| due.to_string()),
        days_left: days_left.filter(|left| judged || *left >= 0),
        overdue: judged.then(|| of.is_overdue(reader.today)),
        agreement: match content.agreement {
            Some(id) => bound(read, id, reader)?,
            None => None,
        },
        source: content.source.clone(),
    })
}

/// The agreement by number and title, when this reader may see it.
fn bound(read: &impl Read, id: Id, reader: &Reader) -> Result<Option<Named>> {
    let found = agreement::store::find(read, id, reader.now, &reader.sight())?;
    Ok(found.map(|found| Named { number: found.number, name: found.content.title }))
}

/// One obligation by its number, as of a position or now.
///
/// # Errors
/// "Not found" outside the reader's scope; refuses a position that is still to come.
pub fn show(read: &impl Read, number: &str, asked: Option<i64>, reader: &Reader) -> Result<ObligationView> {
    let position = reader.position(asked)?;
    let found = store::by_number(read, number, position, &reader.sight())?
        .ok_or_else(|| Saying::not_found("base-not-found"))?;
    let judged = reader.reads_internal() || is_own(&found, reader);
    let target = found.target();
    let now = asked.is_none();
    let open = found.outcome.is_open();
    Ok(ObligationView {
        line: line(read, &found, reader, judged)?,
        quantity: found.content.quantity.clone(),
        escalation: found.content.escalation.code().to_owned(),
        evidence: evidence_view(read, &found, reader)?,
        reason: found.reason.clone(),
        open: found.content.open,
        thread: thread(read, &found, position, reader)?,
        notices: if judged { notices(read, found.id, position)? } else { Vec::new() },
        history: history(read, &found.name(), position, &|seq| {
            let version = store::find(read, found.id, seq, &reader.sight())?;
            Ok(version.filter(|version| version.seq_in == seq).and_then(|version| version.reason))
        })?,
        version: found.seq_in,
        position,
        clock: if open { Some(clock(read, &found, position, judged, reader)?) } else { None },
        can: Can {
            hand_over: now && open && HAND_OVER.permits(&reader.actor, &target),
            change_due: now && open && CHANGE_DUE.permits(&reader.actor, &target),
            settle: now && open && SETTLE.permits(&reader.actor, &target),
            reopen: now && !open && REOPEN.permits(&reader.actor, &target),
        },
    })
}

/// The last day on which its state was stated is where the clock begins.
fn clock(read: &impl Read, of: &Obligation, position: i64, judged: bool, reader: &Reader) -> Result<Clock> {
    let states = fact::store::of_subject(read, &of.name(), of.content.state().name, position, STATES_MAX)?;
    let since = states.iter().filter_map(|fact| fact.says.valid.from).max();
    let late = of.due_by().map(|due| reader.today.number() - due.number()).filter(|days| judged && *days > 0);
    Ok(Clock {
        since,
        days: since.map(|day| reader.today.number() - day.number()),
        has_due: of.due_by().is_some(),
        late_days: late,
    })
}

/// The reader, or an organisation or office of theirs, owes it or stands in.
fn is_own(of: &Obligation, reader: &Reader) -> bool {
    let person = reader.actor.person().map(|id| id.to_string());
    [&of.content.owner, &of.content.deputy].into_iter().flatten().any(|named| match named.kind.as_str() {
        "person" => person.as_ref() == Some(&named.id),
        "organisation" | "office" => reader.actor.grants().iter().any(|grant| {
            [grant.organisation, grant.office].into_iter().flatten().any(|id| id.to_string() == named.id)
        }),
        _ => false,
    })
}

fn evidence_view(read: &impl Read, of: &Obligation, reader: &Reader) -> Result<Option<EvidenceView>> {
    let Some(id) = of.evidence else { return Ok(None) };
    let Some(found) = evidence::find(read, id)? else { return Ok(None) };
    let says = match found.form {
        _ if reader.actor.depth() < Depth::Entitled => String::new(),
        Form::File(file) => file.digest,
        Form::Reference { reference } => reference,
    };
    let level = found.level.code().to_owned();
    Ok(Some(EvidenceView { says, issuer: found.issuer, issued: found.issued, level }))
}

/// What led to it and what it led to. A meeting or an agreement is named by its number in the link's basis.
fn thread(read: &impl Read, of: &Obligation, position: i64, reader: &Reader) -> Result<Vec<ThreadView>> {
    let mut all = Vec::new();
    for (cause, links) in [
        (true, link::to(read, &of.name(), position, LINKS_MAX)?),
        (false, link::from(read, &of.name(), position, LINKS_MAX)?),
    ] {
        for found in links {
            let other = if cause { &found.from } else { &found.to };
            // The agreement stands on its own line.
            if other.kind == agreement::KIND.name {
                continue;
            }
            let to = match other.kind.as_str() {
                "meeting" => meeting::as_party(read, other, reader)?,
                "council_question" => question::view::as_party(read, other, reader)?,
                _ => Some(party(read, other, reader)?),
            };
            all.extend(to.map(|to| ThreadView { cause, verb: found.verb.clone(), to }));
        }
    }
    Ok(all)
}

fn notices(read: &impl Read, id: Id, position: i64) -> Result<Vec<NoticeView>> {
    let given: Vec<reminders::Given> = store::notices(read, id, position)?;
    Ok(given
        .into_iter()
        .map(|given| NoticeView {
            step: given.step,
            due_by: given.due_by,
            late: given.late,
            position: given.seq,
        })
        .collect())
}

/// What happened to a record, newest first. `why` finds the reason that the version written at a position gives; an act
/// that wrote no version, such as a reminder, has none.
pub fn history(
    read: &impl Read,
    of: &Ref,
    position: i64,
    why: &dyn Fn(i64) -> Result<Option<String>>,
) -> Result<Vec<HistoryView>> {
    journal::store::of_subject(read, &of.to_string(), position.saturating_add(1), HISTORY_MAX)?
        .into_iter()
        .map(|entry| {
            Ok(HistoryView {
                position: entry.seq,
                at: Instant::from_micros(entry.at).to_string(),
                action: entry.action,
                reason: why(entry.seq)?,
            })
        })
        .collect()
}
