//! One claim with everything beside it: arithmetic, explanation, partners, answers, earlier copies.

use super::calculation::{self, ClaimShare};
use super::list::{ClaimLine, line};
use super::{ClaimExplained, Judged, explained, judge_alike};
use crate::body::{Named, store::named as organisation};
use crate::claim::acts::{self, CORRECT, NAME, publish, reply};
use crate::claim::finding::Finding;
use crate::claim::names::speaker;
use crate::claim::said::Said;
use crate::claim::{Recorded, said, store};
use crate::measure::store as measure;
use base::words::Words;
use base::{Day, Ref, Result, Saying, Tri};
use claims::{Judgement, Part, Verdict};
use db::Read;
use kernel::policy::{Actor, Target};
use kernel::vault::Vault;
use serde::Serialize;
use utoipa::ToSchema;

/// Kept counts that are looked through.
const COUNTS: i64 = 100;

/// A claim as its page shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ClaimView {
    /// What the list shows too.
    #[serde(flatten)]
    pub line: ClaimLine,
    /// How many, when the number is a share or a count of something.
    pub numerator: Option<String>,
    /// Of how many.
    pub denominator: Option<String>,
    /// What the number is made of.
    pub parts: Vec<ClaimFigure>,
    /// What the same release also said.
    pub basis: Vec<ClaimFigure>,
    /// A short key, or an address.
    pub source: String,
    /// The organisation it is by; none while nobody said it.
    pub named: Option<Named>,
    /// The arithmetic in signs.
    pub arithmetic: Vec<String>,
    /// The shares that an unknown part leaves open.
    pub shares: Vec<ClaimShare>,
    /// Every sentence of the verdict.
    pub explanation: Vec<ClaimExplained>,
    /// Claims about the same thing: those it disagrees with, those of its timeline.
    pub partners: Vec<ClaimPartner>,
    /// What counting a list gave, when this reader sees it.
    pub finding: Option<FindingView>,
    /// Kept counts of the claim's unit that it can be compared with, newest first; for the office.
    pub countable: Vec<Countable>,
    /// Answers and requests, oldest first.
    pub said: Vec<SaidView>,
    /// Earlier copies of ours, oldest first.
    pub copies: Vec<ClaimCopy>,
    /// The position that wrote what stands.
    pub version: i64,
    /// What this reader may do.
    pub can: ClaimCan,
}

/// A kept count that a claim can be compared with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Countable {
    /// Its number.
    pub number: String,
    /// What was counted.
    #[schema(value_type = Object)]
    pub title: Tri,
    /// As of which day.
    #[schema(value_type = String)]
    pub as_of: Day,
}

/// A figure with its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ClaimFigure {
    /// As published.
    pub name: String,
    /// As published, with separators.
    pub value: String,
}

/// Another claim about the same thing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ClaimPartner {
    /// `conflict` or `run`.
    pub how: String,
    /// True for the claim of this page.
    pub is_this: bool,
    /// What its own line shows.
    pub code: String,
    #[schema(value_type = Object)]
    pub label: Tri,
    pub relation: String,
    pub value: String,
    pub unit: String,
    pub outlet: String,
    pub published: String,
    pub as_of: String,
}

/// What counting gave, and who has seen it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct FindingView {
    /// What was counted and how.
    pub definition: String,
    /// At least.
    pub low: String,
    /// At most; none = no bound.
    pub high: Option<String>,
    /// The kept count with the rows.
    pub snapshot: Option<KeptCount>,
    /// Seen by everyone.
    pub is_published: bool,
    /// The organisation it was shown to.
    pub shown_to: Option<Named>,
    /// The last day for its answer.
    #[schema(value_type = Option<String>)]
    pub answer_by: Option<Day>,
    /// Why it was published without being shown.
    pub published_why: Option<String>,
}

/// Where the rows of a finding are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct KeptCount {
    /// The measure.
    pub measure: String,
    /// The number of the kept count.
    pub number: String,
}

/// What was said for an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct SaidView {
    /// Its number.
    pub number: String,
    /// True for a request to correct.
    pub is_request: bool,
    /// For whom.
    pub organisation: Named,
    /// What.
    pub says: String,
    /// The language of the text.
    pub lang: String,
    /// The paper it came on, when the office wrote it down.
    pub document: Option<String>,
    /// Where more can be read.
    pub link: Option<String>,
    /// On which day.
    #[schema(value_type = String)]
    pub said: Day,
    /// The last day of the answer.
    #[schema(value_type = Option<String>)]
    pub due: Option<Day>,
    /// `corrected` or `declined`.
    pub outcome: Option<String>,
    /// The answer of the office.
    pub answer: Option<String>,
    /// Its day.
    #[schema(value_type = Option<String>)]
    pub answered: Option<Day>,
}

/// A copy of ours that was wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ClaimCopy {
    /// What it said, by column: only what differs from what stands.
    pub said: Vec<ClaimFigure>,
    /// Why it was mended.
    pub why: String,
    /// The position that ended it.
    pub until: i64,
}

/// What a reader may do; from the rules that guard the acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct ClaimCan {
    /// Answer for the organisation named.
    pub reply: bool,
    /// Ask to correct.
    pub request: bool,
    /// Answer such a request.
    pub answer: bool,
    /// Mend our copy.
    pub correct: bool,
    /// Say whose it is.
    pub name: bool,
    /// Compare it with a kept count.
    pub compare: bool,
    /// Show the finding to the organisation named.
    pub show: bool,
    /// Publish it.
    pub publish: bool,
}

/// Reads one claim for a reader, or "not found".
pub fn read(read: &impl Read, vault: &Vault, actor: &Actor, code: &str, words: &Words) -> Result<ClaimView> {
    let judged = judge_alike(read, &store::get(read, code)?.claim, actor)?;
    let found = judged.claims.iter().find(|(record, _)| record.claim.id == code);
    let (record, judgement) = found.ok_or_else(|| Saying::not_found("base-not-found"))?;
    let claim = &record.claim;
    let by = acts::named(read, record.id)?;
    let finding = judged.findings.get(&record.id);
    let target = Target { organisation: by, ..Target::default() };
    let inside = finding.filter(|finding| finding.published_seq.is_none());
    let compare = publish::FIND.permits(actor, &target);
    Ok(ClaimView {
        countable: if compare { countable(read, &claim.unit)? } else { Vec::new() },
        line: line(record, judgement, judged.run_of(judgement), speaker(read, vault, &claim.speaker)?, words),
        numerator: claim.numerator.as_ref().map(claims::number::Printed::text),
        denominator: claim.denominator.as_ref().map(claims::number::Printed::text),
        parts: figures(&claim.parts),
        basis: figures(&claim.basis),
        source: claim.source.clone(),
        named: by.map(|id| organisation(read, &organisation_ref(id))).transpose()?,
        arithmetic: calculation::lines(claim, judgement),
        shares: calculation::shares(judgement),
        explanation: judgement.explanation.iter().map(|saying| explained(saying, words)).collect(),
        partners: partners(&judged, record, judgement),
        finding: finding.map(|finding| finding_view(read, finding)).transpose()?,
        said: said::of(read, record.id)?
            .into_iter()
            .map(|said| said_view(read, said))
            .collect::<Result<_>>()?,
        copies: copies(read, record)?,
        version: record.seq_in,
        can: ClaimCan {
            reply: by.is_some() && reply::REPLY.permits(actor, &target),
            request: by.is_some() && reply::REQUEST.permits(actor, &target),
            answer: reply::ANSWER.permits(actor, &target),
            correct: CORRECT.permits(actor, &target),
            name: NAME.permits(actor, &target),
            compare,
            show: by.is_some()
                && inside.is_some_and(|finding| finding.shown_seq.is_none())
                && publish::SHOW.permits(actor, &target),
            publish: inside.is_some() && publish::PUBLISH.permits(actor, &target),
        },
    })
}

/// Kept counts whose unit is the claim's.
fn countable(read: &impl Read, unit: &str) -> Result<Vec<Countable>> {
    let mut found = Vec::new();
    for kept in measure::recent(read, COUNTS)? {
        let Some(held) = measure::find(read, &kept.measure, kept.version)? else { continue };
        if held.definition.unit == unit {
            let title = held.definition.title.clone();
            found.push(Countable { number: kept.number, title, as_of: kept.as_of });
        }
    }
    Ok(found)
}

fn organisation_ref(id: base::Id) -> Ref {
    Ref::new(kernel::organisation::KIND.name, id)
}

fn figures(parts: &[Part]) -> Vec<ClaimFigure> {
    parts.iter().map(|part| ClaimFigure { name: part.name.clone(), value: part.value.text() }).collect()
}

/// The claims that this one disagrees with, and its timeline with itself in it.
fn partners(judged: &Judged, record: &Recorded, judgement: &Judgement) -> Vec<ClaimPartner> {
    let others = judgement.explanation.iter().filter(|saying| saying.key.starts_with("claims-conflict-"));
    let others = others.filter_map(|saying| saying.facts.iter().find(|(name, _)| *name == "other"));
    let conflict = others.map(|(_, code)| ("conflict", code.as_str()));
    let own = judgement.has(Verdict::Conflict).then_some(("conflict", record.claim.id.as_str()));
    let run = judged.timeline(record, judgement).into_iter().map(|other| ("run", other.claim.id.as_str()));
    let all = own.into_iter().chain(conflict).chain(run);
    all.filter_map(|(how, code)| {
        let (found, _) = judged.claims.iter().find(|(other, _)| other.claim.id == code)?;
        Some(ClaimPartner {
            how: how.to_owned(),
            is_this: found.id == record.id,
            code: code.to_owned(),
            label: found.label(),
            relation: found.claim.relation.code().to_owned(),
            value: found.claim.value.text(),
            unit: found.claim.unit.clone(),
            outlet: found.claim.outlet.clone(),
            published: found.claim.published.printed.clone(),
            as_of: found.claim.as_of.printed.clone(),
        })
    })
    .collect()
}

fn finding_view(read: &impl Read, finding: &Finding) -> Result<FindingView> {
    let shown_to = finding.shown_to.map(|id| organisation(read, &organisation_ref(id))).transpose()?;
    let kept = measure::snapshot_by_id(read, &Ref::parse(&finding.counted.snapshot)?.id)?;
    Ok(FindingView {
        definition: finding.counted.definition.clone(),
        low: finding.counted.low.text(),
        high: finding.counted.high.as_ref().map(claims::number::Printed::text),
        snapshot: kept.map(|kept| KeptCount { measure: kept.measure, number: kept.number }),
        is_published: finding.published_seq.is_some(),
        shown_to,
        answer_by: finding.answer_by,
        published_why: finding.published_why.clone(),
    })
}

fn said_view(read: &impl Read, said: Said) -> Result<SaidView> {
    Ok(SaidView {
        organisation: organisation(read, &organisation_ref(said.organisation))?,
        number: said.number,
        is_request: said.is_request,
        says: said.says.says,
        lang: said.says.lang,
        document: said.says.document,
        link: said.says.link,
        said: said.said,
        due: said.due,
        outcome: said.outcome,
        answer: said.answer,
        answered: said.answered,
    })
}

/// Copies of ours that no longer stand; a speaker is not told, it may be a person.
fn copies(read: &impl Read, now: &Recorded) -> Result<Vec<ClaimCopy>> {
    let versions = store::versions(read, now.id)?;
    let mut copies = Vec::new();
    for (old, new) in versions.iter().zip(versions.iter().skip(1)) {
        let pairs = old.claim.cells().into_iter().zip(now.claim.cells());
        let said = pairs
            .filter(|((column, was), (_, is))| *column != "speaker" && was != is)
            .map(|((column, was), _)| ClaimFigure { name: column.to_owned(), value: was })
            .collect();
        copies.push(ClaimCopy { said, why: new.why.clone().unwrap_or_default(), until: new.seq_in });
    }
    Ok(copies)
}
