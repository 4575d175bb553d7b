//! Refused forms: each message at its own field with what to do, nothing lost of what was typed.

use crate::testing::{Comer, Seen, Stage};
use kernel::Role;

/// What stands at a field that is wrong; empty when nothing does.
fn at(page: &Seen, field: &str) -> String {
    let start = format!("id=\"field-{field}-error\"");
    let told = page.raw.split(&start).nth(1).and_then(|rest| rest.split("</p>").next()).unwrap_or("");
    told.split('>').skip(1).filter_map(|piece| piece.split('<').next()).collect::<Vec<_>>().join("")
}

fn refused(stage: &Stage, by: &Comer, path: &str, fields: &[(&str, &str)], expected: &[(&str, &str)]) {
    let page = stage.form(Some(by), path, fields);
    assert_eq!(page.status, 422, "{path} {fields:?}: {}", page.text);
    let wrong = page.raw.matches("-error\"><b>").count();
    assert_eq!(wrong, expected.len(), "{path} {fields:?}: one message a field: {}", page.text);
    for (field, told) in expected {
        assert!(!at(&page, field).is_empty(), "{path}: nothing stands at {field}: {}", page.text);
        assert!(at(&page, field).contains(told), "{path} {field}: {:?} in {}", at(&page, field), page.text);
    }
    let typed = fields.iter().filter(|(_, text)| text.chars().count() > 3);
    for (name, text) in typed {
        assert!(page.raw.contains(text), "{path}: what was typed as {name} is lost: {text}");
    }
}

#[test]
fn every_message_stands_at_its_field_with_its_mend() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("사업단");
        let by = stage.comer(Role::Officer, Some(&office));
        let refused = |path: &str, fields: &[(&str, &str)], expected: &[(&str, &str)]| {
            refused(&stage, &by, path, fields, expected);
        };
        let owed = [("kind", "directive"), ("what_ko", "점검할 것"), ("owner", "me")];
        let with = |more: &[(&'static str, &'static str)]| [&owed[..], more].concat();
        let new = "/obligations/new";
        // The example is a day to come, near the day of the tests.
        refused(new, &with(&[("due", "내일모레")]), &[("due", "2026-12-20, 2026-12, 2026")]);
        let nothing = [("kind", ""), ("what_ko", ""), ("owner", ""), ("owner_number", ""), ("due", "언젠가")];
        let everything =
            [("kind", "비어"), ("what_ko", "무엇을 해야"), ("owner", "담당을 정해"), ("due", "2026-12-20")];
        refused(new, &nothing, &everything);
        refused(new, &with(&[("due", "2020-01-01")]), &[("due", "오늘이나 그 뒤의 날")]);
        refused(new, &with(&[("from", "아무데도없는곳")]), &[("from", "아무데도없는곳")]);
        refused(new, &with(&[("from", "meeting:2026-MTG-9999")]), &[("from", "meeting:2026-MTG-9999")]);
        refused(new, &[("what_ko", "점검할 것"), ("owner", "me")], &[("kind", "비어 있습니다")]);
        refused(new, &with(&[("deputy_number", "아무데도없는곳")]), &[("deputy_number", "아무데도없는곳")]);
        refused(new, &with(&[("agreement", "2026-MOU-0999")]), &[("agreement", "협약 목록에 있는 번호")]);
        let nobody = [
            ("kind", "directive"),
            ("what_ko", "점검할 것"),
            ("owner", "number"),
            ("owner_number", "없는부서"),
        ];
        refused(new, &nobody, &[("owner_number", "없는부서")]);

        let signed = [("kind", "mou"), ("title_ko", "함께 쓰는 협약"), ("parties", "2026-ORG-0001")];
        let with = |more: &[(&'static str, &'static str)]| [&signed[..], more].concat();
        let new = "/agreements/new";
        refused(new, &with(&[("signed", "어제께쯤")]), &[("signed", "2024-11-25")]);
        refused(new, &with(&[("signed", "2026-11-01"), ("from", "어제께쯤")]), &[("from", "2026-11-21처럼")]);
        let backwards = [("signed", "2026-11-01"), ("from", "2026-11-10"), ("until", "2026-11-02")];
        refused(new, &with(&backwards), &[("until", "2026-11-02")]);

        let met =
            [("title_ko", "간부회의"), ("held_on", "2026-11-19"), ("minutes", "점검해 주시기 바랍니다.")];
        let with = |more: &[(&'static str, &'static str)]| [&met[..], more].concat();
        refused("/meetings/new", &with(&[("body", "nobody")]), &[("body", "목록에서 고르거나 비워 두세요")]);

        let asked = [
            ("session", ""),
            ("asker", "시의원"),
            ("text", "몇 곳입니까?"),
            ("asked", ""),
            ("due", "오후 네 시"),
        ];
        refused("/questions/new", &asked, &[("session", ""), ("due", "")]);
    });
}

#[test]
fn a_number_of_a_person_is_taken_in_no_field() {
    Stage::on_each(|stage| {
        let (_, office) = stage.organisation("사업단");
        let by = stage.comer(Role::Officer, Some(&office));
        // A made-up number with a check digit that holds.
        let number = "담당 900101-1234568";
        let told = "이 화면은 그런 번호를 받지 않습니다";
        let owed = [("kind", "directive"), ("what_ko", number), ("owner", "me")];
        refused(&stage, &by, "/obligations/new", &owed, &[("what_ko", told)]);
        let asked = [
            ("session", "제300회"),
            ("asker", number),
            ("text", "몇 곳입니까?"),
            ("due", "2026-11-30 17:00"),
        ];
        refused(&stage, &by, "/questions/new", &asked, &[("asker", told)]);
        let signed =
            [("kind", "mou"), ("title_ko", number), ("parties", "2026-ORG-0001"), ("signed", "2026-11-01")];
        refused(&stage, &by, "/agreements/new", &signed, &[("title_ko", told)]);
        let turned = [("kind", "directive"), ("what_ko", "점검\u{202e}할 것"), ("owner", "me")];
        refused(&stage, &by, "/obligations/new", &turned, &[("what_ko", "다시 쳐 주세요")]);
        assert!(!stage.get(Some(&by), "/obligations").raw.contains("900101"), "nothing was written");
    });
}
