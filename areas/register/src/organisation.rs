//! Organisations for people to see: what a page and the API show of one, and of many.

pub mod api;
pub mod pages;
pub mod web;

use base::{Day, Id, Ref, Result, Saying, Tri};
use db::Read;
use kernel::evidence::{self, Evidence, Form};
use kernel::fact::store::LATEST;
use kernel::fact::{self, Fact};
use kernel::journal;
use kernel::organisation::store::Filter;
use kernel::organisation::{KIND, KINDS, NAME_MAX, Organisation, PRESENCE, acts, store};
use kernel::policy::{Actor, Depth, Target};
use serde::Serialize;
use utoipa::ToSchema;

/// Organisations on one page of a list.
pub const PAGE: i64 = 50;
/// Entries of history on an organisation's page.
const HISTORY: i64 = 50;

/// One organisation as pages and the API show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    /// What it is.
    #[serde(flatten)]
    pub organisation: Organisation,
    /// The record that this one is known to be, when it was merged.
    pub same_as: Option<Named>,
    /// Records merged into this one.
    pub merged: Vec<Named>,
    /// Where it is present, in the order of days.
    pub presence: Vec<PresenceView>,
    /// What happened to the record, newest first.
    pub history: Vec<HistoryView>,
    /// The position that this view shows.
    pub position: i64,
    /// What the reader may do.
    pub can: Can,
}

impl OrganisationView {
    /// The newest position that changed what it shows.
    pub fn written(&self) -> i64 {
        self.presence.iter().map(|of| of.stated_at).fold(self.organisation.version, i64::max)
    }
}

/// Another organisation, by number and name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Named {
    /// Its human number.
    pub number: String,
    /// Its names.
    #[schema(value_type = Object)]
    pub name: Tri,
}

/// One statement of presence.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PresenceView {
    /// The fact's id.
    #[schema(value_type = String)]
    pub fact: Id,
    /// `P0` to `P5`.
    pub code: String,
    /// The first day.
    #[schema(value_type = Option<String>)]
    pub from: Option<Day>,
    /// The first day on which it no longer held; none = still.
    #[schema(value_type = Option<String>)]
    pub to: Option<Day>,
    /// How it is known: `E0` to `E4`.
    pub level: String,
    /// What it rests on; none = nothing was handed in, or not for this reader.
    pub evidence: Option<EvidenceView>,
    /// A short source key of an imported record.
    pub source: Option<String>,
    /// The position that stated it.
    pub stated_at: i64,
}

/// What a statement rests on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidenceView {
    /// The reference, or the file's digest.
    pub says: String,
    /// True when it is a file in the city's folder.
    pub is_file: bool,
    /// Who issued it.
    pub issuer: Option<String>,
    /// When it was issued.
    #[schema(value_type = Option<String>)]
    pub issued: Option<Day>,
}

/// One act on the record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HistoryView {
    /// The position.
    pub position: i64,
    /// RFC 3339.
    pub at: String,
    /// `register.organisation.correct`.
    pub action: String,
}

/// What the reader may do here: the same rules that guard the acts.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Can {
    /// Correct names and numbers.
    pub correct: bool,
    /// State presence.
    pub state_presence: bool,
    /// End presence.
    pub end_presence: bool,
    /// Merge with another record.
    pub merge: bool,
    /// Take a merge back.
    pub unmerge: bool,
}

/// One organisation by its number, as believed at `position` (none = now).
pub fn show(
    read: &impl Read,
    number: &str,
    position: Option<i64>,
    actor: &Actor,
    now: i64,
) -> Result<OrganisationView> {
    let at = position.unwrap_or(LATEST);
    let id = store::by_number(read, number)?;
    let mut organisation = store::find(read, id, at)?;
    if position.is_some_and(|position| position > now) {
        return Err(base::Saying::invalid("register-position-future")
            .with("position", at)
            .with("now", now)
            .into());
    }
    if at < organisation.version {
        // Only names and presence are kept for every position; what may have changed since is not shown as of then.
        organisation.business_number = None;
        organisation.corporate_number = None;
        organisation.homepage = None;
        organisation.founded = None;
        organisation.version = at;
    }
    let own = Ref::new(KIND.name, id);
    let same_as = match fact::store::same_as(read, &own, at)? {
        Some((_, kept)) => Some(named(read, &kept, at)?),
        None => None,
    };
    let merged = fact::store::merged_into(read, &own, at, 100)?;
    let target = Target { organisation: Some(id), ..Target::default() };
    let is_merged = same_as.is_some();
    Ok(OrganisationView {
        merged: merged.iter().map(|r| named(read, r, at)).collect::<Result<_>>()?,
        presence: acts::presence(read, id, at)?
            .into_iter()
            .map(|fact| presence_view(read, fact, actor.depth()))
            .collect::<Result<_>>()?,
        history: history(read, &own, organisation.registered, at)?,
        position: position.unwrap_or(now),
        can: Can {
            correct: acts::CORRECT.permits(actor, &target),
            state_presence: acts::STATE_PRESENCE.permits(actor, &target),
            end_presence: acts::END_PRESENCE.permits(actor, &target),
            merge: !is_merged && acts::MERGE.permits(actor, &target),
            unmerge: is_merged && acts::UNMERGE.permits(actor, &target),
        },
        organisation,
        same_as,
    })
}

fn named(read: &impl Read, of: &Ref, position: i64) -> Result<Named> {
    let found = store::find(read, Id::parse(&of.id)?, position)?;
    Ok(Named { number: found.number, name: found.name })
}

fn presence_view(read: &impl Read, fact: Fact, depth: Depth) -> Result<PresenceView> {
    let evidence = match fact.says.evidence {
        Some(id) => evidence::find(read, id)?.map(|found| evidence_view(found, depth)),
        None => None,
    };
    Ok(PresenceView {
        fact: fact.id,
        code: fact.says.code.unwrap_or_default(),
        from: fact.says.valid.from,
        to: fact.says.valid.to,
        level: fact.says.level.code().to_owned(),
        evidence,
        source: fact.says.source,
        stated_at: fact.seq_in,
    })
}

/// Everyone sees what kind of evidence there is and who issued it; what it says is for entitled readers, because a
/// document number may lead to more than the firm agreed to show.
fn evidence_view(found: Evidence, depth: Depth) -> EvidenceView {
    let (says, is_file) = match found.form {
        Form::File(file) => (file.digest, true),
        Form::Reference { reference } => (reference, false),
    };
    let says = if depth >= Depth::Entitled { says } else { String::new() };
    EvidenceView { says, is_file, issuer: found.issuer, issued: found.issued }
}

/// What happened to the record. One that came with a file begins with the entry of the whole file.
fn history(read: &impl Read, own: &Ref, registered: i64, position: i64) -> Result<Vec<HistoryView>> {
    let mut entries =
        journal::store::of_subject(read, &own.to_string(), position.saturating_add(1), HISTORY)?;
    if (entries.len() as i64) < HISTORY && entries.last().is_none_or(|entry| entry.seq != registered) {
        entries.extend(journal::store::page(read, registered - 1, 1)?);
    }
    Ok(entries
        .into_iter()
        .map(|entry| HistoryView {
            position: entry.seq,
            at: base::Instant::from_micros(entry.at).to_string(),
            action: entry.action,
        })
        .collect())
}

/// A page of organisations.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationList {
    /// In the order of their names.
    pub items: Vec<OrganisationLine>,
    /// How many the filter finds in all.
    pub total: i64,
    /// Where the next page begins; none = this was the last.
    pub next: Option<String>,
}

/// One line of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationLine {
    /// Its human number.
    pub number: String,
    /// Its names.
    #[schema(value_type = Object)]
    pub name: Tri,
    /// One of the kinds.
    pub kind: String,
    /// With hyphens.
    pub business_number: Option<String>,
    /// The highest presence that holds today; none = nothing is known.
    pub presence: Option<String>,
    /// How that is known: `E0` to `E4`.
    pub level: Option<String>,
    /// The position of its last change.
    pub version: i64,
}

/// A page of the list after a cursor.
/// # Errors
/// Refuses, by field, a code that does not exist and a search text longer than any name; a cursor that no page gave.
pub fn list(
    read: &impl Read,
    filter: &Filter,
    today: Day,
    after: Option<&str>,
    limit: i64,
) -> Result<OrganisationList> {
    check(filter)?;
    let (sort, id) = match after.filter(|cursor| !cursor.is_empty()) {
        None => Default::default(),
        Some(cursor) => cursor_parts(cursor).ok_or_else(|| Saying::invalid("register-cursor-broken"))?,
    };
    let mut found = store::list(read, filter, today, (&sort, &id), limit + 1)?;
    let more = found.page.len() as i64 > limit;
    found.page.truncate(usize::try_from(limit).unwrap_or(0));
    let next = found.page.last().filter(|_| more).map(|(id, sort)| format!("{sort}.{id}"));
    let items = found.page.iter().map(|(id, _)| line(read, *id, today)).collect::<Result<_>>()?;
    Ok(OrganisationList { items, total: found.total, next })
}

/// An unknown code would find nothing and look like an answer, so it is refused with the codes there are.
fn check(filter: &Filter) -> Result<()> {
    let mut wrong = Saying::invalid("register-filter-unknown");
    if filter.query.chars().count() > NAME_MAX {
        wrong = wrong.field("q", Saying::invalid("organisation-name-long").with("max", NAME_MAX));
    }
    if !filter.kind.is_empty() && !KINDS.contains(&filter.kind.as_str()) {
        let kinds = KINDS.join(", ");
        let unknown = Saying::invalid("organisation-kind-unknown").with("kind", &filter.kind);
        wrong = wrong.field("kind", unknown.with("kinds", kinds));
    }
    let codes = PRESENCE.fact.map_or(&[][..], |fact| fact.codes);
    if !filter.presence.is_empty() && !codes.contains(&filter.presence.as_str()) {
        wrong =
            wrong.field("presence", Saying::invalid("presence-code-unknown").with("code", &filter.presence));
    }
    match wrong.fields.is_empty() {
        true => Ok(()),
        false => Err(wrong.into()),
    }
}

/// `sort key . id`; the sort key has no dot.
fn cursor_parts(text: &str) -> Option<(String, String)> {
    let (sort, id) = text.split_once('.')?;
    Some((sort.to_owned(), Id::parse(id).ok()?.to_string()))
}

fn line(read: &impl Read, id: Id, today: Day) -> Result<OrganisationLine> {
    let found = store::find(read, id, LATEST)?;
    let best = acts::presence(read, id, LATEST)?
        .into_iter()
        .filter(|fact| fact.says.valid.holds(today))
        .max_by_key(|fact| (fact.says.code.clone(), fact.says.level));
    Ok(OrganisationLine {
        number: found.number,
        name: found.name,
        kind: found.kind,
        business_number: found.business_number,
        presence: best.as_ref().and_then(|fact| fact.says.code.clone()),
        level: best.map(|fact| fact.says.level.code().to_owned()),
        version: found.version,
    })
}
