//! The search over a real city: parts of words in three languages, what changes in the register, restarts and
//! rebuilds, and above all that nobody hears of records that they may not see.

use super::snapshot;
use super::town::{Ask, Asker, Scene, Town};
use base::search::{Hit, Index, Question, Reach};
use base::{Days, Id, Lang, Ref, Tri, When};
use kernel::agreement::{self, Party};
use kernel::follower::{self, turn};
use kernel::organisation::acts;
use kernel::search::{Searchable, feed};
use kernel::{City, Role};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::Database;
use web::http::reply::percent;

/// What the members' own organisation is called; no other one is.
const OWN_NAME: &str = "가온 에이아이랩";

fn all() -> Vec<Searchable> {
    web::http::site::searchables(&crate::areas::areas())
}

/// Gives a town its index and fills it.
pub fn attach(town: &Town) {
    crate::search::attach(&town.hub.city).unwrap_or_else(|e| panic!("{e}"));
    turn(&town.hub.city, &feed::follower(all())).unwrap_or_else(|e| panic!("{e}"));
    feed::catch_up(&town.hub.city, &all()).unwrap_or_else(|e| panic!("{e}"));
}

/// What the whole index holds that fits these words.
pub fn inside(town: &Town, words: &str) -> Vec<Hit> {
    ask(town, words, Lang::Ko, Reach::Inside)
}

fn ask(town: &Town, words: &str, lang: Lang, reach: Reach) -> Vec<Hit> {
    let text = words.to_owned();
    let question = Question { text, lang, kinds: Vec::new(), reach, limit: 1_000, offset: 0 };
    index(&town.hub.city).find(&question).expect("finding").hits
}

fn freshen(town: &Town) {
    turn(&town.hub.city, &feed::follower(all())).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(index(&town.hub.city).reached(), town.hub.city.position());
}

fn index(city: &City) -> Arc<dyn Index> {
    Arc::clone(city.search().expect("an index"))
}

fn town() -> (Town, Scene) {
    let (town, scene) = Town::with_pack();
    attach(&town);
    (town, scene)
}

fn asked(town: &Town, by: &Asker, query: &str) -> Value {
    let answer = town.send(by, Ask::get(&format!("/api/v1/search?{query}")));
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    answer.json()
}

fn find(town: &Town, by: &Asker, words: &str) -> Value {
    asked(town, by, &format!("q={}", percent(words)))
}

/// Numbers of what is found; the title where there is no number.
fn numbers(found: &Value) -> Vec<String> {
    let of = |hit: &Value| match hit["number"].as_str() {
        Some("") | None => hit["title"]["ko"].as_str().unwrap_or("-").to_owned(),
        Some(number) => number.to_owned(),
    };
    found["hits"].as_array().expect("hits").iter().map(of).collect()
}

/// An answer without the position, which tells only that something happened.
fn without_position(mut found: Value) -> Value {
    found["position"] = Value::Null;
    found
}

/// An agreement of the members' own organisation that is not open; its number.
fn closed_agreement(town: &Town, scene: &Scene, title: &str, terms: &str) -> (String, Id) {
    let content = agreement::Content {
        kind: "mou".into(),
        title: Tri::korean(title),
        parties: [scene.own.1, scene.other.1]
            .map(|id| Party { organisation: Ref::new("organisation", id), role: "company".into() })
            .to_vec(),
        signed: Some(When::parse("2026-03-02").expect("a day")),
        period: Days::ALWAYS,
        terms: Some(terms.into()),
        source: None,
        open: false,
    };
    let done = town.act(move |tx| agreement::acts::conclude(tx, content));
    (done.number.expect("an agreement has a number"), Id::parse(&done.subject.id).expect("an id"))
}

#[test]
fn parts_of_words_are_found_on_the_page_in_three_languages() {
    let (town, _) = town();
    let (number, _) = town.organisation("인공지능산업융합사업단", None);
    freshen(&town);
    let visitor = &Asker::Visitor;
    for words in ["사업단", "인공지능산업", "융합 사업단", "인공지능산업융합사업단 inc", &number]
    {
        let found = find(&town, visitor, words);
        assert_eq!(numbers(&found).first(), Some(&number), "{words}: {found}");
    }
    for lang in ["ko", "en", "zh"] {
        let path = format!("/search?q={}&lang={lang}", percent("사업단"));
        let page = town.send(visitor, Ask::get(&path));
        assert_eq!(page.status, 200);
        let (text, seen) = (page.text(), page.visible());
        assert!(text.contains("<mark>사업단</mark>"), "{lang}: {text}");
        assert!(text.contains(&format!("/testville/organisations/{number}")), "{lang}");
        assert!(text.contains("value=\"사업단\""), "the box in the header keeps what was typed: {lang}");
        assert!(seen.contains(&town.hub.city.position().to_string()), "{lang}: {seen}");
        snapshot::compare(&format!("search-{lang}.txt"), &(seen + "\n"));
    }
    let none = town.send(visitor, Ask::get("/search?q=zzzzzz&lang=en"));
    assert!(none.visible().contains("Nothing was found."), "{}", none.visible());
    let home = town.send(visitor, Ask::get("/")).text();
    assert!(home.contains("action=\"/testville/search\""), "the header leads to the search");
}

#[test]
fn plans_bodies_and_budgets_are_found_and_kinds_narrow() {
    let (town, _) = town();
    let visitor = &Asker::Visitor;
    let plan = town.send(visitor, Ask::get("/api/v1/plan")).json();
    let title = plan["strategies"][0]["title"]["ko"].as_str().expect("a strategy").to_owned();
    let found = find(&town, visitor, &title);
    assert!(numbers(&found).contains(&title), "{title}: {found}");
    let kind = found["hits"][0]["kind"].as_str().expect("a kind").to_owned();
    assert_eq!((kind.as_str(), found["hits"][0]["href"].as_str()), ("plan_element", Some("/testville/plan")));
    let narrow = |kind: &str| asked(&town, visitor, &format!("q={}&kind={kind}", percent(&title)));
    assert_eq!(numbers(&narrow("plan_element")), numbers(&found));
    for other in ["body", "no-such-kind", "%27", "person"] {
        assert!(numbers(&narrow(other)).is_empty(), "{other}");
    }
    let bodies = town.send(visitor, Ask::get("/api/v1/bodies")).json();
    let name = bodies["items"][0]["name"]["ko"].as_str().expect("a body");
    assert!(numbers(&find(&town, visitor, name)).contains(&name.to_owned()));
}

#[test]
fn pages_go_on_and_the_count_ends_at_a_hundred() {
    let (town, _) = town();
    for number in 0..45 {
        town.organisation(&format!("쪽나눔 {number}"), None);
    }
    freshen(&town);
    let (mut seen, mut offset) = (Vec::new(), Some(0));
    while let Some(from) = offset {
        let found = asked(&town, &Asker::Visitor, &format!("q={}&offset={from}", percent("쪽나눔")));
        assert_eq!((found["total"].as_u64(), found["more"].as_bool()), (Some(45), Some(false)));
        seen.extend(numbers(&found));
        offset = found["next"].as_u64();
    }
    let whole = asked(&town, &Asker::Visitor, &format!("q={}&limit=100", percent("쪽나눔")));
    assert_eq!((seen.len(), seen), (45, numbers(&whole)));
    for number in 45..105 {
        town.organisation(&format!("쪽나눔 {number}"), None);
    }
    freshen(&town);
    let most = find(&town, &Asker::Visitor, "쪽나눔");
    assert_eq!((most["total"].as_u64(), most["more"].as_bool()), (Some(100), Some(true)));
    let beyond = asked(&town, &Asker::Visitor, &format!("q={}&offset=99999999", percent("쪽나눔")));
    assert!(numbers(&beyond).is_empty());
}

#[test]
fn merges_corrections_and_new_names_are_followed() {
    let (town, scene) = town();
    let find = |words: &str| numbers(&find(&town, &Asker::Visitor, words));
    let (own, other) = (scene.own.1, scene.other.1);
    let (own_number, other_number) = ([scene.own.0.as_str()], [scene.other.0.as_str()]);
    // Merged before the index was made: found under the record that stays.
    assert_eq!(find("무등로봇"), other_number);
    assert_eq!(find(OWN_NAME), own_number);
    town.act(move |tx| acts::merge(tx, own, other, "같은 회사"));
    assert!(
        find(OWN_NAME).is_empty(),
        "the index has not seen it yet; a record that is another one is not shown"
    );
    freshen(&town);
    assert_eq!(find(OWN_NAME), other_number);
    assert_eq!(find(&scene.own.0), other_number, "the old number leads to the record that stays");
    let renamed = kernel::organisation::NewOrganisation {
        kind: "company".into(),
        name: Tri::korean("햇무리 연구소"),
        ..Default::default()
    };
    town.act(move |tx| acts::correct(tx, own, renamed, "상호 변경", None));
    freshen(&town);
    assert_eq!(find("햇무리 연구소"), other_number, "a correction of a merged record");
    assert_eq!(find(OWN_NAME), other_number, "a former name is an alias");
    town.act(move |tx| acts::unmerge(tx, own, "다른 회사"));
    freshen(&town);
    assert_eq!(find("햇무리 연구소"), own_number);
    assert_eq!(find("무등 로봇"), other_number);
}

#[test]
fn a_hit_that_does_not_fit_any_more_is_not_shown() {
    let (town, scene) = town();
    let (number, id) = closed_agreement(&town, &scene, "별빛 협약", "임시 조건");
    freshen(&town);
    let officer = town.signed_in(Role::Officer, None);
    assert_eq!(numbers(&find(&town, &officer, "임시")), std::slice::from_ref(&number));
    let content = town.hub.city.read_blocking(move |read| {
        let sight = kernel::scope::Sight::of(&kernel::Actor::System("test"), base::Day::parse("2026-11-20")?);
        agreement::store::find(read, id, kernel::fact::store::LATEST, &sight)
    });
    let content = content.expect("reading").expect("it is there").content;
    let content = agreement::Content { terms: Some("확정 조건".into()), ..content };
    town.act(move |tx| agreement::acts::correct(tx, id, content, "오기"));
    // The index still holds the old words; the page shows the record as it is now, and it fits no more.
    assert!(numbers(&find(&town, &officer, "임시")).is_empty());
    freshen(&town);
    assert_eq!(numbers(&find(&town, &officer, "확정")), [number]);
}

#[test]
fn nobody_hears_of_records_outside_their_scope() {
    let (town, scene) = town();
    let words = ["별빛", "무등", "비밀", "협약", "mou", "2026", "가온 별빛"];
    let readers: Vec<(&str, Asker, bool)> = vec![
        ("visitor", Asker::Visitor, false),
        (
            "member of another",
            town.signed_in(Role::Member, Some(town.organisation("딴 회사", None).1)),
            false,
        ),
        ("operator", town.signed_in(Role::Operator, None), false),
        ("member of a party", town.signed_in(Role::Member, Some(scene.own.1)), true),
        ("officer", town.signed_in(Role::Officer, None), true),
        ("council", town.signed_in(Role::Council, None), true),
        ("auditor", town.signed_in(Role::Auditor, None), true),
    ];
    freshen(&town);
    let look = |by: &Asker| words.map(|word| without_position(find(&town, by, word)));
    let page = |by: &Asker, word: &str| {
        let seen = town.send(by, Ask::get(&format!("/search?q={}&lang=en", percent(word)))).visible();
        seen.split("Read up to position").next().unwrap_or("").to_owned()
    };
    let pages = |by: &Asker| words.map(|word| page(by, word));
    let before: Vec<_> = readers.iter().map(|(_, by, _)| (look(by), pages(by))).collect();
    let mut hidden = Vec::new();
    for turn in 0..30 {
        hidden.push(closed_agreement(&town, &scene, &format!("별빛 무등 협약 {turn}"), "비밀 조건 가온").0);
    }
    freshen(&town);
    for ((who, by, may), (answers, shown)) in readers.iter().zip(before) {
        let (now, now_shown) = (look(by), pages(by));
        match may {
            false => {
                assert_eq!(now, answers, "the answers of the API to the {who}");
                assert_eq!(now_shown, shown, "the pages of the {who}");
            }
            true => {
                let found = numbers(&asked(&town, by, &format!("q={}&limit=100", percent("별빛"))));
                assert!(hidden.iter().all(|number| found.contains(number)), "{who}: {found:?}");
            }
        }
    }
    // By number too: what is outside is as if it did not exist.
    assert!(numbers(&find(&town, &Asker::Visitor, &hidden[0])).iter().all(|number| !hidden.contains(number)));
}

#[test]
fn claims_measures_and_questions_are_found_in_three_languages_and_in_scope() {
    let (town, scene) = town();
    let (visitor, officer) = (&Asker::Visitor, town.signed_in(Role::Officer, None));
    freshen(&town);
    let kinds = |by: &Asker, words: &str, lang: &str| -> Vec<(String, String)> {
        let found = asked(&town, by, &format!("q={}&lang={lang}&limit=100", percent(words)));
        let text = |hit: &Value, name: &str| hit[name].as_str().unwrap_or("-").to_owned();
        let hits = found["hits"].as_array().expect("hits");
        hits.iter().map(|hit| (text(hit, "kind"), text(hit, "href"))).collect()
    };
    let at = |path: &str| format!("/testville{path}");
    let claim = ("claim".to_owned(), at("/claims/c1"));
    for (words, lang) in [("취업률", "ko"), ("71.2", "ko"), ("academy", "en"), ("1221", "zh"), ("c1", "en")]
    {
        assert!(kinds(visitor, words, lang).contains(&claim), "{words}: {:?}", kinds(visitor, words, lang));
    }
    // What an internal finding says of a published number is nowhere in the index.
    for words in ["snapshot", "59"] {
        assert!(!kinds(&officer, words, "en").iter().any(|(kind, _)| kind == "claim"), "{words}");
    }
    // One measure of the scene is public, of one only officers know; the words are those of their definitions.
    let (open, inside) = (at("/measures/firms-here"), at("/measures/jobs-here"));
    let hrefs = |by: &Asker, words: &str, lang: &str| -> Vec<String> {
        let found = kinds(by, words, lang).into_iter().filter(|(kind, _)| kind == "measure");
        found.map(|(_, href)| href).collect()
    };
    for (words, lang) in
        [("창업기업", "ko"), ("start-ups at work", "en"), ("创业企业", "zh"), ("firms-here", "en")]
    {
        assert!(hrefs(visitor, words, lang).contains(&open), "{words}: {:?}", hrefs(visitor, words, lang));
    }
    for words in ["jobs-here", "일자리"] {
        assert!(!hrefs(visitor, words, "ko").contains(&inside), "{words} is internal");
        assert!(hrefs(&officer, words, "ko").contains(&inside), "{words} is the office's own");
    }
    town.act(|tx| area_tower::measure::acts::publish(tx, "jobs-here", 2));
    freshen(&town);
    assert!(hrefs(visitor, "jobs-here", "ko").contains(&inside), "it became public");

    let (answered, waiting) = (&scene.promised.question, &scene.promised.open_question);
    let numbers_of = |by: &Asker, words: &str| numbers(&find(&town, by, words));
    for words in ["남았습니까", "산업건설위원", "명단을 냅니다", "제340회"] {
        assert!(numbers_of(visitor, words).contains(answered), "{words}");
        assert!(
            !numbers_of(visitor, words).contains(waiting),
            "{words}: an open question is not for visitors"
        );
    }
    assert!(numbers_of(&officer, "남았습니까").contains(waiting));
    // A draft is found by nobody, an answer by everyone.
    let at = format!("/api/v1/questions/{waiting}");
    let draft = json!({"says": {"text": "은하수 초고입니다"}});
    assert_eq!(town.send(&officer, Ask::json(&format!("{at}/draft"), &draft)).status, 200);
    freshen(&town);
    assert!(self::inside(&town, "은하수 초고").is_empty());
    let answer = json!({"text": "은하수 본답입니다"});
    assert_eq!(town.send(&officer, Ask::json(&format!("{at}/answer"), &answer)).status, 200);
    freshen(&town);
    assert!(numbers_of(visitor, "은하수 본답").contains(waiting));
}

#[test]
fn people_are_not_in_the_index_before_or_after_they_are_forgotten() {
    let (town, scene) = town();
    let look = |words: &str| inside(&town, words);
    let person = scene.person;
    let names = ["한공개", "김시험", &person.to_string()];
    assert!(names.iter().all(|name| look(name).is_empty()));
    let people = town.send(&Asker::Visitor, Ask::get("/api/v1/people")).json();
    let public: Vec<&str> = people["items"]
        .as_array()
        .expect("people")
        .iter()
        .filter_map(|one| one["name"]["ko"].as_str())
        .collect();
    assert!(public.len() > 2, "{people}");
    for name in public {
        assert!(look(name).is_empty(), "{name} is in the index");
    }
    town.act(move |tx| kernel::person::acts::erase(tx, person, "본인 요청", "없음"));
    freshen(&town);
    assert!(names.iter().all(|name| look(name).is_empty()));
}

#[test]
fn a_restart_and_a_rebuild_answer_the_same() {
    let (town, scene) = town();
    closed_agreement(&town, &scene, "별빛 협약", "비밀 조건");
    freshen(&town);
    let words = ["무등", "ai", "미리내", "협약", "1", "빛", "사업", "연구 개발", "inc"];
    let look = |town: &Town| -> Vec<(Vec<Hit>, Vec<Hit>)> {
        let both =
            |word: &&str| [Reach::Open, Reach::Inside].map(|reach| ask(town, word, Lang::En, reach)).into();
        words.iter().map(both).collect()
    };
    let before = look(&town);
    assert!(before.iter().map(|(open, _)| open.len()).sum::<usize>() > 40);
    let reached = index(&town.hub.city).reached();
    let Town { hub, areas, router, .. } = town;
    drop(router);
    let town = Town::of(hub.reopen(false), areas, false);
    crate::search::attach(&town.hub.city).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(index(&town.hub.city).reached(), reached, "the files stand where they stood");
    assert_eq!(look(&town), before, "after a restart");
    town.act(|tx| follower_known(tx).and_then(|()| follower::acts::rebuild(tx, feed::FOLLOWER)));
    freshen(&town);
    assert_eq!(look(&town), before, "after a rebuild");
    // A register that was put back to an earlier time: what the index knows beyond it never happened.
    let engine = index(&town.hub.city);
    engine.push(engine.reached(), engine.reached() + 500, &mut || Ok(None)).expect("pushing");
    feed::catch_up(&town.hub.city, &all()).expect("filling again");
    assert_eq!((engine.reached(), look(&town)), (town.hub.city.position(), before));
}

/// The follower's row is there: a rebuild of one that never ran is "not found".
fn follower_known(tx: &kernel::Tx<'_>) -> base::Result<()> {
    follower::store::standing(tx, feed::FOLLOWER)?.map(|_| ()).ok_or_else(base::search::absent)
}

#[test]
fn broken_questions_and_a_city_without_an_index_are_told_plainly() {
    let bare = Town::new();
    let answer = bare.send(&Asker::Visitor, Ask::get("/api/v1/search?q=a"));
    assert_eq!((answer.status, answer.json()["type"].as_str()), (503, Some("/problems/search-absent")));
    assert_eq!(bare.send(&Asker::Visitor, Ask::get("/search")).status, 200);
    assert!(feed::catch_up(&bare.hub.city, &all()).err().is_some_and(|e| e.is("search-absent")));
    attach(&bare);
    assert!(crate::search::attach(&bare.hub.city).is_err(), "two are too many");
    for words in ["%20-%20%3F", "%E2%9C%93"] {
        let answer = bare.send(&Asker::Visitor, Ask::get(&format!("/api/v1/search?q={words}")));
        assert_eq!((answer.status, answer.json()["type"].as_str()), (422, Some("/problems/search-no-words")));
        let page = bare.send(&Asker::Visitor, Ask::get(&format!("/search?q={words}&lang=en")));
        assert_eq!(page.status, 422);
        assert!(page.visible().contains("type at least one letter or digit"), "{}", page.visible());
    }
    for query in ["q=a&offset=-1", "q=a&limit=x"] {
        let status = bare.send(&Asker::Visitor, Ask::get(&format!("/api/v1/search?{query}"))).status;
        assert!(matches!(status, 400 | 422), "{query}: {status}");
    }
    let odd =
        [&"가".repeat(5_000), "' or 1=1 --", "*", "a:b AND (", "\"", "\u{202e}a", "ᄀ", "🦊a"].map(percent);
    for words in odd {
        let status = bare.send(&Asker::Visitor, Ask::get(&format!("/search?q={words}"))).status;
        assert!(matches!(status, 200 | 422), "{words}: {status}");
    }
}

#[test]
fn both_databases_answer_the_same() {
    let look = |town: &Town| {
        let scene = town.scene();
        closed_agreement(town, &scene, "별빛 협약", "비밀 조건");
        attach(town);
        let officer = town.signed_in(Role::Officer, None);
        let own = scene.own.1;
        town.act(move |tx| acts::merge(tx, own, scene.other.1, "같은 회사"));
        freshen(town);
        [
            (&Asker::Visitor, "별빛"),
            (&officer, "별빛"),
            (&officer, "비밀"),
            (&Asker::Visitor, "가온"),
            (&officer, "2026"),
        ]
        .map(|(by, words)| find(town, by, words))
    };
    let lite = look(&Town::new());
    let Some(other) = Town::on(Database::Postgres, false) else {
        return testkit::skip::skipped("both_databases_answer_the_same", "PostgreSQL");
    };
    assert_eq!(lite, look(&other));
}
