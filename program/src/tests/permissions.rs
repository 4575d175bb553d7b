//! Every way to change something, tried by every role: who may succeeds, who may not leaves the tables as they were.
//!
//! Each request is a good one, so that a refusal is about the right and not about the content; a new route without a
//! line here fails.

use super::open_api::operations;
use super::permissions_of_claims as claims;
use super::roles::cell;
use super::routes::filled;
use super::town::{Ask, Asker, CSV, Scene, Town};
use area_tower::measure::acts as numbers;
use base::{Id, PersonId};
use kernel::account::acts as accounts;
use kernel::organisation::{acts, bulk};
use kernel::person::acts as people;
use kernel::{Action, Role};
use serde_json::json;

/// Who may: the rules of an action, or what the route says of itself.
pub enum Right {
    /// The rules of the action, on the record of the members' own organisation.
    Act(&'static Action),
    /// The same on a record of another organisation: membership does not help.
    ActOnOther(&'static Action),
    /// The same on a record of the members' organisation that is not about a person.
    ActOnOrganisation(&'static Action),
    /// Those who may read what is internal.
    Internal,
    /// Everyone who is signed in, for themselves.
    Own,
    /// Everyone.
    Door,
}

pub struct Way {
    pub method: &'static str,
    pub path: &'static str,
    right: Right,
    ask: fn(&At<'_>) -> Ask,
}

/// What a request may need to know.
pub struct At<'a> {
    pub path: String,
    pub scene: &'a Scene,
    pub by: &'a Asker,
}

pub const fn way(method: &'static str, path: &'static str, right: Right, ask: fn(&At<'_>) -> Ask) -> Way {
    Way { method, path, right, ask }
}

/// Looking at a page or an answer, which needs nothing but its address.
pub const fn look(path: &'static str, right: Right) -> Way {
    way("get", path, right, |at| Ask::get(&at.path))
}

fn pages() -> Vec<Way> {
    let mut all = pages_of_the_register();
    all.extend(super::promised_ways::pages());
    all.extend(claims::pages());
    all
}

fn pages_of_the_register() -> Vec<Way> {
    vec![
        way("post", "/organisations/new", Right::Act(&acts::REGISTER), |at| {
            Ask::form(&at.path, &[("name_ko", "새빛")])
        }),
        way("post", "/organisations/{number}/correction", Right::Act(&acts::CORRECT), |at| {
            Ask::form(&at.path, &[("name_ko", "가온 에이아이연구소"), ("why", "상호 변경")])
        }),
        way("post", "/organisations/{number}/presence", Right::Act(&acts::STATE_PRESENCE), |at| {
            Ask::form(&at.path, &[("code", "P1"), ("from", "2026-01-02"), ("level", "E1")])
        }),
        way("post", "/organisations/{number}/presence/{fact}/end", Right::Act(&acts::END_PRESENCE), |at| {
            Ask::form(&at.path, &[("left", "2026-06-30"), ("why", "이전")])
        }),
        way("post", "/organisations/{number}/merge", Right::Act(&acts::MERGE), |at| {
            Ask::form(&at.path, &[("into", &at.scene.other.0), ("why", "같은 회사")])
        }),
        way("post", "/organisations/{number}/merge/undo", Right::ActOnOther(&acts::UNMERGE), |at| {
            Ask::form(&format!("/organisations/{}/merge/undo", at.scene.merged), &[("why", "다른 회사")])
        }),
        way("post", "/import", Right::Act(&bulk::IMPORT), |at| {
            Ask::upload(&at.path, at.by, "firms.csv", CSV.as_bytes())
        }),
        way("post", "/import/{id}/acceptance", Right::Act(&bulk::IMPORT), |at| Ask::form(&at.path, &[])),
        way("post", "/import/{id}/dropping", Right::Own, |at| Ask::form(&at.path, &[])),
        way("post", "/sign-in", Right::Door, |at| {
            Ask::form(&at.path, &[("login", "nobody"), ("password", "nothing at all")])
        }),
        way("post", "/sign-out", Right::Own, |at| Ask::form(&at.path, &[])),
        way("post", "/confirm", Right::Door, |at| Ask::form(&at.path, &[("password", "not the right one")])),
        way("post", "/account/tokens", Right::Act(&accounts::MAKE_TOKEN), |at| {
            Ask::form(&at.path, &[("label", "시험"), ("scope", "register.organisation"), ("days", "30")])
        }),
        way("post", "/account/tokens/{id}/revocation", Right::Door, |at| Ask::form(&at.path, &[])),
        way("post", "/account/password", Right::Act(&accounts::SET_PASSWORD), |at| {
            Ask::form(&at.path, &[("password", "long enough to be one")])
        }),
        way("post", "/people/{person}/erasure", Right::Act(&people::ERASE), |at| {
            Ask::form(&at.path, &[("basis", "본인 요청"), ("kept", "없음")])
        }),
        way("post", "/measures/{measure}/snapshots", Right::Act(&numbers::TAKE), |at| {
            Ask::form(&at.path, &[("as_of", "2026-10-31")])
        }),
        way("post", "/measures/{measure}/publication", Right::Act(&numbers::PUBLISH), |_| {
            Ask::form("/measures/jobs-here/publication", &[])
        }),
        way("post", "/snapshots/{snapshot}/publication", Right::Act(&numbers::PUBLISH_SNAPSHOT), |at| {
            Ask::form(&at.path, &[])
        }),
        look("/organisations/new", Right::Act(&acts::REGISTER)),
        look("/organisations/{number}/correction", Right::Act(&acts::CORRECT)),
        look("/organisations/{number}/presence", Right::Act(&acts::STATE_PRESENCE)),
        look("/organisations/{number}/merge", Right::Act(&acts::MERGE)),
        look("/import", Right::Act(&bulk::IMPORT)),
        look("/import/{id}", Right::Own),
        look("/account", Right::Own),
        look("/confirm", Right::Own),
    ]
}

fn api() -> Vec<Way> {
    let mut all = api_of_the_register();
    all.extend(super::promised_ways::api());
    all.extend(claims::api());
    all
}

fn api_of_the_register() -> Vec<Way> {
    vec![
        way("post", "/{city}/api/v1/organisations", Right::Act(&acts::REGISTER), |at| {
            Ask::json(&at.path, &json!({"kind": "company", "name": {"ko": "새빛"}}))
        }),
        way("post", "/{city}/api/v1/organisations/{number}/correction", Right::Act(&acts::CORRECT), |at| {
            Ask::json(&at.path, &json!({"says": {"name": {"ko": "가온연구소"}}, "why": "상호 변경"}))
        }),
        way(
            "post",
            "/{city}/api/v1/organisations/{number}/presence",
            Right::Act(&acts::STATE_PRESENCE),
            |at| Ask::json(&at.path, &json!({"code": "P1", "from": "2026-01-02", "level": "E1"})),
        ),
        way(
            "post",
            "/{city}/api/v1/organisations/{number}/presence/{fact}/end",
            Right::Act(&acts::END_PRESENCE),
            |at| Ask::json(&at.path, &json!({"left": "2026-06-30", "why": "이전"})),
        ),
        way("post", "/{city}/api/v1/organisations/{number}/merge", Right::Act(&acts::MERGE), |at| {
            Ask::json(&at.path, &json!({"into": at.scene.other.0, "why": "같은 회사"}))
        }),
        way(
            "post",
            "/{city}/api/v1/organisations/{number}/merge/undo",
            Right::ActOnOther(&acts::UNMERGE),
            |at| {
                Ask::json(
                    &format!("/api/v1/organisations/{}/merge/undo", at.scene.merged),
                    &json!({"why": "다른 회사"}),
                )
            },
        ),
        way("post", "/{city}/api/v1/imports", Right::Act(&bulk::IMPORT), |at| {
            Ask::bytes(&at.path, "application/octet-stream", CSV.as_bytes().to_vec())
        }),
        way("post", "/{city}/api/v1/imports/{id}/acceptance", Right::Act(&bulk::IMPORT), |at| {
            Ask::json(&at.path, &json!({}))
        }),
        way("post", "/{city}/api/v1/measures/{measure}/snapshots", Right::Act(&numbers::TAKE), |at| {
            Ask::json(&at.path, &json!({"as_of": "2026-10-31"}))
        }),
        way("post", "/{city}/api/v1/measures/{measure}/publication", Right::Act(&numbers::PUBLISH), |_| {
            Ask::json("/api/v1/measures/jobs-here/publication", &json!({}))
        }),
        way(
            "post",
            "/{city}/api/v1/snapshots/{snapshot}/publication",
            Right::Act(&numbers::PUBLISH_SNAPSHOT),
            |at| Ask::json(&at.path, &json!({})),
        ),
        look("/{city}/api/v1/imports/{id}", Right::Own),
        look("/{city}/api/v1/me", Right::Own),
    ]
}

fn may(right: &Right, role: Role) -> bool {
    match right {
        Right::Act(action) => {
            let cell = cell(action, role);
            cell == "yes" || cell.split(", ").any(|own| own == "own organisation" || own == "own")
        }
        Right::ActOnOther(action) => cell(action, role) == "yes",
        Right::ActOnOrganisation(action) => {
            let cell = cell(action, role);
            cell == "yes" || cell.split(", ").any(|own| own == "own organisation")
        }
        Right::Internal => [Role::Officer, Role::Head, Role::Auditor].contains(&role),
        Right::Own => role != Role::Visitor,
        Right::Door => false,
    }
}

/// A person of a role in a city, with what is theirs.
struct Comer {
    by: Asker,
    import: Id,
}

fn comer(town: &Town, role: Role, organisation: Id) -> Comer {
    let person: PersonId = town.person(role, Some(organisation));
    let by = if role == Role::Visitor { Asker::Visitor } else { town.session(person) };
    Comer { by, import: town.staged(person) }
}

/// Tries one way and says what is wrong, if anything is.
fn tried(town: &Town, scene: &Scene, comer: &Comer, way: &Way, allowed: bool) -> Option<String> {
    let path = filled(way.path, scene, Some(comer.import));
    let before = town.hub.dump();
    let answer = town.send(&comer.by, (way.ask)(&At { path, scene, by: &comer.by }));
    let changed = before != town.hub.dump();
    let good = (200..400).contains(&answer.status) && !answer.header("location").contains("/sign-in?back=");
    let writes = way.method == "post";
    match (allowed, good, changed) {
        (true, true, changed) if changed == writes => None,
        (false, false, false) => None,
        (false, true, false) if way.path == "/sign-out" => None,
        (allowed, _, changed) => Some(format!(
            "{} {}: allowed {allowed}, status {}, changed {changed}: {}",
            way.method,
            way.path,
            answer.status,
            answer.visible().chars().take(200).collect::<String>()
        )),
    }
}

fn try_all(ways: &[Way]) {
    let (shared, scene) = Town::with_scene();
    let mut wrong = Vec::new();
    for role in Role::ALL {
        let visitor = comer(&shared, role, scene.own.1);
        for way in ways {
            let found = match (may(&way.right, role), way.method) {
                (true, "post") => {
                    // What succeeds changes the city: each has one of its own.
                    let (town, scene) = Town::with_scene();
                    let visitor = comer(&town, role, scene.own.1);
                    tried(&town, &scene, &visitor, way, true)
                }
                (allowed, _) => tried(&shared, &scene, &visitor, way, allowed),
            };
            wrong.extend(found.map(|what| format!("{}: {what}", role.code())));
        }
    }
    // A member of another organisation may do what a member may, only not here.
    let stranger = comer(&shared, Role::Member, scene.other.1);
    for way in ways.iter().filter(
        |way| matches!(&way.right, Right::Act(action) if cell(action, Role::Member) == "own organisation"),
    ) {
        wrong.extend(
            tried(&shared, &scene, &stranger, way, false).map(|what| format!("member of another: {what}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_role_tries_every_page() {
    try_all(&pages());
}

#[test]
fn every_role_tries_every_operation() {
    try_all(&api());
}

#[test]
fn no_route_is_left_untried() {
    let (pages, api) = (pages(), api());
    let mut untried = Vec::new();
    for route in Town::new().areas.iter().flat_map(|area| area.pages.list().to_vec()) {
        let signed_in = route.who == web::http::Who::SignedIn || route.method == "post";
        if signed_in && !pages.iter().any(|way| way.method == route.method && way.path == route.path) {
            untried.push(format!("{} {}", route.method, route.path));
        }
    }
    for (method, path, _) in operations().into_iter().filter(|(method, _, _)| method != "get") {
        if !api.iter().any(|way| way.method == method && way.path == path) {
            untried.push(format!("{method} {path}"));
        }
    }
    assert!(untried.is_empty(), "no role tries these; give each a line:\n{}", untried.join("\n"));
}

#[test]
fn what_is_for_entitled_readers_is_seen_by_them_alone() {
    let (town, scene) = Town::with_scene();
    for role in Role::ALL {
        let reader = comer(&town, role, scene.own.1);
        let entitled =
            [Role::Officer, Role::Head, Role::Council, Role::Ministry, Role::Auditor].contains(&role);
        let journal = town.send(&reader.by, Ask::get("/api/v1/journal?limit=1000")).json();
        let entries = journal["entries"].as_array().expect("entries");
        let bodies = entries.iter().filter(|entry| entry["body"].is_string()).count();
        assert_eq!(
            bodies,
            if entitled { entries.len() } else { 0 },
            "bodies of the journal as {}",
            role.code()
        );
        let view = town.send(&reader.by, Ask::get(&format!("/api/v1/organisations/{}", scene.own.0))).json();
        let says = view["presence"][0]["evidence"]["says"].as_str().expect("evidence");
        assert_eq!(says, if entitled { "입주확인 2025-17" } else { "" }, "evidence as {}", role.code());
        let page = town.send(&reader.by, Ask::get(&format!("/organisations/{}", scene.own.0))).text();
        assert_eq!(page.contains("입주확인 2025-17"), entitled, "the page as {}", role.code());
    }
}
