//! Numbers as people meet them: the page, its list, what is hidden, what was kept, what changed, what is refused.

use super::{Line, Table, lines};
use crate::measure::count::{Asked, count_blocking};
use crate::measure::store::{self, Seeing};
use crate::measure::view;
use crate::measure::{Held, acts};
use crate::pack::{load_with, read};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base::query::{Question, Refusal};
use base::{Day, Result};
use kernel::{Caller, City};
use std::path::Path;
use std::sync::Arc;
use testkit::TestClock;
use tower::ServiceExt as _;

pub(super) struct Numbers {
    pub city: City,
    router: axum::Router,
    pub loaded: Result<crate::pack::Report>,
    _folder: tempfile::TempDir,
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// The made-up city, smaller, over an engine that answers from a table.
pub(super) fn numbers(engine: Arc<Table>) -> Numbers {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(TestClock::at(testkit::hub::START));
    let migrations = [kernel::MIGRATIONS, crate::MIGRATIONS];
    let city = City::open(testkit::hub::opening(folder.path(), None, clock, &migrations)).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/mirinae");
    let now = base::Instant::parse("2026-11-20T01:00:00Z").unwrap();
    let mut pack = read(&from, now).unwrap();
    pack.generator = None;
    pack.city.sign_in.clear();
    // These tests keep counts of their own.
    pack.snapshots.snapshot.clear();
    pack.questions.question.clear();
    let loaded =
        load_with(&city, &pack, &|city| city.set_engine(Arc::clone(&engine) as Arc<dyn base::query::Engine>));
    let areas = [crate::area()];
    let site = ::web::Site::new(vec![city.clone()], &areas, None, None).unwrap();
    Numbers { city, router: ::web::http::site::router(site, &areas), loaded, _folder: folder }
}

impl Numbers {
    pub fn bytes(&self, path: &str, lang: &str) -> (StatusCode, Vec<u8>) {
        let request = Request::get(path).header("accept-language", lang).body(Body::empty()).unwrap();
        let router = self.router.clone();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let response = router.oneshot(request).await.unwrap();
            let status = response.status();
            (status, axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap().to_vec())
        })
    }

    pub fn page(&self, path: &str) -> String {
        let (status, bytes) = self.bytes(path, "ko");
        assert_eq!(status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&bytes));
        String::from_utf8(bytes).unwrap()
    }

    /// The visible text of the main part, one blank between pieces.
    pub fn text(&self, path: &str) -> String {
        let html = self.page(path);
        let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_owned();
        let pieces =
            main.split('<').skip(1).filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
        pieces.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    pub fn held(&self, id: &'static str) -> Held {
        self.city.read_blocking(move |read| store::newest(read, id, Seeing::Public)).unwrap()
    }

    fn keep(&self, id: &'static str, as_of: &str) -> String {
        let asked = Asked { as_of: day(as_of), position: None, minimum: None };
        let counted = count_blocking(&self.city, &self.held(id), asked).unwrap();
        let done =
            self.city.act_blocking(Caller::System("test"), None, move |tx| acts::take(tx, &counted)).unwrap();
        let number = done.number.unwrap();
        let name = number.clone();
        self.city
            .act_blocking(Caller::System("test"), None, move |tx| acts::publish_snapshot(tx, &name))
            .unwrap();
        number
    }
}

fn firm(index: usize, part: &'static str, level: i64, reason: Option<&'static str>) -> Line {
    let low = i64::from(part != "unknown");
    (format!("organisation:{index:04}"), part, low, Some(1), level, None, reason)
}

/// Five firms counted, one of them on a rumour; two left, one unknown. A year before, one fewer.
fn firms(question: &Question) -> Result<base::query::Answer, Refusal> {
    let mut rows = vec![
        firm(1, "yes", 3, None),
        firm(2, "yes", 3, None),
        firm(3, "yes", 4, None),
        firm(4, "yes", 1, None),
        firm(5, "yes", 0, None),
        firm(6, "out", 3, Some("left")),
        firm(7, "no", 2, Some("agreement")),
        firm(8, "unknown", 0, Some("no-news")),
    ];
    if question.as_of < day("2026-06-01") {
        rows[0] = firm(1, "no", 3, Some("premises"));
        rows[5] = firm(6, "yes", 3, None);
    }
    Ok(lines(&rows, false))
}

pub(super) fn of(question: &Question, kind: &str) -> bool {
    question.kinds.iter().any(|known| known == kind)
}

/// Firms as above; nothing else.
pub(super) fn small_city(question: &Question) -> Result<base::query::Answer, Refusal> {
    if of(question, "firm_listed") {
        return firms(question);
    }
    let series = question.sql.contains("as series");
    Ok(lines(&[], series))
}

#[test]
fn a_number_leads_to_its_rows_and_says_what_is_unknown() {
    let numbers = numbers(Table::new(small_city));
    assert!(numbers.loaded.as_ref().unwrap().items.contains_key("measure"));
    let text = numbers.text("/mirinae/measures/firms-present");
    assert!(text.contains("4 곳 적어도 4, 많아도 6"), "{text}");
    assert!(text.contains("감사 1 공적 자료 2 자기 신고 1 모름 2"), "{text}");
    assert!(text.contains("떠남 1"), "{text}");
    assert!(text.contains("근거가 약함 1"), "{text}");
    assert!(text.contains("80.0 % 4/5"), "{text}");
    let unknown = numbers.text("/mirinae/measures/firms-present?part=unknown");
    assert!(unknown.contains("organisation:0005") && !unknown.contains("organisation:0001"), "{unknown}");
    let firm = numbers.text("/mirinae/measures/firms-present?min=E3");
    assert!(firm.contains("3 곳 적어도 3, 많아도 7"), "{firm}");
    let (_, empty) = numbers.bytes("/mirinae/api/v1/measures/presence-by-signing", "ko");
    let empty: serde_json::Value = serde_json::from_slice(&empty).unwrap();
    assert_eq!(
        (&empty["count"]["has_list"], &empty["count"]["groups"]),
        (&false.into(), &serde_json::json!([]))
    );
    assert!(empty["count"]["cited"].is_null(), "nothing counted is not nought: {empty}");
    let none = numbers.text("/mirinae/measures/jobs");
    assert!(none.contains("아직 발표된 수가 없습니다") && none.contains("모름"), "{none}");
    for lang in ["ko", "en", "zh"] {
        let (status, bytes) = numbers.bytes("/mirinae/measures/firms-present", lang);
        let html = String::from_utf8(bytes).unwrap();
        assert!(status == StatusCode::OK && !html.contains("tower-"), "{lang}: a word is missing");
    }
    let home = numbers.text("/mirinae/");
    assert!(home.contains("AI 창업 목표 1,000곳 · 2035 4 곳 적어도 4, 많아도 6"), "{home}");
}

#[test]
fn a_day_before_all_records_or_to_come_is_no_day_of_a_count() {
    let numbers = numbers(Table::new(small_city));
    for (day, told) in [("0001-01-01", "기록이 있기 훨씬 전"), ("2026-11-21", "아직 오지 않은")]
    {
        let (status, bytes) = numbers.bytes(&format!("/mirinae/measures/firms-present?as_of={day}"), "ko");
        let page = String::from_utf8(bytes).unwrap();
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{day}: {page}");
        assert!(page.contains(told) && page.contains(day), "{page}");
    }
    numbers.page("/mirinae/measures/firms-present?as_of=1900-01-01");
}

#[test]
fn a_kept_count_reads_back_as_it_was_and_differences_sum_to_the_change() {
    let numbers = numbers(Table::new(small_city));
    let first = numbers.keep("firms-present", "2025-12-31");
    let second = numbers.keep("firms-present", "2026-10-31");
    let asked = Asked { as_of: day("2026-10-31"), position: None, minimum: None };
    let now = count_blocking(&numbers.city, &numbers.held("firms-present"), asked).unwrap();
    let name = second.clone();
    let kept = numbers
        .city
        .read_blocking(move |read| view::kept(read, "firms-present", &name, Seeing::Public))
        .unwrap();
    assert_eq!((&kept.rows, &kept.digest), (&now.rows, &now.digest));
    let text = numbers.text("/mirinae/measures/firms-present/difference");
    assert!(text.contains(&first) && text.contains(&second), "{text}");
    assert!(text.contains("들어옴 1 +1 나감 1 −1"), "{text}");
    assert!(text.contains("모두 더하면 0"), "{text}");
    let page = numbers.text(&format!("/mirinae/measures/firms-present?snapshot={second}"));
    assert!(page.contains(&second) && page.contains("4 곳"), "{page}");
    let feed = numbers.page("/mirinae/measures.atom");
    assert!(feed.contains(&format!("snapshot={second}")) && feed.contains("지어낸 도시"), "{feed}");
}

#[test]
fn stored_rows_that_were_altered_are_never_shown() {
    let numbers = numbers(Table::new(small_city));
    let number = numbers.keep("firms-present", "2026-10-31");
    let conn = db::Conn::open(numbers.city.place()).unwrap();
    conn.script("altering", "update tower_snapshot set rows_text = replace(rows_text, 'yes', 'no')").unwrap();
    let (status, _) = numbers.bytes(&format!("/mirinae/measures/firms-present?snapshot={number}"), "en");
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[test]
fn a_council_gets_a_pack_whose_checksums_hold() {
    use std::io::Read as _;
    let numbers = numbers(Table::new(small_city));
    let (status, bytes) = numbers.bytes("/mirinae/measures/firms-present/pack.zip", "ko");
    assert_eq!(status, StatusCode::OK);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut files = std::collections::BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["SHA256SUMS", "definition.toml", "index.html", "number.json", "rows.csv"]);
    for line in files["SHA256SUMS"].lines() {
        let (digest, name) = line.split_once("  ").unwrap();
        assert_eq!(digest, acts::digest(&files[name]), "{name}");
    }
    assert_eq!(acts::digest(&files["definition.toml"]), numbers.held("firms-present").digest);
    assert!(files["index.html"].contains("지어낸 도시의 연습용 숫자입니다"));
    assert!(files["rows.csv"].lines().count() == 9, "{}", files["rows.csv"]);
}

/// What is wrong with the first definition that a pack brought; the rest of the pack was loaded.
fn refused(error: &base::Error) -> &base::Saying {
    assert!(error.is("tower-pack-measures-refused"), "{error}");
    let (file, saying) = &error.saying().unwrap().fields[0];
    assert_eq!(file, "measures/firms-present.toml");
    saying
}

#[test]
fn a_definition_whose_rows_break_the_contract_is_not_published() {
    let spoilt: Arc<Table> = Table::new(|question| {
        if !of(question, "firm_listed") {
            return small_city(question);
        }
        Ok(lines(&[firm(1, "yes", 3, None), firm(1, "yes", 2, None), firm(2, "maybe", 3, None)], false))
    });
    let numbers = numbers(spoilt);
    let error = numbers.loaded.as_ref().unwrap_err();
    let breach = refused(error);
    assert_eq!(breach.key, "tower-measure-breach", "{error}");
    let fields: Vec<(&str, &str)> =
        breach.fields.iter().map(|(field, saying)| (field.as_str(), saying.key)).collect();
    assert_eq!(
        fields,
        [("2: organisation:0001", "tower-breach-unit-twice"), ("3: organisation:0002", "tower-breach-part")]
    );
    let known =
        numbers.city.read_blocking(|read| store::versions(read, "firms-present", Seeing::Public)).unwrap();
    assert!(known.is_empty(), "it stays internal");
    assert_eq!(numbers.bytes("/mirinae/measures/firms-present", "ko").0, StatusCode::NOT_FOUND);
}

#[test]
fn what_the_engine_refuses_is_told_with_the_line_of_the_file() {
    let refusing =
        Table::new(|_| Err(Refusal::Wrong { place: Some((3, 5)), detail: "no such column".to_owned() }));
    let numbers = numbers(refusing);
    let error = numbers.loaded.as_ref().unwrap_err();
    let wrong = refused(error);
    assert_eq!(wrong.key, "query-wrong", "{error}");
    let file = include_str!("../../../../../cities/mirinae/measures/firms-present.toml");
    let line: usize = wrong.fact("line").unwrap().parse().unwrap();
    assert_eq!(file.lines().nth(line - 1), Some("    from firm_listed_v1"));
}

#[test]
fn investors_see_published_counts_and_nothing_else() {
    let numbers = numbers(Table::new(small_city));
    let none = numbers.text("/mirinae/investors");
    assert!(none.contains("공표한 숫자가 아직 없습니다") && !none.contains("적어도"), "{none}");
    let internal = Asked { as_of: day("2026-11-20"), position: None, minimum: None };
    let counted = count_blocking(&numbers.city, &numbers.held("talents"), internal).unwrap();
    numbers.city.act_blocking(Caller::System("test"), None, move |tx| acts::take(tx, &counted)).unwrap();
    assert_eq!(
        numbers.text("/mirinae/investors"),
        none,
        "a count that is kept and not published is not there"
    );
    let old = numbers.keep("firms-present", "2026-05-01");
    let new = numbers.keep("firms-present", "2026-11-20");
    let text = numbers.text("/mirinae/investors");
    assert!(
        text.contains("4 곳 적어도 4, 많아도 6") && text.contains(&new) && !text.contains(&old),
        "{text}"
    );
    assert!(text.contains("모르는 것 2곳") && text.contains("지어낸"), "{text}");
    assert!(text.contains(&format!("/mirinae/measures/firms-present?snapshot={new}")), "{text}");
    for lang in ["ko", "en", "zh"] {
        let (status, bytes) = numbers.bytes("/mirinae/investors", lang);
        let html = String::from_utf8(bytes).unwrap();
        assert!(status == StatusCode::OK && !html.contains("tower-"), "{lang}: a word is missing");
    }
    let (_, bytes) = numbers.bytes("/mirinae/api/v1/investors", "en");
    let answer: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let item = &answer["items"][0];
    assert_eq!((answer["items"].as_array().unwrap().len(), &item["count"]["unknown"]), (1, &2.into()));
    assert!(item["citation"].as_str().unwrap().contains(item["permalink"].as_str().unwrap()));
}
