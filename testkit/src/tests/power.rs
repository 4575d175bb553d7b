//! Power cuts: what SQLite or PostgreSQL acknowledged is there, what it did not acknowledge is whole or not there.

use super::survivors::{self, Acknowledged};
use crate::TestClock;
use crate::hub::{START, opening};
use crate::power::Disk;
use base::{Seeded, Tri};
use db::Place;
use db::place::Sync;
use kernel::{About, City, Opening};
use std::path::Path;
use std::sync::{Arc, Mutex};

const CALLERS: usize = 4;

pub fn open(folder: &Path, place: Place) -> City {
    let opening = opening(folder, Some(place), Arc::new(TestClock::at(START)), &[kernel::MIGRATIONS]);
    // Another process after each accident: other ids, salts and nonces.
    let source: kernel::city::SourceMaker = Arc::new(|| Box::new(Real));
    City::open(Opening { source, ..opening }).expect("opening after the accident")
}

/// The machine's own randomness.
struct Real;

impl base::Source for Real {
    fn fill(&mut self, bytes: &mut [u8]) {
        use std::io::Read as _;
        let mut random = std::fs::File::open("/dev/urandom").expect("a machine has randomness");
        random.read_exact(bytes).expect("a machine has randomness");
    }
}

pub fn found(city: &City) {
    let about = About {
        slug: "testville".into(),
        name: Tri { ko: Some("시험시".into()), ..Tri::default() },
        zone: "Asia/Seoul".into(),
        synthetic: true,
        official: false,
        branch: "main".into(),
    };
    city.found(about).expect("founding");
}

/// Several callers act until the accident; what was acknowledged.
pub fn act_until_it_fails(city: &City, round: u64) -> Vec<Acknowledged> {
    let acknowledged = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            let acknowledged = &acknowledged;
            scope.spawn(move || {
                for number in 0.. {
                    let key = format!("{round}-{caller}-{number}");
                    let Ok(done) = survivors::act(city, &key) else { return };
                    acknowledged.lock().expect("nobody panics").push((done.position, key));
                }
            });
        }
    });
    acknowledged.into_inner().expect("nobody panics")
}

fn copy_keys(from: &Path, to: &Path) {
    std::fs::create_dir_all(to.join("keys")).expect("a folder");
    for name in ["master.key", "signing.key"] {
        std::fs::copy(from.join("keys").join(name), to.join("keys").join(name)).expect("copying a key");
    }
}

/// A founded city in `to`, as a disk left it.
fn begin(from: &Path, to: &Path) {
    let disk = Disk::new();
    std::fs::create_dir_all(from).expect("a folder");
    let place = Place::Sqlite { file: from.join("city.db"), sync: Sync::Full, vfs: Some(disk.layer()) };
    found(&open(from, place));
    copy_keys(from, to);
    disk.cut(to, 1);
}

/// Cuts the power `rounds` times, each time at another write or sync; how many acknowledged acts were lost, and of
/// how many.
fn cuts(sync: Sync, rounds: u64, seed: u64) -> (usize, usize) {
    let all = tempfile::tempdir().expect("a temporary folder");
    let mut random = Seeded::new(seed);
    let (mut lost, mut acts) = (0, 0);
    let mut acknowledged: Vec<Acknowledged> = Vec::new();
    begin(&all.path().join("begin"), &all.path().join("0"));
    for round in 0..rounds {
        let (here, next) = (all.path().join(round.to_string()), all.path().join((round + 1).to_string()));
        let disk = Disk::new();
        let place = Place::Sqlite { file: here.join("city.db"), sync, vfs: Some(disk.layer()) };
        let city = open(&here, place);
        // Every other round is long enough to reach into checkpoints, where the log moves into the file.
        disk.cut_after(random.below(if round % 2 == 0 { 900 } else { 12_000 }) as i64);
        let new = act_until_it_fails(&city, round);
        assert!(disk.is_dead(), "the acts ended before the power did");
        acts += new.len();
        acknowledged.extend(new);
        copy_keys(&here, &next);
        disk.cut(&next, random.next_u64());
        drop(city);
        // A city closes its files a moment after it is dropped; the next disk shall find them untouched.
        let look = all.path().join(format!("look-{round}"));
        copy_keys(&next, &look);
        for found in std::fs::read_dir(&next).expect("a folder").filter_map(Result::ok) {
            if found.path().is_file() {
                std::fs::copy(found.path(), look.join(found.file_name())).expect("copying");
            }
        }
        let city = open(&look, Place::file(look.join("city.db")));
        let missing = survivors::lost(&city, &acknowledged);
        lost += missing;
        // Fifty rounds with their logs would fill a disk of their own.
        let _ = (std::fs::remove_dir_all(&look), std::fs::remove_dir_all(&here));
        if missing > 0 {
            // What is lost stays lost; each round counts its own.
            acknowledged.clear();
        }
    }
    (lost, acts)
}

#[test]
fn no_power_cut_loses_an_acknowledged_act() {
    let (lost, acts) = cuts(Sync::Full, survivors::rounds(8), 1);
    eprintln!("{acts} acknowledged acts over {} power cuts, {lost} lost", survivors::rounds(8));
    assert_eq!(lost, 0);
    assert!(acts > 100, "too few acts to tell: {acts}");
}

#[test]
fn with_less_sync_the_same_test_loses_acknowledged_acts() {
    let (lost, acts) = cuts(Sync::Normal, survivors::rounds(8), 1);
    eprintln!("{acts} acknowledged acts, {lost} lost, as expected with less sync");
    assert!(lost > 0, "the test would not notice a disk that forgets");
}
