//! What must be true of a city after any accident, shared by the tests that cause accidents.

use base::{Days, Level, Ref, Tri};
use db::{Read, Sql};
use kernel::account::Caller;
use kernel::fact::Statement;
use kernel::journal::store;
use kernel::journal::verify::{self, Trusted};
use kernel::organisation::acts;
use kernel::organisation::{self, NewOrganisation};
use kernel::{City, Done, Tx};
use serde_json::json;

/// An act that was acknowledged: its position and the key of what it made.
pub type Acknowledged = (i64, String);

const COUNTS: Sql = Sql::new(
    "test.survivors.counts",
    "select (select count(*) from organisation), (select count(*) from fact),
            (select count(*) from journal_entry where action = 'register.organisation.register')",
);
const HALF: Sql = Sql::new(
    "test.survivors.half",
    "select count(*) from organisation o
      where not exists (select 1 from fact f where f.subject = 'organisation:' || o.id and f.seq_in = o.seq)
         or not exists (select 1 from organisation_name n where n.organisation = o.id and n.seq_in = o.seq)
         or not exists (select 1 from journal_entry e where e.seq = o.seq and e.subject = 'organisation:' || o.id)",
);

/// How often accidents are caused: a few times in the default suite, fifty times when all tests are asked for.
pub fn rounds(few: u64) -> u64 {
    if std::env::var_os("BITGOEUL_TEST_ALL").is_some() { 50 } else { few }
}

/// Registers an organisation and states its presence, in one act: rows in four tables and an entry.
pub fn act(city: &City, key: &str) -> base::Result<Done> {
    let (new, request) = (organisation(key), request(key));
    city.act_blocking(Caller::System("test"), Some(request), move |tx| both(tx, new))
}

/// The same, awaited.
pub async fn act_async(city: &City, key: &str) -> base::Result<Done> {
    let (new, request) = (organisation(key), request(key));
    city.act(Caller::System("test"), Some(request), move |tx| both(tx, new)).await
}

fn organisation(key: &str) -> NewOrganisation {
    NewOrganisation {
        name: Tri { ko: Some(format!("기관 {key}")), ..Tri::default() },
        source_key: Some(key.to_owned()),
        ..Default::default()
    }
}

fn request(key: &str) -> kernel::Request {
    kernel::Request { id: key.to_owned(), fingerprint: key.to_owned() }
}

fn both(tx: &mut Tx<'_>, new: NewOrganisation) -> base::Result<Done> {
    let (new, id, year) = (new.checked()?, tx.new_id(), tx.today().year());
    let number = tx.next_number("ORG", year)?;
    organisation::store::insert(tx, id, &number, &new)?;
    let subject = Ref::new(organisation::KIND.name, id);
    let says = Statement {
        code: Some("P1".into()),
        ..Statement::new(&organisation::PRESENCE, subject.clone(), Days::ALWAYS, Level::SelfDeclared)
    };
    let fact = kernel::fact::state(tx, &organisation::PRESENCE, &says)?;
    let body = json!({"number": number, "says": new, "fact": fact});
    tx.record(&acts::REGISTER, subject, Some(&number), &body, &[])
}

/// Acknowledged acts that are not there any more. Everything that is there must be whole.
pub fn lost(city: &City, acknowledged: &[Acknowledged]) -> usize {
    let missing = acknowledged.iter().filter(|(position, key)| {
        let (position, key) = (*position, key.clone());
        let there = city.read_blocking(move |read| {
            let id = organisation::store::by_source(read, &key)?;
            let entry = store::page(read, position - 1, 1)?.pop();
            let subject = id.map(|id| format!("organisation:{id}"));
            Ok(subject.is_some() && entry.is_some_and(|e| e.seq == position && Some(e.subject) == subject))
        });
        !there.expect("reading after the accident")
    });
    let missing = missing.count();
    let (organisations, facts, entries): (i64, i64, i64) = city
        .read_blocking(|read| read.one(&COUNTS, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))))
        .expect("counting");
    assert_eq!((organisations, facts), (entries, entries), "an act left a part of itself");
    let half: i64 = city.read_blocking(|read| read.one(&HALF, &[], |row| row.get(0))).expect("counting");
    assert_eq!(half, 0, "an act left a part of itself");
    let verdict = verify::of_city(city, &Trusted::default()).expect("verifying");
    assert_eq!(verdict.finding(), None);
    assert_eq!(verdict.report().entries, city.position());
    for check in kernel::doctor::examine(city).expect("examining") {
        assert_ne!(check.state, kernel::doctor::State::Broken, "{:?}", check.says);
    }
    missing
}
