//! Bodies with members and terms, on both databases.

use super::Body;
use super::acts::SEAT;
use crate::testing::Stage;
use base::{Ref, Tri};
use kernel::Role;

#[test]
fn a_member_is_seated_once_and_leaves_on_a_day() {
    Stage::on_each(|stage| {
        let (city, office) = stage.organisation("시청");
        let (firm, _) = stage.organisation("가온");
        stage.act(|tx| {
            let body = Body {
                id: tx.new_id(),
                code: "committee".into(),
                name: Tri::korean("추진위원회"),
                aliases: Vec::new(),
                founded: Some("2019-09-23".into()),
                size: Some(20),
                size_relation: Some("~".into()),
                office: None,
                duties: Tri::default(),
                source: Some("시험-1".into()),
            };
            super::store::insert(tx, 0, &body)?;
            tx.record(&SEAT, Ref::new(super::KIND.name, body.id), None, &serde_json::json!({}), &[])
        });
        let officer = stage.comer(Role::Officer, Some(&office));
        let seat = |number: &str, from: &str, until: &str| {
            let fields = [("organisation", number), ("from", from), ("until", until)];
            stage.form(Some(&officer), "/bodies/committee/seats", &fields)
        };
        assert_eq!(seat(&firm, "2024-01-01", "").status, 303);
        assert_eq!(seat(&city, "2020-01-01", "2021-12-31").status, 303);
        assert_eq!(seat(&firm, "2025-06-01", "").status, 409, "no two seats at once");
        assert_eq!(seat(&city, "2022-01-01", "2021-01-01").status, 422);
        assert_eq!(seat("2026-ORG-9999", "", "").status, 422);
        let page = stage.get(Some(&officer), "/bodies/committee");
        assert!(page.text.contains("가온 2024-01-01") && page.text.contains("2021-12-31"), "{}", page.text);
        let fact = page.raw.split("/seats/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        let at = format!("/bodies/committee/seats/{fact}/end");
        for (until, kept) in [("", ""), ("2023-12-31", "2023-12-31"), ("내일", "내일")] {
            let refused = stage.form(Some(&officer), &at, &[("until", until)]);
            assert!(
                refused.status == 422 && refused.text.contains("가온"),
                "the page stays: {}",
                refused.text
            );
            let form = refused
                .raw
                .split(&format!("action=\"/testville{at}\""))
                .nth(1)
                .expect("the form of the seat");
            let form = form.split("</form>").next().unwrap();
            assert!(form.contains("id=\"field-until-error\""), "{until}: {form}");
            assert!(form.contains(&format!("value=\"{kept}\"")), "what was typed stays: {form}");
        }
        assert_eq!(stage.form(Some(&officer), &at, &[("until", "2026-10-31")]).status, 303);
        let public = stage.get(None, "/bodies/committee").text;
        assert!(public.contains("2024-01-01") && public.contains("2026-10-31"), "{public}");
        assert_eq!(
            stage.form(Some(&officer), &at, &[("until", "2026-10-31")]).status,
            404,
            "that belief has ended"
        );
        assert_eq!(seat(&firm, "2026-11-01", "").status, 303, "a new term may begin");
        assert_eq!(stage.get(None, "/bodies/nobody").status, 404);

        // A meeting of the body and what it decided stand on its page.
        let fields =
            [("title_ko", "제4차 회의"), ("held_on", "2026-11-19"), ("body", "committee"), ("open", "yes")];
        assert_eq!(stage.form(Some(&officer), "/meetings/new", &fields).status, 303);
        let decided = [("what_ko", "체감도를 조사할 것"), ("owner", "office"), ("open", "yes")];
        assert_eq!(stage.form(Some(&officer), "/meetings/2026-MTG-0001/lines", &decided).status, 303);
        let public = stage.get(None, "/bodies/committee").text;
        assert!(public.contains("제4차 회의") && public.contains("체감도를 조사할 것"), "{public}");
        assert!(stage.get(None, "/obligations/2026-DIR-0001").text.contains("누가 맡겼나 추진위원회"));
    });
}
