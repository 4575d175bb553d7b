//! Council questions: acts on both databases, who sees what, promises, files, and bad input.

use super::acts::{self, Names};
use super::pins::Find;
use super::web::local_time;
use super::{NewAnswer, NewQuestion, Pin, Promise, pack, store, view};
use base::{Day, Id, Ref, Result, Tri};
use kernel::organisation::{self, NewOrganisation};
use kernel::policy::Actor;
use kernel::{Caller, Done, Role, Tx};
use testkit::Hub;

const ZONE: &str = "Asia/Seoul";
/// What a test may pin: the one claim `claim:c1`.
const FINDERS: &[(&str, Find)] = &[("claim", find)];

fn find(_: &Tx<'_>, of: &Ref) -> Result<Option<Pin>> {
    let pin = Pin { of: of.to_string(), shown: "=142".into(), path: "/claims/c1".into(), hash: "ab".into() };
    Ok((of.id == "c1").then_some(pin))
}

fn question() -> NewQuestion {
    NewQuestion {
        session: "제300회 정례회".into(),
        asker: "시의원".into(),
        text: "정착한 기업은 몇 곳입니까?".into(),
        asked: local_time("2026-11-21 16:00", ZONE).unwrap(),
        due: local_time("2026-11-21 17:00", ZONE).unwrap(),
    }
}

fn hall(hub: &Hub) -> Ref {
    let new =
        NewOrganisation {
            kind: "city".into(), name: Tri::korean("시험시청"), ..NewOrganisation::default()
        };
    let act = move |tx: &mut Tx<'_>| organisation::acts::register(tx, new);
    let number = hub.city.act_blocking(Caller::System("test"), None, act).unwrap().number.unwrap();
    let id: Id = hub.city.read_blocking(move |read| organisation::store::by_number(read, &number)).unwrap();
    Ref::new(organisation::KIND.name, id)
}

fn new_answer(owner: Option<Ref>) -> NewAnswer {
    let due = Some(Day::parse("2030-01-31").unwrap());
    NewAnswer {
        text: "142곳입니다.".into(),
        pins: vec!["claim:c1".into()],
        promises: vec![Promise { what: "명단을 공개한다".into(), owner, due }],
    }
}

fn act(hub: &Hub, act: impl FnOnce(&mut Tx<'_>) -> Result<Done> + Send + 'static) -> Result<Done> {
    hub.city.act_blocking(hub.caller(Role::Officer, None), None, act)
}

fn asked(hub: &Hub) -> String {
    act(hub, |tx| acts::ask(tx, &Names::default(), question())).unwrap().number.unwrap()
}

fn shown(hub: &Hub, number: &str) -> Result<view::QuestionView> {
    let (number, vault, now) = (number.to_owned(), std::sync::Arc::clone(hub.city.vault()), hub.city.now());
    hub.city.read_blocking(move |read| view::show(read, &vault, &Actor::Visitor, &number, now, ZONE))
}

#[test]
fn an_answer_pins_and_promises_and_is_never_edited() {
    Hub::on_each(&[crate::MIGRATIONS], |hub| {
        let (owner, number) = (hall(&hub), asked(&hub));
        assert!(shown(&hub, &number).is_err(), "an open question is not everyone's");
        let (key, new) = (number.clone(), new_answer(Some(owner)));
        act(&hub, move |tx| acts::answer(tx, &Names::default(), FINDERS, &key, new)).unwrap();
        let view = shown(&hub, &number).unwrap();
        assert_eq!(view.answers[0].pins[0].shown, "=142");
        assert_eq!((view.promises.len(), view.promises[0].outcome), (1, "planned"));
        assert_eq!(view.promises[0].number, "2026-CPR-0001");

        let (key, new) = (number.clone(), NewAnswer { text: "143곳입니다.".into(), ..NewAnswer::default() });
        act(&hub, move |tx| acts::amend(tx, &Names::default(), FINDERS, &key, (new, "한 곳을 빠뜨림")))
            .unwrap();
        let view = shown(&hub, &number).unwrap();
        let texts: Vec<&str> = view.answers.iter().map(|answer| answer.text.as_str()).collect();
        assert_eq!(texts, ["143곳입니다.", "142곳입니다."]);
        assert_eq!(view.promises.len(), 1, "an amendment keeps what was promised");
    });
}

#[test]
fn bad_input_is_refused_and_writes_nothing() {
    Hub::on_each(&[crate::MIGRATIONS], |hub| {
        let (owner, number) = (hall(&hub), asked(&hub));
        // Made before the dump: an officer is a record too.
        let officer = hub.caller(Role::Officer, None);
        let before = hub.dump();
        let late = NewQuestion { due: question().asked, ..question() };
        let error = hub
            .city
            .act_blocking(officer.clone(), None, move |tx| acts::ask(tx, &Names::default(), late))
            .unwrap_err();
        assert!(error.is("tower-question-due-before"), "{error}");
        let good = new_answer(Some(owner));
        let cases = [
            ("tower-question-text-missing", NewAnswer { text: "  ".into(), ..good.clone() }),
            ("tower-question-pin-missing", NewAnswer { pins: vec!["claim:c2".into()], ..good.clone() }),
            ("tower-question-pin-missing", NewAnswer { pins: vec!["nonsense".into()], ..good }),
            ("tower-question-promise-owner", new_answer(None)),
        ];
        for (wanted, new) in cases {
            let key = number.clone();
            let error = hub
                .city
                .act_blocking(officer.clone(), None, move |tx| {
                    acts::answer(tx, &Names::default(), FINDERS, &key, new)
                })
                .unwrap_err();
            assert!(error.is(wanted), "{error} is not {wanted}");
        }
        assert_eq!(before, hub.dump(), "a refusal wrote something");
    });
}

#[test]
fn a_withdrawn_question_takes_no_answer() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    let number = asked(&hub);
    let key = number.clone();
    act(&hub, move |tx| acts::withdraw(tx, &Names::default(), &key, "의원이 거둠")).unwrap();
    let key = number.clone();
    let error =
        act(&hub, move |tx| acts::answer(tx, &Names::default(), &[], &key, new_answer(None))).unwrap_err();
    assert!(error.is("tower-question-closed"), "{error}");
    assert!(hub.city.read_blocking(move |read| store::get(read, &number, false)).is_err());
}

#[test]
fn the_clock_runs_below_zero_and_stops_with_the_answer() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    let number = asked(&hub);
    let found = hub.city.read_blocking(move |read| store::get(read, &number, true)).unwrap();
    assert_eq!(found.seconds_left(found.says.asked), Some(3600));
    assert_eq!(found.seconds_left(found.says.due.plus_seconds(60)), Some(-60));
    let answered = super::Question { state: super::State::Answered, ..found };
    assert_eq!(answered.seconds_left(answered.says.due), None);
}

#[test]
fn checksums_of_the_files_hold_and_a_cell_cannot_run() {
    let hub = Hub::new(&[crate::MIGRATIONS]);
    let (owner, number) = (hall(&hub), asked(&hub));
    let (key, new) = (number.clone(), new_answer(Some(owner)));
    act(&hub, move |tx| acts::answer(tx, &Names::default(), FINDERS, &key, new)).unwrap();
    let catalogue = ::web::http::site::catalogue(&[crate::area()]).unwrap();
    let words = base::words::Words::new(base::Lang::Ko, std::sync::Arc::new(catalogue));
    let about = pack::About {
        city: "시험시".into(),
        zone: ZONE.into(),
        line: Some("만든 자료".into()),
        words: &words,
    };
    let files = pack::files(&shown(&hub, &number).unwrap(), &about).unwrap();
    let sums = String::from_utf8(files[3].1.clone()).unwrap();
    for file in &files[..3] {
        assert!(sums.contains(&format!("{}  {}\n", crate::claim::upload::digest(&file.1), file.0)), "{sums}");
    }
    let rows = String::from_utf8(files[2].1.clone()).unwrap();
    assert!(rows.contains("\"'=142\""), "{rows}");
    assert!(String::from_utf8(files[0].1.clone()).unwrap().contains("만든 자료"));
    assert_eq!(&crate::bundle::zipped(&files).unwrap()[..2], b"PK");
}
