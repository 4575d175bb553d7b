//! Budget requests, on both databases: a stage that nobody told is unknown, a stage told again is a correction.

use crate::testing::Stage;
use kernel::Role;

#[test]
fn a_request_is_told_stage_by_stage() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("기획실");
        let officer = stage.comer(Role::Officer, Some(&office));
        let new = [
            ("kind", "budget_request"),
            ("what_ko", "데이터센터 2단계"),
            ("owner", "office"),
            ("open", "yes"),
        ];
        assert_eq!(stage.form(Some(&officer), "/obligations/new", &new).status, 303);
        let at = "/budget/requests/2026-BRQ-0001/stages";
        let tell = |what: &str, amount: &str| {
            let fields = [
                ("stage", what),
                ("year", "2027"),
                ("amount", amount),
                ("unit", "eok_krw"),
                ("source", "요구서"),
            ];
            stage.form(Some(&officer), at, &fields)
        };
        assert_eq!(tell("asked", "9,000").status, 303);
        assert_eq!(tell("secured", "5000").status, 303);
        assert_eq!(tell("secured", "6000").status, 303);
        let page = stage.get(None, "/budget/requests").text;
        assert!(
            page.contains("9,000억 원") && page.contains("6,000억 원") && !page.contains("5,000억 원"),
            "{page}"
        );
        assert!(page.contains("66.6%") && page.matches("모름").count() >= 2, "{page}");
        let file = stage.get(None, "/budget/requests.csv").raw;
        assert!(file.contains(",2027,900000000000,,,600000000000,planned,"), "{file}");
        for (wrong, amount) in [("asked", "구천"), ("asked", "-5"), ("won", "5")] {
            assert_eq!(tell(wrong, amount).status, 422, "{wrong} {amount}");
        }
        assert_eq!(stage.form(None, at, &[]).status, 401);
        let other = [("kind", "task"), ("what_ko", "다른 일"), ("owner", "office"), ("open", "yes")];
        assert_eq!(stage.form(Some(&officer), "/obligations/new", &other).status, 303);
        let wrong =
            stage.form(Some(&officer), "/budget/requests/2026-TSK-0001/stages", &[("stage", "asked")]);
        assert_eq!(wrong.status, 404, "a task has no stages");
    });
}
