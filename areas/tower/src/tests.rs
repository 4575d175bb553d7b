//! The pages as people see them, and the API beside them.

mod empty;
mod forms;
mod home;

use crate::measure::tests::{Table, lines};
use crate::pack::{load_with, read};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use kernel::City;
use std::path::Path;
use std::sync::Arc;
use testkit::TestClock;
use tower::ServiceExt as _;

/// A loaded city behind the whole router.
pub(crate) struct Served {
    pub(crate) city: City,
    router: axum::Router,
    _folder: tempfile::TempDir,
}

/// Opening and loading wait for the writer, which the threads of a runtime may not.
async fn served(slug: &'static str) -> Served {
    tokio::task::spawn_blocking(move || serve(slug)).await.unwrap()
}

pub(crate) fn serve(slug: &str) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(TestClock::at(testkit::hub::START));
    let migrations = [kernel::MIGRATIONS, crate::MIGRATIONS];
    let city = City::open(testkit::hub::opening(folder.path(), None, clock, &migrations)).unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities").join(slug);
    // An engine over a city of which no list was published: every question has no rows.
    let none = Table::new(|question| Ok(lines(&[], question.sql.contains("as series"))));
    let ready = |city: &City| city.set_engine(Arc::clone(&none) as Arc<dyn base::query::Engine>);
    load_with(&city, &read(&pack, city.now()).unwrap(), &ready).unwrap();
    let areas = [crate::area()];
    let site = web::Site::new(vec![city.clone()], &areas, None, None).unwrap();
    Served { city, router: web::http::site::router(site, &areas), _folder: folder }
}

impl Served {
    async fn get(&self, path: &str) -> (StatusCode, axum::http::HeaderMap, String) {
        let request = Request::get(path).header("accept-language", "ko").body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), 4 << 20).await.unwrap();
        (status, headers, String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// The visible text between `main` and its end, one piece a line.
    async fn text(&self, path: &str) -> String {
        let (status, _, html) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        let pieces =
            main.split('<').skip(1).filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
        pieces.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

fn beginning(text: &str, lines: usize) -> String {
    text.lines().take(lines).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_first_page_says_what_is_known_and_what_is_not() {
    let served = served("gwangju").await;
    let text = served.text("/gwangju/").await;
    assert_eq!(
        beginning(&text, 34),
        "숫자를 누르면 명단이 나옵니다.\n모르는 것은 모른다고 씁니다.\n\
         계획과 약속, 데이터와 컴퓨팅, 공모와 인재, 시민의 문제까지. 일한 기록에서 성과를 셉니다.\n\
         누구신가요?\n시민\n이상한 숫자 알리기, 접수번호로 다시 찾기 (가입 없이)\n\
         창업기업\n우리 기업이 어떻게 적혀 있는지 찾기, 틀리면 바로잡기\n\
         데이터 기관\n내놓기로 한 것, 맡은 사람, 기다린 날\n의회·언론\n숫자와 명단, 인용과 정정 요청\n\
         사업단 직원\n오늘 할 일, 시정질문 답변, 가져오기\n\
         투자자를 위한 숫자\n행사\n무엇을 하기로 했나\n계산 방법\n새 숫자 받아 보기 (Atom)\n\
         비전\n의향 광주를 넘어 AI 광주시대로!\n목표\nAI 중심도시 광주 (AI Hub City Gwangju)\n가치\n\
         사람중심 · 공유와 개방 · 광주형 AI 비즈니스모델 구축\n2026-11-20 기준\n\
         AI 창업\n목표 1,000곳 · 2030\n160곳\n본사나 지사를 둔 기업 · 2025-12-10 발표\n확인할 명단이 없음\n\
         목표를 센 숫자가 아닙니다. 명단이 공개된 적이 없어 실제 수는 모릅니다.\n\
         일자리 창출\n목표 7,000명 · 2030"
    );
    assert!(text.contains("4대 전략, 20개 과제"));
    assert_eq!(text.matches("이름을 찾지 못한 과제").count(), 2);
    assert_eq!(text.matches("보도로 짐작").count(), 18);
    let (_, _, html) = served.get("/gwangju/").await;
    assert!(html.contains("공식 누리집이 아닙니다"));
    let (status, headers, _) = served.get("/gwangju").await;
    assert_eq!((status, headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/gwangju/"));
    assert_eq!(served.get("/nowhere").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_number_of_the_first_page_leads_to_its_rows() {
    let served = served("gwangju").await;
    let people = served.text("/gwangju/people").await;
    assert!(people.contains("이용섭\n시장\n광주광역시\n모름\nseed-1, seed-3"), "{people}");
    assert_eq!(people.matches("제임스 랜디 물릭").count(), 2);
    let bodies = served.text("/gwangju/bodies").await;
    assert!(bodies.contains("약 20명") || bodies.contains("약\n20"), "{bodies}");
    let budget = served.text("/gwangju/budget").await;
    assert!(budget.contains("31억 원\n3,100,000,000원"), "{budget}");
    let plan = served.text("/gwangju/plan").await;
    assert!(plan.contains("GIST AI대학원 전문인력\n적어도 200명"), "{plan}");
}

#[tokio::test]
async fn the_wishes_of_the_founding_texts_stand_with_what_really_serves_them() {
    let served = served("gwangju").await;
    let text = served.text("/gwangju/about/origins").await;
    assert!(text.contains("59가지"), "{text}");
    assert!(text.contains("비전, 목표, 3대 가치\no34\n됨\n계획"), "{text}");
    assert!(text.contains("누구나 쓰게\no17\n기록만"), "{text}");
    assert!(text.contains("슈퍼컴퓨팅 파워\no40\n아직 없음"), "{text}");
    let (_, _, body) = served.get("/gwangju/api/v1/origins").await;
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    let states = &answer["states"];
    let sum =
        ["works", "record_only", "not_yet"].map(|state| states[state].as_i64().unwrap()).iter().sum::<i64>();
    assert_eq!((answer["items"].as_array().unwrap().len(), sum), (59, 59));
    // The register is not part of this test's site: its page serves nothing here.
    let agency = answer["items"].as_array().unwrap().iter().find(|item| item["code"] == "o37").unwrap();
    assert_eq!(agency["state"], "not_yet");
}

#[tokio::test]
async fn published_numbers_are_read_without_an_account() {
    let served = served("gwangju").await;
    let text = served.text("/gwangju/claims").await;
    assert!(text.contains("71.2%\n시\n2025-12\n·\nnews1\n계산이 맞지 않음"), "{text}");
    let one = served.text("/gwangju/claims/c030").await;
    assert!(one.contains("724 ÷ 1,221 = 59.3 % ≠ 71.2 %\n724 ÷ 71.2 % ≈ 1,017"), "{one}");
    let (_, _, html) = served.get("/gwangju/claims/c030").await;
    assert!(html.contains("공식 누리집이 아닙니다"));
    let method = served.text("/gwangju/claims/method").await;
    assert!(method.contains("사람이 아니라 숫자를 봅니다"), "{method}");
    let (status, _, csv) = served.get("/gwangju/claims.csv?verdict=arithmetic").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(csv.lines().count(), 3);
    assert!(
        csv.contains("c055,2025-11-07,press,council,phase2.local_share,phase 2,exactly,5.1,percent"),
        "{csv}"
    );
    assert_eq!(served.get("/gwangju/claims/c999").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_the_record_promised_is_shown_with_its_gaps() {
    let served = served("gwangju").await;
    let list = served.text("/gwangju/obligations?kind=directive").await;
    assert_eq!(list.matches("2026-DIR-").count(), 7, "{list}");
    assert_eq!(list.matches("소관 미상").count(), 7, "{list}");
    let agreement = served.text("/gwangju/agreements/2020-MOU-0001").await;
    assert_eq!(agreement.matches("기관이 보유한 데이터 공유").count(), 12, "{agreement}");
    let institutions = served.text("/gwangju/institutions").await;
    assert!(!institutions.contains("2,487일"), "where nobody looked, nobody waits: {institutions}");
    assert!(!institutions.contains("\n0\n"), "what nobody told is not zero: {institutions}");
    let body = served.text("/gwangju/bodies/policy-meeting").await;
    assert!(body.contains("2021-09-29") && body.contains("짐작한 날"), "{body}");
    let requests = served.text("/gwangju/budget/requests").await;
    assert!(requests.contains("기록된 예산 요구가 없습니다"), "{requests}");
}

#[tokio::test]
async fn a_made_up_city_says_so_and_shows_totals_side_by_side() {
    let served = served("mirinae").await;
    let (status, headers, html) = served.get("/mirinae/").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["x-synthetic"], "true");
    assert!(html.contains("이 도시는 지어낸 것입니다"));
    let budget = served.text("/mirinae/budget").await;
    assert_eq!(budget.matches("같은 사업의 총액이 3가지입니다").count(), 3);
}

#[tokio::test]
async fn the_api_answers_what_the_pages_show() {
    let served = served("gwangju").await;
    let paths = [
        "overview",
        "plan",
        "plan/tasks/t07",
        "bodies",
        "people",
        "budget",
        "claims",
        "claims/c030",
        "origins",
        "events",
        "events/e-2019-10-06",
        "investors",
    ];
    for path in paths {
        let (status, _, body) = served.get(&format!("/gwangju/api/v1/{path}")).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert!(answer.is_object(), "{path}");
    }
    let (_, _, body) = served.get("/gwangju/api/v1/overview").await;
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(answer["alarms"]["promises"]["overdue"], serde_json::Value::Null, "not for visitors");
    assert_eq!(answer["alarms"]["questions"]["open"], serde_json::Value::Null, "not for visitors");
    let (_, _, open_api) = served.get("/api/openapi.json").await;
    assert!(open_api.contains("/{city}/api/v1/overview"));
}

#[tokio::test]
async fn a_forgotten_person_keeps_the_role_and_loses_the_name() {
    let served = served("gwangju").await;
    let vault = Arc::clone(served.city.vault());
    let people = served.city.read(move |read| crate::people::list(read, &vault)).await.unwrap();
    let mayor = people.iter().find(|p| p.roles.iter().any(|role| role.role == "mayor")).unwrap().person;
    let erase = move |tx: &mut kernel::Tx<'_>| kernel::person::acts::erase(tx, mayor, "request", "the role");
    served.city.act(kernel::Caller::System("test"), None, erase).await.unwrap();
    let text = served.text("/gwangju/people").await;
    assert!(!text.contains("이용섭") && text.contains("이름을 지웠습니다\n시장"), "{text}");
}

#[test]
fn every_word_of_the_pages_is_there_in_three_languages() {
    let catalogue = web::http::site::catalogue(&[crate::area()]).unwrap();
    let gaps: Vec<String> = catalogue.gaps().into_iter().filter(|gap| gap.starts_with("tower-")).collect();
    assert_eq!(gaps, Vec::<String>::new());
    for source in [
        include_str!("pages.rs"),
        include_str!("pages/home.rs"),
        include_str!("pages/plan.rs"),
        include_str!("pages/lists.rs"),
        include_str!("plan/store.rs"),
        include_str!("lib.rs"),
        include_str!("claim.rs"),
        include_str!("claim/pages.rs"),
        include_str!("claim/pages/list.rs"),
        include_str!("claim/pages/show.rs"),
        include_str!("claim/pages/method.rs"),
        include_str!("claim/pages/forms.rs"),
        include_str!("claim/pages/desk.rs"),
        include_str!("origin/pages.rs"),
        include_str!("pages/home/doors.rs"),
        include_str!("pages/home/model.rs"),
        include_str!("event.rs"),
        include_str!("event/pages.rs"),
        include_str!("task/pages.rs"),
        include_str!("investor/pages.rs"),
        include_str!("who.rs"),
        include_str!("obligation.rs"),
        include_str!("obligation/acts.rs"),
        include_str!("obligation/board.rs"),
        include_str!("obligation/web.rs"),
        include_str!("obligation/pages.rs"),
        include_str!("obligation/pages/forms.rs"),
        include_str!("obligation/pages/record.rs"),
        include_str!("agreement.rs"),
        include_str!("agreement/acts.rs"),
        include_str!("agreement/web.rs"),
        include_str!("agreement/pages.rs"),
        include_str!("body/acts.rs"),
        include_str!("body/pages.rs"),
        include_str!("institution/pages.rs"),
        include_str!("request/acts.rs"),
        include_str!("request/web.rs"),
        include_str!("request/pages.rs"),
        include_str!("report.rs"),
        include_str!("report/web.rs"),
        include_str!("report/pages.rs"),
        include_str!("meeting.rs"),
        include_str!("meeting/acts.rs"),
        include_str!("meeting/web.rs"),
        include_str!("meeting/pages.rs"),
    ] {
        let used = base::words::keys_in(source, "tower-");
        assert_eq!(catalogue.missing(&used), Vec::<&str>::new());
    }
}
