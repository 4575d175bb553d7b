//! Pages as people meet them: what was typed is never lost, a draft goes from hand to hand, a visitor hears of neither.

use crate::testing::Stage;
use kernel::Role;

const ASK: [(&str, &str); 5] = [
    ("session", "제340회 정례회"),
    ("asker", "산업건설위원"),
    ("text", "기업 몇 곳이 남았습니까?"),
    ("asked", "2026-11-20 09:00"),
    ("due", "2026-11-20 11:00"),
];

/// The same fields with another text in one of them.
fn but<'a>(fields: &[(&'a str, &'a str)], name: &str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(field, value)| (*field, if *field == name { text } else { *value })).collect()
}

#[test]
fn a_refused_form_shows_everything_typed_with_the_message_at_its_field() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("시험 진흥원");
        let officer = stage.comer(Role::Officer, Some(&office));
        let seen = stage.form(Some(&officer), "/questions/new", &but(&ASK, "due", "점심때"));
        assert_eq!(seen.status, 422, "{}", seen.text);
        for typed in
            ["제340회 정례회", "산업건설위원", "기업 몇 곳이 남았습니까?", "2026-11-20 09:00", "점심때"]
        {
            assert!(seen.raw.contains(typed), "{typed} was lost");
        }
        assert!(seen.raw.contains("id=\"field-due-error\""), "{}", seen.raw);
        assert!(!seen.raw.contains("id=\"field-text-error\""), "{}", seen.raw);

        let asked = stage.form(Some(&officer), "/questions/new", &ASK);
        assert_eq!(asked.status, 303, "{}", asked.text);
        let path = asked.location.trim_start_matches("/testville").to_owned();
        let typed = [
            ("text", "매달 명단을 냅니다"),
            ("pins", "claim:nothing"),
            ("promises.0.what", "명단 공개"),
            ("promises.0.owner", "시험 진흥원"),
            ("promises.0.due", "2027-01-31"),
            ("promises.1.what", "다시 세기"),
            ("promises.1.owner", "없는 곳"),
            ("promises.1.due", "2027-02-28"),
        ];
        let seen = stage.form(Some(&officer), &format!("{path}/answer"), &typed);
        assert_eq!(seen.status, 422, "{}", seen.text);
        for (_, text) in typed {
            assert!(seen.raw.contains(text), "{text} was lost");
        }
        assert!(seen.raw.contains("id=\"field-pins-error\""), "{}", seen.raw);
        assert!(seen.raw.contains("id=\"field-promises.1.owner-error\""), "{}", seen.raw);
        assert!(!seen.raw.contains("id=\"field-promises.0.owner-error\""), "{}", seen.raw);
        assert!(seen.text.contains("‘내가’") && !seen.text.contains(" office"), "{}", seen.text);
        let good = but(&but(&typed, "pins", ""), "promises.1.owner", "우리 부서");
        let done = stage.form(Some(&officer), &format!("{path}/answer"), &good);
        assert_eq!(done.status, 303, "{}", done.text);
        let page = stage.get(None, &path).text;
        assert!(page.contains("명단 공개") && page.contains("시험 진흥원"), "{page}");
        assert!(page.contains("2026-CPR-0002"), "my own office took the second: {page}");
    });
}

#[test]
fn a_draft_is_continued_by_another_officer_and_seen_by_nobody_else() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("시험 진흥원");
        let [one, other] = [(), ()].map(|()| stage.comer(Role::Officer, Some(&office)));
        let asked = stage.form(Some(&one), "/questions/new", &ASK).location;
        let path = asked.trim_start_matches("/testville").to_owned();
        let typed = [("text", "아직 쓰는 중입니다"), ("promises.3.what", "네 번째 약속"), ("draft", "0")];
        let saved = stage.form(Some(&one), &format!("{path}/draft"), &typed);
        assert_eq!(saved.status, 303, "{}", saved.text);
        let form = stage.get(Some(&other), &format!("{path}/answer"));
        assert!(
            form.raw.contains("아직 쓰는 중입니다") && form.raw.contains("네 번째 약속"),
            "{}",
            form.text
        );
        assert!(form.text.contains("임시 저장 2026-11-20"), "{}", form.text);
        assert!(form.raw.contains("name=\"draft\" value=\"1\""), "{}", form.raw);
        // The first officer prepares it now; the second sees that somebody does.
        assert!(
            stage.get(Some(&one), &path).text.contains("답변 준비 나"),
            "{}",
            stage.get(Some(&one), &path).text
        );
        let late = stage.form(Some(&other), &format!("{path}/draft"), &typed);
        assert_eq!(late.status, 412, "{}", late.text);
        assert!(late.raw.contains("아직 쓰는 중입니다"), "{}", late.text);
        for role in [Role::Council, Role::Auditor, Role::Ministry] {
            let reader = stage.comer(role, None);
            let page = stage.get(Some(&reader), &path);
            assert_eq!(page.status, 200, "an open question is theirs to see");
            assert!(!page.raw.contains("아직 쓰는 중") && !page.raw.contains("임시 저장"), "{}", page.text);
            assert_eq!(stage.get(Some(&reader), &format!("{path}/answer")).status, 403);
            assert_eq!(stage.form(Some(&reader), &format!("{path}/draft"), &typed).status, 403);
            let api = stage.get(Some(&reader), &format!("/api/v1{path}"));
            assert!(api.raw.contains("\"draft\":null"), "{}", api.raw);
        }
        assert_eq!(stage.get(None, &path).status, 404);
        assert!(stage.form(None, &format!("{path}/draft"), &typed).status >= 400);
    });
}

#[test]
fn the_forms_on_the_page_of_a_question_are_shown_again_too() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("시험 진흥원");
        let officer = stage.comer(Role::Officer, Some(&office));
        let asked = stage.form(Some(&officer), "/questions/new", &ASK).location;
        let path = asked.trim_start_matches("/testville").to_owned();
        let seen = stage.form(Some(&officer), &format!("{path}/withdrawal"), &[("why", " ")]);
        assert_eq!(seen.status, 422, "{}", seen.text);
        assert!(seen.raw.contains("id=\"field-why-error\""), "{}", seen.raw);
        let seen = stage.form(Some(&officer), &format!("{path}/owner"), &[("owner", "진흥")]);
        assert_eq!(seen.status, 422, "{}", seen.text);
        assert!(seen.text.contains("시험 진흥원 (2026-ORG-0001)"), "who is near is told: {}", seen.text);
        assert!(seen.raw.contains("value=\"진흥\""), "{}", seen.raw);
        let done = stage.form(Some(&officer), &format!("{path}/owner"), &[("owner", "시험 진흥원")]);
        assert_eq!(done.status, 303, "{}", done.text);
        assert!(stage.get(Some(&officer), &path).text.contains("답변 준비 시험 진흥원"));
    });
}
