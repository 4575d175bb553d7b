//! Jobs: asked for in an act, ended by an act, whatever happens in between.

use super::promises::act;
use crate::hub::Hub;
use base::problem::Class;
use base::{Fault, Id, Instant, Ref, Result, Saying};
use kernel::fact::store::LATEST;
use kernel::follower::runner::{Duties, Runner};
use kernel::job::{self, Job, JobKind, NewJob, State};
use kernel::policy::{Action, Role};
use kernel::{City, Tx, journal, link};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};

const ASK: Action = Action::new("test.job.ask", &[]);
const KIND: &str = "test.count";

fn ask(hub: &Hub, not_before: Option<Instant>, deadline: Option<Instant>) -> Id {
    let new =
        NewJob { kind: KIND, subject: Ref::new("thing", "1"), body: json!({"n": 7}), not_before, deadline };
    let done = act(hub, move |tx| {
        let id = job::acts::request(tx, &new)?;
        tx.record(&ASK, Ref::new("job", id), None, &json!({"job": id}), &[])
    });
    Id::parse(&done.unwrap().subject.id).unwrap()
}

fn finish(tx: &mut Tx<'_>, job: &Job, _: &Value) -> Result<()> {
    link::write(tx, &Ref::new("test", "jobs"), "finished", &job.name(), None).map(|_| ())
}

fn undo(tx: &mut Tx<'_>, job: &Job) -> Result<()> {
    link::write(tx, &Ref::new("test", "jobs"), "undid", &job.name(), None).map(|_| ())
}

fn kind(run: impl Fn(&City, &Job) -> Result<Value> + Send + Sync + 'static) -> JobKind {
    JobKind { name: KIND, attempts: 3, lease_seconds: 60, run: Arc::new(run), finish, undo }
}

fn find(hub: &Hub, id: Id) -> Job {
    hub.city.read_blocking(move |read| job::store::find(read, id)).unwrap().unwrap()
}

/// What was written for jobs: `finished` or `undid`.
fn effects(hub: &Hub, id: Id) -> Vec<String> {
    let links =
        hub.city.read_blocking(move |read| link::to(read, &Ref::new("job", id), LATEST, 100)).unwrap();
    links.into_iter().map(|l| l.verb).collect()
}

fn last_action(hub: &Hub, id: Id) -> String {
    let subject = Ref::new("job", id).to_string();
    hub.city
        .read_blocking(move |read| journal::store::of_subject(read, &subject, LATEST, 1))
        .unwrap()
        .remove(0)
        .action
}

#[test]
fn a_job_waits_for_its_time_and_ends_in_an_act_with_its_effect() {
    Hub::on_each(&[], |hub| {
        let later = hub.city.now().plus_seconds(600);
        let (now, then) = (ask(&hub, None, None), ask(&hub, Some(later), None));
        let double = kind(|_, job| Ok(json!({"twice": job.body["n"].as_i64().unwrap_or(0) * 2})));
        let turn = job::turn(&hub.city, &double).unwrap();
        assert_eq!((turn.handled, turn.next), (1, Some(later)));
        let ended = find(&hub, now);
        assert_eq!(
            (ended.state, ended.outcome, ended.attempts),
            (State::Done, Some(json!({"twice": 14})), 1)
        );
        assert_eq!(
            (ended.seq_end, last_action(&hub, now).as_str()),
            (Some(hub.city.position()), "kernel.job.done")
        );
        assert_eq!(effects(&hub, now), ["finished"]);
        assert_eq!(find(&hub, then).state, State::Requested);
        hub.clock.step(600);
        assert_eq!(job::turn(&hub.city, &double).unwrap(), job::Turn { handled: 1, next: None });
        assert_eq!(job::turn(&hub.city, &double).unwrap(), job::Turn::default());
        let of_thing =
            hub.city.read_blocking(|read| job::store::of_subject(read, &Ref::new("thing", "1"), 10)).unwrap();
        assert_eq!(of_thing.iter().map(|j| j.state).collect::<Vec<_>>(), [State::Done, State::Done]);
        assert!(
            act(&hub, move |tx| {
                let past = tx.received();
                let subject = Ref::new("thing", "1");
                let new =
                    NewJob { kind: KIND, subject, body: json!({}), not_before: None, deadline: Some(past) };
                job::acts::request(tx, &new)?;
                tx.record(&ASK, Ref::new("job", "x"), None, &json!({}), &[])
            })
            .unwrap_err()
            .is("job-deadline-past")
        );
    });
}

#[test]
fn a_job_that_fails_is_tried_again_and_then_waits_for_a_person() {
    Hub::on_each(&[], |hub| {
        let id = ask(&hub, None, None);
        let runs = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&runs);
        let flaky = kind(move |_, _| match count.fetch_add(1, Ordering::SeqCst) {
            0 => Err(Fault::new("counting", "no luck").into()),
            1 | 2 => panic!("no luck at all"),
            _ => Ok(json!(1)),
        });
        let start = hub.city.now();
        assert_eq!(job::turn(&hub.city, &flaky).unwrap().next, Some(start.plus_seconds(1)));
        assert_eq!(find(&hub, id).error.as_deref(), Some("counting: no luck"));
        hub.clock.step(1);
        assert_eq!(job::turn(&hub.city, &flaky).unwrap().next, Some(start.plus_seconds(5)));
        hub.clock.step(4);
        let hub = hub.reopen(false);
        assert_eq!(job::turn(&hub.city, &flaky).unwrap().next, None);
        assert_eq!((find(&hub, id).state, effects(&hub, id).len()), (State::Parked, 0));
        let parked = hub.city.read_blocking(|read| job::store::list(read, State::Parked, None, 10)).unwrap();
        assert_eq!(parked.len(), 1);

        let officer = hub.caller(Role::Officer, None);
        let refused = hub.city.act_blocking(officer, None, move |tx| job::acts::retry(tx, id)).unwrap_err();
        assert!(refused.is("kernel-not-allowed"));
        let operator = hub.caller(Role::Operator, None);
        hub.city.act_blocking(operator, None, move |tx| job::acts::retry(tx, id)).unwrap();
        job::turn(&hub.city, &flaky).unwrap();
        assert_eq!((find(&hub, id).state, effects(&hub, id)), (State::Done, vec!["finished".to_owned()]));
        assert!(act(&hub, move |tx| job::acts::retry(tx, id)).unwrap_err().is("job-not-parked"));
    });
}

#[test]
fn a_refusal_or_a_person_ends_a_job_and_what_was_held_is_undone() {
    Hub::on_each(&[], |hub| {
        let refused = ask(&hub, None, None);
        job::turn(&hub.city, &kind(|_, _| Err(Saying::invalid("test-no").into()))).unwrap();
        assert_eq!(
            (find(&hub, refused).state, effects(&hub, refused)),
            (State::Failed, vec!["undid".to_owned()])
        );
        assert_eq!(last_action(&hub, refused), "kernel.job.failed");

        let given_up = ask(&hub, None, None);
        let broken = JobKind { attempts: 1, ..kind(|_, _| Err(Fault::new("counting", "no").into())) };
        job::turn(&hub.city, &broken).unwrap();
        assert_eq!(find(&hub, given_up).state, State::Parked);
        assert!(
            act(&hub, move |tx| job::acts::give_up(tx, given_up, "")).unwrap_err().is("job-reason-missing")
        );
        act(&hub, move |tx| job::acts::give_up(tx, given_up, "필요 없음")).unwrap();
        job::turn(&hub.city, &broken).unwrap();
        assert_eq!(
            (find(&hub, given_up).state, effects(&hub, given_up)),
            (State::Failed, vec!["undid".to_owned()])
        );
    });
}

#[test]
fn after_a_crash_the_lease_runs_out_and_the_job_is_taken_up_again() {
    Hub::on_each(&[], |hub| {
        let id = ask(&hub, None, None);
        // What a crash leaves: the lease is taken and nobody works.
        let lease = hub.city.now().plus_seconds(60);
        let taken = hub.city.tidy_blocking(move |tx| job::store::claim(tx, id, 0, lease)).unwrap();
        let stale = find(&hub, id);
        let hub = hub.reopen(false);
        let good = kind(|_, _| Ok(json!(1)));
        assert!(taken);
        assert_eq!(job::turn(&hub.city, &good).unwrap(), job::Turn { handled: 0, next: Some(lease) });
        hub.clock.step(60);
        job::turn(&hub.city, &good).unwrap();
        assert_eq!((find(&hub, id).state, find(&hub, id).attempts), (State::Done, 2));
        let late =
            hub.city.tidy_blocking(move |tx| job::store::end(tx, &stale, State::Failed, None, Some("late")));
        assert!(late.unwrap_err().is("job-not-ours"), "the first attempt ends nothing any more");
        assert_eq!(effects(&hub, id), ["finished"]);

        let crashing = ask(&hub, None, None);
        for attempt in 0..3 {
            let lease = hub.city.now().plus_seconds(60);
            assert!(
                hub.city.tidy_blocking(move |tx| job::store::claim(tx, crashing, attempt, lease)).unwrap()
            );
            hub.clock.step(60);
        }
        job::turn(&hub.city, &good).unwrap();
        assert_eq!(find(&hub, crashing).state, State::Parked, "what crashes each time is not tried for ever");
    });
}

#[test]
fn what_comes_after_its_deadline_has_no_effect() {
    Hub::on_each(&[], |hub| {
        let deadline = hub.city.now().plus_seconds(100);
        let (never_begun, slow) = (ask(&hub, None, Some(deadline)), ask(&hub, None, Some(deadline)));
        let clock = Arc::clone(&hub.clock);
        let sleepy = kind(move |_, _| {
            clock.step(101);
            Ok(json!(1))
        });
        job::turn(&hub.city, &sleepy).unwrap();
        for id in [never_begun, slow] {
            assert_eq!((find(&hub, id).state, effects(&hub, id)), (State::Failed, vec!["undid".to_owned()]));
            assert_eq!(find(&hub, id).error.as_deref(), Some("job-deadline"));
        }
        assert_eq!(
            find(&hub, never_begun).attempts + find(&hub, slow).attempts,
            1,
            "the second was not begun"
        );
    });
}

#[test]
fn an_ended_job_is_kept_for_90_days_and_one_that_waits_for_a_person_stays() {
    Hub::on_each(&[], |hub| {
        let (ended, parked) = (ask(&hub, None, None), ask(&hub, None, None));
        let bad = parked;
        let once = kind(move |_, job| match job.id == bad {
            true => Err(Fault::new("counting", "no").into()),
            false => Ok(json!(1)),
        });
        job::turn(&hub.city, &JobKind { attempts: 1, ..once }).unwrap();
        hub.clock.step(89 * 86_400);
        assert_eq!(kernel::sweep::run(&hub.city).unwrap().jobs, 0);
        assert_eq!(find(&hub, ended).state, State::Done);
        hub.clock.step(2 * 86_400);
        assert_eq!(kernel::sweep::run(&hub.city).unwrap().jobs, 1);
        assert!(hub.city.read_blocking(move |read| job::store::find(read, ended)).unwrap().is_none());
        assert_eq!(find(&hub, parked).state, State::Parked);
        assert_eq!(last_action(&hub, ended), "kernel.job.done");
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
    /// Each run ends as the next of `ends` says; crashes and restarts come in between.
    #[test]
    fn every_job_ends_once_with_one_effect_or_waits_for_a_person(ends in prop::collection::vec(0_u8..6, 1..25)) {
        let mut hub = Hub::new(&[]);
        let ids: Vec<Id> = (0..3).map(|n| ask(&hub, None, (n == 0).then(|| hub.city.now().plus_seconds(40)))).collect();
        let (script, at) = (ends.clone(), Arc::new(AtomicUsize::new(0)));
        let next = Arc::clone(&at);
        let wild = kind(move |_, _| match script.get(next.fetch_add(1, Ordering::SeqCst)) {
            Some(0) => Err(Fault::new("running", "a fault").into()),
            Some(1) => panic!("a panic"),
            Some(2) => Err(Saying::invalid("test-refused").into()),
            Some(3) => Err(Saying::new(Class::Unavailable, "test-later").into()),
            Some(4) => Ok(json!({"half": 0.5})),
            _ => Ok(json!({"whole": 1})),
        });
        for end in ends {
            job::turn(&hub.city, &wild).unwrap();
            hub.clock.step(20);
            if end == 5 {
                hub = hub.reopen(false);
            }
        }
        for _ in 0..40 {
            job::turn(&hub.city, &wild).unwrap();
            hub.clock.step(20);
        }
        for id in ids {
            let (ended, found) = (effects(&hub, id), find(&hub, id));
            match found.state {
                State::Done => prop_assert_eq!(ended, ["finished"]),
                State::Failed => prop_assert_eq!(ended, ["undid"]),
                State::Parked => prop_assert!(ended.is_empty()),
                State::Requested | State::Running => prop_assert!(false, "still {:?}", found.state),
            }
        }
    }
}

#[test]
fn the_runner_takes_up_a_job_as_soon_as_it_is_asked_for() {
    Hub::on_each(&[], |hub| {
        let (tell, told) = mpsc::channel::<Id>();
        let tell = std::sync::Mutex::new(tell);
        let telling = kind(move |_, job| {
            let tell = tell.lock().map_err(|_| Fault::new("telling", "poisoned"))?;
            tell.send(job.id).map_err(|e| Fault::new("telling", e))?;
            Ok(json!(1))
        });
        let duties = Duties { jobs: vec![telling], ..Duties::default() };
        let runner = Runner::start(&hub.city, duties).unwrap();
        let id = ask(&hub, None, None);
        assert_eq!(told.recv_timeout(std::time::Duration::from_secs(30)).unwrap(), id);
        // Dropping the runner waits for the step it is in.
        drop(runner);
        assert_eq!(find(&hub, id).state, State::Done);
    });
}
