//! Conditions of lists: a code that does not exist is refused by name, not answered with an empty list.

use super::town::{Ask, Asker, Town};

/// The field that a refused condition is told at, and what is told there.
fn told_at(town: &Town, path: &str) -> (u16, String, String) {
    let answer = town.send(&Asker::Visitor, Ask::get(path));
    let body = answer.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
    (answer.status, text(&body["errors"][0]["field"]), text(&body["errors"][0]["detail"]))
}

#[test]
fn lists_of_the_tower_refuse_codes_that_do_not_exist() {
    let (town, _) = Town::with_scene();
    for (path, field, known) in [
        ("claims?verdict=zzz", "verdict", "arithmetic, conflict, range_only"),
        ("claims?year=next", "year", "2025"),
        ("obligations?when=soon", "when", "overdue, 7, 30, 60, undated"),
        ("obligations?who=them", "who", "mine, office, none"),
        ("obligations?outcome=fine", "outcome", "all, planned"),
        ("agreements?state=fine", "state", "in_force, ended"),
    ] {
        let (status, at, told) = told_at(&town, &format!("/api/v1/{path}"));
        assert_eq!((status, at.as_str()), (422, field), "{path}: {told}");
        assert!(told.contains(known), "{path}: {told}");
        let page = town.send(&Asker::Visitor, Ask::get(&format!("/{path}&lang=en")));
        assert_eq!(page.status, 422, "{path}");
        assert!(page.visible().contains(known), "{path}: {}", page.visible());
    }
    assert_eq!(town.send(&Asker::Visitor, Ask::get("/claims.csv?verdict=zzz")).status, 422);
    for good in ["claims?verdict=run", "claims?verdict=check&year=2025", "obligations?outcome=planned"] {
        assert_eq!(town.send(&Asker::Visitor, Ask::get(&format!("/api/v1/{good}"))).status, 200, "{good}");
    }
}

#[test]
fn what_a_public_list_does_not_tell_is_refused_and_not_left_out() {
    let (town, scene) = Town::with_scene();
    for asked in ["when=overdue", "who=none", "when=7", "who=mine"] {
        let path = format!("/api/v1/obligations?{asked}");
        let visitor = town.send(&Asker::Visitor, Ask::get(&path).header("accept-language", "ko"));
        assert_eq!(visitor.status, 401, "{asked}: {}", visitor.text());
        assert!(
            visitor.json()["mend"].as_str().is_some_and(|mend| mend.contains("when")),
            "{}",
            visitor.text()
        );
        let member = town.signed_in(kernel::Role::Member, Some(scene.own.1));
        assert_eq!(town.send(&member, Ask::get(&path)).status, 403, "{asked}");
        assert_eq!(town.send(&member, Ask::get(&format!("/api/v1/board?{asked}"))).status, 200, "{asked}");
    }
}

#[test]
fn an_address_that_cannot_be_read_says_what_to_do_and_keeps_the_library_s_words_as_a_fact() {
    let (town, scene) = Town::with_scene();
    for (path, place) in [
        ("organisations?limit=many", Some("limit")),
        ("search?q=a&offset=-3", Some("offset")),
        (&format!("organisations/{}?position=first", scene.own.0), Some("position")),
        (&format!("organisations/{}?position=99999999", scene.own.0), None),
        (&format!("obligations/{}?position=99999999", scene.promised.obligation), None),
        ("measures/firms-here?as_of=2026-13-01", None),
    ] {
        let answer =
            town.send(&Asker::Visitor, Ask::get(&format!("/api/v1/{path}")).header("accept-language", "ko"));
        let body = answer.json();
        assert_eq!(answer.status, 422, "{path}: {body}");
        assert!(body["mend"].as_str().is_some_and(|mend| !mend.is_ascii()), "{path}: {body}");
        assert_eq!(body["errors"][0]["field"].as_str(), place, "{path}: {body}");
        let why = body["facts"]["why"].as_str().unwrap_or("");
        assert!(!why.contains("deserialize"), "{path}: {why}");
        assert!(place.is_none_or(|place| why.starts_with(place)), "{path}: {why}");
    }
}

#[test]
fn an_unknown_code_is_refused_with_the_codes_there_are() {
    let (town, _) = Town::with_scene();
    let api = town.send(&Asker::Visitor, Ask::get("/api/v1/organisations?kind=bakery&presence=P9"));
    assert_eq!((api.status, api.header("content-type")), (422, "application/problem+json"));
    let body = api.json();
    let errors = body["errors"].as_array().expect("errors by field");
    let told: Vec<(&str, &str)> =
        errors.iter().filter_map(|one| Some((one["field"].as_str()?, one["detail"].as_str()?))).collect();
    let [("kind", kinds), ("presence", steps)] = told[..] else { panic!("{told:?}") };
    assert!(kinds.contains("bakery") && kinds.contains("company, utility"), "{kinds}");
    assert!(steps.contains("P9") && steps.contains("P0, P1, P2, P3, P4, P5"), "{steps}");

    for path in ["/organisations?presence=P9&lang=en", "/organisations?kind=bakery&lang=en"] {
        let page = town.send(&Asker::Visitor, Ask::get(path));
        let seen = page.visible();
        assert_eq!(page.status, 422, "{seen}");
        assert!(seen.contains("P0, P1, P2") || seen.contains("agency, city"), "{seen}");
        assert!(page.text().contains("aria-invalid=\"true\""), "the message stands by its field");
        assert!(!seen.contains("2026-ORG-"), "no list");
    }
    assert_eq!(town.send(&Asker::Visitor, Ask::get("/organisations.csv?kind=bakery")).status, 422);
    let long = format!("/organisations?q={}", "a".repeat(300));
    assert_eq!(town.send(&Asker::Visitor, Ask::get(&long)).status, 422);
    let good = town.send(&Asker::Visitor, Ask::get("/api/v1/organisations?kind=company&presence=P2"));
    assert_eq!((good.status, good.json()["total"].as_i64()), (200, Some(1)));
}
