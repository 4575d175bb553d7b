//! Restarts, torn files, two processes, another city: what was pushed stays, or is asked for again.

use super::city::{Act, City};
use super::{engine, lines, question};
use crate::{Query, Settings};
use base::query::{Changes, Engine as _, QueryError, Refusal};
use std::path::{Path, PathBuf};

const COUNT: &str = "select count(*) as n, sum(amount) as total from headcount_v1";

fn city() -> City {
    let acts: Vec<Act> = (1..200_u8).map(|n| Act::State(1, n % 30, None, i64::from(n))).collect();
    let mut city = City::of(&acts);
    (0..20).for_each(|which| city.act(&Act::End(which * 3)));
    city
}

fn filled(folder: &Path) -> (City, Vec<String>) {
    let city = city();
    let open = engine(folder, 50);
    for up_to in (10..=city.position).step_by(10).chain([city.position]) {
        open.push(city.changes(open.reached(), up_to)).unwrap();
    }
    open.flush().unwrap();
    let answer = lines(&open.ask_blocking(question(COUNT)).unwrap());
    assert_eq!(open.in_memory().0, 0);
    (city, answer)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "parquet"))
        .collect();
    all.sort();
    all
}

#[test]
fn a_restart_goes_on_where_the_files_end() {
    let folder = tempfile::tempdir().unwrap();
    let (mut city, answer) = filled(folder.path());
    let open = engine(folder.path(), 50);
    assert_eq!(open.reached(), city.position);
    assert_eq!(lines(&open.ask_blocking(question(COUNT)).unwrap()), answer);
    // What is only in memory is asked for again.
    let written = city.position;
    city.act(&Act::State(1, 3, None, 77));
    open.push(city.changes(written, city.position)).unwrap();
    drop(open);
    assert_eq!(engine(folder.path(), 50).reached(), written);
}

#[test]
fn a_torn_file_is_found_and_everything_is_asked_for_again() {
    let tear: [fn(&Path); 4] = [
        |file| std::fs::remove_file(file).unwrap(),
        |file| std::fs::write(file, &std::fs::read(file).unwrap()[..100]).unwrap(),
        |file| {
            let mut bytes = std::fs::read(file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(file, bytes).unwrap();
        },
        |file| std::fs::write(file.parent().unwrap().join("facts.json"), "{\"form\":1,").unwrap(),
    ];
    for tear in tear {
        let folder = tempfile::tempdir().unwrap();
        let (city, answer) = filled(folder.path());
        tear(&files(folder.path())[0]);
        let open = engine(folder.path(), 50);
        assert_eq!(open.reached(), 0);
        open.push(city.changes(0, city.position)).unwrap();
        assert_eq!(lines(&open.ask_blocking(question(COUNT)).unwrap()), answer);
        open.flush().unwrap();
        drop(open);
        assert_eq!(engine(folder.path(), 50).reached(), city.position);
    }
}

#[test]
fn what_an_unfinished_write_left_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let (city, answer) = filled(folder.path());
    let named = files(folder.path());
    std::fs::write(folder.path().join("headcount-live-999.parquet"), "half").unwrap();
    std::fs::write(folder.path().join("headcount-live-1000.part"), "half").unwrap();
    let open = engine(folder.path(), 50);
    assert_eq!((open.reached(), files(folder.path())), (city.position, named));
    assert!(!folder.path().join("headcount-live-1000.part").exists());
    assert_eq!(lines(&open.ask_blocking(question(COUNT)).unwrap()), answer);
}

#[test]
fn a_second_process_reads_and_leaves_the_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut city, _) = filled(folder.path());
    let first = engine(folder.path(), 50);
    let second = engine(folder.path(), 50);
    let before = files(folder.path());
    let written = city.position;
    (0..100).for_each(|n| city.act(&Act::State(1, 3, None, n)));
    second.push(city.changes(written, city.position)).unwrap();
    second.flush().unwrap();
    assert_eq!(files(folder.path()), before);
    // The first goes on, joins files and removes those it joined; the second keeps what it opened.
    first.push(city.changes(written, city.position)).unwrap();
    first.flush().unwrap();
    let answers = [&first, &second].map(|open| lines(&open.ask_blocking(question(COUNT)).unwrap()));
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn a_folder_of_another_city_is_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let other = Query::open(folder.path(), "another", Settings::default()).unwrap();
    assert_eq!(other.reached(), 0);
    assert_eq!(lines(&other.ask_blocking(question(COUNT)).unwrap()), ["0|-"]);
}

#[test]
fn changes_come_in_order_and_those_known_pass() {
    let folder = tempfile::tempdir().unwrap();
    let city = city();
    let open = engine(folder.path(), 1_000);
    open.push(city.changes(0, 40)).unwrap();
    let answer = lines(&open.ask_blocking(question(COUNT)).unwrap());
    open.push(city.changes(0, 40)).unwrap();
    open.push(city.changes(20, 30)).unwrap();
    assert_eq!(lines(&open.ask_blocking(question(COUNT)).unwrap()), answer);
    for after in [30, 50] {
        let gap = open.push(city.changes(after, 60)).unwrap_err();
        assert!(matches!(gap, QueryError::Refused(Refusal::Moved { reached: 40, .. })), "{gap}");
    }
    // An end of a fact that was never given stops the push, and the engine stands where it stood.
    let mut stranger = city.facts[150].clone();
    stranger.seq_out = Some(41);
    let push = Changes { after: 40, up_to: 41, stated: vec![], ended: vec![stranger] };
    assert!(matches!(open.push(push), Err(QueryError::Fault(_))));
    assert_eq!(open.reached(), 40);
}

#[test]
fn a_reset_forgets_and_a_rebuild_answers_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (city, answer) = filled(folder.path());
    let open = engine(folder.path(), 50);
    open.reset().unwrap();
    assert_eq!(open.reached(), 0);
    assert_eq!(lines(&open.ask_blocking(question(COUNT)).unwrap()), ["0|-"]);
    open.push(city.changes(0, city.position)).unwrap();
    assert_eq!(lines(&open.ask_blocking(question(COUNT)).unwrap()), answer);
}
