//! Bad input of every kind: one clear message with its place and mend, and nothing written.

use super::town::{Answer, Ask, Asker, Town, multipart, multipart_media};
use axum::body::{Body, Bytes};
use kernel::Role;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const GIGABYTE: u64 = 1 << 30;
const PIECE: usize = 1 << 20;

/// An officer, with a token beside the session.
fn desk() -> (Town, Asker, Asker) {
    let town = Town::new();
    let person = town.person(Role::Officer, None);
    let (officer, token) = (town.session(person), town.token(person, &["register"]));
    (town, officer, token)
}

/// Refused with this status, in words, and without a trace in the tables or the folder of files.
fn refused(town: &Town, status: u16, by: &Asker, ask: Ask) -> Answer {
    let (before, files) = (town.hub.dump(), files(town));
    let answer = town.send(by, ask);
    let told = answer.visible();
    assert_eq!(answer.status, status, "{told}");
    assert!(told.chars().count() > 10, "a bare status says nothing: {told:?}");
    assert_eq!(before, town.hub.dump(), "something was written");
    assert_eq!(files, self::files(town), "a file was left");
    answer
}

fn files(town: &Town) -> Vec<String> {
    let entries = std::fs::read_dir(town.hub.path("files")).expect("the folder of files");
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
}

/// A body that goes on for ever without being held, and how much of it was read.
fn endless(start: Vec<u8>, bytes: u64) -> (Body, Arc<AtomicU64>) {
    let read = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&read);
    let piece = Bytes::from(vec![b'a'; PIECE]);
    let pieces = (0..bytes / PIECE as u64).map(move |_| {
        counter.fetch_add(PIECE as u64, Ordering::Relaxed);
        Ok::<Bytes, std::io::Error>(piece.clone())
    });
    let all = std::iter::once(Ok(Bytes::from(start))).chain(pieces);
    (Body::from_stream(futures_util::stream::iter(all)), read)
}

/// The most memory this process ever held, in bytes; none where the system does not tell.
fn memory_peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

#[test]
fn two_gigabytes_are_refused_before_they_are_held() {
    let (town, officer, token) = desk();
    let limit = area_register::import::web::UPLOAD_BYTES_MAX as u64;
    let mut start = multipart(&officer, "firms.csv", b"");
    start.truncate(start.len() - 2 - "--bitgoeul-test-boundary--\r\n".len());
    let (body, read) = endless(start, 2 * GIGABYTE);
    let page = refused(&town, 413, &officer, Ask::flow("/import", &multipart_media(), body));
    assert!(page.visible().contains("66"), "the limit is named: {}", page.visible());
    assert!(read.load(Ordering::Relaxed) <= limit + 2 * PIECE as u64, "read on after the limit");

    let (body, read) = endless(Vec::new(), 2 * GIGABYTE);
    let answer = refused(&town, 413, &token, Ask::flow("/api/v1/imports", "application/octet-stream", body));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(read.load(Ordering::Relaxed) <= limit + 2 * PIECE as u64, "read on after the limit");

    // Said beforehand: not a byte of it is read.
    let (body, read) = endless(Vec::new(), 2 * GIGABYTE);
    let said =
        Ask::flow("/api/v1/imports", "application/octet-stream", body).header("content-length", "2147483648");
    refused(&town, 413, &token, said);
    assert!(read.load(Ordering::Relaxed) <= limit + 2 * PIECE as u64);

    // Who may not import is told so before the body is read at all.
    let (body, read) = endless(Vec::new(), 2 * GIGABYTE);
    refused(&town, 401, &Asker::Visitor, Ask::flow("/api/v1/imports", "application/octet-stream", body));
    assert!(read.load(Ordering::Relaxed) <= 2 * PIECE as u64, "a visitor's upload was read");
    if let Some(peak) = memory_peak() {
        assert!(peak < GIGABYTE, "{} MB were held", peak >> 20);
    }
}

#[test]
fn a_workbook_that_swells_is_refused() {
    use std::io::Write as _;
    let (town, officer, _) = desk();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
    ] {
        zip.start_file(name, options).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.start_file("xl/worksheets/sheet1.xml", options).expect("a part");
    let piece = vec![b' '; PIECE];
    for _ in 0..600 {
        zip.write_all(&piece).expect("a part");
    }
    let bomb = zip.finish().expect("a workbook").into_inner();
    assert!(bomb.len() < 4 << 20, "{} bytes", bomb.len());
    let page = refused(&town, 422, &officer, Ask::upload("/import", &officer, "firms.xlsx", &bomb));
    assert!(
        page.visible().contains("MB") || page.visible().contains("부풀") || page.visible().contains("압축"),
        "{}",
        page.visible()
    );
    if let Some(peak) = memory_peak() {
        assert!(peak < GIGABYTE, "{} MB were held", peak >> 20);
    }
}

#[test]
fn a_file_whose_letters_were_destroyed_before_is_named_as_such() {
    let (town, officer, _) = desk();
    let letters = "\u{fffd}".repeat(5);
    let destroyed = format!("기관명,사업자등록번호\n{letters},124-81-00998\n새빛,\n");
    let (before, position) = (town.hub.dump(), town.hub.city.position());
    let up = town.send(&officer, Ask::upload("/import", &officer, "a.csv", destroyed.as_bytes()));
    assert_ne!(before, town.hub.dump(), "the file is staged, to be looked at");
    let at = up
        .header("location")
        .strip_prefix("/testville")
        .unwrap_or_else(|| panic!("{}", up.visible()))
        .to_owned();
    let page = town.send(&officer, Ask::get(&at)).visible();
    assert!(page.contains("깨"), "{page}");
    assert_eq!(town.send(&officer, Ask::form(&format!("{at}/acceptance"), &[])).status, 303);
    assert_eq!(town.hub.city.position(), position + 1);
    let list = town.send(&Asker::Visitor, Ask::get("/api/v1/organisations")).json();
    assert_eq!((list["total"].as_i64(), list["items"][0]["name"]["ko"].as_str()), (Some(1), Some("새빛")));
}

#[test]
fn a_file_that_must_not_be_kept_is_refused_with_line_and_column() {
    let (town, officer, token) = desk();
    let resident = "기관명,대표자번호\n새빛,900101-1234568\n";
    let page = refused(&town, 422, &officer, Ask::upload("/import", &officer, "b.csv", resident.as_bytes()));
    assert!(!page.text().contains("1234568"), "the number itself is not repeated");
    assert!(page.visible().contains("2") && page.visible().contains("대표자번호"), "{}", page.visible());
    let answer =
        refused(&town, 422, &token, Ask::bytes("/api/v1/imports", "text/csv", resident.as_bytes().to_vec()));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(!answer.text().contains("1234568"), "the number itself is not repeated");
    let title = |lang: &str| {
        let file = Ask::bytes("/api/v1/imports", "text/csv", resident.as_bytes().to_vec());
        refused(&town, 422, &token, file.header("accept-language", lang)).json()["title"].to_string()
    };
    assert!(
        title("ko").contains("주민") && title("en").contains("resident"),
        "{} {}",
        title("ko"),
        title("en")
    );
    let chinese = title("zh");
    assert!(chinese.contains("居民登记号") && !chinese.contains("resident"), "{chinese}");
    let facts = {
        let file = Ask::bytes("/api/v1/imports", "text/csv", resident.as_bytes().to_vec());
        refused(&town, 422, &token, file.header("accept-language", "ko")).json()["facts"].clone()
    };
    assert_eq!(facts.as_object().map(|facts| facts.len()), Some(1), "one sentence, in one language: {facts}");
    refused(&town, 422, &officer, Ask::upload("/import", &officer, "c.csv", b""));
    refused(
        &town,
        422,
        &officer,
        Ask::upload("/import", &officer, "d.bin", &[0, 159, 146, 150, 255, 0, 1, 2]),
    );
    refused(&town, 422, &officer, Ask::bytes("/import", "text/plain", b"no form at all".to_vec()));
    refused(&town, 422, &token, Ask::bytes("/api/v1/imports", "text/csv", Vec::new()));
}

#[test]
fn wrong_values_name_their_field() {
    let (town, officer, token) = desk();
    let (number, _) = town.organisation("가온", None);
    let form = |fields: &[(&str, &str)]| Ask::form("/organisations/new", fields);
    let page =
        refused(&town, 422, &officer, form(&[("name_ko", "새빛"), ("business_number", "124-81-00999")]));
    assert!(
        page.visible().contains("124-81-00999") && page.text().contains("value=\"새빛\""),
        "what was typed is kept"
    );
    refused(&town, 422, &officer, form(&[("name_ko", "  ")]));
    refused(&town, 422, &officer, form(&[("name_ko", "새빛"), ("founded", "2024-13")]));
    refused(&town, 422, &officer, form(&[("name_ko", "새빛"), ("homepage", "javascript:alert(1)")]));
    let presence = |from: &str, to: &str| {
        let fields = [("code", "P1"), ("from", from), ("to", to), ("level", "E1")];
        Ask::form(&format!("/organisations/{number}/presence"), &fields)
    };
    let page = refused(&town, 422, &officer, presence("2031-01-01", ""));
    assert!(page.visible().contains("2031"), "{}", page.visible());
    refused(&town, 422, &officer, presence("2026-02-30", ""));
    refused(&town, 422, &officer, presence("", ""));
    refused(&town, 422, &officer, presence("2026-05-01", "2026-04-01"));
    let post = |body: &[u8]| Ask::bytes("/api/v1/organisations", "application/json", body.to_vec());
    let broken = refused(&town, 422, &token, post(b"{\"name\": {\"ko\": \"\xec\x83\x88\"},\n \"kind\": }"));
    assert_eq!(broken.json()["facts"]["line"], "2", "{}", broken.text());
    let unknown = refused(&town, 422, &token, post(br#"{"name": {"ko": "x"}, "colour": "red"}"#));
    assert!(unknown.text().contains("colour"), "{}", unknown.text());
    for body in [
        &b""[..],
        b"[]",
        b"null",
        br#"{"name": 7}"#,
        br#"{"name": {"ko": ["x"]}}"#,
        b"\xff\xfe",
        br#"{"name": {"ko": "x"}} more"#,
    ] {
        let answer = refused(&town, 422, &token, post(body));
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    refused(&town, 422, &token, post(deep.as_bytes()));
    let future = json!({"code": "P1", "from": "2031-01-01", "level": "E1"});
    refused(&town, 422, &token, Ask::json(&format!("/api/v1/organisations/{number}/presence"), &future));
}

#[test]
fn a_field_of_ten_megabytes_is_too_large() {
    let (town, officer, token) = desk();
    let long = "가".repeat(10 << 20).into_bytes();
    let page = refused(
        &town,
        413,
        &officer,
        Ask::bytes(
            "/organisations/new",
            "application/x-www-form-urlencoded",
            [b"name_ko=".to_vec(), long.clone()].concat(),
        ),
    );
    assert!(page.visible().contains("256"), "the limit is named: {}", page.visible());
    let body = [b"{\"name\":{\"ko\":\"".to_vec(), long, b"\"}}".to_vec()].concat();
    let answer = refused(&town, 413, &token, Ask::bytes("/api/v1/organisations", "application/json", body));
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[test]
fn a_text_that_is_too_long_is_told_at_its_field_and_kept() {
    let (town, officer, token) = desk();
    let long = "가나다 ".repeat(40_000);
    let fields = [("kind", "directive"), ("what_ko", long.as_str()), ("owner", "me")];
    let page = refused(&town, 422, &officer, Ask::form("/obligations/new", &fields));
    assert!(
        page.visible().contains("160000자(390 KB)") && page.visible().contains("256 KB까지"),
        "which limit"
    );
    assert!(page.text().contains("id=\"field-what_ko-error\""), "at its field");
    assert!(page.text().contains("가나다 가나다 가나다"), "what was written is kept");
    let said = json!({"kind": "directive", "what": {"ko": long}, "owner": "me"});
    let answer = refused(&town, 413, &token, Ask::json("/api/v1/obligations", &said));
    assert_eq!(answer.json()["facts"]["max"], "256", "{}", answer.text());
    assert!(answer.json()["mend"].as_str().is_some_and(|mend| !mend.is_empty()), "{}", answer.text());
}

#[test]
fn an_address_that_cannot_be_read_is_said_to_be_so() {
    let (town, _, _) = desk();
    town.organisation("가온", None);
    let get = |path: &str, status: u16| refused(&town, status, &Asker::Visitor, Ask::get(path));
    for cursor in ["nonsense", "a.b", "가온".to_owned().repeat(3).as_str(), "..", "%00.%00"] {
        let cursor = if cursor.is_ascii() { cursor.to_owned() } else { web::http::reply::percent(cursor) };
        get(&format!("/api/v1/organisations?after={cursor}"), 422);
        get(&format!("/organisations?after={cursor}"), 422);
    }
    get("/api/v1/organisations?limit=many", 422);
    get("/api/v1/journal?after=99999999999999999999999", 422);
    get("/journal?after=x", 422);
    get("/organisations?q=%ff%fe", 200);
    get("/organisations/2026-ORG-9999", 404);
    get("/organisations/%00", 404);
    get("/organisations/%ff", 404);
    get("/organisations/2026-ORG-0001?position=-5", 404);
    get("/api/v1/imports/not-an-id", 401);
    get("/no/such/page", 404);
    get("/api/v1/nothing", 404);
    assert_eq!(get("/api/v1/nothing", 404).header("content-type"), "application/problem+json");
    let other = town.send_at(&Asker::Visitor, Ask::get("/elsewhere/organisations"));
    assert_eq!(other.status, 404);
    // The right page, asked in the wrong way.
    let wrong = refused(&town, 405, &Asker::Visitor, Ask::json("/api/v1/journal", &json!({})));
    assert_eq!(wrong.header("content-type"), "application/problem+json");
    refused(&town, 405, &Asker::Visitor, Ask::form("/journal", &[]));
}

#[test]
fn values_of_a_hundred_kilobytes_break_nothing() {
    let (town, officer, token) = desk();
    let long = "a".repeat(100_000);
    for name in ["cookie", "accept-language", "if-none-match", "referer", "user-agent", "sec-fetch-site"] {
        let answer = town.send(&Asker::Visitor, Ask::get("/organisations").header(name, &long));
        assert_eq!(answer.status, 200, "{name}");
    }
    assert_eq!(
        town.send(&Asker::Visitor, Ask::get("/api/v1/me").header("authorization", &format!("Bearer {long}")))
            .status,
        401
    );
    let new = || Ask::json("/api/v1/organisations", &json!({"name": {"ko": "새빛"}}));
    // An id that cannot be kept would not protect: it is refused, not dropped.
    refused(&town, 422, &token, new().header("idempotency-key", &long));
    let at = town.organisation("가온", None).0;
    let correct = Ask::json(
        &format!("/api/v1/organisations/{at}/correction"),
        &json!({"says": {"name": {"ko": "나래"}}}),
    );
    refused(&town, 412, &token, correct.header("if-match", &long));
    refused(&town, 422, &officer, Ask::form("/organisations/new", &[("name_ko", &long)]));
    refused(&town, 422, &Asker::Visitor, Ask::get(&format!("/organisations?q={}", &long[..60_000])));
    refused(&town, 422, &Asker::Visitor, Ask::get(&format!("/organisations.csv?q={}", &long[..60_000])));
}

#[test]
fn no_path_leads_out_of_the_folder_of_styles() {
    let town = Town::new();
    for path in [
        "..%2f..%2fCargo.toml",
        "%2e%2e%2fmanifest.json",
        "..%5c..%5ckeys.css",
        "%2fetc%2fpasswd",
        ".css",
        "..css",
        "a%00.css",
        "manifest.json",
    ] {
        let answer = town.send_at(&Asker::Visitor, Ask::get(&format!("/assets/{path}")));
        assert_eq!(answer.status, 404, "{path}");
    }
    for path in [
        "/assets/../Cargo.toml",
        "/testville/../keys/master.key",
        "/testville/%2e%2e/keys/master.key",
        "/testville/keys/master.key",
    ] {
        assert_eq!(town.send_at(&Asker::Visitor, Ask::get(path)).status, 404, "{path}");
    }
}

#[test]
fn a_zero_byte_in_a_text_is_refused_or_taken_out() {
    let (town, officer, token) = desk();
    let (number, _) = town.organisation("가온", None);
    refused(&town, 422, &officer, Ask::form("/organisations/new", &[("name_ko", "새\0빛")]));
    refused(&town, 422, &token, Ask::json("/api/v1/organisations", &json!({"name": {"ko": "새\0빛"}})));
    let evidence =
        json!({"code": "P1", "from": "2026-01-02", "level": "E1", "evidence": "a\0b", "issuer": "c\0d"});
    refused(&town, 422, &token, Ask::json(&format!("/api/v1/organisations/{number}/presence"), &evidence));
    refused(&town, 422, &Asker::Visitor, Ask::get("/organisations?kind=%00"));
    refused(&town, 422, &Asker::Visitor, Ask::get("/api/v1/organisations?presence=%00"));
}

#[test]
fn a_sign_that_nobody_sees_is_told_at_its_field_and_the_form_is_kept() {
    let (town, officer, token) = desk();
    for sign in ['\0', '\u{7}', '\u{1b}', '\u{85}'] {
        let typed = format!("새{sign}빛");
        let page =
            refused(&town, 422, &officer, Ask::form("/organisations/new", &[("name_ko", typed.as_str())]));
        let html = String::from_utf8_lossy(&page.body).into_owned();
        assert!(
            html.contains("id=\"field-name_ko-error\"") && html.contains("value=\"새\u{fffd}빛\""),
            "{html}"
        );
        let sent = json!({"name": {"ko": typed}});
        let problem = refused(&town, 422, &token, Ask::json("/api/v1/organisations", &sent)).json();
        let told = problem["errors"][0]["detail"].as_str().expect("a sentence");
        assert!(told.starts_with("눈에 보이지 않는 제어 문자"), "{problem}");
    }
}

#[test]
fn while_the_clock_is_behind_nothing_is_written() {
    let (town, officer, token) = desk();
    town.organisation("가온", None);
    town.hub.clock.step(-3);
    let new = |name: &str| Ask::form("/organisations/new", &[("name_ko", name)]);
    assert_eq!(town.send(&officer, new("새빛")).status, 303, "a few seconds are held");
    town.hub.clock.step(-600);
    let page = refused(&town, 503, &officer, new("나래"));
    assert!(page.visible().contains("2026-11-20"), "both times are named: {}", page.visible());
    refused(&town, 503, &token, Ask::json("/api/v1/organisations", &json!({"name": {"ko": "나래"}})));
    assert_eq!(town.send(&Asker::Visitor, Ask::get("/organisations")).status, 200, "reading goes on");
    town.hub.clock.step(700);
    assert_eq!(town.send(&officer, new("나래")).status, 303);
}

#[test]
fn what_the_framework_cannot_read_is_told_in_the_reader_s_words() {
    let (town, _, token) = desk();
    let json = |text: &str| Ask::bytes("/api/v1/organisations", "application/json", text.as_bytes().to_vec());
    let asked = || {
        vec![
            (422, Ask::get("/api/v1/organisations?limit=many"), Some("limit")),
            (422, Ask::get("/api/v1/organisations/2026-ORG-0001?position=first"), Some("position")),
            (422, json("{\"name\": {\"ko\": \"가\"}, \"colour\": 1}"), Some("colour")),
            (
                422,
                Ask::bytes(
                    "/api/v1/organisations/2026-ORG-0001/merge",
                    "application/json",
                    b"{\"why\":\"x\"}".to_vec(),
                ),
                Some("into"),
            ),
            (422, json("{\"name\": "), None),
            (422, json("[1]"), None),
            (404, Ask::get("/api/v1/organisations/%ff"), None),
        ]
    };
    let library =
        ["deserialize", "invalid digit", "unknown field", "missing field", "EOF", "expected", "UTF-8"];
    for lang in ["ko", "en", "zh"] {
        for (status, ask, field) in asked() {
            let answer = town.send(&token, ask.header("accept-language", lang));
            assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"));
            let body = answer.json();
            let errors = body["errors"].as_array().cloned().unwrap_or_default();
            let told = format!("{} {} {errors:?}", body["title"], body["mend"]);
            assert!(!library.iter().any(|word| told.contains(word)), "{told}");
            assert!(lang == "en" || !told.is_ascii(), "{told}");
            assert_eq!(errors.first().and_then(|one| one["field"].as_str()), field, "{told}");
        }
    }
    let place = town.send(&token, json("{\n  \"name\": }")).json();
    assert_eq!((place["facts"]["line"].as_str(), place["facts"]["column"].as_str()), (Some("2"), Some("11")));
    let page = town.send(&Asker::Visitor, Ask::get("/organisations?position=x&limit=y&lang=zh"));
    assert_eq!(page.status, 422, "{}", page.visible());
}

#[test]
fn a_broken_number_in_a_file_of_claims_is_told_by_line_and_column() {
    let (town, officer, _) = desk();
    let token = town.token(town.person(Role::Officer, None), &["tower"]);
    let broken = super::town::CLAIMS.replace("=,142,", "=,백사십이,");
    let page = refused(
        &town,
        422,
        &officer,
        Ask::upload("/claims/import", &officer, "claims.csv", broken.as_bytes()),
    );
    assert!(page.visible().contains("3번째 줄 value 백사십이는 숫자가 아닙니다."), "{}", page.visible());
    let answer =
        refused(&town, 422, &token, Ask::bytes("/api/v1/claims/imports", "text/csv", broken.into_bytes()));
    let told = answer.json();
    assert_eq!(told["errors"][0]["field"], "3:value", "{told}");
}
