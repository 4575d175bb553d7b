mod published;

use super::{Report, Request, recount};
use crate::columns::Rule;
use crate::error::{Kind, Problems};
use crate::generate::{Profile, write_people, write_quotas};
use crate::lottery::{Lottery, TOTAL};
use crate::problem::{Problem, Task};
use crate::publish;
use crate::read::PeopleColumns;

struct Files {
    quotas: Vec<u8>,
    people: Vec<u8>,
}

fn files() -> Files {
    let profile = Profile::city(100, 12);
    let quotas = profile.quotas().expect("quotas");
    let pool = profile.pool(&quotas, "recount").expect("people");
    let mut files = Files { quotas: vec![], people: vec![] };
    write_quotas(&mut files.quotas, &quotas).expect("a buffer takes everything");
    write_people(&mut files.people, &pool, &quotas).expect("a buffer takes everything");
    files
}

fn columns() -> PeopleColumns {
    PeopleColumns { id: Some("id".into()), address: vec!["address".into()] }
}

fn run(
    files: &Files,
    seed: &str,
    panel: Option<&str>,
    digest: Option<&str>,
    lottery: Option<&str>,
) -> Result<Report, Problems> {
    let mut panel = panel.map(str::as_bytes);
    let mut lottery = lottery.map(str::as_bytes);
    recount(Request {
        quotas: &mut files.quotas.as_slice(),
        people: &mut files.people.as_slice(),
        columns: columns(),
        task: Task::new(12, Rule::Leximin),
        seed,
        lottery: lottery.as_mut().map(|file| file as &mut dyn std::io::Read),
        digest,
        panel: panel.as_mut().map(|file| file as &mut dyn std::io::Read),
    })
}

#[test]
fn a_published_draw_is_repeated_byte_for_byte() {
    let files = files();
    let first = run(&files, "2026-11-21 lotto 4 8 15 16 23 42", None, None, None).expect("a report");
    assert!(first.agrees() && first.published.is_none());
    let panel = first.drawn.join("\n");
    let again = run(&files, &first.seed, Some(&panel), Some(&first.lottery_digest), None).expect("a report");
    assert_eq!(again.digest_same, Some(true));
    assert!(again.agrees() && again.text().contains("The panel is the published one."));
    assert_eq!(again.proven, Some(true));
    let repeated =
        run(&files, &first.seed, Some(&panel), Some(&first.lottery_digest), None).expect("a report");
    assert_eq!(again.json(), repeated.json());
    assert_eq!(serde_json::from_str::<serde_json::Value>(&again.json()).expect("JSON")["seats"], 12);
}

#[test]
fn another_seed_or_panel_is_seen() {
    let files = files();
    let first = run(&files, "one", None, None, None).expect("a report");
    let other = run(&files, "two", Some(&first.drawn.join("\n")), Some("00"), None).expect("a report");
    assert!(!other.agrees());
    let published = other.published.clone().expect("a comparison");
    assert_eq!(published.only_published.len(), published.only_repeated.len());
    assert!(other.text().contains("DIFFERS"));
}

#[test]
fn a_published_lottery_is_drawn_from_as_it_stands() {
    let files = files();
    let computed = run(&files, "three", None, None, None).expect("a report");
    let quotas = crate::read::quotas(files.quotas.as_slice()).expect("quotas");
    let pool = crate::read::people(files.people.as_slice(), &quotas, &columns()).expect("people");
    let problem = Problem::new(&pool, &quotas, Task::new(12, Rule::Leximin)).expect("a problem");
    let lottery = Lottery::of(&problem.mixture().expect("a mixture"), TOTAL);
    let text = publish::text(&lottery, &problem, &quotas);
    let read = run(&files, "three", None, Some(&computed.lottery_digest), Some(&text)).expect("a report");
    assert_eq!((&read.drawn, read.digest_same), (&computed.drawn, Some(true)));
    let forged = text.replacen("\"weight\":", "\"weight\":1", 1);
    let error = run(&files, "three", None, None, Some(&forged)).expect_err("weights that do not add up");
    assert!(matches!(error.list[0].kind, Kind::LotteryMismatch { .. }));
    for broken in ["", "{}", "[1]", "{\"format\":\"panels-lottery-1\",\"total\":0,\"panels\":[]}"] {
        let error = run(&files, "three", None, None, Some(broken)).expect_err(broken);
        assert!(matches!(error.list[0].kind, Kind::LotteryMismatch { .. }), "{broken}");
    }
}

#[test]
fn a_stranger_on_the_list_and_an_empty_seed_are_errors() {
    let files = files();
    let stranger = run(&files, "one", Some("nobody-1"), None, None).expect_err("a stranger");
    assert_eq!(stranger.list[0].kind, Kind::UnknownId { id: "nobody-1".into() });
    assert_eq!(run(&files, " \n", None, None, None).expect_err("no seed").list[0].kind, Kind::EmptySeed);
}
