//! Council questions over a real city: answered within the hour with a number that was really counted, its files taken
//! apart, the API beside the pages, and the questions that a made-up city brings.

use super::town::{Ask, Asker, Town};
use kernel::Role;
use serde_json::{Value, json};
use std::io::{Cursor, Read as _};

const ASK: [(&str, &str); 4] = [
    ("session", "제341회 임시회"),
    ("asker", "산업건설위원"),
    ("text", "지금 일하고 있는 기업은 몇 곳입니까?"),
    ("due", "2026-11-20 11:00"),
];

/// An open question of this officer; its number.
fn asked(town: &Town, officer: &Asker) -> String {
    let asked = town.send(officer, Ask::form("/questions/new", &ASK));
    assert_eq!(asked.status, 303, "{}", asked.visible());
    asked.header("location").rsplit('/').next().expect("a number").to_owned()
}

/// The files of a zip, in its order: name and bytes.
pub(super) fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).expect("an entry");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("reading an entry");
            (file.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

/// Opens a document as a program of the format would: the media type stands first and uncompressed, every part that is
/// XML is well-formed. The text of all parts.
fn opened(document: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(document)).expect("a zip");
    let first = zip.by_index(0).expect("a first entry");
    assert_eq!(first.name().expect("a name"), "mimetype");
    assert_eq!(first.compression(), zip::CompressionMethod::Stored);
    drop(first);
    let files = unzipped(document);
    assert_eq!(files[0].1, b"application/hwp+zip");
    let mut text = String::new();
    for (name, bytes) in &files[1..] {
        let part = String::from_utf8(bytes.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
        if name.ends_with(".xml") || name.ends_with(".hpf") {
            let mut reader = quick_xml::Reader::from_str(&part);
            reader.config_mut().check_end_names = true;
            let mut depth = 0_i64;
            loop {
                match reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}")) {
                    quick_xml::events::Event::Start(_) => depth += 1,
                    quick_xml::events::Event::End(_) => depth -= 1,
                    quick_xml::events::Event::Eof => break,
                    _ => {}
                }
            }
            assert_eq!(depth, 0, "{name} is cut off");
        }
        text.push_str(&part);
    }
    text
}

#[test]
fn a_question_is_answered_with_a_count_and_its_files_prove_it() {
    let (town, scene) = Town::with_pack();
    let officer = town.signed_in(Role::Officer, None);
    let number = asked(&town, &officer);
    let measure = town.send(&Asker::Visitor, Ask::get("/api/v1/measures/firms-present")).json();
    let kept = measure["snapshots"][0]["number"].as_str().expect("a kept count").to_owned();
    let form = town.send(&officer, Ask::get(&format!("/questions/{number}/answer"))).visible();
    assert!(form.contains("2026-SNP-0001"), "published counts are offered: {form}");
    assert!(!form.contains("2026-SNP-0002"), "the second count is not public: {form}");
    let ticked = format!("snapshot:{kept}");
    let typed = [
        ("text", "아래 숫자와 같습니다.\n명단은 숫자를 누르면 나옵니다."),
        // A count of firms, ticked; one of a city without any rows, and a published number, by their numbers alone.
        ("pin", ticked.as_str()),
        ("pins", "2026-SNP-0001\nc1"),
        ("promises.0.what", "다음 달에 다시 세어 알린다"),
        ("promises.0.owner", "가온 에이아이랩"),
        ("promises.0.due", "2026-12-20"),
    ];
    let path = format!("/questions/{number}");
    let done = town.send(&officer, Ask::form(&format!("{path}/answer"), &typed));
    assert_eq!(done.status, 303, "{}", done.visible());

    let counted = format!("/api/v1/measures/firms-present?snapshot={kept}");
    let counted = town.send(&Asker::Visitor, Ask::get(&counted)).json();
    let whole = &counted["count"]["groups"][0]["whole"];
    let view = town.send(&Asker::Visitor, Ask::get(&format!("/api/v1{path}"))).json();
    let pins = &view["answers"][0]["pins"];
    assert_eq!(
        pins[0]["amount"],
        json!({"kind": "counted", "low": whole["value"], "high": whole["high"], "about": false}),
        "what is pinned is what was counted: {counted}"
    );
    assert!(whole["value"].as_i64().is_some_and(|value| value > 0), "there is something to count: {counted}");
    assert_eq!(pins[0]["hash"], counted["count"]["digest"]);
    assert_eq!(
        pins[1]["amount"],
        json!({"kind": "counted", "low": 0, "high": 0, "about": false}),
        "one firm is listed, and is known not to be at work"
    );
    assert_eq!(pins[2]["amount"], json!({"kind": "published", "relation": "=", "value": "71.2"}));
    let page = |lang: &str| town.send(&Asker::Visitor, Ask::get(&format!("{path}?lang={lang}"))).visible();
    for (lang, unit) in [("ko", "곳"), ("en", " firms"), ("zh", "家")] {
        let shown = page(lang);
        assert!(shown.contains(&format!("{}{unit}", whole["value"])), "{lang}: {shown}");
        assert!(shown.contains("71.2"), "{lang}: {shown}");
    }
    // The promise is an obligation with its clock.
    let promise = view["promises"][0]["number"].as_str().expect("a number");
    let obligation = town.send(&Asker::Visitor, Ask::get(&format!("/api/v1/obligations/{promise}"))).json();
    assert_eq!(
        (obligation["due"].as_str(), obligation["kind"].as_str()),
        (Some("2026-12-20"), Some("council_promise"))
    );
    assert_eq!(obligation["owner"]["number"].as_str(), Some(scene.own.0.as_str()));

    let zip = town.send(&Asker::Visitor, Ask::get(&format!("{path}/answer.zip")));
    assert_eq!((zip.status, zip.header("content-type")), (200, "application/zip"));
    let files = unzipped(&zip.body);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let of =
        |pin: usize| pins[pin]["of"].as_str().and_then(|of| of.split_once(':')).expect("a ref").1.to_owned();
    let behind = |number: &str, rows: &str| {
        ["definition.toml", "values.csv", rows].map(|name| format!("counts/{number}/{name}")).to_vec()
    };
    let mut expected: Vec<String> = ["answer.html", "answer.hwpx", "numbers.csv"].map(str::to_owned).to_vec();
    expected.extend(behind(&of(0), "rows.csv"));
    expected.extend(behind(&of(1), "rows.csv"));
    expected.extend(["claims.csv".to_owned(), "SHA256SUMS".to_owned()]);
    assert_eq!(names, expected);
    let text = |name: &str| {
        let found =
            files.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name} is missing"));
        String::from_utf8(found.1.clone()).expect("text")
    };
    let sums = text("SHA256SUMS");
    let lines: Vec<&str> = sums.lines().collect();
    assert_eq!(lines.len(), files.len() - 1, "checksums over all others");
    let values = text(&format!("counts/{}/values.csv", of(0)));
    let first = values.lines().nth(1).expect("the whole");
    assert!(first.contains(&whole["value"].to_string()), "{values}");
    let rows = text(&format!("counts/{}/rows.csv", of(0)));
    assert!(rows.contains("가온 에이아이랩"), "the rows behind the number: {rows}");
    let definition = text(&format!("counts/{}/definition.toml", of(0)));
    assert!(definition.contains("parts = ") && definition.contains("presence_v1"), "{definition}");
    let claims = text("claims.csv");
    assert!(
        claims.contains("71.2") && !claims.contains("verdict"),
        "as published, without a verdict: {claims}"
    );
    for ((name, bytes), line) in files.iter().zip(lines) {
        assert_eq!(line, format!("{}  {name}", area_tower::claim::upload::digest(bytes)));
    }
    // What the API says of the files is what they are.
    let listed = town.send(&Asker::Visitor, Ask::get(&format!("/api/v1{path}/files"))).json();
    assert_eq!(listed["items"], view["files"]);
    for file in listed["items"].as_array().expect("files") {
        let href = file["href"].as_str().expect("an address");
        let own = town.send_at(&Asker::Visitor, Ask::get(href));
        assert_eq!(own.status, 200, "{href}");
        // What holds rows is made when it is asked for; its checksums are in it.
        if file["bytes"].is_null() {
            assert!(["answer.zip", "SHA256SUMS"].contains(&file["name"].as_str().expect("a name")));
            continue;
        }
        assert_eq!(json!(own.body.len()), file["bytes"], "{href}");
        assert_eq!(json!(area_tower::claim::upload::digest(&own.body)), file["sha256"], "{href}");
    }
    let text = opened(&files[1].1);
    let hash = counted["count"]["digest"].as_str().expect("a digest");
    for said in [&number, "다음 달에 다시 세어 알린다", "71.2", "가온 에이아이랩", hash] {
        assert!(text.contains(said), "{said} is not in the document");
    }
    let csv = String::from_utf8(files[2].1.clone()).expect("text");
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(csv.contains(hash), "{csv}");
}

#[test]
fn the_api_does_what_the_pages_do_and_tells_each_wrong_field() {
    let (town, scene) = Town::with_scene();
    let officer = town.signed_in(Role::Officer, None);
    let send =
        |path: &str, body: Value| town.send(&officer, Ask::json(&format!("/api/v1/questions{path}"), &body));
    let refused = send("", json!({"session": "제341회", "asker": "", "text": "몇 곳?", "due": "언젠가"}));
    let told = refused.json();
    assert_eq!((refused.status, told["type"].as_str()), (422, Some("/problems/tower-question-form")));
    let text = told.to_string();
    assert!(text.contains("asker") && text.contains("due") && !text.contains("\"session\""), "{text}");
    let made = send(
        "",
        json!({"session": "제341회", "asker": "산업건설위원", "text": "몇 곳?", "due": "2026-11-20T11:30"}),
    );
    assert_eq!(made.status, 201, "{}", made.text());
    let number = made.json()["number"].as_str().expect("a number").to_owned();
    assert_eq!(made.header("location"), format!("/testville/api/v1/questions/{number}"));
    let list = |by: &Asker| -> Vec<String> {
        let found = town.send(by, Ask::get("/api/v1/questions")).json();
        let items = found["items"].as_array().expect("items").clone();
        items.iter().map(|line| line["number"].as_str().expect("a number").to_owned()).collect()
    };
    assert_eq!(list(&Asker::Visitor), std::slice::from_ref(&scene.promised.question));
    assert!(list(&officer).contains(&number));
    let at = format!("/api/v1/questions/{number}");
    assert_eq!(town.send(&Asker::Visitor, Ask::get(&at)).status, 404);
    assert_eq!(town.send(&officer, Ask::get(&format!("{at}/files"))).status, 409, "there is no answer yet");
    let seen = town.send(&officer, Ask::get(&at)).json();
    assert_eq!((seen["state"].as_str(), seen["seconds_left"].as_i64()), (Some("asked"), Some(5_400)));
    assert_eq!(seen["due"].as_str(), Some("2026-11-20T02:30:00.000000Z"));

    let own = format!("/{number}");
    let kept = send(&format!("{own}/draft"), json!({"says": {"text": "쓰는 중"}}));
    assert_eq!(kept.json(), json!({"version": 1}));
    assert_eq!(send(&format!("{own}/draft"), json!({"says": {"text": "둘"}})).status, 412);
    let stale = Ask::json(&format!("{at}/answer"), &json!({"text": "낡은 답"})).header("if-match", "\"v1\"");
    assert_eq!(town.send(&officer, stale).status, 412);
    let wrong = json!({"text": "답", "promises": [{"what": "", "owner": "", "due": ""}, {"what": "세기", "owner": "", "due": "2027-01-31"}]});
    let told = send(&format!("{own}/answer"), wrong);
    assert!(
        told.text().contains("promises.1.owner") && !told.text().contains("promises.0"),
        "{}",
        told.text()
    );
    assert_eq!(send(&format!("{own}/answer"), json!({"text": "다섯 곳입니다"})).status, 200);
    assert_eq!(send(&format!("{own}/answer"), json!({"text": "여섯 곳입니다"})).status, 409);
    let amended =
        send(&format!("{own}/amendment"), json!({"text": "여섯 곳입니다", "why": "한 곳을 빠뜨림"}));
    assert_eq!(amended.status, 200, "{}", amended.text());
    let view = town.send(&Asker::Visitor, Ask::get(&at)).json();
    assert_eq!(view["answers"].as_array().map(Vec::len), Some(2));
    assert_eq!((&view["draft"], &view["can"]["amend"]), (&json!(null), &json!(false)));

    let other = format!("/{}/withdrawal", scene.promised.open_question);
    assert_eq!(send(&other, json!({"why": ""})).status, 422);
    assert_eq!(send(&other, json!({"why": "의원이 거둠"})).status, 200);
}

#[test]
fn the_made_up_city_shows_a_question_in_each_state_and_its_clock_runs() {
    let (town, _) = Town::with_pack();
    let officer = town.signed_in(Role::Officer, None);
    let found = town.send(&officer, Ask::get("/api/v1/questions")).json();
    let mirinae: Vec<&Value> = found["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|line| line["session"].as_str().is_some_and(|session| session.contains("(가상)")))
        .collect();
    let states: Vec<&str> = mirinae.iter().filter_map(|line| line["state"].as_str()).collect();
    assert_eq!(states, ["asked", "drafting", "answered", "withdrawn"]);
    // The clock of the tests stands at ten in the morning: the last sixteen o'clock that has come was yesterday's.
    assert_eq!(mirinae[0]["asked"].as_str(), Some("2026-11-19T07:00:00.000000Z"));
    assert_eq!(mirinae[0]["seconds_left"].as_i64(), Some(3_600));
    let number = mirinae[2]["number"].as_str().expect("a number");
    let view = town.send(&Asker::Visitor, Ask::get(&format!("/api/v1/questions/{number}"))).json();
    let pins = view["answers"][0]["pins"].as_array().expect("pins").clone();
    assert_eq!(pins.len(), 2, "{view}");
    let measure = town.send(&Asker::Visitor, Ask::get("/api/v1/measures/firms-present")).json();
    let kept: Vec<&Value> = measure["snapshots"].as_array().expect("kept counts").iter().collect();
    assert_eq!(kept.len(), 3, "{measure}");
    assert_eq!(pins[0]["hash"], kept[0]["digest"], "the newest is of the newest day");
    assert_eq!(view["promises"][0]["due"].as_str(), Some("2027-01-19"));
}
