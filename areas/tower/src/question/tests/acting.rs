//! Acts: pins and promises, versions, refusals by field, the clock, drafts.

use super::*;
use crate::question::form::SentQuestion;
use crate::question::{State, draft, store};
use base::problem::Class;

#[test]
fn an_answer_pins_and_promises_and_is_never_edited() {
    Hub::on_each(&[crate::MIGRATIONS], |hub| {
        hall(&hub);
        let number = asked(&hub);
        assert!(shown(&hub, &number).is_err(), "an open question is not everyone's");
        // The owner is found by name, as a person writes it.
        answer(&hub, &number, new_answer(HALL)).unwrap();
        let view = shown(&hub, &number).unwrap();
        let pin = &view.answers[0].pins[0];
        assert_eq!(pin.amount, Amount::Counted { low: 142, high: None, about: false });
        assert_eq!((view.promises.len(), view.promises[0].outcome.as_str()), (1, "planned"));
        assert_eq!((view.promises[0].number.as_str(), view.promises[0].overdue), ("2026-CPR-0001", None));
        let owner = view.promises[0].owner.as_ref().unwrap();
        assert_eq!(owner.name.as_ref().unwrap().text(base::Lang::Ko), HALL);

        let (key, again) = (
            number.clone(),
            SentAnswer {
                text: "143곳입니다.".into(), why: "한 곳을 빠뜨림".into(), ..SentAnswer::default()
            },
        );
        act(&hub, move |tx| acts::amend(tx, &Names::default(), FINDERS, &key, (&again, None))).unwrap();
        let view = shown(&hub, &number).unwrap();
        let texts: Vec<&str> = view.answers.iter().map(|answer| answer.text.as_str()).collect();
        assert_eq!(texts, ["143곳입니다.", "아래 숫자와 같습니다."]);
        assert_eq!(view.answers[0].why.as_deref(), Some("한 곳을 빠뜨림"));
        assert_eq!(view.promises.len(), 1, "an amendment keeps what was promised");
        assert_eq!(view.version, hub.city.position(), "an amendment is a change of the question");
    });
}

#[test]
fn a_record_that_is_named_twice_is_pinned_once() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    hall(&hub);
    let number = asked(&hub);
    let pins = [" claim:c1", "claim:c1", ""].map(str::to_owned).to_vec();
    answer(&hub, &number, SentAnswer { pins, ..new_answer(HALL) }).unwrap();
    assert_eq!(shown(&hub, &number).unwrap().answers[0].pins.len(), 1);
}

#[test]
fn every_wrong_field_is_named_and_nothing_is_written() {
    Hub::on_each(&[crate::MIGRATIONS], |hub| {
        hall(&hub);
        let number = asked(&hub);
        // Made before the dump: an officer is a record too.
        let officer = hub.caller(Role::Officer, None);
        let before = hub.dump();
        let refused = |sent: SentAnswer| {
            let (key, officer) = (number.clone(), officer.clone());
            let act =
                move |tx: &mut Tx<'_>| acts::answer(tx, &Names::default(), FINDERS, &key, (&sent, None));
            fields(&hub.city.act_blocking(officer, None, act).unwrap_err())
        };
        let is = |field: &str, key: &'static str| (field.to_owned(), key);
        let good = new_answer(HALL);
        assert_eq!(
            refused(SentAnswer { text: "  ".into(), ..good.clone() }),
            [is("text", "tower-question-text-missing")]
        );
        let pins = vec!["claim:c2".to_owned(), "nonsense".to_owned(), "claim:c1".to_owned()];
        let missing = is("pins", "tower-question-pin-missing");
        assert_eq!(refused(SentAnswer { pins, ..good.clone() }), [missing.clone(), missing]);
        let promises = vec![
            promise(HALL),
            SentPromise { what: String::new(), ..promise("아무데도없는곳") },
            SentPromise { due: "2020-01-01".into(), ..promise(HALL) },
            SentPromise { owner: String::new(), due: "내일".into(), ..promise("") },
        ];
        assert_eq!(
            refused(SentAnswer { promises, ..good }),
            [
                is("promises.1.what", "tower-question-text-missing"),
                is("promises.3.owner", "tower-question-promise-owner"),
                is("promises.1.owner", "tower-who-unknown"),
                is("promises.2.due", "obligation-due-past"),
                is("promises.3.due", "tower-due-day-broken"),
            ]
        );
        assert_eq!(before, hub.dump(), "a refusal wrote something");
    });
}

#[test]
fn a_question_is_read_field_by_field() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    let read = |sent: SentQuestion| fields(&sent.read(ZONE, hub.city.now()).unwrap_err());
    let keys: Vec<String> = read(SentQuestion { asked: "어제".into(), ..SentQuestion::default() })
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(keys, ["asked", "due", "session", "asker", "text"]);
    let good = SentQuestion {
        session: "제300회".into(),
        asker: "시의원".into(),
        text: "몇 곳입니까?".into(),
        asked: "2026-11-20 16:00".into(),
        due: "2026-11-20 15:00".into(),
    };
    assert_eq!(read(good.clone()), [("due".to_owned(), "tower-question-due-before")]);
    let later = SentQuestion { due: "2026-11-20 17:00".into(), ..good.clone() };
    let later = later.read(ZONE, hub.city.now()).unwrap();
    let error = act(&hub, |tx| acts::ask(tx, &Names::default(), later)).unwrap_err();
    assert_eq!(fields(&error), [("asked".to_owned(), "tower-question-asked-later")]);
    let now = SentQuestion { asked: String::new(), due: "2026-11-20T17:00".into(), ..good };
    assert_eq!(now.read(ZONE, hub.city.now()).unwrap().asked, hub.city.now());
    let person = NewQuestion { asker: "person:nobody".into(), ..question() };
    let error = act(&hub, |tx| acts::ask(tx, &Names::default(), person)).unwrap_err();
    assert_eq!(fields(&error), [("asker".to_owned(), "tower-question-asker-unknown")]);
}

#[test]
fn a_name_that_several_bear_is_told_with_those_who_bear_it() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    hall(&hub);
    hall(&hub);
    let number = asked(&hub);
    let error = answer(&hub, &number, new_answer(HALL)).unwrap_err();
    let saying = &error.saying().unwrap().fields[0].1;
    assert_eq!(saying.key, "tower-who-near");
    assert_eq!(saying.fact("near"), Some("시험시청 (2026-ORG-0001), 시험시청 (2026-ORG-0002)"));
    // A part of a name is not taken for the whole.
    let error = answer(&hub, &number, new_answer("시청")).unwrap_err();
    assert_eq!(fields(&error), [("promises.0.owner".to_owned(), "tower-who-near")]);
    answer(&hub, &number, new_answer("2026-ORG-0002")).unwrap();
}

#[test]
fn a_withdrawn_question_takes_no_answer() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    let number = asked(&hub);
    let key = number.clone();
    let error = act(&hub, move |tx| acts::withdraw(tx, &Names::default(), &key, (" ", None))).unwrap_err();
    assert_eq!(fields(&error), [("why".to_owned(), "tower-question-text-missing")]);
    let key = number.clone();
    act(&hub, move |tx| acts::withdraw(tx, &Names::default(), &key, ("의원이 거둠", None))).unwrap();
    let error = answer(&hub, &number, new_answer(HALL)).unwrap_err();
    assert!(error.is("tower-question-closed"), "{error}");
    assert!(hub.city.read_blocking(move |read| store::get(read, &number, false)).is_err());
}

#[test]
fn whoever_saw_an_older_version_is_refused() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    hall(&hub);
    let number = asked(&hub);
    let seen = hub.city.position();
    let key = number.clone();
    act(&hub, move |tx| acts::assign(tx, &key, HALL, Some(seen))).unwrap();
    let (key, sent) = (number.clone(), new_answer(HALL));
    let error = act(&hub, move |tx| acts::answer(tx, &Names::default(), FINDERS, &key, (&sent, Some(seen))))
        .unwrap_err();
    assert_eq!(error.saying().map(|saying| saying.class), Some(Class::Stale), "{error}");
    let found = hub.city.read_blocking(move |read| store::get(read, &number, true)).unwrap();
    assert_eq!(found.state, State::Drafting, "who prepares it is known");
}

#[test]
fn the_clock_runs_below_zero_and_stops_with_the_answer() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    let number = asked(&hub);
    let found = hub.city.read_blocking(move |read| store::get(read, &number, true)).unwrap();
    assert_eq!(found.seconds_left(found.says.asked), Some(7_200));
    assert_eq!(found.seconds_left(found.says.due.plus_seconds(60)), Some(-60));
    let answered = crate::question::Question { state: State::Answered, ..found };
    assert_eq!(answered.seconds_left(answered.says.due), None);
}

#[test]
fn a_draft_is_saved_over_only_by_who_saw_it_and_goes_with_the_answer() {
    Hub::on_each(&[crate::MIGRATIONS], |hub| {
        hall(&hub);
        let number = asked(&hub);
        let key = number.clone();
        let question = hub.city.read_blocking(move |read| store::get(read, &key, true)).unwrap().id;
        let (one, other) = (hub.person(Role::Officer, None), hub.person(Role::Officer, None));
        let save = |text: &str, by, seen| {
            let says = SentAnswer { text: text.into(), ..SentAnswer::default() };
            hub.city.tidy_blocking(move |tx| draft::save(tx, question, &says, by, seen))
        };
        let position = hub.city.position();
        save("첫 줄", one, 0).unwrap();
        assert!(save("덮어쓰기", other, 0).unwrap_err().is("tower-question-draft-newer"));
        save("첫 줄과 둘째 줄", other, 1).unwrap();
        assert!(save("옛 줄", one, 1).unwrap_err().is("tower-question-draft-newer"));
        let kept = move |read: &db::Reading<'_>| draft::find(read, question);
        let found = hub.city.read_blocking(kept).unwrap().unwrap();
        assert_eq!((found.says.text.as_str(), found.version, found.person), ("첫 줄과 둘째 줄", 2, other));
        assert_eq!(hub.city.position(), position, "saving a draft is no act");
        answer(&hub, &number, new_answer(HALL)).unwrap();
        assert_eq!(hub.city.read_blocking(kept).unwrap(), None);
    });
}
