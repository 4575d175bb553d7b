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
        // A place where no order was found is none that a person confirmed.
        for verb in ["confirmation", "setting-aside"] {
            let none =
                stage.form(Some(&officer), &format!("/meetings/2026-MTG-0001/lines/7/{verb}"), &confirmed);
            assert!(none.status == 422 && none.text.contains("지시를 찾지 못했습니다"), "{}", none.text);
        }
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
fn orders_that_are_internal_are_not_counted_for_others_either() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("안전총괄과");
        let officer = stage.comer(Role::Officer, Some(&office));
        let fields =
            [("title_ko", "간부회의"), ("held_on", "2026-11-20"), ("minutes", SPEECH), ("open", "yes")];
        assert_eq!(stage.form(Some(&officer), "/meetings/new", &fields).status, 303);
        let at = "/meetings/2026-MTG-0001/lines";
        for (what, open) in [("모래주머니를 채울 것", ""), ("안내문을 붙일 것", "yes")] {
            let sent = [("what_ko", what), ("owner", "office"), ("open", open)];
            assert_eq!(stage.form(Some(&officer), at, &sent).status, 303);
            let (theirs, ours) = (
                stage.get(None, "/api/v1/meetings/2026-MTG-0001").raw,
                stage.get(Some(&officer), "/api/v1/meetings/2026-MTG-0001").raw,
            );
            let of_others = i64::from(open == "yes");
            assert!(theirs.contains(&format!("\"decisions\":{of_others}")), "{theirs}");
            assert!(ours.contains(&format!("\"decisions\":{}", of_others + 1)), "{ours}");
            let thread = stage.get(None, "/api/v1/thread/meeting:2026-MTG-0001").raw;
            assert!(thread.contains("\"not_shown\":0") && !thread.contains("모래주머니"), "{thread}");
        }
        assert!(stage.get(None, "/meetings/2026-MTG-0001").text.contains("공개된 결정이 없습니다"));
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

/// Who heads an office is asked by title, one office is unknown, one order has no day.
const ASKED: &str = "안전총괄과장께서는 비상 연락망을 12월 1일까지 정비해 주시기 바랍니다.\n\n\
    문화재관리과에서는 안내판을 고쳐 주십시오.\n\n\
    누리집을 새로 꾸며 주시기 바랍니다.\n";

#[test]
fn who_is_proposed_is_who_the_text_names_or_the_officer() {
    Stage::on_each(|stage| {
        let (number, office) = stage.organisation("안전총괄과");
        let with_office = stage.comer(Role::Officer, Some(&office));
        let alone = stage.comer(Role::Officer, None);
        let fields =
            [("title_ko", "간부회의"), ("held_on", "2026-11-20"), ("minutes", ASKED), ("open", "yes")];
        assert_eq!(stage.form(Some(&with_office), "/meetings/new", &fields).status, 303);
        let meeting = "/meetings/2026-MTG-0001";
        let forms = |page: &str| -> Vec<String> {
            page.split("id=\"line-")
                .skip(1)
                .map(|form| form.split("</form>").next().unwrap().to_owned())
                .collect()
        };
        let page = stage.get(Some(&with_office), meeting);
        let lines = forms(&page.raw);
        assert_eq!(lines.len(), 3, "{}", page.text);
        assert!(lines[0].contains("value=\"number\" selected") && lines[0].contains(&number), "{}", lines[0]);
        assert!(lines[2].contains("value=\"office\" selected"), "{}", lines[2]);
        assert!(page.text.contains("기한 없음"), "{}", page.text);
        let lines = forms(&stage.get(Some(&alone), meeting).raw);
        assert!(lines[2].contains("value=\"me\" selected"), "no office, so the officer: {}", lines[2]);
        let start = lines[2].split('"').next().unwrap();
        let sent = [("what_ko", "누리집을 새로 꾸밀 것"), ("owner", "me"), ("due", ""), ("open", "yes")];
        assert_eq!(
            stage.form(Some(&alone), &format!("{meeting}/lines/{start}/confirmation"), &sent).status,
            303
        );
        let decided = stage.get(None, meeting).text;
        assert!(decided.contains("누리집을 새로 꾸밀 것") && decided.contains("기한 없음"), "{decided}");
    });
}

#[test]
fn what_was_not_found_is_added_by_a_person_and_says_so() {
    Stage::on_each(|stage| {
        let (number, office) = stage.organisation("안전총괄과");
        let officer = stage.comer(Role::Officer, Some(&office));
        let member = stage.comer(Role::Member, Some(&office));
        let fields =
            [("title_ko", "간부회의"), ("held_on", "2026-11-20"), ("minutes", SPEECH), ("open", "yes")];
        assert_eq!(stage.form(Some(&officer), "/meetings/new", &fields).status, 303);
        let at = "/meetings/2026-MTG-0001/lines";
        let sent = [
            ("what_ko", "모래주머니를 채울 것"),
            ("owner", "number"),
            ("owner_number", number.as_str()),
            ("open", "yes"),
        ];
        assert_eq!(stage.form(Some(&member), at, &sent).status, 403);
        let nobody = [("what_ko", "모래주머니를 채울 것"), ("owner", "number"), ("owner_number", "없는과")];
        let refused = stage.form(Some(&officer), at, &nobody);
        assert!(
            refused.status == 422 && refused.raw.contains("id=\"field-owner_number-error\""),
            "{}",
            refused.raw
        );
        assert!(refused.raw.contains("value=\"없는과\""), "what was typed stays");
        assert_eq!(stage.form(Some(&officer), at, &sent).status, 303);
        let public = stage.get(None, "/meetings/2026-MTG-0001").text;
        assert!(public.contains("사람이 더한 지시 회의록에서 찾은 줄이 아니라"), "{public}");
        assert!(public.contains("모래주머니를 채울 것"), "{public}");
        let one = stage.get(None, "/obligations/2026-DIR-0001").text;
        assert!(one.contains("담당자가 회의에 더함 (회의록에서 찾은 줄 아님)"), "{one}");
        assert!(stage.get(Some(&officer), "/meetings/2026-MTG-0001").text.contains("확인할 줄 3개"));
    });
}
