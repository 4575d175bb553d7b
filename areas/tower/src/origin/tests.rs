//! The rule of states, and that the record's 59 lines stand on it.

use super::{OriginState, Says, Screen, file, state};
use crate::pack::files::Texts;

fn screen(screen: &str, says: Says, record: &str) -> Screen {
    Screen { origin: "o1".into(), screen: screen.into(), says, record: record.into() }
}

#[test]
fn a_state_rests_on_pages_and_records_and_never_on_what_a_pack_says() {
    let pages = |path: &str| path == "/claims" || path == "/plan";
    let loaded = |item: &str| item == "directive/d1";
    let of = |screens: &[Screen]| state(screens, pages, loaded);
    assert_eq!(of(&[]), OriginState::NotYet);
    assert_eq!(of(&[screen("/claims", Says::Works, "")]), OriginState::Works);
    assert_eq!(
        of(&[screen("/calls", Says::Works, "")]),
        OriginState::NotYet,
        "a page that is not there does not work"
    );
    assert_eq!(of(&[screen("/calls", Says::Works, "directive/d1")]), OriginState::RecordOnly);
    assert_eq!(of(&[screen("/plan", Says::Record, "")]), OriginState::RecordOnly);
    assert_eq!(
        of(&[screen("", Says::Record, "directive/d2")]),
        OriginState::NotYet,
        "a record that was not loaded"
    );
    assert_eq!(
        of(&[screen("/plan", Says::Record, ""), screen("/claims", Says::Works, "")]),
        OriginState::Works
    );
}

fn told(origins: &str, screens: &str) -> Vec<String> {
    let texts: Texts = [(file::ORIGINS, origins), (file::SCREENS, screens)]
        .map(|(name, text)| (name.into(), text.into()))
        .into();
    let mut findings = Vec::new();
    file::parsed(&texts, &mut findings);
    findings.iter().map(|one| format!("{} {}", one.place(), one.saying.key)).collect()
}

#[test]
fn a_broken_line_is_told_with_its_place() {
    let origins = "id,source,area,ko,en\no01,seed-0,tower,바람,wish\n";
    let head = "origin,screen,state,record\n";
    assert_eq!(told(origins, &format!("{head}o01,/plan,works,\n")), Vec::<String>::new());
    assert_eq!(told(origins, &format!("{head}o02,/plan,works,\n")), ["screens.csv:2 tower-origin-unknown"]);
    assert_eq!(
        told(origins, &format!("{head}o01,/plan,done,\n")),
        ["screens.csv:2 tower-origin-state-wrong"]
    );
    assert_eq!(
        told(origins, &format!("{head}o01,//evil.example,works,\n")),
        ["screens.csv:2 tower-origin-screen"]
    );
    assert_eq!(told(origins, &format!("{head}o01,,works,plan/p\n")), ["screens.csv:2 tower-origin-screen"]);
    assert_eq!(told(&format!("{origins}o01,s,tower,또,again\n"), head), ["origins.csv:3 tower-origin-twice"]);
    assert_eq!(told("id,text\n", head), ["origins.csv:1 tower-origin-columns"]);
    assert_eq!(told(&format!("{origins}o02,s,tower\n"), head), ["origins.csv:3 tower-origin-cells"]);
}

/// A place in a route takes any part of an address.
fn fits(page: &str, path: &str) -> bool {
    let (page, path): (Vec<&str>, Vec<&str>) = (page.split('/').collect(), path.split('/').collect());
    page.len() == path.len()
        && page.iter().zip(path).all(|(place, part)| *place == part || place.starts_with('{'))
}

#[test]
fn the_screens_of_the_record_name_what_is_really_there() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/gwangju");
    let pack = crate::pack::read(&folder, base::Instant::parse("2026-11-20T01:00:00Z").unwrap()).unwrap();
    assert_eq!(pack.origins.len(), 59);
    let area = crate::area();
    let own: Vec<&str> = area.pages.list().iter().map(|route| route.path).collect();
    for screen in pack.screens.iter().filter(|screen| screen.says == Says::Works) {
        let path = screen.screen.split(['?', '#']).next().unwrap();
        assert!(
            own.iter().any(|page| fits(page, path)),
            "{path} is said to work and is no page of the tower"
        );
    }
}
