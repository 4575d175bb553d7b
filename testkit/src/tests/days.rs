//! Civil days in acts: those of the city, not of UTC. The test city lives nine hours ahead.

use crate::hub::Hub;
use base::{Day, Days, Id, Level, Tri};
use kernel::Caller;
use kernel::organisation::acts::{self, NewPresence};
use kernel::organisation::bulk::{self, NewLine, Origin};
use kernel::organisation::{NewOrganisation, store};

fn named(name: &str) -> NewOrganisation {
    NewOrganisation {
        name: Tri { ko: Some(name.into()), ..Tri::default() },
        kind: "other".into(),
        ..Default::default()
    }
}

fn register(hub: &Hub, name: &str) -> (Id, String) {
    let new = named(name);
    let done =
        hub.city.act_blocking(Caller::System("test"), None, move |tx| acts::register(tx, new)).unwrap();
    (Id::parse(&done.subject.id).unwrap(), done.number.unwrap())
}

#[test]
fn tomorrow_is_the_citys_tomorrow() {
    Hub::on_each(&[], |hub| {
        let (id, _) = register(&hub, "가온");
        let from = |day: &str| {
            let new = NewPresence {
                code: "P1".into(),
                days: Days::since(Day::parse(day).unwrap()),
                level: Level::SelfDeclared,
                evidence: None,
                issuer: None,
                issued: None,
            };
            let act = move |tx: &mut kernel::Tx<'_>| acts::state_presence(tx, id, new);
            hub.city.act_blocking(Caller::System("test"), None, act)
        };
        // 2026-11-20 10:00 in the city.
        from("2026-11-20").unwrap();
        assert!(from("2026-11-21").unwrap_err().is("presence-in-the-future"));
        // 2026-11-21 05:00 in the city, still the day before in UTC.
        hub.clock.step(19 * 3_600);
        from("2026-11-21").unwrap();
        assert!(from("2026-11-22").unwrap_err().is("presence-in-the-future"));
    });
}

#[test]
fn a_new_year_begins_at_the_citys_midnight() {
    Hub::on_each(&[], |hub| {
        // From 2026-11-20 10:00 to 2026-12-31 23:00 in the city, then past midnight.
        hub.clock.step(41 * 86_400 + 13 * 3_600);
        assert_eq!(register(&hub, "지난해").1, "2026-ORG-0001");
        hub.clock.step(2 * 3_600);
        assert_eq!(register(&hub, "새해").1, "2027-ORG-0001");
        let import = Id::new(hub.city.now(), hub.city.source().as_mut());
        let origin = Origin { import, digest: "00".into(), left_out: 0 };
        let lines = vec![NewLine { organisation: named("파일에서").checked().unwrap(), presence: None }];
        hub.city
            .act_blocking(Caller::System("test"), None, move |tx| bulk::import(tx, &origin, lines))
            .unwrap();
        hub.city.read_blocking(|read| store::by_number(read, "2027-ORG-0002")).unwrap();
    });
}
