//! One script of requests on both databases: the same answers, the same tables, byte by byte.

use super::town::{Ask, Asker, CSV, Scene, Town};
use kernel::Role;
use serde_json::json;
use testkit::Database;

/// What people do in a short while; each answer as a line, without what the machine alone decides.
fn script(town: &Town, scene: &Scene) -> Vec<String> {
    let person = town.person(Role::Officer, None);
    let (officer, token) = (town.session(person), town.token(person, &["register"]));
    let own = &scene.own.0;
    let at = format!("/api/v1/organisations/{own}");
    let presence =
        [("code", "P3"), ("from", "2026-02-01"), ("level", "E2"), ("evidence", "임대차 3"), ("issuer", "시")];
    let asks = vec![
        (
            &officer,
            Ask::form("/organisations/new", &[("name_ko", "새빛"), ("business_number", "1248100998")]),
        ),
        (
            &officer,
            Ask::form("/organisations/new", &[("name_ko", "새빛"), ("aliases", "별빛\n별 빛\nStarlight")]),
        ),
        (
            &officer,
            Ask::form(
                &format!("/organisations/{own}/correction"),
                &[("name_ko", "가온 연구소"), ("why", "상호")],
            ),
        ),
        (&officer, Ask::form(&format!("/organisations/{own}/presence"), &presence)),
        (
            &officer,
            Ask::form(
                &format!("/organisations/{own}/merge"),
                &[("into", &scene.other.0), ("why", "같은 곳")],
            ),
        ),
        (
            &officer,
            Ask::form(
                &format!("/organisations/{}/merge", scene.other.0),
                &[("into", own), ("why", "거꾸로")],
            ),
        ),
        (&officer, Ask::form(&format!("/organisations/{own}/merge/undo"), &[("why", "다른 곳")])),
        (&officer, Ask::upload("/import", &officer, "firms.csv", CSV.as_bytes())),
        (&token, Ask::bytes("/api/v1/imports", "text/csv", CSV.as_bytes().to_vec())),
        (
            &token,
            Ask::json("/api/v1/organisations", &json!({"name": {"en": "Twice"}}))
                .header("idempotency-key", "k-1"),
        ),
        (
            &token,
            Ask::json("/api/v1/organisations", &json!({"name": {"en": "Twice"}}))
                .header("idempotency-key", "k-1"),
        ),
        (
            &token,
            Ask::json(&format!("{at}/presence"), &json!({"code": "P1", "from": "2026-01-02", "level": "E1"})),
        ),
        (&Asker::Visitor, Ask::get("/organisations?q=%EB%B9%9B&presence=P2")),
        (&Asker::Visitor, Ask::get("/organisations?kind=%E0%A4%A")),
        (&Asker::Visitor, Ask::get("/organisations/%27%20or%201=1--")),
        (&Asker::Visitor, Ask::get(&at)),
        (&officer, Ask::get("/account")),
        (&officer, Ask::get("/journal")),
        (&officer, Ask::get("/api/v1/journal?limit=1000")),
        (&Asker::Visitor, Ask::get("/organisations.csv")),
        (&Asker::Visitor, Ask::get("/people")),
        (&Asker::Visitor, Ask::get("/")),
    ];
    let answers = asks.into_iter().map(|(by, ask)| town.send(by, ask));
    answers
        .map(|answer| {
            format!("{} {} {}", answer.status, answer.header("location"), numberless(&answer.text()))
        })
        .collect()
}

/// A page without the numbers of its forms, of which every form has its own.
fn numberless(page: &str) -> String {
    let mut parts = page.split("name=\"once\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |page, part| page + part.split_once('"').map_or("", |(_, rest)| rest))
}

#[test]
fn the_same_requests_leave_the_same_tables_on_both_databases() {
    let lite = Town::new();
    let Some(other) = Town::on(Database::Postgres, false) else {
        return testkit::skip::skipped(
            "the_same_requests_leave_the_same_tables_on_both_databases",
            "PostgreSQL",
        );
    };
    let (first, second) = (script(&lite, &lite.scene()), script(&other, &other.scene()));
    for (number, (first, second)) in first.iter().zip(&second).enumerate() {
        assert!(!first.starts_with("500") && !second.starts_with("500"), "request {number}: {second}");
        assert_eq!(first, second, "request {number}");
    }
    assert_eq!(lite.hub.dump(), other.hub.dump());
}
