//! Conditions of lists: a code that does not exist is refused by name, not answered with an empty list.

use super::town::{Ask, Asker, Town};

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
