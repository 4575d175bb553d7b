//! Bringing in, mending our copy, naming, answering, asking to correct.

use super::*;
use crate::claim::acts::{self, reply};
use crate::claim::said::{self, NewSaid};
use crate::claim::{names, store as claims_store};
use base::problem::Error;

fn says(text: &str) -> NewSaid {
    NewSaid { says: text.into(), lang: "ko".into(), ..NewSaid::default() }
}

#[test]
fn a_file_is_brought_in_once_and_never_edited() {
    let scene = Scene::new();
    scene.refused("tower-claim-nothing-new", scene.officer(), |tx, names| {
        import::import(tx, names, &lines(TWO), &file("again"))
    });
    let changed = TWO.replace("=,142,", "=,150,");
    let before = scene.hub.dump();
    let error = scene
        .system(move |tx, names| import::import(tx, names, &lines(&changed), &file("changed")))
        .unwrap_err();
    assert!(error.is("tower-claim-file-changes"), "{error}");
    let Error::Refused(saying) = &error else { panic!("{error}") };
    assert_eq!(saying.fields[0].0, "a2");
    assert_eq!(saying.fields[0].1.fact("columns"), Some("value"));
    assert_eq!(before, scene.hub.dump(), "one changed line, and nothing of the file");
    let longer = format!("{TWO}a3,2025-01,신문,city,jobs,all,=,3,person,,,,,2025-01,news-3,일자리\n");
    scene.system(move |tx, names| import::import(tx, names, &lines(&longer), &file("longer"))).unwrap();
    assert_eq!(scene.read(|read| claims_store::count(read)), 3);
}

#[test]
fn our_copy_is_mended_with_a_reason_and_the_former_stays() {
    let scene = Scene::new();
    let mended = lines(&TWO.replace("724,1221", "724,1017")).remove(0);
    let same = lines(TWO).remove(0);
    scene.refused("tower-claim-same", scene.officer(), move |tx, names| {
        acts::correct(tx, names, "a1", &same, "다시 봄")
    });
    let (one, two) = (mended.clone(), mended.clone());
    scene.refused("tower-claim-text-empty", scene.officer(), move |tx, names| {
        acts::correct(tx, names, "a1", &one, " ")
    });
    scene.refused("kernel-not-allowed", scene.member(scene.hall), move |tx, names| {
        acts::correct(tx, names, "a1", &two, "분모를 잘못 옮김")
    });
    scene
        .act(scene.officer(), move |tx, names| acts::correct(tx, names, "a1", &mended, "분모를 잘못 옮김"))
        .unwrap();
    let (vault, words) = (vault(&scene.hub), words());
    let view = scene.read(move |read| {
        crate::claim::view::show::read(read, &vault, &kernel::Actor::Visitor, "a1", &words)
    });
    assert_eq!(view.denominator.as_deref(), Some("1,017"));
    assert_eq!(view.copies.len(), 1);
    assert_eq!(
        (view.copies[0].said[0].value.as_str(), view.copies[0].why.as_str()),
        ("1221", "분모를 잘못 옮김")
    );
    // The old file still says what the first copy said: known, not a change.
    scene.refused("tower-claim-nothing-new", scene.officer(), |tx, names| {
        import::import(tx, names, &lines(TWO), &file("old"))
    });
}

pub(super) fn words() -> base::words::Words {
    let all = ::web::http::site::catalogue(&[crate::area()]).unwrap();
    base::words::Words::new(base::Lang::Ko, Arc::new(all))
}

#[test]
fn a_role_that_one_organisation_holds_names_it_and_another_is_named_by_an_officer() {
    let scene = Scene::new();
    let hall = scene.hall;
    let named = |scene: &Scene, code: &'static str| {
        scene.read(move |read| acts::named(read, claims_store::get(read, code)?.id))
    };
    assert_eq!((named(&scene, "a1"), named(&scene, "a2")), (Some(hall), None));
    let council = organisation(&scene.hub, "시험시의회", "public-body");
    scene.refused("kernel-not-allowed", scene.member(council), move |tx, _| acts::name(tx, "a2", council));
    scene.act(scene.officer(), move |tx, _| acts::name(tx, "a2", council)).unwrap();
    scene.refused("tower-claim-named-before", scene.officer(), move |tx, _| acts::name(tx, "a2", council));
    assert_eq!(named(&scene, "a2"), Some(council));
    scene.act(scene.officer(), move |tx, _| acts::name(tx, "a2", hall)).unwrap();
    assert_eq!(named(&scene, "a2"), Some(hall), "a correction states another fact");
}

#[test]
fn the_organisation_named_answers_and_asks_and_gets_an_answer() {
    let scene = Scene::new();
    let other = organisation(&scene.hub, "다른 곳", "company");
    scene.refused("kernel-not-allowed", scene.member(other), |tx, names| {
        reply::reply(tx, names, "a1", says("우리 숫자가 아닙니다"))
    });
    scene.refused("kernel-sign-in-first", Caller::Visitor, |tx, names| {
        reply::reply(tx, names, "a1", says("한마디"))
    });
    scene.refused("tower-claim-personal-number", scene.member(scene.hall), |tx, names| {
        reply::reply(tx, names, "a1", says("문의 900101-1234568"))
    });
    scene.refused("tower-claim-document-missing", scene.officer(), |tx, names| {
        reply::reply(tx, names, "a1", says("전화로 들었습니다"))
    });
    let answered = scene
        .act(scene.member(scene.hall), |tx, names| {
            reply::reply(tx, names, "a1", says("분모에서 휴학생을 뺐습니다"))
        })
        .unwrap();
    assert_eq!(answered.number.as_deref(), Some("2026-CRP-0001"));
    let paper = NewSaid { document: Some("AI정책과-1234 (2026-11-19)".into()), ..says("정정합니다") };
    let asked = scene.act(scene.officer(), move |tx, names| reply::request(tx, names, "a1", paper)).unwrap();
    let number = asked.number.unwrap();
    let found = {
        let number = number.clone();
        scene.read(move |read| said::get(read, &number))
    };
    assert_eq!(found.due.unwrap().to_string(), "2026-12-04");
    let (one, two, three) = (number.clone(), number.clone(), number.clone());
    scene.refused("tower-claim-outcome", scene.officer(), move |tx, names| {
        reply::answer(tx, names, &one, "maybe", "음")
    });
    scene
        .act(scene.officer(), move |tx, names| reply::answer(tx, names, &two, "declined", "출처와 같습니다"))
        .unwrap();
    scene.refused("tower-claim-answered-before", scene.officer(), move |tx, names| {
        reply::answer(tx, names, &three, "corrected", "다시")
    });
    let claim = scene.read(|read| claims_store::get(read, "a1"));
    let all = scene.read(move |read| said::of(read, claim.id));
    assert_eq!(all.iter().map(|said| said.is_request).collect::<Vec<_>>(), [false, true]);
    assert_eq!(all[1].outcome.as_deref(), Some("declined"));
}

#[test]
fn a_person_who_speaks_stands_by_number_and_nobody_is_named_elsewhere() {
    let scene = Scene::new();
    let person = kernel::person::acts::new_key(&scene.hub.city).unwrap();
    let name = kernel::person::NewField::public("name_ko", "나대변인");
    let says = kernel::fact::Statement {
        code: Some("spokesperson".into()),
        ..kernel::fact::Statement::new(
            &crate::people::ROLE,
            base::Ref::person(person),
            base::Days::ALWAYS,
            base::Level::Attested,
        )
    };
    scene.system(move |tx, _| kernel::person::acts::register(tx, person, &[name])).unwrap();
    scene
        .system(move |tx, _| {
            kernel::fact::state(tx, &crate::people::ROLE, &says)?;
            tx.record(&acts::NAME, base::Ref::person(person), None, &serde_json::json!({}), &[])
        })
        .unwrap();
    let opened = vault(&scene.hub);
    let known = scene.read(move |read| names::Names::open(read, &opened));
    let scene = Scene { names: known, ..scene };
    let spoken = lines("p1,2025-01,신문,나대변인,jobs,all,=,3,person,,,,,2025-01,key,일자리\n");
    scene.system(move |tx, names| import::import(tx, names, &spoken, &file("spoken"))).unwrap();
    let label = lines("p2,2025-01,신문,city,jobs,all,=,3,person,,,,,2025-01,key,나대변인의 일자리\n");
    scene.refused("tower-claim-names-person-in", scene.officer(), move |tx, names| {
        import::import(tx, names, &label, &file("label"))
    });
    let stranger = lines("p3,2025-01,신문,모르는이,jobs,all,=,3,person,,,,,2025-01,key,일자리\n");
    scene.refused("tower-claim-speaker-in", scene.officer(), move |tx, names| {
        import::import(tx, names, &stranger, &file("stranger"))
    });
    scene.refused("tower-claim-names-person", scene.member(scene.hall), |tx, names| {
        reply::reply(tx, names, "a1", self::says("나대변인에게 물으세요"))
    });
    let (dump, vault, words) = (scene.hub.dump(), vault(&scene.hub), words());
    assert!(!dump.contains("나대변인"), "a name stands outside the vault");
    let view = scene.read(move |read| {
        crate::claim::view::show::read(read, &vault, &kernel::Actor::Visitor, "p1", &words)
    });
    assert_eq!(view.line.speaker.name.unwrap().text(base::Lang::Ko), "나대변인");
}

#[test]
fn a_day_that_has_not_come_and_a_code_that_is_no_address_are_refused() {
    let scene = Scene::new();
    let future = lines("f1,2027,신문,city,jobs,all,=,3,person,,,,,2027,key,일자리\n");
    scene.refused("tower-claim-future", scene.officer(), move |tx, names| {
        import::import(tx, names, &future, &file("future"))
    });
    for code in ["method", "a b", "가", "hand-in"] {
        let broken = lines(&format!("{code},2025,신문,city,jobs,all,=,3,person,,,,,2025,key,일자리\n"));
        scene.refused("tower-claim-code", scene.officer(), move |tx, names| {
            import::import(tx, names, &broken, &file("code"))
        });
    }
}
