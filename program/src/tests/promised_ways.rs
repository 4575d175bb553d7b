//! Every way to change what was promised, and what operators see to; tried by every role in `permissions`.

use super::permissions::{Right, Way, look, way};
use super::town::Ask;
use area_tower::question::acts as questions;
use area_tower::{body, meeting, report, request};
use kernel::agreement::acts as agreements;
use kernel::follower::acts as followers;
use kernel::job::acts as jobs;
use kernel::obligation::acts as obligations;
use serde_json::json;

pub fn pages() -> Vec<Way> {
    let mut all = pages_of_promises();
    all.extend(pages_of_meetings());
    all.extend(pages_of_operators());
    all.extend(pages_of_questions());
    all
}

fn pages_of_promises() -> Vec<Way> {
    vec![
        look("/board", Right::Own),
        look("/board.csv", Right::Own),
        look("/obligations/new", Right::Act(&obligations::TAKE)),
        way("post", "/obligations/new", Right::Act(&obligations::TAKE), |at| {
            let owner = at.scene.own.0.as_str();
            Ask::form(&at.path, &[("kind", "task"), ("what_ko", "시험"), ("owner_number", owner)])
        }),
        way("post", "/obligations/{obligation}/owner", Right::Act(&obligations::HAND_OVER), |at| {
            Ask::form(&at.path, &[("owner_number", &at.scene.other.0), ("reason", "소관 변경")])
        }),
        way("post", "/obligations/{obligation}/due", Right::Act(&obligations::CHANGE_DUE), |at| {
            Ask::form(&at.path, &[("due", "2027-01-31"), ("reason", "지연")])
        }),
        way(
            "post",
            "/obligations/{obligation}/settlement",
            Right::ActOnOrganisation(&obligations::SETTLE),
            |at| Ask::form(&at.path, &[("outcome", "dropped"), ("reason", "사업 종료")]),
        ),
        way("post", "/obligations/{obligation}/reopening", Right::Act(&obligations::REOPEN), |at| {
            let path = format!("/obligations/{}/reopening", at.scene.promised.settled);
            Ask::form(&path, &[("reason", "다시 시작")])
        }),
        look("/agreements/new", Right::Act(&agreements::CONCLUDE)),
        way("post", "/agreements/new", Right::Act(&agreements::CONCLUDE), |at| {
            let parties = format!("{}\n{}", at.scene.own.0, at.scene.other.0);
            let fields = [
                ("kind", "mou"),
                ("title_ko", "새 협약"),
                ("parties", parties.as_str()),
                ("signed", "2026-11-01"),
            ];
            Ask::form(&at.path, &fields)
        }),
        way("post", "/agreements/{agreement}/end", Right::Act(&agreements::END), |at| {
            Ask::form(&at.path, &[("how", "terminated"), ("reason", "철회")])
        }),
        way("post", "/budget/requests/{request}/stages", Right::Act(&request::acts::TELL), |at| {
            Ask::form(
                &at.path,
                &[("stage", "asked"), ("year", "2027"), ("amount", "40"), ("unit", "eok_krw")],
            )
        }),
        look("/reports/draft", Right::Internal),
        look("/reports/draft.csv", Right::Internal),
        way("post", "/reports", Right::Act(&report::acts::PUBLISH), |at| Ask::form(&at.path, &[])),
    ]
}

fn pages_of_meetings() -> Vec<Way> {
    vec![
        look("/meetings/new", Right::Act(&meeting::acts::RECORD)),
        way("post", "/meetings/new", Right::Act(&meeting::acts::RECORD), |at| {
            let fields = [("title_ko", "회의"), ("held_on", "2026-11-19"), ("minutes", "점검해 주십시오.")];
            Ask::form(&at.path, &fields)
        }),
        way("post", "/meetings/{meeting}/lines", Right::Act(&meeting::acts::ADD), |at| {
            Ask::form(&at.path, &[("what_ko", "점검할 것"), ("owner_number", &at.scene.own.0)])
        }),
        way(
            "post",
            "/meetings/{meeting}/lines/{line}/confirmation",
            Right::Act(&meeting::acts::CONFIRM),
            |at| Ask::form(&at.path, &[("what_ko", "점검할 것"), ("owner_number", &at.scene.own.0)]),
        ),
        way(
            "post",
            "/meetings/{meeting}/lines/{line}/setting-aside",
            Right::Act(&meeting::acts::SET_ASIDE),
            |at| Ask::form(&at.path, &[]),
        ),
        way("post", "/bodies/{body}/seats", Right::Act(&body::acts::SEAT), |at| {
            Ask::form(&at.path, &[("organisation", &at.scene.own.0), ("from", "2026-01-01")])
        }),
        way("post", "/bodies/{body}/seats/{seat}/end", Right::Act(&body::acts::UNSEAT), |at| {
            Ask::form(&at.path, &[("until", "2026-10-31")])
        }),
    ]
}

fn pages_of_operators() -> Vec<Way> {
    vec![
        look("/followers", Right::Act(&followers::READ)),
        way("post", "/followers/{follower}/{seq}/retry", Right::Act(&followers::RETRY), |at| {
            Ask::form(&at.path, &[])
        }),
        way("post", "/followers/{follower}/{seq}/dismissal", Right::Act(&followers::DISMISS), |at| {
            Ask::form(&at.path, &[("reason", "받는 사람이 없음")])
        }),
        way("post", "/followers/{follower}/rebuild", Right::Act(&followers::REBUILD), |at| {
            Ask::form(&at.path, &[])
        }),
        look("/jobs", Right::Act(&jobs::READ)),
        way("post", "/jobs/{job}/retry", Right::Act(&jobs::RETRY), |at| Ask::form(&at.path, &[])),
        way("post", "/jobs/{job}/giving-up", Right::Act(&jobs::GIVE_UP), |at| {
            Ask::form(&at.path, &[("reason", "필요 없음")])
        }),
    ]
}

pub fn api() -> Vec<Way> {
    let mut all = api_of_promises();
    all.extend(api_of_meetings());
    all.extend(api_of_operators());
    all.extend(api_of_questions());
    all
}

fn api_of_questions() -> Vec<Way> {
    const AT: &str = "/api/v1/questions";
    vec![
        way("post", "/{city}/api/v1/questions", Right::Act(&questions::ASK), |at| {
            let new = json!({"session": "제340회 정례회", "asker": "산업건설위원", "text": "몇 곳입니까?",
                "due": "2026-11-21 18:00"});
            Ask::json(&at.path, &new)
        }),
        way("post", "/{city}/api/v1/questions/{question}/owner", Right::Act(&questions::ASSIGN), |at| {
            let path = format!("{AT}/{}/owner", at.scene.promised.open_question);
            Ask::json(&path, &json!({"owner": "가온 에이아이랩"}))
        }),
        way("post", "/{city}/api/v1/questions/{question}/draft", Right::Act(&questions::ANSWER), |at| {
            let path = format!("{AT}/{}/draft", at.scene.promised.open_question);
            Ask::json(&path, &json!({"says": {"text": "쓰는 중"}}))
        }),
        way("post", "/{city}/api/v1/questions/{question}/answer", Right::Act(&questions::ANSWER), |at| {
            let path = format!("{AT}/{}/answer", at.scene.promised.open_question);
            let promise = json!({"what": "명단 공개", "owner": at.scene.own.0, "due": "2027-01-31"});
            Ask::json(&path, &json!({"text": "매달 냅니다", "pins": ["claim:c1"], "promises": [promise]}))
        }),
        way("post", "/{city}/api/v1/questions/{question}/amendment", Right::Act(&questions::AMEND), |at| {
            Ask::json(&at.path, &json!({"text": "고칩니다", "why": "한 곳을 빠뜨림"}))
        }),
        way(
            "post",
            "/{city}/api/v1/questions/{question}/withdrawal",
            Right::Act(&questions::WITHDRAW),
            |at| {
                let path = format!("{AT}/{}/withdrawal", at.scene.promised.open_question);
                Ask::json(&path, &json!({"why": "취소"}))
            },
        ),
    ]
}

fn api_of_promises() -> Vec<Way> {
    vec![
        look("/{city}/api/v1/board", Right::Own),
        way("post", "/{city}/api/v1/obligations", Right::Act(&obligations::TAKE), |at| {
            Ask::json(&at.path, &json!({"kind": "task", "what": {"ko": "시험"}, "owner": at.scene.own.0}))
        }),
        way(
            "post",
            "/{city}/api/v1/obligations/{obligation}/owner",
            Right::Act(&obligations::HAND_OVER),
            |at| Ask::json(&at.path, &json!({"owner": at.scene.other.0, "reason": "소관 변경"})),
        ),
        way(
            "post",
            "/{city}/api/v1/obligations/{obligation}/due",
            Right::Act(&obligations::CHANGE_DUE),
            |at| Ask::json(&at.path, &json!({"due": "2027-01", "reason": "지연"})),
        ),
        way(
            "post",
            "/{city}/api/v1/obligations/{obligation}/settlement",
            Right::ActOnOrganisation(&obligations::SETTLE),
            |at| Ask::json(&at.path, &json!({"outcome": "done", "evidence": "보고서 2026-1", "level": "E1"})),
        ),
        way(
            "post",
            "/{city}/api/v1/obligations/{obligation}/reopening",
            Right::Act(&obligations::REOPEN),
            |at| {
                let path = format!("/api/v1/obligations/{}/reopening", at.scene.promised.settled);
                Ask::json(&path, &json!({"reason": "다시 시작"}))
            },
        ),
        way("post", "/{city}/api/v1/agreements", Right::Act(&agreements::CONCLUDE), |at| {
            let parties = [&at.scene.own.0, &at.scene.other.0];
            let new =
                json!({"kind": "mou", "title": {"ko": "협약"}, "parties": parties, "signed": "2026-11"});
            Ask::json(&at.path, &new)
        }),
        way("post", "/{city}/api/v1/agreements/{agreement}/end", Right::Act(&agreements::END), |at| {
            Ask::json(&at.path, &json!({"how": "ended", "reason": "기간 만료"}))
        }),
        way(
            "post",
            "/{city}/api/v1/budget/requests/{request}/stages",
            Right::Act(&request::acts::TELL),
            |at| {
                Ask::json(
                    &at.path,
                    &json!({"stage": "secured", "year": 2027, "amount": 25, "unit": "eok_krw"}),
                )
            },
        ),
        look("/{city}/api/v1/reports/draft", Right::Internal),
        way("post", "/{city}/api/v1/reports", Right::Act(&report::acts::PUBLISH), |at| {
            Ask::json(&at.path, &json!({"from": "2026-01-01"}))
        }),
    ]
}

fn api_of_meetings() -> Vec<Way> {
    vec![
        way("post", "/{city}/api/v1/meetings", Right::Act(&meeting::acts::RECORD), |at| {
            Ask::json(
                &at.path,
                &json!({"title": {"ko": "회의"}, "held_on": "2026-11-19", "minutes": "점검해 주십시오."}),
            )
        }),
        way("post", "/{city}/api/v1/meetings/{meeting}/lines", Right::Act(&meeting::acts::ADD), |at| {
            let new = json!({"kind": "directive", "what": {"ko": "점검할 것"}, "owner": at.scene.own.0});
            Ask::json(&at.path, &new)
        }),
        way(
            "post",
            "/{city}/api/v1/meetings/{meeting}/lines/{line}/confirmation",
            Right::Act(&meeting::acts::CONFIRM),
            |at| {
                let new = json!({"kind": "directive", "what": {"ko": "점검할 것"}, "owner": at.scene.own.0});
                Ask::json(&at.path, &new)
            },
        ),
        way(
            "post",
            "/{city}/api/v1/meetings/{meeting}/lines/{line}/setting-aside",
            Right::Act(&meeting::acts::SET_ASIDE),
            |at| Ask::json(&at.path, &json!({})),
        ),
        way("post", "/{city}/api/v1/bodies/{body}/seats", Right::Act(&body::acts::SEAT), |at| {
            Ask::json(&at.path, &json!({"organisation": at.scene.own.0, "from": "2026-01-01"}))
        }),
        way("post", "/{city}/api/v1/bodies/{body}/seats/{seat}/end", Right::Act(&body::acts::UNSEAT), |at| {
            Ask::json(&at.path, &json!({"until": "2026-10-31"}))
        }),
    ]
}

fn api_of_operators() -> Vec<Way> {
    vec![
        look("/{city}/api/v1/followers", Right::Act(&followers::READ)),
        way("post", "/{city}/api/v1/followers/{follower}/{seq}/retry", Right::Act(&followers::RETRY), |at| {
            Ask::json(&at.path, &json!({}))
        }),
        way(
            "post",
            "/{city}/api/v1/followers/{follower}/{seq}/dismissal",
            Right::Act(&followers::DISMISS),
            |at| Ask::json(&at.path, &json!({"reason": "받는 사람이 없음"})),
        ),
        way("post", "/{city}/api/v1/followers/{follower}/rebuild", Right::Act(&followers::REBUILD), |at| {
            Ask::json(&at.path, &json!({}))
        }),
        look("/{city}/api/v1/jobs", Right::Act(&jobs::READ)),
        way("post", "/{city}/api/v1/jobs/{job}/retry", Right::Act(&jobs::RETRY), |at| {
            Ask::json(&at.path, &json!({}))
        }),
        way("post", "/{city}/api/v1/jobs/{job}/giving-up", Right::Act(&jobs::GIVE_UP), |at| {
            Ask::json(&at.path, &json!({"reason": "필요 없음"}))
        }),
    ]
}

fn pages_of_questions() -> Vec<Way> {
    const ANSWER: [(&str, &str); 4] = [
        ("text", "매달 명단을 냅니다"),
        ("pins", "claim:c1"),
        ("promises.0.what", "명단 공개"),
        ("promises.0.due", "2027-01-31"),
    ];
    vec![
        look("/questions/new", Right::Act(&questions::ASK)),
        way("post", "/questions/new", Right::Act(&questions::ASK), |at| {
            let fields = [
                ("session", "제340회 정례회"),
                ("asker", "산업건설위원"),
                ("text", "기업 몇 곳이 남았습니까?"),
                ("asked", "2026-11-20 09:00"),
                ("due", "2026-11-21 18:00"),
            ];
            Ask::form(&at.path, &fields)
        }),
        look("/questions/{question}/answer", Right::Act(&questions::ANSWER)),
        way("post", "/questions/{question}/answer", Right::Act(&questions::ANSWER), |at| {
            let path = format!("/questions/{}/answer", at.scene.promised.open_question);
            let owner = [("promises.0.owner", at.scene.own.0.as_str())];
            Ask::form(&path, &[&ANSWER[..], &owner[..]].concat())
        }),
        way("post", "/questions/{question}/draft", Right::Act(&questions::ANSWER), |at| {
            let path = format!("/questions/{}/draft", at.scene.promised.open_question);
            Ask::form(&path, &[("text", "쓰는 중"), ("draft", "0")])
        }),
        way("post", "/questions/{question}/owner", Right::Act(&questions::ASSIGN), |at| {
            let path = format!("/questions/{}/owner", at.scene.promised.open_question);
            Ask::form(&path, &[("owner", &at.scene.own.0)])
        }),
        look("/questions/{question}/amendment", Right::Act(&questions::AMEND)),
        way("post", "/questions/{question}/amendment", Right::Act(&questions::AMEND), |at| {
            Ask::form(&at.path, &[("text", "고칩니다"), ("why", "한 곳을 빠뜨림")])
        }),
        way("post", "/questions/{question}/withdrawal", Right::Act(&questions::WITHDRAW), |at| {
            let path = format!("/questions/{}/withdrawal", at.scene.promised.open_question);
            Ask::form(&path, &[("why", "취소")])
        }),
    ]
}
