//! Retention by kind: years pass, what is past them goes by an act that says what and why, the rest stays.

use crate::hub::Hub;
use base::{Day, Days, Id, Level, Ref};
use kernel::fact::store::{LATEST, of_kind};
use kernel::fact::{self, Statement};
use kernel::policy::{ALWAYS, Action, FactKind, Kind, Retention, Role, Visibility, rule};
use kernel::retention::Keep;
use kernel::{Caller, journal, sweep};
use serde_json::json;

const NOTE: Action = Action::new("test.visit.note", &[rule(Role::Officer, ALWAYS)]);
const FACT: FactKind = FactKind { subject: "thing", codes: &[], unit: None };
const VISIT: Kind = Kind {
    name: "visit",
    area: "test",
    visibility: Visibility::Office,
    retention: Retention { years: Some(2), basis: "a rule of the test" },
    fact: Some(FACT),
};
const DEED: Kind =
    Kind { name: "deed", retention: Retention { years: None, basis: "public records" }, ..VISIT };

fn state(hub: &Hub, kind: &'static Kind, days: Days) -> Id {
    let act = move |tx: &mut kernel::Tx<'_>| {
        let says = Statement::new(kind, Ref::new("thing", "1"), days, Level::SelfDeclared);
        let id = fact::state(tx, kind, &says)?;
        tx.record(&NOTE, Ref::new("visit", id), None, &json!({"fact": id}), &[])
    };
    let done = hub.city.act_blocking(Caller::System("test"), None, act).unwrap();
    Id::parse(&done.subject.id).unwrap()
}

fn believed(hub: &Hub, kind: &'static Kind, position: i64) -> Vec<Id> {
    let facts = hub.city.read_blocking(move |read| of_kind(read, kind.name, position, None, 10_000)).unwrap();
    facts.into_iter().map(|fact| fact.id).collect()
}

#[test]
fn what_is_past_the_years_of_its_kind_goes_by_an_act_that_says_why() {
    let keep = [Keep::facts(&VISIT), Keep::facts(&DEED)];
    Hub::on_each(&[], |hub| {
        let day = |text: &str| Some(Day::parse(text).unwrap());
        let ended = Days { from: day("2025-01-01"), to: day("2026-11-20") };
        let (old, deed) = (state(&hub, &VISIT, ended), state(&hub, &DEED, ended));
        let later = state(&hub, &VISIT, Days { to: day("2027-11-20"), ..ended });
        let open = state(&hub, &VISIT, Days { to: None, ..ended });
        let before = hub.city.position();
        // The day before two years have passed, and the day itself.
        hub.clock.step(730 * 86_400);
        let hub = hub.reopen(false);
        assert_eq!(sweep::daily(&hub.city, &keep).unwrap().expired, 0);
        hub.clock.step(86_400);
        assert_eq!(sweep::daily(&hub.city, &keep).unwrap().expired, 1);
        let mut left = vec![later, open];
        left.sort();
        assert_eq!((believed(&hub, &VISIT, LATEST), believed(&hub, &DEED, LATEST)), (left, vec![deed]));
        assert!(believed(&hub, &VISIT, before).contains(&old), "an older position says what it said");
        let entries = hub.city.read_blocking(move |read| journal::store::page(read, before, 10)).unwrap();
        let [entry] = &entries[..] else { panic!("{entries:?}") };
        assert_eq!(
            (entry.action.as_str(), entry.actor.as_str()),
            ("kernel.retention.expire", "system:sweep")
        );
        let mut body: serde_json::Value = serde_json::from_str(entry.body.as_deref().unwrap()).unwrap();
        let facts = body.as_object_mut().unwrap().remove("facts").unwrap();
        assert_eq!((facts["stated"].as_u64(), facts["ended"].as_u64()), (Some(0), Some(1)));
        let kept = "positions, counts and hashes of the journal";
        assert_eq!(
            body,
            json!({"kind": "visit", "ended_by": "2026-11-20", "years": 2, "basis": "a rule of the test", "count": 1,
                "kept": kept})
        );
        let settled = hub.dump();
        assert_eq!(sweep::daily(&hub.city, &keep).unwrap().expired, 0);
        assert_eq!(hub.dump(), settled, "a second sweep writes nothing");
    });
}

#[test]
fn more_than_one_act_may_hold_expires_in_several() {
    Hub::on_each(&[], |hub| {
        let act = |tx: &mut kernel::Tx<'_>| {
            let days = Days { from: None, to: Some(Day::parse("2020-01-01")?) };
            for _ in 0..1_500 {
                let says = Statement::new(&VISIT, Ref::new("thing", "1"), days, Level::SelfDeclared);
                fact::state(tx, &VISIT, &says)?;
            }
            tx.record(&NOTE, Ref::new("visit", "many"), None, &json!({}), &[])
        };
        hub.city.act_blocking(Caller::System("test"), None, act).unwrap();
        assert_eq!(sweep::daily(&hub.city, &[Keep::facts(&VISIT)]).unwrap().expired, 2);
        assert!(believed(&hub, &VISIT, LATEST).is_empty());
    });
}
