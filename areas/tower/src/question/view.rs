//! What pages, files and the API show of questions: rows joined with the promises as they stand now.

use super::acts::{AMEND, ANSWER, ASK, ASSIGN, WITHDRAW};
use super::form::SentAnswer;
use super::{Answer, Pin, Question, State, draft, store};
use crate::who::{Party, Reader, party, party_of};
use base::{Day, Instant, PersonId, Result, Tri};
use db::Read;
use kernel::fact::store::LATEST;
use kernel::policy::{Actor, Depth, Target};
use kernel::{obligation, person::public_name};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// Characters of a question that stand as its name.
const NAME_MAX: usize = 60;

/// All questions that a reader sees.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct QuestionList {
    /// Open ones by their due time, then closed ones, newest first.
    pub items: Vec<QuestionLine>,
    /// This reader may write a question down.
    pub can_ask: bool,
}

/// A question in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct QuestionLine {
    /// `2026-CQN-0001`.
    pub number: String,
    /// The session of the council, as it is called.
    pub session: String,
    /// The question.
    pub text: String,
    /// When it was asked (RFC 3339, UTC).
    #[serde(serialize_with = "written")]
    #[schema(value_type = String)]
    pub asked: Instant,
    /// When the answer is due (RFC 3339, UTC).
    #[serde(serialize_with = "written")]
    #[schema(value_type = String)]
    pub due: Instant,
    /// Where it stands.
    pub state: State,
    /// Who prepares the answer.
    pub owner: Option<Party>,
    /// Seconds until it is due, below zero when late; none when no answer is owed.
    pub seconds_left: Option<i64>,
}

/// A question with its answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct QuestionView {
    /// What the list shows too.
    #[serde(flatten)]
    pub line: QuestionLine,
    /// Who asked, for people: the words, or the public name; none when it was removed.
    #[schema(value_type = Option<Object>)]
    pub asker: Option<Tri>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// Versions of the answer, the newest first.
    pub answers: Vec<AnswerView>,
    /// What all versions promised, and how it stands now.
    pub promises: Vec<PromiseView>,
    /// The answer as files; filled where they are made.
    pub files: Vec<FileView>,
    /// What was typed so far, for those who may answer.
    pub draft: Option<DraftView>,
    /// The position of the last change.
    pub version: i64,
    /// What this reader may do.
    pub can: QuestionCan,
}

/// One version of an answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct AnswerView {
    /// Counted from 1.
    pub version: i64,
    /// The text.
    pub text: String,
    /// Its numbers, as they stood on that day.
    pub pins: Vec<Pin>,
    /// Why it was amended; none for the first.
    pub why: Option<String>,
    /// When (RFC 3339, UTC).
    #[serde(serialize_with = "written")]
    #[schema(value_type = String)]
    pub answered: Instant,
}

/// A promise as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PromiseView {
    /// The number of the obligation.
    pub number: String,
    /// What.
    #[schema(value_type = Object)]
    pub what: Tri,
    /// By whom.
    pub owner: Option<Party>,
    /// The last day.
    #[schema(value_type = Option<String>)]
    pub due: Option<Day>,
    /// The code of its outcome.
    pub outcome: String,
    /// Its last day has passed and it is open; told only to those who read what is internal.
    pub overdue: Option<bool>,
}

/// A file of the answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct FileView {
    /// Its name in the pack.
    pub name: String,
    /// Its address on this site.
    pub href: String,
    /// How large; null for what is made when it is asked for.
    pub bytes: Option<i64>,
    /// Hex of SHA-256 of its bytes; null for what is made when it is asked for: the checksums are in it.
    pub sha256: Option<String>,
}

/// A draft of an answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct DraftView {
    /// What was typed.
    pub says: SentAnswer,
    /// Counted from 1; whoever saves over it names it.
    pub version: i64,
    /// When it was saved (RFC 3339, UTC).
    #[serde(serialize_with = "written")]
    #[schema(value_type = String)]
    pub saved: Instant,
    /// By whom.
    pub by: Party,
}

/// What a reader may do; from the rules that guard the acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct QuestionCan {
    /// Say who prepares the answer.
    pub assign: bool,
    /// Answer, and keep a draft.
    pub answer: bool,
    /// Write a second version.
    pub amend: bool,
    /// Take the question back.
    pub withdraw: bool,
}

/// Who asked, for a promise that leads back here; none when this reader does not see the question.
pub fn as_party(read: &impl Read, of: &base::Ref, reader: &Reader) -> Result<Option<Party>> {
    let found = store::find(read, &of.id, is_entitled(&reader.actor))?;
    Ok(found.map(|found| Party {
        kind: of.kind.clone(),
        id: Some(of.id.clone()),
        name: Some(Tri::korean(&super::short(&found.says.text, NAME_MAX))),
        number: Some(found.number),
        me: false,
    }))
}

/// True for readers who see open questions.
pub fn is_entitled(actor: &Actor) -> bool {
    actor.depth() >= Depth::Entitled
}

/// The questions that a reader sees.
pub fn list(read: &impl Read, reader: &Reader, now: Instant) -> Result<QuestionList> {
    let found = store::list(read, is_entitled(&reader.actor))?;
    let items = found.iter().map(|question| line(read, reader, question, now)).collect::<Result<_>>()?;
    Ok(QuestionList { items, can_ask: ASK.permits(&reader.actor, &Target::default()) })
}

/// One question in scope, or "not found".
pub fn show(read: &impl Read, reader: &Reader, number: &str, now: Instant) -> Result<QuestionView> {
    let question = store::get(read, number, is_entitled(&reader.actor))?;
    let (answers, sight) = (store::answers(read, question.id)?, reader.sight());
    let mut promises = Vec::new();
    for id in answers.iter().rev().flat_map(|answer| &answer.promises) {
        if let Some(found) = obligation::store::find(read, *id, LATEST, &sight)? {
            promises.push(promise(read, &found, reader)?);
        }
    }
    let asker = match question.says.asker.strip_prefix("person:") {
        Some(id) => public_name(read, &reader.vault, PersonId::parse(id)?)?,
        None => Some(Tri::korean(&question.says.asker)),
    };
    let may = |action: &kernel::policy::Action| action.permits(&reader.actor, &Target::default());
    let open = question.state.is_open();
    let can = QuestionCan {
        assign: open && may(&ASSIGN),
        answer: open && may(&ANSWER),
        amend: question.state == State::Answered && may(&AMEND),
        withdraw: open && may(&WITHDRAW),
    };
    let kept = if can.answer { draft::find(read, question.id)? } else { None };
    Ok(QuestionView {
        line: line(read, reader, &question, now)?,
        asker,
        reason: question.reason.clone(),
        answers: answers.into_iter().map(answered).collect(),
        promises,
        files: Vec::new(),
        draft: kept.map(|kept| drafted(read, reader, kept)).transpose()?,
        version: question.seq,
        can,
    })
}

fn line(read: &impl Read, reader: &Reader, question: &Question, now: Instant) -> Result<QuestionLine> {
    Ok(QuestionLine {
        number: question.number.clone(),
        session: question.says.session.clone(),
        text: question.says.text.clone(),
        asked: question.says.asked,
        due: question.says.due,
        state: question.state,
        owner: party_of(read, &question.owner, reader)?,
        seconds_left: question.seconds_left(now),
    })
}

fn answered(answer: Answer) -> AnswerView {
    let Answer { version, text, pins, why, answered, promises: _ } = answer;
    AnswerView { version, text, pins, why, answered }
}

fn drafted(read: &impl Read, reader: &Reader, kept: draft::Draft) -> Result<DraftView> {
    let by = party(read, &base::Ref::person(kept.person), reader)?;
    Ok(DraftView { says: kept.says, version: kept.version, saved: kept.saved, by })
}

fn promise(read: &impl Read, found: &obligation::Obligation, reader: &Reader) -> Result<PromiseView> {
    Ok(PromiseView {
        number: found.number.clone(),
        what: found.content.what.clone(),
        owner: party_of(read, &found.content.owner, reader)?,
        due: found.due_by(),
        outcome: found.outcome.code().to_owned(),
        overdue: reader.reads_internal().then(|| found.is_overdue(reader.today)),
    })
}

fn written<S: Serializer>(instant: &Instant, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.collect_str(instant)
}
