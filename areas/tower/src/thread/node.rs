//! One record of a thread as its reader sees it: what it is called, its number, its page; none outside their scope.
//!
//! Where a record leads is `relations`. Kinds that are not named here are for auditors: closed unless opened.

use super::{ThreadNode, store};
use crate::claim::{self, store as claims};
use crate::who::{reads_internal, there};
use crate::{body, budget, event, measure, meeting, people, plan, question, report};
use base::{Id, Ref, Result, Saying, Tri};
use db::Read;
use kernel::fact::store::LATEST;
use kernel::fact::{self, Fact};
use kernel::policy::{Actor, Depth, Kind, Visibility};
use kernel::scope::Sight;
use kernel::{agreement, obligation, organisation};

/// What facts are called among records.
pub const FACT: &str = "fact";
/// Characters of a question that stand as its title.
const TITLE_MAX: usize = 60;
/// Kinds of facts that are shown to those who may see them; all others are for auditors.
const FACT_KINDS: [&Kind; 14] = [
    &organisation::PRESENCE,
    &organisation::IDENTITY,
    &measure::facts::FIRM,
    &measure::facts::SIGNING,
    &measure::facts::HEADCOUNT,
    &measure::facts::COMPLETION,
    &measure::facts::EMPLOYMENT,
    &body::MEMBER,
    &people::ROLE,
    &claim::NAMED,
    &obligation::STATE,
    &obligation::STATE_INTERNAL,
    &agreement::STATE,
    &agreement::STATE_INTERNAL,
];

/// What people call some kinds in an address.
const SHORT_KINDS: [(&str, &Kind); 5] = [
    ("question", &question::KIND),
    ("task", &plan::ELEMENT),
    ("strategy", &plan::ELEMENT),
    ("budget", &budget::KIND),
    ("report", &report::KIND),
];

/// What a node is made of: title, human number, page below the city.
type Told = (Tri, Option<String>, Option<String>);

/// A record in the reader's scope.
pub fn node(read: &impl Read, of: &Ref, actor: &Actor, sight: &Sight) -> Result<Option<ThreadNode>> {
    let told = match Id::parse(&of.id) {
        Ok(id) => told(read, of, id, actor, sight)?,
        Err(_) if of.kind == measure::KIND.name => of_measure(read, &of.id, actor)?,
        Err(_) => None,
    };
    Ok(told.map(|(title, number, page)| ThreadNode {
        name: of.to_string(),
        kind: of.kind.clone(),
        title,
        number,
        page,
    }))
}

fn told(read: &impl Read, of: &Ref, id: Id, actor: &Actor, sight: &Sight) -> Result<Option<Told>> {
    let kind = of.kind.as_str();
    let paged = |title: Tri, number: String, page: String| Some((title, Some(number), Some(page)));
    if kind == organisation::KIND.name {
        let found = there(organisation::store::find(read, id, LATEST))?;
        return Ok(found.and_then(|found| {
            let page = format!("/organisations/{}", found.number);
            paged(found.name, found.number, page)
        }));
    }
    if kind == body::KIND.name {
        let found = there(body::store::find(read, id))?;
        return Ok(found.map(|found| (found.name, None, Some(format!("/bodies/{}", found.code)))));
    }
    if kind == agreement::KIND.name {
        let found = agreement::store::find(read, id, LATEST, sight)?;
        return Ok(found.and_then(|found| {
            let page = format!("/agreements/{}", found.number);
            paged(found.content.title, found.number, page)
        }));
    }
    if kind == obligation::KIND.name {
        let found = obligation::store::find(read, id, LATEST, sight)?;
        return Ok(found.and_then(|found| {
            let page = format!("/obligations/{}", found.number);
            paged(found.content.what, found.number, page)
        }));
    }
    if kind == event::KIND.name {
        let found = event::store::find(read, &of.id)?;
        return Ok(found.map(|found| (found.title, None, Some(format!("/events/{}", found.code)))));
    }
    if kind == meeting::KIND.name {
        let found = meeting::store::find(read, id)?.filter(|found| found.open || reads_internal(actor));
        return Ok(found.and_then(|found| {
            let page = format!("/meetings/{}", found.number);
            paged(found.title, found.number, page)
        }));
    }
    if kind == FACT {
        return of_fact(read, id, actor, sight);
    }
    match of_plan(read, kind, id)? {
        Some(told) => Ok(Some(told)),
        None => of_numbers(read, of, id, actor),
    }
}

/// The plan, what it consists of, what was said to be spent, reports: all of it is public.
fn of_plan(read: &impl Read, kind: &str, id: Id) -> Result<Option<Told>> {
    let paged = |(code, title): (String, Tri), page: String| (title, Some(code), Some(page));
    if kind == plan::KIND.name {
        return Ok(store::plan(read, id)?.map(|found| paged(found, "/plan".into())));
    }
    if kind == plan::ELEMENT.name {
        return Ok(store::element(read, id)?.map(|found| {
            let page = match found.is_task() {
                true => format!("/plan/tasks/{}", found.code),
                false => format!("/plan#{}", found.code),
            };
            paged((found.code, found.title), page)
        }));
    }
    if kind == plan::TARGET.name {
        return Ok(store::target(read, id)?.map(|(_, code, title)| {
            let page = format!("/plan#{code}");
            paged((code, title), page)
        }));
    }
    if kind == budget::KIND.name {
        return Ok(store::budget_line(read, id)?.map(|(code, title)| {
            let page = format!("/budget#{code}");
            paged((code, title), page)
        }));
    }
    if kind == report::KIND.name {
        let number = store::report(read, id)?;
        return Ok(number.map(|number| {
            let page = format!("/reports/{number}");
            (Tri::default(), Some(number), Some(page))
        }));
    }
    Ok(None)
}

/// Published numbers and what was said and found of them, kept counts, questions; any other kind for auditors alone.
fn of_numbers(read: &impl Read, of: &Ref, id: Id, actor: &Actor) -> Result<Option<Told>> {
    let (entitled, kind) = (actor.depth() >= Depth::Entitled, of.kind.as_str());
    if kind == claim::KIND.name {
        let found = store::claim(read, id)?;
        return Ok(found.map(|(code, title)| {
            let page = format!("/claims/{code}");
            (title, Some(code), Some(page))
        }));
    }
    if kind == claim::REPLY.name {
        return Ok(store::reply(read, id)?.map(|number| (Tri::default(), Some(number), None)));
    }
    if kind == claim::FINDING.name {
        let found = store::finding(read, id)?.filter(|(_, published)| *published || reads_internal(actor));
        return Ok(found.map(|(code, _)| (Tri::default(), None, Some(format!("/claims/{code}")))));
    }
    if kind == question::KIND.name {
        let found = question::store::find(read, &of.id, entitled)?;
        return Ok(found.map(|found| {
            let title = Tri::korean(&question::short(&found.says.text, TITLE_MAX));
            (title, Some(found.number.clone()), Some(format!("/questions/{}", found.number)))
        }));
    }
    if kind == measure::SNAPSHOT.name {
        let Some((number, measure)) = store::snapshot(read, id, entitled)? else { return Ok(None) };
        let held = measure::store::newest(read, &measure, measure::store::Seeing::Internal)?;
        let page = format!("/measures/{measure}?snapshot={number}");
        return Ok(Some((held.definition.title.clone(), Some(number), Some(page))));
    }
    Ok((actor.depth() == Depth::Audit).then(|| (Tri::default(), None, None)))
}

/// A measure is named by its key.
fn of_measure(read: &impl Read, key: &str, actor: &Actor) -> Result<Option<Told>> {
    let see = measure::view::seeing(actor.depth());
    let found = measure::store::versions(read, key, see)?.into_iter().next();
    Ok(found
        .map(|held| (held.definition.title.clone(), Some(key.to_owned()), Some(format!("/measures/{key}")))))
}

/// A fact is told by its kind and by whom it is about, to those who see both. Its page is the page of its subject.
fn of_fact(read: &impl Read, id: Id, actor: &Actor, sight: &Sight) -> Result<Option<Told>> {
    let Some(found) = fact::store::find(read, id)? else { return Ok(None) };
    if !is_seen(&found, actor) {
        return Ok(None);
    }
    let number = Some(found.says.kind.clone());
    if found.says.subject.kind == "person" {
        return Ok(Some((Tri::default(), number, None)));
    }
    let subject = Id::parse(&found.says.subject.id)
        .map_or(Ok(None), |id| told(read, &found.says.subject, id, actor, sight))?;
    Ok(subject.map(|(title, _, page)| (title, number, page)))
}

/// Whether the kind of a fact is for this reader; that its subject is, is asked apart.
fn is_seen(of: &Fact, actor: &Actor) -> bool {
    if actor.depth() == Depth::Audit {
        return true;
    }
    let Some(kind) = FACT_KINDS.iter().find(|kind| kind.name == of.says.kind) else { return false };
    // How a promise stands is for whoever sees the promise.
    let with_its_subject = ["obligation", "agreement"].contains(&of.says.subject.kind.as_str());
    match kind.visibility {
        Visibility::Public => true,
        Visibility::Organisation if with_its_subject => true,
        Visibility::Organisation | Visibility::Office => actor.depth() >= Depth::Entitled,
        Visibility::Own => false,
    }
}

/// The record that an address means: `kind:id`, or the kind and the number or key by which people know the record, as
/// in `claim:c030` or `meeting:2026-MTG-0001`. Kinds with long names answer to the words of their pages too. A number or
/// key alone means the record that carries it; where several kinds have one of the same key, the first that is known.
pub fn meant(read: &impl Read, text: &str) -> Result<Ref> {
    if !text.contains(':') {
        return numbered(read, text);
    }
    let mut of = Ref::parse(text).map_err(|_| Saying::not_found("base-not-found"))?;
    if let Some((_, kind)) = SHORT_KINDS.iter().find(|(short, _)| *short == of.kind) {
        of.kind = kind.name.to_owned();
    }
    if Id::parse(&of.id).is_ok() || of.kind == measure::KIND.name {
        return Ok(of);
    }
    if of.kind == claim::KIND.name {
        return Ok(claim::acts::as_ref(&claims::get(read, &of.id)?));
    }
    let id = store::by_number(read, &of.kind, &of.id)?;
    id.map(|id| Ref::new(&of.kind, id)).ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// A number or a key without its kind.
fn numbered(read: &impl Read, text: &str) -> Result<Ref> {
    if let Some(found) = claims::by_code(read, text)? {
        return Ok(claim::acts::as_ref(&found));
    }
    if let Some(found) = store::by_any_number(read, text)? {
        return Ok(found);
    }
    // Whether a measure is there for this reader is asked when it is shown.
    Ok(Ref::new(measure::KIND.name, text))
}
