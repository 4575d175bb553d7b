//! Agreements as people see them, on both databases.

use crate::testing::Stage;
use kernel::Role;

#[test]
fn an_agreement_is_recorded_with_its_pledges_and_ended() {
    Stage::on_each(|stage| {
        let (city, office) = stage.organisation("시청");
        let (firm, _) = stage.organisation("가온");
        let officer = stage.comer(Role::Officer, Some(&office));
        let both = format!("{city}\n{firm}");
        let mut fields =
            vec![("kind", "mou"), ("title_ko", "투자 협약"), ("parties", both.as_str()), ("open", "yes")];
        let refused = stage.form(Some(&officer), "/agreements/new", &fields);
        assert_eq!(refused.status, 422);
        assert!(refused.raw.contains("value=\"투자 협약\""), "what was typed stays: {}", refused.raw);
        fields.push(("signed", "2026-03-02"));
        let made = stage.form(Some(&officer), "/agreements/new", &fields);
        assert_eq!((made.status, made.location.as_str()), (303, "/testville/agreements/2026-MOU-0001"));
        let pledge = [
            ("kind", "pledge"),
            ("what_ko", "100명 고용"),
            ("owner", "number"),
            ("owner_number", firm.as_str()),
            ("agreement", "2026-MOU-0001"),
            ("due", "2026-12"),
            ("open", "yes"),
        ];
        assert_eq!(stage.form(Some(&officer), "/obligations/new", &pledge).status, 303);
        let page = stage.get(None, "/agreements/2026-MOU-0001").text;
        assert!(page.contains("업무협약 · 2026-MOU-0001 투자 협약"), "{page}");
        assert!(
            page.contains("100명 고용") && page.contains("2026-12") && page.contains("시청 가온"),
            "{page}"
        );
        assert!(stage.get(None, "/agreements").text.contains("예정 1"));
        let file = stage.get(None, "/agreements.csv").raw;
        assert!(
            file.contains("2026-MOU-0001,mou,투자 협약,,in_force,2026-03-02,시청; 가온,planned=1"),
            "{file}"
        );

        let end = [("how", "terminated"), ("reason", "투자 철회")];
        assert_eq!(stage.form(None, "/agreements/2026-MOU-0001/end", &end).status, 401);
        assert_eq!(stage.form(Some(&officer), "/agreements/2026-MOU-0001/end", &end).status, 303);
        let page = stage.get(None, "/agreements/2026-MOU-0001").text;
        assert!(page.contains("중도 해지") && page.contains("투자 철회"), "{page}");
        let late = stage.form(Some(&officer), "/obligations/new", &pledge);
        assert_eq!(late.status, 409, "an ended agreement binds nothing new");
    });
}

#[test]
fn an_agreement_that_nobody_touches_falls_silent() {
    Stage::on_each(|stage| {
        let (city, office) = stage.organisation("시청");
        let (firm, _) = stage.organisation("가온");
        let officer = stage.comer(Role::Officer, Some(&office));
        let both = format!("{city}\n{firm}");
        for title in ["움직이는 협약", "조용한 협약"] {
            let fields = [
                ("kind", "mou"),
                ("title_ko", title),
                ("parties", &both),
                ("signed", "2025-01-15"),
                ("open", "yes"),
            ];
            assert_eq!(stage.form(Some(&officer), "/agreements/new", &fields).status, 303);
        }
        let nothing = stage.get(Some(&officer), "/agreements?dormant=30").text;
        assert!(!nothing.contains("움직이는 협약") && !nothing.contains("2025-MOU"), "{nothing}");
        stage.hub.clock.step(40 * 86_400);
        let officer = stage.comer(Role::Officer, Some(&office));
        let pledge = [
            ("kind", "pledge"),
            ("what_ko", "현장 방문"),
            ("owner", "office"),
            ("agreement", "2025-MOU-0001"),
        ];
        assert_eq!(stage.form(Some(&officer), "/obligations/new", &pledge).status, 303);
        let silent = stage.get(Some(&officer), "/agreements?dormant=30").text;
        assert!(silent.contains("2025-MOU-0002") && !silent.contains("2025-MOU-0001"), "{silent}");
        assert!(silent.contains("40일째 조용함"), "{silent}");
        assert!(stage.get(None, "/agreements?dormant=30").status >= 300, "not for visitors");
        assert!(!stage.get(None, "/agreements").text.contains("조용함"));
    });
}
