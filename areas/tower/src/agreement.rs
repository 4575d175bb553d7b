//! Agreements for people to see: who signed what, what it binds, how that came out, and which show no sign of life.
//!
//! The kernel holds the record and its acts. Dormancy is judged only for those who read what is internal.

pub mod acts;
pub mod api;
pub mod pages;
#[cfg(test)]
mod tests;
pub mod web;

use crate::obligation::{HistoryView, Line, history, line};
use crate::who::{Party, Reader, party};
use base::problem::Class;
use base::{Day, Id, Ref, Result, Saying, Tri};
use db::Read;
use kernel::agreement::acts::{CONCLUDE, END};
use kernel::agreement::store::{self, Filter};
use kernel::agreement::{Agreement, State, life};
use kernel::obligation::acts::TAKE;
use kernel::obligation::board;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Adds the pages of agreements to the tower; the kernel keeps them.
pub fn add_to(area: ::web::Area) -> ::web::Area {
    area.words(include_str!("agreement/words.toml")).pages(self::web::routes()).api(api::routes())
}

/// Agreements on one page.
pub const PAGE: i64 = 50;
/// Agreements looked at for one page of dormant ones.
const SCAN_MAX: usize = 2_000;
/// What one agreement binds, on its page.
const BOUND_MAX: i64 = 500;

/// What the list is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// One of the kinds.
    pub kind: String,
    /// `in_force`, `ended`, `terminated` or `unknown`.
    pub state: String,
    /// The number of an organisation that signed.
    pub party: String,
    /// Only those without a sign of life for so many days; for those who read what is internal.
    pub dormant: Option<i64>,
    /// The cursor `next` of the page before.
    pub after: Option<String>,
    /// How many, at most 200.
    pub limit: Option<i64>,
}

/// An agreement in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct AgreementLine {
    /// `2026-MOU-0042`.
    pub number: String,
    /// `mou`, `contract`, …
    pub kind: String,
    /// Its title.
    #[schema(value_type = Object)]
    pub title: Tri,
    /// `in_force`, `ended`, `terminated` or `unknown`.
    pub state: String,
    /// Who signs.
    pub parties: Vec<Party>,
    /// When it was signed, as far as known.
    pub signed: Option<String>,
    /// How many of its pledges came out how.
    pub outcomes: Vec<OutcomeCount>,
    /// The day of the newest sign of life; none for readers to whom it is not told, or when there was none.
    #[schema(value_type = Option<String>)]
    pub last_sign: Option<Day>,
    /// Days since then, or since the signing; none when not told or not known.
    pub silent_days: Option<i64>,
    /// A short source key.
    pub source: Option<String>,
}

/// How many came out so.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct OutcomeCount {
    /// The outcome.
    pub outcome: String,
    /// How many.
    pub count: i64,
}

/// A page of agreements.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct AgreementList {
    /// In the order in which they were recorded.
    pub items: Vec<AgreementLine>,
    /// Where the next page begins; none = this was the last.
    pub next: Option<String>,
    /// The position that this view shows.
    pub position: i64,
}

/// One agreement with what it binds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct AgreementView {
    /// As in lists.
    #[serde(flatten)]
    pub line: AgreementLine,
    /// The first day on which it holds.
    #[schema(value_type = Option<String>)]
    pub from: Option<Day>,
    /// The first day on which it no longer holds.
    #[schema(value_type = Option<String>)]
    pub to: Option<Day>,
    /// What it says, in short.
    pub terms: Option<String>,
    /// Why it was ended or corrected.
    pub reason: Option<String>,
    /// Shown to everyone.
    pub open: bool,
    /// Its pledges and whatever else it binds.
    pub pledges: Vec<Line>,
    /// What happened to the record, newest first.
    pub history: Vec<HistoryView>,
    /// The position of the last change.
    pub version: i64,
    /// The position that this view shows.
    pub position: i64,
    /// What the reader may do.
    pub can: Can,
}

/// What the reader may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
#[schema(as = AgreementCan)]
pub struct Can {
    /// End it.
    pub end: bool,
    /// Add what it binds to.
    pub add: bool,
}

/// A page of agreements.
///
/// # Errors
/// Refuses a filter that means nothing, and dormancy for other readers.
pub fn list(read: &impl Read, query: &Query, zone: &str, reader: &Reader) -> Result<AgreementList> {
    if query.dormant.is_some() && !reader.reads_internal() {
        let class = if reader.actor.person().is_some() { Class::Forbidden } else { Class::SignIn };
        return Err(Saying::new(class, "tower-agreement-dormant-entitled").into());
    }
    let limit = usize::try_from(query.limit.unwrap_or(PAGE).clamp(1, 500)).unwrap_or(1);
    let mut filter = filter(read, query)?;
    let (mut items, mut scanned, mut next) = (Vec::new(), 0, None);
    'pages: loop {
        let page = store::list(read, &filter, reader.now, &reader.sight(), PAGE + 1)?;
        let full = page.len() as i64 > PAGE;
        for found in page.iter().take(PAGE as usize) {
            if items.len() == limit || scanned == SCAN_MAX {
                next = filter.after.map(|id| id.to_string());
                break 'pages;
            }
            filter.after = Some(found.id);
            scanned += 1;
            let line = agreement_line(read, found, zone, reader)?;
            if query.dormant.is_none_or(|days| is_dormant(found, &line, days)) {
                items.push(line);
            }
        }
        if !full {
            break;
        }
    }
    Ok(AgreementList { items, next, position: reader.now })
}

/// In force or of unknown state, and silent for so long; one of which not even the signing is known counts.
fn is_dormant(of: &Agreement, line: &AgreementLine, days: i64) -> bool {
    let lives = match of.state {
        State::InForce | State::Unknown => true,
        State::Ended | State::Terminated => false,
    };
    lives && line.silent_days.is_none_or(|silent| silent >= days)
}

fn filter(read: &impl Read, query: &Query) -> Result<Filter> {
    let mut filter = Filter::default();
    if !query.kind.is_empty() {
        kernel::agreement::prefix(&query.kind)?;
        filter.kind = Some(query.kind.clone());
    }
    if !query.state.is_empty() {
        let codes: Vec<&str> = State::ALL.iter().map(|state| state.code()).collect();
        let unknown = || crate::api::unknown(&query.state, &codes);
        let broken = || Saying::invalid("tower-filter-unknown").field("state", unknown());
        filter.state = Some(State::parse(&query.state).ok_or_else(broken)?);
    }
    if !query.party.is_empty() {
        let id = kernel::organisation::store::by_number(read, &query.party)?;
        filter.party = Some(Ref::new(kernel::organisation::KIND.name, id));
    }
    filter.after = query.after.as_deref().map(Id::parse).transpose()?;
    Ok(filter)
}

fn agreement_line(read: &impl Read, of: &Agreement, zone: &str, reader: &Reader) -> Result<AgreementLine> {
    let narrowed = board::Filter { agreement: Some(of.id), ..board::Filter::default() };
    let totals = board::totals(read, &narrowed, reader.now, &reader.sight())?;
    let signed = of.content.signed.and_then(|when| when.days().to).map(|after| after.plus(-1));
    let (last_sign, silent) = match reader.reads_internal() {
        true => {
            let sign = life::last(read, of.id, reader.now)?.day(zone);
            let since = sign.max(signed.filter(|day| *day <= reader.today));
            (sign, since.map(|since| reader.today.number() - since.number()))
        }
        false => (None, None),
    };
    Ok(AgreementLine {
        number: of.number.clone(),
        kind: of.content.kind.clone(),
        title: of.content.title.clone(),
        state: of.state.code().to_owned(),
        parties: of
            .content
            .parties
            .iter()
            .map(|signs| party(read, &signs.organisation, reader))
            .collect::<Result<_>>()?,
        signed: of.content.signed.map(|when| when.to_string()),
        outcomes: totals
            .iter()
            .map(|total| OutcomeCount { outcome: total.outcome.code().to_owned(), count: total.count })
            .collect(),
        last_sign,
        silent_days: silent.filter(|days| *days >= 0),
        source: of.content.source.clone(),
    })
}

/// One agreement by its number, as of a position or now.
///
/// # Errors
/// "Not found" outside the reader's scope; refuses a position that is still to come.
pub fn show(
    read: &impl Read,
    number: &str,
    asked: Option<i64>,
    zone: &str,
    reader: &Reader,
) -> Result<AgreementView> {
    let position = reader.position(asked)?;
    let then = Reader { now: position, ..reader.clone() };
    let found = store::by_number(read, number, position, &reader.sight())?
        .ok_or_else(|| Saying::not_found("base-not-found"))?;
    let narrowed = board::Filter { agreement: Some(found.id), ..board::Filter::default() };
    let bound = board::page(read, &narrowed, None, position, &reader.sight(), BOUND_MAX)?;
    let lives = matches!(found.state, State::InForce | State::Unknown) && asked.is_none();
    Ok(AgreementView {
        line: agreement_line(read, &found, zone, &then)?,
        from: found.content.period.from,
        to: found.content.period.to,
        terms: found.content.terms.clone(),
        reason: found.reason.clone(),
        open: found.content.open,
        pledges: bound
            .rows
            .iter()
            .map(|row| line(read, row, &then, reader.reads_internal()))
            .collect::<Result<_>>()?,
        history: history(read, &found.name(), position, &|seq| {
            let version = store::find(read, found.id, seq, &reader.sight())?;
            Ok(version.filter(|version| version.seq_in == seq).and_then(|version| version.reason))
        })?,
        version: found.seq_in,
        position,
        can: Can {
            end: lives && END.permits(&reader.actor, &Default::default()),
            add: lives && TAKE.permits(&reader.actor, &Default::default()),
        },
    })
}

/// May the reader record one that was signed?
pub fn may_conclude(reader: &Reader) -> bool {
    CONCLUDE.permits(&reader.actor, &Default::default())
}
