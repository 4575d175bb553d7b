//! A file on its way into the register: handed in, looked at, taken in once.

use super::town::{Ask, Asker, CSV, Town};
use kernel::Role;

#[test]
fn a_file_is_previewed_and_taken_in_once() {
    let (town, _) = Town::with_scene();
    let officer = town.signed_in(Role::Officer, None);
    let text = "기업명,사업자등록번호,설립일\n새빛,2208162517,2024-11\n틀린 곳,124-81-00999,\n이미 있는 곳,124-81-00998,\n";
    let stranger = town.signed_in(Role::Officer, None);
    let before = town.hub.city.position();
    let up = town.send(&officer, Ask::upload("/import", &officer, "기업.csv", text.as_bytes()));
    assert_eq!(up.status, 303, "{}", up.visible());
    let at = up.header("location").strip_prefix("/testville").expect("a path of the city").to_owned();
    assert_eq!(town.send(&stranger, Ask::get(&at)).status, 404, "a file is seen by who handed it in");
    let page = town.send(&officer, Ask::get(&at)).visible();
    assert!(
        page.contains("새빛") && page.contains("124-81-00999") && page.contains("2026-ORG-0001"),
        "{page}"
    );
    assert_eq!(town.hub.city.position(), before, "a preview is not an act");

    assert_eq!(town.send(&officer, Ask::form(&format!("{at}/acceptance"), &[])).status, 303);
    assert_eq!(town.hub.city.position(), before + 1, "one act for the whole file");
    let again = town.send(&officer, Ask::form(&format!("{at}/acceptance"), &[]));
    assert_eq!((again.status, town.hub.city.position()), (303, before + 1), "clicked twice, done once");
    assert_eq!(town.send(&officer, Ask::form(&format!("{at}/dropping"), &[])).status, 409);
    let list = town.send(&Asker::Visitor, Ask::get("/organisations?q=%EC%83%88%EB%B9%9B")).visible();
    assert!(list.contains("새빛 2026-ORG-0004"), "{list}");
    let view = town.send(&Asker::Visitor, Ask::get("/api/v1/organisations/2026-ORG-0004")).json();
    assert_eq!(
        (view["business_number"].as_str(), view["founded"].as_str()),
        (Some("220-81-62517"), Some("2024-11"))
    );
}

#[test]
fn the_api_imports_in_the_same_three_steps() {
    let town = Town::new();
    let token = town.token(town.person(Role::Officer, None), &["register.organisation"]);
    let staged =
        town.send(&token, Ask::bytes("/api/v1/imports", "application/octet-stream", CSV.as_bytes().to_vec()));
    assert_eq!(staged.status, 200, "{}", staged.text());
    let view = staged.json();
    assert_eq!((view["good"].as_i64(), view["left_out"].as_i64()), (Some(2), Some(0)));
    let id = view["id"].as_str().expect("an id").to_owned();
    assert_eq!(town.send(&token, Ask::get(&format!("/api/v1/imports/{id}"))).json()["good"], 2);
    let accept = format!("/api/v1/imports/{id}/acceptance");
    let take_in = || {
        town.send(&token, Ask::json(&accept, &serde_json::json!({})).header("idempotency-key", "take-in-1"))
    };
    let first = take_in();
    assert_eq!(first.status, 200, "{}", first.text());
    assert_eq!((take_in().status, take_in().json()), (200, first.json()), "sent again, answered as before");
    let without = town.send(&token, Ask::json(&accept, &serde_json::json!({})));
    assert_eq!((without.status, without.json()), (200, first.json()));
    let stranger = town.token(town.person(Role::Officer, None), &["register.organisation"]);
    assert_eq!(town.send(&stranger, Ask::json(&accept, &serde_json::json!({}))).status, 404);
    let narrow = town.token(town.person(Role::Officer, None), &["register.presence"]);
    assert_eq!(town.send(&narrow, Ask::json(&accept, &serde_json::json!({}))).status, 403);
    assert_eq!(town.send(&Asker::Visitor, Ask::get("/api/v1/organisations")).json()["total"], 2);
}

#[test]
fn a_dropped_file_is_not_taken_in() {
    let town = Town::new();
    let person = town.person(Role::Officer, None);
    let (officer, id) = (town.session(person), town.staged(person));
    assert_eq!(town.send(&officer, Ask::form(&format!("/import/{id}/dropping"), &[])).status, 303);
    assert_eq!(town.send(&officer, Ask::form(&format!("/import/{id}/acceptance"), &[])).status, 409);
    assert_eq!(town.send(&Asker::Visitor, Ask::get("/api/v1/organisations")).json()["total"], 0);
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_text_in_our_file() {
    let town = Town::new();
    town.organisation("=HYPERLINK(\"http://evil.example\")", None);
    town.organisation("@가온", None);
    let file = town.send(&Asker::Visitor, Ask::get("/organisations.csv")).text();
    assert!(
        file.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\"") && file.contains(",'@가온,"),
        "{file}"
    );
}

#[test]
fn one_file_taken_in_by_many_clicks_at_once_is_one_act() {
    for database in [testkit::Database::Sqlite, testkit::Database::Postgres] {
        let Some(town) = Town::on(database, false) else {
            testkit::skip::skipped("one_file_taken_in_by_many_clicks_at_once_is_one_act", "PostgreSQL");
            continue;
        };
        let person = town.person(Role::Officer, None);
        let (id, city) = (town.staged(person), &town.hub.city);
        let before = city.position();
        let done: Vec<_> = std::thread::scope(|threads| {
            let click = || {
                let request = kernel::Request { id: "click".into(), fingerprint: "same".into() };
                area_register::import::accept(city, kernel::Caller::Person(person), Some(request), id, person)
            };
            let clicks: Vec<_> = (0..4).map(|_| threads.spawn(click)).collect();
            clicks.into_iter().map(|click| click.join().expect("a click").expect("an answer")).collect()
        });
        assert!(done.iter().all(|one| *one == done[0]), "{done:?}");
        assert_eq!((done[0].position, city.position()), (before + 1, before + 1));
    }
}

#[test]
fn a_file_of_an_import_goes_after_its_year_and_a_draft_after_a_month() {
    for database in [testkit::Database::Sqlite, testkit::Database::Postgres] {
        let Some(town) = Town::on(database, false) else {
            testkit::skip::skipped("a_file_of_an_import_goes_after_its_year", "PostgreSQL");
            continue;
        };
        let person = town.person(Role::Officer, None);
        let (taken, draft) = (town.staged(person), town.staged(person));
        let caller = kernel::Caller::Person(person);
        area_register::import::accept(&town.hub.city, caller, None, taken, person).expect("taken in");
        let keep = crate::areas::keep();
        let there = |town: &Town, id: base::Id| {
            let page = town.send(&town.session(person), Ask::get(&format!("/import/{id}"))).status;
            (page, town.hub.path("files").join(id.to_string()).exists())
        };
        for (days, acts, taken_is, draft_is) in [
            (29, 0, (200, true), (200, true)),
            (2, 1, (200, true), (404, false)),
            (336, 1, (404, false), (404, false)),
        ] {
            town.hub.clock.step(days * 86_400);
            assert_eq!(kernel::sweep::daily(&town.hub.city, &keep).expect("a sweep").expired, acts, "{days}");
            assert_eq!((there(&town, taken), there(&town, draft)), (taken_is, draft_is), "{days}");
        }
        let list = Ask::get("/api/v1/organisations");
        assert_eq!(town.send(&Asker::Visitor, list).json()["total"], 2, "what came from the file stays");
    }
}

#[test]
fn every_kind_that_is_kept_for_years_says_how_it_goes() {
    let all: Vec<_> = crate::areas::areas().iter().flat_map(|area| area.kinds.clone()).collect();
    let carried_out = crate::areas::keep();
    for kind in all.iter().filter(|kind| kind.retention.years.is_some()) {
        assert!(carried_out.iter().any(|keep| keep.kind.name == kind.name), "{}", kind.name);
    }
    assert!(all.iter().any(|kind| kind.name == "import" && kind.retention.years == Some(1)));
}
