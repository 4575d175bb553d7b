//! Numbers end to end, counted by the real engine: every measure of the made-up city, what each reader sees, what is
//! kept and compared, and definitions that must not become public.

use super::town::{Ask, Asker, Town};
use area_tower::measure::acts;
use area_tower::measure::count::{Asked, Counted, count_blocking};
use area_tower::measure::store::{Seeing, find, newest};
use area_tower::measure::trial::trial;
use base::Day;
use kernel::Role;
use kernel::organisation::acts as organisations;
use serde_json::Value;
use std::sync::Arc;
use testkit::Database;

const ALL: [&str; 7] =
    ["firms-present", "jobs", "outcomes", "person-months", "presence-by-signing", "promises-kept", "talents"];

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// The small made-up city with all its facts in the engine.
fn filled() -> Town {
    let (town, _) = Town::with_pack();
    kernel::fact::feed::catch_up(&town.hub.city).expect("the engine takes the facts");
    town
}

fn counted(town: &Town, id: &'static str, as_of: &str, position: Option<i64>) -> Arc<Counted> {
    let held =
        town.hub.city.read_blocking(move |read| newest(read, id, Seeing::Internal)).expect("a measure");
    let asked = Asked { as_of: day(as_of), position, minimum: None };
    count_blocking(&town.hub.city, &held, asked).unwrap_or_else(|e| panic!("{id}: {e}"))
}

fn number(answer: &Value, name: &str) -> i64 {
    answer["count"]["groups"][0]["whole"][name].as_i64().unwrap_or_else(|| panic!("{name} of {answer}"))
}

#[test]
fn every_measure_is_counted_and_its_rows_are_its_value() {
    let town = filled();
    let officer = town.signed_in(Role::Officer, None);
    for id in ALL {
        let answer = town.send(&officer, Ask::get(&format!("/api/v1/measures/{id}?as_of=2026-11-20"))).json();
        assert_eq!(answer["problem"], Value::Null, "{id}: {}", answer["problem"]);
        let whole = counted(&town, id, "2026-11-20", None);
        let value = measures::of(whole.headline_rows());
        assert!(value.population > 0, "{id} counts nothing");
        assert_eq!(number(&answer, "value"), value.value, "{id}");
        assert_eq!(
            number(&answer, "yes") + number(&answer, "no") + number(&answer, "unknown"),
            value.population
        );
        let mut rows = 0;
        let mut after = Some(0);
        while let Some(from) = after {
            let page = town
                .send(
                    &officer,
                    Ask::get(&format!("/api/v1/measures/{id}/rows?as_of=2026-11-20&after={from}")),
                )
                .json();
            rows += page["items"].as_array().expect("rows").len();
            after = page["next"].as_u64();
        }
        assert_eq!(rows, whole.rows.len(), "{id}");
        for lang in ["ko", "en", "zh"] {
            let page = town.send(&Asker::Visitor, Ask::get(&format!("/measures/{id}?lang={lang}")));
            assert_eq!(page.status, 200, "{id}: {}", page.visible());
            assert!(!page.text().contains(">tower-"), "{id} in {lang} lacks a word");
        }
    }
}

#[test]
fn who_asks_of_the_past_changes_nothing_of_what_others_see_now() {
    let town = filled();
    let now = || {
        let list = town.send(&Asker::Visitor, Ask::get("/api/v1/measures")).json();
        let items = list["items"].as_array().expect("measures").clone();
        let shown = items.into_iter().find(|item| item["id"] == "firms-present").expect("firms");
        (shown["count"]["value"].as_i64().expect("a number"), shown["position"].as_i64().expect("a position"))
    };
    // Asked of the past first, when nobody had counted it yet as of now.
    let then = town.send(&Asker::Visitor, Ask::get("/api/v1/measures/firms-present?at=5")).json();
    assert_eq!(then["count"]["has_list"], false, "nothing was on record then: {then}");
    assert!(now().0 > 0);
    let first = now();
    for at in [3, 7] {
        town.send(&Asker::Visitor, Ask::get(&format!("/api/v1/measures/firms-present?at={at}")));
        assert_eq!(now(), first);
    }
}

#[test]
fn a_pack_for_the_council_holds_what_everyone_sees_and_never_a_list_of_people() {
    let town = filled();
    let officer = town.signed_in(Role::Officer, None);
    for (id, asked, is_public) in [("talents", "?as_of=2026-11-20", false), ("firms-present", "", true)] {
        let answer = town.send(&officer, Ask::get(&format!("/measures/{id}/pack.zip{asked}")));
        assert_eq!(answer.status, 200, "{id}");
        let disposition = answer.headers.get("content-disposition").expect("a name").to_str().expect("text");
        assert_eq!(!disposition.contains("-internal.zip"), is_public, "{disposition}");
        let files = super::questions::unzipped(&answer.body);
        let has = |name: &str| files.iter().any(|(known, _)| known == name);
        assert_eq!((has("rows.csv"), has("rows-not-public.txt")), (is_public, !is_public), "{id}");
        for (name, bytes) in &files {
            assert!(!String::from_utf8_lossy(bytes).contains("person:"), "{id}: {name} names people");
        }
    }
}

#[test]
fn what_was_known_then_can_be_counted_again_and_differences_sum() {
    let town = filled();
    let before = counted(&town, "firms-present", "2026-11-20", None);
    // A firm that counted is found to have left: its presence is ended, and what it was counted by is corrected.
    let gone =
        before.rows.iter().find(|row| row.part == measures::Part::Yes).expect("a firm that counts").clone();
    let fact = base::Id::parse(gone.record.trim_start_matches("fact:")).expect("a fact");
    let firm = base::Id::parse(gone.unit.trim_start_matches("organisation:")).expect("a firm");
    town.act(move |tx| organisations::end_presence(tx, firm, fact, Some(day("2026-11-01")), "떠남"));
    kernel::fact::feed::catch_up(&town.hub.city).expect("the engine takes the facts");
    let after = counted(&town, "firms-present", "2026-11-20", None);
    let again = counted(&town, "firms-present", "2026-11-20", Some(before.position));
    assert_eq!((&again.rows, &again.digest), (&before.rows, &before.digest), "as it was known then");
    let (old, new) = (measures::of(&before.rows).value, measures::of(&after.rows).value);
    assert_eq!(new, old - 1);
    let page = town.send(
        &Asker::Visitor,
        Ask::get(&format!(
            "/api/v1/measures/firms-present/difference?from=2026-11-20@{}&to=now",
            before.position
        )),
    );
    let answer = page.json();
    assert_eq!(answer["delta"], -1, "{answer}");
    let changed = answer["units"].as_array().expect("units");
    assert_eq!((changed.len(), changed[0]["unit"].as_str()), (1, Some(gone.unit.as_str())));
    assert_eq!(changed[0]["how"], "corrected", "the same day is told differently");
}

#[test]
fn what_is_internal_is_in_no_public_number() {
    let town = filled();
    let kept = |by: &Asker| town.send(by, Ask::get("/api/v1/measures/promises-kept/rows")).json();
    let before = kept(&Asker::Visitor);
    let head = town.signed_in(Role::Head, None);
    for (what, open) in [("안에서만 볼 일", ""), ("모두가 볼 일", "yes")] {
        let fields = [("kind", "directive"), ("what_ko", what), ("owner", "me"), ("open", open)];
        assert_eq!(town.send(&head, Ask::form("/obligations/new", &fields)).status, 303, "{what}");
    }
    kernel::fact::feed::catch_up(&town.hub.city).expect("the engine takes the facts");
    for by in [&Asker::Visitor, &head] {
        let now = kept(by);
        let all = |rows: &Value| rows["total"].as_i64().expect("a total");
        assert_eq!(all(&now), all(&before) + 1, "only what everybody sees is counted: {now}");
        assert!(!now.to_string().contains("안에서만 볼 일"), "{now}");
    }
}

#[test]
fn a_count_can_be_cited_as_soon_as_it_is_published() {
    let town = filled();
    let (officer, head) = (town.signed_in(Role::Officer, None), town.signed_in(Role::Head, None));
    let kept =
        town.send(&officer, Ask::form("/measures/firms-present/snapshots", &[("as_of", "2026-11-19")]));
    let place = kept.headers.get("location").expect("a place").to_str().expect("text").to_owned();
    let path = place.trim_start_matches("/testville").to_owned();
    let number = path.split("snapshot=").nth(1).expect("a number").to_owned();
    assert!(town.send(&officer, Ask::get(&path)).visible().contains("인용할 수 없습니다"), "{path}");
    assert_eq!(town.send(&head, Ask::form(&format!("/snapshots/{number}/publication"), &[])).status, 303);
    for by in [&Asker::Visitor, &officer, &head] {
        let page = town.send(by, Ask::get(&path)).visible();
        assert!(
            !page.contains("인용할 수 없습니다") && page.contains(&format!("snapshot={number} ")),
            "{page}"
        );
    }
}

#[test]
fn each_reader_sees_as_deep_as_their_role() {
    let town = filled();
    let row = |role: Role| {
        let by = if role == Role::Visitor { Asker::Visitor } else { town.signed_in(role, None) };
        town.send(&by, Ask::get("/api/v1/measures/firms-present/rows?part=yes")).json()["items"][0].clone()
    };
    let (public, entitled, auditor) = (row(Role::Visitor), row(Role::Council), row(Role::Auditor));
    assert!(
        public["number"].is_string() && public["record"].is_null() && public["evidence"].is_null(),
        "{public}"
    );
    assert!(entitled["record"].is_string() && entitled["evidence"].is_null(), "{entitled}");
    assert!(auditor["record"].is_string(), "{auditor}");
    let people = town.send(&Asker::Visitor, Ask::get("/api/v1/measures/talents/rows")).json();
    assert_eq!(
        (people["withheld"].as_bool(), people["items"].as_array().map(Vec::len)),
        (Some(true), Some(0))
    );
    let seen = town.send(&Asker::Visitor, Ask::get("/api/v1/measures/talents")).json();
    let exact = measures::of(&counted(&town, "talents", "2026-11-20", None).rows);
    let public = number(&seen, "value");
    assert!(public % 5 == 0 && (public - exact.value).abs() <= 10, "{public} of {}", exact.value);
    assert!(seen["count"]["snapshot"].is_string() && seen["snapshots"][0]["rows"].is_null(), "{seen}");
    let of_then = Ask::get("/api/v1/measures/talents?as_of=2026-11-19");
    assert_eq!(town.send(&Asker::Visitor, of_then).status, 403, "people are public as they were published");
    let of_then = Ask::get("/api/v1/measures/talents?as_of=2026-11-19");
    let council = town.send(&town.signed_in(Role::Council, None), of_then).json();
    assert_eq!(number(&council, "value"), exact.value);
    assert!(council["count"]["cited"].is_null(), "a count that nobody else can open is not cited: {council}");
    let words = crate::areas::words(base::Lang::Ko).expect("words");
    let of_now = number(&seen, "value");
    let kept = seen["count"]["snapshot"].as_str().expect("a published count");
    let kept = |by: &Asker| town.send(by, Ask::get(&format!("/measures/talents?snapshot={kept}"))).visible();
    let (theirs, ours) = (kept(&Asker::Visitor), kept(&town.signed_in(Role::Officer, None)));
    let citation =
        |page: &str| page.split(", ‘").nth(1).and_then(|cited| cited.split('…').next().map(str::to_owned));
    assert!(citation(&ours).is_some_and(|cited| cited.contains("talents?snapshot=")), "{ours}");
    assert_eq!(citation(&ours), citation(&theirs), "whoever cites, cites what everyone sees");
    let told = format!("누구에게나 보이는 값: 약 {}", words.number(of_now));
    assert!(ours.contains(&told) && !theirs.contains("누구에게나 보이는 값"), "{ours}");
    let (jobs, rows) = (Ask::get("/api/v1/measures/jobs/rows"), Ask::get("/measures/jobs/rows.csv"));
    let (jobs, rows) = (town.send(&Asker::Visitor, jobs).json(), town.send(&Asker::Visitor, rows));
    assert_eq!(rows.status, 200, "a file holds the list that the page shows");
    let lines: Vec<&str> = std::str::from_utf8(&rows.body).expect("text").lines().skip(1).collect();
    assert_eq!(Some(lines.len() as i64), jobs["total"].as_i64());
    assert!(
        lines.iter().all(|line| line.contains(",hidden,")),
        "how many work where stays hidden: {lines:?}"
    );
    let talents = town.send(&Asker::Visitor, Ask::get("/measures/talents")).visible();
    assert!(talents.contains("AI 대학원 가림"), "what is hidden is not unknown: {talents}");
    for wrong in ["-1", "99999999", "2031-01-01", "soon"] {
        let asked = Ask::get(&format!("/api/v1/measures/firms-present?at={wrong}"));
        assert_eq!(town.send(&Asker::Visitor, asked).status, 422, "{wrong} is no position that was reached");
    }
    let internal = town.send(&Asker::Visitor, Ask::get("/measures/jobs-here"));
    assert_eq!(internal.status, 404, "what is internal is not found");
}

#[test]
fn a_definition_that_reads_or_returns_what_it_may_not_stays_internal() {
    let (town, _) = Town::with_scene();
    let good = include_str!("../../../cities/mirinae/measures/promises-kept.toml");
    let cases = [
        ("from obligation_state_v1", "from completion_v1", "query-view"),
        ("1 as high, level", "1.0 as high, level", "query-float"),
        ("select subject as unit", "select 'x' as unit", "tower-measure-breach"),
        ("'unknown' then 0 else 1 end as low", "'unknown' then 0 else -1 end as low", "tower-measure-breach"),
        ("else 'no' end as part", "else 'maybe' end as part", "tower-measure-breach"),
        ("1 as high, level,", "1 as high,", "tower-measure-breach"),
        ("1 as high, level,", "1 as high, cast(null as bigint) as level,", "tower-measure-breach"),
        ("with standing as (", "create table taken as with standing as (", "query-not-a-query"),
        ("from obligation_state_v1", "from obligation_state_v1, organisation", "query-view"),
    ];
    for (index, (right, wrong, key)) in cases.into_iter().enumerate() {
        let id = format!("bad-{index}");
        let text = good.replacen("promises-kept", &id, 1).replacen(right, wrong, 1);
        assert!(text.contains(wrong), "{right}");
        let name = id.clone();
        town.act(move |tx| acts::define(tx, &name, 1, &text));
        // Two promises, so that a unit can stand twice.
        let name = id.clone();
        let held = town
            .hub
            .city
            .read_blocking(move |read| find(read, &name, 1))
            .expect("reading")
            .expect("it is there");
        two_promises(&town);
        let error = trial(&town.hub.city, &held, day("2026-11-20")).expect_err(key);
        assert!(error.is(key), "{wrong}: {error}");
        let head = town.signed_in(Role::Head, None);
        let answer = town.send(&head, Ask::form(&format!("/measures/{id}/publication"), &[]));
        assert!(answer.status >= 400, "{wrong}: {}", answer.status);
        assert_eq!(
            town.send(&Asker::Visitor, Ask::get(&format!("/measures/{id}"))).status,
            404,
            "nothing published"
        );
    }
}

/// The same pack on both databases: every measure has the same rows, digests included.
#[test]
fn both_databases_count_the_same() {
    let digests = |database: Database| -> Option<Vec<(String, usize, i64)>> {
        let town = Town::on(database, false)?;
        crate::engines::attach(&town.hub.city).expect("an engine");
        town.load_pack();
        let all = ALL.iter().map(|id| {
            let whole = counted(&town, id, "2026-11-20", None);
            (whole.digest.clone(), whole.rows.len(), measures::of(whole.headline_rows()).value)
        });
        Some(all.collect())
    };
    let sqlite = digests(Database::Sqlite).expect("SQLite is always there");
    assert!(sqlite.iter().all(|(_, rows, _)| *rows > 0), "{sqlite:?}");
    match digests(Database::Postgres) {
        Some(postgres) => assert_eq!(postgres, sqlite),
        None => testkit::skip::skipped("both_databases_count_the_same", "PostgreSQL"),
    }
}

/// Two obligations with a state, fed to the engine.
fn two_promises(town: &Town) {
    use kernel::obligation::{Content, Escalation, Imported, Outcome, acts};
    for what in ["하나", "둘"] {
        let content = Content {
            kind: "directive".into(),
            agreement: None,
            from: None,
            what: base::Tri::korean(what),
            quantity: None,
            owner: None,
            deputy: None,
            due: None,
            escalation: Escalation::None,
            source: Some("시험".into()),
            open: true,
        };
        let told = Imported {
            outcome: Outcome::Changed,
            since: None,
            level: base::Level::Attested,
            evidence: None,
            reason: None,
        };
        town.act(move |tx| acts::import(tx, content, &told));
    }
    kernel::fact::feed::catch_up(&town.hub.city).expect("the engine takes the facts");
}
