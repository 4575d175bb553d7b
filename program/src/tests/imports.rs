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
    assert_eq!(town.send(&officer, Ask::form(&format!("{at}/acceptance"), &[])).status, 409);
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
    assert_eq!(town.send(&token, Ask::json(&accept, &serde_json::json!({}))).status, 200);
    assert_eq!(town.send(&token, Ask::json(&accept, &serde_json::json!({}))).status, 409);
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
