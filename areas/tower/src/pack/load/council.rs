//! Counts that are kept and council questions of a pack, by the acts that people use too. Each part of a question comes
//! in once: who answered or withdrew one since keeps what they did.
//!
//! Without an engine nothing is counted: those parts are kept for the next loading.

use super::Loading;
use crate::measure::count::{Asked, count_blocking};
use crate::measure::store::{Seeing, newest};
use crate::measure::{self, acts as counts};
use crate::pack::council::{Answer, Question};
use crate::pack::{items, parse::broken};
use crate::question::acts::{self, Names};
use crate::question::form::{SentAnswer, SentPromise};
use crate::question::pins::FINDERS;
use crate::question::{NewQuestion, State, store};
use base::{Ref, Result};
use kernel::{Done, Tx};
use std::sync::Arc;

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    snapshots(loading)?;
    let questions = loading.pack.questions.question.clone();
    if questions.is_empty() {
        return Ok(());
    }
    let vault = Arc::clone(loading.city.vault());
    let names = loading.city.read_blocking(move |read| Names::open(read, &vault))?;
    for from in &questions {
        one(loading, from, &names)?;
    }
    Ok(())
}

fn snapshots(loading: &mut Loading<'_>) -> Result<()> {
    let all: Vec<_> =
        loading.pack.snapshots.snapshot.iter().map(|from| (from.item(), from.clone())).collect();
    if all.is_empty() {
        return Ok(());
    }
    if loading.city.engine().is_err() {
        loading.report.kept_for_later.insert("snapshot", all.len());
        return Ok(());
    }
    kernel::fact::feed::catch_up(loading.city)?;
    for (item, from) in loading.fresh("snapshot", all)? {
        let id = from.measure.get_ref().as_str().to_owned();
        let held = loading.city.read_blocking(move |read| newest(read, &id, Seeing::Public))?;
        let asked = Asked { as_of: from.as_of.get_ref().0, position: None, minimum: None };
        let counted = count_blocking(loading.city, &held, asked)?;
        let pack = loading.slug();
        let done = loading.act(move |tx| {
            let done = counts::take(tx, &counted)?;
            let number = done.number.clone().unwrap_or_default();
            items::insert(tx, &pack, &item, &Ref::new(measure::SNAPSHOT.name, number))?;
            Ok(done)
        })?;
        let number = done.number.unwrap_or_default();
        loading.act(move |tx| counts::publish_snapshot(tx, &number))?;
    }
    Ok(())
}

fn one(loading: &mut Loading<'_>, from: &Question, names: &Names) -> Result<()> {
    let key = format!("question/{}", from.id.get_ref().as_str());
    let (now, zone) = (loading.city.now(), loading.city.zone());
    let new = NewQuestion {
        session: from.session.0.clone(),
        asker: from.asker.0.clone(),
        text: from.text.0.clone(),
        asked: from.asked(now, &zone).ok_or_else(|| broken("the time of a question"))?,
        due: now.plus_seconds(from.due_minutes.get_ref().saturating_mul(60)),
    };
    let own = names.clone();
    part(loading, "question", key.clone(), move |tx| acts::ask(tx, &own, new))?;
    if let Some(owner) = &from.owner {
        let owner = loading.at(owner.get_ref().as_str())?.to_string();
        step(loading, &key, "owner", move |tx, number| acts::assign(tx, number, &owner, None))?;
    }
    if let Some(why) = &from.withdrawn {
        let (own, why) = (names.clone(), why.get_ref().0.clone());
        step(loading, &key, "withdrawal", move |tx, number| acts::withdraw(tx, &own, number, (&why, None)))?;
    }
    let Some(answer) = &from.answer else { return Ok(()) };
    let Some(sent) = sent(loading, answer)? else {
        *loading.report.kept_for_later.entry("question_answer").or_default() += 1;
        return Ok(());
    };
    let own = names.clone();
    step(loading, &key, "answer", move |tx, number| acts::answer(tx, &own, FINDERS, number, (&sent, None)))
}

/// The answer with what it pins; none while a count of it was not kept yet.
fn sent(loading: &Loading<'_>, from: &Answer) -> Result<Option<SentAnswer>> {
    let mut pins: Vec<String> = Vec::new();
    for snapshot in &from.snapshot {
        let Some(kept) = loading.became(&snapshot.item())? else { return Ok(None) };
        pins.push(kept.to_string());
    }
    pins.extend(from.claims.iter().map(|code| format!("claim:{}", code.get_ref().as_str())));
    let today = loading.city.today();
    let mut promises = Vec::new();
    for promise in &from.promise {
        promises.push(SentPromise {
            what: promise.what.0.clone(),
            owner: loading.at(promise.owner.get_ref().as_str())?.to_string(),
            due: today.plus(*promise.due_days.get_ref()).to_string(),
        });
    }
    Ok(Some(SentAnswer { text: from.text.0.clone(), pins, promises, why: String::new() }))
}

/// A later step of a question, once, and only while it is open.
fn step<F>(loading: &mut Loading<'_>, question: &str, name: &str, act: F) -> Result<()>
where
    F: FnOnce(&mut Tx<'_>, &str) -> Result<Done> + Send + 'static,
{
    let found = loading.became(question)?.ok_or_else(|| broken("a question"))?;
    let found = loading.city.read_blocking(move |read| store::find(read, &found.id, true))?;
    let found = found.ok_or_else(|| broken("a question"))?;
    let item = format!("{question}/{name}");
    if !matches!(found.state, State::Asked | State::Drafting) && loading.became(&item)?.is_none() {
        return Ok(());
    }
    part(loading, "question_step", item, move |tx| act(tx, &found.number))
}

/// One act of the pack, once.
fn part<F>(loading: &mut Loading<'_>, kind: &'static str, item: String, act: F) -> Result<()>
where
    F: FnOnce(&mut Tx<'_>) -> Result<Done> + Send + 'static,
{
    let Some((item, ())) = loading.fresh(kind, vec![(item, ())])?.pop() else { return Ok(()) };
    let pack = loading.slug();
    let done = loading.act(move |tx| {
        let done = act(tx)?;
        items::insert(tx, &pack, &item, &done.subject)?;
        Ok(done)
    });
    done.map(|_| ())
}
