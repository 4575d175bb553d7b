//! A city before anything was loaded, and the address of a city that is not there.

use crate::testing::Stage;

#[test]
fn every_way_of_the_navigation_leads_somewhere_before_a_pack_was_loaded() {
    Stage::on_each(|stage| {
        let home = stage.get(None, "/");
        assert!(home.status == 200 && home.text.contains("bitgoeul --data ./data load"), "{}", home.text);
        let ways: Vec<&str> = home
            .raw
            .split("href=\"/testville/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|way| {
                !way.contains(['#', '?']) && !way.starts_with("api/") && !way.starts_with("sign-in")
            })
            .collect();
        assert!(ways.contains(&"plan") && ways.contains(&"measures"), "{ways:?}");
        // Pages of other areas are not served here.
        let elsewhere = ["organisations", "journal", "search", "account", "preferences"];
        for way in ways.into_iter().filter(|way| !elsewhere.iter().any(|other| way.starts_with(other))) {
            let page = stage.get(None, &format!("/{way}"));
            assert_eq!(page.status, 200, "/{way}: {}", page.text);
        }
        let plan = stage.get(None, "/plan").text;
        assert!(plan.contains("아직 계획을 가져오지 않았습니다") && plan.contains("load cities/"), "{plan}");
        assert_eq!(stage.get(None, "/api/v1/plan").status, 404, "there is no plan to be read");
    });
}

#[test]
fn an_unknown_city_leads_to_those_that_are_there() {
    Stage::on_each(|stage| {
        for path in ["/atlantis", "/atlantis/", "/atlantis/measures"] {
            let page = stage.at(path);
            assert_eq!(page.status, 404, "{path}");
            assert!(page.raw.contains("href=\"/testville/\""), "{path}: {}", page.raw);
            assert!(page.text.contains("시험시"), "{path}: {}", page.text);
        }
    });
}
