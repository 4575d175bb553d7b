//! Meetings, pasted minutes and what is confirmed of them, on both databases.

use crate::testing::Stage;
use kernel::Role;

/// A made-up speech: three orders, a wish and a plain statement.
const SPEECH: &str = "여러분, 안녕하십니까. 눈이 일찍 온다고 합니다.\n\
    안전총괄과는 제설 장비를 11월 30일까지 점검해 주시기 바랍니다. 작년에는 늦었습니다.\n\
    누리집 안내문도 영어와 중국어로 올려 주십시오.\n\
    기업지원과에서는 떠난 기업의 명단을 다음 주 금요일까지 보고하기 바랍니다.\n\
    한 해 동안 고생 많으셨습니다. 새해 복 많이 받으시기 바랍니다.\n";

#[test]
fn pasted_minutes_become_obligations_line_by_line() {
    Stage::on_each(|stage| {
        let (number, office) = stage.organisation("안전총괄과");
        let officer = stage.comer(Role::Officer, Some(&office));
        let fields =
            [("title_ko", "간부회의"), ("held_on", "2026-11-20"), ("minutes", SPEECH), ("open", "yes")];
        assert_eq!(stage.form(None, "/meetings/new", &fields).status, 401);
        let made = stage.form(Some(&officer), "/meetings/new", &fields);
        assert_eq!((made.status, made.location.as_str()), (303, "/testville/meetings/2026-MTG-0001"));
        let page = stage.get(Some(&officer), "/meetings/2026-MTG-0001");
        assert!(page.text.contains("확인할 줄 3개"), "{}", page.text);
        assert!(
            page.raw.contains(&format!("value=\"{number}\"")),
            "the named office is found in the register"
        );
        assert!(
            page.raw.contains("value=\"2026-11-30\"") && page.raw.contains("value=\"2026-11-27\""),
            "{}",
            page.raw
        );
        let public = stage.get(None, "/meetings/2026-MTG-0001");
        assert!(
            public.status == 200 && !public.raw.contains("제설"),
            "minutes are not for visitors: {}",
            public.text
        );

        let first = page.raw.split("/lines/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        let at = format!("/meetings/2026-MTG-0001/lines/{first}");
        let confirmed = [
            ("what_ko", "제설 장비를 점검할 것"),
            ("owner", "number"),
            ("owner_number", number.as_str()),
            ("due", "2026-11-30"),
            ("open", "yes"),
        ];
        let early = [("what_ko", "제설 장비"), ("owner", "office"), ("due", "2026-11-01")];
        let refused = stage.form(Some(&officer), &format!("{at}/confirmation"), &early);
        assert!(refused.status == 422 && refused.raw.contains("2026-11-01"), "{}", refused.text);
        assert_eq!(stage.form(Some(&officer), &format!("{at}/confirmation"), &confirmed).status, 303);
        assert_eq!(stage.form(Some(&officer), &format!("{at}/confirmation"), &confirmed).status, 409, "once");
        let page = stage.get(Some(&officer), "/meetings/2026-MTG-0001");
        assert!(page.text.contains("확인할 줄 2개") && page.text.contains("2026-DIR-0001"), "{}", page.text);
        let one = stage.get(None, "/obligations/2026-DIR-0001").text;
        assert!(
            one.contains("제설 장비를 점검할 것")
                && one.contains("간부회의")
                && one.contains("회의에서 정함"),
            "{one}"
        );

        let second = page.raw.split("/lines/").nth(1).unwrap().split('/').next().unwrap();
        let at = format!("/meetings/2026-MTG-0001/lines/{second}/setting-aside");
        assert_eq!(stage.form(Some(&officer), &at, &[]).status, 303);
        assert!(stage.get(Some(&officer), "/meetings/2026-MTG-0001").text.contains("확인할 줄 1개"));
        let member = stage.comer(Role::Member, Some(&office));
        assert_eq!(stage.form(Some(&member), &at, &[]).status, 403);
    });
}

#[test]
fn a_meeting_that_is_not_open_is_not_there_for_others() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("사업단");
        let officer = stage.comer(Role::Officer, Some(&office));
        let fields = [("title_ko", "비공개 회의"), ("held_on", "2026-11-19"), ("minutes", "")];
        assert_eq!(stage.form(Some(&officer), "/meetings/new", &fields).status, 303);
        assert!(stage.get(Some(&officer), "/meetings").text.contains("비공개 회의"));
        assert!(!stage.get(None, "/meetings").text.contains("비공개 회의"));
        assert_eq!(stage.get(None, "/meetings/2026-MTG-0001").status, 404);
        let later = [("title_ko", "내일 회의"), ("held_on", "2026-11-21")];
        assert_eq!(stage.form(Some(&officer), "/meetings/new", &later).status, 422);
        let nameless = [("title_ko", ""), ("held_on", "2026-11-19")];
        assert_eq!(stage.form(Some(&officer), "/meetings/new", &nameless).status, 422);
    });
}
