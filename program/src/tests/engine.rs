//! The query engine over a real city: what it answers is what the register says, at every position, and it stays so
//! through corrections, merges, restarts and a rebuild.

use super::town::{Scene, Town};
use base::query::{Limits, Question, Value, view_name};
use base::{Day, Id};
use kernel::City;
use kernel::fact::{self, IDENTITY, feed};
use kernel::follower::{self, turn};
use kernel::organisation::acts;
use std::collections::BTreeSet;

/// Kinds that the small city states facts of.
fn kinds(city: &City) -> Vec<String> {
    const KINDS: db::Sql = db::Sql::new("test.engine.kinds", "select distinct kind from fact order by kind");
    city.read_blocking(|read| db::Read::list(read, &KINDS, &[], |row| row.get(0))).expect("reading kinds")
}

/// Facts of a kind at a position as the register says them: id, subject, other, amount, day.
fn said(city: &City, kind: &str, position: i64) -> BTreeSet<String> {
    let kind = kind.to_owned();
    let read = city.read_blocking(move |read| {
        let mut all = BTreeSet::new();
        for fact in fact::store::of_kind(read, &kind, position, None, 100_000)? {
            let known = |of: &base::Ref| match kind == IDENTITY {
                true => Ok(of.clone()),
                false => fact::store::resolve(read, of, position),
            };
            let other = fact.says.other.as_ref().map(known).transpose()?;
            all.insert(format!(
                "{}|{}|{}|{}|{}",
                fact.id,
                known(&fact.says.subject)?,
                other.map_or("-".into(), |other| other.to_string()),
                fact.says.amount.map_or("-".into(), |amount| amount.to_string()),
                fact.says.valid.from.map_or("-".into(), |day| day.to_string()),
            ));
        }
        Ok(all)
    });
    read.unwrap_or_else(|e| panic!("{e}"))
}

/// The same from the engine.
fn answered(city: &City, kind: &str, position: i64) -> BTreeSet<String> {
    let question = Question {
        sql: format!("select fact, subject, other, amount, valid_from from {}", view_name(kind)),
        position: Some(position),
        as_of: Day::parse("2026-11-20").expect("a day"),
        kinds: vec![kind.to_owned()],
        limits: Limits::default(),
    };
    let answer = city.engine().expect("an engine").ask_blocking(question).unwrap_or_else(|e| panic!("{e}"));
    let text = |value: Value<'_>| match value {
        Value::Null => "-".to_owned(),
        Value::Text(text) => text.to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Bool(yes) => yes.to_string(),
    };
    (0..answer.rows).map(|row| answer.row(row).map(text).collect::<Vec<_>>().join("|")).collect()
}

fn agrees(city: &City) {
    let newest = city.position();
    for kind in kinds(city) {
        for position in [newest, newest - 1, newest - 3, newest / 2, 1] {
            assert_eq!(answered(city, &kind, position), said(city, &kind, position), "{kind} at {position}");
        }
    }
}

fn freshen(town: &Town) {
    turn(&town.hub.city, &feed::follower()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(town.hub.city.engine().expect("an engine").reached(), town.hub.city.position());
}

fn with_engine() -> (Town, Scene) {
    Town::with_pack()
}

#[test]
fn the_engine_says_what_the_register_says() {
    let (town, scene) = with_engine();
    let city = &town.hub.city;
    feed::catch_up(city).expect("filling");
    assert!(city.engine().expect("an engine").reached() > 100);
    agrees(city);
    // What is acted now is seen by the follower.
    freshen(&town);
    let (own, other, fact) = (scene.own.1, scene.other.1, scene.fact);
    town.act(move |tx| acts::merge(tx, own, other, "같은 회사"));
    freshen(&town);
    agrees(city);
    let left = Day::parse("2026-03-01").expect("a day");
    town.act(move |tx| acts::end_presence(tx, own, fact, Some(left), "떠났습니다"));
    town.presence(other);
    freshen(&town);
    agrees(city);
    town.act(move |tx| acts::unmerge(tx, own, "다른 회사"));
    freshen(&town);
    agrees(city);
}

#[test]
fn a_rebuild_from_the_first_entry_answers_the_same() {
    let (town, _) = with_engine();
    let city = &town.hub.city;
    feed::catch_up(city).expect("filling");
    freshen(&town);
    town.act(|tx| follower::acts::rebuild(tx, feed::FOLLOWER));
    let before = city.position();
    freshen(&town);
    assert!(city.position() >= before);
    agrees(city);
}

#[test]
fn a_register_put_back_to_an_earlier_time_is_followed() {
    let (town, _) = with_engine();
    let city = &town.hub.city;
    feed::catch_up(city).expect("filling");
    // The engine believes to have seen more than the register holds.
    let engine = city.engine().expect("an engine");
    let nothing = base::query::Changes {
        after: engine.reached(),
        up_to: engine.reached() + 500,
        ..base::query::Changes::default()
    };
    engine.push(nothing).expect("pushing");
    feed::catch_up(city).expect("filling again");
    assert_eq!(engine.reached(), city.position());
    agrees(city);
}

#[test]
fn a_city_without_an_engine_says_so_and_two_are_too_many() {
    let (town, _) = with_engine();
    assert!(crate::engines::attach(&town.hub.city).is_err());
    let bare = Town::new();
    assert!(bare.hub.city.engine().err().is_some_and(|e| e.is("query-absent")));
    assert!(feed::catch_up(&bare.hub.city).err().is_some_and(|e| e.is("query-absent")));
}

#[test]
fn an_id_in_a_view_is_the_id_of_the_record() {
    let (town, scene) = with_engine();
    feed::catch_up(&town.hub.city).expect("filling");
    let ids = answered(&town.hub.city, "presence", town.hub.city.position());
    let wanted: Id = scene.fact;
    assert!(ids.iter().any(|line| line.starts_with(&wanted.to_string())));
}
