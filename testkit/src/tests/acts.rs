//! Acts, requests, time, and equal tables on both databases.

use crate::hub::{Database, Hub};
use base::{Days, Level, Ref};
use kernel::fact::{self, Statement};
use kernel::policy::{ALWAYS, Action, FactKind, Kind, Retention, Role, Visibility, rule};
use kernel::{Caller, Done, Request, Tx};
use serde_json::json;

const NOTE: Action = Action::new("test.note.write", &[rule(Role::Officer, ALWAYS)]);
const COLOUR: Kind = Kind {
    name: "colour",
    area: "test",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "test" },
    fact: Some(FactKind { subject: "thing", codes: &["red", "blue"], unit: None }),
};

fn note(tx: &mut Tx<'_>, code: &str) -> base::Result<Done> {
    tx.allow(&NOTE, &Default::default())?;
    let thing = Ref::new("thing", "1");
    let says = Statement {
        code: Some(code.into()),
        ..Statement::new(&COLOUR, thing.clone(), Days::ALWAYS, Level::Official)
    };
    match fact::store::of_subject(tx, &thing, "colour", fact::store::LATEST, 1)?.first() {
        Some(current) => fact::correct(tx, &COLOUR, current.id, &says)?,
        None => fact::state(tx, &COLOUR, &says)?,
    };
    let number = tx.next_number("NOTE", 2026)?;
    tx.record(&NOTE, thing, Some(&number), &json!({"code": code}), &[])
}

fn write(hub: &Hub, caller: Caller, request: Option<&str>, code: &'static str) -> base::Result<Done> {
    let request = request.map(|id| Request { id: id.into(), fingerprint: code.into() });
    hub.city.act_blocking(caller, request, move |tx| note(tx, code))
}

#[test]
fn the_same_script_leaves_equal_tables() {
    let run = |hub: Hub| {
        let officer = hub.caller(Role::Officer, None);
        for (step, code) in ["red", "blue", "red"].into_iter().enumerate() {
            hub.clock.step(60);
            write(&hub, officer.clone(), Some(&format!("r{step}")), code).unwrap();
        }
        write(&hub, Caller::Visitor, None, "red").unwrap_err();
        hub.dump()
    };
    let lite = run(Hub::new(&[]));
    assert!(lite.contains("## fact") && lite.contains("\"blue\""), "{lite}");
    match Hub::on(Database::Postgres, &[]) {
        Some(hub) => assert_eq!(lite, run(hub)),
        None => crate::skip::skipped("the_same_script_leaves_equal_tables", "PostgreSQL"),
    }
}

#[test]
fn a_request_sent_twice_acts_once() {
    Hub::on_each(&[], |hub| {
        let officer = hub.caller(Role::Officer, None);
        let first = write(&hub, officer.clone(), Some("a"), "red").unwrap();
        assert_eq!(write(&hub, officer.clone(), Some("a"), "red").unwrap(), first);
        assert!(write(&hub, officer.clone(), Some("a"), "blue").unwrap_err().is("kernel-request-reused"));
        let other = hub.caller(Role::Officer, None);
        assert!(write(&hub, other, Some("a"), "red").unwrap_err().is("kernel-request-reused"));
        hub.clock.step(31 * 86_400);
        assert!(write(&hub, officer, Some("a"), "red").unwrap().position > first.position);
    });
}

#[test]
fn a_request_is_known_again_after_a_restart() {
    let hub = Hub::new(&[]);
    let officer = hub.caller(Role::Officer, None);
    let first = write(&hub, officer.clone(), Some("a"), "red").unwrap();
    let hub = hub.reopen(false);
    assert_eq!(write(&hub, officer.clone(), Some("a"), "red").unwrap(), first);
    assert!(write(&hub, officer, Some("b"), "blue").unwrap().position > first.position);
}

#[test]
fn a_request_whose_act_was_refused_is_free_and_after_sweeping_it_is_forgotten() {
    Hub::on_each(&[], |hub| {
        let officer = hub.caller(Role::Officer, None);
        // The act records itself, keeps its request and fails after that.
        let request = Request { id: "a".into(), fingerprint: "red".into() };
        let failed = hub.city.act_blocking(officer.clone(), Some(request), |tx| {
            note(tx, "red")?;
            Err(base::Saying::conflict("kernel-request-reused").into())
        });
        failed.unwrap_err();
        let first = write(&hub, officer.clone(), Some("a"), "red").unwrap();
        hub.clock.step(31 * 86_400);
        assert_eq!(kernel::sweep::run(&hub.city).unwrap().requests, 1);
        assert!(write(&hub, officer, Some("a"), "blue").unwrap().position > first.position);
    });
}

#[test]
fn what_happened_to_a_record_is_found_by_its_facts_and_without_them() {
    Hub::on_each(&[], |hub| {
        let officer = hub.caller(Role::Officer, None);
        let thing = Ref::new("thing", "1");
        let stated = write(&hub, officer.clone(), None, "red").unwrap();
        let corrected = write(&hub, officer.clone(), None, "blue").unwrap();
        let named = thing.clone();
        let told = hub.city.act_blocking(officer.clone(), None, move |tx| {
            tx.allow(&NOTE, &Default::default())?;
            tx.record(&NOTE, named, None, &json!({}), &[])
        });
        let named = thing.clone();
        let ended = hub.city.act_blocking(officer.clone(), None, move |tx| {
            tx.allow(&NOTE, &Default::default())?;
            let of = fact::store::of_subject(tx, &named, "colour", fact::store::LATEST, 1)?;
            fact::end(tx, of[0].id)?;
            tx.record(&NOTE, named, None, &json!({"ended": true}), &[])
        });
        // A fact about this record, stated by an act on another one, is no entry of this record.
        let about = thing.clone();
        let elsewhere = hub.city.act_blocking(officer, None, move |tx| {
            tx.allow(&NOTE, &Default::default())?;
            let says = Statement {
                code: Some("red".into()),
                ..Statement::new(&COLOUR, about, Days::ALWAYS, Level::Official)
            };
            fact::state(tx, &COLOUR, &says)?;
            tx.record(&NOTE, Ref::new("thing", "2"), None, &json!({}), &[])
        });
        let history = |of: &'static str| -> Vec<i64> {
            let entries = hub
                .city
                .read_blocking(move |read| kernel::journal::store::of_subject(read, of, i64::MAX, 100));
            entries.unwrap().iter().map(|entry| entry.seq).collect()
        };
        let expected = [&ended.unwrap(), &told.unwrap(), &corrected, &stated].map(|done| done.position);
        assert_eq!(history("thing:1"), expected);
        assert_eq!(history("thing:2"), [elsewhere.unwrap().position]);
    });
}

#[test]
fn a_refused_act_leaves_nothing_and_takes_no_position() {
    Hub::on_each(&[], |hub| {
        let before = (hub.dump(), hub.city.position());
        assert!(write(&hub, Caller::Visitor, Some("x"), "red").unwrap_err().is("kernel-sign-in-first"));
        let forgot = hub.city.act_blocking(Caller::System("test"), None, |_| {
            Ok(Done { position: 0, subject: Ref::new("thing", "1"), number: None })
        });
        assert!(matches!(forgot, Err(base::Error::Fault(_))));
        assert_eq!((hub.dump(), hub.city.position()), before);
    });
}

#[test]
fn time_is_held_for_five_seconds_and_then_refused() {
    let hub = Hub::new(&[]);
    let officer = hub.caller(Role::Officer, None);
    write(&hub, officer.clone(), None, "red").unwrap();
    hub.clock.step(-4);
    write(&hub, officer.clone(), None, "blue").unwrap();
    hub.clock.step(-10);
    assert!(write(&hub, officer.clone(), None, "red").unwrap_err().is("kernel-clock-behind"));
    let hub = hub.reopen(true);
    write(&hub, officer.clone(), None, "red").unwrap();
    let entries = hub.city.read_blocking(|read| kernel::journal::store::page(read, 0, 100)).unwrap();
    assert_eq!(
        entries.iter().map(|e| e.seq).collect::<Vec<_>>(),
        (1..=entries.len() as i64).collect::<Vec<_>>()
    );
    let times: Vec<i64> = entries.iter().map(|e| e.at).collect();
    let [.., first, held, accepted, last] = times[..] else { panic!("{times:?}") };
    assert_eq!(first, held, "the second note was held at the time of the first");
    assert!(accepted < held && last == accepted, "the accepted clock is written as it is");
    let acts: Vec<&str> = entries.iter().map(|e| e.action.as_str()).collect();
    assert_eq!(acts[acts.len() - 2], "kernel.clock.accept");
    let verdict = kernel::journal::verify::of_city(&hub.city, &Default::default()).unwrap();
    assert_eq!(verdict.finding(), None);
}
