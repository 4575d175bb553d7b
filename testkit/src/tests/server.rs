//! Accidents of a PostgreSQL server: kill -9 of all its processes, and power cuts.

use super::power::{found, open};
use super::survivors::{self, Acknowledged};
use crate::server::Server;
use base::Seeded;
use db::Place;
use kernel::City;
use std::sync::Mutex;

const CALLERS: usize = 4;
/// Checkpoints often, so that accidents also fall into them.
const OFTEN: [&str; 3] = ["max_wal_size=4MB", "min_wal_size=2MB", "checkpoint_timeout=30s"];

/// Several callers act; at the `count`th acknowledgement the server is killed by whoever got it.
fn act_until_killed(city: &City, server: &Server, round: u64, count: usize) -> Vec<Acknowledged> {
    let acknowledged = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            let acknowledged = &acknowledged;
            scope.spawn(move || {
                for number in 0.. {
                    let key = format!("{round}-{caller}-{number}");
                    let Ok(done) = survivors::act(city, &key) else { return };
                    let reached = {
                        let mut acknowledged = acknowledged.lock().expect("nobody panics");
                        acknowledged.push((done.position, key));
                        acknowledged.len()
                    };
                    if reached == count {
                        server.kill();
                    }
                }
            });
        }
    });
    acknowledged.into_inner().expect("nobody panics")
}

/// Accidents one after another; acknowledged acts that were lost, and how many there were. None without what it needs.
fn accidents(power: bool, more: &[&str], rounds: u64) -> Option<(usize, usize)> {
    let folder = tempfile::Builder::new().prefix("bitgoeul-accident-").tempdir().expect("a temporary folder");
    let server = Server::new(folder.path(), power)?;
    let settings: Vec<&str> = OFTEN.iter().chain(more).copied().collect();
    let (mut random, mut lost, mut acts) = (Seeded::new(5), 0, 0);
    let keys = folder.path().join("city");
    let mut acknowledged: Vec<Acknowledged> = Vec::new();
    for round in 0..=rounds {
        let place = Place::schema(&server.start(&settings), "accident").expect("a plain name");
        let city = open(&keys, place);
        if round == 0 {
            found(&city);
            // What stands before the first accident is durable whatever the settings say.
            let conn = db::Conn::open(city.place()).expect("a connection");
            conn.script("making durable", "checkpoint").expect("a checkpoint");
        } else {
            let missing = survivors::lost(&city, &acknowledged);
            lost += missing;
            if missing > 0 {
                acknowledged.clear();
            }
        }
        if round < rounds {
            let new = act_until_killed(&city, &server, round, 1 + random.below(200) as usize);
            acts += new.len();
            acknowledged.extend(new);
            drop(city);
            server.forget(random.next_u64());
        } else {
            drop(city);
            server.kill();
        }
    }
    Some((lost, acts))
}

fn say(what: &str, rounds: u64, found: Option<(usize, usize)>) -> Option<(usize, usize)> {
    match found {
        Some((lost, acts)) => {
            eprintln!("{what}: {acts} acknowledged acts over {rounds} accidents, {lost} lost")
        }
        None => crate::skip::skipped(what, "PostgreSQL and a C compiler"),
    }
    found
}

#[test]
fn no_kill_of_the_server_loses_an_acknowledged_act() {
    let rounds = survivors::rounds(3);
    if let Some((lost, acts)) = say("killed servers", rounds, accidents(false, &[], rounds)) {
        assert_eq!(lost, 0);
        assert!(acts > 10, "too few acts to tell: {acts}");
    }
}

#[test]
fn no_power_cut_of_the_server_loses_an_acknowledged_act() {
    let rounds = survivors::rounds(3);
    if let Some((lost, acts)) = say("servers without power", rounds, accidents(true, &[], rounds)) {
        assert_eq!(lost, 0);
        assert!(acts > 10, "too few acts to tell: {acts}");
    }
}

#[test]
fn with_less_sync_the_same_power_cuts_lose_acknowledged_acts() {
    let rounds = survivors::rounds(3);
    let found = accidents(true, &["synchronous_commit=off"], rounds);
    if let Some((lost, _)) = say("servers without power and with less sync", rounds, found) {
        assert!(lost > 0, "the test would not notice a disk that forgets");
    }
}
