//! What counting gave: inside until it is published, shown first to the organisation named, with a day.

use super::acts::words;
use super::*;
use crate::claim::acts::{self, publish, reply};
use crate::claim::finding::NewFinding;
use crate::claim::said::NewSaid;
use crate::claim::view::list::ClaimNarrow;
use crate::claim::{rules, view};
use crate::measure::acts::{TAKE, digest};
use crate::measure::{SNAPSHOT, Snapshot, store as measures};
use claims::number::Printed;
use kernel::obligation::{Outcome, board, store as obligations};
use kernel::scope::Sight;
use serde_json::json;

fn counted(low: i64, kept: &str) -> NewFinding {
    NewFinding {
        definition: "firms/3".into(),
        low: Printed::whole(low),
        high: Some(Printed::whole(low)),
        snapshot: kept.to_owned(),
    }
}

/// A kept count, public or not; its name.
fn kept(scene: &Scene, is_public: bool) -> String {
    let done = scene.system(move |tx, _| {
        let new = Snapshot {
            id: tx.new_id(),
            number: tx.next_number("SNP", 2026)?,
            measure: "firms".into(),
            version: 3,
            position: 1,
            as_of: base::Day::parse("2026-11-20")?,
            minimum: base::Level::Intention,
            engine: "test".into(),
            rows: Some(0),
            digest: digest(""),
            seq: tx.seq(),
            published: None,
        };
        measures::insert_snapshot(tx, &new, "")?;
        if is_public {
            measures::publish_snapshot(tx, &new.number)?;
        }
        tx.record(&TAKE, base::Ref::new(SNAPSHOT.name, new.id), Some(&new.number), &json!({}), &[])
    });
    done.unwrap().subject.to_string()
}

/// The verdicts of a claim as this caller sees them.
fn seen(scene: &Scene, caller: Caller, code: &'static str) -> Vec<String> {
    let (vault, words) = (vault(&scene.hub), words());
    let today = base::Day::parse("2026-11-20").unwrap();
    scene.read(move |read| {
        let actor = kernel::account::resolve(db::Read::conn(read), caller, today)?;
        let list = view::list::read(read, &vault, &actor, &ClaimNarrow::default(), 1_000, &words)?;
        Ok(list
            .items
            .into_iter()
            .find(|line| line.code == code)
            .map(|line| line.verdicts)
            .unwrap_or_default())
    })
}

fn open_tasks(scene: &Scene) -> Vec<Outcome> {
    let sight = Sight::of(&kernel::Actor::System("test"), base::Day::parse("2026-11-20").unwrap());
    let filter = board::Filter { kind: Some("task".into()), ..board::Filter::default() };
    let found = scene
        .read(move |read| obligations::board(read, &filter, None, kernel::fact::store::LATEST, &sight, 10));
    found.into_iter().map(|one| one.outcome).collect()
}

#[test]
fn a_finding_is_seen_first_by_the_office_then_by_the_named_then_by_all() {
    Hub::on_each(&[crate::MIGRATIONS], |hub| {
        let scene = Scene::on(hub);
        let hall = scene.hall;
        let public = kept(&scene, true);
        let new = counted(132, &public);
        let council = scene.hub.caller(Role::Council, None);
        scene.refused("kernel-not-allowed", council, move |tx, _| publish::find(tx, "a2", &new));
        scene.system(move |tx, _| acts::name(tx, "a2", hall)).unwrap();
        let new = counted(132, &public);
        scene.act(scene.officer(), move |tx, _| publish::find(tx, "a2", &new)).unwrap();
        let differs = vec!["differs_with_reason".to_owned()];
        let no_list = vec!["no_list".to_owned()];
        let (officer, head) = (scene.officer(), scene.hub.caller(Role::Head, None));
        let (member, council) = (scene.member(hall), scene.hub.caller(Role::Council, None));
        let at = |caller: &Caller| seen(&scene, caller.clone(), "a2");
        assert_eq!(
            (at(&officer), at(&member), at(&Caller::Visitor)),
            (differs.clone(), no_list.clone(), no_list.clone())
        );
        scene.refused("tower-claim-not-shown", head.clone(), |tx, _| publish::publish(tx, "a2", None));
        scene.refused("tower-claim-days", officer.clone(), |tx, _| publish::show(tx, "a2", 2));
        scene.act(officer.clone(), |tx, _| publish::show(tx, "a2", 7)).unwrap();
        assert_eq!(
            (at(&member), at(&council), at(&Caller::Visitor)),
            (differs.clone(), no_list.clone(), no_list)
        );
        assert_eq!(
            open_tasks(&scene),
            [Outcome::Planned],
            "the organisation has something to do, with a day"
        );
        scene.refused("tower-claim-too-early", head.clone(), |tx, _| publish::publish(tx, "a2", None));
        scene.refused("kernel-not-allowed", officer, |tx, _| publish::publish(tx, "a2", None));
        let said = NewSaid { says: "정의가 다릅니다".into(), lang: "ko".into(), ..NewSaid::default() };
        scene.act(member, move |tx, names| reply::reply(tx, names, "a2", said)).unwrap();
        assert_eq!(open_tasks(&scene), [Outcome::Done], "the answer settles it");
        scene.act(head.clone(), |tx, _| publish::publish(tx, "a2", None)).unwrap();
        assert_eq!((at(&council), at(&Caller::Visitor)), (differs.clone(), differs));
        scene.refused("tower-claim-published-before", head, |tx, _| publish::publish(tx, "a2", None));
    });
}

#[test]
fn after_its_days_a_finding_is_published_without_an_answer() {
    let scene = Scene::new();
    let new = counted(59, &kept(&scene, true));
    scene.system(move |tx, _| publish::find(tx, "a1", &new)).unwrap();
    scene.system(|tx, _| publish::show(tx, "a1", 7)).unwrap();
    scene.hub.clock.step(8 * 86_400);
    scene.act(scene.hub.caller(Role::Head, None), |tx, _| publish::publish(tx, "a1", None)).unwrap();
    assert_eq!(open_tasks(&scene), [Outcome::Closed]);
    assert_eq!(seen(&scene, Caller::Visitor, "a1"), ["differs_with_reason", "arithmetic"]);
}

#[test]
fn where_nobody_is_named_a_reason_is_written_down() {
    let scene = Scene::new();
    let new = counted(142, &kept(&scene, true));
    scene.system(move |tx, _| publish::find(tx, "a2", &new)).unwrap();
    let head = scene.hub.caller(Role::Head, None);
    scene.refused("tower-claim-name-first", head.clone(), |tx, _| publish::show(tx, "a2", 14));
    scene.refused("tower-claim-nobody-named", head.clone(), |tx, _| publish::publish(tx, "a2", None));
    scene.act(head, |tx, _| publish::publish(tx, "a2", Some("언론이 스스로 셈한 값"))).unwrap();
    assert_eq!(seen(&scene, Caller::Visitor, "a2"), ["reproduced"]);
}

#[test]
fn nothing_is_published_that_rests_on_rows_nobody_can_open() {
    let scene = Scene::new();
    let new = counted(142, &kept(&scene, false));
    scene.system(move |tx, _| publish::find(tx, "a2", &new)).unwrap();
    let head = scene.hub.caller(Role::Head, None);
    let why = Some("언론이 스스로 셈한 값");
    scene.refused("tower-claim-count-internal", head, move |tx, _| publish::publish(tx, "a2", why));
    scene.refused("tower-claim-no-count", scene.officer(), |tx, _| {
        publish::compare(tx, "a2", "2026-SNP-9999")
    });
}

#[test]
fn texts_and_links_are_held_to_their_rules() {
    assert!(rules::text("").is_err() && rules::text(&"가".repeat(2_001)).is_err());
    assert!(rules::text(&"가".repeat(2_000)).is_ok());
    for good in ["https://news.example/a?id=1", "http://한국.example"] {
        assert!(rules::link(good).is_ok(), "{good}");
    }
    for bad in [
        "javascript:alert(1)",
        "https://",
        "news.example",
        "https://a b.example",
        "https://a.example/\"><x",
        "//a.example",
    ] {
        assert!(rules::link(bad).is_err(), "{bad}");
    }
}
