//! The public record, loaded as a pack: the verdicts come out of it by the rules, and a broken line stops all of it.

use super::acts::words;
use super::*;
use crate::claim::view::{self, list::ClaimList, list::ClaimNarrow};
use crate::pack::{self, files, load};
use std::path::Path;

fn now() -> base::Instant {
    base::Instant::parse("2026-11-20T01:00:00Z").unwrap()
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/gwangju")
}

fn gwangju() -> kernel::City {
    let folder = tempfile::tempdir().unwrap().keep();
    let clock: Arc<dyn base::Clock> = Arc::new(testkit::TestClock::at(testkit::hub::START));
    let migrations = [kernel::MIGRATIONS, crate::MIGRATIONS];
    let city = kernel::City::open(testkit::hub::opening(&folder, None, clock, &migrations)).unwrap();
    load(&city, &pack::read(&self::folder(), now()).unwrap()).unwrap();
    city
}

fn list(city: &kernel::City, narrow: ClaimNarrow) -> ClaimList {
    let (vault, words) = (Arc::clone(city.vault()), words());
    city.read_blocking(move |read| {
        view::list::read(read, &vault, &kernel::Actor::Visitor, &narrow, 1_000, &words)
    })
    .unwrap()
}

fn codes(list: &ClaimList) -> Vec<&str> {
    let mut codes: Vec<&str> = list.items.iter().map(|line| line.code.as_str()).collect();
    codes.sort_unstable();
    codes
}

#[test]
fn the_record_shows_what_its_figures_show_and_no_more() {
    let city = gwangju();
    let of = |verdict: &str| list(&city, ClaimNarrow { verdict: verdict.into(), ..ClaimNarrow::default() });
    assert_eq!(codes(&of("arithmetic")), ["c030", "c055"]);
    assert_eq!(codes(&of("conflict")), ["c013", "c014", "c020", "c021", "c100", "c101"]);
    assert_eq!(codes(&of("range_only")), ["c034"]);
    let runs =
        ["c010", "c011", "c012", "c016", "c017", "c032", "c033", "c050", "c051", "c052", "c053", "c054"];
    assert_eq!(codes(&of("run")), runs);
    let all = list(&city, ClaimNarrow::default());
    assert_eq!((all.total, all.items.len()), (41, 41));
    let line = |code: &str| all.items.iter().find(|line| line.code == code).unwrap();
    assert_eq!(line("c030").why, "1,221 가운데 724라 59.3 %인데, 71.2 %라고 발표되었습니다.");
    assert!(line("c034").why.contains("4.8 %에서 94.3 % 사이"), "{}", line("c034").why);
    assert!(line("c001").why.contains("발표 뒤의 날"));
    for quiet in ["c010", "c031", "c037", "c041", "c050", "c052"] {
        assert_eq!(line(quiet).verdicts, ["no_list"], "{quiet}");
    }
    let narrowed =
        list(&city, ClaimNarrow { year: "2025".into(), subject: "academy".into(), ..ClaimNarrow::default() });
    assert_eq!(codes(&narrowed), ["c030", "c031", "c032", "c033", "c037"]);
    let outlet = list(&city, ClaimNarrow { outlet: "column".into(), ..ClaimNarrow::default() });
    assert_eq!(codes(&outlet), ["c101"]);
}

#[test]
fn a_long_list_has_pages_that_miss_nothing() {
    let city = gwangju();
    let page = |after: String| {
        let (vault, words) = (Arc::clone(city.vault()), words());
        let narrow = ClaimNarrow { after, ..ClaimNarrow::default() };
        city.read_blocking(move |read| {
            view::list::read(read, &vault, &kernel::Actor::Visitor, &narrow, 15, &words)
        })
    };
    let (mut seen, mut after) = (Vec::new(), Some(String::new()));
    while let Some(from) = after {
        let found = page(from).unwrap();
        assert_eq!((found.total, found.found), (41, 41));
        seen.extend(found.items.into_iter().map(|line| line.code));
        after = found.next;
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 41);
    assert!(page("c999".into()).unwrap_err().is("tower-claim-page"));
}

#[test]
fn one_number_shows_its_arithmetic_and_its_partners() {
    let city = gwangju();
    let show = |code: &'static str| {
        let (vault, words) = (Arc::clone(city.vault()), words());
        city.read_blocking(move |read| view::show::read(read, &vault, &kernel::Actor::Visitor, code, &words))
            .unwrap()
    };
    let rate = show("c030");
    assert_eq!(rate.arithmetic, ["724 ÷ 1,221 = 59.3 % ≠ 71.2 %", "724 ÷ 71.2 % ≈ 1,017"]);
    assert_eq!(rate.named.unwrap().name.text(base::Lang::Ko), "광주광역시");
    let range = show("c034");
    assert_eq!(range.arithmetic, ["377 + 449 + 7,033 = 7,859"]);
    let local = &range.shares[0];
    assert_eq!(
        (local.low.as_str(), local.high.as_str(), local.among_known.as_deref()),
        ("4.8", "94.3", Some("45.6"))
    );
    let partners = |code: &'static str, how: &str| -> Vec<String> {
        show(code).partners.into_iter().filter(|one| one.how == how).map(|one| one.code).collect()
    };
    assert_eq!(partners("c013", "conflict"), ["c013", "c014"]);
    assert_eq!(partners("c020", "conflict"), ["c020", "c021"]);
    assert_eq!(partners("c052", "run"), ["c050", "c051", "c052", "c053", "c054"]);
    assert_eq!(show("c010").arithmetic, ["32 ÷ 50 = 64.0 %", "4 + 24 + 4 = 32"]);
}

#[test]
fn a_broken_line_of_a_pack_is_told_with_its_place_and_stops_all_of_it() {
    let mut texts = files::collect(&folder()).unwrap();
    let good = texts["claims.csv"].clone();
    let mut wrong = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        texts.insert("claims.csv".into(), good.replacen(from, to, 1));
        let findings = pack::read_texts(texts.clone(), now()).unwrap_err();
        let words = words();
        let told: Vec<String> = findings
            .iter()
            .map(|one| format!("{} {} {}", one.place(), one.saying.key, one.tell(&words).1.is_some()))
            .collect();
        told.join("\n")
    };
    assert_eq!(wrong("=,71.2,percent", "=,71.2%,percent"), "claims.csv:17:67 claims-fault-number true");
    assert_eq!(wrong("c030,2025-12,", "c030,2025-13,"), "claims.csv:17:6 claims-fault-date true");
    assert_eq!(wrong("c031,", "c030,"), "claims.csv:18:1 claims-fault-duplicate-id true");
    assert_eq!(
        wrong("c030,2025-12,news1,city", "c030,2025-12,news1,홍길동"),
        "claims.csv:17:20 tower-claim-speaker-in true"
    );
    assert_eq!(wrong("c030,2025-12,", "c030,2027-12,"), "claims.csv:17:6 tower-claim-future true");
    assert_eq!(
        wrong("AI사관학교 1~5기 취·창업률", "이용섭 시장의 취업률"),
        "claims.csv:17:113 tower-claim-names-person-in true"
    );
    assert_eq!(wrong("AI사관학교 1~5기", "900101-1234568"), "claims.csv:17 tower-pack-personal-number true");
}

#[test]
fn a_changed_line_of_a_later_pack_is_refused_before_anything_is_loaded() {
    let city = gwangju();
    let mut texts = files::collect(&folder()).unwrap();
    let changed = texts["claims.csv"].replacen("=,71.2,percent", "=,59.3,percent", 1);
    texts.insert("claims.csv".into(), changed);
    let pack = pack::read_texts(texts, now()).unwrap();
    let before = city.position();
    let error = load(&city, &pack).unwrap_err();
    assert!(error.is("tower-claim-file-changes"), "{error}");
    assert_eq!(error.saying().unwrap().fields[0].0, "c030");
    assert_eq!(before, city.position());
}

#[test]
fn an_uploaded_file_is_told_by_line_and_column() {
    let wrong =
        upload::read(format!("{HEADER}\nx1,2025,신문,city,s,all,=,1e3,person,,,,,2025,k,라벨\n").as_bytes());
    let wrong = wrong.unwrap_err();
    assert_eq!(
        (wrong[0].line, wrong[0].column.as_str(), wrong[0].saying.key),
        (2, "value", "claims-fault-number")
    );
    let wrong = upload::read(
        format!("{HEADER}\nx1,2025,신문,city,s,all,=,1,person,,,,,2025,k,900101-1234568\n").as_bytes(),
    );
    assert_eq!(wrong.unwrap_err()[0].saying.key, "tower-claim-personal-number");
}
