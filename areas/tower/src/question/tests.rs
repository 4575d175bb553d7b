//! Council questions: acts on both databases, who sees what, promises, drafts, forms, files, and bad input.

mod acting;
mod files;
mod pages;

use super::acts::{self, Names};
use super::form::{SentAnswer, SentPromise, local_time};
use super::pins::Find;
use super::{Amount, NewQuestion, Pin, view};
use crate::who::Reader;
use base::{Id, Ref, Result, Tri};
use kernel::organisation::{self, NewOrganisation};
use kernel::policy::Actor;
use kernel::{Caller, Done, Role, Tx};
use std::sync::Arc;
use testkit::Hub;

const ZONE: &str = "Asia/Seoul";
/// What a test may pin: the one claim `claim:c1`.
const FINDERS: &[(&str, Find)] = &[("claim", find)];
/// The name of the organisation that promises.
const HALL: &str = "시험시청";

fn find(_: &Tx<'_>, of: &Ref) -> Result<Option<Pin>> {
    let pin = Pin {
        of: of.to_string(),
        record: of.to_string(),
        title: Tri::korean("=정착한 기업"),
        as_of: "2026-10-31".into(),
        amount: Amount::Counted { low: 142, high: None, about: false },
        unit: "company".into(),
        path: "/claims/c1".into(),
        hash: "ab".repeat(32),
    };
    Ok((of.id == "c1").then_some(pin))
}

/// Asked an hour before the clock of the tests stands, due an hour after.
fn question() -> NewQuestion {
    NewQuestion {
        session: "제300회 정례회".into(),
        asker: "시의원".into(),
        text: "정착한 기업은 몇 곳입니까?".into(),
        asked: local_time("2026-11-20 09:00", ZONE, base::Day::from_number(0)).unwrap(),
        due: local_time("2026-11-20 11:00", ZONE, base::Day::from_number(0)).unwrap(),
    }
}

fn hall(hub: &Hub) -> Id {
    let new = NewOrganisation { kind: "city".into(), name: Tri::korean(HALL), ..NewOrganisation::default() };
    let act = move |tx: &mut Tx<'_>| organisation::acts::register(tx, new);
    let done = hub.city.act_blocking(Caller::System("test"), None, act).unwrap();
    Id::parse(&done.subject.id).unwrap()
}

fn promise(owner: &str) -> SentPromise {
    SentPromise { what: "명단을 공개한다".into(), owner: owner.into(), due: "2030-01-31".into() }
}

fn new_answer(owner: &str) -> SentAnswer {
    SentAnswer {
        text: "아래 숫자와 같습니다.".into(),
        pins: vec!["claim:c1".into()],
        promises: vec![promise(owner)],
        why: String::new(),
    }
}

fn act(hub: &Hub, act: impl FnOnce(&mut Tx<'_>) -> Result<Done> + Send + 'static) -> Result<Done> {
    hub.city.act_blocking(hub.caller(Role::Officer, None), None, act)
}

fn asked(hub: &Hub) -> String {
    act(hub, |tx| acts::ask(tx, &Names::default(), question())).unwrap().number.unwrap()
}

fn answer(hub: &Hub, number: &str, sent: SentAnswer) -> Result<Done> {
    let number = number.to_owned();
    act(hub, move |tx| acts::answer(tx, &Names::default(), FINDERS, &number, (&sent, None)))
}

fn reader(hub: &Hub, actor: Actor) -> Reader {
    let vault = Arc::clone(hub.city.vault());
    Reader { actor, today: hub.city.now().day_in(ZONE), now: hub.city.position(), vault }
}

fn shown(hub: &Hub, number: &str) -> Result<view::QuestionView> {
    let (number, reader, now) = (number.to_owned(), reader(hub, Actor::Visitor), hub.city.now());
    hub.city.read_blocking(move |read| view::show(read, &reader, &number, now))
}

/// The fields that a refusal names, with the key of each.
fn fields(error: &base::Error) -> Vec<(String, &'static str)> {
    let saying = error.saying().expect("a refusal");
    saying.fields.iter().map(|(field, inner)| (field.clone(), inner.key)).collect()
}
