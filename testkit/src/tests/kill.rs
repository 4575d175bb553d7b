//! kill -9 at a random moment: of the program, and of a whole PostgreSQL server.

use super::power::{found, open};
use super::survivors::{self, Acknowledged};
use crate::hub::{Database, Hub};
use base::Seeded;
use db::Place;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

const FOLDER: &str = "BITGOEUL_KILL_FOLDER";
const URL: &str = "BITGOEUL_KILL_URL";
const SCHEMA: &str = "BITGOEUL_KILL_SCHEMA";
const ROUND: &str = "BITGOEUL_KILL_ROUND";
const CALLERS: usize = 4;

/// The program that is killed: this test's own binary, started again with a folder in its environment. Without one it
/// has nothing to do.
#[test]
fn the_program_that_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let place = match (std::env::var(URL), std::env::var(SCHEMA)) {
        (Ok(url), Ok(schema)) => Place::schema(&url, &schema).unwrap(),
        _ => Place::file(Path::new(&folder).join("city.db")),
    };
    let (city, round) = (open(Path::new(&folder), place), std::env::var(ROUND).unwrap());
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            let (city, round) = (&city, &round);
            scope.spawn(move || {
                for number in 0.. {
                    let key = format!("{round}-{caller}-{number}");
                    let done = survivors::act(city, &key).expect("the parent kills us before anything fails");
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "\nacknowledged {} {key}", done.position).expect("the parent listens");
                    out.flush().expect("the parent listens");
                }
            });
        }
    });
}

/// Starts the program, reads `count` acknowledgements, kills it, and reads what it still had said.
fn run_and_kill(folder: &Path, place: &Place, round: u64, count: u64) -> Vec<Acknowledged> {
    let mut command = Command::new(std::env::current_exe().expect("a program has a path"));
    command.args(["tests::kill::the_program_that_is_killed", "--exact", "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, folder).env(ROUND, round.to_string());
    if let Place::Postgres { url, schema } = place {
        command.env(URL, url).env(SCHEMA, schema);
    }
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starting");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut acknowledged = Vec::new();
    while let Some(Ok(line)) = lines.next() {
        let Some((position, key)) = line.strip_prefix("acknowledged ").and_then(|rest| rest.split_once(' '))
        else {
            continue;
        };
        acknowledged.push((position.parse().expect("a position"), key.to_owned()));
        if acknowledged.len() as u64 == count {
            child.kill().expect("killing our own child");
        }
    }
    child.wait().expect("the child ends");
    assert!(acknowledged.len() as u64 >= count, "the program ended by itself");
    acknowledged
}

#[test]
fn no_kill_loses_an_acknowledged_act() {
    for database in [Database::Sqlite, Database::Postgres] {
        let folder = tempfile::tempdir().unwrap();
        let Some(place) = Hub::place(database, folder.path()) else {
            crate::skip::skipped("no_kill_loses_an_acknowledged_act", "PostgreSQL");
            continue;
        };
        found(&open(folder.path(), place.clone()));
        let (mut random, mut acknowledged) = (Seeded::new(9), Vec::new());
        for round in 0..survivors::rounds(4) {
            acknowledged.extend(run_and_kill(folder.path(), &place, round, 1 + random.below(300)));
            let city = open(folder.path(), place.clone());
            assert_eq!(survivors::lost(&city, &acknowledged), 0, "round {round} on {database:?}");
        }
        eprintln!("{database:?}: {} acknowledged acts, none lost", acknowledged.len());
    }
}
