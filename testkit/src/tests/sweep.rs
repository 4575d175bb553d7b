//! The daily sweep: what was kept long enough goes, once, and days off are caught up.

use crate::hub::Hub;
use base::{Day, PersonId};
use kernel::account::acts as accounts;
use kernel::person::{self, FieldVisibility, NewField, acts, key_owner};
use kernel::sweep::{self, Swept};
use kernel::{Caller, Request, evidence, journal};

fn field(name: &str, keep_until: Option<&str>) -> NewField {
    NewField {
        field: name.into(),
        text: "010-0000-0000".into(),
        visibility: FieldVisibility::Office,
        keep_until: keep_until.map(|day| Day::parse(day).unwrap()),
    }
}

fn fields(hub: &Hub, person: PersonId) -> Vec<String> {
    let fields = hub.city.read_blocking(move |read| person::store::fields(read, person)).unwrap();
    fields.into_iter().map(|(name, _, _)| name).collect()
}

fn register(hub: &Hub, fields: Vec<NewField>) -> PersonId {
    let person = acts::new_key(&hub.city).unwrap();
    let request = Request { id: format!("register-{person}"), fingerprint: "x".into() };
    hub.city
        .act_blocking(Caller::System("test"), Some(request), move |tx| acts::register(tx, person, &fields))
        .unwrap();
    person
}

#[test]
fn what_was_kept_long_enough_goes_once_and_nothing_else() {
    Hub::on_each(&[], |hub| {
        let today = field("phone", Some("2026-11-20"));
        let later = field("email", Some("2027-01-01"));
        let kept = register(&hub, vec![today, later, field("name_ko", None)]);
        assert_eq!(sweep::run(&hub.city).unwrap(), Swept::default(), "a field is kept through its last day");

        let gone = register(&hub, vec![field("name_ko", None)]);
        let orphan = acts::new_key(&hub.city).unwrap();
        hub.city
            .act_blocking(Caller::System("test"), None, move |tx| acts::erase(tx, gone, "본인 요청", "없음"))
            .unwrap();
        accounts::open_for_new_person(&hub.city, "kim@example.org", "a long pass phrase", None).unwrap();
        accounts::sign_in(&hub.city, "kim@example.org", "a long pass phrase").unwrap();
        let destroyed = sweep::run(&hub.city).unwrap();
        assert_eq!((destroyed.keys, destroyed.orphans, destroyed.sessions), (1, 0, 0));

        hub.clock.step(40 * 86_400);
        let hub = hub.reopen(false);
        let before = hub.city.position();
        let swept = sweep::run(&hub.city).unwrap();
        assert_eq!(swept, Swept { fields: 1, requests: 2, sessions: 1, jobs: 0, orphans: 1, keys: 0 });
        assert_eq!(fields(&hub, kept), ["email", "name_ko"]);
        let opened = hub.city.vault().seal(&key_owner(orphan), "x", b"x", [0; 12]);
        assert!(opened.is_err(), "the stray key is gone");
        assert!(hub.city.vault().seal(&key_owner(kept), "x", b"x", [0; 12]).is_ok());
        let entry =
            hub.city.read_blocking(move |read| journal::store::page(read, before, 10)).unwrap().remove(0);
        assert_eq!((entry.action.as_str(), entry.actor.as_str()), ("kernel.retention.sweep", "system:sweep"));
        assert_eq!(entry.body.as_deref(), Some("{\"before\":\"2026-12-30\",\"fields\":1}"), "counts only");

        let settled = hub.dump();
        assert_eq!(sweep::run(&hub.city).unwrap(), Swept::default());
        assert_eq!(hub.dump(), settled, "a second sweep writes nothing");
    });
}

#[test]
fn more_than_one_act_may_hold_is_swept_in_several() {
    let hub = Hub::new(&[]);
    let old: Vec<NewField> = (0..600).map(|n| field(&format!("note_{n:03}"), Some("2020-01-01"))).collect();
    let people = [register(&hub, old.clone()), register(&hub, old)];
    let before = hub.city.position();
    assert_eq!(sweep::run(&hub.city).unwrap().fields, 1_200);
    assert_eq!(hub.city.position(), before + 2);
    assert!(people.iter().all(|person| fields(&hub, *person).is_empty()));
}

#[test]
fn a_stray_key_is_found_behind_any_number_of_others_and_a_file_goes_with_its_key() {
    Hub::on_each(&[], |hub| {
        let city = &hub.city;
        let orphan = acts::new_key(city).unwrap();
        let stray = evidence::store_file(city, b"stray", "text/csv").unwrap();
        let used = evidence::store_file(city, b"used", "text/csv").unwrap();
        let form = evidence::Form::File(used.clone());
        let person = register(&hub, vec![field("phone", None)]);
        city.act_blocking(Caller::System("test"), None, move |tx| {
            evidence::register(tx, &form, None, None, base::Level::Attested)?;
            acts::state(tx, person, &[field("note", None)])
        })
        .unwrap();
        // Owners that come first in order, more than any page holds.
        let keys = db::Conn::open(&db::Place::file(hub.path("keys/keys.db"))).unwrap();
        let many = "insert into vault_key (owner, nonce, wrapped, created)
            with recursive n (i) as (select 1 union all select i + 1 from n where i < 10500)
            select 'archive:' || i, zeroblob(12), zeroblob(48), 0 from n";
        keys.script("making keys", many).unwrap();

        hub.clock.step(2 * 3_600);
        assert_eq!(sweep::run(city).unwrap().orphans, 2);
        let has_key = |owner: &str| city.vault().seal(owner, "x", b"x", [0; 12]).is_ok();
        assert!(!has_key(&key_owner(orphan)) && has_key(&key_owner(person)));
        assert!(!has_key(&format!("file:{}", stray.id)) && has_key(&format!("file:{}", used.id)));
        let files = |id: base::Id| hub.path("files").join(id.to_string()).exists();
        assert!(!files(stray.id), "the sealed bytes are gone with their key");
        assert!(files(used.id));
        assert_eq!(evidence::open_file(city, &used).unwrap().unwrap(), b"used");
    });
}
