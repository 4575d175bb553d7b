//! What pages and files show of a question: rows joined with the promises as they stand now.

use super::{Answer, Question, store};
use base::{Instant, PersonId, Ref, Result, Tri};
use db::Read;
use kernel::fact::store::LATEST;
use kernel::policy::{Actor, Depth};
use kernel::scope::Sight;
use kernel::vault::Vault;
use kernel::{obligation, organisation, person::public_name};

/// A question with its answers.
#[derive(Clone, Debug)]
pub struct QuestionView {
    /// The record.
    pub question: Question,
    /// Who asked, for people: the words, or the public name, or nothing when it was removed.
    pub asker: Option<Tri>,
    /// Versions, the newest first.
    pub answers: Vec<Answer>,
    /// What all versions promised, and how it stands now.
    pub promises: Vec<PromiseView>,
    /// When this was read.
    pub now: Instant,
}

/// A promise as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromiseView {
    /// Its number.
    pub number: String,
    /// What.
    pub what: Tri,
    /// By whom: an organisation's name; nothing for a person or an office, whose name is not public by itself.
    pub owner: Option<Tri>,
    /// The last day.
    pub due: Option<base::Day>,
    /// The code of its outcome.
    pub outcome: &'static str,
    /// Its last day has passed and it is open.
    pub overdue: bool,
}

/// True for readers who see open questions.
pub fn is_entitled(actor: &Actor) -> bool {
    actor.depth() >= Depth::Entitled
}

/// One question in scope, or "not found".
pub fn show(
    read: &impl Read,
    vault: &Vault,
    actor: &Actor,
    number: &str,
    now: Instant,
    zone: &str,
) -> Result<QuestionView> {
    let question = store::get(read, number, is_entitled(actor))?;
    let (answers, sight) = (store::answers(read, question.id)?, Sight::of(actor, now.day_in(zone)));
    let mut promises = Vec::new();
    for id in answers.iter().rev().flat_map(|answer| &answer.promises) {
        if let Some(found) = obligation::store::find(read, *id, LATEST, &sight)? {
            promises.push(promise(read, &found, sight.day)?);
        }
    }
    let asker = match question.says.asker.strip_prefix("person:") {
        Some(id) => public_name(read, vault, PersonId::parse(id)?)?,
        None => Some(Tri::korean(&question.says.asker)),
    };
    Ok(QuestionView { question, asker, answers, promises, now })
}

fn promise(read: &impl Read, found: &obligation::Obligation, today: base::Day) -> Result<PromiseView> {
    Ok(PromiseView {
        number: found.number.clone(),
        what: found.content.what.clone(),
        owner: found.content.owner.as_ref().map(|owner| owner_name(read, owner)).transpose()?.flatten(),
        due: found.due_by(),
        outcome: found.outcome.code(),
        overdue: found.is_overdue(today),
    })
}

fn owner_name(read: &impl Read, owner: &Ref) -> Result<Option<Tri>> {
    match owner.kind == organisation::KIND.name {
        true => Ok(Some(crate::body::store::named(read, owner)?.name)),
        false => Ok(None),
    }
}
