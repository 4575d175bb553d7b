//! Promises: the life of an agreement and what it binds, refusals, reads as of any position, the board.

use crate::hub::{Database, Hub};
use base::{Day, Days, Id, Level, Quantity, Ref, Result, Tri, When};
use kernel::agreement::{self, Party, State};
use kernel::evidence::{self, Form};
use kernel::fact::store::{LATEST, of_subject};
use kernel::obligation::{self, Escalation, Outcome, Settlement};
use kernel::policy::{Action, Depth, Kind};
use kernel::scope::Sight;
use kernel::{Caller, Done, Tx};
use serde_json::json;

const EVIDENCE: Action = Action::new("test.evidence.register", &[]);

pub fn id(number: u64) -> Id {
    Id::new(base::Instant::from_micros(1), &mut base::Seeded::new(number))
}

pub fn organisation(number: u64) -> Ref {
    Ref::new("organisation", id(number))
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn ko(text: &str) -> Tri {
    Tri { ko: Some(text.into()), ..Tri::default() }
}

pub fn sight() -> Sight {
    Sight { depth: Depth::Entitled, person: String::new(), day: day("2026-11-20") }
}

pub fn mou() -> agreement::Content {
    let party = |number, role: &str| Party { organisation: organisation(number), role: role.into() };
    agreement::Content {
        kind: "mou".into(),
        title: ko("투자 협약"),
        parties: vec![party(1, "city"), party(2, "company")],
        signed: Some(When::parse("2026-03-02").unwrap()),
        period: Days::ALWAYS,
        terms: Some("인력 100명 고용".into()),
        source: None,
        open: false,
    }
}

pub fn pledge(agreement: Option<Id>, owner: Option<Ref>, due: Option<&str>) -> obligation::Content {
    obligation::Content {
        kind: "pledge".into(),
        agreement,
        from: Some(organisation(1)),
        what: ko("인력 고용"),
        quantity: Some(Quantity { amount: 100, unit: "person".into() }),
        owner,
        deputy: None,
        due: due.map(|text| When::parse(text).unwrap()),
        escalation: Escalation::Standard,
        source: None,
        open: false,
    }
}

pub fn act<F>(hub: &Hub, act: F) -> Result<Done>
where
    F: FnOnce(&mut Tx<'_>) -> Result<Done> + Send + 'static,
{
    hub.city.act_blocking(Caller::System("test"), None, act)
}

pub fn id_of(done: &Done) -> Id {
    Id::parse(&done.subject.id).unwrap()
}

fn conclude(hub: &Hub) -> Id {
    id_of(&act(hub, |tx| agreement::acts::conclude(tx, mou())).unwrap())
}

pub fn take(hub: &Hub, content: obligation::Content) -> Id {
    id_of(&act(hub, |tx| obligation::acts::take(tx, content)).unwrap())
}

fn register_evidence(hub: &Hub, level: Level) -> Id {
    let done = act(hub, move |tx| {
        let form = Form::Reference { reference: "고용보험 가입자 명부".into() };
        let id = evidence::register(tx, &form, None, None, level)?;
        tx.record(&EVIDENCE, Ref::new("evidence", id), None, &json!({}), &[])
    });
    id_of(&done.unwrap())
}

pub fn read_obligation(hub: &Hub, id: Id, position: i64) -> Option<obligation::Obligation> {
    hub.city.read_blocking(move |read| obligation::store::find(read, id, position, &sight())).unwrap()
}

/// `code from..to level` of every state that is believed at a position.
pub fn states(hub: &Hub, kind: &'static Kind, id: Id, position: i64) -> Vec<String> {
    let subject = Ref::new(kind.fact.unwrap().subject, id);
    let facts =
        hub.city.read_blocking(move |read| of_subject(read, &subject, kind.name, position, 100)).unwrap();
    let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    facts
        .iter()
        .map(|fact| {
            let says = &fact.says;
            let code = says.code.as_deref().unwrap_or("");
            format!("{code} {}..{} {}", text(says.valid.from), text(says.valid.to), says.level.code())
        })
        .collect()
}

pub fn settled(outcome: Outcome, on: &str, evidence: Option<Id>, reason: Option<&str>) -> Settlement {
    Settlement { outcome, on: day(on), evidence, reason: reason.map(str::to_owned) }
}

#[test]
fn a_promise_lives_from_signing_to_settlement_and_every_old_reading_stays() {
    Hub::on_each(&[], |hub| {
        let agreement = conclude(&hub);
        let promised = take(&hub, pledge(Some(agreement), Some(organisation(2)), Some("2026-12")));
        let at_start = hub.city.position();
        let found = read_obligation(&hub, promised, LATEST).unwrap();
        assert_eq!(found.number, "2026-PLG-0001");
        assert_eq!(found.due_by(), Some(day("2026-12-31")), "a month is kept until its last day");
        assert_eq!(states(&hub, &obligation::STATE_INTERNAL, promised, LATEST), ["planned 2026-11-20.. E3"]);
        let bound = hub
            .city
            .read_blocking(move |read| {
                kernel::link::from(read, &Ref::new("agreement", agreement), LATEST, 10)
            })
            .unwrap();
        assert_eq!(
            bound.iter().map(|l| (l.verb.as_str(), l.to.clone())).collect::<Vec<_>>(),
            [("binds", Ref::new("obligation", promised))]
        );

        hub.clock.step(10 * 86_400);
        let later = When::parse("2027-03-31").unwrap();
        act(&hub, move |tx| obligation::acts::change_due(tx, promised, later, "공장 준공 지연")).unwrap();
        act(&hub, move |tx| obligation::acts::hand_over(tx, promised, organisation(3), None, "합병"))
            .unwrap();
        let proof = register_evidence(&hub, Level::Attested);
        let before_settling = hub.city.position();
        let how = settled(Outcome::Done, "2026-11-28", Some(proof), None);
        act(&hub, move |tx| obligation::acts::settle(tx, promised, &how)).unwrap();
        let settled_at = hub.city.position();
        let now = ["planned 2026-11-20..2026-11-28 E3", "done 2026-11-28.. E2"];
        assert_eq!(states(&hub, &obligation::STATE_INTERNAL, promised, LATEST), now);

        act(&hub, move |tx| obligation::acts::reopen(tx, promised, "명부가 다른 회사의 것")).unwrap();
        let again = ["planned 2026-11-20..2026-11-28 E3", "planned 2026-11-28.. E3"];
        assert_eq!(states(&hub, &obligation::STATE_INTERNAL, promised, LATEST), again);
        assert_eq!(states(&hub, &obligation::STATE_INTERNAL, promised, settled_at), now);
        assert_eq!(
            states(&hub, &obligation::STATE_INTERNAL, promised, before_settling),
            ["planned 2026-11-20.. E3"]
        );

        let at = |position| read_obligation(&hub, promised, position).unwrap();
        assert_eq!(at(at_start).content.owner, Some(organisation(2)));
        assert_eq!(at(before_settling).content.owner, Some(organisation(3)));
        assert_eq!(at(before_settling).content.due, Some(later));
        assert_eq!((at(settled_at).outcome, at(settled_at).evidence), (Outcome::Done, Some(proof)));
        assert_eq!((at(LATEST).outcome, at(LATEST).evidence), (Outcome::Planned, None));
        assert!(read_obligation(&hub, promised, at_start - 1).is_none());
    });
}

#[test]
fn what_becomes_public_takes_its_states_along() {
    Hub::on_each(&[], |hub| {
        let signed = conclude(&hub);
        let corrected = |open: bool, on: &str| {
            let content = agreement::Content { open, signed: Some(When::parse(on).unwrap()), ..mou() };
            act(&hub, move |tx| agreement::acts::correct(tx, signed, content, "공개 여부")).unwrap();
            let of = |kind| states(&hub, kind, signed, LATEST);
            (of(&agreement::STATE), of(&agreement::STATE_INTERNAL))
        };
        let held = |on: &str| vec![format!("in_force {on}.. E3")];
        assert_eq!(corrected(true, "2026-03-02"), (held("2026-03-02"), vec![]));
        // Both at once: public no longer, and from another day.
        assert_eq!(corrected(false, "2026-03-05"), (vec![], held("2026-03-05")));
    });
}

#[test]
fn an_agreement_is_corrected_and_ended_and_then_binds_nothing_more() {
    Hub::on_each(&[], |hub| {
        let signed = conclude(&hub);
        let first = hub.city.position();
        let content = agreement::Content { signed: Some(When::parse("2026-03-05").unwrap()), ..mou() };
        act(&hub, move |tx| agreement::acts::correct(tx, signed, content, "서명일 오기")).unwrap();
        assert_eq!(states(&hub, &agreement::STATE_INTERNAL, signed, first), ["in_force 2026-03-02.. E3"]);
        assert_eq!(states(&hub, &agreement::STATE_INTERNAL, signed, LATEST), ["in_force 2026-03-05.. E3"]);
        let end = |how, on: &str, reason: &'static str| {
            let on = day(on);
            act(&hub, move |tx| agreement::acts::end(tx, signed, how, on, reason))
        };
        assert!(end(State::Unknown, "2026-10-01", "x").unwrap_err().is("agreement-end-how"));
        assert!(end(State::Ended, "2026-01-01", "x").unwrap_err().is("agreement-end-before-signing"));
        assert!(end(State::Ended, "2027-01-01", "x").unwrap_err().is("agreement-end-later"));
        assert!(end(State::Ended, "2026-10-01", " ").unwrap_err().is("agreement-reason-missing"));
        end(State::Terminated, "2026-10-01", "회사 철수").unwrap();
        assert!(end(State::Ended, "2026-10-02", "x").unwrap_err().is("agreement-ended"));
        let now = ["in_force 2026-03-05..2026-10-01 E3", "terminated 2026-10-01.. E3"];
        assert_eq!(states(&hub, &agreement::STATE_INTERNAL, signed, LATEST), now);
        let late = pledge(Some(signed), Some(organisation(2)), None);
        assert!(
            act(&hub, |tx| obligation::acts::take(tx, late)).unwrap_err().is("obligation-agreement-ended")
        );
        let at = |position| {
            hub.city
                .read_blocking(move |read| agreement::store::find(read, signed, position, &sight()))
                .unwrap()
                .unwrap()
        };
        assert_eq!(at(first).content, mou());
        assert_eq!((at(first).state, at(LATEST).state), (State::InForce, State::Terminated));
        assert_eq!(at(LATEST).content.parties.len(), 2);
        let versions =
            hub.city.read_blocking(move |read| agreement::store::versions(read, signed, LATEST, 10)).unwrap();
        assert_eq!(versions.len(), 3);
    });
}

#[test]
fn what_an_agreement_may_not_say_is_refused_by_name() {
    let hub = Hub::new(&[]);
    let before = hub.dump();
    let refused = |key: &str, content: agreement::Content| {
        let error = act(&hub, move |tx| agreement::acts::conclude(tx, content)).unwrap_err();
        assert!(error.is(key), "{key}: {error}");
    };
    refused("agreement-kind-unknown", agreement::Content { kind: "handshake".into(), ..mou() });
    refused("agreement-title-missing", agreement::Content { title: ko("  "), ..mou() });
    refused("agreement-parties-missing", agreement::Content { parties: vec![], ..mou() });
    refused(
        "agreement-parties-missing",
        agreement::Content { parties: mou().parties[..1].to_vec(), ..mou() },
    );
    let twice = [mou().parties, mou().parties].concat();
    refused("agreement-party-twice", agreement::Content { parties: twice, ..mou() });
    let person = Party { organisation: Ref::new("person", id(9)), role: "x".into() };
    refused("agreement-party-kind", agreement::Content { parties: vec![person.clone(), person], ..mou() });
    refused("agreement-signed-missing", agreement::Content { signed: None, ..mou() });
    let tomorrow = Some(When::parse("2026-11-21").unwrap());
    refused("agreement-signed-later", agreement::Content { signed: tomorrow, ..mou() });
    let backwards = Days { from: Some(day("2026-02-01")), to: Some(day("2026-01-01")) };
    refused("base-days-backwards", agreement::Content { period: backwards, ..mou() });
    let long = Some("긴".repeat(agreement::TERMS_MAX + 1));
    refused("agreement-terms-too-long", agreement::Content { terms: long, ..mou() });
    assert_eq!(hub.dump(), before);
}

#[test]
fn what_an_obligation_may_not_be_is_refused_by_name() {
    let hub = Hub::new(&[]);
    let good = || pledge(None, Some(organisation(2)), Some("2026-12-31"));
    let refused = |key: &str, content: obligation::Content| {
        let error = act(&hub, move |tx| obligation::acts::take(tx, content)).unwrap_err();
        assert!(error.is(key), "{key}: {error}");
    };
    refused("obligation-kind-unknown", obligation::Content { kind: "wish".into(), ..good() });
    refused("obligation-what-missing", obligation::Content { what: Tri::default(), ..good() });
    refused("obligation-owner-missing", obligation::Content { owner: None, ..good() });
    refused("obligation-owner-kind", obligation::Content { owner: Some(Ref::new("fact", id(1))), ..good() });
    refused("obligation-deputy-is-owner", obligation::Content { deputy: good().owner, ..good() });
    refused(
        "obligation-owner-unknown",
        obligation::Content { owner: Some(Ref::new("person", id(5))), ..good() },
    );
    refused("obligation-agreement-unknown", obligation::Content { agreement: Some(id(77)), ..good() });
    let due = |text| Some(When::parse(text).unwrap());
    refused("obligation-due-past", obligation::Content { due: due("2026-11-19"), ..good() });
    let quantity = |amount, unit: &str| Some(Quantity { amount, unit: unit.into() });
    refused("base-unit-unknown", obligation::Content { quantity: quantity(1, "furlong"), ..good() });
    refused("obligation-unit-not-base", obligation::Content { quantity: quantity(1, "eok_krw"), ..good() });
    refused("obligation-amount-negative", obligation::Content { quantity: quantity(-1, "krw"), ..good() });

    let given = take(&hub, good());
    let refused = |key: &str, how: Settlement| {
        let error = act(&hub, move |tx| obligation::acts::settle(tx, given, &how)).unwrap_err();
        assert!(error.is(key), "{key}: {error}");
    };
    refused("obligation-outcome-open", settled(Outcome::Planned, "2026-11-20", None, Some("x")));
    refused("obligation-outcome-open", settled(Outcome::Unknown, "2026-11-20", None, Some("x")));
    refused("obligation-evidence-missing", settled(Outcome::Done, "2026-11-20", None, Some("x")));
    refused("obligation-evidence-unknown", settled(Outcome::Done, "2026-11-20", Some(id(6)), None));
    refused("obligation-reason-missing", settled(Outcome::Dropped, "2026-11-20", None, None));
    refused("obligation-settled-later", settled(Outcome::Dropped, "2026-11-21", None, Some("x")));
    let same = organisation(2);
    let error = act(&hub, move |tx| obligation::acts::hand_over(tx, given, same, None, "x")).unwrap_err();
    assert!(error.is("obligation-owner-same"));
    let error =
        act(&hub, move |tx| obligation::acts::hand_over(tx, given, organisation(4), None, "")).unwrap_err();
    assert!(error.is("obligation-reason-missing"));
    let error = act(&hub, move |tx| obligation::acts::reopen(tx, given, "x")).unwrap_err();
    assert!(error.is("obligation-not-settled"));
    let how = settled(Outcome::Dropped, "2026-11-20", None, Some("no-budget"));
    act(&hub, move |tx| obligation::acts::settle(tx, given, &how)).unwrap();
    refused("obligation-settled", settled(Outcome::Dropped, "2026-11-20", None, Some("x")));
    let when = When::parse("2027").unwrap();
    let error = act(&hub, move |tx| obligation::acts::change_due(tx, given, when, "x")).unwrap_err();
    assert!(error.is("obligation-settled"));
}

#[test]
fn a_version_is_never_changed_or_deleted_behind_the_acts() {
    Hub::on_each(&[], |hub| {
        conclude(&hub);
        take(&hub, pledge(None, Some(organisation(2)), None));
        let conn = db::Conn::open(hub.city.place()).unwrap();
        for table in ["agreement", "obligation"] {
            for change in [
                format!("update {table} set number = 'x'"),
                format!("update {table} set seq_out = null"),
                format!("update {table} set seq_out = 99, source = 'x'"),
                format!("delete from {table}"),
            ] {
                assert!(conn.script("changing a version", &change).is_err(), "{change}");
            }
            conn.script("ending a version", &format!("update {table} set seq_out = 99")).unwrap();
            assert!(conn.script("ending it twice", &format!("update {table} set seq_out = 100")).is_err());
        }
        assert!(conn.script("changing parties", "update agreement_party set role = 'x'").is_err());
        assert!(conn.script("deleting parties", "delete from agreement_party").is_err());
    });
}

#[test]
fn the_same_promises_leave_equal_tables_on_both_databases() {
    let run = |hub: Hub| {
        let agreement = conclude(&hub);
        let promised = take(&hub, pledge(Some(agreement), Some(organisation(2)), Some("2026-12-01")));
        hub.clock.step(86_400);
        obligation::reminders::run(&hub.city).unwrap();
        let how = settled(Outcome::Changed, "2026-11-21", None, Some("규모 축소"));
        act(&hub, move |tx| obligation::acts::settle(tx, promised, &how)).unwrap();
        hub.dump()
    };
    let lite = run(Hub::new(&[]));
    assert!(lite.contains("## obligation_notice") && lite.contains("\"changed\""), "{lite}");
    match Hub::on(Database::Postgres, &[]) {
        Some(hub) => assert_eq!(lite, run(hub)),
        None => crate::skip::skipped("the_same_promises_leave_equal_tables_on_both_databases", "PostgreSQL"),
    }
}
