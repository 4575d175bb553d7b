//! What is wrong with a pack, by file, line and key of the words.

use super::{now, small};
use crate::pack::files::{FILE_BYTES_MAX, collect, decoded};
use crate::pack::read_texts;
use proptest::prelude::*;

/// The findings of the small pack with `old` replaced by `new` in `file`: `place: key`.
fn spoilt(file: &str, old: &str, new: &str) -> Vec<String> {
    let mut texts = small();
    let text = texts.get(file).unwrap();
    assert!(text.contains(old), "the test spoils what is not there");
    texts.insert(file.to_owned(), text.replacen(old, new, 1));
    read_texts(texts, now()).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn a_right_pack_is_read() {
    assert_eq!(read_texts(small(), now()).unwrap().slug(), "test");
}

#[test]
fn an_unknown_key_is_named_with_the_one_that_was_meant() {
    let found = spoilt("plan.toml", "value = 7000", "valu = 7000");
    assert_eq!(
        found,
        [
            "plan.toml:10:1: tower-pack-key-near near=value key=valu known=id, title, value, unit, relation, from, due, due_inferred, claims, source"
        ]
    );
    let found = spoilt("plan.toml", "value = 7000", "value = 7000\nfurniture = 1");
    assert!(found[0].starts_with("plan.toml:11:1: tower-pack-key-unknown key=furniture"), "{found:?}");
}

#[test]
fn a_target_without_a_unit_or_with_another_one_is_refused() {
    assert!(
        spoilt("plan.toml", "unit = \"person\"\n", "")[0]
            .starts_with("plan.toml:10:9: tower-pack-unit-missing")
    );
    assert!(
        spoilt("plan.toml", "\"person\"", "\"souls\"")[0]
            .starts_with("plan.toml:11:8: tower-pack-unit unit=souls")
    );
}

#[test]
fn ids_stand_once_and_references_lead_somewhere() {
    assert_eq!(
        spoilt("partners.toml", "id = \"b\"", "id = \"a\""),
        ["partners.toml:7:6: tower-pack-id-twice id=a line=2"]
    );
    assert_eq!(
        spoilt("partners.toml", "[\"a\"]", "[\"a\", \"zebra\"]"),
        ["partners.toml:9:17: tower-pack-reference id=zebra"]
    );
}

/// The findings of the small pack with more written after `plan.toml` and as `promises.toml`.
fn with_more(plan: &str, promises: &str) -> Vec<String> {
    let mut texts = small();
    texts.get_mut("plan.toml").unwrap().push_str(plan);
    texts.insert("promises.toml".into(), promises.into());
    let found = read_texts(texts, now());
    found.err().into_iter().flatten().map(|finding| finding.to_string()).collect()
}

#[test]
fn what_serves_a_task_or_counts_for_a_stage_leads_somewhere() {
    let task = "\n[[strategy]]\nid = \"s1\"\ntitle = { ko = \"전략\" }\n[[task]]\nid = \"t1\"\nstrategy = \"s1\"\nstatus = \"open\"\ntitle = { ko = \"과제\" }\n";
    let stage = "[[stage]]\nid = \"problem\"\ntitle = { ko = \"문제\" }\n";
    let proposal = "[[proposal]]\nid = \"p1\"\nby = \"participants\"\ntitle = { ko = \"제안\" }\n";
    assert_eq!(with_more(&format!("{task}{stage}"), &format!("{proposal}tasks = [\"t1\"]\n")), [""; 0]);
    let one = |plan: &str, promises: &str| with_more(plan, promises).join("\n");
    assert!(
        one(task, &format!("{proposal}tasks = [\"t2\"]\n"))
            .contains("promises.toml:5:10: tower-pack-reference-near near=t1 id=t2")
    );
    assert!(
        one(&format!("{task}pages = [\"institutions\"]\n"), "")
            .contains("plan.toml:21:10: tower-pack-page page=institutions")
    );
    assert!(one(&format!("{task}measures = [\"none\"]\n"), "").contains("tower-pack-reference id=none"));
    assert!(one(&format!("{stage}promises = [\"promise\"]\n"), "").contains("tower-pack-reference"));
    assert!(one(&format!("{stage}claims = [\"jobs\"]\n"), "").contains("tower-pack-reference id=jobs"));
    assert!(one(&format!("{stage}{stage}"), "").contains("tower-pack-stage-twice id=problem"));
    let event = "[[event]]\nid = \"e1\"\ntitle = { ko = \"행사\" }\nled_to = [\"proposal/p2\"]\n";
    assert!(
        one("", &format!("{proposal}{event}"))
            .contains("tower-pack-reference-near near=proposal/p1 id=proposal/p2")
    );
    assert!(
        one(&format!("{stage}measure = \"x\"\n"), "")
            .contains("tower-pack-key-near near=measures key=measure")
    );
}

#[test]
fn what_is_past_does_not_lie_ahead() {
    let found = spoilt(
        "plan.toml",
        "[[target]]",
        "[[later_plan]]\nid = \"q\"\nnote = \"n\"\ndate = 2031-01-01\n[[target]]",
    );
    assert_eq!(found, ["plan.toml:10:8: tower-pack-future day=2031-01-01 today=2026-11-20"]);
    // Nine hours before UTC the city is in its next day.
    let mut texts = small();
    texts
        .get_mut("plan.toml")
        .unwrap()
        .push_str("[[later_plan]]\nid = \"q\"\nnote = \"n\"\ndate = 2026-11-21\n");
    assert!(read_texts(texts.clone(), now()).is_err());
    assert!(read_texts(texts, now().plus_seconds(14 * 3_600)).is_ok());
    // A target may lie ahead.
    let mut texts = small();
    texts.get_mut("plan.toml").unwrap().push_str("due = 2031-01-01\n");
    assert!(read_texts(texts, now()).is_ok());
}

#[test]
fn a_real_city_has_no_sign_ins_and_nothing_made_up() {
    let mut texts = small();
    let city = texts.get_mut("city.toml").unwrap();
    *city = city.replace("synthetic = true", "synthetic = false");
    city.push_str("[[sign_in]]\nid = \"x\"\nlogin = \"x@y.example\"\npassword = \"a long password\"\nrole = \"operator\"\n");
    texts.insert(
        "generator.toml".into(),
        "[firms]\nseed = 1\ncount = 3\nregistered_twice = 0\nuntil = 2026-01-01\n".into(),
    );
    let found: Vec<String> =
        read_texts(texts, now()).unwrap_err().iter().map(|f| f.place() + " " + f.saying.key).collect();
    assert_eq!(
        found,
        ["city.toml:9:6 tower-pack-sign-in-real", "generator.toml:2:8 tower-pack-generator-real"]
    );
}

#[test]
fn a_long_text_a_number_of_a_person_and_broken_toml_are_named_by_line() {
    let long = "가".repeat(4_001);
    assert_eq!(
        spoilt("plan.toml", "ko = \"꿈\"", &format!("ko = \"{long}\"")),
        ["plan.toml:4:10: tower-pack-text-long count=4001 max=4000"]
    );
    let found = spoilt("plan.toml", "ko = \"꿈\"", &format!("ko = \"{}\"", "x".repeat(10 << 20)));
    assert!(found[0].starts_with("plan.toml:4:1: tower-pack-line-long"), "{found:?}");
    assert_eq!(
        spoilt("plan.toml", "ko = \"꿈\"", "ko = \"꿈 900101-1234568\""),
        ["plan.toml:4: tower-pack-personal-number"]
    );
    assert!(spoilt("plan.toml", "[plan]", "[plan")[0].starts_with("plan.toml:1:"), "broken TOML has a line");
    assert_eq!(
        spoilt("plan.toml", "vision = { ko = \"꿈\" }\n", ""),
        ["plan.toml:1:1: tower-pack-key-missing key=vision"]
    );
}

#[test]
fn broken_utf8_is_named_by_line() {
    let finding = decoded("plan.toml", b"[plan]\nid = \"\xb1\xa4\"".to_vec()).unwrap_err();
    assert_eq!(finding.to_string(), "plan.toml:2:7: tower-pack-not-utf8");
    assert_eq!(decoded("a", b"\xef\xbb\xbfx".to_vec()).unwrap(), "x");
}

#[test]
fn a_folder_with_a_huge_file_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    // Sparse: two gigabytes that take no room.
    std::fs::File::create(folder.path().join("plan.toml")).unwrap().set_len(2 << 30).unwrap();
    std::fs::write(folder.path().join("plan.tml"), "").unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("city.toml")).unwrap();
    let found: Vec<String> = collect(folder.path()).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "city.toml: tower-pack-not-a-file name=city.toml".to_owned(),
            "plan.tml: tower-pack-file-unknown name=plan.tml near=plan.toml".to_owned(),
            format!(
                "plan.toml: tower-pack-file-large name=plan.toml bytes={} max={FILE_BYTES_MAX}",
                2u64 << 30
            ),
        ]
    );
    let missing = collect(&folder.path().join("nowhere")).unwrap_err();
    assert_eq!(missing[0].saying.key, "tower-pack-folder");
}

#[test]
fn every_key_of_a_finding_has_its_words() {
    let catalogue = base::words::Catalogue::new()
        .with("tower", include_str!("../../words.toml"))
        .and_then(|all| all.with("tower", include_str!("../../measure/words.toml")))
        .unwrap();
    let sources = [
        include_str!("../check.rs"),
        include_str!("../files.rs"),
        include_str!("../parse.rs"),
        include_str!("../load.rs"),
        include_str!("../load/sign_ins.rs"),
    ];
    for source in sources {
        let used = base::words::keys_in(source, "tower-");
        assert!(!used.is_empty());
        assert_eq!(catalogue.missing(&used), Vec::<&str>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever happens to a text, the answer is a pack or findings with places that exist.
    #[test]
    fn spoilt_texts_are_explained(which in 0usize..3, at in 0usize..4_000, cut in 0usize..60, put in "[\\PC\n\"\\[\\]={}#.,0-9-]{0,24}") {
        let mut texts = small();
        let name = texts.keys().nth(which).unwrap().clone();
        let text = texts.get_mut(&name).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let at = at % (chars.len() + 1);
        let rest = chars.len().min(at + cut);
        *text = chars[..at].iter().collect::<String>() + &put + &chars[rest..].iter().collect::<String>();
        let lines = texts.iter().map(|(name, text)| (name.clone(), text.lines().count() + 1)).collect::<std::collections::BTreeMap<_, _>>();
        if let Err(findings) = read_texts(texts, now()) {
            prop_assert!(!findings.is_empty());
            for finding in findings {
                prop_assert!(finding.line.is_none_or(|line| line <= lines[&finding.file]), "{}", finding);
            }
        }
    }
}
