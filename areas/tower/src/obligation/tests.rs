//! Obligations as people see and settle them, on both databases.

use crate::testing::Stage;
use base::{Day, Level, Ref, Tri, When};
use kernel::Role;
use kernel::obligation::{Content, Escalation, Imported, Outcome, acts};

fn content(what: &str, owner: Option<Ref>, due: Option<&str>, open: bool) -> Content {
    Content {
        kind: "directive".into(),
        agreement: None,
        from: None,
        what: Tri::korean(what),
        quantity: None,
        owner,
        deputy: None,
        due: due.map(|due| When::parse(due).unwrap()),
        escalation: Escalation::Standard,
        source: Some("시험-1".into()),
        open,
    }
}

fn imported(stage: &Stage, content: Content) -> String {
    let told = Imported {
        outcome: Outcome::Unknown,
        since: Some(Day::parse("2026-01-05").unwrap()),
        level: Level::Attested,
        evidence: None,
        reason: None,
    };
    stage.act(move |tx| acts::import(tx, content, &told)).number.unwrap()
}

#[test]
fn an_obligation_is_given_moved_and_closed_from_its_page() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("사업단");
        let officer = stage.comer(Role::Officer, Some(&office));
        let fields = [
            ("kind", "directive"),
            ("what_ko", "홍보영상을 영어로 올릴 것"),
            ("owner", "office"),
            ("due", "2026-12-10"),
            ("open", "yes"),
        ];
        let made = stage.form(Some(&officer), "/obligations/new", &fields);
        assert_eq!((made.status, made.location.as_str()), (303, "/testville/obligations/2026-DIR-0001"));
        let page = stage.get(Some(&officer), "/obligations/2026-DIR-0001");
        assert!(page.text.contains("지시사항 · 2026-DIR-0001 홍보영상을 영어로 올릴 것"), "{}", page.text);
        assert!(page.text.contains("소관 사업단") && page.text.contains("20일 남음"), "{}", page.text);

        let due = stage.form(
            Some(&officer),
            "/obligations/2026-DIR-0001/due",
            &[("due", "2026-12-24"), ("reason", "")],
        );
        assert_eq!(due.status, 422);
        assert!(due.text.contains("사유"), "{}", due.text);
        let due = [("due", "2026-12-24"), ("reason", "번역 지연")];
        assert_eq!(stage.form(Some(&officer), "/obligations/2026-DIR-0001/due", &due).status, 303);
        let taken = [("owner", "me"), ("reason", "제가 맡습니다")];
        assert_eq!(stage.form(Some(&officer), "/obligations/2026-DIR-0001/owner", &taken).status, 303);
        let page = stage.get(Some(&officer), "/obligations/2026-DIR-0001");
        assert!(page.text.contains("소관 나"), "{}", page.text);
        assert!(page.text.contains("번역 지연") && page.text.contains("제가 맡습니다"), "{}", page.text);

        let without =
            stage.form(Some(&officer), "/obligations/2026-DIR-0001/settlement", &[("outcome", "done")]);
        assert_eq!(without.status, 422, "{}", without.text);
        let done =
            [("outcome", "done"), ("evidence", "누리집 게시 2026-77"), ("issuer", "소통실"), ("level", "E2")];
        assert_eq!(stage.form(Some(&officer), "/obligations/2026-DIR-0001/settlement", &done).status, 303);
        let page = stage.get(Some(&officer), "/obligations/2026-DIR-0001");
        assert!(
            page.text.contains("결과 이행") && page.text.contains("누리집 게시 2026-77"),
            "{}",
            page.text
        );
        let public = stage.get(None, "/obligations/2026-DIR-0001");
        assert_eq!(public.status, 200);
        assert!(!public.text.contains("2026-77") && public.text.contains("소통실"), "{}", public.text);
        assert!(public.text.contains("담당자 (이름 비공개)"), "{}", public.text);

        let head = stage.comer(Role::Head, Some(&office));
        let again = [("reason", "영상이 내려갔습니다")];
        assert_eq!(stage.form(Some(&head), "/obligations/2026-DIR-0001/reopening", &again).status, 303);
        assert!(stage.get(Some(&head), "/obligations/2026-DIR-0001").text.contains("결과 예정"));
    });
}

#[test]
fn a_gap_is_shown_and_closed_by_the_head() {
    Stage::on_each(|stage| {
        let (number, office) = stage.organisation("기획실");
        let gap = imported(&stage, content("국비 대책을 세울 것", None, None, true));
        let head = stage.comer(Role::Head, Some(&office));
        let board = stage.get(Some(&head), "/board?who=none");
        assert!(
            board.text.contains("국비 대책을 세울 것") && board.text.contains("소관 미상"),
            "{}",
            board.text
        );
        let officer = stage.comer(Role::Officer, Some(&office));
        let take = [("owner", "number"), ("owner_number", number.as_str()), ("reason", "소관 지정")];
        let at = format!("/obligations/{gap}/owner");
        assert_eq!(
            stage.form(Some(&officer), &at, &take).status,
            403,
            "only the head gives out what nobody owns"
        );
        let wrong = [("owner", "number"), ("owner_number", "2026-ORG-9999"), ("reason", "소관 지정")];
        let refused = stage.form(Some(&head), &at, &wrong);
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("2026-ORG-9999"), "{}", refused.text);
        assert_eq!(stage.form(Some(&head), &at, &take).status, 303);
        assert!(!stage.get(Some(&head), "/board?who=none").text.contains("국비 대책"));
        assert!(stage.get(Some(&officer), "/board?who=office").text.contains("국비 대책"));
    });
}

#[test]
fn the_board_parts_what_is_late_from_what_is_near_and_tells_it_to_few() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("사업단");
        let (_, firm) = stage.organisation("가온");
        for (what, due, open) in [
            ("지난 일", Some("2026-11-01"), true),
            ("이번 주 일", Some("2026-11-25"), true),
            ("다음 달 일", Some("2026-12-15"), true),
            ("먼 일", Some("2027-01"), true),
            ("날 없는 일", None, true),
            ("숨은 일", Some("2026-11-10"), false),
        ] {
            imported(&stage, content(what, Some(office.clone()), due, open));
        }
        imported(&stage, content("가온의 일", Some(firm.clone()), Some("2026-11-02"), false));
        let head = stage.comer(Role::Head, Some(&office));
        let late = stage.get(Some(&head), "/board?when=overdue").text;
        assert!(late.contains("지난 일") && late.contains("숨은 일") && late.contains("19일 지남"), "{late}");
        assert!(!late.contains("이번 주 일"));
        let near = stage.get(Some(&head), "/board?when=7").text;
        assert!(
            near.contains("이번 주 일") && !near.contains("지난 일") && !near.contains("다음 달 일"),
            "{near}"
        );
        let month = stage.get(Some(&head), "/board?when=30").text;
        assert!(month.contains("다음 달 일") && !month.contains("먼 일"), "{month}");
        assert!(stage.get(Some(&head), "/board?when=undated").text.contains("날 없는 일"));
        assert_eq!(stage.get(Some(&head), "/board?when=soon").status, 422);

        // Until a report is published, council and ministry are told as little of what is late as anybody.
        let council = stage.comer(Role::Council, None);
        assert!(!stage.get(Some(&council), "/board?when=overdue").text.contains("지난 일"));
        assert!(!stage.get(Some(&council), "/obligations/2026-DIR-0001").text.contains("지남"));
        assert_eq!(stage.get(Some(&council), "/reports/draft").status, 403);

        // A member sees what is their own; a visitor sees no board, and no word on what is late.
        let member = stage.comer(Role::Member, Some(&firm));
        let own = stage.get(Some(&member), "/board").text;
        assert!(own.contains("가온의 일") && !own.contains("지난 일"), "{own}");
        assert_eq!(stage.get(None, "/board").status, 303);
        let public = stage.get(None, "/obligations").text;
        assert!(
            public.contains("지난 일") && !public.contains("지남") && !public.contains("숨은 일"),
            "{public}"
        );
        assert!(!stage.get(None, "/obligations/2026-DIR-0001").text.contains("지남"));
        assert_eq!(stage.get(None, "/obligations/2026-DIR-0006").status, 404);
        assert_eq!(stage.get(Some(&member), "/obligations/2026-DIR-0007").status, 200);
    });
}

#[test]
fn long_lists_are_paged_and_written_as_a_file() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("사업단");
        for index in 0..57 {
            imported(
                &stage,
                content(&format!("=일 {index}"), Some(office.clone()), Some("2026-12-31"), true),
            );
        }
        let head = stage.comer(Role::Head, Some(&office));
        let first = stage.get(Some(&head), "/board");
        assert!(first.text.contains("57") && first.text.contains("다음"), "{}", first.text);
        let next = first.raw.split("rel=\"next\"").nth(1).unwrap().split("href=\"").nth(1).unwrap();
        let next = next.split('"').next().unwrap().replace("&amp;", "&");
        let second = stage.get(Some(&head), next.strip_prefix("/testville").unwrap());
        assert_eq!(second.raw.matches("/obligations/2026-DIR-").count(), 7, "{}", second.text);
        let file = stage.get(Some(&head), "/board.csv").raw;
        assert_eq!(file.lines().count(), 58);
        assert!(
            file.contains("'=일 0") && file.lines().next().unwrap().ends_with("source,synthetic"),
            "{file}"
        );
    });
}
