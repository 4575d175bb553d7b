//! Batch poisoning: a bad act between two good ones. Every good one is acknowledged and there, or neither.

use super::power::{found, open};
use super::survivors;
use crate::hub::Hub;
use crate::power::Disk;
use db::place::Sync;
use db::{Place, Read, Sql};
use kernel::account::Caller;
use kernel::{City, Done, Tx};
use std::sync::mpsc;

type Poison = fn(&mut Tx<'_>) -> base::Result<Done>;

const BREAK: Sql = Sql::new(
    "test.poison.break",
    "insert into role_grant (id, person, role, seq_in) values ('x', 'nobody', 'officer', 1), ('x', 'nobody', 'officer', 1)",
);
const FILL: Sql = Sql::new(
    "test.poison.fill",
    "insert into link (id, from_ref, verb, to_ref, seq_in) select 'l' || e.seq || '-' || f.seq, 'a', 'b', ?1, 1
       from journal_entry e, journal_entry f",
);
const PAGES: Sql = Sql::new("test.poison.pages", "select page_count from pragma_page_count() limit 1");

fn panics(_: &mut Tx<'_>) -> base::Result<Done> {
    panic!("this act panics on purpose")
}

fn breaks_a_constraint(tx: &mut Tx<'_>) -> base::Result<Done> {
    tx.execute(&BREAK, &[])?;
    unreachable_done(tx)
}

/// Writes until nothing more fits. On PostgreSQL the server is asked to say what it says when its disk is full.
fn fills_the_disk(tx: &mut Tx<'_>) -> base::Result<Done> {
    if tx.conn().is_postgres() {
        tx.conn().script(
            "filling the disk",
            "do $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$",
        )?;
        return unreachable_done(tx);
    }
    let pages: i64 = tx.one(&PAGES, &[], |row| row.get(0))?;
    tx.conn().script("filling the disk", &format!("pragma max_page_count={}", pages + 2))?;
    let long = "x".repeat(3_000);
    let filled = tx.execute(&FILL, &[(&long).into()]);
    // The next ones shall find room again, as if files had been removed meanwhile.
    let _ = tx.conn().script("making room", "pragma max_page_count=4294967294");
    filled?;
    unreachable_done(tx)
}

/// Ends the whole transaction, as SQLite does by itself after some errors and a broken connection always does.
fn ends_the_batch(tx: &mut Tx<'_>) -> base::Result<Done> {
    let end =
        if tx.conn().is_postgres() { "select pg_terminate_backend(pg_backend_pid())" } else { "rollback" };
    tx.conn().script("ending the batch", end)?;
    Err(base::Fault::new("ending the batch", "on purpose").into())
}

fn unreachable_done(tx: &mut Tx<'_>) -> base::Result<Done> {
    let subject = base::Ref::new("city", "testville");
    tx.record(&kernel::city::OPEN_BRANCH, subject, None, &serde_json::json!({}), &[])
}

/// The poison between two good acts, all three waiting when the batch begins; which of the good ones were acknowledged.
fn between_two_good(city: &City, name: &str, poison: Poison) -> [bool; 2] {
    let (release, gate) = mpsc::channel::<()>();
    let hold = city.tidy(move |_| {
        let _ = gate.recv();
        Ok(())
    });
    let good = |number: u8| {
        let (city, key) = (city.clone(), format!("{name}-{number}"));
        async move { survivors::act_async(&city, &key).await.is_ok() }
    };
    let bad = city.act(Caller::System("test"), None, poison);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    // Joined futures are begun in this order, so the queue is: hold, good, bad, good.
    let (held, first, bad, last, ()) = runtime.block_on(async {
        tokio::join!(hold, good(1), bad, good(2), async { release.send(()).expect("the writer waits") })
    });
    assert!(bad.is_err(), "the poison was acknowledged");
    drop(held);
    [first, last]
}

fn is_there(city: &City, key: &str) -> bool {
    let key = key.to_owned();
    city.read_blocking(move |read| kernel::organisation::store::by_source(read, &key))
        .expect("reading")
        .is_some()
}

/// Good acts are acknowledged and there, or neither; nothing else is left.
fn poisoned(city: &City, name: &str, poison: Poison) -> [bool; 2] {
    let before = city.position();
    let acknowledged = between_two_good(city, name, poison);
    let there = [1, 2].map(|number| is_there(city, &format!("{name}-{number}")));
    assert_eq!(acknowledged, there, "{name}");
    let count = acknowledged.iter().filter(|good| **good).count() as i64;
    assert_eq!(city.position(), before + count, "{name}");
    survivors::act(city, &format!("{name}-after")).expect("the writer goes on");
    assert_eq!(survivors::lost(city, &[]), 0);
    acknowledged
}

#[test]
fn a_bad_act_between_two_good_ones_harms_neither() {
    Hub::on_each(&[], |hub| {
        assert_eq!(poisoned(&hub.city, "panic", panics), [true, true]);
        assert_eq!(poisoned(&hub.city, "constraint", breaks_a_constraint), [true, true]);
        // A full disk may take the whole batch along; what counts is checked inside.
        poisoned(&hub.city, "full", fills_the_disk);
    });
}

#[test]
fn when_the_whole_transaction_ends_nobody_is_acknowledged() {
    Hub::on_each(&[], |hub| {
        assert_eq!(poisoned(&hub.city, "end", ends_the_batch), [false, false]);
    });
}

#[test]
fn a_disk_that_is_full_at_the_commit_acknowledges_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new();
    let place =
        Place::Sqlite { file: folder.path().join("city.db"), sync: Sync::Full, vfs: Some(disk.layer()) };
    let city = open(folder.path(), place);
    found(&city);
    survivors::act(&city, "before").unwrap();
    disk.fill(true);
    let position = city.position();
    assert!((0..3).all(|number| survivors::act(&city, &format!("full-{number}")).is_err()));
    assert_eq!(city.position(), position);
    disk.fill(false);
    let done = survivors::act(&city, "again").unwrap();
    assert_eq!(done.position, position + 1);
    assert!(!is_there(&city, "full-0"));
    assert_eq!(survivors::lost(&city, &[(done.position, "again".into())]), 0);
}
