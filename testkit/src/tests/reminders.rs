//! Reminders: each step once, caught up after days off, whatever the order of days on which the hub was running.

use super::promises::{act, organisation, pledge, take};
use crate::hub::Hub;
use base::{Day, Id, Ref, When};
use kernel::fact::store::LATEST;
use kernel::obligation::reminders::{self, Given, OVERDUE, STEPS, steps_due};
use kernel::obligation::{self, Outcome, Settlement};
use proptest::prelude::*;

fn notices(hub: &Hub, of: Id) -> Vec<Given> {
    hub.city.read_blocking(move |read| obligation::store::notices(read, of, LATEST)).unwrap()
}

fn steps(hub: &Hub, of: Id) -> Vec<(i64, bool)> {
    notices(hub, of).iter().map(|given| (given.step, given.late)).collect()
}

#[test]
fn a_notice_is_given_once_per_step_and_missed_ones_are_noted_with_the_newest() {
    Hub::on_each(&[], |hub| {
        let deputy = organisation(3);
        let content = pledge(None, Some(organisation(2)), Some("2027-01-20"));
        let watched = take(&hub, obligation::Content { deputy: Some(deputy.clone()), ..content });
        let far = take(&hub, pledge(None, Some(organisation(2)), Some("2028")));
        assert_eq!(reminders::run(&hub.city).unwrap(), 0, "61 days before");
        hub.clock.step(86_400);
        assert_eq!(reminders::run(&hub.city).unwrap(), 1);
        let before = hub.dump();
        assert_eq!(reminders::run(&hub.city).unwrap(), 0);
        assert_eq!(hub.dump(), before, "a second sweep writes nothing");
        assert_eq!(steps(&hub, watched), [(60, false)]);

        hub.clock.step(56 * 86_400);
        let hub = hub.reopen(false);
        assert_eq!(reminders::run(&hub.city).unwrap(), 1, "56 days off, one act");
        assert_eq!(steps(&hub, watched), [(60, false), (30, true), (7, false)]);
        hub.clock.step(5 * 86_400);
        assert_eq!(reminders::run(&hub.city).unwrap(), 1);
        let last = notices(&hub, watched).pop().unwrap();
        assert_eq!((last.step, last.told), (OVERDUE, vec![organisation(2), deputy, organisation(1)]));
        assert!(notices(&hub, far).is_empty());
        let entry = hub
            .city
            .read_blocking(move |read| {
                let subject = Ref::new("obligation", watched).to_string();
                kernel::journal::store::of_subject(read, &subject, LATEST, 1)
            })
            .unwrap();
        assert_eq!(
            (entry[0].action.as_str(), entry[0].actor.as_str()),
            ("kernel.obligation.remind", "system:sweep")
        );

        let later = When::parse("2027-02-10").unwrap();
        act(&hub, move |tx| obligation::acts::change_due(tx, watched, later, "연장")).unwrap();
        assert_eq!(reminders::run(&hub.city).unwrap(), 1, "a new due day begins a new series");
        assert_eq!(steps(&hub, watched)[4..], [(60, true), (30, false)]);
        let how = Settlement {
            outcome: Outcome::Dropped,
            on: Day::parse("2027-01-21").unwrap(),
            evidence: None,
            reason: Some("철회".into()),
        };
        act(&hub, move |tx| obligation::acts::settle(tx, watched, &how)).unwrap();
        hub.clock.step(60 * 86_400);
        assert_eq!(reminders::run(&hub.city).unwrap(), 0, "what is settled is left alone");
    });
}

#[test]
fn nobody_is_reminded_of_what_nobody_owns_or_what_asks_for_no_escalation() {
    let hub = Hub::new(&[]);
    let quiet = obligation::Content {
        escalation: obligation::Escalation::None,
        ..pledge(None, Some(organisation(2)), Some("2026-11-21"))
    };
    take(&hub, quiet);
    let gap = obligation::Content { source: Some("x".into()), ..pledge(None, None, Some("2020")) };
    let told = obligation::Imported {
        outcome: Outcome::Unknown,
        since: None,
        level: base::Level::Official,
        evidence: None,
        reason: None,
    };
    act(&hub, move |tx| obligation::acts::import(tx, gap, &told)).unwrap();
    assert_eq!(reminders::run(&hub.city).unwrap(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn on_whatever_days_it_ran_the_same_steps_are_noted_once(gaps in prop::collection::vec(0_i64..40, 1..8)) {
        let hub = Hub::new(&[]);
        let due = Day::parse("2027-01-25").unwrap();
        let watched = take(&hub, pledge(None, Some(organisation(2)), Some("2027-01-25")));
        let mut today = Day::parse("2026-11-20").unwrap();
        for gap in gaps {
            today = today.plus(gap);
            hub.clock.step(gap * 86_400);
            let before = notices(&hub, watched).len();
            let due_now = steps_due(due, notices(&hub, watched).iter().map(|n| n.step).min().unwrap_or(1000), today);
            let acts = reminders::run(&hub.city).unwrap();
            prop_assert_eq!(acts, usize::from(!due_now.is_empty()));
            prop_assert_eq!(notices(&hub, watched).len(), before + due_now.len());
            let reached: Vec<i64> = STEPS.into_iter().filter(|step| due.number() - today.number() <= *step).collect();
            let mut noted: Vec<i64> = notices(&hub, watched).iter().map(|n| n.step).collect();
            noted.sort_by(|a, b| b.cmp(a));
            prop_assert_eq!(noted, reached);
        }
    }
}
