//! The first page with everything on it: the business model, alarms, tasks, doors; a task, events, the clock.

use super::served;
use axum::http::StatusCode;

#[tokio::test]
async fn what_nobody_counts_on_the_way_from_a_problem_to_a_job_is_unknown_and_not_zero() {
    let served = served("gwangju").await;
    let (_, _, body) = served.get("/gwangju/api/v1/overview").await;
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    let stages = answer["stages"].as_array().unwrap();
    let codes: Vec<&str> = stages.iter().map(|stage| stage["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["problem", "call", "award", "resources", "result", "effect"]);
    assert_eq!(stages[0]["counts"][0]["count"], 7, "proposals on record");
    for stage in &stages[1..] {
        for count in stage["counts"].as_array().unwrap() {
            assert!(count["count"].is_null(), "{count}");
        }
    }
    let text = served.text("/gwangju/").await;
    assert!(text.contains("문제와 제안\n7\n건\n제안"), "{text}");
    assert!(text.contains("공모\n모름\n아직 세는 것이 없습니다"), "{text}");
    assert!(text.contains("돈·GPU·데이터·자리\n1,946과제"), "a published number stands in its place: {text}");
    assert!(text.contains("이 사이트가 읽은 것입니다"), "{text}");
}

#[tokio::test]
async fn each_alarm_says_as_many_as_the_list_behind_it_shows() {
    let served = served("gwangju").await;
    let (_, _, body) = served.get("/gwangju/api/v1/overview").await;
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    let alarms = &answer["alarms"];
    let (_, _, list) = served.get("/gwangju/api/v1/obligations?outcome=unknown").await;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(alarms["promises"]["unknown"], list["total"]);
    let (_, _, list) = served.get("/gwangju/api/v1/claims?verdict=check").await;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(alarms["numbers"]["to_check"], list["found"]);
    assert!(list["found"].as_i64().unwrap() >= 8, "{list}");
    let (_, _, html) = served.get("/gwangju/").await;
    for href in
        ["/gwangju/obligations?outcome=unknown", "/gwangju/claims?verdict=check", "/gwangju/questions"]
    {
        assert!(html.contains(&format!("href=\"{href}\"")), "{href}");
    }
}

#[tokio::test]
async fn every_task_names_what_serves_it_or_that_nothing_does() {
    let served = served("gwangju").await;
    let text = served.text("/gwangju/").await;
    assert!(text.contains("기업 유치\n보도로 짐작\n약속 1 · 지표 1 · 발표 12"), "{text}");
    assert!(text.contains("유치원~고교 AI 교육\n보도로 짐작\n아직 없음"), "{text}");
    let task = served.text("/gwangju/plan/tasks/t07").await;
    assert!(task.contains("약속\n1\n인코어드 업무제휴 협약"), "{task}");
    assert!(task.contains("지표\n1\n") && task.contains("발표\n12\n"), "{task}");
    let bare = served.text("/gwangju/plan/tasks/t15").await;
    assert!(bare.contains("아직 없음"), "{bare}");
    assert_eq!(served.get("/gwangju/plan/tasks/t99").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn five_doors_lead_to_pages_that_are_there() {
    for slug in ["gwangju", "mirinae"] {
        let served = served(slug).await;
        let (_, _, html) = served.get(&format!("/{slug}/")).await;
        let doors: Vec<&str> = html.split("class=\"door\"").skip(1).collect();
        assert_eq!(doors.len(), 5);
        for door in doors {
            let href = door.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
            assert_eq!(served.get(href).await.0, StatusCode::OK, "{href}");
        }
    }
}

#[tokio::test]
async fn an_event_tells_who_took_part_and_what_came_of_it() {
    let served = served("gwangju").await;
    let list = served.text("/gwangju/events").await;
    assert_eq!(list.matches("seed-").count(), 8 + 2, "{list}");
    assert!(
        list.contains("인공지능 중심도시 광주 비전 선포식\n2020-01-29\n김대중컨벤션센터\n700명"),
        "{list}"
    );
    let trip = served.text("/gwangju/events/e-2019-10-06").await;
    assert!(trip.contains("2019-10-06") && trip.contains("모인 사람\n모름"), "{trip}");
    assert!(trip.contains("PARC 기술협력 협약\n협약"), "{trip}");
    let forum = served.text("/gwangju/events/e-2019-10-23").await;
    assert!(forum.contains("15:00–17:30") && forum.contains("제임스 랜디 물릭"), "{forum}");
    assert!(forum.contains("무엇이 낳았나\n제1회 대한민국 AI클러스터 포럼을 차질 없이"), "{forum}");
    let (_, _, body) = served.get("/gwangju/api/v1/events/e-2020-01-29").await;
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    let thread = served.text(&format!("/gwangju/thread/event:{}", answer["id"].as_str().unwrap())).await;
    assert!(thread.contains("데이터 공유·협력 협약 (12개 기관)\n2020-MOU-0001\n협약\n이어짐"), "{thread}");
    assert_eq!(served.get("/gwangju/events/e-none").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_film_that_was_ordered_stands_open_with_its_clock() {
    let served = served("gwangju").await;
    let (_, _, list) = served.get("/gwangju/api/v1/obligations?kind=directive").await;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let film = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["what"]["ko"].as_str().is_some_and(|what| what.contains("홍보영상")));
    let number = film.unwrap()["number"].as_str().unwrap();
    let text = served.text(&format!("/gwangju/obligations/{number}")).await;
    assert!(text.contains("2019-10-14부터 2,594일째 열려 있습니다."), "{text}");
    assert!(text.contains("기한은 기록에 없어, 늦었는지 말할 수 없습니다."), "{text}");
    let (_, _, one) = served.get(&format!("/gwangju/api/v1/obligations/{number}")).await;
    let one: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!((&one["clock"]["days"], &one["clock"]["has_due"]), (&2_594.into(), &false.into()));
}
