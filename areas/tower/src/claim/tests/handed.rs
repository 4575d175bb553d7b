//! What anyone hands in: a receipt, a decision with its reason, no flood.

use super::*;
use crate::claim::acts::hand_in::{self, checked};
use crate::claim::handed::{self, HandInState};
use crate::claim::rules;
use crate::claim::store as claims_store;

fn typed(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let good = [
        ("label_ko", "입주 기업"),
        ("value", "160"),
        ("unit", "company"),
        ("relation", "="),
        ("numerator", ""),
        ("denominator", ""),
        ("outlet", "빛신문"),
        ("speaker", "city"),
        ("published", "2025-12-10"),
        ("as_of", ""),
        ("source", "https://news.example/1"),
    ];
    let cell = |name: &str, text: &str| {
        let changed = changes.iter().find(|(column, _)| *column == name);
        (name.to_owned(), changed.map_or(text, |(_, text)| text).to_owned())
    };
    good.iter().map(|(name, text)| cell(name, text)).collect()
}

/// The day of these tests.
fn today() -> base::Day {
    base::Day::parse("2026-11-20").unwrap()
}

fn hand_in_one(scene: &Scene, caller: Caller) -> Result<Done> {
    let cells = checked(&scene.names, today(), typed(&[]))?;
    scene.act(caller, move |tx, _| hand_in::hand_in(tx, &cells))
}

#[test]
fn every_wrong_field_is_told_and_nothing_is_kept() {
    let wrong = |changes: &[(&str, &str)]| -> Vec<(String, &'static str)> {
        let error = checked(&Names::default(), today(), typed(changes)).unwrap_err();
        error.saying().unwrap().fields.iter().map(|(field, one)| (field.clone(), one.key)).collect()
    };
    let field = |name: &str, key: &'static str| vec![(name.to_owned(), key)];
    assert_eq!(wrong(&[("value", "160곳")]), field("value", "claims-fault-number"));
    assert_eq!(wrong(&[("source", "기사에서 봄")]), field("source", "tower-claim-link-broken"));
    assert_eq!(wrong(&[("label_ko", "")]), field("label_ko", "tower-claim-text-empty"));
    assert_eq!(wrong(&[("published", "12월")]), field("published", "claims-fault-date"), "told once");
    assert_eq!(wrong(&[("published", "")]), field("published", "tower-claim-text-empty"));
    assert_eq!(wrong(&[("published", "2026-11-21")]), field("published", "tower-claim-not-yet"));
    assert_eq!(wrong(&[("label_ko", "900101-1234568")]), field("label_ko", "tower-claim-personal-number"));
    assert_eq!(wrong(&[("speaker", "김 아무개")]), field("speaker", "tower-claim-speaker-unknown"));
    let both = wrong(&[("value", ""), ("unit", "")]);
    assert_eq!(both.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["value", "unit"]);
    assert_eq!(wrong(&[("unit", "")]), field("unit", "tower-claim-not-picked"));
    let good = checked(&Names::default(), today(), typed(&[])).unwrap();
    assert!(good.iter().any(|(column, text)| column == "as_of" && text == "2025-12-10"));
}

#[test]
fn numbers_that_cannot_be_are_refused_at_their_field() {
    let wrong = |changes: &[(&str, &str)]| -> Vec<(String, &'static str)> {
        match checked(&Names::default(), today(), typed(changes)) {
            Ok(_) => Vec::new(),
            Err(error) => {
                error.saying().unwrap().fields.iter().map(|(field, one)| (field.clone(), one.key)).collect()
            }
        }
    };
    let field = |name: &str, key: &'static str| vec![(name.to_owned(), key)];
    assert_eq!(wrong(&[("value", "-5")]), field("value", "tower-claim-negative"));
    assert_eq!(wrong(&[("value", "-5"), ("unit", "project")]), field("value", "tower-claim-negative"));
    assert_eq!(wrong(&[("value", "-5"), ("unit", "evil")]), field("unit", "tower-claim-unit-unknown"));
    for may_fall in ["percent", "eok_krw", "usd"] {
        assert_eq!(wrong(&[("value", "-5"), ("unit", may_fall)]), []);
    }
    assert_eq!(wrong(&[("numerator", "12")]), field("denominator", "tower-claim-whole-missing"));
    assert_eq!(wrong(&[("denominator", "12")]), field("numerator", "tower-claim-part-missing"));
    assert_eq!(
        wrong(&[("numerator", "-1"), ("denominator", "0")]),
        [
            ("denominator".to_owned(), "claims-fault-denominator"),
            ("numerator".to_owned(), "tower-claim-negative")
        ]
    );
    assert_eq!(wrong(&[("numerator", "724"), ("denominator", "1221"), ("unit", "percent")]), []);
    for unit in crate::claim::pages::forms::UNITS {
        assert_eq!(wrong(&[("unit", unit)]), [], "offered by the form");
    }
}

#[test]
fn a_hand_in_waits_and_is_taken_in_or_refused_with_a_reason() {
    Hub::on_each(&[crate::MIGRATIONS], |hub| {
        let scene = Scene::on(hub);
        let first = hand_in_one(&scene, Caller::Visitor).unwrap().number.unwrap();
        let second = hand_in_one(&scene, Caller::Visitor).unwrap().number.unwrap();
        assert_eq!((first.as_str(), second.as_str()), ("2026-CHI-0001", "2026-CHI-0002"));
        let claim = lines("h1,2025-12-10,빛신문,city,mou.offices,all,=,160,company,,,,,2025-12-10,https://news.example/1,입주\n").remove(0);
        let (number, again, taken) =
            (first.clone(), claim.clone(), Claim { id: "a1".into(), ..claim.clone() });
        let at = first.clone();
        scene.refused("tower-claim-code-taken", scene.officer(), move |tx, names| {
            hand_in::accept(tx, names, &at, &taken)
        });
        scene.act(scene.officer(), move |tx, names| hand_in::accept(tx, names, &number, &claim)).unwrap();
        let number = first.clone();
        scene.refused("tower-claim-code-taken", scene.officer(), move |tx, names| {
            hand_in::accept(tx, names, &number, &again)
        });
        assert!(scene.read(|read| claims_store::by_code(read, "h1")).is_some());
        let (one, two, three) = (second.clone(), second.clone(), first.clone());
        scene.refused("tower-claim-text-empty", scene.officer(), move |tx, names| {
            hand_in::refuse(tx, names, &one, "")
        });
        scene
            .act(scene.officer(), move |tx, names| hand_in::refuse(tx, names, &two, "같은 보도입니다"))
            .unwrap();
        scene.refused("tower-claim-decided-before", scene.officer(), move |tx, names| {
            hand_in::refuse(tx, names, &three, "늦었습니다")
        });
        let states = scene.read(move |read| {
            Ok([handed::get(read, &first)?, handed::get(read, &second)?]
                .map(|one| (one.state, one.reason, one.claim)))
        });
        assert_eq!(states[0], (HandInState::Accepted, None, Some("h1".into())));
        assert_eq!(states[1], (HandInState::Refused, Some("같은 보도입니다".into()), None));
    });
}

#[test]
fn a_flood_of_visitors_is_stopped_and_an_hour_later_goes_on() {
    let scene = Scene::new();
    for _ in 0..rules::HAND_INS_PER_HOUR {
        hand_in_one(&scene, Caller::Visitor).unwrap();
    }
    assert!(hand_in_one(&scene, Caller::Visitor).unwrap_err().is("tower-claim-too-often"));
    hand_in_one(&scene, scene.officer()).unwrap();
    scene.hub.clock.step(3_601);
    hand_in_one(&scene, Caller::Visitor).unwrap();
}

#[test]
fn what_a_stranger_typed_is_not_in_the_journal() {
    let scene = Scene::new();
    let cells = checked(&scene.names, today(), typed(&[("label_ko", "알아볼수있는말")])).unwrap();
    scene.act(Caller::Visitor, move |tx, _| hand_in::hand_in(tx, &cells)).unwrap();
    let entries = scene.read(|read| kernel::journal::store::page(read, 0, 1_000));
    assert!(entries.iter().all(|entry| !entry.body.as_deref().unwrap_or("").contains("알아볼수있는말")));
}
