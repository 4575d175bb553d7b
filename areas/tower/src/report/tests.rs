//! Reports of promises, on both databases: each promise in one part, published ones never change.

use crate::testing::Stage;
use base::{Day, Level, Ref, Tri, When};
use kernel::Role;
use kernel::obligation::{Content, Escalation, Imported, Outcome, acts};

fn imported(
    stage: &Stage,
    what: &str,
    owner: &Ref,
    due: Option<&str>,
    outcome: Outcome,
    since: &str,
    open: bool,
) {
    let content = Content {
        kind: "directive".into(),
        agreement: None,
        from: None,
        what: Tri::korean(what),
        quantity: None,
        owner: Some(owner.clone()),
        deputy: None,
        due: due.map(|due| When::parse(due).unwrap()),
        escalation: Escalation::Standard,
        source: Some("시험-1".into()),
        open,
    };
    let reason = (!outcome.is_open()).then(|| "기록".to_owned());
    let since = Some(Day::parse(since).unwrap());
    let told = Imported { outcome, since, level: Level::Attested, evidence: None, reason };
    stage.act(move |tx| acts::import(tx, content, &told));
}

#[test]
fn every_promise_of_a_period_stands_in_one_part() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("사업단");
        imported(&stage, "지킨 일", &office, Some("2026-11-10"), Outcome::Done, "2026-11-09", true);
        imported(&stage, "바뀐 일", &office, None, Outcome::Elsewhere, "2026-11-01", true);
        imported(&stage, "그만둔 일", &office, None, Outcome::Dropped, "2026-11-02", true);
        imported(&stage, "늦은 일", &office, Some("2026-11-15"), Outcome::Planned, "2026-10-20", true);
        imported(&stage, "남은 일", &office, Some("2026-12-31"), Outcome::Planned, "2026-10-21", true);
        imported(&stage, "날 없는 일", &office, None, Outcome::Planned, "2026-10-22", true);
        imported(&stage, "모르는 일", &office, None, Outcome::Unknown, "2026-01-03", true);
        imported(&stage, "숨은 일", &office, Some("2026-11-01"), Outcome::Planned, "2026-10-25", false);
        imported(&stage, "예전에 끝난 일", &office, None, Outcome::Done, "2025-03-01", true);
        let head = stage.comer(Role::Head, Some(&office));
        let draft = stage.get(Some(&head), "/reports/draft?from=2026-10-02&until=2026-11-20").text;
        for expected in
            ["지킴 1", "바뀜 1", "그만둠 1", "기한 지남 1", "기한 남음 1", "기한 모름 1", "결과 모름 1"]
        {
            assert!(draft.contains(expected), "{expected}: {draft}");
        }
        assert!(!draft.contains("숨은 일") && draft.contains("공개하지 않은 약속 1건"), "{draft}");
        assert!(!draft.contains("예전에 끝난 일"), "{draft}");
        assert_eq!(stage.get(None, "/reports/draft").status, 303);
        let officer = stage.comer(Role::Officer, Some(&office));
        let publish = [("from", "2026-10-02"), ("until", "2026-11-20")];
        assert_eq!(stage.form(Some(&officer), "/reports", &publish).status, 403);
        let made = stage.form(Some(&head), "/reports", &publish);
        assert_eq!((made.status, made.location.as_str()), (303, "/testville/reports/2026-RPP-0001"));
        let public = stage.get(None, "/reports/2026-RPP-0001");
        assert!(public.text.contains("기한 지남 1") && !public.text.contains("숨은 일"), "{}", public.text);
        let rows = stage.get(None, "/reports/2026-RPP-0001/rows.csv").raw;
        assert_eq!(rows.lines().count(), 8, "{rows}");

        // What happens afterwards changes no published report, and neither does the day on which it is read.
        let done = [("outcome", "dropped"), ("reason", "사업 종료")];
        assert_eq!(stage.form(Some(&head), "/obligations/2026-DIR-0004/settlement", &done).status, 303);
        stage.hub.clock.step(40 * 86_400);
        assert_eq!(stage.get(None, "/reports/2026-RPP-0001/rows.csv").raw, rows);
        assert_eq!(stage.get(None, "/reports/2026-RPP-0001").text, public.text);
        assert!(stage.get(None, "/reports").text.contains("2026-RPP-0001"));
    });
}

#[test]
fn a_period_that_makes_no_sense_is_refused() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("사업단");
        let head = stage.comer(Role::Head, Some(&office));
        for query in ["from=2026-12-01", "from=2026-11-10&until=2026-11-01", "from=어제"] {
            let query = query.replace("어제", "%EC%96%B4%EC%A0%9C");
            assert_eq!(stage.get(Some(&head), &format!("/reports/draft?{query}")).status, 422, "{query}");
        }
    });
}
