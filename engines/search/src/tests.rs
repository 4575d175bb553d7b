//! The index over documents made by chance, compared with the plain rule; and its folder in bad shape.

use crate::runs::{Script, pairs, runs, tokens};
use crate::{Search, terms};
use base::search::{Change, Document, Entry, Index as _, Question, Reach, Refusal, SearchError};
use base::{Lang, Ref, Tri};
use proptest::prelude::*;
use std::path::Path;
use unicode_normalization::UnicodeNormalization as _;

fn document(title: &str) -> Document {
    Document { title: Tri::korean(title), ..Document::default() }
}

fn put(id: usize, open: Option<Document>, inside: Document) -> Change {
    Change::Put(Box::new(Entry { of: Ref::new("organisation", format!("{id:03}")), open, inside }))
}

fn open_to_all(id: usize, says: Document) -> Change {
    put(id, Some(says.clone()), says)
}

fn give(index: &Search, up_to: i64, changes: Vec<Change>) {
    let mut pages = vec![changes].into_iter();
    index.push(index.reached(), up_to, &mut || Ok(pages.next())).expect("pushing");
}

fn question(text: &str, reach: Reach) -> Question {
    Question { text: text.into(), lang: Lang::Ko, kinds: Vec::new(), reach, limit: 1_000, offset: 0 }
}

fn found(index: &Search, text: &str, reach: Reach) -> Vec<String> {
    let found = index.find(&question(text, reach)).expect("finding");
    found.hits.into_iter().map(|hit| hit.of.id).collect()
}

fn fresh(folder: &Path) -> Search {
    Search::open(folder, "test main key").expect("opening")
}

const NAMES: [&str; 8] = [
    "인공지능산업융합사업단",
    "광주과학기술원",
    "무등 로봇",
    "빛고을 AI융합대학",
    "光州人工智能集团",
    "Gwangju AI Cluster",
    "㈜에스오에스랩",
    "한국전자기술연구원 호남본부",
];

fn with_names(folder: &Path) -> Search {
    let index = fresh(folder);
    give(&index, 8, NAMES.iter().enumerate().map(|(id, name)| open_to_all(id, document(name))).collect());
    index
}

#[test]
fn parts_of_words_are_found_in_three_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = with_names(folder.path());
    let first = |text: &str| found(&index, text, Reach::Open);
    assert_eq!(first("사업단"), ["000"]);
    assert_eq!(first("인공지능"), ["000"]);
    assert_eq!(first("단"), ["000"], "the last character of a run");
    assert_eq!(first("빛"), ["003"]);
    assert_eq!(first("AI융합"), ["003"]);
    assert_eq!(first("人工智能"), ["004"]);
    assert_eq!(first("光"), ["004"]);
    assert_eq!(first("gwang"), ["005"]);
    assert_eq!(first("ＧＷＡＮＧＪＵ ai"), ["005"], "wide letters are letters");
    assert_eq!(first("주에스"), Vec::<String>::new(), "the sign is no part of the name");
    assert_eq!(first("에스오에스"), ["006"]);
    assert_eq!(first("광주 기술"), ["001"]);
    assert_eq!(first("업산"), Vec::<String>::new(), "neighbours in the other order");
    assert_eq!(first("로봇 광주"), Vec::<String>::new(), "every word must stand");
}

#[test]
fn the_whole_name_comes_first_then_the_shorter_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = fresh(folder.path());
    let with_text = Document { text: Tri::korean("무등 로봇과 함께 일한다"), ..document("빛") };
    let all =
        [document("무등 로봇 연구소 분원"), document("무등 로봇"), document("무등 로봇 학교"), with_text];
    give(&index, 1, all.into_iter().enumerate().map(|(id, says)| open_to_all(id, says)).collect());
    assert_eq!(found(&index, "무등 로봇", Reach::Open), ["001", "002", "000", "003"]);
    let english = Document { title: Tri::new("", "Mudeung", ""), ..Document::default() };
    let korean = Document { title: Tri::korean("Mudeung"), ..Document::default() };
    give(&index, 2, vec![open_to_all(10, korean), open_to_all(11, english)]);
    let asked = |lang| Question { lang, ..question("mud", Reach::Open) };
    let first = |lang| index.find(&asked(lang)).expect("finding").hits[0].of.id.clone();
    assert_eq!((first(Lang::Ko).as_str(), first(Lang::En).as_str()), ("010", "011"));
}

#[test]
fn a_visitor_does_not_find_by_the_words_that_only_insiders_see() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = fresh(folder.path());
    let inside = Document { text: Tri::korean("비밀 조건"), ..document("협약 하나") };
    give(&index, 1, vec![put(1, Some(document("협약 하나")), inside), put(2, None, document("협약 둘"))]);
    assert_eq!(found(&index, "협약", Reach::Open), ["001"]);
    assert_eq!(found(&index, "협약", Reach::Inside), ["002", "001"]);
    assert!(found(&index, "비밀", Reach::Open).is_empty());
    assert_eq!(found(&index, "비밀", Reach::Inside), ["001"]);
    give(&index, 2, vec![Change::Gone(Ref::new("organisation", "001"))]);
    assert_eq!(found(&index, "협약", Reach::Inside), ["002"]);
}

#[test]
fn scores_do_not_tell_of_other_records() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = with_names(folder.path());
    let before = index.find(&question("로봇", Reach::Open)).expect("finding").hits;
    give(&index, 9, (100..200).map(|id| put(id, None, document("로봇 로봇"))).collect());
    assert_eq!(index.find(&question("로봇", Reach::Open)).expect("finding").hits, before);
}

#[test]
fn kinds_pages_and_empty_questions() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = with_names(folder.path());
    let ask = |kinds: &[&str], limit, offset| {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let asked = Question { kinds, limit, offset, ..question("a", Reach::Open) };
        index.find(&Question { text: "ai".into(), ..asked }).expect("finding").hits.len()
    };
    assert_eq!((ask(&[], 10, 0), ask(&["organisation", "body"], 10, 0), ask(&["body"], 10, 0)), (2, 2, 0));
    assert_eq!((ask(&[], 1, 0), ask(&[], 1, 1), ask(&[], 1, 2), ask(&[], 0, 0)), (1, 1, 0, 0));
    let refused = index.find(&question(" - ? ", Reach::Open)).expect_err("no words");
    assert!(matches!(refused, SearchError::Refused(Refusal::NoWords)));
    let two = index.find(&question("로봇", Reach::Open)).expect("finding");
    assert_eq!(two.position, 8);
}

#[test]
fn a_push_is_whole_or_nothing_and_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = with_names(folder.path());
    let mut broken =
        vec![Ok(Some(vec![open_to_all(50, document("새 로봇"))])), Err(base::search::absent())].into_iter();
    assert!(index.push(8, 9, &mut || broken.next().unwrap_or(Ok(None))).is_err());
    assert_eq!((found(&index, "로봇", Reach::Open), index.reached()), (vec!["002".to_owned()], 8));
    let moved = index.push(7, 9, &mut || Ok(None)).expect_err("not where it stands");
    assert!(matches!(moved, SearchError::Refused(Refusal::Moved { after: 7, reached: 8 })));
    give(&index, 9, vec![open_to_all(50, document("새 로봇"))]);
    assert_eq!((found(&index, "로봇", Reach::Open).len(), index.reached()), (2, 9));
}

#[test]
fn files_are_kept_over_a_restart_and_thrown_away_when_torn_or_foreign() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("search");
    drop(with_names(&place));
    let again = fresh(&place);
    assert_eq!((again.reached(), found(&again, "사업단", Reach::Open)), (8, vec!["000".to_owned()]));
    drop(again);
    let other = Search::open(&place, "test branch key").expect("opening");
    assert_eq!((other.reached(), other.documents().expect("counting")), (0, 0));
    drop(other);
    drop(with_names(&place));
    let mut words =
        std::fs::read_dir(&place).expect("its files").filter_map(Result::ok).map(|entry| entry.path());
    let torn = words.find(|path| path.extension().is_some_and(|end| end == "term")).expect("a file of words");
    let mut bytes = std::fs::read(&torn).expect("reading");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    std::fs::write(&torn, bytes).expect("tearing");
    assert_eq!(fresh(&place).reached(), 0);
    drop(with_names(&place));
    std::fs::write(place.join("meta.json"), "{\"segments\": [").expect("tearing");
    assert_eq!(fresh(&place).reached(), 0);
}

#[test]
fn a_folder_that_another_index_writes_to_is_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = with_names(folder.path());
    let second = fresh(folder.path());
    let mut pages = vec![vec![open_to_all(9, document("새 로봇"))]].into_iter();
    let refused = second.push(8, 9, &mut || Ok(pages.next())).expect_err("one writes at a time");
    assert!(base::Error::from(refused).is("search-busy"));
    assert_eq!(found(&second, "로봇", Reach::Open), ["002"], "reading goes on");
    drop(first);
    give(&second, 9, vec![open_to_all(9, document("새 로봇"))]);
    assert_eq!(found(&second, "로봇", Reach::Open).len(), 2);
}

#[test]
fn excerpts_mark_what_was_asked_for() {
    let say = |text: &str, from: &str, length: usize| {
        let pieces = terms::excerpt(&terms::of(text), from, length);
        pieces
            .into_iter()
            .map(|p| if p.marked { format!("[{}]", p.text) } else { p.text })
            .collect::<String>()
    };
    assert_eq!(
        say("융합 ai", "인공지능산업융합사업단 (AI Cluster)", 100),
        "인공지능산업[융합]사업단 ([AI] Cluster)"
    );
    assert_eq!(say("산업 업융", "인공지능산업융합", 100), "인공지능[산업융]합");
    assert_eq!(say("주", "㈜에스", 100), "[㈜]에스");
    assert_eq!(say("없음", "가나다라마바사", 3), "가나다…");
    assert_eq!(say("사", "가나다라마바사아자차", 4), "…바[사]아자…");
}

fn script() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[가-힣一-龥a-zA-Z0-9ぁ-ん ㈜①ﬁé.,-]{0,24}").expect("a pattern")
}

fn few() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[가나다 光州abA12]{0,10}").expect("a pattern")
}

proptest! {
    #[test]
    fn runs_stand_where_they_say(text in script()) {
        let mut end = 0;
        for run in runs(&text) {
            prop_assert_eq!(run.chars.len(), run.places.len());
            for place in &run.places {
                prop_assert!(text.get(place.clone()).is_some_and(|part| !part.is_empty()));
                prop_assert!(place.end >= end);
                end = place.end;
            }
            prop_assert_eq!(tokens(&run).len(), if run.script == Script::Word { 1 } else { run.chars.len() });
            prop_assert_eq!(pairs(&run.chars).count(), run.chars.len() - 1);
        }
    }

    #[test]
    fn how_a_text_is_encoded_does_not_matter(text in script()) {
        let plain = |text: &str| runs(text).into_iter().map(|run| (run.script, run.chars)).collect::<Vec<_>>();
        prop_assert_eq!(plain(&text), plain(&text.nfd().collect::<String>()));
        prop_assert_eq!(plain(&text), plain(&text.to_uppercase().to_lowercase()));
    }

    #[test]
    fn excerpts_leave_nothing_out(text in script(), asked in few()) {
        let pieces = terms::excerpt(&terms::of(&asked), &text, 1_000);
        prop_assert_eq!(pieces.into_iter().map(|piece| piece.text).collect::<String>(), text);
    }

    #[test]
    fn every_part_of_a_run_finds_it(name in "[가-힣]{1,12}", from in 0usize..12, length in 1usize..12) {
        let part: String = name.chars().skip(from % name.chars().count()).take(length).collect();
        prop_assert!(terms::all_stand_in(&terms::of(&part), &document(&name)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    /// What the files answer is what the plain rule says of every document, also after changes and a rebuild.
    #[test]
    fn the_index_answers_as_the_plain_rule(
        says in proptest::collection::vec((few(), few(), any::<bool>()), 1..20),
        later in proptest::collection::vec((0usize..20, few()), 0..6),
        asked in proptest::collection::vec(few(), 1..8),
    ) {
        let (one, two) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let index = fresh(one.path());
        let entry = |title: &str, text: &str| Document {
            names: vec![title.to_owned()],
            text: Tri::new("", text, ""),
            ..Document::default()
        };
        let mut now: Vec<(Document, bool)> =
            says.iter().map(|(title, text, open)| (entry(title, text), *open)).collect();
        let change = |id: usize, (says, open): &(Document, bool)| put(id, open.then(|| says.clone()), says.clone());
        give(&index, 1, now.iter().enumerate().map(|(id, says)| change(id, says)).collect());
        for (step, (id, title)) in later.iter().enumerate() {
            let id = id % now.len();
            now[id].0 = entry(title, "");
            give(&index, step as i64 + 2, vec![change(id, &now[id])]);
        }
        let rebuilt = fresh(two.path());
        give(&rebuilt, index.reached().max(1), now.iter().enumerate().map(|(id, says)| change(id, says)).collect());
        for text in asked.iter().filter(|text| !terms::of(text).is_empty()) {
            for reach in [Reach::Open, Reach::Inside] {
                let answer = found(&index, text, reach);
                prop_assert_eq!(&answer, &found(&rebuilt, text, reach), "{} rebuilt", text);
                let mut sorted = answer;
                sorted.sort();
                let seen = |open: bool| open || reach == Reach::Inside;
                let by_rule = now.iter().enumerate().filter(|(_, (says, open))| seen(*open) && index.matches(text, says));
                let by_rule: Vec<String> = by_rule.map(|(id, _)| format!("{id:03}")).collect();
                prop_assert_eq!(sorted, by_rule, "{}", text);
            }
        }
    }
}
