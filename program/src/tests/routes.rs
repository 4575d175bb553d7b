//! Every route, found in the manifests and in the description of the API, visited without the right to it.

use super::open_api::operations;
use super::snapshot;
use super::town::{Ask, Asker, Scene, Town};
use base::Id;
use web::http::Who;

/// Operations of the API that anyone may read, and why. May shrink without a word.
const PUBLIC_API: [(&str, &str); 37] = [
    ("get /{city}/api/v1/thread/{ref}", "links between public records are public; others are not shown"),
    (
        "get /{city}/api/v1/origins",
        "what a city set out to do, and how far this program serves it, is public",
    ),
    ("get /{city}/api/v1/claims", "what was published is public, with what its own figures say"),
    ("get /{city}/api/v1/claims/{claim}", "what was published is public, with what its own figures say"),
    (
        "get /{city}/api/v1/claims/received/{receipt}/{code}",
        "whoever handed a number in has no account; number and code open its receipt",
    ),
    ("get /{city}/api/v1/overview", "what a city promised is a public record"),
    ("get /{city}/api/v1/plan", "what a city promised is a public record"),
    (
        "get /{city}/api/v1/plan/tasks/{task}",
        "what a city set out to do, and what serves it, is a public record",
    ),
    ("get /{city}/api/v1/events", "what a city held in public is a public record"),
    ("get /{city}/api/v1/events/{event}", "what a city held in public is a public record"),
    ("get /{city}/api/v1/investors", "published counts are for everyone to cite and to check"),
    ("get /{city}/api/v1/bodies", "who advises a city in public is a public record"),
    ("get /{city}/api/v1/people", "who holds a public role is a public record"),
    ("get /{city}/api/v1/budget", "a budget is a public record"),
    ("get /{city}/api/v1/bodies/{body}", "who meets for a city, since when, is a public record"),
    ("get /{city}/api/v1/agreements", "what a city signed in public is a public record"),
    ("get /{city}/api/v1/agreements/{agreement}", "what a city signed in public is a public record"),
    ("get /{city}/api/v1/obligations", "what a city promised in public is a public record"),
    ("get /{city}/api/v1/obligations/{obligation}", "what a city promised in public is a public record"),
    ("get /{city}/api/v1/meetings", "that a body met in public is a public record; minutes are not"),
    (
        "get /{city}/api/v1/meetings/{meeting}",
        "that a body met in public is a public record; minutes are not",
    ),
    ("get /{city}/api/v1/institutions", "what institutions promised in public is a public record"),
    ("get /{city}/api/v1/budget/requests", "what a city asked for in public is a public record"),
    ("get /{city}/api/v1/reports", "a published report is for everyone"),
    ("get /{city}/api/v1/reports/{report}", "a published report is for everyone"),
    ("get /{city}/api/v1/measures", "published numbers are what the hub is for"),
    ("get /{city}/api/v1/measures/{measure}", "published numbers are what the hub is for"),
    ("get /{city}/api/v1/measures/{measure}/rows", "a number without its list proves nothing"),
    ("get /{city}/api/v1/measures/{measure}/difference", "who said what when is a public record"),
    (
        "get /{city}/api/v1/questions",
        "what a city answered its council is a public record; open ones are hidden",
    ),
    ("get /{city}/api/v1/questions/{question}", "what a city answered its council is a public record"),
    ("get /{city}/api/v1/questions/{question}/files", "what a city answered its council is a public record"),
    ("get /{city}/api/v1/organisations", "organisations are public records"),
    ("get /{city}/api/v1/organisations/{number}", "organisations are public records"),
    ("get /{city}/api/v1/search", "finds only what this reader may open anyway"),
    ("get /{city}/api/v1/journal", "a proof that only the prover can read proves nothing"),
    ("get /{city}/api/v1/journal/checkpoints", "a proof that only the prover can read proves nothing"),
];

/// Routes of the site itself, outside the areas.
const PUBLIC_SITE: [(&str, &str, u16); 6] = [
    ("/", "leads to the first city", 303),
    ("/health", "says that the program runs", 200),
    ("/api/openapi.json", "programs read what they may ask", 200),
    ("/testville/api/v1/openapi.json", "programs read what they may ask", 200),
    ("/assets/{file}", "styles and fonts of every page", 404),
    ("/testville/preferences", "letters and language of visitors too; a form", 405),
];

/// Puts real records where a path has places.
pub fn filled(path: &str, scene: &Scene, import: Option<Id>) -> String {
    let id = import.map_or_else(|| scene.fact.to_string(), |id| id.to_string());
    path.replace("/{city}", "")
        .replace("{number}", &scene.own.0)
        .replace("{measure}", "firms-here")
        .replace("{snapshot}", "2026-SNP-0002")
        .replace("{fact}", &scene.fact.to_string())
        .replace("{person}", &scene.person.to_string())
        .replace("{ref}", &format!("claim:{}", scene.claim))
        .replace("{claim}", &scene.claim)
        .replace("{receipt}", &scene.receipt)
        .replace("{code}", &scene.code)
        .replace(
            "{request}",
            if path.contains("/claims/") { &scene.request } else { &scene.promised.request },
        )
        .replace("{id}", &id)
        .replace("{agreement}", &scene.promised.agreement)
        .replace("{obligation}", &scene.promised.obligation)
        .replace("{body}", &scene.promised.body)
        .replace("{seat}", &scene.promised.seat.to_string())
        .replace("{meeting}", &scene.promised.meeting)
        .replace("{line}", "0")
        .replace("{report}", &scene.promised.report)
        .replace("{follower}", super::promised::FOLLOWER)
        .replace("{seq}", "1")
        .replace("{job}", &scene.promised.job.to_string())
        .replace("{question}", &scene.promised.question)
        .replace("{event}", "e-2026-10-15")
        .replace("{task}", "t05")
}

fn public_lines(town: &Town) -> Vec<String> {
    let mut lines: Vec<String> = town
        .areas
        .iter()
        .flat_map(|area| area.pages.list().to_vec())
        .filter_map(|route| match route.who {
            Who::Everyone(why) => Some(format!("{} /{{city}}{} - {why}", route.method, route.path)),
            Who::SignedIn => None,
        })
        .chain(PUBLIC_API.iter().map(|(operation, why)| format!("{operation} - {why}")))
        .chain(
            PUBLIC_SITE
                .iter()
                .map(|(path, why, _)| format!("get {} - {why}", path.replace("/testville", "/{city}"))),
        )
        .collect();
    lines.sort();
    lines
}

#[test]
fn the_list_of_public_routes_grows_only_with_a_reason() {
    let lines = public_lines(&Town::new());
    if snapshot::is_updating() {
        return snapshot::write("public-routes.txt", &(lines.join("\n") + "\n"));
    }
    let kept = snapshot::kept("public-routes.txt");
    for line in lines {
        assert!(
            kept.lines().any(|known| known == line),
            "{line:?} is public and does not stand in program/snapshots/public-routes.txt"
        );
    }
}

#[test]
fn a_visitor_reads_public_pages_and_no_others() {
    let (town, scene) = Town::with_pack();
    let before = town.hub.dump();
    let mut seen = 0;
    for route in town.areas.iter().flat_map(|area| area.pages.list().to_vec()) {
        let path = filled(route.path, &scene, None);
        let ask = if route.method == "get" { Ask::get(&path) } else { Ask::form(&path, &[]) };
        let answer = town.send(&Asker::Visitor, ask);
        let of = format!("{} {path}: {}", route.method, answer.status);
        match (route.who, route.method) {
            (Who::Everyone(_), "get") => assert_eq!(answer.status, 200, "{of}"),
            (Who::Everyone(_), _) => assert!((400..500).contains(&answer.status), "{of}"),
            (Who::SignedIn, "get") => {
                assert!(matches!(answer.status, 303 | 401 | 403 | 404), "{of}");
                assert!(answer.status != 303 || answer.header("location").contains("/sign-in?back="), "{of}");
            }
            (Who::SignedIn, _) => {
                let leaves = route.path == "/sign-out" && answer.status == 303;
                assert!(leaves || matches!(answer.status, 401 | 403 | 404 | 422), "{of}");
            }
        }
        seen += 1;
    }
    assert!(seen >= 20, "only {seen} routes");
    assert_eq!(before, town.hub.dump(), "a visitor without the right changed something");
}

#[test]
fn a_visitor_reads_the_public_part_of_the_api_and_no_other() {
    let (town, scene) = Town::with_pack();
    let before = town.hub.dump();
    for (method, path, _) in operations() {
        let name = format!("{method} {path}");
        let at = filled(&path, &scene, None);
        let answer = match method.as_str() {
            "get" => town.send(&Asker::Visitor, Ask::get(&at)),
            _ => town.send(&Asker::Visitor, Ask::json(&at, &serde_json::json!({}))),
        };
        let public = PUBLIC_API.iter().any(|(known, _)| *known == name);
        match public {
            true => assert_eq!(answer.status, 200, "{name}"),
            false => {
                assert!(matches!(answer.status, 401 | 403 | 404 | 422), "{name}: {}", answer.status);
                assert_eq!(answer.header("content-type"), "application/problem+json", "{name}");
            }
        }
    }
    assert_eq!(before, town.hub.dump(), "a visitor without the right changed something");
}

#[test]
fn the_routes_of_the_site_itself_answer_as_listed() {
    let town = Town::new();
    for (path, _, status) in PUBLIC_SITE {
        assert_eq!(
            town.send_at(&Asker::Visitor, Ask::get(&path.replace("{file}", "none.css"))).status,
            status,
            "{path}"
        );
    }
}

#[test]
fn every_answer_carries_the_policies() {
    let (town, scene) = Town::with_scene();
    let paths = [
        "/organisations",
        "/journal",
        "/no-such-page",
        "/organisations.csv",
        "/api/v1/organisations",
        "/api/v1/none",
    ];
    for path in paths.iter().map(|path| filled(path, &scene, None)) {
        let answer = town.send(&Asker::Visitor, Ask::get(&path));
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let varies: Vec<&str> =
            answer.headers.get_all("vary").iter().filter_map(|value| value.to_str().ok()).collect();
        assert!(
            varies.iter().any(|by| by.contains("cookie") && by.contains("authorization")),
            "{path}: {varies:?}"
        );
        assert_eq!(answer.header("x-synthetic"), "true", "{path}: made-up data says so");
        assert_eq!(answer.header("x-journal-position"), town.hub.city.position().to_string(), "{path}");
    }
}

#[test]
fn a_handler_that_breaks_is_told_like_every_other_failure() {
    async fn breaks() -> web::Reply<axum::response::Response> {
        panic!("a planted panic")
    }
    let mut areas = crate::areas::areas();
    let pages = web::http::Routes::new().get("/breaks", Who::Everyone("a test"), breaks);
    areas.push(web::Area::new("test").pages(pages));
    let town = Town::of(testkit::Hub::new(&crate::areas::migrations()[1..]), areas, false);
    let answer = town.send(&Asker::Visitor, Ask::get("/breaks?lang=en"));
    assert_eq!(answer.status, 500);
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    let told = answer.visible();
    assert!(told.contains("Something broke on our side") && !told.contains("planted"), "{told}");
    assert_eq!(town.send(&Asker::Visitor, Ask::get("/organisations")).status, 200, "the others go on");
}
