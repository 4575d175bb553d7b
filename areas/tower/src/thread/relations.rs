//! Where a record leads by what stands in it: the plan of a target, the measure of a kept count, whom a fact is about, who
//! gave an obligation.
//!
//! Links that acts wrote apart are the kernel's; both were written by an act and carry its position.

use super::{ThreadNode, ThreadStep, Way, node, store};
use crate::claim::view::list::{group, is_about};
use crate::claim::{self, store as claims};
use crate::measure::store::Seeing;
use crate::measure::{self, Held};
use crate::serves::Serves;
use crate::{body, event, meeting, plan};
use base::{Id, Ref, Result};
use db::Read;
use kernel::fact::store::LATEST;
use kernel::obligation::board::Filter;
use kernel::policy::Actor;
use kernel::scope::Sight;
use kernel::{agreement, fact, obligation, organisation};

/// Kept counts of one measure that are walked to.
const SNAPSHOTS_MAX: i64 = 50;
/// Obligations that one giver is walked to.
const GIVEN_MAX: i64 = 100;
/// Who gives obligations besides people, who are no records of a thread.
const GIVERS: [&str; 4] = [organisation::KIND.name, body::KIND.name, event::KIND.name, meeting::KIND.name];

/// One step to another record.
pub struct Relation {
    /// The record it leads to.
    pub to: Ref,
    /// How.
    pub verb: String,
    /// The position of the act that wrote it.
    pub seq: i64,
}

impl Relation {
    fn new(to: Ref, verb: &str, seq: i64) -> Relation {
        Relation { to, verb: verb.to_owned(), seq }
    }

    /// The step that it is, to a record that the reader sees.
    pub fn step(&self, distance: usize, via: &Ref, record: ThreadNode) -> ThreadStep {
        ThreadStep { distance, verb: self.verb.clone(), via: via.to_string(), record, position: self.seq }
    }
}

/// What a record names.
pub fn of(read: &impl Read, of: &Ref, way: Way, actor: &Actor, sight: &Sight) -> Result<Vec<Relation>> {
    let see = measure::view::seeing(actor.depth());
    if of.kind == measure::KIND.name {
        return of_measure(read, &of.id, way, see);
    }
    let Ok(id) = Id::parse(&of.id) else { return Ok(Vec::new()) };
    match of.kind.as_str() {
        kind if kind == plan::KIND.name => of_plan(read, id, way),
        kind if kind == plan::ELEMENT.name => of_element(read, id, way),
        kind if kind == plan::TARGET.name => of_target(read, id, way, see),
        kind if kind == measure::SNAPSHOT.name => of_snapshot(read, id, way),
        kind if kind == node::FACT => of_fact(read, id, way, see),
        kind if kind == obligation::KIND.name => of_obligation(read, id, way, sight),
        kind if GIVERS.contains(&kind) && way == Way::Effects => given_by(read, of, sight),
        _ => Ok(Vec::new()),
    }
}

/// What serves a task, or the tasks that a record or a measure serves.
pub fn beside(read: &impl Read, of: &Ref) -> Result<Vec<Relation>> {
    if of.kind == measure::KIND.name {
        return served_by(read, &Serves::Measure(of.id.clone()));
    }
    let Ok(id) = Id::parse(&of.id) else { return Ok(Vec::new()) };
    if of.kind == claim::KIND.name {
        return beside_claim(read, of, id);
    }
    let task = match of.kind == plan::ELEMENT.name {
        true => store::element(read, id)?.filter(store::ElementRow::is_task),
        false => None,
    };
    let Some(task) = task else { return served_by(read, &Serves::Record(of.clone())) };
    let mut found = Vec::new();
    for (serves, seq) in store::serving_task(read, &task.code)? {
        match serves {
            Serves::Record(of) => found.push(Relation::new(of, "served_by", seq)),
            Serves::Measure(key) => {
                found.push(Relation::new(Ref::new(measure::KIND.name, key), "served_by", seq));
            }
            Serves::Claims(subject) => found.extend(claims_about(read, &subject, seq)?),
            Serves::Promises(_) | Serves::Page(_) => {}
        }
    }
    Ok(found)
}

/// Published numbers about a subject that a task names: by the subject or by its first word, the newest first.
fn claims_about(read: &impl Read, subject: &str, seq: i64) -> Result<Vec<Relation>> {
    let all = claims::list(read)?.into_iter().filter(|found| is_about(&found.claim.subject, subject));
    let mut all: Vec<claim::Recorded> = all.collect();
    let key = |found: &claim::Recorded| (found.claim.published.printed.clone(), found.claim.id.clone());
    all.sort_by_key(|found| std::cmp::Reverse(key(found)));
    Ok(all.iter().map(|found| Relation::new(claim::acts::as_ref(found), "served_by", seq)).collect())
}

/// The tasks that a published number stands beside: those that name it, its subject or the first word of that.
fn beside_claim(read: &impl Read, of: &Ref, id: Id) -> Result<Vec<Relation>> {
    let mut found = served_by(read, &Serves::Record(of.clone()))?;
    let Some(said) = claims::versions(read, id)?.into_iter().find(|version| version.seq_out.is_none()) else {
        return Ok(found);
    };
    let subject = said.claim.subject;
    let mut named = vec![group(&subject).to_owned()];
    if named[0] != subject {
        named.push(subject);
    }
    for subject in named {
        for relation in served_by(read, &Serves::Claims(subject))? {
            if !found.iter().any(|known| known.to == relation.to) {
                found.push(relation);
            }
        }
    }
    Ok(found)
}

/// An obligation was given by somebody, or is owed to them; an agreement may bind it.
fn of_obligation(read: &impl Read, id: Id, way: Way, sight: &Sight) -> Result<Vec<Relation>> {
    if way == Way::Effects {
        return Ok(Vec::new());
    }
    let Some(found) = obligation::store::find(read, id, LATEST, sight)? else { return Ok(Vec::new()) };
    let (content, seq) = (found.content, found.seq_in);
    let verb = given_verb(&content.kind);
    let from = content.from.map(|from| Relation::new(from, verb, seq));
    let agreement = content.agreement.map(|id| Ref::new(agreement::KIND.name, id));
    Ok(from.into_iter().chain(agreement.map(|of| Relation::new(of, "binds", seq))).collect())
}

/// What somebody gave, or is owed, in this reader's scope.
fn given_by(read: &impl Read, of: &Ref, sight: &Sight) -> Result<Vec<Relation>> {
    let filter = Filter { from: Some(of.clone()), ..Filter::default() };
    let page = obligation::board::page(read, &filter, None, LATEST, sight, GIVEN_MAX)?;
    let relation =
        |row: &obligation::Obligation| Relation::new(row.name(), given_verb(&row.content.kind), row.seq_in);
    Ok(page.rows.iter().map(relation).collect())
}

/// A proposal is made, what was promised is owed, everything else is given.
fn given_verb(kind: &str) -> &'static str {
    match kind {
        "proposal" => "proposed",
        "pledge" | "guarantee" | "lease" | "data" | "payment" | "delivery" => "is_owed",
        _ => "gave",
    }
}

/// A plan sets out values, strategies and targets.
fn of_plan(read: &impl Read, id: Id, way: Way) -> Result<Vec<Relation>> {
    if way == Way::Causes {
        return Ok(Vec::new());
    }
    let mut found = parts(store::elements_of_plan(read, id)?, plan::ELEMENT.name);
    found.extend(parts(store::targets_of_plan(read, id)?, plan::TARGET.name));
    Ok(found)
}

fn parts(rows: Vec<(Id, i64)>, kind: &str) -> Vec<Relation> {
    rows.into_iter().map(|(id, seq)| Relation::new(Ref::new(kind, id), "sets_out", seq)).collect()
}

/// A task is of a strategy, everything else of the plan; a strategy sets out tasks.
fn of_element(read: &impl Read, id: Id, way: Way) -> Result<Vec<Relation>> {
    let Some(own) = store::element(read, id)? else { return Ok(Vec::new()) };
    if way == Way::Causes {
        let above = match &own.strategy {
            Some(code) if own.is_task() => store::strategy(read, own.plan, code)?,
            Some(_) | None => None,
        };
        let to = match above {
            Some(strategy) => Ref::new(plan::ELEMENT.name, strategy),
            None => Ref::new(plan::KIND.name, own.plan),
        };
        return Ok(vec![Relation::new(to, "sets_out", own.seq)]);
    }
    match own.is_task() {
        true => Ok(Vec::new()),
        false => Ok(parts(store::tasks_of(read, own.plan, &own.code)?, plan::ELEMENT.name)),
    }
}

/// Tasks that something serves.
fn served_by(read: &impl Read, what: &Serves) -> Result<Vec<Relation>> {
    let tasks = store::tasks_served(read, what)?;
    Ok(tasks
        .into_iter()
        .map(|(task, seq)| Relation::new(Ref::new(plan::ELEMENT.name, task), "served_by", seq))
        .collect())
}

/// A target is of a plan, and measures count towards it.
fn of_target(read: &impl Read, id: Id, way: Way, see: Seeing) -> Result<Vec<Relation>> {
    let Some((plan, code, _)) = store::target(read, id)? else { return Ok(Vec::new()) };
    if way == Way::Causes {
        let seq = store::seq_of_target(read, id)?;
        return Ok(vec![Relation::new(Ref::new(plan::KIND.name, plan), "sets_out", seq)]);
    }
    let all = measure::store::latest(read, see)?;
    let towards = |held: &&Held| held.definition.target.as_deref() == Some(code.as_str());
    Ok(all.iter().filter(towards).map(|held| to_measure(held, "measured_by")).collect())
}

fn to_measure(held: &Held, verb: &str) -> Relation {
    Relation::new(Ref::new(measure::KIND.name, &held.definition.id), verb, held.seq)
}

/// A measure counts towards a target; its counts are kept.
fn of_measure(read: &impl Read, key: &str, way: Way, see: Seeing) -> Result<Vec<Relation>> {
    let Some(held) = measure::store::versions(read, key, see)?.into_iter().next() else {
        return Ok(Vec::new());
    };
    if way == Way::Effects {
        let kept = measure::store::snapshots(read, key, see, SNAPSHOTS_MAX)?;
        let to = |id: Id| Ref::new(measure::SNAPSHOT.name, id);
        return Ok(kept.iter().map(|kept| Relation::new(to(kept.id), "kept_as", kept.seq)).collect());
    }
    let target = match &held.definition.target {
        Some(code) => store::by_number(read, plan::TARGET.name, code)?,
        None => None,
    };
    let relation = |id: Id| Relation::new(Ref::new(plan::TARGET.name, id), "measured_by", held.seq);
    Ok(target.map(relation).into_iter().collect())
}

/// A kept count is of a measure; what pins it is a link.
fn of_snapshot(read: &impl Read, id: Id, way: Way) -> Result<Vec<Relation>> {
    if way == Way::Effects {
        return Ok(Vec::new());
    }
    let found = measure::store::snapshot_by_id(read, &id.to_string())?;
    Ok(found
        .map(|kept| Relation::new(Ref::new(measure::KIND.name, &kept.measure), "kept_as", kept.seq))
        .into_iter()
        .collect())
}

/// A fact is about somebody and rests on evidence; it may name another, and measures count facts of its kind.
fn of_fact(read: &impl Read, id: Id, way: Way, see: Seeing) -> Result<Vec<Relation>> {
    let Some(found) = fact::store::find(read, id)? else { return Ok(Vec::new()) };
    let (says, seq) = (found.says, found.seq_in);
    if way == Way::Causes {
        let on = says.evidence.map(|id| Relation::new(Ref::new("evidence", id), "rests_on", seq));
        return Ok(std::iter::once(Relation::new(says.subject, "about", seq)).chain(on).collect());
    }
    let mut all: Vec<Relation> =
        says.other.map(|other| Relation::new(other, "names", seq)).into_iter().collect();
    for held in measure::store::latest(read, see)? {
        if held.definition.kinds.contains(&says.kind) {
            all.push(to_measure(&held, "counted_by"));
        }
    }
    Ok(all)
}
