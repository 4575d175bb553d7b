//! The doctor compares the rows of facts with the bodies that state them.

use crate::hub::Hub;
use base::{Day, Days, Id, Level, Tri};
use kernel::Caller;
use kernel::doctor::{State, examine};
use kernel::organisation::acts::{self, NewPresence};
use kernel::organisation::bulk::{self, NewLine, Origin};
use kernel::organisation::{IDENTITY, NewOrganisation};

fn act<F>(hub: &Hub, act: F) -> kernel::Done
where
    F: FnOnce(&mut kernel::Tx<'_>) -> base::Result<kernel::Done> + Send + 'static,
{
    hub.city.act_blocking(Caller::System("test"), None, act).unwrap()
}

fn presence(code: &str) -> NewPresence {
    NewPresence {
        code: code.into(),
        days: Days::since(Day::parse("2026-01-01").unwrap()),
        level: Level::SelfDeclared,
        evidence: None,
        issuer: None,
        issued: None,
    }
}

/// A city with single statements, a correction, a merge and an import; the position of the first statement.
fn lived(hub: &Hub) -> i64 {
    let register = |name: &str| {
        let new =
            NewOrganisation { name: Tri { ko: Some(name.into()), ..Tri::default() }, ..Default::default() };
        Id::parse(&act(hub, move |tx| acts::register(tx, new)).subject.id).unwrap()
    };
    let (one, two) = (register("가온"), register("나래"));
    let first = act(hub, move |tx| acts::state_presence(tx, one, presence("P2"))).position;
    let facts = hub.city.read_blocking(move |read| acts::presence(read, one, i64::MAX - 1)).unwrap();
    let (fact, left) = (facts[0].id, Day::parse("2026-06-01").unwrap());
    act(hub, move |tx| acts::end_presence(tx, one, fact, Some(left), "이전"));
    act(hub, move |tx| acts::merge(tx, two, one, "같은 곳"));
    let import = Id::new(hub.city.now(), hub.city.source().as_mut());
    let lines = (0..40).map(|n| NewLine {
        organisation: NewOrganisation {
            name: Tri { ko: Some(format!("파일 {n}")), ..Tri::default() },
            ..Default::default()
        },
        presence: (n % 2 == 0).then(|| presence("P1")),
    });
    let (lines, origin) = (lines.collect(), Origin { import, digest: "00".into(), left_out: 0 });
    act(hub, move |tx| bulk::import(tx, &origin, lines));
    first
}

fn broken(hub: &Hub) -> Vec<(&'static str, Option<String>)> {
    let checks = examine(&hub.city).unwrap().into_iter();
    checks
        .filter(|check| check.state == State::Broken)
        .map(|check| (check.says.key, check.says.fact("position").map(str::to_owned)))
        .collect()
}

#[test]
fn a_fact_changed_added_or_removed_by_hand_is_named_by_its_position() {
    let changes = [
        ("update fact set code = 'P5' where seq_in = {first}", 0),
        ("update fact set valid_from = valid_from + 1 where seq_in = {first}", 0),
        ("update fact set seq_out = null where seq_in = {first}", 1),
        ("delete from fact where kind = 'identity'", 2),
        ("update fact set level = 4 where id = (select max(id) from fact where code = 'P1')", 3),
        (
            "insert into fact (id, kind, subject, level, seq_in) values ('01890000-0000-7000-8000-000000000000', 'presence', 'organisation:x', 1, {first})",
            0,
        ),
    ];
    assert_eq!(IDENTITY.name, "identity");
    for (change, offset) in changes {
        Hub::on_each(&[], |hub| {
            let first = lived(&hub);
            assert_eq!(broken(&hub), []);
            let agreed = examine(&hub.city).unwrap();
            let agreed = agreed.iter().find(|check| check.says.key == "doctor-facts-agree").expect("a check");
            assert_eq!(
                agreed.says.fact("facts"),
                Some("23"),
                "two statements, a merge and twenty of the file"
            );
            let conn = db::Conn::open(hub.city.place()).unwrap();
            let off = match conn.is_postgres() {
                true => "alter table fact disable trigger all",
                false => "drop trigger fact_ends_once; drop trigger fact_kept",
            };
            conn.script("as an intruder", off).unwrap();
            conn.script("as an intruder", &change.replace("{first}", &first.to_string())).unwrap();
            let position = (first + offset).to_string();
            assert_eq!(broken(&hub), [("doctor-facts-differ", Some(position))], "{change}");
        });
    }
}
