//! Replay: whatever is done to promises, a reading at an old position says what it said then.

use super::promises::{act, id, organisation, sight};
use crate::hub::Hub;
use base::{Day, Id, Level, Quantity, Ref, Result, Seeded, Tri, When};
use kernel::agreement::{self, Party, State};
use kernel::evidence::{self, Form};
use kernel::fact::store::{LATEST, of_kind};
use kernel::obligation::board::{self, Filter};
use kernel::obligation::{self, Escalation, Imported, Outcome, Settlement, reminders};
use kernel::{Done, Tx, link};
use proptest::prelude::*;

/// Everything that can be read of promises at a position, as text.
fn reading(hub: &Hub, position: i64) -> String {
    hub.city
        .read_blocking(move |read| {
            let sight = sight();
            let agreements = agreement::store::list(read, &Default::default(), position, &sight, 1_000)?;
            let board = board::page(read, &Filter::default(), None, position, &sight, 500)?;
            let totals = board::totals(read, &Filter::default(), position, &sight)?;
            let mut out = format!("{totals:?}\n");
            for found in agreements {
                let bound = link::from(read, &found.name(), position, 100)?;
                out.push_str(&format!("{:?} {bound:?}\n", agreement::Agreement { seq_out: None, ..found }));
            }
            for found in board.rows {
                let notices = obligation::store::notices(read, found.id, position)?;
                out.push_str(&format!(
                    "{:?} {notices:?}\n",
                    obligation::Obligation { seq_out: None, ..found }
                ));
            }
            for kind in [
                &agreement::STATE,
                &agreement::STATE_INTERNAL,
                &obligation::STATE,
                &obligation::STATE_INTERNAL,
            ] {
                let facts = of_kind(read, kind.name, position, None, 1_000)?;
                facts.iter().for_each(|fact| out.push_str(&format!("{} {:?}\n", fact.id, fact.says)));
            }
            Ok(out)
        })
        .unwrap()
}

fn ids(hub: &Hub) -> (Vec<Id>, Vec<Id>) {
    hub.city
        .read_blocking(|read| {
            let agreements = agreement::store::list(read, &Default::default(), LATEST, &sight(), 1_000)?;
            let board = board::page(read, &Filter::default(), None, LATEST, &sight(), 500)?;
            Ok((agreements.iter().map(|a| a.id).collect(), board.rows.iter().map(|o| o.id).collect()))
        })
        .unwrap()
}

fn agreement_content(draw: u64, today: Day) -> agreement::Content {
    let party = |n, role: &str| Party { organisation: organisation(n), role: role.into() };
    agreement::Content {
        kind: ["mou", "contract", "data"][draw as usize % 3].into(),
        title: Tri { ko: Some(format!("협약 {draw}")), ..Tri::default() },
        parties: vec![party(draw % 5, "city"), party(5 + draw % 3, "company")],
        signed: Some(When::day(today.plus(-((draw % 400) as i64)))),
        period: base::Days::ALWAYS,
        terms: None,
        source: Some(format!("s{draw}")),
        open: draw.is_multiple_of(2),
    }
}

fn obligation_content(draw: u64, today: Day, agreement: Option<Id>) -> obligation::Content {
    let due = (!draw.is_multiple_of(4)).then(|| When::day(today.plus((draw % 90) as i64)));
    obligation::Content {
        kind: ["pledge", "directive", "report"][draw as usize % 3].into(),
        agreement,
        from: Some(organisation(draw % 4)),
        what: Tri { ko: Some(format!("할 일 {draw}")), ..Tri::default() },
        quantity: Some(Quantity { amount: draw as i64 % 1_000, unit: "krw".into() }),
        owner: Some(organisation(10 + draw % 4)),
        deputy: None,
        due,
        escalation: Escalation::Standard,
        source: Some(format!("s{draw}")),
        open: false,
    }
}

fn pick(of: &[Id], draw: u64) -> Id {
    of.get(draw as usize % of.len().max(1)).copied().unwrap_or(id(99))
}

/// One step of the script; refusals are part of it.
fn step(hub: &Hub, what: u8, draw: u64) -> Result<Done> {
    let today = hub.city.now().day_in("Asia/Seoul");
    let (agreements, obligations) = ids(hub);
    let (agreed, owed) = (pick(&agreements, draw), pick(&obligations, draw));
    let bound = (!agreements.is_empty() && draw.is_multiple_of(2)).then_some(agreed);
    let back = today.plus(-((draw % 60) as i64));
    let run = move |tx: &mut Tx<'_>| match what {
        0 => agreement::acts::conclude(tx, agreement_content(draw, today)),
        1 => {
            let state = State::ALL[draw as usize % 4];
            agreement::acts::import(tx, agreement_content(draw, today), state, Some(back), Level::Official)
        }
        2 => agreement::acts::correct(tx, agreed, agreement_content(draw, today), "오기"),
        3 => agreement::acts::end(tx, agreed, State::Terminated, back, "철수"),
        4 | 5 => obligation::acts::take(tx, obligation_content(draw, today, bound)),
        6 => {
            let content = obligation::Content { owner: None, ..obligation_content(draw, today, bound) };
            let outcome = Outcome::ALL[draw as usize % 7];
            let since = draw.is_multiple_of(3).then_some(back);
            let told = Imported { outcome, since, level: Level::SelfDeclared, evidence: None, reason: None };
            obligation::acts::import(tx, content, &told)
        }
        7 => obligation::acts::hand_over(tx, owed, organisation(20 + draw % 5), None, "이관"),
        8 => obligation::acts::change_due(tx, owed, When::day(today.plus((draw % 70) as i64)), "연기"),
        9 => {
            let form = Form::Reference { reference: format!("문서 {draw}") };
            let proof = evidence::register(tx, &form, None, None, Level::Audited)?;
            let settled = Settlement {
                outcome: Outcome::ALL[draw as usize % 7],
                on: back,
                evidence: Some(proof),
                reason: Some("확인".into()),
            };
            obligation::acts::settle(tx, owed, &settled)
        }
        _ => obligation::acts::reopen(tx, owed, "재검토"),
    };
    act(hub, run)
}

/// Runs the script and compares; how many of its acts were not refused.
fn replay(mut hub: Hub, steps: &[(u8, u64)]) -> usize {
    let mut acts = 0;
    let mut then = vec![(hub.city.position(), reading(&hub, LATEST))];
    for (what, draw) in steps {
        hub.clock.step((*draw % 20) as i64 * 86_400);
        match what {
            11 => drop(reminders::run(&hub.city).unwrap()),
            12 => hub = hub.reopen(false),
            what => match step(&hub, *what, *draw) {
                Ok(_) => acts += 1,
                Err(error) => assert!(error.saying().is_some(), "a fault: {error}"),
            },
        }
        then.push((hub.city.position(), reading(&hub, LATEST)));
    }
    for (position, said) in then {
        assert_eq!(reading(&hub, position), said, "at {position}");
    }
    let (_, owed) = ids(&hub);
    for id in owed {
        let states = hub.city.read_blocking(move |read| {
            let subject = Ref::new("obligation", id);
            kernel::fact::store::of_subject(read, &subject, "obligation_state_internal", LATEST, 100)
        });
        let open_ended = states.unwrap().iter().filter(|fact| fact.says.valid.to.is_none()).count();
        assert_eq!(open_ended, 1, "one state holds until further notice");
    }
    acts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_reading_at_any_old_position_says_what_it_said_then(steps in prop::collection::vec((0_u8..13, 0_u64..10_000), 1..30)) {
        replay(Hub::new(&[]), &steps);
    }
}

#[test]
fn old_readings_stay_on_each_database() {
    let mut source = Seeded::new(11);
    let steps: Vec<(u8, u64)> = (0..60).map(|_| (source.below(13) as u8, source.below(10_000))).collect();
    Hub::on_each(&[], |hub| {
        let acts = replay(hub, &steps);
        assert!(acts >= 25, "only {acts} acts of the script were not refused");
    });
}
