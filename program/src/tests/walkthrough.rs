//! The walkthrough from an imported list to a number on the first page, with the files that it names.

use super::town::{Ask, Asker, Town};
use kernel::Role;
use std::path::{Path, PathBuf};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/walkthroughs")
}

/// The pack of the walkthrough under the name of the test's city; who comes in is a person of the test.
fn load(town: &Town) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("measures")).expect("a folder");
    for name in ["city.toml", "plan.toml", "partners.toml", "measures/firms-here.toml"] {
        let text = std::fs::read_to_string(docs().join("first-city").join(name)).expect("a file of the pack");
        let text = text.replace("slug = \"saebyeok\"", "slug = \"testville\"");
        let text = text.split("\n[[sign_in]]").next().unwrap_or("").to_owned();
        std::fs::write(folder.path().join(name), text).expect("copying the pack");
    }
    let pack = area_tower::pack::read(folder.path(), town.hub.city.now());
    let pack = pack.unwrap_or_else(|found| panic!("{found:?}"));
    area_tower::pack::load(&town.hub.city, &pack).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn an_imported_list_becomes_a_number_on_the_first_page_with_its_rows() {
    let town = Town::new();
    crate::engines::attach(&town.hub.city).expect("an engine");
    load(&town);
    let before = town.send(&Asker::Visitor, Ask::get("/")).visible();
    assert!(before.contains("목표 40곳 · 2030 모름"), "{before}");

    let officer = town.signed_in(Role::Officer, None);
    let list = std::fs::read(docs().join("first-city-firms.csv")).expect("the list");
    let up = town.send(&officer, Ask::upload("/import", &officer, "firms.csv", &list));
    let at = up.header("location").strip_prefix("/testville").expect("a path of the city").to_owned();
    let preview = town.send(&officer, Ask::get(&at)).visible();
    assert!(preview.contains("10 시작한 날 2025-13-01은 달력에 없는 날짜입니다."), "{preview}");
    assert!(preview.contains("여명에너지 기업 직원 상주"), "{preview}");
    assert_eq!(town.send(&officer, Ask::form(&format!("{at}/acceptance"), &[])).status, 303);
    kernel::fact::feed::catch_up(&town.hub.city).expect("the engine takes the facts in");

    // A count that is a minute old may still be shown while a newer one is made.
    town.hub.clock.step(61);
    let after = town.send(&Asker::Visitor, Ask::get("/")).visible();
    assert!(after.contains("목표 40곳 · 2030 5 곳 적어도 5, 많아도 6"), "{after}");
    assert!(after.contains("감사 1 공적 자료 2 기관 확인 1 자기 신고 1 모름 1"), "{after}");
    let rows = town.send(&Asker::Visitor, Ask::get("/measures/firms-here?part=yes&level=E3")).visible();
    assert!(rows.contains("거른 조건: 셈 · 공적 자료"), "{rows}");
    assert!(
        rows.contains("새벽로봇") && rows.contains("동틀에이아이") && !rows.contains("여명에너지"),
        "{rows}"
    );
}
